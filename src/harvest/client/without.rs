//! The client of a program that was built without HTTP.

use super::{Address, Answer, Connecting, Fault, Request};

/// What there is without the feature.
pub(in super::super) struct Client;

impl Client {
    pub(in super::super) fn new(_: &Connecting) -> Self {
        Self
    }

    /// Never gives an answer.
    pub(in super::super) fn get(&self, request: &Request, _: &mut dyn FnMut(u64)) -> Result<Answer, Fault> {
        let Request { address, headers: _, deadline: _, max_bytes: _ } = request;
        Err(without(address))
    }
}

fn without(address: &Address) -> Fault {
    Fault::lasting(format!("{address} was not asked for"), "build plenary with --features harvest")
}
