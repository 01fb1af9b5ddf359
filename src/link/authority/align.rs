//! Names of a register that stand in a string: which words of the string are which of the name.

use std::collections::BTreeSet;

use strsim::osa_distance;

use super::index::{Authority, Name};
use super::text::Token;
use crate::link::organization::{NO_RANK, rank_of};

/// A name found in a string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub entity: u32,
    /// The number of the name.
    pub name: u32,
    /// The words of the string that are of the name, ascending and without a gap.
    pub tokens: BTreeSet<usize>,
    /// Words of the name that do not stand with the others: those of its city.
    pub missing: Vec<u32>,
    /// How many words have a slip.
    pub slips: usize,
    /// Whether the words stand in another order, as `University X` for `X University`.
    pub is_turned: bool,
}

/// The words of a register that a word of a string may be: itself, or those that are one slip from it where nobody has it.
pub(super) type Readings = Vec<Vec<u32>>;

/// What the words of a string may be.
pub(super) fn readings(authority: &Authority, tokens: &[Token]) -> Readings {
    let reading = |token: &Token| match authority.find(&token.word) {
        Some(word) => vec![word],
        None => slips(authority, &token.word),
    };
    tokens.iter().map(reading).collect()
}

/// Shortest word that may have a slip.
const LONG: usize = 6;

/// The words of the register that are one slip away, and begin alike: first letters are seldom wrong.
fn slips(authority: &Authority, word: &str) -> Vec<u32> {
    if word.len() < LONG || word.bytes().any(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    let start = &word[..2];
    let from = authority.words.partition_point(|known| known.text.as_str() < start);
    let alike = (from..authority.words.len()).take_while(|at| authority.words[*at].text.starts_with(start));
    let near = alike.filter(|at| {
        let known = authority.words[*at].text.as_str();
        known.len().abs_diff(word.len()) < 2 && osa_distance(known, word) == 1
    });
    near.filter_map(|at| u32::try_from(at).ok()).collect()
}

/// A string as its words and what they may be.
#[derive(Clone, Copy)]
struct Read<'r> {
    authority: &'r Authority,
    tokens: &'r [Token],
    readings: &'r Readings,
}

/// All names that stand in a string.
pub(super) fn found(authority: &Authority, tokens: &[Token], readings: &Readings) -> Vec<Found> {
    let mut candidates = BTreeSet::new();
    for word in readings.iter().flatten() {
        candidates.extend(authority.named_by(*word));
    }
    let read = Read { authority, tokens, readings };
    candidates.into_iter().flat_map(|number| read.places_of(number)).collect()
}

impl Read<'_> {
    /// The places at which a name stands: whole, or without the words of its city.
    fn places_of(self, number: u32) -> Vec<Found> {
        let name = &self.authority.names[number as usize];
        let whole = self.all(name, number, &name.words);
        if !whole.is_empty() || name.city.is_empty() {
            return whole;
        }
        let core: Vec<u32> = name.words.iter().copied().filter(|word| !name.city.contains(word)).collect();
        if core.len() > 1 && self.authority.is_proper(&core) { self.all(name, number, &core) } else { Vec::new() }
    }

    fn all(self, name: &Name, number: u32, words: &[u32]) -> Vec<Found> {
        let rarest = words.iter().copied().max_by_key(|word| (self.authority.weight(*word), *word));
        let anchors = (0..self.tokens.len()).filter(|at| rarest.is_some_and(|word| self.readings[*at].contains(&word)));
        let mut all: Vec<Found> = Vec::new();
        for anchor in anchors {
            let Some(found) = self.around(name, number, words, anchor) else { continue };
            if !all.iter().any(|known| !known.tokens.is_disjoint(&found.tokens)) {
                all.push(found);
            }
        }
        all
    }

    /// The words of a name around one of them: in their order, or else each the nearest that is left; all of them one run.
    fn around(self, name: &Name, number: u32, words: &[u32], anchor: usize) -> Option<Found> {
        let order = self.in_order(words, anchor).or_else(|| self.nearest(words, anchor))?;
        let is_slip = |(at, word): (&usize, &u32)| self.tokens[*at].word != self.authority.words[*word as usize].text;
        let slips = order.iter().zip(words).filter(|pair| is_slip(*pair)).count();
        let tokens: BTreeSet<usize> = order.iter().copied().collect();
        let (first, last) = (*tokens.first()?, *tokens.last()?);
        let is_turned = !order.is_sorted();
        let crosses = self.tokens[first].segment != self.tokens[last].segment;
        let is_run = last - first + 1 == tokens.len();
        let fits = is_run && (!is_turned || !crosses && self.turns(&order)) && (!crosses || self.fills(first, last));
        let missing = name.words.iter().filter(|word| !words.contains(word)).copied().collect();
        fits.then_some(Found { entity: name.entity, name: number, tokens, missing, slips, is_turned })
    }

    fn in_order(self, words: &[u32], anchor: usize) -> Option<Vec<usize>> {
        let starts = (0..words.len()).filter(|at| self.readings[anchor].contains(&words[*at]));
        let starts = starts.filter_map(|at| anchor.checked_sub(at));
        let is = |start: &usize| {
            let read = self.readings.get(*start..*start + words.len());
            read.is_some_and(|read| read.iter().zip(words).all(|(reading, word)| reading.contains(word)))
        };
        starts.filter(is).map(|start| (start..start + words.len()).collect()).next()
    }

    fn nearest(self, words: &[u32], anchor: usize) -> Option<Vec<usize>> {
        let near = (anchor + 1).saturating_sub(words.len())..self.tokens.len().min(anchor + words.len());
        let mut order = Vec::new();
        for word in words {
            let free = near.clone().filter(|at| self.readings[*at].contains(word) && !order.contains(at));
            order.push(free.min_by_key(|at| at.abs_diff(anchor))?);
        }
        Some(order)
    }

    /// Whether the words keep their order but for those that say what an organization is.
    fn turns(self, order: &[usize]) -> bool {
        order.iter().filter(|at| rank_of(&self.tokens[**at].word) == NO_RANK).is_sorted()
    }

    /// Whether a name over several segments leaves nothing of them over.
    fn fills(self, first: usize, last: usize) -> bool {
        let before = self.tokens[..first].iter().rev().take_while(|token| token.segment == self.tokens[first].segment);
        let after = self.tokens[last + 1..].iter().take_while(|token| token.segment == self.tokens[last].segment);
        before.chain(after).all(|token| token.is_number() || token.is_letter())
    }
}
