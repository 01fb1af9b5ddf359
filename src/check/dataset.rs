//! Checks over a whole input: ids used twice, references that lead nowhere or to the wrong type.
//!
//! Only hashes and places are kept: 24 bytes for a record's id, 24 for a reference, 8 for a local id inside a record.

use std::sync::Arc;

use twox_hash::XxHash3_64;

use super::structure::Observer;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::doc::Node;
use crate::shape::{ClassId, shape};
use crate::source::{Position, Source, Span, count_chars};
use crate::vocab;

/// Where an id or reference stands, in a form that outlives the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Spot {
    file: u32,
    line: u32,
    column: u32,
}

#[derive(Debug, Clone, Copy)]
struct Definition {
    hash: u64,
    spot: Spot,
    class: u32,
}

#[derive(Debug, Clone, Copy)]
struct Mention {
    hash: u64,
    spot: Spot,
    /// Bit `n` is set where class `n` will do.
    classes: u16,
    /// A `#local` id, which must be defined in the input.
    local: bool,
}

/// The ids and references of some records.
#[derive(Debug, Default)]
pub struct Index {
    definitions: Vec<Definition>,
    mentions: Vec<Mention>,
    /// Local ids of nodes inside records. The same node may stand in many records, so these are no definitions.
    inner: Vec<u64>,
}

/// Collects from one record.
pub struct Collector<'c> {
    index: &'c mut Index,
    file: u32,
    text: Text<'c>,
}

/// The text that a record's spans are in.
pub enum Text<'c> {
    /// A whole source, which knows its lines.
    Whole(&'c Source),
    /// The record's part of a stream.
    Part(Cursor<'c>),
}

impl<'c> Text<'c> {
    /// A part of a stream, and the line on which it begins.
    #[must_use]
    pub fn part(text: &'c str, line: usize) -> Self {
        Text::Part(Cursor { bytes: text.as_bytes(), at: 0, position: Position { line, column: 1 } })
    }

    fn position(&mut self, span: Span) -> Position {
        match self {
            Text::Whole(source) => source.position(span.start),
            Text::Part(cursor) => cursor.go(span.start as usize),
        }
    }
}

/// A place in a text that moves: what is asked for next is mostly near, so that lines and columns are counted from the
/// last place.
pub struct Cursor<'c> {
    bytes: &'c [u8],
    at: usize,
    position: Position,
}

impl Cursor<'_> {
    fn go(&mut self, offset: usize) -> Position {
        let offset = offset.min(self.bytes.len());
        let passed = &self.bytes[self.at.min(offset)..self.at.max(offset)];
        let lines = memchr::memchr_iter(b'\n', passed).count();
        let Position { line, column } = self.position;
        self.position = match (offset < self.at, lines) {
            (false, 0) => Position { line, column: column + count_chars(passed) },
            (true, 0) => Position { line, column: column - count_chars(passed) },
            (false, _) => Position { line: line + lines, column: self.column(offset) },
            (true, _) => Position { line: line - lines, column: self.column(offset) },
        };
        self.at = offset;
        self.position
    }

    /// The column of a place, counted from the start of its line.
    fn column(&self, offset: usize) -> usize {
        let start = memchr::memrchr(b'\n', &self.bytes[..offset]).map_or(0, |at| at + 1);
        count_chars(&self.bytes[start..offset]) + 1
    }
}

impl Index {
    /// Adds what was collected from later records.
    pub fn append(&mut self, mut later: Index) {
        self.definitions.append(&mut later.definitions);
        self.mentions.append(&mut later.mentions);
        self.inner.append(&mut later.inner);
    }

    /// What is wrong across records. `sources` are the inputs by number: their names, and their texts where they are
    /// still at hand.
    #[must_use]
    pub fn findings(mut self, sources: &[(Arc<str>, Option<Arc<Source>>)]) -> Vec<Diagnostic> {
        self.definitions.sort_unstable_by_key(|definition| (definition.hash, definition.spot));
        self.inner.sort_unstable();
        let place = |spot: Spot| place(spot, sources);
        let mut findings: Vec<(Spot, Diagnostic)> = Vec::new();
        for same in self.definitions.chunk_by(|left, right| left.hash == right.hash) {
            for later in &same[1..] {
                findings.push((later.spot, duplicate(place(later.spot), place(same[0].spot))));
            }
        }
        for mention in &self.mentions {
            let at = self.definitions.partition_point(|definition| definition.hash < mention.hash);
            match self.definitions.get(at).filter(|definition| definition.hash == mention.hash) {
                Some(target) if mention.classes >> target.class & 1 == 0 => {
                    findings.push((
                        mention.spot,
                        wrong_type(mention, place(mention.spot), place(target.spot), target.class),
                    ));
                }
                None if mention.local && self.inner.binary_search(&mention.hash).is_err() => {
                    findings.push((mention.spot, dangling(place(mention.spot))));
                }
                _ => {}
            }
        }
        findings.sort_by_key(|(spot, _)| *spot);
        findings.into_iter().map(|(_, finding)| finding).collect()
    }
}

fn place(spot: Spot, sources: &[(Arc<str>, Option<Arc<Source>>)]) -> Place {
    let position = Position { line: spot.line as usize, column: spot.column as usize };
    match &sources[spot.file as usize] {
        (_, Some(source)) => {
            let start = source.offset(position);
            let rest = &source.text()[start..];
            let end = rest.find([',', '}', ']', '\n', '\r']).map_or(source.text().len(), |end| start + end);
            Place::Span(Arc::clone(source), Span::new(start, end))
        }
        (name, None) => Place::Position { name: Arc::clone(name), position },
    }
}

fn finding(id: &'static str, place: Place, message: &str) -> Diagnostic {
    Diagnostic {
        id,
        severity: Severity::Error,
        place,
        path: String::new(),
        message: message.to_owned(),
        label: String::new(),
        help: None,
        fix: None,
        related: Vec::new(),
    }
}

fn duplicate(place: Place, first: Place) -> Diagnostic {
    finding("identity/duplicate-id", place, "this id is used by another record")
        .label("second")
        .relate(first, "first")
        .help("give each record its own id, or make one record of the two")
}

fn wrong_type(mention: &Mention, place: Place, target: Place, class: u32) -> Diagnostic {
    let wanted: Vec<&str> = shape()
        .classes
        .iter()
        .enumerate()
        .filter(|(id, _)| mention.classes >> id & 1 == 1)
        .map(|(_, class)| class.name.as_str())
        .collect();
    let message = format!("this id names a {}, not a {}", shape()[class as usize].name, wanted.join(" or a "));
    finding("reference/wrong-type", place, &message)
        .relate(target, "the record")
        .help("refer to a record of the right type")
}

fn dangling(place: Place) -> Diagnostic {
    finding("reference/dangling", place, "no record here has this local id")
        .help("define it, correct the spelling, or write the absolute IRI of a record elsewhere")
}

impl<'c> Collector<'c> {
    /// `file` is the number of the input.
    pub fn new(index: &'c mut Index, file: u32, text: Text<'c>) -> Self {
        Self { index, file, text }
    }

    fn spot(&mut self, span: Span) -> Spot {
        let Position { line, column } = self.text.position(span);
        let clamp = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Spot { file: self.file, line: clamp(line), column: clamp(column) }
    }
}

fn hash(reference: &str) -> u64 {
    let curie = if reference.contains("://") { None } else { vocab::expand(reference) };
    XxHash3_64::oneshot(curie.as_deref().unwrap_or(reference).as_bytes())
}

impl Observer for Collector<'_> {
    fn record(&mut self, node: &Node, class: ClassId) {
        let Some(Node { span, .. }) = node.get("id") else { return };
        let Some(id) = node.text("id") else { return };
        let spot = self.spot(*span);
        let class = u32::try_from(class).unwrap_or(u32::MAX);
        self.index.definitions.push(Definition { hash: hash(id), spot, class });
    }

    fn inner(&mut self, node: &Node) {
        self.index.inner.extend(node.text("id").filter(|id| id.starts_with('#')).map(hash));
    }

    fn reference(&mut self, text: &str, span: Span, classes: &[ClassId]) {
        let bits = classes.iter().fold(0, |bits, class| bits | 1 << class);
        let spot = self.spot(span);
        self.index.mentions.push(Mention { hash: hash(text), spot, classes: bits, local: text.starts_with('#') });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_finds_what_a_source_finds() {
        let text = "é\nab\n\n«c» d\ne";
        let source = Source::part("a", text, 7, 0);
        let mut cursor = Text::part(text, 7);
        let offsets: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        for &from in &offsets {
            for &to in &offsets {
                cursor.position(Span::new(from, from));
                let found = cursor.position(Span::new(to, to));
                assert_eq!(found, source.position(u32::try_from(to).unwrap()), "from {from} to {to}");
            }
        }
    }
}
