//! The schedule that frab, pentabarf, pretalx and their relatives publish, as XML.
//!
//! There has been no one grammar of it: rooms stand around events or inside them, times have a date and offset of their
//! own or only the hour of their day, people are names or elements. All of them are read here; what an event says that
//! the model has no place for is told by name.

use std::sync::Arc;

use super::feed::{Import, Programme, Words};
use super::xml::{self, Element, Text};
use super::{Format, ReadOptions, Write};
use crate::diagnostic::Report;
use crate::doc::Node;
use crate::source::Source;

mod event;
mod json;
mod plan;
mod write;

pub static FORMAT: Format = Format {
    name: "frab-xml",
    about: "A conference schedule as frab, pentabarf and pretalx export it (schedule.xml)",
    extensions: &[],
    media_types: &[],
    sniff: is_schedule,
    read: Some(read),
    statements: None,
    comments: None,
    write: Some(Write::Graph(write::write)),
};

pub static JSON: Format = Format {
    name: "frab-json",
    about: "A conference schedule as frab and pretalx write it in JSON (schedule.json)",
    write: Some(Write::Graph(json::schedule)),
    ..WRITTEN
};

pub static SCHEDULE2: Format = Format {
    name: "schedule2",
    about: "A conference schedule in the second JSON format of the c3voc",
    write: Some(Write::Graph(json::schedule2)),
    ..WRITTEN
};

/// A format that is read as `schedule-json`.
const WRITTEN: Format = Format {
    name: "",
    about: "",
    extensions: &[],
    media_types: &[],
    sniff: |_| false,
    read: None,
    statements: None,
    comments: None,
    write: None,
};

/// Whether the outermost element is a schedule.
fn is_schedule(text: &str) -> bool {
    let mut rest = text.trim_start();
    while let Some(after) = rest.strip_prefix("<?").or_else(|| rest.strip_prefix("<!")) {
        let close = if rest.starts_with("<!--") { "-->" } else { ">" };
        rest = after.split_once(close).map_or("", |(_, rest)| rest).trim_start();
    }
    rest.strip_prefix("<schedule").is_some_and(|rest| rest.starts_with(['>', ' ', '\n', '\r', '\t']))
}

fn read<'s>(source: &'s Arc<Source>, options: &ReadOptions, report: &mut Report) -> Vec<Node<'s>> {
    let Some(root) = xml::parse(source, &options.limits, report) else { return Vec::new() };
    let programme = programme(&root);
    let change = event::day_change(&root);
    let mut import = Import::new(source, &programme, options, report);
    let mut sessions = Vec::new();
    for day in root.children("day") {
        let mut day = event::Day::new(day, change, &mut import);
        day.read(&mut sessions);
    }
    import.finish();
    sessions
}

/// What the schedule says of the event as a whole.
fn programme<'s>(root: &Element<'s>) -> Programme<'s> {
    let Some(conference) = root.child("conference") else {
        return Programme { span: root.head(), ..Programme::default() };
    };
    let words = |name| conference.text_of(name).and_then(words);
    Programme {
        name: words("title"),
        code: words("acronym"),
        url: words("url").or_else(|| words("base_url")),
        start: words("start"),
        end: words("end"),
        zone: words("time_zone_name"),
        venue: words("venue"),
        span: conference.head(),
    }
}

fn words<'s>(text: &Text<'s>) -> Option<Words<'s>> {
    Words::new(text.text.clone(), text.span)
}
