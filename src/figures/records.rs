//! Languages of sessions, and how much the records say.

use std::collections::BTreeMap;

use super::{Cell, Column, Row, Table, measure, rows};
use crate::collection::{Collection, Facts};
use crate::shape::shape;

pub(super) fn tables(collection: &Collection, facts: &Facts) -> Vec<Table> {
    vec![languages(facts), completeness(collection)]
}

fn languages(facts: &Facts) -> Table {
    let mut counts: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for session in &facts.sessions {
        session.languages.iter().for_each(|tag| counts.entry(tag.to_string()).or_default().0 += 1);
        session.interpretation.iter().for_each(|tag| counts.entry(tag.to_string()).or_default().1 += 1);
    }
    let row = |(key, (spoken, interpreted)): (String, (u64, u64))| {
        let share = measure::share(spoken, facts.sessions.len() as u64);
        let cells = vec![Cell::Count(spoken), Cell::Share(share), Cell::Count(interpreted)];
        Row { label: key.clone(), key, cells }
    };
    Table {
        key: "languages",
        title: "Languages of sessions",
        note: "A session counts for each of its languages; shares are of all sessions.",
        columns: vec![
            Column::new("sessions", "Sessions"),
            Column::new("share", "Share"),
            Column::new("interpretation", "Interpretation into"),
        ],
        rows: rows(counts, |(spoken, _)| *spoken).into_iter().map(row).collect(),
    }
}

/// How many records of a class say each field that is not required.
fn completeness(collection: &Collection) -> Table {
    let mut said: BTreeMap<(usize, usize), u64> = BTreeMap::new();
    let mut records: BTreeMap<usize, u64> = BTreeMap::new();
    for record in collection.records() {
        *records.entry(record.class).or_default() += 1;
        for member in record.node().as_object().unwrap_or_default() {
            if let Some(field) = shape()[record.class].find(&member.key) {
                *said.entry((record.class, field)).or_default() += 1;
            }
        }
    }
    let mut rows = Vec::new();
    for (class, of) in shape().roots.iter().filter_map(|root| Some((*root, *records.get(root)?))) {
        for (at, field) in shape()[class].fields.iter().enumerate() {
            if field.iri.is_none() || shape()[class].is_required(at) {
                continue;
            }
            let count = said.get(&(class, at)).copied().unwrap_or_default();
            let key = format!("{}.{}", shape()[class].name, field.name);
            let cells = vec![Cell::Count(count), Cell::Count(of), Cell::Share(measure::share(count, of))];
            rows.push(Row { label: key.clone(), key, cells });
        }
    }
    Table {
        key: "completeness",
        title: "How much the records say",
        note: "Records that say a field, of all records of the class.",
        columns: vec![Column::new("said", "Say it"), Column::new("records", "Records"), Column::new("share", "Share")],
        rows,
    }
}
