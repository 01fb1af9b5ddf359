//! Brings statements into a store elsewhere, graph by graph, and keeps a journal of what the store has confirmed.
//!
//! By the SPARQL 1.1 Graph Store Protocol each graph is put in the place of the one that the store had ([`Way::Protocol`]), by
//! SPARQL 1.1 Update it is dropped and inserted in one request ([`Way::Update`]). Either way a graph is there whole or as it
//! was before. A run that stopped goes on with the graphs that are not confirmed.

use crate::address::Address;
use crate::diagnostic::Error;
use crate::harvest::{self, Post, Refusal};

mod credentials;
mod graphs;
mod journal;
mod way;

pub use credentials::{Credentials, credentials};
pub use graphs::{Graph, Graphs, Sorting};
pub use journal::Journal;
pub use way::Way;

/// Where statements are brought, and how.
#[derive(Debug, Clone)]
pub struct Target {
    pub address: Address,
    pub way: Way,
}

/// What became of the graphs.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The store has taken them.
    pub sent: usize,
    /// The journal knows that the store has them as they are.
    pub unchanged: usize,
    /// The store had them from an earlier run, and was told to drop them.
    pub dropped: usize,
    /// The store has them from an earlier run, and they are no longer among the inputs.
    pub left: Vec<String>,
}

/// How a graph is called for people.
#[must_use]
pub fn called(name: &str) -> String {
    if name.is_empty() { "the default graph".to_owned() } else { format!("<{name}>") }
}

/// Brings all graphs that the journal does not know as confirmed, in the order of their names. `tell` learns of every graph
/// that is done, with its bytes.
///
/// # Errors
/// When the store does not take a graph, the journal cannot be written, or the work is interrupted. What was confirmed until
/// then stays in the journal.
pub fn push(
    graphs: &Graphs,
    target: &Target,
    post: &Post,
    journal: &mut Journal,
    (force, prune): (bool, bool),
    tell: &mut dyn FnMut(&str, usize),
) -> Result<Summary, Error> {
    let mut summary = Summary::default();
    let total = graphs.len();
    for graph in graphs.all() {
        let done = summary.sent + summary.unchanged;
        let stopped = || format!("{done} of {total} graphs are confirmed; run it again to go on");
        if harvest::is_interrupted() {
            return Err(Error::interrupted_after(format!("interrupted; {}", stopped())));
        }
        let hash = graph.hash();
        if !force && journal.confirms(&graph.name, &hash) {
            summary.unchanged += 1;
        } else {
            let put = target.way.put(&target.address, graph)?;
            post.send(&put.parcel()).map_err(|refusal| failed(&called(&graph.name), &refusal, &stopped()))?;
            journal.confirm(&graph.name, &hash)?;
            summary.sent += 1;
        }
        tell(&graph.name, graph.statements.len());
    }
    for name in journal.names().into_iter().filter(|name| !graphs.has(name)) {
        if prune {
            let drop = target.way.drop(&target.address, &name)?;
            post.send(&drop.parcel()).map_err(|refusal| failed(&called(&name), &refusal, "it is to be dropped"))?;
            journal.forget(&name)?;
            summary.dropped += 1;
        } else {
            summary.left.push(name);
        }
    }
    Ok(summary)
}

fn failed(what: &str, refusal: &Refusal, done: &str) -> Error {
    Error::input(format!("the store has not taken {what}: {} ({done})", refusal.message)).help(refusal.help.clone())
}
