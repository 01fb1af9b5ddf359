//! Checks the nodes of a graph against shapes.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;

use super::Shapes;
use super::graph::{Graph, Id, Term};
use super::path::{Path, Value};
use super::shape::{Bound, Constraint, NodeKind, Qualified, Shape, ShapeId, Target};
use super::value;

/// A shape that a node does not meet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Violation<'s> {
    pub(super) shape: &'s Shape,
    pub(super) constraint: &'s Constraint,
    pub(super) focus: Id,
    /// The value that it is about; none where it is about their number.
    pub(super) value: Option<Value>,
    /// The property that it is about, where that is not the shape's path: of closed shapes.
    pub(super) property: Option<Id>,
    /// How many values there are.
    pub(super) count: usize,
}

/// Takes violations, and says whether it wants more.
type Found<'f, 's> = &'f mut dyn FnMut(Violation<'s>) -> ControlFlow<()>;

/// Shapes on a graph.
pub(super) struct Checker<'s> {
    pub(super) shapes: &'s Shapes,
    pub(super) graph: &'s Graph,
    /// Which nodes are of which shapes, as far as that was asked.
    known: RefCell<HashMap<(ShapeId, Id), bool>>,
}

impl<'s> Checker<'s> {
    pub(super) fn new(shapes: &'s Shapes, graph: &'s Graph) -> Self {
        Self { shapes, graph, known: RefCell::default() }
    }

    /// The nodes that a shape is for, each once, in the order in which they are named.
    pub(super) fn focus_nodes(&self, shape: &Shape) -> Vec<Id> {
        let mut seen = HashSet::new();
        let mut nodes = Vec::new();
        for target in &shape.targets {
            let found: Vec<Id> = match *target {
                Target::Node(node) => vec![node],
                Target::Class(class) => downwards(self.graph, self.shapes.sub_class_of, class)
                    .flat_map(|class| self.graph.to(self.shapes.kind, class).map(|triple| triple.subject))
                    .collect(),
                Target::SubjectsOf(predicate) => self.with(predicate).map(|triple| triple.subject).collect(),
                Target::ObjectsOf(predicate) => self.with(predicate).map(|triple| triple.object).collect(),
            };
            nodes.extend(found.into_iter().filter(|&node| seen.insert(node)));
        }
        nodes
    }

    fn with(&self, predicate: Id) -> impl Iterator<Item = &super::graph::Triple> {
        self.graph.triples().iter().filter(move |triple| triple.predicate == predicate)
    }

    /// Whether a node is of a shape.
    fn conforms(&self, shape: ShapeId, node: Id) -> bool {
        if let Some(&known) = self.known.borrow().get(&(shape, node)) {
            return known;
        }
        let conforms = self.check(&self.shapes.all[shape], node, &mut |_| ControlFlow::Break(())).is_continue();
        self.known.borrow_mut().insert((shape, node), conforms);
        conforms
    }

    /// Finds in what a node is not of a shape, until enough is found.
    pub(super) fn check(&self, shape: &'s Shape, focus: Id, found: Found<'_, 's>) -> ControlFlow<()> {
        if shape.deactivated {
            return ControlFlow::Continue(());
        }
        let values = match &shape.path {
            Some(path) => path.values(self.graph, focus),
            None => vec![Value { id: focus, span: None }],
        };
        for constraint in &shape.constraints {
            let violation = Violation { shape, constraint, focus, value: None, property: None, count: values.len() };
            self.constraint(violation, &values, found)?;
        }
        ControlFlow::Continue(())
    }

    /// Checks what is asked of the values together; the rest is asked of each.
    fn constraint(&self, violation: Violation<'s>, values: &[Value], found: Found<'_, 's>) -> ControlFlow<()> {
        let Violation { constraint, focus, .. } = violation;
        let mut about = |value: Value| found(Violation { value: Some(value), ..violation });
        match constraint {
            Constraint::Property(property) => {
                let property = &self.shapes.all[*property];
                values.iter().try_for_each(|value| self.check(property, value.id, found))
            }
            Constraint::MinCount(min) if values.len() < *min => found(violation),
            Constraint::MaxCount(max) if values.len() > *max => about(values[*max]),
            Constraint::UniqueLang => self.repeated_languages(values).into_iter().try_for_each(about),
            Constraint::HasValue(wanted) if values.iter().all(|value| value.id != *wanted) => found(violation),
            Constraint::MinCount(_) | Constraint::MaxCount(_) | Constraint::HasValue(_) => ControlFlow::Continue(()),
            Constraint::Qualified(qualified) => match self.qualified(qualified, values) {
                count if (qualified.min..=qualified.max).contains(&count) => ControlFlow::Continue(()),
                count => found(Violation { count, ..violation }),
            },
            Constraint::Equals(other) => self.differences(focus, *other, values).into_iter().try_for_each(about),
            Constraint::LessThan(other) => self.not_less(focus, *other, values, &[Ordering::Less], about),
            Constraint::LessThanOrEquals(other) => {
                self.not_less(focus, *other, values, &[Ordering::Less, Ordering::Equal], about)
            }
            Constraint::Closed(allowed) => values.iter().try_for_each(|value| {
                let strange = self.graph.about(value.id).iter().filter(|triple| !allowed.contains(&triple.predicate));
                strange.copied().collect::<Vec<_>>().into_iter().try_for_each(|triple| {
                    let value = Some(Value { id: triple.object, span: Some(triple.spans.predicate) });
                    found(Violation { value, property: Some(triple.predicate), ..violation })
                })
            }),
            _ => values.iter().filter(|value| !self.fits(constraint, focus, value.id)).copied().try_for_each(about),
        }
    }

    /// Whether one value is as a constraint asks.
    fn fits(&self, constraint: &Constraint, focus: Id, value: Id) -> bool {
        let term = &self.graph.terms[value];
        let text = match term {
            Term::Iri(text) => Some(text.as_str()),
            Term::Literal(literal) => Some(literal.text.as_str()),
            Term::Blank(_) => None,
        };
        let length = || text.map(|text| text.chars().count());
        let conforms = |shape: &ShapeId| self.conforms(*shape, value);
        match constraint {
            Constraint::Class(class) => self.is_a(value, *class),
            Constraint::Datatype(datatype) => self.has_datatype(term, *datatype),
            Constraint::NodeKind(kind) => is_kind(term, *kind),
            Constraint::Range(bound, limit) => self.is_within(term, *bound, *limit),
            Constraint::MinLength(min) => length().is_some_and(|length| length >= *min),
            Constraint::MaxLength(max) => length().is_some_and(|length| length <= *max),
            Constraint::Pattern(pattern) => text.is_some_and(|text| pattern.is_match(text)),
            Constraint::LanguageIn(ranges) => {
                term.as_literal().is_some_and(|literal| ranges.iter().any(|range| is_in(&literal.language, range)))
            }
            Constraint::Disjoint(other) => !self.graph.has(focus, *other, value),
            Constraint::Not(shape) => !conforms(shape),
            Constraint::Node(shape) => conforms(shape),
            Constraint::And(shapes) => shapes.iter().all(conforms),
            Constraint::Or(shapes) => shapes.iter().any(conforms),
            Constraint::Xone(shapes) => shapes.iter().filter(|shape| conforms(shape)).count() == 1,
            Constraint::In(allowed) => allowed.contains(&value),
            // Asked of the values together.
            _ => true,
        }
    }

    fn is_a(&self, value: Id, class: Id) -> bool {
        let types = self.graph.objects(value, self.shapes.kind);
        types.into_iter().any(|kind| upwards(self.graph, self.shapes.sub_class_of, kind).any(|above| above == class))
    }

    fn has_datatype(&self, term: &Term, datatype: Id) -> bool {
        let wanted = self.graph.terms[datatype].as_iri();
        term.as_literal().is_some_and(|it| Some(it.datatype.as_ref()) == wanted && value::is_well_formed(it))
    }

    fn is_within(&self, term: &Term, bound: Bound, limit: Id) -> bool {
        let (Some(literal), Some(limit)) = (term.as_literal(), self.graph.terms[limit].as_literal()) else {
            return false;
        };
        value::compare(literal, limit).is_some_and(|order| match bound {
            Bound::MinExclusive => order.is_gt(),
            Bound::MinInclusive => order.is_ge(),
            Bound::MaxExclusive => order.is_lt(),
            Bound::MaxInclusive => order.is_le(),
        })
    }

    /// For each language that several values have, the second of them.
    fn repeated_languages(&self, values: &[Value]) -> Vec<Value> {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        let second = |value: &&Value| {
            let language = self.graph.terms[value.id].as_literal().map_or("", |literal| literal.language.as_str());
            let count = counts.entry(language).or_default();
            *count += 1;
            !language.is_empty() && *count == 2
        };
        values.iter().filter(second).copied().collect()
    }

    fn qualified(&self, qualified: &Qualified, values: &[Value]) -> usize {
        let counts = |value: &&Value| {
            self.conforms(qualified.shape, value.id)
                && !qualified.siblings.iter().any(|sibling| self.conforms(*sibling, value.id))
        };
        values.iter().filter(counts).count()
    }

    /// The values that only the shape's path, or only the other property, leads to.
    fn differences(&self, focus: Id, other: Id, values: &[Value]) -> Vec<Value> {
        let others = Path::Predicate(other).values(self.graph, focus);
        let only = |left: &[Value], right: &[Value]| -> Vec<Value> {
            let right: HashSet<Id> = right.iter().map(|value| value.id).collect();
            left.iter().filter(|value| !right.contains(&value.id)).copied().collect()
        };
        let mut differences = only(values, &others);
        differences.extend(only(&others, values));
        differences
    }

    /// Each value that is not less than each value of the other property, once for each of these.
    fn not_less(
        &self,
        focus: Id,
        other: Id,
        values: &[Value],
        wanted: &[Ordering],
        mut about: impl FnMut(Value) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        for value in values {
            for limit in self.graph.objects(focus, other) {
                let terms = (self.graph.terms[value.id].as_literal(), self.graph.terms[limit].as_literal());
                let order = if let (Some(left), Some(right)) = terms { value::compare(left, right) } else { None };
                if !order.is_some_and(|order| wanted.contains(&order)) {
                    about(*value)?;
                }
            }
        }
        ControlFlow::Continue(())
    }
}

/// Whether a language tag is in a language range; `*` is any language.
fn is_in(language: &str, range: &str) -> bool {
    let within = language.strip_prefix(range).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
    !language.is_empty() && (range == "*" || within)
}

fn is_kind(term: &Term, kind: NodeKind) -> bool {
    match term {
        Term::Iri(_) => kind.iri,
        Term::Blank(_) => kind.blank,
        Term::Literal(_) => kind.literal,
    }
}

/// A class and the classes above it.
pub(super) fn upwards(graph: &Graph, sub_class_of: Id, class: Id) -> impl Iterator<Item = Id> {
    closure(class, move |class| graph.objects(class, sub_class_of).collect())
}

/// A class and the classes below it.
fn downwards(graph: &Graph, sub_class_of: Id, class: Id) -> impl Iterator<Item = Id> {
    closure(class, move |class| graph.to(sub_class_of, class).map(|triple| triple.subject).collect())
}

/// A node and all that its neighbours lead to, each once.
fn closure(from: Id, neighbours: impl Fn(Id) -> Vec<Id>) -> impl Iterator<Item = Id> {
    let mut seen = HashSet::from([from]);
    let mut open = vec![from];
    std::iter::from_fn(move || {
        let node = open.pop()?;
        open.extend(neighbours(node).into_iter().filter(|&next| seen.insert(next)));
        Some(node)
    })
}
