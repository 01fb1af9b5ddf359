//! The reconciliation service at its addresses: `/reconcile` speaks version 0.2, `/reconcile/1.0` the draft of 1.0.

use std::borrow::Cow;

use axum::http::{Method, StatusCode, header};
use serde_json::Value;

use super::answer::{Answer, Refusal};
use super::call::Call;
use crate::halt::Halt;
use crate::reconcile::{self, About, Fault, Suggested, Version};

/// Where the service is, below the path of the site.
const ENDPOINT: &str = "reconcile";
const DRAFT: &str = "reconcile/1.0";

/// Proposals that are given where nobody says how many.
const PROPOSED: usize = 100;

/// A function of a request in JSON.
type Answering = fn(&reconcile::Index, Version, &Value, &Halt) -> Result<Value, Fault>;

/// `GET` and `POST` of 0.2: the manifest, a batch of queries, or an extension.
pub(super) fn old(call: &Call) -> Answer {
    let parameter = |name: &str| {
        let in_body = || form_urlencoded::parse(call.body).find(|(known, _)| known == name).map(|(_, value)| value);
        call.parameter(name).or_else(in_body)
    };
    if let Some(queries) = parameter("queries") {
        return asked(call, Version::V0_2, queries.as_bytes(), reconcile::reconcile);
    }
    if let Some(extend) = parameter("extend") {
        return asked(call, Version::V0_2, extend.as_bytes(), reconcile::extend);
    }
    if call.method == Method::POST {
        return Answer::problem(StatusCode::BAD_REQUEST, "give \"queries\" or \"extend\" as a field of a form");
    }
    manifest(call, Version::V0_2, ENDPOINT)
}

/// The manifest of the draft.
pub(super) fn draft(call: &Call) -> Answer {
    manifest(call, Version::Draft, DRAFT)
}

/// Queries of the draft.
pub(super) fn matched(call: &Call) -> Answer {
    asked(call, Version::Draft, call.body, reconcile::reconcile)
}

/// Extensions of the draft.
pub(super) fn extended(call: &Call) -> Answer {
    asked(call, Version::Draft, call.body, reconcile::extend)
}

fn asked(call: &Call, version: Version, bytes: &[u8], answering: Answering) -> Answer {
    let value: Value = match serde_json::from_slice(bytes) {
        Ok(value) => value,
        Err(error) => return Answer::problem(StatusCode::BAD_REQUEST, format!("this is not JSON: {error}")),
    };
    match answering(&call.state.index, version, &value, call.halt) {
        Ok(answer) => Answer::json(&answer),
        Err(fault) if fault.is_too_much => Answer::problem(StatusCode::PAYLOAD_TOO_LARGE, fault.to_string()),
        Err(fault) => Answer::problem(StatusCode::BAD_REQUEST, fault.to_string()),
    }
}

fn manifest(call: &Call, version: Version, path: &str) -> Answer {
    let about = About {
        endpoint: &format!("{}{path}", call.address),
        title: &call.state.site.title,
        space: &call.state.site.address,
        documentation: &format!("{}openapi.json", call.address),
    };
    Answer::json(&reconcile::manifest(&call.state.index, version, &about))
}

/// The last part of the path: what is suggested.
fn last(call: &Call) -> Option<Suggested> {
    Suggested::of(call.path.rsplit('/').next().unwrap_or_default())
}

/// Suggestions for what somebody types.
pub(super) fn suggest(call: &Call) -> Answer {
    let Some(what) = last(call) else { return unknown() };
    let prefix = call.parameter("prefix").unwrap_or_default();
    let cursor = match number(call, "cursor", 0) {
        Ok(cursor) => cursor,
        Err(refusal) => return refusal.into(),
    };
    let of_type = call.parameter("type").filter(|text| !text.is_empty());
    let version = if call.path.starts_with(DRAFT) { Version::Draft } else { Version::V0_2 };
    Answer::json(&reconcile::suggest(&call.state.index, what, version, &prefix, of_type.as_deref(), cursor))
}

/// A few lines on what is suggested.
pub(super) fn flyout(call: &Call) -> Answer {
    let found =
        last(call).zip(call.parameter("id")).and_then(|(what, id)| reconcile::flyout(&call.state.index, what, &id));
    found.map_or_else(unknown, |found| Answer::json(&found))
}

/// Programs show the preview in a frame, and it has only text.
const IN_FRAMES: &str = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *";

/// A small page on an entity.
pub(super) fn preview(call: &Call) -> Answer {
    let style = format!("{}assets/style.css", call.service.root);
    let found = call.parameter("id").and_then(|id| reconcile::preview(&call.state.index, &id, &style));
    let shown =
        |page: String| Answer::ok("text/html; charset=utf-8", page).header(header::CONTENT_SECURITY_POLICY, IN_FRAMES);
    found.map_or_else(unknown, shown)
}

/// Leads to the entity itself: here, if it is of this site.
pub(super) fn view(call: &Call) -> Answer {
    let id = call.parameter("id").filter(|id| call.state.index.knows(id));
    let Some(id) = id else { return unknown() };
    let here = id.strip_prefix(&call.state.site.address).map(|path| {
        let page = call.state.minted.page(path).unwrap_or(path);
        format!("{}{page}", call.service.root)
    });
    Answer::redirect(StatusCode::SEE_OTHER, &here.map_or(id, Cow::Owned))
}

/// The properties of a type.
pub(super) fn propose(call: &Call) -> Answer {
    let Some(of_type) = call.parameter("type") else {
        return Answer::problem(StatusCode::BAD_REQUEST, "type: give the type whose properties are wanted");
    };
    match number(call, "limit", PROPOSED) {
        Ok(limit) => Answer::json(&reconcile::propose(&call.state.index, &of_type, limit)),
        Err(refusal) => refusal.into(),
    }
}

/// A parameter that is a whole number, as the description of the service has it.
fn number(call: &Call, name: &str, usual: usize) -> Result<usize, Refusal> {
    let Some(text) = call.parameter(name) else { return Ok(usual) };
    let number = text.parse::<u32>().ok().and_then(|number| usize::try_from(number).ok());
    let message = || format!("{name}: a whole number up to {} is expected here", u32::MAX);
    number.ok_or_else(|| Refusal::new(StatusCode::BAD_REQUEST, message()))
}

fn unknown() -> Answer {
    Answer::problem(StatusCode::NOT_FOUND, "there is nothing of this id")
}
