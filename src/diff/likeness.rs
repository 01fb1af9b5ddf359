//! Sessions that are the same by all that is known of them, when neither id nor code says so: retitled, moved, or both.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap, HashSet};

use jiff::Timestamp;

use super::graph::{Graph, Names, Node, NodeId, folded};
use super::pairs::{Matched, Pairs, Same, Side};
use super::time;
use crate::shape::shape;

/// What a session is compared by.
struct Traits {
    node: NodeId,
    id: String,
    is_named: bool,
    edition: Vec<Same>,
    title: String,
    people: BTreeSet<String>,
    start: Option<Timestamp>,
    room: String,
    /// Addresses, keys in the source, and texts: whoever has the same is hardly another.
    telling: BTreeSet<String>,
}

/// Sessions of one trait that are compared with each other; of more, the trait tells nothing.
const COMPARED: usize = 32;
/// What two sessions have to have in common, in hundredths.
const ALIKE: u32 = 60;

/// Two sessions that are alike, in the order in which they are joined: how much, how far apart in time, their ids in
/// order, and their places in the lists of both sides.
type Edge<'t> = (Reverse<u32>, u64, [&'t str; 2], [usize; 2]);

/// Joins sessions without partner that are alike, the most alike first.
pub(super) fn pair(pairs: &mut Pairs) {
    let [lefts, rights] = [Side::Left, Side::Right].map(|side| traits(pairs, side));
    let mut edges: Vec<Edge> = candidates(&lefts, &rights)
        .into_iter()
        .filter_map(|(left, right)| {
            let (one, other) = (&lefts[left], &rights[right]);
            let score = likeness(one, other).filter(|&score| score >= ALIKE)?;
            let mut ids = [one.id.as_str(), other.id.as_str()];
            // Of equal ones the same is chosen whichever side is the left one.
            ids.sort_unstable();
            Some((Reverse(score), apart(one, other).unwrap_or(u64::MAX), ids, [left, right]))
        })
        .collect();
    edges.sort_unstable();
    for (_, _, _, [left, right]) in edges {
        let (left, right) = (lefts[left].node, rights[right].node);
        if !pairs.is_paired(Side::Left, left) && !pairs.is_paired(Side::Right, right) {
            pairs.join(left, right, Matched::Likeness);
        }
    }
}

fn traits(pairs: &Pairs, side: Side) -> Vec<Traits> {
    let Some(class) = shape().class("Session") else { return Vec::new() };
    let (graph, names) = (pairs.graph(side), pairs.names);
    let traits = |at: NodeId| {
        let node = &graph.nodes[at];
        Traits {
            node: at,
            id: names.text(node.name).to_owned(),
            is_named: node.is_named,
            edition: node.refs("edition").map(|name| pairs.same(side, name)).collect(),
            title: node.label(names).map(folded).unwrap_or_default(),
            people: people(graph, node, names),
            start: node.text("start").and_then(time::moment),
            room: node.refs("place").next().map(|name| graph.folded(name, names)).unwrap_or_default(),
            telling: telling(graph, node),
        }
    };
    pairs.single(side, class).map(traits).collect()
}

fn people(graph: &Graph, session: &Node, names: &Names) -> BTreeSet<String> {
    let parts = session.refs("participations").filter_map(|name| graph.get(name));
    let people = parts.flat_map(|part| part.refs("agent")).map(|agent| graph.folded(agent, names));
    people.filter(|name| !name.is_empty()).collect()
}

fn telling(graph: &Graph, session: &Node) -> BTreeSet<String> {
    let of = |node: &Node, fields: &[&str]| -> Vec<String> {
        let values = fields.iter().flat_map(|field| node.values_of(field));
        values.filter_map(|value| value.item.text().map(str::to_owned)).collect()
    };
    let mut telling: BTreeSet<String> =
        of(session, &["url", "sameAs", "description", "abstract"]).into_iter().collect();
    let sources = session.refs("source").filter_map(|name| graph.get(name));
    telling.extend(sources.flat_map(|source| of(source, &["recordKey"])).map(|key| format!("key {key}")));
    telling
}

/// The pairs that have anything telling in common.
fn candidates(lefts: &[Traits], rights: &[Traits]) -> HashSet<(usize, usize)> {
    let [lefts, rights] = [lefts, rights].map(|side| {
        let mut blocks: HashMap<(&[Same], String), Vec<usize>> = HashMap::new();
        for (at, session) in side.iter().enumerate() {
            for block in blocks_of(session) {
                blocks.entry((&session.edition, block)).or_default().push(at);
            }
        }
        blocks
    });
    let mut found = HashSet::new();
    for (block, left) in &lefts {
        let Some(right) = rights.get(block).filter(|right| left.len().max(right.len()) <= COMPARED) else { continue };
        found.extend(left.iter().flat_map(|&left| right.iter().map(move |&right| (left, right))));
    }
    found
}

/// What a session is looked up by. A title alone is shared by all coffee breaks, so there is one with the day.
fn blocks_of(session: &Traits) -> Vec<String> {
    let start = session.start.map(|start| start.to_string()).unwrap_or_default();
    let day = start.get(..10).unwrap_or_default();
    let mut blocks =
        vec![format!("title {}", session.title), format!("title {} {day}", session.title), format!("slot {start}")];
    if !session.room.is_empty() {
        blocks.push(format!("slot {start} {}", session.room));
    }
    blocks.extend(session.people.iter().flat_map(|name| [format!("person {name}"), format!("person {name} {day}")]));
    blocks.extend(session.telling.iter().map(|value| format!("telling {value}")));
    blocks
}

/// Seconds between the starts of two sessions.
fn apart(one: &Traits, other: &Traits) -> Option<u64> {
    Some(one.start?.as_second().abs_diff(other.start?.as_second()))
}

/// How alike two sessions are, in hundredths; none where they are certainly not the same. What one of them does not say
/// does not count.
fn likeness(one: &Traits, other: &Traits) -> Option<u32> {
    if one.is_named && other.is_named {
        return None;
    }
    let title = hundredths(strsim::sorensen_dice(&one.title, &other.title));
    let people = share(&one.people, &other.people);
    let telling = (!one.telling.is_disjoint(&other.telling)).then_some(100);
    if title < 50 && people.is_none_or(|people| people < 50) && telling.is_none() {
        return None;
    }
    let time = apart(one, other).map(nearness);
    let room = (!one.room.is_empty() && !other.room.is_empty()).then(|| if one.room == other.room { 100 } else { 0 });
    let weighed = [(Some(title), 45), (people, 25), (time, 15), (room, 10), (telling, 40)];
    let known = weighed.iter().filter_map(|(value, weight)| value.map(|value| (value, *weight)));
    let (sum, weights) = known.fold((0, 0), |(sum, weights), (value, weight)| (sum + value * weight, weights + weight));
    Some(sum / weights)
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a share is between 0 and 1
fn hundredths(share: f64) -> u32 {
    (share.clamp(0.0, 1.0) * 100.0) as u32
}

/// The share of people that two sessions have in common; none where one names nobody.
fn share(one: &BTreeSet<String>, other: &BTreeSet<String>) -> Option<u32> {
    let all = one.len().max(other.len());
    let common = one.intersection(other).count();
    (!one.is_empty() && !other.is_empty()).then(|| u32::try_from(common * 100 / all).unwrap_or(100))
}

fn nearness(seconds: u64) -> u32 {
    const DAY: u64 = 24 * 3600;
    match seconds {
        0 => 100,
        _ if seconds < DAY => 60,
        _ if seconds < 7 * DAY => 30,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(title: &str, people: &[&str], start: &str) -> Traits {
        Traits {
            node: 0,
            id: title.to_owned(),
            is_named: false,
            edition: Vec::new(),
            title: folded(title),
            people: people.iter().map(|name| folded(name)).collect(),
            start: time::moment(start),
            room: String::new(),
            telling: BTreeSet::new(),
        }
    }

    fn are_alike(one: &Traits, other: &Traits) -> bool {
        likeness(one, other).is_some_and(|score| score >= ALIKE)
    }

    #[test]
    fn a_session_is_known_by_what_stays() {
        let people = ["Noor Haapala", "Tomasi Vaka"];
        let before = session("Who mends the cables?", &people, "2031-06-03T09:00:00Z");
        assert!(are_alike(&before, &session("Who mends the cables?", &people, "2031-06-05T14:00:00Z")));
        assert!(are_alike(&before, &session("Who repairs the cables?", &[], "2031-06-03T09:00:00Z")));
        assert!(!are_alike(&before, &session("Islands and storms", &people, "2031-06-03T09:00:00Z")));
        assert!(!are_alike(&before, &session("Opening ceremony", &["Jo Sample"], "2031-06-03T09:00:00Z")));
    }
}
