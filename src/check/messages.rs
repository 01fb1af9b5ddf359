//! What the checks say: their messages with samples, as the fixtures make them.
//!
//! `docs/messages.json` is written by `UPDATE=1 cargo test --test messages`, so that all that the validator can say can
//! be looked through in one place.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

/// A message and where it came from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Sample {
    pub message: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// The text that was underlined.
    pub text: String,
}

/// Samples by the id of the check.
pub type Samples = BTreeMap<String, Vec<Sample>>;

static SAMPLES: LazyLock<Samples> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../docs/messages.json")).unwrap_or_default());

/// The messages that a check is known to give.
#[must_use]
pub fn messages(id: &str) -> &'static [Sample] {
    SAMPLES.get(id).map_or(&[], Vec::as_slice)
}
