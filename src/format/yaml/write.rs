//! Block style by two spaces. A string is plain only where readers of YAML 1.1 and 1.2 alike take it as that string.

use std::fmt::Write as _;

use crate::doc::{Member, Node, Value};

/// A simple key may not be longer than this for readers; longer ones are written after `? `.
const LONGEST_KEY: usize = 1000;

/// Writes a document, with a newline at its end.
pub(super) fn document(node: &Node, out: &mut Vec<u8>) {
    match &node.value {
        Value::Object(members) if !members.is_empty() => mapping(members, 0, out),
        Value::Array(items) if !items.is_empty() => sequence(items, 0, out),
        _ => scalar(node, 0, out),
    }
}

/// Members at an indent; the first is where the cursor stands.
fn mapping(members: &[Member], indent: usize, out: &mut Vec<u8>) {
    for (at, member) in members.iter().enumerate() {
        if at > 0 {
            push_indent(indent, out);
        }
        key(&member.key, indent, out);
        match &member.node.value {
            Value::Object(members) if !members.is_empty() => {
                next_line(indent + 2, out);
                mapping(members, indent + 2, out);
            }
            Value::Array(items) if !items.is_empty() => {
                next_line(indent + 2, out);
                sequence(items, indent + 2, out);
            }
            _ => {
                out.push(b' ');
                scalar(&member.node, indent, out);
            }
        }
    }
}

/// Items at an indent; the first is where the cursor stands.
fn sequence(items: &[Node], indent: usize, out: &mut Vec<u8>) {
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            push_indent(indent, out);
        }
        out.extend_from_slice(b"- ");
        match &item.value {
            Value::Object(members) if !members.is_empty() => mapping(members, indent + 2, out),
            Value::Array(items) if !items.is_empty() => sequence(items, indent + 2, out),
            _ => scalar(item, indent, out),
        }
    }
}

/// A key with its colon.
fn key(key: &str, indent: usize, out: &mut Vec<u8>) {
    let start = out.len();
    line_string(key, out);
    if out.len() - start > LONGEST_KEY {
        out.splice(start..start, *b"? ");
        next_line(indent, out);
    }
    out.push(b':');
}

/// A value that holds no others, and its line end.
fn scalar(node: &Node, indent: usize, out: &mut Vec<u8>) {
    match &node.value {
        Value::Null => out.extend_from_slice(b"null"),
        Value::Bool(flag) => out.extend_from_slice(if *flag { b"true" } else { b"false" }),
        Value::Number(text) => out.extend_from_slice(text.as_bytes()),
        Value::String(text) if is_literal(text) => return literal(text, indent + 2, out),
        Value::String(text) => line_string(text, out),
        Value::Array(_) => out.extend_from_slice(b"[]"),
        Value::Object(_) => out.extend_from_slice(b"{}"),
    }
    out.push(b'\n');
}

/// A string on one line.
fn line_string(text: &str, out: &mut Vec<u8>) {
    if is_plain(text) {
        out.extend_from_slice(text.as_bytes());
    } else {
        quoted(text, out);
    }
}

fn push_indent(indent: usize, out: &mut Vec<u8>) {
    out.extend(std::iter::repeat_n(b' ', indent));
}

fn next_line(indent: usize, out: &mut Vec<u8>) {
    out.push(b'\n');
    push_indent(indent, out);
}

/// Whether every reader takes a string as itself without quotes.
fn is_plain(text: &str) -> bool {
    let Some(first) = text.chars().next() else { return false };
    !first.is_whitespace()
        && !"-?:,[]{}#&*!|>'\"%@`=<~.+".contains(first)
        && !text.ends_with(|last: char| last.is_whitespace() || last == ':')
        && text.chars().all(is_printable)
        && !text.contains(": ")
        && !text.contains(" #")
        && !is_reserved(text)
        && !may_be_number(text)
}

/// Words that a reader of YAML 1.1 or 1.2 takes as null or a boolean.
fn is_reserved(text: &str) -> bool {
    ["null", "true", "false", "yes", "no", "on", "off", "y", "n"].iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Numbers of any base, times of day in base 60, dates and points in time, and all that is made of the same characters.
fn may_be_number(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_digit())
        && text.bytes().all(|byte| byte.is_ascii_hexdigit() || b"xXoO_+-.:tTzZ ".contains(&byte))
}

/// Characters that may stand as they are within a line.
fn is_printable(c: char) -> bool {
    match c {
        ' '..='~' => true,
        '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => false,
        c => c >= '\u{a0}',
    }
}

/// Whether a string of several lines survives a literal block. Blanks at line ends do, but not in people's editors.
fn is_literal(text: &str) -> bool {
    text.contains('\n')
        && !text.starts_with([' ', '\t', '\n'])
        && text.chars().all(|c| c == '\n' || c == '\t' || is_printable(c))
        && !text.lines().any(|line| line.ends_with([' ', '\t']))
}

/// A literal block, its header saying how many line ends there are at its end.
fn literal(text: &str, indent: usize, out: &mut Vec<u8>) {
    let body = text.trim_end_matches('\n');
    out.extend_from_slice(match text.len() - body.len() {
        0 => b"|-",
        1 => b"|",
        _ => b"|+",
    });
    for line in body.split('\n') {
        out.push(b'\n');
        if !line.is_empty() {
            push_indent(indent, out);
            out.extend_from_slice(line.as_bytes());
        }
    }
    out.extend_from_slice(if text.len() == body.len() { "\n" } else { &text[body.len()..] }.as_bytes());
}

/// A string in double quotes, on one line.
fn quoted(text: &str, out: &mut Vec<u8>) {
    let mut line = String::with_capacity(text.len() + 2);
    line.push('"');
    for c in text.chars() {
        match c {
            '"' => line.push_str("\\\""),
            '\\' => line.push_str("\\\\"),
            '\n' => line.push_str("\\n"),
            '\r' => line.push_str("\\r"),
            '\t' => line.push_str("\\t"),
            c if is_printable(c) => line.push(c),
            c => push_escape(c, &mut line),
        }
    }
    line.push('"');
    out.extend_from_slice(line.as_bytes());
}

fn push_escape(c: char, line: &mut String) {
    let code = u32::from(c);
    // Writing to a string does not fail.
    let _ = match code {
        0..=0xFF => write!(line, "\\x{code:02X}"),
        0x100..=0xFFFF => write!(line, "\\u{code:04X}"),
        _ => write!(line, "\\U{code:08X}"),
    };
}
