//! JSON-LD: our own context is read as the JSON that it is, others by a JSON-LD processor without a network.

use std::collections::HashMap;
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
use crate::rdf::context::{context, is_ours};
use crate::rdf::graph::{Spans, Statement, Term, records};
use crate::shape::shape;
use crate::source::{Source, Span};
use crate::vocab;

/// Nesting that the processor can take.
const PROCESSOR_DEPTH: usize = 128;

/// Reads JSON-LD.
pub fn jsonld<'s>(source: &'s Arc<Source>, options: &ReadOptions, report: &mut Report) -> Vec<Node<'s>> {
    let document = match json::parse(source.text(), &options.limits) {
        Ok(document) => document,
        Err(fault) => return refused(fault, source, report),
    };
    if is_own(&document) {
        return own_records(document);
    }
    let mut statements = Vec::new();
    let mut graphs = Graphs::default();
    let read = read_statements(source.text(), &document, options, &mut statements, &mut graphs);
    graphs.tell(source, report);
    if let Err(fault) = read {
        return refused(fault, source, report);
    }
    records(statements, source, report)
}

fn refused<'s>(fault: Syntax, source: &Arc<Source>, report: &mut Report) -> Vec<Node<'s>> {
    report.push(fault.finding(source));
    Vec::new()
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

fn read_statements(
    text: &str,
    document: &Node,
    options: &ReadOptions,
    statements: &mut Vec<Statement>,
    graphs: &mut Graphs,
) -> Result<(), Syntax> {
    let places = Places::of(document);
    process(text, document, options, false, &mut |quad| {
        let graph = quad.graph_name.clone();
        let mut statement = statement(quad, Spans::default());
        statement.spans = places.find(&statement, document.span);
        graphs.see(&graph, statement.spans.subject);
        statements.push(statement);
    })
    .map(drop)
}

/// Runs the processor; returns the prefixes of the context.
///
/// `lenient` leaves out its checks, and the case of language tags as it is.
pub(super) fn process(
    text: &str,
    document: &Node,
    options: &ReadOptions,
    lenient: bool,
    tell: &mut dyn FnMut(Quad),
) -> Result<Vec<(String, String)>, Syntax> {
    check_depth(document)?;
    let mut parser = JsonLdParser::new();
    if let Some(base) = &options.base {
        parser = parser.with_base_iri(base.as_str()).map_err(|error| no_base(base, &error))?;
    }
    if lenient {
        parser = parser.lenient();
    }
    let text = text.trim_start_matches('\u{feff}');
    let mut parser = parser.for_slice(text).with_load_document_callback(|address, _| load(address));
    for result in parser.by_ref() {
        tell(result.map_err(|error| fault(&error, document))?);
    }
    let mut prefixes: Vec<_> = parser.prefixes().map(|(name, iri)| (name.to_owned(), iri.to_owned())).collect();
    prefixes.sort_unstable();
    Ok(prefixes)
}

/// The processor calls itself for each level, so the depth is looked at first.
fn check_depth(document: &Node) -> Result<(), Syntax> {
    let mut open = vec![(document, 1)];
    while let Some((node, depth)) = open.pop() {
        if depth > PROCESSOR_DEPTH {
            return Err(Syntax::too_deep(node.span, PROCESSOR_DEPTH).help("flatten the data"));
        }
        match &node.value {
            Value::Array(items) => open.extend(items.iter().map(|item| (item, depth + 1))),
            Value::Object(members) => open.extend(members.iter().map(|member| (&member.node, depth + 1))),
            _ => {}
        }
    }
    Ok(())
}

/// Our context from memory; nothing else, for reading never uses the network.
fn load(address: &str) -> Result<JsonLdRemoteDocument, Box<dyn Error + Send + Sync>> {
    if address != vocab::plenary::CONTEXT {
        return Err(format!("the context <{address}> is not at hand, and is not fetched").into());
    }
    let document = json!({"@context": context()}).to_string().into_bytes();
    Ok(JsonLdRemoteDocument { document, document_url: address.to_owned() })
}

/// JSON's own faults were found before; what is left is about the context or the keywords.
fn fault(error: &JsonLdSyntaxError, document: &Node) -> Syntax {
    let first = document.items().first().unwrap_or(document);
    let span = first.member("@context").map_or(first.span, |member| member.key_span);
    let span = Span { start: span.start, end: span.end.min(span.start.saturating_add(10)) };
    Syntax::new(span, error.to_string()).help("put the context itself in place of its address, if it has one")
}

/// Where the strings of a document stand: the key of each, and the string.
struct Places<'d>(HashMap<&'d str, Vec<(Span, Span)>>);

impl<'d> Places<'d> {
    fn of(document: &'d Node) -> Self {
        let mut places: HashMap<&str, Vec<(Span, Span)>> = HashMap::new();
        let mut open = vec![(document, document.span)];
        while let Some((node, key)) = open.pop() {
            match &node.value {
                Value::String(text) | Value::Number(text) => places.entry(text).or_default().push((key, node.span)),
                Value::Array(items) => open.extend(items.iter().rev().map(|item| (item, key))),
                Value::Object(members) => {
                    open.extend(members.iter().rev().map(|member| (&member.node, member.key_span)));
                }
                Value::Null | Value::Bool(_) => {}
            }
        }
        Self(places)
    }

    /// The subject where it is first named, and the object where it first stands after that; else what is around.
    fn find(&self, statement: &Statement, whole: Span) -> Spans {
        let head = Span { start: whole.start, end: whole.end.min(whole.start.saturating_add(1)) };
        let named = self.0.get(statement.subject.as_str()).and_then(|places| places.first());
        let subject = named.map_or(head, |&(_, span)| span);
        let (Term::Node(text) | Term::Literal { text, .. }) = &statement.object;
        let object = self.0.get(text.as_str()).and_then(|places| {
            let after = places.partition_point(|&(_, span)| span.start <= subject.start);
            places.get(after).or(places.last())
        });
        let (predicate, object) = object.copied().unwrap_or((subject, subject));
        Spans { subject, predicate, object }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<String>, Report) {
        let source = Source::new("j", text);
        let mut report = Report::default();
        let records = jsonld(&source, &ReadOptions::default(), &mut report);
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
        let records = jsonld(&source, &ReadOptions::default(), &mut report);
        assert_eq!(records.len(), 1, "{:?}", report.findings);
        assert_eq!(source.position(records[0].span.start).line, 2);
    }

    #[test]
    fn the_network_is_not_used() {
        let (records, report) = read(r#"{"@context": "https://schema.org/", "@type": "Event"}"#);
        assert!(records.is_empty());
        assert!(report.findings[0].message.contains("schema.org"), "{}", report.findings[0].message);
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
