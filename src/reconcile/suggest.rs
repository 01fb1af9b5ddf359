//! What people may mean who have typed a few letters: entities, properties, types.

use serde_json::{Value, json};

use super::{Index, Version};
use crate::link::normalize::fold;

/// How many suggestions are given at a time.
const PAGE: usize = 20;
/// How many names are looked at.
const WIDEST: usize = 5_000;
/// The most words of a name that it is found by, and the most letters.
const WORDS: usize = 12;
const LETTERS: usize = 80;

/// What is suggested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suggested {
    Entity,
    Property,
    Type,
}

impl Suggested {
    /// By the last part of its path.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        match name {
            "entity" => Some(Self::Entity),
            "property" => Some(Self::Property),
            "type" => Some(Self::Type),
            _ => None,
        }
    }
}

/// The beginnings that a name is found by: its own, and those of its words.
pub(super) fn starts(name: &str) -> impl Iterator<Item = Box<str>> {
    let folded = fold(name);
    let starts: Vec<usize> =
        std::iter::once(0).chain(folded.match_indices(' ').map(|(at, _)| at + 1)).take(WORDS).collect();
    starts.into_iter().map(move |at| folded[at..].chars().take(LETTERS).collect::<String>().into())
}

/// Suggests what begins with a prefix, from a number of results on. A type narrows entities and properties down.
#[must_use]
pub fn suggest(
    index: &Index,
    what: Suggested,
    version: Version,
    prefix: &str,
    of_type: Option<&str>,
    cursor: usize,
) -> Value {
    let kind = of_type.and_then(|id| index.kinds.find(id));
    if of_type.is_some() && kind.is_none() {
        return json!({"result": []});
    }
    let results: Vec<Value> = match what {
        Suggested::Entity => index.entities_from(prefix, kind).skip(cursor).take(PAGE).collect(),
        Suggested::Property => index.properties_from(prefix, kind).into_iter().skip(cursor).take(PAGE).collect(),
        Suggested::Type => {
            let fitting = index.kinds.all().filter(|kind| begins(kind.id, prefix) || begins(&kind.about, prefix));
            fitting.map(|kind| kind.whole(version)).skip(cursor).take(PAGE).collect()
        }
    };
    json!({"result": results})
}

/// Whether a text or one of its words begins with a prefix.
fn begins(text: &str, prefix: &str) -> bool {
    let prefix = fold(prefix);
    starts(text).any(|start| start.starts_with(&prefix))
}

impl Index {
    fn entities_from(&self, prefix: &str, kind: Option<usize>) -> impl Iterator<Item = Value> {
        let prefix = fold(prefix);
        let from = self.sorted.partition_point(|(start, _)| **start < *prefix);
        let names = self.sorted[from..].iter().take(WIDEST).take_while(|(start, _)| start.starts_with(&prefix));
        let fits = |at: u32| kind.is_none_or(|wanted| self.kinds.is(self.entities[at as usize].kind, wanted));
        let mut known = std::collections::HashSet::new();
        let mut found = Vec::new();
        for (_, at) in names {
            if fits(*at) && known.insert(*at) {
                found.push(self.shown(&self.entities[*at as usize]));
            }
        }
        found.into_iter()
    }

    fn properties_from(&self, prefix: &str, kind: Option<usize>) -> Vec<Value> {
        let kinds = self.kinds.all().enumerate().filter(|(at, _)| kind.is_none_or(|wanted| wanted == *at));
        let mut all: Vec<_> = kinds.flat_map(|(_, kind)| kind.properties()).collect();
        all.retain(|property| begins(property.id, prefix) || begins(&property.about, prefix));
        all.sort_by_key(|property| (!begins(property.id, prefix), property.id));
        all.dedup_by_key(|property| property.id);
        all.iter().map(super::kind::Property::whole).collect()
    }
}
