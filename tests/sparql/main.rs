//! The store: SPARQL over records and RDF, its protocol, its limits, and bringing graphs into stores elsewhere.
#![cfg(feature = "serve")]

#[path = "../common/mod.rs"]
mod common;
#[path = "../harvest/server.rs"]
#[allow(dead_code)] // harvest needs more ways to misbehave
mod server;

mod command;
mod disk;
mod limits;
mod protocol;
mod push;

use std::path::{Path, PathBuf};
use std::time::Duration;

use plenary::store::protocol::{Answer, Request, answer};
use plenary::store::{Builder, Limits, Store};

/// Two graphs that share a statement, and one in no graph.
const DATA: &str = r#"<http://x.example/a> <http://x.example/p> "one"@en .
<http://x.example/a> <http://x.example/p> "two" <http://x.example/g1> .
<http://x.example/a> <http://x.example/q> <http://x.example/b> <http://x.example/g1> .
<http://x.example/a> <http://x.example/q> <http://x.example/b> <http://x.example/g2> .
_:n <http://x.example/q> "3"^^<http://www.w3.org/2001/XMLSchema#integer> <http://x.example/g2> .
"#;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

fn store(nquads: &str) -> Store {
    let mut builder = Builder::default();
    builder.add(nquads.as_bytes()).expect("these are N-Quads");
    builder.finish()
}

fn limits() -> Limits {
    Limits { time: Duration::from_secs(20), bytes: 1 << 20, rows: 1000, ..Limits::default() }
}

/// A GET without anything.
fn get(query: &str) -> Request<'_> {
    let endpoint = "https://data.example.org/sparql";
    Request { method: "GET", query, content_type: None, accept: None, body: b"", endpoint }
}

fn asked(request: &Request<'_>) -> Answer {
    answer(&store(DATA), request, &limits())
}

fn header<'a>(answer: &'a Answer, name: &str) -> Option<&'a str> {
    answer.headers.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
}

fn text(answer: &Answer) -> String {
    String::from_utf8(answer.body.clone()).expect("answers are UTF-8")
}

/// A query as a parameter.
fn encoded(query: &str) -> String {
    query.bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat()
}

/// The answer to a query in a form, by media type.
fn said(query: &str, accept: &str) -> Answer {
    asked(&Request { accept: Some(accept), ..get(&format!("query={}", encoded(query))) })
}
