//! Acronyms: short words that are made of the beginnings of others.

use std::collections::BTreeSet;

use super::parse::{Sort, Word};
use super::tables::LINKING;
use crate::link::normalize::fold;

/// The letters that an acronym has.
pub(super) const LETTERS: std::ops::RangeInclusive<usize> = 2..=8;

/// The least letters of an acronym that has more than the first one of a word, and the least names that it is made of.
const LONG: (usize, usize) = (5, 3);

/// The same where it stands beside the name.
const BESIDE: (usize, usize) = (3, 2);

/// Words that only link others, beyond which [`initials`] has them all in or all left out.
const LINKS: usize = 4;

/// How many words an acronym is made of, if it is made of all of these: a letter for each, in their order. Words that only link
/// others may be left out (`UNCTAD`).
pub(super) fn spelled(acronym: &str, words: &[Word]) -> Option<usize> {
    let letters = acronym.as_bytes();
    let is_whole = words.iter().filter_map(first).eq(letters.iter().copied());
    let has_ends = [words.first()?, words.last()?].iter().all(|word| word.sort != Sort::Particle);
    (is_whole || has_ends && spells(letters, words, 0)).then_some(letters.len())
}

/// The same where one word gives more than its first letter (`EuroDIG`, `AfriNIC`).
pub(super) fn begun(acronym: &str, words: &[Word]) -> Option<usize> {
    begins(acronym, words, LONG)
}

/// Whether an acronym that stands beside words is made of them.
pub(super) fn is_told(acronym: &str, words: &[Word]) -> bool {
    spelled(acronym, words).or_else(|| begins(acronym, words, BESIDE)).is_some()
}

fn begins(acronym: &str, words: &[Word], (letters, least): (usize, usize)) -> Option<usize> {
    let names = words.iter().filter(|word| word.sort != Sort::Particle).count();
    let is_long = acronym.len() >= letters && names >= least && names < acronym.len();
    let has_ends = [words.first()?, words.last()?].iter().all(|word| word.sort != Sort::Particle);
    (is_long && has_ends && spells(acronym.as_bytes(), words, 1)).then_some(names)
}

fn first(word: &Word) -> Option<u8> {
    word.text.bytes().next()
}

/// Whether letters are those that words begin with; so many of the words may give more than one.
fn spells(letters: &[u8], words: &[Word], longer: usize) -> bool {
    let Some((word, rest)) = words.split_first() else { return letters.is_empty() };
    if word.sort == Sort::Particle && spells(letters, rest, longer) {
        return true;
    }
    let most = if longer > 0 { letters.len() } else { letters.len().min(1) };
    let shared = word.text.bytes().zip(letters).take(most).take_while(|(one, other)| one == *other).count();
    (1..=shared).any(|count| spells(&letters[count..], rest, longer - usize::from(count > 1)))
}

/// The first letters of a name's words: those of words that only link others in and left out.
#[must_use]
pub fn initials(name: &str) -> BTreeSet<String> {
    let folded = fold(name);
    let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    let links = words.iter().filter(|word| LINKING.contains(**word)).count();
    let mut all = BTreeSet::from([String::new()]);
    for word in words {
        let (letter, is_link) = (&word[..1], LINKING.contains(word));
        let with = |known: &String| known.clone() + letter;
        all = match (is_link, links > LINKS) {
            (false, _) => all.iter().map(with).collect(),
            (true, true) => all,
            (true, false) => all.iter().map(with).chain(all.iter().cloned()).collect(),
        };
    }
    all.retain(|letters| LETTERS.contains(&letters.len()));
    all
}

/// The acronyms that a name has in brackets, or is, as letters: in capitals, of three letters and more.
#[must_use]
pub fn declared(name: &str) -> BTreeSet<String> {
    let in_brackets = name.split('(').skip(1).filter_map(|rest| Some(rest.split_once(')')?.0));
    let is_acronym = |word: &&str| {
        let is_capitals = word.chars().all(|letter| letter.is_ascii_uppercase() || letter == '-');
        is_capitals && (3..=8).contains(&word.len())
    };
    in_brackets.chain([name]).map(str::trim).filter(is_acronym).map(|word| fold(word).replace(' ', "")).collect()
}

/// What a name may be an acronym as: its letters where it is one word, and its capitals (`EuroDIG`).
#[must_use]
pub fn letters(name: &str) -> BTreeSet<String> {
    let word = name.trim();
    if word.is_empty() || word.contains(char::is_whitespace) {
        return BTreeSet::new();
    }
    let capitals: String = word.chars().filter(|letter| letter.is_uppercase()).collect();
    let all = [word, &capitals].map(|text| fold(text).replace(' ', ""));
    all.into_iter().filter(|letters| LETTERS.contains(&letters.len())).collect()
}
