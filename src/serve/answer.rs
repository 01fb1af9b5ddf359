//! What a handler answers, before it goes out.

use std::fs::File;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use tokio::io::AsyncReadExt;
use tokio_util::io::ReaderStream;

use crate::address::encoded;

/// Status, headers and payload.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) payload: Payload,
}

/// The bytes of an answer.
#[derive(Debug)]
pub(super) enum Payload {
    Bytes(Bytes),
    /// That many bytes of a file, from where it stands.
    File(File, u64),
}

/// Bytes of a file that are sent at a time.
const PIECE: usize = 64 << 10;

impl Answer {
    /// An answer without payload.
    pub(super) fn empty(status: StatusCode) -> Self {
        Self { status, headers: HeaderMap::new(), payload: Payload::Bytes(Bytes::new()) }
    }

    /// An answer of some media type.
    pub(super) fn of(status: StatusCode, media_type: &str, bytes: impl Into<Bytes>) -> Self {
        let answer = Self { payload: Payload::Bytes(bytes.into()), ..Self::empty(status) };
        answer.header(header::CONTENT_TYPE, media_type)
    }

    /// What was asked for.
    pub(super) fn ok(media_type: &str, bytes: impl Into<Bytes>) -> Self {
        Self::of(StatusCode::OK, media_type, bytes)
    }

    /// JSON that was asked for.
    pub(super) fn json(value: &serde_json::Value) -> Self {
        Self::ok("application/json", value.to_string())
    }

    /// What is wrong, and the way out, as problem details (RFC 9457).
    pub(super) fn problem(status: StatusCode, detail: impl Into<String>) -> Self {
        let title = status.canonical_reason().unwrap_or("Error");
        let detail: String = detail.into();
        let value = json!({"type": "about:blank", "title": title, "status": status.as_u16(), "detail": detail});
        Self::of(status, "application/problem+json", value.to_string())
    }

    /// Leads elsewhere: to a path or an IRI, which becomes a URI (RFC 9110, 10.2.2).
    pub(super) fn redirect(status: StatusCode, to: &str) -> Self {
        let to = encoded(to);
        Self::of(status, "text/plain; charset=utf-8", format!("{to}\n")).header(header::LOCATION, &to)
    }

    /// The same with one more header. What cannot stand in a header is left out.
    #[must_use]
    pub(super) fn header(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.insert(name, value);
        }
        self
    }
}

/// Why there is no answer.
#[derive(Debug)]
pub(super) struct Refusal {
    status: StatusCode,
    detail: String,
}

impl Refusal {
    pub(super) fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self { status, detail: detail.into() }
    }
}

impl From<Refusal> for Answer {
    fn from(Refusal { status, detail }: Refusal) -> Self {
        Self::problem(status, detail)
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let Self { status, mut headers, payload } = self;
        let body = match payload {
            Payload::Bytes(bytes) => Body::from(bytes),
            Payload::File(file, length) => {
                headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
                let file = tokio::fs::File::from_std(file).take(length);
                Body::from_stream(ReaderStream::with_capacity(file, PIECE))
            }
        };
        (status, headers, body).into_response()
    }
}
