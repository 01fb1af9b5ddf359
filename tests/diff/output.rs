//! What is written, and the exit codes.

use std::fs;
use std::process::{Command, Output};

use plenary::diff::{FORMS, schema};
use serde_json::Value;
use tempfile::TempDir;

use super::common::run;
use super::root;

const BEFORE: &str = "fixtures/diff/before.yaml";
const AFTER: &str = "fixtures/diff/after.json";

/// What the program says at the root of the repository, 80 columns wide.
fn plenary(arguments: &[&str], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_plenary"));
    command.current_dir(root()).env("COLUMNS", "80");
    run(&mut command, arguments, input.as_bytes())
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn code(arguments: &[&str], input: &str) -> Option<i32> {
    plenary(arguments, input).status.code()
}

fn hold(name: &str, arguments: &[&str]) -> String {
    let output = plenary(&[&["diff", BEFORE, AFTER], arguments].concat(), "");
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    let shown = stdout(&output);
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, shown.replace('\u{1b}', "␛"));
    });
    shown
}

#[test]
fn text_is_as_people_read_it() {
    let text = hold("text_80", &["--color", "never"]);
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    assert!(!text.contains('\u{1b}'), "what drives a terminal is shown, not sent");
    hold("text_80_colour", &["--color", "always"]);
}

#[test]
fn markdown_has_the_data_in_code_spans() {
    let text = hold("markdown", &["--format", "markdown"]);
    assert!(text.contains("``A talk with `code`, *stars*, <b>tags</b> and @someone\\u{1b}[31m``"), "{text}");
}

#[test]
fn json_is_what_its_schema_says() {
    let text = hold("json", &["--format", "json"]);
    let told: Value = serde_json::from_str(&text).expect("JSON");
    let validator = jsonschema::draft202012::new(&schema::diff()).expect("a schema");
    let faults: Vec<String> = validator.iter_errors(&told).map(|error| error.to_string()).collect();
    assert!(faults.is_empty(), "{faults:?}");
    assert_eq!(told["same"], false);
    let without = serde_json::json!({"same": true, "summary": {"moved": 1}, "records": [{"type": "Session"}]});
    assert_eq!(validator.iter_errors(&without).count(), 2);
}

#[test]
fn the_exit_code_says_whether_anything_differs() {
    assert_eq!(code(&["diff", BEFORE, BEFORE], ""), Some(0));
    assert_eq!(code(&["diff", BEFORE, AFTER], ""), Some(1));
    assert_eq!(code(&["diff", BEFORE], ""), Some(2));
    assert_eq!(code(&["diff", "-", "-"], ""), Some(2));
    assert_eq!(code(&["diff", BEFORE, AFTER, "--only", "nothing"], ""), Some(2));
    assert_eq!(code(&["diff", BEFORE, AFTER, "--ignore", "nothing"], ""), Some(2));
    assert_eq!(code(&["diff", BEFORE, "fixtures/missing.json"], ""), Some(3));
}

#[test]
fn what_is_not_sound_is_not_compared() {
    let broken = r#"{"type": "Session", "titel": "Opening"}"#;
    for broken in [broken, "{\"type\": \"Session\", "] {
        let output = plenary(&["diff", BEFORE, "-"], broken);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!((output.status.code(), output.stdout.len()), (Some(3), 0), "{told}");
        assert!(told.contains("<stdin>"), "{told}");
    }
    let folder = TempDir::new().expect("a folder");
    assert_eq!(code(&["diff", BEFORE, &folder.path().to_string_lossy()], ""), Some(3), "an empty folder");
}

#[test]
fn one_side_may_be_standard_input_or_a_folder() {
    let before = fs::read_to_string(root().join(BEFORE)).expect("a fixture");
    assert_eq!(code(&["diff", "-", BEFORE], &before), Some(0));
    let folder = TempDir::new().expect("a folder");
    fs::copy(root().join(BEFORE), folder.path().join("a.yaml")).expect("it can be copied");
    assert_eq!(code(&["diff", BEFORE, &folder.path().to_string_lossy()], ""), Some(0));
}

#[test]
fn quiet_is_only_the_exit_code() {
    let output = plenary(&["diff", BEFORE, AFTER, "-q"], "");
    assert_eq!((output.status.code(), output.stdout.len(), output.stderr.len()), (Some(1), 0, 0));
}

#[test]
fn kinds_and_fields_can_be_chosen() {
    let summary = |arguments: &[&str]| {
        let output = plenary(&[&["diff", BEFORE, AFTER], arguments].concat(), "");
        (output.status.code(), stdout(&output).lines().last().unwrap_or_default().to_owned())
    };
    assert_eq!(summary(&["--only", "added", "--only", "cancelled"]), (Some(1), "1 added, 1 cancelled".to_owned()));
    assert_eq!(summary(&["--only", "outcome-added"]), (Some(0), "no differences".to_owned()));
    let ignored = ["participations", "title", "abstract", "relatedTo", "start", "place", "languages", "resources"];
    let flags: Vec<&str> = ignored.iter().flat_map(|field| ["--ignore", field]).collect();
    assert_eq!(summary(&flags), (Some(1), "1 added, 1 removed, 1 cancelled, 1 other change".to_owned()));
}

#[test]
fn the_output_file_names_the_form() {
    let folder = TempDir::new().expect("a folder");
    for form in FORMS {
        for ending in form.endings {
            let path = folder.path().join(format!("changes.{ending}"));
            let path = path.to_string_lossy();
            assert_eq!(code(&["diff", BEFORE, AFTER, "-o", &path], ""), Some(1));
            let named = plenary(&["diff", BEFORE, AFTER, "--format", form.name], "");
            assert_eq!(fs::read_to_string(path.as_ref()).expect("it was written"), stdout(&named), "{ending}");
        }
    }
}

#[test]
fn provenance_is_compared_when_asked_for() {
    let of = |day: u8| {
        format!(
            r#"{{"type":"Session","id":"https://data.example.org/s/1","title":"A","modified":"2031-06-0{day}T00:00:00Z","source":{{"recordKey":"{day}","url":"https://a.example/feed"}}}}"#
        )
    };
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("a.json");
    fs::write(&path, of(1)).expect("it can be written");
    let path = path.to_string_lossy();
    assert_eq!(code(&["diff", &path, "-"], &of(2)), Some(0));
    let output = plenary(&["diff", &path, "-", "--provenance"], &of(2));
    assert_eq!((output.status.code(), stdout(&output).lines().last()), (Some(1), Some("2 other changes")));
}
