//! Levels that are known: values are compared again and again, because many records have them.

use std::sync::atomic::{AtomicU64, Ordering};

use super::Level;

/// The most pairs of values that are kept for a column: 8 MB.
const MOST: usize = 1 << 20;

/// Bits of a cell for a value, and for a level.
const VALUE_BITS: u32 = 30;
const LEVEL_BITS: u32 = 4;

/// Some pairs of values of a column with their level. A cell holds both, so that what another thread writes over it is
/// seen whole or not at all; a pair that is not there is compared again, to the same level.
#[derive(Debug)]
pub(in crate::link) struct Known {
    cells: Vec<AtomicU64>,
    /// What a number of 64 bits is moved by to be that of a cell.
    shift: u32,
}

impl Known {
    /// Room for the pairs of so many values, or for as many as are kept.
    pub(in crate::link) fn new(values: usize) -> Self {
        let cells = values.saturating_mul(values).clamp(2, MOST).next_power_of_two();
        Self { cells: (0..cells).map(|_| AtomicU64::new(0)).collect(), shift: 64 - cells.trailing_zeros() }
    }

    /// The level of two different values, compared if it is not known. Which of them is given first plays no part.
    pub(super) fn level(&self, left: u32, right: u32, compare: impl FnOnce(u32, u32) -> Level) -> Level {
        let (one, other) = (left.min(right), left.max(right));
        if other >> VALUE_BITS != 0 {
            return compare(one, other);
        }
        let pair = u64::from(one) << VALUE_BITS | u64::from(other);
        let cell = &self.cells[(pair.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> self.shift) as usize];
        let held = cell.load(Ordering::Relaxed);
        // An empty cell is that of a value and itself, which are not different.
        if held >> LEVEL_BITS == pair {
            return (held & ((1 << LEVEL_BITS) - 1)) as Level;
        }
        let level = compare(one, other);
        cell.store(pair << LEVEL_BITS | u64::from(level), Ordering::Relaxed);
        level
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_is_compared_once_and_never_taken_for_another() {
        let known = Known::new(3);
        let level = |one: u32, other: u32| Level::try_from(one + 3 * other).expect("a level");
        for (left, right) in [(0, 1), (1, 0), (0, 2), (1, 2), (0, 1)] {
            assert_eq!(known.level(left, right, level), level(left.min(right), left.max(right)));
        }
        // The last one is still there, whatever it wrote over.
        assert_eq!(known.level(1, 0, |_, _| unreachable!("it is known")), 3);
        assert_eq!(known.level(u32::MAX, 7, |one, _| Level::try_from(one).expect("a level")), 7);
    }
}
