//! The catalogue of checks: each has its page and its fixtures, which are found here and not listed.
//!
//! `fixtures/checks/<id>/fail/<name>.<format>` makes exactly one finding, at the place that `<name>.expect` gives as
//! `line:column id`. `fixtures/checks/<id>/pass/*` makes no finding of the check, and no error or warning at all. A folder
//! is one input of several files; its finding begins with the name of the file.

#[path = "common/judged.rs"]
mod judged;

use std::fs;
use std::path::{Path, PathBuf};

use plenary::check::{self, CHECKS};
use plenary::diagnostic::{Diagnostic, Severity};
use plenary::input::Input;
use plenary::source::Source;
use proptest::prelude::*;

/// What is found while a page or RDF is read or an output is written; tested where that is done.
const FOUND_ELSEWHERE: [&str; 17] = [
    "identity/blank-node",
    "identity/conflict",
    "identity/no-key",
    "loss/field",
    "loss/form",
    "loss/item",
    "loss/language",
    "loss/private",
    "loss/record",
    "loss/statement",
    "page/understood",
    "page/not-stated",
    "page/unused",
    "query/syntax",
    "structure/datatype",
    "structure/two-descriptions",
    "vocabulary/alias",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/checks")
}

/// The fixtures in a folder of a check, in order; none where the folder is missing.
fn fixtures(id: &str, verdict: &str) -> Vec<PathBuf> {
    let Ok(folder) = fs::read_dir(root().join(id).join(verdict)) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_none_or(|extension| extension != "expect"));
    paths.sort();
    paths
}

/// Everything that `validate` finds in a file, or in the files of a folder together.
fn findings(path: &Path) -> Vec<Diagnostic> {
    if !path.is_dir() {
        return validate(path, &[Input::File(path.to_owned())]);
    }
    let mut files: Vec<PathBuf> = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    validate(path, &files.into_iter().map(Input::File).collect::<Vec<_>>())
}

/// The same for a text that could stand in the file.
fn findings_in(path: &Path, text: &str) -> Vec<Diagnostic> {
    validate(path, &[Input::Text { path: path.to_owned(), bytes: text.as_bytes().into() }])
}

/// `fixture` is the path of the fixture that the inputs are.
fn validate(fixture: &Path, inputs: &[Input]) -> Vec<Diagnostic> {
    let folder = fixture.ancestors().nth(2).and_then(|folder| folder.strip_prefix(root()).ok());
    let id = folder.map(|folder| folder.display().to_string()).unwrap_or_default();
    judged::findings(&id, inputs)
}

/// `line:column id`; in a folder `file:line:column id`.
fn place_in(path: &Path, finding: &Diagnostic) -> String {
    let file = Path::new(finding.place.name()).strip_prefix(path).ok().and_then(Path::to_str);
    file.filter(|name| !name.is_empty()).map_or_else(|| place(finding), |name| format!("{name}:{}", place(finding)))
}

fn place(finding: &Diagnostic) -> String {
    let begin = finding.place.positions().0;
    format!("{}:{} {}", begin.line, begin.column, finding.id)
}

#[test]
fn each_failing_fixture_makes_its_one_finding() {
    let mut wrong = Vec::new();
    for check in CHECKS {
        for path in fixtures(check.id, "fail") {
            let found: Vec<String> = findings(&path).iter().map(|finding| place_in(&path, finding)).collect();
            let expected = fs::read_to_string(path.with_extension("expect")).unwrap();
            if found != [expected.trim()] {
                wrong.push(format!("{}: {found:?}, not {expected:?}", path.display()));
            }
            assert!(expected.trim().ends_with(check.id), "{} expects another check", path.display());
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn findings_have_the_severity_of_their_check_and_say_the_way_out() {
    for check in CHECKS {
        for finding in fixtures(check.id, "fail").iter().flat_map(|path| findings(path)) {
            assert_eq!(finding.severity, check.severity, "{}", check.id);
            assert!(finding.help.is_some() || check.id == "structure/syntax", "{}", check.id);
            assert!(!finding.path.starts_with('.') && !finding.message.ends_with('.'), "{}", check.id);
        }
    }
}

#[test]
fn passing_fixtures_pass() {
    for check in CHECKS {
        for path in fixtures(check.id, "pass") {
            let grave = |finding: &&Diagnostic| finding.id == check.id || finding.severity > Severity::Note;
            let found: Vec<String> = findings(&path).iter().filter(grave).map(place).collect();
            assert!(found.is_empty(), "{}: {found:?}", path.display());
        }
    }
}

/// Puts a replacement in its place.
fn mended(text: &str, finding: &Diagnostic, replacement: &str) -> String {
    let source = Source::new("fixture", text);
    let (start, end) = finding.place.positions();
    format!("{}{replacement}{}", &text[..source.offset(start)], &text[source.offset(end)..])
}

#[test]
fn replacements_mend() {
    for path in CHECKS.iter().flat_map(|check| fixtures(check.id, "fail")).filter(|path| path.is_file()) {
        let text = fs::read_to_string(&path).unwrap();
        for finding in findings(&path) {
            let Some(replacement) = finding.replacement_text() else { continue };
            let mended = mended(&text, &finding, replacement);
            let left: Vec<String> = findings_in(&path, &mended).iter().map(place).collect();
            assert!(left.is_empty(), "{}: {replacement} leaves {left:?}", path.display());
        }
    }
}

#[test]
fn every_check_has_fixtures() {
    for check in CHECKS.iter().filter(|check| !FOUND_ELSEWHERE.contains(&check.id)) {
        for verdict in ["pass", "fail"] {
            assert!(!fixtures(check.id, verdict).is_empty(), "no fixture in fixtures/checks/{}/{verdict}", check.id);
        }
    }
}

#[test]
fn every_folder_of_fixtures_is_a_check() {
    for family in fs::read_dir(root()).unwrap() {
        let family = family.unwrap();
        for name in fs::read_dir(family.path()).unwrap() {
            let id =
                format!("{}/{}", family.file_name().to_str().unwrap(), name.unwrap().file_name().to_str().unwrap());
            assert!(check::by_id(&id).is_some(), "fixtures/checks/{id} belongs to no check");
        }
    }
}

#[test]
fn ids_are_unique_and_in_order() {
    assert!(CHECKS.is_sorted_by(|left, right| left.id < right.id));
}

#[test]
fn every_page_has_its_parts() {
    for check in CHECKS {
        let page = check.page();
        let parts: Vec<&str> = page.lines().filter(|line| line.starts_with("## ")).collect();
        assert_eq!(parts, ["## What it finds", "## Why it matters", "## Example", "## How to mend"], "{}", check.id);
        assert!(page.contains("\nBad:") && page.contains("\nGood:"), "{} has no two examples", check.id);
    }
}

proptest! {
    /// Checks take text apart; whatever the text, they must not panic, and what they underline lies in the string.
    #[test]
    fn no_text_is_too_strange(text in r#"([a-zé +@.<>&;#/()0-9:"\\-]|\PC|TBC|Ã|â€|Dr\. |tel ){0,24}"#) {
        let name = serde_json::to_string(&text).unwrap();
        let record = format!(
            r#"{{"type": "Session", "title": {name}, "description": {{"en": {name}}}, "keywords": [{name}],
                "participations": [{{"role": "speaker", "agent": {{"type": "Person", "name": {name}}}}}]}}"#
        );
        for finding in findings_in(Path::new("strange.json"), &record) {
            let (start, end) = finding.place.positions();
            prop_assert!(start <= end);
        }
    }
}
