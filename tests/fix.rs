//! `validate --fix`: mended values right, everything else byte by byte as it was, and nothing more to mend afterwards.
//!
//! `fixtures/fix/<case>/before.<format>` becomes `after.<format>`; cases are found here and not listed.

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::plenary;
use plenary::diagnostic::{Diagnostic, Error, Report};
use plenary::doc::Node;
use plenary::format::{self, ReadOptions, Write, WriteOptions};
use plenary::input::{Files, Input};
use plenary::mend::{self, Which};
use plenary::pipeline::{self, Consumer, Job, Outcome, Task, Validate};
use plenary::source::Source;
use tempfile::TempDir;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// What stands in a folder, in order.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// The files of all cases before they are mended, each with its case and what it becomes.
fn cases() -> Vec<(String, PathBuf, PathBuf)> {
    let before = |folder: &PathBuf| entries(folder).into_iter().find(|path| path.file_stem().unwrap() == "before");
    let folders = entries(&fixtures().join("fix"));
    let files = folders.iter().map(|folder| (folder.file_name().unwrap().to_str().unwrap().to_owned(), before(folder)));
    let cases: Vec<_> = files
        .map(|(case, before)| {
            let before = before.expect("a file before.*");
            let after = before.with_file_name("after").with_extension(before.extension().unwrap());
            (case, before, after)
        })
        .collect();
    assert!(cases.len() > 5);
    cases
}

/// A folder with one file, and the file's path as an argument.
fn written(name: &str, bytes: &[u8]) -> (TempDir, String) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    let path = path.to_str().unwrap().to_owned();
    (folder, path)
}

/// What `--fix` makes of a file.
fn mended(name: &str, bytes: &[u8]) -> Vec<u8> {
    let (_folder, path) = written(name, bytes);
    let run = plenary(&["validate", "--fix", "--fail-on", "never", &path], b"");
    assert!(run.status.success(), "{name}: {}", String::from_utf8_lossy(&run.stderr));
    fs::read(path).unwrap()
}

#[test]
fn each_case_becomes_what_it_should_and_stays_so() {
    for (case, before, after) in cases() {
        let name = before.file_name().unwrap().to_str().unwrap();
        let expected = fs::read_to_string(after).unwrap();
        let once = mended(name, &fs::read(&before).unwrap());
        assert_eq!(String::from_utf8_lossy(&once), expected, "{case}");
        assert!(mended(name, &once) == once, "{case} changes again");
    }
}

#[test]
fn diffs_show_it_and_write_nothing() {
    for (case, before, _) in cases() {
        let text = fs::read(&before).unwrap();
        let name = before.file_name().unwrap().to_str().unwrap();
        let (folder, path) = written(name, &text);
        let run = plenary(&["validate", "--fix", "--diff", &path], b"");
        assert_eq!(run.status.code(), Some(1), "{case}");
        assert!(fs::read(&path).unwrap() == text, "{case} was written");
        let diff = String::from_utf8(run.stdout).unwrap();
        let shown = diff.replace(&format!("{}/", folder.path().display()), "");
        insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "snapshots/fix" }, {
            insta::assert_snapshot!(case, shown);
        });
    }
}

/// However lines end and whatever stands before the first, only the values change.
#[test]
fn line_ends_marks_and_encodings_stay() {
    for (case, before, after) in cases() {
        let (before, after, name) = (
            fs::read_to_string(&before).unwrap(),
            fs::read_to_string(after).unwrap(),
            before.file_name().unwrap().to_str().unwrap(),
        );
        let with_returns = |text: &str| text.replace('\n', "\r\n").into_bytes();
        assert_eq!(mended(name, &with_returns(&before)), with_returns(&after), "{case} with CRLF");
        let marked = |text: &str| format!("\u{feff}{text}").into_bytes();
        assert_eq!(mended(name, &marked(&before)), marked(&after), "{case} with a byte order mark");
        let unended = |text: &str| text.trim_end().as_bytes().to_vec();
        assert_eq!(mended(name, &unended(&before)), unended(&after), "{case} without a last line end");
        for unit in [u16::to_le_bytes as fn(u16) -> [u8; 2], u16::to_be_bytes] {
            // Streams of records are UTF-8, or UTF-16 in the usual order of bytes.
            if name.ends_with("ndjson") && unit(1) == [0, 1] {
                continue;
            }
            let wide = |text: &str| marked_units(text).flat_map(unit).collect::<Vec<u8>>();
            assert_eq!(mended(name, &wide(&before)), wide(&after), "{case} in UTF-16");
        }
    }
}

fn marked_units(text: &str) -> impl Iterator<Item = u16> {
    std::iter::once(0xFEFF).chain(text.encode_utf16())
}

#[test]
fn lone_returns_end_lines_too() {
    let before = "{\r  \"type\": \"Session\",\r  \"end\": null,\r  \"title\": \"Opening \"\r}\r";
    let after = "{\r  \"type\": \"Session\",\r  \"title\": \"Opening\"\r}\r";
    assert_eq!(String::from_utf8(mended("a.json", before.as_bytes())).unwrap(), after);
}

/// All that is found in a text.
#[derive(Default)]
struct Found(Vec<Diagnostic>);

impl Consumer for Found {
    fn take(&mut self, outcome: &mut Outcome) -> Result<(), Error> {
        self.0.append(&mut outcome.findings);
        Ok(())
    }
}

fn findings(path: &Path, text: &str) -> Vec<Diagnostic> {
    let task = Task::Validate(Validate { catalogue: true, ..Validate::default() });
    let job = Job { task, from: None, files: Files::default(), read: ReadOptions::default(), settings: Vec::new() };
    let mut found = Found::default();
    let input = Input::Text { path: path.into(), bytes: text.as_bytes().into() };
    pipeline::run(&job, &[input], &mut found).unwrap();
    found.0
}

/// The fixtures of all checks that are not to pass.
fn failing() -> Vec<PathBuf> {
    let families = entries(&fixtures().join("checks"));
    let checks = families.iter().flat_map(|family| entries(family));
    let files =
        checks.map(|check| check.join("fail")).filter(|folder| folder.exists()).flat_map(|folder| entries(&folder));
    files.filter(|path| path.extension().is_some_and(|extension| extension != "expect")).collect()
}

#[test]
fn safe_fixes_of_checks_mend_and_touch_nothing_else() {
    let mut fixes = 0;
    for path in failing() {
        let text = fs::read_to_string(&path).unwrap();
        let found = findings(&path, &text);
        let mended = mend::mend(&text, &found, Which::Safe);
        if mended.applied.is_empty() {
            assert_eq!(mended.text, text);
            continue;
        }
        fixes += 1;
        let left = findings(&path, &mended.text);
        let is_known = |finding: &Diagnostic| found.iter().any(|known| known.id == finding.id);
        assert!(left.len() < found.len(), "{}: not mended", path.display());
        assert!(left.iter().all(is_known), "{}: a new finding", path.display());
        let edits = mended.applied.iter().flat_map(|&at| &found[at].fix.as_ref().unwrap().edits);
        let mut edits: Vec<_> = edits.collect();
        edits.sort_by_key(|edit| edit.span);
        let (mut rest, mut at) = (mended.text.as_str(), 0);
        for edit in edits {
            let kept = &text[at..edit.span.start as usize];
            rest = rest.strip_prefix(kept).and_then(|rest| rest.strip_prefix(edit.text.as_str())).unwrap();
            at = edit.span.end as usize;
        }
        assert_eq!(rest, &text[at..], "{}", path.display());
    }
    assert!(fixes > 15, "only {fixes} fixtures with safe fixes");
}

/// The text files of all fixtures, in formats that are mended, in one folder.
fn all_fixtures() -> TempDir {
    let folder = TempDir::new().unwrap();
    let mut folders = vec![fixtures()];
    let mut count = 0;
    while let Some(next) = folders.pop() {
        for path in entries(&next) {
            let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
            if path.is_dir() {
                folders.push(path);
            } else if ["json", "ndjson", "yaml", "toml", "csv", "md"].contains(&extension) {
                count += 1;
                fs::copy(&path, folder.path().join(format!("{count}.{extension}"))).unwrap();
            }
        }
    }
    assert!(count > 100);
    folder
}

#[test]
fn no_fixture_is_broken_and_none_changes_twice() {
    for flags in [&["--fix"][..], &["--fix", "--unsafe-fixes"]] {
        let folder = all_fixtures();
        let path = folder.path().to_str().unwrap();
        let arguments: Vec<&str> =
            ["validate", "--fail-on", "never", path].into_iter().chain(flags.iter().copied()).collect();
        let texts = || entries(folder.path()).into_iter().map(|path| fs::read(path).unwrap()).collect::<Vec<_>>();
        let run = plenary(&arguments, b"");
        assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
        let once = texts();
        let said = String::from_utf8(plenary(&arguments, b"").stdout).unwrap();
        assert!(said.contains("nothing to mend") && texts() == once, "{flags:?} change fixtures again");
    }
}

#[test]
fn a_key_that_is_there_is_not_suggested_again() {
    let text = b"type = \"Session\"\ntitle = \"Opening\"\ntitel = \"Opening\"\n";
    let (_folder, path) = written("a.toml", text);
    assert_eq!(plenary(&["validate", "--fix", "--unsafe-fixes", &path], b"").status.code(), Some(1));
    assert!(fs::read(&path).unwrap() == text);
    let both = b"type = \"Session\"\ntitel = \"Opening\"\ntitlee = \"Opening\"\n";
    fs::write(&path, both).unwrap();
    assert_eq!(plenary(&["validate", "--fix", "--unsafe-fixes", &path], b"").status.code(), Some(2));
    assert!(fs::read(&path).unwrap() == both);
}

/// The first record of a text that can be read.
fn record(name: &str, text: &str) -> Option<Node<'static>> {
    let read = format::by_extension(name).unwrap().read.unwrap();
    let source = Source::new(name, text);
    let records = read(&source, &ReadOptions::default(), &mut Report::default());
    records.into_iter().next().map(Node::into_owned)
}

/// A record in another syntax, whether it is valid or not.
fn rewritten(record: &Node, name: &str) -> String {
    let mut out = Vec::new();
    match format::by_extension(name).unwrap().write.as_ref().unwrap() {
        Write::Each(each) => (each.record)(record, &WriteOptions::default(), &mut out),
        Write::Whole(write) => {
            write(std::slice::from_ref(record), &WriteOptions::default(), &mut out, &mut Report::default());
        }
        Write::Statements(_) | Write::Graph(_) => unreachable!("not the syntax of a tree"),
    }
    String::from_utf8(out).unwrap()
}

/// Mends as often as there is something to mend.
fn settled(name: &str, text: &str) -> String {
    let mut text = text.to_owned();
    loop {
        let next = mend::mend(&text, &findings(Path::new(name), &text), Which::Safe).text;
        if next == text {
            return text;
        }
        text = next;
    }
}

#[test]
fn a_record_is_mended_alike_in_every_syntax() {
    let json = cases().into_iter().map(|(_, before, _)| before).chain(failing());
    let mut changed = 0;
    for path in json.filter(|path| path.extension().is_some_and(|extension| extension == "json")) {
        let text = fs::read_to_string(&path).unwrap();
        let Some(before) = record("json", &text) else { continue };
        let right = record("json", &settled("a.json", &text)).unwrap();
        changed += usize::from(!right.same_value(&before));
        for syntax in ["yaml", "toml"] {
            let there = rewritten(&before, syntax);
            // TOML has no null, and neither takes a key twice.
            if record(syntax, &there).is_none_or(|there| !there.same_value(&before)) {
                continue;
            }
            let mended = settled(&format!("a.{syntax}"), &there);
            let is_right = record(syntax, &mended).is_some_and(|mended| mended.same_value(&right));
            assert!(is_right, "{} in {syntax}:\n{there}\n{mended}", path.display());
        }
    }
    assert!(changed > 20, "only {changed} records are mended");
}

#[test]
fn suggestions_are_put_in_only_when_asked() {
    let text = br#"{"type": "Session", "title": "Opening", "sessionType": "workshp"}"#;
    assert_eq!(mended("a.json", text), text);
    let (_folder, path) = written("a.json", text);
    assert_eq!(plenary(&["validate", "--fix", "--unsafe-fixes", &path], b"").status.code(), Some(0));
    assert!(fs::read_to_string(path).unwrap().contains("\"workshop\""));
}

#[test]
fn standard_input_goes_to_standard_output_and_the_report_beside_it() {
    let times = r#""start": "2025-07-07T10:00:00+02:00", "end": "2025-07-07T09:00:00+02:00""#;
    let text = format!(r#"{{"type": "Session", "title": "Opening ", {times}}}"#);
    let run = plenary(&["validate", "--fix", "--from", "json", "-"], text.as_bytes());
    assert_eq!(String::from_utf8(run.stdout).unwrap(), text.replace("Opening ", "Opening"));
    let report = String::from_utf8(run.stderr).unwrap();
    assert!(report.contains("time/end-before-start") && report.contains("mended 1 mistake in 1 file"), "{report}");
    assert_eq!(run.status.code(), Some(1));
    let broken = b"{\"type\": \"Session\", \xff";
    assert_eq!(plenary(&["validate", "--fix", "--from", "json", "-"], broken).stdout, broken);
}

#[test]
fn folders_are_mended_and_the_summary_counts() {
    let folder = TempDir::new().unwrap();
    for (name, title) in [("a.json", "One "), ("b.json", "Two"), ("c.json", " Three")] {
        fs::write(folder.path().join(name), format!(r#"{{"type": "Session", "title": "{title}"}}"#)).unwrap();
    }
    let path = folder.path().to_str().unwrap();
    let said = |arguments: &[&str]| String::from_utf8(plenary(arguments, b"").stdout).unwrap();
    assert!(said(&["validate", path]).contains("2 of these can be mended with --fix"));
    assert!(said(&["validate", "--fix", path]).contains("mended 2 mistakes in 2 files"));
    assert!(said(&["validate", "--fix", path]).contains("nothing to mend"));
    let shown = plenary(&["validate", "--fix", "--diff", path], b"");
    assert_eq!((shown.status.code(), shown.stdout.len()), (Some(0), 0));
}

#[test]
fn files_that_are_no_text_of_people_are_left_alone() {
    let turtle =
        b"<https://data.example.org/p> a <https://w3id.org/plenary/ns#Person> ; <http://schema.org/name> \" Jane\" .\n";
    assert_eq!(mended("a.ttl", turtle), turtle);
    let page = b"<html><head><title>Opening</title></head><body><h1>Opening  day</h1></body></html>";
    assert_eq!(plenary(&["validate", "--fix", "--unsafe-fixes", "--from", "page", "-"], page).stdout, page);
}

#[test]
fn only_what_fix_would_mend_is_counted() {
    let record = br#"{"type": "Session", "id": "https://data.example.org/s", "title": "Opening  day"}"#;
    let turtle = plenary(&["convert", "--to", "turtle", "-"], record).stdout;
    let told = |arguments: &[&str], input: &[u8]| {
        let text = String::from_utf8(plenary(&[&["validate"], arguments, &["-"]].concat(), input).stdout).unwrap();
        assert!(text.contains("text/spaces"), "{text}");
        text.lines().last().map(str::to_owned)
    };
    let one = Some("1 of these can be mended with --fix".to_owned());
    assert_eq!(told(&[], record), one);
    assert_eq!(told(&["--from", "ndjson"], record), one);
    for (arguments, input) in [(&["--from", "turtle"][..], &turtle[..]), (&["--set", "identifier=S1"], record)] {
        let last = told(arguments, input).unwrap();
        assert!(last.ends_with("in 1 record (1 file)"), "{last}");
    }
}

#[test]
fn values_of_the_command_line_are_not_mended() {
    let run = plenary(&["validate", "--fix", "--set", "title=A", "-"], b"{}");
    assert_eq!(run.status.code(), Some(2));
    for flag in ["--diff", "--unsafe-fixes"] {
        assert_eq!(plenary(&["validate", flag, "-"], b"{}").status.code(), Some(2), "{flag} needs --fix");
    }
}

#[cfg(unix)]
#[test]
fn permissions_stay_and_read_only_files_are_not_written() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let text = br#"{"type": "Session", "title": "Opening "}"#;
    let (folder, path) = written("a.json", text);
    let mode = |mode| fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
    mode(0o444);
    let run = plenary(&["validate", "--fix", &path], b"");
    assert_eq!(run.status.code(), Some(3), "{}", String::from_utf8_lossy(&run.stderr));
    assert!(fs::read(&path).unwrap() == text);
    assert_eq!(entries(folder.path()).len(), 1, "a partial file is left");
    mode(0o640);
    let link = folder.path().join("link.json");
    symlink(&path, &link).unwrap();
    assert_eq!(plenary(&["validate", "--fix", link.to_str().unwrap()], b"").status.code(), Some(0));
    assert!(link.is_symlink() && fs::read(&path).unwrap() != text);
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
}
