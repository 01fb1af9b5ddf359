//! Which nodes of the two sides are the same: by id, by natural key, by what else tells.

use std::collections::HashMap;

use super::graph::{Graph, Item, Name, Names, NodeId, folded};
use super::{likeness, parts, time};
use crate::rdf::naming::{self, Key};
use crate::shape::{ClassId, Kind, shape};

/// How two nodes were found to be the same. The most certain comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Matched {
    /// They have one id.
    Id,
    /// They have one identifier: the forum's code in one edition, an ORCID iD, ...
    Identifier,
    /// They have one name, within one session or one larger whole.
    Name,
    /// They are alike: sessions with much the same title, people, time and room.
    Likeness,
}

impl Matched {
    pub const ALL: [Self; 4] = [Self::Id, Self::Identifier, Self::Name, Self::Likeness];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Identifier => "identifier",
            Self::Name => "name",
            Self::Likeness => "likeness",
        }
    }
}

/// Both sides, and which of their nodes are the same. Nothing here depends on which side is which.
pub(super) struct Pairs<'g> {
    pub(super) names: &'g Names,
    pub(super) left: &'g Graph,
    pub(super) right: &'g Graph,
    to_right: Vec<Option<(NodeId, Matched)>>,
    to_left: Vec<Option<NodeId>>,
}

/// What both sides have in common where a node is concerned: a pair, or a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Same {
    Pair(NodeId),
    Name(Name),
}

/// One of the two sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
}

/// The classes whose records are found by natural key, each after those that its keys refer to.
const BY_KEY: [&str; 8] = ["Forum", "Organization", "Place", "Concept", "Edition", "Person", "Dataset", "Session"];

/// Classes for which the last field of a key will do, where it is the only such value on both sides. Namesakes among
/// people are common, and sessions have more to go by.
const LOOSE: [&str; 5] = ["Forum", "Organization", "Place", "Concept", "Edition"];

/// Parts of keys that follow each other so long are cut off.
const DEEPEST: usize = 8;

impl<'g> Pairs<'g> {
    pub(super) fn new(left: &'g Graph, right: &'g Graph, names: &'g Names) -> Self {
        let (to_right, to_left) = (vec![None; left.nodes.len()], vec![None; right.nodes.len()]);
        let mut pairs = Self { names, left, right, to_right, to_left };
        pairs.by_id();
        for name in BY_KEY {
            pairs.by_key(name);
        }
        pairs.only_dataset();
        likeness::pair(&mut pairs);
        for (left, right) in pairs.of_class("Session") {
            parts::people(&mut pairs, left, right);
        }
        pairs
    }

    pub(super) fn graph(&self, side: Side) -> &'g Graph {
        match side {
            Side::Left => self.left,
            Side::Right => self.right,
        }
    }

    pub(super) fn is_paired(&self, side: Side, node: NodeId) -> bool {
        match side {
            Side::Left => self.to_right[node].is_some(),
            Side::Right => self.to_left[node].is_some(),
        }
    }

    pub(super) fn partner(&self, left: NodeId) -> Option<(NodeId, Matched)> {
        self.to_right[left]
    }

    pub(super) fn join(&mut self, left: NodeId, right: NodeId, matched: Matched) {
        self.to_right[left] = Some((right, matched));
        self.to_left[right] = Some(left);
    }

    /// The pairs of a class, in the order of the left side.
    pub(super) fn of_class(&self, name: &str) -> Vec<(NodeId, NodeId)> {
        let class = shape().class(name);
        let lefts = (0..self.left.nodes.len()).filter(|&left| Some(self.left.nodes[left].class) == class);
        lefts.filter_map(|left| Some((left, self.to_right[left]?.0))).collect()
    }

    /// The nodes of a class that have no partner yet.
    pub(super) fn single(&self, side: Side, class: ClassId) -> impl Iterator<Item = NodeId> {
        let nodes = &self.graph(side).nodes;
        (0..nodes.len()).filter(move |&at| nodes[at].class == class && !self.is_paired(side, at))
    }

    /// What a reference has in common with those of the other side.
    pub(super) fn same(&self, side: Side, name: Name) -> Same {
        let node = self.graph(side).find(name);
        let pair = match side {
            Side::Left => node.filter(|&left| self.to_right[left].is_some()),
            Side::Right => node.and_then(|right| self.to_left[right]),
        };
        pair.map_or(Same::Name(name), Same::Pair)
    }

    fn by_id(&mut self) {
        for left in 0..self.left.nodes.len() {
            let node = &self.left.nodes[left];
            if self.names.text(node.name).starts_with("_:") {
                continue;
            }
            let is_same = |&at: &NodeId| {
                let other = &self.right.nodes[at];
                other.class == node.class && !node.is_shared && !other.is_shared
            };
            if let Some(right) = self.right.find(node.name).filter(is_same) {
                self.join(left, right, Matched::Id);
            }
        }
    }

    /// Joins what has one natural key, if it is the only one of that key on both sides.
    fn by_key(&mut self, name: &str) {
        let Some(class) = shape().class(name) else { return };
        let Some(rule) = naming::RULES.iter().find(|rule| rule.class == name) else { return };
        for key in rule.keys.iter().filter(|key| !key.owned) {
            self.where_equal(class, key.fields, true);
        }
        if LOOSE.contains(&name) {
            for last in rule.keys.iter().filter_map(|key| key.fields.last()) {
                self.where_equal(class, std::slice::from_ref(last), false);
            }
            self.where_labelled(class);
        }
    }

    /// Joins nodes whose fields are equal. Two nodes with ids of their own need the whole of a key.
    fn where_equal(&mut self, class: ClassId, fields: &[&str], whole: bool) {
        let telling = fields.last().and_then(|last| shape()[class].field(last));
        let is_name = telling.is_some_and(|field| matches!(field.kind, Kind::Text));
        let matched = if is_name { Matched::Name } else { Matched::Identifier };
        self.join_unique(class, matched, whole, |pairs, side, node| pairs.key(side, node, fields, 0));
    }

    /// Joins nodes of one label: a name in a further language leaves them the same.
    fn where_labelled(&mut self, class: ClassId) {
        self.join_unique(class, Matched::Name, false, |pairs, side, node| {
            pairs.graph(side).nodes[node].label(pairs.names).map(folded)
        });
    }

    fn join_unique(
        &mut self,
        class: ClassId,
        matched: Matched,
        whole: bool,
        key: impl Fn(&Self, Side, NodeId) -> Option<String>,
    ) {
        let keyed = |side| by_key(self.single(side, class), |node| key(self, side, node));
        for (left, right) in unique_pairs(keyed(Side::Left), &keyed(Side::Right)) {
            let both_named = self.left.nodes[left].is_named && self.right.nodes[right].is_named;
            if whole || !both_named {
                self.join(left, right, matched);
            }
        }
    }

    /// The values of some fields as one text; none where the last field has none.
    fn key(&self, side: Side, node: NodeId, fields: &[&str], depth: usize) -> Option<String> {
        let node = &self.graph(side).nodes[node];
        node.values_of(fields.last()?).first()?;
        let mut key = String::new();
        for field in fields {
            key.push('\n');
            let kind = node.class().field(field).map(|field| &field.kind);
            for value in node.values_of(field) {
                match (&value.item, kind) {
                    (Item::Ref(name), _) => key.push_str(&self.key_of(side, *name, depth + 1)),
                    (Item::Text(text), Some(kind)) if time::is_moment(kind) => key.push_str(&time::canonical(text)),
                    (Item::Text(text), _) => key.push_str(&folded(text)),
                }
                key.push('\t');
            }
        }
        Some(key)
    }

    /// What stands in a key for a node that it refers to.
    fn key_of(&self, side: Side, name: Name, depth: usize) -> String {
        let same = self.same(side, name);
        let Some(node) = self.graph(side).find(name).filter(|_| matches!(same, Same::Name(_)) && depth < DEEPEST)
        else {
            return format!("{same:?}");
        };
        let class = self.graph(side).nodes[node].class();
        let rule = naming::RULES.iter().find(|rule| rule.class == class.name);
        let mut keys = rule.into_iter().flat_map(|rule| rule.keys);
        let key = keys.find_map(|Key { fields, .. }| self.key(side, node, fields, depth));
        key.unwrap_or_else(|| format!("{same:?}"))
    }

    /// A dataset is the same whatever it is called, if there is no other.
    fn only_dataset(&mut self) {
        let Some(class) = shape().class("Dataset") else { return };
        let only = |side| {
            let mut single = self.single(side, class);
            single.next().filter(|_| single.next().is_none())
        };
        if let (Some(left), Some(right)) = (only(Side::Left), only(Side::Right)) {
            self.join(left, right, Matched::Likeness);
        }
    }
}

/// Nodes by a key, those without one left out.
pub(super) fn by_key(
    nodes: impl Iterator<Item = NodeId>,
    key: impl Fn(NodeId) -> Option<String>,
) -> HashMap<String, Vec<NodeId>> {
    let mut keyed: HashMap<String, Vec<NodeId>> = HashMap::new();
    for node in nodes {
        if let Some(key) = key(node) {
            keyed.entry(key).or_default().push(node);
        }
    }
    keyed
}

/// The nodes that are the only ones of a key on both sides, in the order of the left one.
pub(super) fn unique_pairs(
    lefts: HashMap<String, Vec<NodeId>>,
    rights: &HashMap<String, Vec<NodeId>>,
) -> Vec<(NodeId, NodeId)> {
    let only = |(key, nodes): (String, Vec<NodeId>)| match (nodes.as_slice(), rights.get(&key).map(Vec::as_slice)) {
        ([left], Some([right])) => Some((*left, *right)),
        _ => None,
    };
    let mut pairs: Vec<(NodeId, NodeId)> = lefts.into_iter().filter_map(only).collect();
    pairs.sort_unstable();
    pairs
}
