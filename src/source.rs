//! A named text that knows its lines: byte offsets to lines and columns, and snippets for miette.
//!
//! miette's own `SourceCode` for strings scans from the first byte for every label, which is quadratic on files with
//! many findings; this one keeps the line starts.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

mod excerpt;

pub use excerpt::{Excerpt, Part};

/// A half-open range of bytes in a [`Source`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

impl Span {
    /// The range `start..end`. Offsets past 4 GiB saturate; readers refuse larger records first.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { start: clamp(start), end: clamp(end) }
    }

    /// The same range moved by `by` bytes, for a text that was cut out of another.
    #[must_use]
    pub fn shifted(self, by: usize) -> Self {
        Self::new(self.start as usize + by, self.end as usize + by)
    }

    /// As a range of `usize`, to slice the text with.
    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A place in a text as people count it: both 1-based, the column in Unicode code points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

/// A text with its name. Cut-out parts of a stream know the line they begin at.
#[derive(Debug)]
pub struct Source {
    name: String,
    text: String,
    /// What the text is made of, one at least: parts of a longer text.
    parts: Vec<Part>,
    starts: OnceLock<Vec<u32>>,
    /// Characters before each kilobyte, so that a column in a very long line is not counted from its start.
    marks: OnceLock<Vec<u32>>,
}

const MARK: usize = 1024;

/// Characters of some UTF-8 bytes: those that do not continue one.
#[must_use]
pub fn count_chars(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

/// Where the line begins that holds a byte of a text.
#[must_use]
pub fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1)
}

/// Where the line ends that holds a byte of a text, before its line break.
#[must_use]
pub fn line_end(text: &str, at: usize) -> usize {
    text[at..].find(['\n', '\r']).map_or(text.len(), |end| at + end)
}

/// The line break that a text begins with; empty where it begins with none.
#[must_use]
pub fn line_break(text: &str) -> &str {
    ["\r\n", "\n", "\r"].into_iter().find(|end| text.starts_with(end)).map_or("", |end| &text[..end.len()])
}

/// The line break that a text ends with; empty where it ends with none.
#[must_use]
pub fn last_break(text: &str) -> &str {
    let end = ["\r\n", "\n", "\r"].into_iter().find(|end| text.ends_with(end)).unwrap_or("");
    &text[text.len() - end.len()..]
}

impl Source {
    /// A whole text.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Self::part(name, text, 1, 0)
    }

    /// A part of a longer text: `first_line` is the 1-based line, `first_offset` the byte at which it begins.
    #[must_use]
    pub fn part(name: impl Into<String>, text: impl Into<String>, first_line: usize, first_offset: u64) -> Arc<Self> {
        Self::within(name, text, Position { line: first_line, column: 1 }, first_offset)
    }

    /// A part of a longer text that may begin within a line.
    #[must_use]
    pub fn within(name: impl Into<String>, text: impl Into<String>, first: Position, offset: u64) -> Arc<Self> {
        let part = Part { start: 0, line: first.line, column: first.column, offset };
        Self::of(name.into(), text.into(), vec![part])
    }

    fn of(name: String, text: String, parts: Vec<Part>) -> Arc<Self> {
        Arc::new(Self { name, text, parts, starts: OnceLock::new(), marks: OnceLock::new() })
    }

    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Byte at which this text begins in the file it was cut from; 0 for a whole file.
    #[must_use]
    pub fn first_offset(&self) -> u64 {
        self.parts[0].offset
    }

    /// Byte offset of each line's first byte. A line ends with LF, CRLF or a lone CR.
    fn starts(&self) -> &[u32] {
        self.starts.get_or_init(|| {
            let bytes = self.text.as_bytes();
            let ends = memchr::memchr2_iter(b'\n', b'\r', bytes)
                .filter(|&at| bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'));
            std::iter::once(0).chain(ends.map(|at| u32::try_from(at + 1).unwrap_or(u32::MAX))).collect()
        })
    }

    /// Index into `starts` of the line that holds `offset`.
    fn line_index(&self, offset: usize) -> usize {
        self.starts().partition_point(|&start| start as usize <= offset) - 1
    }

    /// Line and column of a byte offset; an offset inside a character counts as that character's.
    #[must_use]
    pub fn position(&self, offset: u32) -> Position {
        let offset = self.floor(offset as usize);
        let part = &self.parts[self.part_index(offset)];
        let index = self.line_index(offset);
        let start = self.starts()[index] as usize;
        let first = part.start as usize;
        if start <= first {
            return Position {
                line: part.line,
                column: part.column + self.chars_before(offset) - self.chars_before(first),
            };
        }
        let column = self.chars_before(offset) - self.chars_before(start) + 1;
        Position { line: part.line + index - self.line_index(first), column }
    }

    /// Index of the part that holds `offset`.
    fn part_index(&self, offset: usize) -> usize {
        self.parts.partition_point(|part| part.start as usize <= offset).saturating_sub(1)
    }

    fn marks(&self) -> &[u32] {
        self.marks.get_or_init(|| {
            let counts = self.text.as_bytes().chunks(MARK).scan(0, |sum, chunk| {
                let before = *sum;
                *sum += count_chars(chunk);
                Some(u32::try_from(before).unwrap_or(u32::MAX))
            });
            counts.collect()
        })
    }

    /// Characters before a byte of the text.
    fn chars_before(&self, offset: usize) -> usize {
        let bytes = self.text.as_bytes();
        let marks = self.marks();
        let mark = (offset / MARK).min(marks.len().saturating_sub(1));
        let before = marks.get(mark).map_or(0, |&count| count as usize);
        before + count_chars(&bytes[(mark * MARK).min(offset)..offset])
    }

    /// Where a span begins and ends (exclusive).
    #[must_use]
    pub fn positions(&self, span: Span) -> (Position, Position) {
        (self.position(span.start), self.position(span.end))
    }

    /// The byte offset of a 1-based line and a 1-based column in code points, clamped to the text.
    #[must_use]
    pub fn offset(&self, position: Position) -> usize {
        let index = position.line.saturating_sub(self.parts[0].line).min(self.starts().len() - 1);
        let starts = self.starts();
        let (start, end) = (starts[index] as usize, starts.get(index + 1).map_or(self.text.len(), |&end| end as usize));
        let wanted = self.chars_before(start) + position.column.saturating_sub(1);
        self.char_at(wanted).min(end)
    }

    /// The byte at which a character begins, by its number; the end of the text where there are fewer.
    fn char_at(&self, number: usize) -> usize {
        let marks = self.marks();
        let mark = marks.partition_point(|&before| before as usize <= number).saturating_sub(1);
        let left = number - marks.get(mark).map_or(0, |&before| before as usize);
        let bytes = &self.text.as_bytes()[mark * MARK..];
        let mut begins = bytes.iter().enumerate().filter(|(_, byte)| **byte & 0xC0 != 0x80);
        begins.nth(left).map_or(self.text.len(), |(at, _)| mark * MARK + at)
    }

    /// The span of some characters from a position on.
    #[must_use]
    pub fn span(&self, position: Position, length: usize) -> Span {
        let start = self.offset(position);
        Span::new(start, self.char_at(self.chars_before(start) + length))
    }

    fn floor(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }

    /// A part of the text by itself, in which lines and columns are those of the whole. Its spans begin at 0: shifted by where
    /// the part begins, they are spans of the whole.
    #[must_use]
    pub fn alone(&self, part: Range<usize>) -> Arc<Self> {
        let first = self.position(u32::try_from(part.start).unwrap_or(u32::MAX));
        let outer = &self.parts[self.part_index(part.start)];
        let offset = outer.offset + (part.start - outer.start as usize) as u64;
        Self::within(self.name(), &self.text()[part], first, offset)
    }

    /// The text of a span, whole characters only.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        let start = self.floor(span.start as usize);
        &self.text[start..self.floor(span.end as usize).max(start)]
    }
}

/// Bytes of context around a label; longer lines (minified JSON) are cut so that a report stays readable.
const CONTEXT_BYTES: usize = 160;

impl SourceCode for Source {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let starts = self.starts();
        let begin = self.floor(span.offset());
        let end = self.floor(span.offset() + span.len());
        let (first, last) = (self.line_index(begin), self.line_index(end.max(begin)));
        // What stands beside another part in an excerpt does not stand beside it in the file.
        let part = self.part_index(begin);
        let (part, next) = (&self.parts[part], self.parts.get(part + 1));
        let over = next.map_or(starts.len(), |next| self.line_index(next.start as usize));
        let top = first.saturating_sub(before).max(self.line_index(part.start as usize));
        let bottom = (last + after).min(over - 1).max(last);
        let mut low = (starts[top] as usize).max(part.start as usize);
        let mut high = starts.get(bottom + 1).map_or(self.text.len(), |&next| next as usize);
        if before == 0 {
            // Without context the contents begin at the span itself: miette's header shows its line and column so.
            low = begin;
        } else if begin - low > CONTEXT_BYTES * (first - top + 1) {
            low = self.floor(begin - CONTEXT_BYTES);
        }
        let Position { line, column } = self.position(u32::try_from(low).unwrap_or(u32::MAX));
        if high - end > CONTEXT_BYTES * (bottom - last + 1) {
            high = self.floor(end + CONTEXT_BYTES);
        }
        let text = &self.text[low..high.max(end)];
        // A line end with nothing after it would be shown, and counted, as one more line.
        let text = text.strip_suffix('\n').unwrap_or(text);
        let data = text.strip_suffix('\r').unwrap_or(text).as_bytes();
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            data,
            (low, data.len()).into(),
            line - 1,
            column - 1,
            bottom + 1 - top,
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_with_lf_crlf_or_cr() {
        let source = Source::new("a", "a\nb\r\nc\rd");
        let at = |offset| source.position(offset).line;
        assert_eq!([at(0), at(2), at(5), at(7)], [1, 2, 3, 4]);
    }

    #[test]
    fn a_snippet_ends_before_the_end_of_its_last_line() {
        for text in ["a\r\nb\r\nc", "a\nb\nc", "a\r\nb\r\n"] {
            let source = Source::new("a", text);
            let at = text.find('b').expect("a letter");
            let contents = source.read_span(&(at, 1).into(), 1, 0).expect("it is there");
            assert_eq!(contents.data(), &text.as_bytes()[..=at], "{text:?}");
        }
    }

    #[test]
    fn columns_count_code_points_and_offsets_invert_them() {
        let source = Source::new("a", "x\nFérdeline: π");
        let offset = source.text().find('π').unwrap();
        let position = source.position(u32::try_from(offset).unwrap());
        assert_eq!((position.line, position.column), (2, 12));
        assert_eq!(source.offset(position), offset);
    }

    #[test]
    fn a_part_counts_from_its_own_first_line() {
        let source = Source::part("a", "x\ny", 10, 300);
        assert_eq!(source.position(2), Position { line: 11, column: 1 });
    }

    #[test]
    fn offsets_past_the_end_are_clamped() {
        let source = Source::new("a", "é");
        assert_eq!(source.position(99), Position { line: 1, column: 2 });
        assert_eq!(source.position(1), Position { line: 1, column: 1 });
    }
}
