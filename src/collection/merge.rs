//! Two versions of one record as one: lists are united, and of two values that exclude each other the smaller stays, so
//! that the order of the inputs plays no part.

use std::sync::Arc;

use crate::diagnostic::Report;
use crate::doc::{Member, Node, Value};
use crate::format::{Limits, json};
use crate::rdf::normal::normalize;
use crate::shape::{Class, ClassId, Field, Kind, shape};
use crate::source::Source;

/// A version: its class and its text.
type Version<'v> = (ClassId, &'v str);

/// Joins two versions; tells the fields of which they say different things.
pub(super) fn merge(one: Version, other: Version, tell: &mut dyn FnMut(&str)) -> (ClassId, Box<str>) {
    if one.0 != other.0 {
        tell("type");
        let smaller = one.min(other);
        return (smaller.0, smaller.1.into());
    }
    let limits = Limits { depth: 1024, ..Limits::default() };
    let (Ok(mut left), Ok(right)) = (json::parse(one.1, &limits), json::parse(other.1, &limits)) else {
        return (one.0, one.1.min(other.1).into());
    };
    merge_nodes(&mut left, right, &shape()[one.0], tell);
    // Lists and fields get the order of normal form again.
    let source = Source::new("merged", "");
    let records = normalize(left, one.0, &Arc::clone(&source), &mut Report::default());
    (one.0, records.first().map_or_else(|| one.1.into(), super::line))
}

fn merge_nodes<'s>(left: &mut Node<'s>, right: Node<'s>, class: &Class, tell: &mut dyn FnMut(&str)) {
    let Value::Object(members) = right.value else { return };
    for Member { key, key_span, node } in members {
        let Some(field) = class.field(&key) else { continue };
        let Some(known) = left.as_object_mut() else { return };
        match known.iter_mut().find(|member| member.key == key) {
            None => known.push(Member { key, key_span, node }),
            Some(before) => merge_values(&mut before.node, node, field, tell),
        }
    }
}

fn merge_values<'s>(left: &mut Node<'s>, right: Node<'s>, field: &Field, tell: &mut dyn FnMut(&str)) {
    match &field.kind {
        Kind::Texts => unite_texts(left, right),
        Kind::Text => merge_texts(left, right, field, tell),
        _ if field.many => unite(left, right, field, tell),
        Kind::Ref(classes) if is_same_node(left, &right) => merge_inner(left, right, classes, tell),
        _ => choose(left, right, field, tell),
    }
}

fn is_same_node(left: &Node, right: &Node) -> bool {
    let id = |node: &Node| node.as_str().or_else(|| node.text("id")).map(str::to_owned);
    id(left).is_some() && id(left) == id(right)
}

/// Two nodes of one id; what only names the other gives way.
fn merge_inner<'s>(left: &mut Node<'s>, right: Node<'s>, classes: &[ClassId], tell: &mut dyn FnMut(&str)) {
    match (&left.value, &right.value) {
        (Value::Object(_), Value::Object(_)) => {
            let class = &shape()[shape().pick(classes, right.text("type"))];
            merge_nodes(left, right, class, tell);
        }
        (Value::String(_), Value::Object(_)) => *left = right,
        _ => {}
    }
}

/// Texts by language; a plain string is a text without language.
fn merge_texts<'s>(left: &mut Node<'s>, right: Node<'s>, field: &Field, tell: &mut dyn FnMut(&str)) {
    if left.as_str().is_some() && right.as_str().is_some() {
        return choose(left, right, field, tell);
    }
    let mut whole = by_language(left.clone());
    for Member { key, key_span, node } in by_language(right) {
        match whole.iter_mut().find(|member| member.key == key) {
            None => whole.push(Member { key, key_span, node }),
            Some(before) => choose(&mut before.node, node, field, tell),
        }
    }
    whole.sort_by(|one, other| one.key.cmp(&other.key));
    left.value = Value::Object(whole);
}

fn by_language(node: Node) -> Vec<Member> {
    let span = node.span;
    match node.value {
        Value::Object(members) => members,
        _ => vec![Member { key: "@none".into(), key_span: span, node }],
    }
}

/// The smaller of two values.
fn choose<'s>(left: &mut Node<'s>, right: Node<'s>, field: &Field, tell: &mut dyn FnMut(&str)) {
    if left.same_value(&right) {
        return;
    }
    tell(&field.name);
    if super::line(&right) < super::line(left) {
        *left = right;
    }
}

/// Both lists; nodes of one id are one. Normal form removes what stands twice.
fn unite<'s>(left: &mut Node<'s>, right: Node<'s>, field: &Field, tell: &mut dyn FnMut(&str)) {
    let span = left.span;
    let mut items = items_of(std::mem::replace(left, Node::new(Value::Null, span)));
    for item in items_of(right) {
        match items.iter_mut().find(|known| is_same_node(known, &item)) {
            Some(known) => merge_inner(known, item, field.classes(), tell),
            None => items.push(item),
        }
    }
    left.value = Value::Array(items);
}

/// Sets of texts by language.
fn unite_texts<'s>(left: &mut Node<'s>, right: Node<'s>) {
    let mut whole = by_language(left.clone());
    for Member { key, key_span, node } in by_language(right) {
        match whole.iter_mut().find(|member| member.key == key) {
            None => whole.push(Member { key, key_span, node }),
            Some(before) => {
                let mut items = items_of(before.node.clone());
                let new = items_of(node).into_iter().filter(|item| !items.iter().any(|known| known.same_value(item)));
                let new: Vec<Node> = new.collect();
                items.extend(new);
                before.node.value = Value::Array(items);
            }
        }
    }
    left.value = Value::Object(whole);
}

fn items_of(node: Node) -> Vec<Node> {
    let span = node.span;
    match node.value {
        Value::Array(items) => items,
        value => vec![Node::new(value, span)],
    }
}
