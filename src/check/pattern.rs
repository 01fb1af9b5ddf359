//! Checks as people name them: by id, by family as `text/*`, or all of them as `*`.

use std::fmt;

use super::{CHECKS, Check, Run};
use crate::lookup::near::nearest;

/// One check or several. The order is by how much it names: a single check comes last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pattern {
    All,
    /// By the part of the id before the slash.
    Family(&'static str),
    /// By its id.
    One(&'static str),
}

impl Pattern {
    /// Reads a pattern; none where no check is meant.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text == "*" {
            return Some(Self::All);
        }
        match text.strip_suffix("/*") {
            Some(family) => families().find(|known| *known == family).map(Self::Family),
            None => super::by_id(text).map(|check| Self::One(check.id)),
        }
    }

    /// What somebody meant who wrote a text that is no pattern, if there is something like it.
    #[must_use]
    pub fn meant(text: &str) -> Option<String> {
        if let Some(family) = text.strip_suffix("/*") {
            return nearest(family, families()).map(|family| format!("{family}/*"));
        }
        if let Some(family) = families().find(|family| *family == text) {
            return Some(format!("{family}/*"));
        }
        nearest(text, CHECKS.iter().map(|check| check.id)).map(str::to_owned)
    }

    /// Whether a check is among those that are named.
    #[must_use]
    pub fn matches(self, id: &str) -> bool {
        match self {
            Self::All => true,
            Self::Family(family) => self::family(id) == family,
            Self::One(one) => one == id,
        }
    }

    /// The checks that are named.
    pub fn checks(self) -> impl Iterator<Item = &'static Check> {
        CHECKS.iter().copied().filter(move |check| self.matches(check.id))
    }

    /// Whether nothing that is named can be turned off.
    #[must_use]
    pub fn is_fixed(self) -> bool {
        self.checks().all(Check::is_fixed)
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("*"),
            Self::Family(family) => write!(f, "{family}/*"),
            Self::One(id) => f.write_str(id),
        }
    }
}

impl Check {
    /// Whether it holds whatever a profile or a comment says.
    #[must_use]
    pub fn is_fixed(&self) -> bool {
        matches!(self.run, Run::Always)
    }
}

fn family(id: &str) -> &str {
    id.split('/').next().unwrap_or(id)
}

/// The families of checks, each once, in order.
fn families() -> impl Iterator<Item = &'static str> {
    CHECKS.chunk_by(|left, right| family(left.id) == family(right.id)).map(|checks| family(checks[0].id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_reads_as_it_is_written() {
        for text in ["*", "text/*", "text/all-caps"] {
            assert_eq!(Pattern::parse(text).unwrap().to_string(), text);
        }
        assert!(Pattern::parse("text").is_none() && Pattern::parse("test/*").is_none());
    }

    #[test]
    fn slips_of_the_hand_are_understood() {
        assert_eq!(Pattern::meant("text/allcaps").as_deref(), Some("text/all-caps"));
        assert_eq!(Pattern::meant("tect/*").as_deref(), Some("text/*"));
        assert_eq!(Pattern::meant("privacy").as_deref(), Some("privacy/*"));
        assert_eq!(Pattern::meant("qqqq"), None);
    }

    #[test]
    fn what_the_schema_says_is_fixed() {
        let fixed = |text| Pattern::parse(text).unwrap().is_fixed();
        assert!(fixed("structure/missing-key") && fixed("identity/iri") && fixed("loss/*"));
        assert!(!fixed("identity/*") && !fixed("identity/duplicate-id") && !fixed("text/*"));
    }
}
