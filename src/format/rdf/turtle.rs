//! Turtle, `TriG`, N-Triples and N-Quads.
//!
//! The parser gets the text token by token, so that what comes out can be placed without searching for it. It does not
//! look at IRIs and language tags: what is wrong with one is found with the statement, and the next ones are read.

use std::sync::Arc;

use oxrdf::{Quad, Term as RdfTerm};
use oxttl::{NQuadsParser, NTriplesParser, TriGParser, TurtleParser, TurtleSyntaxError};

use super::parts::last_statement;
use super::places::Places;
use super::tokens::{Token, Tokens};
use super::{Graphs, in_default_graph, no_base, statement};
use crate::diagnostic::Report;
use crate::format::{ReadOptions, Syntax};
use crate::rdf::graph::{Spans, Statement, Term};
use crate::source::{Source, Span};

/// What the four parsers have in common.
pub(super) trait Parser {
    /// Whether every statement has a line of its own, so that a fault spoils no more than its line.
    const LINES: bool;
    fn feed(&mut self, bytes: &[u8]);
    fn end(&mut self);
    fn next(&mut self) -> Option<Result<Quad, TurtleSyntaxError>>;
    /// What the text declared that holds for what follows it.
    fn declared(&self) -> Declared;
}

/// The base and the prefixes of a text.
#[derive(Debug, Clone, Default)]
pub(super) struct Declared {
    pub(super) base: Option<String>,
    pub(super) prefixes: Vec<(String, String)>,
}

macro_rules! parser {
    ($type:ty, $lines:literal, $quad:expr, $declared:expr) => {
        impl Parser for $type {
            const LINES: bool = $lines;
            fn feed(&mut self, bytes: &[u8]) {
                self.extend_from_slice(bytes);
            }
            fn end(&mut self) {
                <$type>::end(self);
            }
            fn next(&mut self) -> Option<Result<Quad, TurtleSyntaxError>> {
                self.parse_next().map(|result| result.map($quad))
            }
            fn declared(&self) -> Declared {
                let declared: fn(&Self) -> Declared = $declared;
                declared(self)
            }
        }
    };
}

macro_rules! declared {
    () => {
        |parser| Declared {
            base: parser.base_iri().map(str::to_owned),
            prefixes: parser.prefixes().map(|(name, iri)| (name.to_owned(), iri.to_owned())).collect(),
        }
    };
}

parser!(oxttl::turtle::LowLevelTurtleParser, false, in_default_graph, declared!());
parser!(oxttl::trig::LowLevelTriGParser, false, |quad| quad, declared!());
parser!(oxttl::ntriples::LowLevelNTriplesParser, true, in_default_graph, |_| Declared::default());
parser!(oxttl::nquads::LowLevelNQuadsParser, true, |quad| quad, |_| Declared::default());

impl Declared {
    fn of_options(options: &ReadOptions) -> Self {
        Self { base: options.base.clone(), prefixes: Vec::new() }
    }

    fn fault(&self, error: &impl std::fmt::Display) -> Syntax {
        no_base(self.base.as_deref().unwrap_or_default(), error)
    }
}

/// A parser of Turtle that goes on where another left off.
pub(super) fn turtle_parser(declared: &Declared) -> Result<TurtleParser, Syntax> {
    let mut parser = TurtleParser::new().lenient();
    if let Some(base) = &declared.base {
        parser = parser.with_base_iri(base.as_str()).map_err(|error| declared.fault(&error))?;
    }
    for (name, iri) in &declared.prefixes {
        parser = parser.with_prefix(name.as_str(), iri.as_str()).map_err(|error| declared.fault(&error))?;
    }
    Ok(parser)
}

/// A parser of `TriG` that goes on where another left off.
pub(super) fn trig_parser(declared: &Declared) -> Result<TriGParser, Syntax> {
    let mut parser = TriGParser::new().lenient();
    if let Some(base) = &declared.base {
        parser = parser.with_base_iri(base.as_str()).map_err(|error| declared.fault(&error))?;
    }
    for (name, iri) in &declared.prefixes {
        parser = parser.with_prefix(name.as_str(), iri.as_str()).map_err(|error| declared.fault(&error))?;
    }
    Ok(parser)
}

/// Reads the statements of Turtle.
pub fn turtle(source: &Arc<Source>, options: &ReadOptions, report: &mut Report) -> Vec<Statement> {
    match turtle_parser(&Declared::of_options(options)) {
        Ok(parser) => statements(|| parser.clone().low_level(), source, report),
        Err(fault) => refused(fault, source, report),
    }
}

/// Reads the statements of `TriG`, as of one graph.
pub fn trig(source: &Arc<Source>, options: &ReadOptions, report: &mut Report) -> Vec<Statement> {
    match trig_parser(&Declared::of_options(options)) {
        Ok(parser) => statements(|| parser.clone().low_level(), source, report),
        Err(fault) => refused(fault, source, report),
    }
}

/// Reads the statements of N-Triples.
pub fn ntriples(source: &Arc<Source>, _: &ReadOptions, report: &mut Report) -> Vec<Statement> {
    statements(|| NTriplesParser::new().lenient().low_level(), source, report)
}

/// Reads the statements of N-Quads, as of one graph.
pub fn nquads(source: &Arc<Source>, _: &ReadOptions, report: &mut Report) -> Vec<Statement> {
    statements(|| NQuadsParser::new().lenient().low_level(), source, report)
}

pub(super) fn refused(fault: Syntax, source: &Arc<Source>, report: &mut Report) -> Vec<Statement> {
    report.push(fault.finding(source));
    Vec::new()
}

fn statements<P: Parser>(parser: impl Fn() -> P, source: &Arc<Source>, report: &mut Report) -> Vec<Statement> {
    let mut graphs = Graphs::default();
    let (statements, _) = part(parser, source, &mut graphs, report);
    graphs.tell(report);
    statements
}

/// Reads a text; after a fault in a line, a new parser begins with the next line. Gives the last parser, too, where there
/// was no fault that ends the text.
pub(super) fn part<P: Parser>(
    parser: impl Fn() -> P,
    source: &Arc<Source>,
    graphs: &mut Graphs,
    report: &mut Report,
) -> (Vec<Statement>, Option<P>) {
    let text = source.text();
    let is_begin = source.first_offset() == 0 && text.starts_with('\u{feff}');
    let mut start = if is_begin { '\u{feff}'.len_utf8() } else { 0 };
    let mut statements = Vec::new();
    loop {
        let (graphs, statements_here) = (&mut *graphs, &mut statements);
        let places = Places::new();
        let mut reading = Reading { parser: parser(), source, start, places, graphs, statements: statements_here };
        let Err((fault, from)) = reading.all() else {
            let Reading { parser, .. } = reading;
            return (statements, Some(parser));
        };
        // What was being said when the fault came is told by it; a half of it would only seem to lack the rest.
        if !P::LINES {
            let whole = last_statement(&text.as_bytes()[..from.min(fault.span.start as usize)]).unwrap_or(0);
            statements.retain(|statement| (statement.spans.predicate.start as usize) < whole);
        }
        report.push(fault.finding(source));
        let line_end = memchr::memchr2(b'\n', b'\r', &text.as_bytes()[from..]);
        match line_end.filter(|_| P::LINES) {
            Some(end) => start = from + end + 1,
            None => return (statements, P::LINES.then(parser)),
        }
    }
}

struct Reading<'r, P> {
    parser: P,
    source: &'r Source,
    /// The first byte that the parser gets.
    start: usize,
    places: Places,
    graphs: &'r mut Graphs,
    statements: &'r mut Vec<Statement>,
}

impl<P: Parser> Reading<'_, P> {
    /// Reads up to the end or to the first fault; then tells where its token ends.
    fn all(&mut self) -> Result<(), (Syntax, usize)> {
        let text = self.source.text();
        let bytes = text.as_bytes();
        let tokens = Tokens::new(text, self.start, !P::LINES);
        self.parser.feed(&bytes[self.start..tokens.at()]);
        for token in tokens {
            self.places.before(token, text);
            let (start, end) = (token.span.start as usize, token.span.end as usize);
            if token.unclosed {
                return Err((unclosed(token.span, text), end));
            }
            self.parser.feed(&bytes[start..token.next]);
            self.drain(Some(token)).map_err(|error| (self.fault(&error, end), end))?;
            self.places.after(token);
            if P::LINES && bytes[end..token.next].contains(&b'\n') {
                self.places.end();
            }
        }
        self.parser.end();
        self.drain(None).map_err(|error| (self.fault(&error, text.len()), text.len()))
    }

    /// Takes the statements that are complete.
    fn drain(&mut self, token: Option<Token>) -> Result<(), TurtleSyntaxError> {
        while let Some(result) = self.parser.next() {
            let quad = result?;
            let spans = self.places.of(token, matches!(quad.object, RdfTerm::BlankNode(_)));
            self.take(quad, spans);
        }
        Ok(())
    }

    fn take(&mut self, quad: Quad, spans: Spans) {
        self.graphs.see(&quad.graph_name, self.source, spans.subject);
        let mut statement = statement(quad, spans);
        if let Term::Literal { language, .. } = &mut statement.object
            && let Some(written) = as_written(language, self.source.slice(spans.object))
        {
            written.clone_into(language);
        }
        self.statements.push(statement);
    }

    /// A fault in the text up to `end`: a line end that comes too early belongs to its line.
    fn fault(&self, error: &TurtleSyntaxError, end: usize) -> Syntax {
        let place = error.location();
        let offset = |offset: u64| usize::try_from(offset).unwrap_or(usize::MAX).saturating_add(self.start);
        let end = offset(place.end.offset).min(end);
        let span = Span::new(offset(place.start.offset).min(end), end);
        Syntax::new(span, error.message())
    }
}

/// The parser would take what follows for a part of the string or IRI.
fn unclosed(span: Span, text: &str) -> Syntax {
    let (what, sign) = if text[span.range()].starts_with(['"', '\'']) { ("string", "its quote") } else { ("IRI", ">") };
    Syntax::new(span, format!("this {what} does not end on its line")).help(format!("close it with {sign}"))
}

/// A language tag in the case that it was written in: the parser makes it lower case.
fn as_written<'t>(language: &str, literal: &'t str) -> Option<&'t str> {
    let at = literal.len().checked_sub(language.len()).filter(|_| !language.is_empty())?;
    literal.get(at..).filter(|written| written.eq_ignore_ascii_case(language))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_turtle(text: &str) -> (Vec<(usize, usize, usize)>, Vec<Statement>, Report) {
        let source = Source::new("t", text);
        let mut report = Report::default();
        let statements = statements(|| TurtleParser::new().lenient().low_level(), &source, &mut report);
        let line = |span: Span| source.position(span.start).line;
        let lines = statements
            .iter()
            .map(|Statement { spans, .. }| (line(spans.subject), line(spans.predicate), line(spans.object)))
            .collect();
        (lines, statements, report)
    }

    #[test]
    fn statements_know_their_lines() {
        let text = "PREFIX ex: <http://e.org/>\n# x\nex:a a ex:C ;\n  ex:p \"1\",\n  \"\"\"2\n2\"\"\"@EN-gb ;\n  ex:q [\n  ex:r 5 ] ;\n  \
                    ex:s ex:t .\nex:b ex:p true.";
        let (mut lines, statements, report) = read_turtle(text);
        assert!(report.findings.is_empty());
        lines.sort_unstable();
        assert_eq!(lines, [(3, 3, 3), (3, 4, 4), (3, 4, 5), (3, 7, 7), (3, 9, 9), (7, 8, 8), (10, 10, 10)]);
        let tags = statements.iter().filter_map(|statement| match &statement.object {
            Term::Literal { language, .. } if !language.is_empty() => Some(language.as_str()),
            _ => None,
        });
        assert_eq!(tags.collect::<Vec<_>>(), ["EN-gb"]);
    }

    #[test]
    fn faults_have_their_place() {
        let (lines, _, report) = read_turtle("<http://e.org/a> a <http://e.org/C> .\n<x> a <y> .\n<x> a \"y");
        assert_eq!(lines.len(), 2);
        let (from, _) = report.findings[0].place.positions();
        assert_eq!((from.line, from.column, report.findings.len()), (3, 7, 1));
        assert!(report.findings[0].help.as_deref().is_some_and(|help| help.contains("quote")));
    }

    #[test]
    fn lines_recover() {
        let text = "<http://e.org/a> <http://e.org/p> \"x\" .\n<a> \"oops .\n<http://e.org/a> <http://e.org/p>\n<http://e.org/b> <http://e.org/p> \"y\"@de-AT \
                    <http://e.org/g> . # end";
        let source = Source::new("t", text);
        let mut report = Report::default();
        let statements = statements(|| NQuadsParser::new().lenient().low_level(), &source, &mut report);
        assert_eq!(statements.len(), 2);
        assert_eq!(source.slice(statements[1].spans.subject), "<http://e.org/b>");
        assert_eq!(source.slice(statements[1].spans.object), "\"y\"@de-AT");
        assert!(matches!(&statements[1].object, Term::Literal { language, .. } if language == "de-AT"));
        let lines: Vec<usize> = report.findings.iter().map(|finding| finding.place.positions().0.line).collect();
        assert_eq!(lines, [2, 3, 4], "two faults and the graph");
    }

    #[test]
    fn hostile_texts_are_read_in_linear_time() {
        for text in ["[".repeat(100_000), "(".repeat(100_000), "\"\"\"a\n".repeat(50_001), "<a ".repeat(50_000)] {
            read_turtle(&format!("<http://e.org/a> <http://e.org/b> {text}"));
        }
    }
}
