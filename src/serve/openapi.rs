//! The description of the service in `OpenAPI` 3.1, made from the table of routes.

use serde_json::{Map, Value, json};

use super::answer::Answer;
use super::call::Call;
use super::routes::{Given, Kind, PLAIN, PROBLEM, Parameter, ROUTES, Route, SITE, given};

/// The description, with the address under which the client asked.
pub(super) fn answer(call: &Call) -> Answer {
    Answer::json(&document(call.address, &call.state.site.title))
}

fn document(address: &str, title: &str) -> Value {
    let mut paths = Map::new();
    for route in ROUTES.iter().chain([&SITE]) {
        let path = paths.entry(format!("/{}", route.path)).or_insert_with(|| json!({}));
        path[route.method.to_ascii_lowercase()] = operation(route);
    }
    json!({
        "openapi": "3.1.0",
        "info": {"title": title, "version": env!("CARGO_PKG_VERSION"), "summary": "Session metadata: site, queries, reconciliation, validation"},
        "servers": [{"url": address.trim_end_matches('/')}],
        "paths": paths,
        "components": {"schemas": {"Problem": problem()}},
    })
}

/// Answers that any route may give.
const ANY: [Given; 3] = [
    given(429, "Too many requests in a short time", PROBLEM),
    given(500, "A fault of the server", PROBLEM),
    given(503, "The server is busy, or the answer took too long", PROBLEM),
];

/// Answers to a request with a body.
const BODY: [Given; 3] = [
    given(400, "The body cannot be read", PROBLEM),
    given(408, "The body did not come in time", PROBLEM),
    given(413, "The body is too long", PROBLEM),
];

fn operation(route: &Route) -> Value {
    let mut answers = Map::new();
    let of_body: &[Given] = if route.takes.is_empty() { &[] } else { &BODY };
    for given in route.gives.iter().chain(&ANY).chain(of_body) {
        answers.entry(given.status.to_string()).or_insert_with(|| response(given));
    }
    let mut parameters: Vec<Value> = route.parameters.iter().map(parameter).collect();
    if route.path == SITE.path {
        let schema = json!({"type": "string", "minLength": 1, "examples": ["index.html"]});
        parameters.push(json!({"name": "path", "in": "path", "required": true, "schema": schema}));
    }
    let id: String = route.path.chars().map(|letter| if letter.is_alphanumeric() { letter } else { '_' }).collect();
    let id = format!("{}_{}", route.method.to_ascii_lowercase(), id.trim_matches('_'));
    let mut operation =
        json!({"operationId": id, "summary": route.about, "parameters": parameters, "responses": answers});
    if !route.takes.is_empty() {
        let content: Map<String, Value> = route.takes.iter().map(|kind| ((*kind).to_owned(), body(kind))).collect();
        // A text may be empty.
        let is_required = !route.takes.contains(&PLAIN[0]);
        operation["requestBody"] = json!({"required": is_required, "content": content});
    }
    operation
}

/// What may be in a body. Records in whatever syntax may be anything: what is wrong with them is told in the answer.
fn body(media_type: &str) -> Value {
    let is_any = media_type.starts_with("text/") || media_type.ends_with("json") || media_type.ends_with("yaml");
    if is_any { json!({"schema": {}}) } else { json!({"schema": {"type": "string"}}) }
}

fn response(given: &Given) -> Value {
    let content = given.media_types.iter().map(|kind| {
        let schema = match *kind {
            "application/problem+json" => json!({"$ref": "#/components/schemas/Problem"}),
            "*/*" => json!({}),
            kind if kind.ends_with("json") => json!({}),
            _ => json!({"type": "string"}),
        };
        ((*kind).to_owned(), json!({"schema": schema}))
    });
    let content: Map<String, Value> = content.collect();
    if content.is_empty() {
        return json!({"description": given.about});
    }
    json!({"description": given.about, "content": content})
}

fn parameter(parameter: &Parameter) -> Value {
    let schema = match parameter.kind {
        Kind::Text => json!({"type": "string"}),
        Kind::Number(least, most) => json!({"type": "integer", "minimum": least, "maximum": most}),
        Kind::Choice(words) => json!({"type": "string", "enum": words()}),
    };
    json!({
        "name": parameter.name,
        "in": "query",
        "description": parameter.about,
        "required": parameter.required,
        "schema": schema,
    })
}

/// Problem details, RFC 9457.
fn problem() -> Value {
    json!({
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
        },
    })
}
