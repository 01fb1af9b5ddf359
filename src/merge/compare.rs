//! What two runs say of IRIs: which merged, split, moved, came or went. A run is known by its ledger.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::ledger::Ledger;
use super::name::{Record, current};
use crate::diagnostic::Report;
use crate::source::Source;

/// What became of IRIs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Several IRIs of the first run are one in the second.
    Merged { from: Vec<String>, to: String },
    /// One IRI of the first run is several in the second.
    Split { from: String, to: Vec<String> },
    /// A record of a source is told under another IRI.
    Moved { record: String, from: String, to: String },
    /// An IRI that only the second run has, of records that the first one did not have.
    Added { iri: String },
    /// An IRI that the first run had withdrawn, and that is in use again.
    Returned { iri: String },
    /// An IRI of the first run whose records are all gone.
    Withdrawn { iri: String },
}

/// A run, as its ledger tells of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Run {
    pub ledger: Ledger,
    /// IRIs that are not in use, with the one that took their place; none where nothing is left.
    pub retired: BTreeMap<String, Option<String>>,
}

impl Run {
    /// Reads a ledger with what it says became of IRIs. What is wrong with it goes into the report.
    #[must_use]
    pub fn read(source: &Arc<Source>, report: &mut Report) -> Self {
        Self { ledger: Ledger::read(source, report), retired: Ledger::retired(source.text()) }
    }

    /// The IRI of each record. One that is gone is told under the IRI that took the place of its own.
    fn told(&self) -> BTreeMap<Record, String> {
        let mut told = current(&self.ledger);
        for iri in told.values_mut() {
            if let Some(Some(by)) = self.retired.get(iri) {
                iri.clone_from(by);
            }
        }
        told
    }

    fn is_withdrawn(&self, iri: &str) -> bool {
        self.retired.get(iri).is_some_and(Option::is_none)
    }
}

/// Compares two runs. Of equal ones nothing is told.
#[must_use]
pub fn changes(before: &Run, after: &Run) -> Vec<Change> {
    let (old, new) = (before.told(), after.told());
    let mut changes = BTreeSet::new();
    let mut forward: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut backward: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (record, from) in &old {
        if let Some(to) = new.get(record) {
            forward.entry(from).or_default().insert(to);
            backward.entry(to).or_default().insert(from);
            if from != to {
                changes.insert(Change::Moved {
                    record: format!("{} {}", record.1, record.2),
                    from: from.clone(),
                    to: to.clone(),
                });
            }
        }
    }
    let owned = |set: &BTreeSet<&str>| set.iter().map(|iri| (*iri).to_owned()).collect::<Vec<_>>();
    changes.extend(
        backward
            .iter()
            .filter(|(_, from)| from.len() > 1)
            .map(|(to, from)| Change::Merged { from: owned(from), to: (*to).to_owned() }),
    );
    changes.extend(
        forward
            .iter()
            .filter(|(_, to)| to.len() > 1)
            .map(|(from, to)| Change::Split { from: (*from).to_owned(), to: owned(to) }),
    );
    let known: BTreeSet<&str> = old.values().map(String::as_str).collect();
    changes.extend(came_and_went((before, &known), after, &new, |iri| backward.contains_key(iri)));
    changes.into_iter().collect()
}

/// The IRIs that came, came back or went. Tombstones that were there before are no news.
fn came_and_went(
    (before, known): (&Run, &BTreeSet<&str>),
    after: &Run,
    new: &BTreeMap<Record, String>,
    is_from_before: impl Fn(&str) -> bool,
) -> Vec<Change> {
    let (gone, live): (BTreeSet<&str>, BTreeSet<&str>) =
        new.values().map(String::as_str).partition(|iri| after.is_withdrawn(iri));
    let told = live.into_iter().filter_map(|iri| match before.is_withdrawn(iri) {
        true => Some(Change::Returned { iri: iri.to_owned() }),
        false if known.contains(iri) || is_from_before(iri) => None,
        false => Some(Change::Added { iri: iri.to_owned() }),
    });
    let went = gone.into_iter().filter(|iri| known.contains(iri) && !before.is_withdrawn(iri));
    told.chain(went.map(|iri| Change::Withdrawn { iri: iri.to_owned() })).collect()
}

impl Change {
    /// The change in a line of words.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Change::Merged { from, to } => format!("merged     {} into {to}", from.join(", ")),
            Change::Split { from, to } => format!("split      {from} into {}", to.join(", ")),
            Change::Moved { record, from, to } => format!("moved      {record} from {from} to {to}"),
            Change::Added { iri } => format!("added      {iri}"),
            Change::Returned { iri } => format!("returned   {iri}"),
            Change::Withdrawn { iri } => format!("withdrawn  {iri}"),
        }
    }
}
