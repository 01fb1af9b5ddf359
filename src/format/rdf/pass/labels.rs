//! Labels of blank nodes: those of the input, and new ones for nodes without.

use std::borrow::Cow;
use std::collections::HashMap;

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
}

impl Labels {
    /// `suffix` ends every label. Labels that do not fit the target are replaced.
    #[must_use]
    pub fn new(suffix: String, fits: fn(&str) -> bool) -> Self {
        Self { suffix, fits, new: HashMap::new() }
    }

    pub(super) fn name<'l>(&'l mut self, label: &'l str) -> Cow<'l, str> {
        if is_random(label) || !(self.fits)(label) {
            return Cow::Borrowed(self.replaced(label));
        }
        // A label that looks like one of the new ones makes room for it.
        let room = if looks_new(label) { "_" } else { "" };
        if self.suffix.is_empty() && room.is_empty() {
            return Cow::Borrowed(label);
        }
        Cow::Owned(format!("{label}{room}{}", self.suffix))
    }

    fn replaced(&mut self, label: &str) -> &str {
        if !self.new.contains_key(label) {
            let name = format!("{NEW}{}{}", self.new.len(), self.suffix);
            self.new.insert(label.to_owned(), name);
        }
        &self.new[label]
    }
}

fn is_random(label: &str) -> bool {
    label.len() >= RANDOM_DIGITS
        && label.starts_with(|letter: char| matches!(letter, 'a'..='f'))
        && label.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn looks_new(label: &str) -> bool {
    label.strip_prefix(NEW).is_some_and(|rest| {
        let digits = rest.trim_end_matches('_');
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
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
        assert_eq!([name("anon0"), name("anon0_"), name("anon")], ["anon0_", "anon0__", "anon"]);
    }

    #[test]
    fn inputs_are_told_apart() {
        let mut labels = Labels::new("-2".to_owned(), is_plain);
        assert_eq!(labels.name("b0"), "b0-2");
        assert_eq!(labels.name("anon7"), "anon7_-2");
    }
}
