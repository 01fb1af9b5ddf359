//! Atom and RSS: entries that say when something takes place are sessions, others are news and left out.
//!
//! Neither has times of events of its own. They are in modules: `ev:startdate` of RSS events, `xCal`, and `gd:when`.

use std::sync::Arc;

use super::feed::{Import, Item, Link, Programme, Someone, When, Words, is_web};
use super::xml::{self, Element, Text};
use super::{Format, ReadOptions, Write};
use crate::diagnostic::Report;
use crate::doc::Node;
use crate::source::Source;

mod write;

pub static FORMAT: Format = Format {
    name: "atom",
    about: "Atom: an entry for each session; read with RSS, where entries say when something takes place",
    extensions: &["atom", "rss"],
    media_types: &["application/atom+xml", "application/rss+xml"],
    sniff: is_feed,
    read: Some(read),
    statements: None,
    comments: None,
    write: Some(Write::Graph(write::write)),
};

/// Whether the outermost element is that of Atom or RSS.
fn is_feed(text: &str) -> bool {
    let mut rest = text.trim_start();
    while let Some(after) = rest.strip_prefix("<?").or_else(|| rest.strip_prefix("<!")) {
        let close = if rest.starts_with("<!--") { "-->" } else { ">" };
        rest = after.split_once(close).map_or("", |(_, rest)| rest).trim_start();
    }
    // RSS 1.0 is RDF, and stays that where it does not say when something takes place.
    let is_rdf = rest.starts_with("<rdf:RDF") && rest.contains("//purl.org/rss/1.0/\"");
    if is_rdf && rest.contains("//purl.org/rss/1.0/modules/event/") {
        return true;
    }
    ["<feed", "<rss", "<atom:feed"]
        .iter()
        .any(|name| rest.strip_prefix(name).is_some_and(|rest| rest.starts_with([' ', '>', '\n', '\r', '\t'])))
}

fn read<'s>(source: &'s Arc<Source>, options: &ReadOptions, report: &mut Report) -> Vec<Node<'s>> {
    let Some(root) = xml::parse(source, &options.limits, report) else { return Vec::new() };
    let channel = root.child("channel").unwrap_or(&root);
    let programme = Programme {
        name: channel.text_of("title").and_then(words),
        url: address(channel).filter(|url| is_web(&url.text)),
        span: channel.head(),
        ..Programme::default()
    };
    let mut import = Import::new(source, &programme, options, report);
    // In RSS 1.0 the items stand beside the channel.
    let beside = if root.name == "RDF" { &root.children[..] } else { &[] };
    let entries = channel.children.iter().chain(beside).filter(|child| matches!(child.name, "item" | "entry"));
    let sessions = entries.filter_map(|entry| session(entry, &mut import)).collect();
    import.finish();
    sessions
}

fn words<'s>(text: &Text<'s>) -> Option<Words<'s>> {
    Words::new(text.text.clone(), text.span)
}

/// The address of a channel or entry: `href` of the link that is no other, else the text of a link.
fn address<'s>(element: &Element<'s>) -> Option<Words<'s>> {
    let is_own = |link: &&Element| link.attribute("rel").is_none_or(|rel| rel.text == "alternate");
    let link = element.children("link").find(is_own)?;
    link.attribute("href").or(link.text.as_ref()).and_then(words)
}

/// What an entry says that is in the session, or about the entry itself.
const SAID: &[&str] = &[
    "id",
    "guid",
    "title",
    "link",
    "summary",
    "description",
    "content",
    "encoded",
    "category",
    "updated",
    "published",
    "pubDate",
    "startdate",
    "enddate",
    "dtstart",
    "dtend",
    "when",
    "location",
    "where",
    "contributor",
    "enclosure",
    "date",
];

fn session<'s>(entry: &Element<'s>, import: &mut Import<'s, '_>) -> Option<Node<'s>> {
    let text = |names: &[&str]| names.iter().find_map(|name| entry.text_of(name).and_then(words));
    let when = entry.child("when");
    let of_when = |name| when.and_then(|when| when.attribute(name)).and_then(words);
    let start = text(&["startdate", "dtstart"]).or_else(|| of_when("startTime"));
    let Some(start) = start else {
        let source = import.source();
        import.report().leave("entry", source, entry.head(), "it does not say when something takes place");
        return None;
    };
    let end = text(&["enddate", "dtend"]).or_else(|| of_when("endTime"));
    let place = entry.child("where").and_then(|place| place.attribute("valueString")).and_then(words);
    for child in entry.children.iter().filter(|child| !SAID.contains(&child.name)) {
        let inner = child.children.first().and_then(|inner| inner.text.as_ref());
        if let Some(words) = child.text.as_ref().or(inner).and_then(words) {
            import.lose("event", child.name, &words);
        }
    }
    let item = Item {
        span: entry.span,
        guid: text(&["id", "guid"]).or_else(|| entry.attribute("about").and_then(words)).or_else(|| address(entry)),
        title: text(&["title"]),
        description: text(&["encoded", "content", "summary", "description"]),
        start: moment(&start, import),
        end: end.and_then(|end| moment(&end, import)),
        room: text(&["location"]).or(place),
        people: entry.children("contributor").filter_map(participant).collect(),
        links: enclosures(entry),
        url: address(entry).filter(|url| is_web(&url.text)),
        keywords: entry
            .children("category")
            .filter_map(|category| category.attribute("term").or(category.text.as_ref()).and_then(words))
            .collect(),
        // The beginning of time stands for none.
        modified: text(&["updated"])
            .filter(|words| !words.text.starts_with("1970-01-01"))
            .and_then(|words| When::read(&words)),
        ..Item::default()
    };
    Some(import.session(&item))
}

/// Somebody who takes part.
fn participant<'s>(contributor: &Element<'s>) -> Option<Someone<'s>> {
    let name = contributor.text_of("name").or(contributor.text.as_ref()).and_then(words)?;
    let role = Words::new("participant".into(), name.span);
    Some(Someone { span: contributor.span, role, ..Someone::named(name) })
}

fn moment<'s>(words: &Words<'s>, import: &mut Import<'s, '_>) -> Option<When<'s>> {
    let when = When::read(words);
    if when.is_none() {
        import.unread(words, "is no date and time");
    }
    when
}

/// Files that an entry encloses.
fn enclosures<'s>(entry: &Element<'s>) -> Vec<Link<'s>> {
    let of_rss = entry.children("enclosure").filter_map(|element| Some((element, element.attribute("url")?)));
    let is_enclosure = |link: &&Element| link.attribute("rel").is_some_and(|rel| rel.text == "enclosure");
    let of_atom =
        entry.children("link").filter(is_enclosure).filter_map(|element| Some((element, element.attribute("href")?)));
    let links = of_rss.chain(of_atom).filter_map(|(element, url)| {
        let title = element.attribute("title").and_then(words);
        Some(Link { span: element.span, kind: None, is_file: true, url: words(url)?, title })
    });
    links.collect()
}
