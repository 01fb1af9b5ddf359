//! Records in normal form as a programme: what the writers of schedules, calendars and web pages share.
//!
//! Such formats are views: what they have no place for is counted by field and told once ([`Lost`]).

use std::collections::{BTreeMap, HashMap};

use crate::diagnostic::{Diagnostic, Place, Report, Severity, counted};
use crate::doc::{Node, Path};
use crate::shape::{Class, shape};
use crate::source::Position;

/// Every record by its IRI, so that one that is referred to can be looked up.
#[derive(Debug, Default)]
pub struct Known<'n>(HashMap<&'n str, &'n Node<'n>>);

impl<'n> Known<'n> {
    #[must_use]
    pub fn new(records: &'n [Node<'n>]) -> Self {
        let mut known = HashMap::new();
        for record in records {
            index(record, &mut known);
        }
        Self(known)
    }

    /// The record of an IRI.
    #[must_use]
    pub fn by_id(&self, id: &str) -> Option<&'n Node<'n>> {
        self.0.get(id).copied()
    }

    /// The record that a value is or refers to.
    #[must_use]
    pub fn resolve(&self, value: &'n Node<'n>) -> Option<&'n Node<'n>> {
        match value.as_str().or_else(|| value.text("id")) {
            Some(id) => self.by_id(id),
            None => value.as_object().map(|_| value),
        }
    }

    /// The record that a field of another is or refers to.
    #[must_use]
    pub fn of(&self, record: &'n Node<'n>, key: &str) -> Option<&'n Node<'n>> {
        self.resolve(record.get(key)?)
    }
}

/// Notes a record and those inside it by their IRIs.
fn index<'n>(record: &'n Node<'n>, known: &mut HashMap<&'n str, &'n Node<'n>>) {
    let Some(members) = record.as_object() else { return };
    if let (Some(id), true) = (record.text("id"), members.len() > 1) {
        known.entry(id).or_insert(record);
    }
    members.iter().flat_map(|member| member.node.items()).for_each(|item| index(item, known));
}

/// The records, and those that a dataset among them lists.
pub fn unpacked<'n>(records: &'n [Node<'n>]) -> impl Iterator<Item = &'n Node<'n>> {
    records.iter().flat_map(|record| {
        let class = class_of(record);
        let lists = record.as_object().unwrap_or_default().iter();
        let lists = lists
            .filter(move |member| class.name == "Dataset" && class.field(&member.key).is_some_and(|field| field.many));
        let inside = lists.flat_map(|member| member.node.items()).filter(|item| item.as_object().is_some());
        std::iter::once(record).chain(inside)
    })
}

#[must_use]
pub fn class_of(record: &Node) -> &'static Class {
    let class = record.text("type").and_then(|name| shape().class(name)).unwrap_or_default();
    &shape()[class]
}

/// The one text that a view shows: English, else the first.
#[must_use]
pub fn text<'n>(value: &'n Node) -> Option<&'n str> {
    if let Some(text) = value.as_str() {
        return Some(text);
    }
    let members = value.as_object()?;
    let english = members.iter().find(|member| member.key.eq_ignore_ascii_case("en"));
    english.or(members.first())?.node.items().first()?.as_str()
}

/// What a view has no place for.
#[derive(Debug)]
pub struct Lost {
    format: &'static str,
    /// By id, class, and field or reason.
    lost: BTreeMap<(&'static str, &'static str, String), (usize, String)>,
}

impl Lost {
    #[must_use]
    pub fn new(format: &'static str) -> Self {
        Self { format, lost: BTreeMap::new() }
    }

    /// Counts the fields of a record that are not among those that are `written`, and texts in several languages.
    pub fn fields(&mut self, record: &Node, written: &[&str]) {
        let class = class_of(record);
        for member in record.as_object().unwrap_or_default() {
            let Some(field) = class.field(&member.key).filter(|field| field.iri.is_some()) else { continue };
            if !written.contains(&field.name.as_str()) {
                self.see("loss/field", record, &field.name);
            } else if member.node.as_object().is_some_and(|texts| field.classes().is_empty() && texts.len() > 1) {
                self.see("loss/language", record, &field.name);
            }
        }
    }

    /// Counts a record that is not written at all.
    pub fn record(&mut self, record: &Node, why: &str) {
        self.see("loss/record", record, why);
    }

    fn see(&mut self, id: &'static str, record: &Node, what: &str) {
        let about = || record.text("id").unwrap_or_default().to_owned();
        self.lost.entry((id, class_of(record).name.as_str(), what.to_owned())).or_insert_with(|| (0, about())).0 += 1;
    }

    /// Tells each sort of loss once, at the first record that it was met in.
    pub fn tell(self, report: &mut Report) {
        let begin = Position { line: 1, column: 1 };
        for ((id, class, what), (count, about)) in self.lost {
            let (records, format) = (counted(count, class), self.format);
            let place = Place::Position { name: about.as_str().into(), position: begin, end: begin };
            let (severity, message, path) = match id {
                "loss/field" => (
                    Severity::Note,
                    format!("{format} has no place for {what} of {records}"),
                    Path::Root.key(&what).to_string(),
                ),
                "loss/language" => {
                    let message = format!("{format} holds one language of {what}: {records} with others");
                    (Severity::Warning, message, Path::Root.key(&what).to_string())
                }
                _ => (Severity::Warning, format!("{records} not written: {what}"), String::new()),
            };
            let mut told = Diagnostic::in_place(id, severity, place, message);
            told.path = path;
            report.push(told);
        }
    }
}
