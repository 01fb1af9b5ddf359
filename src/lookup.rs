//! Finding a word in a fixed list: a perfect hash, made when the list is known.
//!
//! Every key of every record is looked up, so this decides how fast records are checked.

/// A perfect hash over a list of distinct words.
#[derive(Debug)]
pub struct Lookup {
    seed: u64,
    /// Position of the word in its list plus one, 0 for none; a power of two of them.
    slots: Vec<u16>,
}

impl Lookup {
    /// Makes the hash for a list. Of words that are equal, the first counts.
    #[must_use]
    pub fn new<'w>(words: impl Iterator<Item = &'w str> + Clone) -> Self {
        let count = words.clone().count();
        let mut size = (count * 4).next_power_of_two().max(8);
        loop {
            // Words that no seed of this size keeps apart get more room; equal words never part.
            if let Some(lookup) = (1..2000).find_map(|seed| Self::with_seed(seed, size, words.clone())) {
                return lookup;
            }
            size *= 2;
            assert!(size <= 1 << 20, "a list of distinct words has a perfect hash");
        }
    }

    fn with_seed<'w>(seed: u64, size: usize, words: impl Iterator<Item = &'w str> + Clone) -> Option<Self> {
        let mut lookup = Self { seed: seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1, slots: vec![0; size] };
        for (at, word) in words.clone().enumerate() {
            let slot = lookup.slot(word);
            match lookup.slots[slot] {
                0 => lookup.slots[slot] = u16::try_from(at + 1).ok()?,
                known if words.clone().nth(usize::from(known) - 1) == Some(word) => {}
                _ => return None,
            }
        }
        Some(lookup)
    }

    /// Where a word would stand in the list; the caller compares it with the word that stands there.
    #[inline]
    #[must_use]
    pub fn candidate(&self, word: &str) -> Option<usize> {
        usize::from(self.slots[self.slot(word)]).checked_sub(1)
    }

    #[inline]
    fn slot(&self, word: &str) -> usize {
        let hash = mixed(word.as_bytes()).wrapping_mul(self.seed);
        // The product's upper half is the well-mixed one.
        (hash >> 32) as usize & (self.slots.len() - 1)
    }
}

/// Length, first and last eight bytes of a word in one number.
#[inline]
fn mixed(word: &[u8]) -> u64 {
    let length = word.len() as u64;
    match (word.first_chunk::<8>(), word.last_chunk::<8>()) {
        (Some(first), Some(last)) => {
            u64::from_le_bytes(*first)
                ^ u64::from_le_bytes(*last).rotate_left(29)
                ^ length.wrapping_mul(0xFF51_AFD7_ED55_8CCD)
        }
        _ => word.iter().fold(length, |sum, &byte| sum << 8 ^ u64::from(byte) ^ sum >> 56),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_where_it_stands() {
        let words: Vec<String> = (0..400).map(|number| format!("word{}", number * 7919)).collect();
        let lookup = Lookup::new(words.iter().map(String::as_str));
        for (at, word) in words.iter().enumerate() {
            assert_eq!(lookup.candidate(word), Some(at));
        }
    }

    #[test]
    fn a_word_that_is_not_there_never_equals_its_candidate() {
        let words = ["id", "type", "title"];
        let lookup = Lookup::new(words.into_iter());
        for other in ["", "i", "titel", "types", "x".repeat(1000).as_str()] {
            assert!(lookup.candidate(other).is_none_or(|at| words[at] != other));
        }
    }
}
