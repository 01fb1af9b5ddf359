//! Where a value stands, in a form that outlives the text.

use std::sync::Arc;

use crate::diagnostic::Place;
use crate::source::{Position, Source, Span, count_chars};

/// The inputs by number: their names, and their texts where they are still at hand.
pub type Sources = [(Arc<str>, Option<Arc<Source>>)];

/// A value's place in its input, and its length in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Mark {
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) length: u32,
}

/// A value's place in all inputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot {
    pub(super) file: u32,
    pub(super) mark: Mark,
}

impl Spot {
    /// The place of the value, in the text where that is still at hand.
    pub(super) fn place(self, sources: &Sources) -> Place {
        let Mark { line, column, length } = self.mark;
        let (position, length) = (Position { line: line as usize, column: column as usize }, length as usize);
        match &sources[self.file as usize] {
            (_, Some(source)) => Place::Span(Arc::clone(source), source.span(position, length)),
            // Streams are JSON, whose strings end on the line on which they begin.
            (name, None) => {
                let end = Position { line: position.line, column: position.column + length };
                Place::Position { name: Arc::clone(name), position, end }
            }
        }
    }
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

    /// Where a span stands, with its length in characters.
    pub(super) fn mark(&mut self, span: Span) -> Mark {
        let Position { line, column } = self.position(span);
        let bytes = match self {
            Text::Whole(source) => source.text().as_bytes(),
            Text::Part(cursor) => cursor.bytes,
        };
        let length = bytes.get(span.range()).map_or(0, count_chars);
        let clamp = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Mark { line: clamp(line), column: clamp(column), length: clamp(length) }
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
