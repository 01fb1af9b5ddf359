//! Session metadata of Internet-governance forums: read, check, convert, publish.

pub mod artifact;
pub mod check;
pub mod cli;
pub mod diagnostic;
pub mod doc;
pub mod format;
pub mod input;
pub mod lookup;
pub mod model;
pub mod pipeline;
pub mod rdf;
pub mod schema;
pub mod shape;
pub mod source;
pub mod stream;
pub mod swar;
pub mod thesaurus;
pub mod vocab;
