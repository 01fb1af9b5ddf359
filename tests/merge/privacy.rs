//! People who asked to be left out, searched for in all that is written.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::cases;
use crate::common::plenary;

const HARBOUR: &str = r#"{"type":"Session","id":"https://harbour.example/s/a-talk-with-ana-ferreira","title":"A talk with Ana Ferreira","description":"Ferreira, Ana asks; write to https://orcid.org/0000-0002-1825-0097.","edition":"https://harbour.example/e","start":"2031-05-03T09:00:00Z","organizers":[{"type":"Person","id":"https://harbour.example/p/1","name":"Ána Ferreira"}],"participations":[{"agent":"https://harbour.example/p/1","role":"moderator","affiliation":{"name":"Ana Ferreira Consulting","id":"https://harbour.example/o/1"}},{"agent":{"type":"Person","id":"https://harbour.example/p/2","name":"Noor Haddad"},"role":"speaker"}],"resources":[{"resourceKind":"slides","url":"https://harbour.example/ana_ferreira.pdf"},{"resourceKind":"recording","url":"https://harbour.example/v/1"}]}
{"type":"Person","id":"https://harbour.example/p/1","name":"Ána Ferreira","orcid":"0000-0002-1825-0097","url":"https://ana.example/"}
"#;
const ARCHIVE: &str = r#"{"type":"Session","id":"https://archive.example/s/1","title":"A talk","edition":"https://archive.example/e","participations":[{"agent":{"type":"Person","id":"https://archive.example/p/ana","name":"A. Ferreira","orcid":"0000-0002-1825-0097"},"role":"moderator"}]}
"#;
/// None of these may be in any output.
const TRACES: [&str; 9] = [
    "ferreira",
    "ána",
    "ana.example",
    "harbour.example/p/1",
    "archive.example/p/ana",
    "0000-0002-1825-0097",
    "0000000218250097",
    "ana_f",
    "a. f",
];

fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// Merges both sources, and gives all that is written, in one text, with what is printed.
fn merge(folder: &Path, run: &str, more: &[&str]) -> String {
    let out = folder.join(run);
    fs::create_dir_all(&out).expect("a folder");
    let inputs = ["harbour", "archive"].map(|id| {
        let path = folder.join(format!("{id}.ndjson"));
        fs::write(&path, if id == "harbour" { HARBOUR } else { ARCHIVE }).expect("a file");
        shown(&path)
    });
    let files =
        ["out.json", "graphs.nq", "review.tsv", "conflicts.tsv", "links.sssom.tsv"].map(|file| shown(&out.join(file)));
    let flags = ["-o", "--graphs", "--review", "--conflicts", "--sssom"];
    let ledger = shown(&folder.join("ledger.tsv"));
    let mut arguments = vec![
        "merge",
        "--isolated",
        "--base",
        "https://data.example.org/",
        &inputs[0],
        &inputs[1],
        "--ledger",
        &ledger,
        "--review-from=-60",
    ];
    arguments.extend(flags.iter().zip(&files).flat_map(|(flag, file)| [*flag, file.as_str()]));
    arguments.extend(more);
    let output = plenary(&arguments, b"");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let read = |file: &String| fs::read_to_string(file).expect("it was written");
    let written: String = files.iter().chain([&ledger]).map(read).collect();
    written + &String::from_utf8_lossy(&output.stdout) + &String::from_utf8_lossy(&output.stderr)
}

fn traces(text: &str) -> Vec<&'static str> {
    let text = text.to_lowercase();
    TRACES.into_iter().filter(|trace| text.contains(trace)).collect()
}

fn opt_out(folder: &Path, entry: &str) -> String {
    let path = folder.join("opt-out.txt");
    fs::write(&path, format!("# asked in May\n{entry}\n")).expect("a file");
    shown(&path)
}

#[test]
fn whoever_asked_to_be_left_out_leaves_no_trace() {
    let by_hash = {
        // printf %s https://harbour.example/p/1 | sha256sum
        "sha256:05dd960f52603fa014113facae1cbbd09102477194a7d5efc9bbe49e0defe865"
    };
    let entries = [
        "https://harbour.example/p/1",
        "orcid:0000-0002-1825-0097",
        "name: Ana Ferreira",
        "https://archive.example/p/ana",
        by_hash,
    ];
    for entry in entries {
        let folder = TempDir::new().expect("a folder");
        let list = opt_out(folder.path(), entry);
        let text = merge(folder.path(), "first", &["--opt-out", &list]);
        assert_eq!(traces(&text), [""; 0], "{entry}: {text}");
        assert!(text.contains("Noor Haddad") && text.contains("A talk with [withheld]") && text.contains("/v/1"));
    }
}

#[test]
fn the_ledger_remembers_who_asked() {
    let folder = TempDir::new().expect("a folder");
    let before = merge(folder.path(), "before", &[]);
    assert!(traces(&before).len() >= 7, "{:?}", traces(&before));
    let list = opt_out(folder.path(), "https://harbour.example/p/1");
    let first = merge(folder.path(), "first", &["--opt-out", &list]);
    assert_eq!(traces(&first), [""; 0]);
    let later = merge(folder.path(), "later", &[]);
    assert_eq!(traces(&later), [""; 0]);
    assert!(later.contains("opt-out"));
}

/// Merges some records with a list of people, and gives what is written.
fn left_out(folder: &Path, records: &str, list: &str, more: &[&str]) -> String {
    let [input, list_file] = ["in.ndjson", "list.txt"].map(|name| folder.join(name));
    fs::write(&input, records).expect("a file");
    fs::write(&list_file, list).expect("a file");
    let flags = ["merge", "--isolated", "--base", "https://data.example.org/", "--opt-out"];
    let output = plenary(&[&flags[..], &[&shown(&list_file), &shown(&input)], more].concat(), b"");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn sessions_that_differ_in_a_name_alone_stay_two() {
    let records = r#"{"type":"Session","id":"https://q.example/s/with-ana-ferreira","title":"With Ana Ferreira","start":"2031-05-01T09:00:00Z"}
{"type":"Session","id":"https://q.example/s/with-noor-haddad","title":"With Noor Haddad","start":"2031-05-02T11:00:00Z"}
{"type":"Session","id":"https://q.example/s/3","title":"Next","partOf":"https://q.example/s/with-noor-haddad"}
"#;
    let folder = TempDir::new().expect("a folder");
    let text = left_out(folder.path(), records, "name:Ana Ferreira\nname:Haddad, Noor\n", &[]);
    let ids: Vec<&str> = text.split("\"id\":\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(ids.len(), 3, "{text}");
    let second = ids.iter().find(|id| text.contains(&format!("\"partOf\":\"{id}\""))).expect("it is referred to");
    assert!(second.starts_with("https://q.example/s/with-withheld-") && !text.contains("haddad"), "{text}");
}

#[test]
fn whoever_is_known_by_a_source_that_is_missing_today_stays_out() {
    let folder = TempDir::new().expect("a folder");
    let [ledger, decisions] = ["l.tsv", "d.tsv"].map(|name| shown(&folder.path().join(name)));
    let [one, other] = [
        r#"{"type":"Person","id":"https://a.example/p/1","name":"Ana Ferreira"}"#,
        r#"{"type":"Person","id":"https://b.example/p/9","name":"Mrs. Ferreira-Sousa"}"#,
    ];
    let same = "https://a.example/p/1\thttps://b.example/p/9\tsame\n";
    fs::write(&decisions, same).expect("a file");
    let list = "https://a.example/p/1\n";
    let kept = left_out(folder.path(), other, list, &[]);
    assert!(kept.contains("Sousa"), "nobody knows that she is the same: {kept}");
    assert_eq!(left_out(folder.path(), other, list, &["--decisions", &decisions]), "");
    let both = format!("{one}\n{other}\n");
    left_out(folder.path(), &both, "# nobody\n", &["--decisions", &decisions, "--ledger", &ledger]);
    assert_eq!(left_out(folder.path(), other, list, &["--ledger", &ledger]), "");
    let kept = fs::read_to_string(&ledger).expect("a ledger");
    assert!(!kept.contains("example/p/"), "{kept}");
}

#[test]
fn private_data_is_in_no_output() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("p.json");
    fs::write(
        &path,
        r#"{"type":"Person","id":"https://a.example/p","name":"Jo Sample","private":{"email":"jo@sample.example"}}"#,
    )
    .expect("a file");
    let graphs = shown(&folder.path().join("g.nq"));
    let output = plenary(&["merge", "--base", "https://data.example.org/", &shown(&path), "--graphs", &graphs], b"");
    let written = String::from_utf8(output.stdout).expect("text") + &fs::read_to_string(&graphs).expect("a file");
    assert!(written.contains("Jo Sample") && !written.contains("jo@sample"));
}

/// Whom the case `left-out` leaves out: names, IRIs and addresses of the person, in small letters.
const LEFT_OUT: [&str; 6] =
    ["fatou", "diallo", "pier.example/p/1", "quay.example/p/1", "f.d@pier.example", "f-d@quay.example"];

/// All files below a folder.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

/// The files of a folder whose bytes, or whose path, hold a trace; letters of ASCII in any case.
fn told(folder: &Path) -> Vec<(PathBuf, &'static str)> {
    let mut found = Vec::new();
    files(folder, &mut found);
    assert!(found.len() >= 6, "{found:?}");
    let holds =
        |bytes: &[u8], trace: &str| bytes.windows(trace.len()).any(|part| part.eq_ignore_ascii_case(trace.as_bytes()));
    let in_file = |path: &PathBuf| {
        let mut bytes = fs::read(path).expect("a file");
        bytes.extend(path.strip_prefix(folder).expect("below").to_string_lossy().as_bytes());
        LEFT_OUT.into_iter().filter(|trace| holds(&bytes, trace)).map(|trace| (path.clone(), trace)).collect::<Vec<_>>()
    };
    found.iter().flat_map(in_file).collect()
}

/// Makes a site of what a merge wrote, with pages for what its ledger says was merged or withdrawn.
fn publish(merged: &Path, site: &Path) {
    let ledger = fs::read_to_string(merged.join("ledger.tsv")).expect("a ledger");
    let rows = ledger.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let moved: Vec<String> = rows
        .filter(|cells| ["replaced", "withdrawn"].contains(cells.get(6).unwrap_or(&"")))
        .map(|cells| [cells[0], cells[7]].join("\t"))
        .collect();
    fs::write(merged.join("moved.tsv"), moved.join("\n")).expect("a file");
    let [records, moved, site] =
        [merged.join("records.ndjson"), merged.join("moved.tsv"), site.to_owned()].map(|path| shown(&path));
    let base = ["--base", "https://data.example.org/", "--isolated"];
    let asked = ["publish", &records, "-o", &site, "--moved", &moved];
    let output = plenary(&[&asked[..], &base].concat(), b"");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn no_byte_of_a_merge_or_of_its_site_tells_who_was_left_out() {
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/merge/left-out");
    let folder = TempDir::new().expect("a folder");
    let [all, merged, site] = ["all", "merged", "site"].map(|name| folder.path().join(name));
    for folder in [&all, &merged] {
        fs::create_dir(folder).expect("a folder");
    }
    // Without the list, the search finds the person in the files and on the site.
    cases::merged(&case, &all, "1", &[]);
    publish(&all, &site);
    let traces =
        |folder: &Path| told(folder).into_iter().map(|(_, trace)| trace).collect::<std::collections::BTreeSet<_>>();
    assert!(traces(&all).len() >= 5, "{:?}", traces(&all));
    assert!(traces(&site).len() >= 4, "{:?}", traces(&site));
    // The ledger of that run knows the person; the list takes her out of it, and the site is made over the earlier one.
    fs::copy(all.join("ledger.tsv"), merged.join("ledger.tsv")).expect("a copy");
    cases::merged(&case, &merged, "1", &cases::GIVEN);
    publish(&merged, &site);
    assert_eq!(told(&merged), []);
    assert_eq!(told(&site), []);
    let page = fs::read_to_string(merged.join("records.ndjson")).expect("a file");
    assert!(page.contains("Mei Tanaka") && page.contains("[withheld]"), "{page}");
}
