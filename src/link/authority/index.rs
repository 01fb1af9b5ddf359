//! A register made ready to be looked up in.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};
use twox_hash::XxHash3_64;

use super::geography::Geography;
use super::text::words;
use super::{Entity, NameKind};
use crate::link::name::words::is_generic;

/// A register of organizations with the index of its names.
#[derive(Debug, Clone, Default)]
pub struct Authority {
    entities: Vec<Entity>,
    pub(super) names: Vec<Name>,
    pub(super) words: Vec<Word>,
    numbers: HashMap<String, u32>,
    /// The names that have a word as one of their rarest.
    postings: Vec<Vec<u32>>,
    pub(super) geography: Geography,
    /// The numbers of the entities that each is part of, at any remove.
    ancestors: Vec<BTreeSet<u32>>,
}

/// A name as the numbers of its words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name {
    pub entity: u32,
    pub kind: NameKind,
    pub words: Vec<u32>,
    /// Those of its words that are of the city where it is.
    pub city: Vec<u32>,
}

/// A word of the register.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub text: String,
    /// What it says, in thousandths of bits.
    pub weight: i64,
    /// How many organizations have it in their names.
    count: u32,
}

/// Where a register is kept as it was read: its records, in a form that is read fast. It stands between [`MAGIC`] and a hash of
/// all that is before it.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    version: u16,
    entities: Vec<Entity>,
}

/// What a kept register begins with.
pub(super) const MAGIC: &[u8] = b"plenary authority\n";
/// One byte in the file, up to 127.
const VERSION: u16 = 2;

const DAMAGED: &str = "is an index that is damaged or cut off";

/// A register of fewer organizations says how usual words of organizations are, but not how rare names are: there are as many
/// organizations elsewhere as in a large one.
const LARGE: usize = 30_000;

/// A second word of a name is a key as well where no more organizations have it.
const RARE: u32 = 500;

/// A word that so many organizations have says what they do, unless it is of a place.
const COMMON: u32 = 40;

impl Authority {
    /// Makes the index. Records of one identifier are one. Neither the order of the records nor that of their names counts.
    #[must_use]
    pub fn new(mut entities: Vec<Entity>) -> Self {
        entities.sort_unstable();
        entities.dedup_by(|next, first| {
            let is_one = next.iri == first.iri;
            if is_one {
                first.join(next);
            }
            is_one
        });
        let mut authority = Self { geography: Geography::new(&entities), ..Self::default() };
        let mut seen: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
        let mut read = Vec::new();
        for (number, entity) in (0..).zip(&entities) {
            for (kind, name) in &entity.names {
                let words = words(own(name, entity));
                let derived = schools(&words).flatten().filter(|_| *kind == NameKind::Label);
                for word in words.iter().cloned().chain(derived) {
                    seen.entry(word).or_default().insert(number);
                }
                if *kind == NameKind::Label {
                    read.extend(schools(&words).map(|words| (number, NameKind::School, words)));
                }
                read.push((number, *kind, words));
            }
        }
        let (here, all) = (entities.len() as f64 + 1.0, entities.len().max(LARGE) as f64 + 1.0);
        for (text, of) in seen {
            let count = u32::try_from(of.len()).unwrap_or(u32::MAX);
            let of = if is_generic(&text) { here } else { all };
            let weight = ((of / f64::from(count)).log2() * 1000.0).round() as i64;
            authority.numbers.insert(text.clone(), u32::try_from(authority.words.len()).unwrap_or(u32::MAX));
            authority.words.push(Word { text, weight, count });
        }
        authority.name(read, &entities);
        authority.ancestors = ancestors(&entities);
        authority.entities = entities;
        authority
    }

    /// Numbers the words of names, and puts each name under its rarest words.
    fn name(&mut self, read: Vec<(u32, NameKind, Vec<String>)>, entities: &[Entity]) {
        let mut names = BTreeSet::new();
        for (entity, kind, words) in read.into_iter().filter(|(_, _, words)| !words.is_empty()) {
            let words: Vec<u32> = words.iter().map(|word| self.numbers[word]).collect();
            names.insert((entity, words, kind));
        }
        self.postings = vec![Vec::new(); self.words.len()];
        for (entity, words, kind) in names {
            // Of two kinds of one name, the first one counts.
            if self.names.last().is_some_and(|last| last.entity == entity && last.words == words) {
                continue;
            }
            let number = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
            let mut rarest: Vec<u32> = words.clone();
            rarest.sort_unstable_by_key(|word| (self.words[*word as usize].count, *word));
            rarest.dedup();
            for (at, word) in rarest.into_iter().enumerate().take(2) {
                if at == 0 || self.words[word as usize].count <= RARE {
                    self.postings[word as usize].push(number);
                }
            }
            let city = self.of_city(entities, entity, &words);
            self.names.push(Name { entity, kind, words, city });
        }
    }

    /// The words of a name that are of a city where the organization is.
    fn of_city(&self, entities: &[Entity], entity: u32, name: &[u32]) -> Vec<u32> {
        let cities = entities[entity as usize].places.iter().flat_map(|place| words(&place.city));
        let cities: Vec<u32> = cities.filter_map(|word| self.find(&word)).collect();
        name.iter().copied().filter(|word| cities.contains(word)).collect()
    }

    /// The records, in the order of their identifiers.
    #[must_use]
    pub fn entities(&self) -> &[Entity] {
        &self.entities
    }

    /// Whether the register has a record of that identifier.
    #[must_use]
    pub fn has(&self, iri: &str) -> bool {
        self.entities.binary_search_by(|entity| entity.iri.as_str().cmp(iri)).is_ok()
    }

    pub(super) fn entity(&self, number: u32) -> &Entity {
        &self.entities[number as usize]
    }

    /// The number of a word.
    pub(super) fn find(&self, word: &str) -> Option<u32> {
        self.numbers.get(word).copied()
    }

    /// Whether words hold a name of its own, and not only such as many organizations have.
    pub(super) fn is_proper(&self, words: &[u32]) -> bool {
        words.iter().any(|word| {
            let word = &self.words[*word as usize];
            !is_generic(&word.text) && (word.count < COMMON || self.geography.knows(&word.text))
        })
    }

    /// What a word says, in thousandths of bits.
    pub(super) fn weight(&self, word: u32) -> i64 {
        self.words[word as usize].weight
    }

    /// The names that have a word as one of their rarest.
    pub(super) fn named_by(&self, word: u32) -> &[u32] {
        &self.postings[word as usize]
    }

    /// Whether the one is part of the other, at any remove.
    pub(super) fn is_part_of(&self, part: u32, whole: u32) -> bool {
        self.ancestors[part as usize].contains(&whole)
    }

    /// The register in a form that is read fast.
    #[must_use]
    pub fn keep(&self) -> Vec<u8> {
        let kept = Kept { version: VERSION, entities: self.entities.clone() };
        let mut bytes = postcard::to_extend(&kept, MAGIC.to_vec()).unwrap_or_default();
        let hash = XxHash3_64::oneshot(&bytes);
        bytes.extend(hash.to_le_bytes());
        bytes
    }

    /// Reads what was kept; none where it is none.
    ///
    /// # Errors
    /// If it is of another version, or not as it was written; in words.
    pub(super) fn kept(bytes: &[u8]) -> Option<Result<Vec<Entity>, &'static str>> {
        let is_cut = !bytes.is_empty() && MAGIC.starts_with(bytes);
        if is_cut {
            return Some(Err(DAMAGED));
        }
        let first = bytes.strip_prefix(MAGIC)?.first();
        if first.is_some_and(|version| u16::from(*version) != VERSION) {
            return Some(Err("is an index of another version of plenary"));
        }
        let whole =
            bytes.split_last_chunk().filter(|(all, hash)| XxHash3_64::oneshot(all) == u64::from_le_bytes(**hash));
        let kept = whole.and_then(|(all, _)| postcard::from_bytes::<Kept>(all.strip_prefix(MAGIC)?).ok());
        Some(kept.map(|kept| kept.entities).ok_or(DAMAGED))
    }
}

impl Entity {
    /// Adds what another record of the identifier says. The name to show is the first of theirs by its kind and its letters.
    fn join(&mut self, other: &mut Self) {
        let shown = self.names.first().into_iter().chain(other.names.first()).min().cloned();
        let is_shown = |name: &(NameKind, String)| Some(name) == shown.as_ref();
        unite(&mut self.names, &mut other.names);
        self.names.sort_by_key(|name| !is_shown(name));
        unite(&mut self.places, &mut other.places);
        unite(&mut self.domains, &mut other.domains);
        unite(&mut self.parents, &mut other.parents);
    }
}

fn unite<T: Ord>(list: &mut Vec<T>, other: &mut Vec<T>) {
    list.append(other);
    list.sort_unstable();
    list.dedup();
}

/// The names that the medical school of a university goes by: `X Medical School` of `X University`.
fn schools(words: &[String]) -> impl Iterator<Item = Vec<String>> {
    let name = match words {
        [name, head] if matches!(head.as_str(), "university" | "college") && !is_generic(name) => Some(name),
        _ => None,
    };
    let schools = [["medicine", "school"], ["school", "medicine"]];
    let of =
        move |name: &String| schools.map(|school| [name.as_str(), school[0], school[1]].map(str::to_owned).to_vec());
    name.map(of).into_iter().flatten()
}

/// A name without the place in brackets that a register adds to tell branches apart: `Company (Country)`.
pub(super) fn own<'n>(name: &'n str, entity: &Entity) -> &'n str {
    let Some((before, note)) = name.strip_suffix(')').and_then(|name| name.rsplit_once('(')) else { return name };
    let is_place =
        entity.places.iter().any(|place| [&place.country_name, &place.city, &place.region].contains(&&note.to_owned()));
    if is_place { before } else { name }
}

/// What each entity is part of, at any remove; a circle ends where it began.
fn ancestors(entities: &[Entity]) -> Vec<BTreeSet<u32>> {
    let numbers: HashMap<&str, u32> = entities.iter().map(|entity| entity.iri.as_str()).zip(0..).collect();
    let parents = |number: u32| entities[number as usize].parents.iter().filter_map(|iri| numbers.get(iri.as_str()));
    let above = |number: u32| {
        let mut found = BTreeSet::new();
        let mut open: Vec<u32> = parents(number).copied().collect();
        while let Some(next) = open.pop() {
            if next != number && found.insert(next) {
                open.extend(parents(next));
            }
        }
        found
    };
    (0..u32::try_from(entities.len()).unwrap_or(u32::MAX)).map(above).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entity(iri: &str, names: &[&str]) -> Entity {
        let names = names.iter().map(|name| (NameKind::Label, (*name).to_owned())).collect();
        Entity { iri: iri.to_owned(), names, ..Entity::default() }
    }

    #[test]
    fn records_of_one_identifier_are_one_in_any_order() {
        let list =
            [entity("x:1", &["Tides", "Marées"]), entity("x:1", &["Fjord"]), entity("x:1", &["Gezeiten", "Fjord"])];
        let all = Authority::new(list.to_vec());
        assert_eq!(all.entities(), [entity("x:1", &["Fjord", "Gezeiten", "Marées", "Tides"])]);
        for [one, other, third] in [[0, 1, 2], [2, 0, 1], [1, 2, 0], [2, 1, 0]] {
            let some = Authority::new(vec![list[one].clone(), list[other].clone()]).entities()[0].clone();
            assert_eq!(Authority::new(vec![list[third].clone(), some]).keep(), all.keep());
        }
        let shown = Authority::new(vec![entity("x:1", &["Tides", "Marées"]), entity("x:1", &["Tides", "Gezeiten"])]);
        assert_eq!(shown.entities()[0].label(), "Tides");
    }

    #[test]
    fn what_was_kept_is_read_as_it_was_written_or_not_at_all() {
        let list = vec![entity("x:1", &["Tides"]), entity("x:2", &["Fjord"])];
        let kept = Authority::new(list.clone()).keep();
        assert_eq!(Authority::kept(&kept), Some(Ok(list)));
        for at in 0..kept.len() {
            assert!(
                (at == 0) == Authority::kept(&kept[..at]).is_none()
                    && !matches!(Authority::kept(&kept[..at]), Some(Ok(_)))
            );
            let mut changed = kept.clone();
            changed[at] ^= 1;
            assert!(!matches!(Authority::kept(&changed), Some(Ok(_))), "byte {at}");
        }
        assert_eq!(Authority::kept(b"id,name\n"), None);
        let before = [MAGIC, &[1, 0]].concat();
        assert!(Authority::kept(&before).is_some_and(|kept| kept.is_err_and(|why| why.contains("version"))));
    }
}
