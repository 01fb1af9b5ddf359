//! The routes: one table, from which the router and the description in `OpenAPI` are made.

use super::call::Handler;
use super::{check, openapi, operation, pages, reconcile, site, sparql};

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
    look_up("service/style.css", "Style of the forms", &[given(200, "The style", &["text/css"]), SAME], pages::style),
    look_up("service/query.js", "Script of the form to ask", &[SCRIPT, SAME], pages::query_script),
    look_up("service/validate.js", "Script of the form to check", &[SCRIPT, SAME], pages::validate_script),
    Route {
        parameters: &[pages::LANGUAGE],
        ..look_up("validate", "A form to check a text", &[given(200, "The form", PAGE)], pages::validate)
    },
    Route {
        method: "POST",
        path: "validate",
        about: "The findings about a text",
        parameters: check::OF_VALIDATE,
        takes: TEXTS,
        gives: &[given(200, "The report", REPORTS)],
        cost: Cost::Work,
        handler: check::validate,
    },
    Route {
        method: "POST",
        path: "mend",
        about: "A text with all that is mended without asking",
        parameters: check::OF_MEND,
        takes: TEXTS,
        gives: &[given(200, "The text", PLAIN)],
        cost: Cost::Work,
        handler: check::mend,
    },
    Route {
        method: "POST",
        path: "convert",
        about: "The sound records of a text in another format",
        parameters: check::OF_CONVERT,
        takes: TEXTS,
        gives: &[given(200, "The records", &["*/*"]), given(422, "No record is sound", PROBLEM)],
        cost: Cost::Work,
        handler: check::convert,
    },
    Route {
        method: "GET",
        path: "sparql",
        about: "The answer to a query (SPARQL 1.1 Protocol); a form, or the description of the service, without one",
        parameters: &[text("query", "The query"), GRAPH, NAMED_GRAPH, pages::LANGUAGE],
        takes: &[],
        gives: ANSWERS,
        cost: Cost::Work,
        handler: sparql::answer,
    },
    Route {
        method: "POST",
        path: "sparql",
        about: "The answer to a query (SPARQL 1.1 Protocol)",
        parameters: &[GRAPH, NAMED_GRAPH],
        takes: &["application/sparql-query", FORM],
        gives: ANSWERS,
        cost: Cost::Work,
        handler: sparql::answer,
    },
    Route {
        method: "GET",
        path: "reconcile",
        about: "Reconciliation Service API 0.2: the manifest, or the answers to queries or extensions",
        parameters: &[
            text("queries", "A batch of queries, as JSON"),
            text("extend", "A data extension query, as JSON"),
        ],
        takes: &[],
        gives: BATCHES,
        cost: Cost::Work,
        handler: reconcile::old,
    },
    Route {
        method: "POST",
        path: "reconcile",
        about: "Reconciliation Service API 0.2: the answers to queries or extensions",
        parameters: &[],
        takes: &[FORM],
        gives: BATCHES,
        cost: Cost::Work,
        handler: reconcile::old,
    },
    suggested("reconcile/suggest/entity"),
    suggested("reconcile/suggest/property"),
    suggested("reconcile/suggest/type"),
    of_id("reconcile/flyout/entity", "A few lines on an entity", FOUND, reconcile::flyout),
    of_id("reconcile/flyout/property", "A few lines on a property", FOUND, reconcile::flyout),
    of_id("reconcile/flyout/type", "A few lines on a type", FOUND, reconcile::flyout),
    of_id("reconcile/preview", "A small page on an entity", PREVIEW, reconcile::preview),
    of_id("reconcile/view", "The way to an entity", VIEW, reconcile::view),
    proposed("reconcile/propose"),
    look_up(
        "reconcile/1.0",
        "Reconciliation Service API 1.0-draft: the manifest",
        &[given(200, "The manifest", JSON)],
        reconcile::draft,
    ),
    posted("reconcile/1.0/match", "The answers to a batch of queries", reconcile::matched),
    posted("reconcile/1.0/extend", "Properties of entities", reconcile::extended),
    proposed("reconcile/1.0/extend/propose"),
    suggested("reconcile/1.0/suggest/entity"),
    suggested("reconcile/1.0/suggest/property"),
    suggested("reconcile/1.0/suggest/type"),
    of_id("reconcile/1.0/preview", "A small page on an entity", PREVIEW, reconcile::preview),
    of_id("reconcile/1.0/view", "The way to an entity", VIEW, reconcile::view),
];

const PAGE: &[&str] = &["text/html"];
const FORM: &str = "application/x-www-form-urlencoded";
/// Any other media type is taken as well.
const TEXTS: &[&str] = &["text/plain", "application/json", "application/yaml", "text/csv", "text/turtle"];
const REPORTS: &[&str] =
    &["application/json", "application/sarif+json", "application/xml", "text/markdown", "text/plain"];
const SAME: Given = given(304, "It is as the client has it", &[]);
const SCRIPT: Given = given(200, "The script", &["text/javascript"]);
const WRONG: Given = given(400, "The request is not as it should be", PROBLEM);
const NONE: Given = given(404, "There is nothing of this id", PROBLEM);
const FOUND: &[Given] = &[given(200, "What was found", JSON), NONE];
const PREVIEW: &[Given] = &[given(200, "The page", PAGE), NONE];
const VIEW: &[Given] = &[given(303, "The entity", PLAIN), NONE];
const BATCHES: &[Given] = &[
    given(200, "The manifest, or the answers", JSON),
    WRONG,
    given(413, "More than is answered at once, or a body that is too long", PROBLEM),
];
const ANSWERS: &[Given] = &[
    given(200, "The answer, in the form that is accepted", &["*/*"]),
    given(400, "The query is wrong", PLAIN),
    given(403, "An update; the data are read-only", PLAIN),
    given(406, "There is no form of it that is accepted", PLAIN),
    given(415, "The body is of a kind that is not read", PLAIN),
    given(422, "The answer is larger than it may be", PLAIN),
    given(503, "The answer took too long", &["text/plain", "application/problem+json"]),
];
const GRAPH: Parameter = text("default-graph-uri", "The default graph of the query");
const NAMED_GRAPH: Parameter = text("named-graph-uri", "A named graph of the query");

const LISTED: &[Given] = &[given(200, "The list", JSON), WRONG];
const OF_SUGGESTIONS: &[Parameter] = &[
    text("prefix", "The letters that were typed"),
    text("type", "The type that entities or properties are of"),
    Parameter { name: "cursor", about: "How many are skipped", kind: Kind::Number(0, u32::MAX), required: false },
];
const OF_PROPOSALS: &[Parameter] = &[
    Parameter { name: "type", about: "The type", kind: Kind::Text, required: true },
    Parameter { name: "limit", about: "How many", kind: Kind::Number(0, u32::MAX), required: false },
];
const OF_ID: &[Parameter] = &[Parameter { name: "id", about: "What it is of", kind: Kind::Text, required: true }];

/// A parameter that may be left out.
const fn text(name: &'static str, about: &'static str) -> Parameter {
    Parameter { name, about, kind: Kind::Text, required: false }
}

const fn suggested(path: &'static str) -> Route {
    Route {
        method: "GET",
        path,
        about: "Suggestions for what somebody types",
        parameters: OF_SUGGESTIONS,
        takes: &[],
        gives: LISTED,
        cost: Cost::Light,
        handler: reconcile::suggest,
    }
}

const fn proposed(path: &'static str) -> Route {
    Route {
        method: "GET",
        path,
        about: "Properties that entities of a type may have",
        parameters: OF_PROPOSALS,
        takes: &[],
        gives: LISTED,
        cost: Cost::Light,
        handler: reconcile::propose,
    }
}

const fn of_id(path: &'static str, about: &'static str, gives: &'static [Given], handler: Handler) -> Route {
    Route { method: "GET", path, about, parameters: OF_ID, takes: &[], gives, cost: Cost::Light, handler }
}

const fn posted(path: &'static str, about: &'static str, handler: Handler) -> Route {
    let parameters = &[];
    Route { method: "POST", path, about, parameters, takes: JSON, gives: BATCHES, cost: Cost::Work, handler }
}

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
