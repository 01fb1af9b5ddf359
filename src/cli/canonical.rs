//! The canonical form of RDF, for `convert --canonical` and `plenary hash`.

use clap::Args;

use crate::diagnostic::Error;
use crate::rdf::canon::{self, Algorithm};

/// How the canonical form is made.
#[derive(Debug, Clone, Args)]
pub(super) struct Settings {
    /// The hashes that canonical form is made with: sha256 or sha384
    #[arg(long = "hash", value_name = "NAME", default_value = "sha256", value_parser = algorithm)]
    pub(super) algorithm: Algorithm,
    /// Most steps to tell alike blank nodes apart
    #[arg(long, value_name = "STEPS", default_value_t = canon::WORK)]
    max_work: u64,
}

fn algorithm(name: &str) -> Result<Algorithm, String> {
    let known = [Algorithm::Sha256, Algorithm::Sha384];
    known.into_iter().find(|known| known.name() == name).ok_or_else(|| "write sha256 or sha384".to_owned())
}

impl Settings {
    /// The canonical form of N-Quads of ours.
    pub(super) fn canonical(&self, nquads: &[u8]) -> Result<String, Error> {
        let text = std::str::from_utf8(nquads).map_err(|_| Error::internal("the statements are not UTF-8"))?;
        canon::canonical(text, self.algorithm, self.max_work).map_err(|canon::TooMuchWork| {
            let message =
                format!("the blank nodes are too much alike: after {} steps they have no order", self.max_work);
            Error::input(message)
                .help("name them by IRIs; or raise the limit with --max-work, if the data is not made to take forever")
        })
    }
}
