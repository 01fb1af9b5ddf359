//! Nodes that several sessions may share, each in a record of its own.
//!
//! In normal form a node stands where it is met first, so that a new session could take a person or an organization
//! away from another one. Where there are several sessions, what is written for comparison keeps them apart.

use std::collections::HashMap;

use crate::doc::{Node, Value};
use crate::shape::{ClassId, Field, Kind, shape};

/// How many nodes may stand inside each other.
const MAX_NESTING: usize = 32;

/// Takes nodes that several sessions may share out of normal records. They come last, by id.
#[must_use]
pub fn apart(mut records: Vec<Node>) -> Vec<Node> {
    let mut shared = Vec::new();
    for record in &mut records {
        take_out(record, &mut shared);
    }
    shared.sort_by(|one, other| one.text("id").cmp(&other.text("id")));
    records.extend(shared);
    records
}

/// Whether normal records hold several sessions.
#[must_use]
pub fn has_several_sessions(records: &[Node]) -> bool {
    records.iter().map(sessions).sum::<usize>() > 1
}

fn class_of(node: &Node) -> Option<ClassId> {
    shape().class(node.text("type")?)
}

fn is(node: &Node, name: &str) -> bool {
    node.text("type") == Some(name)
}

/// Sessions that a record is or lists.
fn sessions(record: &Node) -> usize {
    let listed = record.get("sessions").filter(|_| is(record, "Dataset")).map_or(0, |list| list.items().len());
    listed + usize::from(is(record, "Session"))
}

/// Whether nodes of a class may belong to several sessions.
fn is_shared(class: ClassId) -> bool {
    let class = &shape()[class];
    class.is_root && class.name != "Session" && class.name != "Dataset"
}

fn take_out<'s>(node: &mut Node<'s>, shared: &mut Vec<Node<'s>>) {
    let is_dataset = is(node, "Dataset");
    let Some(class) = class_of(node) else { return };
    for member in node.as_object_mut().into_iter().flatten() {
        let Some(field) = shape()[class].field(&member.key).filter(|field| matches!(field.kind, Kind::Ref(_))) else {
            continue;
        };
        let stays = is_dataset && field.many;
        for item in items_mut(&mut member.node) {
            take_out(item, shared);
            let Some(id) = item.text("id").map(str::to_owned) else { continue };
            if !stays && class_of(item).is_some_and(is_shared) {
                let name = Node::string(id, item.span);
                shared.push(std::mem::replace(item, name));
            }
        }
    }
}

fn items_mut<'n, 's>(node: &'n mut Node<'s>) -> &'n mut [Node<'s>] {
    match node {
        Node { value: Value::Array(items), .. } => items,
        node => std::slice::from_mut(node),
    }
}

/// Puts records that others name by their id where they are named first: the reverse of [`apart`].
#[must_use]
pub fn together(records: Vec<Node>) -> Vec<Node> {
    let mut whole = Together { places: HashMap::new(), nodes: records.into_iter().map(Some).collect() };
    whole.index();
    let is_first = |node: &Option<Node>| node.as_ref().is_some_and(|node| is(node, "Dataset") || is(node, "Session"));
    let (first, later): (Vec<usize>, Vec<usize>) = (0..whole.nodes.len()).partition(|&at| is_first(&whole.nodes[at]));
    for at in first.into_iter().chain(later) {
        if let Some(mut node) = whole.nodes[at].take() {
            whole.put_in(&mut node, None, 0);
            whole.nodes[at] = Some(node);
        }
    }
    whole.nodes.into_iter().flatten().collect()
}

struct Together<'s> {
    /// Where a node that may be put elsewhere stands, by its id.
    places: HashMap<String, Place>,
    nodes: Vec<Option<Node<'s>>>,
}

struct Place {
    at: usize,
    /// Whether a dataset lists it, and so only that list may hold it.
    is_listed: bool,
}

impl<'s> Together<'s> {
    fn index(&mut self) {
        for (at, node) in self.nodes.iter().enumerate() {
            let Some(node) = node.as_ref().filter(|node| class_of(node).is_some_and(is_shared)) else { continue };
            if let Some(id) = node.text("id") {
                self.places.entry(id.to_owned()).or_insert(Place { at, is_listed: false });
            }
        }
        for dataset in self.nodes.iter().flatten().filter(|node| is(node, "Dataset")) {
            for item in dataset.as_object().unwrap_or_default().iter().flat_map(|member| member.node.items()) {
                if let Some(place) = item.as_str().and_then(|id| self.places.get_mut(id)) {
                    place.is_listed = true;
                }
            }
        }
    }

    /// Puts the nodes that `node` names into it. What its class is follows from the field that it stands in, or from
    /// its type.
    fn put_in(&mut self, node: &mut Node<'s>, field: Option<&Field>, depth: usize) {
        let said = node.text("type");
        let class = match field {
            Some(Field { kind: Kind::Ref(classes), .. }) => Some(shape().pick(classes, said)),
            _ => said.and_then(|said| shape().class(said)),
        };
        let Some(class) = class else { return };
        let is_dataset = shape()[class].name == "Dataset";
        for member in node.as_object_mut().into_iter().flatten() {
            let Some(field) = shape()[class].field(&member.key) else { continue };
            let Kind::Ref(classes) = &field.kind else { continue };
            for item in items_mut(&mut member.node) {
                if let Value::String(id) = &item.value
                    && let Some(named) = self.named(id, classes, is_dataset && field.many, depth)
                {
                    *item = named;
                }
                if item.as_object().is_some() && depth < MAX_NESTING {
                    self.put_in(item, Some(field), depth + 1);
                }
            }
        }
    }

    fn named(&mut self, id: &str, classes: &[ClassId], is_list: bool, depth: usize) -> Option<Node<'s>> {
        let place = self.places.get(id)?;
        if place.is_listed != is_list || depth >= MAX_NESTING {
            return None;
        }
        let slot = &mut self.nodes[place.at];
        let fits = slot.as_ref().and_then(class_of).is_some_and(|class| classes.contains(&class));
        if fits { slot.take() } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Limits;
    use crate::format::json;

    fn parse(text: &str) -> Vec<Node<'_>> {
        let Value::Array(items) = json::parse(text, &Limits::default()).unwrap().value else { panic!("no list") };
        items
    }

    fn text(records: &[Node]) -> String {
        let mut out = Vec::new();
        for record in records {
            json::write_compact(record, &mut out);
            out.push(b'\n');
        }
        String::from_utf8(out).unwrap()
    }

    const RECORDS: &str = r#"[
        {"id":"e:a","type":"Session","edition":{"id":"e:e","type":"Edition","name":"E","forum":{"id":"e:f","type":"Forum"}}},
        {"id":"e:b","type":"Session","edition":"e:e"}]"#;

    #[test]
    fn shared_nodes_come_apart_and_together_again() {
        let records = parse(RECORDS);
        let before = text(&records);
        let parts = apart(records);
        let ids: Vec<_> = parts.iter().filter_map(|part| part.text("id")).collect();
        assert_eq!(ids, ["e:a", "e:b", "e:e", "e:f"]);
        assert_eq!(parts[0].text("edition"), Some("e:e"));
        assert_eq!(text(&together(parts)), before);
    }

    #[test]
    fn sessions_are_counted() {
        let mut records = parse(RECORDS);
        assert!(has_several_sessions(&records));
        records.truncate(1);
        assert!(!has_several_sessions(&records));
    }

    #[test]
    fn circles_stay_apart() {
        let circle =
            r#"[{"id":"e:a","type":"Organization","unitOf":"e:b"},{"id":"e:b","type":"Organization","unitOf":"e:a"}]"#;
        let whole = together(parse(circle));
        assert_eq!(whole.len(), 1);
        assert_eq!(whole[0].get("unitOf").and_then(|of| of.text("unitOf")), Some("e:a"));
    }
}
