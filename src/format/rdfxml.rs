//! RDF/XML: typed node elements, one after the other.

use std::borrow::Cow;

use crate::doc::Node;
use crate::format::{Each, Form, Format, Write, WriteOptions, rdf};
use crate::rdf::{Object, Sink, emit};
use crate::shape::{Class, Field, shape};
use crate::vocab::{PREFIXES, xsd};

pub static FORMAT: Format = Format {
    name: "rdfxml",
    about: "RDF/XML",
    extensions: &["rdf", "owl"],
    media_types: &["application/rdf+xml"],
    sniff: rdf::looks_like_rdfxml,
    read: Some(rdf::rdfxml),
    comments: Some(rdf::xml_comments),
    write: Some(Write::Each(Each {
        head,
        record,
        separator: |_| "",
        tail: |_, out| out.extend_from_slice(b"</rdf:RDF>\n"),
        form: Form::Normal,
    })),
};

fn head(_: &WriteOptions, out: &mut Vec<u8>) {
    out.extend_from_slice(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rdf:RDF");
    for (prefix, namespace) in PREFIXES {
        out.extend_from_slice(format!("\n    xmlns:{prefix}=\"{namespace}\"").as_bytes());
    }
    out.extend_from_slice(b">\n");
}

fn record(record: &Node, _: &WriteOptions, out: &mut Vec<u8>) {
    let Some(class) = record.text("type").and_then(|name| shape().class(name)) else { return };
    emit(record, class, &mut Xml { out, element: String::new() });
}

struct Xml<'o> {
    out: &'o mut Vec<u8>,
    /// The name of the node element that is open.
    element: String,
}

impl Xml<'_> {
    fn put(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }
}

impl Sink for Xml<'_> {
    fn node(&mut self, iri: &str, class: &'static Class) {
        self.element = name(class.iri.as_deref().unwrap_or_default());
        let open = format!("  <{} rdf:about=\"{}\">\n", self.element, escape(iri, true));
        self.put(&open);
    }

    fn statement(&mut self, field: &'static Field, object: Object<'_>) {
        let property = name(field.iri.as_deref().unwrap_or_default());
        let line = match object {
            Object::Iri(namespace, local) => {
                format!("    <{property} rdf:resource=\"{}{}\"/>\n", escape(namespace, true), escape(local, true))
            }
            Object::Literal(text, xsd::STRING) => format!("    <{property}>{}</{property}>\n", escape(text, false)),
            Object::Literal(text, datatype) => {
                format!("    <{property} rdf:datatype=\"{datatype}\">{}</{property}>\n", escape(text, false))
            }
            Object::Tagged(text, tag) => {
                format!("    <{property} xml:lang=\"{tag}\">{}</{property}>\n", escape(text, false))
            }
        };
        self.put(&line);
    }

    fn end(&mut self) {
        let close = format!("  </{}>\n", self.element);
        self.put(&close);
    }
}

/// The qualified name of one of the model's classes or properties, which all stand in a known namespace.
fn name(iri: &str) -> String {
    let known =
        PREFIXES.iter().find_map(|(prefix, namespace)| Some(format!("{prefix}:{}", iri.strip_prefix(namespace)?)));
    known.unwrap_or_else(|| iri.to_owned())
}

/// Text as XML 1.0 can hold it. Characters that it cannot hold at all become U+FFFD.
fn escape(text: &str, attribute: bool) -> Cow<'_, str> {
    let special = |letter: char| {
        matches!(letter, '&' | '<' | '>' | '"' | '\r' | '\u{FFFE}' | '\u{FFFF}')
            || (letter.is_control() && letter != '\n')
    };
    let plain = !text.contains(special);
    if plain && (!attribute || !text.contains('\n')) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\r' => out.push_str("&#xD;"),
            '\n' if attribute => out.push_str("&#xA;"),
            '\t' | '\n' => out.push(letter),
            '\u{0}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            _ => out.push(letter),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped() {
        assert_eq!(escape("a<b>&\"c\"\r\n\u{1}", false), "a&lt;b&gt;&amp;&quot;c&quot;&#xD;\n\u{FFFD}");
        assert_eq!(name("http://schema.org/name"), "schema:name");
    }

    #[test]
    fn every_name_of_the_model_is_a_qualified_name() {
        for class in shape().classes.iter().filter(|class| class.iri.is_some()) {
            for iri in class.fields.iter().filter_map(|field| field.iri.as_ref()).chain(class.iri.as_ref()) {
                assert!(!name(iri).contains("//"), "{iri}");
            }
        }
    }
}
