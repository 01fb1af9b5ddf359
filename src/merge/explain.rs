//! Why two records are of one entity, or not.

use super::apart::{self, CannotLink};
use super::cluster::{self, State, Why};
use super::likely;
use super::world::{NodeId, World};
use super::{Found, Rules, exact};
use crate::link::name::Part;

/// All that speaks for and against a pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    pub left: NodeId,
    pub right: NodeId,
    pub is_one: bool,
    /// The keys that they share.
    pub exact: Vec<Why>,
    /// What keeps them apart.
    pub cannot: Option<CannotLink>,
    /// What adds up to their weight.
    pub parts: Vec<Part>,
}

impl Explained {
    /// The sum of the parts, in thousandths of bits.
    #[must_use]
    pub fn weight(&self) -> i64 {
        self.parts.iter().map(|part| part.weight).sum()
    }
}

/// Explains a pair of nodes after a linkage.
#[must_use]
pub fn explain(world: &World, rules: &Rules, found: &Found, left: NodeId, right: NodeId) -> Explained {
    let state = cluster::found(world, rules, found);
    let class = world.nodes()[left].class;
    let is_pair = |(_, one, other): &(Why, NodeId, NodeId)| (*one, *other) == (left.min(right), left.max(right));
    let mut exact: Vec<Why> = exact::pairs(&state, class).into_iter().filter(is_pair).map(|(why, _, _)| why).collect();
    exact.extend(
        found
            .links
            .iter()
            .filter(|link| link.why == Why::Decided && is_pair(&(link.why, link.left, link.right)))
            .map(|link| link.why),
    );
    exact.sort_unstable();
    exact.dedup();
    Explained {
        left,
        right,
        is_one: found.of[left] == found.of[right],
        exact,
        cannot: cannot(world, rules, &state, left, right),
        parts: if world.nodes()[right].class == class { likely::weigh(&state, left, right) } else { Vec::new() },
    }
}

/// What keeps two nodes apart, each for itself.
fn cannot(world: &World, rules: &Rules, state: &State, left: NodeId, right: NodeId) -> Option<CannotLink> {
    let known = apart::pairs(world, rules).into_iter();
    let mut known = known.filter(|(one, other, _)| [(left, right), (right, left)].contains(&(*one, *other)));
    known.next().map(|(_, _, why)| why).or_else(|| state.cannot_alone(left, right))
}

/// All pairs of one cluster that something keeps apart, for whoever wants to know that there are none.
#[must_use]
pub fn violated(world: &World, rules: &Rules, found: &Found) -> Vec<(NodeId, NodeId, CannotLink)> {
    let state = cluster::found(world, rules, found);
    let mut violated = Vec::new();
    for members in found.clusters().values() {
        for (at, left) in members.iter().enumerate() {
            for right in &members[at + 1..] {
                violated.extend(cannot(world, rules, &state, *left, *right).map(|why| (*left, *right, why)));
            }
        }
    }
    violated
}
