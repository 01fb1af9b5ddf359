//! The syntaxes of RDF, read into statements with their places.

pub use super::jsonld::statements as jsonld;
pub use super::rdfxml::rdfxml;
pub use super::turtle::{nquads, ntriples, trig, turtle};
