//! Turtle and `TriG`, written for people: prefixes, one block for each subject, participations next to their session.
//!
//! The prefixes are the same in every file, so that a stream needs to know nothing of what follows and a new record
//! adds lines only. `TriG` is written as the default graph, which reads the same.

use std::sync::LazyLock;

use crate::doc::Node;
use crate::format::rdf as reading;
use crate::format::{Each, Form, Format, Write, WriteOptions, nothing};
use crate::model::lists::LISTS;
use crate::rdf::{Object, Sink, emit, lines};
use crate::shape::{Class, Field, shape};
use crate::vocab::{PREFIXES, plenary, rdf, xsd};

pub static FORMAT: Format = Format {
    name: "turtle",
    about: "Turtle: RDF for people",
    extensions: &["ttl"],
    media_types: &["text/turtle"],
    sniff: reading::looks_like_turtle,
    read: Some(reading::turtle),
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
    comments: Some(reading::comments),
    write: Some(WRITE),
};

const WRITE: Write = Write::Each(Each { head, record, separator: |_| "\n", tail: nothing, form: Form::Normal });

/// The prefixes that are declared: the vocabularies', and one for each of our code lists. Longest namespace first.
static DECLARED: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    let namespaces = LISTS.iter().flat_map(|scheme| scheme.sets).map(|set| set.namespace);
    let ours = namespaces.filter_map(|namespace| {
        let segment = namespace.strip_prefix(plenary::NS)?.trim_end_matches('/');
        Some((segment, namespace))
    });
    let mut all: Vec<_> = PREFIXES.iter().copied().filter(|(_, namespace)| *namespace != rdf::NS).chain(ours).collect();
    all.sort_by_key(|(prefix, namespace)| (std::cmp::Reverse(namespace.len()), *prefix));
    all
});

fn head(_: &WriteOptions, out: &mut Vec<u8>) {
    let mut prefixes: Vec<_> = DECLARED.clone();
    prefixes.sort_unstable();
    for (prefix, namespace) in prefixes {
        out.extend_from_slice(format!("@prefix {prefix}: <{namespace}> .\n").as_bytes());
    }
    out.push(b'\n');
}

fn record(record: &Node, _: &WriteOptions, out: &mut Vec<u8>) {
    let Some(class) = record.text("type").and_then(|name| shape().class(name)) else { return };
    emit(record, class, &mut Turtle { out, field: None, first: true });
}

/// Writes one subject block after the other.
struct Turtle<'o> {
    out: &'o mut Vec<u8>,
    /// The field whose objects are being written.
    field: Option<&'static Field>,
    first: bool,
}

impl Sink for Turtle<'_> {
    fn node(&mut self, iri: &str, class: &'static Class) {
        if !self.first {
            self.out.push(b'\n');
        }
        self.first = false;
        self.field = None;
        push_iri(iri, self.out);
        self.out.extend_from_slice(b" a ");
        push_iri(class.iri.as_deref().unwrap_or_default(), self.out);
    }

    fn statement(&mut self, field: &'static Field, object: Object<'_>) {
        if self.field.is_some_and(|last| std::ptr::eq(last, field)) {
            self.out.extend_from_slice(b" ,\n        ");
        } else {
            self.out.extend_from_slice(b" ;\n    ");
            push_iri(field.iri.as_deref().unwrap_or_default(), self.out);
            self.out.push(b' ');
            self.field = Some(field);
        }
        push_object(object, self.out);
    }

    fn end(&mut self) {
        self.out.extend_from_slice(b" .\n");
    }
}

fn push_object(object: Object, out: &mut Vec<u8>) {
    match object {
        Object::Iri("", local) => push_iri(local, out),
        Object::Iri(namespace, local) => push_iri(&format!("{namespace}{local}"), out),
        Object::Literal(text, xsd::INTEGER) => out.extend_from_slice(text.as_bytes()),
        Object::Literal(text, datatype) => {
            push_string(text, out);
            if datatype != xsd::STRING {
                out.extend_from_slice(b"^^");
                push_iri(datatype, out);
            }
        }
        Object::Tagged(text, tag) => {
            push_string(text, out);
            out.push(b'@');
            out.extend_from_slice(tag.as_bytes());
        }
    }
}

/// A prefixed name where the rest is a plain local name, else the IRI in angle brackets.
fn push_iri(iri: &str, out: &mut Vec<u8>) {
    let short = DECLARED.iter().find_map(|(prefix, namespace)| Some((prefix, iri.strip_prefix(namespace)?)));
    match short.filter(|(_, local)| is_local_name(local)) {
        Some((prefix, local)) => {
            out.extend_from_slice(prefix.as_bytes());
            out.push(b':');
            out.extend_from_slice(local.as_bytes());
        }
        None => {
            out.push(b'<');
            out.extend_from_slice(iri.as_bytes());
            out.push(b'>');
        }
    }
}

/// The part of `PN_LOCAL` (Turtle 1.1, 6.5) that needs no escapes.
fn is_local_name(local: &str) -> bool {
    let word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    local.bytes().next().is_some_and(word)
        && local.bytes().all(|byte| word(byte) || byte == b'-' || byte == b'.')
        && !local.ends_with('.')
}

/// A string: in three quotes over its own lines where it has several, else in one.
fn push_string(text: &str, out: &mut Vec<u8>) {
    if !text.contains('\n') || text.chars().any(|letter| letter.is_control() && letter != '\n') {
        return lines::push_quoted(text, out);
    }
    out.extend_from_slice(b"\"\"\"");
    let bytes = text.as_bytes();
    for (at, &byte) in bytes.iter().enumerate() {
        // A quote before another or at the end could close the string.
        let closing = byte == b'"' && matches!(bytes.get(at + 1), None | Some(b'"'));
        if byte == b'\\' || closing {
            out.push(b'\\');
        }
        out.push(byte);
    }
    out.extend_from_slice(b"\"\"\"");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn string(text: &str) -> String {
        let mut out = Vec::new();
        push_string(text, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn strings_of_several_lines_stand_on_their_lines() {
        assert_eq!(string("a\n\n\"b\"\\"), "\"\"\"a\n\n\"b\"\\\\\"\"\"");
        assert_eq!(string("a\nb\""), "\"\"\"a\nb\\\"\"\"\"");
        assert_eq!(string("a\r\nb"), "\"a\\r\\nb\"");
    }

    #[test]
    fn prefixed_names_are_used_where_they_are_legal() {
        let iri = |iri: &str| {
            let mut out = Vec::new();
            push_iri(iri, &mut out);
            String::from_utf8(out).unwrap()
        };
        assert_eq!(iri("http://metadata.un.org/sdg/16.10"), "sdg:16.10");
        assert_eq!(iri("https://w3id.org/plenary/role/speaker"), "role:speaker");
        assert_eq!(iri("https://w3id.org/plenary/group/igf/academia"), "<https://w3id.org/plenary/group/igf/academia>");
    }
}
