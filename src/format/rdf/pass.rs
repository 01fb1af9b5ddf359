//! RDF as it is: statements out of any syntax into any other, without the model.
//!
//! What is kept: graphs, blank nodes, lexical forms, the case of language tags, and prefixes where there is room for them.
//! Blank nodes without a label get one by the order in which they are read.

use oxrdf::{Quad, Term};

use crate::format::{Format, ReadOptions, Syntax};

mod jsonld;
mod labels;
mod lines;
mod pieces;
mod relay;
mod terse;
mod whole;
mod xml;

pub use labels::Labels;
pub use relay::Relay;

/// An IRI, or a blank node by its label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resource<'s> {
    Iri(&'s str),
    Blank(&'s str),
}

/// What a statement says of its subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Object<'s> {
    Resource(Resource<'s>),
    /// A text and its datatype.
    Literal(&'s str, &'s str),
    /// A text and its language.
    Tagged(&'s str, &'s str),
}

/// A statement, in a named graph or in the default one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Statement<'s> {
    pub subject: Resource<'s>,
    pub predicate: &'s str,
    pub object: Object<'s>,
    pub graph: Option<Resource<'s>>,
}

/// Takes what is read.
pub trait Take {
    /// A prefix was declared; whatever the target does with it.
    fn prefix(&mut self, name: &str, namespace: &str);
    fn statement(&mut self, statement: &Statement);
    /// Whether prefixes are of use, so that looking for them is worth the time.
    fn wants_prefixes(&self) -> bool;
}

/// Reads a text that comes in pieces, each of whole lines.
pub trait Pieces {
    /// Reads the next piece. Faults have their places in it; false after one that nothing can be read behind.
    fn feed(&mut self, piece: &[u8], take: &mut dyn Take, faults: &mut Vec<Syntax>) -> bool;
    /// Reads what is left at the end of the text. Faults have their places in the last piece.
    fn end(&mut self, take: &mut dyn Take, faults: &mut Vec<Syntax>);
}

/// Writes statements as they come.
pub trait Write: Send {
    /// Declares a prefix for the statements to come.
    fn prefix(&mut self, _name: &str, _namespace: &str, _out: &mut Vec<u8>) {}
    /// False where the syntax has no form for the statement; then nothing is written.
    fn statement(&mut self, statement: &Statement, out: &mut Vec<u8>) -> bool;
    /// The end of the output.
    fn end(&mut self, _out: &mut Vec<u8>) {}
}

/// A reader, or why there is none: the base IRI is not one.
pub type Opened = Result<Box<dyn Pieces>, Syntax>;

/// How a syntax is read.
#[derive(Debug)]
pub enum Reading {
    /// Piece by piece, so that the size of the text does not matter.
    Pieces(fn(&ReadOptions, Relay) -> Opened),
    /// As a whole.
    Whole(fn(&str, &ReadOptions, Relay, &mut dyn Take) -> Result<(), Syntax>),
}

/// A syntax of RDF, for statements as they are.
#[derive(Debug)]
pub struct Notation {
    /// The name of the format.
    pub name: &'static str,
    /// Whether it can hold named graphs.
    pub has_graphs: bool,
    /// Whether it shortens IRIs.
    pub has_prefixes: bool,
    /// Whether it can name this label of a blank node.
    pub has_label: fn(&str) -> bool,
    pub read: Reading,
    pub write: fn() -> Box<dyn Write>,
}

/// Every syntax of RDF.
pub static NOTATIONS: &[Notation] = &[
    Notation {
        name: "ntriples",
        has_graphs: false,
        has_prefixes: false,
        has_label: labels::is_plain,
        read: Reading::Pieces(pieces::ntriples),
        write: lines::triples,
    },
    Notation {
        name: "nquads",
        has_graphs: true,
        has_prefixes: false,
        has_label: labels::is_plain,
        read: Reading::Pieces(pieces::nquads),
        write: lines::quads,
    },
    Notation {
        name: "turtle",
        has_graphs: false,
        has_prefixes: true,
        has_label: labels::is_plain,
        read: Reading::Pieces(pieces::turtle),
        write: terse::turtle,
    },
    Notation {
        name: "trig",
        has_graphs: true,
        has_prefixes: true,
        has_label: labels::is_plain,
        read: Reading::Pieces(pieces::trig),
        write: terse::trig,
    },
    Notation {
        name: "rdfxml",
        has_graphs: false,
        has_prefixes: true,
        has_label: xml::is_name,
        read: Reading::Whole(whole::rdfxml),
        write: xml::rdfxml,
    },
    Notation {
        name: "jsonld",
        has_graphs: true,
        has_prefixes: true,
        has_label: labels::is_plain,
        read: Reading::Whole(whole::jsonld),
        write: jsonld::jsonld,
    },
];

/// The syntax of RDF that a format is, if it is one.
#[must_use]
pub fn notation(format: &Format) -> Option<&'static Notation> {
    NOTATIONS.iter().find(|notation| notation.name == format.name)
}

/// The language of a statement's text, in lower case.
fn language(quad: &Quad) -> Option<&str> {
    match &quad.object {
        Term::Literal(literal) => literal.language(),
        _ => None,
    }
}
