//! SPARQL at its address: the protocol for programs, a page for people who ask for nothing yet.

use std::time::Instant;

use axum::http::{HeaderName, StatusCode, header};

use super::answer::Answer;
use super::call::Call;
use super::{fields, pages};
use crate::store::{Limits, protocol};

/// Answers a query, or shows the page.
pub(super) fn answer(call: &Call) -> Answer {
    if call.parameters().all(|(name, _)| name == pages::LANGUAGE.name)
        && call.method != "POST"
        && pages::is_wanted(call)
    {
        return pages::query(call);
    }
    let bounds = call.service.options.limits;
    let endpoint = format!("{}sparql", call.address);
    let accept = fields::list(call.headers, header::ACCEPT);
    let request = protocol::Request {
        method: call.method.as_str(),
        query: call.query,
        content_type: fields::value(call.headers, header::CONTENT_TYPE),
        accept: accept.as_deref(),
        body: call.body,
        endpoint: &endpoint,
    };
    let time = call.until.saturating_duration_since(Instant::now());
    let limits = Limits { time, bytes: bounds.answer, rows: bounds.rows, halt: call.halt.clone() };
    let found = protocol::answer(&call.state.store, &request, &limits);
    let status = StatusCode::from_u16(found.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let answer = Answer { payload: super::answer::Payload::Bytes(found.body.into()), ..Answer::empty(status) };
    found.headers.iter().fold(answer, |answer, (name, value)| match HeaderName::from_bytes(name.as_bytes()) {
        Ok(name) => answer.header(name, value),
        Err(_) => answer,
    })
}
