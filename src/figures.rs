//! Figures of a collection: who takes part, how evenly, in what sessions, on which topics, in which languages, and how
//! much the records say.
//!
//! Every figure is a [`Table`], from which JSON, CSV, Markdown and HTML are written alike.

use std::collections::BTreeMap;

use crate::collection::{Collection, Facts, Label, Part, Session};

pub mod form;
pub mod measure;
pub mod plot;
pub mod private;
mod records;
mod topics;

pub use form::{FORMS, Form};
pub use measure::Evenness;

/// A figure: rows of numbers under named columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// What it is called by programs.
    pub key: &'static str,
    /// What it is called by people, in English.
    pub title: &'static str,
    /// How it is counted.
    pub note: &'static str,
    /// Keys and English names of the columns.
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub key: String,
    pub label: String,
}

impl Column {
    fn new(key: &str, label: &str) -> Self {
        Self { key: key.to_owned(), label: label.to_owned() }
    }
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// A code or an IRI; empty for what is not stated.
    pub key: String,
    pub label: String,
    pub cells: Vec<Cell>,
}

/// A value of a table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell {
    Count(u64),
    /// A part of one, from 0 to 1; none where there is nothing to divide by.
    Share(Option<f64>),
    /// A measure that is no share.
    Number(f64),
    /// A count that is not told, because so few people stand behind it.
    Few,
}

/// All figures of a collection.
#[derive(Debug)]
pub struct Figures {
    pub tables: Vec<Table>,
}

/// What figures are counted from.
struct Counting<'c> {
    collection: &'c Collection,
    facts: &'c Facts,
    labels: Vec<Label>,
}

impl Figures {
    /// Counts everything.
    #[must_use]
    pub fn of(collection: &Collection, facts: &Facts) -> Self {
        let counting = Counting { collection, facts, labels: Label::all(collection, "en") };
        let mut tables = vec![
            counting.by_part("groups", "Participations by stakeholder group", |part| part.group.as_deref(), group),
            counting.by_part("regions", "Participations by regional group", |part| part.region.as_deref(), region),
            counting.by_part("roles", "Participations by role", |part| Some(&part.role), role),
            counting.by_session("forums", "Sessions and participations by forum", |session| session.forum),
            counting.years(),
            counting.evenness(),
            counting.panels(),
        ];
        tables.extend(topics::tables(facts));
        tables.extend(records::tables(collection, facts));
        Self { tables }
    }

    /// A table by its key.
    #[must_use]
    pub fn table(&self, key: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.key == key)
    }
}

/// What a code of a scheme is called in English.
fn label(scheme: &str, code: &str) -> String {
    crate::thesaurus::in_scheme(scheme, code).map_or(code, crate::thesaurus::Concept::label).to_owned()
}

fn group(code: &str) -> String {
    label("group", code)
}

fn region(code: &str) -> String {
    label("region", code)
}

fn role(code: &str) -> String {
    label("role", code)
}

/// Rows by falling count, then by key; what is not stated comes last.
fn rows<T>(counts: BTreeMap<String, T>, count: impl Fn(&T) -> u64) -> Vec<(String, T)> {
    let mut rows: Vec<(String, T)> = counts.into_iter().collect();
    rows.sort_by_key(|(key, value)| (key.is_empty(), u64::MAX - count(value)));
    rows
}

/// What is not stated.
const UNKNOWN: &str = "not stated";

/// Participations and the people behind them.
#[derive(Debug, Default)]
struct Count {
    parts: u64,
    people: std::collections::BTreeSet<usize>,
    sessions: u64,
}

impl Count {
    fn add(&mut self, part: &Part) {
        self.parts += 1;
        self.people.extend(part.agent);
    }
}

impl Counting<'_> {
    /// Those who are expected, in all sessions that are not cancelled.
    fn parts(&self) -> impl Iterator<Item = (&Session, &Part)> {
        let sessions = self.facts.sessions.iter().filter(|session| !session.is_cancelled);
        sessions
            .flat_map(|session| session.parts.iter().filter(|part| part.is_expected()).map(move |part| (session, part)))
    }

    /// Participations by something that each says or does not say.
    fn by_part(
        &self,
        key: &'static str,
        title: &'static str,
        of: impl Fn(&Part) -> Option<&str>,
        label: fn(&str) -> String,
    ) -> Table {
        let mut counts: BTreeMap<String, Count> = BTreeMap::new();
        for (_, part) in self.parts() {
            counts.entry(of(part).unwrap_or_default().to_owned()).or_default().add(part);
        }
        let known: u64 = counts.iter().filter(|(key, _)| !key.is_empty()).map(|(_, count)| count.parts).sum();
        let row = |(key, count): (String, Count)| {
            let share = (!key.is_empty()).then(|| measure::share(count.parts, known)).flatten();
            let label = if key.is_empty() { UNKNOWN.to_owned() } else { label(&key) };
            let people = Cell::Count(count.people.len() as u64);
            Row { label, key, cells: vec![Cell::Count(count.parts), Cell::Share(share), people] }
        };
        Table {
            key,
            title,
            note: "Cancelled sessions and whoever declined or cancelled are not counted; shares are of what is stated.",
            columns: vec![
                Column::new("participations", "Participations"),
                Column::new("share", "Share"),
                Column::new("people", "People"),
            ],
            rows: rows(counts, |count| count.parts).into_iter().map(row).collect(),
        }
    }

    /// Sessions, participations and people by a record that sessions name.
    fn by_session(&self, key: &'static str, title: &'static str, of: impl Fn(&Session) -> Option<usize>) -> Table {
        let name = |session: &Session| of(session).map_or_else(String::new, |at| self.name(at));
        let label = |key: &str| self.collection.find(key).map_or(UNKNOWN, |at| &self.labels[at].text).to_owned();
        self.sessions(key, title, name, label)
    }

    fn name(&self, record: usize) -> String {
        self.collection.records()[record].id.to_string()
    }

    fn years(&self) -> Table {
        let year = |session: &Session| session.year.map(|year| year.to_string()).unwrap_or_default();
        let label = |key: &str| if key.is_empty() { UNKNOWN.to_owned() } else { key.to_owned() };
        let mut table = self.sessions("years", "Sessions and participations by year", year, label);
        table.rows.sort_by(|one, other| (one.key.is_empty(), &one.key).cmp(&(other.key.is_empty(), &other.key)));
        table
    }

    fn sessions(
        &self,
        key: &'static str,
        title: &'static str,
        of: impl Fn(&Session) -> String,
        label: impl Fn(&str) -> String,
    ) -> Table {
        let mut counts: BTreeMap<String, Count> = BTreeMap::new();
        for session in self.facts.sessions.iter().filter(|session| !session.is_cancelled) {
            let count = counts.entry(of(session)).or_default();
            count.sessions += 1;
            session.parts.iter().filter(|part| part.is_expected()).for_each(|part| count.add(part));
        }
        let row = |(key, count): (String, Count)| {
            let cells = [count.sessions, count.parts, count.people.len() as u64].map(Cell::Count);
            Row { label: label(&key), key, cells: cells.to_vec() }
        };
        Table {
            key,
            title,
            note: "Cancelled sessions and whoever declined or cancelled are not counted.",
            columns: vec![
                Column::new("sessions", "Sessions"),
                Column::new("participations", "Participations"),
                Column::new("people", "People"),
            ],
            rows: rows(counts, |count| count.sessions).into_iter().map(row).collect(),
        }
    }

    /// How evenly the groups speak: in all, by forum and by year.
    fn evenness(&self) -> Table {
        let mut counts: BTreeMap<(u8, String), BTreeMap<&str, u64>> = BTreeMap::new();
        for (session, part) in self.parts().filter(|(_, part)| part.speaks()) {
            let Some(group) = part.group.as_deref() else { continue };
            let forum = session.forum.map(|at| (1, self.name(at)));
            let year = session.year.map(|year| (2, year.to_string()));
            for key in [Some((0, String::new())), forum, year].into_iter().flatten() {
                *counts.entry(key).or_default().entry(group).or_default() += 1;
            }
        }
        let row = |((sort, key), counts): ((u8, String), BTreeMap<&str, u64>)| {
            let evenness = Evenness::of(counts.values().copied());
            let label = match sort {
                0 => "all".to_owned(),
                1 => self.collection.find(&key).map_or_else(|| key.clone(), |at| self.labels[at].text.clone()),
                _ => key.clone(),
            };
            let cells = vec![
                Cell::Count(evenness.total),
                Cell::Count(evenness.kinds),
                Cell::Number(evenness.shannon),
                Cell::Share(evenness.evenness),
                Cell::Share(evenness.differ),
            ];
            Row { key: if sort == 0 { "all".to_owned() } else { key }, label, cells }
        };
        Table {
            key: "evenness",
            title: "How evenly stakeholder groups speak",
            note: "Of those in a speaking role whose group is stated. Shannon: entropy in bits; evenness: entropy as a part of the highest that so many groups allow; differ: the probability that two of them, drawn without putting back, are of different groups.",
            columns: vec![
                Column::new("speakers", "Speakers"),
                Column::new("groups", "Groups"),
                Column::new("shannon", "Shannon"),
                Column::new("evenness", "Evenness"),
                Column::new("differ", "Two speakers differ"),
            ],
            rows: counts.into_iter().map(row).collect(),
        }
    }

    /// Sessions in which all speak for one group.
    fn panels(&self) -> Table {
        let (mut panels, mut mixed) = (0, 0);
        let mut single: BTreeMap<String, u64> = BTreeMap::new();
        for session in self.facts.sessions.iter().filter(|session| !session.is_cancelled) {
            let speakers = session.parts.iter().filter(|part| part.speaks());
            let groups: Vec<&str> = speakers.filter_map(|part| part.group.as_deref()).collect();
            let [first, rest @ ..] = groups.as_slice() else { continue };
            if rest.is_empty() {
                continue;
            }
            panels += 1;
            if rest.iter().all(|group| group == first) {
                *single.entry((*first).to_owned()).or_default() += 1;
            } else {
                mixed += 1;
            }
        }
        let row = |key: &str, label: String, count: u64| {
            let cells = vec![Cell::Count(count), Cell::Share(measure::share(count, panels))];
            Row { key: key.to_owned(), label, cells }
        };
        let mut all = vec![row("mixed", "of several groups".to_owned(), mixed)];
        let single = rows(single, |count| *count);
        all.extend(single.iter().map(|(key, count)| row(key, format!("all {}", group(key)), *count)));
        Table {
            key: "panels",
            title: "Panels of one stakeholder group",
            note: "Sessions with two or more speakers whose group is stated.",
            columns: vec![Column::new("sessions", "Sessions"), Column::new("share", "Share")],
            rows: if panels == 0 { Vec::new() } else { all },
        }
    }
}
