//! Values made comparable, once for each distinct value: normal form, words and their rarity.

use std::collections::{BTreeMap, BTreeSet};

use super::name::{Kind, Name, parse};
use super::normalize::{digit_groups, fold, phonetic, squeeze};
use super::organization::{self, Parts};
use super::record::Records;
use super::role::Role;

/// The values of one field over all records.
#[derive(Debug)]
pub(super) struct Column {
    pub role: Role,
    /// The value of each record; [`NONE`] where it says nothing.
    pub of: Vec<u32>,
    pub values: Vec<Value>,
    /// How many records have each value.
    pub counts: Vec<u32>,
    pub words: Words,
}

/// The records of one value on the average, from which a column has few values, as a list of codes has.
const MOST_OF_ONE: usize = 25;

/// A record without a value.
pub(super) const NONE: u32 = u32::MAX;

/// A distinct value of a field.
#[derive(Debug, Default)]
pub(super) struct Value {
    /// What two values share that are equal.
    pub normal: String,
    /// The normal form without spaces.
    pub squeezed: String,
    /// The words of two letters and more, sorted by number.
    pub words: Vec<u32>,
    /// The letters that stand alone.
    pub initials: Vec<u8>,
    /// The parts of an organization's string.
    pub parts: Option<Parts>,
    /// The name of a person, read.
    pub name: Option<Name>,
    /// The sounds that words begin with, a bit for each: names without one in common need no closer look.
    pub sounds: u32,
}

/// The words of a column, numbered in their alphabetic order.
#[derive(Debug, Default)]
pub(super) struct Words {
    pub text: Vec<String>,
    /// In how many records each stands.
    pub counts: Vec<u32>,
    /// How much each says: thousandths of bits.
    pub weights: Vec<u32>,
    /// The letters that each has, a bit for each: see [`Words::may_be_near`].
    letters: Vec<u32>,
}

impl Column {
    fn new(role: Role, values: &[&str]) -> Self {
        let normals: Vec<String> = values.iter().map(|value| normal(role, value)).collect();
        let distinct: BTreeSet<&str> = normals.iter().map(String::as_str).filter(|normal| !normal.is_empty()).collect();
        let number: BTreeMap<&str, u32> = distinct.into_iter().zip(0..).collect();
        let of: Vec<u32> = normals.iter().map(|normal| number.get(normal.as_str()).copied().unwrap_or(NONE)).collect();
        let mut counts = vec![0; number.len()];
        of.iter().filter(|value| **value != NONE).for_each(|value| counts[*value as usize] += 1);
        let words = Words::new(number.keys().copied().zip(&counts), counts.iter().map(|count| u64::from(*count)).sum());
        let mut written = vec![""; number.len()];
        for (value, of) in values.iter().zip(&of).filter(|(_, of)| **of != NONE) {
            // The smallest of those with one normal form, so that the order of the records does not count.
            let known = &mut written[*of as usize];
            if known.is_empty() || value < known {
                *known = value;
            }
        }
        let values =
            number.keys().zip(written).map(|(normal, written)| Value::new(role, normal, written, &words)).collect();
        Self { role, of, values, counts, words }
    }

    /// The value of a record.
    pub(super) fn value(&self, record: u32) -> Option<&Value> {
        self.values.get(self.of[record as usize] as usize)
    }

    /// Whether its values name what records are of: by its role, and because there are many of them.
    pub(super) fn names(&self) -> bool {
        self.role.names() && self.values.len() * MOST_OF_ONE > self.filled()
    }

    /// How many records say something.
    pub(super) fn filled(&self) -> usize {
        self.of.iter().filter(|value| **value != NONE).count()
    }
}

/// The columns of some records.
pub(super) fn columns(records: &Records) -> Vec<Column> {
    let column = |(at, field): (usize, &super::record::Field)| {
        let values: Vec<&str> = records.list().iter().map(|record| record.values[at].as_str()).collect();
        Column::new(field.role, &values)
    };
    records.fields.iter().enumerate().map(column).collect()
}

impl Value {
    /// A value by its normal form and, for names, as it was written first.
    fn new(role: Role, normal: &str, written: &str, words: &Words) -> Self {
        let mut ids: Vec<u32> = parts(normal).filter_map(|word| words.find(word)).collect();
        ids.sort_unstable();
        let initials = match role {
            Role::Person | Role::Given | Role::Authors => normal.split(' ').filter(|word| word.len() == 1).collect(),
            _ => String::new(),
        };
        let parts = (role == Role::Organization).then(|| Parts::new(normal, words));
        let name = (role == Role::Person).then(|| parse(written, Kind::Person));
        Self {
            normal: normal.to_owned(),
            squeezed: squeeze(normal),
            words: ids,
            initials: initials.into_bytes(),
            parts,
            name,
            sounds: sounds(normal),
        }
    }
}

/// The sounds that the words of a normal form begin with.
fn sounds(normal: &str) -> u32 {
    let first = |word: &str| phonetic(word).bytes().next().map_or(0, |sound| 1 << (sound & 31));
    normal.split(' ').fold(0, |sum, word| sum | first(word))
}

/// The words of a normal form that count as words.
fn parts(normal: &str) -> impl Iterator<Item = &str> {
    normal.split([' ', ',']).filter(|word| word.len() > 1 || word.bytes().all(|byte| byte.is_ascii_digit()))
}

impl Words {
    fn new<'v>(values: impl Iterator<Item = (&'v str, &'v u32)>, records: u64) -> Self {
        let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
        for (normal, count) in values {
            let distinct: BTreeSet<&str> = parts(normal).collect();
            for word in distinct {
                *seen.entry(word).or_default() += count;
            }
        }
        let seen_letters = seen.keys().map(|word| letters(word)).collect();
        let weights = seen.values().map(|count| rarity(*count, records)).collect();
        Self {
            text: seen.keys().map(|word| (*word).to_owned()).collect(),
            counts: seen.into_values().collect(),
            weights,
            letters: seen_letters,
        }
    }

    /// Whether two words may be so many edits apart or fewer: an edit takes one letter away and brings one at most.
    pub(super) fn may_be_near(&self, one: u32, other: u32, edits: usize) -> bool {
        let differ = (self.letters[one as usize] ^ self.letters[other as usize]).count_ones();
        differ as usize <= 2 * edits
    }

    /// The number of a word.
    pub(super) fn find(&self, word: &str) -> Option<u32> {
        let at = self.text.binary_search_by(|known| known.as_str().cmp(word)).ok()?;
        u32::try_from(at).ok()
    }

    pub(super) fn text(&self, word: u32) -> &str {
        &self.text[word as usize]
    }

    pub(super) fn weight(&self, word: u32) -> u64 {
        u64::from(self.weights[word as usize])
    }
}

/// The letters and digits of a word, a bit for each; some share one.
fn letters(word: &str) -> u32 {
    word.bytes().fold(0, |sum, byte| sum | 1 << (byte & 31))
}

/// What a word says that stands in so many of all records: at least a little.
fn rarity(count: u32, records: u64) -> u32 {
    let bits = ((records + 1) as f64 / f64::from(count)).log2();
    (bits.max(0.2) * 1000.0).round() as u32
}

/// The form of a value that equal values share.
fn normal(role: Role, value: &str) -> String {
    match role {
        Role::Date => date(value),
        Role::Number => number(value),
        Role::Id | Role::Postcode => squeeze(&fold(value)),
        Role::Authors => authors(value),
        Role::Organization => organization::normal(value),
        _ => fold(value),
    }
}

/// A date as its digits, parts of one digit with a zero before them; a year alone is its four digits.
fn date(value: &str) -> String {
    let padded = digit_groups(value).map(|group| if group.len() == 1 { format!("0{group}") } else { group.to_owned() });
    padded.collect()
}

/// The numbers of a value without zeros before them; its words where it has none.
fn number(value: &str) -> String {
    let numbers: Vec<&str> = digit_groups(value).map(|group| group.trim_start_matches('0')).collect();
    if numbers.is_empty() { fold(value) } else { numbers.join(" ") }
}

/// A list of people without the words that belong to no name.
fn authors(value: &str) -> String {
    let folded = fold(value);
    let kept = folded.split(' ').filter(|word| !matches!(*word, "and" | "et" | "al" | "others" | "eds" | "editors"));
    kept.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_numbers_have_one_form() {
        assert_eq!(normal(Role::Date, "1949 7 22"), "19490722");
        assert_eq!(normal(Role::Date, "(1995)."), "1995");
        assert_eq!(normal(Role::Number, "pp. 322--331."), normal(Role::Number, "322-331"));
        assert_eq!(normal(Role::Authors, "A. Blum, and R. J. Lipton, et al."), "a blum r j lipton");
    }

    #[test]
    fn records_with_equal_values_share_one() {
        let column = Column::new(Role::Text, &["An Opening", "an opening.", "", "Other"]);
        assert_eq!(column.of, [0, 0, NONE, 1]);
        assert_eq!(column.counts, [2, 1]);
        assert_eq!(column.filled(), 3);
    }
}
