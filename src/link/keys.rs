//! The keys of a value: two records are compared when they share one.

use super::name::Name;
use super::normalize::{hash, phonetic};
use super::prepare::{Column, Value};
use super::role::Role;

/// The rarest words of a value that are keys in pairs.
const RAREST: usize = 5;

/// A hash of a value, and how it makes blocks.
pub(super) type Hashed = (u64, Strength);

/// How much a key says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Strength {
    /// Records that share it are compared, however many they are.
    Names,
    /// Two words of a text: a phrase that very many have tells nothing.
    Phrase,
    /// Only a rare one tells of one entity: a day, a place, one word of a name.
    Rare,
}

impl Role {
    /// Whether values of the role name an entity, and do not only say something of it.
    pub(super) fn names(self) -> bool {
        matches!(self, Role::Person | Role::Given | Role::Family | Role::Text | Role::Authors | Role::Id)
    }
}

/// The hashes of a value of the column of that number, sorted; `strength` is that of its column.
pub(super) fn keys(number: usize, column: &Column, value: &Value, strength: Strength) -> Vec<Hashed> {
    let mut keys = Keys { column: number.to_string(), list: Vec::new(), strength };
    keys.add("=", &value.squeezed);
    match column.role {
        Role::Code => keys.list.clear(),
        Role::Person => keys.person(value),
        Role::Given | Role::Family => keys.name(value),
        Role::Text | Role::Organization | Role::Authors | Role::Venue | Role::Place => keys.words(column, value),
        Role::Id | Role::Postcode | Role::Date | Role::Number => {}
    }
    if matches!(column.role, Role::Id | Role::Date) {
        keys.halves(&value.squeezed);
    }
    keys.list.sort_unstable();
    keys.list.dedup_by_key(|(hash, _)| *hash);
    keys.list
}

struct Keys {
    column: String,
    list: Vec<Hashed>,
    strength: Strength,
}

impl Keys {
    fn add(&mut self, kind: &str, text: &str) {
        self.push(kind, text, self.strength);
    }

    fn add_rare(&mut self, kind: &str, text: &str) {
        self.push(kind, text, Strength::Rare);
    }

    fn push(&mut self, kind: &str, text: &str, strength: Strength) {
        self.list.push((hash(&[&self.column, kind, text]), strength));
    }

    /// Sound of each two words, and of each with the initial of another one; of one alone where it is rare.
    fn person(&mut self, value: &Value) {
        let words: Vec<&str> = value.name.iter().flat_map(|name| Name::forms(name)).collect();
        let sounds: Vec<String> = words.iter().map(|word| phonetic(word)).collect();
        for (at, sound) in sounds.iter().enumerate().filter(|(at, _)| words[*at].len() > 1) {
            self.add_rare("~", sound);
            for (to, word) in words.iter().enumerate().filter(|(to, _)| *to != at) {
                self.add("~.", &format!("{sound} {}", &word[..1]));
                if at < to && word.len() > 1 {
                    let (one, other) = (sound.min(&sounds[to]), sound.max(&sounds[to]));
                    self.add("~~", &format!("{one} {other}"));
                }
            }
        }
    }

    /// Sound of each word, and of all in alphabetic order.
    fn name(&mut self, value: &Value) {
        let mut sounds: Vec<String> = value.normal.split(' ').filter(|word| word.len() > 1).map(phonetic).collect();
        for sound in &sounds {
            self.add("~", sound);
        }
        sounds.sort_unstable();
        self.add("~~", &sounds.join(" "));
    }

    /// Each two of the rarest words that another record has as well, and each alone where it is rare.
    fn words(&mut self, column: &Column, value: &Value) {
        let words = &column.words;
        let mut shared: Vec<u32> =
            value.words.iter().copied().filter(|word| words.counts[*word as usize] > 1).collect();
        shared.dedup();
        shared.sort_by_key(|word| (words.counts[*word as usize], *word));
        shared.truncate(RAREST);
        for (at, word) in shared.iter().enumerate() {
            // Where strings of organizations are all there is, their words are the names.
            let strength = if column.role == Role::Organization { self.strength } else { Strength::Rare };
            self.push("w", words.text(*word), strength);
            for other in &shared[at + 1..] {
                let (one, other) = (word.min(other), word.max(other));
                let pair = format!("{} {}", words.text(*one), words.text(*other));
                self.push("ww", &pair, self.strength.max(Strength::Phrase));
            }
        }
        self.beginnings(&value.squeezed);
    }

    /// The beginning and the end of a text, which a slip elsewhere leaves alone.
    fn beginnings(&mut self, squeezed: &str) {
        if let (Some(start), Some(end)) = (squeezed.get(..12), squeezed.get(squeezed.len().saturating_sub(12)..)) {
            self.add_rare("<", start);
            self.add_rare(">", end);
        }
    }

    /// Both halves of a number: one slip leaves one of them alone.
    fn halves(&mut self, squeezed: &str) {
        if let Some((start, end)) = squeezed.split_at_checked(squeezed.len() / 2).filter(|(start, _)| start.len() > 2) {
            self.add("<", start);
            self.add(">", end);
        }
    }
}
