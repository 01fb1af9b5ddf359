//! Values made comparable, once for each distinct value: normal form, words and their rarity.

use rayon::prelude::*;

use super::compare::known::Known;
use super::name::{Kind, Name, parse};
use super::normalize::{digit_groups, fold, phonetic, squeeze};
use super::organization::{self, Parts};
use super::record::Records;
use super::role::Role;
use super::vocabulary::{Words, parts};

/// The values of one field over all records.
#[derive(Debug)]
pub(super) struct Column {
    pub role: Role,
    /// The value of each record; [`NONE`] where it says nothing.
    pub of: Vec<u32>,
    pub values: Vec<Value>,
    /// How many records have each value.
    pub counts: Vec<u32>,
    /// How many records say something.
    pub filled: u32,
    pub words: Words,
    /// What values were compared before, and what came of it.
    pub known: Known,
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
    pub parts: Option<Box<Parts>>,
    /// The name of a person, read.
    pub name: Option<Box<Name>>,
    /// The sounds that words begin with, a bit for each: names without one in common need no closer look.
    pub sounds: u32,
}

impl Column {
    fn new(role: Role, values: &[&str]) -> Self {
        let mut written: Vec<&str> = values.to_vec();
        written.par_sort_unstable();
        written.dedup();
        let normals: Vec<String> = written.par_iter().map(|value| normal(role, value)).collect();
        let mut distinct: Vec<&str> = normals.iter().map(String::as_str).filter(|normal| !normal.is_empty()).collect();
        distinct.par_sort_unstable();
        distinct.dedup();
        let number = |normal: &String| {
            distinct.binary_search(&normal.as_str()).ok().and_then(|at| u32::try_from(at).ok()).unwrap_or(NONE)
        };
        let numbers: Vec<u32> = normals.par_iter().map(number).collect();
        let of = |value: &&str| written.binary_search(value).map_or(NONE, |at| numbers[at]);
        let of: Vec<u32> = values.par_iter().map(of).collect();
        let mut counts = vec![0; distinct.len()];
        of.iter().filter(|value| **value != NONE).for_each(|value| counts[*value as usize] += 1);
        let filled: u32 = counts.iter().sum();
        let words = Words::new(distinct.iter().copied().zip(counts.iter().copied()), u64::from(filled));
        // The first of those with one normal form, so that the order of the records does not count.
        let mut first = vec![""; distinct.len()];
        for (value, number) in written.iter().zip(&numbers).rev().filter(|(_, number)| **number != NONE) {
            first[*number as usize] = value;
        }
        let value = |(normal, written): (&&str, &&str)| Value::new(role, normal, written, &words);
        let values: Vec<Value> = distinct.par_iter().zip(first.par_iter()).map(value).collect();
        let known = Known::new(values.len());
        Self { role, of, values, counts, filled, words, known }
    }

    /// Whether its values name what records are of: by its role, and because there are many of them.
    pub(super) fn names(&self) -> bool {
        self.role.names() && self.values.len() * MOST_OF_ONE > self.filled as usize
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
    /// A value by its normal form and, for names, as it is written.
    fn new(role: Role, normal: &str, written: &str, words: &Words) -> Self {
        let mut ids: Vec<u32> = parts(normal).filter_map(|word| words.find(word)).collect();
        ids.sort_unstable();
        let initials = match role {
            Role::Person | Role::Given | Role::Authors => normal.split(' ').filter(|word| word.len() == 1).collect(),
            _ => String::new(),
        };
        let parts = (role == Role::Organization).then(|| Box::new(Parts::new(normal, words)));
        let name = (role == Role::Person).then(|| Box::new(parse(written, Kind::Person)));
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

/// The form of a value that equal values share.
fn normal(role: Role, value: &str) -> String {
    match role {
        Role::Date => date(value),
        Role::Number => number(value),
        Role::Id | Role::Postcode => squeeze(&fold(value)),
        Role::Authors => authors(value),
        Role::Organization => organization::normal(value),
        Role::Person => parse(value, Kind::Person).sorted(),
        _ => fold(value),
    }
}

/// A date as its digits, the year first, parts of one digit with a zero before them; a year alone is its four digits.
fn date(value: &str) -> String {
    let mut groups: Vec<&str> = digit_groups(value).collect();
    match groups[..] {
        // No month is over 12, so what stands there is the day.
        [month, day, year] if year.len() == 4 && month.len() < 3 && is_over_12(day) => groups = vec![year, month, day],
        [day, month, year] if year.len() == 4 && day.len() < 3 => groups = vec![year, month, day],
        _ => {}
    }
    groups.into_iter().map(|group| if group.len() == 1 { format!("0{group}") } else { group.to_owned() }).collect()
}

fn is_over_12(part: &str) -> bool {
    part.parse::<u8>().is_ok_and(|part| part > 12)
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
        assert_eq!(normal(Role::Date, "22.07.1949"), "19490722");
        assert_eq!(normal(Role::Date, "7/22/1949"), "19490722");
        assert_eq!(normal(Role::Date, "(1995)."), "1995");
        assert_eq!(normal(Role::Number, "pp. 322--331."), normal(Role::Number, "322-331"));
        assert_eq!(normal(Role::Authors, "A. Blum, and R. J. Lipton, et al."), "a blum r j lipton");
    }

    #[test]
    fn names_of_people_are_equal_in_any_order() {
        assert_eq!(normal(Role::Person, "Dr. Élodie Blanchet"), normal(Role::Person, "BLANCHET, Elodie (TBC)"));
        assert_ne!(normal(Role::Person, "Élodie Blanchet"), normal(Role::Person, "E. Blanchet"));
    }

    #[test]
    fn records_with_equal_values_share_one() {
        let column = Column::new(Role::Text, &["An Opening", "an opening.", "", "Other"]);
        assert_eq!(column.of, [0, 0, NONE, 1]);
        assert_eq!(column.counts, [2, 1]);
        assert_eq!(column.filled, 3);
    }
}
