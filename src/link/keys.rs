//! The keys of a value: two records are compared when they share one.

use super::normalize::{hash, phonetic};
use super::prepare::{Column, Value};
use super::role::Role;

/// The rarest words of a value that are keys in pairs.
const RAREST: usize = 5;

/// The hashes of a value of the column of that number, sorted.
pub(super) fn keys(number: usize, column: &Column, value: &Value) -> Vec<u64> {
    let mut keys = Keys { column: number.to_string(), list: Vec::new() };
    keys.add("=", &value.squeezed);
    match column.role {
        Role::Code => keys.list.clear(),
        Role::Person | Role::Given | Role::Family => keys.name(value),
        Role::Text | Role::Organization | Role::Authors | Role::Venue | Role::Place => keys.words(column, value),
        Role::Id | Role::Postcode | Role::Date | Role::Number => {}
    }
    if matches!(column.role, Role::Id | Role::Date) {
        keys.halves(&value.squeezed);
    }
    keys.list.sort_unstable();
    keys.list.dedup();
    keys.list
}

struct Keys {
    column: String,
    list: Vec<u64>,
}

impl Keys {
    fn add(&mut self, kind: &str, text: &str) {
        self.list.push(hash(&[&self.column, kind, text]));
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

    /// The rarest words that another record has as well, and each two of them.
    fn words(&mut self, column: &Column, value: &Value) {
        let words = &column.words;
        let mut shared: Vec<u32> =
            value.words.iter().copied().filter(|word| words.counts[*word as usize] > 1).collect();
        shared.dedup();
        shared.sort_by_key(|word| (words.counts[*word as usize], *word));
        shared.truncate(RAREST);
        for (at, word) in shared.iter().enumerate() {
            self.add("w", words.text(*word));
            for other in &shared[at + 1..] {
                let (one, other) = (word.min(other), word.max(other));
                self.add("ww", &format!("{} {}", words.text(*one), words.text(*other)));
            }
        }
        self.beginnings(&value.squeezed);
    }

    /// The beginning and the end of a text, which a slip elsewhere leaves alone.
    fn beginnings(&mut self, squeezed: &str) {
        if let (Some(start), Some(end)) = (squeezed.get(..12), squeezed.get(squeezed.len().saturating_sub(12)..)) {
            self.add("<", start);
            self.add(">", end);
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
