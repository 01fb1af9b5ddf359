//! The JSON Schemas of `plenary.toml` and `feeds.toml`, for editors.

use serde_json::{Map, Value, json};

use super::feeds::setting::{FEED_SETTINGS, MANIFEST_SETTINGS, MANNER_SETTINGS};
use super::profile::Profiles;
use super::setting::{FAIL_ON, FILE_SETTINGS, Kind, PROFILE_SETTINGS, SETTINGS, Setting, words};
use super::{model, setting};
use crate::check::{CHECKS, Check, Pattern};
use crate::format::FORMATS;
use crate::model::lists::LISTS;
use crate::model::topic::TOPIC;
use crate::model::{Scheme, grammar};
use crate::shape::{Class, shape};
use crate::vocab::plenary;

/// The schema of a whole file.
#[must_use]
pub fn schema() -> Value {
    let mut definitions = Map::new();
    definitions.insert("Severity".to_owned(), json!({"enum": words(&setting::SEVERITIES)}));
    definitions.insert("Checks".to_owned(), checks());
    definitions.insert("Required".to_owned(), by_class(|class| Some(required(class))));
    definitions.insert("Allowed".to_owned(), by_class(allowed));
    for scheme in LISTS.iter().chain([&TOPIC]) {
        definitions.insert(scheme.name.to_owned(), codes(scheme));
    }
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("{}config.schema.json", plenary::SCHEMA),
        "title": "plenary configuration",
        "description": "What a plenary.toml says.",
    });
    add(&mut schema, settings(SETTINGS));
    add(&mut schema, json!({"$defs": definitions}));
    schema
}

/// The schema of a whole manifest of feeds.
#[must_use]
pub fn feeds() -> Value {
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("{}feeds.schema.json", plenary::SCHEMA),
        "title": "plenary feeds",
        "description": "What a feeds.toml says.",
    });
    add(&mut schema, settings(MANIFEST_SETTINGS));
    schema
}

/// Adds the members of one object to another.
fn add(schema: &mut Value, more: Value) {
    if let (Value::Object(schema), Value::Object(more)) = (schema, more) {
        schema.extend(more);
    }
}

/// A table with just these settings.
fn settings(known: &[Setting]) -> Value {
    let properties: Map<String, Value> =
        known.iter().map(|setting| (setting.name.to_owned(), of_setting(setting))).collect();
    json!({"type": "object", "properties": properties, "additionalProperties": false})
}

fn of_setting(setting: &Setting) -> Value {
    let mut schema = json!({"description": setting.about});
    add(&mut schema, takes(setting.kind));
    schema
}

/// What a setting of a kind takes.
fn takes(kind: Kind) -> Value {
    match kind {
        Kind::Text | Kind::Glob | Kind::Zone | Kind::Path => json!({"type": "string"}),
        Kind::Profile => {
            let profiles = Profiles::default();
            json!({"type": "string", "examples": profiles.names().collect::<Vec<_>>()})
        }
        Kind::Base => json!({"type": "string", "pattern": grammar::NAMESPACE}),
        Kind::FailOn => json!({"enum": words(&FAIL_ON)}),
        Kind::Globs | Kind::Texts => json!({"type": "array", "items": {"type": "string"}}),
        Kind::Format => {
            let readable = FORMATS.iter().filter(|format| format.read.is_some());
            json!({"enum": readable.map(|format| format.name).collect::<Vec<_>>()})
        }
        Kind::Checks => json!({"$ref": "#/$defs/Checks"}),
        Kind::Required => json!({"$ref": "#/$defs/Required"}),
        Kind::Allowed => json!({"$ref": "#/$defs/Allowed"}),
        Kind::Profiles => json!({"type": "object", "additionalProperties": settings(PROFILE_SETTINGS)}),
        Kind::Files => {
            let mut item = settings(FILE_SETTINGS);
            let names: Vec<&str> = FILE_SETTINGS.iter().map(|setting| setting.name).collect();
            add(&mut item, json!({"required": names}));
            json!({"type": "array", "items": item})
        }
        Kind::Manner => settings(MANNER_SETTINGS),
        Kind::Feeds => {
            let mut item = settings(FEED_SETTINGS);
            add(&mut item, json!({"required": ["id", "url"]}));
            json!({"type": "array", "items": item})
        }
        Kind::Name => json!({"type": "string", "pattern": "^[a-z0-9][a-z0-9._-]{0,99}$"}),
        Kind::Url => json!({"type": "string", "pattern": "^https?://[^@/]+(/.*)?$"}),
        Kind::Own => json!({}),
        Kind::Flag => json!({"type": "boolean"}),
        Kind::Seconds => json!({"type": "number", "minimum": 0.001, "maximum": 86400}),
        Kind::Pause => json!({"type": "number", "minimum": 0, "maximum": 86400}),
        Kind::Count { least, most } => json!({"type": "integer", "minimum": least, "maximum": most}),
        Kind::Headers => headers(),
    }
}

/// Values of headers, or variables that have them, by name.
fn headers() -> Value {
    let variable = json!({"type": "string", "minLength": 1});
    let table =
        json!({"type": "object", "properties": {"env": variable}, "required": ["env"], "additionalProperties": false});
    json!({
        "type": "object",
        "propertyNames": {"pattern": "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$"},
        "additionalProperties": {"anyOf": [{"type": "string", "pattern": "^[ -~]+$"}, table]},
    })
}

fn checks() -> Value {
    let severity = |about: String| json!({"$ref": "#/$defs/Severity", "description": about});
    let mut properties = Map::new();
    properties.insert("*".to_owned(), severity("All checks that can be changed.".to_owned()));
    let changeable = || CHECKS.iter().filter(|check| !check.is_fixed());
    let mut families: Vec<&str> = changeable().map(|check| check.family()).collect();
    families.dedup();
    let families = families.into_iter().map(|family| format!("{family}/*"));
    let families = families.filter(|family| Pattern::parse(family).is_some());
    properties.extend(families.map(|family| (family.clone(), severity(format!("Every check of {family}")))));
    properties.extend(changeable().map(|check: &&Check| (check.id.to_owned(), severity(check.summary()))));
    json!({"type": "object", "properties": properties, "additionalProperties": false})
}

/// A table with a key for each type of record that has something to say.
fn by_class(of: impl Fn(&Class) -> Option<Value>) -> Value {
    let properties: Map<String, Value> =
        shape().classes.iter().filter_map(|class| Some((class.name.clone(), of(class)?))).collect();
    json!({"type": "object", "properties": properties, "additionalProperties": false})
}

fn required(class: &Class) -> Value {
    let fields: Vec<&str> = class.fields.iter().map(|field| field.name.as_str()).collect();
    json!({"type": "array", "items": {"enum": fields}, "uniqueItems": true})
}

fn allowed(class: &Class) -> Option<Value> {
    let lists: Map<String, Value> = class
        .fields
        .iter()
        .filter_map(|field| {
            let scheme = model::codes(field)?;
            let items = json!({"$ref": format!("#/$defs/{}", scheme.name)});
            Some((field.name.clone(), json!({"type": "array", "items": items})))
        })
        .collect();
    (!lists.is_empty()).then(|| json!({"type": "object", "properties": lists, "additionalProperties": false}))
}

/// The codes of a scheme; forms of further codes and IRIs of codes are strings to editors.
fn codes(scheme: &Scheme) -> Value {
    let values: Vec<String> = scheme.values().map(|(value, _)| value).collect();
    json!({"description": scheme.about, "anyOf": [{"enum": values}, {"type": "string"}]})
}
