//! Writes what a profile comes to, as settings that can be read again.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::setting::word;
use crate::check::{CHECKS, Check, Profile};

/// A resolved profile as a `plenary.toml` of its own, with every check that can be changed; read again, it comes to the
/// same.
#[must_use]
pub fn profile_as_toml(profile: &Profile) -> String {
    let mut text = format!("# The profile {}: {}\n\n[checks]\n", one_line(&profile.name), one_line(&profile.about));
    for check in CHECKS.iter().filter(|check| !check.is_fixed()) {
        text.push_str(&rule(profile, check));
    }
    lists(&mut text, "required", &profile.required);
    lists(&mut text, "allowed", &profile.allowed);
    text
}

/// A line of `[checks]`, which says where the profile differs.
fn rule(profile: &Profile, check: &Check) -> String {
    let severity = word(profile.severity_of(check));
    let unasked = word(Profile::default().severity_of(check));
    let remark = if severity == unasked { String::new() } else { format!(" # default: {unasked}") };
    format!("{} = \"{severity}\"{remark}\n", quoted(check.id))
}

/// A table of lists; the keys are names of the model, which TOML takes as they are.
fn lists(text: &mut String, name: &str, lists: &BTreeMap<String, Vec<String>>) {
    if lists.is_empty() {
        return;
    }
    // Writing to a string does not fail.
    let _ = write!(text, "\n[{name}]\n");
    for (key, items) in lists {
        let items: Vec<String> = items.iter().map(|item| quoted(item)).collect();
        let _ = writeln!(text, "{key} = [{}]", items.join(", "));
    }
}

/// A name or code in TOML: they are written like strings of JSON.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A text that a comment can hold.
fn one_line(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}
