//! A page for each term of ours: what it means, where it is used, how it stands to terms of others, an example.
//!
//! Classes and properties have folders of their own, because some differ in the case of one letter only.

use std::fmt::Write;

use super::{Uses, example, range, uses};
use crate::artifact::Page;
use crate::artifact::release::{VERSION, modified};
use crate::artifact::terms::{TERMS, Term, find};
use crate::artifact::turtle::{expand, term as curie};
use crate::shape::{Class, Field, Kind, shape};
use crate::vocab::{PREFIXES, pl};

const NOTE: &str = "<!-- Generated from the Rust types: UPDATE=1 cargo test --test generated. Do not edit. -->\n\n";

/// One page for each term, and the index.
pub(in crate::artifact) fn pages() -> Vec<Page> {
    let uses = uses();
    let index = Page { path: "docs/terms/README.md".to_owned(), text: index() };
    let of_term = |term: &Term| Page {
        path: format!("docs/terms/{}", file(term.iri)),
        text: match shape().class_of_iri(term.iri) {
            Some(class) => class_page(term, &shape()[class]),
            None => property_page(term, uses.get(term.iri).unwrap_or(&Uses::new())),
        },
    };
    std::iter::once(index).chain(TERMS.iter().map(of_term)).collect()
}

/// The name of a term without namespace.
fn local(iri: &str) -> &str {
    iri.strip_prefix(pl::NS).unwrap_or(iri)
}

/// A term's page, relative to the index.
fn file(iri: &str) -> String {
    let folder = if shape().class_of_iri(iri).is_some() { "classes" } else { "properties" };
    format!("{folder}/{}.md", local(iri))
}

/// A link to a term: the page of one of ours, the IRI of another.
fn link(iri: &str, to_index: &str) -> String {
    let name = curie(iri);
    match find(iri) {
        Some(term) => format!("[`{name}`]({to_index}{})", file(term.iri)),
        None => format!("[`{name}`]({iri})"),
    }
}

/// As [`link`], from the page of a term, of a name with prefix.
fn named(name: &str) -> String {
    expand(name).map_or_else(|| name.to_owned(), |iri| link(&iri, "../"))
}

fn index() -> String {
    let mut text = format!(
        "{NOTE}# Terms\n\nThe terms of the namespace `{}`, version {VERSION} of {}, under CC0-1.0. They are only those \
         that no vocabulary in use has; all else is said in terms of {}.\n\nAs Turtle: \
         [ontology.ttl](../../vocab/ontology.ttl). Fields and codes: [reference](../reference.md).\n",
        pl::NS,
        modified(),
        others().join(", "),
    );
    for (title, wanted) in [("Classes", true), ("Properties", false)] {
        let _ = write!(text, "\n## {title}\n\n| term | |\n|---|---|\n");
        for term in TERMS.iter().filter(|term| shape().class_of_iri(term.iri).is_some() == wanted) {
            let _ = writeln!(text, "| {} | {} |", link(term.iri, ""), term.words[0].definition);
        }
    }
    text
}

/// The prefixes of other vocabularies that records are said in.
fn others() -> Vec<String> {
    let classes = shape().classes.iter();
    let iris: Vec<&str> = classes
        .flat_map(|class| class.fields.iter().filter_map(|field| field.iri.as_deref()).chain(class.iri.as_deref()))
        .collect();
    let used = PREFIXES
        .iter()
        .filter(|(_, namespace)| *namespace != pl::NS && iris.iter().any(|iri| iri.starts_with(namespace)));
    used.map(|(prefix, namespace)| format!("[`{prefix}:`]({namespace})")).collect()
}

/// What every page begins with.
fn head(term: &Term, kind: &str) -> String {
    let mut text = format!("{NOTE}# pl:{}\n", local(term.iri));
    for words in term.words {
        let _ = write!(text, "\n**{}** ({}): {}\n", words.label, words.language, words.definition);
    }
    let _ = write!(text, "\n{kind}, <{}>, status {}. [All terms](../README.md)\n", term.iri, super::STATUS);
    text
}

/// How a term stands to terms of others.
fn alignment(term: &Term, wider: &str, text: &mut String) {
    let rows = [(wider, term.wider), ("close to", term.close), ("related to", term.related)];
    if rows.iter().any(|(_, others)| !others.is_empty()) || term.namesake.is_some() {
        text.push_str("\n## Other vocabularies\n\n");
    }
    for (relation, others) in rows.iter().filter(|(_, others)| !others.is_empty()) {
        let others: Vec<String> = others.iter().map(|other| named(other)).collect();
        let _ = writeln!(text, "- {relation} {}", others.join(", "));
    }
    if let Some((other, why)) = term.namesake {
        let _ = writeln!(text, "- not {}, which {why}", named(other));
    }
}

fn example(term: &Term, text: &mut String) {
    if let Some(example) = example::of(term.iri) {
        let _ = write!(
            text,
            "\n## Example\n\n```json\n{}\n```\n\nThe same in Turtle:\n\n```turtle\n{}\n```\n",
            example.json, example.turtle
        );
    }
}

fn class_page(term: &Term, class: &Class) -> String {
    let mut text = head(term, "Class");
    let _ = write!(
        text,
        "\n`\"type\": \"{0}\"` in JSON; see the [reference](../../reference.md#{1}).\n",
        class.name,
        anchor(&class.name)
    );
    alignment(term, "subclass of", &mut text);
    text.push_str("\n## Properties\n\n| key | property | holds | how many | |\n|---|---|---|---|---|\n");
    for (at, field) in class.fields.iter().enumerate() {
        let Some(iri) = &field.iri else { continue };
        let _ = writeln!(
            text,
            "| `{}` | {} | {} | {} | {} |",
            field.name,
            link(iri, "../"),
            holds(field),
            count(field, class.is_required(at)),
            cell(&field.about)
        );
    }
    held_by(class, &mut text);
    example(term, &mut text);
    text
}

/// The properties whose values are of a class.
fn held_by(class: &Class, text: &mut String) {
    let holders = shape().classes.iter().flat_map(|holder| holder.fields.iter().map(move |field| (holder, field)));
    let holds = |field: &Field| field.classes().iter().any(|&held| std::ptr::eq(&raw const shape()[held], class));
    let rows: Vec<String> = holders
        .filter(|(_, field)| holds(field))
        .filter_map(|(holder, field)| {
            Some(format!("- {} of {}", link(field.iri.as_deref()?, "../"), class_link(holder)))
        })
        .collect();
    if !rows.is_empty() {
        let _ = write!(text, "\n## Value of\n\n{}\n", rows.join("\n"));
    }
}

fn property_page(term: &Term, uses: &Uses) -> String {
    let literal = uses.first().is_some_and(|(_, field)| super::is_literal(&field.kind));
    let mut text = head(term, if literal { "Datatype property" } else { "Object property" });
    text.push_str("\n## Use\n\n| of | key | holds | how many | |\n|---|---|---|---|---|\n");
    for (class, field) in uses {
        let required = class.find(&field.name).is_some_and(|at| class.is_required(at));
        let _ = writeln!(
            text,
            "| {} | `{}` | {} | {} | {} |",
            class_link(class),
            field.name,
            holds(field),
            count(field, required),
            cell(&field.about)
        );
    }
    alignment(term, "subproperty of", &mut text);
    example(term, &mut text);
    text
}

/// A class of the model as a link: to its page, or to its section of the reference.
fn class_link(class: &Class) -> String {
    match class.iri.as_deref().and_then(find) {
        Some(term) => format!("[{}](../{})", class.name, file(term.iri)),
        None => in_reference(&class.name),
    }
}

fn in_reference(name: &str) -> String {
    format!("[{name}](../../reference.md#{})", anchor(name))
}

fn anchor(name: &str) -> String {
    name.to_lowercase()
}

/// What a field takes in JSON, and the class or datatype of it in RDF.
fn holds(field: &Field) -> String {
    let json = match &field.kind {
        Kind::Text | Kind::Texts => in_reference("Text"),
        Kind::Scalar(scalar) => in_reference(scalar.name),
        Kind::Code(scheme) => in_reference(scheme.name),
        Kind::Ref(classes) => {
            let links: Vec<String> = classes.iter().map(|&class| class_link(&shape()[class])).collect();
            return links.join(" or ");
        }
        _ => "whole number".to_owned(),
    };
    match range(&field.kind).as_slice() {
        [] => format!("{json}, an IRI"),
        range => format!("{json}, `{}`", range.join("` or `")),
    }
}

fn count(field: &Field, required: bool) -> &'static str {
    match (&field.kind, field.many, required) {
        (Kind::Text, _, true) => "one a language, at least 1",
        (Kind::Text, _, false) => "one a language",
        (Kind::Texts, ..) | (_, true, false) => "any",
        (_, true, true) => "at least 1",
        (_, false, true) => "exactly 1",
        (_, false, false) => "at most 1",
    }
}

/// A text as the cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', r"\|").replace('\n', " ")
}
