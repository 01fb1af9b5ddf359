//! Writes Atom (RFC 4287): an entry for each session, in the order in which they begin.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::diagnostic::Report;
use crate::doc::Node;
use crate::format::WriteOptions;
use crate::format::feed::moment_of;
use crate::format::programme::{Known, Lost, class_of, text, unpacked};
use crate::rdf::xml::escape;

const ENTRY: &[&str] = &[
    "type",
    "id",
    "title",
    "abstract",
    "description",
    "url",
    "modified",
    "start",
    "end",
    "place",
    "participations",
    "edition",
    "source",
];
const PARTICIPATION: &[&str] = &["type", "id", "agent", "order"];

pub(super) fn write(records: &[Node], options: &WriteOptions, out: &mut Vec<u8>, report: &mut Report) {
    let known = Known::new(records);
    let mut lost = Lost::new("atom");
    let mut entries = BTreeMap::new();
    let mut feed = None;
    for record in unpacked(records) {
        match class_of(record).name.as_str() {
            "Session" => {
                feed = feed.or_else(|| known.of(record, "edition"));
                let id = record.text("id").unwrap_or_default();
                let start = record.text("start").and_then(moment_of).map(|(at, _)| at);
                entries.insert((start, id), entry(record, &known, options, &mut lost));
            }
            "Dataset" | "Edition" | "Person" | "Organization" | "Place" | "Concept" => {}
            _ => lost.record(record, "a feed has no place for it"),
        }
    }
    let title = feed.and_then(|edition| text(edition.get("name")?)).unwrap_or("Sessions");
    let first = entries.keys().next().map_or("urn:plenary:sessions", |(_, id)| *id);
    let id = feed.and_then(|edition| edition.text("id")).unwrap_or(first);
    let newest = entries.values().map(|(updated, _)| updated.as_str()).max().unwrap_or("1970-01-01T00:00:00Z");
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:ev=\"http://purl.org/rss/1.0/modules/event/\">\n",
    );
    leaf("id", id, 1, &mut xml);
    leaf("title", title, 1, &mut xml);
    leaf("updated", newest, 1, &mut xml);
    leaf("generator", "plenary", 1, &mut xml);
    // The author of all entries (4.1.1): those who take part in a session did not write of it.
    let _ = writeln!(xml, "  <author><name>{}</name></author>", escape(title, false));
    for (_, entry) in entries.values() {
        xml.push_str(entry);
    }
    xml.push_str("</feed>\n");
    out.extend_from_slice(xml.as_bytes());
    lost.tell(report);
}

/// When an entry was updated, and the entry.
fn entry<'n>(session: &'n Node<'n>, known: &'n Known<'n>, options: &WriteOptions, lost: &mut Lost) -> (String, String) {
    lost.fields(session, ENTRY);
    let mut xml = String::from("  <entry>\n");
    leaf("id", session.text("id").unwrap_or_default(), 2, &mut xml);
    leaf("title", session.get("title").and_then(text).unwrap_or_default(), 2, &mut xml);
    let updated = updated(session, known, options);
    leaf("updated", &updated, 2, &mut xml);
    if let Some(url) = session.text("url") {
        let _ = writeln!(xml, "    <link href=\"{}\"/>", escape(url, true));
    }
    for name in people(session, known, lost) {
        let _ = writeln!(xml, "    <contributor><name>{}</name></contributor>", escape(name, false));
    }
    for (key, name) in [("start", "ev:startdate"), ("end", "ev:enddate")] {
        if let Some(moment) = session.text(key) {
            leaf(name, moment, 2, &mut xml);
        }
    }
    if let Some(place) = known.of(session, "place").and_then(|place| text(place.get("name")?)) {
        leaf("ev:location", place, 2, &mut xml);
    }
    if let Some(summary) = ["description", "abstract"].iter().find_map(|key| session.get(key).and_then(text)) {
        leaf("summary", summary, 2, &mut xml);
    }
    xml.push_str("  </entry>\n");
    (updated, xml)
}

fn people<'n>(session: &'n Node<'n>, known: &'n Known<'n>, lost: &mut Lost) -> Vec<&'n str> {
    let participations = session.get("participations").map_or(&[][..], Node::items).iter();
    let mut names = Vec::new();
    for participation in participations.filter_map(|one| known.resolve(one)) {
        lost.fields(participation, PARTICIPATION);
        names.extend(known.of(participation, "agent").and_then(|agent| text(agent.get("name")?)));
    }
    names
}

/// When the session was modified, else when its source was retrieved, else what the build says; never the clock.
fn updated<'n>(session: &'n Node<'n>, known: &'n Known<'n>, options: &WriteOptions) -> String {
    let retrieved = || known.of(session, "source").and_then(|source| source.text("retrieved"));
    let told = session.text("modified").or_else(retrieved).map(str::to_owned);
    told.unwrap_or_else(|| {
        jiff::Timestamp::from_second(options.epoch).unwrap_or(jiff::Timestamp::UNIX_EPOCH).to_string()
    })
}

fn leaf(name: &str, value: &str, depth: usize, xml: &mut String) {
    let _ = writeln!(xml, "{:1$}<{name}>{2}</{name}>", "", depth * 2, escape(value, false));
}
