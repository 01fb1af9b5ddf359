//! Hashes of blank nodes: by their own statements, and by the nodes around them.

use std::collections::BTreeMap;

use super::permutation;
use super::quad::{Position, Quad};
use super::{Algorithm, Issuer, NodeId, TooMuchWork};

/// Nodes that may lead on to each other; each takes some of the stack.
pub(super) const DEPTH: usize = 5_000;

/// The hashes of a dataset's blank nodes.
pub(super) struct Degrees<'q> {
    quads: &'q [Quad<'q>],
    /// The statements of each node.
    mentions: Vec<Vec<usize>>,
    first: Vec<String>,
    algorithm: Algorithm,
    /// What is left of the work.
    work: u64,
    /// The labels that are settled.
    pub(super) canonical: Issuer,
}

impl<'q> Degrees<'q> {
    pub(super) fn new(quads: &'q [Quad<'q>], nodes: usize, algorithm: Algorithm, work: u64) -> Self {
        let mut mentions = vec![Vec::new(); nodes];
        for (at, quad) in quads.iter().enumerate() {
            for (_, node) in quad.nodes() {
                if mentions[node].last() != Some(&at) {
                    mentions[node].push(at);
                }
            }
        }
        let first = (0..nodes).map(|node| first(node, quads, &mentions[node], algorithm)).collect();
        Self { quads, mentions, first, algorithm, work, canonical: Issuer::canonical() }
    }

    /// The hash of a node's own statements (RDFC-1.0, 4.6).
    pub(super) fn first(&self, node: NodeId) -> &str {
        &self.first[node]
    }

    /// The hash of a node by all that it leads to, with the nodes in the order in which they were met (4.8).
    pub(super) fn many(&mut self, node: NodeId) -> Result<(String, Vec<NodeId>), TooMuchWork> {
        let mut issuer = Issuer::temporary();
        issuer.issue(node);
        let hash = self.around(node, &mut issuer, 0)?;
        Ok((hash, issuer.since(0).to_vec()))
    }

    fn spend(&mut self, work: usize) -> Result<(), TooMuchWork> {
        self.work = self.work.checked_sub(work as u64).ok_or(TooMuchWork)?;
        Ok(())
    }

    fn around(&mut self, node: NodeId, issuer: &mut Issuer, depth: usize) -> Result<String, TooMuchWork> {
        if depth > DEPTH {
            return Err(TooMuchWork);
        }
        self.spend(1 + self.mentions[node].len())?;
        let mut data = String::new();
        for (hash, mut related) in self.related(node, issuer) {
            data.push_str(&hash);
            related.sort_unstable();
            let path = self.shortest(&mut related, issuer, depth)?;
            data.push_str(&path);
        }
        Ok(self.algorithm.hash(data.as_bytes()))
    }

    /// The nodes beside a node, by the hash of how they are related.
    fn related(&self, node: NodeId, issuer: &Issuer) -> BTreeMap<String, Vec<NodeId>> {
        let mut related: BTreeMap<String, Vec<NodeId>> = BTreeMap::new();
        for &at in &self.mentions[node] {
            let quad = &self.quads[at];
            for (position, other) in quad.nodes().filter(|(_, other)| *other != node) {
                related.entry(self.relation(other, quad, issuer, position)).or_default().push(other);
            }
        }
        related
    }

    /// The hash of a relation (4.7).
    fn relation(&self, other: NodeId, quad: &Quad, issuer: &Issuer, position: Position) -> String {
        let mut input = String::from(position.letter());
        if position != Position::Graph {
            input.push_str(quad.predicate());
        }
        if self.canonical.has(other) {
            input.push_str(&self.canonical.name(other));
        } else if issuer.has(other) {
            input.push_str(&issuer.name(other));
        } else {
            input.push_str(&self.first[other]);
        }
        self.algorithm.hash(input.as_bytes())
    }

    /// Tries all orders of nodes that are related alike; issues the labels of the one with the least path.
    fn shortest(&mut self, nodes: &mut [NodeId], issuer: &mut Issuer, depth: usize) -> Result<String, TooMuchWork> {
        let start = issuer.count();
        let mut chosen: Option<(String, Vec<NodeId>)> = None;
        loop {
            self.spend(nodes.len())?;
            let least = chosen.as_ref().map(|(path, _)| path.as_str());
            if let Some(path) = self.path(nodes, issuer, least, depth)? {
                chosen = Some((path, issuer.since(start).to_vec()));
            }
            issuer.take_back(start);
            if !permutation::next(nodes) {
                break;
            }
        }
        let (path, issued) = chosen.unwrap_or_default();
        for node in issued {
            issuer.issue(node);
        }
        Ok(path)
    }

    /// The path of one order; none where it is no less than the least so far.
    fn path(
        &mut self,
        nodes: &[NodeId],
        issuer: &mut Issuer,
        least: Option<&str>,
        depth: usize,
    ) -> Result<Option<String>, TooMuchWork> {
        let is_longer = |path: &str| least.is_some_and(|least| path.len() >= least.len() && path > least);
        let (mut path, mut unknown) = (String::new(), Vec::new());
        for &node in nodes {
            if self.canonical.has(node) {
                path.push_str(&self.canonical.name(node));
            } else {
                if !issuer.has(node) {
                    unknown.push(node);
                }
                path.push_str(&issuer.issue(node));
            }
            if is_longer(&path) {
                return Ok(None);
            }
        }
        for node in unknown {
            let hash = self.around(node, issuer, depth + 1)?;
            path.push_str(&issuer.issue(node));
            path.extend(["<", &hash, ">"]);
            if is_longer(&path) {
                return Ok(None);
            }
        }
        Ok(least.is_none_or(|least| path.as_str() < least).then_some(path))
    }
}

fn first(node: NodeId, quads: &[Quad], mentions: &[usize], algorithm: Algorithm) -> String {
    let mut lines: Vec<String> =
        mentions.iter().map(|&at| quads[at].named(|other| if other == node { "_:a" } else { "_:z" })).collect();
    lines.sort_unstable();
    let mut text = String::new();
    for line in lines {
        text.push_str(&line);
        text.push('\n');
    }
    algorithm.hash(text.as_bytes())
}
