//! Calendars, news feeds and schedules beside pages: of each event, and of each forum, track and person.

use std::collections::HashSet;

use super::Site;
use super::page::File;
use super::view;
use crate::diagnostic::Report;
use crate::doc::{Node, Value};
use crate::format::{Format, Write, WriteOptions, frab, ics, syndication};
use crate::shape::{Kind, shape};

/// A file that programs subscribe to, beside a page.
#[derive(Debug)]
struct Feed {
    /// The string of the interface that names it.
    key: &'static str,
    ending: &'static str,
    media_type: &'static str,
    format: &'static Format,
    /// The classes whose pages have it.
    of: &'static [&'static str],
}

const FOLLOWED: &[&str] = &["Edition", "Forum", "Concept", "Person"];

static FEEDS: [Feed; 3] = [
    Feed { key: "calendar", ending: "ics", media_type: "text/calendar", format: &ics::FORMAT, of: FOLLOWED },
    Feed {
        key: "feed",
        ending: "atom",
        media_type: "application/atom+xml",
        format: &syndication::FORMAT,
        of: FOLLOWED,
    },
    Feed {
        key: "schedule_xml",
        ending: "schedule.xml",
        media_type: "application/xml",
        format: &frab::FORMAT,
        of: &["Edition"],
    },
];

/// Links to the feeds of a record's page.
pub(super) fn links(site: &Site, at: usize) -> Vec<serde_json::Value> {
    let (class, path) = (site.collection.records()[at].class_name(), site.paths.of(at));
    if site.back.sessions(at).is_empty() {
        return Vec::new();
    }
    let fits = FEEDS.iter().filter(|feed| feed.of.contains(&class));
    fits.map(
        |feed| serde_json::json!({"key": feed.key, "href": format!("{path}.{}", feed.ending), "type": feed.media_type}),
    )
    .collect()
}

/// The feeds of a record.
pub(super) fn files(site: &Site, at: usize) -> Vec<File> {
    let class = site.collection.records()[at].class_name();
    let feeds: Vec<&Feed> = FEEDS.iter().filter(|feed| feed.of.contains(&class)).collect();
    let sessions = site.back.sessions(at);
    if feeds.is_empty() || sessions.is_empty() {
        return Vec::new();
    }
    let nodes = nodes(site, view::in_time(site, sessions));
    feeds.iter().map(|feed| (format!("{}.{}", site.paths.of(at), feed.ending), written(feed.format, &nodes))).collect()
}

fn written(format: &Format, nodes: &[Node]) -> Vec<u8> {
    let mut out = Vec::new();
    // What a feed has no place for stands in the data beside it.
    if let Some(Write::Graph(write)) = &format.write {
        write(nodes, &WriteOptions::default(), &mut out, &mut Report::default());
    }
    out
}

/// Sessions, and the records that they name, as feeds need them.
fn nodes<'s>(site: &'s Site, sessions: Vec<usize>) -> Vec<Node<'s>> {
    let mut known: HashSet<usize> = HashSet::new();
    let mut nodes = Vec::new();
    for at in sessions {
        let record = site.facts.sessions[at].record;
        known.insert(record);
        let mut node = site.collection.records()[record].node();
        if node.get("url").is_none() {
            let page = format!("{}{}.html", site.options.address, site.paths.of(record));
            node.set("url", Node::string(page, node.span));
        }
        nodes.push(node);
    }
    let mut from = 0;
    while from < nodes.len() {
        let mut next = Vec::new();
        nodes[from..].iter().for_each(|node| named(site, node, &mut known, &mut next));
        from = nodes.len();
        nodes.append(&mut next);
    }
    nodes
}

/// Adds the records that a node names, but for other sessions and their surroundings.
fn named<'s>(site: &'s Site, node: &Node, known: &mut HashSet<usize>, found: &mut Vec<Node<'s>>) {
    let Some(class) = node.text("type").and_then(|name| shape().class(name)) else { return };
    for member in node.as_object().unwrap_or_default() {
        let is_reference = |kind: &Kind| matches!(kind, Kind::Ref(_));
        if member.key == "partOf" || !shape()[class].field(&member.key).is_some_and(|field| is_reference(&field.kind)) {
            continue;
        }
        for item in member.node.items() {
            match &item.value {
                Value::Object(_) => named(site, item, known, found),
                _ => {
                    let new = site.collection.named(item).filter(|at| known.insert(*at));
                    found.extend(new.map(|at| site.collection.records()[at].node()));
                }
            }
        }
    }
}
