//! XML as a tree whose parts know where they stand: what the readers of XML feeds share.
//!
//! Feeds are written by many hands. What is wrong is told at its place, and what surely was meant is read all the same:
//! an entity of HTML, an ampersand by itself, an end tag that closes several elements.

use std::borrow::Cow;
use std::sync::Arc;

use quick_xml::Reader;
use quick_xml::escape::resolve_html5_entity;
use quick_xml::events::{BytesStart, Event};

use super::{Limits, Syntax};
use crate::diagnostic::{Diagnostic, Report, Severity};
use crate::source::{Source, Span};

/// An element with its attributes, child elements and text.
#[derive(Debug)]
pub struct Element<'s> {
    /// Without prefix.
    pub name: &'s str,
    /// From `<` of the start tag to `>` of the end tag.
    pub span: Span,
    pub attributes: Vec<(&'s str, Text<'s>)>,
    pub children: Vec<Element<'s>>,
    /// The element's own text, all pieces together.
    pub text: Option<Text<'s>>,
}

/// A text, and where it stands.
#[derive(Debug, Clone)]
pub struct Text<'s> {
    pub text: Cow<'s, str>,
    pub span: Span,
}

impl<'s> Element<'s> {
    fn new(name: &'s str, span: Span) -> Self {
        Self { name, span, attributes: Vec::new(), children: Vec::new(), text: None }
    }

    /// The first child of a name.
    #[must_use]
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// All children of a name.
    pub fn children<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&Text<'s>> {
        self.attributes.iter().find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// The text of the first child of a name.
    #[must_use]
    pub fn text_of(&self, name: &str) -> Option<&Text<'s>> {
        self.child(name)?.text.as_ref()
    }

    /// The `<` and the name of its start tag.
    #[must_use]
    pub fn head(&self) -> Span {
        let start = self.span.start as usize;
        Span::new(start, start + 1 + self.name.len())
    }

    fn push_text(&mut self, text: Cow<'s, str>, span: Span) {
        match &mut self.text {
            None => self.text = Some(Text { text, span }),
            Some(known) => {
                known.text.to_mut().push_str(&text);
                known.span = Span::new(known.span.start as usize, span.end as usize);
            }
        }
    }
}

/// Reads a text into its outermost element. Where the text breaks off or goes wrong, what stands before is kept.
#[must_use]
pub fn parse<'s>(source: &'s Arc<Source>, limits: &Limits, report: &mut Report) -> Option<Element<'s>> {
    let mut reader = Reader::from_str(source.text());
    // Wrong end tags are told and mended here, so that they cost no more than themselves.
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let mut tree = Tree { source, report, open: Vec::new(), root: None };
    // The reader passes over a byte order mark without a word.
    let mut start = if source.text().starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    loop {
        let event = reader.read_event();
        let end = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let span = Span::new(start, end.min(source.text().len()));
        match event {
            Ok(Event::Eof) => break,
            Ok(event) => {
                if let Err(fault) = tree.event(event, span, limits.depth) {
                    tree.report.push(fault.finding(source));
                    break;
                }
            }
            Err(error) => {
                tree.report.push(Syntax::new(span, error.to_string()).finding(source));
                break;
            }
        }
        start = end;
    }
    tree.finish()
}

struct Tree<'s, 'r> {
    source: &'s Arc<Source>,
    report: &'r mut Report,
    open: Vec<Element<'s>>,
    root: Option<Element<'s>>,
}

impl<'s> Tree<'s, '_> {
    fn event(&mut self, event: Event<'s>, span: Span, depth: usize) -> Result<(), Syntax> {
        match event {
            Event::Start(tag) => {
                if self.open.len() >= depth {
                    return Err(Syntax::too_deep(span, depth));
                }
                let element = self.element(&tag, span);
                self.open.push(element);
            }
            Event::Empty(tag) => {
                let element = self.element(&tag, span);
                self.close(element);
            }
            Event::End(tag) => self.end(local(tag.name().into_inner()), span),
            Event::Text(_) => self.text(span),
            Event::CData(text) => {
                let raw = self.source.slice(span);
                let inner = raw.strip_prefix("<![CDATA[").and_then(|raw| raw.strip_suffix("]]>")).unwrap_or_default();
                drop(text);
                self.push_text(Cow::Borrowed(inner), span);
            }
            _ => {}
        }
        Ok(())
    }

    fn element(&mut self, tag: &BytesStart<'_>, span: Span) -> Element<'s> {
        let source = self.source;
        let raw = source.slice(span);
        // Names and values are taken from the source, so that they live as long as it does.
        let name_end = raw[1..].find(|letter: char| letter.is_whitespace() || letter == '/' || letter == '>');
        let name = &raw[1..=name_end.unwrap_or(raw.len() - 1).min(raw.len() - 1)];
        let mut element = Element::new(local_str(name), span);
        let base = span.start as usize + 1;
        let whole: &[u8] = tag;
        for attribute in tag.attributes().with_checks(false) {
            let Ok(attribute) = attribute else {
                self.report.push(Syntax::new(span, "an attribute of this tag cannot be read").finding(source));
                break;
            };
            let offset = |part: &[u8]| (part.as_ptr() as usize).wrapping_sub(whole.as_ptr() as usize) + base;
            let key = Span::new(offset(attribute.key.0), offset(attribute.key.0) + attribute.key.0.len());
            let value = Span::new(offset(&attribute.value), offset(&attribute.value) + attribute.value.len());
            let text = self.unescaped(value);
            element.attributes.push((local_str(source.slice(key)), Text { text, span: value }));
        }
        element
    }

    /// Closes the innermost element of a name, and those that were left open inside it.
    fn end(&mut self, name: &[u8], span: Span) {
        let Some(at) = self.open.iter().rposition(|element| element.name.as_bytes() == name) else {
            let message = format!("</{}> closes nothing", String::from_utf8_lossy(name));
            self.report.push(Syntax::new(span, message).help("take the end tag out").finding(self.source));
            return;
        };
        for unclosed in self.open.get(at + 1..).unwrap_or_default() {
            let message = format!("<{}> is not closed", unclosed.name);
            let help = format!("write </{}> before </{}>", unclosed.name, String::from_utf8_lossy(name));
            self.report.push(Syntax::new(unclosed.head(), message).help(help).finding(self.source));
        }
        while self.open.len() > at {
            let Some(mut element) = self.open.pop() else { return };
            element.span = Span::new(element.span.start as usize, span.end as usize);
            self.close(element);
        }
    }

    fn close(&mut self, element: Element<'s>) {
        match self.open.last_mut() {
            Some(parent) => parent.children.push(element),
            None => {
                self.root.get_or_insert(element);
            }
        }
    }

    fn text(&mut self, span: Span) {
        let raw = self.source.slice(span);
        let trimmed = raw.trim();
        if !trimmed.is_empty() {
            let start = span.start as usize + raw.find(trimmed).unwrap_or(0);
            let span = Span::new(start, start + trimmed.len());
            let text = self.unescaped(span);
            self.push_text(text, span);
        }
    }

    fn push_text(&mut self, text: Cow<'s, str>, span: Span) {
        if let Some(element) = self.open.last_mut() {
            element.push_text(text, span);
        }
    }

    /// The text of a span with its references resolved; those that are none are told and left as they are.
    fn unescaped(&mut self, span: Span) -> Cow<'s, str> {
        let source = self.source;
        let raw = source.slice(span);
        if !raw.contains('&') {
            return Cow::Borrowed(raw);
        }
        let mut text = String::with_capacity(raw.len());
        let mut rest = raw;
        while let Some(at) = rest.find('&') {
            text.push_str(&rest[..at]);
            let reference = &rest[at..];
            let start = span.start as usize + raw.len() - reference.len();
            match resolved(reference) {
                Some((meant, length)) => {
                    text.push_str(&meant);
                    rest = &reference[length..];
                }
                None => {
                    let place = Span::new(start, start + 1);
                    let finding =
                        Diagnostic::new("import/mended", Severity::Note, source, place, "an ampersand by itself");
                    self.report.push(finding.help("it was read as &amp;").mend_with("&amp;"));
                    text.push('&');
                    rest = &reference[1..];
                }
            }
        }
        text.push_str(rest);
        Cow::Owned(text)
    }

    /// The outermost element; those that are still open are told and closed.
    fn finish(mut self) -> Option<Element<'s>> {
        let end = self.source.text().len();
        if let Some(last) = self.open.last() {
            let message = format!("the text ends inside <{}>", last.name);
            self.report.push(Syntax::new(last.head(), message).finding(self.source));
        }
        while let Some(mut element) = self.open.pop() {
            element.span = Span::new(element.span.start as usize, end);
            self.close(element);
        }
        self.root
    }
}

/// What a reference at the beginning of a text stands for, and how long it is.
fn resolved(text: &str) -> Option<(Cow<'static, str>, usize)> {
    const LONGEST: usize = 34;
    let end = text.bytes().take(LONGEST).position(|byte| byte == b';')?;
    let name = &text[1..end];
    let meant = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => number.parse().ok()?,
            };
            Cow::Owned(char::from_u32(code)?.to_string())
        }
        None => Cow::Borrowed(resolve_html5_entity(name)?),
    };
    Some((meant, end + 1))
}

fn local(name: &[u8]) -> &[u8] {
    name.iter().position(|&byte| byte == b':').map_or(name, |at| &name[at + 1..])
}

fn local_str(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}
