//! The words of a column: how often each stands there, what it says, what is known of it once for all comparisons.

use super::name::words::{first_letters, is_generic, is_linking};

/// The words of a column, numbered in their alphabetic order.
#[derive(Debug, Default)]
pub(super) struct Words {
    pub text: Vec<String>,
    /// In how many records each stands.
    pub counts: Vec<u32>,
    /// How much each says: thousandths of bits.
    weights: Vec<u32>,
    traits: Vec<Traits>,
}

/// What is known of a word.
#[derive(Debug, Clone, Copy)]
struct Traits {
    /// The letters that it has, a bit for each: see [`Words::may_be_near`].
    letters: u32,
    /// The letters that a form of it begins with, a bit for each.
    first: u32,
    /// Whether many organizations have it.
    is_generic: bool,
    /// Whether it only links others.
    is_linking: bool,
    digits: Digits,
}

/// How much of a word is digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Digits {
    None,
    Some,
    All,
}

impl Words {
    /// The words of distinct values in normal form, each value with how many of all records have it.
    pub(super) fn new<'v>(values: impl Iterator<Item = (&'v str, u32)>, records: u64) -> Self {
        let mut seen: Vec<(&str, u32)> = Vec::new();
        let mut distinct: Vec<&str> = Vec::new();
        for (normal, count) in values {
            distinct.clear();
            distinct.extend(parts(normal));
            distinct.sort_unstable();
            distinct.dedup();
            seen.extend(distinct.iter().map(|word| (*word, count)));
        }
        seen.sort_unstable();
        seen.dedup_by(|next, first| {
            let is_same = next.0 == first.0;
            first.1 += if is_same { next.1 } else { 0 };
            is_same
        });
        Self {
            text: seen.iter().map(|(word, _)| (*word).to_owned()).collect(),
            counts: seen.iter().map(|(_, count)| *count).collect(),
            weights: seen.iter().map(|(_, count)| rarity(*count, records)).collect(),
            traits: seen.iter().map(|(word, _)| Traits::of(word)).collect(),
        }
    }

    /// Whether two words may be so many edits apart or fewer: an edit takes one letter away and brings one at most.
    pub(super) fn may_be_near(&self, one: u32, other: u32, edits: usize) -> bool {
        let differ = (self.traits[one as usize].letters ^ self.traits[other as usize].letters).count_ones();
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

    /// Whether many organizations have a word.
    pub(super) fn is_generic(&self, word: u32) -> bool {
        self.traits[word as usize].is_generic
    }

    /// Whether a word only links others.
    pub(super) fn is_linking(&self, word: u32) -> bool {
        self.traits[word as usize].is_linking
    }

    /// Whether a word begins with a letter, in a language.
    pub(super) fn may_begin(&self, word: u32, letter: u8) -> bool {
        self.traits[word as usize].first & bit(letter) != 0
    }

    /// Whether a word is of digits alone.
    pub(super) fn is_number(&self, word: u32) -> bool {
        self.traits[word as usize].digits == Digits::All
    }

    /// Whether a digit is in a word.
    pub(super) fn has_digit(&self, word: u32) -> bool {
        self.traits[word as usize].digits != Digits::None
    }
}

impl Traits {
    fn of(word: &str) -> Self {
        Self {
            letters: word.bytes().fold(0, |sum, byte| sum | bit(byte)),
            first: first_letters(word).fold(0, |sum, letter| sum | bit(letter)),
            is_generic: is_generic(word),
            is_linking: is_linking(word),
            digits: Digits::of(word),
        }
    }
}

impl Digits {
    fn of(word: &str) -> Self {
        match word.bytes().filter(u8::is_ascii_digit).count() {
            0 => Self::None,
            all if all == word.len() => Self::All,
            _ => Self::Some,
        }
    }
}

/// The bit of a letter.
fn bit(letter: u8) -> u32 {
    1 << (letter & 31)
}

/// The words of a normal form that count as words.
pub(super) fn parts(normal: &str) -> impl Iterator<Item = &str> {
    normal.split([' ', ',']).filter(|word| word.len() > 1 || word.bytes().all(|byte| byte.is_ascii_digit()))
}

/// What it says that something stands in so many of all records, in thousandths of bits: at least a little.
pub(super) fn rarity(count: u32, records: u64) -> u32 {
    let bits = ((records + 1) as f64 / f64::from(count)).log2();
    (bits.max(0.2) * 1000.0).round() as u32
}
