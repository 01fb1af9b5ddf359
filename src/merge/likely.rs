//! Records that are likely of one entity: which pairs are compared, and what adds up to their weight.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::acronym;
use super::cluster::{Link, State, Why};
use super::fields::{agents, class, folded, seconds};
use super::world::{Node, NodeId};
use crate::link::name::{self, ACRONYM, Kind, Part};
use crate::link::normalize::{fold, phonetic};
use crate::link::organization;
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
        keys.extend(name::initials(&name).iter().map(|initials| format!("*{initials}")));
    }
    keys.extend(acronym::of(node).iter().map(|acronym| format!("*{acronym}")));
    if let Some(start) = node.text("start").and_then(seconds) {
        keys.insert(format!("@{start} {}", state.token(node, "edition").unwrap_or_default()));
    }
    keys.into_iter().collect()
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
        let names = ["name", "alternateName", "acronym"].iter().flat_map(|field| node.texts(field));
        names.map(str::to_owned).collect::<Vec<_>>()
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
fn organization(state: &State, one: &Node, other: &Node) -> [Vec<Part>; 4] {
    let country = one.text("country").zip(other.text("country"));
    let country =
        country.map(|(left, right)| part("country", left, right, if left == right { 1_000 } else { -10_000 }));
    let names = names(one, other, Kind::Organization);
    let acronyms = several(state, &names);
    [names, acronyms, unit(state, one, other).into_iter().collect(), country.into_iter().collect()]
}

/// What speaks against an acronym that more than one organization has.
fn several(state: &State, names: &[Part]) -> Vec<Part> {
    let acronyms = names.iter().filter(|part| part.what == ACRONYM);
    let short = acronyms.map(|part| if part.left.len() < part.right.len() { &part.left } else { &part.right });
    let short = short.map(|acronym| acronym.replace(' ', ""));
    short
        .filter(|acronym| state.is_ambiguous(acronym))
        .map(|acronym| part("stands for others, too", &acronym, "", -6_000))
        .collect()
}

/// What two organizations are units of.
fn unit(state: &State, one: &Node, other: &Node) -> Option<Part> {
    let whole = |node: &Node| state.world.refs(node, "unitOf").next().map(|of| &state.world.nodes()[of]);
    match (whole(one), whole(other)) {
        (None, None) => None,
        (Some(left), Some(right)) => {
            let weight = sum(&names(left, right, Kind::Organization)).clamp(-8_000, 4_000);
            Some(part("unit of", left.label().unwrap_or_default(), right.label().unwrap_or_default(), weight))
        }
        // A name of its own needs no whole beside it.
        (left, _) if !is_unit(if left.is_some() { one } else { other }) => None,
        (left, right) => {
            let label = |node: Option<&Node>| node.and_then(Node::label).unwrap_or_default().to_owned();
            Some(part("a unit, and maybe the whole", &label(left), &label(right), -6_000))
        }
    }
}

/// Whether the name of an organization says that it is a part of one, such as a department: others have one of that name.
fn is_unit(node: &Node) -> bool {
    node.label().is_none_or(organization::is_unit)
}

/// Sessions: by title, time, place, people and edition.
fn session(state: &State, one: &Node, other: &Node) -> [Vec<Part>; 4] {
    let edition = state.token(one, "edition").zip(state.token(other, "edition"));
    let edition = edition.map(|(left, right)| part("edition", "", "", if left == right { 1_000 } else { -20_000 }));
    let start =
        one.text("start").zip(other.text("start")).map(|(left, right)| part("start", left, right, time(left, right)));
    let mut parts = vec![part("any two sessions", "", "", -6_000)];
    if one.source == other.source {
        parts.push(part("one source has both", "", "", -4_000));
    }
    parts.extend(edition);
    let mut when = Vec::from_iter(start);
    if when.iter().any(|start| start.weight == AT_ONCE) {
        when.extend(place(state, one, other));
    }
    [parts, title(one, other), when, people(state, one, other).into_iter().collect()]
}

/// What it weighs that two sessions begin at one time.
const AT_ONCE: i64 = 4_000;

/// The rooms of two sessions at one time: a room holds one session, and has names of its own in each source.
fn place(state: &State, one: &Node, other: &Node) -> Option<Part> {
    let place = |node: &Node| state.world.refs(node, "place").next();
    let (left, right) = place(one).zip(place(other))?;
    let nodes = state.world.nodes();
    let is_one = state.cluster(left) == state.cluster(right) || folded(&nodes[left]) == folded(&nodes[right]);
    Some(part("place", nodes[left].label()?, nodes[right].label()?, if is_one { 3_000 } else { -1_000 }))
}

fn time(left: &str, right: &str) -> i64 {
    let apart = seconds(left).zip(seconds(right)).map_or(i64::MAX, |(left, right)| (left - right).abs());
    match apart {
        0 => AT_ONCE,
        1..=7_200 => -1_000,
        7_201..=86_400 => -4_000,
        _ => -6_000,
    }
}

/// The best pair of titles, which may be in several languages.
fn title(one: &Node, other: &Node) -> Vec<Part> {
    let all = |node: &Node| node.texts("title").map(fold).collect::<BTreeSet<_>>();
    let (ours, theirs) = (all(one), all(other));
    // A source that says more of a session says it of another one.
    let may_add = one.source != other.source;
    let pairs = ours.iter().flat_map(|left| theirs.iter().map(move |right| titles(left, right, may_add)));
    pairs.max_by_key(|parts| sum(parts)).unwrap_or_default()
}

/// What two titles say. Numbers tell parts of a series apart.
fn titles(left: &str, right: &str, may_add: bool) -> Vec<Part> {
    let words = |text: &'_ str| {
        let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        words.sort_unstable();
        words
    };
    let (ours, theirs) = (words(left), words(right));
    let numbers = |words: &[String]| {
        let numbers = words.iter().filter(|word| word.bytes().all(|byte| byte.is_ascii_digit()));
        numbers.map(String::as_str).collect::<Vec<_>>().join(" ")
    };
    let weight = if left == right { whole(ours.len()) } else { shared(&ours, &theirs, may_add) };
    let mut parts = vec![part("title", left, right, weight)];
    if numbers(&ours) != numbers(&theirs) {
        parts.push(part("other numbers", &numbers(&ours), &numbers(&theirs), -10_000));
    }
    parts
}

/// What a title of so many words weighs. One of few words says little: each day has a lunch.
fn whole(words: usize) -> i64 {
    6_500 + 1_500 * i64::try_from(words.min(6)).unwrap_or(6)
}

/// What the words weigh that two titles share, each as often as it stands.
fn shared(ours: &[String], theirs: &[String], may_add: bool) -> i64 {
    let both = in_both(ours, theirs);
    let part = match both * 100 / (ours.len() + theirs.len() - both).max(1) {
        80.. => 8_000,
        60.. => 5_000,
        40.. => 1_000,
        20.. => -6_000,
        _ => -10_000,
    };
    // Some sources add who speaks, or leave the second half out.
    let is_within = may_add && both > 1 && both == ours.len().min(theirs.len());
    if is_within { part.max(whole(both) - 3_000) } else { part.min(whole(both)) }
}

/// How many items two sorted lists have in common, each as often as it stands in both.
fn in_both(ours: &[String], theirs: &[String]) -> usize {
    let (mut both, mut rest) = (0, theirs.iter().peekable());
    for word in ours {
        while rest.next_if(|other| *other < word).is_some() {}
        both += usize::from(rest.next_if(|other| *other == word).is_some());
    }
    both
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

#[cfg(test)]
mod tests {
    use super::*;

    fn weight(left: &str, right: &str, may_add: bool) -> i64 {
        sum(&titles(left, right, may_add))
    }

    #[test]
    fn a_title_may_say_more_in_another_source() {
        let (short, long) = ("names of small islands", "names of small islands talk by ana ferreira");
        assert_eq!((weight(short, short, true), weight(short, long, true)), (12_500, 9_500));
        assert_eq!(weight(short, long, false), 1_000);
        // A word counts as often as it stands, and a lunch is a lunch.
        assert_eq!(weight("reefs and tides reefs", "reefs and tides tides", true), 5_000);
        assert_eq!((weight("lunch", "lunch", true), weight("part 1", "part 2", true)), (8_000, -16_000));
    }
}
