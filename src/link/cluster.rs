//! Clusters of records: greedy contraction by the average weight of all pairs between two clusters.
//!
//! Connected components only part the work. Inside one, the two clusters whose pairs weigh most on the average become one, again and
//! again, as long as the average is over the threshold and nothing keeps them apart. Equal averages go by the numbers of the records.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use rayon::prelude::*;

use super::evaluate::closure;

/// A pair of records, the smaller number first, with its weight in thousandths of bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    pub left: u32,
    pub right: u32,
    pub weight: i64,
}

/// The most records of a component in which pairs without an edge are weighed; beyond it such a pair weighs [`NOT_COMPARED`].
const WEIGHED_WHOLE: usize = 1200;

/// What a pair weighs that no block held.
const NOT_COMPARED: i64 = -6_000;

/// What decides beside the edges.
pub(super) struct Rules<'r> {
    /// The average over which two clusters become one.
    pub threshold: i64,
    /// The weight of a pair that has no edge.
    pub weigh: &'r (dyn Fn(u32, u32) -> i64 + Sync),
    /// The group of each record of which a cluster holds one record alone; none where it may hold any.
    pub lone: &'r (dyn Fn(u32) -> Option<u32> + Sync),
}

/// The cluster of each record: the smallest number in it.
pub(super) fn clusters(records: usize, edges: &[Edge], rules: &Rules<'_>) -> Vec<u32> {
    let mut of: Vec<u32> = (0..records).map(|record| u32::try_from(record).unwrap_or(u32::MAX)).collect();
    let components = components(records, edges);
    let found: Vec<Vec<(u32, u32)>> = components.par_iter().map(|part| Contraction::new(part, rules).run()).collect();
    found.into_iter().flatten().for_each(|(record, cluster)| of[record as usize] = cluster);
    of
}

/// The edges of each connected component, in the order of their smallest records.
fn components(records: usize, edges: &[Edge]) -> Vec<Vec<Edge>> {
    let pairs: Vec<(u32, u32)> = edges.iter().map(|edge| (edge.left, edge.right)).collect();
    let component = closure(records, &pairs);
    let mut groups: BTreeMap<u32, Vec<Edge>> = BTreeMap::new();
    for edge in edges {
        groups.entry(component[edge.left as usize]).or_default().push(*edge);
    }
    groups.into_values().collect()
}

/// The sum of the weights between two clusters, and of how many pairs.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    weight: i64,
    pairs: i64,
}

/// Two clusters to become one: their average, then their numbers, the smaller ones first; and the versions they had.
type Candidate = (i64, Reverse<usize>, Reverse<usize>, u32, u32);

struct Contraction<'r> {
    rules: &'r Rules<'r>,
    /// Whether all pairs are weighed of two clusters that have a pair over the threshold. Two that have none cannot become one.
    is_whole: bool,
    members: Vec<Vec<u32>>,
    lone: Vec<Vec<u32>>,
    versions: Vec<u32>,
    between: Vec<BTreeMap<usize, Sum>>,
    heap: BinaryHeap<Candidate>,
}

impl<'r> Contraction<'r> {
    fn new(edges: &[Edge], rules: &'r Rules<'r>) -> Self {
        let mut records: Vec<u32> = edges.iter().flat_map(|edge| [edge.left, edge.right]).collect();
        records.sort_unstable();
        records.dedup();
        let mut between = vec![BTreeMap::new(); records.len()];
        let at = |record: u32| records.binary_search(&record).unwrap_or_default();
        for edge in edges {
            join(&mut between, at(edge.left), at(edge.right), edge.weight);
        }
        let lone = records.iter().map(|record| (rules.lone)(*record).into_iter().collect()).collect();
        let (versions, is_whole) = (vec![0; records.len()], records.len() <= WEIGHED_WHOLE);
        let members = records.into_iter().map(|record| vec![record]).collect();
        Self { rules, is_whole, members, lone, versions, between, heap: BinaryHeap::new() }
    }

    fn run(mut self) -> Vec<(u32, u32)> {
        for one in 0..self.members.len() {
            self.offer(one, |one, other| one < other);
        }
        while let Some((_, Reverse(one), Reverse(other), first, second)) = self.heap.pop() {
            if self.versions[one] == first && self.versions[other] == second && self.may_join(one, other) {
                self.join(one, other);
            }
        }
        let clusters = self.members.into_iter().filter(|members| !members.is_empty());
        clusters.flat_map(|members| members.clone().into_iter().map(move |record| (record, members[0]))).collect()
    }

    fn may_join(&self, one: usize, other: usize) -> bool {
        !self.lone[one].iter().any(|group| self.lone[other].contains(group))
    }

    /// Puts the pairs of a cluster that are over the threshold on the heap.
    fn offer(&mut self, one: usize, fits: impl Fn(usize, usize) -> bool) {
        for (&other, sum) in &self.between[one] {
            let average = self.average(one, other, *sum);
            if average > self.rules.threshold && fits(one, other) {
                let (low, high) = (one.min(other), one.max(other));
                self.heap.push((average, Reverse(low), Reverse(high), self.versions[low], self.versions[high]));
            }
        }
    }

    fn average(&self, one: usize, other: usize, sum: Sum) -> i64 {
        let pairs = i64::try_from(self.members[one].len() * self.members[other].len()).unwrap_or(i64::MAX);
        (sum.weight + (pairs - sum.pairs) * NOT_COMPARED).div_euclid(pairs)
    }

    /// Makes two clusters one, under the smaller number.
    fn join(&mut self, one: usize, other: usize) {
        if self.is_whole {
            self.complete(one, other);
            self.complete(other, one);
        }
        let taken = std::mem::take(&mut self.members[other]);
        self.members[one].extend(taken);
        self.members[one].sort_unstable();
        let lone = std::mem::take(&mut self.lone[other]);
        self.lone[one].extend(lone);
        self.versions[one] += 1;
        self.versions[other] += 1;
        for (third, sum) in std::mem::take(&mut self.between[other]) {
            self.between[third].remove(&other);
            if third != one {
                add(&mut self.between, one, third, sum);
            }
        }
        self.offer(one, |_, _| true);
    }

    /// Weighs the pairs between a cluster and those that another one has pairs with and it has not.
    fn complete(&mut self, one: usize, other: usize) {
        let lacks = |third: &usize| *third != one && !self.between[one].contains_key(third);
        let thirds: Vec<usize> = self.between[other].keys().copied().filter(lacks).collect();
        for third in thirds {
            let sum = self.weigh(one, third);
            add(&mut self.between, one, third, sum);
        }
    }

    /// The weight of all pairs between two clusters.
    fn weigh(&self, one: usize, other: usize) -> Sum {
        let (one, other) = (&self.members[one], &self.members[other]);
        let pairs = one.iter().flat_map(|left| other.iter().map(move |right| (*left.min(right), *left.max(right))));
        pairs.fold(Sum::default(), |sum, (left, right)| Sum {
            weight: sum.weight + (self.rules.weigh)(left, right),
            pairs: sum.pairs + 1,
        })
    }
}

fn join(between: &mut [BTreeMap<usize, Sum>], one: usize, other: usize, weight: i64) {
    add(between, one, other, Sum { weight, pairs: 1 });
}

fn add(between: &mut [BTreeMap<usize, Sum>], one: usize, other: usize, more: Sum) {
    for (from, to) in [(one, other), (other, one)] {
        let sum = between[from].entry(to).or_default();
        sum.weight += more.weight;
        sum.pairs += more.pairs;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(edges: &[(u32, u32, i64)], lone: &(dyn Fn(u32) -> Option<u32> + Sync)) -> Vec<u32> {
        let edges: Vec<Edge> = edges.iter().map(|&(left, right, weight)| Edge { left, right, weight }).collect();
        clusters(5, &edges, &Rules { threshold: 0, weigh: &|_, _| -5_000, lone })
    }

    #[test]
    fn a_chain_is_cut_where_the_average_says_so() {
        let chain = [(0, 1, 9_000), (1, 2, 4_000), (2, 3, 9_000)];
        assert_eq!(run(&chain, &|_| None), [0, 0, 2, 2, 4]);
    }

    #[test]
    fn strong_pairs_carry_a_weak_one() {
        assert_eq!(run(&[(0, 1, 9_000), (1, 2, 9_000), (0, 2, -1_000)], &|_| None), [0, 0, 0, 3, 4]);
    }

    #[test]
    fn a_group_has_one_record_in_a_cluster() {
        let edges = [(0, 1, 9_000), (1, 2, 8_000), (0, 2, 8_000)];
        assert_eq!(run(&edges, &|record| Some(record % 2)), [0, 0, 2, 3, 4]);
    }
}
