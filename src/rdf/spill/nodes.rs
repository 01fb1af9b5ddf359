//! The nodes of a graph that is on disk.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::sync::Arc;

use super::fragment::Fragment;
use super::log::{Log, Pointer};
use super::names::Names;
use crate::diagnostic::Diagnostic;
use crate::rdf::graph::{self, Held, Shelf, Statement};
use crate::rdf::placing::{Content, EntityId, Nodes, State};
use crate::rdf::pool::targets;
use crate::shape::{ClassId, shape};
use crate::source::{Excerpt, Source, Span};

/// Subjects by number, and what they are made of.
pub(super) struct OnDisk {
    log: Log,
    /// Where each piece of the input begins in the log.
    pieces: Vec<u64>,
    /// The numbers of subjects by hashes of their names, which nobody can foresee.
    numbers: HashMap<u128, u32>,
    hashers: [RandomState; 2],
    subjects: Vec<Subject>,
    /// The subjects that have a class, in the order in which they got it.
    typed: Vec<u32>,
    names: Names,
    sorted: Vec<EntityId>,
    /// The lines of what was read since it was taken.
    pub(super) excerpt: Excerpt,
    /// The first thing that went wrong.
    fault: Option<io::Error>,
}

struct Subject {
    /// The last fragment of it.
    last: Option<Pointer>,
    state: State,
    is_typed: bool,
    /// Its place in lists, and whether that was said.
    order: u64,
    is_placed: bool,
}

impl OnDisk {
    pub(super) fn new(names: usize) -> io::Result<Self> {
        Ok(Self {
            log: Log::new()?,
            pieces: Vec::new(),
            numbers: HashMap::new(),
            hashers: [RandomState::new(), RandomState::new()],
            subjects: Vec::new(),
            typed: Vec::new(),
            names: Names::new(names),
            sorted: Vec::new(),
            excerpt: Excerpt::default(),
            fault: None,
        })
    }

    fn hash(&self, name: &str) -> u128 {
        let [high, low] = self.hashers.each_ref().map(|hasher| u128::from(hasher.hash_one(name)));
        high << 64 | low
    }

    fn number(&self, name: &str) -> Option<usize> {
        self.numbers.get(&self.hash(name)).map(|&number| number as usize)
    }

    /// The number of a subject, which may be new.
    fn subject(&mut self, name: &str) -> usize {
        let next = u32::try_from(self.subjects.len()).unwrap_or(u32::MAX);
        let number = *self.numbers.entry(self.hash(name)).or_insert(next);
        if number == next {
            let state = State::new(0, name);
            self.subjects.push(Subject { last: None, state, is_typed: false, order: u64::MAX, is_placed: false });
        }
        number as usize
    }

    /// Writes the statements of a piece, those of one subject together.
    pub(super) fn add(&mut self, source: &Arc<Source>, statements: Vec<Statement>) -> io::Result<()> {
        self.pieces.push(self.log.end());
        let mut numbered: Vec<(usize, u32, Statement)> = Vec::with_capacity(statements.len());
        for (number, statement) in (0..).zip(statements) {
            numbered.push((self.subject(&statement.subject), number, statement));
        }
        numbered.sort_by_key(|(subject, ..)| *subject);
        let mut numbered = numbered.into_iter().peekable();
        while let Some(&(subject, ..)) = numbered.peek() {
            let of_subject = std::iter::from_fn(|| numbered.next_if(|(other, ..)| *other == subject));
            let of_subject = of_subject.map(|(_, number, statement)| (number, statement));
            let fragment = Fragment::new(self.subjects[subject].last, source, of_subject);
            self.subjects[subject].last = Some(self.log.add(|out| fragment.write(out))?);
        }
        Ok(())
    }

    pub(super) fn pieces(&self) -> usize {
        self.pieces.len()
    }

    /// The statements of a piece in their order, and their lines.
    pub(super) fn piece(&mut self, at: usize) -> io::Result<(Excerpt, Vec<Statement>)> {
        let (start, end) = (self.pieces[at], self.pieces.get(at + 1).copied().unwrap_or(self.log.end()));
        let length = usize::try_from(end - start).map_err(io::Error::other)?;
        let mut bytes = self.log.read(start, length)?;
        let (mut excerpt, mut numbered) = (Excerpt::default(), Vec::new());
        while !bytes.is_empty() {
            let (fragment, rest) = Fragment::read(bytes)?;
            numbered.extend(fragment.statements(&mut excerpt));
            bytes = rest;
        }
        numbered.sort_by_key(|(number, _)| *number);
        Ok((excerpt, numbered.into_iter().map(|(_, statement)| statement).collect()))
    }

    /// Finds out what refers to what, and tells of values that contradict each other.
    pub(super) fn link(&mut self, name: &str, findings: &mut Vec<Diagnostic>) -> io::Result<()> {
        for at in std::mem::take(&mut self.typed) {
            let at = at as usize;
            let class = self.subjects[at].state.class;
            self.excerpt = Excerpt::default();
            let mut content = self.load(at)?;
            let conflicts = content.settle(class, |at| self.order(at));
            if !conflicts.is_empty() {
                let source = std::mem::take(&mut self.excerpt).into_source(name);
                let finding =
                    |(field, conflict): (_, crate::rdf::pool::Conflict)| conflict.finding(field, &content.id, &source);
                findings.extend(conflicts.into_iter().map(finding));
            }
            for (target, anchors) in targets(class, &content.slots) {
                self.subjects[target].state.refer(anchors, target != at);
            }
            self.names.add(content.id.into_owned(), at)?;
        }
        self.excerpt = Excerpt::default();
        let names = std::mem::replace(&mut self.names, Names::new(0));
        self.sorted = names.sorted()?;
        Ok(())
    }

    fn order(&self, at: EntityId) -> u64 {
        self.subjects[at].order
    }

    /// All that is said of a node, its references resolved.
    fn load(&mut self, at: EntityId) -> io::Result<Content<'static>> {
        let class = self.subjects[at].state.class;
        let mut fragments = Vec::new();
        let mut next = self.subjects[at].last;
        while let Some(Pointer { at, length }) = next {
            let (fragment, _) = Fragment::read(self.log.read(at, length as usize)?)?;
            next = fragment.before;
            fragments.push(fragment);
        }
        let name = fragments.last().map(|fragment| fragment.subject.clone()).unwrap_or_default();
        let mut content =
            Content { id: name.into(), id_span: Span::default(), span: Span::default(), slots: Vec::new() };
        let mut is_begun = false;
        for fragment in fragments.into_iter().rev() {
            let statements: Vec<_> = fragment.statements(&mut self.excerpt).collect();
            for (_, statement) in statements {
                if graph::class_of(&statement).is_some() {
                    if !std::mem::replace(&mut is_begun, true) {
                        (content.id_span, content.span) = (statement.spans.subject, statement.spans.subject);
                    }
                } else if let Some(field) = graph::field_of(class, &statement.predicate) {
                    let kind = &shape()[class].fields[field].kind;
                    if graph::untyped(kind, &statement.object, self).is_some() {
                        continue;
                    }
                    let Held { tag, node } = graph::held(kind, statement.object, statement.spans.object);
                    content.push(field, statement.spans.predicate, tag.into(), node);
                }
            }
        }
        content.link(class, |name| self.find(name));
        Ok(content)
    }

    /// What went wrong, if anything did.
    pub(super) fn check(&mut self) -> io::Result<()> {
        self.fault.take().map_or(Ok(()), Err)
    }
}

impl Shelf for OnDisk {
    fn find(&self, name: &str) -> Option<EntityId> {
        self.number(name).filter(|&at| self.subjects[at].is_typed)
    }

    fn class_of(&self, entity: EntityId) -> ClassId {
        self.subjects[entity].state.class
    }

    fn set_class(&mut self, entity: EntityId, class: ClassId) {
        self.subjects[entity].state.class = class;
    }

    fn insert(&mut self, name: String, class: ClassId, _: Span) {
        let at = self.subject(&name);
        self.subjects[at].state.class = class;
        self.subjects[at].is_typed = true;
        self.typed.push(u32::try_from(at).unwrap_or(u32::MAX));
    }

    /// Values stay in the log; a node's place in lists is needed before they are read.
    fn push(&mut self, entity: EntityId, field: usize, _: Span, value: Held) {
        let subject = &mut self.subjects[entity];
        if !subject.is_placed && shape()[subject.state.class].fields[field].name == "order" {
            subject.is_placed = true;
            subject.order = graph::order(&value.node).unwrap_or(u64::MAX);
        }
    }
}

impl Nodes<'static> for OnDisk {
    fn state(&mut self, at: EntityId) -> &mut State {
        &mut self.subjects[at].state
    }

    fn sorted(&mut self) -> Vec<EntityId> {
        std::mem::take(&mut self.sorted)
    }

    fn content(&mut self, at: EntityId, _: bool) -> Content<'static> {
        let class = self.subjects[at].state.class;
        match self.load(at) {
            Ok(mut content) => {
                content.settle(class, |at| self.order(at));
                content
            }
            Err(error) => {
                self.fault.get_or_insert(error);
                Content { id: "".into(), id_span: Span::default(), span: Span::default(), slots: Vec::new() }
            }
        }
    }

    fn name(&mut self, at: EntityId) -> (String, Span) {
        let content = self.content(at, true);
        (content.id.into_owned(), content.span)
    }

    fn slice(&self, span: Span) -> &str {
        self.excerpt.text.get(span.range()).unwrap_or_default()
    }
}
