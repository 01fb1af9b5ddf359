//! The ontology: the classes and properties of our own namespace, and how they stand to those of others.

use std::collections::BTreeMap;

use super::turtle::{Subject, document, english, string, term};
use crate::model::scalar::Term;
use crate::schema::words;
use crate::shape::{Class, Field, Kind, shape};
use crate::vocab::{dcterms, pl, schema, skos, xsd};

const COMMENT: &str = "Classes and properties of plenary's namespace.
Generated from the Rust types (UPDATE=1 cargo test --test generated); do not edit.";

/// Where a class of ours stands: each of its instances is one of the other class too.
const CLASSES: [(&str, &str); 3] = [
    (pl::EDITION_CLASS, schema::EVENT),
    (pl::FORUM_CLASS, "http://schema.org/EventSeries"),
    (pl::SESSION, schema::EVENT),
];

/// Where a property of ours stands: each of its statements holds of the wider property too.
const PROPERTIES: [(&str, &str); 24] = [
    (pl::ACRONYM, schema::ALTERNATE_NAME),
    (pl::CONCEPT_TYPE, "http://purl.org/dc/terms/type"),
    (pl::EDITION, schema::SUPER_EVENT),
    (pl::FOCUSES_PRIMARILY_ON, pl::RELATED_TO),
    (pl::FORUM, schema::SUPER_EVENT),
    (pl::HAS_CONCEPT, HAS_PART),
    (pl::HAS_EDITION, HAS_PART),
    (pl::HAS_FORUM, HAS_PART),
    (pl::HAS_ORGANIZATION, HAS_PART),
    (pl::HAS_PERSON, HAS_PART),
    (pl::HAS_PLACE, HAS_PART),
    (pl::HAS_SESSION, HAS_PART),
    (pl::ISNI, schema::SAME_AS),
    (pl::ORCID, schema::SAME_AS),
    (pl::OUTCOME_TYPE, "http://purl.org/dc/terms/type"),
    (pl::RECORD_KEY, dcterms::IDENTIFIER),
    (pl::RELATED_TO, "http://purl.org/dc/terms/relation"),
    (pl::RESOURCE, "http://schema.org/subjectOf"),
    (pl::RESOURCE_TYPE, "http://purl.org/dc/terms/type"),
    (pl::ROR, schema::SAME_AS),
    (pl::SESSION_TYPE, "http://purl.org/dc/terms/type"),
    (pl::THEME, "http://purl.org/dc/terms/subject"),
    (pl::TRACK, "http://purl.org/dc/terms/subject"),
    (pl::WIKIDATA, schema::SAME_AS),
];

const HAS_PART: &str = "http://purl.org/dc/terms/hasPart";

/// Properties elsewhere that mean nearly the same, or hold of a person in general where ours hold at one event.
const CLOSE: [(&str, &str); 3] = [
    (pl::AFFILIATION, "http://schema.org/affiliation"),
    (pl::POSITION, "http://schema.org/jobTitle"),
    (pl::TIME_ZONE, "http://schema.org/scheduleTimezone"),
];

/// Labels of terms whose names are no words.
const LABELS: [(&str, &str); 5] = [
    (pl::ISNI, "ISNI"),
    (pl::ORCID, "ORCID iD"),
    (pl::ROR, "ROR id"),
    (pl::SHA256, "SHA-256 digest"),
    (pl::WIKIDATA, "Wikidata entity"),
];

/// The whole of `vocab/ontology.ttl`.
pub(super) fn ontology() -> String {
    let mut body = header();
    let mut classes: Vec<&Class> =
        shape().classes.iter().filter(|class| class.iri.as_deref().is_some_and(is_ours)).collect();
    classes.sort_by_key(|class| &class.iri);
    body.extend(classes.into_iter().map(class_terms));
    body.extend(uses().into_iter().map(|(iri, uses)| property(iri, &uses)));
    document(COMMENT, &body)
}

fn is_ours(iri: &str) -> bool {
    iri.starts_with(pl::NS)
}

/// The IRI of the ontology itself.
fn base() -> &'static str {
    pl::NS.trim_end_matches('#')
}

fn header() -> String {
    Subject::new(format_args!("<{}>", base()), "owl:Ontology")
        .add("owl:versionIRI", format_args!("<{}/{}>", base(), env!("CARGO_PKG_VERSION")))
        .add("owl:versionInfo", string(env!("CARGO_PKG_VERSION")))
        .add("dcterms:title", english("Plenary vocabulary"))
        .add(
            "dcterms:description",
            english("Terms for the sessions of Internet-governance forums: who took part, in what capacity, and about what. Used together with schema.org, SKOS, Dublin Core, PROV-O and the Organization Ontology."),
        )
        .add("dcterms:creator", string("plenary contributors"))
        .add("dcterms:license", "<https://creativecommons.org/publicdomain/zero/1.0/>")
        .end()
}

/// What every term has: a label, a definition and where it is defined.
fn describe<'s>(subject: &'s mut Subject, iri: &str, about: &[&str]) -> &'s mut Subject {
    let known = LABELS.iter().find(|(ours, _)| *ours == iri).map(|(_, label)| (*label).to_owned());
    let label = known.unwrap_or_else(|| words(iri.strip_prefix(pl::NS).unwrap_or(iri)));
    subject.add("rdfs:label", english(&label));
    let about: Vec<String> = about.iter().map(|about| english(about)).collect();
    subject.add("skos:definition", about.join(", ")).add("rdfs:isDefinedBy", format_args!("<{}>", base()))
}

fn class_terms(class: &Class) -> String {
    let iri = class.iri.as_deref().unwrap_or_default();
    let mut subject = Subject::new(term(iri), "owl:Class");
    describe(&mut subject, iri, &[&class.about]);
    add_all(&mut subject, "rdfs:subClassOf", &CLASSES, iri);
    subject.end()
}

/// Adds what a table says of a term.
fn add_all(subject: &mut Subject, predicate: &str, table: &[(&str, &str)], iri: &str) {
    for (_, other) in table.iter().filter(|(ours, _)| *ours == iri) {
        subject.add(predicate, term(other));
    }
}

/// Where each property of ours is used, by its IRI.
fn uses() -> BTreeMap<&'static str, Vec<(&'static Class, &'static Field)>> {
    let mut uses: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for class in &shape().classes {
        for field in &class.fields {
            if let Some(iri) = field.iri.as_deref().filter(|iri| is_ours(iri)) {
                uses.entry(iri).or_default().push((class, field));
            }
        }
    }
    uses
}

fn property(iri: &str, uses: &[(&Class, &Field)]) -> String {
    let kind = &uses[0].1.kind;
    let mut subject =
        Subject::new(term(iri), if is_literal(kind) { "owl:DatatypeProperty" } else { "owl:ObjectProperty" });
    let mut about: Vec<&str> = Vec::new();
    for (_, field) in uses {
        if !about.contains(&field.about.as_str()) {
            about.push(&field.about);
        }
    }
    describe(&mut subject, iri, &about);
    add_all(&mut subject, "rdfs:subPropertyOf", &PROPERTIES, iri);
    add_all(&mut subject, "skos:closeMatch", &CLOSE, iri);
    let domains: Vec<String> = uses.iter().filter_map(|(class, _)| class.iri.as_deref()).map(term).collect();
    subject.add("schema:domainIncludes", domains.join(", "));
    match range(kind).as_slice() {
        [] => {}
        [only] => drop(subject.add("rdfs:range", only)),
        several => drop(subject.add("schema:rangeIncludes", several.join(", "))),
    }
    subject.end()
}

fn is_literal(kind: &Kind) -> bool {
    match kind {
        Kind::Text | Kind::Texts | Kind::Integer { .. } => true,
        Kind::Scalar(scalar) => matches!(scalar.term, Term::Literal(_)),
        _ => false,
    }
}

/// The classes or datatypes of a property's values; none where any IRI will do.
fn range(kind: &Kind) -> Vec<String> {
    match kind {
        Kind::Text | Kind::Texts => vec!["rdf:langString".to_owned(), term(xsd::STRING)],
        Kind::Scalar(scalar) => match scalar.term {
            Term::Literal(datatype) => vec![term(datatype)],
            Term::Iri | Term::Identifier(_) => Vec::new(),
        },
        Kind::Code(_) => vec![term(skos::CONCEPT)],
        Kind::Integer { .. } => vec![term(xsd::INTEGER)],
        Kind::Ref(classes) => classes.iter().filter_map(|&class| shape()[class].iri.as_deref()).map(term).collect(),
        Kind::Id | Kind::Type | Kind::Private(_) | Kind::Head => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alignments_are_about_terms_that_exist() {
        let uses = uses();
        for (ours, _) in PROPERTIES.iter().chain(&CLOSE).chain(&LABELS) {
            assert!(uses.contains_key(ours), "{ours}");
        }
        for (ours, _) in CLASSES {
            assert!(shape().class_of_iri(ours).is_some(), "{ours}");
        }
    }

    #[test]
    fn a_property_has_one_definition_unless_classes_tell_it_apart() {
        for (iri, uses) in uses() {
            assert!(uses.iter().all(|(_, field)| is_literal(&field.kind) == is_literal(&uses[0].1.kind)), "{iri}");
        }
    }
}
