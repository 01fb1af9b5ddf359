//! Acronyms that say little, because several organizations of the sources have them.

use std::collections::{BTreeMap, BTreeSet};

use super::fields::class;
use super::world::{Node, World};
use crate::link::name::{self, Kind, declared, initials, letters};

/// The most names of an acronym that are held against each other; more are of several organizations.
const MOST: usize = 12;

/// The names that an acronym may stand for, with the country of each, if it is known.
type Names<'w> = BTreeSet<(&'w str, &'w str)>;

/// The acronyms that organizations of a world are called by, as letters.
pub(super) fn of(node: &Node) -> BTreeSet<String> {
    let acronyms = node.texts("acronym").chain(node.texts("alternateName")).chain(node.texts("name"));
    acronyms.flat_map(letters).collect()
}

/// The acronyms that a record says an organization has, or calls it by.
pub(super) fn own(node: &Node) -> BTreeSet<String> {
    let names = node.texts("name").chain(node.texts("alternateName")).flat_map(declared);
    names.chain(node.texts("acronym").flat_map(letters).filter(|letters| letters.len() > 2)).collect()
}

/// The acronyms of a world that stand for names of several organizations.
pub(super) fn ambiguous(world: &World) -> BTreeSet<String> {
    let organizations = || world.nodes().iter().filter(|node| node.class == class("Organization"));
    let acronyms: BTreeSet<String> = organizations().flat_map(of).collect();
    let mut names: BTreeMap<String, Names> = BTreeMap::new();
    for node in organizations() {
        let country = node.text("country").unwrap_or_default();
        for name in node.texts("name").chain(node.texts("alternateName")) {
            for acronym in initials(name).into_iter().filter(|acronym| acronyms.contains(acronym)) {
                names.entry(acronym).or_default().insert((name, country));
            }
        }
        // What a record says that it is short for, whatever the language.
        if let Some(name) = node.label().filter(|name| letters(name).is_empty()) {
            for acronym in own(node) {
                names.entry(acronym).or_default().insert((name, country));
            }
        }
    }
    names.into_iter().filter(|(_, names)| are_several(names)).map(|(acronym, _)| acronym).collect()
}

/// Whether names are of more than one organization.
fn are_several(names: &Names) -> bool {
    let parsed: Vec<_> = names.iter().map(|(text, country)| (name::parse(text, Kind::Organization), country)).collect();
    let differ = |(at, (one, country)): (usize, &(name::Name, &&str))| {
        parsed[at + 1..].iter().any(|(other, elsewhere)| {
            !country.is_empty() && !elsewhere.is_empty() && country != elsewhere || name::weight(one, other) <= 0
        })
    };
    parsed.len() > MOST || parsed.iter().enumerate().any(differ)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn several(names: &[(&str, &str)]) -> bool {
        are_several(&names.iter().copied().collect())
    }

    #[test]
    fn an_acronym_of_two_names_is_ambiguous() {
        assert!(several(&[("Coastal Data Trust", ""), ("Council of Dune Towns", "")]));
        assert!(several(&[("Ministry of Rivers", "NO"), ("Ministry of Rivers", "SE")]));
        assert!(!several(&[("Institute for Tides", "NO"), ("Institut für Tides", "")]));
    }
}
