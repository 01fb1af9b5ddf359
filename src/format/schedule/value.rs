//! Values of JSON and YAML as words, whatever they are wrapped in.

use super::keys::folded;
use crate::doc::{Member, Node, Value};
use crate::format::feed::Words;

/// The text of a string or number; of an object by language the English one, else the first; of one with a name, that.
pub(super) fn words<'s>(node: &Node<'s>) -> Option<Words<'s>> {
    match &node.value {
        Value::String(text) | Value::Number(text) => Words::new(text.clone(), node.span),
        Value::Object(members) => {
            let named = ["name", "title", "label", "value"].iter().find_map(|key| node.get(key));
            let english = || members.iter().find(|member| member.key == "en").map(|member| &member.node);
            let first = || members.iter().find(|member| is_language(&member.key)).map(|member| &member.node);
            words(named.or_else(english).or_else(first)?)
        }
        _ => None,
    }
}

fn is_language(key: &str) -> bool {
    (key.len() == 2 || key.contains('-')) && key.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-')
}

/// The members of an object with one of these keys, in the order of the keys, empty values left out.
pub(super) fn members<'n, 's>(node: &'n Node<'s>, keys: &'n [&str]) -> impl Iterator<Item = &'n Member<'s>> {
    let members = node.as_object().unwrap_or_default();
    keys.iter().flat_map(move |key| {
        members.iter().filter(move |member| folded(&member.key) == *key && !is_empty(&member.node))
    })
}

/// The first value of an object under one of these keys.
pub(super) fn first<'n, 's>(node: &'n Node<'s>, keys: &'n [&str]) -> Option<&'n Node<'s>> {
    members(node, keys).next().map(|member| &member.node)
}

/// The first text of an object under one of these keys.
pub(super) fn text<'s>(node: &Node<'s>, keys: &[&str]) -> Option<Words<'s>> {
    members(node, keys).find_map(|member| words(&member.node))
}

/// Whether a value says nothing.
pub(super) fn is_empty(node: &Node) -> bool {
    match &node.value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.iter().all(is_empty),
        Value::Object(members) => members.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Whether an object has a value under one of these keys.
pub(super) fn has(node: &Node, keys: &[&str]) -> bool {
    members(node, keys).next().is_some()
}
