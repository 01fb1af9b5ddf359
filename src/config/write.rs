//! Writes what a profile comes to, as settings that can be read again.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::level;
use crate::check::Profile;

/// A resolved profile as a `plenary.toml` of its own; read again, it comes to the same.
#[must_use]
pub fn profile_as_toml(profile: &Profile) -> String {
    let mut text = format!("# The profile {}: {}\n", one_line(&profile.name), one_line(&profile.about));
    section(&mut text, "checks", &profile.severity, |id, severity| {
        format!("{} = {:?}\n", quoted(id), level(*severity))
    });
    section(&mut text, "required", &profile.required, |class, fields| format!("{class} = {}\n", list(fields)));
    section(&mut text, "allowed", &profile.allowed, |field, codes| format!("{field} = {}\n", list(codes)));
    text
}

fn section<K, V>(text: &mut String, name: &str, entries: &BTreeMap<K, V>, line: impl Fn(&K, &V) -> String) {
    if !entries.is_empty() {
        // Writing to a string does not fail.
        let _ = write!(text, "\n[{name}]\n");
        text.extend(entries.iter().map(|(key, value)| line(key, value)));
    }
}

/// A list of names and codes in TOML; they are written like strings of JSON.
fn list(items: &[String]) -> String {
    let items: Vec<String> = items.iter().map(|item| quoted(item)).collect();
    format!("[{}]", items.join(", "))
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A text that a comment can hold.
fn one_line(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}
