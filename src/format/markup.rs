//! Events that a web page marks up for search engines: schema.org in JSON-LD blocks, microdata and `RDFa` Lite.
//!
//! All three make statements with places in the page, and these become records like any other RDF.

use std::sync::Arc;

use super::{Format, ReadOptions};
use crate::diagnostic::Report;
use crate::doc::Node;
use crate::format::feed::in_zone;
use crate::format::rdf::account;
use crate::format::rdf::statements::jsonld;
use crate::rdf::graph::{Statement, records};
use crate::source::Source;

mod attributes;
mod blocks;

pub static FORMAT: Format = Format {
    name: "html-events",
    about: "A web page with schema.org events in JSON-LD, microdata or RDFa",
    extensions: &[],
    media_types: &[],
    sniff: has_events,
    read: Some(read),
    statements: Some(statements),
    comments: None,
    write: None,
};

/// Whether a text is HTML that names schema.org and an event of it.
fn has_events(text: &str) -> bool {
    let is_html = text.trim_start().starts_with('<') && !text.trim_start().starts_with("<?xml");
    let marks = ["application/ld+json", "itemtype=", "typeof="];
    is_html && text.contains("schema.org") && text.contains("Event") && marks.iter().any(|mark| text.contains(mark))
}

fn read<'s>(source: &'s Arc<Source>, options: &ReadOptions, report: &mut Report) -> Vec<Node<'s>> {
    let statements = statements(source, options, report);
    let mut records = records(statements, source, report);
    account(&records, report);
    in_zone(&mut records, source, options, report);
    records
}

/// The statements of all markup of a page. Each block has blank nodes of its own.
fn statements(source: &Arc<Source>, options: &ReadOptions, report: &mut Report) -> Vec<Statement> {
    let mut all = attributes::statements(source.text(), options.base.as_deref());
    for (at, block) in blocks::blocks(source.text()).into_iter().enumerate() {
        let start = block.start;
        let mut read = jsonld(&source.alone(block), options, report);
        for statement in &mut read {
            statement.spans = statement.spans.shifted(start);
            blocks::keep_apart(statement, at);
        }
        all.append(&mut read);
    }
    all
}
