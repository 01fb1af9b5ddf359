//! What the search on the site looks through: a script with a row for each session, since a page that is opened as a
//! file may not fetch anything.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::code::Sort;
use super::{Site, language, value, view};
use crate::collection::Session;

/// What sessions can be narrowed down by, in the order of the rows. The key names the string of the interface.
const FACETS: [&str; 7] = ["forum", "year", "group", "goal", "line", "language", "type"];

/// The values of each facet, with what is shown of them.
pub(super) struct Search {
    facets: [BTreeMap<String, Value>; 7],
}

impl Search {
    pub(super) fn of(site: &Site) -> Self {
        let mut facets: [BTreeMap<String, Value>; 7] = Default::default();
        for session in &site.facts.sessions {
            for (facet, keys) in facets.iter_mut().zip(keys(site, session)) {
                for (key, sort) in keys {
                    let known = facet.contains_key(&key);
                    if !known {
                        let shown = shown(site, &key, sort);
                        facet.insert(key, shown);
                    }
                }
            }
        }
        Self { facets }
    }

    /// The facets for the page: each with its options in the order in which they are numbered.
    pub(super) fn facets(&self) -> Value {
        let facets = FACETS.iter().zip(&self.facets).filter(|(_, values)| !values.is_empty());
        facets.map(|(key, values)| json!({"key": key, "options": values.values().collect::<Vec<&Value>>()})).collect()
    }

    /// The script with all rows.
    pub(super) fn script(&self, site: &Site) -> String {
        let numbers: Vec<BTreeMap<&str, usize>> = self
            .facets
            .iter()
            .map(|values| values.keys().enumerate().map(|(at, key)| (key.as_str(), at)).collect())
            .collect();
        let mut names = Names::default();
        let order = view::in_time(site, (0..site.facts.sessions.len()).collect());
        let rows: Vec<Value> =
            order.iter().map(|at| row(site, &site.facts.sessions[*at], &numbers, &mut names)).collect();
        let data = json!({"facets": FACETS, "names": names.all, "rows": rows});
        language::script("sessions", &data)
    }
}

/// Names that rows refer to by number: people, organizations, places, editions.
#[derive(Default)]
struct Names {
    all: Vec<String>,
    numbers: BTreeMap<usize, usize>,
}

impl Names {
    fn number(&mut self, site: &Site, record: usize) -> usize {
        *self.numbers.entry(record).or_insert_with(|| {
            self.all.push(site.labels[record].text.clone());
            self.all.len() - 1
        })
    }
}

/// Title, path, beginning, zone, place, edition, whether cancelled, who is there, and the numbers of each facet.
fn row(site: &Site, session: &Session, numbers: &[BTreeMap<&str, usize>], names: &mut Names) -> Value {
    let people = session.parts.iter().flat_map(|part| [part.agent, part.affiliation]).flatten();
    let people: BTreeSet<usize> = people.chain(session.organizers.iter().copied()).collect();
    let people: Vec<usize> = people.into_iter().map(|record| names.number(site, record)).collect();
    let facets: Vec<Vec<usize>> = keys(site, session)
        .iter()
        .zip(numbers)
        .map(|(keys, numbers)| keys.iter().filter_map(|(key, _)| numbers.get(key.as_str()).copied()).collect())
        .collect();
    json!([
        site.labels[session.record].text,
        site.paths.of(session.record),
        session.start.as_deref().unwrap_or_default(),
        session.zone.as_deref().unwrap_or_default(),
        session.place.map_or(-1, |place| number(names.number(site, place))),
        session.edition.map_or(-1, |edition| number(names.number(site, edition))),
        u8::from(session.is_cancelled),
        people,
        facets,
    ])
}

fn number(at: usize) -> i64 {
    i64::try_from(at).unwrap_or(-1)
}

/// The keys that a session has in each facet; those of codes with their sort. Keys sort as people look for them.
fn keys(site: &Site, session: &Session) -> [Vec<(String, Option<Sort>)>; 7] {
    let plain = |key: Option<String>| key.map(|key| (key, None)).into_iter().collect();
    let coded = |codes: Vec<&str>, sort: Sort| {
        let unique: BTreeSet<&str> = codes.into_iter().collect();
        unique.into_iter().map(|code| (code.to_owned(), Some(sort))).collect()
    };
    let goals = session.goals().into_iter().map(|goal| (format!("sdg:{goal:0>2}"), Some(Sort::Topic))).collect();
    let lines = session.action_lines().into_iter().map(|line| (format!("wsis:{line}"), Some(Sort::Topic))).collect();
    [
        plain(session.forum.map(|forum| format!("{} {forum}", site.labels[forum].text))),
        plain(session.year.map(|year| year.to_string())),
        coded(session.parts.iter().filter_map(|part| part.group.as_deref()).collect(), Sort::Group),
        goals,
        lines,
        coded(session.languages.iter().map(|tag| &**tag).collect(), Sort::Language),
        coded(session.kind.as_deref().into_iter().collect(), Sort::Kind),
    ]
}

/// What an option shows.
fn shown(site: &Site, key: &str, sort: Option<Sort>) -> Value {
    match sort {
        Some(Sort::Language) => json!({"text": key, "tag": key}),
        Some(sort) => value::code_link(site, sort, &key.replace("sdg:0", "sdg:")),
        None => {
            let forum = key.rsplit_once(' ').and_then(|(_, at)| at.parse::<usize>().ok());
            forum.map_or_else(|| json!({"text": key}), |forum| value::text(&site.labels[forum]))
        }
    }
}
