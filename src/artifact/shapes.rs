//! The model as SHACL: one node shape for each class, and one for each kind of value that classes share.
//!
//! The shapes say what RDF can express of the JSON Schema, in SHACL Core only. They are open: statements of other
//! vocabularies about the same subjects are nobody's mistake.

use std::collections::BTreeMap;

use super::release::{CREATOR, LICENCE, VERSION, created, modified};
use super::turtle::{Subject, date, document, english, string, term};
use crate::model::code::CodeSet;
use crate::model::scalar::Term;
use crate::model::{Iri, Scalar, Scheme, grammar};
use crate::schema::words;
use crate::shape::{Class, Field, Kind, shape};
use crate::vocab::{pl, plenary, xsd};

const COMMENT: &str = "SHACL shapes of plenary's model, for data in normal form: every node has an IRI and a type.
Generated from the Rust types (UPDATE=1 cargo test --test generated); do not edit.";

/// The whole of `vocab/shapes.ttl`.
pub(super) fn shapes() -> String {
    let classes = shape().classes.iter().filter(|class| class.iri.is_some());
    let mut values = BTreeMap::from([("Iri", scalar_shape(&Iri::SCALAR))]);
    for field in classes.clone().flat_map(|class| &class.fields) {
        match &field.kind {
            Kind::Scalar(scalar) => drop(values.entry(scalar.name).or_insert_with(|| scalar_shape(scalar))),
            Kind::Code(scheme) => drop(values.entry(scheme.name).or_insert_with(|| scheme_shape(scheme))),
            Kind::Text | Kind::Texts => drop(values.entry("Text").or_insert_with(text_shape)),
            _ => {}
        }
    }
    let mut body = header();
    body.extend(classes.map(class_shape));
    body.extend(values.into_values());
    document(COMMENT, &body)
}

fn header() -> String {
    let iri = format!("{}shapes", plenary::NS);
    Subject::new(format_args!("<{iri}>"), "owl:Ontology")
        .add("owl:versionIRI", format_args!("<{iri}/{VERSION}>"))
        .add("owl:versionInfo", string(VERSION))
        .add("dcterms:title", english("Shapes of plenary"))
        .add("dcterms:description", english("What data in normal form has to look like, in SHACL Core."))
        .add("dcterms:creator", string(CREATOR))
        .add("dcterms:license", format_args!("<{LICENCE}>"))
        .add("dcterms:created", date(created()))
        .add("dcterms:modified", date(modified()))
        .add("rdfs:seeAlso", format_args!("<{}>", pl::NS.trim_end_matches('#')))
        .end()
}

fn class_shape(class: &Class) -> String {
    let mut subject = Subject::new(format_args!("shape:{}", class.name), "sh:NodeShape");
    subject
        .add("sh:targetClass", term(class.iri.as_deref().unwrap_or_default()))
        .add("rdfs:label", english(&words(&class.name)))
        .add("rdfs:comment", english(&class.about))
        .add("sh:node", "shape:Iri");
    for (at, field) in class.fields.iter().enumerate() {
        if let Some(iri) = &field.iri {
            subject.add("sh:property", property(iri, field, class.is_required(at), at));
        }
    }
    subject.end()
}

/// A property shape as a blank node.
fn property(iri: &str, field: &Field, required: bool, at: usize) -> String {
    let mut lines = vec![
        format!("sh:path {}", term(iri)),
        format!("sh:name {}", english(&words(&field.name))),
        format!("sh:description {}", english(&field.about)),
        format!("sh:order {at}"),
    ];
    if required {
        lines.push("sh:minCount 1".to_owned());
    }
    if !field.many && !matches!(field.kind, Kind::Text | Kind::Texts) {
        lines.push("sh:maxCount 1".to_owned());
    }
    lines.extend(value(&field.kind));
    format!("[\n        {} ;\n    ]", lines.join(" ;\n        "))
}

/// What each value of a property has to be.
fn value(kind: &Kind) -> Vec<String> {
    match kind {
        Kind::Text => vec![
            "sh:node shape:Text".to_owned(),
            "sh:uniqueLang true".to_owned(),
            "sh:qualifiedValueShape [ sh:datatype xsd:string ]".to_owned(),
            "sh:qualifiedMaxCount 1".to_owned(),
        ],
        Kind::Texts => vec!["sh:node shape:Text".to_owned()],
        Kind::Scalar(scalar) => vec![format!("sh:node shape:{}", scalar.name)],
        Kind::Code(scheme) => vec![format!("sh:node shape:{}", scheme.name)],
        Kind::Integer { min, max } => vec![
            format!("sh:datatype {}", term(xsd::INTEGER)),
            format!("sh:minInclusive {min}"),
            format!("sh:maxInclusive {max}"),
        ],
        Kind::Ref(_) => vec!["sh:node shape:Iri".to_owned()],
        Kind::Id | Kind::Type | Kind::Private(_) | Kind::Head => Vec::new(),
    }
}

fn text_shape() -> String {
    Subject::new("shape:Text", "sh:NodeShape")
        .add("rdfs:comment", english("A string, with or without language, that is not blank."))
        .add("sh:or", "( [ sh:datatype xsd:string ] [ sh:datatype rdf:langString ] )")
        .add("sh:pattern", string(grammar::VISIBLE))
        .end()
}

fn scalar_shape(scalar: &Scalar) -> String {
    let mut subject = Subject::new(format_args!("shape:{}", scalar.name), "sh:NodeShape");
    subject.add("rdfs:comment", english(&sentence(scalar.what)));
    match scalar.term {
        Term::Literal(datatype) => subject.add("sh:datatype", term(datatype)),
        Term::Iri | Term::Identifier(_) => subject.add("sh:nodeKind", "sh:IRI"),
    };
    let pattern = match scalar.term {
        Term::Identifier(namespace) => format!("^{}{}", escaped(namespace), bare(scalar.pattern)),
        _ => portable(scalar.pattern),
    };
    subject.add("sh:pattern", string(&pattern)).end()
}

fn scheme_shape(scheme: &Scheme) -> String {
    let mut branches: Vec<String> = scheme.sets.iter().flat_map(set_branches).collect();
    if scheme.foreign {
        let namespaces: Vec<String> = scheme.sets.iter().map(|set| either_scheme(set.namespace)).collect();
        let own = string(&format!("^({})", namespaces.join("|")));
        branches.push(format!("[ sh:node shape:Iri ; sh:not [ sh:pattern {own} ] ]"));
    }
    Subject::new(format_args!("shape:{}", scheme.name), "sh:NodeShape")
        .add("rdfs:comment", english(scheme.about.trim()))
        .add("sh:nodeKind", "sh:IRI")
        .add("sh:or", format_args!("(\n        {}\n    )", branches.join("\n        ")))
        .end()
}

/// The listed codes of a set, and the form that further ones may have.
fn set_branches(set: &CodeSet) -> Vec<String> {
    let codes: Vec<String> = set.rows().iter().map(|row| term(&format!("{}{}", set.namespace, row.code))).collect();
    let mut branches = vec![format!("[ sh:in ( {} ) ]", codes.join(" "))];
    if let Some(form) = &set.form {
        let pattern = format!("^{}({})$", escaped(set.namespace), form.pattern);
        branches.push(format!("[ sh:pattern {} ]", string(&pattern)));
    }
    branches
}

fn sentence(phrase: &str) -> String {
    let mut letters = phrase.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).chain(['.']).collect()
}

/// An IRI as a pattern of itself.
fn escaped(iri: &str) -> String {
    iri.replace('.', r"\.")
}

/// A namespace with `http` or `https`, as a pattern.
fn either_scheme(namespace: &str) -> String {
    let rest = namespace.split_once("://").map_or(namespace, |(_, rest)| rest);
    format!("https?://{}", escaped(rest))
}

/// An identifier's pattern without the optional IRI before it: what follows its first group.
fn bare(pattern: &str) -> &str {
    let mut depth = 0;
    for (at, byte) in pattern.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 1 => return pattern[at + 1..].trim_start_matches('?'),
            b')' => depth -= 1,
            _ => {}
        }
    }
    pattern.trim_start_matches('^')
}

/// A pattern with the characters that it names by `\uXXXX`, which `XPath` does not know. The ends of the ranges are
/// characters that XML allows.
fn portable(pattern: &str) -> String {
    let pattern = pattern.replace(r"\u0000-\u0020", r" \t\r\n").replace(r"\uFFFF", r"\uFFFD");
    let mut parts = pattern.split(r"\u");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (digits, rest) = part.split_at(4);
        text.extend(u32::from_str_radix(digits, 16).ok().and_then(char::from_u32));
        text.push_str(rest);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::scalar::SCALARS;

    #[test]
    fn identifiers_lose_their_optional_iri() {
        assert_eq!(bare(grammar::ISNI), "[0-9]{15}[0-9X]$");
        assert_eq!(bare(grammar::WIKIDATA), "Q[1-9][0-9]*$");
    }

    #[test]
    fn patterns_use_no_escape_that_xpath_lacks() {
        for scalar in SCALARS {
            assert!(!portable(scalar.pattern).contains(r"\u"), "{}", scalar.name);
        }
        assert!(portable(grammar::IRI).contains("\u{7f}-\u{a0}"));
    }
}
