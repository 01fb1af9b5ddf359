//! What those who run the server ask: whether it lives, whether it is ready, what it counts.

use axum::http::StatusCode;
use serde_json::json;

use super::answer::Answer;
use super::call::Call;

/// Whether the process answers.
pub(super) fn health(_: &Call) -> Answer {
    Answer::json(&json!({"status": "ok", "version": env!("CARGO_PKG_VERSION")}))
}

/// Whether requests should be sent here.
pub(super) fn ready(call: &Call) -> Answer {
    if call.service.is_stopping() {
        return Answer::problem(StatusCode::SERVICE_UNAVAILABLE, "the server finishes what is running and stops");
    }
    Answer::json(&json!({"status": "ready", "records": call.state.collection.records().len()}))
}

/// All counts, in the text format of Prometheus.
pub(super) fn metrics(call: &Call) -> Answer {
    Answer::ok("application/openmetrics-text; version=1.0.0; charset=utf-8", call.service.metrics.text())
}
