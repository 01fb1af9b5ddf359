//! What is known of sources, and how values survive: what `sources.toml` says once it is read.

use std::collections::BTreeMap;

/// What is known of a source.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// What its statements are known by.
    pub id: String,
    /// 1 is asked first; none last.
    pub rank: Option<u32>,
    /// The fields for which it counts more than any other source.
    pub authority: Vec<String>,
    /// It has no two records of one entity.
    pub duplicate_free: bool,
    /// When the snapshot was taken.
    pub retrieved: Option<String>,
    pub title: Option<String>,
    pub url: Option<String>,
    pub license: Option<String>,
}

/// A source of a file of settings, with where it is read from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listed {
    pub source: Source,
    /// Files, directories, globs, from the folder of the settings.
    pub files: Vec<String>,
    pub base: Option<String>,
}

/// What one of several values is chosen by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Criterion {
    /// A source is the authority for the field.
    Authority,
    /// The rank of the sources.
    Rank,
    /// When the record last changed, else when the snapshot was taken.
    Newest,
    /// The length of the value.
    Longest,
    /// The hash of the value, so that there is always a choice.
    Hash,
}

/// The order of criteria where nothing else is said.
pub const USUAL: [Criterion; 5] =
    [Criterion::Authority, Criterion::Rank, Criterion::Newest, Criterion::Longest, Criterion::Hash];

/// Sources, and rules for fields.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    pub sources: Vec<Listed>,
    /// The criteria of fields that have their own, by name.
    pub fields: BTreeMap<String, Vec<Criterion>>,
}

impl Criterion {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Criterion::Authority => "authority",
            Criterion::Rank => "rank",
            Criterion::Newest => "newest",
            Criterion::Longest => "longest",
            Criterion::Hash => "hash",
        }
    }
}

impl Settings {
    /// The criteria for a field, in their order.
    #[must_use]
    pub fn criteria(&self, field: &str) -> Vec<Criterion> {
        let first = self.fields.get(field).cloned().unwrap_or_default();
        let rest = USUAL.into_iter().filter(|criterion| !first.contains(criterion)).collect::<Vec<_>>();
        first.into_iter().chain(rest).collect()
    }
}

/// What may be the id of a source: it stands before a space in decisions, and in IRIs of graphs.
#[must_use]
pub fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
}
