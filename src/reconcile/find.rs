//! Which entities may be meant: those that share words, sounds, letters or the first letters of words with a name.

use std::collections::{BTreeSet, HashMap};

use twox_hash::XxHash3_64;

use crate::link::normalize::{fold, phonetic};

/// The most entities that are weighed for a name.
const MOST: usize = 12;

/// What an entity shares with a name at least, of what the best one does, in hundredths. Weighing takes far longer than
/// finding, so that whoever shares much less is not weighed.
const SHARE: u32 = 55;

/// How many rows of lists are looked at for a name; the rarest keys come first.
const BUDGET: usize = 20_000;

/// What a key says, in hundredths of how rare it is.
const WORD: u32 = 200;
const ACRONYM: u32 = 250;
const SOUND: u32 = 100;
const LETTERS: u32 = 30;

/// Lists of entities by hashes of their keys.
#[derive(Debug, Default)]
pub(super) struct Keys {
    lists: HashMap<u64, Vec<u32>>,
}

/// A key of a name, and what it says.
type Key = (u64, u32);

impl Keys {
    /// Adds a name of an entity.
    pub(super) fn add_name(&mut self, name: &str, entity: u32) {
        for (key, _) in keys(name) {
            self.lists.entry(key).or_default().push(entity);
        }
    }

    /// Adds the value of a property.
    pub(super) fn add_value(&mut self, property: &str, text: &str, entity: u32) {
        self.lists.entry(of_value(property, text)).or_default().push(entity);
    }

    /// Puts the lists in order.
    pub(super) fn finish(&mut self) {
        for list in self.lists.values_mut() {
            list.sort_unstable();
            list.dedup();
        }
    }

    /// The entities whose property has a value.
    pub(super) fn with_value(&self, property: &str, text: &str) -> &[u32] {
        self.lists.get(&of_value(property, text)).map_or(&[], Vec::as_slice)
    }

    /// The entities that share most with a name, the best first.
    pub(super) fn like(&self, name: &str, entities: usize, fits: impl Fn(u32) -> bool) -> Vec<u32> {
        let mut lists: Vec<(&[u32], Key)> =
            keys(name).into_iter().filter_map(|key| Some((self.lists.get(&key.0)?.as_slice(), key))).collect();
        lists.sort_by_key(|(list, key)| (list.len(), *key));
        let mut says = vec![0_u32; entities];
        let mut found = Vec::new();
        let mut rows = 0;
        for (list, (_, worth)) in lists {
            rows += list.len();
            if rows > BUDGET && !found.is_empty() {
                break;
            }
            let rare = (entities / list.len()).max(1).ilog2() + 1;
            for entity in list.iter().filter(|entity| fits(**entity)) {
                let sum = &mut says[*entity as usize];
                if *sum == 0 {
                    found.push(*entity);
                }
                *sum += rare * worth;
            }
        }
        let mut best: Vec<(u32, u32)> = found.into_iter().map(|at| (u32::MAX - says[at as usize], at)).collect();
        if best.len() > MOST {
            best.select_nth_unstable(MOST - 1);
            best.truncate(MOST);
        }
        best.sort_unstable();
        let least = best.first().map_or(0, |(says, _)| (u32::MAX - says) / 100 * SHARE);
        best.retain(|(says, _)| u32::MAX - says >= least);
        best.into_iter().map(|(_, entity)| entity).collect()
    }
}

fn of_value(property: &str, text: &str) -> u64 {
    hash(&["=", property, "=", text])
}

/// The keys of a name, each once.
fn keys(name: &str) -> BTreeSet<Key> {
    let folded = fold(name);
    let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    let mut keys = BTreeSet::new();
    for word in &words {
        keys.insert((hash(&["w", word]), WORD));
        if word.len() > 3 {
            keys.insert((hash(&["p", &phonetic(word)]), SOUND));
            keys.extend((0..=word.len() - 3).map(|at| (hash(&["t", &word[at..at + 3]]), LETTERS)));
        }
    }
    for acronym in acronyms(&words) {
        keys.insert((hash(&["a", &acronym]), ACRONYM));
    }
    keys
}

/// The first letters of several words, with small words and without; and a short word, which may be some.
fn acronyms(words: &[&str]) -> Vec<String> {
    let letters = |least: usize| -> String {
        words.iter().filter(|word| word.len() > least).filter_map(|word| word.chars().next()).collect()
    };
    let short = words.iter().filter(|word| (2..=8).contains(&word.len())).map(|word| (*word).to_owned());
    let made = if words.len() > 1 { vec![letters(0), letters(2), letters(3)] } else { Vec::new() };
    made.into_iter().filter(|made| made.len() > 1).chain(short).collect()
}

fn hash(parts: &[&str]) -> u64 {
    XxHash3_64::oneshot(parts.concat().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_acronyms_and_another_order_find_a_name() {
        let mut index = Keys::default();
        let names = ["University of Northport", "Ministry of Communications", "Internet Society of Eastland"];
        for (at, name) in (0..).zip(names) {
            index.add_name(name, at);
        }
        index.finish();
        let first = |name: &str| index.like(name, 3, |_| true).first().copied();
        assert_eq!(first("Northprot university"), Some(0));
        assert_eq!(first("Comunications, Ministry of"), Some(1));
        assert_eq!(first("ISE"), Some(2));
        assert_eq!(first("qqqqq"), None);
    }
}
