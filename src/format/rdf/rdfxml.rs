//! RDF/XML.
//!
//! The parser tells how far it has read when a statement comes out: the tag that ends there is the statement's place.

use std::collections::HashMap;
use std::sync::Arc;

use oxrdfxml::{RdfXmlParser, SliceRdfXmlParser};

use super::xml::{Survey, survey};
use super::{in_default_graph, no_base, statement};
use crate::diagnostic::Report;
use crate::doc::Node;
use crate::format::{ReadOptions, Syntax};
use crate::rdf::graph::{Spans, Statement, records};
use crate::source::{Source, Span};

/// Elements that one level of a record takes at most in RDF/XML.
pub(super) const TAGS_PER_LEVEL: usize = 4;

/// Reads RDF/XML.
pub fn rdfxml<'s>(source: &'s Arc<Source>, options: &ReadOptions, report: &mut Report) -> Vec<Node<'s>> {
    let mut statements = Vec::new();
    if let Err(fault) = read(source.text(), options, &mut statements) {
        report.push(fault.finding(source));
    }
    records(statements, source, report)
}

fn read(text: &str, options: &ReadOptions, statements: &mut Vec<Statement>) -> Result<(), Syntax> {
    let seen = survey(text, options.limits.depth.saturating_mul(TAGS_PER_LEVEL))?;
    let mut parser = RdfXmlParser::new();
    if let Some(base) = &options.base {
        parser = parser.with_base_iri(base.as_str()).map_err(|error| no_base(base, &error))?;
    }
    let mut parser = parser.for_slice(text);
    let mut places = Places { text, seen, first: HashMap::new(), last: (usize::MAX, Spans::default()) };
    while let Some(result) = parser.next() {
        let at = position(&parser, text);
        let triple = result.map_err(|error| Syntax::new(Span::new(at, at), error.to_string()))?;
        let mut statement = statement(in_default_graph(triple), Spans::default());
        statement.spans = places.at(at, &statement.subject);
        statements.push(statement);
    }
    Ok(())
}

pub(super) fn position(parser: &SliceRdfXmlParser, text: &str) -> usize {
    usize::try_from(parser.buffer_position()).unwrap_or(usize::MAX).min(text.len())
}

struct Places<'t> {
    text: &'t str,
    seen: Survey<'t>,
    /// Where each subject that no attribute names stood first.
    first: HashMap<String, Span>,
    /// The last tag's end and what was found there.
    last: (usize, Spans),
}

impl Places<'_> {
    /// The places of a statement that came out when the text was read up to `end`.
    fn at(&mut self, end: usize, subject: &str) -> Spans {
        if self.last.0 != end {
            self.last = (end, tag_before(self.text, end));
        }
        let spans = self.last.1;
        let subject = match self.seen.names.get(subject) {
            Some(&span) => span,
            None => match self.first.get(subject) {
                Some(&span) => span,
                None => *self.first.entry(subject.to_owned()).or_insert(spans.predicate),
            },
        };
        Spans { subject, ..spans }
    }
}

/// The tag that ends at `end`; for the end of an element that holds only text, its start tag and the text.
fn tag_before(text: &str, end: usize) -> Spans {
    let bytes = text.as_bytes();
    let open = |end: usize| memchr::memrchr(b'<', &bytes[..end]).unwrap_or(end);
    let tag = open(end);
    let whole = Span::new(tag, end);
    if !bytes[tag..].starts_with(b"</") {
        return Spans { subject: whole, predicate: whole, object: whole };
    }
    let start = open(tag);
    let content = memchr::memchr(b'>', &bytes[start..tag]).map_or(tag, |at| start + at + 1);
    let blank = bytes[content..tag].iter().all(u8::is_ascii_whitespace);
    if blank || !matches!(bytes.get(start + 1), Some(byte) if byte.is_ascii_alphabetic() || *byte == b'_') {
        return Spans { subject: whole, predicate: whole, object: whole };
    }
    Spans { subject: whole, predicate: Span::new(start, content), object: Span::new(content, tag) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str =
        "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns:e=\"http://e.org/\">\n";

    fn parse(text: &str) -> (Vec<Statement>, Option<Syntax>) {
        let mut statements = Vec::new();
        let fault = read(text, &ReadOptions::default(), &mut statements).err();
        (statements, fault)
    }

    #[test]
    fn statements_know_their_places() {
        let text = format!(
            "{HEAD}<e:C rdf:about=\"http://e.org/a?x&amp;y\">\n<e:p>one</e:p>\n<e:q rdf:resource=\"http://e.org/b\"/></e:C></rdf:RDF>"
        );
        let (statements, fault) = parse(&text);
        assert!(fault.is_none());
        let slice = |span: Span| &text[span.range()];
        let one = statements.iter().find(|statement| statement.predicate.ends_with('p')).unwrap();
        assert_eq!((slice(one.spans.subject), slice(one.spans.object)), ("http://e.org/a?x&amp;y", "one"));
        let two = statements.iter().find(|statement| statement.predicate.ends_with('q')).unwrap();
        assert!(slice(two.spans.object).contains("http://e.org/b"));
    }

    #[test]
    fn bombs_are_refused() {
        let nested = "<!DOCTYPE a [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>";
        let large = format!("<!DOCTYPE a [<!ENTITY a \"{}\">]>", "a".repeat(20_000));
        let many = format!("<!DOCTYPE a [<!ENTITY a \"{}\">]>{}", "a".repeat(9_000), "&a;".repeat(9_000));
        for text in [nested, &large, &many] {
            assert!(parse(text).1.is_some_and(|fault| fault.help.as_deref() == Some("expand the entities")));
        }
        let harmless =
            format!("<!DOCTYPE rdf:RDF [<!ENTITY e \"http://e.org/\">]>{HEAD}<e:C rdf:about=\"&e;a\"/></rdf:RDF>");
        let (statements, fault) = parse(&harmless);
        assert!(fault.is_none());
        assert_eq!(statements[0].subject, "http://e.org/a");
    }

    #[test]
    fn depth_is_limited_and_faults_have_a_place() {
        let deep = format!("{HEAD}{}", "<e:a>".repeat(10_000));
        assert!(parse(&deep).1.unwrap().message.contains("deeper"));
        let (_, fault) = parse(&format!("{HEAD}<e:C rdf:about=\"a\">\n</e:C></rdf:RDF>"));
        assert!(fault.is_some_and(|fault| fault.span.start as usize >= HEAD.len()));
        for text in ["", "<", "<a", "<a b='", "</", "<!--", "&", "<a></b>"] {
            parse(text);
        }
    }
}
