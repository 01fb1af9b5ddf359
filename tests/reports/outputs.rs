//! Several reports at once: to standard output, to files, and to what GitHub Actions shows.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::{json, plenary_in, stdout};

/// A folder with a file that has one mistake.
fn folder() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    let record = r#"{"type": "Session", "id": "https://data.example.org/1", "titel": "Opening"}"#;
    fs::write(folder.path().join("a.json"), record).expect("it can be written");
    folder
}

fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).expect(name)
}

#[test]
fn files_get_reports_beside_the_text() {
    let folder = folder();
    let outputs = ["--output", "out.sarif", "--output", "out.xml", "-o", "gitlab=quality.json", "-o", "short=a=b"];
    let output = plenary_in(folder.path(), &[&["validate", "a.json"], &outputs[..]].concat(), &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).ends_with("1 error in 1 record (1 file)\n"), "{}", stdout(&output));
    assert_eq!(json(&read(folder.path(), "out.sarif"))["version"], "2.1.0");
    assert!(read(folder.path(), "out.xml").starts_with("<?xml"));
    assert_eq!(json(&read(folder.path(), "quality.json"))[0]["check_name"], "structure/unknown-key");
    assert!(read(folder.path(), "a=b").starts_with("a.json:1:57: error[structure/unknown-key]"));
}

#[test]
fn standard_output_takes_another_form_than_files() {
    let folder = folder();
    let output = plenary_in(folder.path(), &["validate", "--format", "json", "-o", "out.md", "./a.json"], &[]);
    assert_eq!(json(&stdout(&output))[0]["line"], 1);
    assert!(read(folder.path(), "out.md").contains("#### `a.json`"));
}

#[test]
fn a_wrong_output_is_a_wrong_command_line() {
    let folder = folder();
    for outputs in [
        &["-o", "report.docx"][..],
        &["-o", "json=-"],
        &["-o", "json="],
        &["-o", "x.md", "-o", "short=x.md"],
        &["-o", "x.md", "--write-baseline", "./x.md"],
    ] {
        let output = plenary_in(folder.path(), &[&["validate", "a.json"], outputs].concat(), &[]);
        assert_eq!(output.status.code(), Some(2), "{outputs:?}");
    }
    let output = plenary_in(folder.path(), &["validate", "a.json", "-o", "missing/out.md"], &[]);
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
}

#[test]
fn work_that_breaks_off_leaves_the_old_file() {
    let folder = folder();
    fs::write(folder.path().join("odd"), "\u{1}").expect("it can be written");
    fs::write(folder.path().join("out.json"), "old").expect("it can be written");
    let output = plenary_in(folder.path(), &["validate", "a.json", "odd", "-o", "out.json"], &[]);
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(read(folder.path(), "out.json"), "old");
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 3);
}

#[test]
fn help_lists_the_forms() {
    let output = plenary_in(Path::new("."), &["validate", "--help"], &[]);
    for form in plenary::report::REPORTS {
        assert!(stdout(&output).contains(&format!("- {}:", form.name)), "{}", form.name);
    }
}

#[test]
fn github_actions_gets_annotations_and_a_summary() {
    let folder = folder();
    fs::write(folder.path().join("summary"), "before\n").expect("it can be written");
    let environment = [("GITHUB_ACTIONS", "true"), ("GITHUB_STEP_SUMMARY", "summary")];
    let output = stdout(&plenary_in(folder.path(), &["validate", "a.json"], &environment));
    let (text, annotations) = output.split_once("1 error in 1 record (1 file)\n").expect("the text ends first");
    assert!(text.contains("╰──") && !text.contains("::error"), "{output}");
    assert!(annotations.starts_with("::error file=a.json,line=1,col=57,"), "{output}");
    assert!(read(folder.path(), "summary").starts_with("before\n### plenary: 1 error"));

    let json = stdout(&plenary_in(folder.path(), &["validate", "--format", "json", "a.json"], &environment));
    assert!(json.starts_with('[') && !json.contains("::error"), "{json}");
    assert_eq!(read(folder.path(), "summary").matches("### plenary").count(), 1);
}

/// The lines of a log that GitHub Actions obeys, as its runner reads them.
fn obeyed(log: &str) -> Vec<&str> {
    let mut stopped: Option<String> = None;
    let mut commands = Vec::new();
    for line in log.lines() {
        let command = line.trim_start().strip_prefix("::").and_then(|rest| rest.split_once("::"));
        match (&stopped, command) {
            (Some(word), Some((name, _))) if name == word => stopped = None,
            (None, Some(("stop-commands", word))) => stopped = Some(word.to_owned()),
            (None, Some(_)) => commands.push(line),
            (None, None) if line.contains("##[") => commands.push(line),
            _ => {}
        }
    }
    commands
}

#[test]
fn github_actions_obeys_no_data() {
    let folder = TempDir::new().expect("a folder");
    let validate = |arguments: &[&str], environment: &[(&str, &str)]| {
        stdout(&plenary_in(folder.path(), &[&["validate", "::error::a.json"], arguments].concat(), environment))
    };
    let ours = |line: &&str| line.starts_with("::error file=%3A%3Aerror%3A%3Aa.json,line=1,");
    let environment = [("GITHUB_ACTIONS", "true"), ("COLUMNS", "40")];
    let mut begun = 0;
    // Words that are longer than a line are broken somewhere: at one of these lengths before the command.
    for length in 0..40 {
        let record = serde_json::json!({
            "type": "Session", "id": "https://data.example.org/1", "title": "Opening",
            "sessionType": "q".repeat(length) + "::error::x", "format": "##[error]x",
        });
        fs::write(folder.path().join("::error::a.json"), record.to_string()).expect("it can be written");
        let text = validate(&[], &environment);
        begun += text.lines().filter(|line| line.trim_start().starts_with("::error::x")).count();
        let obeyed = obeyed(&text);
        assert!(obeyed.len() == 2 && obeyed.iter().all(ours), "{text}");
    }
    assert!(begun > 0, "no line begins with the command of the data");
    let short = validate(&["--format", "short"], &environment);
    assert!(short.contains("\n::error::a.json:1:") && obeyed(&short).is_empty(), "{short}");
    assert!(!validate(&[], &[]).contains("stop-commands"));
}
