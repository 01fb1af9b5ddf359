//! A term while a query runs: a number where the data has it, else the term itself.

use std::hash::{Hash, Hasher};
use std::rc::Rc;

use oxigraph::model::Term;

use super::guard;

/// A term that counts itself.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Held(Which);

/// Two terms are equal only if both are of one sort: what the data has is always a number.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Which {
    /// A term of the data.
    Known(u32),
    /// One that the query has, or made.
    Made(Rc<Term>),
}

impl Held {
    pub(super) fn known(number: u32) -> Self {
        Self::new(Which::Known(number))
    }

    pub(super) fn made(term: Term) -> Self {
        Self::new(Which::Made(Rc::new(term)))
    }

    fn new(which: Which) -> Self {
        guard::take();
        Self(which)
    }

    pub(super) fn which(&self) -> &Which {
        &self.0
    }
}

impl Clone for Held {
    fn clone(&self) -> Self {
        Self::new(self.0.clone())
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        guard::give();
    }
}

impl Hash for Held {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
