//! Finding a word in a fixed list: a perfect hash, made when the list is known.
//!
//! Every key of every record is looked up, so this decides how fast records are checked.

pub mod near;

/// A perfect hash over a list of distinct words.
#[derive(Debug)]
pub struct Lookup {
    seed: u64,
    /// A power of two of them.
    slots: Vec<Slot>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Slot {
    print: Print,
    /// Position of the word in its list; [`NONE`] where no word has this slot.
    at: u32,
}

const NONE: u32 = u32::MAX;

/// A word's ends and length. Words of up to 16 bytes are equal when their prints are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Print {
    first: u64,
    last: u64,
    length: u32,
}

impl Print {
    #[inline]
    fn new(word: &str) -> Self {
        let word = word.as_bytes();
        let length = u32::try_from(word.len()).unwrap_or(u32::MAX);
        let (first, last) = match (word.first_chunk::<8>(), word.last_chunk::<8>()) {
            (Some(first), Some(last)) => (u64::from_le_bytes(*first), u64::from_le_bytes(*last)),
            _ => (short(word), 0),
        };
        Self { first, last, length }
    }

    #[inline]
    fn hash(self, seed: u64) -> u64 {
        let mixed = self.first ^ self.last.rotate_left(29) ^ u64::from(self.length).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
        // The product's upper half is the well-mixed one.
        (mixed ^ mixed >> 31).wrapping_mul(seed) >> 32
    }
}

/// Up to seven bytes in one number: the overlapping ends of four bytes each, or the bytes themselves.
#[inline]
fn short(word: &[u8]) -> u64 {
    match (word.first_chunk::<4>(), word.last_chunk::<4>()) {
        (Some(first), Some(last)) => u64::from(u32::from_le_bytes(*first)) << 32 | u64::from(u32::from_le_bytes(*last)),
        _ => word.iter().fold(0, |sum, &byte| sum << 8 | u64::from(byte)),
    }
}

/// Whether two words are equal: without a call for short ones, which on some machines costs more than all the rest.
#[inline]
#[must_use]
pub fn equal(left: &str, right: &str) -> bool {
    left.len() == right.len() && Print::new(left) == Print::new(right) && (left.len() <= 16 || left == right)
}

impl Lookup {
    /// Makes the hash for a list of distinct words.
    ///
    /// # Panics
    /// If two words are equal.
    #[must_use]
    #[allow(clippy::needless_pass_by_value)] // every caller makes the iterator on the spot
    pub fn new<'w>(words: impl Iterator<Item = &'w str> + Clone) -> Self {
        let mut size = (words.clone().count() * 4).next_power_of_two().max(8);
        loop {
            // Words that no seed of this size keeps apart get more room.
            if let Some(lookup) = (1..2000).find_map(|seed| Self::with_seed(seed, size, words.clone())) {
                return lookup;
            }
            size *= 2;
            assert!(size <= 1 << 20, "a list of distinct words has a perfect hash");
        }
    }

    fn with_seed<'w>(seed: u64, size: usize, words: impl Iterator<Item = &'w str>) -> Option<Self> {
        let empty = Slot { print: Print { first: 0, last: 0, length: u32::MAX }, at: NONE };
        let mut lookup = Self { seed: seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1, slots: vec![empty; size] };
        for (at, word) in (0..).zip(words) {
            let print = Print::new(word);
            let slot = lookup.slot(print);
            if lookup.slots[slot].at != NONE {
                return None;
            }
            lookup.slots[slot] = Slot { print, at };
        }
        Some(lookup)
    }

    /// Where a word stands in the list. `word_at` gives the words of the list, to compare long ones with.
    #[inline]
    #[must_use]
    pub fn find<'w>(&self, word: &str, word_at: impl FnOnce(usize) -> &'w str) -> Option<usize> {
        let print = Print::new(word);
        let slot = self.slots[self.slot(print)];
        if slot.print != print {
            return None;
        }
        let at = slot.at as usize;
        (word.len() <= 16 || word_at(at) == word).then_some(at)
    }

    #[inline]
    fn slot(&self, print: Print) -> usize {
        let mask = self.slots.len() - 1;
        usize::try_from(print.hash(self.seed)).unwrap_or(0) & mask
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_where_it_stands() {
        let words: Vec<String> = (0..400).map(|number| format!("a long word {}", number * 7919)).collect();
        let lookup = Lookup::new(words.iter().map(String::as_str));
        for (at, word) in words.iter().enumerate() {
            assert_eq!(lookup.find(word, |at| &words[at]), Some(at));
        }
    }

    #[test]
    fn other_words_are_not_found() {
        let words = ["id", "type", "title", "a word of more than sixteen"];
        let lookup = Lookup::new(words.into_iter());
        for other in ["", "i", "titel", "types", "a word of MORE than sixteen", "x".repeat(1000).as_str()] {
            assert_eq!(lookup.find(other, |at| words[at]), None, "{other}");
        }
    }
}
