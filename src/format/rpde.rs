//! Pages of an `OpenActive` feed (Realtime Paged Data Exchange 1.0): items of sessions that were updated or deleted.
//!
//! What an item says is JSON-LD of schema.org and `OpenActive`, read as such at its place in the page, and written by the
//! view that web pages get.

use std::collections::HashMap;
use std::sync::Arc;

use super::feed::in_zone;
use super::{Format, ReadOptions, Write, json};
use crate::diagnostic::{Diagnostic, Fate, Report, Severity};
use crate::doc::{Node, Value};
use crate::format::rdf::account;
use crate::format::rdf::statements::jsonld;
use crate::rdf::graph::records;
use crate::source::Source;

mod previous;
mod write;

pub static FORMAT: Format = Format {
    name: "rpde",
    about: "A page of an OpenActive feed (RPDE): sessions that were updated or deleted",
    extensions: &[],
    media_types: &["application/vnd.openactive.rpde+json"],
    sniff: is_page,
    read: Some(read),
    statements: None,
    comments: None,
    write: Some(Write::Graph(write::write)),
};

/// Whether a text is an object with what each page has.
fn is_page(text: &str) -> bool {
    let has = |key: &str| text.contains(&format!("\"{key}\""));
    text.trim_start().starts_with('{') && has("items") && has("state") && (has("next") || has("modified"))
}

fn read<'s>(source: &'s Arc<Source>, options: &ReadOptions, report: &mut Report) -> Vec<Node<'s>> {
    let page = match json::parse(source.text(), &options.limits) {
        Ok(page) => page,
        Err(fault) => {
            report.push(fault.finding(source));
            return Vec::new();
        }
    };
    let mut all = Vec::new();
    for item in page.get("items").map_or(&[][..], Node::items) {
        all.extend(read_item(item, source, options, report));
    }
    in_zone(&mut all, source, options, report);
    all
}

fn read_item<'s>(
    item: &Node<'s>,
    source: &'s Arc<Source>,
    options: &ReadOptions,
    report: &mut Report,
) -> Vec<Node<'s>> {
    if item.text("state") == Some("deleted") {
        report.leave("item", source, item.head(), "its publisher took it back");
        return Vec::new();
    }
    let Some(data) = item.get("data").filter(|data| matches!(data.value, Value::Object(_))) else {
        report.leave("item", source, item.head(), "it has no data");
        return Vec::new();
    };
    let part = data.span.range();
    let mut statements = jsonld(&source.alone(part.clone()), options, report);
    for statement in &mut statements {
        statement.spans = statement.spans.shifted(part.start);
    }
    let mut read = records(statements, source, report);
    inherit(&mut read, source, report);
    if read.is_empty() {
        report.leave("item", source, item.head(), "it holds no session");
    } else {
        report.account.add("item", Fate::Part);
    }
    account(&read, report);
    read
}

/// Sessions of a series that do not say what they are called are called as the series is.
fn inherit<'s>(records: &mut [Node<'s>], source: &'s Arc<Source>, report: &mut Report) {
    let name = |record: &Node<'s>| record.get("title").or_else(|| record.get("name")).cloned();
    let called = |record: &Node<'s>| Some((record.text("id")?.to_owned(), name(record)?));
    let mut titles = HashMap::new();
    for record in records.iter() {
        let inside = ["partOf", "edition"].iter().filter_map(|key| record.get(key));
        titles.extend(inside.chain([record]).filter_map(called));
    }
    let is_nameless = |record: &&mut Node<'s>| record.text("type") == Some("Session") && record.get("title").is_none();
    for record in records.iter_mut().filter(is_nameless) {
        let whole = record.get("partOf").or_else(|| record.get("edition"));
        let series = whole.and_then(|whole| whole.as_str().or_else(|| whole.text("id")));
        let own = whole.filter(|whole| whole.as_object().is_some()).and_then(name);
        let title = own.or_else(|| titles.get(series?).cloned());
        if let Some(title) = title {
            let message = "a session of a series was called as the series is";
            let finding = Diagnostic::new("import/inferred", Severity::Note, source, record.head(), message);
            report.push(finding.help("give the session a name of its own"));
            record.set("title", title);
        }
    }
}
