//! Writes sessions as a calendar that others can subscribe to (RFC 5545).
//!
//! Nothing in it depends on the clock: an entry's time stamp is when its session was modified, else when its source was
//! retrieved, else that of the build (`SOURCE_DATE_EPOCH`), else the beginning of 1970. There is no METHOD, so that programs
//! take it as a calendar and not as an invitation, and nobody's address is in it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use jiff::Timestamp;
use jiff::tz::Offset;

use super::previous::{Previous, Print};
use super::timezone;
use crate::diagnostic::Report;
use crate::doc::Node;
use crate::format::WriteOptions;
use crate::format::feed;
use crate::format::programme::{Known, Lost, class_of, text, unpacked};

const EVENT: &[&str] = &[
    "type",
    "id",
    "identifier",
    "title",
    "abstract",
    "description",
    "edition",
    "eventStatus",
    "start",
    "end",
    "duration",
    "timeZone",
    "place",
    "participations",
    "organizers",
    "keywords",
    "url",
    "modified",
    "source",
    "track",
];
const PARTICIPATION: &[&str] = &["type", "id", "agent", "role", "status", "order"];

pub(super) fn write(records: &[Node], options: &WriteOptions, out: &mut Vec<u8>, report: &mut Report) {
    let known = Known::new(records);
    let mut lost = Lost::new("ics");
    let previous = options.previous.as_ref().map(Previous::read).unwrap_or_default();
    let mut calendar = Calendar {
        known: &known,
        lost: &mut lost,
        previous,
        epoch: options.epoch,
        zones: BTreeMap::new(),
        uids: BTreeSet::new(),
    };
    let mut events = BTreeMap::new();
    let mut editions = BTreeSet::new();
    for record in unpacked(records) {
        match class_of(record).name.as_str() {
            "Session" => {
                let edition = known.of(record, "edition").and_then(|edition| text(edition.get("name")?));
                editions.extend(edition);
                if let Some((key, event)) = calendar.event(record) {
                    events.insert(key, event);
                }
            }
            "Dataset" | "Edition" | "Person" | "Organization" | "Place" | "Concept" => {}
            _ => calendar.lost.record(record, "a calendar has no place for it"),
        }
    }
    let mut text = String::new();
    let mut head = Lines(&mut text);
    head.raw("BEGIN", "VCALENDAR");
    head.raw("VERSION", "2.0");
    head.raw("PRODID", "-//plenary//plenary//EN");
    head.raw("CALSCALE", "GREGORIAN");
    if let (Some(name), 1) = (editions.iter().next(), editions.len()) {
        head.text("X-WR-CALNAME", name);
    }
    for (name, (first, last)) in &calendar.zones {
        timezone::write(name, *first, *last, &mut head);
    }
    for event in events.values() {
        head.0.push_str(event);
    }
    head.raw("END", "VCALENDAR");
    out.extend_from_slice(text.as_bytes());
    lost.tell(report);
}

struct Calendar<'n, 'l> {
    known: &'n Known<'n>,
    lost: &'l mut Lost,
    previous: Previous,
    /// Seconds since 1970 for entries that nothing dates.
    epoch: i64,
    /// The zones of the entries, and the first and last moment in each.
    zones: BTreeMap<&'n str, (Timestamp, Timestamp)>,
    /// Keys of sessions that are UIDs already.
    uids: BTreeSet<&'n str>,
}

impl<'n> Calendar<'n, '_> {
    /// An entry, and what it is sorted by: its beginning and its UID.
    fn event(&mut self, session: &'n Node<'n>) -> Option<((i64, String), String)> {
        let Some(start) = session.text("start").and_then(moment) else {
            self.lost.record(session, "it has no start");
            return None;
        };
        self.lost.fields(session, EVENT);
        let uid = self.uid(session);
        let end = session.text("end").and_then(moment);
        let zone = session.text("timeZone").filter(|zone| timezone::agrees(zone, start));
        if let Some(zone) = zone {
            let (first, last) = self.zones.entry(zone).or_insert((start.0, start.0));
            *first = (*first).min(start.0);
            *last = (*last).max(end.map_or(start.0, |end| end.0));
        }
        let title = session.get("title").and_then(text).unwrap_or_default();
        let place = self.known.of(session, "place").and_then(|place| text(place.get("name")?));
        let status = match session.text("eventStatus") {
            Some("EventCancelled") => "CANCELLED",
            Some("EventPostponed") => "TENTATIVE",
            _ => "CONFIRMED",
        };
        let (begin, finish) = (at(start, zone), end.map(|end| at(end, zone)));
        let length = session.text("duration").filter(|_| finish.is_none());
        let print = Print::of([&begin, finish.as_deref().or(length).unwrap_or(""), status, place.unwrap_or(""), title]);
        let mut written = String::new();
        let mut lines = Lines(&mut written);
        lines.raw("BEGIN", "VEVENT");
        lines.text("UID", &uid);
        lines.raw("DTSTAMP", &utc(self.stamp(session)));
        lines.timed("DTSTART", zone, &begin);
        match (finish, length) {
            (Some(end), _) => lines.timed("DTEND", zone, &end),
            (None, Some(length)) => lines.raw("DURATION", length),
            (None, None) => {}
        }
        lines.raw("SEQUENCE", &self.previous.sequence(&uid, &print).to_string());
        lines.raw("STATUS", status);
        lines.text("SUMMARY", title);
        if let Some(about) = ["description", "abstract"].iter().find_map(|key| session.get(key).and_then(text)) {
            lines.text("DESCRIPTION", about);
        }
        if let Some(place) = place {
            lines.text("LOCATION", place);
        }
        if let Some(url) = session.text("url") {
            lines.raw("URL", url);
        }
        let words = session.get("keywords").map_or(Vec::new(), keywords);
        if !words.is_empty() {
            lines.raw("CATEGORIES", &words.iter().map(|word| escaped(word)).collect::<Vec<_>>().join(","));
        }
        if let Some((modified, _)) = session.text("modified").and_then(moment) {
            lines.raw("LAST-MODIFIED", &utc(modified));
        }
        self.people(session, &mut lines);
        lines.raw("END", "VEVENT");
        Some(((start.0.as_second(), uid), written))
    }

    /// The UID that the session had in a calendar, where it looks like one and is nobody else's; else its IRI.
    fn uid(&mut self, session: &'n Node<'n>) -> String {
        let own = session.text("identifier").filter(|own| own.contains('@') && self.uids.insert(own));
        own.or_else(|| session.text("id")).unwrap_or_default().to_owned()
    }

    fn stamp(&self, session: &'n Node<'n>) -> Timestamp {
        let retrieved = || self.known.of(session, "source").and_then(|source| source.text("retrieved"));
        let told = session.text("modified").or_else(retrieved).and_then(moment).map(|(at, _)| at);
        told.unwrap_or_else(|| Timestamp::from_second(self.epoch).unwrap_or(Timestamp::UNIX_EPOCH))
    }

    /// Those who take part, by their IRIs.
    fn people(&mut self, session: &'n Node<'n>, lines: &mut Lines) {
        let known = self.known;
        for organizer in
            session.get("organizers").map_or(&[][..], Node::items).iter().filter_map(|one| known.resolve(one)).take(1)
        {
            lines.person("ORGANIZER", organizer, &[]);
        }
        let participations = session.get("participations").map_or(&[][..], Node::items).iter();
        for participation in participations.filter_map(|one| known.resolve(one)) {
            self.lost.fields(participation, PARTICIPATION);
            let Some(agent) = known.of(participation, "agent") else { continue };
            let role = match participation.text("role") {
                Some("chair" | "co-chair" | "moderator") => "CHAIR",
                Some("participant") => "OPT-PARTICIPANT",
                _ => "REQ-PARTICIPANT",
            };
            let status = match participation.text("status") {
                Some("confirmed") => "ACCEPTED",
                Some("declined" | "cancelled") => "DECLINED",
                Some("tbc") => "TENTATIVE",
                _ => "NEEDS-ACTION",
            };
            // What the role is here, for those who know it.
            let own = participation.text("role").unwrap_or_default();
            lines.person("ATTENDEE", agent, &[("ROLE", role), ("X-ROLE", own), ("PARTSTAT", status)]);
        }
    }
}

fn keywords<'n>(node: &'n Node<'n>) -> Vec<&'n str> {
    match node.as_object() {
        Some(languages) => languages.iter().flat_map(|member| member.node.items()).filter_map(Node::as_str).collect(),
        None => node.items().iter().filter_map(Node::as_str).collect(),
    }
}

/// A moment, and how far its clock is ahead of UTC.
fn moment(text: &str) -> Option<(Timestamp, Offset)> {
    feed::moment_of(text)
}

/// A moment in UTC, or the local time in a zone.
fn at((at, offset): (Timestamp, Offset), zone: Option<&str>) -> String {
    match zone {
        Some(_) => offset.to_datetime(at).strftime("%Y%m%dT%H%M%S").to_string(),
        None => utc(at),
    }
}

fn utc(at: Timestamp) -> String {
    Offset::UTC.to_datetime(at).strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// Text with what has a meaning of its own escaped (RFC 5545, 3.3.11).
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => out.extend(['\\', letter]),
            '\n' => out.push_str("\\n"),
            '\r' => {}
            letter if letter.is_control() && letter != '\t' => out.push('\u{FFFD}'),
            letter => out.push(letter),
        }
    }
    out
}

/// Content lines, folded.
pub(super) struct Lines<'o>(&'o mut String);

impl Lines<'_> {
    /// A line whose value needs no escapes.
    pub(super) fn raw(&mut self, name: &str, value: &str) {
        self.fold(&format!("{name}:{value}"));
    }

    fn text(&mut self, name: &str, value: &str) {
        self.raw(name, &escaped(value));
    }

    fn timed(&mut self, name: &str, zone: Option<&str>, value: &str) {
        match zone {
            Some(zone) => self.raw(&format!("{name};TZID={zone}"), value),
            None => self.raw(name, value),
        }
    }

    fn person(&mut self, name: &str, agent: &Node, parameters: &[(&str, &str)]) {
        let Some(id) = agent.text("id") else { return };
        let mut line = name.to_owned();
        if let Some(called) = agent.get("name").and_then(text) {
            // A quote cannot stand in a parameter.
            let _ = write!(line, ";CN=\"{}\"", called.replace(['"', '\n', '\r'], "'"));
        }
        for (key, value) in parameters {
            let is_plain = value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
            let _ = if is_plain { write!(line, ";{key}={value}") } else { write!(line, ";{key}=\"{value}\"") };
        }
        self.raw(&line, id);
    }

    /// No more than 75 octets a line, and no letter cut in two (RFC 5545, 3.1).
    fn fold(&mut self, line: &str) {
        let mut room = 75;
        for letter in line.chars() {
            if letter.len_utf8() > room {
                self.0.push_str("\r\n ");
                room = 74;
            }
            self.0.push(letter);
            room -= letter.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_between_letters() {
        let mut out = String::new();
        Lines(&mut out).text("SUMMARY", &format!("{}é, fin; \\", "a".repeat(65)));
        let lines: Vec<&str> = out.split("\r\n").collect();
        assert!(lines.iter().all(|line| line.len() <= 75), "{lines:?}");
        assert_eq!(out.replace("\r\n ", ""), format!("SUMMARY:{}é\\, fin\\; \\\\\r\n", "a".repeat(65)));
    }
}
