//! `plenary push`.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::statements::Stating;
use super::{FLAG, Global};
use crate::address::Address;
use crate::diagnostic::Error;
use crate::store::IS_BUILT_IN;

#[cfg_attr(feature = "serve", path = "push/built.rs")]
#[cfg_attr(not(feature = "serve"), path = "push/without.rs")]
mod built;

/// What `push` takes.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Files, directories, globs, sites that plenary publish made, or - for standard input
    #[arg(required = true, value_name = "INPUT")]
    paths: Vec<String>,
    /// A store that speaks the SPARQL 1.1 Graph Store Protocol: each graph takes the place of the one of its name
    #[arg(long, value_name = "URL", value_parser = Address::parse, required_unless_present = "update", conflicts_with = "update")]
    graph_store: Option<Address>,
    /// A store that speaks SPARQL 1.1 Update: each graph is dropped and inserted in one request
    #[arg(long, value_name = "URL", value_parser = Address::parse)]
    update: Option<Address>,
    /// The file that says which graphs the store has confirmed; what is in it is not sent again
    #[arg(long, value_name = "FILE", default_value = ".plenary-push")]
    journal: PathBuf,
    /// Send all graphs, whatever the journal says
    #[arg(long, action = FLAG)]
    force: bool,
    /// Drop the graphs that the journal knows and that are no longer among the inputs
    #[arg(long, action = FLAG)]
    prune: bool,
    /// Tries after the first one, each after twice the wait of the one before
    #[arg(long, value_name = "N", default_value_t = 3)]
    retries: u32,
    /// Longest time for one graph, in seconds
    #[arg(long, value_name = "SECONDS", default_value = "300", value_parser = super::query::seconds)]
    timeout: Duration,
    #[command(flatten)]
    stating: Stating,
}

/// Pushes, and gives the exit code.
pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<u8, Error> {
    if !IS_BUILT_IN {
        let error = Error::usage("this plenary was built without what brings statements into stores");
        return Err(error.help("build it with --features serve"));
    }
    built::run(arguments, global)
}
