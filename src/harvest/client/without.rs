//! The client of a program that was built without HTTP.

use super::{Answer, Connecting, Fault, Request};

/// What there is without the feature.
pub(in super::super) struct Client;

impl Client {
    pub(in super::super) fn new(_: &Connecting) -> Self {
        Self
    }

    /// Never gives an answer.
    #[allow(clippy::unused_self)] // as the other client has it
    pub(in super::super) fn get(&self, request: &Request, _: &mut dyn FnMut(u64)) -> Result<Answer, Fault> {
        let message = format!("{} was not asked for", request.address);
        Err(Fault::lasting(message, "build plenary with --features harvest"))
    }

    /// Never gives an answer.
    #[allow(clippy::unused_self)] // as the other client has it
    pub(in super::super) fn send(&self, _: &str, request: &Request, _: &[u8]) -> Result<Answer, Fault> {
        let message = format!("nothing was sent to {}", request.address);
        Err(Fault::lasting(message, "build plenary with --features serve"))
    }
}
