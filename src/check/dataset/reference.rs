//! Ids and references: used twice, leading nowhere, leading to the wrong type.

use super::{Findings, Spot};
use crate::check::{Run, check};
use crate::rdf::naming;
use crate::shape::{ClassId, shape};

check! {
    /// ## What it finds
    /// An `id` that two records of the input have, in one file or in two.
    ///
    /// ## Why it matters
    /// Each id names one thing. The statements of both records would become those of one.
    ///
    /// ## Example
    /// Bad: two sessions with `"id": "https://data.example.org/session/12"`
    ///
    /// Good: ids that end with `12` and `13`
    ///
    /// ## How to mend
    /// Correct one of the two. To say again what stands elsewhere, write only the id in its place.
    DUPLICATE_ID = "identity/duplicate-id", Error, Run::Elsewhere
}

check! {
    /// ## What it finds
    /// A record without id that nothing tells from another one of the input: whatever its IRI would be made from is the
    /// same in both.
    ///
    /// ## Why it matters
    /// Both would get one IRI, and the statements of both would become those of one.
    ///
    /// ## Example
    /// Bad: two sessions without id, both with `"title": "Opening"` and nothing else that identifies them
    ///
    /// Good: the same two, one with `"start": "2031-05-06T09:00:00Z"`, the other with `"start": "2032-05-04T09:00:00Z"`
    ///
    /// ## How to mend
    /// Give each its id, or what tells them apart: for a session its `edition` with its `identifier` or `start`, for a
    /// person an `orcid`, for an organization its `ror`. Where both say the same of one thing, keep one.
    SAME_KEY = "identity/same-key", Error, Run::Elsewhere
}

check! {
    /// ## What it finds
    /// A reference to a `#local` id that no record of the input has.
    ///
    /// ## Why it matters
    /// A local id means nothing outside the input, so the reference leads nowhere.
    ///
    /// ## Example
    /// Bad: `"agent": "#jane"` where no record has `"id": "#jane"`
    ///
    /// Good: `"agent": "#jane"` beside `{"type": "Person", "id": "#jane", "name": "Jane Doe"}`
    ///
    /// ## How to mend
    /// Define the record, correct the spelling, or write the absolute IRI of a record elsewhere. Files that refer to each
    /// other are validated together.
    DANGLING = "reference/dangling", Error, Run::Elsewhere
}

check! {
    /// ## What it finds
    /// A reference to a record of the input whose type cannot stand there.
    ///
    /// ## Why it matters
    /// A session held in a person, or an organization that is a unit of a room, makes no sense to anyone who counts.
    ///
    /// ## Example
    /// Bad: `"place": "#jane"` where `#jane` is a Person
    ///
    /// Good: `"place": "#room-1"` where `#room-1` is a Place
    ///
    /// ## How to mend
    /// Refer to a record of the right type.
    WRONG_TYPE = "reference/wrong-type", Error, Run::Elsewhere
}

#[derive(Debug, Clone, Copy)]
struct Definition {
    hash: u64,
    spot: Spot,
    class: u32,
    /// The record has no id; this is what it would be named from its natural key.
    minted: bool,
}

#[derive(Debug, Clone, Copy)]
struct Mention {
    hash: u64,
    spot: Spot,
    /// Bit `n` is set where class `n` will do.
    classes: u16,
    /// A `#local` id, which must be defined in the input.
    local: bool,
}

/// The ids and references of some records.
#[derive(Debug, Default)]
pub(super) struct References {
    definitions: Vec<Definition>,
    mentions: Vec<Mention>,
    /// Local ids of nodes inside records. The same node may stand in many records, so these are no definitions.
    inner: Vec<u64>,
}

impl References {
    pub(super) fn define(&mut self, hash: u64, spot: Spot, class: ClassId) {
        self.push(hash, spot, class, false);
    }

    /// A record without id, at its head, by the hash of the name that its natural key gives it.
    pub(super) fn define_by_key(&mut self, hash: u64, spot: Spot, class: ClassId) {
        self.push(hash, spot, class, true);
    }

    fn push(&mut self, hash: u64, spot: Spot, class: ClassId, minted: bool) {
        self.definitions.push(Definition { hash, spot, class: u32::try_from(class).unwrap_or(u32::MAX), minted });
    }

    pub(super) fn mention(&mut self, hash: u64, spot: Spot, classes: &[ClassId], local: bool) {
        let classes = classes.iter().fold(0, |bits, class| bits | 1 << class);
        self.mentions.push(Mention { hash, spot, classes, local });
    }

    pub(super) fn inner(&mut self, hash: u64) {
        self.inner.push(hash);
    }

    pub(super) fn append(&mut self, mut later: References) {
        self.definitions.append(&mut later.definitions);
        self.mentions.append(&mut later.mentions);
        self.inner.append(&mut later.inner);
    }

    /// Tells what is wrong, and leaves the definitions in order, so that they can be looked up.
    pub(super) fn check(&mut self, findings: &mut Findings) {
        self.definitions.sort_unstable_by_key(|definition| (definition.hash, definition.spot));
        self.inner.sort_unstable();
        for same in self.definitions.chunk_by(|left, right| left.hash == right.hash) {
            same[1..].iter().for_each(|later| later.duplicates(same[0].spot, findings));
        }
        for mention in &self.mentions {
            match self.definition(mention.hash) {
                Some(target) if mention.classes >> target.class & 1 == 0 => wrong_type(mention, target, findings),
                None if mention.local && self.inner.binary_search(&mention.hash).is_err() => {
                    dangling(mention.spot, findings);
                }
                _ => {}
            }
        }
    }

    fn definition(&self, hash: u64) -> Option<&Definition> {
        let at = self.definitions.partition_point(|definition| definition.hash < hash);
        self.definitions.get(at).filter(|definition| definition.hash == hash)
    }

    /// Whether the input defines the id as that of a record of a class.
    pub(super) fn is_a(&self, hash: u64, class: &str) -> bool {
        self.definition(hash).is_some_and(|definition| shape()[definition.class as usize].name == class)
    }
}

impl Definition {
    fn duplicates(&self, first: Spot, findings: &mut Findings) {
        if self.minted { same_key(self, first, findings) } else { duplicate(self.spot, first, findings) }
    }
}

fn same_key(later: &Definition, first: Spot, findings: &mut Findings) {
    let class = &shape()[later.class as usize].name;
    let message = format!("nothing tells this {class} from another one");
    findings.tell(&SAME_KEY, later.spot, message, |finding, sources| {
        let fields = naming::key_fields(class).join(", ");
        finding
            .label("both would get one IRI")
            .relate(first.place(sources), "the other")
            .help(format!("give each its id, or what tells them apart, of {fields}"))
    });
}

fn duplicate(spot: Spot, first: Spot, findings: &mut Findings) {
    findings.tell(&DUPLICATE_ID, spot, "this id is used by another record", |finding, sources| {
        let finding = finding.label("second").relate(first.place(sources), "first");
        finding.help("give each record its own id, or make one record of the two")
    });
}

fn wrong_type(mention: &Mention, target: &Definition, findings: &mut Findings) {
    let wanted: Vec<&str> = shape()
        .classes
        .iter()
        .enumerate()
        .filter(|(id, _)| mention.classes >> id & 1 == 1)
        .map(|(_, class)| class.name.as_str())
        .collect();
    let class = &shape()[target.class as usize].name;
    let message = format!("this id names a {class}, not a {}", wanted.join(" or a "));
    findings.tell(&WRONG_TYPE, mention.spot, message, |finding, sources| {
        finding.relate(target.spot.place(sources), "the record").help("refer to a record of the right type")
    });
}

fn dangling(spot: Spot, findings: &mut Findings) {
    findings.tell(&DANGLING, spot, "no record here has this local id", |finding, _| {
        finding.help("define it, correct the spelling, or write the absolute IRI of a record elsewhere")
    });
}
