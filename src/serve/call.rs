//! A request on its way to a handler.

use std::borrow::Cow;
use std::time::Instant;

use axum::http::{HeaderMap, Method, header};

use super::answer::Answer;
use super::fields;
use super::service::Service;
use super::state::State;
use crate::halt::Halt;

/// What a handler gets: the state that counts for this request, and the request.
pub(super) struct Call<'c> {
    pub(super) service: &'c Service,
    pub(super) state: &'c State,
    pub(super) method: &'c Method,
    /// The path below that of the site, percent-encoded, without the first `/`.
    pub(super) path: &'c str,
    pub(super) query: &'c str,
    pub(super) headers: &'c HeaderMap,
    pub(super) body: &'c [u8],
    /// Where the client found the site: `http://127.0.0.1:8080/`.
    pub(super) address: &'c str,
    /// When the answer is to be there.
    pub(super) until: Instant,
    /// Given once nobody waits for the answer any more; work that takes long looks at it.
    pub(super) halt: &'c Halt,
}

/// Answers a request. Handlers may block; they run on threads of their own.
pub(super) type Handler = fn(&Call) -> Answer;

impl Call<'_> {
    /// The parameters of the query, in their order.
    pub(super) fn parameters(&self) -> impl Iterator<Item = (Cow<'_, str>, Cow<'_, str>)> {
        form_urlencoded::parse(self.query.as_bytes())
    }

    /// The first parameter of a name.
    pub(super) fn parameter(&self, name: &str) -> Option<Cow<'_, str>> {
        self.parameters().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// The media type of the body, without its parameters.
    pub(super) fn content_type(&self) -> Option<&str> {
        Some(fields::value(self.headers, header::CONTENT_TYPE)?.split(';').next()?.trim())
            .filter(|kind| !kind.is_empty())
    }
}
