//! TOML by its headers and lines, read past every mistake.

use std::borrow::Cow;

use super::flow::{Flow, TOML, line_end};
use crate::doc::{Member, Node, Value};
use crate::source::Span;

/// A key with its place.
type Key<'s> = (Cow<'s, str>, Span);

/// The one record of a part of a text.
pub(super) fn root(text: &str, start: usize, end: usize) -> Node<'_> {
    let mut root = Node::new(Value::Object(Vec::new()), Span::new(start, end));
    let mut header: Vec<Key> = Vec::new();
    let mut flow = Flow { text, at: start, end, rules: TOML };
    loop {
        flow.skip_space();
        if flow.at >= end {
            return root;
        }
        if text.as_bytes()[flow.at] == b'[' {
            let list = text[flow.at..end].starts_with("[[");
            flow.at += if list { 2 } else { 1 };
            header = keys(&mut flow);
            open(&mut root, &header, list);
            flow.at = line_end(text, flow.at, end);
        } else {
            entry(&mut root, &header, &mut flow);
        }
    }
}

/// The parts of a dotted key, up to what is no part of it.
fn keys<'s>(flow: &mut Flow<'s>) -> Vec<Key<'s>> {
    let line = line_end(flow.text, flow.at, flow.end);
    let mut keys = Vec::new();
    loop {
        skip_blanks(flow, line);
        let rest = &flow.text[flow.at..line];
        if rest.starts_with(['"', '\'']) {
            keys.push(flow.scalar());
        } else {
            let length = rest.find(['.', '=', ']', '#', '[', ',']).unwrap_or(rest.len());
            let text = rest[..length].trim_end();
            keys.push((text.into(), Span::new(flow.at, flow.at + text.len())));
            flow.at += length;
        }
        skip_blanks(flow, line);
        if !flow.text[flow.at..line].starts_with('.') {
            return keys;
        }
        flow.at += 1;
    }
}

fn skip_blanks(flow: &mut Flow, line: usize) {
    let rest = &flow.text[flow.at.min(line)..line];
    flow.at += rest.len() - rest.trim_start_matches([' ', '\t']).len();
}

fn entry<'s>(root: &mut Node<'s>, header: &[Key<'s>], flow: &mut Flow<'s>) {
    let line = line_end(flow.text, flow.at, flow.end);
    let path = keys(flow);
    let node = if flow.text[flow.at..flow.end].starts_with('=') {
        flow.at += 1;
        skip_blanks(flow, line);
        let missing = flow.at >= line || flow.text.as_bytes()[flow.at] == b'#';
        if missing { nothing(flow.at) } else { flow.value(0) }
    } else {
        nothing(flow.at)
    };
    if let Some((last, tables)) = path.split_last()
        && let Some(table) = reach(root, header.iter().chain(tables))
    {
        push(table, last, node);
    }
    flow.at = line_end(flow.text, flow.at.max(line.min(flow.end)), flow.end);
}

fn nothing<'s>(at: usize) -> Node<'s> {
    Node::new(Value::Null, Span::new(at, at))
}

fn empty<'s>(span: Span) -> Node<'s> {
    Node::new(Value::Object(Vec::new()), span)
}

fn push<'s>(table: &mut Node<'s>, (key, key_span): &Key<'s>, node: Node<'s>) {
    if let Some(members) = table.as_object_mut() {
        members.push(Member { key: key.clone(), key_span: *key_span, node });
    }
}

/// The table at the end of a path; none where something else is in its place.
fn reach<'n, 's: 'n + 'k, 'k>(
    root: &'n mut Node<'s>,
    mut path: impl Iterator<Item = &'k Key<'s>>,
) -> Option<&'n mut Node<'s>> {
    path.try_fold(root, enter)
}

/// The table under a key, or the last one of its list; made where there is none.
fn enter<'n, 's>(table: &'n mut Node<'s>, key: &Key<'s>) -> Option<&'n mut Node<'s>> {
    let members = table.as_object_mut()?;
    let known = members.iter().position(|member| member.key == key.0);
    let at = known.unwrap_or(members.len());
    if known.is_none() {
        members.push(Member { key: key.0.clone(), key_span: key.1, node: empty(key.1) });
    }
    let node = &mut members[at].node;
    if node.as_array().is_some_and(|items| !items.is_empty()) { node.items_mut().last_mut() } else { Some(node) }
}

/// Makes the table of a header, a further one where the header is that of a list.
fn open<'s>(root: &mut Node<'s>, header: &[Key<'s>], list: bool) {
    let Some((last, tables)) = header.split_last() else { return };
    let Some(table) = reach(root, tables.iter()) else { return };
    if !list {
        enter(table, last);
        return;
    }
    let Some(members) = table.as_object_mut() else { return };
    match members.iter_mut().find(|member| member.key == last.0) {
        Some(Member { node: Node { value: Value::Array(items), .. }, .. }) => items.push(empty(last.1)),
        _ => push(table, last, Node::new(Value::Array(vec![empty(last.1)]), last.1)),
    }
}
