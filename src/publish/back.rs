//! What leads back to a record: the sessions that name it, the people that come from it, the records inside it.

use std::collections::{BTreeMap, BTreeSet};

use crate::collection::{Collection, Facts};

/// Links in the other direction, by the position of the record that is named.
#[derive(Debug, Default)]
pub(super) struct Back {
    /// Sessions, as positions among the facts.
    sessions: BTreeMap<usize, BTreeSet<usize>>,
    /// People who come from an organization at some session.
    people: BTreeMap<usize, BTreeSet<usize>>,
    /// Records of the same sort inside: units, rooms, narrower concepts, parts of a session, editions of a forum.
    inside: BTreeMap<usize, BTreeSet<usize>>,
}

/// The fields that say what a record is inside.
const ABOVE: &[(&str, &str)] = &[
    ("Session", "partOf"),
    ("Organization", "unitOf"),
    ("Place", "containedInPlace"),
    ("Concept", "broader"),
    ("Edition", "forum"),
];

impl Back {
    pub(super) fn of(collection: &Collection, facts: &Facts) -> Self {
        let mut back = Self::default();
        for (at, session) in facts.sessions.iter().enumerate() {
            let people = session.parts.iter().flat_map(|part| [part.agent, part.affiliation]).flatten();
            let single = [session.edition, session.forum, session.place, session.track].into_iter().flatten();
            let named = people.chain(single).chain(session.themes.iter().chain(&session.organizers).copied());
            for record in named {
                back.sessions.entry(record).or_default().insert(at);
            }
            for part in &session.parts {
                if let (Some(agent), Some(affiliation)) = (part.agent, part.affiliation) {
                    back.people.entry(affiliation).or_default().insert(agent);
                }
            }
        }
        for (class, field) in ABOVE {
            for (at, record) in collection.of_class(class) {
                let above = record.node().get(field).and_then(|above| collection.named(above));
                if let Some(above) = above.filter(|above| *above != at) {
                    back.inside.entry(above).or_default().insert(at);
                }
            }
        }
        back
    }

    pub(super) fn sessions(&self, record: usize) -> Vec<usize> {
        self.sessions.get(&record).into_iter().flatten().copied().collect()
    }

    pub(super) fn people(&self, record: usize) -> Vec<usize> {
        self.people.get(&record).into_iter().flatten().copied().collect()
    }

    pub(super) fn inside(&self, record: usize) -> Vec<usize> {
        self.inside.get(&record).into_iter().flatten().copied().collect()
    }
}
