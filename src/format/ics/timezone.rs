//! Writes the time zones that entries are in, with the changes of their clocks in the time of the entries.

use jiff::tz::{Offset, TimeZone, TimeZoneDatabase, TimeZoneTransition};
use jiff::{SignedDuration, Timestamp};

use super::write::Lines;

fn zone(name: &str) -> Option<TimeZone> {
    TimeZoneDatabase::bundled().get(name).ok()
}

/// Whether clocks of a zone show what a moment says.
pub(super) fn agrees(name: &str, (at, offset): (Timestamp, Offset)) -> bool {
    zone(name).is_some_and(|zone| zone.to_offset(at) == offset)
}

/// Writes a zone from the change before the first moment to the last one.
pub(super) fn write(name: &str, first: Timestamp, last: Timestamp, lines: &mut Lines) {
    let Some(zone) = zone(name) else { return };
    lines.raw("BEGIN", "VTIMEZONE");
    lines.raw("TZID", name);
    let before = zone.preceding(first).next();
    let start = before.as_ref().map_or(first, TimeZoneTransition::timestamp);
    if before.is_none() {
        // A zone whose clocks never changed.
        let info = zone.to_offset_info(first);
        let told = Observance {
            from: Timestamp::UNIX_EPOCH,
            to: info.offset(),
            is_dst: info.dst().is_dst(),
            name: info.abbreviation(),
        };
        told.write(&zone, lines);
    }
    let changes = zone.following(start).take_while(|change| change.timestamp() <= last);
    for change in before.into_iter().chain(changes) {
        let (from, to) = (change.timestamp(), change.offset());
        let told = Observance { from, to, is_dst: change.dst().is_dst(), name: change.abbreviation() };
        told.write(&zone, lines);
    }
    lines.raw("END", "VTIMEZONE");
}

/// An offset from a moment on.
struct Observance<'n> {
    from: Timestamp,
    to: Offset,
    is_dst: bool,
    name: &'n str,
}

impl Observance<'_> {
    fn write(&self, zone: &TimeZone, lines: &mut Lines) {
        let just_before = self.from.checked_sub(SignedDuration::from_secs(1)).unwrap_or(self.from);
        let before = zone.to_offset(just_before);
        let kind = if self.is_dst { "DAYLIGHT" } else { "STANDARD" };
        lines.raw("BEGIN", kind);
        lines.raw("DTSTART", &before.to_datetime(self.from).strftime("%Y%m%dT%H%M%S").to_string());
        lines.raw("TZOFFSETFROM", &offset(before));
        lines.raw("TZOFFSETTO", &offset(self.to));
        lines.raw("TZNAME", self.name);
        lines.raw("END", kind);
    }
}

fn offset(offset: Offset) -> String {
    let (sign, seconds) = (if offset.seconds() < 0 { '-' } else { '+' }, offset.seconds().abs());
    let text = format!("{sign}{:02}{:02}", seconds / 3600, seconds / 60 % 60);
    match seconds % 60 {
        0 => text,
        rest => format!("{text}{rest:02}"),
    }
}
