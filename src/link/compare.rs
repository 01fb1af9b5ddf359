//! How alike two values are: a level for each pair, by the role of their field.
//!
//! Level 0 says nothing, because one of the values is missing; 1 is equality; the last level of a role is that nothing
//! agrees. What a level is worth, the weights say.

pub(super) mod known;
mod short;
mod words;

use super::name;
use super::organization;
use super::prepare::{Column, NONE, Value};
use super::role::Role;
use super::vocabulary::Words;

/// The level of a pair in one field.
pub(super) type Level = u8;

/// One value is missing.
pub(super) const MISSING: Level = 0;

/// The values are equal.
pub(super) const EQUAL: Level = 1;

/// The most levels that a role has, with that for missing values.
pub(super) const MOST_LEVELS: usize = 16;

impl Role {
    /// The last level of the role.
    #[must_use]
    pub fn last_level(self) -> u8 {
        match self {
            Role::Text | Role::Authors | Role::Person => words::LAST,
            Role::Organization => 10,
            Role::Venue => words::LAST_VENUE,
            Role::Date => 6,
            Role::Given => 5,
            Role::Family | Role::Place | Role::Id => 4,
            Role::Number | Role::Postcode => 3,
            Role::Code => 2,
        }
    }
}

/// The level of two records in a column.
pub(super) fn level(column: &Column, left: u32, right: u32) -> Level {
    let (one, other) = (column.of[left as usize], column.of[right as usize]);
    if one == NONE || other == NONE {
        return MISSING;
    }
    if one == other {
        return EQUAL;
    }
    let value = |number: u32| &column.values[number as usize];
    column.known.level(one, other, |one, other| unequal(column, value(one), value(other)))
}

/// Names of people: by what their parts weigh.
fn person(one: &Value, other: &Value) -> Level {
    let (Some(left), Some(right)) = (&one.name, &other.name) else { return MISSING };
    if one.sounds & other.sounds == 0 {
        return words::LAST;
    }
    match name::weight(left, right) {
        10_000.. => 2,
        6_000.. => 3,
        3_000.. => 4,
        0.. => 5,
        -4_000.. => 6,
        -15_000.. => 7,
        _ => words::LAST,
    }
}

/// Organizations: by what their strings weigh, from much in common to much against.
fn organization(words: &Words, one: &Value, other: &Value) -> Level {
    let (Some(left), Some(right)) = (&one.parts, &other.parts) else { return MISSING };
    match organization::weigh(words, left, right) {
        12_000.. => 2,
        8_000.. => 3,
        5_000.. => 4,
        2_000.. => 5,
        0.. => 6,
        -3_000.. => 7,
        -6_000.. => 8,
        -10_000.. => 9,
        _ => 10,
    }
}

fn unequal(column: &Column, one: &Value, other: &Value) -> Level {
    match column.role {
        Role::Text => words::text(&column.words, one, other),
        Role::Organization => organization(&column.words, one, other),
        Role::Authors => words::people(&column.words, one, other),
        Role::Person => person(one, other),
        Role::Venue => words::venue(&column.words, one, other),
        Role::Given => short::given(&one.normal, &other.normal),
        Role::Family => short::family(&one.normal, &other.normal),
        Role::Date => short::date(&one.normal, &other.normal),
        Role::Place => short::place(&column.words, one, other),
        Role::Id => short::id(&one.normal, &other.normal),
        Role::Postcode => short::postcode(&one.normal, &other.normal),
        Role::Number => short::number(&one.normal, &other.normal),
        Role::Code => Role::Code.last_level(),
    }
}
