//! What belongs to one session alone: participations, questions, resources, outcomes. Two are one when they belong to one
//! session and have one key there.

use std::collections::BTreeMap;

use super::cluster::{State, Why};
use super::exact::part_key;
use super::world::NodeId;

/// Joins the parts of sessions, once sessions and people are known.
pub(super) fn join(state: &mut State) {
    let mut groups: BTreeMap<(NodeId, usize, String), Vec<NodeId>> = BTreeMap::new();
    for (at, node) in state.world.nodes().iter().enumerate().filter(|(_, node)| !node.is_part()) {
        for field in node.class().fields.iter().filter(|field| !field.classes().is_empty()) {
            for part in state.world.refs(node, &field.name).filter(|part| state.world.nodes()[*part].is_part()) {
                let part_node = &state.world.nodes()[part];
                if let Some(key) = part_key(state, part_node) {
                    groups.entry((state.cluster(at), part_node.class, key)).or_default().push(part);
                }
            }
        }
    }
    for members in groups.into_values() {
        members.windows(2).filter(|pair| pair[0] != pair[1]).for_each(|pair| {
            state.join(pair[0], pair[1], Why::Key, 0);
        });
    }
    same_iri(state);
}

/// Parts that two sources know by one IRI.
fn same_iri(state: &mut State) {
    let world = state.world;
    for (at, node) in world.nodes().iter().enumerate().filter(|(_, node)| node.is_part()) {
        let first = world.of_iri(&node.iri).iter().find(|other| world.nodes()[**other].class == node.class);
        if let Some(first) = first.filter(|first| **first != at) {
            state.join(*first, at, Why::Iri, 0);
        }
    }
}
