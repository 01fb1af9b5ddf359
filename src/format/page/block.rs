//! Blocks: the lines, paragraphs, headings and list items of a page, each character of which knows where it came from.

use crate::doc::Node;
use crate::source::Span;

/// What a block is on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The document's title, which browsers show outside the page.
    Title,
    /// A heading of HTML.
    Heading { top: bool },
    /// A line of plain text, or a paragraph of HTML.
    Line,
    /// An item of a list.
    Item,
}

/// One block.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) role: Role,
    /// Whether a blank line or the end of an element stands before it.
    pub(super) apart: bool,
    /// As a reader sees it: entities decoded, invisible characters dropped.
    pub(super) text: String,
    /// Byte of the text at which its words begin, after a bullet or number.
    pub(super) body: usize,
    /// Where the text came from, in order.
    origin: Vec<Segment>,
    /// Targets of the links in it.
    pub(super) links: Vec<Link>,
}

/// Text from byte `at` on came from `span`.
#[derive(Debug, Clone, Copy)]
struct Segment {
    at: usize,
    span: Span,
    /// Whether it is the source's own bytes, so that offsets inside it carry over.
    verbatim: bool,
}

/// Where a link leads.
#[derive(Debug, Clone)]
pub(super) struct Link {
    pub(super) target: String,
    pub(super) span: Span,
}

impl Block {
    pub(super) fn new(role: Role, apart: bool) -> Self {
        Self { role, apart, text: String::new(), body: 0, origin: Vec::new(), links: Vec::new() }
    }

    /// Adds a part of the source as it is.
    pub(super) fn push_verbatim(&mut self, text: &str, start: usize) {
        let extends = self.origin.last().is_some_and(|last| last.verbatim && last.span.end as usize == start);
        let end = start + text.len();
        match self.origin.last_mut() {
            Some(last) if extends => last.span = Span::new(last.span.start as usize, end),
            _ => self.origin.push(Segment { at: self.text.len(), span: Span::new(start, end), verbatim: true }),
        }
        self.text.push_str(text);
    }

    /// Adds text that stands for a part of the source.
    pub(super) fn push_for(&mut self, text: &str, span: Span) {
        if !text.is_empty() {
            self.origin.push(Segment { at: self.text.len(), span, verbatim: false });
            self.text.push_str(text);
        }
    }

    /// Adds visible text from the source: invisible characters go, special spaces become plain ones.
    pub(super) fn push_visible(&mut self, text: &str, start: usize) {
        let mut plain = 0;
        for (at, letter) in text.char_indices().filter(|(_, letter)| !letter.is_ascii() || letter.is_ascii_control()) {
            let Some(instead) = instead_of(letter) else { continue };
            self.push_verbatim_part(&text[plain..at], start + plain);
            self.push_for(instead, Span::new(start + at, start + at + letter.len_utf8()));
            plain = at + letter.len_utf8();
        }
        self.push_verbatim_part(&text[plain..], start + plain);
    }

    fn push_verbatim_part(&mut self, text: &str, start: usize) {
        if !text.is_empty() {
            self.push_verbatim(text, start);
        }
    }

    /// Adds the text of a block that continues this one.
    pub(super) fn append(&mut self, next: &Self) {
        let end = self.origin.last().map_or(0, |last| last.span.end as usize);
        let start = next.origin.first().map_or(end, |first| first.span.start as usize);
        self.push_for(" ", Span::new(end, start.max(end)));
        let by = self.text.len();
        self.origin.extend(next.origin.iter().map(|segment| Segment { at: segment.at + by, ..*segment }));
        self.text.push_str(&next.text);
        self.links.extend(next.links.iter().cloned());
    }

    /// Takes the spaces off the end.
    pub(super) fn trim_end(&mut self) {
        self.text.truncate(self.text.trim_end().len());
    }

    /// Where the text of a byte range came from.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        let first = self.segment(start);
        let last = self.segment(end.saturating_sub(1).max(start));
        let (Some(first), Some(last)) = (first, last) else { return Span::default() };
        let offset = |segment: &Segment, at: usize| {
            (segment.span.start as usize + at - segment.at).min(segment.span.end as usize)
        };
        let begin = if first.verbatim { offset(first, start) } else { first.span.start as usize };
        let finish = if last.verbatim { offset(last, end) } else { last.span.end as usize };
        Span::new(begin, finish.max(begin))
    }

    fn segment(&self, at: usize) -> Option<&Segment> {
        let after = self.origin.partition_point(|segment| segment.at <= at);
        self.origin.get(after.checked_sub(1)?)
    }

    /// All of it, without bullet.
    pub(super) fn words(&self) -> Phrase<'_> {
        Phrase { block: self, text: self.text[self.body..].trim() }
    }

    /// All of it, with its bullet or number.
    pub(super) fn line(&self) -> Phrase<'_> {
        Phrase { block: self, text: self.text.trim() }
    }

    pub(super) fn is_item(&self) -> bool {
        self.role == Role::Item
    }
}

/// A text without invisible characters and special spaces.
pub(super) fn visible(text: &str) -> String {
    let mut visible = String::with_capacity(text.len());
    for letter in text.chars() {
        match instead_of(letter) {
            Some(instead) => visible.push_str(instead),
            None => visible.push(letter),
        }
    }
    visible
}

/// What is written instead of a character that is invisible or a special space.
fn instead_of(letter: char) -> Option<&'static str> {
    match letter {
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => Some(""),
        '\t' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => Some(" "),
        _ if letter.is_control() => Some(""),
        _ => None,
    }
}

/// Some words of a block.
#[derive(Debug, Clone, Copy)]
pub(super) struct Phrase<'b> {
    block: &'b Block,
    pub(super) text: &'b str,
}

impl<'b> Phrase<'b> {
    /// A part of these words; it must be a slice of them.
    pub(super) fn part(self, text: &'b str) -> Self {
        Self { block: self.block, text: text.trim() }
    }

    /// Where the words stand.
    pub(super) fn span(self) -> Span {
        // The words are a slice of the block's text, so the distance of their addresses is their offset.
        let start = (self.text.as_ptr() as usize).saturating_sub(self.block.text.as_ptr() as usize);
        self.block.span(start, start + self.text.len())
    }

    /// The words as a string of the tree.
    pub(super) fn node(self) -> Node<'static> {
        Node::string(self.text.to_owned(), self.span())
    }

    /// A string of the tree that these words say.
    pub(super) fn says(self, value: &str) -> Node<'static> {
        Node::string(value.to_owned(), self.span())
    }

    pub(super) fn is_empty(self) -> bool {
        self.text.is_empty()
    }

    /// The links of the block that the words are in.
    pub(super) fn links(self) -> &'b [Link] {
        &self.block.links
    }
}
