//! What is counted, in the text format of Prometheus (`OpenMetrics` 1.0).

use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use super::state::State;

/// Labels come from our tables, never from requests: there are only so many.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    route: &'static str,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Why {
    why: &'static str,
}

/// A request that is being answered.
pub(super) struct Running(Gauge);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.dec();
    }
}

/// Seconds that answers take, from a look-up to the limit of a query.
const SECONDS: [f64; 10] = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0];

/// All counts.
pub(super) struct Metrics {
    registry: Registry,
    requests: Family<Answered, Counter>,
    seconds: Family<Route, Histogram>,
    refused: Family<Why, Counter>,
    reloads: Family<Why, Counter>,
    records: Gauge,
    files: Gauge,
    running: Gauge,
    /// Connections that are open.
    pub(super) connections: Gauge,
}

impl Metrics {
    pub(super) fn new() -> Self {
        let mut registry = Registry::with_prefix("plenary");
        let metrics = Self {
            requests: Family::default(),
            seconds: Family::new_with_constructor(|| Histogram::new(SECONDS)),
            refused: Family::default(),
            reloads: Family::default(),
            records: Gauge::default(),
            files: Gauge::default(),
            running: Gauge::default(),
            connections: Gauge::default(),
            registry: Registry::default(),
        };
        registry.register("requests", "Requests by route and status", metrics.requests.clone());
        registry.register("request_seconds", "How long answers took", metrics.seconds.clone());
        registry.register("refused", "Requests and connections that a limit refused", metrics.refused.clone());
        registry.register("reloads", "Reloads by outcome", metrics.reloads.clone());
        registry.register("records", "Records that are served", metrics.records.clone());
        registry.register("files", "Files of the site", metrics.files.clone());
        registry.register("requests_running", "Requests that are being answered", metrics.running.clone());
        registry.register("connections", "Connections that are open", metrics.connections.clone());
        Self { registry, ..metrics }
    }

    /// Counts a request as running until it is dropped: answered, or given up because its client has left.
    pub(super) fn running(&self) -> Running {
        self.running.inc();
        Running(self.running.clone())
    }

    /// Counts an answer.
    pub(super) fn answered(&self, route: &'static str, status: u16, took: Duration) {
        self.requests.get_or_create(&Answered { route, status }).inc();
        self.seconds.get_or_create(&Route { route }).observe(took.as_secs_f64());
    }

    /// Counts what a limit refused.
    pub(super) fn refused(&self, why: &'static str) {
        self.refused.get_or_create(&Why { why }).inc();
    }

    pub(super) fn reloaded(&self, went_well: bool) {
        self.reloads.get_or_create(&Why { why: if went_well { "done" } else { "failed" } }).inc();
    }

    pub(super) fn loaded(&self, state: &State) {
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        self.records.set(number(state.collection.records().len()));
        self.files.set(number(state.files.len()));
    }

    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        // Strings do not fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}
