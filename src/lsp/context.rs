//! What stands at a place of a text: which key of which class, or which field's value.

use std::ops::Range;

use super::tree::{self, Syntax, holds};
use crate::doc::{Member, Node, Value};
use crate::shape::{Class, ClassId, Field, Kind, shape};
use crate::source::Span;

/// Put in at the cursor, so that the tree shows where it is. Private use: no text has it but by mistake.
const MARK: char = '\u{E000}';

/// What is being typed.
#[derive(Debug)]
pub struct Cursor {
    pub slot: Slot,
    /// The bytes of the word that is being typed, quotes included.
    pub token: Range<usize>,
}

/// Where the cursor is.
#[derive(Debug)]
pub enum Slot {
    /// At a key of a record of this class, which has these keys already.
    Key { class: ClassId, present: Vec<String> },
    /// At the value of a field.
    Value {
        field: &'static Field,
        /// Whether the value is an item of a list already.
        listed: bool,
        /// The types that the record may have, where the value is one.
        types: Vec<ClassId>,
    },
}

/// What the pointer is on.
#[derive(Debug)]
pub enum Hit {
    Key(&'static Field, Span),
    Value(&'static Field, String, Span),
}

/// A record in a text, with what an outline shows of it.
#[derive(Debug, Clone)]
pub struct Record {
    pub class: &'static Class,
    pub id: Option<(String, Span)>,
    pub name: Option<String>,
    pub span: Span,
    /// Records it stands in.
    pub depth: usize,
}

/// Whether a text is a record of ours, so that a `package.json` or a workflow beside the sessions is left alone.
///
/// It is one when some root says a `type` of ours, or has a `$schema` or `@context` of ours, or has two keys that a
/// class of ours has and that few other files have. `title`, `name`, `description` and their like are in every second file.
#[must_use]
pub fn is_ours(text: &str, syntax: Syntax) -> bool {
    tree::roots(text, syntax).iter().any(says_so)
}

/// Keys that files of other kinds have as well.
const COMMON: [&str; 15] = [
    "id",
    "type",
    "name",
    "title",
    "description",
    "label",
    "url",
    "homepage",
    "license",
    "email",
    "language",
    "start",
    "end",
    "order",
    "identifier",
];

fn says_so(root: &Node) -> bool {
    let Some(members) = root.as_object() else { return false };
    let named = |key: &str| root.text(key).is_some_and(|text| text.contains("plenary"));
    if named("$schema") || named("@context") || is_root_type(root) {
        return true;
    }
    let is_typical = |class: &Class, member: &Member| {
        !COMMON.contains(&member.key.as_ref())
            && !member.key.starts_with(['@', '$'])
            && class.find(&member.key).is_some()
    };
    let typical = |id: &ClassId| members.iter().filter(|member| is_typical(&shape()[*id], member)).count();
    shape().roots.iter().any(|id| typical(id) >= 2)
}

fn is_root_type(root: &Node) -> bool {
    let class = root.text("type").and_then(|name| shape().class(name));
    class.is_some_and(|class| shape()[class].is_root)
}

/// The class of a document: what it says, else the one that has most of its keys, else a session.
fn root_class(root: &Node) -> ClassId {
    if let Some(class) = root.text("type").and_then(|name| shape().class(name)) {
        return class;
    }
    let session = shape().class("Session").unwrap_or_default();
    let members = root.as_object().unwrap_or_default();
    let known = |class: ClassId| members.iter().filter(|member| shape()[class].find(&member.key).is_some()).count();
    let mut best = session;
    for &class in &shape().roots {
        if known(class) > known(best) {
            best = class;
        }
    }
    best
}

/// The class of the records that stand in a field.
fn inner_class(field: &Field, node: &Node) -> Option<ClassId> {
    match &field.kind {
        Kind::Ref(classes) => Some(shape().pick(classes, node.text("type"))),
        Kind::Private(class) => Some(*class),
        _ => None,
    }
}

/// What is being typed at a byte of a text.
#[must_use]
pub fn cursor(text: &str, syntax: Syntax, at: usize) -> Option<Cursor> {
    let (before, after) = text.split_at_checked(at)?;
    let marked = format!("{before}{MARK}{after}");
    tree::roots(&marked, syntax).iter().find_map(|root| marked_in_root(root, syntax))
}

fn marked_in_root(root: &Node, syntax: Syntax) -> Option<Cursor> {
    let class = root_class(root);
    match &root.value {
        // The first word of a document without brackets.
        Value::String(text) if text.contains(MARK) && !matches!(syntax, Syntax::Json | Syntax::Ndjson) => {
            Some(Cursor { slot: Slot::Key { class, present: Vec::new() }, token: token(root.span) })
        }
        Value::Object(members) => marked_in(members, class, &shape().roots),
        _ => None,
    }
}

fn marked_in(members: &[Member], class: ClassId, types: &[ClassId]) -> Option<Cursor> {
    members.iter().find_map(|member| {
        if member.key.contains(MARK) {
            let present = members.iter().map(|member| member.key.to_string()).collect();
            return Some(Cursor { slot: Slot::Key { class, present }, token: token(member.key_span) });
        }
        marked_value(&member.node, shape()[class].field(&member.key)?, false, types)
    })
}

fn marked_value(node: &Node, field: &'static Field, listed: bool, types: &[ClassId]) -> Option<Cursor> {
    match &node.value {
        Value::String(text) if text.contains(MARK) => {
            let types = if matches!(field.kind, Kind::Type) { types.to_vec() } else { field.classes().to_vec() };
            Some(Cursor { slot: Slot::Value { field, listed, types }, token: token(node.span) })
        }
        Value::Array(items) => items.iter().find_map(|item| marked_value(item, field, true, types)),
        Value::Object(members) => marked_in(members, inner_class(field, node)?, field.classes()),
        _ => None,
    }
}

/// The bytes of a marked token in the text without the mark.
fn token(span: Span) -> Range<usize> {
    span.start as usize..(span.end as usize).saturating_sub(MARK.len_utf8())
}

/// What a byte of a text is in.
#[must_use]
pub fn hit(text: &str, syntax: Syntax, at: usize) -> Option<Hit> {
    let roots = tree::roots(text, syntax);
    roots.iter().find_map(|root| hit_in(root.as_object()?, root_class(root), at))
}

fn hit_in(members: &[Member], class: ClassId, at: usize) -> Option<Hit> {
    members.iter().find_map(|member| {
        let field = shape()[class].field(&member.key)?;
        if holds(member.key_span, at) {
            return Some(Hit::Key(field, member.key_span));
        }
        hit_value(&member.node, field, at)
    })
}

fn hit_value(node: &Node, field: &'static Field, at: usize) -> Option<Hit> {
    match &node.value {
        Value::String(text) if holds(node.span, at) => Some(Hit::Value(field, text.to_string(), node.span)),
        Value::Array(items) => items.iter().find_map(|item| hit_value(item, field, at)),
        Value::Object(members) => hit_in(members, inner_class(field, node)?, at),
        _ => None,
    }
}

/// Every record of a text, each before those that stand in it.
#[must_use]
pub fn records(text: &str, syntax: Syntax) -> Vec<Record> {
    let mut records = Vec::new();
    for root in &tree::roots(text, syntax) {
        collect(root, root_class(root), 0, &mut records);
    }
    records
}

fn collect(node: &Node, class: ClassId, depth: usize, records: &mut Vec<Record>) {
    let Some(members) = node.as_object() else { return };
    let id = node.get("id").and_then(|id| Some((id.as_str()?.to_owned(), id.span)));
    records.push(Record { class: &shape()[class], id, name: name(node), span: node.span, depth });
    for member in members {
        let Some(field) = shape()[class].field(&member.key) else { continue };
        for item in member.node.items() {
            if let Some(class) = inner_class(field, item) {
                collect(item, class, depth + 1, records);
            }
        }
    }
}

/// What people call a record.
fn name(node: &Node) -> Option<String> {
    let node = ["title", "name", "label"].iter().find_map(|key| node.get(key))?;
    let by_language = || node.as_object()?.iter().find_map(|member| member.node.as_str());
    node.as_str().or_else(by_language).map(str::to_owned)
}

#[cfg(test)]
mod tests;
