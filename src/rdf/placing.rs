//! Nodes put together in normal form, wherever they are kept.
//!
//! Normal form is a function of the graph alone, so a record and the RDF made of it come out the same. Every node stands
//! once, complete; wherever else it is named its id stands. Datasets come first, then the sessions that no dataset
//! lists, then other nodes that nothing refers to, each group sorted by id. What a dataset lists stands in its lists;
//! every other node stands where it is met first.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

use super::pool::{Held, Slot};
use super::rest::Blank;
use crate::diagnostic::Diagnostic;
use crate::doc::{Member, Node, Value};
use crate::shape::{ClassId, Field, Kind, shape};
use crate::source::{Source, Span};

/// How many nodes may stand inside each other. A longer chain goes on in a record of its own, so that what is written
/// can be read again.
const MAX_NESTING: usize = 32;

/// How many times as many nodes there may be when those without IRI are written wherever they are referred to.
const COPIES: usize = 8;

/// A node's number.
pub(crate) type EntityId = usize;

/// Where the nodes are kept.
pub(super) trait Nodes<'s> {
    fn state(&mut self, at: EntityId) -> &mut State;
    /// The nodes in the order of their names.
    fn sorted(&mut self) -> Vec<EntityId>;
    /// What a node holds: references resolved, fields and values in their order. It is asked for once, but for nodes that
    /// are wanted `again`.
    fn content(&mut self, at: EntityId, again: bool) -> Content<'s>;
    /// The name of a node, and where it begins.
    fn name(&mut self, at: EntityId) -> (String, Span);
    /// The text of a span of what was asked for.
    fn slice(&self, span: Span) -> &str;
}

/// What is known of a node without looking at what it holds.
#[derive(Debug, Clone, Copy)]
pub(super) struct State {
    pub(super) class: ClassId,
    /// How many references of other nodes there are to it.
    references: u32,
    /// Whether it is listed in a dataset.
    anchored: bool,
    is_blank: bool,
    stage: Stage,
}

/// What has become of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Waiting,
    /// It is being placed: what refers to it then stands inside it.
    Open,
    Placed,
}

impl State {
    pub(super) fn new(class: ClassId, name: &str) -> Self {
        let is_blank = is_blank(name);
        Self { class, references: 0, anchored: false, is_blank, stage: Stage::Waiting }
    }

    /// Notes a reference to the node: whether it stands in a list of a dataset, and whether it is another node's.
    pub(super) fn refer(&mut self, anchors: bool, is_other: bool) {
        self.anchored |= anchors;
        self.references = self.references.saturating_add(u32::from(is_other));
    }
}

fn is_blank(name: &str) -> bool {
    name.starts_with("_:")
}

/// What a node holds.
pub(super) struct Content<'s> {
    pub(super) id: Cow<'s, str>,
    pub(super) id_span: Span,
    pub(super) span: Span,
    pub(super) slots: Vec<Slot<'s>>,
}

/// Whether nodes stand in this field wherever else they are named.
pub(super) fn is_anchor(class: &str, field: &Field) -> bool {
    class == "Dataset" && field.many
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

/// Puts each node in its place.
pub(super) struct Placing<'r, N> {
    pub(super) nodes: N,
    /// Whether nodes without IRI have to be written again, with what stands inside them.
    copied: bool,
    /// How many more of them may be.
    copies: usize,
    placed: Option<&'r mut Placed>,
    /// The record that is being made, and the way to the value in it that is next.
    record: usize,
    way: Vec<(usize, usize)>,
    /// The nodes by their names; which of them is next, and in which round.
    sorted: Vec<EntityId>,
    next: usize,
    round: Round,
    /// What no record can hold.
    pub(super) told: Vec<Told>,
}

/// Which nodes become records, one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Round {
    Datasets,
    Sessions,
    Others,
    /// What is left refers to itself in a circle, or is the rest of a long chain.
    Left,
    Over,
}

impl Round {
    /// The round in which a node becomes a record, if it does not stand in another by then.
    fn of(state: &State) -> Option<Self> {
        let class = &shape()[state.class];
        match class.name.as_str() {
            "Dataset" => Some(Round::Datasets),
            "Session" if !state.anchored => Some(Round::Sessions),
            _ => (state.references == 0 && class.is_root).then_some(Round::Others),
        }
    }

    fn after(self) -> Self {
        match self {
            Round::Datasets => Round::Sessions,
            Round::Sessions => Round::Others,
            Round::Others => Round::Left,
            Round::Left | Round::Over => Round::Over,
        }
    }
}

/// What no record can hold, to be told when its source is known.
pub(super) struct Told {
    span: Span,
    message: String,
    help: String,
}

impl Told {
    pub(super) fn finding(self, source: &Arc<Source>) -> Diagnostic {
        Diagnostic::warning("loss/statement", source, self.span, self.message).help(self.help)
    }
}

impl<'s, 'r, N: Nodes<'s>> Placing<'r, N> {
    pub(super) fn new(mut nodes: N, placed: Option<&'r mut Placed>) -> Self {
        let sorted = nodes.sorted();
        let is_shared = |state: &State| state.is_blank && state.references > 1;
        Self {
            copied: sorted.iter().any(|&at| is_shared(nodes.state(at))),
            copies: sorted.len().saturating_mul(COPIES),
            placed,
            record: 0,
            way: Vec::new(),
            sorted,
            next: 0,
            round: Round::Datasets,
            told: Vec::new(),
            nodes,
        }
    }

    /// The next record.
    pub(super) fn next_record(&mut self) -> Option<Node<'s>> {
        while self.round != Round::Over {
            let Some(&at) = self.sorted.get(self.next) else {
                self.next = 0;
                self.round = self.round.after();
                continue;
            };
            self.next += 1;
            let state = *self.nodes.state(at);
            if state.stage != Stage::Waiting {
                continue;
            }
            let is_left = self.round == Round::Left;
            if is_left && !shape()[state.class].is_root {
                self.homeless(at);
            } else if is_left || Round::of(&state) == Some(self.round) {
                let record = self.node(at, 0);
                self.record += 1;
                return Some(record);
            }
        }
        None
    }

    fn homeless(&mut self, at: EntityId) {
        let class = &shape()[self.nodes.state(at).class].name;
        let (id, span) = self.nodes.name(at);
        self.told.push(Told {
            span,
            message: format!("no record holds this {class}, so it is left out"),
            help: format!("refer to it from the record that the {class} belongs to"),
        });
        if let Some(placed) = &mut self.placed {
            placed.homeless.insert(id);
        }
    }

    /// Builds a node; what stands inside it comes from the other nodes.
    fn node(&mut self, at: EntityId, depth: usize) -> Node<'s> {
        let Content { id, id_span, span, slots } = self.open(at);
        let class = &shape()[self.nodes.state(at).class];
        let mut members = Vec::with_capacity(slots.len() + 2);
        let mut head = |key: &'static str, text: Cow<'s, str>| {
            members.push(Member { key: key.into(), key_span: id_span, node: Node::string(text, id_span) });
        };
        if !is_blank(&id) {
            head("id", id);
        }
        head("type", class.name.as_str().into());
        for slot in slots {
            let field = &class.fields[slot.field];
            let anchor = is_anchor(&class.name, field);
            let here = Here { node: at, anchor, classes: field.classes(), depth: depth + 1, member: members.len() };
            if let Some(node) = self.value(field, slot.held, &here) {
                members.push(Member { key: field.name.as_str().into(), key_span: slot.key_span, node });
            }
        }
        self.nodes.state(at).stage = Stage::Placed;
        Node::new(Value::Object(members), span)
    }

    /// Begins a node: its values, which stay where they are if the node may have to be written again.
    fn open(&mut self, at: EntityId) -> Content<'s> {
        let state = self.nodes.state(at);
        state.stage = Stage::Open;
        let is_blank = state.is_blank;
        let content = self.nodes.content(at, is_blank && self.copied);
        if let (true, Some(placed)) = (is_blank, &mut self.placed) {
            let label = content.id.clone().into_owned();
            placed.blanks.push(Blank { label, record: self.record, way: self.way.clone() });
        }
        content
    }

    fn value(&mut self, field: &Field, held: Vec<Held<'s>>, here: &Here) -> Option<Node<'s>> {
        let span = held.first()?.node.span;
        if matches!(field.kind, Kind::Text | Kind::Texts) {
            return Some(Node::new(text(held, |span| self.nodes.slice(span)), span));
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
        let state = *self.nodes.state(target);
        let stands_alone = !here.anchor && shape()[state.class].name == "Session";
        let fits = !stands_alone && here.classes.contains(&state.class) && here.depth < MAX_NESTING;
        if state.stage == Stage::Waiting && here.anchor == state.anchored && fits {
            return Some(self.node(target, here.depth));
        }
        if !state.is_blank {
            return Some(name);
        }
        if fits && state.stage != Stage::Open && self.copies > 0 {
            self.copies -= 1;
            return Some(self.node(target, here.depth));
        }
        self.told.push(Told {
            span: name.span,
            message: "a node without IRI is referred to where it cannot stand; the reference is left out".to_owned(),
            help: "give the node an IRI".to_owned(),
        });
        if let Some(placed) = &mut self.placed {
            let [from, to] = [here.node, target].map(|at| self.nodes.name(at).0);
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
fn text<'s, 't>(held: Vec<Held<'s>>, slice: impl Fn(Span) -> &'t str) -> Value<'s> {
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
        let key_span = tag_of(texts.first().map(|text| text.span).unwrap_or_default(), &tag, &slice);
        let node = one_or_many(texts);
        let key = if tag.is_empty() { "@none".into() } else { tag };
        Member { key, key_span, node }
    };
    Value::Object(languages.into_iter().map(member).collect())
}

/// Where the language tag of a literal stands: at its end, or the literal itself where it is said elsewhere.
fn tag_of<'t>(literal: Span, tag: &str, slice: impl Fn(Span) -> &'t str) -> Span {
    let end = literal.end as usize;
    match slice(literal).strip_suffix(tag) {
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
