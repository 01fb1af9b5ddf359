//! People by a private attribute: as counts, and never of so few that somebody could be known by them.

use std::collections::{BTreeMap, BTreeSet};

use super::{Cell, Column, Row, Table, rows};
use crate::doc::Node;

/// Fields of the private block that may be counted. The others are of one person each.
pub const ATTRIBUTES: [&str; 2] = ["gender", "nationality"];

/// People by an attribute, each once.
#[derive(Debug)]
pub struct Tally {
    attribute: String,
    people: BTreeMap<String, BTreeSet<String>>,
    records: usize,
}

impl Tally {
    #[must_use]
    pub fn new(attribute: &str) -> Self {
        Self { attribute: attribute.to_owned(), people: BTreeMap::new(), records: 0 }
    }

    /// Counts the people of a record as it was read.
    pub fn add(&mut self, record: &Node) {
        self.records += 1;
        self.walk(record);
    }

    fn walk(&mut self, node: &Node) {
        for member in node.as_object().unwrap_or_default() {
            if member.key != "private" {
                member.node.items().iter().for_each(|item| self.walk(item));
            } else if let Some(value) = member.node.text(&self.attribute) {
                let person = self.name(node);
                self.people.entry(value.trim().to_lowercase()).or_default().insert(person);
            }
        }
    }

    /// Who somebody is: by id, else by name within the record, because namesakes exist.
    fn name(&self, person: &Node) -> String {
        let name = || person.get("name").map(|name| format!("{} {name:?}", self.records));
        person.text("id").map(str::to_owned).or_else(name).unwrap_or_default()
    }

    /// The counts, without those under a threshold.
    #[must_use]
    pub fn table(self, threshold: u64) -> Table {
        let counts = self.people.into_iter().map(|(key, people)| (key, people.len() as u64)).collect();
        let counts = rows(counts, |count| *count);
        let hidden = hidden(&counts.iter().map(|(_, count)| *count).collect::<Vec<u64>>(), threshold);
        let row = |((key, count), few): ((String, u64), bool)| {
            let cell = if few { Cell::Few } else { Cell::Count(count) };
            Row { label: key.clone(), key, cells: vec![cell] }
        };
        Table {
            key: "private",
            title: "People by a private attribute",
            note: "Counts of few people are not told, nor a further one from which a single such count would follow.",
            columns: vec![Column::new("people", "People")],
            rows: counts.into_iter().zip(hidden).map(row).collect(),
        }
    }
}

/// Which counts are not told: those under the threshold, and the next one where only one is, since it would follow from
/// the sum.
fn hidden(counts: &[u64], threshold: u64) -> Vec<bool> {
    let mut hidden: Vec<bool> = counts.iter().map(|count| *count < threshold).collect();
    if hidden.iter().filter(|few| **few).count() == 1 {
        let told = counts.iter().enumerate().filter(|(at, _)| !hidden[*at]);
        if let Some((next, _)) = told.min_by_key(|(_, count)| **count) {
            hidden[next] = true;
        }
    }
    hidden
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::{Limits, json};

    #[test]
    fn a_single_small_count_takes_another_with_it() {
        assert_eq!(hidden(&[20, 9, 2], 5), [false, true, true]);
        assert_eq!(hidden(&[20, 9, 4, 2], 5), [false, false, true, true]);
        assert_eq!(hidden(&[20, 9], 5), [false, false]);
        assert_eq!(hidden(&[3], 5), [true]);
    }

    #[test]
    fn a_person_counts_once_and_namesakes_twice() {
        let record = |text: &str| json::parse(text, &Limits::default()).unwrap().into_owned();
        let known = record(r#"{"agent":{"id":"https://x.example/p","name":"A","private":{"gender":"Female"}}}"#);
        let nameless = record(r#"{"agent":{"name":"A","private":{"gender":"female"}}}"#);
        let mut tally = Tally::new("gender");
        for node in [&known, &known, &nameless, &nameless] {
            tally.add(node);
        }
        assert_eq!(tally.table(1).rows[0].cells, [Cell::Count(3)]);
    }
}
