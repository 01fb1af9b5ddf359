//! RDF Dataset Canonicalization, RDFC-1.0: the same N-Quads for all datasets that differ only in the labels of blank
//! nodes and the order of statements.
//!
//! The work that the algorithm takes can grow beyond all bounds on datasets made for it, so it is counted and limited.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::ops::Range;

use sha2::{Digest, Sha256, Sha384};

mod degree;
mod issuer;
mod permutation;
mod quad;

use degree::Degrees;
use issuer::Issuer;
use quad::Quad;

/// What the hashes are made with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Algorithm {
    #[default]
    Sha256,
    Sha384,
}

impl Algorithm {
    /// The hash of a text, in hexadecimal digits.
    #[must_use]
    pub fn hash(self, text: &[u8]) -> String {
        match self {
            Algorithm::Sha256 => hexadecimal(&Sha256::digest(text)),
            Algorithm::Sha384 => hexadecimal(&Sha384::digest(text)),
        }
    }

    /// The name that people give it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Algorithm::Sha256 => "sha256",
            Algorithm::Sha384 => "sha384",
        }
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Strings do not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The work limit was passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMuchWork;

/// The work that is enough for all data but that made to need more: the W3C's evil tests take less than a hundredth.
pub const WORK: u64 = 2_000_000;

/// The canonical form of N-Quads. These have to be written as ours are: a statement a line, terms in canonical form,
/// single blanks between them.
///
/// `work` is how many statements and orders of blank nodes may be looked at to tell alike nodes apart.
///
/// # Errors
/// When it takes more work.
pub fn canonical(nquads: &str, algorithm: Algorithm, work: u64) -> Result<String, TooMuchWork> {
    let escaped = quad::escaped(nquads);
    let mut lines: Vec<&str> = escaped.lines().collect();
    lines.sort_unstable();
    lines.dedup();
    let (blank, plain): (Vec<&str>, Vec<&str>) = lines.into_iter().partition(|line| quad::has_blank(line));
    let mut labels = HashMap::new();
    let quads: Vec<Quad> = blank.iter().map(|line| Quad::of(line, &mut labels)).collect();
    let issued = on_large_stack(|| issue(&quads, labels.len(), algorithm, work)).ok_or(TooMuchWork)??;
    let mut named: Vec<String> = quads.iter().map(|quad| quad.named(|node| issued.name(node))).collect();
    named.sort_unstable();
    Ok(merged(&plain, &named, escaped.len()))
}

/// Runs what calls itself for nodes that lead on to each other.
fn on_large_stack<T: Send>(work: impl FnOnce() -> T + Send) -> Option<T> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        thread.ok()?.join().ok()
    })
}

/// Two sorted lists of lines as one text.
fn merged(plain: &[&str], named: &[String], size: usize) -> String {
    let mut text = String::with_capacity(size);
    let (mut plain, mut named) = (plain.iter().copied().peekable(), named.iter().map(String::as_str).peekable());
    loop {
        let from_plain = match (plain.peek(), named.peek()) {
            (Some(one), Some(other)) => one <= other,
            (Some(_), None) => true,
            (None, Some(_)) => false,
            (None, None) => return text,
        };
        let line = if from_plain { plain.next() } else { named.next() };
        text.push_str(line.unwrap_or_default());
        text.push('\n');
    }
}

/// Enough for the depth that the search may have.
const STACK: usize = degree::DEPTH * (8 << 10);

/// A blank node by its number.
type NodeId = usize;

/// Gives every blank node its canonical label (RDFC-1.0, 4.4.3).
fn issue(quads: &[Quad], nodes: usize, algorithm: Algorithm, work: u64) -> Result<Issuer, TooMuchWork> {
    let mut degrees = Degrees::new(quads, nodes, algorithm, work);
    let mut order: Vec<NodeId> = (0..nodes).collect();
    order.sort_by(|&one, &other| degrees.first(one).cmp(degrees.first(other)));
    let groups = groups(&order, |one, other| degrees.first(one) == degrees.first(other));
    for group in groups.iter().filter(|group| group.len() == 1) {
        degrees.canonical.issue(order[group.start]);
    }
    for group in groups.iter().filter(|group| group.len() > 1) {
        let mut results: Vec<(String, Vec<NodeId>)> = Vec::new();
        for &node in &order[group.clone()] {
            if !degrees.canonical.has(node) {
                results.push(degrees.many(node)?);
            }
        }
        results.sort_by(|one, other| one.0.cmp(&other.0));
        for node in results.into_iter().flat_map(|(_, nodes)| nodes) {
            degrees.canonical.issue(node);
        }
    }
    Ok(degrees.canonical)
}

/// The ranges of nodes that follow each other and are alike.
fn groups(order: &[NodeId], alike: impl Fn(NodeId, NodeId) -> bool) -> Vec<Range<usize>> {
    let mut groups: Vec<Range<usize>> = Vec::new();
    for at in 0..order.len() {
        match groups.last_mut() {
            Some(last) if alike(order[last.start], order[at]) => last.end = at + 1,
            _ => groups.push(at..at + 1),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical_of(text: &str) -> String {
        canonical(text, Algorithm::Sha256, WORK).unwrap()
    }

    #[test]
    fn labels_and_order_do_not_matter() {
        let one = "_:a <http://e.org/p> _:b .\n_:b <http://e.org/p> \"x\"@en <http://e.org/g> .\n";
        let other = "_:q <http://e.org/p> \"x\"@en <http://e.org/g> .\n_:p <http://e.org/p> _:q .\n";
        assert_eq!(canonical_of(one), canonical_of(other));
        assert!(canonical_of(one).contains("_:c14n1"));
    }

    #[test]
    fn alike_nodes_are_told_apart_by_what_is_around_them() {
        let ring = |labels: [&str; 4]| {
            let line = |at: usize| format!("_:{} <http://e.org/p> _:{} .\n", labels[at], labels[(at + 1) % 4]);
            (0..4).map(line).collect::<String>() + &format!("_:{} <http://e.org/q> _:{} .\n", labels[0], labels[2])
        };
        assert_eq!(canonical_of(&ring(["a", "b", "c", "d"])), canonical_of(&ring(["c", "d", "b", "a"])));
        assert_ne!(
            canonical_of(&ring(["a", "b", "c", "d"])),
            canonical_of(&ring(["a", "b", "c", "d"]).replace("q>", "r>"))
        );
    }

    #[test]
    fn duplicates_go_and_controls_are_escaped() {
        let line = "<http://e.org/a> <http://e.org/p> \"\u{7f}\u{ffff}é\" .\n";
        let escaped = "<http://e.org/a> <http://e.org/p> \"\\u007F\\uFFFFé\" .\n";
        assert_eq!(canonical_of(&line.repeat(2)), escaped);
    }

    #[test]
    fn work_has_a_limit() {
        let names: Vec<String> = (0..9).map(|at| format!("_:n{at}")).collect();
        let mut clique = String::new();
        for one in &names {
            for other in names.iter().filter(|other| *other != one) {
                clique.extend([one.as_str(), " <http://e.org/p> ", other, " .\n"]);
            }
        }
        assert_eq!(canonical(&clique, Algorithm::Sha256, 100_000), Err(TooMuchWork));
        let ring: Vec<String> =
            (0..30_000).map(|at| format!("_:n{at} <http://e.org/p> _:n{} .\n", (at + 1) % 30_000)).collect();
        let ring = ring.concat();
        assert_eq!(canonical(&ring, Algorithm::Sha256, 100_000), Err(TooMuchWork));
    }
}
