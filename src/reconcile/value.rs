//! What the properties of an entity hold.

use std::borrow::Cow;

use super::{Entity, Index, Source};
use crate::collection::Label;
use crate::collection::facts::items;
use crate::doc::{Node, Value as Tree};
use crate::link::normalize::fold;
use crate::model::scalar::Term;
use crate::shape::{Field, Kind, shape};
use crate::thesaurus::{self, Concept};

/// A value of a property.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// A record or a code: its IRI and what it is called.
    Entity(String, String),
    /// A text and its language, where it is known.
    Text(String, Option<String>),
    /// A number of an authority: two that differ are of two entities.
    Number(String),
    /// A moment with its offset, or without one.
    Moment(String),
    Integer(i64),
}

/// Longer values are not found by, only shown.
const LONGEST: usize = 200;

impl Index {
    /// The values of a property, in the order of the record.
    pub(super) fn values(&self, entity: &Entity, property: &str) -> Vec<Found> {
        match entity.source {
            Source::Concept(concept) => of_concept(concept, property),
            Source::Record(at) => {
                let record = &self.collection.records()[at];
                let field = shape()[record.class].fields.iter().find(|field| is_called(field, property));
                field.map(|field| self.of_field(&record.node(), field)).unwrap_or_default()
            }
        }
    }

    fn of_field(&self, node: &Node, field: &Field) -> Vec<Found> {
        let each = |value: &Node| match &field.kind {
            Kind::Text | Kind::Texts => texts(value),
            Kind::Scalar(scalar) => value.as_str().map(|text| of_scalar(scalar.term, text)).into_iter().collect(),
            Kind::Code(scheme) => {
                let entity = |code: &str| {
                    let (base, local) = scheme.iri(code);
                    let iri = format!("{base}{local}");
                    let name = thesaurus::by_iri(&iri).map_or(code, Concept::label).to_owned();
                    Found::Entity(iri, name)
                };
                value.as_str().map(entity).into_iter().collect()
            }
            Kind::Integer { .. } => integer(value).map(Found::Integer).into_iter().collect(),
            Kind::Ref(_) => self.referred(value).into_iter().collect(),
            Kind::Id | Kind::Type | Kind::Private(_) | Kind::Head => Vec::new(),
        };
        let whole = node.get(&field.name).filter(|_| matches!(field.kind, Kind::Text | Kind::Texts));
        match whole {
            Some(value) => each(value),
            None => items(node, &field.name).iter().flat_map(each).collect(),
        }
    }

    /// A record that is named or stands inside.
    fn referred(&self, value: &Node) -> Option<Found> {
        if let Some(at) = self.collection.named(value) {
            let record = &self.collection.records()[at];
            return Some(Found::Entity(record.id.to_string(), Label::of_record(record, "en").text));
        }
        let name = ["title", "name", "label", "text", "url"].iter().find_map(|key| Label::of(value.get(key)?, "en"));
        let id = value.as_str().or_else(|| value.text("id"));
        match (id, name) {
            (Some(id), Some(name)) => Some(Found::Entity(id.to_owned(), name.text)),
            (Some(id), None) => Some(Found::Entity(id.to_owned(), id.to_owned())),
            (None, name) => name.map(|name| Found::Text(name.text, name.language)),
        }
    }
}

/// Whether a field is meant by its name or by the IRI of its property.
fn is_called(field: &Field, property: &str) -> bool {
    super::kind::is_public(field) && (field.name == property || field.iri.as_deref() == Some(property))
}

fn texts(value: &Node) -> Vec<Found> {
    match &value.value {
        Tree::Object(members) => {
            let in_language = |member: &crate::doc::Member| {
                let tag = Some(member.key.to_string()).filter(|tag| tag != "@none");
                member
                    .node
                    .items()
                    .iter()
                    .filter_map(Node::as_str)
                    .map(|text| Found::Text(text.to_owned(), tag.clone()))
                    .collect::<Vec<_>>()
            };
            members.iter().flat_map(in_language).collect()
        }
        _ => value.items().iter().filter_map(Node::as_str).map(|text| Found::Text(text.to_owned(), None)).collect(),
    }
}

fn of_scalar(term: Term, text: &str) -> Found {
    let is_moment = || text.len() >= 19 && text.as_bytes()[10] == b'T' && text.as_bytes()[4] == b'-';
    match term {
        Term::Identifier(_) => Found::Number(text.to_owned()),
        Term::Literal(_) if is_moment() => Found::Moment(text.to_owned()),
        _ => Found::Text(text.to_owned(), None),
    }
}

fn integer(value: &Node) -> Option<i64> {
    match &value.value {
        Tree::Number(text) => text.parse().ok(),
        _ => None,
    }
}

fn of_concept(concept: &Concept, property: &str) -> Vec<Found> {
    let labels = |labels: &[thesaurus::Label]| {
        let text = |label: &thesaurus::Label| {
            Found::Text(label.text.clone(), Some(label.language.clone()).filter(|tag| !tag.is_empty()))
        };
        labels.iter().map(text).collect()
    };
    let linked = |iris: &[String]| {
        let name = |iri: &String| thesaurus::by_iri(iri).map_or(iri.as_str(), Concept::label).to_owned();
        iris.iter().map(|iri| Found::Entity(iri.clone(), name(iri))).collect()
    };
    match property {
        "code" => vec![Found::Text(concept.code.clone(), None)],
        "label" => labels(&concept.labels),
        "alternateLabel" => labels(&concept.alt),
        "definition" => {
            concept.definition.iter().map(|text| Found::Text(text.clone(), Some("en".to_owned()))).collect()
        }
        "broader" => linked(&concept.broader),
        "narrower" => linked(&concept.narrower),
        "related" => linked(&concept.related),
        _ => Vec::new(),
    }
}

/// What an entity is found by: properties and their values, in the form in which they are compared.
pub(super) fn indexed(index: &Index, entity: &Entity) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for property in index.kinds[entity.kind].properties() {
        for value in index.values(entity, property.id) {
            found.extend(value.forms().into_iter().map(|form| (property.id.to_owned(), form)));
        }
    }
    found
}

impl Found {
    /// The texts under which the value is known, as they are compared.
    pub(super) fn forms(&self) -> Vec<String> {
        let forms = match self {
            Found::Entity(id, name) => vec![id.clone(), fold(name)],
            Found::Text(text, _) => vec![fold(text)],
            Found::Number(text) | Found::Moment(text) => vec![text.clone()],
            Found::Integer(number) => vec![number.to_string()],
        };
        forms.into_iter().filter(|form| !form.is_empty() && form.len() <= LONGEST).collect()
    }
}

impl Found {
    /// What people read.
    pub(super) fn text(&self) -> Cow<'_, str> {
        match self {
            Found::Entity(_, text) | Found::Text(text, _) | Found::Number(text) | Found::Moment(text) => text.into(),
            Found::Integer(number) => number.to_string().into(),
        }
    }
}
