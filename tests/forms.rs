//! The forms of JSON-LD and the view for web pages.

mod common;

use std::path::Path;

use common::plenary;
use serde_json::Value;

/// A fixture in a form: what is written, and what is told.
fn form(fixture: &str, form: &str) -> (String, String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/formats").join(fixture);
    let output =
        plenary(&["convert", &path.to_string_lossy(), "--to", form, "--base", "https://data.example.org/"], &[]);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    assert_eq!(output.status.code(), Some(0), "{fixture} in {form}");
    (text(output.stdout), text(output.stderr))
}

fn converted(record: &str, form: &str) -> Value {
    let arguments =
        ["convert", "--from", "ndjson", "--to", form, "--base", "https://data.example.org/", "--quiet", "-"];
    serde_json::from_slice(&plenary(&arguments, record.as_bytes()).stdout).expect("JSON")
}

#[test]
fn events_for_web_pages_are_nested_and_tell_what_they_lose() {
    insta::with_settings!({ snapshot_path => "snapshots/forms", prepend_module_to_snapshot => false, omit_expression => true }, {
        for name in ["full", "dataset"] {
            let (written, told) = form(&format!("json/{name}.json"), "schemaorg");
            insta::assert_snapshot!(format!("schemaorg-{name}"), format!("{written}\n{told}"));
        }
    });
}

#[test]
fn text_cannot_close_the_script_element_that_it_stands_in() {
    let record = r#"{"type":"Session","id":"https://data.example.org/s","title":"</script><b>"}"#;
    let arguments = ["convert", "--from", "json", "--to", "schemaorg", "--quiet", "-"];
    let output = plenary(&arguments, record.as_bytes());
    assert!(!String::from_utf8_lossy(&output.stdout).contains("</"));
    assert_eq!(converted(record, "schemaorg")["name"], "</script><b>");
}

#[test]
fn only_those_who_surely_speak_perform() {
    let person = |name: &str, rest: &str| format!(r#"{{"agent":{{"type":"Person","name":"{name}"}},{rest}}}"#);
    let participations = [
        person("Asked", r#""role":"speaker","status":"invited""#),
        person("Sure", r#""role":"speaker","status":"confirmed""#),
        person("Listed", r#""role":"moderator""#),
        person("Writes", r#""role":"rapporteur","status":"confirmed""#),
    ];
    let record = format!(
        r#"{{"type":"Session","title":"A","edition":"https://data.example.org/e","participations":[{}]}}"#,
        participations.join(",")
    );
    let performers = converted(&record, "schemaorg")["performer"].clone();
    let names: Vec<&str> =
        performers.as_array().expect("a list").iter().filter_map(|one| one["name"].as_str()).collect();
    assert_eq!(names, ["Sure", "Listed"]);
}

#[test]
fn a_node_of_two_records_stands_once_when_flattened() {
    let session = |at: u8, organizer: &str| {
        format!(r#"{{"type":"Session","id":"https://data.example.org/s/{at}","title":"A","organizers":[{organizer}]}}"#)
    };
    let whole = r#"{"type":"Organization","id":"https://data.example.org/o","name":"Institute"}"#;
    let records = format!("{}\n{}\n", session(1, whole), session(2, whole));
    let count = |form: &str| converted(&records, form).to_string().matches("\"Institute\"").count();
    assert_eq!((count("jsonld-expanded"), count("jsonld-flattened")), (2, 1));
    let ids: Vec<String> = converted(&records, "jsonld-flattened")
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|node| node["@id"].as_str().map(str::to_owned))
        .collect();
    assert_eq!(ids, ["https://data.example.org/o", "https://data.example.org/s/1", "https://data.example.org/s/2"]);
}

#[test]
fn no_records_are_an_empty_list() {
    for form in ["jsonld-expanded", "jsonld-flattened"] {
        assert_eq!(converted("", form), serde_json::json!([]), "{form}");
    }
}

#[test]
fn the_profile_asks_for_what_search_engines_require() {
    let found = |record: &str| {
        let arguments = ["validate", "--from", "json", "--profile", "schema-org", "--format", "json", "-"];
        let output = plenary(&arguments, record.as_bytes());
        let findings: Vec<Value> = serde_json::from_slice(&output.stdout).expect("JSON");
        let errors = findings.iter().filter(|finding| finding["severity"] == "error");
        let ids: Vec<String> = errors.filter_map(|finding| finding["id"].as_str().map(str::to_owned)).collect();
        (output.status.code(), ids)
    };
    let bare = r#"{"type":"Session","title":"Opening"}"#;
    assert_eq!(found(bare).0, Some(1));
    assert_eq!(found(bare).1, ["completeness/place", "completeness/required"].map(str::to_owned));
    let enough = r#"{"type":"Session","title":"Opening","start":"2031-05-12T09:00:00+02:00","onlineRoom":"https://meet.example.org/1"}"#;
    assert_eq!(found(enough), (Some(0), Vec::new()));
}
