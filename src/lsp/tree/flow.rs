//! Values in brackets and quotes as JSON, YAML's flow style and TOML's values have them, read past every mistake.

use std::borrow::Cow;

use crate::doc::{Member, Node, Value};
use crate::source::Span;

/// What differs between the syntaxes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rules {
    /// What stands between a key and its value.
    pub(super) separator: u8,
    /// Whether `#` begins a comment.
    pub(super) comments: bool,
    /// Whether a separator without space after it is part of a plain word, as in `sdg:17`.
    pub(super) spaced: bool,
}

pub(super) const JSON: Rules = Rules { separator: b':', comments: false, spaced: false };
pub(super) const YAML: Rules = Rules { separator: b':', comments: true, spaced: true };
pub(super) const TOML: Rules = Rules { separator: b'=', comments: true, spaced: false };

/// Deeper values are passed over.
const DEEPEST: usize = 100;

/// A place in a text, and where to stop.
#[derive(Debug)]
pub(super) struct Flow<'s> {
    pub(super) text: &'s str,
    pub(super) at: usize,
    pub(super) end: usize,
    pub(super) rules: Rules,
}

impl<'s> Flow<'s> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes()[..self.end].get(self.at).copied()
    }

    /// Passes over one character.
    fn skip(&mut self) {
        self.at += self.text[self.at..self.end].chars().next().map_or(0, char::len_utf8);
    }

    pub(super) fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' => self.at += 1,
                b'#' if self.rules.comments => self.at = line_end(self.text, self.at, self.end),
                _ => break,
            }
        }
    }

    /// A value; nothing where none begins.
    pub(super) fn value(&mut self, depth: usize) -> Node<'s> {
        self.skip_space();
        match self.peek() {
            Some(b'{') if depth < DEEPEST => self.object(depth),
            Some(b'[') if depth < DEEPEST => self.array(depth),
            None | Some(b',' | b'}' | b']') => Node::new(Value::Null, Span::new(self.at, self.at)),
            _ => {
                let (text, span) = self.scalar();
                Node::string(text, span)
            }
        }
    }

    fn object(&mut self, depth: usize) -> Node<'s> {
        let start = self.at;
        self.at += 1;
        let mut members = Vec::new();
        loop {
            self.skip_space();
            match self.peek() {
                None | Some(b']') => break,
                Some(b'}') => {
                    self.at += 1;
                    break;
                }
                Some(b',' | b'{' | b'[') => self.at += 1,
                _ => members.push(self.member(depth)),
            }
        }
        Node::new(Value::Object(members), Span::new(start, self.at))
    }

    fn member(&mut self, depth: usize) -> Member<'s> {
        let (key, key_span) = self.scalar();
        self.skip_space();
        let node = if self.peek() == Some(self.rules.separator) {
            self.at += 1;
            self.member_value(depth)
        } else {
            Node::new(Value::Null, Span::new(key_span.end as usize, key_span.end as usize))
        };
        Member { key, key_span, node }
    }

    /// The value of a member; a string with a separator after it is the next key, so that this value is missing.
    fn member_value(&mut self, depth: usize) -> Node<'s> {
        let after = self.at;
        let node = self.value(depth + 1);
        let end = self.at;
        self.skip_space();
        if node.as_str().is_some() && self.peek() == Some(self.rules.separator) {
            self.at = after;
            return Node::new(Value::Null, Span::new(after, after));
        }
        self.at = end;
        node
    }

    fn array(&mut self, depth: usize) -> Node<'s> {
        let start = self.at;
        self.at += 1;
        let mut items = Vec::new();
        loop {
            self.skip_space();
            match self.peek() {
                None | Some(b'}') => break,
                Some(b']') => {
                    self.at += 1;
                    break;
                }
                Some(b',') => self.at += 1,
                Some(byte) if byte == self.rules.separator => self.at += 1,
                _ if depth + 1 >= DEEPEST => self.skip(),
                _ => items.push(self.value(depth + 1)),
            }
        }
        Node::new(Value::Array(items), Span::new(start, self.at))
    }

    /// A string in quotes or a plain word, with its span; at least one character.
    pub(super) fn scalar(&mut self) -> (Cow<'s, str>, Span) {
        let start = self.at;
        match self.peek() {
            Some(quote @ (b'"' | b'\'')) => self.quoted(quote),
            _ => {
                while self.peek().is_some_and(|byte| !self.ends_plain(byte)) {
                    self.at += 1;
                }
                if self.at == start {
                    self.skip();
                }
                let text = self.text[start..self.at].trim_end();
                (Cow::Borrowed(text), Span::new(start, start + text.len()))
            }
        }
    }

    fn ends_plain(&self, byte: u8) -> bool {
        let next = self.text.as_bytes()[..self.end].get(self.at + 1);
        let spaced = next.is_none_or(|next| b" \t\r\n,]}".contains(next));
        match byte {
            b',' | b'{' | b'}' | b'[' | b']' | b'\n' | b'\r' => true,
            b'#' => self.rules.comments && self.text.as_bytes()[..self.at].last().is_none_or(u8::is_ascii_whitespace),
            _ => byte == self.rules.separator && (!self.rules.spaced || spaced),
        }
    }

    /// A string up to its closing quote, or to the end of the line where that is missing.
    fn quoted(&mut self, quote: u8) -> (Cow<'s, str>, Span) {
        let start = self.at;
        let bytes = &self.text.as_bytes()[..self.end];
        let triple = self.rules.separator == b'=' && bytes[start..].starts_with(&[quote; 3]);
        let width = if triple { 3 } else { 1 };
        self.at += width;
        let inner = self.at;
        loop {
            match self.peek() {
                None => break,
                Some(b'\n' | b'\r') if !triple => break,
                Some(b'\\') if quote == b'"' => {
                    self.at += 1;
                    self.skip();
                }
                Some(byte) if byte == quote && bytes[self.at..].starts_with(&[quote; 3][..width]) => {
                    let text = &self.text[inner..self.at];
                    self.at += width;
                    return (unescaped(text, quote), Span::new(start, self.at));
                }
                _ => self.at += 1,
            }
        }
        (Cow::Borrowed(&self.text[inner..self.at]), Span::new(start, self.at))
    }
}

/// A string without its escapes; as it stands where they are none of JSON's.
fn unescaped(text: &str, quote: u8) -> Cow<'_, str> {
    if quote == b'"' && text.contains('\\') {
        return serde_json::from_str(&format!("\"{text}\"")).map_or(Cow::Borrowed(text), Cow::Owned);
    }
    Cow::Borrowed(text)
}

/// The end of the line that holds `at`, its line break not included.
pub(super) fn line_end(text: &str, at: usize, end: usize) -> usize {
    memchr::memchr2(b'\n', b'\r', &text.as_bytes()[at..end]).map_or(end, |length| at + length)
}
