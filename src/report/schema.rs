//! JSON Schemas of what is written for programs: the report and the baseline.

use serde_json::{Value, json};

use crate::vocab::plenary;

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The form of an id: `family/name`.
const ID: &str = "^[a-z]+(-[a-z]+)*/[a-z0-9]+(-[a-z0-9]+)*$";

/// The schema of the report that `--format json` writes.
#[must_use]
pub fn findings() -> Value {
    json!({
        "$schema": DIALECT,
        "$id": format!("{}report.schema.json", plenary::SCHEMA),
        "title": "plenary report",
        "description": "What `plenary validate --format json` writes: the findings, in the order of the input.",
        "type": "array",
        "items": {"$ref": "#/$defs/Finding"},
        "$defs": {
            "Finding": finding(),
            "Fix": fix(),
            "Edit": edit(),
            "Related": related(),
            "Shacl": shacl(),
            "Number": {"description": "1-based; columns count Unicode code points.", "type": "integer", "minimum": 1},
        },
    })
}

fn finding() -> Value {
    let mut properties = json!({
        "id": {
            "description": "What was found; `plenary explain` prints its page.",
            "type": "string",
            "pattern": ID,
        },
        "severity": {"description": "How grave it is.", "enum": ["error", "warning", "note"]},
        "file": {"description": "The file as it was named, or `<stdin>`.", "type": "string"},
        "path": {
            "description": "Where in the record: `participations[0].role`; empty for the record itself. For shapes the property path.",
            "type": "string",
        },
        "message": {"description": "What is wrong, in plain words.", "type": "string", "minLength": 1},
        "label": {"description": "A few words about the very place.", "type": "string", "minLength": 1},
        "help": {"description": "How to mend it.", "type": "string", "minLength": 1},
        "replacement": {
            "description": "The text to put in the place of the finding, where that is all that mends it.",
            "type": "string",
        },
        "fix": {"$ref": "#/$defs/Fix"},
        "shacl": {"$ref": "#/$defs/Shacl"},
        "related": {
            "description": "Other places that it is about.",
            "type": "array",
            "minItems": 1,
            "items": {"$ref": "#/$defs/Related"},
        },
    });
    add_range(&mut properties);
    object(
        "One mistake, at its place.",
        &properties,
        &["id", "severity", "file", "line", "column", "endLine", "endColumn", "path", "message"],
    )
}

fn fix() -> Value {
    let edits = json!({
        "description": "Edits of the finding's file, which do not overlap.",
        "type": "array",
        "minItems": 1,
        "items": {"$ref": "#/$defs/Edit"},
    });
    let safe = json!({
        "description": "Whether the result means the same, so that nobody needs to look at it.",
        "type": "boolean",
    });
    object("How to mend it.", &json!({"safe": safe, "edits": edits}), &["safe", "edits"])
}

fn shacl() -> Value {
    let properties = json!({
        "focusNode": {"description": "The node that is not of its shape: an IRI, or a blank node's label.", "type": "string"},
        "sourceConstraintComponent": {"description": "The constraint component that was not met.", "type": "string", "format": "iri"},
    });
    let about = "For findings of shapes: parts of the validation result, as SHACL names them.";
    object(about, &properties, &["focusNode", "sourceConstraintComponent"])
}

fn edit() -> Value {
    let text = json!({"description": "What takes the place; where that is empty, it is put in.", "type": "string"});
    let mut properties = json!({"text": text});
    add_range(&mut properties);
    object("A text for a place.", &properties, &["line", "column", "endLine", "endColumn", "text"])
}

fn related() -> Value {
    let mut properties = json!({
        "file": {"description": "The file as it was named.", "type": "string"},
        "message": {"description": "What is there.", "type": "string"},
    });
    add_range(&mut properties);
    object("Another place.", &properties, &["file", "line", "column", "endLine", "endColumn", "message"])
}

/// The members that say where something begins and, exclusively, ends.
fn add_range(properties: &mut Value) {
    for name in ["line", "column", "endLine", "endColumn"] {
        properties[name] = json!({"$ref": "#/$defs/Number"});
    }
}

/// An object of exactly these members.
#[must_use]
pub fn object(about: &str, properties: &Value, required: &[&str]) -> Value {
    json!({
        "description": about,
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

/// The schema of the file that `--write-baseline` writes.
#[must_use]
pub fn baseline() -> Value {
    let entry = json!({
        "file": {"description": "The file, with forward slashes.", "type": "string"},
        "id": {"description": "What was found.", "type": "string", "pattern": ID},
        "message": {"description": "What is wrong.", "type": "string"},
        "line": {"description": "Where it was; only for people.", "type": "integer", "minimum": 1},
        "fingerprint": {
            "description": "What the finding is known by when its line moves. Several that are alike have the same.",
            "type": "string",
            "pattern": "^[0-9a-f]{16}$",
        },
    });
    let required = ["file", "id", "message", "line", "fingerprint"];
    let findings = json!({"type": "array", "items": object("A known finding.", &entry, &required)});
    let properties = json!({
        "$schema": {"type": "string"},
        "version": {"const": 1},
        "findings": findings,
    });
    let mut schema = object(
        "Findings that are known, so that `plenary validate --baseline` tells only of new ones.",
        &properties,
        &["version", "findings"],
    );
    schema["$schema"] = DIALECT.into();
    schema["$id"] = format!("{}baseline.schema.json", plenary::SCHEMA).into();
    schema["title"] = "plenary baseline".into();
    schema
}
