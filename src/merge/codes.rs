//! Codes of sessions: one code of an edition is one session, and two are two, as far as sources number its sessions alike.
//!
//! Exports of one schedule may number anew (a calendar makes its keys up each time), and two systems may both count from 1.
//! So sources with many codes of an edition are of one system where most of the codes that they share are of sessions alike.

use std::collections::{BTreeMap, BTreeSet};

use super::fields::{class, folded, seconds};
use super::world::{Node, NodeId, World};
use crate::link::normalize::squeeze;

/// The codes of an edition from which on a source shows how it numbers; with fewer it is taken to number as all others do.
const MANY: usize = 8;

/// The sessions of one source, by their codes.
type Numbered = BTreeMap<String, Vec<NodeId>>;

/// The systems of codes by edition and source: each is known by its first source.
#[derive(Debug, Default)]
pub(super) struct Codes {
    systems: BTreeMap<(String, usize), BTreeSet<usize>>,
}

impl Codes {
    /// Reads the codes of all sessions; `edition` says which edition one is of.
    pub(super) fn new(world: &World, edition: impl Fn(&Node) -> Option<String>) -> Self {
        let mut editions: BTreeMap<String, BTreeMap<usize, Numbered>> = BTreeMap::new();
        for (at, node) in world.nodes().iter().enumerate().filter(|(_, node)| node.class == class("Session")) {
            if let Some((edition, code)) = edition(node).zip(code(node)) {
                let numbered = editions.entry(edition).or_default().entry(node.source).or_default();
                numbered.entry(code).or_default().push(at);
            }
        }
        let of = |(edition, sources): (String, BTreeMap<usize, Numbered>)| {
            let systems = systems(world, &sources);
            systems.into_iter().map(move |(source, systems)| ((edition.clone(), source), systems))
        };
        Self { systems: editions.into_iter().flat_map(of).collect() }
    }

    /// The codes that a session of an edition has: what they count in, and the code.
    pub(super) fn of(&self, world: &World, node: &Node, edition: &str) -> Vec<(String, String)> {
        let systems = self.systems.get(&(edition.to_owned(), node.source));
        let slots = systems.into_iter().flatten().zip(code(node).into_iter().cycle());
        let by = |system: usize| format!("a code of {edition} by {}", world.sources()[system].id);
        slots.map(|(system, code)| (by(*system), code)).collect()
    }
}

/// The code of a session in the form in which codes compare.
fn code(node: &Node) -> Option<String> {
    node.text("identifier").map(|code| squeeze(code).to_lowercase()).filter(|code| !code.is_empty())
}

/// The systems of each source.
fn systems(world: &World, sources: &BTreeMap<usize, Numbered>) -> BTreeMap<usize, BTreeSet<usize>> {
    let many: Vec<usize> = sources.iter().filter(|(_, numbered)| numbered.len() >= MANY).map(|(at, _)| *at).collect();
    let mut system: BTreeMap<usize, usize> = many.iter().map(|source| (*source, *source)).collect();
    for (at, one) in many.iter().enumerate() {
        for other in many[at + 1..].iter().filter(|other| are_alike(world, &sources[one], &sources[other])) {
            let (low, high) = (system[one].min(system[other]), system[one].max(system[other]));
            system.values_mut().filter(|known| **known == high).for_each(|known| *known = low);
        }
    }
    let all: BTreeSet<usize> = system.values().copied().collect();
    let first = sources.keys().next().copied();
    let of_few = |numbered: &Numbered| {
        let shares = |known: &usize| {
            many.iter().any(|source| {
                system[source] == *known && sources[source].keys().any(|code| numbered.contains_key(code))
            })
        };
        let shared: BTreeSet<usize> = all.iter().copied().filter(shares).collect();
        match (shared.is_empty(), all.is_empty()) {
            (false, _) => shared,
            (true, false) => all.clone(),
            (true, true) => first.into_iter().collect(),
        }
    };
    let of = |(source, numbered): (&usize, &Numbered)| {
        (*source, system.get(source).map_or_else(|| of_few(numbered), |system| BTreeSet::from([*system])))
    };
    sources.iter().map(of).collect()
}

/// Whether two sources have codes in common, and most of these are of sessions with one title or one start.
fn are_alike(world: &World, one: &Numbered, other: &Numbered) -> bool {
    let title = |node: &NodeId| folded(&world.nodes()[*node]);
    let start = |node: &NodeId| world.nodes()[*node].text("start").and_then(seconds);
    let agree = |left: &NodeId, right: &NodeId| {
        title(left) == title(right) || start(left).is_some_and(|start_of| start(right) == Some(start_of))
    };
    let shared: Vec<_> = one.iter().filter_map(|(code, lefts)| Some((lefts, other.get(code)?))).collect();
    let agreeing =
        shared.iter().filter(|(lefts, rights)| lefts.iter().any(|left| rights.iter().any(|right| agree(left, right))));
    !shared.is_empty() && agreeing.count() * 2 >= shared.len()
}
