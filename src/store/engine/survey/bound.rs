//! Whether a variable has a value in every solution of a pattern.

use oxigraph::sparql::Variable;
use spargebra::algebra::{AggregateExpression, Expression, GraphPattern};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

/// Whether it has one for sure; where that is not plain to see, it has not.
pub(super) fn is_bound(pattern: &GraphPattern, variable: &Variable) -> bool {
    match pattern {
        GraphPattern::Bgp { patterns } => patterns.iter().any(|triple| in_triple(triple, variable)),
        GraphPattern::Path { subject, object, .. } => is_term(subject, variable) || is_term(object, variable),
        GraphPattern::Values { variables, bindings } => {
            let at = variables.iter().position(|known| known == variable);
            at.is_some_and(|at| bindings.iter().all(|row| row.get(at).is_some_and(Option::is_some)))
        }
        GraphPattern::Join { left, right } | GraphPattern::Lateral { left, right } => {
            is_bound(left, variable) || is_bound(right, variable)
        }
        GraphPattern::Union { left, right } => is_bound(left, variable) && is_bound(right, variable),
        GraphPattern::LeftJoin { left, .. } | GraphPattern::Minus { left, .. } => is_bound(left, variable),
        GraphPattern::Graph { name, inner } => is_name(name, variable) || is_bound(inner, variable),
        GraphPattern::Project { inner, variables } => variables.contains(variable) && is_bound(inner, variable),
        // Counting always gives a number; other aggregates may fail.
        GraphPattern::Group { inner, variables, aggregates } => {
            let counts =
                |aggregate: &AggregateExpression| matches!(aggregate, AggregateExpression::CountSolutions { .. });
            aggregates.iter().any(|(name, aggregate)| name == variable && counts(aggregate))
                || (variables.contains(variable) && is_bound(inner, variable))
        }
        // What is assigned may be an error, unless it was bound before, which no query may say.
        GraphPattern::Extend { inner, variable: name, expression } => {
            is_bound(inner, variable) || (name == variable && is_value(expression, inner))
        }
        GraphPattern::Filter { inner, .. }
        | GraphPattern::OrderBy { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. } => is_bound(inner, variable),
        GraphPattern::Service { .. } => false,
    }
}

/// Whether an expression is a constant, or a variable that is bound.
fn is_value(expression: &Expression, inner: &GraphPattern) -> bool {
    match expression {
        Expression::NamedNode(_) | Expression::Literal(_) => true,
        Expression::Variable(name) => is_bound(inner, name),
        _ => false,
    }
}

fn in_triple(triple: &TriplePattern, variable: &Variable) -> bool {
    is_term(&triple.subject, variable) || is_name(&triple.predicate, variable) || is_term(&triple.object, variable)
}

fn is_term(term: &TermPattern, variable: &Variable) -> bool {
    matches!(term, TermPattern::Variable(name) if name == variable)
}

fn is_name(name: &NamedNodePattern, variable: &Variable) -> bool {
    matches!(name, NamedNodePattern::Variable(name) if name == variable)
}
