//! Nodes that are on one side only: which of them are told as records, and which are told by what refers to them.

use std::collections::HashSet;

use super::graph::{Item, Name, Node, NodeId, Value};
use super::pairs::{Pairs, Side};

/// The nodes without partner whose coming or going is told otherwise, by side.
pub(super) struct Unpaired {
    left: Vec<bool>,
    right: Vec<bool>,
}

impl Unpaired {
    pub(super) fn new(pairs: &Pairs) -> Self {
        Self { left: vec![false; pairs.left.nodes.len()], right: vec![false; pairs.right.nodes.len()] }
    }

    /// A reference was told: the node that it names needs no telling, nor do those that it refers to.
    pub(super) fn cover(&mut self, pairs: &Pairs, side: Side, name: Name) {
        let graph = pairs.graph(side);
        let covered = match side {
            Side::Left => &mut self.left,
            Side::Right => &mut self.right,
        };
        let mut open = vec![name];
        while let Some(name) = open.pop() {
            let Some(at) = graph.find(name) else { continue };
            if covered[at] || pairs.is_paired(side, at) {
                continue;
            }
            covered[at] = true;
            open.extend(refs(&graph.nodes[at]));
        }
    }

    /// The nodes of a side that are told as records: every session, and what nothing else tells.
    pub(super) fn told(&mut self, pairs: &Pairs, side: Side) -> Vec<NodeId> {
        let graph = pairs.graph(side);
        let is_session = |at: &NodeId| graph.nodes[*at].class().name == "Session";
        let records = (0..graph.nodes.len()).filter(|&at| !graph.nodes[at].is_part());
        let single: Vec<NodeId> = records.filter(|&at| !pairs.is_paired(side, at)).collect();
        let (mut told, mut others): (Vec<NodeId>, Vec<NodeId>) = single.into_iter().partition(is_session);
        for &session in &told {
            self.cover(pairs, side, graph.nodes[session].name);
        }
        let referred: HashSet<Name> = others.iter().flat_map(|&at| refs(&graph.nodes[at])).collect();
        let order = |&at: &NodeId| {
            let name = graph.nodes[at].name;
            (referred.contains(&name), pairs.names.text(name))
        };
        others.sort_by_key(order);
        for at in others {
            if !self.is_covered(side, at) {
                self.cover(pairs, side, graph.nodes[at].name);
                told.push(at);
            }
        }
        told
    }

    fn is_covered(&self, side: Side, at: NodeId) -> bool {
        match side {
            Side::Left => self.left[at],
            Side::Right => self.right[at],
        }
    }
}

/// What a node refers to, but for the lists of a dataset: what they hold is told for itself.
fn refs(node: &Node) -> impl Iterator<Item = Name> {
    let class = node.class();
    let counts = move |value: &&Value| class.name != "Dataset" || !class.fields[usize::from(value.field)].many;
    node.values.iter().filter(counts).filter_map(|value| match value.item {
        Item::Ref(name) => Some(name),
        Item::Text(_) => None,
    })
}
