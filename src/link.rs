//! Which records are of one entity: record linkage without labels.
//!
//! Records are made comparable ([`record`], `prepare`), paired where they share a key (`block`), compared field by field in levels
//! (`compare`), weighed (`weigh`) and put into clusters (`cluster`). Every stage is a function of its inputs: neither the order of the
//! records nor the number of threads changes a byte.

// Counts become shares here, and shares thousandths of bits.
#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]

pub mod authority;
mod block;
mod candidates;
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
mod scale;
pub mod table;
mod vocabulary;
mod weigh;

use std::collections::BTreeMap;

use rayon::prelude::*;

use block::Blocks;
use candidates::{Candidates, Choice, Pair};
use cluster::Rules;
use prepare::{Column, NONE, columns};
use record::Records;
use scale::Scale;
use weigh::{All, Pattern, Patterns, pattern};

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
    scale: Scale,
    /// The pairs over the floor.
    pub edges: Vec<Edge>,
    /// How many pairs the blocks hold.
    pub held: u64,
    /// How many of them were compared.
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
const EXPECTED: f64 = 0.05;

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
            scale: Scale::default(),
            edges: Vec::new(),
            held: 0,
            compared: 0,
        };
        let candidates = linkage.candidates();
        (linkage.held, linkage.compared) = (candidates.held, candidates.pairs.len() as u64);
        linkage.model = model.unwrap_or_else(|| linkage.learn(&linkage.patterns(&candidates)));
        linkage.scale = Scale::new(&linkage.model, &linkage.columns);
        linkage.edges = linkage.weighed(&candidates.pairs);
        linkage
    }

    fn candidates(&self) -> Candidates {
        let records = u32::try_from(self.records.len()).expect("records are numbered in 32 bits");
        Choice::new(&self.columns, &self.blocks, records, &|left, right| self.may_match(left, right)).make()
    }

    fn learn(&self, compared: &Patterns) -> Model {
        let roles: Vec<_> = self.records.fields.iter().map(|field| field.role).collect();
        let expected = self.records.len() as f64 * EXPECTED;
        let equal = self.columns.iter().map(|column| self.equal(column)).collect();
        let all = All { pairs: self.all_pairs(), expected, equal };
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
        self.scale.weigh(&self.columns, left, right)
    }

    /// What adds up to the weight of a pair.
    #[must_use]
    pub fn explain(&self, left: u32, right: u32) -> Vec<Part> {
        let start = Part { name: "any pair".to_owned(), level: 0, weight: self.scale.start() };
        let fields = self.records.fields.iter().zip(&self.columns).enumerate();
        let parts = fields.map(|(at, (field, column))| {
            let found = self.scale.field(at, column, left, right);
            Part { name: field.name.clone(), level: found.level, weight: found.weight }
        });
        std::iter::once(start).chain(parts).collect()
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

    /// The share of pairs with equal values among the pairs that could be of one entity and have values.
    fn equal(&self, column: &Column) -> f64 {
        let filled = (0..).zip(&column.of).filter(|(_, value)| **value != NONE);
        let mut seen: Vec<(u32, u32)> = filled.map(|(record, value)| (*value, self.source(record))).collect();
        seen.sort_unstable();
        let mut equal: f64 = column.counts.iter().map(|count| pairs(*count as usize)).sum();
        let mut all = pairs(seen.len());
        if self.options.duplicate_free {
            equal -= seen.chunk_by(|one, other| one == other).map(|group| pairs(group.len())).sum::<f64>();
            seen.sort_unstable_by_key(|(_, source)| *source);
            all -= seen.chunk_by(|one, other| one.1 == other.1).map(|group| pairs(group.len())).sum::<f64>();
        }
        equal / all.max(1.0)
    }

    /// How many pairs could be of one entity.
    fn all_pairs(&self) -> f64 {
        let mut of_source: BTreeMap<u32, usize> = BTreeMap::new();
        self.records.list().iter().for_each(|record| *of_source.entry(record.source).or_default() += 1);
        let within: f64 = of_source.values().map(|count| pairs(*count)).sum();
        pairs(self.records.len()) - if self.options.duplicate_free { within } else { 0.0 }
    }

    /// The patterns of the pairs of the blocks: of all, or of those that a hash chooses, each for as many.
    fn patterns(&self, candidates: &Candidates) -> Patterns {
        let (pairs, each) = candidates.sample.as_ref().map_or((&candidates.pairs, 1), |(pairs, each)| (pairs, *each));
        let pairs = pairs.par_iter().map(|(left, right)| (self.pattern(*left, *right), each));
        pairs.fold(Patterns::new, counted).reduce(Patterns::new, added)
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
        let pairs = (0..SAMPLE.min(records * records)).into_par_iter().map(choose);
        let pairs = pairs.filter(|(left, right)| self.may_match(*left, *right));
        pairs
            .map(|(left, right)| (self.pattern(left, right), 1))
            .fold(Patterns::new, counted)
            .reduce(Patterns::new, added)
    }

    fn weighed(&self, pairs: &[Pair]) -> Vec<Edge> {
        let weigh = |&(left, right): &Pair| {
            self.scale.over(FLOOR, &self.columns, left, right).map(|weight| Edge { left, right, weight })
        };
        pairs.par_iter().filter_map(weigh).collect()
    }
}

/// How many pairs so many records make.
fn pairs(count: usize) -> f64 {
    count as f64 * (count as f64 - 1.0) / 2.0
}

/// Counts with those of one pattern more.
fn counted(mut counts: Patterns, (pattern, count): (Pattern, u64)) -> Patterns {
    *counts.entry(pattern).or_default() += count;
    counts
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
