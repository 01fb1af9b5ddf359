//! Looks over an XML text before a parser gets it: refuses what would blow up, and notes where nodes are named.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::format::{Comments, Syntax};
use crate::source::Span;

/// Bytes that a document's own entities may hold together.
const ENTITY_BYTES: usize = 10_000;
/// How many times the size of the text its entities may make it.
const EXPANSION: usize = 32;
/// Attributes of one tag: the parser compares each with each.
const ATTRIBUTES: usize = 1_000;

/// What was seen.
pub(super) struct Survey<'t> {
    /// The first `rdf:about` (or `rdf:ID`) of each value.
    pub names: HashMap<Cow<'t, str>, Span>,
}

/// Looks over a text.
///
/// # Errors
/// Entities that nest or are large, tags that nest deeper than `depth`, tags with very many attributes.
pub(super) fn survey(text: &str, depth: usize) -> Result<Survey<'_>, Syntax> {
    entities(text)?;
    let mut survey = Survey { names: HashMap::new() };
    let (mut at, mut open) = (0, 0_usize);
    while let Some(found) = memchr::memchr(b'<', &text.as_bytes()[at..]) {
        let start = at + found;
        let rest = &text[start..];
        if let Some(end) = skipped(rest) {
            at = start + end;
            continue;
        }
        if rest.starts_with("</") {
            open = open.saturating_sub(1);
            at = start + 2;
            continue;
        }
        let (end, empty) = survey.tag(text, start)?;
        open += usize::from(!empty);
        if open > depth {
            return Err(Syntax::too_deep(Span::new(start, end), depth));
        }
        at = end;
    }
    Ok(survey)
}

/// The length of a comment, a CDATA section, a processing instruction or the head of a declaration.
fn skipped(rest: &str) -> Option<usize> {
    let until = |close: &str| Some(rest.find(close).map_or(rest.len(), |at| at + close.len()));
    match rest {
        _ if rest.starts_with("<!--") => until("-->"),
        _ if rest.starts_with("<![CDATA[") => until("]]>"),
        _ if rest.starts_with("<?") => until("?>"),
        _ if rest.starts_with("<!") => Some(2),
        _ => None,
    }
}

/// The comments of a text.
#[must_use]
pub fn comments(text: &str) -> Comments {
    let mut comments = Comments::default();
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'<', &text.as_bytes()[at..]) {
        let start = at + found;
        let rest = &text[start..];
        at = start + skipped(rest).unwrap_or_else(|| tag_len(rest));
        if rest.starts_with("<!--") {
            comments.of_xml(text, start, at);
        } else {
            comments.solid(text, Span::new(start, at));
        }
    }
    comments
}

/// The length of a tag; a `>` in its attributes does not end it.
fn tag_len(tag: &str) -> usize {
    let bytes = tag.as_bytes();
    let mut at = 0;
    while let Some(found) = memchr::memchr3(b'"', b'\'', b'>', &bytes[at..]) {
        let stop = at + found;
        if bytes[stop] == b'>' {
            return stop + 1;
        }
        let Some(length) = memchr::memchr(bytes[stop], &bytes[stop + 1..]) else { break };
        at = stop + length + 2;
    }
    bytes.len()
}

impl<'t> Survey<'t> {
    /// Reads a start tag; returns its end, and whether it closes itself.
    fn tag(&mut self, text: &'t str, start: usize) -> Result<(usize, bool), Syntax> {
        let bytes = text.as_bytes();
        let (mut at, mut attributes) = (start + 1, 0);
        while let Some(found) = memchr::memchr3(b'"', b'\'', b'>', &bytes[at..]) {
            let stop = at + found;
            if bytes[stop] == b'>' {
                return Ok((stop + 1, bytes[stop - 1] == b'/'));
            }
            let Some(length) = memchr::memchr(bytes[stop], &bytes[stop + 1..]) else { break };
            let end = stop + 1 + length;
            attributes += 1;
            if attributes > ATTRIBUTES {
                return Err(Syntax::new(Span::new(at, stop), format!("a tag with more than {ATTRIBUTES} attributes"))
                    .help("write properties as elements"));
            }
            let name = text[at..stop].trim_end().trim_end_matches('=').trim_end();
            if name.ends_with("rdf:about") || name.ends_with("rdf:ID") {
                self.names.entry(unescaped(&text[stop + 1..end])).or_insert(Span::new(stop + 1, end));
            }
            at = end + 1;
        }
        Ok((text.len(), true))
    }
}

/// Replaces XML's own entities, which IRIs may hold.
fn unescaped(value: &str) -> Cow<'_, str> {
    if !value.contains('&') {
        return Cow::Borrowed(value);
    }
    let plain = value.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'");
    Cow::Owned(plain.replace("&amp;", "&"))
}

/// Looks at what a document declares: the parser would expand it without bounds.
fn entities(text: &str) -> Result<(), Syntax> {
    let (mut total, mut longest) = (0, 0);
    let mut from = 0;
    let mut first = None;
    while let Some(found) = text[from..].find("<!ENTITY") {
        let start = from + found;
        let Some(open) = text[start..].find('"').map(|at| start + at + 1) else { break };
        let Some(end) = text[open..].find('"').map(|at| open + at) else { break };
        let span = Span::new(start, end + 1);
        first.get_or_insert(span);
        total += end - open;
        longest = longest.max(end - open);
        if text[open..end].contains('&') || text[open..end].contains('%') && text[start..open].contains('%') {
            return Err(bomb(span, "an entity that is made of entities".to_owned()));
        }
        if total > ENTITY_BYTES {
            return Err(bomb(span, format!("entities of more than {ENTITY_BYTES} bytes")));
        }
        from = end + 1;
    }
    let Some(first) = first else { return Ok(()) };
    let uses = memchr::memchr_iter(b'&', text.as_bytes()).count();
    if uses.saturating_mul(longest) > text.len().saturating_mul(EXPANSION) {
        return Err(bomb(first, format!("entities that make the text more than {EXPANSION} times as long")));
    }
    Ok(())
}

fn bomb(span: Span, what: String) -> Syntax {
    Syntax::new(span, what).help("expand the entities")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_what_is_no_tag_and_no_text() {
        let text = "<?x <!-- a --> ?><a b='<!-- b -->\n'><!-- c\nd --><![CDATA[<!-- e -->]]> # f</a><!-- g";
        let comments = comments(text);
        let said: Vec<&str> = comments.found.iter().map(|comment| &text[comment.inside.range()]).collect();
        assert_eq!(said, [" c\nd "]);
        assert_eq!(comments.solid.len(), 1);
    }
}
