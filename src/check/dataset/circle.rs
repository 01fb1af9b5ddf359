//! What is part of what: chains of records by their ids, and those that run in a circle.

use super::{Collector, Findings, Spot, hash_of};
use crate::check::{Run, check};
use crate::doc::Node;

check! {
    /// ## What it finds
    /// A record that is, by its own `partOf`, `unitOf`, `containedInPlace` or `broader` and those of the records that it
    /// names, a part of itself.
    ///
    /// ## Why it matters
    /// Nothing can be inside itself, and a program that walks from the part to the whole never ends.
    ///
    /// ## Example
    /// Bad: `#a` with `"partOf": "#b"`, and `#b` with `"partOf": "#a"`
    ///
    /// Good: `#a` with `"partOf": "#b"`, and `#b` without `partOf`
    ///
    /// ## How to mend
    /// Remove or correct the link of the record that is the whole.
    CIRCULAR = "reference/circular", Error, Run::Elsewhere
}

/// Fields that lead from the part to the whole.
const RELATIONS: [&str; 4] = ["partOf", "unitOf", "containedInPlace", "broader"];
const PART_OF: u8 = 0;
const CONTAINED_IN: u8 = 2;
/// Wholes of wholes that are looked at; no programme is nested deeper.
const DEPTH: usize = 16;
/// Further links of a circle that a finding shows.
const SHOWN: usize = 8;

/// A part and its whole, both by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Link {
    from: u64,
    /// Position in [`RELATIONS`].
    relation: u8,
    spot: Spot,
    to: u64,
}

impl Collector<'_> {
    /// Keeps how a node with an id is linked to its wholes.
    pub(super) fn link(&mut self, node: &Node, from: u64) {
        for (relation, name) in (0..).zip(RELATIONS) {
            let Some(whole) = node.get(name) else { continue };
            let Some(to) = hash_of(whole) else { continue };
            let spot = self.spot(whole.get("id").unwrap_or(whole).span);
            self.index.links.push(Link { from, relation, spot, to });
        }
    }
}

/// All links of the input, to look up.
#[derive(Debug)]
pub(super) struct Links(Vec<Link>);

impl Links {
    pub(super) fn new(mut links: Vec<Link>) -> Self {
        links.sort_unstable();
        // Where an id is used twice, the first record counts.
        links.dedup_by_key(|link| (link.from, link.relation));
        Self(links)
    }

    fn position(&self, from: u64, relation: u8) -> Option<usize> {
        self.0.binary_search_by_key(&(from, relation), |link| (link.from, link.relation)).ok()
    }

    /// Whether a session whose whole is `parent` is, over any number of steps, part of another one.
    pub(super) fn is_within(&self, parent: u64, other: u64) -> bool {
        let whole = |part: &u64| self.position(*part, PART_OF).map(|at| self.0[at].to);
        let mut wholes = std::iter::successors((parent != 0).then_some(parent), whole);
        other != 0 && wholes.by_ref().take(DEPTH).any(|whole| whole == other)
    }

    /// The places that others are inside of.
    pub(super) fn containers(&self) -> impl Iterator<Item = u64> {
        self.0.iter().filter(|link| link.relation == CONTAINED_IN).map(|link| link.to)
    }

    /// Tells each circle once, at its first link in the order of the inputs.
    pub(super) fn check(&self, findings: &mut Findings) {
        // The number of the walk that came by.
        let mut walks = vec![0_usize; self.0.len()];
        for start in 0..self.0.len() {
            let mut at = Some(start);
            while let Some(link) = at.filter(|&link| walks[link] == 0) {
                walks[link] = start + 1;
                at = self.position(self.0[link].to, self.0[link].relation);
            }
            if let Some(link) = at.filter(|&link| walks[link] == start + 1) {
                circular(&self.circle(link), findings);
            }
        }
    }

    /// The links of a circle, from the first in the order of the inputs on.
    fn circle(&self, start: usize) -> Vec<Link> {
        let next = |link: &Link| self.position(link.to, link.relation).map(|at| self.0[at]);
        let first = self.0[start];
        let mut circle = vec![first];
        circle.extend(std::iter::successors(next(&first), next).take_while(|link| *link != first));
        let head = (0..circle.len()).min_by_key(|&at| circle[at].spot).unwrap_or_default();
        circle.rotate_left(head);
        circle
    }
}

fn circular(circle: &[Link], findings: &mut Findings) {
    let [first, rest @ ..] = circle else { return };
    let name = RELATIONS[first.relation as usize];
    let message = match rest.len() {
        0 => format!("this record is given as its own {name}"),
        more => format!("this {name} leads back to its own record, over {}", crate::diagnostic::counted(more, "other")),
    };
    findings.tell(&CIRCULAR, first.spot, message, |finding, sources| {
        let finding = rest
            .iter()
            .take(SHOWN)
            .fold(finding, |finding, link| finding.relate(link.spot.place(sources), "and on from here"));
        finding.help(format!("remove or correct the {name} of the record that is the whole"))
    });
}
