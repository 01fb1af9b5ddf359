//! Checks over a whole input: ids used twice, references that lead nowhere, to the wrong type or in a circle, sessions
//! that are in one room at once or need one person at once, and those that are not in the days of their edition.
//!
//! What is kept of a record outlives its text: hashes, times and places in rows of fixed size. A reference takes 32
//! bytes, a session 88, somebody who speaks in one 24.

use twox_hash::XxHash3_64;

use super::Check;
use super::structure::Observer;
use crate::diagnostic::Diagnostic;
use crate::doc::{Node, Path};
use crate::rdf::names::Names;
use crate::shape::{ClassId, shape};
use crate::source::Span;
use crate::vocab;

pub mod circle;
pub mod clash;
mod edition;
mod programme;
pub mod reference;
mod spot;

use spot::{Mark, Spot};
pub use spot::{Sources, Text};

/// What is kept of some records.
#[derive(Debug, Default)]
pub struct Index {
    references: reference::References,
    links: Vec<circle::Link>,
    editions: Vec<edition::Days>,
    programme: programme::Programme,
}

impl Index {
    /// Adds what was collected from later records.
    pub fn append(&mut self, mut later: Index) {
        self.references.append(later.references);
        self.links.append(&mut later.links);
        self.editions.append(&mut later.editions);
        self.programme.append(later.programme);
    }

    /// What is wrong across records, in the order of the inputs.
    #[must_use]
    pub fn findings(mut self, sources: &Sources) -> Vec<Diagnostic> {
        let mut findings = Findings { sources, found: Vec::new() };
        self.references.check(&mut findings);
        self.editions.sort_unstable_by_key(edition::Days::key);
        edition::check(&self.editions, &self.programme.sessions, &mut findings);
        let links = circle::Links::new(self.links);
        links.check(&mut findings);
        clash::check(&mut self.programme, &links, &self.references, &mut findings);
        findings.found.sort_by_key(|(spot, finding)| (*spot, finding.id));
        findings.found.into_iter().map(|(_, finding)| finding).collect()
    }
}

/// The checks that compare records, whose findings depend on which files are looked at together.
static ACROSS: &[&Check] = &[
    &clash::PERSON,
    &clash::ROOM,
    &reference::DUPLICATE_ID,
    &circle::CIRCULAR,
    &reference::DANGLING,
    &reference::SAME_KEY,
    &reference::WRONG_TYPE,
    &super::time::edition::OUTSIDE_EDITION,
];

/// Whether what a check finds depends on which files are looked at together.
#[must_use]
pub fn finds(id: &str) -> bool {
    ACROSS.iter().any(|check| check.id == id)
}

/// What was found so far, each with its spot.
struct Findings<'s> {
    sources: &'s Sources,
    found: Vec<(Spot, Diagnostic)>,
}

impl Findings<'_> {
    /// Tells a finding; `say` adds what it says beside its message.
    fn tell(
        &mut self,
        check: &Check,
        spot: Spot,
        message: impl Into<String>,
        say: impl FnOnce(Diagnostic, &Sources) -> Diagnostic,
    ) {
        debug_assert!(finds(check.id), "{} is not among those that compare records", check.id);
        let finding = Diagnostic::in_place(check.id, check.severity, spot.place(self.sources), message);
        self.found.push((spot, say(finding, self.sources)));
    }
}

/// Collects from one record.
pub struct Collector<'c> {
    index: &'c mut Index,
    file: u32,
    text: Text<'c>,
    catalogue: bool,
}

impl<'c> Collector<'c> {
    /// `file` is the number of the input. Ids and references are always collected; the rest, which the checks of the
    /// catalogue need, where `catalogue` says so.
    pub fn new(index: &'c mut Index, file: u32, text: Text<'c>, catalogue: bool) -> Self {
        Self { index, file, text, catalogue }
    }

    fn mark(&mut self, span: Span) -> Mark {
        self.text.mark(span)
    }

    fn spot(&mut self, span: Span) -> Spot {
        Spot { file: self.file, mark: self.text.mark(span) }
    }

    /// A node with an id, by which others may refer to it.
    fn named(&mut self, node: &Node, id: u64) {
        self.link(node, id);
        self.days(node, id);
    }
}

impl Observer for Collector<'_> {
    fn record(&mut self, node: &Node, class: ClassId, path: &Path) {
        let id = node.get("id").and_then(|id| Some((hash(id.as_str()?), id.span)));
        if let Some((id, span)) = id {
            let spot = self.spot(span);
            self.index.references.define(id, spot, class);
        } else if let Some(iri) = Names::minted(node, class) {
            let spot = self.spot(node.head());
            self.index.references.define_by_key(hash(&iri), spot, class);
        }
        if self.catalogue {
            if let Some((id, _)) = id {
                self.named(node, id);
            }
            match shape()[class].name.as_str() {
                "Session" => self.session(node, id.map_or(0, |(id, _)| id), path),
                "Edition" => self.venue_of(node, "place"),
                "Place" => self.venue_of(node, "containedInPlace"),
                _ => {}
            }
        }
    }

    fn inner(&mut self, node: &Node) {
        let Some(text) = node.text("id") else { return };
        let id = hash(text);
        if text.starts_with('#') {
            self.index.references.inner(id);
        }
        if self.catalogue {
            self.named(node, id);
        }
    }

    fn reference(&mut self, text: &str, span: Span, classes: &[ClassId]) {
        let spot = self.spot(span);
        self.index.references.mention(hash(text), spot, classes, text.starts_with('#'));
    }
}

/// What stands for an id, in whichever form it is written.
fn hash(reference: &str) -> u64 {
    let curie = if reference.contains("://") { None } else { vocab::expand(reference) };
    XxHash3_64::oneshot(curie.as_deref().unwrap_or(reference).as_bytes())
}

/// What stands for a reference, or for a node by its id.
fn hash_of(node: &Node) -> Option<u64> {
    node.as_str().or_else(|| node.text("id")).map(hash)
}
