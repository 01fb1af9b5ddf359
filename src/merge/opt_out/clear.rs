//! A world without some nodes, without what only meant something with them, and without their names in what is left.

use std::collections::{BTreeMap, BTreeSet};

use super::traces::Traces;
use super::{HASH, OptOut, hash};
use crate::merge::settings::Source;
use crate::merge::world::{Item, Snapshot, Value, World};
use crate::model::scalar::Term;
use crate::shape::{ClassId, Kind, shape};

/// Takes nodes out by their IRIs, then what only meant something with them, then their names in texts and IRIs. Gives the IRIs of
/// all that went, too.
pub(super) fn taken_out(
    world: World,
    mut gone: BTreeSet<String>,
    list: &OptOut,
    traces: &Traces,
) -> (World, BTreeSet<String>) {
    let known: BTreeSet<String> = world.nodes().iter().map(|node| node.iri.clone()).collect();
    let mut snapshots = world.into_snapshots();
    loop {
        let before = gone.len();
        for (_, snapshot) in &mut snapshots {
            snapshot.nodes.retain(|(iri, class), values| {
                // Sources refer to people that none of them has a record of.
                let is_gone = |to: &String| gone.contains(to) || !known.contains(to) && list.has(to);
                values.retain(|value| !matches!(&value.item, Item::Ref(to) if is_gone(to)));
                let is_whole = is_whole(*class, values);
                if !is_whole {
                    gone.insert(iri.clone());
                }
                is_whole && !gone.contains(iri)
            });
        }
        if gone.len() == before {
            break;
        }
    }
    let clearing = Clearing::of(&snapshots, traces);
    let cleared =
        snapshots.into_iter().map(|(source, snapshot)| (clearing.source(source), clearing.snapshot(snapshot)));
    (World::new(cleared.collect()), gone)
}

/// Whether a node still says what its class has to say.
fn is_whole(class: ClassId, values: &BTreeSet<Value>) -> bool {
    let class = &shape()[class];
    let required = (0..class.fields.len()).filter(|at| class.is_required(*at) && class.fields[*at].iri.is_some());
    required.into_iter().all(|at| values.iter().any(|value| value.field == at))
}

/// Takes names out of what is left.
struct Clearing<'t> {
    traces: &'t Traces,
    /// The IRIs that have names in them, and those that stand for them.
    iris: BTreeMap<String, String>,
}

/// Digits of a hash that keep two IRIs apart.
const DIGITS: usize = 8;

impl<'t> Clearing<'t> {
    /// Finds a new IRI for each that has a name in it. Where two became one, they are told apart by a hash of what is said of
    /// them: a hash of the old IRI would tell who it was.
    fn of(snapshots: &[(Source, Snapshot)], traces: &'t Traces) -> Self {
        let mut clearing = Self { traces, iris: BTreeMap::new() };
        let mut olds: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for ((iri, _), values) in snapshots.iter().flat_map(|(_, snapshot)| &snapshot.nodes) {
            let refs = values.iter().filter_map(|value| match &value.item {
                Item::Ref(to) => Some(to),
                Item::Text(_) => None,
            });
            for iri in std::iter::once(iri).chain(refs) {
                olds.entry(traces.iri(iri).unwrap_or_else(|| iri.clone())).or_default().insert(iri);
            }
        }
        for (new, olds) in olds {
            let is_one = olds.len() == 1;
            for old in olds.into_iter().filter(|old| *old != new) {
                let own = if is_one { new.clone() } else { format!("{new}-{}", clearing.told(old, snapshots)) };
                clearing.iris.insert(old.to_owned(), own);
            }
        }
        clearing
    }

    /// A hash of what is said of an IRI once names are taken out.
    fn told(&self, iri: &str, snapshots: &[(Source, Snapshot)]) -> String {
        let mut said = BTreeSet::new();
        for ((_, class), values) in
            snapshots.iter().flat_map(|(_, snapshot)| &snapshot.nodes).filter(|((known, _), _)| known == iri)
        {
            for value in values {
                let text = match &value.item {
                    Item::Ref(to) => self.traces.iri(to).unwrap_or_else(|| to.clone()),
                    Item::Text(text) => self.traces.text(text).unwrap_or_else(|| text.clone()),
                };
                said.insert(format!("{class} {} {} {text}\n", value.field, value.tag));
            }
        }
        hash(&said.into_iter().collect::<String>())[HASH.len()..][..DIGITS].to_owned()
    }

    fn source(&self, source: Source) -> Source {
        let title = source.title.map(|title| self.traces.text(&title).unwrap_or(title));
        Source { title, ..source }
    }

    fn snapshot(&self, snapshot: Snapshot) -> Snapshot {
        let mut cleared = Snapshot::default();
        let mut dropped = BTreeSet::new();
        for ((iri, class), values) in snapshot.nodes {
            let iri = self.iri(iri);
            let values: BTreeSet<Value> = values.into_iter().filter_map(|value| self.value(class, value)).collect();
            if is_whole(class, &values) {
                cleared.nodes.entry((iri, class)).or_default().extend(values);
            } else {
                dropped.insert(iri);
            }
        }
        for values in cleared.nodes.values_mut() {
            values.retain(|value| !matches!(&value.item, Item::Ref(iri) if dropped.contains(iri)));
        }
        cleared
    }

    fn iri(&self, iri: String) -> String {
        self.iris.get(&iri).cloned().unwrap_or(iri)
    }

    /// A value without names; none where nothing is left of it: a page of somebody leads nowhere without the name.
    fn value(&self, class: usize, value: Value) -> Option<Value> {
        let field = &shape()[class].fields[value.field];
        let item = match value.item {
            Item::Ref(iri) => Item::Ref(self.iri(iri)),
            Item::Text(text) => match (self.traces.text(&text), &field.kind) {
                (None, _) => Item::Text(text),
                (Some(cleared), Kind::Text | Kind::Texts) => Item::Text(cleared),
                (Some(cleared), Kind::Scalar(scalar))
                    if scalar.name == "Plain" && matches!(scalar.term, Term::Literal(_)) =>
                {
                    Item::Text(cleared)
                }
                _ => return None,
            },
        };
        Some(Value { item, ..value })
    }
}
