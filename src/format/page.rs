//! The forum session page, as plain text or HTML, read into one session.
//!
//! Text or HTML becomes blocks (`text`, `html`) whose words know where they stand; headings and labels open sections
//! (`section`); each block is read by the rules of its section (`session`). What cannot be used is told.

use std::sync::Arc;

use crate::diagnostic::Report;
use crate::doc::Node;
use crate::format::{Format, ReadOptions, Syntax};
use crate::source::{Source, Span};
use crate::thesaurus::fold::fold;

mod block;
mod html;
mod language;
mod lists;
mod marks;
mod person;
mod record;
mod section;
mod sentence;
mod session;
mod text;
mod time;
mod topics;
mod words;

pub static FORMAT: Format = Format {
    name: "page",
    about: "A session page of a forum as HTML or plain text: description, people, topics",
    extensions: &["html", "htm", "txt"],
    media_types: &["text/html", "text/plain"],
    sniff: |text| is_html(text) || is_page(text),
    read: Some(read),
    comments: None,
    write: None,
};

fn read<'s>(source: &'s Arc<Source>, _: &ReadOptions, report: &mut Report) -> Vec<Node<'s>> {
    let text = source.text();
    let is_html = is_html(text);
    let blocks = if is_html { html::blocks(text) } else { text::blocks(text) };
    let session = session::read(&blocks, is_html, source, report);
    if session.is_none() {
        report.push(Syntax::new(Span::default(), "there is nothing on this page").finding(source));
    }
    session.into_iter().collect()
}

/// Whether a text begins as HTML does, or has the tags of a fragment in its first lines.
fn is_html(text: &str) -> bool {
    const BEGINNINGS: &[&str] = &["<!doctype html", "<html", "<head", "<body", "<!--"];
    const TAGS: &[&str] =
        &["<div", "<p>", "<p ", "<h1", "<h2", "<h3", "<ul", "<ol", "<li", "<span", "<table", "<article", "<section"];
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let head: String = start.chars().take(16).collect::<String>().to_ascii_lowercase();
    BEGINNINGS.iter().chain(TAGS).any(|tag| head.starts_with(tag)) && !start.starts_with("<!DOCTYPE rdf")
}

/// Whether a plain text has two of the headings of session pages, or one and a list. Headings begin with a capital, as
/// the keys of YAML files do not.
fn is_page(text: &str) -> bool {
    const HEADINGS: &[&str] =
        &["related to", "focuses primarily on", "speakers", "panellists", "panelists", "wsis action lines"];
    let mut items = 0;
    let mut headings = 0;
    for block in text::blocks(text) {
        items = items.max(usize::from(block.is_item()));
        let label = block.text.split(':').next().unwrap_or_default();
        let label = fold(&label.chars().take(40).collect::<String>());
        let is_heading = label.starts_with("the moderator is") || HEADINGS.contains(&label.as_str());
        headings += usize::from(is_heading && block.text.starts_with(char::is_uppercase));
    }
    headings > 0 && items + headings > 1 && !text.starts_with("---") && !text.starts_with("+++")
}
