//! Statements with blank nodes, as lines in which their labels can be replaced.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use super::NodeId;

/// Where in a statement a blank node stands, by the letter that the algorithm has for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Position {
    Subject,
    Object,
    Graph,
}

impl Position {
    pub(super) fn letter(self) -> char {
        match self {
            Position::Subject => 's',
            Position::Object => 'o',
            Position::Graph => 'g',
        }
    }
}

/// A statement with one to three blank nodes.
pub(super) struct Quad<'t> {
    line: &'t str,
    predicate: Range<usize>,
    nodes: Vec<(Position, Range<usize>, NodeId)>,
}

impl<'t> Quad<'t> {
    /// Takes a line apart; nodes get numbers by their labels.
    pub(super) fn of(line: &'t str, labels: &mut HashMap<&'t str, NodeId>) -> Self {
        let terms = terms(line);
        let mut nodes = Vec::with_capacity(2);
        let places = [(Position::Subject, 0), (Position::Object, 2), (Position::Graph, 3)];
        for (position, at) in places {
            let term = terms.get(at).cloned().unwrap_or_default();
            if line[term.clone()].starts_with("_:") {
                let next = labels.len();
                let node = *labels.entry(&line[term.clone()]).or_insert(next);
                nodes.push((position, term, node));
            }
        }
        Self { line, predicate: terms.get(1).cloned().unwrap_or_default(), nodes }
    }

    /// The property, in angle brackets.
    pub(super) fn predicate(&self) -> &'t str {
        &self.line[self.predicate.clone()]
    }

    pub(super) fn nodes(&self) -> impl Iterator<Item = (Position, NodeId)> {
        self.nodes.iter().map(|(position, _, node)| (*position, *node))
    }

    /// The line with other names for its blank nodes.
    pub(super) fn named<N: AsRef<str>>(&self, name: impl Fn(NodeId) -> N) -> String {
        let (mut out, mut from) = (String::with_capacity(self.line.len() + 8), 0);
        for (_, range, node) in &self.nodes {
            out.push_str(&self.line[from..range.start]);
            out.push_str(name(*node).as_ref());
            from = range.end;
        }
        out.push_str(&self.line[from..]);
        out
    }
}

/// The terms of a line, without the full stop.
fn terms(line: &str) -> Vec<Range<usize>> {
    let mut terms = Vec::with_capacity(4);
    let mut at = 0;
    while at < line.len() && !line[at..].starts_with('.') {
        let start = at;
        if line[at..].starts_with('"') {
            at = end_of_string(line, at);
        }
        at += line[at..].find(' ').unwrap_or(line.len() - at);
        terms.push(start..at);
        at = (at + 1).min(line.len());
    }
    terms
}

fn end_of_string(line: &str, start: usize) -> usize {
    let mut at = start + 1;
    while let Some(found) = memchr::memchr2(b'"', b'\\', &line.as_bytes()[at..]) {
        at += found;
        if line.as_bytes()[at] == b'"' {
            return at + 1;
        }
        at += 2;
    }
    line.len()
}

/// Whether a line has a blank node: subject, object or graph.
pub(super) fn has_blank(line: &str) -> bool {
    line.starts_with("_:")
        || (line.contains(" _:") && terms(line).iter().any(|term| line[term.clone()].starts_with("_:")))
}

/// Escapes the characters that only canonical N-Quads escape (RDFC-1.0, 5): DEL and those that no XML can hold.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    let special = ['\u{7f}', '\u{fffe}', '\u{ffff}'];
    if !text.contains(special) {
        return Cow::Borrowed(text);
    }
    let escaped = special
        .iter()
        .fold(text.to_owned(), |text, &letter| text.replace(letter, &format!("\\u{:04X}", u32::from(letter))));
    Cow::Owned(escaped)
}
