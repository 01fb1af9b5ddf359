//! Why a feed could not be fetched, and whether it is worth another try.

use std::time::Duration;

/// Why one try failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) message: String,
    /// The way out.
    pub(super) help: String,
    pub(super) again: Again,
}

/// Whether a further try may go better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Again {
    Never,
    /// After some time; where the server said how long, not before that.
    Later(Option<Duration>),
}

impl Fault {
    /// What will not change by itself.
    pub(super) fn lasting(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into(), again: Again::Never }
    }

    /// What may be over soon.
    #[cfg_attr(not(feature = "harvest"), allow(dead_code))] // only HTTP meets it
    pub(super) fn passing(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into(), again: Again::Later(None) }
    }

    /// The work was stopped.
    pub(super) fn stopped() -> Self {
        Self::lasting("the work was interrupted", "run it again")
    }
}
