//! Numbers of goals, targets and action lines, and the words that announce them.

use std::fmt;

/// What a word before a number announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marker {
    /// A Sustainable Development Goal, target or indicator.
    Goal,
    /// A WSIS action line.
    Line,
}

/// The words that announce a number, the longest first where one begins with another.
const MARKERS: &[(&str, Marker)] = &[
    ("sustainable development goal", Marker::Goal),
    ("un sdg", Marker::Goal),
    ("sdg target", Marker::Goal),
    ("sdg indicator", Marker::Goal),
    ("sdg goal", Marker::Goal),
    ("sdgs", Marker::Goal),
    ("sdg", Marker::Goal),
    ("goal", Marker::Goal),
    ("target", Marker::Goal),
    ("indicator", Marker::Goal),
    ("odd", Marker::Goal),
    ("ods", Marker::Goal),
    ("цур", Marker::Goal),
    ("wsis action lines", Marker::Line),
    ("wsis action line", Marker::Line),
    ("wsis al", Marker::Line),
    ("wsis", Marker::Line),
    ("action lines", Marker::Line),
    ("action line", Marker::Line),
    ("al", Marker::Line),
];

/// What a text announces, and what follows the announcement.
pub(super) fn mark(text: &str) -> (Option<Marker>, &str) {
    let found = MARKERS.iter().find_map(|(word, marker)| Some((*marker, after_word(text, word)?)));
    match found {
        Some((marker, rest)) => {
            (Some(marker), rest.trim_start_matches(|c: char| c.is_whitespace() || "#:.-–—".contains(c)))
        }
        None => (None, text),
    }
}

/// What follows a word (given in lower case) at the beginning of a text.
fn after_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let mut letters = text.chars();
    let begins = word.chars().all(|wanted| letters.next().is_some_and(|letter| letter.to_lowercase().eq([wanted])));
    let rest = letters.as_str();
    (begins && !rest.starts_with(char::is_alphabetic)).then_some(rest)
}

/// `17`, `16.10`, `1.a`, `16.10.2`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number<'t> {
    head: u8,
    /// What follows the first dot.
    pub(super) part: Option<&'t str>,
}

impl Number<'_> {
    /// The number, if it has no part after a dot.
    pub(super) fn whole(&self) -> Option<u8> {
        self.part.is_none().then_some(self.head)
    }
}

impl fmt::Display for Number<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.part {
            Some(part) => write!(f, "sdg {}.{part}", self.head),
            None => write!(f, "sdg {}", self.head),
        }
    }
}

/// The number at the beginning of a text, and what follows it.
pub(super) fn number(text: &str) -> Option<(Number<'_>, &str)> {
    let text = text.trim_start();
    let digits = digits(text)?;
    let head = text[..digits].parse().ok()?;
    let rest = &text[digits..];
    match rest.strip_prefix('.').and_then(part) {
        Some(length) => Some((Number { head, part: Some(&rest[1..=length]) }, &rest[1 + length..])),
        None if rest.starts_with(char::is_alphanumeric) => None,
        None => Some((Number { head, part: None }, rest)),
    }
}

/// Length of one or two digits at the beginning.
fn digits(text: &str) -> Option<usize> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    (1..=2).contains(&length).then_some(length)
}

/// Length of a target's part at the beginning: a letter or a number, and perhaps an indicator's number.
fn part(text: &str) -> Option<usize> {
    let letter = text.starts_with(|letter: char| matches!(letter, 'a'..='d' | 'A'..='D')).then_some(1);
    let first = letter.or_else(|| digits(text))?;
    let second = text[first..].strip_prefix('.').and_then(digits).map_or(0, |length| length + 1);
    let length = first + second;
    (!text[length..].starts_with(char::is_alphanumeric)).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_end_where_words_begin() {
        let read = |text| number(text).map(|(number, rest)| (number.to_string(), rest));
        assert_eq!(read("16.10 x"), Some(("sdg 16.10".to_owned(), " x")));
        assert_eq!(read("17. Title"), Some(("sdg 17".to_owned(), ". Title")));
        assert_eq!(read("1.a"), Some(("sdg 1.a".to_owned(), "")));
        assert_eq!(read("7.ehealth"), Some(("sdg 7".to_owned(), ".ehealth")));
        assert_eq!(read("16.10.2,"), Some(("sdg 16.10.2".to_owned(), ",")));
        assert_eq!((read("2nd"), read("2030"), read("x")), (None, None, None));
    }

    #[test]
    fn markers_are_whole_words() {
        assert_eq!(mark("SDG17"), (Some(Marker::Goal), "17"));
        assert_eq!(mark("Action Line: C5"), (Some(Marker::Line), "C5"));
        assert_eq!(mark("Algorithms"), (None, "Algorithms"));
    }
}
