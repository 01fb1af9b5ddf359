//! The statements of all sources: nodes of one source and one id, in an order that is theirs alone.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use twox_hash::XxHash3_64;

use super::settings::Source;
use crate::doc;
use crate::shape::{Class, ClassId, Kind, shape};

/// A node's place in its world.
pub type NodeId = usize;

/// A value of a field: what a source states.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Value {
    /// Its place in the class.
    pub field: usize,
    /// The language; empty for none.
    pub tag: String,
    pub item: Item,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Item {
    /// A string, a code, a number, as the canonical form has it.
    Text(String),
    /// The IRI of a node.
    Ref(String),
}

impl Item {
    /// The string, or the IRI.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Item::Text(text) | Item::Ref(text) => text,
        }
    }
}

/// What one source states of one thing. Source and IRI are its key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Node {
    /// The place of its source in the world.
    pub source: usize,
    pub iri: String,
    pub class: ClassId,
    /// Sorted, each once.
    pub values: Vec<Value>,
}

/// One state of a source: nodes by IRI and class.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snapshot {
    pub nodes: BTreeMap<(String, ClassId), BTreeSet<Value>>,
}

/// All nodes of all sources.
#[derive(Debug, Default)]
pub struct World {
    sources: Vec<Source>,
    nodes: Vec<Node>,
    by_iri: HashMap<String, Vec<NodeId>>,
}

impl Node {
    /// Its class.
    #[must_use]
    pub fn class(&self) -> &'static Class {
        &shape()[self.class]
    }

    /// The values of a field.
    pub fn values_of<'n>(&'n self, field: &str) -> impl Iterator<Item = &'n Value> + use<'n> {
        let at = self.class().find(field);
        self.values.iter().filter(move |value| Some(value.field) == at)
    }

    /// The texts or IRIs of a field.
    pub fn texts<'n>(&'n self, field: &str) -> impl Iterator<Item = &'n str> + use<'n> {
        self.values_of(field).map(|value| value.item.text())
    }

    /// The only or first text of a field.
    #[must_use]
    pub fn text(&self, field: &str) -> Option<&str> {
        self.texts(field).next()
    }

    /// What people call it: in English where there are several names.
    #[must_use]
    pub fn label(&self) -> Option<&str> {
        let fields = ["title", "name", "label", "text"];
        let values: Vec<&Value> = fields.into_iter().flat_map(|field| self.values_of(field)).collect();
        let tagged = |tag: &str| values.iter().find(|value| value.tag == tag);
        tagged("en").or_else(|| tagged("")).or(values.first()).map(|value| value.item.text())
    }

    /// Whether it belongs to the node that it stands in, and is no record of its own.
    #[must_use]
    pub fn is_part(&self) -> bool {
        !self.class().is_root
    }
}

impl Snapshot {
    /// Adds a record in normal form with the nodes inside it.
    pub fn add(&mut self, record: &doc::Node) {
        if let Some(class) = record.text("type").and_then(|name| shape().class(name)) {
            self.node(record, class, "");
        }
    }

    fn node(&mut self, node: &doc::Node, class_id: ClassId, owner: &str) -> String {
        let class = &shape()[class_id];
        let iri = match node.text("id").filter(|id| !id.starts_with("_:")) {
            Some(id) => id.to_owned(),
            None => label(node, &class.name, owner),
        };
        let mut values = BTreeSet::new();
        for member in node.as_object().unwrap_or_default() {
            let Some(at) = class.find(&member.key).filter(|&at| class.fields[at].iri.is_some()) else { continue };
            self.member(at, &class.fields[at].kind, &member.node, (&iri, &mut values));
        }
        self.nodes.entry((iri.clone(), class_id)).or_default().append(&mut values);
        iri
    }

    fn member(&mut self, field: usize, kind: &Kind, node: &doc::Node, (iri, values): (&str, &mut BTreeSet<Value>)) {
        for item in node.items() {
            let plain = |item: Item| Value { field, tag: String::new(), item };
            match (kind, &item.value) {
                (Kind::Ref(classes), doc::Value::Object(_)) => {
                    let class = shape().pick(classes, item.text("type"));
                    values.insert(plain(Item::Ref(self.node(item, class, iri))));
                }
                (Kind::Ref(_), doc::Value::String(text)) => {
                    values.insert(plain(Item::Ref(text.as_ref().to_owned())));
                }
                (_, doc::Value::Object(languages)) => values.extend(languages.iter().flat_map(|language| {
                    let tag = if language.key == "@none" { "" } else { language.key.as_ref() };
                    let texts = language.node.items().iter().filter_map(doc::Node::as_str);
                    texts.map(move |text| Value { field, tag: tag.to_owned(), item: Item::Text(text.to_owned()) })
                })),
                (_, doc::Value::String(text) | doc::Value::Number(text)) => {
                    values.insert(plain(Item::Text(text.as_ref().to_owned())));
                }
                _ => {}
            }
        }
    }
}

/// An IRI for a part that has nothing to make one from but what it says and where it stands.
fn label(node: &doc::Node, class: &str, owner: &str) -> String {
    let mut text = Vec::new();
    write(node, &mut text);
    let hash = XxHash3_64::oneshot(&text);
    format!("{owner}#{}-{hash:016x}", class.to_ascii_lowercase())
}

fn write(node: &doc::Node, out: &mut Vec<u8>) {
    for member in node.as_object().unwrap_or_default().iter().filter(|member| member.key != "id") {
        out.extend_from_slice(member.key.as_bytes());
        for item in member.node.items() {
            out.push(b'\n');
            match &item.value {
                doc::Value::String(text) | doc::Value::Number(text) => out.extend_from_slice(text.as_bytes()),
                _ => write(item, out),
            }
        }
    }
}

impl World {
    /// Puts snapshots together, each with its source; a source has one.
    #[must_use]
    pub fn new(mut snapshots: Vec<(Source, Snapshot)>) -> Self {
        snapshots.sort_by(|(one, _), (other, _)| one.id.cmp(&other.id));
        let mut world = Self::default();
        for (at, (source, snapshot)) in snapshots.into_iter().enumerate() {
            world.sources.push(source);
            for ((iri, class), values) in snapshot.nodes {
                world.by_iri.entry(iri.clone()).or_default().push(world.nodes.len());
                world.nodes.push(Node { source: at, iri, class, values: values.into_iter().collect() });
            }
        }
        world
    }

    /// The sources, by id.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// The nodes: by source, then IRI.
    #[must_use]
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The nodes of an IRI, whatever their source.
    #[must_use]
    pub fn of_iri(&self, iri: &str) -> &[NodeId] {
        self.by_iri.get(iri).map_or(&[], Vec::as_slice)
    }

    /// The node of a source's IRI, of one of some classes; else that of another source.
    #[must_use]
    pub fn resolve(&self, source: usize, iri: &str, classes: &[ClassId]) -> Option<NodeId> {
        let fits = |node: &&NodeId| classes.contains(&self.nodes[**node].class);
        let own = self.of_iri(iri).iter().filter(fits).find(|node| self.nodes[**node].source == source);
        own.or_else(|| self.of_iri(iri).iter().find(fits)).copied()
    }

    /// The nodes that a field of a node refers to.
    pub fn refs<'w>(&'w self, node: &'w Node, field: &str) -> impl Iterator<Item = NodeId> + use<'w> {
        let classes = node.class().field(field).map(crate::shape::Field::classes).unwrap_or_default();
        node.texts(field).filter_map(move |iri| self.resolve(node.source, iri, classes))
    }

    /// The nodes that a name means: `source IRI`, or an IRI alone for all sources that have it.
    #[must_use]
    pub fn named(&self, name: &str) -> Vec<NodeId> {
        match name.split_once(' ') {
            None => self.of_iri(name).to_vec(),
            Some((source, iri)) => {
                let of = |node: &&NodeId| self.sources[self.nodes[**node].source].id == source;
                self.of_iri(iri).iter().filter(of).copied().collect()
            }
        }
    }

    /// The name of a node: its source and its IRI.
    #[must_use]
    pub fn name(&self, node: NodeId) -> String {
        let node = &self.nodes[node];
        format!("{} {}", self.sources[node.source].id, node.iri)
    }

    /// The snapshots that it was made of.
    #[must_use]
    pub fn into_snapshots(self) -> Vec<(Source, Snapshot)> {
        let mut snapshots: Vec<(Source, Snapshot)> =
            self.sources.into_iter().map(|source| (source, Snapshot::default())).collect();
        for node in self.nodes {
            snapshots[node.source].1.nodes.insert((node.iri, node.class), node.values.into_iter().collect());
        }
        snapshots
    }
}
