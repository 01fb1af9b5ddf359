//! Where a scalar begins and ends as it is written; the parser's own spans are wider or narrower.

use crate::source::Span;

/// The part of a span that is written: the parser's may run on to the next token.
pub(super) fn written(text: &str, span: Span) -> Span {
    let range = span.range();
    let written = text[range.clone()].trim_end_matches([' ', '\t', '\r', '\n']);
    Span::new(range.start, range.start + written.len())
}

/// A block scalar from its `|` or `>` on: the parser's span begins with the content.
pub(super) fn with_header(text: &str, span: Span) -> Span {
    let range = span.range();
    let before = text[..range.start].trim_end_matches([' ', '\t', '\r', '\n']);
    let line = before.rfind(['\n', '\r']).map_or(0, |end| end + 1);
    let header = before[line..].match_indices(['|', '>']).map(|(at, _)| line + at).find(|&at| {
        let rest = before[at + 1..].trim_start_matches(|c: char| c.is_ascii_digit() || "+-".contains(c));
        (at == line || before[..at].ends_with([' ', '\t'])) && (rest.is_empty() || rest.trim_start().starts_with('#'))
    });
    Span::new(header.unwrap_or(range.start), range.end)
}

/// The part of a span up to the closing quote: the parser's takes in a comment after it.
pub(super) fn quoted(text: &str, span: Span) -> Span {
    let range = span.range();
    let bytes = &text.as_bytes()[..range.end];
    let mut at = range.start;
    while matches!(bytes.get(at), Some(b'&' | b'!')) {
        at += bytes[at..].iter().take_while(|byte| !byte.is_ascii_whitespace()).count();
        at += bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    }
    let Some(&quote) = bytes.get(at) else { return span };
    at += 1;
    while let Some(&byte) = bytes.get(at) {
        let doubled = quote == b'\'' && bytes.get(at + 1) == Some(&quote);
        match byte {
            b'\\' if quote == b'"' => at += 2,
            byte if byte == quote && !doubled => return Span::new(range.start, at + 1),
            byte if byte == quote => at += 2,
            _ => at += 1,
        }
    }
    span
}
