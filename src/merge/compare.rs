//! What two runs say of IRIs: which merged, split, moved, came or went. A run is known by its ledger.

use std::collections::{BTreeMap, BTreeSet};

use super::ledger::Ledger;
use super::name::current;

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
    /// An IRI whose records are all gone.
    Withdrawn { iri: String },
}

/// Compares two ledgers.
#[must_use]
pub fn changes(before: &Ledger, after: &Ledger, gone: &BTreeSet<String>) -> Vec<Change> {
    let (old, new) = (current(before), current(after));
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
    let known: BTreeSet<&String> = old.values().collect();
    let added =
        new.values().filter(|iri| !known.contains(iri) && !backward.contains_key(iri.as_str()) && !gone.contains(*iri));
    changes.extend(added.map(|iri| Change::Added { iri: iri.clone() }));
    changes.extend(gone.iter().filter(|iri| known.contains(iri)).map(|iri| Change::Withdrawn { iri: iri.clone() }));
    changes.into_iter().collect()
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
            Change::Withdrawn { iri } => format!("withdrawn  {iri}"),
        }
    }
}
