//! Turtle and `TriG`, written for people: prefixes, one block for each subject, participations next to their session,
//! after them what several sessions may share.
//!
//! The prefixes are the same in every file, so that a stream needs to know nothing of what follows and a new record
//! adds lines only. `TriG` is written as the default graph, which reads the same.

use std::sync::LazyLock;

use crate::doc::Node;
use crate::format::rdf as reading;
use crate::format::{Each, Form, Format, Write, WriteOptions, nothing};
use crate::model::lists::LISTS;
use crate::rdf::lines::push_quoted;
use crate::rdf::terse::{Prefixes, push_prefix};
use crate::rdf::{Object, Sink, emit};
use crate::shape::{Class, Field, shape};
use crate::vocab::{PREFIXES, plenary, rdf, xsd};

pub static FORMAT: Format = Format {
    name: "turtle",
    about: "Turtle: RDF for people",
    extensions: &["ttl"],
    media_types: &["text/turtle"],
    sniff: reading::looks_like_turtle,
    read: Some(reading::turtle),
    statements: Some(reading::statements::turtle),
    comments: Some(reading::comments),
    write: Some(WRITE),
};

pub static TRIG: Format = Format {
    name: "trig",
    about: "TriG: Turtle with graphs",
    extensions: &["trig"],
    media_types: &["application/trig"],
    sniff: reading::looks_like_trig,
    read: Some(reading::trig),
    statements: Some(reading::statements::trig),
    comments: Some(reading::comments),
    write: Some(WRITE),
};

const WRITE: Write = Write::Each(Each { head, record, separator: |_| "\n", tail: nothing, form: Form::Apart });

/// The prefixes that are declared: the vocabularies', and one for each of our code lists.
static DECLARED: LazyLock<Prefixes> = LazyLock::new(|| {
    let namespaces = LISTS.iter().flat_map(|scheme| scheme.sets).map(|set| set.namespace);
    let ours = namespaces.filter_map(|namespace| {
        let segment = namespace.strip_prefix(plenary::NS)?.trim_end_matches('/');
        Some((segment, namespace))
    });
    let mut all = Prefixes::default();
    for (name, namespace) in PREFIXES.iter().copied().filter(|(_, namespace)| *namespace != rdf::NS).chain(ours) {
        all.declare(name, namespace);
    }
    all
});

fn head(_: &WriteOptions, out: &mut Vec<u8>) {
    for (name, namespace) in DECLARED.by_name() {
        push_prefix(name, namespace, out);
    }
    out.push(b'\n');
}

fn record(record: &Node, _: &WriteOptions, out: &mut Vec<u8>) {
    let Some(class) = record.text("type").and_then(|name| shape().class(name)) else { return };
    emit(record, class, &mut Turtle { out, first: true });
}

/// A block for each subject. Every statement has a line of its own and the full stop another, so that a change of one
/// value is a change of one line.
struct Turtle<'o> {
    out: &'o mut Vec<u8>,
    first: bool,
}

impl Sink for Turtle<'_> {
    fn node(&mut self, iri: &str, class: &'static Class) {
        if !std::mem::replace(&mut self.first, false) {
            self.out.push(b'\n');
        }
        DECLARED.push_iri(iri, self.out);
        self.out.extend_from_slice(b" a ");
        DECLARED.push_iri(class.iri.as_deref().unwrap_or_default(), self.out);
        self.out.extend_from_slice(b" ;\n");
    }

    fn statement(&mut self, field: &'static Field, object: Object<'_>) {
        self.out.extend_from_slice(b"    ");
        DECLARED.push_iri(field.iri.as_deref().unwrap_or_default(), self.out);
        self.out.push(b' ');
        push_object(object, self.out);
        self.out.extend_from_slice(b" ;\n");
    }

    fn end(&mut self) {
        self.out.extend_from_slice(b"    .\n");
    }
}

fn push_object(object: Object, out: &mut Vec<u8>) {
    match object {
        Object::Iri("", local) => DECLARED.push_iri(local, out),
        Object::Iri(namespace, local) => DECLARED.push_iri(&format!("{namespace}{local}"), out),
        Object::Literal(text, xsd::INTEGER) => out.extend_from_slice(text.as_bytes()),
        Object::Literal(text, xsd::STRING) => push_quoted(text, out),
        Object::Literal(text, datatype) => DECLARED.push_typed(text, datatype, out),
        Object::Tagged(text, tag) => {
            push_quoted(text, out);
            out.push(b'@');
            out.extend_from_slice(tag.as_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_lists_have_prefixes() {
        let mut out = Vec::new();
        DECLARED.push_iri("https://w3id.org/plenary/role/speaker", &mut out);
        DECLARED.push_iri("https://w3id.org/plenary/group/igf/academia", &mut out);
        assert_eq!(out, b"role:speaker<https://w3id.org/plenary/group/igf/academia>");
    }
}
