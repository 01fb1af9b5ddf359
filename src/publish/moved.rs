//! Pages for records that are no longer: those that became part of another one, and those that were withdrawn.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::Site;
use super::paths::{led_away, own_path, slugged};
use super::value;
use crate::diagnostic::Error;
use crate::format::feed::is_web;
use crate::model::grammar;

/// An IRI that was in use, and the one that took its place, if there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    pub from: String,
    pub to: Option<String>,
}

/// Reads a table of two columns with tabs between them: the old IRI, and the new one or nothing.
///
/// # Errors
/// When the file cannot be read, or a line of it is not of this form.
pub fn read(path: &Path) -> Result<Vec<Moved>, Error> {
    let text = fs::read_to_string(path);
    let text = text.map_err(|error| Error::io(format!("cannot read {}", path.display()), &error))?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    lines.map(|(at, line)| moved(line).ok_or_else(|| fault(path, at + 1))).collect()
}

fn moved(line: &str) -> Option<Moved> {
    let mut cells = line.split('\t').map(str::trim);
    let from = cells.next().filter(|iri| grammar::is_iri(iri))?;
    let to = cells.next().filter(|iri| !iri.is_empty());
    if to.is_some_and(|iri| !grammar::is_iri(iri)) || cells.any(|cell| !cell.is_empty()) {
        return None;
    }
    Some(Moved { from: from.to_owned(), to: to.map(str::to_owned) })
}

fn fault(path: &Path, line: usize) -> Error {
    Error::usage(format!("{}:{line}: this is not an old IRI, a tab and a new IRI", path.display()))
        .help("leave the second column empty for a record that was withdrawn")
}

/// Where the page of an IRI that is no longer stands.
fn path(site: &Site, from: &str) -> String {
    own_path(from, &site.options.address).map_or_else(|| slugged("moved", from, from), str::to_owned)
}

/// The pages to write: path and what they say. An IRI that a record still has is none of them.
pub(super) fn pages(site: &Site) -> Vec<(String, Value)> {
    let gone = site.options.moved.iter().filter(|moved| site.collection.find(&moved.from).is_none());
    let mut pages: Vec<(String, Value)> = gone.map(|moved| (path(site, &moved.from), page(site, moved))).collect();
    pages.sort_by(|one, other| one.0.cmp(&other.0));
    pages.dedup_by(|one, other| one.0 == other.0);
    pages
}

fn page(site: &Site, moved: &Moved) -> Value {
    let target = moved.to.as_deref().map(|to| match site.collection.find(to) {
        Some(record) => value::link(site, record),
        None if is_web(to) => json!({"text": to, "out": to}),
        None => json!({"text": to}),
    });
    let key = if target.is_some() { "moved" } else { "withdrawn" };
    let title = site.language.said("ui", key);
    json!({"title": title, "key": key, "iri": moved.from, "target": target})
}

/// Paths that lead to others, both from the top of the site.
pub(super) fn paths(site: &Site) -> Vec<(String, String)> {
    let known = |moved: &Moved| {
        let to = site.collection.find(moved.to.as_deref()?)?;
        Some((path(site, &moved.from), site.paths.of(to).to_owned()))
    };
    let mut paths: Vec<(String, String)> = site.options.moved.iter().filter_map(known).collect();
    paths.sort();
    paths.dedup();
    paths
}

/// IRIs of this site that are no longer, and whose pages are at other paths than they ask for: without the address.
pub(super) fn minted<'s>(site: &Site<'s>) -> impl Iterator<Item = (&'s str, String)> {
    let gone = site.options.moved.iter().filter(|moved| site.collection.find(&moved.from).is_none());
    gone.filter_map(|moved| {
        let path = path(site, &moved.from);
        Some((led_away(&moved.from, &site.options.address, &path)?, path))
    })
}

/// Where each path leads that is no longer a record's, and the paths that lead nowhere.
pub(super) fn destinations(site: &Site) -> (BTreeMap<String, String>, BTreeSet<String>) {
    let (mut moved, mut gone) = (BTreeMap::new(), BTreeSet::new());
    for one in site.options.moved.iter().filter(|moved| site.collection.find(&moved.from).is_none()) {
        let path = path(site, &one.from);
        match one.to.as_deref() {
            None => drop(gone.insert(path)),
            Some(to) => {
                let known = site.collection.find(to).map(|record| site.paths.of(record).to_owned());
                let target = known.or_else(|| is_web(to).then(|| to.to_owned()));
                moved.extend(target.map(|target| (path, target)));
            }
        }
    }
    gone.retain(|path| !moved.contains_key(path));
    (moved, gone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_old_and_new_iris() {
        let both = moved("https://x.example/a\thttps://x.example/b").unwrap();
        assert_eq!(both.to.as_deref(), Some("https://x.example/b"));
        assert_eq!(moved("https://x.example/a\t").unwrap().to, None);
        assert!(moved("a\tb").is_none() && moved("https://x.example/a\tb c").is_none());
    }
}
