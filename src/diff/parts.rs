//! What belongs to two sessions that are the same: their people, and the parts that stand in them alone.

use std::collections::{BTreeMap, HashSet};

use super::graph::{Graph, Name, Names, Node, NodeId, folded};
use super::pairs::{Matched, Pairs, Same, Side, by_key, unique_pairs};

/// Joins the people of two sessions that have one name. Elsewhere namesakes may be others; within a session they are not.
pub(super) fn people(pairs: &mut Pairs, left: NodeId, right: NodeId) {
    let single = |side: Side, session: NodeId| {
        let graph = pairs.graph(side);
        let agents = agents(graph, &graph.nodes[session]).filter_map(|name| graph.find(name));
        let mut single: Vec<NodeId> = agents.filter(|&agent| !pairs.is_paired(side, agent)).collect();
        single.sort_unstable();
        single.dedup();
        by_key(single.into_iter(), |agent| {
            let agent = &graph.nodes[agent];
            agent.label(pairs.names).map(|label| format!("{} {}", agent.class, folded(label)))
        })
    };
    for (left, right) in unique_pairs(single(Side::Left, left), &single(Side::Right, right)) {
        pairs.join(left, right, Matched::Name);
    }
}

/// Who takes part in a session, and who organizes it.
fn agents<'g>(graph: &'g Graph, session: &'g Node) -> impl Iterator<Item = Name> + 'g {
    let parts = session.refs("participations").filter_map(|name| graph.get(name));
    parts.flat_map(|part| part.refs("agent")).chain(session.refs("organizers"))
}

/// The parts of two nodes of one list: those on both sides, and those on one.
#[derive(Debug, Default)]
pub(super) struct Split {
    pub(super) both: Vec<(NodeId, NodeId)>,
    pub(super) gone: Vec<NodeId>,
    pub(super) new: Vec<NodeId>,
}

/// What the parts of a class are known by within their session, besides their id, the most certain first.
const KNOWN_BY: &[(&str, &[&[&str]])] = &[
    ("Participation", &[&["agent", "role"], &["agent"]]),
    ("Resource", &[&["resourceKind", "url"], &["url"]]),
    ("PolicyQuestion", &[&["text"]]),
    ("Outcome", &[&["outcomeKind", "text"], &["text"]]),
];

/// How alike the texts of two parts have to be that are the same.
const ALIKE: f64 = 0.6;

/// Splits the parts of two lists.
pub(super) fn split(pairs: &Pairs, lefts: Vec<NodeId>, rights: Vec<NodeId>) -> Split {
    let mut split = Split { both: Vec::new(), gone: lefts, new: rights };
    split.by_id(pairs);
    let class = split.gone.first().map(|&left| pairs.left.nodes[left].class().name.as_str());
    let known = class.and_then(|class| KNOWN_BY.iter().find(|(name, _)| *name == class));
    for fields in known.into_iter().flat_map(|(_, keys)| *keys) {
        split.by_fields(pairs, fields);
    }
    split.by_text(pairs);
    split.both.sort_unstable();
    split
}

impl Split {
    fn by_id(&mut self, pairs: &Pairs) {
        let new: HashSet<NodeId> = self.new.iter().copied().collect();
        let partner = |left: &NodeId| pairs.partner(*left).map(|(right, _)| right).filter(|right| new.contains(right));
        self.both.extend(self.gone.iter().filter_map(|left| Some((*left, partner(left)?))));
        self.take_out();
    }

    /// Joins the first of a key with the first, the second with the second.
    fn by_fields(&mut self, pairs: &Pairs, fields: &[&str]) {
        let key = |side: Side, at: NodeId| -> Vec<Vec<Key>> {
            let node = &pairs.graph(side).nodes[at];
            fields.iter().map(|field| keys(pairs, side, node, field)).collect()
        };
        let mut free: BTreeMap<Vec<Vec<Key>>, Vec<NodeId>> = BTreeMap::new();
        for &right in self.new.iter().rev() {
            free.entry(key(Side::Right, right)).or_default().push(right);
        }
        for &left in &self.gone {
            if let Some(right) = free.get_mut(&key(Side::Left, left)).and_then(Vec::pop) {
                self.both.push((left, right));
            }
        }
        self.take_out();
    }

    /// Joins what has much the same text, the most alike first.
    fn by_text(&mut self, pairs: &Pairs) {
        let text = |side: Side, at: NodeId| text(pairs.graph(side), at, pairs.names).unwrap_or_default();
        let lefts: Vec<String> = self.gone.iter().map(|&left| text(Side::Left, left)).collect();
        let rights: Vec<String> = self.new.iter().map(|&right| text(Side::Right, right)).collect();
        let mut edges = Vec::new();
        // Lists of a session are short; of very long ones only the beginnings are compared.
        for (left, one) in lefts.iter().enumerate().take(MOST) {
            for (right, other) in rights.iter().enumerate().take(MOST) {
                let alike = strsim::sorensen_dice(one, other);
                if !one.is_empty() && !other.is_empty() && alike >= ALIKE {
                    edges.push((alike, left.abs_diff(right), left.min(right), left, right));
                }
            }
        }
        edges.sort_by(|one, other| other.0.total_cmp(&one.0).then((one.1, one.2).cmp(&(other.1, other.2))));
        let (mut used_left, mut used_right) = (HashSet::new(), HashSet::new());
        for (_, _, _, left, right) in edges {
            if !used_left.contains(&left) && !used_right.contains(&right) {
                used_left.insert(left);
                used_right.insert(right);
                self.both.push((self.gone[left], self.new[right]));
            }
        }
        self.take_out();
    }

    fn take_out(&mut self) {
        let (lefts, rights): (HashSet<NodeId>, HashSet<NodeId>) = self.both.iter().copied().unzip();
        self.gone.retain(|left| !lefts.contains(left));
        self.new.retain(|right| !rights.contains(right));
    }
}

/// Parts of one list whose texts are compared with each other.
const MOST: usize = 64;

/// A value that a part is known by.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Same(Same),
    Text(String),
}

fn keys(pairs: &Pairs, side: Side, node: &Node, field: &str) -> Vec<Key> {
    let texts = node.values_of(field).iter().filter_map(|value| value.item.text());
    let refs = node.refs(field).map(|name| Key::Same(pairs.same(side, name)));
    refs.chain(texts.map(|text| Key::Text(folded(text)))).collect()
}

/// The text of a question, an outcome, or the title of a resource, as it compares.
fn text(graph: &Graph, at: NodeId, names: &Names) -> Option<String> {
    let node = &graph.nodes[at];
    let text = node.text("text").or_else(|| node.label(names));
    text.map(folded)
}
