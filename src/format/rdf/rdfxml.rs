//! RDF/XML.
//!
//! The parser tells how far it has read when a statement comes out: the tag that ends there is the statement's place.

use std::sync::Arc;

use oxrdfxml::{RdfXmlParser, SliceRdfXmlParser};

use super::text::in_one_piece;
use super::xml::{Attributes, Survey, Tag, survey};
use super::{in_default_graph, no_base, statement};
use crate::diagnostic::Report;
use crate::format::{ReadOptions, Syntax};
use crate::rdf::graph::{Spans, Statement, Term};
use crate::source::{Source, Span};
use crate::vocab::rdf;

/// Elements that one level of a record takes at most in RDF/XML.
pub(super) const TAGS_PER_LEVEL: usize = 4;

/// Reads the statements of RDF/XML.
pub fn rdfxml(source: &Arc<Source>, options: &ReadOptions, report: &mut Report) -> Vec<Statement> {
    let mut statements = Vec::new();
    if let Err(fault) = read(source.text(), options, &mut statements) {
        report.push(fault.finding(source));
    }
    statements
}

fn read(text: &str, options: &ReadOptions, statements: &mut Vec<Statement>) -> Result<(), Syntax> {
    let seen = survey(text, options.limits.depth.saturating_mul(TAGS_PER_LEVEL))?;
    let mut parser = RdfXmlParser::new().lenient();
    if let Some(base) = &options.base {
        parser = parser.with_base_iri(base.as_str()).map_err(|error| no_base(base, &error))?;
    }
    let whole = in_one_piece(text);
    let places = Places { text, seen };
    let read = elements(parser.for_slice(&*whole), &places, statements);
    let at = read.as_ref().err().map_or(text.len(), |fault| fault.span.start as usize);
    let done = read.and_then(|()| places.seen.all_closed(text));
    if done.is_err()
        && let Some(open) = places.seen.open_at(text, at)
    {
        // A half of a node would only seem to lack the rest.
        statements.retain(|statement| statement.spans.predicate.start < open.span.start);
    }
    done
}

fn elements(mut parser: SliceRdfXmlParser, places: &Places, statements: &mut Vec<Statement>) -> Result<(), Syntax> {
    let text = places.text;
    while let Some(result) = parser.next() {
        let at = position(&parser, text);
        let triple = result.map_err(|error| Syntax::new(Span::new(at, at), error.to_string()))?;
        let mut statement = statement(in_default_graph(triple), Spans::default());
        places.place(at, &mut statement);
        statements.push(statement);
    }
    Ok(())
}

pub(super) fn position(parser: &SliceRdfXmlParser, text: &str) -> usize {
    usize::try_from(parser.buffer_position()).unwrap_or(usize::MAX).min(text.len())
}

struct Places<'t> {
    text: &'t str,
    seen: Survey,
}

impl Places<'_> {
    /// Gives a statement its places when it came out after the text was read up to `end`, and its language tag the case
    /// that it was written in.
    fn place(&self, end: usize, statement: &mut Statement) {
        let start = memchr::memrchr(b'<', &self.text.as_bytes()[..end]).unwrap_or(end);
        let whole = Span::new(start, end);
        statement.spans = Spans { subject: whole, predicate: whole, object: whole };
        let Some(tag) = self.seen.at(start) else { return };
        statement.spans = self.spans(tag, start, statement);
        if let Term::Literal { language, .. } = &mut statement.object
            && let Some(written) = self.text.get(tag.language.range())
            && written.eq_ignore_ascii_case(language)
        {
            written.clone_into(language);
        }
    }

    /// The property is the tag itself, the one around it, an attribute of it, or its type.
    fn spans(&self, tag: &Tag, start: usize, statement: &Statement) -> Spans {
        let around = self.seen.around(tag);
        if self.is_named(tag, &statement.predicate) {
            let subject = around.map_or(tag.span, name_or_tag);
            return Spans { subject, predicate: tag.span, object: self.content(tag, start) };
        }
        if let Some(property) = around.filter(|around| self.is_named(around, &statement.predicate)) {
            let subject = self.seen.around(property).map_or(property.span, name_or_tag);
            return Spans { subject, predicate: property.span, object: name_or_tag(tag) };
        }
        let value = match self.attribute(tag, &statement.predicate) {
            Some(value) => value,
            None if statement.predicate == rdf::TYPE => tag.span,
            // A member of a container or list: the element says no property.
            None => self.content(tag, start),
        };
        Spans { subject: name_or_tag(tag), predicate: value, object: value }
    }

    /// Whether an element is called as an IRI ends.
    fn is_named(&self, tag: &Tag, iri: &str) -> bool {
        let name = tag.called(self.text);
        let local = name.rsplit(':').next().unwrap_or(name);
        !local.is_empty() && iri.ends_with(local)
    }

    /// What a property element says: its text, the node that it names, or the element itself.
    fn content(&self, tag: &Tag, end: usize) -> Span {
        if tag.resource != Span::default() {
            return tag.resource;
        }
        let from = tag.span.end as usize;
        let text = self.text.get(from..end).unwrap_or_default();
        let inner = end.max(from) - text.trim_start().len();
        match self.seen.at(inner).filter(|_| inner < end) {
            Some(node) => name_or_tag(node),
            None if text.trim().is_empty() => tag.span,
            None => Span::new(from, end),
        }
    }

    /// The value of the attribute that is called as an IRI ends.
    fn attribute(&self, tag: &Tag, iri: &str) -> Option<Span> {
        let attributes = Attributes { text: self.text, at: tag.span.start as usize + 1, end: None };
        let mut named = attributes.filter(|(name, _)| {
            let local = name.rsplit(':').next().unwrap_or(name);
            !local.is_empty() && iri.ends_with(local)
        });
        named.next().map(|(_, value)| value)
    }
}

/// Where the node of an element is named; the element where it is not.
fn name_or_tag(tag: &Tag) -> Span {
    if tag.name == Span::default() { tag.span } else { tag.name }
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

    /// The parser takes one piece of text for each property.
    #[test]
    fn a_text_may_have_comments_and_cdata_in_it() {
        for (written, said) in
            [("a<!-- c -->b", "ab"), ("a <?x y?>", "a "), ("a<![CDATA[ & b]]>c", "a & bc"), ("\n<![CDATA[a]]>", "\na")]
        {
            let text =
                format!("{HEAD}<e:C rdf:about=\"http://e.org/a\"><e:p>{written}</e:p><e:q>z</e:q></e:C></rdf:RDF>");
            let (statements, fault) = parse(&text);
            assert!(fault.is_none(), "{written}");
            assert_eq!(statements[1].object.text(), said);
            assert_eq!(&text[statements[1].spans.object.range()], written);
            assert_eq!(&text[statements[2].spans.object.range()], "z");
        }
    }

    /// The parser takes a text that ends too early for a whole one.
    #[test]
    fn a_text_that_is_cut_off_is_told() {
        let root = HEAD.trim_end().len();
        let text = format!(
            "{HEAD}<e:C rdf:about=\"http://e.org/a\">\n<e:p>one &amp; two</e:p><!-- three --><e:q/></e:C></rdf:RDF>"
        );
        assert!(parse(&text).1.is_none());
        for end in root..text.len() {
            assert!(parse(&text[..end]).1.is_some(), "{}", &text[root..end]);
        }
        let fault = parse(&text[..text.len() - "</e:p><!-- three --><e:q/></e:C></rdf:RDF>".len()]).1.unwrap();
        assert_eq!((&text[fault.span.range()], &*fault.message), ("<e:p>", "the element e:p is never closed"));
        let (statements, fault) = parse(&text[..text.len() - "</rdf:RDF>".len()]);
        assert_eq!((fault.unwrap().span.start, statements.len()), (0, 3));
    }

    #[test]
    fn a_node_with_a_fault_is_left_out_and_those_before_it_are_not() {
        let node = |rest: &str| format!("<e:C rdf:about=\"http://e.org/a\"><e:p>one</e:p>{rest}");
        for rest in [
            "<e:q>two</e:r></e:C></rdf:RDF>",
            "<e:q>a & b</e:q></e:C></rdf:RDF>",
            "<e:q>t",
            "<f:q>two</f:q></e:C></rdf:RDF>",
        ] {
            let (statements, fault) = parse(&format!("{HEAD}{}{}", node("</e:C>"), node(rest)));
            assert!(fault.is_some(), "{rest}");
            assert_eq!(statements.len(), 2, "{rest}");
        }
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
        assert_eq!(&harmless[statements[0].spans.subject.range()], "&e;a");
        assert_eq!(statements[0].subject, "http://e.org/a");
    }

    #[test]
    fn nested_nodes_and_attributes_know_their_places() {
        let text = format!(
            "{HEAD}<e:C rdf:about=\"http://e.org/a\" e:r=\"x\" xml:lang=\"zh-Hant\">\n<e:p>\n<e:D rdf:nodeID=\"d\"><e:q>one &amp; two</e:q></e:D>\n</e:p></e:C></rdf:RDF>"
        );
        let (statements, fault) = parse(&text);
        assert!(fault.is_none(), "{fault:?}");
        let slice = |span: Span| &text[span.range()];
        let places = |local: &str| {
            let told = statements.iter().find(|told| told.predicate == format!("http://e.org/{local}")).unwrap();
            [slice(told.spans.subject), slice(told.spans.predicate), slice(told.spans.object)]
        };
        assert_eq!(places("p"), ["http://e.org/a", "<e:p>", "d"]);
        assert_eq!(places("q"), ["d", "<e:q>", "one &amp; two"]);
        assert_eq!(places("r"), ["http://e.org/a", "x", "x"]);
        let tags: Vec<&str> = statements
            .iter()
            .filter_map(|told| match &told.object {
                Term::Literal { language, .. } => Some(language.as_str()),
                Term::Node(_) => None,
            })
            .collect();
        assert_eq!(tags, ["zh-Hant", "zh-Hant"]);
    }

    #[test]
    fn depth_is_limited_and_faults_have_a_place() {
        let deep = format!("{HEAD}{}", "<e:a>".repeat(10_000));
        assert!(parse(&deep).1.unwrap().message.contains("deeper"));
        let (_, fault) = parse(&format!("{HEAD}<e:C rdf:about=\"http://e.org/a\">\n</e:D></rdf:RDF>"));
        assert!(fault.is_some_and(|fault| fault.span.start as usize >= HEAD.len()));
        for text in ["", "<", "<a", "<a b='", "</", "<!--", "&", "<a></b>"] {
            parse(text);
        }
    }
}
