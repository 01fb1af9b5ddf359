//! Laws of merging as the program does it: what an earlier merge wrote goes on, sources come and go, threads do not matter.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::common::plenary;
use crate::generate::sources;

/// The files of a run: all that a merge writes.
const WRITTEN: [&str; 6] = ["out.ndjson", "graphs.nq", "ledger.tsv", "review.tsv", "conflicts.tsv", "links.sssom.tsv"];

fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// A folder with the sources of a seed.
pub(crate) fn folder(seed: u64) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    for told in sources(seed) {
        let path = folder.path().join(format!("{}.ndjson", told.id));
        fs::write(path, told.lines.join("\n") + "\n").expect("a file");
    }
    folder
}

/// Merges into a folder below, and gives what was written.
fn merge(folder: &Path, run: &str, inputs: &[&str], more: &[&str]) -> Vec<String> {
    let out = folder.join(run);
    fs::create_dir_all(&out).expect("a folder");
    let inputs: Vec<String> = inputs.iter().map(|input| shown(&folder.join(input))).collect();
    let files: Vec<String> = WRITTEN.iter().map(|file| shown(&out.join(file))).collect();
    let flags = ["-o", "--graphs", "--ledger", "--review", "--conflicts", "--sssom"];
    let mut arguments = vec!["merge", "--base", "https://data.example.org/", "--isolated"];
    arguments.extend(inputs.iter().map(String::as_str));
    arguments.extend(flags.iter().zip(&files).flat_map(|(flag, file)| [*flag, file.as_str()]));
    arguments.extend(more);
    let output = plenary(&arguments, b"");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    files.iter().map(|file| fs::read_to_string(file).expect("it was written")).collect()
}

#[test]
fn merging_what_was_merged_is_merging_all_at_once() {
    for seed in 0..4 {
        let folder = folder(seed);
        let at = folder.path();
        let all = merge(at, "all", &["alpha.ndjson", "beta.ndjson", "gamma.ndjson"], &[]);
        merge(at, "left", &["beta.ndjson", "alpha.ndjson"], &[]);
        merge(at, "right", &["gamma.ndjson", "beta.ndjson"], &[]);
        assert_eq!(merge(at, "left-first", &["left/graphs.nq", "gamma.ndjson"], &[]), all, "seed {seed}");
        assert_eq!(merge(at, "right-first", &["alpha.ndjson", "right/graphs.nq"], &[]), all, "seed {seed}");
        assert_eq!(merge(at, "both", &["right/graphs.nq", "left/graphs.nq"], &[]), all, "seed {seed}");
        assert_eq!(merge(at, "again", &["all/graphs.nq", "all/graphs.nq"], &[]), all, "seed {seed}");
    }
}

#[test]
fn a_source_that_is_dropped_was_never_there() {
    for seed in 0..4 {
        let folder = folder(seed);
        let at = folder.path();
        let two = merge(at, "two", &["alpha.ndjson", "gamma.ndjson"], &[]);
        merge(at, "all", &["alpha.ndjson", "beta.ndjson", "gamma.ndjson"], &[]);
        assert_eq!(merge(at, "without", &["all/graphs.nq"], &["--drop", "beta"]), two, "seed {seed}");
    }
}

#[test]
fn threads_make_no_difference() {
    let folder = folder(7);
    let inputs = ["alpha.ndjson", "beta.ndjson", "gamma.ndjson"];
    let one = merge(folder.path(), "one", &inputs, &["--threads", "1"]);
    assert_eq!(merge(folder.path(), "two", &inputs, &["--threads", "2"]), one);
    assert_eq!(merge(folder.path(), "eight", &inputs, &["--threads", "8"]), one);
}

#[test]
fn a_new_snapshot_takes_the_place_of_the_earlier_one() {
    let folder = folder(3);
    let at = folder.path();
    merge(at, "first", &["alpha.ndjson", "beta.ndjson"], &[]);
    let beta = fs::read_to_string(at.join("beta.ndjson")).expect("a file");
    let shorter: Vec<&str> = beta.lines().filter(|line| !line.contains("Session")).collect();
    fs::write(at.join("beta.ndjson"), shorter.join("\n") + "\n").expect("a file");
    let fresh = merge(at, "fresh", &["alpha.ndjson", "beta.ndjson"], &[]);
    assert_eq!(merge(at, "next", &["first/graphs.nq", "beta.ndjson"], &[]), fresh);
}

#[test]
fn of_two_earlier_snapshots_the_newer_one_counts() {
    let folder = folder(5);
    let at = folder.path();
    let settings = |name: &str, retrieved: &str| {
        let text = format!(
            "[[source]]\nid = \"beta\"\nfiles = [\"beta.ndjson\"]\nretrieved = \"{retrieved}\"\ntitle = \"B \\\"b\\\"\"\n"
        );
        fs::write(at.join(name), text).expect("a file");
        shown(&at.join(name))
    };
    let (may, june) = (settings("may.toml", "2031-05-01T00:00:00Z"), settings("june.toml", "2031-06-01T00:00:00Z"));
    let beta = fs::read_to_string(at.join("beta.ndjson")).expect("a file");
    merge(at, "june", &[], &["--sources", &june]);
    fs::write(at.join("beta.ndjson"), beta.replace("Cables", "Wires")).expect("a file");
    merge(at, "may", &[], &["--sources", &may]);
    let graphs = |written: &[String]| written[1].clone();
    let newest = merge(at, "newest", &["june/graphs.nq"], &[]);
    assert_eq!(graphs(&merge(at, "one", &["june/graphs.nq", "may/graphs.nq"], &[])), graphs(&newest));
    assert_eq!(graphs(&merge(at, "other", &["may/graphs.nq", "june/graphs.nq"], &[])), graphs(&newest));
    assert!(graphs(&newest).contains("2031-06-01T00:00:00Z") && graphs(&newest).contains(r#""B \"b\"""#));
}

#[test]
fn mistakes_end_with_2_and_say_the_way_out() {
    let folder = folder(1);
    let at = folder.path();
    let alpha = shown(&at.join("alpha.ndjson"));
    let refused = |arguments: &[&str], word: &str| {
        let output = plenary(arguments, b"");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains(word) && told.contains("help: "), "{told}");
    };
    refused(&["merge", &alpha, &format!("alpha={alpha}")], "would both be the source");
    refused(&["merge"], "nothing to read");
    refused(&["merge", &alpha, "-o", "out.unknown"], "unknown");
    refused(&["merge", "--isolated", &alpha, "--graphs", &shown(&at.join("g.nq"))], "base");
    let decisions = at.join("d.tsv");
    let (one, other) = ("https://alpha.example/p/0", "https://alpha.example/p/1");
    fs::write(&decisions, format!("{one}\t{other}\tsame\n{other}\t{one}\tdifferent\n")).expect("a file");
    refused(&["merge", &alpha, "--decisions", &shown(&decisions)], "contradict each other");
    fs::write(&decisions, format!("{one}\t{other}\tsmae\n{other}\t\tdifferent\n")).expect("a file");
    let output = plenary(&["merge", &alpha, "--decisions", &shown(&decisions)], b"");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{told}");
    let place = format!("{}:1:{}", shown(&decisions), one.len() + other.len() + 3);
    assert!(told.contains(&place) && told.contains("did you mean \"same\"?"), "{place}: {told}");
    assert!(told.contains(&format!("{}:2:", shown(&decisions))) && told.contains("\"right\" is empty"), "{told}");
    refused(&["link", "explain", "x:nobody", one, &alpha], "no source has a record");
    refused(&["link", "explain", one, one, &alpha], "are names of one record");
    fs::write(at.join("nameless.json"), r#"{"type":"Place","name":"Room A"}"#).expect("a file");
    refused(&["merge", "--isolated", &shown(&at.join("nameless.json"))], "--base");
}

#[test]
fn links_are_written_alone_and_explained() {
    let folder = folder(2);
    let at = folder.path();
    let inputs = ["alpha", "beta"].map(|id| shown(&at.join(format!("{id}.ndjson"))));
    let metrics = shown(&at.join("metrics.json"));
    let output = plenary(&["link", &inputs[0], &inputs[1], "--metrics", &metrics], b"");
    assert_eq!(output.status.code(), Some(0));
    let links = String::from_utf8(output.stdout).expect("text");
    let edition =
        "<https://alpha.example/e> <http://www.w3.org/2004/02/skos/core#exactMatch> <https://beta.example/e> .";
    assert!(links.contains(edition), "{links}");
    let counted: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(&metrics).expect("a file")).expect("JSON");
    assert_eq!(counted["sources"], 2);
    assert!(counted["clusters"].as_u64() < counted["records"].as_u64());
    let explained = |left: &str, right: &str| {
        let output = plenary(&["link", "explain", left, right, &inputs[0], &inputs[1], "--format", "json"], b"");
        let told: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        (output.status.code(), told[0].clone())
    };
    let (code, told) = explained("https://alpha.example/e", "https://beta.example/e");
    assert_eq!((code, &told["one"], &told["keys"][0]), (Some(0), &true.into(), &"one natural key".into()));
    let (_, told) = explained("alpha https://alpha.example/p/0", "https://beta.example/p/1");
    let sum: f64 = told["parts"].as_array().expect("a list").iter().filter_map(|part| part["weight"].as_f64()).sum();
    assert!((sum - told["weight"].as_f64().expect("a number")).abs() < 1e-6);
}

#[test]
fn all_mistakes_of_settings_and_ledger_are_told_at_their_place_in_one_run() {
    let folder = folder(1);
    let at = folder.path();
    let [alpha, settings, ledger, out] = ["alpha.ndjson", "s.toml", "ids.tsv", "out.json"].map(|file| at.join(file));
    fs::write(&settings, "[[source]]\nid = \"alpha\"\nrang = 1\nfils = []\n[fields]\ntitle = [\"newset\"]\n")
        .expect("a file");
    let broken = "x:a\tPersn\talpha\tx:a\tanchor\t1\tlive\nx:b\tPerson\talpha\tx:b\tmembr\n";
    fs::write(&ledger, broken).expect("a file");
    let [alpha, settings, shown_ledger, shown_out] = [&alpha, &settings, &ledger, &out].map(|path| shown(path));
    let output = plenary(&["merge", &alpha, "--sources", &settings, "--ledger", &shown_ledger, "-o", &shown_out], b"");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{told}");
    for (place, meant) in [
        (format!("{settings}:3:1"), "did you mean \"rank\"?"),
        (format!("{settings}:4:1"), "did you mean \"files\"?"),
        (format!("{settings}:6:10"), "did you mean \"newest\"?"),
        (format!("{shown_ledger}:1:5"), "did you mean \"Person\"?"),
        (format!("{shown_ledger}:2:22"), "did you mean \"member\"?"),
    ] {
        assert!(told.contains(&place) && told.contains(meant), "{place} {meant}: {told}");
    }
    // Nothing is written, and the ledger is as it was.
    assert!(!out.exists());
    assert_eq!(fs::read_to_string(&ledger).expect("a file"), broken);
    let output = plenary(&["merge", "diff", &shown_ledger, &shown_ledger], b"");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("did you mean \"member\"?"));
}

#[test]
fn diff_of_runs_tells_a_tombstone_once_and_what_came_back() {
    let folder = folder(1);
    let at = folder.path();
    fs::write(
        at.join("delta.ndjson"),
        "{\"type\":\"Organization\",\"id\":\"https://delta.example/o\",\"name\":\"Tides\"}\n",
    )
    .expect("a file");
    let ledger = at.join("ids.tsv");
    let run = |name: &str, inputs: &[&str]| {
        let inputs = inputs.iter().map(|input| shown(&at.join(input)));
        let arguments: Vec<String> = ["merge", "--isolated", "-q", "--ledger"]
            .map(str::to_owned)
            .into_iter()
            .chain([shown(&ledger)])
            .chain(inputs)
            .collect();
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        assert_eq!(plenary(&arguments, b"").status.code(), Some(0));
        let kept = at.join(name);
        fs::copy(&ledger, &kept).expect("a copy");
        shown(&kept)
    };
    let all = run("1.tsv", &["alpha.ndjson", "delta.ndjson"]);
    let without = run("2.tsv", &["alpha.ndjson"]);
    let again = run("3.tsv", &["alpha.ndjson", "delta.ndjson"]);
    let diff = |before: &str, after: &str, format: &str| {
        let output = plenary(&["merge", "diff", before, after, "--format", format], b"");
        (output.status.code(), String::from_utf8(output.stdout).expect("text"))
    };
    assert_eq!(diff(&all, &without, "text"), (Some(1), "withdrawn  https://delta.example/o\n".to_owned()));
    assert_eq!(diff(&without, &without, "text"), (Some(0), String::new()));
    assert_eq!(diff(&without, &again, "text"), (Some(1), "returned   https://delta.example/o\n".to_owned()));
    let (_, told) = diff(&without, &again, "json");
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(&told).expect("JSON"),
        serde_json::json!([{"change": "returned", "iri": "https://delta.example/o"}])
    );
    assert_eq!(diff(&all, &again, "text"), (Some(0), String::new()));
}
