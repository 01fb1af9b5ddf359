//! Fingerprints: what stays of a finding when lines move and places in lists shift, so that it is known again.

use std::collections::HashMap;
use std::fmt;

use twox_hash::XxHash3_64;

use super::plain::file_name;
use crate::diagnostic::{Diagnostic, Place};

/// What a finding is known by: its check, file, path without the numbers of items, message, and what stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint(u64);

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// The fingerprint of a finding. Findings that are alike have the same one.
#[must_use]
pub fn of(finding: &Diagnostic) -> Fingerprint {
    let Diagnostic { id, place, path, message, .. } = finding;
    let (file, path, anchor) = (file_name(place.name()), without_numbers(path), anchor(place));
    let parts = [id, file.as_ref(), &path, &anchor, message];
    // No part holds NUL but by mistake, and then two findings only share a fingerprint.
    Fingerprint(XxHash3_64::oneshot(parts.join("\0").as_bytes()))
}

/// Counts findings that are alike, so that each gets a name of its own.
#[derive(Debug, Default)]
pub struct Names(HashMap<Fingerprint, usize>);

impl Names {
    /// The fingerprint with a running number: `c0ffee0123456789:1` for the first of its like.
    pub fn next(&mut self, finding: &Diagnostic) -> String {
        let fingerprint = of(finding);
        let count = self.0.entry(fingerprint).or_default();
        *count += 1;
        format!("{fingerprint}:{count}")
    }
}

/// `participations[].role` for `participations[0].role`.
fn without_numbers(path: &str) -> String {
    let mut plain = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(open) = rest.find('[') {
        plain.push_str(&rest[..=open]);
        rest = rest[open + 1..].trim_start_matches(|digit: char| digit.is_ascii_digit());
    }
    plain + rest
}

/// Letters that are enough to know a place by.
const ENOUGH: usize = 160;
/// Lines that are looked at for something to know a place by.
const LINES: usize = 3;

/// What a place is known by: the first line of what stands there. Something that is missing is told at the bracket of
/// its object, which is like any other; what follows the bracket tells it from others.
fn anchor(place: &Place) -> String {
    let Place::Span(source, span) = place else { return String::new() };
    let own = source.slice(*span).lines().next().unwrap_or_default();
    if own.contains(char::is_alphanumeric) {
        return own.chars().take(ENOUGH).collect();
    }
    let after = source.text().get(span.start as usize..).unwrap_or_default();
    let lines: Vec<&str> = after.lines().take(LINES).map(str::trim).collect();
    lines.join(" ").chars().take(ENOUGH).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Source, Span};

    fn found(text: &str, span: Span, path: &str) -> Fingerprint {
        let source = Source::new("a.json", text);
        of(&Diagnostic::error("time/moment", &source, span, "not a moment").at(path))
    }

    #[test]
    fn moved_lines_and_shifted_items_change_nothing() {
        let before = found("a\nx", Span::new(2, 3), "items[0].start");
        assert_eq!(before, found("a\r\n\r\nx", Span::new(5, 6), "items[12].start"));
        assert_ne!(before, found("a\ny", Span::new(2, 3), "items[0].start"));
        assert_ne!(before, found("a\nx", Span::new(2, 3), "items[0].end"));
    }

    #[test]
    fn an_object_is_known_by_what_follows_its_bracket() {
        let object = |text: &str| found(text, Span::new(0, 1), "");
        assert_eq!(object("{\n  \"type\": \"Session\"}"), object("{\r\n    \"type\": \"Session\"}"));
        assert_ne!(object("{\n  \"type\": \"Session\"}"), object("{\n  \"type\": \"Person\"}"));
    }

    #[test]
    fn findings_that_are_alike_are_numbered() {
        let source = Source::new("a.json", "x");
        let finding = Diagnostic::error("time/moment", &source, Span::new(0, 1), "not a moment");
        let mut names = Names::default();
        let (first, second) = (names.next(&finding), names.next(&finding));
        let plain = of(&finding).to_string();
        assert_eq!((first, second), (format!("{plain}:1"), format!("{plain}:2")));
    }
}
