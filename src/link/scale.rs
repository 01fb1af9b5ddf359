//! A model made ready to weigh the pairs of some columns: what each level weighs, and what each value adds.

use super::compare::{self, EQUAL, Level, MISSING, MOST_LEVELS};
use super::prepare::{Column, NONE};
use super::role::Role;
use super::weigh::{self, Model};

/// What weighs pairs.
#[derive(Debug, Default)]
pub(super) struct Scale {
    start: i64,
    fields: Vec<Field>,
    /// The fields in the order of what it takes to compare them.
    order: Vec<usize>,
}

#[derive(Debug)]
struct Field {
    levels: [i64; MOST_LEVELS],
    /// What is added where two records share a value, because it is rarer or more usual than values that agree by chance.
    usual: Vec<i32>,
    /// The most that values weigh that are not equal.
    most: i64,
}

/// A field of a pair, weighed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Weighed {
    pub level: Level,
    pub weight: i64,
}

impl Scale {
    pub(super) fn new(model: &Model, columns: &[Column]) -> Self {
        let fields: Vec<Field> =
            model.fields.iter().zip(columns).map(|(field, column)| Field::new(field, column, model.share)).collect();
        let mut order: Vec<usize> = (0..fields.len()).collect();
        order.sort_by_key(|at| effort(columns[*at].role));
        Self { start: model.start(), fields, order }
    }

    /// What the records weigh before a field is looked at.
    pub(super) fn start(&self) -> i64 {
        self.start
    }

    /// A field of a pair.
    pub(super) fn field(&self, at: usize, column: &Column, left: u32, right: u32) -> Weighed {
        let level = compare::level(column, left, right);
        let field = &self.fields[at];
        let usual = if level == EQUAL { field.usual[column.of[left as usize] as usize] } else { 0 };
        Weighed { level, weight: field.levels[usize::from(level)] + i64::from(usual) }
    }

    /// The weight of a pair.
    pub(super) fn weigh(&self, columns: &[Column], left: u32, right: u32) -> i64 {
        let fields = columns.iter().enumerate().map(|(at, column)| self.field(at, column, left, right).weight);
        self.start + fields.sum::<i64>()
    }

    /// The weight of a pair, if it is over a floor. What cannot get over it is not compared to the end.
    pub(super) fn over(&self, floor: i64, columns: &[Column], left: u32, right: u32) -> Option<i64> {
        let differs = |at: usize| {
            let (one, other) = (columns[at].of[left as usize], columns[at].of[right as usize]);
            one != other && one != NONE && other != NONE
        };
        let weight = |at: usize| self.field(at, &columns[at], left, right).weight;
        let mut open = 0_u32;
        let mut most = self.start;
        for at in 0..self.fields.len() {
            if differs(at) {
                open |= 1 << at;
                most += self.fields[at].most;
            } else {
                most += weight(at);
            }
        }
        for &at in self.order.iter().filter(|at| open & 1 << **at != 0) {
            if most <= floor {
                return None;
            }
            most += weight(at) - self.fields[at].most;
        }
        (most > floor).then_some(most)
    }
}

impl Field {
    fn new(model: &weigh::FieldModel, column: &Column, share: f64) -> Self {
        let mut levels = [0; MOST_LEVELS];
        for level in MISSING..=column.role.last_level() {
            levels[usize::from(level)] = model.weight(level);
        }
        let of_others = 1.0 - model.of_one(share);
        let discount = discount(&column.counts).max(least_discount(column.role));
        let usual = |count: &u32| {
            // One of the two records has the value; those that have it beside say how often another entity has it.
            let share = (f64::from(*count) - 1.0 - discount) * of_others / f64::from(column.filled);
            weigh::milli_bits(model.other[0] / share).clamp(-8_000, 8_000) as i32
        };
        let most = levels[usize::from(EQUAL) + 1..=usize::from(column.role.last_level())].iter().copied().max();
        Self { levels, usual: column.counts.iter().map(usual).collect(), most: most.unwrap_or(0).max(levels[0]) }
    }
}

/// What is taken off the count of each value for those not seen yet: the more values are seen once alone, the less it says that
/// one was seen. It is the discount of Ney, Essen and Kneser (1994) for counts of words, at most a value's first record but a tenth.
fn discount(counts: &[u32]) -> f64 {
    let of = |times: u32| counts.iter().filter(|count| **count == times).count() as f64;
    let (once, twice) = (of(1), of(2));
    if once == 0.0 { 0.0 } else { (once / (once + 2.0 * twice)).min(0.9) }
}

/// The least discount of values that are meant for one thing: a title that stands twice is more likely one thing's than two.
fn least_discount(role: Role) -> f64 {
    match role {
        Role::Text | Role::Authors | Role::Id | Role::Organization => 0.7,
        _ => 0.0,
    }
}

/// How much it takes to compare values of a role, beside others.
fn effort(role: Role) -> u8 {
    match role {
        Role::Code => 0,
        Role::Number | Role::Postcode | Role::Date | Role::Id | Role::Given | Role::Family => 1,
        Role::Place | Role::Organization | Role::Text | Role::Venue => 2,
        Role::Authors | Role::Person => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_more_values_stand_alone_the_less_says_one() {
        assert!(discount(&[2, 3, 7]).abs() < 1e-9);
        assert!((discount(&[1, 1, 2]) - 0.5).abs() < 1e-9);
        assert!((discount(&[1, 1, 1]) - 0.9).abs() < 1e-9);
    }
}
