//! Which records are of one entity: what people decided, then exact keys, then weights, never against a reason to keep apart.
//!
//! Classes are done in an order in which what a key refers to is known. Exact keys join pair by pair in the order of their
//! reasons and names; weights join the two clusters with the highest average, again and again.

use std::collections::{BTreeMap, BTreeSet};

use super::Rules;
use super::acronym;
use super::apart::{self, CannotLink, Slots};
use super::codes::Codes;
use super::contract::Contraction;
use super::decisions::Verdict;
use super::fields::{affiliations, class, seats};
use super::likely;
use super::world::{Node, NodeId, World};
use super::{exact, parts};
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
    /// Acronyms that stand for several organizations.
    ambiguous: BTreeSet<String>,
    /// What codes of sessions count in, once editions are known.
    codes: Codes,
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
    state.finish(rules, &weighed, (compared, parted))
}

/// The state after a linkage, in which every cluster is known.
pub(super) fn found<'w>(world: &'w World, rules: &Rules, found: &Found) -> State<'w> {
    let mut state = State::new(world, rules);
    for (node, of) in found.of.iter().enumerate() {
        state.merge(node, *of);
    }
    state.codes(class("Session"));
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
            ambiguous: acronym::ambiguous(world),
            codes: Codes::default(),
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

    /// Whether an acronym stands for several organizations.
    pub(super) fn is_ambiguous(&self, acronym: &str) -> bool {
        self.ambiguous.contains(acronym)
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
            for left in left {
                for right in &right {
                    self.decided(left, *right);
                }
            }
        }
        // What two decisions say of one record holds though no source has that today.
        for group in rules.decisions.groups() {
            let nodes: BTreeSet<NodeId> = group.iter().flat_map(|name| self.world.named(name)).collect();
            for left in &nodes {
                for right in nodes.range(left + 1..) {
                    if self.of[*left] != self.of[*right] {
                        self.decided(*left, *right);
                    }
                }
            }
        }
    }

    /// Links two records of one class because somebody decided so.
    fn decided(&mut self, left: NodeId, right: NodeId) {
        if self.world.nodes()[left].class == self.world.nodes()[right].class {
            self.links.push(Link { left: left.min(right), right: left.max(right), why: Why::Decided, weight: 0 });
            self.merge(left, right);
        }
    }

    /// Two codes of one edition are two sessions.
    fn codes(&mut self, of: ClassId) {
        if of != class("Session") {
            return;
        }
        self.codes = Codes::new(self.world, |node| self.token(node, "edition"));
        for (at, node) in self.world.nodes().iter().enumerate().filter(|(_, node)| node.class == of) {
            for (slot, code) in self.code(node) {
                self.slots[self.of[at]].entry(slot).or_default().insert(code);
            }
        }
    }

    /// The slots of a session's code, and the code: one, but where it is not known which of several systems it is of.
    pub(super) fn code(&self, node: &Node) -> Vec<(String, String)> {
        let edition =
            Some(node).filter(|node| node.class == class("Session")).and_then(|node| self.token(node, "edition"));
        edition.map(|edition| self.codes.of(self.world, node, &edition)).unwrap_or_default()
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
        for (slot, code) in self.code(&self.world.nodes()[node]) {
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

    fn finish(mut self, rules: &Rules, weighed: &[Link], (compared, parted): (usize, usize)) -> Found {
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
