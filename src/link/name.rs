//! Whether two names are of one person, or of one organization: parts that add up to a weight.
//!
//! Names are parted into words ([`parse()`]), the words of both are paired off from the best pair down, and each pair, what is left over,
//! and the order of the words weigh something. A weight over nothing says that the names may be of one.

mod acronym;
mod align;
mod letters;
mod parse;
mod tables;
mod weigh;
pub(in crate::link) mod words;

pub use acronym::{declared, initials, letters};
pub use align::ACRONYM;
pub use parse::{Name, parse};
pub use weigh::{compare, weight};

/// What a name is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Person,
    Organization,
}

/// Something that two names have in common, or not, with what it weighs in thousandths of bits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub what: &'static str,
    pub left: String,
    pub right: String,
    pub weight: i64,
}

/// The weight of two names, and what adds up to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    pub parts: Vec<Part>,
}

impl Comparison {
    /// The sum of the parts.
    #[must_use]
    pub fn weight(&self) -> i64 {
        self.parts.iter().map(|part| part.weight).sum()
    }
}

#[cfg(test)]
mod tests;
