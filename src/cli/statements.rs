//! Inputs as statements, for `query` and `push`: records by the mapping, RDF as it is, sites by their dump.

use clap::Args;

use super::Reading;
use super::configuration::Configuring;

#[cfg(feature = "serve")]
mod built;

#[cfg(feature = "serve")]
pub(super) use built::Stated;

/// How inputs are read as statements.
#[derive(Debug, Args)]
pub(super) struct Stating {
    /// The IRI that minted IRIs begin with; it ends with / or #
    #[arg(long, value_name = "IRI", value_parser = super::convert::base)]
    base: Option<String>,
    #[command(flatten)]
    configuring: Configuring,
    #[command(flatten)]
    reading: Reading,
}
