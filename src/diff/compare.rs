//! What differs between nodes that are the same.

use std::collections::{BTreeMap, BTreeSet};

use super::graph::{Graph, Name, Names, Node, NodeId};
use super::kind::Kind;
use super::pairs::{Pairs, Same, Side};
use super::parts::{self, Split};
use super::time::{self, Times};
use super::unpaired::Unpaired;
use super::{Change, Diff, Entry, Value, value};
use crate::shape::{self, Field, shape};

/// What is compared.
#[derive(Debug, Default, Clone, Copy)]
pub struct Options {
    /// Whether also where records come from and when they last changed.
    pub provenance: bool,
}

/// What a record says of itself and not of its subject.
const PROVENANCE: [&str; 2] = ["source", "modified"];
/// The times of a session, which are compared together.
const TIMES: [&str; 4] = ["start", "end", "duration", "timeZone"];

/// Tells what differs between two sides.
#[must_use]
pub fn compare(left: &Graph, right: &Graph, names: &Names, options: Options) -> Diff {
    let pairs = Pairs::new(left, right, names);
    let mut unpaired = Unpaired::new(&pairs);
    let mut entries = Vec::new();
    for at in 0..left.nodes.len() {
        let node = &left.nodes[at];
        let Some((partner, matched)) = pairs.partner(at).filter(|_| !node.is_part()) else { continue };
        let mut compared = Compared { pairs: &pairs, options, changes: Vec::new(), unpaired: &mut unpaired };
        let other = &right.nodes[partner];
        compared.node(node, other);
        if !compared.changes.is_empty() {
            let changes = sorted(compared.changes);
            let old_id = value::id(&pairs, node).filter(|old| value::id(&pairs, other).as_ref() != Some(old));
            let matched = Some(matched);
            entries.push(Entry { old_id, matched, changes, ..entry(&pairs, other) });
        }
    }
    for (side, kind) in [(Side::Left, Kind::Removed), (Side::Right, Kind::Added)] {
        let told = unpaired.told(&pairs, side).into_iter();
        entries.extend(
            told.map(|at| Entry { changes: vec![Change::of(kind)], ..entry(&pairs, &pairs.graph(side).nodes[at]) }),
        );
    }
    entries.sort_by_cached_key(order);
    Diff { entries }
}

/// Sessions first, in the order of time; then the other classes in the order of the model.
fn order(entry: &Entry) -> impl Ord + use<> {
    let class = shape().roots.iter().position(|&root| shape()[root].name == entry.class);
    let start = entry.times.start.as_deref().and_then(time::moment);
    let when = (start.is_none(), start);
    (!entry.is_session(), class, when, entry.title.clone(), entry.id.clone(), entry.old_id.clone(), entry.matched)
}

fn sorted(mut changes: Vec<Change>) -> Vec<Change> {
    changes.sort_by_key(|change| change.kind);
    changes
}

/// The entry of a record without changes yet.
fn entry(pairs: &Pairs, node: &Node) -> Entry {
    let is_session = node.class().name == "Session";
    Entry {
        class: &node.class().name,
        id: value::id(pairs, node),
        old_id: None,
        title: node.label(pairs.names).unwrap_or_default().to_owned(),
        times: if is_session { Times::of(node) } else { Times::default() },
        matched: None,
        changes: Vec::new(),
    }
}

/// The differences of a record, as they are found.
struct Compared<'c, 'g> {
    pairs: &'c Pairs<'g>,
    options: Options,
    changes: Vec<Change>,
    unpaired: &'c mut Unpaired,
}

/// Where a field is: in the record itself, or in a part of it.
#[derive(Clone, Copy)]
struct Place<'p> {
    path: &'p str,
    about: Option<&'p Value>,
}

impl Place<'_> {
    fn field(self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }
}

impl Compared<'_, '_> {
    fn node(&mut self, left: &Node, right: &Node) {
        let here = Place { path: "", about: None };
        self.id(left, right, here);
        let is_moved = left.class().name == "Session" && self.times(left, right);
        self.fields(left, right, here, is_moved);
    }

    fn push(&mut self, kind: Kind, place: Place, field: &str, old: Vec<Value>, new: Vec<Value>) {
        let about = place.about.cloned();
        self.changes.push(Change { field: Some(place.field(field)), about, old, new, ..Change::of(kind) });
    }

    /// An id that somebody gave is a value like others; one that was minted follows from the rest.
    fn id(&mut self, left: &Node, right: &Node, place: Place) {
        if left.name == right.name || !(left.is_named || right.is_named) {
            return;
        }
        let own = |node: &Node| -> Vec<Value> {
            let id = value::id(self.pairs, node).filter(|_| node.is_named);
            id.map(|text| Value::Plain { text, label: None }).into_iter().collect()
        };
        let (old, new) = (own(left), own(right));
        self.push(Kind::Changed, place, "id", old, new);
    }

    /// Tells a session that is held at another time, and whether it is.
    fn times(&mut self, left: &Node, right: &Node) -> bool {
        let (old, new) = (Times::of(left), Times::of(right));
        let is_moved = old.is_moved(&new);
        if is_moved {
            let shift = old.shift(&new);
            let value = |times: Times| if times == Times::default() { Vec::new() } else { vec![Value::Times(times)] };
            let (old, new, field) = (value(old), value(new), Some("start".to_owned()));
            self.changes.push(Change { field, old, new, shift, ..Change::of(Kind::MovedTime) });
        }
        is_moved
    }

    /// All fields, but for the times of a session that were told already.
    fn fields(&mut self, left: &Node, right: &Node, place: Place, is_moved: bool) {
        let class = left.class();
        for (at, field) in class.fields.iter().enumerate() {
            let is_provenance = PROVENANCE.contains(&field.name.as_str()) && !self.options.provenance;
            let is_told = is_moved && TIMES.contains(&field.name.as_str());
            if field.name == "order" || is_provenance || is_told {
                continue;
            }
            let holds_parts = field.classes().iter().any(|&class| !shape()[class].is_root);
            if !holds_parts && left.values_at(at) == right.values_at(at) {
                continue;
            }
            match &field.kind {
                shape::Kind::Ref(_) if holds_parts => self.parts(field, left, right),
                shape::Kind::Ref(_) => self.refs(field, left, right, place),
                shape::Kind::Text => self.texts(field, at, left, right, place),
                _ => self.plain(field, at, left, right, place),
            }
        }
    }

    /// Text: one change for each language. A text that is only in another language now is one change.
    fn texts(&mut self, field: &Field, at: usize, left: &Node, right: &Node, place: Place) {
        let by_tag = |node: &Node| -> BTreeMap<Name, String> {
            let values = node.values_at(at).iter();
            values.filter_map(|value| Some((value.tag, value.item.text()?.to_owned()))).collect()
        };
        let (old, new) = (by_tag(left), by_tag(right));
        let changed = changed_languages(&old, &new);
        let kind = match field.name.as_str() {
            "title" | "name" | "label" => Kind::Retitled,
            _ => Kind::Reworded,
        };
        for (before, after) in changed {
            let is_other_language = before.is_some() && after.is_some() && before != after;
            let value = |texts: &BTreeMap<Name, String>, tag: Option<Name>| -> Vec<Value> {
                let text = tag.and_then(|tag| Some((tag, texts.get(&tag)?.clone())));
                let value = text.map(|(tag, text)| {
                    if is_other_language {
                        Value::Tagged { text, language: self.pairs.names.text(tag).to_owned() }
                    } else {
                        Value::Plain { text, label: None }
                    }
                });
                value.into_iter().collect()
            };
            let (old, new) = (value(&old, before), value(&new, after));
            self.push(kind, place, &field.name, old, new);
            let language = after.or(before).map(|tag| self.pairs.names.text(tag));
            let language = language.filter(|tag| !is_other_language && !tag.is_empty());
            if let Some(change) = self.changes.last_mut() {
                change.language = language.map(str::to_owned);
            }
        }
    }

    /// References to records of their own.
    fn refs(&mut self, field: &Field, left: &Node, right: &Node, place: Place) {
        let sides = [(Side::Left, left), (Side::Right, right)];
        let [old, new] = sides.map(|(side, node)| -> BTreeMap<Same, Name> {
            node.refs(&field.name).map(|name| (self.pairs.same(side, name), name)).collect()
        });
        let is_list = left.class().name == "Dataset" && field.many;
        let gone = only(&old, &new);
        let added = only(&new, &old);
        // What a dataset lists is told as a record, if it is one; a mere id is not.
        let [gone, added] = [(Side::Left, gone), (Side::Right, added)].map(|(side, names)| -> Vec<Name> {
            names.into_iter().filter(|&name| !is_list || self.pairs.graph(side).find(name).is_none()).collect()
        });
        for (side, names) in [(Side::Left, &gone), (Side::Right, &added)] {
            for &name in names {
                self.unpaired.cover(self.pairs, side, name);
            }
        }
        let [old, new] = [(Side::Left, gone), (Side::Right, added)].map(|(side, names)| self.nodes(side, &names));
        let each = match field.name.as_str() {
            "organizers" => Some((Kind::OrganizerRemoved, Kind::OrganizerAdded)),
            _ => None,
        };
        let kind = match field.name.as_str() {
            "place" if left.class().name == "Session" => Kind::MovedRoom,
            "affiliation" => Kind::AffiliationChanged,
            _ => Kind::Changed,
        };
        self.told(field, place, old, new, each, kind);
    }

    /// Values that are no nodes.
    fn plain(&mut self, field: &Field, at: usize, left: &Node, right: &Node, place: Place) {
        let [old, new] = [left, right].map(|node| -> BTreeMap<(Name, String), &str> {
            let values = node.values_at(at).iter();
            let texts = values.filter_map(|value| Some((value.tag, value.item.text()?)));
            texts.map(|(tag, text)| ((tag, time::canonical_of(&field.kind, text)), text)).collect()
        });
        let value = |text: &str| Value::Plain { text: text.to_owned(), label: value::label(&field.kind, text) };
        let old_values: Vec<Value> = only(&old, &new).into_iter().map(value).collect();
        let new_values: Vec<Value> = only(&new, &old).into_iter().map(value).collect();
        let each = match field.name.as_str() {
            "relatedTo" | "focusesPrimarilyOn" => Some((Kind::TopicRemoved, Kind::TopicAdded)),
            _ => None,
        };
        let new_value = new.values().next().copied();
        let kind = match field.name.as_str() {
            "eventStatus" => value::event_status(old.values().next().copied(), new_value),
            "status" => value::participant_status(new_value),
            "role" => Kind::RoleChanged,
            _ => Kind::Changed,
        };
        self.told(field, place, old_values, new_values, each, kind);
    }

    /// One change for all values of a field, or one for each.
    fn told(
        &mut self,
        field: &Field,
        place: Place,
        old: Vec<Value>,
        new: Vec<Value>,
        each: Option<(Kind, Kind)>,
        kind: Kind,
    ) {
        match each {
            Some((removed, added)) => {
                for value in old {
                    self.push(removed, place, &field.name, vec![value], Vec::new());
                }
                for value in new {
                    self.push(added, place, &field.name, Vec::new(), vec![value]);
                }
            }
            None if old.is_empty() && new.is_empty() => {}
            None => self.push(kind, place, &field.name, old, new),
        }
    }

    /// The parts of a session: participations, questions, resources, outcomes; or the source of a record.
    fn parts(&mut self, field: &Field, left: &Node, right: &Node) {
        let [lefts, rights] = [(self.pairs.left, left), (self.pairs.right, right)].map(|(graph, node)| {
            let mut parts: Vec<NodeId> = node.refs(&field.name).filter_map(|name| graph.find(name)).collect();
            parts.sort_by_key(|&part| (graph.nodes[part].order().unwrap_or(u32::MAX), graph.nodes[part].name));
            parts
        });
        let split = match (field.many, lefts.as_slice(), rights.as_slice()) {
            // The only source is the source, whatever it says.
            (false, [left], [right]) => Split { both: vec![(*left, *right)], ..Split::default() },
            _ => parts::split(self.pairs, lefts, rights),
        };
        for &(left, right) in &split.both {
            let (left, right) = (&self.pairs.left.nodes[left], &self.pairs.right.nodes[right]);
            let about = value::part(self.pairs, Side::Right, right);
            let place = Place { path: &field.name, about: Some(&about) };
            self.id(left, right, place);
            self.fields(left, right, place, false);
        }
        let (removed, added) = value::part_kinds(&field.name);
        for (side, kind, parts) in [(Side::Left, removed, &split.gone), (Side::Right, added, &split.new)] {
            for &part in parts {
                self.lone_part(field, side, kind, part);
            }
        }
        if is_reordered(self.pairs, &split) {
            self.push(Kind::Reordered, Place { path: "", about: None }, &field.name, Vec::new(), Vec::new());
        }
        self.dangling(field, left, right);
    }

    fn lone_part(&mut self, field: &Field, side: Side, kind: Kind, part: NodeId) {
        let node = &self.pairs.graph(side).nodes[part];
        self.unpaired.cover(self.pairs, side, node.name);
        let about = value::part(self.pairs, side, node);
        let value = value::details(self.pairs, side, node);
        let (old, new) = if side == Side::Left { (value, Vec::new()) } else { (Vec::new(), value) };
        self.push(kind, Place { path: "", about: Some(&about) }, &field.name, old, new);
    }

    /// Parts that are named, but are no nodes of their side.
    fn dangling(&mut self, field: &Field, left: &Node, right: &Node) {
        let [old, new] = [(self.pairs.left, left), (self.pairs.right, right)].map(|(graph, node)| -> BTreeSet<Name> {
            node.refs(&field.name).filter(|&name| graph.find(name).is_none()).collect()
        });
        let gone: Vec<Name> = old.difference(&new).copied().collect();
        let added: Vec<Name> = new.difference(&old).copied().collect();
        let (old, new) = (self.nodes(Side::Left, &gone), self.nodes(Side::Right, &added));
        self.told(field, Place { path: "", about: None }, old, new, None, Kind::Changed);
    }

    fn nodes(&self, side: Side, names: &[Name]) -> Vec<Value> {
        let graph = self.pairs.graph(side);
        let value = |&name: &Name| value::node_value(self.pairs, graph, name);
        let mut values: Vec<Value> = names.iter().map(value).collect();
        values.sort_unstable();
        values
    }
}

/// The languages whose text is another one, before and after. Where one language took the place of another, they are
/// one change.
fn changed_languages(old: &BTreeMap<Name, String>, new: &BTreeMap<Name, String>) -> Vec<(Option<Name>, Option<Name>)> {
    let lacking = |one: &BTreeMap<Name, String>, other: &BTreeMap<Name, String>| -> Vec<Name> {
        one.keys().filter(|tag| !other.contains_key(tag)).copied().collect()
    };
    let differs =
        |(tag, text): (&Name, &String)| new.get(tag).filter(|new| *new != text).map(|_| (Some(*tag), Some(*tag)));
    let mut changed: Vec<_> = old.iter().filter_map(differs).collect();
    let (gone, added) = (lacking(old, new), lacking(new, old));
    match (gone.as_slice(), added.as_slice()) {
        ([gone], [added]) => changed.push((Some(*gone), Some(*added))),
        _ => {
            changed.extend(gone.into_iter().map(|tag| (Some(tag), None)));
            changed.extend(added.into_iter().map(|tag| (None, Some(tag))));
        }
    }
    changed
}

/// The items under the keys that only one of two maps has.
fn only<K: Ord, V: Copy>(one: &BTreeMap<K, V>, other: &BTreeMap<K, V>) -> Vec<V> {
    one.iter().filter(|(key, _)| !other.contains_key(key)).map(|(_, value)| *value).collect()
}

/// Whether the parts on both sides stand in another order. Their numbers may differ: parts come and go.
fn is_reordered(pairs: &Pairs, split: &Split) -> bool {
    let order = |graph: &Graph, part: NodeId| graph.nodes[part].order();
    let numbers = split.both.iter().map(|&(left, right)| Some((order(pairs.left, left)?, order(pairs.right, right)?)));
    let Some(mut numbers) = numbers.collect::<Option<Vec<_>>>() else { return false };
    numbers.sort_unstable();
    !numbers.is_sorted_by_key(|(_, right)| *right)
}
