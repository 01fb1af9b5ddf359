//! Merged entities as records: each that may stand alone for itself, parts of sessions inside them.

use std::collections::HashMap;

use super::world::{Item, Value};
use super::{Entity, Merged};
use crate::doc::{self, Node};
use crate::shape::{Field, Kind, shape};
use crate::source::Span;

/// The records, in the order of their IRIs.
#[must_use]
pub fn records(merged: &Merged) -> Vec<Node<'_>> {
    let parts = merged.entities.iter().filter(|entity| !shape()[entity.class].is_root);
    let parts: HashMap<&str, &Entity> = parts.map(|entity| (entity.iri.as_str(), entity)).collect();
    let roots = merged.entities.iter().filter(|entity| shape()[entity.class].is_root);
    roots.map(|entity| record(entity, &parts)).collect()
}

fn record<'m>(entity: &'m Entity, parts: &HashMap<&str, &'m Entity>) -> Node<'m> {
    let class = &shape()[entity.class];
    let mut node = Node::new(doc::Value::Object(Vec::new()), Span::default());
    node.set("id", Node::string(entity.iri.as_str(), Span::default()));
    node.set("type", Node::string(class.name.as_str(), Span::default()));
    for (at, field) in class.fields.iter().enumerate() {
        let values: Vec<&Value> =
            entity.statements.iter().map(|statement| &statement.value).filter(|value| value.field == at).collect();
        if !values.is_empty() {
            node.set(field.name.as_str(), member(field, &values, parts));
        }
    }
    node
}

fn member<'m>(field: &Field, values: &[&'m Value], parts: &HashMap<&str, &'m Entity>) -> Node<'m> {
    if matches!(field.kind, Kind::Text | Kind::Texts) {
        return texts(field, values);
    }
    let mut items: Vec<Node> = values.iter().map(|value| item(field, value, parts)).collect();
    if !field.many {
        return items.swap_remove(0);
    }
    items.sort_by_key(|item| (order(item), item.text("id").map(str::to_owned)));
    Node::new(doc::Value::Array(items), Span::default())
}

/// The place of a part in its list; the last for those that have none.
fn order(node: &Node) -> u64 {
    match node.get("order").map(|order| &order.value) {
        Some(doc::Value::Number(text)) => text.parse().unwrap_or(u64::MAX),
        _ => u64::MAX,
    }
}

fn item<'m>(field: &Field, value: &'m Value, parts: &HashMap<&str, &'m Entity>) -> Node<'m> {
    match (&field.kind, &value.item) {
        (Kind::Integer { .. }, Item::Text(text)) => {
            Node::new(doc::Value::Number(text.as_str().into()), Span::default())
        }
        (Kind::Ref(classes), Item::Ref(iri)) => {
            match parts.get(iri.as_str()).filter(|part| classes.contains(&part.class)) {
                Some(part) => record(part, parts),
                None => Node::string(iri.as_str(), Span::default()),
            }
        }
        (_, item) => Node::string(item.text(), Span::default()),
    }
}

/// One text without language as it is, others by their language.
fn texts<'m>(field: &Field, values: &[&'m Value]) -> Node<'m> {
    let is_one = matches!(field.kind, Kind::Text);
    if let ([only], true) = (values, is_one)
        && only.tag.is_empty()
    {
        return Node::string(only.item.text(), Span::default());
    }
    let mut node = Node::new(doc::Value::Object(Vec::new()), Span::default());
    for value in values {
        let tag = if value.tag.is_empty() { "@none" } else { value.tag.as_str() };
        let text = Node::string(value.item.text(), Span::default());
        let list = node.as_object_mut().into_iter().flatten().find(|member| member.key == tag);
        match list.map(|member| &mut member.node.value) {
            Some(doc::Value::Array(list)) => list.push(text),
            _ if is_one => node.set(tag, text),
            _ => node.set(tag, Node::new(doc::Value::Array(vec![text]), Span::default())),
        }
    }
    node
}

/// A value as a node, to tell its statement.
pub(super) fn value<'v>(field: &Field, value: &'v Value) -> Node<'v> {
    match (&field.kind, &value.item) {
        (Kind::Text | Kind::Texts, _) => texts(field, &[value]),
        (Kind::Integer { .. }, Item::Text(text)) => {
            Node::new(doc::Value::Number(text.as_str().into()), Span::default())
        }
        (_, item) => Node::string(item.text(), Span::default()),
    }
}
