//! Places: the same mistake in every syntax, told once and where it stands.

mod common;

use std::path::Path;

use common::plenary;
use serde_json::Value;

/// The errors of `tests/places/role.*`.
fn errors(extension: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/places/role").with_extension(extension);
    let output = plenary(&["validate", "--format", "json", &path.to_string_lossy()], &[]);
    assert_eq!(output.status.code(), Some(1), "{extension}: {}", String::from_utf8_lossy(&output.stderr));
    let findings: Vec<Value> = serde_json::from_slice(&output.stdout).expect("a JSON list");
    findings.into_iter().filter(|finding| finding["severity"] == "error").collect()
}

/// Checks that the one error of a file is the unknown role, from `line`:`column` on.
fn told_once_at(extension: &str, line: u64, column: u64) {
    let errors = errors(extension);
    assert_eq!(errors.len(), 1, "{extension}: {errors:?}");
    assert_eq!(errors[0]["id"], "vocabulary/unknown-code", "{extension}");
    let place = (errors[0]["line"].as_u64(), errors[0]["column"].as_u64());
    assert_eq!(place, (Some(line), Some(column)), "{extension}");
}

#[test]
fn json() {
    told_once_at("json", 6, 65);
}

#[test]
fn ndjson() {
    told_once_at("ndjson", 2, 128);
}

#[test]
fn yaml() {
    told_once_at("yaml", 7, 11);
}

#[test]
fn toml() {
    told_once_at("toml", 6, 8);
}

#[test]
fn csv() {
    told_once_at("csv", 3, 65);
}

#[test]
fn markdown() {
    told_once_at("md", 5, 11);
}

#[test]
fn turtle() {
    told_once_at("ttl", 12, 5);
}

/// Line, column and check of everything that is found in `tests/places/rdf/mistakes.*`, in the order of the text.
fn found(extension: &str) -> Vec<(u64, u64, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/places/rdf/mistakes").with_extension(extension);
    let output = plenary(&["validate", "--format", "json", &path.to_string_lossy()], &[]);
    let findings: Vec<Value> = serde_json::from_slice(&output.stdout).expect("a JSON list");
    let number = |finding: &Value, key: &str| finding[key].as_u64().expect("a number");
    let place = |finding: &Value| {
        let id = finding["id"].as_str().expect("an id").to_owned();
        (number(finding, "line"), number(finding, "column"), id)
    };
    let mut found: Vec<_> = findings.iter().map(place).collect();
    found.sort();
    found
}

/// The mistakes of each file, in the order of the text: a tag in an unusual case, a bad tag, a wrong datatype, a bad IRI, a
/// relative one, an unknown code, an ill-typed literal, and a node that lacks its name.
const MISTAKES: [&str; 8] = [
    "language/case",
    "language/tag",
    "structure/datatype",
    "identity/iri",
    "identity/iri",
    "vocabulary/unknown-code",
    "time/date",
    "structure/missing-key",
];

fn mistakes_at(extension: &str, places: [(u64, u64); 8]) {
    let wanted = places.iter().zip(MISTAKES).map(|(&(line, column), id)| (line, column, id.to_owned()));
    assert_eq!(found(extension), wanted.collect::<Vec<_>>(), "{extension}");
}

#[test]
fn mistakes_in_turtle() {
    mistakes_at("ttl", [(6, 34), (7, 29), (9, 22), (10, 16), (11, 19), (17, 13), (21, 22), (23, 1)]);
}

#[test]
fn mistakes_in_trig() {
    mistakes_at("trig", [(7, 34), (8, 29), (10, 22), (11, 16), (12, 19), (18, 13), (22, 22), (24, 1)]);
}

#[test]
fn mistakes_in_line_syntaxes() {
    for extension in ["nt", "nq"] {
        mistakes_at(extension, [(2, 80), (3, 75), (5, 68), (6, 62), (7, 65), (12, 70), (15, 68), (16, 1)]);
    }
}

#[test]
fn mistakes_in_rdfxml() {
    mistakes_at("rdf", [(5, 35), (6, 35), (8, 23), (9, 31), (10, 34), (15, 27), (21, 76), (23, 35)]);
}

#[test]
fn mistakes_in_jsonld_with_a_context_of_its_own() {
    mistakes_at("jsonld", [(13, 34), (14, 38), (16, 27), (17, 14), (18, 33), (23, 29), (27, 114), (30, 14)]);
}

/// The ids and places of what is told of a text in Turtle.
fn told_of(turtle: &str) -> Vec<(String, u64, u64)> {
    let output = plenary(&["validate", "--format", "json", "--from", "turtle", "-"], turtle.as_bytes());
    let findings: Vec<Value> = serde_json::from_slice(&output.stdout).expect("a JSON list");
    let number = |finding: &Value, key: &str| finding[key].as_u64().expect("a number");
    let errors = findings.iter().filter(|finding| finding["severity"] == "error");
    let told = errors.map(|finding| {
        let id = finding["id"].as_str().expect("an id").to_owned();
        (id, number(finding, "line"), number(finding, "column"))
    });
    told.collect()
}

#[test]
fn terms_of_rdf_that_are_none_and_nodes_without_type_are_told_once() {
    let head = "@prefix pl: <https://w3id.org/plenary/ns#> .\n@prefix schema: <http://schema.org/> .\n";
    let session = "<https://host.example/s> a pl:Session ; schema:name \"Tides\" ;";
    let of = |rest: &str| told_of(&format!("{head}{session}\n{rest}\n"));
    let one = |id: &str, column| vec![(id.to_owned(), 4, column)];
    assert_eq!(of("schema:about <https://host.example/mood> ."), []);
    assert_eq!(of("pl:langauges \"en\" ."), one("structure/unknown-key", 1));
    assert_eq!(of("pl:participation [ pl:participant <https://host.example/p> ] ."), one("structure/type-name", 18));
    assert_eq!(of("pl:participation [ a pl:Participaton ] ."), one("structure/type-name", 22));
    assert_eq!(of("schema:abstract \"Water\" . <https://host.example/o> a pl:Forun ."), one("structure/type-name", 54));
}

#[test]
fn what_a_fault_of_syntax_cuts_off_is_not_told_to_lack_something() {
    let whole = "@prefix pl: <https://w3id.org/plenary/ns#> . @prefix schema: <http://schema.org/> .\n";
    let session = "<https://host.example/s> a pl:Session ; schema:name \"Tides\"";
    for (rest, place) in [
        (format!("{session}\n{session} ."), (3, 1)),
        (format!("{session} ; pl:participation [ a pl:Participation\n"), (3, 1)),
        (format!("{session} ;\n schema:about wsis:C1 ."), (3, 15)),
    ] {
        let told = told_of(&format!("{whole}{rest}"));
        assert_eq!(told, [("structure/syntax".to_owned(), place.0, place.1)], "{rest}");
    }
}
