//! The routes: one table, from which the router and the description in OpenAPI are made.

use super::call::Handler;
use super::{openapi, operation, site};

/// What is answered at a path by a method.
pub(super) struct Route {
    pub(super) method: &'static str,
    /// The path below that of the site.
    pub(super) path: &'static str,
    /// One line for people.
    pub(super) about: &'static str,
    pub(super) parameters: &'static [Parameter],
    /// Media types of the body; none where there is no body.
    pub(super) takes: &'static [&'static str],
    pub(super) gives: &'static [Given],
    pub(super) cost: Cost,
    pub(super) handler: Handler,
}

/// A parameter of the query.
pub(super) struct Parameter {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) kind: Kind,
    pub(super) required: bool,
}

/// What the value of a parameter is.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Text,
    /// A whole number from one to another.
    Number(u32, u32),
    /// One of some words.
    Choice(fn() -> Vec<&'static str>),
}

/// An answer that a route may give, besides those that any route may.
pub(super) struct Given {
    pub(super) status: u16,
    pub(super) about: &'static str,
    pub(super) media_types: &'static [&'static str],
}

/// Whether a request is a look-up, or work that takes a processor for a while.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Cost {
    Light,
    Work,
}

pub(super) const JSON: &[&str] = &["application/json"];
pub(super) const PROBLEM: &[&str] = &["application/problem+json"];
pub(super) const PLAIN: &[&str] = &["text/plain"];

/// An answer and what it means.
pub(super) const fn given(status: u16, about: &'static str, media_types: &'static [&'static str]) -> Given {
    Given { status, about, media_types }
}

/// A look-up without parameters.
const fn look_up(path: &'static str, about: &'static str, gives: &'static [Given], handler: Handler) -> Route {
    Route { method: "GET", path, about, parameters: &[], takes: &[], gives, cost: Cost::Light, handler }
}

/// Every route but the site itself.
pub(super) static ROUTES: &[Route] = &[
    look_up("health", "Whether the process answers", &[given(200, "It does", JSON)], operation::health),
    look_up(
        "ready",
        "Whether requests should be sent here",
        &[given(200, "They should", JSON), given(503, "The server stops", PROBLEM)],
        operation::ready,
    ),
    look_up(
        "metrics",
        "Counts, in the text format of Prometheus",
        &[given(200, "The counts", &["application/openmetrics-text"])],
        operation::metrics,
    ),
    look_up("openapi.json", "This description", &[given(200, "OpenAPI 3.1", JSON)], openapi::answer),
];

/// What no other route answers.
pub(super) static SITE: Route = look_up(
    "{path}",
    "A document of the site, or the way to the form of a record that is accepted",
    &[
        given(200, "The document", &["*/*"]),
        given(206, "The part of it that was asked for", &["*/*"]),
        given(301, "The record is part of another one by now", PLAIN),
        given(303, "The description of what the IRI names, in the form that suits best", PLAIN),
        given(304, "The document is as the client has it", &[]),
        given(404, "There is nothing here", PLAIN),
        given(406, "There is no form that is accepted; the list of those that there are", PLAIN),
        given(410, "The record was withdrawn", &["text/html", "text/plain"]),
        given(412, "The document is another one by now", PROBLEM),
        given(416, "The document has none of the bytes", PROBLEM),
    ],
    site::answer,
);
