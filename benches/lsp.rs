//! The time from a change of a 200 KB file to its findings, in the language server.
//!
//! `cargo bench --bench lsp`. Each line is the median of several changes, over a connection in memory; the pause in which
//! the server waits for further changes counts.

use std::time::{Duration, Instant};

use lsp_server::{Connection, Message, Notification, Request};
use plenary::config::Asked;
use plenary::lsp;
use serde_json::{Value, json};

const RUNS: usize = 15;
const SIZE: usize = 200_000;

fn main() {
    for (name, text) in [("YAML", yaml()), ("JSON", json())] {
        let (time, findings) = measure(&format!("file:///a.{}", name.to_lowercase()), &text);
        println!("{name}: {} bytes, {findings} findings, median of {RUNS}: {time:.1?}", text.len());
    }
}

/// Sessions in YAML, every fortieth with a mistake.
fn yaml() -> String {
    let mut text = "type: Dataset\nbase: https://example.org/\nsessions:\n".to_owned();
    for number in 0.. {
        if text.len() > SIZE {
            break;
        }
        let kind = if number % 40 == 0 { "workshopp" } else { "workshop" };
        let session = format!(
            "  - type: Session\n    title: Session {number} on connectivity\n    identifier: s{number}\n    sessionType: {kind}\n    start: 2025-07-07T09:00:00+02:00\n    relatedTo: [sdg:17, wsis:C2]\n    participations:\n      - agent: {{type: Person, name: Ada Lovelace {number}}}\n        role: speaker\n"
        );
        text += &session;
    }
    text
}

/// The same sessions in JSON.
fn json() -> String {
    let mut sessions = Vec::new();
    let mut size = 0;
    while size < SIZE {
        let number = sessions.len();
        let kind = if number.is_multiple_of(40) { "workshopp" } else { "workshop" };
        let session = json!({
            "type": "Session", "title": format!("Session {number} on connectivity"), "identifier": format!("s{number}"),
            "sessionType": kind, "start": "2025-07-07T09:00:00+02:00", "relatedTo": ["sdg:17", "wsis:C2"],
            "participations": [{"agent": {"type": "Person", "name": format!("Ada Lovelace {number}")}, "role": "speaker"}],
        });
        size += session.to_string().len();
        sessions.push(session);
    }
    json!({"type": "Dataset", "base": "https://example.org/", "sessions": sessions}).to_string()
}

/// The median time from a change to the findings, and how many these are.
fn measure(uri: &str, text: &str) -> (Duration, usize) {
    let (server, client) = Connection::memory();
    let server = std::thread::spawn(move || lsp::serve(server, Asked::default()));
    let send = |message: Message| client.sender.send(message).expect("the server listens");
    let note = |method: &str, params: Value| send(Notification::new(method.to_owned(), params).into());
    send(Request::new(1.into(), "initialize".to_owned(), json!({"capabilities": {}})).into());
    note("textDocument/didOpen", json!({"textDocument": {"uri": uri, "languageId": "", "version": 0, "text": text}}));
    published(&client);
    let mut times = Vec::new();
    let mut findings = 0;
    for version in 1..=RUNS {
        let at = json!({"line": 0, "character": 0});
        let changes = json!([{"range": {"start": at, "end": at}, "text": "\n"}]);
        let started = Instant::now();
        note(
            "textDocument/didChange",
            json!({"textDocument": {"uri": uri, "version": version}, "contentChanges": changes}),
        );
        findings = published(&client);
        times.push(started.elapsed());
    }
    note("exit", Value::Null);
    server.join().expect("the server ends");
    times.sort_unstable();
    (times[times.len() / 2], findings)
}

/// Waits for findings, and counts them.
fn published(client: &Connection) -> usize {
    loop {
        if let Message::Notification(note) = client.receiver.recv().expect("the server tells")
            && note.method == "textDocument/publishDiagnostics"
        {
            return note.params["diagnostics"].as_array().map_or(0, Vec::len);
        }
    }
}
