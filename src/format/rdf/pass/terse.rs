//! Turtle and `TriG`: statements of one subject that follow each other stand in one block, each on its own line.

use super::{Object, Resource, Statement, Write};
use crate::rdf::lines::push_quoted;
use crate::rdf::terse::{Prefixes, push_prefix};
use crate::vocab::{rdf, xsd};

pub(super) fn turtle() -> Box<dyn Write> {
    Box::new(Terse::default())
}

pub(super) fn trig() -> Box<dyn Write> {
    Box::new(Terse { has_graphs: true, ..Terse::default() })
}

#[derive(Default)]
struct Terse {
    has_graphs: bool,
    prefixes: Prefixes,
    /// The graph and the subject whose blocks are open, as they were written; empty for none.
    graph: Vec<u8>,
    subject: Vec<u8>,
    /// What the next block is set apart from: nothing, prefixes or another block.
    begun: bool,
    spare: Vec<u8>,
}

impl Terse {
    fn indent(&self) -> &'static [u8] {
        if self.graph.is_empty() { b"" } else { b"    " }
    }

    fn close_subject(&mut self, out: &mut Vec<u8>) {
        if !self.subject.is_empty() {
            out.extend_from_slice(self.indent());
            out.extend_from_slice(b"    .\n");
            self.subject.clear();
        }
    }

    fn close_graph(&mut self, out: &mut Vec<u8>) {
        self.close_subject(out);
        if !self.graph.is_empty() {
            out.extend_from_slice(b"}\n");
            self.graph.clear();
        }
    }

    /// A blank line before a block, but for the first thing of all.
    fn space(&mut self, out: &mut Vec<u8>) {
        if std::mem::replace(&mut self.begun, true) {
            out.push(b'\n');
        }
    }

    fn push_resource(&self, resource: Resource, out: &mut Vec<u8>) {
        match resource {
            Resource::Iri(iri) => self.prefixes.push_iri(iri, out),
            Resource::Blank(label) => {
                out.extend_from_slice(b"_:");
                out.extend_from_slice(label.as_bytes());
            }
        }
    }

    fn push_object(&self, object: Object, out: &mut Vec<u8>) {
        match object {
            Object::Resource(resource) => self.push_resource(resource, out),
            Object::Literal(text, xsd::STRING) => push_quoted(text, out),
            Object::Literal(text, xsd::INTEGER) if is_integer(text) => out.extend_from_slice(text.as_bytes()),
            Object::Literal(text @ ("true" | "false"), xsd::BOOLEAN) => out.extend_from_slice(text.as_bytes()),
            Object::Literal(text, datatype) => self.prefixes.push_typed(text, datatype, out),
            Object::Tagged(text, tag) => {
                push_quoted(text, out);
                out.push(b'@');
                out.extend_from_slice(tag.as_bytes());
            }
        }
    }

    /// Opens the block of a graph; empty for the default one.
    fn enter_graph(&mut self, graph: Option<Resource>, out: &mut Vec<u8>) {
        let mut name = std::mem::take(&mut self.spare);
        name.clear();
        if let Some(graph) = graph.filter(|_| self.has_graphs) {
            self.push_resource(graph, &mut name);
        }
        if name != self.graph {
            self.close_graph(out);
            self.graph.clone_from(&name);
            if !name.is_empty() {
                self.space(out);
                out.extend_from_slice(&name);
                out.extend_from_slice(b" {\n");
                self.begun = false;
            }
        }
        self.spare = name;
    }

    /// Opens the block of a subject.
    fn enter_subject(&mut self, subject: Resource, out: &mut Vec<u8>) {
        let mut name = std::mem::take(&mut self.spare);
        name.clear();
        self.push_resource(subject, &mut name);
        if name == self.subject {
            out.extend_from_slice(self.indent());
            out.extend_from_slice(b"    ");
        } else {
            self.close_subject(out);
            self.space(out);
            out.extend_from_slice(self.indent());
            out.extend_from_slice(&name);
            out.push(b' ');
            self.subject.clone_from(&name);
        }
        self.spare = name;
    }
}

impl Write for Terse {
    fn prefix(&mut self, name: &str, namespace: &str, out: &mut Vec<u8>) {
        if is_prefix(name) && self.prefixes.declare(name, namespace) {
            if !self.subject.is_empty() || !self.graph.is_empty() {
                self.close_graph(out);
                out.push(b'\n');
            }
            self.begun = true;
            push_prefix(name, namespace, out);
        }
    }

    fn statement(&mut self, statement: &Statement, out: &mut Vec<u8>) -> bool {
        self.enter_graph(statement.graph, out);
        self.enter_subject(statement.subject, out);
        match statement.predicate {
            rdf::TYPE => out.push(b'a'),
            predicate => self.prefixes.push_iri(predicate, out),
        }
        out.push(b' ');
        self.push_object(statement.object, out);
        out.extend_from_slice(b" ;\n");
        true
    }

    fn end(&mut self, out: &mut Vec<u8>) {
        self.close_graph(out);
    }
}

/// Whether Turtle's short form of an integer keeps the text as it is.
fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// The part of `PN_PREFIX` (Turtle 1.1, 6.5) that is ASCII. The terms of a JSON-LD context may be called anything.
fn is_prefix(name: &str) -> bool {
    name.chars().next().is_none_or(|first| first.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
}
