//! The Reconciliation Service API (<https://reconciliation-api.github.io/specs/>), versions 0.2 and 1.0-draft: names of
//! somebody's table become IRIs of the records here and of the vocabularies.
//!
//! JSON in, JSON out, over an [`Index`] that is made once: nothing here knows of HTTP. Candidates share words, sounds or
//! letters with what is asked for (`find`); what they weigh is what the link engine says of their names, and what
//! properties agree or differ (`score`), in thousandths of bits, so that the features of a candidate add up to its score.

use std::collections::HashMap;
use std::sync::Arc;

use crate::collection::{Collection, Label};
use crate::link::name::{self, Name, parse};
use crate::thesaurus::{self, Concept};

mod describe;
mod draft;
mod entity;
mod extend;
mod find;
mod kind;
mod query;
mod read;
mod score;
mod suggest;
mod value;
mod version_0_2;

pub use describe::{About, flyout, manifest, preview};
pub use extend::{extend, propose};
pub use query::reconcile;
pub use read::Fault;
pub use suggest::{Suggested, suggest};

use find::Keys;
use kind::Kinds;

/// A version of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// 0.2, which most programs speak.
    V0_2,
    /// The draft of 1.0.
    Draft,
}

/// The most queries of one batch, and the most ids of one extension; the manifest announces it.
pub const BATCH: usize = 1_000;

/// Everything that can be found, with what it is found by.
#[derive(Debug)]
pub struct Index {
    collection: Arc<Collection>,
    kinds: Kinds,
    entities: Vec<Entity>,
    by_id: HashMap<Box<str>, u32>,
    keys: Keys,
    /// Folded names in their order, for what begins with a few letters.
    sorted: Vec<(Box<str>, u32)>,
}

/// A record, or a concept of a vocabulary.
#[derive(Debug)]
struct Entity {
    id: Box<str>,
    /// Its type: a position in [`Kinds`].
    kind: usize,
    label: Label,
    names: Vec<Name>,
    source: Source,
}

/// Where the properties of an entity are.
#[derive(Debug, Clone, Copy)]
enum Source {
    /// A record, by its position.
    Record(usize),
    Concept(&'static Concept),
}

impl Index {
    /// Indexes the records of a collection and all concepts of the vocabularies.
    #[must_use]
    pub fn new(collection: &Arc<Collection>) -> Self {
        let kinds = Kinds::new();
        let mut index = Self {
            kinds,
            entities: Vec::new(),
            by_id: HashMap::new(),
            keys: Keys::default(),
            sorted: Vec::new(),
            collection: Arc::clone(collection),
        };
        for (at, record) in collection.records().iter().enumerate() {
            if let Some(kind) = index.kinds.of_class(record.class_name()) {
                let node = record.node();
                let label = Label::of_record(record, "en");
                index.add(&record.id, kind, label, &entity::names(&node), Source::Record(at));
            }
        }
        for scheme in thesaurus::schemes() {
            let Some(kind) = index.kinds.find(scheme) else { continue };
            for concept in thesaurus::scheme(scheme) {
                let label = Label { text: concept.label().to_owned(), language: Some("en".to_owned()) };
                index.add(&concept.iri, kind, label, &entity::labels(concept), Source::Concept(concept));
            }
        }
        index.keys.finish();
        index.sorted.sort_unstable();
        index.sorted.dedup();
        index
    }

    fn add(&mut self, id: &str, kind: usize, label: Label, names: &[String], source: Source) {
        let Ok(at) = u32::try_from(self.entities.len()) else { return };
        // A record that describes a concept of a vocabulary is the one that is shown.
        if self.by_id.contains_key(id) {
            return;
        }
        for name in names {
            self.keys.add_name(name, at);
            self.sorted.extend(suggest::starts(name).map(|start| (start, at)));
        }
        let sort = self.kinds[kind].sort;
        let names = names.iter().map(|name| parse(name, sort)).collect();
        let entity = Entity { id: id.into(), kind, label, names, source };
        for (property, text) in value::indexed(self, &entity) {
            self.keys.add_value(&property, &text, at);
        }
        self.by_id.insert(id.into(), at);
        self.entities.push(entity);
    }

    fn entity(&self, id: &str) -> Option<&Entity> {
        self.by_id.get(id).map(|at| &self.entities[*at as usize])
    }

    /// How many entities there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entities.len()
    }

    /// Whether there is nothing to be found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entities.is_empty()
    }

    /// Whether an IRI is that of an entity.
    #[must_use]
    pub fn knows(&self, id: &str) -> bool {
        self.by_id.contains_key(id)
    }
}

/// How names of a type are read.
type Sort = name::Kind;

#[cfg(test)]
mod tests;
