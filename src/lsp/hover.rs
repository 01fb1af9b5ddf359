//! Hover: what a key is for, and what a code or another value stands for, in Markdown.

use std::fmt::Write as _;

use lsp_types::{Hover, HoverContents, MarkupContent, MarkupKind};

use super::completion::concepts;
use super::context::{self, Hit};
use super::document::Document;
use super::position::Encoding;
use crate::model::Scheme;
use crate::shape::{Field, Kind, shape};
use crate::thesaurus::{self, Concept};

/// What is known of what stands at a byte of a text.
#[must_use]
pub fn hover(document: &Document, at: usize, encoding: Encoding) -> Option<Hover> {
    let (value, span) = match context::hit(document.text(), document.syntax, at)? {
        Hit::Key(key, span) => (field(key), span),
        Hit::Value(field, text, span) => (value(field, &text)?, span),
    };
    Some(Hover {
        contents: HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value }),
        range: Some(encoding.range(&document.source, span)),
    })
}

fn value(field: &Field, text: &str) -> Option<String> {
    match &field.kind {
        Kind::Code(scheme) => of_code(scheme, text).map(concept),
        Kind::Type => shape().class(text).map(|class| format!("**{text}**\n\n{}", shape()[class].about)),
        Kind::Scalar(scalar) => {
            let is = if (scalar.is_valid)(text) { "is" } else { "is not" };
            Some(format!("`{text}` {is} {}", scalar.what))
        }
        _ => None,
    }
}

/// The concept of a code or IRI in a field of a scheme.
fn of_code(scheme: &Scheme, text: &str) -> Option<&'static Concept> {
    let code = scheme.canonical(text);
    let own = concepts(scheme).into_iter().find(|concept| concept.code == code);
    own.or_else(|| thesaurus::by_iri(text))
}

/// A field: what it is for, what it holds, an example.
#[must_use]
pub fn field(field: &Field) -> String {
    let mut text = format!("**{}**: {}\n\n{}", field.name, kind(field), field.about);
    let scalar = if let Kind::Scalar(scalar) = &field.kind { Some(scalar.example.to_owned()) } else { None };
    let example = field.examples.first().map(|example| example.as_str().map_or(example.to_string(), str::to_owned));
    if let Some(example) = example.or(scalar) {
        let _ = write!(text, "\n\nExample: `{example}`");
    }
    if let Some(iri) = &field.iri {
        let _ = write!(text, "\n\n<{iri}>");
    }
    text
}

/// What a field holds, in few words.
#[must_use]
pub fn kind(field: &Field) -> String {
    let one = match &field.kind {
        Kind::Id => "the record's own IRI".to_owned(),
        Kind::Type => "the record's type".to_owned(),
        Kind::Text | Kind::Texts => "text, or text by language".to_owned(),
        Kind::Scalar(scalar) => scalar.what.to_owned(),
        Kind::Code(scheme) => format!("a code of {}", scheme.name),
        Kind::Integer { min, max } => format!("a whole number from {min} to {max}"),
        Kind::Ref(classes) => {
            let names: Vec<&str> = classes.iter().map(|&class| shape()[class].name.as_str()).collect();
            names.join(" or ")
        }
        Kind::Private(_) => "private data, never published".to_owned(),
        Kind::Head => "for tools".to_owned(),
    };
    if field.many { format!("list of: {one}") } else { one }
}

/// A concept: label, definition, notes, links.
#[must_use]
pub fn concept(concept: &Concept) -> String {
    let mut text = format!("**{}**: `{}`", concept.label(), concept.code);
    for note in concept.definition.iter().chain(&concept.scope).chain(&concept.notes) {
        let _ = write!(text, "\n\n{note}");
    }
    let sections = [("Broader", &concept.broader), ("Narrower", &concept.narrower), ("Related", &concept.related)];
    for (name, iris) in sections.into_iter().filter(|(_, iris)| !iris.is_empty()) {
        let names: Vec<String> = iris.iter().map(|iri| named(iri)).collect();
        let _ = write!(text, "\n\n{name}: {}", names.join(", "));
    }
    for (relation, iri) in &concept.mappings {
        let _ = write!(text, "\n\n{relation}: {}", named(iri));
    }
    let _ = write!(text, "\n\n<{}>", concept.iri);
    text
}

/// Code and label of a concept of ours, else the IRI.
fn named(iri: &str) -> String {
    thesaurus::by_iri(iri)
        .map_or_else(|| format!("<{iri}>"), |concept| format!("`{}` {}", concept.code, concept.label()))
}
