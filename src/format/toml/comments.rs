//! Where TOML has comments: at every `#` outside of strings.

use super::string;
use crate::format::Comments;
use crate::source::Span;

/// The comments of a document.
#[must_use]
pub fn comments(text: &str) -> Comments {
    let bytes = text.as_bytes();
    let mut comments = Comments::default();
    let mut at = 0;
    while let Some(found) = memchr::memchr3(b'#', b'"', b'\'', &bytes[at..]) {
        let start = at + found;
        if bytes[start] == b'#' {
            at = comments.rest_of_line(text, start);
        } else {
            at = string::end(bytes, start);
            comments.solid(text, Span::new(start, at));
        }
    }
    comments
}
