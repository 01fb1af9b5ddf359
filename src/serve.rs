//! The published site and its services over HTTP: content negotiation, reconciliation, validation, and what running
//! a server takes.
//!
//! What is served is a `State` that never changes; a reload builds another one aside and puts it in its place.
//! Handlers are functions of a state and a request (`call`), listed in one table (`routes`) from which the router and the
//! description in `OpenAPI` are made. Everything asynchronous is in `application`, `guard`, `listen` and `reload`.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tempfile::TempDir;

use crate::collection::Collection;
use crate::diagnostic::Error;

mod accept;
mod answer;
mod application;
mod call;
mod check;
mod condition;
mod fields;
mod guard;
mod listen;
mod log;
mod metrics;
mod minted;
mod openapi;
mod operation;
mod pages;
mod reconcile;
mod reload;
mod routes;
mod service;
mod site;
mod sparql;
mod state;

/// How to serve.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Whether a proxy of one's own stands in front, whose `X-Forwarded-For` and `X-Forwarded-Proto` are to be believed.
    pub behind_proxy: bool,
    /// Whether the log names the addresses of clients.
    pub log_clients: bool,
    /// Whether to reload by itself when the inputs change.
    pub watch: bool,
    /// A folder for the statements that SPARQL asks; none to keep them in memory.
    pub store: Option<PathBuf>,
    pub limits: Limits,
}

/// Bounds that keep any client from taking more than its share.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of the body of a request.
    pub body: usize,
    /// Bytes of an answer to a query.
    pub answer: usize,
    /// Rows of an answer to a query.
    pub rows: usize,
    /// How long an answer may take.
    pub time: Duration,
    /// How long a client may take to send its header, then its body, and to take the next piece of its answer.
    pub patience: Duration,
    /// Requests at the same time.
    pub concurrency: usize,
    /// Connections at the same time.
    pub connections: usize,
    /// Requests a second of one client; none for no bound.
    pub rate: Option<u32>,
}

/// What is served.
#[derive(Debug)]
pub struct Content {
    pub collection: Collection,
    /// The site, as [`publish`](crate::publish::publish) wrote it.
    pub folder: Folder,
}

/// Where a site is.
#[derive(Debug)]
pub enum Folder {
    /// In a folder of the user.
    Kept(PathBuf),
    /// In one that goes away with the server.
    Temporary(TempDir),
}

impl Folder {
    /// Its path.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Folder::Kept(path) => path,
            Folder::Temporary(folder) => folder.path(),
        }
    }
}

/// Where the content comes from, at the start and at each reload.
pub trait Source: Send + Sync {
    /// Reads everything.
    ///
    /// # Errors
    /// When something cannot be read; a server that runs goes on with what it has.
    fn load(&self) -> Result<Content, Error>;

    /// A number that changes when the inputs do.
    fn fingerprint(&self) -> u64;
}

/// Serves until it is told to stop (SIGTERM, SIGINT), and finishes the requests that are running then.
///
/// # Errors
/// When the content cannot be read, or the address not be listened on.
pub fn run(source: Arc<dyn Source>, options: Options) -> Result<(), Error> {
    listen::run(source, options)
}
