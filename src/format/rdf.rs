//! Readers of RDF: each turns a syntax into statements with their places, and these into records by the shape.

use std::borrow::Cow;
use std::sync::Arc;

use oxrdf::{GraphName, NamedOrBlankNode, Quad, Term as RdfTerm, Triple};

use crate::diagnostic::{Diagnostic, Fate, Report, Severity, counted};
use crate::doc::Node;
use crate::format::feed::in_zone;
use crate::format::{Format, ReadOptions, Syntax};
use crate::rdf::graph::{Spans, Statement, Term, is_foreign, records, records_and_rest};
use crate::rdf::rest::Rest;
use crate::source::{Source, Span};
use crate::vocab::{rdf, xsd};

mod jsonld;
mod parts;
pub mod pass;
mod places;
mod rdfxml;
mod rest;
mod sniff;
pub mod statements;
mod text;
mod tokens;
mod turtle;
mod xml;

pub use jsonld::holds_own_records;
pub use parts::Parts;
pub use rest::write_rest;
pub use sniff::{
    looks_like_jsonld, looks_like_nquads, looks_like_ntriples, looks_like_rdfxml, looks_like_trig, looks_like_turtle,
};
pub use tokens::comments;
pub use xml::comments as xml_comments;

/// A reader of records out of a reader of statements.
macro_rules! records_of {
    ($($(#[$doc:meta])* $name:ident)+) => {
        $($(#[$doc])* pub fn $name<'s>(source: &'s Arc<Source>, options: &ReadOptions, report: &mut Report) -> Vec<Node<'s>> {
            let read = statements::$name(source, options, report);
            accounted(read, source, options, report)
        })+
    };
}

records_of! {
    /// Reads Turtle into records.
    turtle
    /// Reads `TriG` into records, as one graph.
    trig
    /// Reads N-Triples into records.
    ntriples
    /// Reads N-Quads into records, as one graph.
    nquads
    /// Reads RDF/XML into records.
    rdfxml
}

/// Reads JSON-LD into records: in our own context as the JSON that it is.
pub fn jsonld<'s>(source: &'s Arc<Source>, options: &ReadOptions, report: &mut Report) -> Vec<Node<'s>> {
    match jsonld::read(source, options, report) {
        jsonld::Read::Records(records) => records,
        jsonld::Read::Statements(statements) => accounted(statements, source, options, report),
    }
}

/// Records of statements; those of others, which are imported, are counted.
fn accounted<'s>(
    statements: Vec<Statement>,
    source: &'s Arc<Source>,
    options: &ReadOptions,
    report: &mut Report,
) -> Vec<Node<'s>> {
    let is_import = statements.iter().any(is_foreign);
    let records = placed_in_time(records(statements, source, report), source, options, report);
    if is_import {
        account(&records, report);
    }
    records
}

/// Counts what was read of a source that is not ours.
pub fn account(records: &[Node], report: &mut Report) {
    for record in records {
        report.account.add(kind(record.text("type").unwrap_or_default()), Fate::Record);
        parts(record, report);
    }
}

/// Counts what stands inside a record: entities that nothing else refers to.
fn parts(node: &Node, report: &mut Report) {
    let members = node.as_object().unwrap_or_default();
    for inner in members.iter().flat_map(|member| member.node.items()) {
        let known = inner.text("type").map(kind).filter(|kind| *kind != "thing");
        if let Some(kind) = known.filter(|_| inner.get("id").is_some()) {
            report.account.add(kind, Fate::Part);
        }
        parts(inner, report);
    }
}

/// What the records of a class are called in the account of an import.
fn kind(class: &str) -> &'static str {
    match class {
        "Session" => "event",
        "Person" => "person",
        "Organization" => "organization",
        "Edition" => "edition",
        "Forum" => "series",
        "Place" => "room",
        _ => "thing",
    }
}

/// Records whose local times are in the zone of the options, where there is one.
fn placed_in_time<'s>(
    mut records: Vec<Node<'s>>,
    source: &'s Arc<Source>,
    options: &ReadOptions,
    report: &mut Report,
) -> Vec<Node<'s>> {
    if options.timezone.is_some() {
        in_zone(&mut records, source, options, report);
    }
    records
}

/// Reads records, and the statements that none of them holds, which are not told as losses then. None for a format that
/// is no RDF.
pub fn read_keeping<'s>(
    format: &Format,
    source: &'s Arc<Source>,
    options: &ReadOptions,
    report: &mut Report,
) -> Option<(Vec<Node<'s>>, Rest)> {
    let read = format.statements?;
    let statements = match format.name {
        "jsonld" => match jsonld::read(source, options, report) {
            jsonld::Read::Records(records) => return Some((records, Rest::default())),
            jsonld::Read::Statements(statements) => statements,
        },
        _ => read(source, options, report),
    };
    let before = report.findings.len();
    let (records, rest) = records_and_rest(statements, source, report);
    report.late.clear();
    let told = report.findings.split_off(before);
    report.findings.extend(told.into_iter().filter(|finding| finding.id != "loss/statement"));
    Some((records, rest))
}

/// Counts the statements that stand in named graphs: records know only one graph.
#[derive(Default)]
struct Graphs {
    count: usize,
    first: Option<(String, Arc<Source>, Span)>,
}

impl Graphs {
    fn see(&mut self, graph: &GraphName, source: &Source, span: Span) {
        if *graph != GraphName::DefaultGraph {
            self.count += 1;
            self.first.get_or_insert_with(|| {
                let (source, span) = source.excerpt(span);
                (graph.to_string(), source, span)
            });
        }
    }

    fn tell(self, report: &mut Report) {
        let Some((name, source, span)) = self.first else { return };
        let statements = counted(self.count, "statement");
        let message = format!("{statements} read without their named graphs, {name} first: records have no graphs");
        report.push(Diagnostic::new("loss/statement", Severity::Note, &source, span, message));
    }
}

fn in_default_graph(triple: Triple) -> Quad {
    triple.in_graph(GraphName::DefaultGraph)
}

/// A statement of the parsers' as one of ours.
fn statement(quad: Quad, spans: Spans) -> Statement {
    let subject = match quad.subject {
        NamedOrBlankNode::NamedNode(iri) => iri.into_string(),
        NamedOrBlankNode::BlankNode(label) => label.to_string(),
    };
    Statement { subject, predicate: quad.predicate.into_string(), object: term(quad.object), spans }
}

fn term(object: RdfTerm) -> Term {
    match object {
        RdfTerm::NamedNode(iri) => Term::Node(iri.into_string()),
        RdfTerm::BlankNode(label) => Term::Node(label.to_string()),
        RdfTerm::Literal(literal) => {
            let language = literal.language().unwrap_or_default().to_owned();
            let datatype = known(literal.datatype().as_str());
            Term::Literal { text: literal.destruct().0, datatype, language }
        }
    }
}

/// A datatype's IRI; the two of nearly every literal are not copied.
fn known(datatype: &str) -> Cow<'static, str> {
    match datatype {
        xsd::STRING => Cow::Borrowed(xsd::STRING),
        rdf::LANG_STRING => Cow::Borrowed(rdf::LANG_STRING),
        other => Cow::Owned(other.to_owned()),
    }
}

/// The base IRI that was asked for is none.
fn no_base(base: &str, error: &impl std::fmt::Display) -> Syntax {
    Syntax::new(Span::default(), format!("<{base}> cannot be the base IRI: {error}"))
        .help("give an absolute IRI, such as https://example.org/")
}
