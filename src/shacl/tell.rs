//! Says in plain words, at its place, what is not as the shapes ask.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::check::{Checker, Violation};
use super::graph::{Id, Literal, Term};
use super::shape::{Bound, Constraint, NodeKind, Shape, ShapeId};
use super::value;
use crate::diagnostic::{Diagnostic, Focus, Place, counted};
use crate::source::Source;
use crate::vocab::curie;

/// Allowed values up to this many are listed.
const LISTED: usize = 6;
/// Patterns up to this length are shown.
const SHOWN: usize = 60;
/// How like a value an allowed one has to be to be suggested.
const LIKE: f64 = 0.85;

/// A violation as a finding.
pub(super) fn finding(checker: &Checker, violation: &Violation, source: &Arc<Source>) -> Diagnostic {
    let Violation { shape, constraint, focus, value, property, count } = *violation;
    let terms = &checker.graph.terms;
    let leaf = leaf(checker, *violation);
    let span = value.and_then(|value| value.span).unwrap_or_else(|| {
        let node = value.map_or(focus, |value| value.id);
        checker.graph.place_of(node)
    });
    let path = match (property, &shape.path) {
        (Some(property), _) => terms[property].to_string(),
        (None, Some(path)) => path.show(terms),
        (None, None) => String::new(),
    };
    let mut finding =
        Diagnostic::new(family(checker, leaf.constraint), shape.severity, source, span, say(checker, violation, &leaf))
            .at(path)
            .help(help(checker, shape, &leaf));
    finding.focus = Some(Focus { node: name(&terms[focus]), component: constraint.component(count) });
    first_value(checker, violation, source, finding)
}

/// A node's whole name, for programs.
fn name(term: &Term) -> String {
    match term {
        Term::Iri(iri) => iri.clone(),
        Term::Blank(label) => label.clone(),
        Term::Literal(_) => term.to_string(),
    }
}

/// Where there are too many values, the first one.
fn first_value(checker: &Checker, violation: &Violation, source: &Arc<Source>, finding: Diagnostic) -> Diagnostic {
    let (Constraint::MaxCount(1..), Some(path)) = (violation.constraint, &violation.shape.path) else { return finding };
    let first = path.values(checker.graph, violation.focus).first().and_then(|value| value.span);
    match first {
        Some(span) => finding.relate(Place::Span(Arc::clone(source), span), "the first one"),
        None => finding,
    }
}

/// The check that a violation belongs to.
fn family(checker: &Checker, constraint: &Constraint) -> &'static str {
    match constraint {
        Constraint::Or(shapes) if datatypes(checker, shapes).is_some() => "shapes/type",
        Constraint::MinCount(_) | Constraint::MaxCount(_) | Constraint::Qualified(_) | Constraint::UniqueLang => {
            "shapes/cardinality"
        }
        Constraint::Class(_) | Constraint::Datatype(_) | Constraint::NodeKind(_) | Constraint::LanguageIn(_) => {
            "shapes/type"
        }
        Constraint::Closed(_) => "shapes/closed",
        _ => "shapes/value",
    }
}

/// The first reason why a value is not of a shape that it should be of: what a person has to know.
fn leaf<'s>(checker: &Checker<'s>, violation: Violation<'s>) -> Violation<'s> {
    let shapes: &[ShapeId] = match violation.constraint {
        Constraint::Node(shape) => std::slice::from_ref(shape),
        Constraint::And(shapes) => shapes,
        _ => return violation,
    };
    let Some(value) = violation.value else { return violation };
    let mut first = None;
    for shape in shapes {
        let _ = checker.check(&checker.shapes.all[*shape], value.id, &mut |inner| {
            first = Some(inner);
            ControlFlow::Break(())
        });
        if first.is_some() {
            break;
        }
    }
    first.map_or(violation, |inner| leaf(checker, inner))
}

/// The message: about a value, or about the node itself.
fn say(checker: &Checker, violation: &Violation, leaf: &Violation) -> String {
    let terms = &checker.graph.terms;
    let subject = &terms[violation.focus];
    let is_inner = !std::ptr::eq(violation.constraint, leaf.constraint);
    let Some(value) = violation.value else { return format!("{subject} {}", reason(checker, violation)) };
    let why = reason(checker, leaf);
    let why = match (&leaf.shape.path, leaf.value) {
        (Some(path), Some(value)) if is_inner => {
            format!("has {} as its {}, which {why}", terms[value.id], path.show(terms))
        }
        (Some(path), None) if is_inner => format!("is not as it should be: {} of it {why}", path.show(terms)),
        _ => why,
    };
    let is_of_node = matches!(violation.constraint, Constraint::MaxCount(_) | Constraint::Closed(_));
    if violation.shape.path.is_some() && !is_of_node {
        format!("{subject} has {}, which {why}", terms[value.id])
    } else {
        format!("{subject} {why}")
    }
}

/// What is wrong, as the rest of a sentence whose subject is the value, or the node where it is about no value.
fn reason(checker: &Checker, violation: &Violation) -> String {
    let Violation { shape, constraint, focus, value, count, .. } = *violation;
    let terms = &checker.graph.terms;
    let term = value.map(|value| &terms[value.id]);
    match constraint {
        Constraint::MinCount(min) if count == 0 => format!("has no value; at least {min} is needed"),
        Constraint::MinCount(min) => format!("has {}; at least {min} are needed", counted(count, "value")),
        Constraint::MaxCount(max) => format!("has {}; at most {max} may be", counted(count, "value")),
        Constraint::Qualified(qualified) => {
            let (word, bound) = if count < qualified.min { ("least", qualified.min) } else { ("most", qualified.max) };
            format!(
                "has {} of {}; at {word} {bound} may be",
                counted(count, "value"),
                described(checker, qualified.shape)
            )
        }
        Constraint::HasValue(wanted) => format!("does not have the value {}", terms[*wanted]),
        Constraint::Class(class) => format!("is no {}", terms[*class]),
        Constraint::Datatype(datatype) => of_type(term, &[&terms[*datatype]]),
        Constraint::NodeKind(kind) => format!("is {}, not {}", sort(term), kinds(*kind)),
        Constraint::Range(bound, limit) => out_of_range(term, *bound, &terms[*limit]),
        Constraint::MinLength(min) => format!("is shorter than {}", counted(*min, "character")),
        Constraint::MaxLength(max) => format!("is longer than {}", counted(*max, "character")),
        Constraint::Pattern(pattern) if pattern.as_str().len() <= SHOWN => {
            format!("does not match the pattern {pattern}")
        }
        Constraint::Pattern(_) => "is not of the form that is asked for".to_owned(),
        Constraint::LanguageIn(ranges) => format!("is in none of the languages {}", ranges.join(", ")),
        Constraint::UniqueLang => "is not the only one in its language".to_owned(),
        Constraint::Equals(other) => format!("is not a value of both this and {}", terms[*other]),
        Constraint::Disjoint(other) => format!("is a value of {} too", terms[*other]),
        Constraint::LessThan(other) => not_less(checker, focus, *other, "less than"),
        Constraint::LessThanOrEquals(other) => not_less(checker, focus, *other, "less than or equal to"),
        Constraint::Not(shape) => format!("is {}, which it must not be", described(checker, *shape)),
        Constraint::Or(shapes) => match datatypes(checker, shapes) {
            Some(types) => of_type(term, &types),
            None => format!("fits none of {}", counted(shapes.len(), "alternative")),
        },
        Constraint::Xone(shapes) => format!("does not fit exactly one of {}", counted(shapes.len(), "alternative")),
        Constraint::In(allowed) if allowed.len() <= LISTED => format!("is none of {}", list(checker, allowed)),
        Constraint::In(allowed) => format!("is none of the {} allowed values", allowed.len()),
        Constraint::Closed(_) => match &shape.about.name {
            Some(name) => format!("has a property that a {name} may not have"),
            None => "has a property that it may not have".to_owned(),
        },
        Constraint::Node(shape) => format!("is not {}", described(checker, *shape)),
        Constraint::And(_) | Constraint::Property(_) => "is not as the shape asks".to_owned(),
    }
}

fn list<'i>(checker: &Checker, ids: impl IntoIterator<Item = &'i Id>) -> String {
    let mut names: Vec<String> = ids.into_iter().map(|id| checker.graph.terms[*id].to_string()).collect();
    names.sort_unstable();
    names.join(", ")
}

fn not_less(checker: &Checker, focus: Id, other: Id, how: &str) -> String {
    let others: Vec<Id> = checker.graph.objects(focus, other).collect();
    format!("is not {how} {}, which is {}", checker.graph.terms[other], list(checker, &others))
}

/// The datatypes of alternatives that are nothing but datatypes.
fn datatypes<'s>(checker: &Checker<'s>, shapes: &[ShapeId]) -> Option<Vec<&'s Term>> {
    let datatype = |shape: &ShapeId| match checker.shapes.all[*shape].constraints.as_slice() {
        [Constraint::Datatype(datatype)] => Some(&checker.graph.terms[*datatype]),
        _ => None,
    };
    shapes.iter().map(datatype).collect()
}

fn of_type(term: Option<&Term>, datatypes: &[&Term]) -> String {
    let wanted = datatypes.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or ");
    match term {
        Some(Term::Literal(Literal { datatype, .. }))
            if datatypes.iter().any(|wanted| wanted.as_iri() == Some(datatype.as_ref())) =>
        {
            format!("is no valid {}", curie(datatype))
        }
        Some(Term::Literal(Literal { datatype, .. })) => format!("is of type {}, not {wanted}", curie(datatype)),
        _ => format!("is {}, not a literal of type {wanted}", sort(term)),
    }
}

/// The sort of a term, with its article.
fn sort(term: Option<&Term>) -> &'static str {
    match term {
        Some(Term::Iri(_)) => "an IRI",
        Some(Term::Blank(_)) => "a blank node",
        Some(Term::Literal(_)) => "a literal",
        None => "nothing",
    }
}

fn kinds(kind: NodeKind) -> String {
    let names = [(kind.iri, "an IRI"), (kind.blank, "a blank node"), (kind.literal, "a literal")];
    let wanted: Vec<&str> = names.iter().filter(|(wanted, _)| *wanted).map(|(_, name)| *name).collect();
    wanted.join(" or ")
}

fn out_of_range(term: Option<&Term>, bound: Bound, limit: &Term) -> String {
    let pair = term.and_then(Term::as_literal).zip(limit.as_literal());
    if pair.and_then(|(literal, limit)| value::compare(literal, limit)).is_none() {
        return format!("cannot be compared with {limit}");
    }
    let word = match bound {
        Bound::MinExclusive => "greater than",
        Bound::MinInclusive => "at least",
        Bound::MaxExclusive => "less than",
        Bound::MaxInclusive => "at most",
    };
    format!("is not {word} {limit}")
}

/// A shape by its name.
fn described(checker: &Checker, shape: ShapeId) -> String {
    let shape = &checker.shapes.all[shape];
    match (&shape.about.name, &checker.graph.terms[shape.node], shape.constraints.as_slice()) {
        (Some(name), ..) => name.clone(),
        (None, iri @ Term::Iri(_), _) => iri.to_string(),
        (None, _, [Constraint::Datatype(datatype)]) => format!("type {}", checker.graph.terms[*datatype]),
        _ => "the shape".to_owned(),
    }
}

/// What may be meant, what the shapes say of it, and what the property is for.
fn help(checker: &Checker, shape: &Shape, leaf: &Violation) -> String {
    let mut lines = Vec::new();
    lines.extend(nearest(checker, leaf).map(|term| format!("did you mean {term}?")));
    let message = leaf.shape.about.message.as_ref().or(shape.about.message.as_ref());
    lines.extend(message.cloned());
    let inner = leaf.shape.about.description.as_ref().filter(|_| leaf.shape.node != shape.node && message.is_none());
    lines.extend(inner.map(|description| format!("what is asked for: {description}")));
    let about = &shape.about;
    lines.extend(match (&about.name, &about.description) {
        (Some(name), Some(description)) => Some(format!("{name}: {description}")),
        (None, Some(description)) => Some(description.clone()),
        _ => None,
    });
    if lines.is_empty() {
        lines.push(format!("the shape {} asks for it", checker.graph.terms[shape.node]));
    }
    lines.join("\n")
}

/// The allowed value that is most like the one that stands there.
fn nearest<'s>(checker: &Checker<'s>, leaf: &Violation) -> Option<&'s Term> {
    let text = |term: &Term| match term {
        Term::Iri(iri) => iri.clone(),
        Term::Blank(_) => String::new(),
        Term::Literal(literal) => literal.text.clone(),
    };
    let written = text(&checker.graph.terms[leaf.value?.id]);
    let allowed = match leaf.constraint {
        Constraint::In(allowed) => allowed.iter().copied().collect(),
        Constraint::Or(shapes) => listed(checker, shapes),
        _ => Vec::new(),
    };
    let scored = allowed.iter().map(|id| {
        let term = &checker.graph.terms[*id];
        (strsim::normalized_damerau_levenshtein(&written, &text(term)), term)
    });
    let best =
        scored.max_by(|(one, left), (other, right)| one.total_cmp(other).then_with(|| text(right).cmp(&text(left))));
    best.filter(|(score, _)| *score >= LIKE).map(|(_, term)| term)
}

/// The values that alternatives list.
fn listed(checker: &Checker, shapes: &[ShapeId]) -> Vec<Id> {
    let constraints = shapes.iter().flat_map(|shape| &checker.shapes.all[*shape].constraints);
    let sets = constraints.filter_map(|constraint| match constraint {
        Constraint::In(allowed) => Some(allowed),
        _ => None,
    });
    sets.flatten().copied().collect()
}
