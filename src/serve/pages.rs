//! The pages of the services: forms to ask and to check, with style and colours of the site. They are whole in themselves.

use axum::http::header;
use twox_hash::XxHash3_64;

use super::accept::Accept;
use super::answer::Answer;
use super::call::Call;

/// A form for SPARQL, with examples.
pub(super) fn query(_: &Call) -> Answer {
    page(include_str!("pages/query.html"))
}

/// A form for a text that is to be checked.
pub(super) fn validate(_: &Call) -> Answer {
    page(include_str!("pages/validate.html"))
}

pub(super) fn query_script(call: &Call) -> Answer {
    script(call, include_str!("pages/query.js"))
}

pub(super) fn validate_script(call: &Call) -> Answer {
    script(call, include_str!("pages/validate.js"))
}

pub(super) fn style(call: &Call) -> Answer {
    asset(call, "text/css; charset=utf-8", include_str!("pages/style.css"))
}

/// Whether a client would rather have a page than anything that programs read.
pub(super) fn is_wanted(call: &Call) -> bool {
    let accept = Accept::of(call.headers);
    call.header("accept").is_some() && accept.quality("text/html") > accept.quality("text/turtle")
}

fn page(text: &'static str) -> Answer {
    Answer::ok("text/html; charset=utf-8", text).header(header::VARY, "accept")
}

fn script(call: &Call, text: &'static str) -> Answer {
    asset(call, "text/javascript; charset=utf-8", text)
}

/// A file that changes with the program alone.
fn asset(call: &Call, media_type: &str, text: &'static str) -> Answer {
    let tag = format!("\"{:016x}\"", XxHash3_64::oneshot(text.as_bytes()));
    if call.header("if-none-match").is_some_and(|tags| tags.contains(tag.trim_end_matches('"'))) {
        return Answer::empty(axum::http::StatusCode::NOT_MODIFIED).header(header::ETAG, &tag);
    }
    Answer::ok(media_type, text).header(header::ETAG, &tag)
}
