//! JSON (RFC 8259): a borrowed, spanned tree straight from the text.
//!
//! Strict where `serde_json` is strict; duplicate keys stay in the tree, so that the structural check reports them with
//! both places in every syntax alike.

use std::borrow::Cow;
use std::sync::Arc;

use crate::diagnostic::Report;
use crate::doc::{Member, Node, Value};
use crate::format::{Count, Each, Form, Format, Limits, ReadOptions, Syntax, Write, WriteOptions};
use crate::source::{Source, Span};
use crate::swar::plain_prefix;

pub static FORMAT: Format = Format {
    name: "json",
    about: "JSON: one record, or a list of records",
    extensions: &["json"],
    media_types: &["application/json"],
    sniff: |text| text.trim_start().starts_with(['{', '[']),
    read: Some(read),
    statements: None,
    comments: None,
    write: Some(Write::Each(Each { head, record, separator, tail, form: Form::AsRead })),
};

/// Reads one record, or a list of them.
fn read<'s>(source: &'s Arc<Source>, options: &ReadOptions, report: &mut Report) -> Vec<Node<'s>> {
    match parse(source.text(), &options.limits) {
        Ok(Node { value: Value::Array(records), .. }) => records,
        Ok(record) => vec![record],
        Err(fault) => {
            report.push(fault.finding(source));
            Vec::new()
        }
    }
}

fn head(options: &WriteOptions, out: &mut Vec<u8>) {
    if options.count != Count::One {
        out.extend_from_slice(b"[\n");
    }
}

fn tail(options: &WriteOptions, out: &mut Vec<u8>) {
    out.extend_from_slice(match options.count {
        Count::None => b"]\n",
        Count::One => b"\n",
        Count::Many => b"\n]\n",
    });
}

fn separator(_: &WriteOptions) -> &'static str {
    ",\n"
}

fn record(record: &Node, _: &WriteOptions, out: &mut Vec<u8>) {
    write_pretty(record, 0, out);
}

fn push_indent(depth: usize, out: &mut Vec<u8>) {
    out.extend(std::iter::repeat_n(b' ', depth * 2));
}

/// Writes a value over several lines, indented by two spaces a level; lists and objects without content stay on one.
pub fn write_pretty(node: &Node, depth: usize, out: &mut Vec<u8>) {
    match &node.value {
        Value::Array(items) if !items.is_empty() => {
            out.extend_from_slice(b"[\n");
            for (at, item) in items.iter().enumerate() {
                push_indent(depth + 1, out);
                write_pretty(item, depth + 1, out);
                out.extend_from_slice(if at + 1 < items.len() { b",\n" } else { b"\n" });
            }
            push_indent(depth, out);
            out.push(b']');
        }
        Value::Object(members) if !members.is_empty() => {
            out.extend_from_slice(b"{\n");
            for (at, member) in members.iter().enumerate() {
                push_indent(depth + 1, out);
                write_string(&member.key, out);
                out.extend_from_slice(b": ");
                write_pretty(&member.node, depth + 1, out);
                out.extend_from_slice(if at + 1 < members.len() { b",\n" } else { b"\n" });
            }
            push_indent(depth, out);
            out.push(b'}');
        }
        _ => write_compact(node, out),
    }
}

/// Writes a value on one line without spaces.
pub fn write_compact(node: &Node, out: &mut Vec<u8>) {
    match &node.value {
        Value::Null => out.extend_from_slice(b"null"),
        Value::Bool(flag) => out.extend_from_slice(if *flag { b"true" } else { b"false" }),
        Value::Number(text) => out.extend_from_slice(text.as_bytes()),
        Value::String(text) => write_string(text, out),
        Value::Array(items) => {
            out.push(b'[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(b',');
                }
                write_compact(item, out);
            }
            out.push(b']');
        }
        Value::Object(members) => {
            out.push(b'{');
            for (at, member) in members.iter().enumerate() {
                if at > 0 {
                    out.push(b',');
                }
                write_string(&member.key, out);
                out.push(b':');
                write_compact(&member.node, out);
            }
            out.push(b'}');
        }
    }
}

/// Writes a string in quotes; only what JSON demands is escaped.
pub fn write_string(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    let mut rest = text.as_bytes();
    loop {
        let plain = plain_prefix(rest);
        out.extend_from_slice(&rest[..plain]);
        let Some(&byte) = rest.get(plain) else { break };
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            control => out.extend_from_slice(format!("\\u{control:04x}").as_bytes()),
        }
        rest = &rest[plain + 1..];
    }
    out.push(b'"');
}

/// Reads one JSON value and nothing after it.
///
/// # Errors
/// The first syntax error, with its place.
pub fn parse<'s>(text: &'s str, limits: &Limits) -> Result<Node<'s>, Syntax> {
    let mut parser = Parser {
        text,
        bytes: text.as_bytes(),
        at: 0,
        depth: 0,
        max_depth: limits.depth,
        members: Vec::with_capacity(64),
        items: Vec::new(),
    };
    parser.skip_bom();
    parser.space();
    let node = parser.value()?;
    parser.space();
    match parser.peek() {
        None => Ok(node),
        Some(_) => Err(parser.fault(parser.at, "there is more text after the end of the JSON value", TRAILING)),
    }
}

const TRAILING: &str = "a file holds one value; put several records in a list, or one on each line of an .ndjson file";

struct Parser<'s> {
    text: &'s str,
    bytes: &'s [u8],
    at: usize,
    depth: usize,
    max_depth: usize,
    /// Members of the objects that are open, and items of the lists: each takes its own off the end when it closes, so
    /// that it is allocated once, in its size.
    members: Vec<Member<'s>>,
    items: Vec<Node<'s>>,
}

type Parsed<T> = Result<T, Syntax>;

impl<'s> Parser<'s> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_bom(&mut self) {
        if self.text.starts_with('\u{feff}') {
            self.at = '\u{feff}'.len_utf8();
        }
    }

    #[inline]
    fn space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    #[cold]
    fn fault(&self, at: usize, message: impl Into<String>, help: &str) -> Syntax {
        let width = self.text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        Syntax::new(Span::new(at, at + width), message).help(help)
    }

    #[cold]
    fn expected(&self, what: &str) -> Syntax {
        match self.text.get(self.at..).and_then(|rest| rest.chars().next()) {
            None if self.text.trim_start_matches('\u{feff}').trim().is_empty() => {
                self.fault(self.at, "there is nothing in this text", "write a record as an object, or [] for none")
            }
            None => self.fault(self.at, format!("the text ends where {what} is expected"), "close what is still open"),
            Some(found) => self.fault(self.at, format!("expected {what}, found {found:?}"), ""),
        }
    }

    fn value(&mut self) -> Parsed<Node<'s>> {
        let start = self.at;
        let value = match self.peek() {
            Some(b'"') => Value::String(self.string()?),
            Some(b'{') => {
                self.enter()?;
                self.object()?
            }
            Some(b'[') => {
                self.enter()?;
                self.array()?
            }
            Some(b'-' | b'0'..=b'9') => Value::Number(Cow::Borrowed(self.number()?)),
            Some(b't') => self.word("true", Value::Bool(true))?,
            Some(b'f') => self.word("false", Value::Bool(false))?,
            Some(b'n') => self.word("null", Value::Null)?,
            Some(b'\'') => {
                return Err(self.fault(start, "strings are written in double quotes", "use \" instead of '"));
            }
            _ => return Err(self.expected("a value")),
        };
        Ok(Node::new(value, Span::new(start, self.at)))
    }

    /// Goes one level down.
    #[inline]
    fn enter(&mut self) -> Parsed<()> {
        self.depth += 1;
        if self.depth > self.max_depth {
            return Err(Syntax::too_deep(Span::new(self.at, self.at + 1), self.max_depth));
        }
        self.at += 1;
        Ok(())
    }

    fn object(&mut self) -> Parsed<Value<'s>> {
        let first = self.members.len();
        self.space();
        if self.peek() == Some(b'}') {
            self.at += 1;
            self.depth -= 1;
            return Ok(Value::Object(Vec::new()));
        }
        loop {
            let member = self.member()?;
            self.members.push(member);
            if self.closes(b'}', "member")? {
                return Ok(Value::Object(self.members.drain(first..).collect()));
            }
        }
    }

    /// After a member or an item: a comma and the next one, or the closing bracket.
    #[inline]
    fn closes(&mut self, bracket: u8, what: &str) -> Parsed<bool> {
        self.space();
        match self.peek() {
            Some(b',') => {
                let comma = self.at;
                self.at += 1;
                self.space();
                if self.peek() == Some(bracket) {
                    return Err(self.fault(
                        comma,
                        format!("there is a comma after the last {what}"),
                        "remove the comma",
                    ));
                }
                Ok(false)
            }
            Some(byte) if byte == bracket => {
                self.at += 1;
                self.depth -= 1;
                Ok(true)
            }
            _ => Err(self.expected(if bracket == b'}' { "',' or '}'" } else { "',' or ']'" })),
        }
    }

    #[inline]
    fn member(&mut self) -> Parsed<Member<'s>> {
        let start = self.at;
        if self.peek() != Some(b'"') {
            return Err(self.expected("a key in double quotes"));
        }
        let key = self.string()?;
        let key_span = Span::new(start, self.at);
        self.space();
        if self.peek() != Some(b':') {
            return Err(self.expected("':'"));
        }
        self.at += 1;
        self.space();
        Ok(Member { key, key_span, node: self.value()? })
    }

    fn array(&mut self) -> Parsed<Value<'s>> {
        let first = self.items.len();
        self.space();
        if self.peek() == Some(b']') {
            self.at += 1;
            self.depth -= 1;
            return Ok(Value::Array(Vec::new()));
        }
        loop {
            let item = self.value()?;
            self.items.push(item);
            if self.closes(b']', "item")? {
                return Ok(Value::Array(self.items.drain(first..).collect()));
            }
        }
    }

    fn word(&mut self, word: &str, value: Value<'s>) -> Parsed<Value<'s>> {
        if self.bytes[self.at..].starts_with(word.as_bytes()) {
            self.at += word.len();
            return Ok(value);
        }
        Err(self.expected("a value"))
    }

    fn number(&mut self) -> Parsed<&'s str> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        match self.peek() {
            Some(b'0') => self.at += 1,
            _ => self.digits()?,
        }
        if matches!(self.peek(), Some(b'0'..=b'9')) {
            return Err(self.fault(start, "a number cannot begin with 0", "write it without the zero, or in quotes"));
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(&self.text[start..self.at])
    }

    fn digits(&mut self) -> Parsed<()> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == start { Err(self.expected("a digit")) } else { Ok(()) }
    }

    /// A string; borrowed when it has no escape.
    #[inline]
    fn string(&mut self) -> Parsed<Cow<'s, str>> {
        let start = self.at + 1;
        self.at = start + plain_prefix(&self.bytes[start..]);
        if self.peek() == Some(b'"') {
            self.at += 1;
            return Ok(Cow::Borrowed(&self.text[start..self.at - 1]));
        }
        self.escaped_string(start).map(Cow::Owned)
    }

    fn escaped_string(&mut self, start: usize) -> Parsed<String> {
        let mut text = String::with_capacity(self.at - start + 32);
        text.push_str(&self.text[start..self.at]);
        loop {
            match self.peek() {
                None => return Err(self.fault(start - 1, "this string is never closed", "add the closing quote")),
                Some(b'"') => {
                    self.at += 1;
                    return Ok(text);
                }
                Some(b'\\') => text.push(self.escape()?),
                Some(b'\n' | b'\r') => {
                    return Err(self.fault(
                        self.at,
                        "a string cannot run over a line end",
                        "write the line end as \\n",
                    ));
                }
                Some(control) => {
                    let help = format!("write it as \\u{control:04x}");
                    return Err(self.fault(self.at, "a string cannot hold a control character", &help));
                }
            }
            let from = self.at;
            self.at += plain_prefix(&self.bytes[from..]);
            text.push_str(&self.text[from..self.at]);
        }
    }

    fn escape(&mut self) -> Parsed<char> {
        let start = self.at;
        self.at += 2;
        Ok(match self.bytes.get(start + 1) {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(start),
            _ => return Err(self.fault(start, "this escape does not exist in JSON", "write a backslash as \\\\")),
        })
    }

    /// `\uXXXX`, or two of them for a character outside the Basic Multilingual Plane.
    fn unicode_escape(&mut self, start: usize) -> Parsed<char> {
        let first = self.hex4(start)?;
        let code = match first {
            0xD800..=0xDBFF if self.bytes[self.at..].starts_with(b"\\u") => {
                self.at += 2;
                let second = self.hex4(start)?;
                match second {
                    0xDC00..=0xDFFF => 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00),
                    _ => first,
                }
            }
            _ => first,
        };
        char::from_u32(code).ok_or_else(|| {
            self.fault(start, "this escape is half of a surrogate pair", "write both halves, or the character itself")
        })
    }

    fn hex4(&mut self, start: usize) -> Parsed<u32> {
        let digits = self.bytes.get(self.at..self.at + 4).filter(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        let digits = digits.ok_or_else(|| self.fault(start, "\\u needs four hexadecimal digits", ""))?;
        self.at += 4;
        Ok(digits.iter().fold(0, |code, &digit| code << 4 | char::from(digit).to_digit(16).unwrap_or(0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Node<'_> {
        parse(text, &Limits::default()).expect(text)
    }

    #[test]
    fn spans_cover_keys_and_values() {
        let text = r#" {"ab": [1, "é"]} "#;
        let node = value(text);
        let member = node.member("ab").unwrap();
        assert_eq!(&text[member.key_span.range()], "\"ab\"");
        assert_eq!(&text[member.node.items()[1].span.range()], "\"é\"");
    }

    #[test]
    fn escapes_and_surrogates() {
        assert_eq!(value(r#""a\n\u00e9\ud83d\ude00""#).as_str(), Some("a\né😀"));
        assert!(parse(r#""\ud83d""#, &Limits::default()).is_err());
    }

    #[test]
    fn agrees_with_serde_json_on_what_is_json() {
        let cases = [
            "",
            " ",
            "nul",
            "01",
            "-",
            "1.",
            ".5",
            "1e",
            "1e+",
            "-0",
            "1.5E-3",
            "[1,]",
            "{\"a\":1,}",
            "[,]",
            "{,}",
            "[1 2]",
            "\"\t\"",
            "\"a",
            "{\"a\"}",
            "{a:1}",
            "[]]",
            "true",
            "\"\\x\"",
            "\"\\u12\"",
            "[\"\u{7f}\"]",
            "{\"a\":{\"b\":[]}}",
            "\"\\udc00\"",
            "\"\\ud800\\u0041\"",
            "[1,2",
            "//",
            "NaN",
            "'a'",
            "+1",
            "1 ",
            "\u{b}1",
            "[null,false]",
        ];
        for text in cases {
            let ours = parse(text, &Limits::default()).is_ok();
            assert_eq!(ours, serde_json::from_str::<serde_json::Value>(text).is_ok(), "{text:?}");
        }
    }

    #[test]
    fn depth_is_limited() {
        let text = "[".repeat(100_000);
        assert!(parse(&text, &Limits::default()).unwrap_err().message.contains("128"));
    }
}
