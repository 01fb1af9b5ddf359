//! The baseline: what is known is not told again, also when it moved; what is gone is.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::{json, plenary_in, stdout};

/// Two sessions with the same mistake in each, and one of another kind.
const BEFORE: &str = r#"[
  {"type": "Session", "id": "https://data.example.org/1", "title": "Opening", "start": "10:00"},
  {"type": "Session", "id": "https://data.example.org/2", "title": "Closing", "start": "10:00"},
  {"type": "Session", "id": "https://data.example.org/3", "titel": "Dinner"}
]
"#;

/// A folder with `a.json`, and the baseline of it.
fn folder(text: &str) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    write(folder.path(), "a.json", text);
    let output = plenary_in(folder.path(), &["validate", "a.json", "--write-baseline", "known.json"], &[]);
    assert_eq!(output.status.code(), Some(1));
    folder
}

fn write(folder: &Path, name: &str, text: &str) {
    fs::write(folder.join(name), text).expect("it can be written");
}

fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).expect(name)
}

/// Exit code and report with the baseline.
fn validate(folder: &Path, more: &[&str]) -> (Option<i32>, String) {
    let arguments = [&["validate", "--baseline", "known.json"], more].concat();
    let output = plenary_in(folder, &arguments, &[]);
    (output.status.code(), stdout(&output))
}

#[test]
fn known_findings_are_not_told() {
    let folder = folder(BEFORE);
    let (code, told) = validate(folder.path(), &["a.json"]);
    assert_eq!(
        (code, told.as_str()),
        (Some(0), "no findings in 3 records (1 file)\nbaseline: 3 findings known, 0 gone\n")
    );
}

#[test]
fn the_file_is_a_finding_a_line_as_its_schema_says() {
    let folder = folder(BEFORE);
    let text = read(folder.path(), "known.json");
    let lines: Vec<&str> = text.lines().filter(|line| line.contains("\"fingerprint\"")).collect();
    assert_eq!(lines.len(), 3);
    assert!(lines.is_sorted(), "{text}");
    let validator = jsonschema::draft202012::new(&plenary::report::schema::baseline()).expect("a schema");
    assert!(validator.is_valid(&json(&text)), "{text}");
}

#[test]
fn moved_lines_other_line_ends_and_shifted_items_are_still_known() {
    let folder = folder(BEFORE);
    let added = r#"[{"type": "Session", "id": "https://data.example.org/0", "title": "Before"},"#;
    let moved = BEFORE.replacen('[', &format!("\n\n{added}\n"), 1).replace('\n', "\r\n");
    write(folder.path(), "a.json", &moved);
    write(folder.path(), "known.json", &read(folder.path(), "known.json").replace('\n', "\r\n"));
    let (code, told) = validate(folder.path(), &["./a.json"]);
    assert_eq!(code, Some(0), "{told}");
    assert!(told.ends_with("baseline: 3 findings known, 0 gone\n"), "{told}");
}

#[test]
fn one_more_of_the_same_is_new() {
    let folder = folder(BEFORE);
    let more = r#"{"type": "Session", "id": "https://data.example.org/4", "title": "Lunch", "start": "10:00"}"#;
    write(folder.path(), "a.json", &BEFORE.replace("\n]", &format!(",\n  {more}\n]")));
    let (code, told) = validate(folder.path(), &["a.json", "--format", "short"]);
    assert_eq!(code, Some(1));
    assert_eq!(told.lines().count(), 1, "{told}");
    assert!(told.starts_with("a.json:5:"), "{told}");
}

#[test]
fn what_is_gone_is_told_and_no_mistake() {
    let folder = folder(BEFORE);
    write(folder.path(), "a.json", &BEFORE.replace("titel", "title"));
    let (code, told) = validate(folder.path(), &["a.json"]);
    assert_eq!(code, Some(0));
    let gone = "baseline: 2 findings known, 1 gone\ngone: a.json:4: [structure/unknown-key] \"titel\" is not a field of Session\n";
    assert!(told.ends_with(gone), "{told}");
    let (_, markdown) = validate(folder.path(), &["a.json", "--format", "markdown"]);
    assert!(markdown.contains("- `gone: a.json:4: [structure/unknown-key]"), "{markdown}");
}

#[test]
fn files_that_were_not_looked_at_are_not_gone_and_lost_ones_are() {
    let folder = folder(BEFORE);
    write(folder.path(), "b.json", "[]");
    let (_, told) = validate(folder.path(), &["b.json"]);
    assert!(told.ends_with("baseline: 0 findings known, 0 gone\n"), "{told}");
    fs::remove_file(folder.path().join("a.json")).expect("it was there");
    let (_, told) = validate(folder.path(), &["b.json"]);
    assert_eq!(told.matches("\ngone: a.json").count(), 3, "{told}");
}

#[test]
fn the_baseline_is_brought_up_to_date_in_one_go() {
    let folder = folder(BEFORE);
    write(folder.path(), "a.json", &BEFORE.replace("titel", "tytle"));
    let (code, told) = validate(folder.path(), &["a.json", "--write-baseline", "known.json"]);
    assert_eq!(code, Some(1), "{told}");
    let (code, told) = validate(folder.path(), &["a.json"]);
    assert_eq!(code, Some(0), "{told}");
    assert_eq!(read(folder.path(), "known.json").matches("tytle").count(), 1);
}

#[test]
fn what_is_no_baseline_is_a_wrong_command_line() {
    let folder = folder(BEFORE);
    for (text, line) in [
        ("[]", 1),
        ("{\n  \"version\": 2,\n  \"findings\": []\n}", 2),
        ("{\"version\": 1,\n\"findings\": [{\"file\": \"a.json\"}]}", 2),
        ("{\"version\": 1,\n\n", 3),
    ] {
        write(folder.path(), "known.json", text);
        let output = plenary_in(folder.path(), &["validate", "--baseline", "known.json", "a.json"], &[]);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.starts_with(&format!("plenary: known.json:{line}: this is not a baseline: ")), "{told}");
    }
    let output = plenary_in(folder.path(), &["validate", "--baseline", "none.json", "a.json"], &[]);
    assert_eq!(output.status.code(), Some(3));
}

#[test]
fn a_part_of_the_files_makes_no_baseline() {
    let folder = folder(BEFORE);
    let arguments = ["validate", "a.json", "--changed-since", "HEAD", "--write-baseline", "known.json"];
    assert_eq!(plenary_in(folder.path(), &arguments, &[]).status.code(), Some(2));
}
