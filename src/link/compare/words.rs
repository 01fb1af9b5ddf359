//! Levels of values that are made of words, weighted by how rare the words are.

use strsim::osa_distance;

use super::{Level, Role};
use crate::link::prepare::{Value, Words};

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
    let (shared, left, right) = split(&one.words, &other.words);
    let weigh = |list: &[u32]| list.iter().map(|word| words.weight(*word)).sum::<u64>();
    let shared = weigh(&shared);
    let mut sum = Overlap { shared, one: shared + weigh(&left), other: shared + weigh(&right) };
    pair_up(words, left, right, &mut sum);
    sum
}

/// Pairs words that are nearly equal, each once. A slip makes a word rare, so both weigh what the more usual one does.
fn pair_up(words: &Words, left: Vec<u32>, mut right: Vec<u32>, sum: &mut Overlap) {
    for word in left {
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
    let (id, known, one, other) = (one, other, words.text(one), words.text(other));
    let (shorter, longer) = (one.len().min(other.len()), one.len().max(other.len()));
    if shorter < 4 || (longer - shorter) * 5 > longer * 2 || one.bytes().any(|byte| byte.is_ascii_digit()) {
        return 0;
    }
    if !words.may_be_near(id, known, longer / 4) {
        return 0;
    }
    let distance = osa_distance(one, other);
    if distance * 4 <= longer { 1000 - (distance * 1000 / longer) as u64 } else { 0 }
}

/// What is in both of two sorted lists, in the first alone, in the second alone.
fn split(one: &[u32], other: &[u32]) -> (Vec<u32>, Vec<u32>, Vec<u32>) {
    let (mut shared, mut left, mut right) = (Vec::new(), Vec::new(), Vec::new());
    let (mut at, mut to) = (0, 0);
    while at < one.len() || to < other.len() {
        match (one.get(at), other.get(to)) {
            (Some(word), Some(known)) if word == known => {
                shared.push(*word);
                at += 1;
                to += 1;
            }
            (Some(word), known) if known.is_none_or(|known| word < known) => {
                left.push(*word);
                at += 1;
            }
            (_, Some(known)) => {
                right.push(*known);
                to += 1;
            }
            _ => break,
        }
    }
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
        let numbers = from.words.iter().filter(|word| words.text(**word).bytes().all(|byte| byte.is_ascii_digit()));
        numbers.into_iter().any(|number| !to.words.contains(number))
    };
    lacks(one, other) && lacks(other, one)
}

/// People: as texts, but that a name counts for nothing where the other side has its initial alone.
pub(super) fn people(words: &Words, one: &Value, other: &Value) -> Level {
    let one_reduced = reduce(words, one, other);
    let other_reduced = reduce(words, other, one);
    let overlap = overlap(words, &one_reduced, &other_reduced);
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

/// A value without the words that stand as an initial on the other side.
fn reduce(words: &Words, value: &Value, other: &Value) -> Value {
    let mut initials = other.initials.clone();
    let stands = |word: &&u32| {
        let first = words.text(**word).as_bytes()[0];
        let known = !other.words.contains(word);
        let at = initials.iter().position(|initial| *initial == first).filter(|_| known);
        at.map(|at| initials.swap_remove(at)).is_none()
    };
    Value { words: value.words.iter().filter(stands).copied().collect(), ..Value::default() }
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
