//! NDJSON: one record a line. Streams in constant memory.

use std::sync::Arc;

use crate::diagnostic::Report;
use crate::doc::Node;
use crate::format::{Count, Each, Form, Format, ReadOptions, Syntax, Write, WriteOptions, json, nothing};
use crate::source::{Source, Span};

pub static FORMAT: Format = Format {
    name: "ndjson",
    about: "NDJSON: one record a line, for large amounts",
    extensions: &["ndjson", "jsonl"],
    media_types: &["application/x-ndjson", "application/jsonl"],
    sniff: |text| {
        let mut lines = text.lines().filter(|line| !line.trim().is_empty());
        let is_object = |line: &str| line.trim_start().starts_with("{\"") && line.trim_end().ends_with('}');
        lines.next().is_some_and(is_object) && lines.next().is_some_and(|line| line.trim_start().starts_with("{\""))
    },
    read: Some(read),
    comments: None,
    write: Some(Write::Each(Each { head: nothing, record, separator: |_| "\n", tail, form: Form::AsRead })),
};

/// Reads each line that is not blank. A broken line does not lose the others.
fn read<'s>(source: &'s Arc<Source>, options: &ReadOptions, report: &mut Report) -> Vec<Node<'s>> {
    let mut records = Vec::new();
    let mut start = 0;
    for line in source.text().split_inclusive('\n') {
        let end = start + line.len();
        if !line.trim().is_empty() {
            match json::parse(line, &options.limits) {
                Ok(mut record) => {
                    record.shift(start);
                    records.push(record);
                }
                Err(fault) => {
                    let span = fault.span.shifted(start);
                    report.push(Syntax { span: Span { start: span.start, end: span.end }, ..fault }.finding(source));
                }
            }
        }
        start = end;
    }
    records
}

fn record(record: &Node, _: &WriteOptions, out: &mut Vec<u8>) {
    json::write_compact(record, out);
}

fn tail(options: &WriteOptions, out: &mut Vec<u8>) {
    if options.count != Count::None {
        out.push(b'\n');
    }
}
