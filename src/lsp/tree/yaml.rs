//! YAML in block style by its indentation, read past every mistake.

use std::borrow::Cow;

use super::flow::{Flow, YAML, line_end};
use crate::doc::{Member, Node, Value};
use crate::source::Span;

/// Deeper blocks are passed over.
const DEEPEST: usize = 100;

/// The documents of a part of a text.
pub(super) fn roots(text: &str, start: usize, end: usize) -> Vec<Node<'_>> {
    let mut roots = Vec::new();
    let mut from = start;
    let mut at = start;
    while at < end {
        let line = &text[at..line_end(text, at, end)];
        let next = next_line(text, at, end);
        if matches!(line.trim_end(), "---" | "...") {
            roots.push(Block { text, at: from, end: at }.value(0, 0));
            from = next;
        }
        at = next;
    }
    roots.push(Block { text, at: from, end }.value(0, 0));
    roots.retain(|root| root.value != Value::Null);
    roots
}

/// Where the line after the one that holds `at` begins.
fn next_line(text: &str, at: usize, end: usize) -> usize {
    let at = line_end(text, at, end);
    let breaks = text[at..end].bytes().take(2).collect::<Vec<u8>>();
    (at + if breaks == *b"\r\n" { 2 } else { 1 }).min(end)
}

/// A place in a text, and where to stop. The place is where content begins, or anywhere before it.
struct Block<'s> {
    text: &'s str,
    at: usize,
    end: usize,
}

impl<'s> Block<'s> {
    /// Goes to the next content, past blank lines and comments, and gives its column.
    fn column(&mut self) -> Option<usize> {
        while self.at < self.end {
            let line = &self.text[self.at..line_end(self.text, self.at, self.end)];
            let content = line.trim_start();
            if content.is_empty() || content.starts_with('#') {
                self.at = next_line(self.text, self.at, self.end);
                continue;
            }
            self.at += line.len() - content.len();
            let line_start = self.text[..self.at].rfind(['\n', '\r']).map_or(0, |at| at + 1);
            return Some(self.at - line_start);
        }
        None
    }

    /// The rest of the line.
    fn line(&self) -> &'s str {
        &self.text[self.at..line_end(self.text, self.at, self.end)]
    }

    fn nothing(&self) -> Node<'s> {
        Node::new(Value::Null, Span::new(self.at, self.at))
    }

    /// What begins at the next content, if that is at `least` this column.
    fn value(&mut self, least: usize, depth: usize) -> Node<'s> {
        let before = self.at;
        match self.column() {
            Some(column) if column >= least && depth < DEEPEST => {
                let line = self.line();
                if is_item(line) {
                    self.sequence(column, depth)
                } else if !line.starts_with(['[', '{']) && key(line).is_some() {
                    self.mapping(column, depth)
                } else {
                    self.inline(least)
                }
            }
            _ => {
                let node = Node::new(Value::Null, Span::new(before, before));
                if depth >= DEEPEST {
                    self.at = self.end;
                }
                node
            }
        }
    }

    fn sequence(&mut self, column: usize, depth: usize) -> Node<'s> {
        let start = self.at;
        let mut items = Vec::new();
        while self.column() == Some(column) && is_item(self.line()) {
            self.at += 1;
            items.push(self.value(column + 1, depth + 1));
        }
        Node::new(Value::Array(items), Span::new(start, self.at))
    }

    fn mapping(&mut self, column: usize, depth: usize) -> Node<'s> {
        let start = self.at;
        let mut members = Vec::new();
        while let Some(found) = self.column() {
            if found < column || (found == column && is_item(self.line())) {
                break;
            }
            // A line deeper than its neighbours is a mistake; its keys count all the same.
            members.push(self.member(column, depth));
        }
        Node::new(Value::Object(members), Span::new(start, self.at))
    }

    fn member(&mut self, column: usize, depth: usize) -> Member<'s> {
        let start = self.at;
        let line = self.line();
        let Some((written, text)) = key(line) else {
            let text = plain(line);
            self.at = next_line(self.text, self.at, self.end);
            let key_span = Span::new(start, start + text.len());
            let node = Node::new(Value::Null, Span::new(start + text.len(), start + text.len()));
            return Member { key: text.into(), key_span, node };
        };
        let key_span = Span::new(start, start + written);
        let colon = self.text[start + written..].find(':').map_or(0, |at| at + 1);
        self.at = start + written + colon;
        self.skip_properties();
        let rest = plain(self.line());
        let node = if rest.is_empty() {
            self.at = next_line(self.text, self.at, self.end);
            // The items of a list may stand under its key, not deeper.
            let same = self.column() == Some(column) && is_item(self.line());
            self.value(if same { column } else { column + 1 }, depth + 1)
        } else {
            self.inline(column + 1)
        };
        Member { key: text, key_span, node }
    }

    /// Passes over space, an anchor and a tag.
    fn skip_properties(&mut self) {
        loop {
            let line = self.line();
            let content = line.trim_start();
            self.at += line.len() - content.len();
            if !content.starts_with(['&', '!']) {
                break;
            }
            self.at += content.find(char::is_whitespace).unwrap_or(content.len());
        }
    }

    /// A value that begins on this line; its further lines are at `least` this column.
    fn inline(&mut self, least: usize) -> Node<'s> {
        let line = self.line();
        let node = if line.starts_with(['[', '{', '"', '\'']) {
            let end = self.block_end(least);
            let mut flow = Flow { text: self.text, at: self.at, end, rules: YAML };
            let node = flow.value(0);
            self.at = flow.at;
            node
        } else if line.starts_with(['|', '>']) {
            self.nothing()
        } else {
            let text = plain(line);
            let span = Span::new(self.at, self.at + text.len());
            Node::string(text, span)
        };
        self.at = if node.as_str().is_some() || node.value == Value::Null {
            self.block_end(least)
        } else {
            next_line(self.text, self.at, self.end)
        };
        node
    }

    /// Where the first line after this one begins that is no deeper than `least` and does not close a bracket.
    fn block_end(&self, least: usize) -> usize {
        let mut at = next_line(self.text, self.at, self.end);
        while at < self.end {
            let line = &self.text[at..line_end(self.text, at, self.end)];
            let content = line.trim_start();
            if !content.is_empty() && line.len() - content.len() < least && !content.starts_with([']', '}']) {
                break;
            }
            at = next_line(self.text, at, self.end);
        }
        at
    }
}

fn is_item(line: &str) -> bool {
    line.strip_prefix('-').is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
}

/// The text of a plain scalar: up to a comment.
fn plain(line: &str) -> &str {
    let end = if line.starts_with('#') { 0 } else { line.find(" #").unwrap_or(line.len()) };
    line[..end].trim_end()
}

/// The key that a line begins with: the length it is written in, and its text.
fn key(line: &str) -> Option<(usize, Cow<'_, str>)> {
    if line.starts_with(['"', '\'']) {
        let mut flow = Flow { text: line, at: 0, end: line.len(), rules: YAML };
        let (text, span) = flow.scalar();
        return is_colon(line[span.end as usize..].trim_start()).then_some((span.end as usize, text));
    }
    let line = plain(line);
    let at = line.match_indices(':').map(|(at, _)| at).find(|&at| is_colon(&line[at..]))?;
    let text = line[..at].trim_end();
    Some((text.len(), text.into()))
}

fn is_colon(text: &str) -> bool {
    text.strip_prefix(':').is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
}
