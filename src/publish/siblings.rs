//! The data beside a page: its record as Turtle, JSON-LD, N-Triples and RDF/XML, and as schema.org for the page itself.

use std::collections::HashSet;

use crate::collection::{Collection, Record};
use crate::doc::{Node, Value};
use crate::format::{Count, Write, WriteOptions, jsonld, rdfxml, schemaorg, turtle};
use crate::rdf::lines;
use crate::rdf::names::Names;
use crate::shape::{Kind, shape};

/// A syntax that pages have siblings in.
#[derive(Debug)]
pub(super) struct Syntax {
    pub(super) ending: &'static str,
    pub(super) media_type: &'static str,
    pub(super) name: &'static str,
    pub(super) write: fn(&Record) -> Vec<u8>,
}

pub(super) static SYNTAXES: [Syntax; 4] = [
    Syntax { ending: "ttl", media_type: "text/turtle", name: "Turtle", write: turtle },
    Syntax { ending: "jsonld", media_type: "application/ld+json", name: "JSON-LD", write: jsonld },
    Syntax { ending: "nt", media_type: "application/n-triples", name: "N-Triples", write: ntriples },
    Syntax { ending: "rdf", media_type: "application/rdf+xml", name: "RDF/XML", write: rdfxml },
];

fn turtle(record: &Record) -> Vec<u8> {
    each(turtle::FORMAT.write.as_ref(), &record.node(), &WriteOptions::default())
}

/// JSON-LD with the address of the context, which is the same for every page.
fn jsonld(record: &Record) -> Vec<u8> {
    let options = WriteOptions { context_address: true, ..WriteOptions::default() };
    each(jsonld::FORMAT.write.as_ref(), &record.node(), &options)
}

fn rdfxml(record: &Record) -> Vec<u8> {
    each(rdfxml::FORMAT.write.as_ref(), &record.node(), &WriteOptions::default())
}

/// A single record by a writer that takes one at a time.
fn each(write: Option<&Write>, node: &Node, options: &WriteOptions) -> Vec<u8> {
    let options = WriteOptions { count: Count::One, ..options.clone() };
    let mut out = Vec::new();
    if let Some(Write::Each(each)) = write {
        (each.head)(&options, &mut out);
        (each.record)(node, &options, &mut out);
        (each.tail)(&options, &mut out);
    }
    out
}

/// The statements of a record, a line each.
pub(super) fn ntriples(record: &Record) -> Vec<u8> {
    let (node, mut out) = (record.node(), Vec::new());
    if let Ok(names) = Names::of(&node, record.class, None) {
        // In normal form each node stands once, so that nothing has to be put in order first.
        let _ = lines::write(&node, record.class, &names, &mut out);
    }
    out
}

/// How far the records that one names are followed: an organization's units, a room's building.
const DEEPEST: usize = 8;

/// The record in schema.org's terms, with those inside that it names; none where schema.org has no type for it.
pub(super) fn schema_org(collection: &Collection, record: &Record) -> Option<String> {
    let mut known = HashSet::from([&*record.id]);
    let mut nodes = vec![record.node()];
    let mut from = 0;
    for _ in 0..DEEPEST {
        let mut next = Vec::new();
        for node in &nodes[from..] {
            named(node, collection, &mut known, &mut next);
        }
        from = nodes.len();
        nodes.append(&mut next);
    }
    schemaorg::page(&nodes)
}

/// Adds the records that a node and those inside it name.
fn named<'c>(node: &Node, collection: &'c Collection, known: &mut HashSet<&'c str>, found: &mut Vec<Node<'c>>) {
    let Some(class) = node.text("type").and_then(|name| shape().class(name)) else { return };
    if shape()[class].name == "Dataset" {
        return;
    }
    for member in node.as_object().unwrap_or_default() {
        if !shape()[class].field(&member.key).is_some_and(|field| matches!(field.kind, Kind::Ref(_))) {
            continue;
        }
        for item in member.node.items() {
            match &item.value {
                Value::Object(_) => named(item, collection, known, found),
                _ => {
                    let record = collection.named(item).map(|at| &collection.records()[at]);
                    let new = record.filter(|record| known.insert(&record.id));
                    found.extend(new.map(Record::node));
                }
            }
        }
    }
}
