//! The version of a calendar that was published before: entries that changed since get a higher sequence number.

use std::collections::HashMap;
use std::sync::Arc;

use super::component::{Component, components};
use super::line::Line;
use crate::diagnostic::Report;
use crate::source::Source;

/// What an entry says of when and where it is: whoever has it in a calendar has to know of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Print(Vec<String>);

impl Print {
    /// Of begin, end or length, status, place and title.
    pub(super) fn of(parts: [&str; 5]) -> Self {
        Self(parts.iter().map(|part| (*part).to_owned()).collect())
    }
}

/// Sequence numbers and prints by UID.
#[derive(Debug, Default)]
pub(super) struct Previous(HashMap<String, (u64, Print)>);

impl Previous {
    pub(super) fn read(source: &Arc<Source>) -> Self {
        let calendars = components(source, 16, &mut Report::default());
        let events = calendars.iter().flat_map(|calendar| &calendar.inside).filter(|inner| inner.name == "VEVENT");
        let prints = events.filter_map(|event| {
            let uid = event.get("UID").and_then(Line::words)?.text.to_string();
            let sequence = event.get("SEQUENCE").map_or(0, |line| line.value.trim().parse().unwrap_or(0));
            Some((uid, (sequence, print(event))))
        });
        Self(prints.collect())
    }

    /// The number for an entry as it is now: one more where it changed, 0 where it is new.
    pub(super) fn sequence(&self, uid: &str, now: &Print) -> u64 {
        match self.0.get(uid) {
            Some((sequence, before)) if before == now => *sequence,
            Some((sequence, _)) => sequence + 1,
            None => 0,
        }
    }
}

fn print(event: &Component) -> Print {
    let raw = |name| event.get(name).map_or(String::new(), |line| line.value.to_string());
    let text = |name| event.get(name).and_then(Line::words).map_or(String::new(), |words| words.text.to_string());
    let end = if raw("DTEND").is_empty() { raw("DURATION") } else { raw("DTEND") };
    Print::of([&raw("DTSTART"), &end, &raw("STATUS"), &text("LOCATION"), &text("SUMMARY")])
}
