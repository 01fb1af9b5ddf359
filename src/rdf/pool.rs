//! Nodes taken apart, to be put together in normal form.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use super::graph::order;
use super::placing::{Content, EntityId, Nodes, Placed, Placing, State, is_anchor};
use crate::diagnostic::{Diagnostic, Place, Report};
use crate::doc::{Node, Value};
use crate::shape::{ClassId, Field, Kind, shape};
use crate::source::{Source, Span};

/// The nodes of a graph by their names: an IRI, or `_:` and a label for a node without one.
#[derive(Default)]
pub(crate) struct Pool<'s> {
    entities: Vec<Entity<'s>>,
    index: HashMap<Cow<'s, str>, EntityId>,
}

struct Entity<'s> {
    content: Content<'s>,
    state: State,
}

/// The values of one field.
#[derive(Clone)]
pub(super) struct Slot<'s> {
    pub(super) field: usize,
    pub(super) key_span: Span,
    pub(super) held: Vec<Held<'s>>,
}

/// One value: a language tag, empty for none, and a string or number. References are strings.
#[derive(Clone)]
pub(super) struct Held<'s> {
    pub(super) tag: Cow<'s, str>,
    pub(super) node: Node<'s>,
    /// The node that a reference names, where it is in the pool.
    pub(super) target: Option<EntityId>,
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
    fn order(&self) -> u64 {
        let class = &shape()[self.state.class];
        let slot = self.content.slots.iter().find(|slot| class.fields[slot.field].name == "order");
        slot.and_then(|slot| order(&slot.held.first()?.node)).unwrap_or(u64::MAX)
    }
}

impl<'s> Pool<'s> {
    /// The node of a name, if it is known.
    pub(crate) fn find(&self, id: &str) -> Option<EntityId> {
        self.index.get(id).copied()
    }

    pub(crate) fn class_of(&self, entity: EntityId) -> ClassId {
        self.entities[entity].state.class
    }

    /// Where a node begins.
    pub(crate) fn span_of(&self, entity: EntityId) -> Span {
        self.entities[entity].content.span
    }

    pub(crate) fn set_class(&mut self, entity: EntityId, class: ClassId) {
        self.entities[entity].state.class = class;
    }

    /// Adds a node that is not yet known.
    pub(crate) fn insert(&mut self, id: Cow<'s, str>, class: ClassId, id_span: Span, span: Span) -> EntityId {
        let at = self.entities.len();
        self.index.insert(id.clone(), at);
        let state = State::new(class, &id);
        self.entities.push(Entity { content: Content { id, id_span, span, slots: Vec::new() }, state });
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
        self.entities[entity].content.push(field, key_span, tag.into(), node);
    }

    /// Puts the nodes together. Where two values stand for one, the first stays and the others are findings. What no record
    /// can hold is told in `late`.
    pub(crate) fn into_records(
        mut self,
        source: &Arc<Source>,
        report: &mut Report,
        late: &mut Vec<Diagnostic>,
        placed: Option<&mut Placed>,
    ) -> Vec<Node<'s>> {
        self.link();
        self.settle(source, report);
        self.mark();
        let mut placing = Placing::new(InMemory { entities: self.entities, source }, placed);
        let mut records = Vec::new();
        while let Some(record) = placing.next_record() {
            records.push(record);
        }
        late.extend(placing.told.into_iter().map(|told| told.finding(source)));
        records
    }

    /// Resolves references within the pool.
    fn link(&mut self) {
        for Entity { content, state } in &mut self.entities {
            content.link(state.class, |name| self.index.get(name).copied());
        }
    }

    /// Brings fields and values into their order and takes out what stands twice.
    fn settle(&mut self, source: &Arc<Source>, report: &mut Report) {
        let orders: Vec<u64> = self.entities.iter().map(Entity::order).collect();
        for Entity { content, state } in &mut self.entities {
            for (field, conflict) in content.settle(state.class, |at| orders[at]) {
                report.push(conflict.finding(field, &content.id, source));
            }
        }
    }

    /// Finds out what datasets list and what is referred to.
    fn mark(&mut self) {
        for at in 0..self.entities.len() {
            let slots = std::mem::take(&mut self.entities[at].content.slots);
            let class = self.entities[at].state.class;
            for (target, anchors) in targets(class, &slots) {
                self.entities[target].state.refer(anchors, target != at);
            }
            self.entities[at].content.slots = slots;
        }
    }
}

/// The nodes that a node refers to, each with whether it is a dataset that lists it.
pub(super) fn targets(class: ClassId, slots: &[Slot]) -> impl Iterator<Item = (EntityId, bool)> {
    let class = &shape()[class];
    slots.iter().flat_map(|slot| {
        let anchors = is_anchor(&class.name, &class.fields[slot.field]);
        slot.held.iter().filter_map(move |held| Some((held.target?, anchors)))
    })
}

impl<'s> Content<'s> {
    /// Adds a value to a field.
    pub(super) fn push(&mut self, field: usize, key_span: Span, tag: Cow<'s, str>, node: Node<'s>) {
        let slots = &mut self.slots;
        let known = slots.iter().rposition(|slot| slot.field == field);
        let at = known.unwrap_or_else(|| {
            slots.push(Slot { field, key_span, held: Vec::with_capacity(1) });
            slots.len() - 1
        });
        slots[at].held.push(Held { tag, node, target: None });
    }

    /// Resolves references.
    pub(super) fn link(&mut self, class: ClassId, mut find: impl FnMut(&str) -> Option<EntityId>) {
        let class = &shape()[class];
        for slot in self.slots.iter_mut().filter(|slot| matches!(class.fields[slot.field].kind, Kind::Ref(_))) {
            for held in &mut slot.held {
                held.target = find(held.text());
            }
        }
    }

    /// Brings fields and values into their order and takes out what stands twice. Gives what contradicts each other.
    pub(super) fn settle(
        &mut self,
        class: ClassId,
        order: impl Fn(EntityId) -> u64,
    ) -> Vec<(&'static Field, Conflict)> {
        let class = &shape()[class];
        self.slots.sort_by_key(|slot| slot.field);
        let mut conflicts = Vec::new();
        for slot in &mut self.slots {
            let field = &class.fields[slot.field];
            slot.settle(field, &order);
            conflicts.extend(slot.conflicts(field).into_iter().map(|conflict| (field, conflict)));
        }
        conflicts
    }
}

/// The nodes of a pool while they are put in their places.
struct InMemory<'s, 'p> {
    entities: Vec<Entity<'s>>,
    source: &'p Source,
}

impl<'s> Nodes<'s> for InMemory<'s, '_> {
    fn state(&mut self, at: EntityId) -> &mut State {
        &mut self.entities[at].state
    }

    fn sorted(&mut self) -> Vec<EntityId> {
        let mut sorted: Vec<EntityId> = (0..self.entities.len()).collect();
        sorted.sort_by(|&a, &b| self.entities[a].content.id.cmp(&self.entities[b].content.id));
        sorted
    }

    fn content(&mut self, at: EntityId, again: bool) -> Content<'s> {
        let Content { id, id_span, span, slots } = &mut self.entities[at].content;
        let slots = if again { slots.clone() } else { std::mem::take(slots) };
        Content { id: id.clone(), id_span: *id_span, span: *span, slots }
    }

    fn name(&mut self, at: EntityId) -> (String, Span) {
        let content = &self.entities[at].content;
        (content.id.clone().into_owned(), content.span)
    }

    fn slice(&self, span: Span) -> &str {
        self.source.slice(span)
    }
}

impl Slot<'_> {
    fn settle(&mut self, field: &Field, order: impl Fn(EntityId) -> u64) {
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
                let order = |held: &Held| held.target.map_or(u64::MAX, &order);
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
pub(super) struct Conflict {
    values: [String; 2],
    spans: [Span; 2],
}

impl Conflict {
    pub(super) fn finding(self, field: &Field, id: &str, source: &Arc<Source>) -> Diagnostic {
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
