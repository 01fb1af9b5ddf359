//! The store itself: statements, and the answers to queries.

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::Term;

mod ask;
mod fault;
mod guard;
mod index;
pub mod protocol;
mod survey;
mod syntax;
mod table;
mod term;
mod view;
mod write;

pub use ask::{Query, ask};
pub use fault::Fault;
pub use write::Answer;

pub use index::{Disk, Progress};
use index::{Filling, Index};

/// Statements that can be asked by SPARQL, from any number of threads.
#[derive(Debug, Default)]
pub struct Store {
    index: Index,
}

/// Takes the statements of a store.
#[derive(Debug, Default)]
pub struct Builder {
    filling: Filling,
}

impl Builder {
    /// Adds statements in N-Quads; those in no graph stand in the default graph.
    ///
    /// # Errors
    /// With what is wrong, where the text is not N-Quads; the statements before it are added.
    pub fn add(&mut self, nquads: &[u8]) -> Result<(), String> {
        // What comes from our own readers was looked at there.
        for quad in RdfParser::from_format(RdfFormat::NQuads).lenient().for_slice(nquads) {
            self.filling.add(quad.map_err(|error| error.to_string())?);
        }
        Ok(())
    }

    /// The store of all that was added.
    #[must_use]
    pub fn finish(self) -> Store {
        Store { index: self.filling.finish() }
    }
}

impl Store {
    /// How many statements there are; one in two graphs counts twice.
    #[must_use]
    pub fn len(&self) -> usize {
        self.index.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The named graphs, sorted: IRIs as they are, blank nodes with `_:`.
    #[must_use]
    pub fn graphs(&self) -> Vec<String> {
        let name = |term: &Term| match term {
            Term::NamedNode(node) => node.as_str().to_owned(),
            other => other.to_string(),
        };
        let mut names: Vec<String> = self.index.graphs().iter().map(|graph| name(&graph.name)).collect();
        names.sort_unstable();
        names
    }
}
