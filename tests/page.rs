//! Session pages: each file of `fixtures/formats/page/` as a record, with what is told about it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use plenary::diagnostic::Report;
use plenary::doc::{Node, Value};
use plenary::format::{ReadOptions, json, page};
use plenary::source::{Source, Span};

fn read<'s>(source: &'s std::sync::Arc<Source>, report: &mut Report) -> Vec<Node<'s>> {
    (page::FORMAT.read.expect("pages can be read"))(source, &ReadOptions::default(), report)
}

/// The fixtures, in the order of their names.
fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/formats/page");
    let entries = fs::read_dir(folder).expect("the fixtures are there");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt" || extension == "html"));
    paths.sort();
    paths
}

fn source(path: &Path) -> std::sync::Arc<Source> {
    Source::new(path.to_string_lossy(), fs::read_to_string(path).expect("UTF-8"))
}

/// The records, and one line for each finding.
fn told(source: &std::sync::Arc<Source>) -> String {
    let mut report = Report::default();
    let mut out = Vec::new();
    for record in read(source, &mut report) {
        json::write_pretty(&record, 0, &mut out);
        out.push(b'\n');
    }
    let mut text = String::from_utf8(out).expect("JSON is UTF-8");
    report.sort();
    for finding in &report.findings {
        let (begin, end) = finding.place.positions();
        let place = format!("{}:{}-{}:{}", begin.line, begin.column, end.line, end.column);
        writeln!(text, "{place} {} {} {}", finding.severity, finding.id, finding.message).expect("strings do not fail");
    }
    text
}

#[test]
fn pages_are_read() {
    for path in fixtures() {
        let name = path.file_name().expect("a name").to_string_lossy().replace('.', "_");
        insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "snapshots/page" }, {
            insta::assert_snapshot!(name, told(&source(&path)));
        });
    }
}

#[test]
fn pages_are_known_by_their_beginning() {
    for path in fixtures() {
        let text = fs::read_to_string(&path).expect("UTF-8");
        let found = plenary::format::by_content(&text).map(|format| format.name);
        assert_eq!(found, Some("page"), "{}", path.display());
    }
    for other in
        ["a: b\n- c\n", "# Speakers\n", "name,role\n", "<?xml version=\"1.0\"?><rdf:RDF/>", "<http://e.org/a> a <b> ."]
    {
        assert!(!(page::FORMAT.sniff)(other), "{other}");
    }
}

/// Calls on every string of a tree with its span.
fn strings(node: &Node, call: &mut impl FnMut(&str, Span)) {
    match &node.value {
        Value::String(text) => call(text, node.span),
        Value::Array(items) => items.iter().for_each(|item| strings(item, call)),
        Value::Object(members) => members.iter().for_each(|member| strings(&member.node, call)),
        _ => {}
    }
}

#[test]
fn every_value_points_to_its_words() {
    for path in fixtures().into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "txt")) {
        let source = source(&path);
        for record in read(&source, &mut Report::default()) {
            for list in ["participations", "organizers", "policyQuestions"] {
                let Some(list) = record.get(list) else { continue };
                strings(list, &mut |text, span| {
                    let written = source.slice(span);
                    let is_code = text.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-');
                    let is_type = ["Person", "Organization"].contains(&text);
                    assert!(is_code || is_type || written == text, "{text:?} points to {written:?}");
                });
            }
        }
    }
}

#[test]
fn nothing_breaks_the_reader() {
    let long = "a - TBC".repeat(100_000);
    let commas = format!("Speakers:\n- {}", "A B, ".repeat(100_000));
    let nested = "<div>".repeat(100_000);
    let brackets = format!("Related to: {}", "(".repeat(100_000));
    let bullets = "Related to:\n".to_owned() + &"- Action Line 15, SDG 4\n".repeat(10_000);
    let cases = [
        "",
        "\u{feff}",
        "\r\n\r\n",
        "-",
        "·",
        "Speakers:",
        "Title:\n",
        ": :",
        "1. ",
        "The moderator is .",
        "<p>",
        "<li>&",
    ];
    for text in cases.into_iter().chain([&*long, &*commas, &*nested, &*brackets, &*bullets]) {
        let source = Source::new("page", text);
        for record in read(&source, &mut Report::default()) {
            strings(&record, &mut |_, span| assert!(span.start <= span.end && span.end as usize <= text.len()));
        }
    }
}
