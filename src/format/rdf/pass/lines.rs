//! N-Triples and N-Quads, in the canonical form of each term (RDFC-1.0, 5).

use super::{Object, Resource, Statement, Write};
use crate::rdf::lines::push_quoted;
use crate::vocab::xsd;

struct Lines {
    has_graphs: bool,
}

pub(super) fn triples() -> Box<dyn Write> {
    Box::new(Lines { has_graphs: false })
}

pub(super) fn quads() -> Box<dyn Write> {
    Box::new(Lines { has_graphs: true })
}

impl Write for Lines {
    fn statement(&mut self, statement: &Statement, out: &mut Vec<u8>) -> bool {
        push_resource(statement.subject, out);
        push_resource(Resource::Iri(statement.predicate), out);
        match statement.object {
            Object::Resource(resource) => push_resource(resource, out),
            Object::Literal(text, xsd::STRING) => {
                push_quoted(text, out);
                out.push(b' ');
            }
            Object::Literal(text, datatype) => {
                push_quoted(text, out);
                out.extend_from_slice(b"^^");
                push_resource(Resource::Iri(datatype), out);
            }
            Object::Tagged(text, tag) => {
                push_quoted(text, out);
                out.push(b'@');
                out.extend_from_slice(tag.as_bytes());
                out.push(b' ');
            }
        }
        if let Some(graph) = statement.graph.filter(|_| self.has_graphs) {
            push_resource(graph, out);
        }
        out.extend_from_slice(b".\n");
        true
    }
}

/// A resource and the blank behind it.
fn push_resource(resource: Resource, out: &mut Vec<u8>) {
    match resource {
        Resource::Iri(iri) => {
            out.push(b'<');
            out.extend_from_slice(iri.as_bytes());
            out.extend_from_slice(b"> ");
        }
        Resource::Blank(label) => {
            out.extend_from_slice(b"_:");
            out.extend_from_slice(label.as_bytes());
            out.push(b' ');
        }
    }
}
