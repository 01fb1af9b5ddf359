//! Validation, mends, conversion, SPARQL, and the description of all of it.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::server::{Answer, Server};

const BROKEN: &str =
    "type: Session\ntitle: Opening\nsessionType: workshopp\nstart: 2031-05-12T09:00:00Z\nend: 2031-05-12T08:00:00Z\n";

#[test]
fn findings_come_in_every_form_of_report() {
    let server = Server::start(&[]);
    for (form, media_type, part) in [
        ("json", "application/json", "time/end-before-start"),
        ("sarif", "application/sarif+json", "time/end-before-start"),
        ("junit", "application/xml", "<testsuites"),
        ("gitlab", "application/json", "fingerprint"),
        ("markdown", "text/markdown; charset=utf-8", "time/end-before-start"),
        ("text", "text/plain; charset=utf-8", "workshopp"),
        ("short", "text/plain; charset=utf-8", "input:"),
        ("github", "text/plain; charset=utf-8", "::error"),
    ] {
        let path = format!("/validate?format=yaml&report={form}");
        let answer = server.post(&path, "text/plain", BROKEN.as_bytes());
        assert_eq!((answer.status, answer.header("content-type").as_str()), (200, media_type), "{form}");
        assert!(answer.text().contains(part), "{form}: {}", answer.text());
    }
}

#[test]
fn the_format_is_that_of_the_parameter_of_the_media_type_or_of_the_content() {
    let server = Server::start(&[]);
    let ids = |path: &str, media_type: &str, text: &str| -> Vec<String> {
        let answer = server.post(path, media_type, text.as_bytes());
        assert_eq!(answer.status, 200, "{}", answer.text());
        let found = answer.json();
        let found = found.as_array().or(found["findings"].as_array()).expect("a list").clone();
        found.iter().map(|one| one["id"].as_str().unwrap_or_default().to_owned()).collect()
    };
    let expected = ["vocabulary/unknown-code", "time/end-before-start"];
    for (path, media_type) in
        [("/validate?format=yaml", "text/plain"), ("/validate", "application/yaml"), ("/validate", "text/plain")]
    {
        let found = ids(path, media_type, BROKEN);
        assert!(expected.iter().all(|id| found.iter().any(|known| known == id)), "{path} {media_type}: {found:?}");
    }
    let strict = ids("/validate?profile=publish", "application/json", r#"{"type":"Session","title":"Opening"}"#);
    assert!(strict.iter().any(|id| id.starts_with("completeness/")), "{strict:?}");
}

#[test]
fn what_cannot_be_followed_is_refused_with_the_way_out() {
    let server = Server::start(&[]);
    for (path, said) in [
        ("/validate?fromat=yaml", "did you mean format?"),
        ("/validate?format=word", "\\\"word\\\" is none of"),
        ("/validate?profile=none", "is none of default"),
        ("/convert?to=pdf", "is none of"),
    ] {
        let answer = server.post(path, "text/plain", BROKEN.as_bytes());
        assert_eq!(
            (answer.status, answer.header("content-type").as_str()),
            (400, "application/problem+json"),
            "{path}"
        );
        assert!(answer.text().contains(said), "{path}: {}", answer.text());
    }
    assert_eq!(server.post("/validate", "text/plain", b"\0\0 nothing that is known").status, 400);
}

#[test]
fn a_text_is_mended_and_converted() {
    let server = Server::start(&[]);
    let mended = server.post(
        "/mend?format=json",
        "text/plain",
        br#"{"type":"Session","title":"A","focusesPrimarilyOn":["SDG 17"]}"#,
    );
    assert_eq!(mended.status, 200);
    let text = r#"{"type":"Session","title":"Opening & more"}"#;
    let turtle = server.post("/convert?to=turtle", "application/json", text.as_bytes());
    assert_eq!(turtle.status, 200, "{}", turtle.text());
    assert!(turtle.header("content-type").starts_with("text/turtle"));
    assert!(turtle.text().contains("<https://data.example.org/session/") && turtle.text().contains("Opening & more"));
    let refused = server.post("/convert", "application/json", br#"{"type":"Session"}"#);
    assert_eq!(refused.status, 422, "{}", refused.text());
    let two = format!("[{text},{}]", text.replace("Opening", "Closing"));
    let refused = server.post("/convert?to=markdown", "application/json", two.as_bytes());
    assert!(refused.status == 422 && refused.text().contains("one record a file"), "{}", refused.text());
}

#[test]
fn sparql_is_asked_by_programs_and_a_page_is_shown_to_people() {
    let server = Server::start(&[]);
    let page = server.get("/sparql", &["Accept: text/html"]);
    assert!(page.status == 200 && page.text().contains("<textarea"), "{}", page.text());
    let query =
        "SELECT ?title WHERE { <https://data.example.org/session/community-networks> <http://schema.org/name> ?title }";
    let answer = server.post("/sparql", "application/sparql-query", query.as_bytes());
    assert_eq!(answer.status, 200, "{}", answer.text());
    let json = server.send(
        &[
            "POST /sparql HTTP/1.1",
            "Accept: application/sparql-results+json",
            "Content-Type: application/sparql-query",
            &format!("Content-Length: {}", query.len()),
        ],
        query.as_bytes(),
    );
    assert!(!json.json()["results"]["bindings"].as_array().expect("rows").is_empty());
    let lines = ["Accept: text/csv;q=0.1", "Accept: application/sparql-results+xml"];
    let xml = server.get("/sparql?query=ASK%7B%7D", &lines);
    assert_eq!((xml.status, xml.header("content-type").as_str()), (200, "application/sparql-results+xml"));
    assert_eq!(server.post("/sparql", "application/sparql-query", b"SELECT").status, 400);
    let update = server.post("/sparql", "application/sparql-update", b"DROP ALL");
    assert!((400..500).contains(&update.status), "{}", update.status);
}

/// What an answer says of itself, but for the id of the request and the time.
fn said_of(answer: &Answer) -> (u16, [String; 6]) {
    let names = ["content-type", "content-length", "content-encoding", "vary", "etag", "location"];
    (answer.status, names.map(|name| answer.header(name)))
}

#[test]
fn head_says_what_get_says() {
    let server = Server::start(&["--rate", "0"]);
    for path in [
        "/sparql?query=ASK%7B%7D",
        "/sparql?query=SELECT",
        "/sparql",
        "/session/community-networks",
        "/session/community-networks.ttl",
        "/person/gone",
        "/person/never",
        "/validate",
        "/reconcile",
        "/openapi.json",
    ] {
        for encoding in ["identity", "gzip"] {
            let encoding = format!("Accept-Encoding: {encoding}");
            let got = server.get(path, &[&encoding]);
            let head = server.send(&[&format!("HEAD {path} HTTP/1.1"), &encoding], b"");
            assert_eq!((said_of(&head), head.body.len()), (said_of(&got), 0), "{path} {encoding}");
        }
    }
}

#[test]
fn every_route_is_described_and_every_description_is_a_route() {
    let server = Server::start(&[]);
    let document = server.get("/openapi.json", &[]).json();
    assert_eq!(document["openapi"], "3.1.0");
    let paths = document["paths"].as_object().expect("paths");
    assert!(paths.len() > 20);
    for (path, item) in paths {
        for (method, operation) in item.as_object().expect("methods") {
            let method = method.to_uppercase();
            let asked = path.replace("{path}", "index.html");
            let answer = server.send(&[&format!("{method} {asked} HTTP/1.1"), "Content-Length: 0"], b"");
            let known = &operation["responses"][answer.status.to_string()];
            assert!(known.is_object(), "{method} {path}: {} is not described", answer.status);
            assert_ne!(answer.status, 500, "{method} {path}");
            let kind = answer.header("content-type");
            let kind = kind.split(';').next().unwrap_or_default();
            let kinds = known["content"].as_object().cloned().unwrap_or_default();
            let is_known = kind.is_empty() || kinds.contains_key(kind) || kinds.contains_key("*/*");
            assert!(is_known, "{method} {path} {}: {kind} is not described", answer.status);
        }
    }
    let operations: Vec<&Value> = paths.values().flat_map(|item| item.as_object().expect("methods").values()).collect();
    let ids: BTreeSet<&str> = operations.iter().filter_map(|one| one["operationId"].as_str()).collect();
    assert_eq!(ids.len(), operations.len());
    assert_eq!(document["paths"]["/validate"]["post"]["parameters"][1]["schema"]["enum"][0], json!("default"));
}
