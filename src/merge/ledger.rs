//! The ledger of IRIs: which record gave an IRI its name, and which records it stood for when last merged.

use std::collections::{BTreeMap, BTreeSet};

use super::table;
use crate::diagnostic::Error;

/// The head line of a ledger.
pub const HEAD: [&str; 8] = ["iri", "type", "source", "key", "role", "since", "status", "replacedBy"];

/// A record that an IRI stands for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    pub iri: String,
    pub class: String,
    pub source: String,
    /// The IRI that the source has for it.
    pub key: String,
    /// Whether the IRI was minted for this record, so that it stays with it.
    pub is_anchor: bool,
    /// The run in which the IRI was given, counted from 1: of two, the older one stays. 0 for members.
    pub since: u32,
}

/// All IRIs that were ever given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    pub entries: BTreeSet<Entry>,
    /// Hashes of people who asked to be left out.
    pub opted_out: BTreeSet<String>,
}

const OPT_OUT: &str = "opt-out";

impl Ledger {
    /// Reads a ledger.
    ///
    /// # Errors
    /// Where a row is none of a ledger.
    pub fn read(name: &str, text: &str) -> Result<Self, Error> {
        let mut ledger = Self::default();
        for row in table::rows(text, &HEAD) {
            let cell = |at: usize| row.cell(at).to_owned();
            match row.cell(4) {
                OPT_OUT => drop(ledger.opted_out.insert(cell(0))),
                role @ ("anchor" | "member") if !row.cell(0).is_empty() && !row.cell(3).is_empty() => {
                    let (iri, class, source, key) = (cell(0), cell(1), cell(2), cell(3));
                    let since = row.cell(5).parse().unwrap_or_default();
                    ledger.entries.insert(Entry { iri, class, source, key, is_anchor: role == "anchor", since });
                }
                _ => {
                    let message = format!("{name}:{}: this is no row of a ledger", row.line);
                    return Err(Error::usage(message).help("give the ledger as an earlier merge wrote it"));
                }
            }
        }
        Ok(ledger)
    }

    /// The IRIs that a ledger says nothing is left of.
    #[must_use]
    pub fn withdrawn(text: &str) -> BTreeSet<String> {
        table::rows(text, &HEAD).filter(|row| row.cell(6) == "withdrawn").map(|row| row.cell(0).to_owned()).collect()
    }

    /// Writes the ledger, with what became of each IRI.
    #[must_use]
    pub fn write(&self, retired: &BTreeMap<String, Option<String>>) -> String {
        let entry = |entry: &Entry| {
            let role = if entry.is_anchor { "anchor" } else { "member" };
            let (status, by) = match retired.get(&entry.iri) {
                None => ("live", ""),
                Some(None) => ("withdrawn", ""),
                Some(Some(by)) => ("replaced", by.as_str()),
            };
            let since = if entry.is_anchor { entry.since.to_string() } else { String::new() };
            let cells = [&entry.iri, &entry.class, &entry.source, &entry.key, role, &since, status, by];
            cells.map(str::to_owned).to_vec()
        };
        let opted_out = self
            .opted_out
            .iter()
            .map(|hash| vec![hash.clone(), String::new(), String::new(), String::new(), OPT_OUT.to_owned()]);
        table::write(&HEAD, self.entries.iter().map(entry).chain(opted_out))
    }

    /// The entries of each IRI.
    #[must_use]
    pub fn by_iri(&self) -> BTreeMap<&str, Vec<&Entry>> {
        let mut by_iri: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
        self.entries.iter().for_each(|entry| by_iri.entry(&entry.iri).or_default().push(entry));
        by_iri
    }
}

impl Entry {
    /// The record's place among others: its source, then its key there.
    pub(super) fn place(&self) -> (&str, &str) {
        (&self.source, &self.key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ledger_comes_back() {
        let text = "iri\ttype\tsource\tkey\trole\tsince\tstatus\treplacedBy\nx:a\tPerson\ts\tx:a\tanchor\t1\tlive\t\nx:b\tPerson\tt\tx:b\tanchor\t2\treplaced\tx:a\nsha256:00\t\t\t\topt-out\n";
        let ledger = Ledger::read("l", text).unwrap();
        assert_eq!((ledger.entries.len(), ledger.opted_out.len()), (2, 1));
        let retired = BTreeMap::from([("x:b".to_owned(), Some("x:a".to_owned()))]);
        assert_eq!(ledger.write(&retired), text);
        assert!(Ledger::read("l", "x:a\tPerson\ts\tx:a\tboss\n").is_err());
    }
}
