//! Where the terms of a Turtle-like text stand: a tokenizer for places only, which never fails.
//!
//! The grammar is the parser's business. A token here is what the parser can be given at once, so that each statement
//! comes out right after the token that completes it.

use crate::format::Comments;
use crate::source::Span;

/// What a token means for the place of the terms around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// An IRI, a name, a literal with its language or datatype, or a keyword.
    Term,
    /// One of `. ; , [ ] ( ) { }`.
    Mark(u8),
}

/// A token, and the end of the white space and comments after it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub kind: Kind,
    pub span: Span,
    pub next: usize,
}

/// The tokens of a text from a byte offset on.
pub(super) struct Tokens<'t> {
    bytes: &'t [u8],
    at: usize,
    /// Whether strings may be written with three quotes.
    long_strings: bool,
}

impl<'t> Tokens<'t> {
    pub(super) fn new(text: &'t str, start: usize, long_strings: bool) -> Self {
        let mut tokens = Self { bytes: text.as_bytes(), at: start, long_strings };
        tokens.gap();
        tokens
    }

    /// Where the next token begins.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Goes on while bytes are of a sort.
    fn skip(&mut self, wanted: impl Fn(u8) -> bool) {
        let rest = &self.bytes[self.at..];
        self.at += rest.iter().position(|&byte| !wanted(byte)).unwrap_or(rest.len());
    }

    /// White space and comments.
    fn gap(&mut self) {
        loop {
            self.skip(|byte| byte.is_ascii_whitespace());
            if self.peek() != Some(b'#') {
                return;
            }
            self.skip(|byte| byte != b'\n' && byte != b'\r');
        }
    }

    fn term(&mut self) {
        match self.peek() {
            Some(b'<') => return self.iri(),
            Some(quote @ (b'"' | b'\'')) => self.string(quote),
            _ => {}
        }
        self.word();
        if self.peek() == Some(b'<') && self.bytes[..self.at].ends_with(b"^^") {
            self.iri();
        }
    }

    /// What stands up to a delimiter, without the full stops at its end.
    fn word(&mut self) {
        let start = self.at;
        while let Some(byte) = self.peek() {
            match byte {
                b'\\' => self.at = (self.at + 2).min(self.bytes.len()),
                b';' | b',' | b'[' | b']' | b'(' | b')' | b'{' | b'}' | b'<' | b'"' | b'\'' | b'#' => break,
                _ if byte.is_ascii_whitespace() => break,
                _ => self.at += 1,
            }
        }
        while self.at > start && self.bytes[self.at - 1] == b'.' {
            self.at -= 1;
        }
    }

    fn iri(&mut self) {
        self.skip(|byte| byte != b'>' && !byte.is_ascii_whitespace());
        if self.peek() == Some(b'>') {
            self.at += 1;
        }
    }

    fn string(&mut self, quote: u8) {
        if self.long_strings && self.bytes[self.at..].starts_with(&[quote; 3]) {
            return self.long_string(quote);
        }
        self.at += 1;
        while let Some(byte) = self.peek() {
            match byte {
                b'\n' | b'\r' => return,
                b'\\' if matches!(self.bytes.get(self.at + 1), Some(b'\n' | b'\r')) => self.at += 1,
                b'\\' => self.at = (self.at + 2).min(self.bytes.len()),
                _ => self.at += 1,
            }
            if byte == quote {
                return;
            }
        }
    }

    fn long_string(&mut self, quote: u8) {
        self.at += 3;
        let mut quotes = 0;
        while let Some(byte) = self.peek() {
            if quotes == 3 && byte != quote {
                return;
            }
            match byte {
                b'\\' => self.at = (self.at + 2).min(self.bytes.len()),
                _ => self.at += 1,
            }
            quotes = if byte == quote { (quotes + 1).min(3) } else { 0 };
        }
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let start = self.at;
        let first = self.peek()?;
        let kind = match first {
            b'.' | b';' | b',' | b'[' | b']' | b'(' | b')' | b'{' | b'}' => {
                self.at += 1;
                Kind::Mark(first)
            }
            _ => {
                self.term();
                self.at = self.at.max(start + 1);
                Kind::Term
            }
        };
        let span = Span::new(start, self.at);
        self.gap();
        Some(Token { kind, span, next: self.at })
    }
}

/// The comments of a Turtle-like text.
#[must_use]
pub fn comments(text: &str) -> Comments {
    let mut comments = Comments::default();
    let tokens = Tokens::new(text, 0, true);
    between(text, 0, tokens.at(), &mut comments);
    for token in tokens {
        comments.solid(text, token.span);
        between(text, token.span.end as usize, token.next, &mut comments);
    }
    comments
}

/// Looks at what stands between two tokens: white space and comments.
fn between(text: &str, start: usize, end: usize, comments: &mut Comments) {
    let mut at = start;
    while let Some(found) = memchr::memchr(b'#', &text.as_bytes()[at..end]) {
        at = comments.rest_of_line(text, at + found);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_terms_and_marks() {
        let text = "ex:a.b <p#q> \"x \\\" .\"@en-GB,'y'^^<t>;# c\n 5.5 . \"\"\"a\"b\n\"\"\"\".";
        let tokens: Vec<&str> = Tokens::new(text, 0, true).map(|token| &text[token.span.range()]).collect();
        let wanted =
            ["ex:a.b", "<p#q>", "\"x \\\" .\"@en-GB", ",", "'y'^^<t>", ";", "5.5", ".", "\"\"\"a\"b\n\"\"\"\"", "."];
        assert_eq!(tokens, wanted);
    }

    #[test]
    fn every_text_is_covered() {
        for text in ["\"", "'a", "<", "\\", "\"\"\"", "é\"\\", "@", ".", "#"] {
            let end = Tokens::new(text, 0, true).last().map_or(text.len(), |token| token.next);
            assert_eq!(end, text.len(), "{text:?}");
        }
    }
    #[test]
    fn comments_are_what_is_no_string_and_no_iri() {
        let text = "# a\nex:a <p#q> \"# \\\" #\" ;# b\n ex:p \"\"\"x\n# y\"\"\"@en .\n#";
        let comments = comments(text);
        let said: Vec<&str> = comments.found.iter().map(|comment| &text[comment.span.range()]).collect();
        assert_eq!(said, ["# a", "# b", "#"]);
        let solid: Vec<&str> = comments.solid.iter().map(|span| &text[span.range()]).collect();
        assert_eq!(solid, ["\"\"\"x\n# y\"\"\"@en"]);
    }
}
