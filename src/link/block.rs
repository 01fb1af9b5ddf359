//! Which pairs are compared: those that share a block, each of them once.
//!
//! A record is in a block for each of its keys. A block over the cap is parted by the other keys of its records; what is over
//! the cap even then, and in no smaller part, is put in order and compared within windows that overlap. A key that only says
//! something where it is rare (a day, a place, an organization where people are linked) makes no block where it is not: its records meet by their
//! names. What was parted or left is counted.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::keys::{Strength, keys};
use super::prepare::Column;

/// The most records of a block.
const CAP: usize = 200;

/// The most records of a block whose key says something only where it is rare.
const RARE: usize = 25;

/// The blocks of some records.
#[derive(Debug)]
pub struct Blocks {
    /// The records of each block, ascending.
    members: Vec<Vec<u32>>,
    /// The blocks of each record, ascending.
    of: Vec<Vec<u32>>,
    /// How many blocks were parted by a further key.
    pub parted: usize,
    /// How many were compared within windows even then.
    pub windowed: usize,
    /// How many keys were too usual to make one.
    pub left: usize,
}

/// A key, with the column that it comes from and what it says.
type Key = (u64, u16, Strength);

impl Blocks {
    /// Makes the blocks.
    pub(super) fn new(columns: &[Column], records: usize) -> Self {
        let of_record: Vec<Vec<Key>> = (0..records).into_par_iter().map(|record| all_keys(columns, record)).collect();
        let mut blocks = Self { members: Vec::new(), of: vec![Vec::new(); records], parted: 0, windowed: 0, left: 0 };
        let entries =
            of_record.iter().enumerate().flat_map(|(record, keys)| keys.iter().map(move |key| (*key, record)));
        for (key, members) in grouped(entries) {
            let most = match key.2 {
                Strength::Names => usize::MAX,
                Strength::Phrase => CAP,
                Strength::Rare => RARE,
            };
            if members.len() > most {
                blocks.left += 1;
            } else if members.len() <= CAP {
                blocks.add(members);
            } else {
                blocks.part(key, &members, &of_record);
            }
        }
        blocks.index();
        blocks
    }

    /// Calls for each pair of a block that no earlier block holds.
    pub(super) fn pairs(&self, block: usize, mut found: impl FnMut(u32, u32)) {
        let members = &self.members[block];
        for (at, &left) in members.iter().enumerate() {
            for &right in &members[at + 1..] {
                if self.first_common(left, right) == Some(block) {
                    found(left, right);
                }
            }
        }
    }

    /// How many blocks there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    fn first_common(&self, left: u32, right: u32) -> Option<usize> {
        let (mut one, mut other) = (self.of[left as usize].iter(), self.of[right as usize].iter());
        let (mut block, mut known) = (one.next()?, other.next()?);
        while block != known {
            if block < known {
                block = one.next()?;
            } else {
                known = other.next()?;
            }
        }
        Some(*block as usize)
    }

    fn add(&mut self, members: Vec<u32>) {
        if members.len() > 1 {
            self.members.push(members);
        }
    }

    /// Parts a block by the keys that its records have in other columns, or in the same one where there is no other.
    fn part(&mut self, key: Key, members: &[u32], of_record: &[Vec<Key>]) {
        self.parted += 1;
        let of = |record: u32| of_record[record as usize].iter().map(move |key| (*key, record as usize));
        let further = members.iter().flat_map(|record| of(*record));
        let elsewhere: Vec<(Key, usize)> = further.clone().filter(|((_, of, _), _)| *of != key.1).collect();
        let entries =
            if elsewhere.is_empty() { further.filter(|(other, _)| *other != key).collect() } else { elsewhere };
        let mut open: BTreeSet<u32> = members.iter().copied().collect();
        for (_, part) in grouped(entries.into_iter()) {
            // A part as large as the block tells nothing apart.
            if (2..=CAP).contains(&part.len()) {
                open.retain(|record| part.binary_search(record).is_err());
                self.add(part);
            }
        }
        if open.len() > 1 {
            self.windows(&open.into_iter().collect::<Vec<_>>());
        }
    }

    /// Windows of the cap's size over the records in their order, each half within the next.
    fn windows(&mut self, members: &[u32]) {
        self.windowed += 1;
        for start in (0..members.len()).step_by(CAP / 2) {
            let end = (start + CAP).min(members.len());
            self.add(members[start..end].to_vec());
            if end == members.len() {
                break;
            }
        }
    }

    fn index(&mut self) {
        self.members.sort_unstable();
        self.members.dedup();
        for (block, members) in self.members.iter().enumerate() {
            let block = u32::try_from(block).expect("blocks are numbered in 32 bits");
            for record in members {
                self.of[*record as usize].push(block);
            }
        }
    }
}

fn all_keys(columns: &[Column], record: usize) -> Vec<Key> {
    let record = u32::try_from(record).expect("records are numbered in 32 bits");
    let has_names = columns.iter().any(Column::names);
    let of = |(number, column): (usize, &Column)| {
        let strength = if has_names && !column.names() { Strength::Rare } else { Strength::Names };
        let found = column.value(record).map(|value| keys(number, column, value, strength)).unwrap_or_default();
        found.into_iter().map(move |(key, strength)| (key, u16::try_from(number).unwrap_or(u16::MAX), strength))
    };
    columns.iter().enumerate().flat_map(of).collect()
}

/// The records of each key, ascending, in the order of the keys.
fn grouped(entries: impl Iterator<Item = (Key, usize)>) -> BTreeMap<Key, Vec<u32>> {
    let mut groups: BTreeMap<Key, Vec<u32>> = BTreeMap::new();
    for (key, record) in entries {
        groups.entry(key).or_default().push(u32::try_from(record).expect("records are numbered in 32 bits"));
    }
    groups
}
