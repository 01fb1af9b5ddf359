//! Measures of how evenly a whole is shared out.

/// How evenly things are shared out among kinds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evenness {
    pub total: u64,
    pub kinds: u64,
    /// Shannon's entropy, in bits.
    pub shannon: f64,
    /// The entropy as a part of the highest that so many kinds allow (Pielou); none for a single kind.
    pub evenness: Option<f64>,
    /// The probability that two, drawn without putting back, are of different kinds (Simpson); none for less than two.
    pub differ: Option<f64>,
}

impl Evenness {
    /// Measures the counts of kinds. Kinds without any are none.
    #[must_use]
    pub fn of(counts: impl IntoIterator<Item = u64>) -> Self {
        let mut counts: Vec<u64> = counts.into_iter().filter(|count| *count > 0).collect();
        // Sums of fractions depend on their order.
        counts.sort_unstable();
        let total: u64 = counts.iter().sum();
        let kinds = counts.len() as u64;
        let part = |count: u64| share(count, total).unwrap_or_default();
        let shannon: f64 = counts.iter().map(|count| -part(*count) * part(*count).log2()).sum();
        let alike: u64 = counts.iter().map(|count| count * (count - 1)).sum();
        let pairs = total * total.saturating_sub(1);
        Self {
            total,
            kinds,
            // The entropy of one kind is minus zero.
            shannon: shannon.abs(),
            evenness: (kinds > 1).then(|| shannon / part_of_highest(kinds)),
            differ: share(pairs - alike, pairs),
        }
    }
}

#[allow(clippy::cast_precision_loss)] // nobody has so many groups
fn part_of_highest(kinds: u64) -> f64 {
    (kinds as f64).log2()
}

/// A part of a whole; none of nothing.
#[must_use]
#[allow(clippy::cast_precision_loss)] // counts of people are far below 2^52
pub fn share(count: u64, of: u64) -> Option<f64> {
    (of > 0).then(|| count as f64 / of as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_near(left: f64, right: f64) -> bool {
        (left - right).abs() < 1e-9
    }

    #[test]
    fn equal_shares_are_wholly_even() {
        let four = Evenness::of([5, 5, 5, 5, 0]);
        assert_eq!((four.total, four.kinds), (20, 4));
        assert!(is_near(four.shannon, 2.0) && is_near(four.evenness.unwrap(), 1.0));
        // 1 - 4 * (5 * 4) / (20 * 19)
        assert!(is_near(four.differ.unwrap(), 1.0 - 80.0 / 380.0));
    }

    #[test]
    fn one_kind_is_no_mixture() {
        let one = Evenness::of([7]);
        assert!(is_near(one.shannon, 0.0) && one.evenness.is_none() && is_near(one.differ.unwrap(), 0.0));
        assert!(Evenness::of([1]).differ.is_none() && Evenness::of([]).differ.is_none());
        assert!(is_near(Evenness::of([1, 1]).differ.unwrap(), 1.0));
    }

    #[test]
    fn the_order_of_counts_plays_no_part() {
        assert_eq!(Evenness::of([1, 2, 3, 40]), Evenness::of([40, 3, 1, 2]));
    }
}
