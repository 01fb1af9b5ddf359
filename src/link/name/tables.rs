//! The tables of words that names are read by, from the files beside this module.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use crate::link::normalize::fold;

/// The rows of a table: cells parted by tabs, without comments.
fn rows(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with("# "));
    lines.map(|line| line.split_once('\t').unwrap_or((line, "")))
}

/// The words of the rows of one kind.
fn words(text: &'static str, kind: &str) -> BTreeSet<String> {
    let cells = rows(text).filter(|(known, _)| *known == kind).flat_map(|(_, words)| words.split(' '));
    cells.map(fold).collect()
}

/// The first word of each row by all of the row's words.
fn forms(text: &'static str) -> BTreeMap<String, &'static str> {
    let row = |(first, others): (&'static str, &'static str)| {
        let others = others.split(' ').chain([first]).filter(|word| !word.is_empty());
        others.map(move |word| (fold(word), first))
    };
    rows(text).flat_map(row).collect()
}

const HONORIFICS: &str = include_str!("../tables/honorifics.tsv");
const PARTICLES: &str = include_str!("../tables/particles.tsv");

pub(super) static HONORIFIC: LazyLock<BTreeSet<String>> = LazyLock::new(|| words(HONORIFICS, "honorific"));
pub(super) static SUFFIX: LazyLock<BTreeSet<String>> = LazyLock::new(|| words(HONORIFICS, "suffix"));
/// Words in brackets behind a name that say how to speak of somebody.
pub(super) static PRONOUN: LazyLock<BTreeSet<String>> = LazyLock::new(|| words(HONORIFICS, "pronoun"));
pub(super) static STATUS: LazyLock<BTreeSet<String>> = LazyLock::new(|| words(HONORIFICS, "status"));
pub(super) static PARTICLE: LazyLock<BTreeSet<String>> = LazyLock::new(|| words(PARTICLES, "particle"));
pub(super) static PATRONYMIC: LazyLock<BTreeSet<String>> = LazyLock::new(|| words(PARTICLES, "patronymic"));
/// Endings of names after the father.
pub(super) static ENDING: LazyLock<BTreeSet<String>> = LazyLock::new(|| words(PARTICLES, "suffix"));
pub(super) static LINKING: LazyLock<BTreeSet<String>> = LazyLock::new(|| words(PARTICLES, "organization"));

/// Forms of given names: the first words of all rows that a form stands in. Every pair of words asks it.
static EQUIVALENT: LazyLock<HashMap<String, Vec<&'static str>>> = LazyLock::new(|| {
    let mut rows_of: HashMap<String, Vec<&'static str>> = HashMap::new();
    for (first, others) in rows(include_str!("../tables/equivalents.tsv")) {
        for word in others.split(' ').chain([first]) {
            rows_of.entry(fold(word)).or_default().push(first);
        }
    }
    rows_of
});

/// The form of a given name that stands for all.
pub(super) fn equivalent(word: &str) -> Option<&'static str> {
    rows_of(word).first().copied()
}

/// The rows that a given name stands in, by their first words: names that share one are forms of one name.
pub(super) fn rows_of(word: &str) -> &'static [&'static str] {
    EQUIVALENT.get(word).map_or(&[], Vec::as_slice)
}

/// Whether both are words for what organizations are concerned with, and for different things.
pub(super) fn are_subjects(one: &str, other: &str) -> bool {
    SUBJECT.get(one).zip(SUBJECT.get(other)).is_some_and(|(one, other)| one != other)
}

/// The form of a word for what organizations are concerned with, also with the ending of an adjective.
pub(super) fn subject(word: &str) -> Option<&'static str> {
    let stem = |ending: &str| word.strip_suffix(ending).filter(|stem| stem.len() > 4);
    let stems = ["es", "er", "en", "em", "e"].into_iter().filter_map(stem);
    std::iter::once(word).chain(stems).find_map(|word| SUBJECT.get(word).copied())
}

/// Words of organizations.
pub(super) static GENERIC: LazyLock<BTreeMap<String, &'static str>> =
    LazyLock::new(|| forms(include_str!("../tables/organization.tsv")));
/// The forms of each of them that stands for all.
pub(super) static FORMS: LazyLock<HashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let mut forms: HashMap<&'static str, Vec<&'static str>> = HashMap::new();
    GENERIC.iter().for_each(|(form, first)| forms.entry(first).or_default().push(form));
    forms
});
/// Words for what organizations are concerned with.
pub(super) static SUBJECT: LazyLock<BTreeMap<String, &'static str>> =
    LazyLock::new(|| forms(include_str!("../tables/subjects.tsv")));
/// Words that name a country or who is of it, each with the country's code.
pub(super) static NATION: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let row = |(code, words): (&'static str, &'static str)| words.split(' ').map(move |word| (fold(word), code));
    rows(include_str!("../tables/nations.tsv")).flat_map(row).collect()
});
/// Numbers in words.
pub(super) static NUMBER: LazyLock<BTreeMap<String, &'static str>> =
    LazyLock::new(|| forms(include_str!("../tables/numbers.tsv")));
/// Romanizations of syllables.
pub(super) static SYLLABLE: LazyLock<BTreeMap<String, &'static str>> =
    LazyLock::new(|| forms(include_str!("../tables/syllables.tsv")));

/// Names that say little.
pub(super) static COMMON: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    let text = include_str!("../tables/common.tsv");
    text.lines().filter(|line| !line.starts_with('#')).flat_map(|line| line.split(' ')).collect()
});

/// Letters by what they are taken for.
pub(super) static CONFUSABLE: LazyLock<BTreeMap<char, char>> = LazyLock::new(|| {
    let letters = |(letter, others): (&'static str, &'static str)| {
        let letter = letter.chars().next().unwrap_or_default();
        others.split(' ').filter_map(move |other| Some((other.chars().next()?, letter)))
    };
    rows(include_str!("../tables/confusables.tsv")).flat_map(letters).collect()
});

/// Names of countries in addresses, each with its code.
pub(super) static COUNTRY: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    let row = |(code, names): (&'static str, &'static str)| names.split('|').map(move |name| (name, code));
    rows(include_str!("../tables/countries.tsv")).flat_map(row).collect()
});

/// Legal forms as words, the longest first, each with its code.
pub(super) static LEGAL: LazyLock<Vec<(Vec<String>, &'static str)>> = LazyLock::new(|| {
    let row = |(code, forms): (&'static str, &'static str)| forms.split('|').map(move |form| (fold(form), code));
    let phrases: BTreeMap<String, &'static str> = rows(include_str!("../tables/legal.tsv")).flat_map(row).collect();
    let parted = |(form, code): (String, &'static str)| (form.split(' ').map(str::to_owned).collect::<Vec<_>>(), code);
    let mut list: Vec<_> = phrases.into_iter().map(parted).collect();
    list.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    list
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_read() {
        assert!(HONORIFIC.contains("dr") && SUFFIX.contains("jr") && STATUS.contains("tbc"));
        assert!(PARTICLE.contains("van") && PATRONYMIC.contains("bin") && LINKING.contains("of"));
        assert_eq!(equivalent("muhammad"), Some("mohammed"));
        assert!(rows_of("ted").contains(&"theodore") && rows_of("ted").contains(&"edward"));
        assert!(rows_of("fjord").is_empty());
        assert_eq!(GENERIC.get("universitat"), Some(&"university"));
        assert_eq!((subject("auslandisches"), subject("recht")), (Some("foreign"), Some("law")));
        assert!(are_subjects("public", "private") && !are_subjects("law", "law"));
        assert_eq!((NATION.get("kenyan"), NATION.get("niger")), (Some(&"KE"), Some(&"NE")));
        assert_eq!(CONFUSABLE.get(&'0'), Some(&'o'));
        assert!(LEGAL.iter().any(|(words, code)| words.len() > 2 && *code == "jsc"));
        assert!(COMMON.contains("kim"));
    }
}
