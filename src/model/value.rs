//! Values that several types share: text by language, references, type names.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::grammar;
use super::scalar::{Plain, Reference};

/// A language of a language map: a tag, or `@none` for text without one (JSON-LD 1.1, 4.6.2).
#[must_use]
pub fn is_map_key(key: &str) -> bool {
    key == "@none" || grammar::is_language(key)
}

/// The pattern of [`is_map_key`].
#[must_use]
pub fn map_key_pattern() -> String {
    format!("^@none$|{}", grammar::LANGUAGE)
}

/// A key of a language map.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct MapKey(String);

impl TryFrom<String> for MapKey {
    type Error = String;

    fn try_from(key: String) -> Result<Self, String> {
        if is_map_key(&key) { Ok(Self(key)) } else { Err(format!("{key:?} is not a language tag")) }
    }
}

/// Text: a string, or one string for each language.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Text {
    Plain(Plain),
    ByLanguage(BTreeMap<MapKey, Plain>),
}

/// Several texts: a string, a list of them, or strings or lists for each language. A set: order does not matter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Texts {
    Plain(Plain),
    List(Vec<Plain>),
    ByLanguage(BTreeMap<MapKey, OneOrMany>),
}

/// A string or a list of strings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum OneOrMany {
    One(Plain),
    Many(Vec<Plain>),
}

fn visible() -> serde_json::Value {
    serde_json::json!({"type": "string", "pattern": grammar::VISIBLE})
}

fn visible_list() -> serde_json::Value {
    serde_json::json!({"type": "array", "items": visible(), "uniqueItems": true})
}

fn language_map(values: &serde_json::Value) -> serde_json::Value {
    serde_json::json!({
        "type": "object",
        "x-jsonld-container": "@language",
        "propertyNames": {"pattern": map_key_pattern()},
        "additionalProperties": values,
        "minProperties": 1,
    })
}

impl JsonSchema for Text {
    fn schema_name() -> Cow<'static, str> {
        "Text".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "title": "Text",
            "description": "A string, or one string for each language: `{\"en\": \"Opening\", \"fr\": \"Ouverture\"}`.",
            "anyOf": [visible(), language_map(&visible())],
        })
    }
}

impl JsonSchema for Texts {
    fn schema_name() -> Cow<'static, str> {
        "Texts".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let values = serde_json::json!({"anyOf": [visible(), visible_list()]});
        json_schema!({
            "title": "Texts",
            "description": "A string, a list of strings, or strings for each language: `{\"en\": [\"digital divide\", \"access\"]}`. A set.",
            "anyOf": [visible(), visible_list(), language_map(&values)],
        })
    }
}

/// A record itself, or the id of one that stands elsewhere.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Ref<T> {
    Id(Reference),
    Node(Box<T>),
}

impl<T: JsonSchema> JsonSchema for Ref<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("RefTo{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let id = generator.subschema_for::<Reference>();
        let node = generator.subschema_for::<T>();
        json_schema!({"anyOf": [id, node]})
    }
}

/// The name of a type, as the value of `type`.
pub struct Is<T>(PhantomData<T>);

impl<T: JsonSchema> Default for Is<T> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<T> std::fmt::Debug for Is<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Is")
    }
}

impl<T> Clone for Is<T> {
    fn clone(&self) -> Self {
        Self(PhantomData)
    }
}

impl<T> PartialEq for Is<T> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<T: JsonSchema> Serialize for Is<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&T::schema_name())
    }
}

impl<'de, T: JsonSchema> Deserialize<'de> for Is<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        if name == T::schema_name() {
            return Ok(Self(PhantomData));
        }
        Err(serde::de::Error::custom(format!("type is {name:?}, not {:?}", T::schema_name())))
    }
}

impl<T: JsonSchema> JsonSchema for Is<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("Is{}", T::schema_name()).into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"const": T::schema_name()})
    }
}
