//! The ledger of IRIs: which record gave an IRI its name, and which records it stood for when last merged.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::cells::Cells;
use super::table::{self, Row};
use crate::diagnostic::Report;
use crate::shape::shape;
use crate::source::Source;

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

const ANCHOR: &str = "anchor";
const MEMBER: &str = "member";
const OPT_OUT: &str = "opt-out";

const LIVE: &str = "live";
const WITHDRAWN: &str = "withdrawn";
const REPLACED: &str = "replaced";

impl Ledger {
    /// Reads a ledger. What is wrong with it goes into the report, each mistake with its cell; sound rows are kept.
    #[must_use]
    pub fn read(source: &Arc<Source>, report: &mut Report) -> Self {
        let mut ledger = Self::default();
        let mut cells = Cells { source, report, head: &HEAD };
        let rows = cells.rows(source.text(), &[0, 1, 3, 4]);
        // Where a column is not known, its cells are not either.
        let is_known = cells.found() == 0;
        for row in rows.into_iter().filter(|_| is_known) {
            match row.cell(4) {
                OPT_OUT => drop(ledger.opted_out.insert(row.cell(0).to_owned())),
                role => ledger.entries.extend(entry(&row, role, &mut cells)),
            }
        }
        report.sort();
        ledger
    }

    /// What a ledger says became of IRIs that are no longer in use, as [`Self::write`] takes it.
    #[must_use]
    pub fn retired(text: &str) -> BTreeMap<String, Option<String>> {
        let fate = |row: &Row| match row.cell(6) {
            WITHDRAWN => Some(None),
            REPLACED => Some(Some(row.cell(7).to_owned())),
            _ => None,
        };
        table::rows(text, &HEAD).filter_map(|row| Some((row.cell(0).to_owned(), fate(&row)?))).collect()
    }

    /// Writes the ledger, with what became of each IRI.
    #[must_use]
    pub fn write(&self, retired: &BTreeMap<String, Option<String>>) -> String {
        let entry = |entry: &Entry| {
            let role = if entry.is_anchor { ANCHOR } else { MEMBER };
            let (status, by) = match retired.get(&entry.iri) {
                None => (LIVE, ""),
                Some(None) => (WITHDRAWN, ""),
                Some(Some(by)) => (REPLACED, by.as_str()),
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

/// A row as an entry; none where a cell of it is at fault.
fn entry(row: &Row, role: &str, cells: &mut Cells) -> Option<Entry> {
    let before = cells.found();
    for at in [0, 3] {
        cells.filled(row, at, "write an IRI");
    }
    cells.word(row, 1, shape().classes.iter().map(|class| class.name.as_str()));
    cells.word(row, 4, [ANCHOR, MEMBER, OPT_OUT].into_iter());
    if !row.cell(6).is_empty() {
        cells.word(row, 6, [LIVE, WITHDRAWN, REPLACED].into_iter());
    }
    let since = since(row, cells);
    let is_sound = cells.found() == before;
    let cell = |at: usize| row.cell(at).to_owned();
    let (iri, class, source, key) = (cell(0), cell(1), cell(2), cell(3));
    is_sound.then_some(Entry { iri, class, source, key, is_anchor: role == ANCHOR, since })
}

/// The run in which an IRI was given; members have none.
fn since(row: &Row, cells: &mut Cells) -> u32 {
    let text = row.cell(5);
    let since = text.parse();
    if since.is_err() && !text.is_empty() {
        cells.push(row, 5, format!("\"{text}\" is no number of a run"), "write a whole number from 1".to_owned());
    }
    since.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::cells::told;
    use super::*;

    fn read(text: &str) -> (Ledger, Vec<String>) {
        told(text, Ledger::read)
    }

    #[test]
    fn a_ledger_comes_back() {
        let text = "iri\ttype\tsource\tkey\trole\tsince\tstatus\treplacedBy\nx:a\tPerson\ts\tx:a\tanchor\t1\tlive\t\nx:b\tPerson\tt\tx:b\tanchor\t2\treplaced\tx:a\nsha256:00\t\t\t\topt-out\n";
        let (ledger, faults) = read(text);
        assert_eq!(faults, [""; 0]);
        assert_eq!((ledger.entries.len(), ledger.opted_out.len()), (2, 1));
        let retired = BTreeMap::from([("x:b".to_owned(), Some("x:a".to_owned()))]);
        assert_eq!(ledger.write(&retired), text);
        assert_eq!(Ledger::retired(text), retired);
    }

    #[test]
    fn every_mistake_is_told_at_its_cell_in_one_run() {
        let text = "x:a\tPersn\ts\tx:a\tancor\t1\tlive\n\tPerson\ts\t\tmember\t\tgone\nx:c\tPerson\ts\tx:c\tanchor\tone\twithdrwan\nx:d\tPerson\ts\tx:d\tanchor\t1\n";
        let (ledger, faults) = read(text);
        let wanted = [
            "1:5 \"Persn\" is no type that there is; did you mean \"Person\"?",
            "1:17 \"ancor\" is no role that there is; did you mean \"anchor\"?",
            "2:1 the cell \"iri\" is empty; write an IRI",
            "2:11 the cell \"key\" is empty; write an IRI",
            "2:20 \"gone\" is no status that there is; write one of live, withdrawn, replaced",
            "3:25 \"one\" is no number of a run; write a whole number from 1",
            "3:29 \"withdrwan\" is no status that there is; did you mean \"withdrawn\"?",
        ];
        assert_eq!(faults, wanted);
        // What is sound is kept beside it.
        assert_eq!(ledger.entries.iter().map(|entry| entry.iri.as_str()).collect::<Vec<_>>(), ["x:d"]);
    }
}
