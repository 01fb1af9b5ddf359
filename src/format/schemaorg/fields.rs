//! Which field becomes which property of schema.org, and how.

use super::people::participations;
use super::{Field, Kind, Node, Path, Value, View, json, text};
use crate::model::scalar::Term;
use crate::thesaurus;

/// Makes the values of a property from a field's value; the record is there for what belongs together.
pub(super) type Put = for<'n> fn(&mut View<'n>, &'n Node<'n>, &'n Node<'n>, &Field) -> Vec<Value>;

/// Class, field, property, how.
type Row = (&'static str, &'static str, &'static str, Put);

/// The property of a field, and how its values are made.
pub(super) fn row(class: &str, field: &str) -> Option<(&'static str, Put)> {
    let found = ROWS.iter().find(|(of, name, ..)| (*of == class || *of == "*") && *name == field);
    found.map(|(_, _, key, put)| (*key, *put))
}

const ROWS: &[Row] = &[
    ("Session", "title", "name", one_text),
    ("Session", "abstract", "description", abstract_text),
    ("Session", "start", "startDate", plain),
    ("Session", "end", "endDate", plain),
    ("Session", "duration", "duration", plain),
    ("Session", "edition", "superEvent", part_of),
    ("Session", "partOf", "superEvent", part_of),
    ("Session", "eventStatus", "eventStatus", member),
    ("Session", "attendanceMode", "eventAttendanceMode", member),
    ("Session", "languages", "inLanguage", plain),
    ("Session", "onlineRoom", "location", online),
    ("Session", "keywords", "keywords", every_text),
    ("Session", "focusesPrimarilyOn", "about", topic),
    ("Session", "participations", "performer", participations),
    ("Edition", "startDate", "startDate", plain),
    ("Edition", "endDate", "endDate", plain),
    ("Edition", "forum", "superEvent", part_of),
    ("Person", "givenName", "givenName", plain),
    ("Person", "familyName", "familyName", plain),
    ("Person", "honorificPrefix", "honorificPrefix", plain),
    ("Organization", "unitOf", "parentOrganization", nested),
    ("Organization", "country", "address", address),
    ("Place", "address", "address", address),
    ("Place", "country", "address", country),
    ("Place", "containedInPlace", "containedInPlace", nested),
    ("Place", "capacity", "maximumAttendeeCapacity", number),
    ("*", "name", "name", one_text),
    ("*", "acronym", "alternateName", plain),
    ("*", "alternateName", "alternateName", every_text),
    ("*", "description", "description", one_text),
    ("*", "identifier", "identifier", plain),
    ("*", "place", "location", location),
    ("*", "organizers", "organizer", nested),
    ("*", "url", "url", plain),
    ("*", "sameAs", "sameAs", plain),
    ("*", "orcid", "sameAs", plain),
    ("*", "ror", "sameAs", plain),
    ("*", "isni", "sameAs", plain),
    ("*", "wikidata", "sameAs", plain),
];

/// Strings as they are; an identifier as the IRI that it stands for.
fn plain<'n>(_: &mut View<'n>, value: &'n Node<'n>, _: &'n Node<'n>, field: &Field) -> Vec<Value> {
    let namespace = match &field.kind {
        Kind::Scalar(scalar) => match scalar.term {
            Term::Identifier(namespace) => namespace,
            _ => "",
        },
        _ => "",
    };
    value.items().iter().filter_map(Node::as_str).map(|text| format!("{namespace}{text}").into()).collect()
}

fn number<'n>(_: &mut View<'n>, value: &'n Node<'n>, _: &'n Node<'n>, _: &Field) -> Vec<Value> {
    let crate::doc::Value::Number(text) = &value.value else { return Vec::new() };
    text.parse::<u64>().map(Value::from).into_iter().collect()
}

/// One text; further languages are lost.
fn one_text<'n>(view: &mut View<'n>, value: &'n Node<'n>, _: &'n Node<'n>, field: &Field) -> Vec<Value> {
    if value.as_object().is_some_and(|members| members.len() > 1) {
        view.lose("loss/language", &Path::Root.key(&field.name), "a page shows one language");
    }
    text(value).map(Value::from).into_iter().collect()
}

/// The abstract, where there is no description to show.
fn abstract_text<'n>(view: &mut View<'n>, value: &'n Node<'n>, record: &'n Node<'n>, field: &Field) -> Vec<Value> {
    if record.get("description").is_none() {
        return one_text(view, value, record, field);
    }
    view.lose("loss/field", &Path::Root.key(&field.name), "the description stands there instead");
    Vec::new()
}

fn every_text<'n>(_: &mut View<'n>, value: &'n Node<'n>, _: &'n Node<'n>, _: &Field) -> Vec<Value> {
    match value.as_object() {
        Some(members) => {
            members.iter().flat_map(|member| member.node.items()).filter_map(Node::as_str).map(Value::from).collect()
        }
        None => value.items().iter().filter_map(Node::as_str).map(Value::from).collect(),
    }
}

fn nested<'n>(view: &mut View<'n>, value: &'n Node<'n>, _: &'n Node<'n>, _: &Field) -> Vec<Value> {
    value.items().iter().filter_map(|item| view.nested(item)).collect()
}

/// A place with an address: a room without one has that of the venue, because readers do not look there.
fn location<'n>(view: &mut View<'n>, value: &'n Node<'n>, record: &'n Node<'n>, field: &Field) -> Vec<Value> {
    let mut places = nested(view, value, record, field);
    for place in &mut places {
        if place.get("address").is_none()
            && let Some(address) = place.pointer("/containedInPlace/address").cloned()
        {
            place["address"] = address;
        }
    }
    places
}

fn part_of<'n>(view: &mut View<'n>, value: &'n Node<'n>, _: &'n Node<'n>, _: &Field) -> Vec<Value> {
    view.brief(value).into_iter().collect()
}

/// A member of an enumeration of schema.org.
fn member<'n>(_: &mut View<'n>, value: &'n Node<'n>, _: &'n Node<'n>, _: &Field) -> Vec<Value> {
    value.as_str().map(|code| format!("https://schema.org/{code}").into()).into_iter().collect()
}

fn online<'n>(_: &mut View<'n>, value: &'n Node<'n>, _: &'n Node<'n>, _: &Field) -> Vec<Value> {
    value.as_str().map(|url| json!({"@type": "VirtualLocation", "url": url})).into_iter().collect()
}

/// Address and country as one.
fn address<'n>(_: &mut View<'n>, _: &'n Node<'n>, record: &'n Node<'n>, _: &Field) -> Vec<Value> {
    let mut address = json!({"@type": "PostalAddress"});
    for (key, field) in [("streetAddress", "address"), ("addressCountry", "country")] {
        if let Some(text) = record.text(field) {
            address[key] = text.into();
        }
    }
    vec![address]
}

/// A country, unless it stands with the address.
fn country<'n>(view: &mut View<'n>, value: &'n Node<'n>, record: &'n Node<'n>, field: &Field) -> Vec<Value> {
    if record.get("address").is_some() { Vec::new() } else { address(view, value, record, field) }
}

/// A topic as a defined term with its label.
fn topic<'n>(_: &mut View<'n>, value: &'n Node<'n>, _: &'n Node<'n>, field: &Field) -> Vec<Value> {
    let Kind::Code(scheme) = &field.kind else { return Vec::new() };
    let term = |code: &str| {
        let (namespace, local) = scheme.iri(code);
        let mut term = json!({"@type": "DefinedTerm", "@id": format!("{namespace}{local}")});
        if let Some(label) = thesaurus::label(code) {
            term["name"] = label.into();
            term["termCode"] = code.into();
        }
        term
    };
    value.items().iter().filter_map(Node::as_str).map(term).collect()
}
