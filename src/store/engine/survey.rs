//! A look over a query before it is planned: whether it asks another endpoint, and whether it is too large to plan.
//!
//! Planning takes time that grows with the cube of the patterns, and stack that grows with the operators, and nothing stops it. Nor
//! does anything stop a product of solutions that bind no variable, since they hold no term that could count itself.

use spargebra::Query;
use spargebra::algebra::{
    AggregateExpression, Expression, GraphPattern, OrderExpression, PropertyPathExpression as Path,
};

use super::fault::Fault;

mod bound;

/// Most triple patterns, steps of paths, OPTIONAL, MINUS and EXISTS together.
const MOST_PATTERNS: usize = 128;
/// Most operators of any sort.
const MOST_OPERATORS: usize = 2000;

/// Most solutions without a variable that one pattern may give.
const MOST_EMPTY: u64 = 100_000;

/// What a subquery counts for that may leave all its variables unbound: one is no harm, a product of several is.
const FORGOTTEN: u64 = 1000;

/// Refuses queries that ask another endpoint (SPARQL 1.1 Federated Query), also where that would not be evaluated, and those
/// that are too large.
pub(super) fn survey(query: &Query) -> Result<(), Fault> {
    match query {
        Query::Select { pattern, .. }
        | Query::Construct { pattern, .. }
        | Query::Describe { pattern, .. }
        | Query::Ask { pattern, .. } => Survey::default().pattern(pattern).map(drop),
    }
}

/// What was counted so far. Every step down counts first, so that no more is gone down than is allowed.
#[derive(Debug, Default)]
struct Survey {
    patterns: usize,
    operators: usize,
}

impl Survey {
    fn patterns(&mut self, more: usize) -> Result<(), Fault> {
        self.patterns += more;
        if self.patterns > MOST_PATTERNS {
            return Err(Fault::Nested(format!(
                "too large: it has more than {MOST_PATTERNS} patterns and steps of paths"
            )));
        }
        Ok(())
    }

    fn operator(&mut self) -> Result<(), Fault> {
        self.operators += 1;
        if self.operators > MOST_OPERATORS {
            return Err(Fault::Nested(format!("too large: it has more than {MOST_OPERATORS} operators")));
        }
        Ok(())
    }

    /// Counts a pattern, and gives how many solutions it may have that bind no variable.
    fn pattern(&mut self, pattern: &GraphPattern) -> Result<u64, Fault> {
        self.operator()?;
        let empty = match pattern {
            GraphPattern::Service { .. } => return Err(Fault::Service),
            GraphPattern::Bgp { patterns } => self.patterns(patterns.len()).map(|()| 1)?,
            GraphPattern::Path { path, .. } => self.path(path).map(|()| 1)?,
            GraphPattern::Values { bindings, .. } => {
                let unbound = bindings.iter().filter(|row| row.iter().all(Option::is_none)).count();
                (unbound as u64).max(1)
            }
            GraphPattern::Join { left, right } => self.product(left, right)?,
            GraphPattern::Union { left, right } => self.pattern(left)?.saturating_add(self.pattern(right)?),
            GraphPattern::Lateral { left, right } => {
                self.patterns(1)?;
                self.product(left, right)?
            }
            GraphPattern::Minus { left, right } => {
                self.patterns(1)?;
                self.pattern(right)?;
                self.pattern(left)?
            }
            GraphPattern::LeftJoin { left, right, expression } => {
                self.patterns(1)?;
                expression.iter().try_for_each(|expression| self.expression(expression))?;
                self.product(left, right)?
            }
            GraphPattern::Filter { expr, inner } | GraphPattern::Extend { inner, expression: expr, .. } => {
                self.expression(expr)?;
                self.pattern(inner)?
            }
            GraphPattern::OrderBy { inner, expression } => {
                expression.iter().try_for_each(|order| match order {
                    OrderExpression::Asc(by) | OrderExpression::Desc(by) => self.expression(by),
                })?;
                self.pattern(inner)?
            }
            GraphPattern::Group { inner, aggregates, .. } => {
                aggregates.iter().try_for_each(|(_, aggregate)| match aggregate {
                    AggregateExpression::CountSolutions { .. } => self.operator(),
                    AggregateExpression::FunctionCall { expr, .. } => self.expression(expr),
                })?;
                self.pattern(inner)?
            }
            GraphPattern::Project { inner, variables } => {
                let empty = self.pattern(inner)?;
                let binds = variables.iter().any(|variable| bound::is_bound(inner, variable));
                if binds { empty } else { empty.saturating_mul(FORGOTTEN) }
            }
            GraphPattern::Graph { inner, .. }
            | GraphPattern::Distinct { inner }
            | GraphPattern::Reduced { inner }
            | GraphPattern::Slice { inner, .. } => self.pattern(inner)?,
        };
        if empty > MOST_EMPTY {
            return Err(Fault::Nested(format!(
                "too large: it may have more than {MOST_EMPTY} solutions without a variable"
            )));
        }
        Ok(empty)
    }

    fn product(&mut self, left: &GraphPattern, right: &GraphPattern) -> Result<u64, Fault> {
        Ok(self.pattern(left)?.saturating_mul(self.pattern(right)?))
    }

    fn path(&mut self, path: &Path) -> Result<(), Fault> {
        self.patterns(1)?;
        match path {
            Path::NamedNode(_) | Path::NegatedPropertySet(_) => Ok(()),
            Path::Reverse(of) | Path::ZeroOrMore(of) | Path::OneOrMore(of) | Path::ZeroOrOne(of) => self.path(of),
            Path::Sequence(left, right) | Path::Alternative(left, right) => {
                self.path(left)?;
                self.path(right)
            }
        }
    }

    fn expression(&mut self, expression: &Expression) -> Result<(), Fault> {
        self.operator()?;
        match expression {
            Expression::Exists(pattern) => {
                self.patterns(1)?;
                self.pattern(pattern).map(drop)
            }
            Expression::NamedNode(_) | Expression::Literal(_) | Expression::Variable(_) | Expression::Bound(_) => {
                Ok(())
            }
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
            | Expression::Divide(left, right) => {
                self.expression(left)?;
                self.expression(right)
            }
            Expression::UnaryPlus(of) | Expression::UnaryMinus(of) | Expression::Not(of) => self.expression(of),
            Expression::In(left, list) => {
                self.expression(left)?;
                self.all(list)
            }
            Expression::If(when, then, other) => {
                [when, then, other].into_iter().try_for_each(|part| self.expression(part))
            }
            Expression::Coalesce(list) | Expression::FunctionCall(_, list) => self.all(list),
        }
    }

    fn all(&mut self, list: &[Expression]) -> Result<(), Fault> {
        list.iter().try_for_each(|one| self.expression(one))
    }
}
