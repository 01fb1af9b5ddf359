//! Session metadata of Internet-governance forums: read, check, convert, publish as Linked Data.
//!
//! The annotated types in [`model`] are the schema; [`shape`] is the one reading of them, which JSON Schema, JSON-LD
//! context, SHACL shapes, ontology, the readers and writers and the structural check share. Readers ([`mod@format`]) yield
//! spanned trees ([`doc`]), so that every finding ([`diagnostic`]) names its line and column. [`pipeline`] runs the work
//! on records, in parallel, streaming, in the order of the input.
//!
//! ```
//! use plenary::check::structure;
//! use plenary::diagnostic::Report;
//! use plenary::format::{Limits, json};
//! use plenary::source::Source;
//!
//! let source = Source::new("a.json", r#"{"type": "Session", "titel": "Opening"}"#);
//! let record = json::parse(source.text(), &Limits::default()).expect("this is JSON");
//! let mut report = Report::default();
//! assert!(structure::check(&record, &source, &mut report).is_none());
//! assert_eq!(report.findings[0].help.as_deref(), Some("did you mean \"title\"?"));
//! ```

pub mod address;
pub mod artifact;
pub mod check;
pub mod cli;
pub mod collection;
pub mod config;
pub mod diagnostic;
pub mod diff;
pub mod doc;
pub mod figures;
pub mod format;
pub mod halt;
pub mod harvest;
pub mod input;
pub mod link;
pub mod lookup;
pub mod lsp;
pub mod mend;
pub mod merge;
pub mod model;
pub mod pipeline;
pub mod publish;
#[cfg(feature = "serve")]
pub mod push;
pub mod rdf;
pub mod reconcile;
pub mod repair;
pub mod report;
pub mod schema;
#[cfg(feature = "serve")]
pub mod serve;
pub mod shacl;
pub mod shape;
pub mod source;
pub mod store;
pub mod stream;
pub mod suppress;
pub mod swar;
pub mod thesaurus;
pub mod vocab;
