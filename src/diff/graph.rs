//! One side of a comparison: the nodes of all its records, joined by their ids.

use std::collections::HashMap;
use std::sync::Arc;

use crate::doc;
use crate::rdf::naming;
use crate::rdf::resolve::canonical_tag;
use crate::shape::{Class, ClassId, Kind, shape};
use crate::thesaurus::fold::fold;

/// Ids and language tags of both sides, by number: what is equal has the same number.
#[derive(Debug)]
pub struct Names {
    texts: Vec<Arc<str>>,
    numbers: HashMap<Arc<str>, Name>,
}

/// The number of an id or a tag.
pub(super) type Name = u32;

/// What stands between an id and a number that keeps sessions of one id apart. No IRI has it.
pub(super) const APART: char = '\u{1f}';

/// The tag of text without language.
pub(super) const NO_TAG: Name = 0;

impl Default for Names {
    fn default() -> Self {
        let mut names = Self { texts: Vec::new(), numbers: HashMap::new() };
        names.number("");
        names
    }
}

impl Names {
    fn number(&mut self, text: &str) -> Name {
        if let Some(&known) = self.numbers.get(text) {
            return known;
        }
        let number = Name::try_from(self.texts.len()).unwrap_or(Name::MAX);
        let text: Arc<str> = text.into();
        self.texts.push(Arc::clone(&text));
        self.numbers.insert(text, number);
        number
    }

    pub(super) fn text(&self, name: Name) -> &str {
        self.texts.get(name as usize).map_or("", |text| text)
    }
}

/// The nodes of one side.
#[derive(Debug, Default)]
pub struct Graph {
    pub(super) nodes: Vec<Node>,
    by_name: HashMap<Name, NodeId>,
    nameless: usize,
}

/// A node's index in its graph.
pub(super) type NodeId = usize;

#[derive(Debug)]
pub(super) struct Node {
    pub(super) name: Name,
    pub(super) class: ClassId,
    /// Whether the name is the node's own id, and not minted from what may have changed.
    pub(super) is_named: bool,
    /// Whether sessions of this name contradict each other, so that the name tells nothing: a break in every room.
    pub(super) is_shared: bool,
    /// Sorted by field; what a field holds has no order.
    pub(super) values: Vec<Value>,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Value {
    pub(super) field: u8,
    pub(super) tag: Name,
    pub(super) item: Item,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Item {
    Text(Box<str>),
    /// The id of a node, which may be none of this side's.
    Ref(Name),
}

impl Item {
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Item::Text(text) => Some(text),
            Item::Ref(_) => None,
        }
    }
}

impl Node {
    pub(super) fn class(&self) -> &'static Class {
        &shape()[self.class]
    }

    /// Whether it is a session that has got the same name as another one, because the name was minted from what both
    /// have in common.
    fn is_other_than(&self, known: &Self) -> bool {
        let class = self.class();
        let contradicts = |value: &Value| {
            let field = &class.fields[usize::from(value.field)];
            let is_single = !field.many && !matches!(field.kind, Kind::Texts);
            let rival =
                |other: &Value| (other.field, other.tag) == (value.field, value.tag) && other.item != value.item;
            is_single && known.values.iter().any(rival)
        };
        class.name == "Session" && !self.is_named && self.values.iter().any(contradicts)
    }

    /// The values of a field, by its position in the class.
    pub(super) fn values_at(&self, field: usize) -> &[Value] {
        let start = self.values.partition_point(|value| usize::from(value.field) < field);
        let length = self.values[start..].partition_point(|value| usize::from(value.field) == field);
        &self.values[start..start + length]
    }

    /// The values of a field.
    pub(super) fn values_of(&self, field: &str) -> &[Value] {
        self.class().find(field).map_or(&[], |at| self.values_at(at))
    }

    /// The only or first text of a field.
    pub(super) fn text(&self, field: &str) -> Option<&str> {
        self.values_of(field).first()?.item.text()
    }

    /// The names that a field refers to.
    pub(super) fn refs(&self, field: &str) -> impl Iterator<Item = Name> {
        self.values_of(field).iter().filter_map(|value| match value.item {
            Item::Ref(name) => Some(name),
            Item::Text(_) => None,
        })
    }

    /// What people call it: its title or name, in English where there are several.
    pub(super) fn label(&self, names: &Names) -> Option<&str> {
        let fields = ["title", "name", "label"].map(|field| self.values_of(field));
        let values = fields.into_iter().find(|values| !values.is_empty())?;
        let tagged = |tag: &str| values.iter().find(|value| names.text(value.tag) == tag);
        let english = tagged("en").or_else(|| tagged("")).or(values.first());
        english?.item.text()
    }

    /// Place among its like, for the records that have one.
    pub(super) fn order(&self) -> Option<u32> {
        self.text("order")?.parse().ok()
    }

    /// Whether it belongs to the node that it stands in, and is no record of its own.
    pub(super) fn is_part(&self) -> bool {
        !self.class().is_root
    }
}

impl Graph {
    /// Adds the nodes of a record in normal form. Nodes of one id are one.
    pub fn add(&mut self, record: &doc::Node, names: &mut Names) {
        if let Some(class) = record.text("type").and_then(|name| shape().class(name)) {
            self.node(record, class, names);
        }
    }

    fn node(&mut self, node: &doc::Node, class_id: ClassId, names: &mut Names) -> Name {
        let id = node.text("id");
        let name = match id {
            Some(id) => names.number(id),
            None => {
                self.nameless += 1;
                names.number(&format!("_:{}", self.nameless))
            }
        };
        let class = &shape()[class_id];
        let mut values = Vec::with_capacity(node.as_object().map_or(0, <[_]>::len));
        for member in node.as_object().unwrap_or_default() {
            let Some(at) = class.find(&member.key).filter(|&at| class.fields[at].iri.is_some()) else { continue };
            let field = u8::try_from(at).unwrap_or(u8::MAX);
            self.values(field, &class.fields[at].kind, &member.node, &mut values, names);
        }
        let is_named = id.is_some_and(|id| !naming::is_minted(id, class_id));
        let mut node = Node { name, class: class_id, is_named, is_shared: false, values };
        match self.by_name.get(&name).map(|&at| &mut self.nodes[at]) {
            None => {
                self.by_name.insert(name, self.nodes.len());
                self.nodes.push(node);
            }
            // One id for two classes is a mistake, which `identity/conflict` tells.
            Some(known) if known.class != class_id => {}
            Some(known) if node.is_other_than(known) => {
                known.is_shared = true;
                node.is_shared = true;
                node.name = names.number(&format!("{}{APART}{}", id.unwrap_or_default(), self.nodes.len()));
                self.by_name.insert(node.name, self.nodes.len());
                self.nodes.push(node);
            }
            Some(known) => known.values.append(&mut node.values),
        }
        name
    }

    fn values(&mut self, field: u8, kind: &Kind, node: &doc::Node, values: &mut Vec<Value>, names: &mut Names) {
        for item in node.items() {
            match (kind, &item.value) {
                (Kind::Ref(classes), doc::Value::Object(_)) => {
                    let name = self.node(item, shape().pick(classes, item.text("type")), names);
                    values.push(Value { field, tag: NO_TAG, item: Item::Ref(name) });
                }
                (Kind::Ref(_), doc::Value::String(text)) => {
                    values.push(Value { field, tag: NO_TAG, item: Item::Ref(names.number(text)) });
                }
                (_, doc::Value::Object(languages)) => {
                    for language in languages {
                        let tag =
                            if language.key == "@none" { NO_TAG } else { names.number(&canonical_tag(&language.key)) };
                        let texts = language.node.items().iter().filter_map(doc::Node::as_str);
                        values.extend(texts.map(|text| Value { field, tag, item: Item::Text(text.into()) }));
                    }
                }
                (_, doc::Value::String(text) | doc::Value::Number(text)) => {
                    values.push(Value { field, tag: NO_TAG, item: Item::Text(text.as_ref().into()) });
                }
                _ => {}
            }
        }
    }

    /// Ends the adding: brings values into their order, and takes out what was told twice.
    pub fn settle(&mut self) {
        for node in &mut self.nodes {
            node.values.sort_unstable();
            node.values.dedup();
            node.values.shrink_to_fit();
        }
    }

    pub(super) fn find(&self, name: Name) -> Option<NodeId> {
        self.by_name.get(&name).copied()
    }

    pub(super) fn get(&self, name: Name) -> Option<&Node> {
        self.find(name).map(|at| &self.nodes[at])
    }

    /// What people call the node of a name, in the form in which names compare; empty where nothing is known of it.
    pub(super) fn folded(&self, name: Name, names: &Names) -> String {
        self.get(name).and_then(|node| node.label(names)).map(folded).unwrap_or_default()
    }
}

/// A text in the form in which names compare: without case, marks and punctuation, if anything is left then.
pub(super) fn folded(text: &str) -> String {
    let folded = fold(text);
    if folded.is_empty() { text.to_owned() } else { folded }
}
