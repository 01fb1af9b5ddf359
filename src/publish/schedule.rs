//! The schedule of an event: a grid for each day, with times in rows and rooms in columns.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{Site, value, view};
use crate::collection::Session;

/// Rooms that stand beside each other; with more, the room is told with each session.
const ROOMS: usize = 40;
/// Sessions that one page can show.
const SESSIONS: usize = 5000;

/// Where the schedule of an event stands, if it has one.
pub(super) fn path(site: &Site, edition: usize) -> Option<String> {
    let sessions = site.back.sessions(edition);
    let timed = sessions.iter().any(|at| site.facts.sessions[*at].start.is_some());
    (timed && sessions.len() <= SESSIONS).then(|| format!("{}/schedule", site.paths.of(edition)))
}

/// The days of an event, and the sessions that have no time.
pub(super) fn page(site: &Site, edition: usize) -> Value {
    let mut days: BTreeMap<&str, Vec<&Session>> = BTreeMap::new();
    let mut untimed = Vec::new();
    for at in view::in_time(site, site.back.sessions(edition)) {
        let session = &site.facts.sessions[at];
        match session.start.as_deref().and_then(|start| start.get(..10)) {
            Some(day) => days.entry(day).or_default().push(session),
            None => untimed.push(view::session(site, session)),
        }
    }
    let days: Vec<Value> = days.into_iter().map(|(date, sessions)| day(site, date, &sessions)).collect();
    json!({
        "title": value::text(&site.labels[edition]),
        "up": format!("{}.html", site.paths.of(edition)),
        "days": days,
        "untimed": untimed,
    })
}

fn day(site: &Site, date: &str, sessions: &[&Session]) -> Value {
    let rooms: BTreeSet<(Option<&str>, Option<usize>)> = sessions.iter().map(|session| room(site, session)).collect();
    let mut columns: Vec<(Option<&str>, Option<usize>)> = rooms.into_iter().collect();
    // A session without a room stands last.
    columns.sort_by_key(|(name, record)| (name.is_none(), *name, *record));
    let is_grid = columns.len() <= ROOMS;
    let mut times: BTreeMap<(i64, &str), Vec<&Session>> = BTreeMap::new();
    for session in sessions {
        let start = session.start.as_deref().unwrap_or_default();
        times.entry((session.begins().unwrap_or_default(), start)).or_default().push(session);
    }
    let row = |((_, start), sessions): ((i64, &str), Vec<&Session>)| {
        let in_room = |column: &(Option<&str>, Option<usize>)| {
            let fits = sessions.iter().filter(|session| room(site, session) == *column);
            fits.map(|session| view::session(site, session)).collect::<Value>()
        };
        let cells: Vec<Value> = if is_grid {
            columns.iter().map(in_room).collect()
        } else {
            vec![sessions.iter().map(|session| view::session(site, session)).collect()]
        };
        json!({"time": value::time(start, sessions[0].zone.as_deref()), "clock": start.get(11..16), "cells": cells})
    };
    let rows: Vec<Value> = times.into_iter().map(row).collect();
    let rooms = columns.iter().filter(|_| is_grid).map(|(_, record)| record.map(|at| value::link(site, at)));
    json!({"date": date, "rooms": rooms.collect::<Vec<Option<Value>>>(), "is_grid": is_grid, "rows": rows})
}

/// The room of a session, by name and record.
fn room<'s>(site: &'s Site, session: &Session) -> (Option<&'s str>, Option<usize>) {
    (session.place.map(|at| site.labels[at].text.as_str()), session.place)
}
