//! The types that entities have: classes of records, and the schemes of the vocabularies.

use std::ops::Index;

use serde_json::{Value, json};

use super::{Sort, Version};
use crate::shape::{Field, Kind as FieldKind, shape};
use crate::thesaurus;
use crate::vocab::plenary;

/// Classes of records that are worth looking up.
const CLASSES: [&str; 7] = ["Person", "Organization", "Session", "Forum", "Edition", "Place", "Concept"];

/// A type.
#[derive(Debug)]
pub(super) struct Kind {
    /// The name of the class or of the scheme.
    pub(super) id: &'static str,
    pub(super) iri: String,
    pub(super) about: String,
    /// The type that it is a part of.
    pub(super) broader: Option<&'static str>,
    /// How its names are read.
    pub(super) sort: Sort,
}

/// All types.
#[derive(Debug)]
pub(super) struct Kinds(Vec<Kind>);

impl Kinds {
    pub(super) fn new() -> Self {
        let class = |name: &'static str| {
            let class = shape().class(name).map(|id| &shape()[id]);
            Kind {
                id: name,
                iri: class.and_then(|class| class.iri.clone()).unwrap_or_default(),
                about: class.map(|class| class.about.clone()).unwrap_or_default(),
                broader: None,
                sort: if name == "Person" { Sort::Person } else { Sort::Organization },
            }
        };
        let scheme = |name: &'static str| Kind {
            id: name,
            iri: format!("{}{name}", plenary::NS),
            about: format!("Concepts of the vocabulary \"{name}\""),
            broader: Some("Concept"),
            sort: Sort::Organization,
        };
        Self(CLASSES.into_iter().map(class).chain(thesaurus::schemes().map(scheme)).collect())
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Kind> {
        self.0.iter()
    }

    pub(super) fn of_class(&self, name: &str) -> Option<usize> {
        self.0.iter().position(|kind| kind.id == name && kind.broader.is_none())
    }

    /// A type by its id or its IRI.
    pub(super) fn find(&self, id: &str) -> Option<usize> {
        self.0.iter().position(|kind| kind.id == id || kind.iri == id)
    }

    /// Whether a type is one, or a part of it.
    pub(super) fn is(&self, kind: usize, wanted: usize) -> bool {
        kind == wanted || self.0[kind].broader == Some(self.0[wanted].id)
    }
}

impl Index<usize> for Kinds {
    type Output = Kind;

    fn index(&self, at: usize) -> &Kind {
        &self.0[at]
    }
}

impl Kind {
    /// Id and name, as answers hold them.
    pub(super) fn short(&self) -> Value {
        json!({"id": self.id, "name": self.id})
    }

    /// All that is said of a type.
    pub(super) fn whole(&self, version: Version) -> Value {
        let mut whole = json!({"id": self.id, "name": self.id, "description": self.about});
        if let (Version::Draft, Some(broader)) = (version, self.broader) {
            whole["broader"] = json!([{"id": broader, "name": broader}]);
        }
        whole
    }

    /// The properties that entities of the type may have.
    pub(super) fn properties(&self) -> Vec<Property> {
        if self.broader.is_some() {
            return OF_CONCEPTS.iter().map(|(id, about)| Property { id, about: (*about).to_owned() }).collect();
        }
        let fields = shape().class(self.id).map_or(&[][..], |class| &shape()[class].fields);
        fields.iter().filter(|field| is_public(field)).map(Property::of).collect()
    }
}

/// What concepts of the vocabularies have.
pub(super) const OF_CONCEPTS: [(&str, &str); 7] = [
    ("code", "The code as records hold it"),
    ("label", "The names, one for each language"),
    ("alternateLabel", "Other names"),
    ("definition", "What it is"),
    ("broader", "What it is a part of"),
    ("narrower", "Its parts"),
    ("related", "What it has to do with"),
];

/// A property and what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Property {
    pub(super) id: &'static str,
    pub(super) about: String,
}

impl Property {
    fn of(field: &'static Field) -> Self {
        Self { id: &field.name, about: field.about.clone() }
    }

    pub(super) fn whole(&self) -> Value {
        json!({"id": self.id, "name": self.id, "description": self.about})
    }
}

/// Whether a field says something of its record that others may know.
pub(super) fn is_public(field: &Field) -> bool {
    !matches!(field.kind, FieldKind::Id | FieldKind::Type | FieldKind::Private(_) | FieldKind::Head)
}
