//! The one reading of the annotated schema: classes and fields, for every generator, the RDF reader and writer, and the
//! structural check.

use std::sync::LazyLock;

use serde_json::{Map, Value};

use crate::lookup::{Lookup, equal};
use crate::model::lists::LISTS;
use crate::model::scalar::SCALARS;
use crate::model::topic::TOPIC;
use crate::model::{ROOTS, Scalar, Scheme};
use crate::schema;

/// Every class of the model.
#[derive(Debug)]
pub struct Shape {
    pub classes: Vec<Class>,
    /// The classes that a document may be, in the order in which they are listed to people.
    pub roots: Vec<ClassId>,
}

/// Index of a class in [`Shape::classes`].
pub type ClassId = usize;

/// A type of record.
#[derive(Debug)]
pub struct Class {
    pub name: String,
    /// The RDF class; none for the private block, which has no RDF.
    pub iri: Option<String>,
    pub about: String,
    /// In the order in which records are written.
    pub fields: Vec<Field>,
    /// Bit `n` is set where field `n` must be there.
    pub required: u64,
    /// Whether a document may be one.
    pub is_root: bool,
    lookup: Lookup,
}

/// A field of a class.
#[derive(Debug)]
pub struct Field {
    pub name: String,
    /// The RDF property; none for `id`, `type`, the private block and what JSON tools need.
    pub iri: Option<String>,
    pub about: String,
    pub kind: Kind,
    /// Whether the value is a list.
    pub many: bool,
    pub examples: Vec<Value>,
}

/// What a field holds.
#[derive(Debug, Clone)]
pub enum Kind {
    /// The record's own IRI.
    Id,
    /// The record's type.
    Type,
    /// A string, or one string for each language.
    Text,
    /// A set of strings, each with or without language.
    Texts,
    Scalar(&'static Scalar),
    Code(&'static Scheme),
    /// A whole number within bounds.
    Integer {
        min: u64,
        max: u64,
    },
    /// Records of these classes, inline or by id. With several classes an inline one says its `type`.
    Ref(Vec<ClassId>),
    /// The private block: a class without RDF.
    Private(ClassId),
    /// `@context` and `$schema`: for tools, without meaning here.
    Head,
}

static SHAPE: LazyLock<Shape> = LazyLock::new(|| Shape::read(&schema::definitions()));

/// The shape of the model.
#[must_use]
pub fn shape() -> &'static Shape {
    &SHAPE
}

impl Shape {
    /// Reads annotated definitions. Types that are neither class, scalar, text nor code list are a fault of the model.
    ///
    /// # Panics
    /// On a definition that is none of these, which a test rules out.
    #[must_use]
    pub fn read(definitions: &Map<String, Value>) -> Self {
        let names: Vec<&str> = definitions
            .iter()
            .filter(|(_, definition)| definition["type"] == "object")
            .map(|(name, _)| name.as_str())
            .collect();
        let classes = names.iter().map(|name| read_class(name, &definitions[*name], &names)).collect();
        let roots = ROOTS.iter().filter_map(|root| names.iter().position(|name| name == root)).collect();
        Self { classes, roots }
    }

    /// A class by its name in JSON.
    #[must_use]
    pub fn class(&self, name: &str) -> Option<ClassId> {
        self.classes.iter().position(|class| class.name == name)
    }

    /// A class by its RDF class.
    #[must_use]
    pub fn class_of_iri(&self, iri: &str) -> Option<ClassId> {
        self.classes.iter().position(|class| class.iri.as_deref() == Some(iri))
    }

    /// The class of an inline record: what its `type` says, else the field's first.
    #[must_use]
    pub fn pick(&self, classes: &[ClassId], said: Option<&str>) -> ClassId {
        if let [only] = classes {
            return *only;
        }
        let named = said.and_then(|said| classes.iter().find(|&&id| equal(&self.classes[id].name, said)));
        named.copied().unwrap_or(classes[0])
    }
}

impl std::ops::Index<ClassId> for Shape {
    type Output = Class;

    fn index(&self, id: ClassId) -> &Class {
        &self.classes[id]
    }
}

impl Class {
    /// The position of a field by its name.
    #[must_use]
    #[inline]
    pub fn find(&self, name: &str) -> Option<usize> {
        self.lookup.find(name, |at| &self.fields[at].name)
    }

    /// A field by its name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.find(name).map(|at| &self.fields[at])
    }

    /// A field by its RDF property.
    pub fn fields_of_iri<'c>(&'c self, iri: &'c str) -> impl Iterator<Item = &'c Field> {
        self.fields.iter().filter(move |field| field.iri.as_deref() == Some(iri))
    }

    /// Whether field `at` must be there.
    #[must_use]
    pub fn is_required(&self, at: usize) -> bool {
        self.required >> at & 1 == 1
    }

    /// Whether records of this class stand in an order that their `order` field keeps.
    #[must_use]
    pub fn is_ordered(&self) -> bool {
        self.field("order").is_some()
    }
}

impl Field {
    /// The classes that the field's records may have; empty for other fields.
    #[must_use]
    pub fn classes(&self) -> &[ClassId] {
        match &self.kind {
            Kind::Ref(classes) => classes,
            _ => &[],
        }
    }

    /// As [`classes`](Self::classes), with the class of the private block.
    #[must_use]
    pub fn records(&self) -> &[ClassId] {
        match &self.kind {
            Kind::Private(class) => std::slice::from_ref(class),
            _ => self.classes(),
        }
    }

    /// Whether the order of a list says nothing, so that normal records sort it.
    #[must_use]
    pub fn is_set(&self) -> bool {
        self.many && !matches!(self.kind, Kind::Ref(_))
    }
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

fn optional(value: &Value, key: &str) -> Option<String> {
    value[key].as_str().map(str::to_owned)
}

fn read_class(name: &str, definition: &Value, names: &[&str]) -> Class {
    let empty = Map::new();
    let properties = definition["properties"].as_object().unwrap_or(&empty);
    let fields: Vec<Field> = properties.iter().map(|(name, property)| read_field(name, property, names)).collect();
    let required = definition["required"].as_array().map_or(0, |required| {
        let bit = |name: &Value| fields.iter().position(|field| Some(field.name.as_str()) == name.as_str());
        required.iter().filter_map(bit).fold(0, |bits, at| bits | 1 << at)
    });
    assert!(fields.len() <= 64, "{name} has more fields than the mask of required ones has bits");
    Class {
        name: name.to_owned(),
        lookup: Lookup::new(fields.iter().map(|field| field.name.as_str())),
        iri: optional(definition, "x-jsonld-type"),
        about: text(definition, "description"),
        fields,
        required,
        is_root: ROOTS.contains(&name),
    }
}

fn read_field(name: &str, property: &Value, names: &[&str]) -> Field {
    let many = property["type"] == "array";
    let value = if many { &property["items"] } else { property };
    let kind = match name {
        "id" => Kind::Id,
        "type" => Kind::Type,
        "@context" | "$schema" => Kind::Head,
        _ => read_kind(value, names).unwrap_or_else(|| panic!("the schema of {name} has no reading: {property}")),
    };
    Field {
        name: name.to_owned(),
        iri: optional(property, "x-jsonld-id"),
        about: text(property, "description"),
        kind,
        many,
        examples: property["examples"].as_array().cloned().unwrap_or_default(),
    }
}

fn read_kind(value: &Value, names: &[&str]) -> Option<Kind> {
    if value["type"] == "integer" {
        let bound = |key: &str, default| value[key].as_u64().unwrap_or(default);
        return Some(Kind::Integer { min: bound("minimum", 0), max: bound("maximum", u64::from(u32::MAX)) });
    }
    let class = |branch: &Value| {
        let name = reference(branch)?;
        names.iter().position(|known| *known == name)
    };
    if let Some(branches) = value["anyOf"].as_array() {
        return Some(Kind::Ref(branches.iter().filter_map(class).collect()));
    }
    let name = reference(value)?;
    if let Some(id) = class(value) {
        return Some(if value["x-private"] == true { Kind::Private(id) } else { Kind::Ref(vec![id]) });
    }
    match name {
        "Text" => Some(Kind::Text),
        "Texts" => Some(Kind::Texts),
        "Topic" => Some(Kind::Code(&TOPIC)),
        _ => {
            let scalar = SCALARS.iter().find(|scalar| scalar.name == name).map(Kind::Scalar);
            scalar.or_else(|| LISTS.iter().find(|scheme| scheme.name == name).map(Kind::Code))
        }
    }
}

/// The name of the definition that a schema refers to.
fn reference(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.rsplit('/').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_with_meaning_has_a_property() {
        for class in &shape().classes {
            for field in &class.fields {
                let silent =
                    matches!(field.kind, Kind::Id | Kind::Type | Kind::Head | Kind::Private(_)) || class.iri.is_none();
                assert_eq!(field.iri.is_none(), silent, "{}.{}", class.name, field.name);
                assert!(!field.about.is_empty(), "{}.{} has no description", class.name, field.name);
            }
        }
    }

    #[test]
    fn a_name_means_the_same_in_every_class() {
        let fields: Vec<&Field> = shape().classes.iter().flat_map(|class| &class.fields).collect();
        for left in &fields {
            for right in fields.iter().filter(|right| right.name == left.name) {
                assert_eq!(left.iri, right.iri, "{}", left.name);
                assert_eq!(std::mem::discriminant(&left.kind), std::mem::discriminant(&right.kind), "{}", left.name);
            }
        }
    }

    #[test]
    fn no_class_has_two_fields_of_one_property() {
        for class in &shape().classes {
            for field in class.fields.iter().filter_map(|field| field.iri.as_deref()) {
                assert_eq!(class.fields_of_iri(field).count(), 1, "{} {field}", class.name);
            }
        }
    }

    #[test]
    fn the_session_reads_as_designed() {
        let session = &shape()[shape().class("Session").unwrap()];
        let names: Vec<&str> = session.fields.iter().take(4).map(|field| field.name.as_str()).collect();
        assert_eq!(names, ["id", "type", "identifier", "title"]);
        assert!(session.is_required(1) && session.is_required(3) && !session.is_required(0));
        assert!(session.field("participations").unwrap().many);
        assert_eq!(session.field("organizers").unwrap().classes().len(), 2);
    }
}
