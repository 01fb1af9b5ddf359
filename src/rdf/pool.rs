//! Nodes taken apart and put together in normal form.
//!
//! Normal form is a function of the graph alone, so a record and the RDF made of it come out the same. Every node stands
//! once, complete; wherever else it is named its id stands. Datasets come first, then the sessions that no dataset
//! lists, then other nodes that nothing refers to, each group sorted by id. What a dataset lists stands in its lists;
//! every other node stands where it is met first.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::rest::Blank;
use crate::diagnostic::{Diagnostic, Place, Report};
use crate::doc::{Member, Node, Value};
use crate::shape::{ClassId, Field, Kind, shape};
use crate::source::{Source, Span};

/// How many nodes may stand inside each other. A longer chain goes on in a record of its own, so that what is written
/// can be read again.
const MAX_NESTING: usize = 32;

/// How many times as many nodes there may be when those without IRI are written wherever they are referred to.
const COPIES: usize = 8;

/// A node's index in its pool.
pub(crate) type EntityId = usize;

/// The nodes of a graph by their names: an IRI, or `_:` and a label for a node without one.
#[derive(Default)]
pub(crate) struct Pool<'s> {
    entities: Vec<Entity<'s>>,
    index: HashMap<Cow<'s, str>, EntityId>,
}

struct Entity<'s> {
    id: Cow<'s, str>,
    id_span: Span,
    span: Span,
    class: ClassId,
    slots: Vec<Slot<'s>>,
    /// Whether it is listed in a dataset.
    anchored: bool,
    /// How many references of other nodes there are to it.
    references: usize,
    placed: bool,
    /// Whether it is being placed: what refers to it then stands inside it.
    open: bool,
}

/// What became of the nodes of a pool, for those who want to keep the rest.
#[derive(Debug, Default)]
pub(crate) struct Placed {
    /// The nodes without IRI, and where they are.
    pub(crate) blanks: Vec<Blank>,
    /// The nodes that no record holds.
    pub(crate) homeless: HashSet<String>,
    /// References that no record holds: who refers to whom.
    pub(crate) dropped: Vec<(String, String)>,
}

/// The values of one field.
#[derive(Clone)]
struct Slot<'s> {
    field: usize,
    key_span: Span,
    held: Vec<Held<'s>>,
}

/// One value: a language tag, empty for none, and a string or number. References are strings.
#[derive(Clone)]
struct Held<'s> {
    tag: Cow<'s, str>,
    node: Node<'s>,
    /// The node that a reference names, where it is in the pool.
    target: Option<EntityId>,
}

impl Held<'_> {
    fn text(&self) -> &str {
        match &self.node.value {
            Value::String(text) | Value::Number(text) => text,
            _ => "",
        }
    }
}

impl Entity<'_> {
    fn is_blank(&self) -> bool {
        self.id.starts_with("_:")
    }

    fn order(&self) -> u64 {
        let class = &shape()[self.class];
        let slot = self.slots.iter().find(|slot| class.fields[slot.field].name == "order");
        slot.and_then(|slot| slot.held.first()?.text().parse().ok()).unwrap_or(u64::MAX)
    }
}

impl<'s> Pool<'s> {
    /// The node of a name, if it is known.
    pub(crate) fn find(&self, id: &str) -> Option<EntityId> {
        self.index.get(id).copied()
    }

    pub(crate) fn class_of(&self, entity: EntityId) -> ClassId {
        self.entities[entity].class
    }

    /// Where a node begins.
    pub(crate) fn span_of(&self, entity: EntityId) -> Span {
        self.entities[entity].span
    }

    pub(crate) fn set_class(&mut self, entity: EntityId, class: ClassId) {
        self.entities[entity].class = class;
    }

    /// Adds a node that is not yet known.
    pub(crate) fn insert(&mut self, id: Cow<'s, str>, class: ClassId, id_span: Span, span: Span) -> EntityId {
        let at = self.entities.len();
        self.index.insert(id.clone(), at);
        self.entities.push(Entity {
            id,
            id_span,
            span,
            class,
            slots: Vec::new(),
            anchored: false,
            references: 0,
            placed: false,
            open: false,
        });
        at
    }

    /// Adds a value to a field of a node.
    pub(crate) fn push(
        &mut self,
        entity: EntityId,
        field: usize,
        key_span: Span,
        tag: impl Into<Cow<'s, str>>,
        node: Node<'s>,
    ) {
        let slots = &mut self.entities[entity].slots;
        let known = slots.iter().rposition(|slot| slot.field == field);
        let at = known.unwrap_or_else(|| {
            slots.push(Slot { field, key_span, held: Vec::with_capacity(1) });
            slots.len() - 1
        });
        slots[at].held.push(Held { tag: tag.into(), node, target: None });
    }

    /// Puts the nodes together. Where two values stand for one, the first stays and the others are findings.
    pub(crate) fn into_records(
        mut self,
        source: &Arc<Source>,
        report: &mut Report,
        placed: Option<&mut Placed>,
    ) -> Vec<Node<'s>> {
        self.link();
        self.settle(source, report);
        self.mark();
        let copies = self.entities.len().saturating_mul(COPIES);
        let copied = self.entities.iter().any(|entity| entity.is_blank() && entity.references > 1);
        let mut placing =
            Placing { entities: self.entities, copied, copies, placed, record: 0, way: Vec::new(), source, report };
        placing.records()
    }

    /// Resolves references within the pool.
    fn link(&mut self) {
        for entity in &mut self.entities {
            let class = &shape()[entity.class];
            for slot in entity.slots.iter_mut().filter(|slot| matches!(class.fields[slot.field].kind, Kind::Ref(_))) {
                for held in &mut slot.held {
                    held.target = self.index.get(held.text()).copied();
                }
            }
        }
    }

    /// Brings fields and values into their order and takes out what stands twice.
    fn settle(&mut self, source: &Arc<Source>, report: &mut Report) {
        let orders: Vec<u64> = self.entities.iter().map(Entity::order).collect();
        for entity in &mut self.entities {
            let class = &shape()[entity.class];
            entity.slots.sort_by_key(|slot| slot.field);
            for slot in &mut entity.slots {
                let field = &class.fields[slot.field];
                slot.settle(field, &orders);
                for conflict in slot.conflicts(field) {
                    report.push(conflict.finding(field, &entity.id, source));
                }
            }
        }
    }

    /// Finds out what datasets list and what is referred to.
    fn mark(&mut self) {
        for at in 0..self.entities.len() {
            let class = &shape()[self.entities[at].class];
            let slots = std::mem::take(&mut self.entities[at].slots);
            for slot in &slots {
                let is_anchor = is_anchor(&class.name, &class.fields[slot.field]);
                for target in slot.held.iter().filter_map(|held| held.target) {
                    self.entities[target].anchored |= is_anchor;
                    self.entities[target].references += usize::from(target != at);
                }
            }
            self.entities[at].slots = slots;
        }
    }
}

/// Whether nodes stand in this field wherever else they are named.
fn is_anchor(class: &str, field: &Field) -> bool {
    class == "Dataset" && field.many
}

impl Slot<'_> {
    fn settle(&mut self, field: &Field, orders: &[u64]) {
        let held = &mut self.held;
        if held.len() == 1 {
            return;
        }
        match &field.kind {
            Kind::Texts => {
                held.sort_by(|a, b| (&a.tag, a.text()).cmp(&(&b.tag, b.text())));
                held.dedup_by(|a, b| a.tag == b.tag && a.text() == b.text());
            }
            Kind::Text => {
                let folded = |held: &Held| held.tag.to_ascii_lowercase();
                held.sort_by(|a, b| folded(a).cmp(&folded(b)).then_with(|| a.tag.cmp(&b.tag)));
            }
            Kind::Ref(_) if field.many => {
                let order = |held: &Held| held.target.map_or(u64::MAX, |at| orders[at]);
                held.sort_by(|a, b| (order(a), a.text()).cmp(&(order(b), b.text())));
                held.dedup_by(|a, b| a.text() == b.text());
            }
            _ if field.many => {
                held.sort_by(|a, b| a.text().cmp(b.text()));
                held.dedup_by(|a, b| a.text() == b.text());
            }
            _ => {}
        }
    }

    /// Takes out what stands beside the value of a field that holds one, or one for each language.
    fn conflicts(&mut self, field: &Field) -> Vec<Conflict> {
        let mut conflicts = Vec::new();
        if !field.many && !matches!(field.kind, Kind::Texts) {
            self.held.dedup_by(|later, first| {
                // Tags of one language are equal whatever their case.
                let rivals = later.tag.eq_ignore_ascii_case(&first.tag);
                if rivals && later.text() != first.text() {
                    conflicts.push(Conflict {
                        values: [first.text().to_owned(), later.text().to_owned()],
                        spans: [first.node.span, later.node.span],
                    });
                }
                rivals
            });
        }
        conflicts
    }
}

/// Two values where one is allowed.
struct Conflict {
    values: [String; 2],
    spans: [Span; 2],
}

impl Conflict {
    fn finding(self, field: &Field, id: &str, source: &Arc<Source>) -> Diagnostic {
        let [first, later] = self.values.map(|value| shortened(&value));
        let of = if id.starts_with("_:") { String::new() } else { format!(" of <{id}>") };
        let message = format!("{}{of} is {later:?} here and {first:?} elsewhere", field.name);
        Diagnostic::error("identity/conflict", source, self.spans[1], message)
            .help("keep one of the two values, or give the two nodes different ids")
            .relate(Place::Span(Arc::clone(source), self.spans[0]), "the other value")
    }
}

/// A value for a message.
pub(crate) fn shortened(value: &str) -> String {
    match value.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &value[..at]),
        None => value.to_owned(),
    }
}

/// Puts each entity in its place.
struct Placing<'s, 'r> {
    entities: Vec<Entity<'s>>,
    /// Whether nodes without IRI have to be written again, with what stands inside them.
    copied: bool,
    /// How many more of them may be.
    copies: usize,
    placed: Option<&'r mut Placed>,
    /// The record that is being made, and the way to the value in it that is next.
    record: usize,
    way: Vec<(usize, usize)>,
    source: &'r Arc<Source>,
    report: &'r mut Report,
}

impl<'s> Placing<'s, '_> {
    fn records(&mut self) -> Vec<Node<'s>> {
        let mut sorted: Vec<EntityId> = (0..self.entities.len()).collect();
        sorted.sort_by(|&a, &b| self.entities[a].id.cmp(&self.entities[b].id));
        let named = |name| shape().class(name);
        let (dataset, session) = (named("Dataset"), named("Session"));
        let rank = |entity: &Entity| match Some(entity.class) {
            class if class == dataset => Some(0),
            class if class == session && !entity.anchored => Some(1),
            _ if entity.references > 0 || !shape()[entity.class].is_root => None,
            _ => Some(2),
        };
        let mut records = Vec::new();
        for group in 0..3 {
            for &at in &sorted {
                if rank(&self.entities[at]) == Some(group) && !self.entities[at].placed {
                    self.record = records.len();
                    records.push(self.node(at, 0));
                }
            }
        }
        // What is left refers to itself in a circle, or is the rest of a long chain.
        for at in sorted {
            if self.entities[at].placed {
                continue;
            }
            if shape()[self.entities[at].class].is_root {
                self.record = records.len();
                records.push(self.node(at, 0));
            } else {
                self.homeless(at);
            }
        }
        records
    }

    fn homeless(&mut self, at: EntityId) {
        let entity = &self.entities[at];
        let name = &shape()[entity.class].name;
        let message = format!("no record holds this {name}, so it is left out");
        self.report.push(
            Diagnostic::warning("loss/statement", self.source, entity.span, message)
                .help(format!("refer to it from the record that the {name} belongs to")),
        );
        if let Some(placed) = &mut self.placed {
            placed.homeless.insert(entity.id.clone().into_owned());
        }
    }

    /// Builds a node; what stands inside it comes from the pool.
    fn node(&mut self, at: EntityId, depth: usize) -> Node<'s> {
        let slots = self.open(at);
        let entity = &self.entities[at];
        let class = &shape()[entity.class];
        let mut members = Vec::with_capacity(slots.len() + 2);
        let mut head = |key: &'static str, text: Cow<'s, str>| {
            members.push(Member {
                key: key.into(),
                key_span: entity.id_span,
                node: Node::string(text, entity.id_span),
            });
        };
        if !entity.is_blank() {
            head("id", entity.id.clone());
        }
        head("type", class.name.as_str().into());
        let span = entity.span;
        for slot in slots {
            let field = &class.fields[slot.field];
            let anchor = is_anchor(&class.name, field);
            let here = Here { node: at, anchor, classes: field.classes(), depth: depth + 1, member: members.len() };
            if let Some(node) = self.value(field, slot.held, &here) {
                members.push(Member { key: field.name.as_str().into(), key_span: slot.key_span, node });
            }
        }
        self.entities[at].open = false;
        Node::new(Value::Object(members), span)
    }

    /// Begins a node: its values, which stay in the pool where the node may have to be written again.
    fn open(&mut self, at: EntityId) -> Vec<Slot<'s>> {
        let entity = &mut self.entities[at];
        entity.placed = true;
        entity.open = true;
        if !entity.is_blank() {
            return std::mem::take(&mut entity.slots);
        }
        if let Some(placed) = &mut self.placed {
            let label = entity.id.clone().into_owned();
            placed.blanks.push(Blank { label, record: self.record, way: self.way.clone() });
        }
        if self.copied { entity.slots.clone() } else { std::mem::take(&mut entity.slots) }
    }

    fn value(&mut self, field: &Field, held: Vec<Held<'s>>, here: &Here) -> Option<Node<'s>> {
        let span = held.first()?.node.span;
        if matches!(field.kind, Kind::Text | Kind::Texts) {
            return Some(Node::new(text(held, self.source), span));
        }
        let mut items = Vec::with_capacity(held.len());
        for held in held {
            self.way.push((here.member, items.len()));
            items.extend(match held.target {
                Some(target) => self.reference(target, held.node, here),
                None => Some(held.node),
            });
            self.way.pop();
        }
        if field.many { (!items.is_empty()).then(|| Node::new(Value::Array(items), span)) } else { items.pop() }
    }

    /// The node itself where it belongs, else its id. One without IRI stands wherever it is referred to.
    fn reference(&mut self, target: EntityId, name: Node<'s>, here: &Here) -> Option<Node<'s>> {
        let entity = &self.entities[target];
        let stands_alone = !here.anchor && shape()[entity.class].name == "Session";
        let fits = !stands_alone && here.classes.contains(&entity.class) && here.depth < MAX_NESTING;
        if !entity.placed && here.anchor == entity.anchored && fits {
            return Some(self.node(target, here.depth));
        }
        if !entity.is_blank() {
            return Some(name);
        }
        if fits && !entity.open && self.copies > 0 {
            self.copies -= 1;
            return Some(self.node(target, here.depth));
        }
        let message = "a node without IRI is referred to where it cannot stand; the reference is left out";
        let finding = Diagnostic::warning("loss/statement", self.source, name.span, message);
        self.report.push(finding.help("give the node an IRI"));
        if let Some(placed) = &mut self.placed {
            let [from, to] = [here.node, target].map(|at| self.entities[at].id.clone().into_owned());
            placed.dropped.push((from, to));
        }
        None
    }
}

/// A field that references stand in.
struct Here<'c> {
    /// The node that has it.
    node: EntityId,
    /// Whether it is a list of a dataset.
    anchor: bool,
    /// What the field may hold.
    classes: &'c [ClassId],
    depth: usize,
    /// Which member of the node it becomes.
    member: usize,
}

/// Sorted strings as a string, a list, or a language map.
fn text<'s>(held: Vec<Held<'s>>, source: &Source) -> Value<'s> {
    let mut languages: Vec<(Cow<'s, str>, Vec<Node<'s>>)> = Vec::new();
    for Held { tag, node, .. } in held {
        match languages.last_mut() {
            Some((last, texts)) if *last == tag => texts.push(node),
            _ => languages.push((tag, vec![node])),
        }
    }
    if let [(tag, texts)] = languages.as_mut_slice()
        && tag.is_empty()
    {
        return one_or_many(std::mem::take(texts)).value;
    }
    let member = |(tag, texts): (Cow<'s, str>, Vec<Node<'s>>)| {
        let key_span = tag_of(texts.first().map(|text| text.span).unwrap_or_default(), &tag, source);
        let node = one_or_many(texts);
        let key = if tag.is_empty() { "@none".into() } else { tag };
        Member { key, key_span, node }
    };
    Value::Object(languages.into_iter().map(member).collect())
}

/// Where the language tag of a literal stands: at its end, or the literal itself where it is said elsewhere.
fn tag_of(literal: Span, tag: &str, source: &Source) -> Span {
    let end = literal.end as usize;
    match source.slice(literal).strip_suffix(tag) {
        Some(text) if !tag.is_empty() && text.ends_with('@') => Span::new(end - tag.len(), end),
        _ => literal,
    }
}

fn one_or_many(mut texts: Vec<Node>) -> Node {
    match texts.pop() {
        Some(only) if texts.is_empty() => only,
        Some(last) => {
            texts.push(last);
            let span = texts[0].span;
            Node::new(Value::Array(texts), span)
        }
        None => Node::new(Value::Array(Vec::new()), Span::default()),
    }
}
