//! Records of several sources as one set: who is who, one IRI for each, one value where there is room for one, and who said what.
//!
//! A [`World`] holds the statements of all sources, each knowing its source. [`merge`] is a function of it and of the
//! [`Rules`]: neither the order of the inputs nor the number of threads nor the clock changes a byte. Records of one entity are
//! found (`exact`, `likely`), kept apart where they must be (`apart`), put together (`cluster`), named (`ledger`), and what
//! they say is chosen from (`survive`). What comes of it is written as records (`record`) and as named graphs (`dataset`).

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Error;

mod acronym;
mod apart;
mod cells;
mod circle;
mod cluster;
mod codes;
pub mod compare;
mod contract;
pub mod dataset;
pub mod decisions;
mod exact;
pub mod explain;
mod fields;
pub mod ledger;
mod likely;
pub mod links;
mod name;
pub mod opt_out;
mod parts;
pub mod record;
pub mod register;
pub mod settings;
mod survive;
pub mod table;
pub mod world;

pub use crate::link::name::Part;
pub use apart::CannotLink;
pub use cluster::{Found, Link, Why};
pub use survive::{Conflict, Statement};

use decisions::Decisions;
use ledger::Ledger;
use settings::Settings;
use world::{NodeId, World};

/// What decides beside the statements.
#[derive(Debug, Default)]
pub struct Rules {
    pub settings: Settings,
    pub decisions: Decisions,
    pub ledger: Ledger,
    /// The weight over which records become one, in thousandths of bits; none to use exact keys alone.
    pub threshold: Option<i64>,
    /// The weight from which a pair is worth somebody's look.
    pub review: i64,
}

/// All that came of a merge.
#[derive(Debug)]
pub struct Merged {
    pub found: Found,
    /// In the order of their IRIs.
    pub entities: Vec<Entity>,
    /// The place of each node's entity in `entities`.
    pub of: Vec<usize>,
    pub conflicts: Vec<Conflict>,
    /// The ledger of the next run.
    pub ledger: Ledger,
    /// IRIs that are no longer in use, with the one that took their place; none where nothing is left.
    pub retired: BTreeMap<String, Option<String>>,
}

/// Something that sources speak of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    pub iri: String,
    pub class: crate::shape::ClassId,
    /// The records that are of it, ascending.
    pub members: Vec<NodeId>,
    /// What is said of it in the end, in the order of fields.
    pub statements: Vec<Statement>,
}

/// Merges the statements of a world.
///
/// # Errors
/// When the decisions contradict each other.
pub fn merge(world: &World, rules: &Rules) -> Result<Merged, Error> {
    let found = link(world, rules)?;
    let naming = name::name(world, &found, &rules.ledger);
    let survived = survive::survive(world, &found, &naming.iris, &rules.settings);
    let mut merged = Merged {
        of: vec![usize::MAX; world.nodes().len()],
        entities: survived.entities,
        conflicts: survived.conflicts,
        ledger: naming.ledger,
        retired: naming.retired,
        found,
    };
    merged.settle();
    Ok(merged)
}

/// Finds which records are of one entity.
///
/// # Errors
/// When the decisions contradict each other.
pub fn link(world: &World, rules: &Rules) -> Result<Found, Error> {
    rules.decisions.check()?;
    Ok(cluster::find(world, rules))
}

impl Merged {
    /// Puts entities in the order of their IRIs, and ends circles of parts.
    fn settle(&mut self) {
        self.entities.sort_by(|one, other| (&one.iri, one.class).cmp(&(&other.iri, other.class)));
        for (at, entity) in self.entities.iter().enumerate() {
            entity.members.iter().for_each(|node| self.of[*node] = at);
        }
        circle::open(&mut self.entities, &mut self.conflicts);
        self.conflicts.sort_unstable();
    }

    /// The entity of a node.
    #[must_use]
    pub fn entity(&self, node: NodeId) -> Option<&Entity> {
        self.entities.get(*self.of.get(node)?)
    }

    /// The sources that some statements come from.
    #[must_use]
    pub fn supporters(&self) -> BTreeSet<&BTreeSet<usize>> {
        self.entities.iter().flat_map(|entity| &entity.statements).map(|statement| &statement.sources).collect()
    }
}
