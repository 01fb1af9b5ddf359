//! The records of several inputs as one whole: each node once, by its IRI, and what there is to know of it at a glance.
//!
//! A record is kept as a line of JSON and parsed when it is needed, so that tens of thousands fit into memory.

use std::collections::{BTreeMap, HashMap};

use crate::doc::{Node, Value};
use crate::format::{Limits, json};
use crate::model::ROOTS;
use crate::rdf::apart::apart;
use crate::shape::{ClassId, Kind, shape};
use crate::source::Span;

pub mod facts;
pub mod label;
mod merge;

pub use facts::{Facts, Part, Session};
pub use label::Label;

/// A record: a session, a person, ..., with the nodes that belong to it alone inside.
#[derive(Debug)]
pub struct Record {
    pub id: Box<str>,
    pub class: ClassId,
    json: Box<str>,
}

impl Record {
    /// The record as a tree in normal form.
    #[must_use]
    pub fn node(&self) -> Node<'_> {
        let limits = Limits { depth: 1024, ..Limits::default() };
        // What was written by us can be read; an empty node would be a record without fields.
        json::parse(&self.json, &limits).unwrap_or_else(|_| Node::new(Value::Object(Vec::new()), Span::new(0, 0)))
    }

    /// The record as one line of JSON.
    #[must_use]
    pub fn json(&self) -> &str {
        &self.json
    }

    /// The name of its class.
    #[must_use]
    pub fn class_name(&self) -> &'static str {
        &shape()[self.class].name
    }
}

/// A field of which two inputs say different things.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Conflict {
    pub id: String,
    pub field: String,
}

/// Takes records in normal form, in any order.
#[derive(Debug, Default)]
pub struct Builder {
    found: HashMap<Box<str>, (ClassId, Box<str>)>,
    conflicts: BTreeMap<Conflict, usize>,
}

impl Builder {
    /// Adds a record, and the records inside it that others may share.
    pub fn add(&mut self, record: Node<'_>) {
        for mut record in apart(vec![record]) {
            let listed = unlist(&mut record);
            self.one(&record);
            // The records that a dataset lists may hold others themselves.
            for record in listed {
                self.add(record);
            }
        }
    }

    fn one(&mut self, record: &Node) {
        let Some(class) = record.text("type").and_then(|name| shape().class(name)) else { return };
        let Some(id) = record.text("id").map(Box::from) else { return };
        let text = line(record);
        match self.found.get_mut(&id) {
            None => drop(self.found.insert(id, (class, text))),
            Some((known, before)) if *known == class && *before == text => {}
            Some(found) => {
                let merged = merge::merge((found.0, &found.1), (class, &text), &mut |field| {
                    let conflict = Conflict { id: id.to_string(), field: field.to_owned() };
                    *self.conflicts.entry(conflict).or_default() += 1;
                });
                *found = merged;
            }
        }
    }

    /// The whole: records by class in the order of [`ROOTS`], then by IRI.
    #[must_use]
    pub fn finish(self) -> Collection {
        let records = self.found.into_iter().map(|(id, (class, json))| Record { id, class, json });
        let mut records: Vec<Record> = records.collect();
        records.sort_unstable_by(|one, other| (rank(one.class), &one.id).cmp(&(rank(other.class), &other.id)));
        let by_id = records.iter().enumerate().map(|(at, record)| (record.id.clone(), at)).collect();
        Collection { records, by_id, conflicts: self.conflicts.into_keys().collect() }
    }
}

/// The place of a class in the order of [`ROOTS`]; before all of them where it is none.
fn rank(class: ClassId) -> Option<usize> {
    ROOTS.iter().position(|root| *root == shape()[class].name)
}

/// Takes the records out of the lists of a dataset, which then names them by their ids.
fn unlist<'s>(record: &mut Node<'s>) -> Vec<Node<'s>> {
    let mut listed = Vec::new();
    if record.text("type") != Some("Dataset") {
        return listed;
    }
    let Some(class) = shape().class("Dataset") else { return listed };
    for member in record.as_object_mut().into_iter().flatten() {
        let field = shape()[class].field(&member.key);
        if !field.is_some_and(|field| matches!(field.kind, Kind::Ref(_)) && field.many) {
            continue;
        }
        for item in member.node.items_mut() {
            if let Some(id) = item.text("id").map(str::to_owned) {
                let name = Node::string(id, item.span);
                listed.push(std::mem::replace(item, name));
            }
        }
    }
    listed
}

fn line(record: &Node) -> Box<str> {
    let mut bytes = Vec::new();
    json::write_compact(record, &mut bytes);
    String::from_utf8(bytes).unwrap_or_default().into()
}

/// The records, each once.
#[derive(Debug)]
pub struct Collection {
    records: Vec<Record>,
    by_id: HashMap<Box<str>, usize>,
    conflicts: Vec<Conflict>,
}

impl Collection {
    /// All records, by class and IRI.
    #[must_use]
    pub fn records(&self) -> &[Record] {
        &self.records
    }

    /// The position of a record by its IRI.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// The position of the record that a value is or refers to.
    #[must_use]
    pub fn named(&self, value: &Node) -> Option<usize> {
        self.find(value.as_str().or_else(|| value.text("id"))?)
    }

    /// The records of a class, with their positions. They stand together, so that nothing else is looked at.
    pub fn of_class(&self, name: &str) -> impl Iterator<Item = (usize, &Record)> {
        let class = shape().class(name);
        let rank_of = class.and_then(rank);
        let first = self.records.partition_point(|record| rank(record.class) < rank_of);
        let alike = self.records[first..].iter().take_while(move |record| rank(record.class) == rank_of);
        let here = alike.enumerate().map(move |(at, record)| (first + at, record));
        here.filter(move |(_, record)| Some(record.class) == class)
    }

    /// Fields of which inputs said different things, so that one was chosen.
    #[must_use]
    pub fn conflicts(&self) -> &[Conflict] {
        &self.conflicts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn collection(texts: &[&str]) -> Collection {
        let mut builder = Builder::default();
        for text in texts {
            builder.add(json::parse(text, &Limits::default()).expect("this is JSON"));
        }
        builder.finish()
    }

    const SESSION: &str = r#"{"type":"Session","id":"https://x.example/s","title":"A","place":{"type":"Place","id":"https://x.example/p","name":"Room"}}"#;
    const AGAIN: &str =
        r#"{"type":"Session","id":"https://x.example/s","title":"B","languages":["en"],"place":"https://x.example/p"}"#;

    #[test]
    fn shared_nodes_stand_apart_and_versions_are_joined_in_any_order() {
        let (one, other) = (collection(&[SESSION, AGAIN]), collection(&[AGAIN, SESSION]));
        assert_eq!(one.records().len(), 2);
        for (left, right) in one.records().iter().zip(other.records()) {
            assert_eq!(left.json(), right.json());
        }
        let session = one.records()[0].node();
        assert_eq!(session.text("title"), Some("A"));
        assert_eq!(session.text("place"), Some("https://x.example/p"));
        assert!(session.get("languages").is_some());
        assert_eq!(one.conflicts().len(), 1);
        assert_eq!(one.conflicts()[0].field, "title");
    }

    #[test]
    fn records_of_a_class_stand_together() {
        let group = r#"{"type":"Organization","id":"https://x.example/o","name":"Harbour Board"}"#;
        let whole = collection(&[SESSION, group, &SESSION.replace("/s\"", "/t\"")]);
        for class in &shape().classes {
            let found: Vec<usize> = whole.of_class(&class.name).map(|(at, _)| at).collect();
            let all = whole.records().iter().enumerate();
            let wanted: Vec<usize> =
                all.filter(|(_, record)| record.class_name() == class.name).map(|(at, _)| at).collect();
            assert_eq!(found, wanted, "{}", class.name);
        }
        assert_eq!(whole.of_class("Session").count(), 2);
        assert_eq!(whole.of_class("Nothing").count(), 0);
    }

    #[test]
    fn a_dataset_names_what_it_lists() {
        let text = format!(r#"{{"type":"Dataset","id":"https://x.example/","sessions":[{SESSION}]}}"#);
        let whole = collection(&[&text]);
        let classes: Vec<&str> = whole.records().iter().map(Record::class_name).collect();
        assert_eq!(classes, ["Dataset", "Session", "Place"]);
        assert_eq!(whole.named(&whole.records()[0].node().get("sessions").unwrap().items()[0]), Some(1));
    }
}
