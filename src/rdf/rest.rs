//! What no record holds of the statements of RDF, to be written through.

use std::collections::{HashMap, HashSet};

use super::graph::{Statement, Term};
use super::names::Names;
use super::placing::Placed;
use crate::doc::Node;
use crate::shape::shape;

/// Statements that no record holds. The nodes without IRI in them may be in records: these get their IRIs later.
#[derive(Debug, Default)]
pub struct Rest {
    pub statements: Vec<Statement>,
    pub blanks: Vec<Blank>,
}

impl Rest {
    /// The statements in an order of their own. Nodes without IRI have that which their record gets with `base`; the others
    /// are numbered, with `file` to tell inputs apart.
    #[must_use]
    pub fn finish<'b>(self, records: &[Node], base: impl Fn(&Node) -> Option<&'b str>, file: u32) -> Vec<Statement> {
        let names = self.names(records, base);
        let mut labels: HashMap<String, String> = HashMap::new();
        let mut name = |name: &mut String| {
            if name.starts_with("_:") {
                let next = labels.len();
                *name = match names.get(name) {
                    Some(iri) => iri.clone(),
                    None => labels.entry(std::mem::take(name)).or_insert_with(|| format!("_:f{file}b{next}")).clone(),
                };
            }
        };
        let mut statements = self.statements;
        statements.sort_by_key(|statement| statement.spans.subject.start);
        for statement in &mut statements {
            name(&mut statement.subject);
            if let Term::Node(node) = &mut statement.object {
                name(node);
            }
        }
        let key = |told: &Statement| (told.subject.clone(), told.predicate.clone(), format!("{:?}", told.object));
        statements.sort_by_cached_key(key);
        statements.dedup_by(|later, first| key(later) == key(first));
        statements
    }

    /// The IRIs that nodes without one get in their records.
    fn names<'b>(&self, records: &[Node], base: impl Fn(&Node) -> Option<&'b str>) -> HashMap<String, String> {
        let of = |at: usize| {
            let record = records.get(at)?;
            let class = record.text("type").and_then(|name| shape().class(name))?;
            Names::of(record, class, base(record)).ok()
        };
        let mut found = HashMap::new();
        for blanks in self.blanks.chunk_by(|left, right| left.record == right.record) {
            let Some(names) = of(blanks[0].record) else { continue };
            for blank in blanks {
                if let Some(iri) = blank.find(records).and_then(|node| names.get(node)) {
                    found.entry(blank.label.clone()).or_insert_with(|| iri.to_owned());
                }
            }
        }
        found
    }
}

/// A node without IRI that a record holds.
#[derive(Debug, Clone)]
pub struct Blank {
    /// The name in [`Rest::statements`].
    pub label: String,
    /// Which of the records, and the way to the node in it: the member of each object, and the item of its list.
    pub record: usize,
    pub way: Vec<(usize, usize)>,
}

impl Blank {
    /// The node in the records that were read.
    #[must_use]
    pub fn find<'r, 's>(&self, records: &'r [Node<'s>]) -> Option<&'r Node<'s>> {
        self.way.iter().try_fold(records.get(self.record)?, |node, &(member, item)| {
            node.as_object()?.get(member)?.node.items().get(item)
        })
    }
}

/// What is needed to tell what no record holds.
#[derive(Default)]
pub(super) struct Kept {
    pub(super) lost: Vec<Statement>,
    /// Statements that went into the pool.
    pub(super) taken: Vec<Statement>,
    pub(super) placed: Placed,
}

impl Kept {
    pub(super) fn rest(self) -> Rest {
        let Self { lost: mut statements, taken, placed } = self;
        let dropped: HashSet<(&str, &str)> =
            placed.dropped.iter().map(|(node, target)| (node.as_str(), target.as_str())).collect();
        let is_left = |told: &Statement| {
            placed.homeless.contains(told.subject.as_str())
                || matches!(&told.object, Term::Node(target) if dropped.contains(&(told.subject.as_str(), target.as_str())))
        };
        statements.extend(taken.into_iter().filter(is_left));
        Rest { statements, blanks: placed.blanks }
    }
}
