//! Each form is what its definition says: strict readers take every kind of finding.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use plenary::check::CHECKS;
use plenary::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use plenary::report::{REPORTS, schema};
use plenary::source::{Position, Source, Span};
use serde_json::Value;

use super::{common, form, json, plenary_in, rendered, stdout};

/// The folders of failing fixtures of the checks.
fn failing() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = CHECKS.iter().map(|check| Path::new("fixtures/checks").join(check.id).join("fail"));
    let folders: Vec<PathBuf> = folders.filter(|folder| root.join(folder).is_dir()).collect();
    assert!(folders.len() > 30);
    folders
}

/// The report on every failing fixture.
fn report_on_all(form: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = failing();
    let mut arguments = vec!["validate", "--format", form];
    arguments.extend(folders.iter().map(|folder| folder.to_str().expect("UTF-8")));
    stdout(&plenary_in(root, &arguments, &[]))
}

/// A finding with all that one can have, and one whose source is gone.
fn full_and_bare() -> [Diagnostic; 2] {
    let source = Source::new("a b/é.json", "{\"title\": \"x\",\r\n \"end\": 1}");
    let edits = vec![
        Edit { span: Span::new(10, 13), text: "\"y\"".into() },
        Edit { span: Span::new(14, 14), text: ",".into() },
    ];
    let place = Place::Span(Arc::clone(&source), Span::new(1, 8));
    let full = Diagnostic::new("time/moment", Severity::Error, &source, Span::new(10, 22), "not a moment")
        .at("items[0].end")
        .label("here")
        .help("write another")
        .fix(Fix { edits, safe: true })
        .relate(place, "the other one");
    let mut bare = Diagnostic::new("text/spaces", Severity::Note, &source, Span::new(0, 1), "two spaces");
    bare.place = gone();
    bare.related = vec![plenary::diagnostic::Related { place: gone(), message: "before".into() }];
    [full, bare]
}

/// A place whose text is gone.
fn gone() -> Place {
    Place::Position {
        name: "records.ndjson".into(),
        position: Position { line: 7, column: 3 },
        end: Position { line: 7, column: 3 },
    }
}

fn assert_valid(schema: &Value, report: &Value) {
    let validator = jsonschema::draft202012::new(schema).expect("a schema");
    let faults: Vec<String> =
        validator.iter_errors(report).map(|error| format!("{error} at {}", error.instance_path())).collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn the_schema_takes_every_kind_of_finding() {
    let report = json(&report_on_all("json"));
    assert!(report.as_array().is_some_and(|findings| findings.len() > 90));
    assert_valid(&schema::findings(), &report);
    let constructed = json(&rendered(form("json"), &full_and_bare()));
    assert_valid(&schema::findings(), &constructed);
    assert_eq!(constructed[0]["fix"]["safe"], true);
    assert_eq!(constructed[0]["fix"]["edits"][1]["line"], 1);
    assert_eq!(constructed[0]["endLine"], 2);
    assert_eq!(constructed[1]["line"], 7);
}

#[test]
fn the_schema_refuses_what_is_no_finding() {
    let validator = jsonschema::draft202012::new(&schema::findings()).expect("a schema");
    let sound = json(&rendered(form("json"), &full_and_bare()));
    assert!(validator.is_valid(&sound));
    for (member, value) in [("id", "Moment"), ("severity", "fatal"), ("line", "1"), ("hint", "x")] {
        let mut broken = sound.clone();
        broken[0][member] = value.into();
        assert!(!validator.is_valid(&broken), "{member}");
    }
}

#[test]
fn sarif_loses_nothing_in_the_types_of_its_crate() {
    for report in [report_on_all("sarif"), rendered(form("sarif"), &full_and_bare()), rendered(form("sarif"), &[])] {
        let log = json(&report);
        let typed: serde_sarif::sarif::Sarif = serde_json::from_value(log.clone()).expect("SARIF");
        let mut again = serde_json::to_value(&typed).expect("JSON");
        assert_eq!(without_defaults(&mut again, &log), log);
    }
}

/// Takes what the types add on their own out of a log.
fn without_defaults(log: &mut Value, original: &Value) -> Value {
    match (log, original) {
        (Value::Object(members), Value::Object(known)) => {
            members.retain(|key, value| known.contains_key(key) || !value.is_null());
            let kept = members.iter_mut().map(|(key, value)| (key.clone(), without_defaults(value, &known[key])));
            Value::Object(kept.collect())
        }
        (Value::Array(items), Value::Array(known)) => {
            items.iter_mut().zip(known).map(|(item, known)| without_defaults(item, known)).collect()
        }
        (value, _) => value.clone(),
    }
}

#[test]
fn sarif_results_point_to_their_rules() {
    let log = json(&report_on_all("sarif"));
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    let results = run["results"].as_array().expect("results");
    for result in results {
        let at = usize::try_from(result["ruleIndex"].as_u64().expect("a number")).expect("small");
        assert_eq!(rules[at]["id"], result["ruleId"]);
    }
    let names: std::collections::BTreeSet<&str> =
        results.iter().filter_map(|result| result["partialFingerprints"]["primaryLocationLineHash"].as_str()).collect();
    assert_eq!(names.len(), results.len());
}

#[test]
fn sarif_has_the_fix_and_the_places() {
    let log = json(&rendered(form("sarif"), &full_and_bare()));
    let result = &log["runs"][0]["results"][0];
    let replacements = &result["fixes"][0]["artifactChanges"][0]["replacements"];
    let inserted = &replacements[1];
    assert_eq!(inserted["insertedContent"]["text"], ",");
    assert_eq!(inserted["deletedRegion"]["startColumn"], inserted["deletedRegion"]["endColumn"]);
    assert_eq!(result["relatedLocations"][0]["message"]["text"], "the other one");
    assert_eq!(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "a%20b/%C3%A9.json");
    assert_eq!(result["locations"][0]["physicalLocation"]["region"]["snippet"]["text"], "\"x\",\r\n \"end\"");
}

#[test]
fn columns_are_left_out_of_annotations_over_several_lines() {
    let [full, bare] = full_and_bare();
    let report = rendered(form("github"), &[full, bare]);
    let lines: Vec<&str> = report.lines().collect();
    assert!(lines[0].starts_with("::error file=a b/é.json,line=1,endLine=2,title=time/moment::"), "{report}");
    assert!(lines[1].starts_with("::notice file=records.ndjson,line=7,col=3,endLine=7,endColumn=3,"), "{report}");
}

#[test]
fn every_form_says_that_nothing_was_found() {
    let record = br#"{"type": "Session", "id": "https://data.example.org/session/1", "title": "Opening"}"#;
    for form in REPORTS {
        let output =
            common::plenary(&["validate", "--from", "json", "--only", "structure", "--format", form.name, "-"], record);
        assert_eq!(output.status.code(), Some(0), "{}", form.name);
        let report = stdout(&output);
        match form.name {
            "text" => assert_eq!(report, "no findings in 1 record (1 file)\n"),
            "json" | "gitlab" => assert_eq!(report, "[]\n"),
            "sarif" => assert_eq!(json(&report)["runs"][0]["results"], Value::Array(Vec::new())),
            "junit" => {
                let case = "<testcase name=\"no findings\" classname=\"&lt;stdin&gt;\"";
                assert!(report.contains(case), "{report}");
            }
            "markdown" => assert_eq!(report, "### plenary: no findings in 1 record (1 file)\n"),
            _ => assert_eq!(report, "", "{}", form.name),
        }
    }
}

#[test]
fn every_form_names_standard_input_and_a_place_without_text() {
    let [_, bare] = full_and_bare();
    for form in REPORTS {
        let output =
            common::plenary(&["validate", "--from", "json", "--format", form.name, "-"], b"{\"type\": \"Session\"}");
        assert_eq!(output.status.code(), Some(1), "{}", form.name);
        let named = ["<stdin>", "%3Cstdin%3E", "&lt;stdin&gt;"];
        assert!(named.iter().any(|name| stdout(&output).contains(name)), "{}", form.name);
        assert!(rendered(form, std::slice::from_ref(&bare)).contains("records.ndjson"), "{}", form.name);
    }
}

#[test]
fn markdown_lists_some_and_counts_all() {
    let [full, _] = full_and_bare();
    let report = rendered(form("markdown"), &vec![full; 250]);
    assert!(report.contains("| `time/moment` | error | 250 |"), "{report}");
    assert_eq!(report.matches("- **error**").count(), 100);
    assert!(report.ends_with("... and 150 more\n"), "{report}");
}
