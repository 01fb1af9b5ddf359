//! What became of the items of a source: an import accounts for each of them.

use std::collections::BTreeMap;

/// What became of one item of a source: an event, a person, a room, a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is a record of its own.
    Record,
    /// It is said in the record of something else.
    Part,
    /// It was left out; the loss report says why.
    Left,
}

/// How many items of one kind met which fate.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Fates {
    pub records: usize,
    pub parts: usize,
    pub left: usize,
}

impl Fates {
    /// All items of the kind.
    #[must_use]
    pub fn read(self) -> usize {
        self.records + self.parts + self.left
    }
}

/// The fates of all items, by kind.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Account(BTreeMap<&'static str, Fates>);

impl Account {
    /// Counts an item.
    pub fn add(&mut self, kind: &'static str, fate: Fate) {
        let fates = self.0.entry(kind).or_default();
        match fate {
            Fate::Record => fates.records += 1,
            Fate::Part => fates.parts += 1,
            Fate::Left => fates.left += 1,
        }
    }

    /// Adds the counts of another account.
    pub fn append(&mut self, other: &Self) {
        for (kind, fates) in &other.0 {
            let mine = self.0.entry(kind).or_default();
            mine.records += fates.records;
            mine.parts += fates.parts;
            mine.left += fates.left;
        }
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Kinds in alphabetical order, with their fates.
    pub fn kinds(&self) -> impl Iterator<Item = (&'static str, Fates)> + '_ {
        self.0.iter().map(|(kind, fates)| (*kind, *fates))
    }
}
