//! What comparing needs to know of a node, beyond its own fields.

use super::world::{Node, NodeId, World};
use crate::link::normalize::{fold, squeeze};
use crate::shape::{ClassId, shape};
use crate::vocab;

/// A class by its name.
pub(super) fn class(name: &str) -> ClassId {
    shape().class(name).unwrap_or(usize::MAX)
}

/// The authorities that give people and organizations numbers of their own.
pub(super) const AUTHORITIES: [(&str, &str); 4] = [
    ("orcid", vocab::orcid::NS),
    ("wikidata", vocab::wikidata::NS),
    ("isni", vocab::isni::NS),
    ("ror", vocab::ror::NS),
];

/// The numbers that authorities gave to a node: in their fields, else in its IRI or in what it is the same as.
pub(super) fn authority_ids(node: &Node) -> Vec<(&'static str, String)> {
    let of = |(field, namespace): (&'static str, &str)| {
        let elsewhere = || {
            let iris = std::iter::once(node.iri.as_str()).chain(node.texts("sameAs"));
            iris.filter_map(|iri| iri.strip_prefix(namespace)).min().map(str::to_owned)
        };
        let id = node.text(field).map(str::to_owned).or_else(elsewhere)?;
        Some((field, squeeze(&id).to_ascii_lowercase()))
    };
    AUTHORITIES.into_iter().filter_map(of).collect()
}

/// The name of a node in the form in which names compare; empty where it has none.
pub(super) fn folded(node: &Node) -> String {
    node.label().map(fold).unwrap_or_default()
}

/// The sessions of a source with the people and organizations in them: a session for each agent that takes part.
pub(super) fn seats(world: &World) -> Vec<Vec<NodeId>> {
    let mut seats = vec![Vec::new(); world.nodes().len()];
    let session = class("Session");
    for (at, node) in world.nodes().iter().enumerate().filter(|(_, node)| node.class == session) {
        for agent in agents(world, node) {
            seats[agent].push(at);
        }
    }
    for list in &mut seats {
        list.sort_unstable();
        list.dedup();
    }
    seats
}

/// Who takes part in a session.
pub(super) fn agents<'w>(world: &'w World, session: &'w Node) -> impl Iterator<Item = NodeId> + use<'w> {
    let parts = world.refs(session, "participations");
    parts.flat_map(|part| world.refs(&world.nodes()[part], "agent").collect::<Vec<_>>())
}

/// The organizations that each person comes from.
pub(super) fn affiliations(world: &World) -> Vec<Vec<NodeId>> {
    let mut found = vec![Vec::new(); world.nodes().len()];
    let participation = class("Participation");
    for node in world.nodes().iter().filter(|node| node.class == participation) {
        for agent in world.refs(node, "agent") {
            found[agent].extend(world.refs(node, "affiliation"));
        }
    }
    found
}

/// The names of a node and of all that it is part of, by one field, from the innermost.
pub(super) fn chain(world: &World, node: NodeId, field: &str) -> Vec<String> {
    const LONGEST: usize = 16;
    let mut names = Vec::new();
    let mut next = Some(node);
    while let Some(node) = next.filter(|_| names.len() < LONGEST) {
        let node = &world.nodes()[node];
        names.push(folded(node));
        next = world.refs(node, field).next();
    }
    names
}

/// A moment as seconds; none where it has no offset.
pub(super) fn seconds(text: &str) -> Option<i64> {
    text.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_second)
}

/// A text in the form in which texts compare; as it is where nothing is left of it then.
pub(super) fn fold_text(text: &str) -> String {
    let folded = fold(text);
    if folded.is_empty() { text.to_owned() } else { folded }
}
