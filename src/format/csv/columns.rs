//! The columns of a class as a tree, from which each row is read.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::cell;
use super::header::Hop;
use super::scan::{Cell, Row};
use crate::doc::{Member, Node, Value};
use crate::shape::{ClassId, Field, Kind, shape};
use crate::source::Span;

/// What a place in a record takes from a row.
#[derive(Debug, Default)]
pub(super) struct Slot<'s> {
    /// The column of the value itself.
    column: Option<(usize, Take)>,
    members: Vec<Branch<'s>>,
    /// By index; gaps close up.
    items: BTreeMap<usize, Slot<'s>>,
    languages: Vec<Branch<'s>>,
    /// The type of a record that does not say which of several it has.
    default_type: Option<&'static str>,
}

/// A key, the header that it comes from, and what is under it.
#[derive(Debug)]
struct Branch<'s> {
    key: Cow<'s, str>,
    header: Span,
    slot: Slot<'s>,
}

/// How a cell becomes a value.
#[derive(Debug, Clone, Copy)]
enum Take {
    Text,
    Integer,
    List,
    /// One string, or a list of several.
    Texts,
}

/// A value that is given in two ways at once: the cell that gives it as a whole, and where its parts are.
#[derive(Debug)]
pub(super) struct Clash {
    pub(super) whole: Span,
    pub(super) parts: Span,
}

/// A header's way into the tree.
pub(super) struct Way<'h, 's> {
    pub(super) hops: &'h [Hop],
    pub(super) column: usize,
    pub(super) header: Span,
    pub(super) language: Option<Cow<'s, str>>,
}

impl<'s> Slot<'s> {
    /// The record of a row.
    pub(super) fn root() -> Self {
        Self::default()
    }

    /// Adds a column. No two have the same way.
    pub(super) fn add(&mut self, way: Way<'_, 's>) {
        let Way { hops, column, header, language } = way;
        let mut slot = self;
        let mut take = Take::Text;
        for hop in hops {
            slot = match hop {
                Hop::Field(field) => {
                    take = taken(field);
                    slot.member(field, header)
                }
                Hop::Item(index) => {
                    take = Take::Text;
                    let default_type = slot.default_type;
                    slot.items.entry(*index).or_insert_with(|| Slot { default_type, ..Slot::default() })
                }
                Hop::Language => slot.language(language.clone().unwrap_or_default(), header),
            };
        }
        slot.column = Some((column, take));
    }

    fn member(&mut self, field: &'static Field, header: Span) -> &mut Self {
        let at = self.members.iter().position(|branch| branch.key == field.name).unwrap_or_else(|| {
            let slot = Slot { default_type: default_type(field), ..Slot::default() };
            self.members.push(Branch { key: Cow::Borrowed(&field.name), header, slot });
            self.members.len() - 1
        });
        &mut self.members[at].slot
    }

    fn language(&mut self, key: Cow<'s, str>, header: Span) -> &mut Self {
        self.languages.push(Branch { key, header, slot: Slot::default() });
        let last = self.languages.len() - 1;
        &mut self.languages[last].slot
    }

    /// The value in a row; none where all its cells are empty.
    pub(super) fn read(&self, row: &Row<'s>, clashes: &mut Vec<Clash>) -> Option<Node<'s>> {
        let whole = self.column.and_then(|(column, take)| leaf(row.cells.get(column)?, take));
        let parts = self.parts(row, clashes);
        match (whole, parts) {
            (Some(whole), Some(mut map)) if !self.languages.is_empty() => {
                join_plain(&mut map, whole);
                Some(map)
            }
            (Some(whole), Some(parts)) => {
                clashes.push(Clash { whole: whole.span, parts: parts.head() });
                Some(parts)
            }
            (whole, parts) => whole.or(parts),
        }
    }

    fn parts(&self, row: &Row<'s>, clashes: &mut Vec<Clash>) -> Option<Node<'s>> {
        if !self.items.is_empty() {
            let items: Vec<Node> = self.items.values().filter_map(|slot| slot.read(row, clashes)).collect();
            let span = items.iter().map(|item| item.span).reduce(cover)?;
            return Some(Node::new(Value::Array(items), span));
        }
        let branches = if self.members.is_empty() { &self.languages } else { &self.members };
        let read = |branch: &Branch<'s>| {
            let node = branch.slot.read(row, clashes)?;
            Some(Member { key: branch.key.clone(), key_span: branch.header, node })
        };
        let mut members: Vec<Member> = branches.iter().filter_map(read).collect();
        let span = members.iter().map(|member| member.node.span).reduce(cover)?;
        if let Some(name) = self.default_type.filter(|_| members.iter().all(|member| member.key != "type")) {
            members.insert(0, type_member(name, members[0].node.head()));
        }
        Some(Node::new(Value::Object(members), span))
    }
}

/// A `type` that no cell gives.
pub(super) fn type_member<'s>(name: &'static str, span: Span) -> Member<'s> {
    Member { key: Cow::Borrowed("type"), key_span: span, node: Node::string(name, span) }
}

/// Text of a column without language beside columns with one.
fn join_plain<'s>(map: &mut Node<'s>, plain: Node<'s>) {
    map.span = cover(map.span, plain.span);
    if let Some(members) = map.as_object_mut() {
        members.insert(0, Member { key: Cow::Borrowed("@none"), key_span: plain.span, node: plain });
    }
}

fn cover(left: Span, right: Span) -> Span {
    Span { start: left.start.min(right.start), end: left.end.max(right.end) }
}

fn default_type(field: &'static Field) -> Option<&'static str> {
    let classes: &[ClassId] = field.records();
    classes.first().filter(|_| classes.len() > 1).map(|&class| shape()[class].name.as_str())
}

fn taken(field: &Field) -> Take {
    match field.kind {
        _ if field.many => Take::List,
        Kind::Texts => Take::Texts,
        Kind::Integer { .. } => Take::Integer,
        _ => Take::Text,
    }
}

fn leaf<'s>(cell: &Cell<'s>, take: Take) -> Option<Node<'s>> {
    let value = match take {
        _ if cell.text.is_empty() => return None,
        Take::Integer if is_integer(&cell.text) => Value::Number(cell.text.clone()),
        Take::Text | Take::Integer => Value::String(cell.text.clone()),
        Take::List => Value::Array(list(cell)),
        Take::Texts => match list(cell) {
            mut items if items.len() == 1 => items.remove(0).value,
            items => Value::Array(items),
        },
    };
    Some(Node::new(value, cell.span)).filter(|node| node.as_array().is_none_or(|items| !items.is_empty()))
}

/// Whether digits are a number in JSON too; `007` is not.
fn is_integer(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'))
}

/// The items of a list cell, each at its own place where the cell has no doubled quotes.
fn list<'s>(cell: &Cell<'s>) -> Vec<Node<'s>> {
    let place = |item: &cell::Item| cell.verbatim.map(|start| Span::new(start + item.start, start + item.end));
    let node = |item: cell::Item| {
        let span = place(&item).unwrap_or(cell.span);
        Node::string(cell::item_text(&cell.text, item), span)
    };
    cell::split(&cell.text).into_iter().map(node).collect()
}
