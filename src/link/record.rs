//! What is linked: records of sources, each with the same fields.

use super::role::Role;

/// A field that all records have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    pub name: String,
    pub role: Role,
}

/// A record of a source: its key is unique there, and an empty value says nothing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Record {
    /// One value for each field.
    pub values: Vec<String>,
    pub source: u32,
    pub key: String,
}

/// The records to link, in an order that is theirs alone: that of values, source and key.
#[derive(Debug, Clone)]
pub struct Records {
    pub fields: Vec<Field>,
    list: Vec<Record>,
}

impl Records {
    /// Puts records into their order.
    #[must_use]
    pub fn new(fields: Vec<Field>, mut list: Vec<Record>) -> Self {
        list.sort_unstable();
        Self { fields, list }
    }

    /// The records in their order.
    #[must_use]
    pub fn list(&self) -> &[Record] {
        &self.list
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}
