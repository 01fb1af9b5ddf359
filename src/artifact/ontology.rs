//! The ontology: the classes and properties of our own namespace, and how they stand to those of others.
//!
//! Which terms there are, and what they hold of, is read from the model; what is said of them stands in [`super::terms`].

use std::collections::BTreeMap;

use super::release::{CREATOR, LICENCE, VERSION, created, modified};
use super::terms::{TERMS, Term};
use super::turtle::{Subject, date, document, english, string, tagged, term};
use crate::model::scalar::Term as Rdf;
use crate::shape::{Class, Field, Kind, shape};
use crate::vocab::{pl, plenary, skos, xsd};

mod example;
pub(super) mod pages;

const COMMENT: &str = "Classes and properties of plenary's namespace.
Generated from the Rust types (UPDATE=1 cargo test --test generated); do not edit.";

const TITLE: &str = "Plenary vocabulary";

const ABOUT: &str = "Terms for the sessions of Internet-governance forums: who took part, in what capacity, and about what. Used together with schema.org, SKOS, Dublin Core, PROV-O and the Organization Ontology, whose terms are used as they are and never said anew.";

/// How firm the terms are, in the words of the vocabulary status ontology; before version 1 a term may still change.
const STATUS: &str = "testing";

/// The whole of `vocab/ontology.ttl`.
pub(super) fn ontology() -> String {
    let mut body = header();
    let properties = uses();
    for term in TERMS {
        let class = shape().class_of_iri(term.iri).map(|_| describe(term, "owl:Class").end());
        let property = || properties.get(term.iri).map(|uses| property(term, uses));
        body.extend(class.or_else(property));
    }
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
    let citation = format!("{CREATOR}: {TITLE}, version {VERSION}, {}. {}", modified(), base());
    Subject::new(format_args!("<{}>", base()), "owl:Ontology")
        .add("owl:versionIRI", format_args!("<{}/{VERSION}>", base()))
        .add("owl:versionInfo", string(VERSION))
        .add("vann:preferredNamespacePrefix", string("pl"))
        .add("vann:preferredNamespaceUri", string(pl::NS))
        .add("dcterms:title", english(TITLE))
        .add("dcterms:description", english(ABOUT))
        .add("dcterms:creator", string(CREATOR))
        .add("dcterms:publisher", string(CREATOR))
        .add("dcterms:license", format_args!("<{LICENCE}>"))
        .add("dcterms:created", date(created()))
        .add("dcterms:modified", date(modified()))
        .add("dcterms:bibliographicCitation", english(&citation))
        .add("rdfs:seeAlso", format_args!("<{}shapes>, <{}>", plenary::NS, plenary::CONTEXT))
        .end()
}

/// A term with what every term has: labels, definitions, where it is defined, how it stands to others.
fn describe(term: &Term, class: &str) -> Subject {
    let mut subject = Subject::new(self::term(term.iri), class);
    for words in term.words {
        subject.add("rdfs:label", tagged(words.label, words.language));
        subject.add("skos:definition", tagged(words.definition, words.language));
    }
    subject.add("rdfs:isDefinedBy", format_args!("<{}>", base())).add("vs:term_status", string(STATUS));
    let wider = if class == "owl:Class" { "rdfs:subClassOf" } else { "rdfs:subPropertyOf" };
    for (relation, others) in
        [(wider, term.wider), ("skos:closeMatch", term.close), ("skos:relatedMatch", term.related)]
    {
        if !others.is_empty() {
            subject.add(relation, others.join(", "));
        }
    }
    if let Some((other, why)) = term.namesake {
        subject.add("skos:scopeNote", english(&format!("Not {other}, which {why}."))).add("rdfs:seeAlso", other);
    }
    subject
}

/// Where a property is used.
type Uses = Vec<(&'static Class, &'static Field)>;

/// Where each property of ours is used, by its IRI.
fn uses() -> BTreeMap<&'static str, Uses> {
    let mut uses: BTreeMap<_, Uses> = BTreeMap::new();
    for class in &shape().classes {
        for field in &class.fields {
            if let Some(iri) = field.iri.as_deref().filter(|iri| is_ours(iri)) {
                uses.entry(iri).or_default().push((class, field));
            }
        }
    }
    uses
}

fn property(term: &Term, uses: &Uses) -> String {
    let kind = &uses[0].1.kind;
    let mut subject = describe(term, if is_literal(kind) { "owl:DatatypeProperty" } else { "owl:ObjectProperty" });
    let domains: Vec<String> = uses.iter().filter_map(|(class, _)| class.iri.as_deref()).map(self::term).collect();
    // A domain makes every subject one of the class, so it is said of classes of ours alone.
    match uses.as_slice() {
        [(class, _)] if class.iri.as_deref().is_some_and(is_ours) => subject.add("rdfs:domain", &domains[0]),
        _ => subject.add("schema:domainIncludes", domains.join(", ")),
    };
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
        Kind::Scalar(scalar) => matches!(scalar.term, Rdf::Literal(_)),
        _ => false,
    }
}

/// The classes or datatypes of a property's values; none where any IRI will do.
fn range(kind: &Kind) -> Vec<String> {
    match kind {
        Kind::Text | Kind::Texts => vec!["rdf:langString".to_owned(), term(xsd::STRING)],
        Kind::Scalar(scalar) => match scalar.term {
            Rdf::Literal(datatype) => vec![term(datatype)],
            Rdf::Iri | Rdf::Identifier(_) => Vec::new(),
        },
        Kind::Code(_) => vec![term(skos::CONCEPT)],
        Kind::Integer { .. } => vec![term(xsd::INTEGER)],
        Kind::Ref(classes) => classes.iter().filter_map(|&class| shape()[class].iri.as_deref()).map(term).collect(),
        Kind::Id | Kind::Type | Kind::Private(_) | Kind::Head => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::terms::find;
    use super::super::turtle::expand;
    use super::*;

    #[test]
    fn every_term_of_the_model_is_described_and_no_other() {
        let classes = shape().classes.iter().filter_map(|class| class.iri.as_deref()).filter(|iri| is_ours(iri));
        let used: BTreeSet<&str> = classes.chain(uses().into_keys()).collect();
        let described: BTreeSet<&str> = TERMS.iter().map(|term| term.iri).collect();
        assert_eq!(used, described);
        assert_eq!(described.len(), TERMS.len(), "a term stands twice");
        assert!(TERMS.is_sorted_by_key(|term| term.iri), "terms stand in the order of their IRIs");
    }

    #[test]
    fn every_term_has_words_in_english_and_one_set_a_language() {
        for term in TERMS {
            assert_eq!(term.words[0].language, "en", "{}", term.iri);
            let languages: BTreeSet<&str> = term.words.iter().map(|words| words.language).collect();
            assert_eq!(languages.len(), term.words.len(), "{}", term.iri);
            for words in term.words {
                assert!(!words.label.is_empty() && !words.label.ends_with('.'), "{}", term.iri);
                assert!(words.definition.len() > 20 && words.definition.ends_with('.'), "{}", term.iri);
            }
        }
    }

    #[test]
    fn alignments_have_known_prefixes_and_say_one_thing_of_a_term() {
        for term in TERMS {
            let others: Vec<&str> = [term.wider, term.close, term.related].concat();
            for other in others.iter().copied().chain(term.namesake.map(|(other, _)| other)) {
                assert!(expand(other).is_some_and(|iri| iri != term.iri), "{}: {other}", term.iri);
            }
            assert_eq!(others.iter().collect::<BTreeSet<_>>().len(), others.len(), "{}", term.iri);
            assert!(
                others
                    .iter()
                    .filter(|other| other.starts_with("pl:"))
                    .all(|other| { expand(other).is_some_and(|iri| find(&iri).is_some()) })
            );
        }
    }

    #[test]
    fn a_property_holds_values_of_one_sort() {
        for (iri, uses) in uses() {
            assert!(uses.iter().all(|(_, field)| is_literal(&field.kind) == is_literal(&uses[0].1.kind)), "{iri}");
        }
    }
}
