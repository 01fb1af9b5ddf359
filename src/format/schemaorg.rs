//! schema.org for web pages: sessions and editions as events, nested and named as search engines read them, in JSON-LD
//! with the context of schema.org.
//!
//! It is a view and not the record: what it has no place for, or says of one language only, is told as a loss.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use crate::diagnostic::{Diagnostic, Place, Report, Severity};
use crate::doc::{Node, Path};
use crate::format::programme::{Known, class_of, text, unpacked};
use crate::format::{Format, Write, WriteOptions};
use crate::shape::{Field, Kind};
use crate::source::Position;

mod fields;
mod people;

use fields::row;

pub static FORMAT: Format = Format {
    name: "schemaorg",
    about: "schema.org events for web pages, as search engines read them",
    extensions: &[],
    media_types: &[],
    sniff: |_| false,
    read: None,
    statements: None,
    comments: None,
    write: Some(Write::Graph(write)),
};

/// How records stand in schema.org: the name of a class, and its type there. Those that are not here are not written.
const TYPES: [(&str, &str); 6] = [
    ("Session", "Event"),
    ("Edition", "Event"),
    ("Forum", "EventSeries"),
    ("Person", "Person"),
    ("Organization", "Organization"),
    ("Place", "Place"),
];

/// Events are written for themselves; others too, unless an event has them inside.
fn is_event(class: &str) -> bool {
    matches!(class, "Session" | "Edition")
}

/// Records inside records inside records, as units of organizations are: no deeper than this.
const DEEPEST: usize = 8;

fn write(records: &[Node], _: &WriteOptions, out: &mut Vec<u8>, report: &mut Report) {
    let mut view = View::new(records, &PAGES);
    let tops = unpacked(records);
    let (events, others): (Vec<&Node>, Vec<&Node>) = tops.partition(|record| is_event(&class_of(record).name));
    let mut written: Vec<Value> = events.into_iter().filter_map(|record| view.top(record)).collect();
    for record in others {
        let id = record.text("id").unwrap_or_default();
        if !view.inside.contains(id) {
            written.extend(view.top(record));
        }
    }
    let document = match written.as_mut_slice() {
        [Value::Object(only)] => {
            let mut document = Map::from_iter([("@context".to_owned(), json!("https://schema.org"))]);
            document.append(only);
            Value::Object(document)
        }
        _ => json!({"@context": "https://schema.org", "@graph": written}),
    };
    // What closes a script element of HTML must not stand in text.
    out.extend_from_slice(format!("{document:#}\n").replace("</", "<\\/").as_bytes());
    report.findings.append(&mut view.losses);
}

/// The first of some records for the page that is about it, with the others inside where it names them; none where
/// schema.org has no type for it. What closes a script element of HTML, or opens a comment in one, is escaped, and so is
/// what turns the direction of text for whoever looks at the source.
#[must_use]
pub fn page(records: &[Node]) -> Option<String> {
    let mut view = View::new(records, &PAGES);
    let mut document = Map::from_iter([("@context".to_owned(), json!("https://schema.org"))]);
    document.append(&mut view.object(records.first()?)?);
    let mut text = String::new();
    for letter in Value::Object(document).to_string().chars() {
        match letter {
            '<' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                // Strings do not fail.
                let _ = write!(text, "\\u{:04x}", u32::from(letter));
            }
            letter => text.push(letter),
        }
    }
    Some(text)
}

/// Where a view is for.
#[derive(Debug)]
pub(super) struct Purpose {
    /// How losses name it.
    pub(super) name: &'static str,
    /// Fields that stand elsewhere there: class and name.
    pub(super) elsewhere: &'static [(&'static str, &'static str)],
}

const PAGES: Purpose = Purpose { name: "schema.org for web pages", elsewhere: &[] };

/// Records on their way into schema.org.
pub(super) struct View<'n> {
    purpose: &'static Purpose,
    /// Every record by its IRI, so that one that is referred to can stand inside.
    pub(super) known: Known<'n>,
    /// The records that stand inside others.
    pub(super) inside: BTreeSet<String>,
    pub(super) losses: Vec<Diagnostic>,
    /// The record that is being written.
    about: String,
    depth: usize,
}

impl<'n> View<'n> {
    pub(super) fn new(records: &'n [Node<'n>], purpose: &'static Purpose) -> Self {
        Self {
            purpose,
            known: Known::new(records),
            inside: BTreeSet::new(),
            losses: Vec::new(),
            about: String::new(),
            depth: 0,
        }
    }

    /// A record for itself; none where schema.org has no type for it that belongs on the page of an event.
    fn top(&mut self, record: &'n Node<'n>) -> Option<Value> {
        let object = self.object(record);
        if object.is_none() {
            let class = &class_of(record).name;
            record.text("id").unwrap_or_default().clone_into(&mut self.about);
            self.lose(
                "loss/record",
                &Path::Root,
                &format!("what a {class} says of itself is no part of an event's page"),
            );
        }
        object.map(Value::Object)
    }

    /// A record with everything that its type has a place for.
    pub(super) fn object(&mut self, record: &'n Node<'n>) -> Option<Map<String, Value>> {
        let class = class_of(record);
        let (_, kind) = TYPES.iter().find(|(name, _)| *name == class.name)?;
        let id = record.text("id").unwrap_or_default();
        let outer = std::mem::replace(&mut self.about, id.to_owned());
        let mut object = Map::from_iter([("@type".to_owned(), json!(kind)), ("@id".to_owned(), json!(id))]);
        for member in record.as_object().unwrap_or_default() {
            let Some(field) = class.field(&member.key) else { continue };
            match row(&class.name, &field.name) {
                Some((key, put)) => {
                    let values = put(self, &member.node, record, field);
                    add(&mut object, key, values);
                }
                None if field.iri.is_some() && !self.is_elsewhere(&class.name, &field.name) => {
                    self.lose("loss/field", &Path::Root.key(&field.name), "it has no place there");
                }
                None => {}
            }
        }
        self.about = outer;
        Some(object)
    }

    /// The record that a value is or refers to, to stand inside another; a reference to one that is not here stays one.
    fn nested(&mut self, value: &'n Node<'n>) -> Option<Value> {
        let id = value.as_str().or_else(|| value.text("id"))?;
        let Some(record) = self.known.by_id(id) else { return Some(json!({"@id": id})) };
        if self.depth >= DEEPEST {
            return Some(json!({"@id": id}));
        }
        self.inside.insert(id.to_owned());
        self.depth += 1;
        let object = self.object(record).map(Value::Object);
        self.depth -= 1;
        object
    }

    /// An event or series that another is part of: what it is called and where it is found.
    fn brief(&self, value: &Node) -> Option<Value> {
        let id = value.as_str().or_else(|| value.text("id"))?;
        let Some(record) = self.known.by_id(id) else { return Some(json!({"@type": "Event", "@id": id})) };
        let (_, kind) = TYPES.iter().find(|(name, _)| *name == class_of(record).name)?;
        let mut object = Map::from_iter([("@type".to_owned(), json!(kind)), ("@id".to_owned(), json!(id))]);
        let name = record.get("name").or_else(|| record.get("title")).and_then(text);
        object.extend(name.map(|name| ("name".to_owned(), name.into())));
        for key in ["startDate", "endDate", "url"] {
            object.extend(record.text(key).map(|text| (key.to_owned(), text.into())));
        }
        Some(Value::Object(object))
    }

    fn is_elsewhere(&self, class: &str, field: &str) -> bool {
        self.purpose.elsewhere.contains(&(class, field))
    }

    /// Tells what does not get into the output.
    fn lose(&mut self, id: &'static str, path: &Path, what: &str) {
        let begin = Position { line: 1, column: 1 };
        let place = Place::Position { name: self.about.as_str().into(), position: begin, end: begin };
        let message = format!("{}: {what}", self.purpose.name);
        let severity = if id == "loss/field" { Severity::Note } else { Severity::Warning };
        self.losses.push(Diagnostic::in_place(id, severity, place, message).at(path));
    }
}

/// Adds values to a property: one stands alone, several in a list.
fn add(object: &mut Map<String, Value>, key: &str, mut values: Vec<Value>) {
    if let Some(before) = object.remove(key) {
        let mut all = match before {
            Value::Array(all) => all,
            one => vec![one],
        };
        all.append(&mut values);
        values = all;
    }
    values.dedup();
    match values.len() {
        0 => {}
        1 => drop(object.insert(key.to_owned(), values.remove(0))),
        _ => drop(object.insert(key.to_owned(), Value::Array(values))),
    }
}
