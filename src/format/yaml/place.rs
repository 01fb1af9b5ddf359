//! From the parser's character indexes to byte ranges of the whole text.

use saphyr_parser::Marker;

use crate::source::Span;

/// A document within its text, and the place last asked for: events come in order, so that finding the next place
/// takes no more steps than the text has characters.
pub(super) struct Places<'s> {
    text: &'s str,
    document: Span,
    ascii: bool,
    chars: usize,
    byte: usize,
}

impl<'s> Places<'s> {
    pub(super) fn new(text: &'s str, document: Span) -> Self {
        let ascii = text[document.range()].is_ascii();
        Self { text, document, ascii, chars: 0, byte: document.start as usize }
    }

    pub(super) fn text(&self) -> &'s str {
        &self.text[..self.document.end as usize]
    }

    /// Where the document begins.
    pub(super) fn start(&self) -> usize {
        self.document.start as usize
    }

    /// The byte, in the whole text, of a character of the document.
    pub(super) fn byte(&mut self, marker: Marker) -> usize {
        let (start, end) = (self.document.start as usize, self.document.end as usize);
        if self.ascii {
            return (start + marker.index()).min(end);
        }
        while self.chars < marker.index() && self.byte < end {
            self.byte += self.text[self.byte..].chars().next().map_or(1, char::len_utf8);
            self.chars += 1;
        }
        while self.chars > marker.index() {
            self.byte -= self.text[..self.byte].chars().next_back().map_or(0, char::len_utf8);
            self.chars -= 1;
        }
        self.byte
    }

    pub(super) fn span(&mut self, span: saphyr_parser::Span) -> Span {
        let start = self.byte(span.start);
        Span::new(start, self.byte(span.end).max(start))
    }

    /// The byte of the first of some indicators after `from`, where only other indicators, comments and white space
    /// come between. The parser's own marks of entries and block scalars are past them.
    pub(super) fn indicator(&self, from: usize, sought: &[u8]) -> Option<usize> {
        let bytes = self.text().as_bytes();
        let mut at = from.max(self.start());
        loop {
            match bytes.get(at)? {
                byte if sought.contains(byte) => return Some(at),
                b' ' | b'\t' | b'\n' | b'\r' | b':' | b'-' | b'?' => at += 1,
                b'#' => at += bytes[at..].iter().position(|&byte| byte == b'\n' || byte == b'\r')?,
                _ => return None,
            }
        }
    }

    /// The end of a quoted scalar, past its closing quote; the parser's own end is past blanks and comments.
    pub(super) fn quoted_end(&self, span: Span, single: bool) -> usize {
        let bytes = self.text().as_bytes();
        let quote = if single { b'\'' } else { b'"' };
        let Some(open) = self.quote_in(span, quote) else { return span.end as usize };
        let mut at = open + 1;
        while let Some(&byte) = bytes.get(at) {
            let escaped = match byte {
                b'\'' if single => bytes.get(at + 1) == Some(&b'\''),
                b'\\' => !single,
                _ => false,
            };
            if byte == quote && !escaped {
                return at + 1;
            }
            at += if escaped { 2 } else { 1 };
        }
        span.end as usize
    }

    /// Where the quote opens: at the start, or after anchor and tag.
    fn quote_in(&self, span: Span, quote: u8) -> Option<usize> {
        let bytes = &self.text().as_bytes()[..span.end as usize];
        let mut at = span.start as usize;
        loop {
            match *bytes.get(at)? {
                byte if byte == quote => return Some(at),
                b'#' => at += bytes[at..].iter().position(|&byte| byte == b'\n' || byte == b'\r')?,
                b'&' | b'!' => at += bytes[at..].iter().position(u8::is_ascii_whitespace)?,
                _ => at += 1,
            }
        }
    }
}
