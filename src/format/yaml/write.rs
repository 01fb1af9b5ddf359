//! Writes YAML for people: block style, quotes only where a reader of YAML 1.1 or 1.2 would see another value.

use super::scalar::{can_be_plain, is_printable};
use crate::doc::{Node, Value};

/// The longest key that parsers look for before its ':', with room for the quotes.
const LONGEST_KEY: usize = 1000;

/// Writes one document without markers, its last line ended.
pub fn write(node: &Node, out: &mut Vec<u8>) {
    match &node.value {
        Value::Array(items) if !items.is_empty() => block(node, 0, out),
        Value::Object(members) if !members.is_empty() => block(node, 0, out),
        _ => {
            inline(node, 2, out);
            out.push(b'\n');
        }
    }
}

/// A list or mapping with content, from where the line stands, which is column `indent`.
fn block(node: &Node, indent: usize, out: &mut Vec<u8>) {
    let mut is_first = true;
    let mut start = |out: &mut Vec<u8>| {
        if !std::mem::take(&mut is_first) {
            push_indent(indent, out);
        }
    };
    match &node.value {
        Value::Array(items) => {
            for item in items {
                start(out);
                out.extend_from_slice(b"- ");
                entry(item, indent, true, out);
            }
        }
        Value::Object(members) => {
            for member in members {
                start(out);
                key(&member.key, indent, out);
                entry(&member.node, indent, false, out);
            }
        }
        _ => {}
    }
}

/// The value of an entry, after its `- ` or `key:`; what is nested in a list begins on the line of the dash.
fn entry(node: &Node, indent: usize, is_item: bool, out: &mut Vec<u8>) {
    let is_block = match &node.value {
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
        _ => false,
    };
    if is_block {
        if !is_item {
            out.push(b'\n');
            push_indent(indent + 2, out);
        }
        return block(node, indent + 2, out);
    }
    if !is_item {
        out.push(b' ');
    }
    inline(node, indent + 2, out);
    out.push(b'\n');
}

fn key(text: &str, indent: usize, out: &mut Vec<u8>) {
    let start = out.len();
    if can_be_plain(text) {
        out.extend_from_slice(text.as_bytes());
    } else {
        quoted(text, out);
    }
    if out.len() - start > LONGEST_KEY {
        out.splice(start..start, *b"? ");
        out.push(b'\n');
        push_indent(indent, out);
    }
    out.push(b':');
}

/// A value that begins on this line; the further lines of a string are indented.
fn inline(node: &Node, indent: usize, out: &mut Vec<u8>) {
    match &node.value {
        Value::Null => out.extend_from_slice(b"null"),
        Value::Bool(flag) => out.extend_from_slice(if *flag { b"true" } else { b"false" }),
        Value::Number(text) => out.extend_from_slice(text.as_bytes()),
        Value::Array(_) => out.extend_from_slice(b"[]"),
        Value::Object(_) => out.extend_from_slice(b"{}"),
        Value::String(text) if can_be_plain(text) => out.extend_from_slice(text.as_bytes()),
        Value::String(text) if can_be_literal(text) => literal(text, indent, out),
        Value::String(text) => quoted(text, out),
    }
}

/// Whether every line stands as it is: no blanks at the ends of lines, which editors remove, and none before the first.
fn can_be_literal(text: &str) -> bool {
    let is_sound = |line: &str| !line.ends_with([' ', '\t']) && line.chars().all(|c| c == '\t' || is_printable(c));
    text.contains('\n') && !text.starts_with(char::is_whitespace) && text.split('\n').all(is_sound)
}

fn literal(text: &str, indent: usize, out: &mut Vec<u8>) {
    let (body, header): (&str, &[u8]) = match text.strip_suffix('\n') {
        None => (text, b"|-"),
        Some(body) if body.ends_with('\n') => (body, b"|+"),
        Some(body) => (body, b"|"),
    };
    out.extend_from_slice(header);
    for line in body.split('\n') {
        out.push(b'\n');
        if !line.is_empty() {
            push_indent(indent, out);
            out.extend_from_slice(line.as_bytes());
        }
    }
}

/// A string in double quotes on one line.
fn quoted(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    for c in text.chars() {
        match c {
            '"' => out.extend_from_slice(b"\\\""),
            '\\' => out.extend_from_slice(b"\\\\"),
            '\n' => out.extend_from_slice(b"\\n"),
            '\t' => out.extend_from_slice(b"\\t"),
            c if is_printable(c) => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
            c if u32::from(c) < 0x100 => out.extend_from_slice(format!("\\x{:02X}", u32::from(c)).as_bytes()),
            c => out.extend_from_slice(format!("\\u{:04X}", u32::from(c)).as_bytes()),
        }
    }
    out.push(b'"');
}

fn push_indent(columns: usize, out: &mut Vec<u8>) {
    out.extend(std::iter::repeat_n(b' ', columns));
}
