//! An embedded store of statements that answers SPARQL 1.1.
//!
//! Statements are indexed here ([`Builder`], [`Store`]); oxigraph's engine evaluates queries over them. [`ask`] answers one
//! query within [`Limits`], [`protocol`] an HTTP request by the SPARQL 1.1 Protocol, without anything of HTTP but the words.
//!
//! The default graph of a query that names none is the union of all graphs, each statement once: the default graph of records
//! and the named graphs of a merge are asked alike. `GRAPH ?g` ranges over the named graphs.

use std::time::Duration;

use oxigraph::io::{RdfFormat, RdfParser};

mod ask;
mod fault;
mod federation;
mod form;
mod guard;
mod index;
pub mod protocol;
mod syntax;
mod table;
mod term;
mod view;
mod write;

pub use ask::{Query, ask};
pub use fault::Fault;
pub use form::{FORMS, Form, Kind, TABLE};
pub use write::Answer;

use index::{Filling, Index};

/// What one query may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// From the beginning to the last byte.
    pub time: Duration,
    /// Bytes of the answer.
    pub bytes: usize,
    /// Solutions, or statements of a graph.
    pub rows: usize,
}

impl std::default::Default for Limits {
    fn default() -> Self {
        Self { time: Duration::from_secs(30), bytes: 256 << 20, rows: 1_000_000 }
    }
}

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
        use oxigraph::model::Term;
        let name = |term: &Term| match term {
            Term::NamedNode(node) => node.as_str().to_owned(),
            other => other.to_string(),
        };
        let mut names: Vec<String> =
            self.index.graphs().iter().filter_map(|number| self.index.term(*number)).map(name).collect();
        names.sort_unstable();
        names
    }
}
