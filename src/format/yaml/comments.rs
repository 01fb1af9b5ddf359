//! Where YAML has comments: between the scalars that the parser finds, which tell it from a `#` in a string.

use saphyr_parser::{Event, Parser, ScalarStyle};

use super::documents;
use super::place::Places;
use crate::format::Comments;
use crate::source::Span;

/// The comments of a stream. Of a document that is broken only those before the fault are found.
#[must_use]
pub fn comments(text: &str) -> Comments {
    let mut comments = Comments::default();
    for document in documents(text) {
        in_document(text, document, &mut comments);
    }
    comments
}

fn in_document(text: &str, document: Span, comments: &mut Comments) {
    let mut places = Places::new(text, document);
    let mut at = document.start as usize;
    for event in Parser::new_from_str(&text[document.range()]) {
        let Ok((event, span)) = event else { return };
        let Event::Scalar(value, style, ..) = event else { continue };
        let span = places.span(span);
        let start = span.start as usize;
        // The place of a scalar that is empty and not quoted says nothing.
        let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
        if start < at || span.start == span.end || (is_block && value.is_empty()) {
            continue;
        }
        let header = between(text, at, start, comments);
        at = match style {
            ScalarStyle::Plain => span.end as usize,
            ScalarStyle::SingleQuoted => places.quoted_end(span, true),
            ScalarStyle::DoubleQuoted => places.quoted_end(span, false),
            ScalarStyle::Literal | ScalarStyle::Folded => start + text[span.range()].trim_end().len(),
        };
        // The text of a block scalar begins after its header.
        let start = header.filter(|_| is_block).unwrap_or(start);
        comments.solid(text, Span::new(start, at));
    }
    between(text, at, document.end as usize, comments);
}

/// Looks between scalars, where a `#` at the beginning of a line or after white space begins a comment. Gives the last
/// indicator of a block scalar.
fn between(text: &str, start: usize, end: usize, comments: &mut Comments) -> Option<usize> {
    let bytes = &text.as_bytes()[..end];
    let (mut at, mut indicator) = (start, None);
    while let Some(&byte) = bytes.get(at) {
        if byte == b'#'
            && text[..at].chars().next_back().is_none_or(|last| last.is_ascii_whitespace() || last == '\u{feff}')
        {
            at = comments.rest_of_line(text, at);
            continue;
        }
        if matches!(byte, b'|' | b'>') {
            indicator = Some(at);
        }
        at += 1;
    }
    indicator
}
