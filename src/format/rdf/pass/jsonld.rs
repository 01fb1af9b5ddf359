//! JSON-LD: an object for each subject, the prefixes as context.

use super::{Object, Resource, Statement, Write};
use crate::format::json::write_string;
use crate::rdf::terse::Prefixes;
use crate::vocab::{rdf, xsd};

pub(super) fn jsonld() -> Box<dyn Write> {
    Box::new(JsonLd::default())
}

/// What is open: the graph, the subject, the property. Statements that follow each other share what they can.
#[derive(Default)]
struct JsonLd {
    prefixes: Prefixes,
    begun: bool,
    /// `None` while no graph is open.
    graph: Option<String>,
    /// Whether a subject stands before in the graph that is open, and a graph before in the document.
    after_subject: bool,
    after_graph: bool,
    subject: String,
    property: String,
    /// The properties of the subject that are complete: a key stands once.
    done: Vec<String>,
}

impl JsonLd {
    fn begin(&mut self, out: &mut Vec<u8>) {
        if std::mem::replace(&mut self.begun, true) {
            return;
        }
        out.extend_from_slice(b"{\n  \"@context\": {");
        for (at, (name, namespace)) in self.prefixes.by_name().into_iter().enumerate() {
            out.extend_from_slice(if at > 0 { b",\n    " } else { b"\n    " });
            write_string(name, out);
            out.extend_from_slice(b": ");
            write_string(namespace, out);
        }
        out.extend_from_slice(if self.prefixes.by_name().is_empty() { b"},\n" } else { b"\n  },\n" });
        out.extend_from_slice(b"  \"@graph\": [\n");
    }

    fn close_property(&mut self, out: &mut Vec<u8>) {
        if !self.property.is_empty() {
            out.push(b']');
            self.done.push(std::mem::take(&mut self.property));
        }
    }

    fn close_subject(&mut self, out: &mut Vec<u8>) {
        self.close_property(out);
        if !self.subject.is_empty() {
            out.extend_from_slice(b"\n}");
            self.subject.clear();
            self.done.clear();
        }
    }

    fn close_graph(&mut self, out: &mut Vec<u8>) {
        self.close_subject(out);
        if self.graph.take().is_some_and(|graph| !graph.is_empty()) {
            out.extend_from_slice(b"\n]\n}");
        }
    }

    fn enter_graph(&mut self, graph: Option<Resource>, out: &mut Vec<u8>) {
        let name = graph.map(text).unwrap_or_default();
        if self.graph.as_ref() == Some(&name) {
            return;
        }
        self.close_graph(out);
        if std::mem::replace(&mut self.after_graph, true) {
            out.extend_from_slice(b",\n");
        }
        if !name.is_empty() {
            out.push(b'{');
            self.push_context(&[&name], out);
            out.extend_from_slice(b"\"@id\": ");
            write_string(&name, out);
            out.extend_from_slice(b",\n\"@graph\": [\n");
        }
        self.after_subject = false;
        self.graph = Some(name);
    }

    fn enter_subject(&mut self, subject: Resource, property: &str, out: &mut Vec<u8>) {
        let name = text(subject);
        let again = self.done.iter().any(|done| done == property);
        // A property that needs a context of its own needs an object of its own.
        if name == self.subject && !again && (property == self.property || !self.misleads(property)) {
            return;
        }
        self.close_subject(out);
        if std::mem::replace(&mut self.after_subject, true) {
            out.extend_from_slice(b",\n");
        }
        out.push(b'{');
        self.push_context(&[&name, property], out);
        out.extend_from_slice(b"\"@id\": ");
        write_string(&name, out);
        self.subject = name;
    }

    fn enter_property(&mut self, property: &str, out: &mut Vec<u8>) {
        if property == self.property {
            out.extend_from_slice(b", ");
            return;
        }
        self.close_property(out);
        out.extend_from_slice(b",\n  ");
        match property {
            rdf::TYPE => out.extend_from_slice(b"\"@type\""),
            _ => self.push_iri(property, out),
        }
        out.extend_from_slice(b": [");
        property.clone_into(&mut self.property);
    }

    /// An IRI that a processor would take for a compact one: `geo:1,2` where `geo` is a prefix.
    fn misleads(&self, iri: &str) -> bool {
        let Some((scheme, rest)) = iri.split_once(':') else { return false };
        !rest.starts_with("//") && self.prefixes.by_name().iter().any(|(name, _)| *name == scheme)
    }

    /// A context that takes back the prefixes for which IRIs could be mistaken.
    fn push_context(&self, iris: &[&str], out: &mut Vec<u8>) {
        let mut schemes: Vec<&str> =
            iris.iter().filter(|iri| self.misleads(iri)).filter_map(|iri| Some(iri.split_once(':')?.0)).collect();
        schemes.dedup();
        if schemes.is_empty() {
            return;
        }
        out.extend_from_slice(b"\"@context\": {");
        for (at, scheme) in schemes.iter().enumerate() {
            out.extend_from_slice(if at > 0 { b", " } else { b"" });
            write_string(scheme, out);
            out.extend_from_slice(b": null");
        }
        out.extend_from_slice(b"}, ");
    }

    /// An IRI as a key: compact where a prefix allows.
    fn push_iri(&self, iri: &str, out: &mut Vec<u8>) {
        match self.prefixes.shorten(iri) {
            Some((name, local)) => write_string(&format!("{name}:{local}"), out),
            None => write_string(iri, out),
        }
    }

    fn push_object(&self, object: Object, is_type: bool, out: &mut Vec<u8>) {
        match object {
            Object::Resource(resource) if is_type && !self.misleads(&text(resource)) => match resource {
                Resource::Iri(iri) => self.push_iri(iri, out),
                Resource::Blank(_) => write_string(&text(resource), out),
            },
            Object::Resource(resource) => {
                let name = text(resource);
                out.push(b'{');
                self.push_context(&[&name], out);
                out.extend_from_slice(b"\"@id\": ");
                write_string(&name, out);
                out.push(b'}');
            }
            Object::Literal(text, datatype) => {
                out.push(b'{');
                self.push_context(&[datatype], out);
                out.extend_from_slice(b"\"@value\": ");
                write_string(text, out);
                if datatype != xsd::STRING {
                    out.extend_from_slice(b", \"@type\": ");
                    self.push_iri(datatype, out);
                }
                out.push(b'}');
            }
            Object::Tagged(text, tag) => {
                out.extend_from_slice(b"{\"@value\": ");
                write_string(text, out);
                out.extend_from_slice(b", \"@language\": ");
                write_string(tag, out);
                out.push(b'}');
            }
        }
    }
}

impl Write for JsonLd {
    fn prefix(&mut self, name: &str, namespace: &str, _: &mut Vec<u8>) {
        // Processors take a term for a prefix only if its IRI ends so (JSON-LD 1.1, 4.1.5).
        let is_prefix = namespace.ends_with([':', '/', '?', '#', '[', ']', '@']);
        if !self.begun && !name.is_empty() && !name.starts_with(['@', '_']) && !name.contains(':') && is_prefix {
            self.prefixes.declare(name, namespace);
        }
    }

    fn statement(&mut self, statement: &Statement, out: &mut Vec<u8>) -> bool {
        let is_type = statement.predicate == rdf::TYPE;
        if is_type && !matches!(statement.object, Object::Resource(object) if !self.misleads(&text(object))) {
            return self.literal_type(statement, out);
        }
        self.begin(out);
        self.enter_graph(statement.graph, out);
        self.enter_subject(statement.subject, statement.predicate, out);
        self.enter_property(statement.predicate, out);
        self.push_object(statement.object, is_type, out);
        true
    }

    fn end(&mut self, out: &mut Vec<u8>) {
        self.begin(out);
        self.close_graph(out);
        out.extend_from_slice(b"\n  ]\n}\n");
    }
}

impl JsonLd {
    /// A type that `@type` cannot say: the property is written by its IRI, in an object of its own.
    fn literal_type(&mut self, statement: &Statement, out: &mut Vec<u8>) -> bool {
        self.begin(out);
        self.enter_graph(statement.graph, out);
        self.close_subject(out);
        self.enter_subject(statement.subject, statement.predicate, out);
        out.extend_from_slice(b",\n  ");
        write_string(rdf::TYPE, out);
        out.extend_from_slice(b": [");
        self.push_object(statement.object, false, out);
        out.push(b']');
        self.close_subject(out);
        true
    }
}

fn text(resource: Resource) -> String {
    match resource {
        Resource::Iri(iri) => iri.to_owned(),
        Resource::Blank(label) => format!("_:{label}"),
    }
}
