//! Labels of blank nodes: those of the input, and new ones for nodes without.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// What begins the labels of nodes that had none.
const NEW: &str = "anon";
/// Parsers give a node without label a random number of 128 bits. Fewer digits than this come once in 2^32 nodes.
const RANDOM_DIGITS: usize = 24;

/// Gives blank nodes their labels in the output: different ones to different nodes, whatever the input calls them.
#[derive(Debug)]
pub struct Labels {
    /// What ends every label: tells the nodes of several inputs apart.
    suffix: String,
    /// Whether the target can write this label.
    fits: fn(&str) -> bool,
    new: HashMap<String, String>,
    next: usize,
    /// Labels of the input that look like new ones and came first.
    kept: HashSet<String>,
}

impl Labels {
    /// `suffix` ends every label. Labels that do not fit the target are replaced.
    #[must_use]
    pub fn new(suffix: String, fits: fn(&str) -> bool) -> Self {
        Self { suffix, fits, new: HashMap::new(), next: 0, kept: HashSet::new() }
    }

    /// The label in the output of a node with this label.
    pub fn name<'l>(&'l mut self, label: &'l str) -> Cow<'l, str> {
        if is_random(label) || !(self.fits)(label) || self.is_taken(label) {
            return Cow::Borrowed(self.replaced(label));
        }
        if self.suffix.is_empty() { Cow::Borrowed(label) } else { Cow::Owned(format!("{label}{}", self.suffix)) }
    }

    /// Whether another node has got this label already.
    fn is_taken(&mut self, label: &str) -> bool {
        let Some(number) = number(label) else { return false };
        if self.kept.contains(label) {
            return false;
        }
        if number < self.next {
            return true;
        }
        self.kept.insert(label.to_owned());
        false
    }

    fn replaced(&mut self, label: &str) -> &str {
        if !self.new.contains_key(label) {
            let mut name = format!("{NEW}{}", self.next);
            while self.kept.contains(&name) {
                self.next += 1;
                name = format!("{NEW}{}", self.next);
            }
            self.next += 1;
            self.new.insert(label.to_owned(), name + &self.suffix);
        }
        &self.new[label]
    }
}

fn is_random(label: &str) -> bool {
    label.len() >= RANDOM_DIGITS
        && label.starts_with(|letter: char| matches!(letter, 'a'..='f'))
        && label.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// The number of a label that looks like a new one.
fn number(label: &str) -> Option<usize> {
    let digits = label.strip_prefix(NEW)?;
    let is_plain = digits == "0" || (!digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit()));
    digits.parse().ok().filter(|_| is_plain)
}

/// Whether every syntax but RDF/XML can write a label: N-Triples alone has colons in them.
pub(super) fn is_plain(label: &str) -> bool {
    !label.contains(':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_stay_and_new_ones_count() {
        let mut labels = Labels::new(String::new(), is_plain);
        let mut name = |label: &str| labels.name(label).into_owned();
        let random = "c0ffee00c0ffee00c0ffee00c0ffee00";
        assert_eq!([name("b0"), name(random), name("a:b"), name(random)], ["b0", "anon0", "anon1", "anon0"]);
        assert_eq!([name("anon0"), name("anon3"), name("anon00")], ["anon2", "anon3", "anon00"]);
        assert_eq!([name("c:d"), name("anon0"), name("anon3")], ["anon4", "anon2", "anon3"]);
    }

    #[test]
    fn inputs_are_told_apart() {
        let mut labels = Labels::new("-2".to_owned(), is_plain);
        assert_eq!(labels.name("b0"), "b0-2");
        assert_eq!(labels.name("anon7"), "anon7-2");
    }
}
