//! The model as JSON Schema 2020-12, annotated with what each field is in RDF; and its compiled validator.
//!
//! This is the one file that names `jsonschema`.

use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use crate::model::{Concept, Dataset, Edition, Forum, Organization, Person, Place, ROOTS, Session};
use crate::vocab::plenary;

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The definitions of every type, by name, as they are published.
#[must_use]
pub fn definitions() -> Map<String, Value> {
    let mut generator: SchemaGenerator = SchemaSettings::draft2020_12().into_generator();
    generator.subschema_for::<Dataset>();
    generator.subschema_for::<Session>();
    generator.subschema_for::<Person>();
    generator.subschema_for::<Organization>();
    generator.subschema_for::<Forum>();
    generator.subschema_for::<Edition>();
    generator.subschema_for::<Place>();
    generator.subschema_for::<Concept>();
    let mut definitions = generator.take_definitions(true);
    for (name, definition) in &mut definitions {
        without_null(definition);
        mark_sets(definition);
        if ROOTS.contains(&name.as_str()) {
            allow_head(definition);
        }
    }
    definitions
}

/// The schema of any document: a dataset or one typed record.
#[must_use]
pub fn document() -> Value {
    let mut definitions = definitions();
    help_editors(&mut definitions);
    let roots: Vec<Value> =
        ROOTS.iter().map(|name| json!({"$ref": format!("#/$defs/{name}"), "required": ["type"]})).collect();
    json!({
        "$schema": DIALECT,
        "$id": format!("{}plenary.schema.json", plenary::SCHEMA),
        "title": "plenary record",
        "description": "A dataset or one typed record of the session metadata of Internet-governance forums.",
        "type": "object",
        "anyOf": roots,
        "$defs": definitions,
    })
}

/// The schema of documents of one type, with just the definitions that it needs.
#[must_use]
pub fn of_class(name: &str) -> Value {
    let mut all = definitions();
    help_editors(&mut all);
    let mut needed = vec![name.to_owned()];
    let mut at = 0;
    while at < needed.len() {
        collect_references(&all[&needed[at]], &mut needed);
        at += 1;
    }
    let about = all[name]["description"].clone();
    all.retain(|key, _| needed.contains(key));
    json!({
        "$schema": DIALECT,
        "$id": format!("{}{}.schema.json", plenary::SCHEMA, name.to_lowercase()),
        "title": format!("plenary {name}"),
        "description": about,
        "$ref": format!("#/$defs/{name}"),
        "required": ["type"],
        "$defs": all,
    })
}

fn collect_references(schema: &Value, found: &mut Vec<String>) {
    match schema {
        Value::Object(members) => {
            let name = members.get("$ref").and_then(Value::as_str).and_then(|path| path.rsplit('/').next());
            if let Some(name) = name.filter(|name| !found.iter().any(|known| known == name)) {
                found.push(name.to_owned());
            }
            members.values().for_each(|member| collect_references(member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| collect_references(item, found)),
        _ => {}
    }
}

/// Takes `null` out of optional fields: absent is the one way to say nothing.
fn without_null(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            members.values_mut().for_each(without_null);
            if let Some(Value::Array(types)) = members.get_mut("type") {
                types.retain(|name| name != "null");
                if let [only] = types.as_slice() {
                    let only = only.clone();
                    members.insert("type".to_owned(), only);
                }
            }
            if let Some(Value::Array(values)) = members.get_mut("enum") {
                values.retain(|value| !value.is_null());
                if let [only] = values.as_slice() {
                    let only = only.clone();
                    members.insert("const".to_owned(), only);
                    members.shift_remove("enum");
                }
            }
            if let Some(Value::Array(branches)) = members.get_mut("anyOf") {
                branches.retain(|branch| branch != &json!({"type": "null"}));
                if let [Value::Object(only)] = branches.as_mut_slice() {
                    let only = std::mem::take(only);
                    members.shift_remove("anyOf");
                    members.extend(only);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(without_null),
        _ => {}
    }
}

/// Lists of scalars and codes are sets; lists of records have an explicit order or none. Whole numbers get a bound
/// instead of a format that only schemars knows.
fn mark_sets(definition: &mut Value) {
    let Some(Value::Object(properties)) = definition.get_mut("properties") else { return };
    for property in properties.values_mut() {
        if property["type"] == "integer" {
            let Some(members) = property.as_object_mut() else { continue };
            members.shift_remove("format");
            members.entry("maximum").or_insert_with(|| u32::MAX.into());
        }
        if property["type"] == "array" && property["items"].get("$ref").is_some() {
            property["uniqueItems"] = true.into();
        }
    }
}

/// A document may name its context and its schema.
fn allow_head(definition: &mut Value) {
    let Some(Value::Object(properties)) = definition.get_mut("properties") else { return };
    properties.insert("@context".to_owned(), json!({"description": "The JSON-LD context; plenary knows its own."}));
    properties.insert("$schema".to_owned(), json!({"description": "This schema, for editors.", "type": "string"}));
}

/// Adds what editors show: a title and Markdown help for each field.
fn help_editors(definitions: &mut Map<String, Value>) {
    for definition in definitions.values_mut() {
        let Some(Value::Object(properties)) = definition.get_mut("properties") else { continue };
        for (name, property) in properties {
            let Some(members) = property.as_object_mut() else { continue };
            let about = members.get("description").and_then(Value::as_str).unwrap_or_default();
            let rdf = members.get("x-jsonld-id").and_then(Value::as_str).map(|iri| format!("\n\nRDF: <{iri}>"));
            let help = format!("{about}{}", rdf.unwrap_or_default());
            if !members.contains_key("title") {
                members.insert("title".to_owned(), words(name).into());
            }
            if !help.is_empty() {
                members.insert("markdownDescription".to_owned(), help.into());
            }
        }
    }
}

/// `sessionType` as `Session type`.
#[must_use]
pub fn words(name: &str) -> String {
    let mut words = String::new();
    for (at, letter) in name.trim_start_matches(['@', '$']).char_indices() {
        match letter {
            _ if at == 0 => words.extend(letter.to_uppercase()),
            _ if letter.is_uppercase() => {
                words.push(' ');
                words.extend(letter.to_lowercase());
            }
            _ => words.push(letter),
        }
    }
    words
}

/// The published schema, compiled: what an independent validator says of a record.
pub struct Validator(jsonschema::Validator);

impl Validator {
    /// Compiles [`document`]; formats play no part, the patterns say all. Never fetches anything.
    ///
    /// # Panics
    /// If the generated schema is not a schema, which a test rules out.
    #[must_use]
    pub fn new() -> Self {
        let compiled = jsonschema::options().build(&document());
        Self(compiled.expect("the generated schema is valid"))
    }

    #[must_use]
    pub fn is_valid(&self, record: &Value) -> bool {
        self.0.is_valid(record)
    }
}

impl Default for Validator {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_field_takes_null() {
        assert!(!document().to_string().contains("null"));
    }

    #[test]
    fn field_names_become_words() {
        assert_eq!(words("focusesPrimarilyOn"), "Focuses primarily on");
    }

    #[test]
    fn the_validator_tells_records_apart() {
        let validator = Validator::new();
        assert!(validator.is_valid(&json!({"type": "Session", "title": "A"})));
        assert!(!validator.is_valid(&json!({"type": "Session"})));
        assert!(!validator.is_valid(&json!({"type": "Session", "title": "A", "titel": "B"})));
    }
}
