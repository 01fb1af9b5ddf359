//! JSON-LD: our own context is read as the JSON that it is, others by a JSON-LD processor without a network.

use std::error::Error;
use std::sync::Arc;

use oxjsonld::{JsonLdParser, JsonLdRemoteDocument, JsonLdSyntaxError};
use oxrdf::Quad;
use serde_json::json;

use super::{Graphs, no_base, statement};
use crate::diagnostic::Report;
use crate::doc::{Member, Node, Value};
use crate::format::{ReadOptions, Syntax, json};
use crate::rdf::apart::together;
use crate::rdf::context::{context, is_ours, openactive, schema_org};
use crate::rdf::graph::{Spans, Statement};
use crate::shape::shape;
use crate::source::{Source, Span};
use crate::vocab;

mod marks;
mod places;

use marks::Marked;
use places::Places;

/// Nesting that the processor can take: it calls itself for each level.
const PROCESSOR_DEPTH: usize = 128;

/// What a document is read as.
pub(super) enum Read<'s> {
    /// The records that it is.
    Records(Vec<Node<'s>>),
    /// The statements that a processor makes of it.
    Statements(Vec<Statement>),
}

/// Reads JSON-LD.
pub(super) fn read<'s>(source: &'s Arc<Source>, options: &ReadOptions, report: &mut Report) -> Read<'s> {
    let document = match json::parse(source.text(), &options.limits) {
        Ok(document) => document,
        Err(fault) => return refused(fault, source, report),
    };
    if is_own(&document) {
        return Read::Records(own_records(document));
    }
    match processed(source, &document, options, report) {
        Ok(statements) => Read::Statements(statements),
        Err(fault) => refused(fault, source, report),
    }
}

/// Reads JSON-LD as statements, our own context like any other.
pub fn statements(source: &Arc<Source>, options: &ReadOptions, report: &mut Report) -> Vec<Statement> {
    let read =
        json::parse(source.text(), &options.limits).and_then(|document| processed(source, &document, options, report));
    read.unwrap_or_else(|fault| {
        report.push(fault.finding(source));
        Vec::new()
    })
}

fn refused<'s>(fault: Syntax, source: &Arc<Source>, report: &mut Report) -> Read<'s> {
    report.push(fault.finding(source));
    Read::Statements(Vec::new())
}

/// Whether a text holds records in our own context, which are read as the JSON that they are: not so much RDF as JSON
/// that is also RDF.
#[must_use]
pub fn holds_own_records(text: &str, options: &ReadOptions) -> bool {
    json::parse(text, &options.limits).is_ok_and(|document| is_own(&document))
}

/// Whether a document can be read as it stands: in our context, or in none but with our types, and without keywords.
fn is_own(document: &Node) -> bool {
    let items = document.items();
    !items.is_empty() && items.iter().all(is_own_object)
}

fn is_own_object(node: &Node) -> bool {
    let Some(members) = node.as_object() else { return false };
    let said = match node.get("@context") {
        Some(context) if is_our_context(context) => true,
        Some(_) => return false,
        None => false,
    };
    match node.get("@graph") {
        Some(graph) => {
            let rest = members.len() - usize::from(said);
            rest == 1 && graph.items().iter().all(|item| is_record(item, said))
        }
        None => is_record(node, said),
    }
}

/// A record without keywords besides the context; its type is known unless the context was said.
fn is_record(node: &Node, context: bool) -> bool {
    let Some(members) = node.as_object() else { return false };
    let keyword = |member: &Member| member.key.starts_with('@') && !(member.key == "@context" && context);
    let known = || node.get("type").and_then(Node::as_str).is_some_and(|name| shape().class(name).is_some());
    !members.iter().any(keyword) && (context || known())
}

fn is_our_context(node: &Node) -> bool {
    let mut text = Vec::new();
    json::write_compact(node, &mut text);
    serde_json::from_slice(&text).is_ok_and(|value| is_ours(&value))
}

fn own_records(document: Node) -> Vec<Node> {
    let items = match document.value {
        Value::Array(items) => items,
        value => vec![Node::new(value, document.span)],
    };
    let records: Vec<Node> = items.into_iter().flat_map(own_object).collect();
    // A dataset was one record before it came apart; records without one are what they are.
    if records.iter().any(|record| record.text("type") == Some("Dataset")) { together(records) } else { records }
}

fn own_object(mut node: Node) -> Vec<Node> {
    let Some(members) = node.as_object_mut() else { return vec![node] };
    members.retain(|member| member.key != "@context");
    match members.iter().position(|member| member.key == "@graph") {
        Some(at) => match members.swap_remove(at).node {
            Node { value: Value::Array(items), .. } => items,
            record => vec![record],
        },
        None => vec![node],
    }
}

/// What a processor makes of a document, each statement with its places.
fn processed(
    source: &Arc<Source>,
    document: &Node,
    options: &ReadOptions,
    report: &mut Report,
) -> Result<Vec<Statement>, Syntax> {
    let places = Places::of(document)?;
    let quads = quads(source.text(), options).map_err(|error| fault(&error, document))?;
    let marked = Marked::of(document, &quads, |text| self::quads(text, options).ok());
    let mut graphs = Graphs::default();
    let mut statements = Vec::with_capacity(quads.len());
    for (at, quad) in quads.into_iter().enumerate() {
        let graph = quad.graph_name.clone();
        let mut statement = statement(quad, Spans::default());
        statement.spans = places.find(&statement, document.span);
        marked.place(at, &mut statement.spans);
        graphs.see(&graph, source, statement.spans.subject);
        statements.push(statement);
    }
    graphs.tell(report);
    Ok(statements)
}

/// The statements of a text, in the order of the processor. It does not look at IRIs and language tags, for what it finds
/// wrong it leaves out.
fn quads(text: &str, options: &ReadOptions) -> Result<Vec<Quad>, Fault> {
    let mut quads = Vec::new();
    run(text, options, true, &mut |quad| quads.push(quad)).map(|_| quads)
}

/// Runs the processor over a document; returns the prefixes of the context.
///
/// `lenient` leaves out its checks, and the case of language tags as it is.
pub(super) fn process(
    text: &str,
    document: &Node,
    options: &ReadOptions,
    lenient: bool,
    tell: &mut dyn FnMut(Quad),
) -> Result<Vec<(String, String)>, Syntax> {
    // The processor calls itself for each level, so the depth is looked at first.
    Places::of(document)?;
    run(text, options, lenient, tell).map_err(|error| fault(&error, document))
}

fn run(
    text: &str,
    options: &ReadOptions,
    lenient: bool,
    tell: &mut dyn FnMut(Quad),
) -> Result<Vec<(String, String)>, Fault> {
    let mut parser = JsonLdParser::new();
    if let Some(base) = &options.base {
        parser = parser.with_base_iri(base.as_str()).map_err(|error| Fault::Base(no_base(base, &error)))?;
    }
    if lenient {
        parser = parser.lenient();
    }
    let text = text.trim_start_matches('\u{feff}');
    let mut parser = parser.for_slice(text).with_load_document_callback(|address, _| load(address));
    for quad in parser.by_ref() {
        tell(quad.map_err(Fault::Processor)?);
    }
    let mut prefixes: Vec<_> = parser.prefixes().map(|(name, iri)| (name.to_owned(), iri.to_owned())).collect();
    prefixes.sort_unstable();
    Ok(prefixes)
}

/// Why there are no statements.
enum Fault {
    Base(Syntax),
    Processor(JsonLdSyntaxError),
}

/// The contexts of ours and of schema.org from memory; nothing else, for reading never uses the network.
fn load(address: &str) -> Result<JsonLdRemoteDocument, Box<dyn Error + Send + Sync>> {
    let context = if address == vocab::plenary::CONTEXT {
        context().clone()
    } else if is_schema_org(address) {
        schema_org()
    } else if is_openactive(address) {
        openactive()
    } else {
        return Err(format!("the context <{address}> is not at hand, and is not fetched").into());
    };
    let document = json!({"@context": context}).to_string().into_bytes();
    Ok(JsonLdRemoteDocument { document, document_url: address.to_owned() })
}

/// The addresses that pages name schema.org's context by.
fn is_schema_org(address: &str) -> bool {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    let rest = rest.map(|rest| rest.strip_prefix("www.").unwrap_or(rest).trim_end_matches('/'));
    matches!(rest, Some("schema.org" | "schema.org/docs/jsonldcontext.json" | "schema.org/docs/jsonldcontext.jsonld"))
}

/// The addresses of `OpenActive`'s contexts.
fn is_openactive(address: &str) -> bool {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    rest.is_some_and(|rest| rest.strip_prefix("www.").unwrap_or(rest).starts_with("openactive.io"))
}

/// JSON's own faults were found before; what is left is about the context or the keywords.
fn fault(fault: &Fault, document: &Node) -> Syntax {
    let error = match fault {
        Fault::Base(syntax) => return syntax.clone(),
        Fault::Processor(error) => error,
    };
    let first = document.items().first().unwrap_or(document);
    let span = first.member("@context").map_or(first.span, |member| member.key_span);
    let span = Span { start: span.start, end: span.end.min(span.start.saturating_add(10)) };
    Syntax::new(span, error.to_string()).help("put the context itself in place of its address, if it has one")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<String>, Report) {
        let source = Source::new("j", text);
        let mut report = Report::default();
        let records = super::super::jsonld(&source, &ReadOptions::default(), &mut report);
        let texts = records.iter().map(|record| {
            let mut out = Vec::new();
            json::write_compact(record, &mut out);
            String::from_utf8(out).unwrap()
        });
        (texts.collect(), report)
    }

    #[test]
    fn our_context_is_read_as_it_stands() {
        let context = vocab::plenary::CONTEXT;
        let record = r#"{"type":"Session","id":"https://e.org/s","title":{"en-GB":"A"}}"#;
        let graph = format!(r#"{{"@context":"{context}","@graph":[{record}]}}"#);
        let one = format!(r#"{{"@context":["{context}"],{}"#, &record[1..]);
        let inline = format!(r#"{{"@context":{},{}"#, super::context(), &record[1..]);
        for text in [graph.as_str(), &one, &inline, record] {
            assert_eq!(read(text).0, [record], "{text}");
        }
    }

    #[test]
    fn other_contexts_go_through_the_processor() {
        let text = "{\"@context\": {\"@vocab\": \"https://w3id.org/plenary/ns#\", \"name\": \"http://schema.org/name\"},\n \"@id\": \
                    \"https://e.org/s\",\n \"@type\": \"Session\",\n \"name\": {\"@value\": \"A\", \"@language\": \"en\"}}";
        let source = Source::new("j", text);
        let mut report = Report::default();
        let records = super::super::jsonld(&source, &ReadOptions::default(), &mut report);
        assert_eq!(records.len(), 1, "{:?}", report.findings);
        assert_eq!(source.position(records[0].span.start).line, 2);
    }

    #[test]
    fn the_network_is_not_used() {
        let (records, report) = read(r#"{"@context": "https://example.org/", "@type": "Event"}"#);
        assert!(records.is_empty());
        assert!(report.findings[0].message.contains("example.org"), "{}", report.findings[0].message);
    }

    #[test]
    fn deep_documents_are_refused_or_read() {
        let deep = |depth: usize| {
            format!(r#"{{"@context":{{}},"http://e.org/p":{}1{}}}"#, "[".repeat(depth), "]".repeat(depth))
        };
        assert!(read(&deep(100_000)).1.has_errors());
        read(&deep(120));
        let nested = format!("{}1{}", r#"{"http://e.org/p":"#.repeat(120), "}".repeat(120));
        read(&nested);
    }
}
