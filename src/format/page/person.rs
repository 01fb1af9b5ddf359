//! One line about a person or an organization, "Name, Position, Unit, ..., Organisation - TBC", to a participation.

use super::block::Phrase;
use super::marks::Marks;
use super::words;
use crate::doc::{Node, Value};
use crate::source::Span;
use crate::thesaurus::recognise_code;

/// A line that was read.
#[derive(Debug)]
pub(super) struct Line {
    /// The person, or the organization that stands alone on the line.
    pub(super) agent: Node<'static>,
    pub(super) is_person: bool,
    marks: Marks,
    position: Option<Node<'static>>,
    group: Option<Node<'static>>,
    region: Option<Node<'static>>,
    affiliation: Option<Node<'static>>,
    span: Span,
}

impl Line {
    /// Whether the line says more than who it is.
    pub(super) fn is_bare(&self) -> bool {
        self.position.is_none() && self.affiliation.is_none() && self.marks.role.is_none()
    }

    /// The participation; what the line does not say is taken from the heading above, the role at last from `role`.
    pub(super) fn participation(self, above: &Marks, role: &str) -> Node<'static> {
        let marks = self.marks.or(above);
        let name = Span::new(self.agent.span.start as usize, self.agent.span.end as usize);
        let mut node = object(self.span);
        node.set("agent", self.agent);
        node.set("role", marks.role.unwrap_or_else(|| Node::string(role.to_owned(), name)));
        let rest = [
            ("status", marks.status),
            ("mode", marks.mode),
            ("position", self.position),
            ("affiliation", self.affiliation),
            ("stakeholderGroup", self.group),
            ("region", self.region),
        ];
        for (key, value) in rest {
            if let Some(value) = value {
                node.set(key, value);
            }
        }
        node
    }
}

/// An object without members.
pub(super) fn object(span: Span) -> Node<'static> {
    Node::new(Value::Object(Vec::new()), span)
}

/// Longer lines, in bytes, and lines of more parts are about something else.
const LONGEST: usize = 1000;
const MOST: usize = 16;

/// Reads a line. None if there is nobody on it.
pub(super) fn read(words: Phrase) -> Option<Line> {
    if words.text.len() > LONGEST {
        return None;
    }
    let mut marks = Marks::default();
    let words = marks.strip_end(words);
    let words = marks.strip_start(words);
    let mut elements = elements(words).into_iter().map(|element| marks.strip_end(element)).collect::<Vec<_>>();
    elements.retain(|element| !element.is_empty());
    let (name, rest) = elements.split_first().filter(|_| elements.len() <= MOST)?;
    let alone = rest.is_empty() && words::is_organization(name.text) && !words::is_position(name.text);
    let mut line = Line {
        agent: if alone { organization(*name, true) } else { person(*name) },
        is_person: !alone,
        marks,
        position: None,
        group: None,
        region: None,
        affiliation: None,
        span: words.span(),
    };
    line.take(rest);
    Some(line)
}

impl Line {
    /// Sorts what follows the name: groups and regions by their names, positions first, then units from the smallest.
    fn take(&mut self, rest: &[Phrase]) {
        let mut positions: Vec<Phrase> = Vec::new();
        let mut chain: Vec<Phrase> = Vec::new();
        for (at, &element) in rest.iter().enumerate() {
            if self.take_group(element) {
                continue;
            }
            let after_position = !chain.is_empty();
            let first_of_several = at == 0 && rest.len() > 1 && !words::is_organization(element.text);
            if !after_position && (words::is_position(element.text) || first_of_several) {
                let (position, unit) = split_head(element);
                positions.push(position);
                chain.extend(unit);
            } else {
                chain.push(element);
            }
        }
        self.position = joined(&positions);
        self.affiliation = chain.into_iter().rev().fold(None, |whole, unit| {
            let mut node = organization(unit, false);
            if let Some(whole) = whole {
                node.set("unitOf", whole);
            }
            Some(node)
        });
    }

    /// Takes a stakeholder group or a region by its name in the core schemes, with or without an abbreviation after it.
    fn take_group(&mut self, element: Phrase) -> bool {
        let plain = element.text.split(" (").next().unwrap_or_default();
        for (scheme, field) in [("group", &mut self.group), ("region", &mut self.region)] {
            let found = [element.text, plain].into_iter().find_map(|text| recognise_code(scheme, text));
            let found = found.filter(|concept| field.is_none() && concept.is_core() && concept.code != "other");
            if let Some(concept) = found {
                *field = Some(element.says(&concept.code));
                return true;
            }
        }
        false
    }
}

/// The parts between the commas (outside brackets) and line breaks; the name may also end with a spaced dash, and where
/// there are no commas at all, dashes part everything.
fn elements(words: Phrase) -> Vec<Phrase> {
    let mut parts: Vec<Phrase> = Vec::new();
    for text in super::lists::split(words.text, &[',', '\n']) {
        match parts.last_mut() {
            Some(before) if words::is_suffix(text) => {
                let start = before.text.as_ptr() as usize - words.text.as_ptr() as usize;
                let end = text.as_ptr() as usize - words.text.as_ptr() as usize + text.len();
                *before = words.part(&words.text[start..end]);
            }
            _ => parts.push(words.part(text)),
        }
    }
    let Some((&first, rest)) = parts.split_first() else { return parts };
    let most = if rest.is_empty() { usize::MAX } else { 2 };
    let mut all = by_dashes(first, most);
    all.extend(rest);
    all
}

fn by_dashes(words: Phrase, most: usize) -> Vec<Phrase> {
    let mut parts = Vec::new();
    let mut rest = words.text;
    while parts.len() + 1 < most {
        let dashes = [" - ", " – ", " — "].iter().filter_map(|dash| Some((rest.find(dash)?, dash.len())));
        let Some((at, length)) = dashes.min() else { break };
        parts.push(words.part(&rest[..at]));
        rest = &rest[at + length..];
    }
    parts.push(words.part(rest));
    parts
}

/// "Head ICT Analysis Section" is a position and a unit; so is "Director at the Institute".
fn split_head(element: Phrase) -> (Phrase, Option<Phrase>) {
    if let Some((end, start)) = words::head_before_unit(element.text) {
        return (element.part(&element.text[..end]), Some(element.part(&element.text[start..])));
    }
    match element.text.split_once(" at ").or_else(|| element.text.split_once(" @ ")) {
        Some((position, place)) if words::is_position(position) => (element.part(position), Some(element.part(place))),
        _ => (element, None),
    }
}

/// Several positions as the source writes them, with all between the first and the last.
fn joined(positions: &[Phrase]) -> Option<Node<'static>> {
    let (first, last) = (positions.first()?, positions.last()?);
    let text = positions.iter().map(|position| position.text).collect::<Vec<_>>().join(", ");
    Some(Node::string(text, Span { start: first.span().start, end: last.span().end }))
}

fn person(name: Phrase) -> Node<'static> {
    let mut node = object(name.span());
    node.set("type", name.says("Person"));
    let (title, name) = honorific(name);
    node.set("name", name.node());
    if let Some(title) = title {
        node.set("honorificPrefix", title.node());
    }
    node
}

/// The titles before a name, and the name.
fn honorific(name: Phrase) -> (Option<Phrase>, Phrase) {
    let mut rest = name.text;
    while let Some((_, after)) = rest.split_once(' ').filter(|(word, _)| words::is_honorific(word)) {
        rest = after.trim_start();
    }
    let title = name.part(&name.text[..name.text.len() - rest.len()]);
    (Some(title).filter(|title| !title.is_empty()), name.part(rest))
}

/// An organization: without the article, an acronym in brackets told apart.
pub(super) fn organization(name: Phrase, typed: bool) -> Node<'static> {
    let mut node = object(name.span());
    if typed {
        node.set("type", name.says("Organization"));
    }
    let name = name.part(name.text.strip_prefix("the ").unwrap_or(name.text));
    let short = name.text.strip_suffix(')').and_then(|text| text.rsplit_once('('));
    match short.filter(|(long, short)| !long.trim().is_empty() && words::is_acronym(short.trim())) {
        Some((long, short)) => {
            node.set("name", name.part(long).node());
            node.set("acronym", name.part(short).node());
        }
        None => node.set("name", name.node()),
    }
    node
}

#[cfg(test)]
mod tests {
    use super::super::block::{Block, Role};
    use super::*;
    use crate::format::json;

    fn written(line: &str) -> String {
        let mut block = Block::new(Role::Line, false);
        block.push_visible(line, 0);
        let mut out = Vec::new();
        json::write_compact(&read(block.words()).unwrap().participation(&Marks::default(), "speaker"), &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn name_position_units_and_status() {
        assert_eq!(
            written("Dr. Ana Núñez, Head Media Section, the Institute of Things (IoT), University of Somewhere – tbc"),
            r#"{"agent":{"type":"Person","name":"Ana Núñez","honorificPrefix":"Dr."},"role":"speaker","status":"tbc","position":"Head","affiliation":{"name":"Media Section","unitOf":{"name":"Institute of Things","acronym":"IoT","unitOf":{"name":"University of Somewhere"}}}}"#
        );
        assert_eq!(
            written("Moderator: Bo Li (TBC, online), Founder, CEO, Acme, Inc."),
            r#"{"agent":{"type":"Person","name":"Bo Li"},"role":"moderator","status":"tbc","mode":"online","position":"Founder, CEO","affiliation":{"name":"Acme, Inc."}}"#
        );
    }

    #[test]
    fn groups_dashes_and_organizations_alone() {
        assert_eq!(
            written("Cy Doe - Civil Society - Wikis United"),
            r#"{"agent":{"type":"Person","name":"Cy Doe"},"role":"speaker","affiliation":{"name":"Wikis United"},"stakeholderGroup":"civil-society"}"#
        );
        assert_eq!(
            written("UNESCO [remote]"),
            r#"{"agent":{"type":"Organization","name":"UNESCO"},"role":"speaker","mode":"online"}"#
        );
        assert_eq!(
            written("Jo Doe, Independent consultant"),
            r#"{"agent":{"type":"Person","name":"Jo Doe"},"role":"speaker","position":"Independent consultant"}"#
        );
    }
}
