//! RDF/XML: statements of one subject that follow each other stand in one element.

use super::{Object, Resource, Statement, Write};
use crate::rdf::xml::{escape, fits, is_name_letter, is_name_start};
use crate::vocab::{rdf, xsd};

pub(super) fn rdfxml() -> Box<dyn Write> {
    Box::new(Xml::default())
}

#[derive(Default)]
struct Xml {
    /// Declared on the root; what is declared later is declared where it is used.
    prefixes: Vec<(String, String)>,
    begun: bool,
    /// The `rdf:about` or `rdf:nodeID` of the element that is open; empty for none.
    subject: String,
}

impl Xml {
    fn begin(&mut self, out: &mut Vec<u8>) {
        if self.begun {
            return;
        }
        self.begun = true;
        self.prefixes.retain(|(name, _)| name != "rdf");
        self.prefixes.push(("rdf".to_owned(), rdf::NS.to_owned()));
        self.prefixes.sort();
        out.extend_from_slice(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rdf:RDF");
        for (name, namespace) in &self.prefixes {
            let name = if name.is_empty() { String::new() } else { format!(":{name}") };
            out.extend_from_slice(format!("\n    xmlns{name}=\"{}\"", escape(namespace, true)).as_bytes());
        }
        out.extend_from_slice(b">\n");
    }

    fn close(&mut self, out: &mut Vec<u8>) {
        if !self.subject.is_empty() {
            out.extend_from_slice(b"  </rdf:Description>\n");
            self.subject.clear();
        }
    }

    fn enter(&mut self, subject: Resource, out: &mut Vec<u8>) {
        let subject = attribute("rdf:about", subject);
        if subject != self.subject {
            self.close(out);
            out.extend_from_slice(format!("  <rdf:Description {subject}>\n").as_bytes());
            self.subject = subject;
        }
    }

    /// The qualified name of a property, and the declaration that it needs.
    fn name(&self, iri: &str) -> Option<(String, String)> {
        let declared = self.prefixes.iter().find_map(|(name, namespace)| {
            let local = iri.strip_prefix(namespace.as_str()).filter(|local| is_name(local))?;
            Some(if name.is_empty() { local.to_owned() } else { format!("{name}:{local}") })
        });
        if let Some(name) = declared {
            return Some((name, String::new()));
        }
        let at = local_start(iri).filter(|&at| at > 0)?;
        let (namespace, local) = iri.split_at(at);
        Some((format!("p:{local}"), format!(" xmlns:p=\"{}\"", escape(namespace, true))))
    }
}

impl Write for Xml {
    fn prefix(&mut self, name: &str, namespace: &str, _: &mut Vec<u8>) {
        let is_free = name.is_empty() || (is_name(name) && !name.to_ascii_lowercase().starts_with("xml"));
        if is_free && !self.begun && name != "p" {
            self.prefixes.retain(|(known, _)| known != name);
            self.prefixes.push((name.to_owned(), namespace.to_owned()));
        }
    }

    fn statement(&mut self, statement: &Statement, out: &mut Vec<u8>) -> bool {
        self.begin(out);
        let Some((name, declaration)) = self.name(statement.predicate) else { return false };
        let (more, text) = match statement.object {
            Object::Resource(resource) => (attribute("rdf:resource", resource), None),
            Object::Literal(text, xsd::STRING) => (String::new(), Some(text)),
            Object::Literal(text, datatype) => (format!("rdf:datatype=\"{}\"", escape(datatype, true)), Some(text)),
            Object::Tagged(text, tag) => (format!("xml:lang=\"{tag}\""), Some(text)),
        };
        if !text.is_none_or(fits) {
            return false;
        }
        self.enter(statement.subject, out);
        let more = if more.is_empty() { more } else { format!(" {more}") };
        let line = match text {
            Some(text) => format!("    <{name}{declaration}{more}>{}</{name}>\n", escape(text, false)),
            None => format!("    <{name}{declaration}{more}/>\n"),
        };
        out.extend_from_slice(line.as_bytes());
        true
    }

    fn end(&mut self, out: &mut Vec<u8>) {
        self.begin(out);
        self.close(out);
        out.extend_from_slice(b"</rdf:RDF>\n");
    }
}

fn attribute(name: &str, resource: Resource) -> String {
    match resource {
        Resource::Iri(iri) => format!("{name}=\"{}\"", escape(iri, true)),
        Resource::Blank(label) => format!("rdf:nodeID=\"{label}\""),
    }
}

/// Whether a text is a name without colon.
pub(super) fn is_name(text: &str) -> bool {
    text.chars().next().is_some_and(is_name_start) && text.chars().all(is_name_letter)
}

/// Where the longest name at the end of an IRI begins.
fn local_start(iri: &str) -> Option<usize> {
    let letters = iri.char_indices().rev().take_while(|&(_, letter)| is_name_letter(letter));
    letters.filter(|&(_, letter)| is_name_start(letter)).last().map(|(at, _)| at)
}
