//! Sessions by SDG and by action line, and where the two meet.

use std::collections::BTreeMap;

use super::{Cell, Column, Row, Table, measure, rows};
use crate::collection::{Facts, facts};
use crate::thesaurus;

/// The tables of topics.
pub(super) fn tables(facts: &Facts) -> Vec<Table> {
    vec![goals(facts), lines(facts), matrix(facts)]
}

fn columns() -> Vec<Column> {
    vec![Column::new("sessions", "Sessions"), Column::new("share", "Share")]
}

const NOTE: &str = "A session counts once for each; shares are of all sessions. A target counts for its goal.";

fn goals(facts: &Facts) -> Table {
    let mut counts: BTreeMap<u8, u64> = (1..=17).map(|goal| (goal, 0)).collect();
    for goal in facts.sessions.iter().flat_map(|session| session.goals()) {
        if let Some(count) = goal.parse().ok().and_then(|goal: u8| counts.get_mut(&goal)) {
            *count += 1;
        }
    }
    let named = |(goal, count): (u8, u64)| row(format!("sdg:{goal}"), count, facts);
    let rows = counts.into_iter().map(named).collect();
    Table { key: "goals", title: "Sessions by Sustainable Development Goal", note: NOTE, columns: columns(), rows }
}

fn lines(facts: &Facts) -> Table {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for line in facts.sessions.iter().flat_map(|session| session.action_lines()) {
        *counts.entry(format!("wsis:{line}")).or_default() += 1;
    }
    let rows = rows(counts, |count| *count).into_iter().map(|(key, count)| row(key, count, facts)).collect();
    Table { key: "lines", title: "Sessions by WSIS action line", note: NOTE, columns: columns(), rows }
}

fn row(key: String, count: u64, facts: &Facts) -> Row {
    let share = measure::share(count, facts.sessions.len() as u64);
    Row { label: name(&key), key, cells: vec![Cell::Count(count), Cell::Share(share)] }
}

/// A code with its label.
fn name(code: &str) -> String {
    let short = code.split_once(':').map_or(code, |(_, rest)| rest);
    thesaurus::label(code).map_or_else(|| code.to_owned(), |label| format!("{short}: {label}"))
}

/// Sessions that name both an action line and a goal. The columns are the goals.
fn matrix(facts: &Facts) -> Table {
    let mut counts: BTreeMap<String, [u64; 17]> = BTreeMap::new();
    for session in &facts.sessions {
        for line in session.action_lines() {
            let row = counts.entry(format!("wsis:{line}")).or_default();
            for goal in session.goals().iter().filter_map(|goal| goal.parse::<usize>().ok()) {
                row[goal - 1] += 1;
            }
        }
    }
    let row = |(key, counts): (String, [u64; 17])| Row {
        label: name(&key),
        key,
        cells: counts.iter().copied().map(Cell::Count).collect(),
    };
    Table {
        key: "matrix",
        title: "Action lines and SDGs in the same session",
        note: "Sessions that name both. The outlined cells are those that the WSIS-SDG Matrix links.",
        columns: (1..=17).map(|goal| Column::new(&format!("sdg:{goal}"), &format!("SDG {goal}"))).collect(),
        rows: counts.into_iter().map(row).collect(),
    }
}

/// Whether the WSIS-SDG Matrix links an action line with a goal or a target of it.
#[must_use]
pub(super) fn is_linked(line: &str, goal: &str) -> bool {
    let Some(concept) = thesaurus::by_code(line) else { return false };
    let number = goal.trim_start_matches("sdg:");
    concept.mappings.iter().any(|(relation, iri)| {
        let topic = thesaurus::by_iri(iri).map(|concept| concept.code.as_str());
        relation == "relatedMatch" && topic.and_then(facts::goal) == Some(number)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_matrix_is_that_of_the_vocabulary() {
        assert!(is_linked("wsis:C2", "sdg:9"));
        assert!(!is_linked("wsis:C2", "sdg:17"));
        assert!(!is_linked("wsis:X", "sdg:9"));
    }
}
