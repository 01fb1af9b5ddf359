//! YAML 1.2, core schema: `country: NO` and `start: 10:30` stay what the author wrote.
//!
//! `saphyr-parser` gives the events; the meaning of scalars, byte spans, aliases and limits are ours. A stream is cut
//! at its document markers first, which stand at the beginning of a line and nowhere else: so a broken document does
//! not lose the others, and no error makes the parser read the rest of the stream twice.

use std::sync::Arc;

use crate::diagnostic::Report;
use crate::doc::{Node, Value};
use crate::format::{Each, Form, Format, Limits, ReadOptions, Syntax, Write, nothing};
use crate::source::{Source, Span};

mod comments;
mod fault;
mod mend;
mod place;
mod scalar;
mod tree;
mod write;

#[cfg(test)]
mod tests;

pub use comments::comments;
pub use write::write;

pub static FORMAT: Format = Format {
    name: "yaml",
    about: "YAML 1.2: one record, a list of records, or several documents",
    extensions: &["yaml", "yml"],
    media_types: &["application/yaml", "text/yaml", "application/x-yaml"],
    sniff,
    read: Some(read),
    statements: None,
    comments: Some(comments),
    write: Some(Write::Each(Each {
        head: nothing,
        record: |record, _, out| write(record, out),
        separator: |_| "---\n",
        tail: nothing,
        form: Form::AsRead,
    })),
};

/// A document marker, or an entry of a mapping or a list on the first line that is no comment.
fn sniff(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim_end).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let Some(first) = lines.next() else { return false };
    is_marker(first, "---") || first.starts_with("%YAML ") || is_entry(first.strip_prefix("- ").unwrap_or(first))
}

/// `key:` or `key: value`, with a key of one word.
fn is_entry(line: &str) -> bool {
    let Some((key, rest)) = line.split_once(':') else { return false };
    let key = key.trim_matches(['"', '\'']);
    let word = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || "_-.@$".contains(c));
    word && (rest.is_empty() || rest.starts_with([' ', '\t']))
}

/// Reads every document. A broken one does not lose the others.
fn read<'s>(source: &'s Arc<Source>, options: &ReadOptions, report: &mut Report) -> Vec<Node<'s>> {
    let mut records = Vec::new();
    let mut aliases = options.limits.aliases;
    for document in documents(source.text()) {
        match tree::read(source.text(), document, &options.limits, &mut aliases) {
            Ok(node) => add_records(node, &mut records),
            Err(fault) => report.push(fault.finding(source)),
        }
    }
    records
}

/// Reads the records of a stream: of each document the items of its list, or its one value.
///
/// # Errors
/// The first syntax error, with its place.
pub fn parse<'s>(text: &'s str, limits: &Limits) -> Result<Vec<Node<'s>>, Syntax> {
    let mut records = Vec::new();
    let mut aliases = limits.aliases;
    for document in documents(text) {
        add_records(tree::read(text, document, limits, &mut aliases)?, &mut records);
    }
    Ok(records)
}

/// The same of a text that other programs read, though it is not YAML: what was mended is told by its place.
///
/// # Errors
/// The first syntax error of the text as it is, where mending does not help.
pub fn parse_mended<'s>(text: &'s str, limits: &Limits) -> Result<(Vec<Node<'s>>, Option<Span>), Syntax> {
    let fault = match parse(text, limits) {
        Ok(records) => return Ok((records, None)),
        Err(fault) => fault,
    };
    let Some((text, first)) = mend::mended(text) else { return Err(fault) };
    match parse(&text, limits) {
        Ok(records) => Ok((records.into_iter().map(Node::into_owned).collect(), Some(Span::new(first, first + 1)))),
        Err(_) => Err(fault),
    }
}

fn add_records<'s>(document: Option<Node<'s>>, records: &mut Vec<Node<'s>>) {
    match document {
        None => {}
        Some(Node { value: Value::Array(items), .. }) => records.extend(items),
        Some(record) => records.push(record),
    }
}

/// The ranges of the documents of a stream, their markers and directives included.
fn documents(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    std::iter::from_fn(move || {
        let start = at;
        at += document_len(&text[at..]);
        (start < at).then(|| Span::new(start, at))
    })
}

/// Up to the `---` of the next document, or through `...`.
fn document_len(text: &str) -> usize {
    let mut len = 0;
    let mut in_prologue = true;
    for line in text.split_inclusive(['\n', '\r']) {
        if is_marker(line, "...") {
            return len + line.len();
        }
        if is_marker(line, "---") && !in_prologue {
            return len;
        }
        in_prologue &= line.trim().is_empty() || line.trim_start().starts_with('#') || line.starts_with('%');
        len += line.len();
    }
    len
}

fn is_marker(line: &str, marker: &str) -> bool {
    line.strip_prefix(marker).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\n', '\r']))
}
