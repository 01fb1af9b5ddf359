//! YAML 1.2, core schema: `country: NO` and `start: 10:30` stay what the author wrote.

use std::sync::Arc;

use crate::diagnostic::Report;
use crate::doc::{Node, Value};
use crate::format::{Count, Each, Form, Format, Limits, ReadOptions, Syntax, Write, nothing};
use crate::source::Source;

mod read;
mod scalar;
mod write;

pub static FORMAT: Format = Format {
    name: "yaml",
    about: "YAML 1.2: one record a document, or a list of records",
    extensions: &["yaml", "yml"],
    media_types: &["application/yaml", "text/yaml"],
    sniff,
    read: Some(read),
    write: Some(Write::Each(Each {
        head: |options, out| {
            if options.count == Count::None {
                out.extend_from_slice(b"[]\n");
            }
        },
        record: |record, _, out| write::document(record, out),
        separator: |_| "---\n",
        tail: nothing,
        form: Form::AsRead,
    })),
};

/// Reads each document of a text.
///
/// # Errors
/// The first syntax error, or the limit that was passed.
pub fn parse<'s>(text: &'s str, limits: &Limits) -> Result<Vec<Node<'s>>, Syntax> {
    read::documents(text, limits)
}

fn read<'s>(source: &'s Arc<Source>, options: &ReadOptions, report: &mut Report) -> Vec<Node<'s>> {
    match parse(source.text(), &options.limits) {
        Ok(documents) => documents.into_iter().flat_map(records).collect(),
        Err(fault) => {
            report.push(fault.finding(source));
            Vec::new()
        }
    }
}

/// A list at the top holds records; an empty document none.
fn records(document: Node) -> Vec<Node> {
    match document.value {
        Value::Array(records) => records,
        Value::Null => Vec::new(),
        value => vec![Node::new(value, document.span)],
    }
}

/// A document's mark, or a first line of `key: value` with a key of one word.
fn sniff(text: &str) -> bool {
    if text.starts_with("---") {
        return true;
    }
    let first = text.lines().find(|line| !line.trim().is_empty() && !line.starts_with('#')).unwrap_or_default();
    let line = first.strip_prefix("- ").unwrap_or(first);
    let is_word = |key: &str| !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || "_-@$\"".contains(c));
    line.split_once(':').is_some_and(|(key, rest)| is_word(key) && (rest.is_empty() || rest.starts_with([' ', '\r'])))
}
