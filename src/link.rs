//! Which records are of one entity: record linkage without labels.
//!
//! Records are made comparable ([`record`], `prepare`), paired where they share a key (`block`), compared field by field in levels
//! (`compare`), weighed (`weigh`) and put into clusters (`cluster`). Every stage is a function of its inputs: neither the order of the
//! records nor the number of threads changes a byte.

// Counts become shares here, and shares thousandths of bits.
#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]

pub mod authority;
mod block;
mod cluster;
mod compare;
pub mod evaluate;
mod keys;
pub mod mapping;
pub mod model;
pub mod name;
pub mod normalize;
pub(crate) mod organization;
mod prepare;
pub mod record;
pub mod role;
pub mod table;
mod weigh;

use std::collections::BTreeMap;

use rayon::prelude::*;

use block::Blocks;
use cluster::Rules;
use compare::EQUAL;
use prepare::{Column, columns};
use record::{Field, Records};
use role::Role;
use weigh::{All, Pattern, Patterns, level, pattern};

pub use cluster::Edge;
pub use weigh::{FieldModel, MOST_FIELDS, Model, bits, probability};

/// What is asked of a linkage.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// No source has two records of one entity.
    pub duplicate_free: bool,
}

/// Records with all that was found out about their pairs.
#[derive(Debug)]
pub struct Linkage<'r> {
    records: &'r Records,
    options: Options,
    columns: Vec<Column>,
    pub blocks: Blocks,
    pub model: Model,
    /// The pairs over the floor.
    pub edges: Vec<Edge>,
    /// How many pairs were compared.
    pub compared: u64,
}

/// A part of the weight of a pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub name: String,
    /// The level of agreement, from 1 for equality; 0 where a value is missing.
    pub level: u8,
    pub weight: i64,
}

/// Pairs under this are not kept.
const FLOOR: i64 = -3_000;

/// The pairs of one entity that are expected for each record, before any is looked at.
const EXPECTED: f64 = 0.1;

/// The most pairs that a model is learned from.
const LEARNED: u64 = 1_000_000;

/// Random pairs that say how often levels are seen by chance.
const SAMPLE: u64 = 100_000;

impl<'r> Linkage<'r> {
    /// Compares and weighs, by a model or by what is learned of the records themselves.
    #[must_use]
    pub fn with(records: &'r Records, options: Options, model: Option<Model>) -> Self {
        let columns = columns(records);
        let blocks = Blocks::new(&columns, records.len());
        let mut linkage = Self {
            records,
            options,
            columns,
            blocks,
            model: Model { fields: Vec::new(), share: 0.0 },
            edges: Vec::new(),
            compared: 0,
        };
        linkage.compared = linkage.count();
        linkage.model = model.unwrap_or_else(|| linkage.learn(&linkage.patterns()));
        linkage.edges = linkage.weighed();
        linkage
    }

    fn learn(&self, compared: &Patterns) -> Model {
        let roles: Vec<_> = self.records.fields.iter().map(|field| field.role).collect();
        let expected = self.records.len() as f64 * EXPECTED;
        let all = All { pairs: self.all_pairs(), expected };
        weigh::learn(&roles, compared, &self.random(), &all)
    }

    /// The cluster of each record, by the smallest number in it.
    #[must_use]
    pub fn clusters(&self, threshold: i64) -> Vec<u32> {
        let edges: Vec<Edge> = self.edges.iter().filter(|edge| edge.weight > threshold).copied().collect();
        let source = |record: u32| self.options.duplicate_free.then(|| self.source(record));
        let weigh = |left: u32, right: u32| self.weigh(left, right);
        cluster::clusters(self.records.len(), &edges, &Rules { threshold, weigh: &weigh, lone: &source })
    }

    /// The weight of a pair: the sum of its parts.
    #[must_use]
    pub fn weigh(&self, left: u32, right: u32) -> i64 {
        let pattern = self.pattern(left, right);
        let usual = (0..self.columns.len()).map(|field| self.usual(field, pattern, left)).sum::<i64>();
        self.model.sum(pattern) + usual
    }

    /// What adds up to the weight of a pair.
    #[must_use]
    pub fn explain(&self, left: u32, right: u32) -> Vec<Part> {
        let pattern = self.pattern(left, right);
        let start = Part { name: "any pair".to_owned(), level: 0, weight: self.model.start() };
        let part = |(at, field): (usize, &Field)| {
            let level = level(pattern, at) as u8;
            let weight = self.model.fields[at].weight(level) + self.usual(at, pattern, left);
            Part { name: field.name.clone(), level, weight }
        };
        std::iter::once(start).chain(self.records.fields.iter().enumerate().map(part)).collect()
    }

    /// What is added because the value that two records share is rarer or more usual than values that agree by chance.
    fn usual(&self, field: usize, pattern: Pattern, record: u32) -> i64 {
        let column = &self.columns[field];
        if level(pattern, field) != usize::from(EQUAL) {
            return 0;
        }
        let count = f64::from(column.counts[column.of[record as usize] as usize]);
        let expected = self.model.fields[field].other[0];
        // The two records themselves do not make the value a usual one; and one that nobody else has may still be seen again.
        let share = (count - 2.0 + seen_again(column.role)) / column.filled() as f64;
        weigh::milli_bits(expected / share).clamp(-8_000, 8_000)
    }

    fn source(&self, record: u32) -> u32 {
        self.records.list()[record as usize].source
    }

    fn may_match(&self, left: u32, right: u32) -> bool {
        !self.options.duplicate_free || self.source(left) != self.source(right)
    }

    fn pattern(&self, left: u32, right: u32) -> Pattern {
        pattern(self.columns.iter().map(|column| compare::level(column, left, right)))
    }

    /// How many pairs could be of one entity.
    fn all_pairs(&self) -> f64 {
        let pairs = |count: usize| count as f64 * (count as f64 - 1.0) / 2.0;
        let mut of_source: BTreeMap<u32, usize> = BTreeMap::new();
        self.records.list().iter().for_each(|record| *of_source.entry(record.source).or_default() += 1);
        let within: f64 = of_source.values().map(|count| pairs(*count)).sum();
        pairs(self.records.len()) - if self.options.duplicate_free { within } else { 0.0 }
    }

    /// How many pairs the blocks hold.
    fn count(&self) -> u64 {
        let count = |block: usize| {
            let mut count = 0;
            self.blocks.pairs(block, |left, right| count += u64::from(self.may_match(left, right)));
            count
        };
        (0..self.blocks.len()).into_par_iter().map(count).sum()
    }

    /// The patterns of the pairs of the blocks: of all, or of those that a hash chooses, each for as many.
    fn patterns(&self) -> Patterns {
        let each = self.compared.div_ceil(LEARNED).max(1);
        let count = |block: usize| {
            let mut patterns = Patterns::new();
            self.blocks.pairs(block, |left, right| {
                let is_chosen = each == 1 || mix(u64::from(left) << 32 | u64::from(right)).is_multiple_of(each);
                if is_chosen && self.may_match(left, right) {
                    *patterns.entry(self.pattern(left, right)).or_default() += each;
                }
            });
            patterns
        };
        (0..self.blocks.len()).into_par_iter().map(count).reduce(BTreeMap::new, added)
    }

    /// The patterns of pairs that a hash chooses among all.
    fn random(&self) -> Patterns {
        let records = self.records.len() as u64;
        if records < 2 {
            return Patterns::new();
        }
        let choose = |at: u64| {
            let left = mix(2 * at) % records;
            let right = (left + 1 + mix(2 * at + 1) % (records - 1)) % records;
            (left.min(right) as u32, left.max(right) as u32)
        };
        let one = |at: u64| {
            let (left, right) = choose(at);
            let counted = self.may_match(left, right).then(|| self.pattern(left, right));
            counted.into_iter().map(|pattern| (pattern, 1)).collect::<Patterns>()
        };
        (0..SAMPLE.min(records * records)).into_par_iter().map(one).reduce(BTreeMap::new, added)
    }

    fn weighed(&self) -> Vec<Edge> {
        let weigh = |block: usize| {
            let mut edges = Vec::new();
            self.blocks.pairs(block, |left, right| {
                let weight = if self.may_match(left, right) { self.weigh(left, right) } else { i64::MIN };
                if weight > FLOOR {
                    edges.push(Edge { left, right, weight });
                }
            });
            edges
        };
        let mut edges: Vec<Edge> = (0..self.blocks.len()).into_par_iter().flat_map_iter(weigh).collect();
        edges.sort_unstable();
        edges
    }
}

/// How many records of other entities are taken to have a value beside those that have it: a title is one thing's, a name is not.
fn seen_again(role: Role) -> f64 {
    match role {
        Role::Text | Role::Authors | Role::Id | Role::Organization => 0.3,
        _ => 2.0,
    }
}

/// Counts of both.
fn added(mut one: Patterns, other: Patterns) -> Patterns {
    for (pattern, count) in other {
        *one.entry(pattern).or_default() += count;
    }
    one
}

/// A number that looks random and is not.
fn mix(number: u64) -> u64 {
    twox_hash::XxHash3_64::oneshot(&number.to_le_bytes())
}
