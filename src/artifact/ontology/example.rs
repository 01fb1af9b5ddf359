//! Examples for the pages of terms: the smallest valid record that uses a term, cut out of one full example, and what
//! it is in Turtle by our own writer.

use std::sync::LazyLock;

use serde_json::{Map, Value};

use crate::artifact::turtle::declarations;
use crate::diagnostic::Report;
use crate::format::{Limits, Write, WriteOptions, json, turtle};
use crate::rdf::normal::normalize;
use crate::rdf::resolve::resolve;
use crate::shape::{Class, Field, Kind, shape};
use crate::source::Source;

/// Records that use every term of ours; valid, and invented.
static RECORDS: LazyLock<Vec<Value>> =
    LazyLock::new(|| serde_json::from_str(include_str!("example.json")).unwrap_or_default());

/// One record in two syntaxes.
pub(super) struct Example {
    pub json: String,
    pub turtle: String,
}

/// The shortest record that uses a term.
pub(super) fn of(iri: &str) -> Option<Example> {
    let cut = RECORDS.iter().filter_map(|record| reduce(record, class_of(record)?, iri));
    write(&cut.min_by_key(|record| record.to_string().len())?)
}

/// The class of a record that says its type.
fn class_of(record: &Value) -> Option<&'static Class> {
    shape().class(record["type"].as_str()?).map(|class| &shape()[class])
}

/// A record cut down to what it must have and the one way to the first use of a term; none where it does not use it.
fn reduce(record: &Value, class: &Class, iri: &str) -> Option<Value> {
    if class.iri.as_deref() == Some(iri) {
        return Some(keep(record, class, |_| true, None));
    }
    let mut fields = class.fields.iter().filter(|field| record.get(&field.name).is_some());
    if let Some(used) = fields.clone().find(|field| field.iri.as_deref() == Some(iri)) {
        return Some(keep(record, class, |field| std::ptr::eq(field, used), None));
    }
    fields.find_map(|field| {
        let inner = items(&record[&field.name]).iter().find_map(|item| {
            let class = field.classes().iter().map(|&class| &shape()[class]).find(|_| item.is_object())?;
            reduce(item, class, iri)
        })?;
        let inner = if field.many { Value::Array(vec![inner]) } else { inner };
        Some(keep(record, class, |_| false, Some((field, &inner))))
    })
}

fn items(value: &Value) -> &[Value] {
    value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice)
}

/// A record with its id and type, its required fields, the chosen ones, and one in another form.
fn keep(record: &Value, class: &Class, chosen: impl Fn(&Field) -> bool, other: Option<(&Field, &Value)>) -> Value {
    let mut kept = Map::new();
    for (name, value) in record.as_object().into_iter().flatten() {
        let Some(at) = class.find(name) else { continue };
        let field = &class.fields[at];
        match &other {
            Some((replaced, inner)) if replaced.name == *name => drop(kept.insert(name.clone(), (*inner).clone())),
            _ if class.is_required(at) || matches!(field.kind, Kind::Id | Kind::Type) || chosen(field) => {
                kept.insert(name.clone(), bare(value, field));
            }
            _ => {}
        }
    }
    Value::Object(kept)
}

/// A value whose inline records have what they must have, and no more.
fn bare(value: &Value, field: &Field) -> Value {
    match value {
        Value::Array(items) => items.iter().map(|item| bare(item, field)).collect(),
        Value::Object(_) => match field.classes().first() {
            Some(&class) => keep(value, &shape()[class], |_| false, None),
            None => value.clone(),
        },
        _ => value.clone(),
    }
}

/// Writes a record as a user's `convert` would; none where it is not valid, which a test rules out.
fn write(record: &Value) -> Option<Example> {
    let class = shape().class(record["type"].as_str()?)?;
    let source = Source::new("example.json", record.to_string());
    let mut node = json::parse(source.text(), &Limits::default()).ok()?;
    resolve(&mut node, class, None).ok()?;
    let mut report = Report::default();
    let records = normalize(node, class, &source, &mut report);
    let Some(Write::Each(each)) = &turtle::FORMAT.write else { return None };
    let mut body = Vec::new();
    for record in records {
        (each.record)(&record, &WriteOptions::default(), &mut body);
    }
    let body = String::from_utf8(body).ok()?;
    let turtle = format!("{}\n{}", declarations(&body), body.trim());
    Some(Example { json: format!("{record:#}"), turtle })
}

#[cfg(test)]
mod tests {
    use super::super::TERMS;
    use super::*;
    use crate::check::structure;

    #[test]
    fn records_are_valid_and_use_every_term() {
        assert!(RECORDS.len() > 5);
        for term in TERMS {
            let example = of(term.iri).unwrap_or_else(|| panic!("no example of {}", term.iri));
            let source = Source::new("example.json", example.json.clone());
            let node = json::parse(source.text(), &Limits::default()).unwrap();
            let mut report = Report::default();
            assert!(structure::check(&node, &source, &mut report).is_some(), "{}: {:?}", term.iri, report.findings);
            let name = term.iri.rsplit('#').next().unwrap();
            assert!(example.turtle.contains(&format!("pl:{name}")), "{}\n{}", term.iri, example.turtle);
        }
    }

    #[test]
    fn examples_hold_no_more_than_they_need() {
        let example = of(crate::vocab::pl::ROLE).unwrap();
        assert!(!example.json.contains("\"status\"") && !example.json.contains("\"track\""), "{}", example.json);
        assert!(example.json.lines().count() < 16, "{}", example.json);
    }
}
