//! Which records are not of one entity, whatever their weight.
//!
//! Most reasons are slots: a record that has one value in a slot is not of the entity of another value in it. The number of an
//! authority is one, the code within an edition, the seat in a session, when and where a source has a session, a source without
//! duplicates.

use std::collections::{BTreeMap, BTreeSet};

use super::Rules;
use super::decisions::Verdict;
use super::fields::{authority_ids, class, folded, seats};
use super::world::{Node, NodeId, World};

/// Why two records are not of one entity.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum CannotLink {
    /// Somebody decided so.
    Decided,
    /// One is part of the other.
    Part,
    /// They are of different types.
    Type,
    /// They have different values in a slot.
    Slot { slot: String, left: String, right: String },
}

/// The value of each slot.
pub(super) type Slots = BTreeMap<String, BTreeSet<String>>;

/// The slots of each node, but for those that hang on clusters of others.
pub(super) fn slots(world: &World) -> Vec<Slots> {
    let seats = seats(world);
    let (person, organization) = (class("Person"), class("Organization"));
    let slots = |(at, node): (usize, &Node)| {
        let mut slots = Slots::new();
        let mut put = |slot: String, value: String| slots.entry(slot).or_default().insert(value);
        for (authority, id) in authority_ids(node) {
            put(authority.to_owned(), id);
        }
        // Many countries have a ministry of one name.
        if let Some(country) = node.text("country").filter(|_| node.class == organization) {
            put("country".to_owned(), country.to_owned());
        }
        if node.class == person {
            for seat in &seats[at] {
                put(format!("a participant of {}", world.name(*seat)), folded(node));
            }
        }
        let source = &world.sources()[node.source];
        // What a source has at two times, or in two rooms, is two parts of a series, or goes on later.
        if let Some(held) = held(world, node) {
            put(format!("a session of {}", source.id), held);
        }
        if source.duplicate_free && !node.is_part() {
            put(format!("{} without duplicates", source.id), node.iri.clone());
        }
        slots
    };
    world.nodes().iter().enumerate().map(slots).collect()
}

/// When a session begins, and where it is.
fn held(world: &World, node: &Node) -> Option<String> {
    let start = node.text("start").filter(|_| node.class == class("Session"))?.parse::<jiff::Timestamp>().ok()?;
    let place = world.refs(node, "place").next().map(|place| folded(&world.nodes()[place])).unwrap_or_default();
    Some(format!("{start} {place}").trim_end().to_owned())
}

/// The first slot in which two differ.
pub(super) fn clash(left: &Slots, right: &Slots) -> Option<CannotLink> {
    left.iter().find_map(|(slot, values)| {
        let others = right.get(slot).filter(|others| others.is_disjoint(values))?;
        let (left, right) = (values.first()?.clone(), others.first()?.clone());
        Some(CannotLink::Slot { slot: slot.clone(), left, right })
    })
}

/// The pairs that are kept apart each for itself.
pub(super) fn pairs(world: &World, rules: &Rules) -> Vec<(NodeId, NodeId, CannotLink)> {
    let mut pairs = Vec::new();
    for decision in rules.decisions.of(Verdict::Different) {
        for left in world.named(&decision.left) {
            pairs.extend(world.named(&decision.right).into_iter().map(|right| (left, right, CannotLink::Decided)));
        }
    }
    for (at, node) in world.nodes().iter().enumerate() {
        for field in ["unitOf", "containedInPlace", "broader", "partOf"] {
            pairs.extend(
                world.refs(node, field).filter(|whole| *whole != at).map(|whole| (at, whole, CannotLink::Part)),
            );
        }
    }
    pairs
}
