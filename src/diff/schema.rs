//! JSON Schema of what `plenary diff --format json` writes.

use serde_json::{Value, json};

use super::{KINDS, Matched};
use crate::report::schema::object;
use crate::vocab::plenary;

/// The schema of the differences.
#[must_use]
pub fn diff() -> Value {
    let kinds: Vec<&str> = KINDS.iter().map(|row| row.name).collect();
    let counts = json!({
        "description": "How many changes of each kind there are.",
        "type": "object",
        "propertyNames": {"$ref": "#/$defs/Kind"},
        "additionalProperties": {"type": "integer", "minimum": 1},
    });
    let records = json!({
        "description": "Sessions in the order of time, then other records.",
        "type": "array",
        "items": {"$ref": "#/$defs/Record"},
    });
    let same = json!({"description": "Whether nothing differs.", "type": "boolean"});
    let mut schema = object(
        "What `plenary diff --format json` writes: what differs between two sets of records.",
        &json!({"same": same, "summary": counts, "records": records}),
        &["same", "summary", "records"],
    );
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
    schema["$id"] = format!("{}diff.schema.json", plenary::SCHEMA).into();
    schema["title"] = "plenary diff".into();
    let meanings: Vec<String> = KINDS.iter().map(|row| format!("`{}`: {}", row.name, row.about)).collect();
    schema["$defs"] = json!({
        "Kind": {"description": format!("{}.", meanings.join("; ")), "enum": kinds},
        "Record": record(),
        "Change": change(),
        "Value": value(),
    });
    schema
}

fn record() -> Value {
    let matched: Vec<&str> = Matched::ALL.map(Matched::name).to_vec();
    let properties = json!({
        "type": {"description": "The type of the record.", "type": "string"},
        "id": {"description": "Its IRI on the right side; on the left one where it was removed.", "type": "string"},
        "oldId": {"description": "Its IRI on the left side, where that is another one.", "type": "string"},
        "title": {"description": "What it is called.", "type": "string"},
        "start": {"description": "When the session begins.", "type": "string"},
        "matched": {"description": "How it was found on the other side.", "enum": matched},
        "changes": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/Change"}},
    });
    object("A record that was added, removed or changed.", &properties, &["type", "changes"])
}

fn change() -> Value {
    let values =
        |about: &str| json!({"description": about, "type": "array", "minItems": 1, "items": {"$ref": "#/$defs/Value"}});
    let properties = json!({
        "kind": {"$ref": "#/$defs/Kind"},
        "field": {"description": "The field: `participations.role`; none where it is the record itself.", "type": "string"},
        "about": {"description": "The participant or the part of the session that it is about.", "$ref": "#/$defs/Value"},
        "language": {"description": "The language of the text.", "type": "string"},
        "old": values("The values that are no longer there; of a participant or a part that is gone, its details."),
        "new": values("The values that are there now; of a participant or a part that is new, its details."),
        "shift": {"description": "How much later the session begins (ISO 8601, may be negative).", "type": "string"},
    });
    object("One difference.", &properties, &["kind"])
}

fn value() -> Value {
    let string = json!({"type": "string"});
    json!({
        "description": "A string or number as a string, a node, a text in another language, or the times of a session.",
        "anyOf": [
            {"type": "string"},
            object("A node.", &json!({"id": string, "name": string}), &[]),
            object("A text and its language.", &json!({"text": string, "language": string}), &["text"]),
            object(
                "When a session is held.",
                &json!({"start": string, "end": string, "duration": string, "timeZone": string}),
                &[],
            ),
        ],
    })
}
