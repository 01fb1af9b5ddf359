//! Clusters that become one by weight: greedy contraction by the average weight of all pairs between two clusters.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use super::cluster::{Link, State, Why};
use super::likely::{self, Candidates};
use super::world::NodeId;

/// The most clusters of a component whose pairs are all weighed; beyond it a pair that was not compared weighs [`NOT_COMPARED`].
const WEIGHED_WHOLE: usize = 400;

/// What a pair weighs that no block held.
const NOT_COMPARED: i64 = -6_000;

/// Two clusters to become one: their average, then the smaller ones first; and the versions they had.
type Best = (i64, Reverse<NodeId>, Reverse<NodeId>, u32, u32);

/// Clusters that become one by weight.
pub(super) struct Contraction {
    threshold: i64,
    /// The sum of the weights between two clusters.
    between: BTreeMap<NodeId, BTreeMap<NodeId, i64>>,
    versions: BTreeMap<NodeId, u32>,
    heap: BinaryHeap<Best>,
}

impl Contraction {
    /// Weighs the pairs of clusters that candidates connect.
    pub(super) fn new(state: &State, candidates: &Candidates, threshold: i64) -> Self {
        let pairs = pairs(state, &candidates.edges);
        let mut between: BTreeMap<NodeId, BTreeMap<NodeId, i64>> = BTreeMap::new();
        for (one, other, is_small) in pairs {
            let weigh = |left: &NodeId, right: &NodeId| match candidates.known(*left, *right) {
                Some(weight) => weight,
                None if is_small => likely::weigh(state, *left, *right).iter().map(|part| part.weight).sum(),
                None => NOT_COMPARED,
            };
            let rights = state.members(other);
            let sum =
                state.members(one).iter().flat_map(|left| rights.iter().map(move |right| weigh(left, right))).sum();
            between.entry(one).or_default().insert(other, sum);
            between.entry(other).or_default().insert(one, sum);
        }
        let versions = between.keys().map(|cluster| (*cluster, 0)).collect();
        Self { threshold, between, versions, heap: BinaryHeap::new() }
    }

    /// Joins the best two clusters, again and again.
    pub(super) fn run(mut self, state: &mut State) {
        let clusters: Vec<NodeId> = self.between.keys().copied().collect();
        for one in clusters {
            self.offer(state, one, |one, other| one < other);
        }
        while let Some((average, Reverse(one), Reverse(other), first, second)) = self.heap.pop() {
            let is_current = self.versions[&one] == first && self.versions[&other] == second;
            if is_current && state.join(one, other, Why::Likely, average) {
                self.merged(state, one, other);
            }
        }
    }

    /// Puts the pairs of a cluster that are over the threshold on the heap.
    fn offer(&mut self, state: &State, one: NodeId, fits: impl Fn(NodeId, NodeId) -> bool) {
        for (&other, sum) in &self.between[&one] {
            let pairs = i64::try_from(state.members(one).len() * state.members(other).len()).unwrap_or(i64::MAX);
            let average = sum.div_euclid(pairs.max(1));
            if average > self.threshold && fits(one, other) {
                let (low, high) = (one.min(other), one.max(other));
                self.heap.push((average, Reverse(low), Reverse(high), self.versions[&low], self.versions[&high]));
            }
        }
    }

    fn merged(&mut self, state: &State, one: NodeId, other: NodeId) {
        let count = |cluster: NodeId| i64::try_from(state.members(cluster).len()).unwrap_or(i64::MAX);
        let old = self.between.remove(&other).unwrap_or_default();
        let kept = self.between.remove(&one).unwrap_or_default();
        let others: BTreeSet<NodeId> =
            old.keys().chain(kept.keys()).copied().filter(|third| ![one, other].contains(third)).collect();
        // One that knew only half of the new cluster was not compared with the other half.
        let half = count(one) / 2;
        let sums: BTreeMap<NodeId, i64> = others
            .into_iter()
            .map(|third| {
                let of = |sums: &BTreeMap<NodeId, i64>| {
                    sums.get(&third).copied().unwrap_or(NOT_COMPARED * half.max(1) * count(third))
                };
                (third, of(&old) + of(&kept))
            })
            .collect();
        for (third, sum) in &sums {
            let row = self.between.entry(*third).or_default();
            row.remove(&other);
            row.insert(one, *sum);
        }
        self.between.insert(one, sums);
        for cluster in [one, other] {
            *self.versions.entry(cluster).or_default() += 1;
        }
        self.offer(state, one, |_, _| true);
    }
}

/// The pairs of clusters in one connected component, and whether it is small enough to weigh all of them.
fn pairs(state: &State, edges: &[Link]) -> BTreeSet<(NodeId, NodeId, bool)> {
    let ends = |link: &Link| (state.cluster(link.left), state.cluster(link.right));
    let edges: Vec<(NodeId, NodeId)> =
        edges.iter().filter(|link| link.weight > 0).map(ends).filter(|(one, other)| one != other).collect();
    let mut root: BTreeMap<NodeId, NodeId> =
        edges.iter().flat_map(|(one, other)| [*one, *other]).map(|node| (node, node)).collect();
    let top = |root: &BTreeMap<NodeId, NodeId>, mut node: NodeId| {
        while root[&node] != node {
            node = root[&node];
        }
        node
    };
    for (one, other) in &edges {
        let (one, other) = (top(&root, *one), top(&root, *other));
        root.insert(one.max(other), one.min(other));
    }
    let mut components: BTreeMap<NodeId, Vec<NodeId>> = BTreeMap::new();
    for node in root.keys() {
        components.entry(top(&root, *node)).or_default().push(*node);
    }
    let mut pairs = BTreeSet::new();
    for members in components.values().filter(|members| members.len() <= WEIGHED_WHOLE) {
        for (at, one) in members.iter().enumerate() {
            pairs.extend(members[at + 1..].iter().map(|other| (*one, *other, true)));
        }
    }
    let is_large = |node: NodeId| components[&top(&root, node)].len() > WEIGHED_WHOLE;
    pairs.extend(
        edges.iter().filter(|(one, _)| is_large(*one)).map(|(one, other)| (*one.min(other), *one.max(other), false)),
    );
    pairs
}
