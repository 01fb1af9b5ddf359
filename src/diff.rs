//! What differs between two sets of records: sessions added, removed, cancelled, moved or retitled, people, topics, and
//! every other field.
//!
//! Both sides are records in normal form, so syntax, the order of sets and the spelling of codes make no difference. A
//! [`Graph`] joins the records of a side by their ids; `pairs` finds which nodes of the two sides are the same, and how;
//! `compare` tells what differs between two that are. [`FORMS`] write it.

use std::collections::BTreeMap;

use jiff::SignedDuration;

mod compare;
mod form;
mod graph;
mod json;
pub mod kind;
mod likeness;
mod markdown;
mod pairs;
mod parts;
mod phrase;
pub mod schema;
mod text;
mod time;
mod unpaired;
mod value;
mod words;

pub use compare::{Options, compare};
pub use form::{FORMS, Form, by_extension, by_name};
pub use graph::{Graph, Names};
pub use kind::{KINDS, Kind};
pub use pairs::Matched;
pub use time::Times;

/// All that differs, record by record: sessions in the order of time, then the others.
#[derive(Debug, Default)]
pub struct Diff {
    pub entries: Vec<Entry>,
}

/// A record that was added, removed or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub class: &'static str,
    /// On the right side; on the left one where it was removed. None where it has none.
    pub id: Option<String>,
    /// On the left side, where that is another one.
    pub old_id: Option<String>,
    /// What people call it.
    pub title: String,
    /// When it is held; none where it is no session.
    pub times: Times,
    /// How it was found on the other side; none where it is only on one.
    pub matched: Option<Matched>,
    /// In the order of their kinds, at least one.
    pub changes: Vec<Change>,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub kind: Kind,
    /// The field, as a path from the record: `participations.role`. None where it is the record itself.
    pub field: Option<String>,
    /// The participant or the part of a session that it is about.
    pub about: Option<Value>,
    /// The language of the text.
    pub language: Option<String>,
    /// The values that are no longer there.
    pub old: Vec<Value>,
    /// The values that are there now.
    pub new: Vec<Value>,
    /// How much later a session begins.
    pub shift: Option<SignedDuration>,
}

/// A value, old or new.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// A string or number as data have it, and what a code stands for.
    Plain { text: String, label: Option<String> },
    /// A text whose language is another one on the other side; an empty one is none.
    Tagged { text: String, language: String },
    /// A node: its id, and what people call it.
    Node { id: Option<String>, name: Option<String> },
    /// When a session is held.
    Times(Times),
}

impl Diff {
    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Leaves out the changes that a test does not want, and the entries that have no others.
    pub fn retain(&mut self, wanted: impl Fn(&Change) -> bool) {
        for entry in &mut self.entries {
            entry.changes.retain(&wanted);
        }
        self.entries.retain(|entry| !entry.changes.is_empty());
    }

    /// How many changes of each kind there are.
    #[must_use]
    pub fn counts(&self) -> BTreeMap<Kind, usize> {
        let mut counts = BTreeMap::new();
        for change in self.entries.iter().flat_map(|entry| &entry.changes) {
            *counts.entry(change.kind).or_default() += 1;
        }
        counts
    }

    /// `3 added, 1 removed, 2 moved in time`.
    #[must_use]
    pub fn summary(&self) -> String {
        let said = |(kind, count): (&Kind, &usize)| format!("{count} {}", kind.row().counted[usize::from(*count != 1)]);
        let said: Vec<String> = self.counts().iter().map(said).collect();
        if said.is_empty() { "no differences".to_owned() } else { said.join(", ") }
    }
}

impl Change {
    /// A change of a record as such.
    fn of(kind: Kind) -> Self {
        Self { kind, field: None, about: None, language: None, old: Vec::new(), new: Vec::new(), shift: None }
    }

    /// Whether it is about a field of this name, or of a part in it.
    #[must_use]
    pub fn is_about(&self, field: &str) -> bool {
        self.field.as_deref().is_some_and(|path| path == field || path.split('.').any(|part| part == field))
    }
}

impl Entry {
    fn is_session(&self) -> bool {
        self.class == "Session"
    }
}
