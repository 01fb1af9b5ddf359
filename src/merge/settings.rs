//! What is known of sources, and how values survive: a file in TOML.

use std::collections::BTreeMap;

use toml_edit::{DocumentMut, Item, TableLike};

use crate::model::grammar;
use crate::shape::shape;

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
    /// Reads a file of settings; what is wrong with it, in words.
    ///
    /// # Errors
    /// If it is no TOML, or has settings that nobody knows.
    pub fn read(text: &str) -> Result<Self, String> {
        let document: DocumentMut = text.parse().map_err(|error| format!("this is not TOML: {error}"))?;
        let mut settings = Self::default();
        for (key, item) in document.iter() {
            match key {
                "source" => {
                    let tables = item.as_array_of_tables().ok_or("write each source as [[source]]")?;
                    settings.sources = tables.iter().map(|table| listed(table)).collect::<Result<_, _>>()?;
                }
                "fields" => {
                    let table = item.as_table_like().ok_or("write the rules of fields as [fields]")?;
                    settings.fields = table.iter().map(|(field, item)| rule(field, item)).collect::<Result<_, _>>()?;
                }
                other => return Err(format!("nobody knows the setting {other}; there are [[source]] and [fields]")),
            }
        }
        let mut ids: Vec<&str> = settings.sources.iter().map(|listed| listed.source.id.as_str()).collect();
        ids.sort_unstable();
        match ids.windows(2).find(|pair| pair[0] == pair[1]) {
            Some(pair) => Err(format!("there are two sources \"{}\"", pair[0])),
            None => Ok(settings),
        }
    }

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

fn listed(table: &dyn TableLike) -> Result<Listed, String> {
    let id = table.get("id").and_then(Item::as_str).filter(|id| is_id(id));
    let id = id.ok_or("a source has an id of letters, digits, dots and hyphens")?;
    let mut listed = Listed { source: Source { id: id.to_owned(), ..Source::default() }, ..Listed::default() };
    for (key, item) in table.iter().filter(|(key, _)| *key != "id") {
        set(&mut listed, key, item).map_err(|why| format!("source {id}: {key} {why}"))?;
    }
    Ok(listed)
}

fn set(listed: &mut Listed, key: &str, item: &Item) -> Result<(), String> {
    let text = || item.as_str().map(str::to_owned).ok_or("is not a string");
    let source = &mut listed.source;
    match key {
        "files" => listed.files = strings(item)?,
        "base" => {
            listed.base = Some(text()?).filter(|base| grammar::is_namespace(base));
            listed.base.as_ref().ok_or("is no IRI that ends with / or #")?;
        }
        "rank" => {
            let rank = item.as_integer().and_then(|rank| u32::try_from(rank).ok());
            source.rank = Some(rank.ok_or("is no number from 0")?);
        }
        "authority" => {
            source.authority = strings(item)?;
            source.authority.iter().try_for_each(|field| known(field))?;
        }
        "duplicate-free" => source.duplicate_free = item.as_bool().ok_or("is neither true nor false")?,
        "retrieved" => {
            source.retrieved = Some(text()?).filter(|moment| moment.parse::<jiff::Timestamp>().is_ok());
            source.retrieved.as_ref().ok_or("is no moment with an offset, such as 2031-05-01T10:00:00Z")?;
        }
        "title" => source.title = Some(text()?),
        "url" => source.url = Some(iri(text()?)?),
        "license" => source.license = Some(iri(text()?)?),
        _ => return Err("is no setting of a source".to_owned()),
    }
    Ok(())
}

fn iri(text: String) -> Result<String, String> {
    if grammar::is_any_iri(&text) { Ok(text) } else { Err("is no IRI".to_owned()) }
}

fn strings(item: &Item) -> Result<Vec<String>, String> {
    let list = item.as_array().ok_or("is no list")?;
    let text =
        |value: &toml_edit::Value| value.as_str().map(str::to_owned).ok_or_else(|| "is no list of strings".to_owned());
    list.iter().map(text).collect()
}

fn rule(field: &str, item: &Item) -> Result<(String, Vec<Criterion>), String> {
    known(field).map_err(|why| format!("{field} {why}"))?;
    let criterion = |word: String| {
        let found = USUAL.into_iter().find(|criterion| criterion.word() == word);
        found.ok_or_else(|| format!("{field}: \"{word}\" is none of authority, rank, newest, longest, hash"))
    };
    let words = strings(item).map_err(|why| format!("{field} {why}"))?;
    Ok((field.to_owned(), words.into_iter().map(criterion).collect::<Result<_, _>>()?))
}

fn known(field: &str) -> Result<(), String> {
    let is_known = shape().classes.iter().any(|class| class.field(field).is_some());
    if is_known { Ok(()) } else { Err(format!("names \"{field}\", and no type has such a field")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOUND: &str = "[[source]]\nid = \"igf\"\nfiles = [\"a.json\"]\nrank = 1\nauthority = [\"start\"]\nduplicate-free = true\nretrieved = \"2031-05-01T10:00:00Z\"\n[fields]\ndescription = [\"longest\"]\n";

    #[test]
    fn settings_are_read() {
        let settings = Settings::read(SOUND).unwrap();
        let source = &settings.sources[0].source;
        assert_eq!((source.id.as_str(), source.rank, source.duplicate_free), ("igf", Some(1), true));
        assert_eq!(settings.criteria("description")[..2], [Criterion::Longest, Criterion::Authority]);
        assert_eq!(settings.criteria("start"), USUAL);
    }

    #[test]
    fn what_is_not_known_is_refused() {
        for (from, to) in [
            ("rank = 1", "rank = -1"),
            ("\"start\"", "\"stort\""),
            ("longest", "best"),
            ("igf", "i g f"),
            ("files", "fils"),
            ("05-01T", "13-01T"),
        ] {
            assert!(Settings::read(&SOUND.replace(from, to)).is_err(), "{to}");
        }
        assert!(Settings::read(&format!("{SOUND}{}", "[[source]]\nid = \"igf\"\n")).is_err());
    }
}
