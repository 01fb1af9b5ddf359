//! Differences for programs; `schemas/diff.schema.json` says what is in it.

use std::fmt::{self, Write};

use serde_json::{Map, Value as Json, json};

use super::form::Form;
use super::{Change, Diff, Entry, Times, Value};
use crate::report::Style;

pub(super) static FORM: Form =
    Form { name: "json", about: "for programs: counts, and each record with its changes", endings: &["json"], write };

fn write(diff: &Diff, _: Style, out: &mut String) -> fmt::Result {
    let counts: Map<String, Json> =
        diff.counts().into_iter().map(|(kind, count)| (kind.name().to_owned(), count.into())).collect();
    let records: Vec<Json> = diff.entries.iter().map(entry).collect();
    writeln!(out, "{:#}", json!({"same": diff.is_empty(), "summary": counts, "records": records}))
}

fn entry(entry: &Entry) -> Json {
    let mut object = Map::new();
    object.insert("type".into(), entry.class.into());
    insert(&mut object, "id", entry.id.as_deref());
    insert(&mut object, "oldId", entry.old_id.as_deref());
    insert(&mut object, "title", Some(entry.title.as_str()).filter(|title| !title.is_empty()));
    insert(&mut object, "start", entry.times.start.as_deref());
    insert(&mut object, "matched", entry.matched.map(super::Matched::name));
    object.insert("changes".into(), entry.changes.iter().map(change).collect());
    Json::Object(object)
}

fn change(change: &Change) -> Json {
    let mut object = Map::new();
    object.insert("kind".into(), change.kind.name().into());
    insert(&mut object, "field", change.field.as_deref());
    if let Some(about) = &change.about {
        object.insert("about".into(), value(about));
    }
    insert(&mut object, "language", change.language.as_deref());
    for (key, values) in [("old", &change.old), ("new", &change.new)] {
        if !values.is_empty() {
            object.insert(key.into(), values.iter().map(value).collect());
        }
    }
    let shift = change.shift.map(|shift| shift.to_string());
    insert(&mut object, "shift", shift.as_deref());
    Json::Object(object)
}

fn value(value: &Value) -> Json {
    let mut object = Map::new();
    match value {
        Value::Plain { text, .. } => return text.as_str().into(),
        Value::Tagged { text, language } => {
            insert(&mut object, "text", Some(text));
            insert(&mut object, "language", Some(language.as_str()).filter(|tag| !tag.is_empty()));
        }
        Value::Node { id, name } => {
            insert(&mut object, "id", id.as_deref());
            insert(&mut object, "name", name.as_deref());
        }
        Value::Times(Times { start, end, duration, time_zone }) => {
            for (key, text) in [("start", start), ("end", end), ("duration", duration), ("timeZone", time_zone)] {
                insert(&mut object, key, text.as_deref());
            }
        }
    }
    Json::Object(object)
}

fn insert(object: &mut Map<String, Json>, key: &str, text: Option<&str>) {
    if let Some(text) = text {
        object.insert(key.into(), text.into());
    }
}
