//! Whether a query asks another endpoint (SPARQL 1.1 Federated Query), anywhere in it.

use spargebra::Query;
use spargebra::algebra::{AggregateExpression, Expression, GraphPattern, OrderExpression};

/// Whether the query has SERVICE in it, evaluated or not.
pub(super) fn is_federated(query: &Query) -> bool {
    match query {
        Query::Select { pattern, .. }
        | Query::Construct { pattern, .. }
        | Query::Describe { pattern, .. }
        | Query::Ask { pattern, .. } => in_pattern(pattern),
    }
}

fn in_pattern(pattern: &GraphPattern) -> bool {
    match pattern {
        GraphPattern::Service { .. } => true,
        GraphPattern::Bgp { .. } | GraphPattern::Path { .. } | GraphPattern::Values { .. } => false,
        GraphPattern::Join { left, right }
        | GraphPattern::Lateral { left, right }
        | GraphPattern::Union { left, right }
        | GraphPattern::Minus { left, right } => in_pattern(left) || in_pattern(right),
        GraphPattern::LeftJoin { left, right, expression } => {
            in_pattern(left) || in_pattern(right) || expression.as_ref().is_some_and(in_expression)
        }
        GraphPattern::Filter { expr, inner } | GraphPattern::Extend { inner, expression: expr, .. } => {
            in_pattern(inner) || in_expression(expr)
        }
        GraphPattern::OrderBy { inner, expression } => {
            let of = |order: &OrderExpression| match order {
                OrderExpression::Asc(by) | OrderExpression::Desc(by) => in_expression(by),
            };
            in_pattern(inner) || expression.iter().any(of)
        }
        GraphPattern::Group { inner, aggregates, .. } => {
            let of = |aggregate: &AggregateExpression| match aggregate {
                AggregateExpression::CountSolutions { .. } => false,
                AggregateExpression::FunctionCall { expr, .. } => in_expression(expr),
            };
            in_pattern(inner) || aggregates.iter().any(|(_, aggregate)| of(aggregate))
        }
        GraphPattern::Graph { inner, .. }
        | GraphPattern::Project { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. } => in_pattern(inner),
    }
}

fn in_expression(expression: &Expression) -> bool {
    match expression {
        Expression::Exists(pattern) => in_pattern(pattern),
        Expression::NamedNode(_) | Expression::Literal(_) | Expression::Variable(_) | Expression::Bound(_) => false,
        Expression::Or(left, right)
        | Expression::And(left, right)
        | Expression::Equal(left, right)
        | Expression::SameTerm(left, right)
        | Expression::Greater(left, right)
        | Expression::GreaterOrEqual(left, right)
        | Expression::Less(left, right)
        | Expression::LessOrEqual(left, right)
        | Expression::Add(left, right)
        | Expression::Subtract(left, right)
        | Expression::Multiply(left, right)
        | Expression::Divide(left, right) => in_expression(left) || in_expression(right),
        Expression::UnaryPlus(of) | Expression::UnaryMinus(of) | Expression::Not(of) => in_expression(of),
        Expression::In(left, list) => in_expression(left) || list.iter().any(in_expression),
        Expression::If(when, then, other) => [when, then, other].into_iter().any(|part| in_expression(part)),
        Expression::Coalesce(list) | Expression::FunctionCall(_, list) => list.iter().any(in_expression),
    }
}
