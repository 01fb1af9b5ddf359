//! The reference page: types, fields, code lists and value grammars for people, in Markdown.

use std::fmt::Write;

use crate::model::code::CodeRow;
use crate::model::lists::LISTS;
use crate::model::scalar::{SCALARS, Term};
use crate::model::topic::TOPIC;
use crate::model::{Scalar, Scheme};
use crate::shape::{Class, Field, Kind, shape};
use crate::vocab::PREFIXES;

const INTRODUCTION: &str = "<!-- Generated from the Rust types: UPDATE=1 cargo test --test generated. Do not edit. -->

# Types, fields and codes

A document is one record that says its `type`, or a [Dataset](#dataset) of records. `@context` and `$schema` may stand in it for other tools. Absent is the one
way to say nothing: no field takes `null`. A field that holds a record takes it inline, or the id of a record that stands elsewhere.
";

const TEXT: &str = "
## Text

A string, or one string for each language: `{\"en\": \"Opening\", \"fr\": \"Ouverture\"}`. Keys are language tags, or `@none` for text without one. **Texts** holds
several: a string, a list of strings, or a string or a list for each language; a set, whose order says nothing.
";

/// The whole of `docs/reference.md`.
pub(super) fn reference() -> String {
    let mut page = INTRODUCTION.to_owned();
    contents(&mut page);
    shape().classes.iter().for_each(|class| class_section(&mut page, class));
    page.push_str(TEXT);
    add(&mut page, "\n## Values\n\nStrings that are held to a grammar. The patterns are those of the schema.\n");
    for scalar in SCALARS {
        scalar_section(&mut page, scalar);
    }
    add(
        &mut page,
        "\n## Code lists\n\nA code may be written as itself or as its IRI; normal records carry the code.\n",
    );
    LISTS.iter().chain([&TOPIC]).for_each(|scheme| scheme_section(&mut page, scheme));
    page
}

fn add(page: &mut String, text: &str) {
    page.push_str(text);
}

fn contents(page: &mut String) {
    let classes: Vec<String> = shape().classes.iter().map(|class| link(&class.name)).collect();
    let lists: Vec<String> = LISTS.iter().chain([&TOPIC]).map(|scheme| link(scheme.name)).collect();
    // Writing to a string cannot fail.
    let _ = write!(
        page,
        "\nTypes: {}.\n\nValues: [Text](#text), [grammars](#values). Code lists: {}.\n",
        classes.join(", "),
        lists.join(", ")
    );
}

fn class_section(page: &mut String, class: &Class) {
    let rdf =
        class.iri.as_deref().map_or_else(|| "Not published".to_owned(), |iri| format!("RDF class {}", short(iri)));
    let _ = write!(page, "\n## {}\n\n{}\n\n{rdf}.\n\n", class.name, class.about);
    add(page, "| Field | Holds | RDF property | |\n|---|---|---|---|\n");
    for (at, field) in class.fields.iter().enumerate().filter(|(_, field)| !matches!(field.kind, Kind::Head)) {
        let required = if class.is_required(at) { " **required**" } else { "" };
        let about = cell(&format!("{}{}", field.about, example(field)));
        let _ =
            writeln!(page, "| `{}`{required} | {} | {} | {about} |", field.name, holds(field, class), property(field));
    }
}

fn property(field: &Field) -> String {
    match (&field.kind, &field.iri) {
        (Kind::Id, _) => "the subject".to_owned(),
        (Kind::Type, _) => "`rdf:type`".to_owned(),
        (_, Some(iri)) => short(iri),
        (_, None) => "private: never written".to_owned(),
    }
}

fn example(field: &Field) -> String {
    if field.examples.is_empty() {
        return String::new();
    }
    let examples: Vec<String> = field.examples.iter().map(|example| format!("`{example}`")).collect();
    format!(" For example {}.", examples.join(", "))
}

/// What a field takes, with a link to it.
fn holds(field: &Field, class: &Class) -> String {
    let one = match &field.kind {
        Kind::Id => "[Reference](#reference)".to_owned(),
        Kind::Type => format!("`\"{}\"`", class.name),
        Kind::Text => "[Text](#text)".to_owned(),
        Kind::Texts => "[Texts](#text)".to_owned(),
        Kind::Scalar(scalar) => link(scalar.name),
        Kind::Code(scheme) => link(scheme.name),
        Kind::Integer { min, max } if *max == u64::from(u32::MAX) => format!("whole number from {min}"),
        Kind::Integer { min, max } => format!("whole number {min} to {max}"),
        Kind::Ref(classes) => {
            let names: Vec<String> = classes.iter().map(|&class| link(&shape()[class].name)).collect();
            format!("{}, or id", names.join(" or "))
        }
        Kind::Private(class) => link(&shape()[*class].name),
        Kind::Head => String::new(),
    };
    if field.many { format!("list of: {one}") } else { one }
}

fn link(name: &str) -> String {
    format!("[{name}](#{})", name.to_lowercase())
}

/// An IRI as people abbreviate it.
fn short(iri: &str) -> String {
    let name =
        PREFIXES.iter().find_map(|(prefix, namespace)| Some(format!("{prefix}:{}", iri.strip_prefix(namespace)?)));
    format!("[`{}`]({iri})", name.as_deref().unwrap_or(iri))
}

fn scalar_section(page: &mut String, scalar: &Scalar) {
    let rdf = match scalar.term {
        Term::Literal(datatype) => format!("a literal, {}", short(datatype)),
        Term::Iri => "an IRI".to_owned(),
        Term::Identifier(namespace) => format!("an IRI, `{namespace}` and the id"),
    };
    let _ = write!(
        page,
        "\n### {}\n\n{}, such as `{}`. In RDF {rdf}.\n\n```text\n{}\n```\n",
        scalar.name,
        capitalized(scalar.what),
        scalar.example,
        scalar.pattern
    );
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

fn scheme_section(page: &mut String, scheme: &Scheme) {
    let _ = write!(page, "\n### {}\n\n{}\n", scheme.name, scheme.about.trim());
    for set in scheme.sets {
        let _ = write!(page, "\nIRIs: `{}` and the code", set.namespace);
        if let Some(form) = &set.form {
            let _ = write!(page, "; further codes of the form `{}{}`", set.prefix, form.pattern);
        }
        add(page, ".\n");
    }
    if scheme.foreign {
        add(page, "\nThe IRI of a concept elsewhere will do too.\n");
    }
    add(page, "\n| Code | Label | |\n|---|---|---|\n");
    for (code, row) in scheme.values() {
        let CodeRow { label, about, .. } = row;
        let _ = writeln!(page, "| `{code}` | {} | {} |", cell(label), cell(about.trim()));
    }
}

/// A text as the cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', r"\|").replace('\n', " ")
}
