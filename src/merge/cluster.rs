//! Which records are of one entity: what people decided, then exact keys, then weights, never against a reason to keep apart.
//!
//! Classes are done in an order in which what a key refers to is known. Exact keys join pair by pair in the order of their
//! reasons and names; weights join the two clusters with the highest average, again and again.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use super::Rules;
use super::apart::{self, CannotLink, Slots};
use super::decisions::Verdict;
use super::fields::{affiliations, class, seats};
use super::likely::{self, Candidates};
use super::world::{Node, NodeId, World};
use super::{exact, parts};
use crate::link::normalize::squeeze;
use crate::shape::ClassId;

/// Why a pair was linked, the best reason first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// Somebody decided so.
    Decided,
    /// The sources use one IRI.
    Iri,
    /// One number of an authority.
    Authority,
    /// A source says so.
    SameAs,
    /// One natural key.
    Key,
    /// By weight.
    Likely,
}

/// A pair that is linked, or worth a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    pub left: NodeId,
    pub right: NodeId,
    pub why: Why,
    /// In thousandths of bits; none for other reasons than weight.
    pub weight: i64,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The cluster of each node: the smallest node in it.
    pub of: Vec<NodeId>,
    /// The links within clusters.
    pub links: Vec<Link>,
    /// Pairs between clusters that may be of one entity.
    pub unsure: Vec<Link>,
    /// How many pairs were compared, and how many blocks were too large to compare whole.
    pub compared: usize,
    pub parted: usize,
}

impl Found {
    /// The nodes of each cluster, ascending, by the smallest.
    #[must_use]
    pub fn clusters(&self) -> BTreeMap<NodeId, Vec<NodeId>> {
        let mut clusters: BTreeMap<NodeId, Vec<NodeId>> = BTreeMap::new();
        self.of.iter().enumerate().for_each(|(node, of)| clusters.entry(*of).or_default().push(node));
        clusters
    }
}

/// The classes of records, those that keys refer to first.
const ORDER: [&str; 7] = ["Forum", "Place", "Concept", "Edition", "Organization", "Session", "Person"];

/// Clusters while they grow.
pub(super) struct State<'w> {
    pub(super) world: &'w World,
    of: Vec<NodeId>,
    members: Vec<Vec<NodeId>>,
    slots: Vec<Slots>,
    /// The slots of each node alone.
    own: Vec<Slots>,
    apart: Vec<BTreeSet<NodeId>>,
    seats: Vec<Vec<NodeId>>,
    affiliations: Vec<Vec<NodeId>>,
    links: Vec<Link>,
}

/// Finds the clusters of a world.
pub(super) fn find(world: &World, rules: &Rules) -> Found {
    let mut state = State::new(world, rules);
    state.decide(rules);
    let (mut weighed, mut compared, mut parted) = (Vec::new(), 0, 0);
    for class in ORDER.map(class) {
        state.codes(class);
        for (why, left, right) in exact::pairs(&state, class) {
            state.join(left, right, why, 0);
        }
        if let Some(threshold) = rules.threshold {
            let candidates = likely::candidates(&state, class);
            compared += candidates.edges.len();
            parted += candidates.parted;
            Contraction::new(&state, &candidates, threshold).run(&mut state);
            weighed.extend(candidates.edges.into_iter().filter(|link| link.weight > rules.review));
        }
    }
    parts::join(&mut state);
    state.finish(rules, weighed, (compared, parted))
}

/// The state after a linkage, in which every cluster is known.
pub(super) fn found<'w>(world: &'w World, rules: &Rules, found: &Found) -> State<'w> {
    let mut state = State::new(world, rules);
    for (node, of) in found.of.iter().enumerate() {
        state.merge(node, *of);
    }
    state
}

impl<'w> State<'w> {
    pub(super) fn new(world: &'w World, rules: &Rules) -> Self {
        let count = world.nodes().len();
        let mut apart = vec![BTreeSet::new(); count];
        for (left, right, _) in apart::pairs(world, rules) {
            apart[left].insert(right);
            apart[right].insert(left);
        }
        let slots = apart::slots(world);
        Self {
            world,
            of: (0..count).collect(),
            members: (0..count).map(|node| vec![node]).collect(),
            own: slots.clone(),
            slots,
            apart,
            seats: seats(world),
            affiliations: affiliations(world),
            links: Vec::new(),
        }
    }

    /// The cluster of a node.
    pub(super) fn cluster(&self, node: NodeId) -> NodeId {
        self.of[node]
    }

    /// The nodes of a cluster.
    pub(super) fn members(&self, cluster: NodeId) -> &[NodeId] {
        &self.members[cluster]
    }

    /// The sessions that a node takes part in.
    pub(super) fn seats(&self, node: NodeId) -> &[NodeId] {
        &self.seats[node]
    }

    /// The organizations that a person comes from.
    pub(super) fn affiliations(&self, node: NodeId) -> &[NodeId] {
        &self.affiliations[node]
    }

    /// A text for the cluster of a node.
    pub(super) fn cluster_token(&self, node: NodeId) -> String {
        self.world.name(self.of[node])
    }

    /// A text for what a field refers to: its cluster, or the IRI where no source says anything of it.
    pub(super) fn token(&self, node: &Node, field: &str) -> Option<String> {
        let known = self.world.refs(node, field).next().map(|node| self.cluster_token(node));
        known.or_else(|| node.text(field).map(str::to_owned))
    }

    /// What people decided holds, whatever else would keep two records apart.
    fn decide(&mut self, rules: &Rules) {
        for decision in rules.decisions.of(Verdict::Same) {
            let left = self.world.named(&decision.left);
            let right = self.world.named(&decision.right);
            for left in &left {
                for right in
                    right.iter().filter(|right| self.world.nodes()[**right].class == self.world.nodes()[*left].class)
                {
                    self.links.push(Link {
                        left: *left.min(right),
                        right: *left.max(right),
                        why: Why::Decided,
                        weight: 0,
                    });
                    self.merge(*left, *right);
                }
            }
        }
    }

    /// Two codes of one edition are two sessions.
    fn codes(&mut self, of: ClassId) {
        if of != class("Session") {
            return;
        }
        for (at, node) in self.world.nodes().iter().enumerate().filter(|(_, node)| node.class == of) {
            if let Some((slot, code)) = self.code(node) {
                self.slots[self.of[at]].entry(slot).or_default().insert(code);
            }
        }
    }

    /// The slot of a session's code, and the code.
    fn code(&self, node: &Node) -> Option<(String, String)> {
        let code = node.text("identifier").filter(|_| node.class == class("Session"))?;
        let edition = self.token(node, "edition")?;
        Some((format!("a code of {edition}"), squeeze(code).to_lowercase()))
    }

    /// Why two nodes are not of one entity, if anything keeps their clusters apart.
    pub(super) fn cannot(&self, left: NodeId, right: NodeId) -> Option<CannotLink> {
        let (one, other) = (self.of[left], self.of[right]);
        if self.world.nodes()[one].class != self.world.nodes()[other].class {
            return Some(CannotLink::Type);
        }
        let few = if self.members[one].len() < self.members[other].len() { (one, other) } else { (other, one) };
        if self.members[few.0].iter().any(|node| self.apart[few.1].contains(node)) {
            return Some(CannotLink::Decided);
        }
        apart::clash(&self.slots[one], &self.slots[other])
    }

    /// What keeps two nodes apart by what they say themselves.
    pub(super) fn cannot_alone(&self, left: NodeId, right: NodeId) -> Option<CannotLink> {
        let nodes = self.world.nodes();
        if nodes[left].class != nodes[right].class {
            return Some(CannotLink::Type);
        }
        apart::clash(&self.own(left), &self.own(right))
    }

    fn own(&self, node: NodeId) -> Slots {
        let mut slots = self.own[node].clone();
        if let Some((slot, code)) = self.code(&self.world.nodes()[node]) {
            slots.entry(slot).or_default().insert(code);
        }
        slots
    }

    /// Joins two nodes, if nothing keeps them apart.
    pub(super) fn join(&mut self, left: NodeId, right: NodeId, why: Why, weight: i64) -> bool {
        let may = self.of[left] == self.of[right] || self.cannot(left, right).is_none();
        if may {
            self.links.push(Link { left: left.min(right), right: left.max(right), why, weight });
            self.merge(left, right);
        }
        may
    }

    fn merge(&mut self, left: NodeId, right: NodeId) {
        let (one, other) = (self.of[left].min(self.of[right]), self.of[left].max(self.of[right]));
        if one == other {
            return;
        }
        for node in std::mem::take(&mut self.members[other]) {
            self.of[node] = one;
            self.members[one].push(node);
        }
        self.members[one].sort_unstable();
        for (slot, mut values) in std::mem::take(&mut self.slots[other]) {
            self.slots[one].entry(slot).or_default().append(&mut values);
        }
        let mut apart = std::mem::take(&mut self.apart[other]);
        self.apart[one].append(&mut apart);
    }

    fn finish(mut self, rules: &Rules, weighed: Vec<Link>, (compared, parted): (usize, usize)) -> Found {
        let asked = self.asked(rules);
        let is_open = |link: &Link| {
            self.of[link.left] != self.of[link.right]
                && !asked.contains(&(link.left, link.right))
                && self.cannot(link.left, link.right).is_none()
        };
        let mut unsure: Vec<Link> = weighed.iter().filter(|link| is_open(link)).copied().collect();
        unsure.sort_unstable();
        self.links.extend(weighed.iter().filter(|link| self.of[link.left] == self.of[link.right]));
        self.links.sort_unstable();
        self.links.dedup_by_key(|link| (link.left, link.right));
        Found { of: self.of, links: self.links, unsure, compared, parted }
    }

    /// The pairs that somebody looked at already.
    fn asked(&self, rules: &Rules) -> BTreeSet<(NodeId, NodeId)> {
        let pairs = rules.decisions.list.iter().flat_map(|decision| {
            let right = self.world.named(&decision.right);
            let left = self.world.named(&decision.left).into_iter();
            left.flat_map(move |left| right.clone().into_iter().map(move |right| (left.min(right), left.max(right))))
        });
        pairs.collect()
    }
}

/// The most clusters of a component whose pairs are all weighed; beyond it a pair that was not compared weighs [`NOT_COMPARED`].
const WEIGHED_WHOLE: usize = 400;

/// What a pair weighs that no block held.
const NOT_COMPARED: i64 = -6_000;

/// Two clusters to become one: their average, then the smaller ones first; and the versions they had.
type Best = (i64, Reverse<NodeId>, Reverse<NodeId>, u32, u32);

/// Clusters that become one by weight.
struct Contraction {
    threshold: i64,
    /// The sum of the weights between two clusters.
    between: BTreeMap<NodeId, BTreeMap<NodeId, i64>>,
    versions: BTreeMap<NodeId, u32>,
    heap: BinaryHeap<Best>,
}

impl Contraction {
    fn new(state: &State, candidates: &Candidates, threshold: i64) -> Self {
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

    fn run(mut self, state: &mut State) {
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
