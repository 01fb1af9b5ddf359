//! Values as they are told: ids, names and codes of nodes, and what kind of change a value makes.

use super::Value;
use super::graph::{APART, Graph, Name, Node};
use super::kind::Kind;
use super::pairs::{Pairs, Side};
use crate::model::Scheme;
use crate::rdf::naming::NO_BASE;
use crate::shape;

/// The id of a node as it is shown: not without base, and not where it has none.
pub(super) fn id(pairs: &Pairs, node: &Node) -> Option<String> {
    shown(pairs.names.text(node.name))
}

pub(super) fn shown(id: &str) -> Option<String> {
    let id = id.split(APART).next().unwrap_or(id);
    (!id.starts_with("_:")).then(|| id.strip_prefix(NO_BASE).unwrap_or(id).to_owned())
}

/// A node as a value.
pub(super) fn node_value(pairs: &Pairs, graph: &Graph, name: Name) -> Value {
    let node = graph.get(name);
    let label = node.and_then(|node| node.label(pairs.names)).map(str::to_owned);
    Value::Node { id: shown(pairs.names.text(name)), name: label }
}

/// What is worth knowing of a part that is on one side only: a participant's role and organization, what a resource is.
pub(super) fn details(pairs: &Pairs, side: Side, part: &Node) -> Vec<Value> {
    let graph = pairs.graph(side);
    let mut details = Vec::new();
    for field in ["role", "status", "resourceKind", "outcomeKind"] {
        let kind = part.class().field(field).map(|field| &field.kind);
        if let (Some(kind), Some(text)) = (kind, part.text(field)) {
            details.push(Value::Plain { text: text.to_owned(), label: label(kind, text) });
        }
    }
    details.extend(part.refs("affiliation").map(|name| node_value(pairs, graph, name)));
    details
}

/// The label of a code.
pub(super) fn label(kind: &shape::Kind, text: &str) -> Option<String> {
    let shape::Kind::Code(scheme) = kind else { return None };
    let Scheme { sets, .. } = scheme;
    let row = sets.iter().find_map(|set| set.row(text.strip_prefix(set.prefix)?));
    row.map(|row| row.label.clone().into_owned())
}

/// What a change of a part is about: who takes part, or the part itself.
pub(super) fn part(pairs: &Pairs, side: Side, part: &Node) -> Value {
    let graph = pairs.graph(side);
    if let Some(agent) = part.refs("agent").next() {
        return node_value(pairs, graph, agent);
    }
    let said = part.text("text").or_else(|| part.label(pairs.names)).or_else(|| part.text("url"));
    let id = id(pairs, part).filter(|_| part.is_named);
    Value::Node { id, name: said.map(str::to_owned) }
}

/// What it is when a part of a list is gone, and when it is new.
pub(super) fn part_kinds(field: &str) -> (Kind, Kind) {
    match field {
        "participations" => (Kind::ParticipantRemoved, Kind::ParticipantAdded),
        "policyQuestions" => (Kind::QuestionRemoved, Kind::QuestionAdded),
        "resources" => (Kind::ResourceRemoved, Kind::ResourceAdded),
        "outcomes" => (Kind::OutcomeRemoved, Kind::OutcomeAdded),
        _ => (Kind::Changed, Kind::Changed),
    }
}

/// What another event status is.
pub(super) fn event_status(old: Option<&str>, new: Option<&str>) -> Kind {
    match new {
        Some("EventCancelled") => Kind::Cancelled,
        Some("EventPostponed") => Kind::Postponed,
        Some("EventRescheduled") => Kind::Rescheduled,
        Some("EventMovedOnline") => Kind::MovedOnline,
        _ if matches!(old, Some("EventCancelled" | "EventPostponed")) => Kind::Reinstated,
        _ => Kind::Changed,
    }
}

/// What another status of a participant is.
pub(super) fn participant_status(new: Option<&str>) -> Kind {
    match new {
        Some("confirmed") => Kind::ParticipantConfirmed,
        Some("declined" | "cancelled") => Kind::ParticipantDeclined,
        _ => Kind::ParticipantStatus,
    }
}
