//! Looks over an XML text before a parser gets it: refuses what would blow up, and notes where nodes are named.

use crate::format::{Comments, Syntax};
use crate::source::Span;

/// Bytes that a document's own entities may hold together.
const ENTITY_BYTES: usize = 10_000;
/// How many times the size of the text its entities may make it.
const EXPANSION: usize = 32;
/// Attributes of one tag: the parser compares each with each.
const ATTRIBUTES: usize = 1_000;

/// What was seen: every start tag in the order of the text.
#[derive(Default)]
pub(super) struct Survey {
    tags: Vec<Tag>,
    /// Where end tags begin, and the start tag of each.
    ends: Vec<(usize, usize)>,
    /// The start tags that have no end tag.
    open: Vec<usize>,
}

/// A start tag, and what in it names nodes and languages; an empty span for nothing.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tag {
    pub span: Span,
    /// The value of `rdf:about`, `rdf:ID` or `rdf:nodeID`.
    pub name: Span,
    /// The value of `rdf:resource`.
    pub resource: Span,
    /// The value of the `xml:lang` that holds here.
    pub language: Span,
    /// The tag around this one.
    parent: Option<usize>,
}

impl Tag {
    /// The qualified name of the element.
    pub(super) fn called<'t>(&self, text: &'t str) -> &'t str {
        let name = text[self.span.range()].trim_start_matches('<');
        let end = name.find(|letter: char| letter.is_ascii_whitespace() || matches!(letter, '/' | '>'));
        &name[..end.unwrap_or(name.len())]
    }
}

/// Looks over a text.
///
/// # Errors
/// Entities that nest or are large, tags that nest deeper than `depth`, tags with very many attributes.
pub(super) fn survey(text: &str, depth: usize) -> Result<Survey, Syntax> {
    entities(text)?;
    let mut survey = Survey::default();
    let (mut at, mut open) = (0, Vec::new());
    while let Some(found) = memchr::memchr(b'<', &text.as_bytes()[at..]) {
        let start = at + found;
        let rest = &text[start..];
        if let Some(end) = skipped(rest) {
            at = start + end;
            continue;
        }
        if rest.starts_with("</") {
            survey.ends.extend(open.pop().map(|tag| (start, tag)));
            at = start + 2;
            continue;
        }
        let (tag, empty) = survey.tag(text, start, open.last().copied())?;
        at = tag.span.end as usize;
        if !empty {
            open.push(survey.tags.len());
        }
        survey.tags.push(tag);
        if open.len() > depth {
            return Err(Syntax::too_deep(tag.span, depth));
        }
    }
    survey.open = open;
    Ok(survey)
}

/// The length of a comment, a CDATA section, a processing instruction or the head of a declaration.
pub(super) fn skipped(rest: &str) -> Option<usize> {
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
pub(super) fn tag_len(tag: &str) -> usize {
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

impl Survey {
    /// The start tag of the tag that begins at a byte, be it that one or the end tag of its element.
    pub(super) fn at(&self, start: usize) -> Option<&Tag> {
        let own = self.tags.binary_search_by_key(&start, |tag| tag.span.start as usize);
        let of_end = || self.ends.binary_search_by_key(&start, |&(end, _)| end).map(|at| self.ends[at].1);
        self.tags.get(own.or_else(|_| of_end()).ok()?)
    }

    /// The tag around a tag.
    pub(super) fn around(&self, tag: &Tag) -> Option<&Tag> {
        self.tags.get(tag.parent?)
    }

    /// Refuses a text that ends within elements, which the parser does not mind.
    ///
    /// # Errors
    /// The innermost element without an end tag.
    pub(super) fn all_closed(&self, text: &str) -> Result<(), Syntax> {
        let Some(tag) = self.open.last().map(|&at| &self.tags[at]) else { return Ok(()) };
        let name = tag.called(text);
        Err(Syntax::new(tag.span, format!("the element {name} is never closed"))
            .help(format!("the text may be cut off; else write </{name}> where the element ends")))
    }

    /// The element of a node that is not within another one, if it is open at a byte.
    pub(super) fn open_at(&self, text: &str, at: usize) -> Option<&Tag> {
        let around = self.tags.first().is_some_and(|root| root.called(text).ends_with(":RDF")).then_some(0);
        let begins = |tag: &Tag| tag.parent == around && (tag.span.start as usize) < at;
        let (number, tag) = self.tags.iter().enumerate().rev().find(|(_, tag)| begins(tag))?;
        let is_empty = text[tag.span.range()].ends_with("/>");
        let is_closed = is_empty || self.ends.iter().any(|&(end, of)| of == number && end < at);
        (!is_closed).then_some(tag)
    }

    /// Every `xml:lang`, in the order of the text.
    pub(super) fn languages<'t>(&self, text: &'t str) -> Vec<(Span, &'t str)> {
        let inherited = |tag: &Tag| tag.parent.map_or(Span::default(), |parent| self.tags[parent].language);
        let own = self.tags.iter().filter(|tag| tag.language != inherited(tag));
        own.map(|tag| (tag.language, &text[tag.language.range()])).collect()
    }

    /// Reads a start tag; tells whether it closes itself.
    fn tag(&self, text: &str, start: usize, parent: Option<usize>) -> Result<(Tag, bool), Syntax> {
        let language = parent.map_or(Span::default(), |parent| self.tags[parent].language);
        let mut tag = Tag { language, parent, ..Tag::default() };
        let mut attributes = Attributes { text, at: start + 1, end: None };
        let mut count = 0;
        for (name, value) in attributes.by_ref() {
            count += 1;
            if count > ATTRIBUTES {
                return Err(Syntax::new(value, format!("a tag with more than {ATTRIBUTES} attributes"))
                    .help("write properties as elements"));
            }
            match name.rsplit_once(':') {
                Some(("xml", "lang")) => tag.language = value,
                // The prefix is nearly always `rdf`, and properties of others are not called so.
                Some((_, "about" | "ID" | "nodeID")) => tag.name = value,
                Some((_, "resource")) => tag.resource = value,
                _ => {}
            }
        }
        let end = attributes.end.unwrap_or(text.len());
        tag.span = Span::new(start, end);
        let empty = attributes.end.is_none() || text.as_bytes()[end - 2] == b'/';
        Ok((tag, empty))
    }
}

/// The attributes of a start tag: the name of each and where its value stands.
pub(super) struct Attributes<'t> {
    pub text: &'t str,
    pub at: usize,
    /// The end of the tag, once it is reached; none where the text ends before.
    pub end: Option<usize>,
}

impl<'t> Iterator for Attributes<'t> {
    type Item = (&'t str, Span);

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = self.text.as_bytes();
        let stop = self.at + memchr::memchr3(b'"', b'\'', b'>', &bytes[self.at..])?;
        if bytes[stop] == b'>' {
            self.end = Some(stop + 1);
            return None;
        }
        let length = memchr::memchr(bytes[stop], &bytes[stop + 1..])?;
        let value = Span::new(stop + 1, stop + 1 + length);
        let before = self.text[self.at..stop].trim_end().trim_end_matches('=').trim_end();
        let name = before.rsplit(|letter: char| letter.is_ascii_whitespace()).next().unwrap_or_default();
        self.at = stop + length + 2;
        Some((name, value))
    }
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
