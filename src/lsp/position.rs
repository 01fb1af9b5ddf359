//! Places as editors count them: 0-based lines, columns in the units that client and server agreed on.

use lsp_types::{Position, PositionEncodingKind, Range};

use crate::source::{self, Source, Span};

/// The units that columns are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    Utf8,
    /// What clients count in that say nothing.
    #[default]
    Utf16,
    Utf32,
}

impl Encoding {
    /// What to use with a client that offers these: bytes if it can, since nothing has to be counted then.
    #[must_use]
    pub fn choose(offered: Option<&[PositionEncodingKind]>) -> Self {
        let offers = |kind: &PositionEncodingKind| offered.is_some_and(|offered| offered.contains(kind));
        if offers(&PositionEncodingKind::UTF8) {
            Self::Utf8
        } else if offers(&PositionEncodingKind::UTF32) && !offers(&PositionEncodingKind::UTF16) {
            Self::Utf32
        } else {
            Self::Utf16
        }
    }

    /// The protocol's name of it.
    #[must_use]
    pub fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
            Self::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    fn units(self, letter: char) -> usize {
        match self {
            Self::Utf8 => letter.len_utf8(),
            Self::Utf16 => letter.len_utf16(),
            Self::Utf32 => 1,
        }
    }

    /// The editor's position of a byte.
    #[must_use]
    pub fn position(self, source: &Source, offset: usize) -> Position {
        let clamped = u32::try_from(offset.min(source.text().len())).unwrap_or(u32::MAX);
        let source::Position { line, column } = source.position(clamped);
        let start = source.offset(source::Position { line, column: 1 });
        let before = source.slice(Span::new(start, clamped as usize));
        // Not by character: minified JSON is one long line.
        let units = match self {
            Self::Utf8 => before.len(),
            Self::Utf16 => column - 1 + before.bytes().filter(|&byte| byte >= FIRST_OF_FOUR).count(),
            Self::Utf32 => column - 1,
        };
        Position::new(narrow(line - 1), narrow(units))
    }

    /// The editor's range of a span.
    #[must_use]
    pub fn range(self, source: &Source, span: Span) -> Range {
        Range::new(self.position(source, span.start as usize), self.position(source, span.end as usize))
    }

    /// The byte of an editor's position. A column past the line's end is the line's end, a line past the text's end the
    /// text's end, and a column inside a character is before it.
    #[must_use]
    pub fn offset(self, source: &Source, position: Position) -> usize {
        let text = source.text();
        let line = position.line as usize + 1;
        if line > source.position(u32::try_from(text.len()).unwrap_or(u32::MAX)).line {
            return text.len();
        }
        let start = source.offset(source::Position { line, column: 1 });
        let mut left = position.character as usize;
        for (at, letter) in text[start..].char_indices() {
            let units = self.units(letter);
            if units > left || letter == '\n' || letter == '\r' {
                return start + at;
            }
            left -= units;
        }
        text.len()
    }
}

/// From here on a byte begins a character of four bytes, which is two units of UTF-16.
const FIRST_OF_FOUR: u8 = 0xF0;

fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "a\u{1F310}b\r\né\rx\n";

    #[test]
    fn places_convert_both_ways_in_every_encoding() {
        let source = Source::new("a", TEXT);
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            for (at, letter) in TEXT.char_indices().chain([(TEXT.len(), ' ')]) {
                let is_break_inside = letter == '\n' && TEXT[..at].ends_with('\r');
                if !is_break_inside {
                    assert_eq!(encoding.offset(&source, encoding.position(&source, at)), at, "{encoding:?} {at}");
                }
            }
        }
    }

    #[test]
    fn columns_are_counted_in_the_units_agreed_on() {
        let source = Source::new("a", TEXT);
        let column = |encoding: Encoding| encoding.position(&source, 5);
        assert_eq!(column(Encoding::Utf8), Position::new(0, 5));
        assert_eq!(column(Encoding::Utf16), Position::new(0, 3));
        assert_eq!(column(Encoding::Utf32), Position::new(0, 2));
        assert_eq!(Encoding::Utf16.position(&source, 10), Position::new(1, 1));
    }

    #[test]
    fn places_outside_the_text_are_clamped() {
        let source = Source::new("a", TEXT);
        assert_eq!(Encoding::Utf16.offset(&source, Position::new(0, 99)), 6);
        assert_eq!(Encoding::Utf16.offset(&source, Position::new(1, 99)), 10);
        assert_eq!(Encoding::Utf16.offset(&source, Position::new(99, 0)), TEXT.len());
        // Between the halves of a pair of UTF-16 units.
        assert_eq!(Encoding::Utf16.offset(&source, Position::new(0, 2)), 1);
    }

    #[test]
    fn bytes_are_preferred_and_utf_16_is_the_default() {
        use PositionEncodingKind as Kind;
        assert_eq!(Encoding::choose(None), Encoding::Utf16);
        assert_eq!(Encoding::choose(Some(&[Kind::UTF16, Kind::UTF8])), Encoding::Utf8);
        assert_eq!(Encoding::choose(Some(&[Kind::UTF32])), Encoding::Utf32);
        assert_eq!(Encoding::choose(Some(&[Kind::UTF32, Kind::UTF16])), Encoding::Utf16);
    }
}
