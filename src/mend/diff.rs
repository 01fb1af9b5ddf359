//! What changes, for people and for `patch`.

use similar::TextDiff;

/// The unified diff from one text of a file to another; empty where they are equal.
#[must_use]
pub fn unified(name: &str, before: &str, after: &str) -> String {
    TextDiff::from_lines(before, after).unified_diff().context_radius(3).header(name, name).to_string()
}
