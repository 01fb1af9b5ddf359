//! Records as RDF: names for nodes, normal form, and statements.
//!
//! A record is first *resolved* ([`resolve`]): every node gets its IRI and type, codes their canonical form. *Normal
//! form* ([`normal::normalize`]) then puts each node in one place. [`emit`] walks a resolved record into a [`Sink`].

pub mod apart;
pub mod canon;
mod conference;
pub mod context;
pub mod graph;
pub mod lines;
pub mod names;
pub mod naming;
pub mod normal;
mod own;
mod placing;
mod pool;
pub mod resolve;
pub mod rest;
mod schemaorg;
pub mod spill;
pub mod terse;
pub mod xml;

use std::borrow::Cow;
use std::collections::HashMap;

use crate::doc::{Node, Value};
use crate::model::scalar::Term;
use crate::shape::{Class, ClassId, Field, Kind, shape};
use crate::vocab::xsd;

/// The object of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Object<'o> {
    /// An IRI in two parts, to be written one after the other: a namespace, which may be empty, and the rest.
    Iri(&'o str, &'o str),
    /// A literal and its datatype.
    Literal(&'o str, &'static str),
    /// A string in a language.
    Tagged(&'o str, &'o str),
}

/// Takes the statements of a record, subject by subject.
pub trait Sink {
    /// A subject begins, with its class.
    fn node(&mut self, iri: &str, class: &'static Class);
    /// A statement about the subject. Statements of one field follow each other.
    fn statement(&mut self, field: &'static Field, object: Object<'_>);
    /// The subject is complete; the nodes inside it come next.
    fn end(&mut self) {}
}

/// Walks a resolved record: each node with its statements, then the nodes inside it, by id, so that their order does not
/// hang on what they say. A node that stands twice with the same content is told once.
///
/// Values that are not valid are passed over, so call it only on records that the structural check accepts.
pub fn emit(record: &Node, class: ClassId, sink: &mut impl Sink) {
    emit_node(record, class, sink, &mut Told::new());
}

/// The nodes that were told already, by id.
type Told<'n> = HashMap<&'n str, Vec<&'n Node<'n>>>;

fn emit_node<'n>(node: &'n Node, class: ClassId, sink: &mut impl Sink, told: &mut Told<'n>) {
    let (Some(members), Some(id)) = (node.as_object(), node.text("id")) else { return };
    let before = told.entry(id).or_default();
    if before.iter().any(|before| before.same_value(node)) {
        return;
    }
    before.push(node);
    let class = &shape()[class];
    sink.node(id, class);
    let mut inner = Vec::new();
    for member in members {
        let Some(field) = class.field(&member.key) else { continue };
        if field.iri.is_none() {
            continue;
        }
        let mut items: Vec<&Node> = member.node.items().iter().collect();
        if matches!(field.kind, Kind::Ref(_)) {
            items.sort_by_key(|item| item.as_str().or_else(|| item.text("id")));
        }
        for item in items {
            emit_value(field, item, sink);
            if let (Kind::Ref(classes), Value::Object(_)) = (&field.kind, &item.value) {
                inner.push((shape().pick(classes, item.text("type")), item));
            }
        }
    }
    sink.end();
    inner.sort_by_key(|(_, node)| node.text("id"));
    for (class, node) in inner {
        emit_node(node, class, sink, told);
    }
}

/// Tells the statements of one value of a field; a record inside it is told as a reference.
pub fn emit_value(field: &'static Field, node: &Node, sink: &mut impl Sink) {
    match (&field.kind, &node.value) {
        (Kind::Text | Kind::Texts, Value::String(text)) => sink.statement(field, Object::Literal(text, xsd::STRING)),
        (Kind::Text | Kind::Texts, Value::Object(members)) => {
            for member in members {
                for text in member.node.items().iter().filter_map(Node::as_str) {
                    sink.statement(field, in_language(text, &member.key));
                }
            }
        }
        (Kind::Scalar(scalar), Value::String(text)) => sink.statement(
            field,
            match scalar.term {
                Term::Literal(datatype) => Object::Literal(text, datatype),
                Term::Iri => Object::Iri("", text),
                Term::Identifier(namespace) => Object::Iri(namespace, text),
            },
        ),
        (Kind::Code(scheme), Value::String(text)) => {
            let (namespace, local) = scheme.iri(text);
            sink.statement(field, Object::Iri(namespace, local));
        }
        (Kind::Integer { .. }, Value::Number(text)) => sink.statement(field, Object::Literal(text, xsd::INTEGER)),
        (Kind::Ref(_), Value::String(text)) => sink.statement(field, Object::Iri("", text)),
        (Kind::Ref(_), Value::Object(_)) => {
            if let Some(id) = node.text("id") {
                sink.statement(field, Object::Iri("", id));
            }
        }
        _ => {}
    }
}

fn in_language<'o>(text: &'o str, key: &'o str) -> Object<'o> {
    if key == "@none" { Object::Literal(text, xsd::STRING) } else { Object::Tagged(text, key) }
}

/// The canonical lexical form of an integer that JSON may write as `5.0` or `5e0`.
#[must_use]
pub fn integer(text: &str) -> Option<Cow<'_, str>> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Cow::Borrowed(text));
    }
    let number: f64 = text.parse().ok()?;
    (number.fract() == 0.0 && (0.0..1e15).contains(&number)).then(|| Cow::Owned(format!("{number:.0}")))
}
