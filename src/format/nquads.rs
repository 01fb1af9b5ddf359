//! N-Triples and N-Quads: a statement a line.

use crate::format::{Format, Write, rdf};
use crate::rdf::lines;

pub static NTRIPLES: Format = Format {
    name: "ntriples",
    about: "N-Triples: a statement a line",
    extensions: &["nt"],
    media_types: &["application/n-triples"],
    sniff: rdf::looks_like_ntriples,
    read: Some(rdf::ntriples),
    comments: Some(rdf::comments),
    write: Some(Write::Statements(lines::write)),
};

pub static FORMAT: Format = Format {
    name: "nquads",
    about: "N-Quads: a statement a line, with its graph",
    extensions: &["nq"],
    media_types: &["application/n-quads"],
    sniff: rdf::looks_like_nquads,
    read: Some(rdf::nquads),
    comments: Some(rdf::comments),
    write: Some(Write::Statements(lines::write)),
};
