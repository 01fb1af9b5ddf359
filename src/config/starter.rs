//! The starter that `plenary init` writes: every setting, explained, and commented out but for the profile.

use std::fmt::Write;

use super::setting::{Kind, SETTINGS};

/// A `plenary.toml` that says which profile counts.
#[must_use]
pub fn starter(profile: &str) -> String {
    let mut text = "# What plenary asks of the session files in this folder and below.\n\
                    # `plenary profiles` lists the profiles, `plenary explain` the checks, and\n\
                    # `plenary schema config` prints a JSON Schema for editors.\n"
        .to_owned();
    for setting in SETTINGS {
        let line = match setting.kind {
            Kind::Profile => format!("{} = {}", setting.name, serde_json::Value::from(profile)),
            _ => format!("# {} = {}", setting.name, setting.example),
        };
        // Writing to a string does not fail.
        let _ = write!(text, "\n{}{line}\n", comment(setting.about));
    }
    text
}

/// A sentence in comment lines.
fn comment(about: &str) -> String {
    let mut text = String::from("#");
    let mut width = 1;
    for word in about.split_whitespace() {
        if width + word.len() > 99 {
            text.push_str("\n#");
            width = 1;
        }
        text.push(' ');
        text.push_str(word);
        width += 1 + word.len();
    }
    text + "\n"
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::config::parse;
    use crate::diagnostic::Report;
    use crate::source::Source;

    fn said(text: &str) -> Vec<String> {
        let mut report = Report::default();
        let config = parse(&Source::new("plenary.toml", text), Path::new(""), &mut report);
        assert_eq!(config.profile.as_deref(), Some("igf"));
        report.findings.into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn the_starter_is_sound_as_it_is_and_with_every_setting_taken_in() {
        let text = starter("igf");
        assert_eq!(said(&text), Vec::<String>::new());
        let settings: Vec<String> = SETTINGS.iter().map(|setting| format!("# {} = ", setting.name)).collect();
        let is_setting = |line: &&str| settings.iter().any(|setting| line.starts_with(setting));
        let taken = text.lines().map(|line| if is_setting(&line) { &line[2..] } else { line });
        let taken = taken.collect::<Vec<_>>().join("\n");
        assert!(taken.contains("\nbase = ") && taken.contains("\nfiles = "));
        assert_eq!(said(&taken), Vec::<String>::new());
    }
}
