//! Issues labels to blank nodes in the order in which it is asked (RDFC-1.0, 4.5).

use std::collections::HashMap;

use super::NodeId;

/// Labels by node. What was issued last can be taken back, so that orders can be tried without copies.
#[derive(Debug, Clone)]
pub(super) struct Issuer {
    prefix: &'static str,
    numbers: HashMap<NodeId, usize>,
    order: Vec<NodeId>,
}

impl Issuer {
    pub(super) fn canonical() -> Self {
        Self { prefix: "c14n", numbers: HashMap::new(), order: Vec::new() }
    }

    pub(super) fn temporary() -> Self {
        Self { prefix: "b", ..Self::canonical() }
    }

    pub(super) fn has(&self, node: NodeId) -> bool {
        self.numbers.contains_key(&node)
    }

    /// The label of a node; empty before it was issued.
    pub(super) fn name(&self, node: NodeId) -> String {
        self.numbers.get(&node).map(|number| format!("_:{}{number}", self.prefix)).unwrap_or_default()
    }

    pub(super) fn issue(&mut self, node: NodeId) -> String {
        let next = self.order.len();
        let number = *self.numbers.entry(node).or_insert(next);
        if number == next {
            self.order.push(node);
        }
        format!("_:{}{number}", self.prefix)
    }

    pub(super) fn count(&self) -> usize {
        self.order.len()
    }

    /// The nodes that have labels, from the one with this number on.
    pub(super) fn since(&self, count: usize) -> &[NodeId] {
        &self.order[count..]
    }

    /// Takes back all labels from this number on.
    pub(super) fn take_back(&mut self, count: usize) {
        for node in self.order.drain(count..) {
            self.numbers.remove(&node);
        }
    }
}
