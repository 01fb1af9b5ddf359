//! Organizations of records and what they are in a register: an authority that is looked up in, and no source.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::links::Line;
use super::world::{Node, NodeId, World};
use super::{Entity, Merged};
use crate::link::authority::{Authority, Match, Query, resolve};
use crate::link::probability;
use crate::shape::shape;

/// The lines that say which organizations of a register the organizations of a merge are, or are units of; each of them once, and
/// none for those that have a number of the register already.
#[must_use]
pub fn lines(world: &World, merged: &Merged, authority: &Authority, threshold: i64) -> Vec<Line> {
    let is_organization = |entity: &&Entity| shape()[entity.class].name == "Organization";
    let organizations: Vec<&Entity> = merged.entities.iter().filter(is_organization).collect();
    let of = |entity: &&Entity| {
        let best = entity.members.iter().flat_map(|node| found(world, *node, authority));
        let best = best
            .filter(|found| found.weight() > threshold)
            .max_by_key(|found| (found.is_whole, found.weight(), std::cmp::Reverse(found.entity.iri.as_str())))?;
        let label = entity.members.first().and_then(|node| world.nodes()[*node].label()).unwrap_or_default();
        Some(line(&entity.iri, label, &best))
    };
    organizations.par_iter().filter_map(of).collect()
}

fn line(iri: &str, label: &str, found: &Match) -> Line {
    Line {
        subject: iri.to_owned(),
        subject_label: label.to_owned(),
        // A string that says more names a unit of what was found.
        predicate: if found.is_whole { "skos:closeMatch" } else { "skos:broadMatch" },
        object: found.entity.iri.clone(),
        object_label: found.entity.label().to_owned(),
        justification: "semapv:CompositeMatching",
        confidence: format!("{:.4}", probability(found.weight())),
        comment: format!("named \"{}\"", found.words),
    }
}

/// The organizations that a record may be, of which its first unit says most.
fn found<'a>(world: &World, node: NodeId, authority: &'a Authority) -> Vec<Match<'a>> {
    let node = &world.nodes()[node];
    if node.text("ror").is_some_and(|ror| authority.has(ror)) {
        return Vec::new();
    }
    let whole: Vec<&str> = chain(world, node).iter().filter_map(|whole| whole.label()).collect();
    let names: BTreeSet<&str> =
        ["name", "alternateName", "acronym"].into_iter().flat_map(|field| node.texts(field)).collect();
    let texts =
        names.into_iter().map(|name| std::iter::once(name).chain(whole.iter().copied()).collect::<Vec<_>>().join(", "));
    let query = |text: String| {
        let query = Query { text: &text, country: node.text("country"), url: node.text("url") };
        resolve(authority, &query)
    };
    texts.flat_map(query).collect()
}

/// What a record is a unit of, the nearest first; a circle ends where it began.
fn chain<'w>(world: &'w World, node: &'w Node) -> Vec<&'w Node> {
    let mut chain: Vec<&Node> = Vec::new();
    let mut at = node;
    while let Some(next) = world.refs(at, "unitOf").next().map(|of| &world.nodes()[of]) {
        if std::ptr::eq(next, node) || chain.iter().any(|known| std::ptr::eq(*known, next)) {
            break;
        }
        chain.push(next);
        at = next;
    }
    chain
}
