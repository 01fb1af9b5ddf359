//! schema.org's own data: one event in several syntaxes and ways of writing is one record, and what it cannot hold is told.

mod common;

use std::path::{Path, PathBuf};

use common::plenary;
use serde_json::Value;

const BASE: &str = "https://data.example.org/";

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/schema-org").join(name)
}

fn normal(name: &str) -> String {
    let path = fixture(name);
    let output = plenary(&["convert", &path.to_string_lossy(), "--base", BASE, "--normalize", "--to", "json"], &[]);
    assert_eq!(output.status.code(), Some(0), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn one_event_in_every_syntax_is_one_record() {
    let wanted = std::fs::read_to_string(fixture("event.json")).expect("the record");
    for name in ["event.ttl", "event.jsonld", "event.rdf"] {
        assert_eq!(normal(name), wanted, "{name}");
    }
}

#[test]
fn what_has_no_place_is_told() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let loss = folder.path().join("loss.json");
    let path = fixture("event.ttl");
    let (path, file) = (path.to_string_lossy(), loss.to_string_lossy());
    let output = plenary(&["convert", &path, "--base", BASE, "--to", "ndjson", "--loss", &file], &[]);
    assert_eq!(output.status.code(), Some(0));
    let losses: Vec<Value> =
        serde_json::from_str(&std::fs::read_to_string(&loss).expect("the report")).expect("a list");
    let mut told: Vec<(u64, String)> = losses
        .iter()
        .map(|loss| {
            let words: Vec<&str> = loss["message"].as_str().unwrap_or_default().split(' ').collect();
            (loss["line"].as_u64().unwrap_or_default(), words.get(4).copied().unwrap_or_default().to_owned())
        })
        .collect();
    told.sort();
    let wanted = [
        (7, "<http://xmlns.com/foaf/0.1/nick>"),
        (8, "rdf:type"),
        (21, "rdf:type"),
        (24, "rdf:type"),
        (26, "schema:image"),
        (27, "schema:offers"),
        (27, "schema:price"),
        (35, "rdf:type"),
    ];
    assert_eq!(told, wanted.map(|(line, name)| (line, name.to_owned())));
}

#[test]
fn moments_without_offset_are_found_where_they_stand() {
    let text = "@prefix s: <https://schema.org/> .\n<https://data.example.org/1> a s:Event ; s:name \"A\" ;\n  \
                s:startDate \"2031-05-06T09:00:00\" .\n";
    let folder = tempfile::TempDir::new().expect("a folder");
    let path = folder.path().join("event.ttl");
    std::fs::write(&path, text).expect("it can be written");
    let output = plenary(&["validate", "--format", "json", &path.to_string_lossy()], &[]);
    let findings: Vec<Value> = serde_json::from_slice(&output.stdout).expect("a list");
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(
        (&findings[0]["id"], &findings[0]["line"], &findings[0]["column"]),
        (&"time/moment".into(), &3.into(), &15.into())
    );
}
