//! Hostile input: whatever the bytes, the program ends soon, in order, and says what is wrong.

mod common;

use std::fmt::Write as _;
use std::process::Output;
use std::time::{Duration, Instant};

use common::plenary;
use serde_json::Value;

const FORMATS: [&str; 13] = [
    "ndjson", "jsonld", "json", "rdfxml", "page", "markdown", "ntriples", "nquads", "trig", "turtle", "toml", "yaml",
    "csv",
];
const SOON: Duration = Duration::from_secs(20);

/// Validates and converts an input, and checks that both end in order.
fn survives(format: &str, input: &[u8]) {
    let validate = ["validate", "--from", format, "-"];
    let convert = ["convert", "--from", format, "--to", "ndjson", "--base", "https://data.example.org/", "-"];
    for arguments in [&validate[..], &convert[..]] {
        let begin = Instant::now();
        let output = plenary(arguments, input);
        let beginning = String::from_utf8_lossy(&input[..input.len().min(80)]).into_owned();
        assert!(begin.elapsed() < SOON, "{format}: {beginning:?} took {:?}", begin.elapsed());
        in_order(&output, &format!("{format}: {beginning:?}"));
    }
}

fn in_order(output: &Output, input: &str) {
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(matches!(output.status.code(), Some(0 | 1 | 3)), "{input} ended with {}: {told}", output.status);
    assert!(!told.contains("panicked"), "{input}: {told}");
}

/// The findings about an input.
fn findings(format: &str, input: &str) -> Vec<Value> {
    let output = plenary(&["validate", "--from", format, "--format", "json", "-"], input.as_bytes());
    serde_json::from_slice(&output.stdout).expect("a JSON list")
}

fn as_json(format: &str, input: &str) -> Value {
    let output = plenary(&["convert", "--from", format, "--to", "json", "-"], input.as_bytes());
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
}

#[test]
fn bytes_that_are_no_text() {
    for format in FORMATS {
        for input in [
            &b""[..],
            b" \n\n",
            b"\xEF\xBB\xBF",
            b"\xFF\xFE",
            b"{\"type\": \"\xC3\x28\"}",
            b"\xF0\x9F",
            b"\0",
            b"a\0b: \0",
        ] {
            survives(format, input);
        }
    }
}

#[test]
fn deep_nesting() {
    const DEEP: usize = 10_000;
    survives("json", "[".repeat(DEEP).as_bytes());
    survives("json", format!("{}1{}", "{\"a\":".repeat(DEEP), "}".repeat(DEEP)).as_bytes());
    survives("jsonld", format!("{{\"@context\": {}", "[".repeat(DEEP)).as_bytes());
    survives("jsonld", "{\"http://e.org/b\": ".repeat(DEEP).as_bytes());
    survives("markdown", format!("---\na: {}\n---\n", "[".repeat(DEEP)).as_bytes());
    survives("yaml", "[".repeat(DEEP).as_bytes());
    survives("yaml", "- ".repeat(DEEP).as_bytes());
    survives("yaml", "{a: ".repeat(DEEP).as_bytes());
    survives("toml", format!("a = {}{}", "[".repeat(DEEP), "]".repeat(DEEP)).as_bytes());
    survives("toml", format!("{}b = 1", "a.".repeat(DEEP)).as_bytes());
    survives("csv", format!("{}b,title\n1,2\n", "a.".repeat(DEEP)).as_bytes());
    survives("rdfxml", "<a>".repeat(DEEP).as_bytes());
    survives("turtle", format!("<http://e.org/a> <http://e.org/b> {}", "[ <http://e.org/b> ".repeat(DEEP)).as_bytes());
    survives("turtle", format!("<http://e.org/a> <http://e.org/b> {}", "( ".repeat(DEEP)).as_bytes());
}

#[test]
fn entity_bomb() {
    let mut text = String::from("<?xml version=\"1.0\"?>\n<!DOCTYPE r [\n<!ENTITY e0 \"ha\">\n");
    for level in 1..30 {
        let inner = format!("&e{};", level - 1).repeat(10);
        writeln!(text, "<!ENTITY e{level} \"{inner}\">").expect("strings do not fail");
    }
    text += "]>\n<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"http://e.org/a\"><x xmlns=\"http://e.org/\">&e29;</x></rdf:Description></rdf:RDF>\n";
    survives("rdfxml", text.as_bytes());
}

#[test]
fn alias_bomb() {
    let mut text = String::from("type: Session\na0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..20 {
        let inner = vec![format!("*a{}", level - 1); 9].join(", ");
        writeln!(text, "a{level}: &a{level} [{inner}]").expect("strings do not fail");
    }
    survives("yaml", text.as_bytes());
    assert!(findings("yaml", &text).iter().any(|finding| finding["severity"] == "error"));
    survives("yaml", b"a: &a [*a]\n");
}

#[test]
fn quotes_that_stay_open() {
    survives("json", b"{\"title\": \"open");
    survives("yaml", b"title: \"open\nother: 'x\n");
    survives("toml", b"title = \"open\n");
    survives("toml", b"title = '''open\n");
    survives("csv", b"title,edition\n\"open,x\ny,z\n");
    survives("rdfxml", b"<rdf:RDF xmlns:rdf=\"http://www.w3.org");
    survives("turtle", b"<http://e.org/a> <http://e.org/b> \"open .\n");
    survives("turtle", b"<http://e.org/a> <http://e.org/b> \"\"\"open .\n");
}

#[test]
fn tabs_in_yaml() {
    survives("yaml", b"type:\tSession\ntitle:\n\t- x\n");
    survives("yaml", b"\ttype: Session\n");
    survives("yaml", b"participations:\n  -\trole: speaker\n\t  agent: x\n");
}

#[test]
fn a_key_that_stands_twice_is_one_finding() {
    let edition = "https://data.example.org/edition/2031";
    let cases = [
        ("json", format!(r#"{{"type":"Session","title":"A","title":"A","edition":"{edition}"}}"#)),
        ("yaml", format!("type: Session\ntitle: A\ntitle: A\nedition: {edition}\n")),
        ("toml", format!("type = 'Session'\ntitle = 'A'\ntitle = 'A'\nedition = '{edition}'\n")),
        ("csv", format!("title,title,edition\nA,A,{edition}\n")),
    ];
    for (format, input) in cases {
        let findings = findings(format, &input);
        assert_eq!(findings.len(), 1, "{format}: {findings:?}");
        assert_eq!(findings[0]["severity"], "error", "{format}");
    }
}

#[test]
fn yaml_words_stay_words() {
    let input = "type: Place\nid: https://data.example.org/place/oslo\nname: no\ncountry: NO\n";
    let place = as_json("yaml", input);
    assert_eq!((&place["country"], &place["name"]), (&"NO".into(), &"no".into()));
    assert!(findings("yaml", input).is_empty());
}

#[test]
fn numbers_where_words_belong_are_told() {
    for value in ["12", "16.10", "1e3", "true", "~"] {
        let input =
            format!("type: Session\ntitle: A\nedition: https://data.example.org/edition/2031\nidentifier: {value}\n");
        let findings = findings("yaml", &input);
        assert_eq!(findings.len(), 1, "{value}: {findings:?}");
        assert_eq!(findings[0]["line"], 4, "{value}");
        survives("yaml", input.as_bytes());
    }
    let topic = "type: Session\ntitle: A\nedition: https://data.example.org/edition/2031\nrelatedTo: [16.10]\n";
    let findings = findings("yaml", topic);
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(findings[0]["line"], 4);
}
