//! `plenary serve`.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

use super::gather::Gathering;
use super::publish::Making;
use super::{FLAG, Global};
use crate::diagnostic::Error;
use crate::store::IS_BUILT_IN;

#[cfg_attr(feature = "serve", path = "serve/built.rs")]
#[cfg_attr(not(feature = "serve"), path = "serve/without.rs")]
mod built;

/// What `serve` takes.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    gathering: Gathering,
    #[command(flatten)]
    making: Making,
    /// Where to listen; port 0 takes a free one. The address is printed
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Reload when the inputs change, without dropping a request; SIGHUP does it at any time
    #[arg(long, action = FLAG)]
    watch: bool,
    /// Keep the statements that /sparql asks in this folder, not in memory. What is there of the same site is not loaded again
    #[arg(long, value_name = "DIR")]
    store: Option<PathBuf>,
    /// A proxy of your own is in front: believe its X-Forwarded-For (the last address) and X-Forwarded-Proto
    #[arg(long, action = FLAG)]
    behind_proxy: bool,
    /// Name the addresses of clients in the log
    #[arg(long, action = FLAG)]
    log_clients: bool,
    #[command(flatten)]
    bounds: Bounds,
}

/// What clients may take.
#[derive(Debug, Args)]
struct Bounds {
    /// Longest body of a request, such as 500000, 64K, 8M
    #[arg(long, value_name = "BYTES", default_value = "8M", value_parser = super::size)]
    max_body: u64,
    /// Longest answer to a query
    #[arg(long, value_name = "BYTES", default_value = "16M", value_parser = super::size)]
    max_answer: u64,
    /// Most rows of an answer to a query
    #[arg(long, value_name = "ROWS", default_value_t = 10_000)]
    max_rows: u32,
    /// Longest that an answer may take
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    max_time: u32,
    /// Longest that a client may take to send its header, or its body, or to take a piece of the answer
    #[arg(long, value_name = "SECONDS", default_value_t = 20)]
    patience: u32,
    /// Most requests at the same time
    #[arg(long, value_name = "N", default_value_t = 256)]
    concurrency: u16,
    /// Most connections at the same time
    #[arg(long, value_name = "N", default_value_t = 1000)]
    connections: u32,
    /// Most requests a second of one client, five times as many at once; 0 for no bound
    #[arg(long, value_name = "N", default_value_t = 100)]
    rate: u32,
}

/// Serves until a signal, and gives the exit code.
pub(super) fn run(arguments: Arguments, global: Global) -> Result<u8, Error> {
    if !IS_BUILT_IN {
        let error = Error::usage("this plenary was built without what serves over HTTP");
        return Err(error.help("build it with --features serve"));
    }
    built::run(arguments, global)
}
