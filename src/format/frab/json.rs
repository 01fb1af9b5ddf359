//! Writes schedule.json as frab and pretalx do, and schedule2 as its JSON Schema has it
//! (<https://c3voc.de/schema/schedule2>).

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::plan::{Day, Event, Link, Plan, plan};
use crate::diagnostic::Report;
use crate::doc::Node;
use crate::format::WriteOptions;
use crate::format::feed::{self, as_html, is_web};
use crate::format::programme::{Known, Lost};
use crate::rdf::naming;

/// What schedule2 calls the roles that it knows.
const ROLES: &[(&str, &str)] = &[("speaker", "SPEAKER"), ("moderator", "MODERATOR"), ("host", "HOST")];

/// Writes the schedule of one edition as schedule.json.
pub(super) fn schedule(records: &[Node], _: &WriteOptions, out: &mut Vec<u8>, report: &mut Report) {
    write("frab-json", &["speaker"], conference, records, out, report);
}

/// Writes the schedule of one edition as schedule2.
pub(super) fn schedule2(records: &[Node], _: &WriteOptions, out: &mut Vec<u8>, report: &mut Report) {
    let roles: Vec<&str> = ROLES.iter().map(|(role, _)| *role).collect();
    write("schedule2", &roles, second, records, out, report);
}

fn write(
    format: &'static str,
    roles: &[&str],
    schedule: fn(&Plan) -> Value,
    records: &[Node],
    out: &mut Vec<u8>,
    report: &mut Report,
) {
    let known = Known::new(records);
    let mut lost = Lost::new(format);
    let plan = plan(records, &known, roles, &mut lost);
    let document = json!({"generator": {"name": "plenary"}, "schedule": schedule(&plan)});
    out.extend_from_slice(format!("{document:#}\n").as_bytes());
    lost.tell(report);
}

/// An object without the members that say nothing.
fn object<const N: usize>(members: [(&str, Value); N]) -> Value {
    Value::Object(
        members.into_iter().filter(|(_, value)| !value.is_null()).map(|(key, value)| (key.to_owned(), value)).collect(),
    )
}

fn conference(plan: &Plan) -> Value {
    let days: Vec<Value> = plan.days.iter().enumerate().map(|(at, day)| first_day(at + 1, day)).collect();
    let conference = object([
        ("acronym", json!(plan.acronym)),
        ("title", json!(plan.title)),
        ("start", json!(plan.start)),
        ("end", json!(plan.end)),
        ("daysCount", json!(days.len())),
        ("timeslot_duration", json!("00:05")),
        ("time_zone_name", json!(plan.zone)),
        ("days", Value::Array(days)),
    ]);
    object([("version", json!("1.0")), ("base_url", json!(plan.url)), ("conference", conference)])
}

fn first_day(index: usize, day: &Day) -> Value {
    let rooms = day.rooms.iter().map(|(room, events)| {
        let events: Vec<Value> = events.iter().map(|event| first_event(room, event)).collect();
        ((*room).to_owned(), Value::Array(events))
    });
    let rooms = Value::Object(rooms.collect::<Map<String, Value>>());
    json!({"index": index, "date": day.date, "day_start": day.start, "day_end": day.end, "rooms": rooms})
}

fn first_event(room: &str, event: &Event) -> Value {
    let (hours, minutes) = event.duration.unwrap_or_default();
    let persons: Vec<Value> =
        event.people.iter().map(|person| json!({"id": person.id, "public_name": person.name})).collect();
    let links = |is_file| -> Vec<Value> {
        let links = event.links.iter().filter(|link| link.is_file == is_file);
        links.map(|link| json!({"url": link.url, "title": link.title.unwrap_or(link.url)})).collect()
    };
    object([
        ("url", json!(event.session.text("url").filter(|url| is_web(url)))),
        ("id", json!(event.id)),
        ("guid", json!(event.guid.to_string())),
        ("date", json!(event.start)),
        ("start", json!(event.start[11..16])),
        ("duration", json!(format!("{hours:02}:{minutes:02}"))),
        ("room", json!(room)),
        ("slug", json!(event.slug)),
        ("title", json!(event.text("title"))),
        ("subtitle", json!("")),
        ("track", json!(event.track)),
        ("type", json!(event.kind())),
        ("language", json!(event.languages().collect::<Vec<_>>().join(","))),
        ("abstract", json!(as_html(event.text("abstract")))),
        ("description", json!(as_html(event.text("description")))),
        ("persons", Value::Array(persons)),
        ("links", Value::Array(links(false))),
        ("attachments", Value::Array(links(true))),
    ])
}

fn second(plan: &Plan) -> Value {
    let events = || {
        plan.days
            .iter()
            .flat_map(|day| day.rooms.iter())
            .flat_map(|(room, events)| events.iter().map(|event| (*room, event)))
    };
    let tracks: BTreeMap<&str, Value> = events()
        .filter(|(_, event)| !event.track.is_empty())
        .map(|(_, event)| (event.track, json!({"name": event.track, "slug": slug(event.track)})))
        .collect();
    let rooms: BTreeMap<&str, Value> = events()
        .map(|(room, _)| (room, json!({"name": room, "slug": slug(room), "guid": room_guid(plan, room)})))
        .collect();
    let days = plan
        .days
        .iter()
        .enumerate()
        .map(|(at, day)| json!({"index": at + 1, "date": day.date, "start": day.start, "end": day.end}));
    let first = plan.days.first().map(|day| day.start);
    let last = plan.days.iter().map(|day| day.end.as_str()).next_back();
    let conference = object([
        ("acronym", json!(plan.acronym.replace('-', "_"))),
        ("title", json!(plan.title)),
        ("start", json!(first)),
        ("end", json!(last)),
        ("time_zone_name", json!(plan.zone)),
        ("url", json!(plan.url)),
        ("tracks", json!(tracks.into_values().collect::<Vec<_>>())),
        ("rooms", json!(rooms.into_values().collect::<Vec<_>>())),
        ("days", days.collect()),
    ]);
    let events: Vec<Value> = events().map(|(room, event)| second_event(plan, room, event)).collect();
    json!({"version": "1.0", "conference": conference, "events": events})
}

fn second_event(plan: &Plan, room: &str, event: &Event) -> Value {
    let language: String =
        event.languages().next().unwrap_or("en").chars().take_while(|letter| *letter != '-').collect();
    let links = |is_file| -> Vec<Value> {
        event.links.iter().filter(|link| link.is_file == is_file).map(second_link).collect()
    };
    let people = event.people.iter().map(|person| {
        let role = ROLES.iter().find(|(role, _)| *role == person.role).map_or("CONTRIBUTOR", |(_, name)| *name);
        json!({"name": person.name, "guid": person.guid.to_string(), "role": role})
    });
    let (hours, minutes) = event.duration.unwrap_or_default();
    let duration = event.duration.map(|_| feed::iso(hours * 60 + minutes));
    let mut told = json!({
        "guid": event.guid.to_string(),
        "code": event.id.to_string(),
        "start": event.start,
        "end": event.end(),
        "room": {"name": room, "guid": room_guid(plan, room)},
        "slug": event.slug,
        "url": uri(event.session.text("url").unwrap_or(event.iri())),
        "title": event.text("title"),
        "subtitle": null,
        "track": {"slug": slug(event.track)},
        "type": kind(event.kind()),
        "language": language,
        "abstract": as_html(event.text("abstract")),
        "description": as_html(event.text("description")),
        "participants": people.collect::<Vec<_>>(),
        "links": links(false),
        "attachments": links(true),
    });
    if let Some(duration) = duration {
        told["duration"] = json!(duration);
    }
    told
}

fn second_link(link: &Link) -> Value {
    object([("url", json!(uri(link.url))), ("title", json!(link.title))])
}

/// An IRI as a URI: letters outside of ASCII are escaped (RFC 3987, 3.1).
fn uri(iri: &str) -> String {
    let mut uri = String::with_capacity(iri.len());
    for letter in iri.chars() {
        if letter.is_ascii() {
            uri.push(letter);
        } else {
            let mut bytes = [0; 4];
            for byte in letter.encode_utf8(&mut bytes).bytes() {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}

/// The nearest of the types of schedule2.
fn kind(kind: &str) -> &'static str {
    match kind {
        "keynote" | "talk" | "lecture" | "presentation" => "TALK",
        "lightning-talk" => "LIGHTNING_TALK",
        "workshop" | "thematic-workshop" | "tutorial" => "WORKSHOP",
        "meeting" | "bof" => "MEETING",
        "panel" | "discussion" | "round-table" => "DISCUSSION",
        "performance" | "cultural" => "PERFORMANCE",
        _ => "OTHER",
    }
}

/// A name that ends with a letter or digit, as schedule2 wants it.
fn slug(text: &str) -> String {
    if text.is_empty() {
        return "none".to_owned();
    }
    let mut slug = String::new();
    naming::slug(text, 40, &mut slug);
    if slug.len() < 2 {
        slug.insert_str(0, "x-");
        slug.push('0');
    }
    slug
}

/// A room's UUID: the same for the same name in one edition.
fn room_guid(plan: &Plan, room: &str) -> String {
    Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("{}/{room}", plan.acronym).as_bytes()).to_string()
}
