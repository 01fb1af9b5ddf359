//! An event of a calendar as sessions: one, or one for each time that it recurs.

use std::collections::HashSet;

use jiff::civil::DateTime;

use super::component::Component;
use super::line::Line;
use super::recur::{self, MOST};
use super::zone::{Zones, date_time};
use crate::doc::Node;
use crate::format::feed::{Import, Item, Link, Someone, When, Words, duration, is_web};
use crate::source::Span;

/// UIDs with the times of occurrences that stand by themselves.
pub(super) type Moved = HashSet<(String, DateTime)>;

/// Properties that are said in the session, or are about the calendar entry and not the event.
const SAID: &[&str] = &[
    "UID",
    "DTSTAMP",
    "DTSTART",
    "DTEND",
    "DURATION",
    "SUMMARY",
    "DESCRIPTION",
    "LOCATION",
    "URL",
    "STATUS",
    "CATEGORIES",
    "ATTENDEE",
    "ORGANIZER",
    "ATTACH",
    "LAST-MODIFIED",
    "SEQUENCE",
    "RRULE",
    "RDATE",
    "EXDATE",
    "RECURRENCE-ID",
    "CREATED",
    "TRANSP",
    "CONFERENCE",
];

/// The sessions of an event.
pub(super) fn sessions<'s>(
    event: &Component<'s>,
    zones: &Zones,
    moved: &Moved,
    import: &mut Import<'s, '_>,
) -> Vec<Node<'s>> {
    tell(event, import);
    let Some(title) = event.get("SUMMARY").and_then(Line::words) else {
        let source = import.source();
        import.report().leave("event", source, event.span, "it has no SUMMARY");
        return Vec::new();
    };
    let start = event.get("DTSTART").and_then(|line| moment(line, zones, import));
    let starts = occurrences(event, start.as_ref(), moved, import);
    let mut sessions = Vec::new();
    for at in starts {
        let item = item(event, title.clone(), start.as_ref(), at, zones, import);
        sessions.push(import.session(&item));
    }
    sessions
}

/// When an event begins each time; none for one without a start.
fn occurrences<'s>(
    event: &Component<'s>,
    start: Option<&When<'s>>,
    moved: &Moved,
    import: &mut Import<'s, '_>,
) -> Vec<Option<DateTime>> {
    let Some(start) = start else { return vec![None] };
    let first = start.local();
    let mut all = vec![first];
    if let Some(line) = event.get("RRULE") {
        match recur::occurrences(line, first) {
            Ok(found) => {
                if found.is_cut {
                    let message = format!("the event recurs more than {MOST} times; the others were left out");
                    import.inferred(line.span, message, "end the rule with COUNT or UNTIL");
                }
                all = found.starts;
            }
            Err(why) => {
                let words = Words { text: line.value.clone(), span: line.span };
                import.unread(
                    &words,
                    &format!("is a rule that cannot be followed: {why}; the first time alone was read"),
                );
            }
        }
    }
    let dates =
        |name| event.all(name).flat_map(|line| line.value.split([',', '/']).filter_map(date_time).collect::<Vec<_>>());
    all.extend(dates("RDATE"));
    let uid = event.get("UID").map_or(String::new(), |line| line.value.to_string());
    let is_master = event.get("RECURRENCE-ID").is_none();
    let out: Vec<DateTime> = dates("EXDATE").collect();
    let is_out = |at: &DateTime| {
        let excluded =
            out.iter().any(|out| out == at || out.time() == jiff::civil::Time::midnight() && out.date() == at.date());
        excluded || is_master && moved.contains(&(uid.clone(), *at))
    };
    all.sort_unstable();
    all.dedup();
    all.into_iter().filter(|at| !is_out(at)).map(Some).collect()
}

fn item<'s>(
    event: &Component<'s>,
    title: Words<'s>,
    start: Option<&When<'s>>,
    at: Option<DateTime>,
    zones: &Zones,
    import: &mut Import<'s, '_>,
) -> Item<'s> {
    let words = |name| event.get(name).and_then(Line::words);
    let uid = words("UID");
    let is_one_of_many = ["RRULE", "RDATE", "RECURRENCE-ID"].iter().any(|name| event.get(name).is_some());
    let key = uid.map(|uid| match at.filter(|_| is_one_of_many) {
        // Each time is a session of its own; a moved one keeps the key of the time that it had.
        Some(at) => {
            let had = event.get("RECURRENCE-ID").and_then(|line| date_time(&line.value)).unwrap_or(at);
            Words { text: format!("{}#{}", uid.text, had.strftime("%Y%m%dT%H%M%S")).into(), span: uid.span }
        }
        None => uid,
    });
    let begin = event.get("DTSTART").zip(at).map(|(line, at)| moment_at(line, at, zones, import));
    let end = end(event, start, at, zones, import);
    let status = event.get("STATUS").filter(|line| line.value.eq_ignore_ascii_case("CANCELLED"));
    Item {
        span: event.span,
        guid: key,
        title: Some(title),
        description: words("DESCRIPTION"),
        start: begin,
        end,
        duration: event.get("DURATION").and_then(|line| Some((duration(&line.value)?, line.words()?))),
        room: words("LOCATION"),
        people: people(event, import),
        links: links(event),
        url: words("URL").filter(|url| is_web(&url.text)),
        status: status.map(|line| ("EventCancelled", line.span)),
        keywords: event.all("CATEGORIES").flat_map(Line::list).collect(),
        modified: event.get("LAST-MODIFIED").and_then(|line| moment(line, zones, import)),
        zone: event.get("DTSTART").and_then(|line| zone_name(line, zones)),
        ..Item::default()
    }
}

/// When it ends: as long after this beginning as the event says of the first.
fn end<'s>(
    event: &Component<'s>,
    start: Option<&When<'s>>,
    at: Option<DateTime>,
    zones: &Zones,
    import: &mut Import<'s, '_>,
) -> Option<When<'s>> {
    let line = event.get("DTEND")?;
    let (start, at) = (start?, at?);
    let Some(local) = date_time(&line.value) else { return moment(line, zones, import) };
    let length = local.duration_since(start.local());
    Some(moment_at(line, at.checked_add(length).ok()?, zones, import))
}

/// The IANA zone that a time is in.
fn zone_name<'s>(line: &Line<'s>, zones: &Zones) -> Option<Words<'s>> {
    let name = zones.iana(line.parameter("TZID")?).to_owned();
    Words::new(name.into(), line.span)
}

/// The moment of a property: in UTC, in a zone by its name or its own rules, or local.
fn moment<'s>(line: &Line<'s>, zones: &Zones, import: &mut Import<'s, '_>) -> Option<When<'s>> {
    let words = Words { text: line.value.clone(), span: line.span };
    let Some(local) = date_time(&line.value) else {
        import.unread(&words, "is no date and time");
        return None;
    };
    Some(moment_at(line, local, zones, import))
}

/// Another local time in the zone of a property.
fn moment_at<'s>(line: &Line<'s>, local: DateTime, zones: &Zones, import: &mut Import<'s, '_>) -> When<'s> {
    let when = When::of_local(local, Words { text: line.value.clone(), span: line.span });
    if line.value.trim().ends_with(['Z', 'z']) {
        return when.at_offset(jiff::tz::Offset::UTC);
    }
    let Some(name) = line.parameter("TZID") else { return when };
    let named = when.in_zone(zones.iana(name).trim_start_matches('/'));
    if named.has_offset() {
        return named;
    }
    match zones.offset(name, local) {
        Some(offset) => named.at_offset(offset),
        None => {
            let zone = Words { text: name.to_owned().into(), span: line.whole };
            import.unread(&zone, "is a time zone that neither the calendar nor the IANA database knows");
            named
        }
    }
}

/// Those who take part. Addresses stay private.
fn people<'s>(event: &Component<'s>, import: &mut Import<'s, '_>) -> Vec<Someone<'s>> {
    let mut people = Vec::new();
    for (property, usual) in [("ORGANIZER", "organizer"), ("ATTENDEE", "participant")] {
        for line in event.all(property) {
            let address = line
                .value
                .get(..7)
                .filter(|scheme| scheme.eq_ignore_ascii_case("mailto:"))
                .map(|_| line.value[7..].trim());
            let name = line.parameter("CN").map(str::trim).filter(|name| !name.is_empty() && !name.contains('@'));
            let Some(name) = name.and_then(|name| Words::new(name.trim_matches('\'').to_owned().into(), line.span))
            else {
                let source = import.source();
                import.report().leave("person", source, line.whole, "the entry has an address and no name");
                continue;
            };
            let says = |text: &str| Words::new(text.to_owned().into(), line.span);
            let role = match (line.parameter("X-ROLE"), line.parameter("ROLE")) {
                (Some(role), _) => says(role),
                (None, Some("CHAIR")) => says("chair"),
                _ => says(usual),
            };
            let status = line.parameter("PARTSTAT").and_then(|status| match status {
                "ACCEPTED" => says("confirmed"),
                "TENTATIVE" | "NEEDS-ACTION" => says("invited"),
                "DECLINED" => says("declined"),
                _ => None,
            });
            people.push(Someone {
                role,
                status,
                key: address.is_none().then(|| says(&line.value)).flatten(),
                email: address.and_then(says),
                ..Someone::named(name)
            });
        }
    }
    people
}

fn links<'s>(event: &Component<'s>) -> Vec<Link<'s>> {
    let attached = event.all("ATTACH").filter(|line| line.parameter("ENCODING").is_none());
    let calls = event.all("CONFERENCE");
    let link = |line: &Line<'s>, is_file| {
        let url = Words::new(line.value.clone(), line.span).filter(|url| is_web(&url.text))?;
        let title = line.parameter("FILENAME").or(line.parameter("LABEL"));
        let title = title.and_then(|title| Words::new(title.to_owned().into(), line.span));
        Some(Link { span: line.span, kind: None, is_file, url, title })
    };
    attached.filter_map(|line| link(line, true)).chain(calls.filter_map(|line| link(line, false))).collect()
}

/// Tells what an event says besides.
fn tell<'s>(event: &Component<'s>, import: &mut Import<'s, '_>) {
    for line in event.lines.iter().filter(|line| !SAID.contains(&line.name.as_str()) && !line.value.is_empty()) {
        // Links of calls and notes of programs may hold secrets of the entry's owner.
        let words =
            Words { text: "not shown".into(), span: Span::new(line.whole.start as usize, line.whole.end as usize) };
        import.lose("event", line.name.clone(), &words);
    }
    for inner in &event.inside {
        let words = Words { text: "a reminder".into(), span: inner.span };
        import.lose("event", inner.name.clone(), &words);
    }
}
