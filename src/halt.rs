//! Work that nobody waits for any more, and how it gets to know.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A sign that is shared by whoever waits and whoever works: work looks at it now and then, and ends early once it is given.
#[derive(Debug, Clone, Default)]
pub struct Halt(Arc<AtomicBool>);

/// Gives the sign when it goes out of scope, for whatever reason that is.
#[derive(Debug)]
pub struct OnDrop(Halt);

impl Halt {
    /// Asks the work to end. It cannot be taken back.
    pub fn give(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether the work is to end.
    #[must_use]
    pub fn is_given(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// What gives the sign as soon as it is dropped.
    #[must_use]
    pub fn on_drop(&self) -> OnDrop {
        OnDrop(self.clone())
    }
}

impl Drop for OnDrop {
    fn drop(&mut self) {
        self.0.give();
    }
}
