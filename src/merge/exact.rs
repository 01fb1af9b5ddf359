//! Records that are of one entity because they share a key: an IRI, the number of an authority, a natural key.

use std::collections::BTreeMap;

use super::acronym;
use super::cluster::{State, Why};
use super::fields::{authority_ids, chain, folded, seconds};
use super::world::{Node, NodeId};
use crate::link::normalize::squeeze;
use crate::shape::ClassId;

/// A key, with the reason that it gives.
type Key = (Why, String);

/// The most records of one key whose pairs are all listed.
const ALL_PAIRS: usize = 64;

/// The pairs of a class that share a key, best reasons first.
pub(super) fn pairs(state: &State, class: ClassId) -> Vec<(Why, NodeId, NodeId)> {
    let mut groups: BTreeMap<Key, Vec<NodeId>> = BTreeMap::new();
    for (at, node) in state.world.nodes().iter().enumerate().filter(|(_, node)| node.class == class) {
        for key in keys(state, at, node) {
            groups.entry(key).or_default().push(at);
        }
    }
    let mut pairs: Vec<(Why, NodeId, NodeId)> = Vec::new();
    for ((why, _), members) in groups {
        for (at, left) in members.iter().enumerate() {
            let most = if members.len() <= ALL_PAIRS { members.len() } else { (at + 2).min(members.len()) };
            pairs.extend(members[at + 1..most].iter().filter(|right| *right != left).map(|right| (why, *left, *right)));
        }
    }
    for (at, node) in state.world.nodes().iter().enumerate().filter(|(_, node)| node.class == class) {
        let others = node.texts("sameAs").flat_map(|iri| state.world.of_iri(iri));
        let others = others.filter(|other| state.world.nodes()[**other].class == class && **other != at);
        pairs.extend(others.map(|other| (Why::SameAs, at.min(*other), at.max(*other))));
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

fn keys(state: &State, at: NodeId, node: &Node) -> Vec<Key> {
    let mut keys = vec![(Why::Iri, node.iri.clone())];
    keys.extend(authority_ids(node).into_iter().map(|(authority, id)| (Why::Authority, format!("{authority} {id}"))));
    keys.extend(natural(state, at, node).into_iter().map(|parts| (Why::Key, parts.join("\n"))));
    keys
}

/// The natural keys of a node, in the form in which they compare; none where a part is missing.
fn natural(state: &State, at: NodeId, node: &Node) -> Vec<Vec<String>> {
    let name = || Some(folded(node)).filter(|name| !name.is_empty());
    let code = |field: &str| node.text(field).map(|text| squeeze(text).to_lowercase()).filter(|code| !code.is_empty());
    let of = |field: &str| state.token(node, field);
    let whole =
        |field: &str| Some(chain(state.world, at, field)).filter(|chain| chain.iter().all(|name| !name.is_empty()));
    let key = |parts: &[Option<String>]| parts.iter().cloned().collect::<Option<Vec<String>>>();
    match node.class().name.as_str() {
        "Forum" => key(&[name()]).into_iter().collect(),
        "Organization" => {
            let acronyms = acronym::own(node).into_iter().filter(|acronym| !state.is_ambiguous(acronym));
            acronyms.map(|acronym| vec!["acronym".to_owned(), acronym]).chain(whole("unitOf")).collect()
        }
        "Place" => whole("containedInPlace").into_iter().collect(),
        "Concept" => {
            let scheme = node.text("inScheme").map(str::to_owned);
            [key(&[scheme.clone(), code("notation")]), key(&[scheme, name()])].into_iter().flatten().collect()
        }
        "Edition" => [key(&[of("forum"), code("identifier")]), key(&[of("forum"), code("year"), name()])]
            .into_iter()
            .flatten()
            .collect(),
        "Session" => {
            let start = node.text("start").and_then(seconds).map(|start| start.to_string());
            let codes = state.code(node).into_iter().map(|(system, code)| vec![system, code]);
            codes.chain(key(&[of("edition"), start, name()])).collect()
        }
        "Person" => {
            let seat = |session: &NodeId| key(&[Some(state.cluster_token(*session)), name()]);
            state.seats(at).iter().filter_map(seat).collect()
        }
        _ => Vec::new(),
    }
}

/// The key of a part within what it belongs to; none where its class has none, so that each stands for itself.
pub(super) fn part_key(state: &State, node: &Node) -> Option<String> {
    let text = || node.label().map(super::fields::fold_text);
    let code = |field: &str| node.text(field).map(str::to_owned);
    match node.class().name.as_str() {
        "Participation" => Some(format!("{}\n{}", state.token(node, "agent")?, code("role")?)),
        "Resource" => Some(format!("{}\n{}", code("resourceKind")?, code("url")?)),
        "PolicyQuestion" => text(),
        "Outcome" => Some(format!("{}\n{}", code("outcomeKind")?, text()?)),
        _ => None,
    }
}
