//! What every fuzz target asks of a reader: no panic, spans within the text, and findings that can be shown.
//!
//! `cargo +nightly fuzz run yaml fixtures/formats/yaml` from the repository; one target for each format that is read.

use plenary::check::{self, Broken, Checks, structure};
use plenary::diagnostic::Report;
use plenary::doc::{Node, Value};
use plenary::format::{ReadOptions, by_name};
use plenary::input::decode;
use plenary::report::Style;
use plenary::report::text::write;

/// Reads arbitrary bytes in a format, checks what came of them, and renders the findings.
pub fn read(format: &str, data: &[u8]) {
    let (source, broken) = decode("fuzz", data.to_vec());
    if broken.is_some() {
        return;
    }
    let read = by_name(format).and_then(|format| format.read).expect("a format that is read");
    let mut report = Report::default();
    for record in read(&source, &ReadOptions::default(), &mut report) {
        within(&record, source.text().len());
        if let Some(class) = structure::check(&record, &source, &mut report) {
            check::run(&Checks::default(), &record, class, &Broken::default(), &source, &mut report);
        }
    }
    for finding in report.findings.iter().take(20) {
        let mut shown = String::new();
        write(finding, Style { colour: false, width: 80, quiet: true }, &mut shown).expect("a finding can be shown");
    }
}

/// Every span is a range of the text.
fn within(node: &Node, length: usize) {
    assert!(node.span.start <= node.span.end && node.span.end as usize <= length);
    match &node.value {
        Value::Array(items) => items.iter().for_each(|item| within(item, length)),
        Value::Object(members) => members.iter().for_each(|member| within(&member.node, length)),
        _ => {}
    }
}
