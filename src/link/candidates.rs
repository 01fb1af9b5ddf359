//! Which pairs are compared: all that share a block where they are few, else those of each record that share most.
//!
//! What two records share is the sum of what their common blocks and their equal values say. Keys of very many records make
//! pairs of all of them; each record keeps a few, so that pairs grow with the records.

use std::cmp::Reverse;

use rayon::prelude::*;

use super::block::Blocks;
use super::mix;
use super::prepare::{Column, NONE};
use super::vocabulary::rarity;

/// Up to so many pairs, all are compared.
const ALL: u64 = 1_000_000;

/// The most pairs that a model is learned from where not all are compared.
const LEARNED: u64 = 250_000;

/// The pairs that a record keeps.
const KEPT: usize = 24;

/// Two records, the smaller number first.
pub(super) type Pair = (u32, u32);

/// The pairs that are compared.
#[derive(Debug)]
pub(super) struct Candidates {
    /// Ascending.
    pub pairs: Vec<Pair>,
    /// How many the blocks hold.
    pub held: u64,
    /// A part of those that the blocks hold, which a hash chose, and how many each of it stands for; none where all are compared.
    pub sample: Option<(Vec<Pair>, u64)>,
}

/// What candidates are chosen from.
pub(super) struct Choice<'c> {
    columns: &'c [Column],
    blocks: &'c Blocks,
    records: u32,
    /// What it says that two records share each value of each column, in thousandths of bits.
    says: Vec<Vec<u32>>,
    may_match: &'c (dyn Fn(u32, u32) -> bool + Sync),
}

impl<'c> Choice<'c> {
    pub(super) fn new(
        columns: &'c [Column],
        blocks: &'c Blocks,
        records: u32,
        may_match: &'c (dyn Fn(u32, u32) -> bool + Sync),
    ) -> Self {
        let says = |column: &Column| {
            column.counts.iter().map(|count| rarity(*count, u64::from(column.filled))).collect::<Vec<_>>()
        };
        Self { columns, blocks, records, says: columns.iter().map(says).collect(), may_match }
    }

    /// Chooses.
    pub(super) fn make(&self) -> Candidates {
        self.among(ALL)
    }

    /// Chooses, where all are compared up to so many.
    fn among(&self, most: u64) -> Candidates {
        let best = self.walk(|met, found: &mut (Vec<Pair>, u64)| {
            found.1 += met.later().count() as u64;
            found.0.extend(met.best());
        });
        let held = best.iter().map(|part| part.1).sum();
        if held <= most {
            let all = self.walk(|met, found: &mut Vec<Pair>| found.extend(met.later()));
            return Candidates { pairs: sorted(&all), held, sample: None };
        }
        let pairs = sorted(&best.into_iter().map(|part| part.0).collect::<Vec<_>>());
        let each = held.div_ceil(LEARNED);
        let is_chosen = |pair: &Pair| mix(u64::from(pair.0) << 32 | u64::from(pair.1)).is_multiple_of(each);
        let sample = self.walk(|met, found: &mut Vec<Pair>| found.extend(met.later().filter(is_chosen)));
        Candidates { pairs, held, sample: Some((sorted(&sample), each)) }
    }

    /// Looks at what each record meets, part by part of the records, in their order.
    fn walk<F: Default + Send>(&self, look: impl Fn(&Met, &mut F) + Sync) -> Vec<F> {
        // A part has room for all records, so that there are not too many of them.
        let size = (self.records / 64).max(1024);
        let walk = |start: u32| {
            let mut found = F::default();
            let mut met = Met { choice: self, record: start, others: Vec::new(), sums: vec![0; self.records as usize] };
            for record in start..self.records.min(start.saturating_add(size)) {
                met.meet(record);
                look(&met, &mut found);
            }
            found
        };
        let starts: Vec<u32> = (0..self.records).step_by(size as usize).collect();
        starts.into_par_iter().map(walk).collect()
    }
}

/// The records that one record shares a block with.
struct Met<'c> {
    choice: &'c Choice<'c>,
    record: u32,
    others: Vec<u32>,
    /// What the blocks that are shared with each record say; 0 where there is none.
    sums: Vec<u32>,
}

impl Met<'_> {
    /// Forgets the record before, and meets those of another one.
    fn meet(&mut self, record: u32) {
        self.others.drain(..).for_each(|other| self.sums[other as usize] = 0);
        self.record = record;
        for (members, says) in self.choice.blocks.of(record) {
            for &other in members.iter().filter(|other| **other != record) {
                let sum = &mut self.sums[other as usize];
                if *sum == 0 {
                    self.others.push(other);
                }
                *sum = sum.saturating_add(says);
            }
        }
    }

    /// The pairs with those that may be of the same entity.
    fn pairs(&self) -> impl Iterator<Item = u32> {
        self.others.iter().copied().filter(|other| (self.choice.may_match)(self.record, *other))
    }

    /// The pairs with records of larger numbers: over all records, each pair once.
    fn later(&self) -> impl Iterator<Item = Pair> {
        self.pairs().filter(|other| *other > self.record).map(|other| (self.record, other))
    }

    /// The pairs that share most.
    fn best(&self) -> impl Iterator<Item = Pair> {
        let mut best: Vec<(Reverse<u32>, u32)> =
            self.pairs().map(|other| (Reverse(self.shared(other)), other)).collect();
        if best.len() > KEPT {
            best.select_nth_unstable(KEPT);
            best.truncate(KEPT);
        }
        let record = self.record;
        best.into_iter().map(move |(_, other)| (record.min(other), record.max(other)))
    }

    /// What a record shares: blocks, and equal values, also those that make none.
    fn shared(&self, other: u32) -> u32 {
        let equal = self.choice.columns.iter().zip(&self.choice.says).map(|(column, says)| {
            let value = column.of[self.record as usize];
            if value != NONE && value == column.of[other as usize] { says[value as usize] } else { 0 }
        });
        equal.fold(self.sums[other as usize], u32::saturating_add)
    }
}

/// The pairs of all parts, ascending, each once.
fn sorted(parts: &[Vec<Pair>]) -> Vec<Pair> {
    let mut pairs = parts.concat();
    pairs.par_sort_unstable();
    pairs.dedup();
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::prepare::columns;
    use crate::link::record::{Field, Record, Records};
    use crate::link::role::Role;

    /// Namesakes, each two of one organization.
    fn namesakes() -> Records {
        let field = |(name, role): (&str, Role)| Field { name: name.to_owned(), role };
        let record = |at: u32| Record {
            values: vec!["Amara Okafor".to_owned(), format!("Society {}", at / 2)],
            source: 0,
            key: at.to_string(),
        };
        Records::new(
            [("name", Role::Person), ("from", Role::Organization)].map(field).to_vec(),
            (0..90).map(record).collect(),
        )
    }

    fn among(most: u64, threads: usize) -> Candidates {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| {
            let records = namesakes();
            let columns = columns(&records);
            let blocks = Blocks::new(&columns, records.len());
            Choice::new(&columns, &blocks, 90, &|_, _| true).among(most)
        })
    }

    #[test]
    fn few_pairs_are_all_compared() {
        let all = among(10_000, 2);
        assert_eq!((all.pairs.len() as u64, all.held), (90 * 89 / 2, 90 * 89 / 2));
        assert!(all.sample.is_none());
    }

    #[test]
    fn of_many_pairs_each_record_keeps_those_that_share_most() {
        let few = among(100, 1);
        assert!(few.held == 90 * 89 / 2 && few.pairs.len() <= 90 * KEPT);
        // In their order, records of one organization stand beside each other.
        assert!((0..45).all(|two| few.pairs.binary_search(&(2 * two, 2 * two + 1)).is_ok()));
        assert_eq!(few.pairs, among(100, 8).pairs);
        assert_eq!(few.sample, among(100, 8).sample);
    }
}
