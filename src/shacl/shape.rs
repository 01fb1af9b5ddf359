//! Shapes as they are checked: what a shape is for, and what it asks.

use std::collections::HashSet;

use regex::Regex;

use super::graph::Id;
use super::path::Path;
use crate::diagnostic::Severity;

/// A shape's position in [`super::Shapes`].
pub(super) type ShapeId = usize;

/// A node shape, or with a path a property shape.
#[derive(Debug)]
pub(super) struct Shape {
    /// The node that it is in the shapes graph.
    pub(super) node: Id,
    pub(super) path: Option<Path>,
    pub(super) targets: Vec<Target>,
    pub(super) constraints: Vec<Constraint>,
    pub(super) severity: Severity,
    pub(super) deactivated: bool,
    pub(super) about: About,
}

/// What a shape says to people.
#[derive(Debug, Default)]
pub(super) struct About {
    /// What is to be said where the shape is not met.
    pub(super) message: Option<String>,
    pub(super) name: Option<String>,
    pub(super) description: Option<String>,
}

/// Which nodes a shape is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    Class(Id),
    Node(Id),
    SubjectsOf(Id),
    ObjectsOf(Id),
}

/// What a shape asks of its value nodes.
#[derive(Debug)]
pub(super) enum Constraint {
    Class(Id),
    Datatype(Id),
    NodeKind(NodeKind),
    MinCount(usize),
    MaxCount(usize),
    /// The bound, and the literal that is it.
    Range(Bound, Id),
    MinLength(usize),
    MaxLength(usize),
    Pattern(Regex),
    /// Language ranges in lower case.
    LanguageIn(Vec<String>),
    UniqueLang,
    Equals(Id),
    Disjoint(Id),
    LessThan(Id),
    LessThanOrEquals(Id),
    Not(ShapeId),
    And(Vec<ShapeId>),
    Or(Vec<ShapeId>),
    Xone(Vec<ShapeId>),
    Node(ShapeId),
    Property(ShapeId),
    Qualified(Qualified),
    /// The properties that a node may have.
    Closed(HashSet<Id>),
    HasValue(Id),
    In(HashSet<Id>),
}

/// How many values have to be of a shape.
#[derive(Debug)]
pub(super) struct Qualified {
    pub(super) shape: ShapeId,
    pub(super) min: usize,
    pub(super) max: usize,
    /// Values of these shapes do not count.
    pub(super) siblings: Vec<ShapeId>,
}

/// Sorts of terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NodeKind {
    pub(super) iri: bool,
    pub(super) blank: bool,
    pub(super) literal: bool,
}

/// A bound of a range of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bound {
    MinExclusive,
    MinInclusive,
    MaxExclusive,
    MaxInclusive,
}

impl Constraint {
    /// The name of the constraint component in SHACL's namespace, where there are so many values.
    pub(super) fn component(&self, count: usize) -> &'static str {
        match self {
            Constraint::Class(_) => "ClassConstraintComponent",
            Constraint::Datatype(_) => "DatatypeConstraintComponent",
            Constraint::NodeKind(_) => "NodeKindConstraintComponent",
            Constraint::MinCount(_) => "MinCountConstraintComponent",
            Constraint::MaxCount(_) => "MaxCountConstraintComponent",
            Constraint::Range(Bound::MinExclusive, _) => "MinExclusiveConstraintComponent",
            Constraint::Range(Bound::MinInclusive, _) => "MinInclusiveConstraintComponent",
            Constraint::Range(Bound::MaxExclusive, _) => "MaxExclusiveConstraintComponent",
            Constraint::Range(Bound::MaxInclusive, _) => "MaxInclusiveConstraintComponent",
            Constraint::MinLength(_) => "MinLengthConstraintComponent",
            Constraint::MaxLength(_) => "MaxLengthConstraintComponent",
            Constraint::Pattern(_) => "PatternConstraintComponent",
            Constraint::LanguageIn(_) => "LanguageInConstraintComponent",
            Constraint::UniqueLang => "UniqueLangConstraintComponent",
            Constraint::Equals(_) => "EqualsConstraintComponent",
            Constraint::Disjoint(_) => "DisjointConstraintComponent",
            Constraint::LessThan(_) => "LessThanConstraintComponent",
            Constraint::LessThanOrEquals(_) => "LessThanOrEqualsConstraintComponent",
            Constraint::Not(_) => "NotConstraintComponent",
            Constraint::And(_) => "AndConstraintComponent",
            Constraint::Or(_) => "OrConstraintComponent",
            Constraint::Xone(_) => "XoneConstraintComponent",
            Constraint::Node(_) => "NodeConstraintComponent",
            Constraint::Property(_) => "PropertyShapeComponent",
            Constraint::Qualified(qualified) if count < qualified.min => "QualifiedMinCountConstraintComponent",
            Constraint::Qualified(_) => "QualifiedMaxCountConstraintComponent",
            Constraint::Closed(_) => "ClosedConstraintComponent",
            Constraint::HasValue(_) => "HasValueConstraintComponent",
            Constraint::In(_) => "InConstraintComponent",
        }
    }
}
