//! YAML 1.2 with the core schema: what is not plainly a number, a boolean or null stays the string that was written.
//!
//! `country: NO`, `start: 10:30` and dates are strings here, whatever YAML 1.1 made of them. A document is a record; the
//! items of a sequence at the top are records.

use std::sync::Arc;

use crate::diagnostic::Report;
use crate::doc::{Node, Value};
use crate::format::{Each, Form, Format, Limits, ReadOptions, Syntax, Write, WriteOptions, nothing};
use crate::source::Source;

mod build;
mod extent;
mod offsets;
mod scalar;
mod write;

pub static FORMAT: Format = Format {
    name: "yaml",
    about: "YAML: one record for each document, or a list of records",
    extensions: &["yaml", "yml"],
    media_types: &["application/yaml", "text/yaml"],
    sniff,
    read: Some(read),
    write: Some(Write::Each(Each { head: nothing, record, separator, tail: nothing, form: Form::AsRead })),
};

/// Reads a text into one node for each document.
///
/// # Errors
/// The first syntax error, with its place.
pub fn parse<'s>(text: &'s str, limits: &Limits) -> Result<Vec<Node<'s>>, Syntax> {
    match build::documents(text, limits) {
        (documents, None) => Ok(documents),
        (_, Some(fault)) => Err(fault),
    }
}

/// Documents before a syntax error are kept; an empty one is no record.
fn read<'s>(source: &'s Arc<Source>, options: &ReadOptions, report: &mut Report) -> Vec<Node<'s>> {
    let (documents, fault) = build::documents(source.text(), &options.limits);
    if let Some(fault) = fault {
        report.push(fault.finding(source));
    }
    let mut records = Vec::with_capacity(documents.len());
    for document in documents {
        match document.value {
            Value::Array(items) => records.extend(items),
            Value::Null if document.span.range().is_empty() => {}
            _ => records.push(document),
        }
    }
    records
}

fn record(record: &Node, _: &WriteOptions, out: &mut Vec<u8>) {
    write::document(record, out);
}

fn separator(_: &WriteOptions) -> &'static str {
    "---\n"
}

/// A document marker, or a first line that is a key of one word or a list item.
fn sniff(text: &str) -> bool {
    let first = text.lines().map(str::trim_end).find(|line| !line.is_empty() && !line.trim_start().starts_with('#'));
    let Some(line) = first else { return false };
    if line == "---" || line.starts_with("--- ") || line.starts_with("%YAML ") {
        return true;
    }
    let line = line.trim_start();
    line.starts_with("- ") || starts_with_key(line)
}

fn starts_with_key(line: &str) -> bool {
    let Some((key, rest)) = line.split_once(':') else { return false };
    let word = |c: char| c.is_alphanumeric() || "_-@$".contains(c);
    !key.is_empty() && key.chars().all(word) && (rest.is_empty() || rest.starts_with(' '))
}

#[cfg(test)]
mod tests;
