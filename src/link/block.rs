//! The blocks of some records: records of a block may be compared.
//!
//! A record is in a block for each of its keys. A block over the cap is parted by the other keys of its records; what is over
//! the cap even then, and in no smaller part, is put in order and taken in windows that overlap. A key that only says
//! something where it is rare (a day, a place, an organization where people are linked) makes no block where it is not: its records meet by their
//! names. What was parted or left is counted.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::keys::{Hashed, Strength, keys};
use super::prepare::Column;
use super::vocabulary::rarity;

/// The most records of a block.
const CAP: usize = 200;

/// The most records of a block whose key says something only where it is rare.
const RARE: usize = 25;

/// The blocks of some records.
#[derive(Debug)]
pub struct Blocks {
    /// The records of each block, ascending.
    members: Vec<Vec<u32>>,
    /// What it says that two records share each block, in thousandths of bits.
    says: Vec<u32>,
    /// The blocks of all records, one record after the other, and where those of each begin.
    of: Vec<u32>,
    starts: Vec<usize>,
    /// How many blocks were parted by a further key.
    pub parted: usize,
    /// How many were compared within windows even then.
    pub windowed: usize,
    /// How many keys were too usual to make one.
    pub left: usize,
}

/// That a record has a key of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    hash: u64,
    record: u32,
    column: u16,
    strength: Strength,
}

impl Blocks {
    /// Makes the blocks.
    pub(super) fn new(columns: &[Column], records: usize) -> Self {
        let keys = Keys::new(columns);
        let mut entries: Vec<Entry> = (0..number(records)).into_par_iter().flat_map_iter(|at| keys.of(at)).collect();
        entries.par_sort_unstable();
        let (members, says, of, starts) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut blocks = Self { members, says, of, starts, parted: 0, windowed: 0, left: 0 };
        for group in entries.chunk_by(|one, other| one.hash == other.hash) {
            let most = match group[0].strength {
                Strength::Names => usize::MAX,
                Strength::Phrase => CAP,
                Strength::Rare => RARE,
            };
            if group.len() > most {
                blocks.left += 1;
            } else if group.len() <= CAP {
                blocks.add(group.iter().map(|entry| entry.record).collect());
            } else {
                blocks.part(group, &keys);
            }
        }
        drop(entries);
        blocks.index(records);
        blocks
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

    /// The blocks of a record: the records of each, and what it says that they share it.
    pub(super) fn of(&self, record: u32) -> impl Iterator<Item = (&[u32], u32)> {
        let (from, to) = (self.starts[record as usize], self.starts[record as usize + 1]);
        self.of[from..to].iter().map(|block| (self.members[*block as usize].as_slice(), self.says[*block as usize]))
    }

    fn add(&mut self, members: Vec<u32>) {
        if members.len() > 1 {
            self.members.push(members);
        }
    }

    /// Parts a block by the keys that its records have in other columns, or in the same one where there is no other.
    fn part(&mut self, group: &[Entry], keys: &Keys) {
        self.parted += 1;
        let Some(first) = group.first() else { return };
        let further = || group.iter().flat_map(|entry| keys.of(entry.record));
        let mut entries: Vec<Entry> = further().filter(|entry| entry.column != first.column).collect();
        if entries.is_empty() {
            entries = further().filter(|entry| entry.hash != first.hash).collect();
        }
        entries.sort_unstable();
        let mut open: BTreeSet<u32> = group.iter().map(|entry| entry.record).collect();
        for part in entries.chunk_by(|one, other| one.hash == other.hash) {
            // A part as large as the block tells nothing apart.
            if (2..=CAP).contains(&part.len()) {
                for entry in part {
                    open.remove(&entry.record);
                }
                self.add(part.iter().map(|entry| entry.record).collect());
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

    /// Puts blocks of the same records together, and notes the blocks of each record.
    fn index(&mut self, records: usize) {
        self.members.par_sort_unstable();
        self.members.dedup();
        self.says = self.members.iter().map(|members| rarity(number(members.len()), records as u64)).collect();
        let mut starts = vec![0; records + 1];
        self.members.iter().flatten().for_each(|record| starts[*record as usize + 1] += 1);
        (0..records).for_each(|at| starts[at + 1] += starts[at]);
        let mut ends = starts.clone();
        self.of = vec![0; starts[records]];
        for (block, members) in (0..).zip(&self.members) {
            for record in members {
                self.of[ends[*record as usize]] = block;
                ends[*record as usize] += 1;
            }
        }
        self.starts = starts;
    }
}

/// The keys of the values of each column, which are those of the records that have them.
struct Keys<'c> {
    columns: &'c [Column],
    of_value: Vec<Vec<Vec<Hashed>>>,
}

impl<'c> Keys<'c> {
    fn new(columns: &'c [Column]) -> Self {
        let has_names = columns.iter().any(Column::names);
        let of = |(number, column): (usize, &Column)| {
            let strength = if has_names && !column.names() { Strength::Rare } else { Strength::Names };
            column.values.par_iter().map(|value| keys(number, column, value, strength)).collect()
        };
        Self { columns, of_value: columns.iter().enumerate().map(of).collect() }
    }

    /// The keys of a record.
    fn of(&self, record: u32) -> impl Iterator<Item = Entry> {
        (0..).zip(self.columns.iter().zip(&self.of_value)).flat_map(move |(column, (values, keys))| {
            let keys = keys.get(values.of[record as usize] as usize).into_iter().flatten();
            keys.map(move |(hash, strength)| Entry { hash: *hash, record, column, strength: *strength })
        })
    }
}

/// A number of records or blocks in 32 bits.
fn number(count: usize) -> u32 {
    u32::try_from(count).expect("records are numbered in 32 bits")
}
