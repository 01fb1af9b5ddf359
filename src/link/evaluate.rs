//! How good clusters are, held against the truth.

use std::collections::BTreeMap;

/// Pairs found, pairs that are true, and both; and precision and recall by B-cubed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    pub found: u64,
    pub truth: u64,
    pub both: u64,
    pub cubed_precision: f64,
    pub cubed_recall: f64,
}

impl Score {
    #[must_use]
    pub fn precision(&self) -> f64 {
        ratio(self.both, self.found)
    }

    #[must_use]
    pub fn recall(&self) -> f64 {
        ratio(self.both, self.truth)
    }

    #[must_use]
    pub fn f1(&self) -> f64 {
        ratio(2 * self.both, self.found + self.truth)
    }

    #[must_use]
    pub fn cubed_f1(&self) -> f64 {
        let sum = self.cubed_precision + self.cubed_recall;
        if sum == 0.0 { 0.0 } else { 2.0 * self.cubed_precision * self.cubed_recall / sum }
    }
}

/// A share of counts; all of nothing is everything.
fn ratio(part: u64, whole: u64) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// The score of clusters against true clusters: each a number for every record.
#[must_use]
pub fn score(found: &[u32], truth: &[u32]) -> Score {
    let mut cells: BTreeMap<(u32, u32), u64> = BTreeMap::new();
    let (mut rows, mut columns) = (BTreeMap::new(), BTreeMap::new());
    for (one, other) in found.iter().zip(truth) {
        *cells.entry((*one, *other)).or_default() += 1;
        *rows.entry(*one).or_default() += 1;
        *columns.entry(*other).or_default() += 1;
    }
    let records = found.len().max(1) as f64;
    let cubed = |sizes: &BTreeMap<u32, u64>, of: fn(&(u32, u32)) -> u32| {
        let part = |(cell, count): (&(u32, u32), &u64)| ratio(count * count, sizes[&of(cell)]);
        cells.iter().map(part).sum::<f64>() / records
    };
    Score {
        found: pairs(rows.values()),
        truth: pairs(columns.values()),
        both: pairs(cells.values()),
        cubed_precision: cubed(&rows, |cell| cell.0),
        cubed_recall: cubed(&columns, |cell| cell.1),
    }
}

fn pairs<'c>(sizes: impl Iterator<Item = &'c u64>) -> u64 {
    sizes.map(|size| size * size.saturating_sub(1) / 2).sum()
}

/// The pairs of records that clusters tell wrongly, the smaller number first; with whether it is one that was missed.
#[must_use]
pub fn errors(found: &[u32], truth: &[u32]) -> Vec<(u32, u32, bool)> {
    let mut errors = within(found, |left, right| truth[left as usize] != truth[right as usize], false);
    errors.extend(within(truth, |left, right| found[left as usize] != found[right as usize], true));
    errors
}

/// The pairs within clusters that fit.
fn within(clusters: &[u32], fits: impl Fn(u32, u32) -> bool, missed: bool) -> Vec<(u32, u32, bool)> {
    let mut members: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (record, cluster) in (0..).zip(clusters) {
        members.entry(*cluster).or_default().push(record);
    }
    let mut pairs = Vec::new();
    for list in members.values() {
        for (at, &left) in list.iter().enumerate() {
            pairs.extend(list[at + 1..].iter().filter(|right| fits(left, **right)).map(|right| (left, *right, missed)));
        }
    }
    pairs
}

/// The clusters that pairs make: the smallest number in each.
#[must_use]
pub fn closure(records: usize, pairs: &[(u32, u32)]) -> Vec<u32> {
    let mut parent: Vec<u32> = (0..records).map(|record| u32::try_from(record).unwrap_or(u32::MAX)).collect();
    for (one, other) in pairs {
        let (one, other) = (root(&mut parent, *one), root(&mut parent, *other));
        parent[one.max(other) as usize] = one.min(other);
    }
    (0..records).map(|record| root(&mut parent, u32::try_from(record).unwrap_or(u32::MAX))).collect()
}

fn root(parent: &mut [u32], mut at: u32) -> u32 {
    while parent[at as usize] != at {
        parent[at as usize] = parent[parent[at as usize] as usize];
        at = parent[at as usize];
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_and_shares_are_counted() {
        let score = score(&[0, 0, 0, 3], &[0, 0, 2, 2]);
        assert_eq!((score.found, score.truth, score.both), (3, 2, 1));
        assert!((score.precision() - 1.0 / 3.0).abs() < 1e-9 && (score.recall() - 0.5).abs() < 1e-9);
        assert!((score.f1() - 0.4).abs() < 1e-9);
        assert!((score.cubed_precision - (4.0 / 3.0 + 1.0 / 3.0 + 1.0) / 4.0).abs() < 1e-9);
    }

    #[test]
    fn errors_are_both_the_missed_and_the_wrong() {
        assert_eq!(errors(&[0, 0, 0, 3], &[0, 0, 2, 2]), [(0, 2, false), (1, 2, false), (2, 3, true)]);
    }

    #[test]
    fn pairs_close_to_clusters() {
        assert_eq!(closure(5, &[(0, 1), (3, 1), (2, 4)]), [0, 0, 2, 0, 2]);
    }
}
