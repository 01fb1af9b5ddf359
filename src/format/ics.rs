//! iCalendar (RFC 5545): events of a calendar as sessions, and sessions as a calendar.

use std::collections::HashMap;
use std::sync::Arc;

use super::feed::{Import, Programme, is_web};
use super::{Format, ReadOptions, Write};
use crate::diagnostic::{Diagnostic, Report};
use crate::doc::Node;
use crate::source::Source;

mod component;
mod event;
mod line;
mod previous;
mod recur;
mod timezone;
mod write;
mod zone;

use component::Component;
use zone::Zones;

pub static FORMAT: Format = Format {
    name: "ics",
    about: "iCalendar: events of a calendar",
    extensions: &["ics", "ical", "ifb"],
    media_types: &["text/calendar"],
    sniff: |text| text.trim_start().get(..15).is_some_and(|start| start.eq_ignore_ascii_case("BEGIN:VCALENDAR")),
    read: Some(read),
    statements: None,
    comments: None,
    write: Some(Write::Graph(write::write)),
};

fn read<'s>(source: &'s Arc<Source>, options: &ReadOptions, report: &mut Report) -> Vec<Node<'s>> {
    let outermost = component::components(source, options.limits.depth, report);
    let mut sessions = Vec::new();
    for calendar in &outermost {
        // An event may stand alone, as some programs hand it on.
        let events: Vec<&Component> = match calendar.name.as_str() {
            "VEVENT" => vec![calendar],
            _ => calendar.inside.iter().filter(|component| component.name == "VEVENT").collect(),
        };
        let programme = programme(calendar);
        let zones = Zones::of(calendar);
        let mut import = Import::new(source, &programme, options, report);
        let newest = newest(&events, source, &mut import);
        let moved = moved(&events);
        for event in newest {
            sessions.extend(event::sessions(event, &zones, &moved, &mut import));
        }
        for other in &calendar.inside {
            if matches!(other.name.as_str(), "VTODO" | "VJOURNAL" | "VFREEBUSY") {
                let kind = other.name.to_ascii_lowercase();
                import.report().leave("component", source, other.span, format_args!("a {kind} is no session"));
            }
        }
        import.finish();
    }
    sessions
}

/// What the calendar says of itself.
fn programme<'s>(calendar: &Component<'s>) -> Programme<'s> {
    let say = |name| calendar.get(name).and_then(line::Line::words);
    Programme {
        name: say("X-WR-CALNAME").or_else(|| say("NAME")),
        url: say("URL").filter(|url| is_web(&url.text)),
        zone: say("X-WR-TIMEZONE"),
        span: calendar.span,
        ..Programme::default()
    }
}

/// The events without older versions of the same: those with one UID that differ in their sequence or time of change.
fn newest<'c, 's>(
    events: &[&'c Component<'s>],
    source: &'s Arc<Source>,
    import: &mut Import<'s, '_>,
) -> Vec<&'c Component<'s>> {
    let version = |event: &Component| {
        let number = |name| event.get(name).map_or(0, |line| line.value.trim().parse::<u64>().unwrap_or(0));
        let changed = event.get("LAST-MODIFIED").map_or(String::new(), |line| line.value.to_string());
        (number("SEQUENCE"), changed)
    };
    let same = |one: &Component, other: &Component| {
        let value = |event: &Component, name: &str| event.get(name).map(|line| line.value.to_string());
        ["UID", "RECURRENCE-ID"].iter().all(|name| value(one, name) == value(other, name)) && one.get("UID").is_some()
    };
    let mut by_uid: HashMap<String, Vec<&'c Component<'s>>> = HashMap::new();
    for event in events {
        let uid = event.get("UID").map_or(String::new(), |line| line.value.to_string());
        by_uid.entry(uid).or_default().push(event);
    }
    let mut kept = Vec::new();
    for event in events {
        let uid = event.get("UID").map_or(String::new(), |line| line.value.to_string());
        let others = by_uid.get(&uid).map_or(&[][..], Vec::as_slice);
        let newer = others
            .iter()
            .find(|other| !std::ptr::eq(**other, *event) && same(event, other) && version(other) > version(event));
        if newer.is_none() {
            kept.push(*event);
            continue;
        }
        let span = event.get("UID").map_or(event.span, |line| line.span);
        let message = format!("there is a newer version of the event {uid:?}");
        let finding = Diagnostic::warning("import/repeated", source, span, message);
        import.report().push(finding.help("take the older one out of the calendar"));
        import.report().leave("event", source, event.span, "there is a newer version of it");
    }
    kept
}

/// The occurrences of recurring events that are told apart from the rest: UID and the time that they had.
fn moved(events: &[&Component]) -> event::Moved {
    let told = events.iter().filter_map(|event| {
        let uid = event.get("UID")?.value.to_string();
        Some((uid, zone::date_time(&event.get("RECURRENCE-ID")?.value)?))
    });
    told.collect()
}
