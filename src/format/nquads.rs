//! N-Triples and N-Quads: a statement a line.

use crate::format::{Format, Write};
use crate::rdf::lines;

pub static NTRIPLES: Format = Format {
    name: "ntriples",
    about: "N-Triples: a statement a line",
    extensions: &["nt"],
    media_types: &["application/n-triples"],
    sniff: |_| false,
    read: None,
    write: Some(Write::Statements(lines::write)),
};

pub static FORMAT: Format = Format {
    name: "nquads",
    about: "N-Quads: a statement a line, with its graph",
    extensions: &["nq"],
    media_types: &["application/n-quads"],
    sniff: |_| false,
    read: None,
    write: Some(Write::Statements(lines::write)),
};
