//! Records that are likely of one entity: which pairs are compared, and what adds up to their weight.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::cluster::{Link, State, Why};
use super::fields::{agents, class, folded, seconds};
use super::world::{Node, NodeId};
use crate::link::name::{self, Kind, Part};
use crate::link::normalize::{fold, phonetic};
use crate::shape::ClassId;

/// The pairs of a class that were compared.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    /// Ascending.
    pub(super) edges: Vec<Link>,
    /// Blocks that were over the cap and were compared within windows.
    pub(super) parted: usize,
}

impl Candidates {
    /// The weight of a pair that was compared.
    pub(super) fn known(&self, left: NodeId, right: NodeId) -> Option<i64> {
        let pair = (left.min(right), left.max(right));
        let at = self.edges.binary_search_by_key(&pair, |link| (link.left, link.right)).ok()?;
        Some(self.edges[at].weight)
    }
}

/// The most records of a block.
const CAP: usize = 100;

/// The pairs of a class that share a key, weighed.
pub(super) fn candidates(state: &State, class_id: ClassId) -> Candidates {
    if !["Person", "Organization", "Session"].map(class).contains(&class_id) {
        return Candidates::default();
    }
    let mut blocks: BTreeMap<String, Vec<NodeId>> = BTreeMap::new();
    for (at, node) in state.world.nodes().iter().enumerate().filter(|(_, node)| node.class == class_id) {
        for key in keys(state, node) {
            blocks.entry(key).or_default().push(at);
        }
    }
    let mut found = Candidates::default();
    let mut pairs = BTreeSet::new();
    for members in blocks.values_mut() {
        if members.len() > CAP {
            found.parted += 1;
            members.sort_by_key(|node| (folded(&state.world.nodes()[*node]), *node));
        }
        // Beyond the cap, each is compared with those that follow it in the order of names.
        for (at, left) in members.iter().enumerate() {
            let end = members.len().min(at + CAP);
            pairs.extend(members[at + 1..end].iter().map(|right| (*left.min(right), *left.max(right))));
        }
    }
    let weighed = |(left, right): (NodeId, NodeId)| {
        let weight = weigh(state, left, right).iter().map(|part| part.weight).sum();
        Link { left, right, why: Why::Likely, weight }
    };
    let pairs: Vec<(NodeId, NodeId)> = pairs.into_iter().filter(|(left, right)| left != right).collect();
    found.edges = pairs.into_par_iter().map(weighed).collect();
    found
}

/// The keys of a node: two are compared when they share one.
fn keys(state: &State, node: &Node) -> Vec<String> {
    let mut keys = BTreeSet::new();
    let names = ["name", "title", "alternateName"].into_iter().flat_map(|field| node.texts(field));
    for name in names.map(fold) {
        let words: BTreeSet<&str> = name.split(' ').filter(|word| word.len() > 2).collect();
        keys.extend(words.iter().map(|word| format!("~{}", phonetic(word))));
        keys.insert(format!("={}", words.into_iter().collect::<Vec<_>>().join(" ")));
        keys.insert(format!("*{}", initials(&name)));
    }
    keys.extend(node.texts("acronym").map(|acronym| format!("*{}", fold(acronym))));
    keys.extend(node.texts("name").filter(|name| is_acronym(name)).map(|name| format!("*{}", fold(name))));
    if let Some(start) = node.text("start").and_then(seconds) {
        keys.insert(format!("@{start} {}", state.token(node, "edition").unwrap_or_default()));
    }
    keys.into_iter().collect()
}

fn is_acronym(name: &str) -> bool {
    name.chars().all(char::is_uppercase) && (2..=8).contains(&name.len())
}

/// The first letters of the words that an acronym is made of.
fn initials(name: &str) -> String {
    const SMALL: [&str; 8] = ["of", "the", "and", "for", "de", "des", "la", "in"];
    name.split(' ').filter(|word| !SMALL.contains(word)).filter_map(|word| word.chars().next()).collect()
}

/// What adds up to the weight of a pair.
pub(super) fn weigh(state: &State, left: NodeId, right: NodeId) -> Vec<Part> {
    let (one, other) = (&state.world.nodes()[left], &state.world.nodes()[right]);
    match one.class().name.as_str() {
        "Person" => person(state, (left, one), (right, other)).concat(),
        "Organization" => organization(state, one, other).concat(),
        "Session" => session(state, one, other).concat(),
        _ => Vec::new(),
    }
}

fn part(what: &'static str, left: &str, right: &str, weight: i64) -> Part {
    Part { what, left: left.to_owned(), right: right.to_owned(), weight }
}

/// The best that any two names of two nodes weigh.
fn names(one: &Node, other: &Node, kind: Kind) -> Vec<Part> {
    let all = |node: &Node| {
        ["name", "alternateName"].iter().flat_map(|field| node.texts(field)).map(str::to_owned).collect::<Vec<_>>()
    };
    let mut best: Option<(i64, Vec<Part>)> = None;
    for left in all(one) {
        for right in &all(other) {
            let compared = name::compare(&name::parse(&left, kind), &name::parse(right, kind));
            let weight = compared.weight();
            if best.as_ref().is_none_or(|(known, _)| weight > *known) {
                best = Some((weight, compared.parts));
            }
        }
    }
    best.map(|(_, parts)| parts).unwrap_or_default()
}

fn sum(parts: &[Part]) -> i64 {
    parts.iter().map(|part| part.weight).sum()
}

/// People: namesakes exist, so that a name alone has to be rare.
fn person(state: &State, (left, one): (NodeId, &Node), (right, other): (NodeId, &Node)) -> [Vec<Part>; 4] {
    let seats = |node: NodeId| state.seats(node).iter().map(|seat| state.cluster(*seat)).collect::<BTreeSet<_>>();
    let shared = seats(left).intersection(&seats(right)).next().copied();
    let together = shared.map(|seat| {
        let title = state.world.nodes()[seat].label().unwrap_or_default();
        part("a session in common", title, title, 6_000)
    });
    [
        vec![part("namesakes exist", "", "", -4_000)],
        names(one, other, Kind::Person),
        affiliation(state, left, right).into_iter().collect(),
        together.into_iter().collect(),
    ]
}

/// The best pair of organizations that two people come from.
fn affiliation(state: &State, left: NodeId, right: NodeId) -> Option<Part> {
    let mut best: Option<Part> = None;
    for one in state.affiliations(left) {
        for other in state.affiliations(right) {
            let (left, right) = (&state.world.nodes()[*one], &state.world.nodes()[*other]);
            let weight = if state.cluster(*one) == state.cluster(*other) {
                6_000
            } else {
                sum(&names(left, right, Kind::Organization)).clamp(-4_000, 5_000)
            };
            if best.as_ref().is_none_or(|known| weight > known.weight) {
                best = Some(part("affiliation", left.label()?, right.label()?, weight));
            }
        }
    }
    best
}

/// Organizations: by name, what they are units of, and country.
fn organization(state: &State, one: &Node, other: &Node) -> [Vec<Part>; 3] {
    let whole = |node: &Node| state.world.refs(node, "unitOf").next().map(|of| &state.world.nodes()[of]);
    let unit = match (whole(one), whole(other)) {
        (None, None) => None,
        (Some(left), Some(right)) => {
            let weight = sum(&names(left, right, Kind::Organization)).clamp(-8_000, 4_000);
            Some(part("unit of", left.label().unwrap_or_default(), right.label().unwrap_or_default(), weight))
        }
        (left, right) => {
            let label = |node: Option<&Node>| node.and_then(Node::label).unwrap_or_default().to_owned();
            Some(part("a unit, and maybe the whole", &label(left), &label(right), -6_000))
        }
    };
    let country = one.text("country").zip(other.text("country"));
    let country =
        country.map(|(left, right)| part("country", left, right, if left == right { 1_000 } else { -10_000 }));
    [names(one, other, Kind::Organization), unit.into_iter().collect(), country.into_iter().collect()]
}

/// Sessions: by title, time, people and edition.
fn session(state: &State, one: &Node, other: &Node) -> [Vec<Part>; 4] {
    let edition = state.token(one, "edition").zip(state.token(other, "edition"));
    let edition = edition.map(|(left, right)| part("edition", "", "", if left == right { 1_000 } else { -20_000 }));
    let start =
        one.text("start").zip(other.text("start")).map(|(left, right)| part("start", left, right, time(left, right)));
    let mut parts = vec![part("any two sessions", "", "", -6_000)];
    parts.extend(edition);
    [parts, title(one, other), start.into_iter().collect(), people(state, one, other).into_iter().collect()]
}

fn time(left: &str, right: &str) -> i64 {
    let apart = seconds(left).zip(seconds(right)).map_or(i64::MAX, |(left, right)| (left - right).abs());
    match apart {
        0 => 4_000,
        1..=7_200 => -1_000,
        7_201..=86_400 => -4_000,
        _ => -6_000,
    }
}

/// The words that two titles share. Numbers tell parts of a series apart.
fn title(one: &Node, other: &Node) -> Vec<Part> {
    let (left, right) = (folded(one), folded(other));
    let words = |text: &str| text.split(' ').map(str::to_owned).collect::<BTreeSet<_>>();
    let (ours, theirs) = (words(&left), words(&right));
    let numbers = |words: &BTreeSet<String>| {
        words.iter().filter(|word| word.bytes().all(|byte| byte.is_ascii_digit())).cloned().collect::<Vec<_>>()
    };
    let both = ours.intersection(&theirs).count() * 100 / ours.union(&theirs).count().max(1);
    let weight = match both {
        100 => 12_000,
        80.. => 8_000,
        60.. => 5_000,
        40.. => 1_000,
        20.. => -6_000,
        _ => -10_000,
    };
    let mut parts = vec![part("title", &left, &right, weight)];
    if numbers(&ours) != numbers(&theirs) {
        parts.push(part("other numbers", &numbers(&ours).join(" "), &numbers(&theirs).join(" "), -10_000));
    }
    parts
}

/// The people that two sessions share.
fn people(state: &State, one: &Node, other: &Node) -> Option<Part> {
    let names = |node: &Node| {
        agents(state.world, node).map(|agent| folded(&state.world.nodes()[agent])).collect::<BTreeSet<_>>()
    };
    let (ours, theirs) = (names(one), names(other));
    if ours.is_empty() || theirs.is_empty() {
        return None;
    }
    let shared: Vec<&str> = ours.intersection(&theirs).map(String::as_str).collect();
    let weight = if shared.is_empty() { -2_000 } else { 2_000 * i64::try_from(shared.len().min(3)).unwrap_or(3) };
    Some(part("people in common", &shared.join(", "), "", weight))
}
