//! Normal form of resolved records: each node once, fields and sets in their order.

use std::borrow::Cow;
use std::sync::Arc;

use super::placing::EntityId;
use super::pool::Pool;
use crate::diagnostic::{Diagnostic, Place, Report};
use crate::doc::{Member, Node, Value};
use crate::shape::{ClassId, Kind, shape};
use crate::source::{Source, Span};

/// Brings a resolved record into normal form. Sessions inside it that no dataset lists become records of their own, so
/// there may be several.
///
/// A node that stands twice with different values of one field is a finding; the first value stays.
#[must_use]
pub fn normalize<'s>(record: Node<'s>, class: ClassId, source: &Arc<Source>, report: &mut Report) -> Vec<Node<'s>> {
    let mut apart = Apart { pool: Pool::default(), nameless: 0, source, report };
    apart.node(record, class);
    let Apart { pool, .. } = apart;
    let mut late = Vec::new();
    let records = pool.into_records(source, report, &mut late, None);
    report.findings.append(&mut late);
    records
}

/// Takes a record apart into a pool.
struct Apart<'s, 'r> {
    pool: Pool<'s>,
    nameless: usize,
    source: &'r Arc<Source>,
    report: &'r mut Report,
}

impl<'s> Apart<'s, '_> {
    /// Moves a node into the pool and returns its name.
    fn node(&mut self, mut node: Node<'s>, class: ClassId) -> Cow<'s, str> {
        let span = node.span;
        let (id, id_span) = self.name(&mut node);
        let entity = self.entity(id.clone(), class, id_span, span);
        let Value::Object(members) = node.value else { return id };
        let class = &shape()[self.pool.class_of(entity)];
        for Member { key, key_span, node } in members {
            let Some(at) = class.find(&key).filter(|&at| class.fields[at].iri.is_some()) else { continue };
            let kind = &class.fields[at].kind;
            match node.value {
                Value::Array(items) => items.into_iter().for_each(|item| self.value(entity, at, key_span, item, kind)),
                value => self.value(entity, at, key_span, Node::new(value, node.span), kind),
            }
        }
        id
    }

    fn name(&mut self, node: &mut Node<'s>) -> (Cow<'s, str>, Span) {
        match node.remove("id") {
            Some(Member { node: Node { value: Value::String(id), span }, .. }) => (id, span),
            _ => {
                self.nameless += 1;
                (format!("_:{:08}", self.nameless).into(), node.head())
            }
        }
    }

    fn entity(&mut self, id: Cow<'s, str>, class: ClassId, id_span: Span, span: Span) -> EntityId {
        let Some(known) = self.pool.find(&id) else { return self.pool.insert(id, class, id_span, span) };
        let first = self.pool.class_of(known);
        if first != class {
            let (here, there) = (&shape()[class].name, &shape()[first].name);
            let message = format!("<{id}> is the id of a {here} here and of a {there} elsewhere");
            let place = Place::Span(Arc::clone(self.source), self.pool.span_of(known));
            self.report.push(
                Diagnostic::error("identity/conflict", self.source, id_span, message)
                    .help("give the two nodes different ids")
                    .relate(place, "the other node"),
            );
        }
        known
    }

    /// One item of a field.
    fn value(&mut self, entity: EntityId, field: usize, key_span: Span, node: Node<'s>, kind: &Kind) {
        let span = node.span;
        match (kind, node.value) {
            (Kind::Ref(classes), value @ Value::Object(_)) => {
                let node = Node::new(value, span);
                let class = shape().pick(classes, node.text("type"));
                let id = self.node(node, class);
                self.pool.push(entity, field, key_span, "", Node::string(id, span));
            }
            (Kind::Text | Kind::Texts, Value::Object(members)) => {
                for Member { key, node, .. } in members {
                    let tag = if key == "@none" { Cow::Borrowed("") } else { key };
                    match node.value {
                        Value::Array(items) => {
                            for item in items {
                                self.pool.push(entity, field, key_span, tag.clone(), item);
                            }
                        }
                        value => self.pool.push(entity, field, key_span, tag, Node::new(value, node.span)),
                    }
                }
            }
            (_, value @ (Value::String(_) | Value::Number(_))) => {
                self.pool.push(entity, field, key_span, "", Node::new(value, span));
            }
            _ => {}
        }
    }
}
