//! JSON-LD without a context: expanded, as nested as records are, and flattened, each node once. Both say the same
//! statements as the compact form; a processor makes them of it.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::diagnostic::Report;
use crate::doc::{self, Node};
use crate::format::{Count, Each, Form, Format, Write, WriteOptions};
use crate::rdf::{Object, Sink, emit, emit_value};
use crate::shape::{Class, ClassId, Field, Kind, shape};
use crate::vocab::xsd;

pub static EXPANDED: Format = Format {
    name: "jsonld-expanded",
    about: "JSON-LD in expanded form: IRIs instead of a context",
    extensions: &[],
    media_types: &[],
    sniff: |_| false,
    read: None,
    statements: None,
    comments: None,
    write: Some(Write::Each(Each { head, record, separator: |_| ",\n", tail, form: Form::Normal })),
};

pub static FLATTENED: Format = Format {
    name: "jsonld-flattened",
    about: "JSON-LD in flattened form: a list of nodes, each once, sorted by IRI",
    extensions: &[],
    media_types: &[],
    sniff: |_| false,
    read: None,
    statements: None,
    comments: None,
    write: Some(Write::Graph(flattened)),
};

fn head(options: &WriteOptions, out: &mut Vec<u8>) {
    out.extend_from_slice(if options.count == Count::None { b"[" } else { b"[\n" });
}

fn record(record: &Node, _: &WriteOptions, out: &mut Vec<u8>) {
    let Some(class) = record.text("type").and_then(|name| shape().class(name)) else { return };
    push(&Value::Object(expanded(record, class)), out);
}

fn tail(options: &WriteOptions, out: &mut Vec<u8>) {
    out.extend_from_slice(if options.count == Count::None { b"]\n" } else { b"\n]\n" });
}

/// Adds a node to a list, indented.
fn push(node: &Value, out: &mut Vec<u8>) {
    let text = format!("  {}", format!("{node:#}").replace('\n', "\n  "));
    out.extend_from_slice(text.as_bytes());
}

/// A record in normal form as a node object, with the records inside it.
fn expanded(record: &Node, class: ClassId) -> Map<String, Value> {
    let class = &shape()[class];
    let mut node = Map::new();
    node.insert("@id".to_owned(), record.text("id").into());
    node.insert("@type".to_owned(), json!([class.iri]));
    for member in record.as_object().unwrap_or_default() {
        let Some(field) = class.field(&member.key) else { continue };
        let Some(iri) = &field.iri else { continue };
        let mut values = Values(Vec::new());
        for item in member.node.items() {
            match (&field.kind, &item.value) {
                (Kind::Ref(classes), doc::Value::Object(_)) => {
                    values.0.push(Value::Object(expanded(item, shape().pick(classes, item.text("type")))));
                }
                _ => emit_value(field, item, &mut values),
            }
        }
        if !values.0.is_empty() {
            node.insert(iri.clone(), Value::Array(values.0));
        }
    }
    node
}

/// Collects the values of one property.
struct Values(Vec<Value>);

impl Sink for Values {
    fn node(&mut self, _: &str, _: &'static Class) {}

    fn statement(&mut self, _: &'static Field, object: Object<'_>) {
        self.0.push(value(object));
    }
}

/// An object as a value object, or as the reference to a node.
fn value(object: Object<'_>) -> Value {
    match object {
        Object::Iri(namespace, local) => json!({"@id": format!("{namespace}{local}")}),
        Object::Literal(text, xsd::STRING) => json!({"@value": text}),
        Object::Literal(text, xsd::INTEGER) => match text.parse::<u64>() {
            Ok(number) => json!({"@value": number}),
            Err(_) => json!({"@value": text, "@type": xsd::INTEGER}),
        },
        Object::Literal(text, datatype) => json!({"@type": datatype, "@value": text}),
        Object::Tagged(text, language) => json!({"@language": language, "@value": text}),
    }
}

/// Nodes by their IRI, and the one whose statements come.
#[derive(Default)]
struct Flat {
    nodes: BTreeMap<String, Map<String, Value>>,
    subject: String,
}

impl Flat {
    /// Adds a value to a property of the subject, unless it is there.
    fn add(&mut self, key: &str, value: Value) {
        let node = self.nodes.entry(self.subject.clone()).or_default();
        let values = node.entry(key).or_insert_with(|| json!([]));
        if let Value::Array(values) = values
            && !values.contains(&value)
        {
            values.push(value);
        }
    }
}

impl Sink for Flat {
    fn node(&mut self, iri: &str, class: &'static Class) {
        iri.clone_into(&mut self.subject);
        let node = self.nodes.entry(iri.to_owned()).or_default();
        node.insert("@id".to_owned(), iri.into());
        self.add("@type", json!(class.iri));
    }

    fn statement(&mut self, field: &'static Field, object: Object<'_>) {
        if let Some(iri) = &field.iri {
            self.add(iri, value(object));
        }
    }
}

fn flattened(records: &[Node], options: &WriteOptions, out: &mut Vec<u8>, _: &mut Report) {
    let mut flat = Flat::default();
    for record in records {
        if let Some(class) = record.text("type").and_then(|name| shape().class(name)) {
            emit(record, class, &mut flat);
        }
    }
    head(options, out);
    for (at, node) in flat.nodes.into_values().enumerate() {
        if at > 0 {
            out.extend_from_slice(b",\n");
        }
        push(&Value::Object(node), out);
    }
    tail(options, out);
}
