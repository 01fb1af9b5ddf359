//! Levels of values that are made of words, weighted by how rare the words are.

use std::borrow::Cow;
use std::cmp::Ordering;

use strsim::osa_distance;

use super::{Level, Role};
use crate::link::prepare::Value;
use crate::link::vocabulary::Words;

/// The last level of texts and lists of people.
pub(super) const LAST: Level = 8;

/// The last level of venues.
pub(super) const LAST_VENUE: Level = 5;

/// What two values share, in thousandths of bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Overlap {
    shared: u64,
    one: u64,
    other: u64,
}

impl Overlap {
    /// The shared part of both, in thousandths.
    pub(super) fn dice(self) -> u64 {
        self.shared * 2000 / (self.one + self.other).max(1)
    }

    /// The shared part of the smaller one, in thousandths.
    fn contained(self) -> u64 {
        self.shared * 1000 / self.one.min(self.other).max(1)
    }
}

/// What two values share: equal words, and those that are nearly equal for the part that is.
pub(super) fn overlap(words: &Words, one: &Value, other: &Value) -> Overlap {
    shared(words, &one.words, &other.words)
}

/// What two sorted lists of words share.
fn shared(words: &Words, one: &[u32], other: &[u32]) -> Overlap {
    let (shared, left, right) = split(words, one, other);
    let weigh = |list: &[u32]| list.iter().map(|word| words.weight(*word)).sum::<u64>();
    let mut sum = Overlap { shared, one: shared + weigh(&left), other: shared + weigh(&right) };
    pair_up(words, &left, right, &mut sum);
    sum
}

/// Pairs words that are nearly equal, each once. A slip makes a word rare, so both weigh what the more usual one does.
fn pair_up(words: &Words, left: &[u32], mut right: Vec<u32>, sum: &mut Overlap) {
    for &word in left {
        let near = |known: &u32| near(words, word, *known);
        let best = right
            .iter()
            .enumerate()
            .map(|(at, known)| (near(known), at))
            .max_by_key(|(near, at)| (*near, usize::MAX - at));
        let Some((nearness, at)) = best.filter(|(nearness, _)| *nearness > 0) else { continue };
        let (one, other) = (words.weight(word), words.weight(right.remove(at)));
        let weight = one.min(other);
        sum.one -= one - weight;
        sum.other -= other - weight;
        sum.shared += weight * nearness / 1000;
    }
}

/// How near two different words are, in thousandths; 0 where they are not near.
fn near(words: &Words, one: u32, other: u32) -> u64 {
    let lengths = (words.text(one).len(), words.text(other).len());
    let (shorter, longer) = (lengths.0.min(lengths.1), lengths.0.max(lengths.1));
    if shorter < 4 || (longer - shorter) * 4 > longer || !words.may_be_near(one, other, longer / 4) {
        return 0;
    }
    if words.has_digit(one) {
        return 0;
    }
    let distance = osa_distance(words.text(one), words.text(other));
    if distance * 4 <= longer { 1000 - (distance * 1000 / longer) as u64 } else { 0 }
}

/// What those words weigh that are in both of two sorted lists; those in the first alone, and in the second alone.
fn split(words: &Words, one: &[u32], other: &[u32]) -> (u64, Vec<u32>, Vec<u32>) {
    let (mut shared, mut left, mut right) = (0, Vec::new(), Vec::new());
    let (mut at, mut to) = (0, 0);
    while let (Some(word), Some(known)) = (one.get(at), other.get(to)) {
        match word.cmp(known) {
            Ordering::Equal => shared += words.weight(*word),
            Ordering::Less => left.push(*word),
            Ordering::Greater => right.push(*known),
        }
        at += usize::from(word <= known);
        to += usize::from(known <= word);
    }
    left.extend_from_slice(&one[at..]);
    right.extend_from_slice(&other[to..]);
    (shared, left, right)
}

/// Texts: the same letters, most of the words, one within the other, fewer words, none.
pub(super) fn text(words: &Words, one: &Value, other: &Value) -> Level {
    if one.squeezed == other.squeezed {
        return 2;
    }
    let overlap = overlap(words, one, other);
    // Parts of a series agree in all but their number.
    if numbers_differ(words, one, other) {
        return LAST;
    }
    let several = one.words.len().min(other.words.len()) > 2;
    match overlap.dice() {
        900.. => 2,
        780.. => 3,
        _ if several && overlap.contained() >= 930 => 4,
        600.. => 5,
        400.. => 6,
        200.. => 7,
        _ => LAST,
    }
}

/// Whether each text has a number that the other lacks, as the parts of a series do.
fn numbers_differ(words: &Words, one: &Value, other: &Value) -> bool {
    let lacks = |from: &Value, to: &Value| {
        from.words.iter().any(|word| words.is_number(*word) && to.words.binary_search(word).is_err())
    };
    lacks(one, other) && lacks(other, one)
}

/// People: as texts, but that a name counts for nothing where the other side has its initial alone.
pub(super) fn people(words: &Words, one: &Value, other: &Value) -> Level {
    let overlap = shared(words, &reduce(words, one, other), &reduce(words, other, one));
    match overlap.dice() {
        930.. => 2,
        750.. => 3,
        _ if overlap.contained() >= 930 => 4,
        550.. => 5,
        350.. => 6,
        150.. => 7,
        _ => LAST,
    }
}

/// The words of a value without those that stand as an initial on the other side.
fn reduce<'v>(words: &Words, value: &'v Value, other: &Value) -> Cow<'v, [u32]> {
    if other.initials.is_empty() {
        return Cow::Borrowed(&value.words);
    }
    let mut initials = other.initials.clone();
    let stands = |word: &&u32| {
        let first = words.text(**word).as_bytes()[0];
        let known = other.words.binary_search(word).is_err();
        let at = initials.iter().position(|initial| *initial == first).filter(|_| known);
        at.map(|at| initials.swap_remove(at)).is_none()
    };
    Cow::Owned(value.words.iter().filter(stands).copied().collect())
}

/// Venues: much the same words, also cut short; some of them; an acronym; none.
pub(super) fn venue(words: &Words, one: &Value, other: &Value) -> Level {
    let overlap = overlap(words, one, other);
    match overlap.dice().max(cut_short(words, one, other)) {
        700.. => 2,
        400.. => 3,
        150.. => 4,
        _ => Role::Venue.last_level(),
    }
}

/// The part of the words of both that begin one another, as abbreviations do, in thousandths.
fn cut_short(words: &Words, one: &Value, other: &Value) -> u64 {
    let begins = |word: &str, known: &str| word.len() > 2 && known.starts_with(word);
    let agrees = |word: &u32, known: &u32| {
        let (word, known) = (words.text(*word), words.text(*known));
        begins(word, known) || begins(known, word)
    };
    let found = |from: &Value, to: &Value| -> u64 {
        let agreeing = from.words.iter().filter(|word| to.words.iter().any(|known| agrees(word, known)));
        agreeing.map(|word| words.weight(*word)).sum()
    };
    let all: u64 = one.words.iter().chain(&other.words).map(|word| words.weight(*word)).sum();
    (found(one, other) + found(other, one)) * 1000 / all.max(1)
}
