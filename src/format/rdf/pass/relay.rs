//! Hands the parsers' statements on.

use std::borrow::Cow;

use oxrdf::{GraphName, NamedOrBlankNode, Quad, Term};

use super::{Labels, Object, Resource, Statement, Take};
use crate::vocab::xsd;

/// Turns the parsers' statements into ours, with labels of our own and language tags as they were written.
#[derive(Debug)]
pub struct Relay {
    labels: Labels,
}

impl Relay {
    #[must_use]
    pub fn new(labels: Labels) -> Self {
        Self { labels }
    }

    /// `tag` is the language as it was written, where that is known; the parsers make it lower case.
    pub fn tell(&mut self, quad: &Quad, tag: Option<&str>, take: &mut dyn Take) {
        let subject = match &quad.subject {
            NamedOrBlankNode::NamedNode(iri) => Named::Iri(iri.as_str()),
            NamedOrBlankNode::BlankNode(node) => self.blank(node.as_str()),
        };
        let graph = match &quad.graph_name {
            GraphName::DefaultGraph => None,
            GraphName::NamedNode(iri) => Some(Named::Iri(iri.as_str())),
            GraphName::BlankNode(node) => Some(self.blank(node.as_str())),
        };
        let target = match &quad.object {
            Term::NamedNode(iri) => Some(Named::Iri(iri.as_str())),
            Term::BlankNode(node) => Some(self.blank(node.as_str())),
            Term::Literal(_) => None,
        };
        let object = match (&quad.object, &target) {
            (Term::Literal(literal), _) => match literal.language() {
                Some(language) => Object::Tagged(literal.value(), tag.unwrap_or(language)),
                None => Object::Literal(literal.value(), datatype(literal)),
            },
            (_, Some(target)) => Object::Resource(target.resource()),
            (_, None) => return,
        };
        take.statement(&Statement {
            subject: subject.resource(),
            predicate: quad.predicate.as_str(),
            object,
            graph: graph.as_ref().map(Named::resource),
        });
    }

    fn blank<'q>(&mut self, label: &'q str) -> Named<'q> {
        Named::Blank(match self.labels.name(label) {
            Cow::Borrowed(same) if same == label => Cow::Borrowed(label),
            other => Cow::Owned(other.into_owned()),
        })
    }
}

/// A resource with a label that may have been made for it.
enum Named<'q> {
    Iri(&'q str),
    Blank(Cow<'q, str>),
}

impl Named<'_> {
    fn resource(&self) -> Resource<'_> {
        match self {
            Named::Iri(iri) => Resource::Iri(iri),
            Named::Blank(label) => Resource::Blank(label),
        }
    }
}

fn datatype(literal: &oxrdf::Literal) -> &str {
    let datatype = literal.datatype().as_str();
    if datatype == xsd::STRING { xsd::STRING } else { datatype }
}
