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
    Made(Rc<Made>),
}

/// A term that is not in the data, with what it weighs.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Made(Term);

impl Made {
    fn new(term: Term) -> Self {
        guard::take_text(length(&term));
        Self(term)
    }

    pub(super) fn term(&self) -> &Term {
        &self.0
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        guard::give_text(length(&self.0));
    }
}

fn length(term: &Term) -> usize {
    match term {
        Term::NamedNode(node) => node.as_str().len(),
        Term::BlankNode(node) => node.as_str().len(),
        Term::Literal(literal) => literal.value().len(),
    }
}

impl Held {
    pub(super) fn known(number: u32) -> Self {
        Self::new(Which::Known(number))
    }

    pub(super) fn made(term: Term) -> Self {
        Self::new(Which::Made(Rc::new(Made::new(term))))
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
