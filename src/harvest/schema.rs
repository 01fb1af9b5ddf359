//! The JSON Schema of the report of a harvest.

use serde_json::{Map, Value, json};

use super::outcome::Fate;
use crate::vocab::plenary;

/// The schema of what `harvest --report` writes.
#[must_use]
pub fn report() -> Value {
    let fates: Vec<&str> = Fate::ALL.iter().map(|fate| fate.name()).collect();
    let number = |name: &&str| ((*name).to_owned(), json!({"type": "integer", "minimum": 0}));
    let counts: Map<String, Value> = fates.iter().map(number).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("{}harvest.schema.json", plenary::SCHEMA),
        "title": "plenary harvest",
        "description": "What came of the sources of a harvest.",
        "type": "object",
        "properties": {
            "sources": {"type": "array", "items": source(&fates)},
            "counts": object(&Value::from(counts), &fates),
        },
        "required": ["sources", "counts"],
        "additionalProperties": false,
    })
}

fn source(fates: &[&str]) -> Value {
    let properties = json!({
        "id": text("The id that the manifest has."),
        "url": text("The address that the manifest has."),
        "outcome": {"enum": fates},
        "reason": text("Why it failed."),
        "help": text("The way out."),
        "snapshot": snapshot(),
        "reading": reading(),
    });
    object(&properties, &["id", "url", "outcome", "reading"])
}

fn snapshot() -> Value {
    let properties = json!({
        "file": text("Where its content is."),
        "finalUrl": text("Where it came from in the end."),
        "mediaType": {"description": "What its server says that it is.", "type": ["string", "null"]},
        "sha256": {"description": "The digest of its content.", "type": "string", "pattern": "^[0-9a-f]{64}$"},
        "bytes": {"type": "integer", "minimum": 0},
        "retrieved": {"description": "When this content first came.", "type": "string", "format": "date-time"},
    });
    let mut schema = object(&properties, &["file", "finalUrl", "mediaType", "sha256", "bytes", "retrieved"]);
    schema["description"] = json!("Its content; that of the last time, where it failed.");
    schema
}

fn reading() -> Value {
    let properties = json!({
        "format": text("The format that it is in."),
        "timezone": text("The zone of times that name none."),
        "map": text("A mapping of columns, from the folder of the manifest on."),
        "base": text("The IRI that minted IRIs begin with."),
    });
    let mut schema = object(&properties, &[]);
    schema["description"] = json!("How it is to be read, as far as the manifest says.");
    schema
}

fn text(about: &str) -> Value {
    json!({"description": about, "type": "string"})
}

fn object(properties: &Value, required: &[&str]) -> Value {
    json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false})
}
