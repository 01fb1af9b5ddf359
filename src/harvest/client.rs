//! The one part that speaks HTTP: one request, one answer within bounds; redirects are the caller's.

use std::time::{Duration, Instant};

use super::fault::Fault;
use crate::address::Address;

#[cfg_attr(feature = "harvest", path = "client/http.rs")]
#[cfg_attr(not(feature = "harvest"), path = "client/without.rs")]
mod built;

pub(super) use built::Client;

/// Whether this program was built with what speaks HTTP.
pub const IS_BUILT_IN: bool = cfg!(feature = "harvest");

/// A request.
#[cfg_attr(not(feature = "harvest"), allow(dead_code))] // only HTTP reads all of it
pub(super) struct Request<'r> {
    pub(super) address: &'r Address,
    pub(super) headers: &'r [(String, String)],
    /// When the whole answer has to be there.
    pub(super) deadline: Instant,
    /// Most bytes of the body, unpacked.
    pub(super) max_bytes: u64,
}

/// An answer.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    /// Names in lower case; values that are no text are left out.
    pub(super) headers: Vec<(String, String)>,
    /// Unpacked; only that of status 200 is read.
    pub(super) body: Vec<u8>,
}

impl Answer {
    /// The first header of a name in lower case.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// How a client connects.
#[cfg_attr(not(feature = "harvest"), allow(dead_code))] // only HTTP reads it
#[derive(Debug, Clone)]
pub(super) struct Connecting {
    pub(super) user_agent: String,
    pub(super) connect_timeout: Duration,
    /// The only host that may have an address which the public cannot reach.
    pub(super) private_host: Option<String>,
}
