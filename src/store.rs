//! An embedded store of statements that answers SPARQL 1.1.
//!
//! Statements are indexed here, in memory ([`Builder`]) or on disk ([`Disk`]); oxigraph's engine evaluates queries over them. [`ask`] answers one
//! query within [`Limits`], [`protocol`] an HTTP request by the SPARQL 1.1 Protocol, without anything of HTTP but the words.
//! All of this is built with the cargo feature `serve`; what is said of it here, without.
//!
//! The default graph of a query that names none is the union of all graphs, each statement once: the default graph of records
//! and the named graphs of a merge are asked alike. `GRAPH ?g` ranges over the named graphs.

use std::time::Duration;

use crate::halt::Halt;

#[cfg(feature = "serve")]
mod engine;
mod form;

#[cfg(feature = "serve")]
pub use engine::{Answer, Builder, Disk, Fault, Progress, Query, Store, ask, protocol};
pub use form::{FORMS, Form, Kind, TABLE};

/// Whether this program was built with what answers SPARQL.
pub const IS_BUILT_IN: bool = cfg!(feature = "serve");

/// What one query may take.
#[derive(Debug, Clone)]
pub struct Limits {
    /// From the beginning to the last byte.
    pub time: Duration,
    /// Bytes of the answer.
    pub bytes: usize,
    /// Solutions, or statements of a graph.
    pub rows: usize,
    /// Ends the query early, once it is given.
    pub halt: Halt,
}

impl std::default::Default for Limits {
    fn default() -> Self {
        Self { time: Duration::from_secs(30), bytes: 256 << 20, rows: 1_000_000, halt: Halt::default() }
    }
}
