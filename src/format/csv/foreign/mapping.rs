//! Which column of a table says what: a TOML file of the user's, or a proposal from the names of the columns.
//!
//! ```toml
//! edition = "Lakeside Internet Summit 2026"
//! dates = "day-first"
//!
//! [columns]
//! "Session Title" = "title"
//! "Room/Location" = "room"
//! "Internal notes" = "ignore"
//! ```

use std::fmt::Write;
use std::sync::Arc;

use super::names::by_name;
use crate::diagnostic::{Diagnostic, Report};
use crate::doc::{Node, Value};
use crate::lookup::near::nearest;
use crate::source::Source;

/// What a column says of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    Code,
    Title,
    Summary,
    Description,
    Date,
    Start,
    End,
    Duration,
    Room,
    Track,
    Kind,
    Language,
    People,
    Moderator,
    Organization,
    Keywords,
    Url,
    Ignore,
}

/// Targets by the name that a mapping has for them, and what they are.
pub(super) const TARGETS: &[(Target, &str, &str)] = &[
    (Target::Code, "identifier", "a key that no other row has"),
    (Target::Title, "title", "what the session is called"),
    (Target::Summary, "abstract", "a short text"),
    (Target::Description, "description", "a long text"),
    (Target::Date, "date", "the day"),
    (Target::Start, "start", "when it begins; with the day, or beside a column for the day"),
    (Target::End, "end", "when it ends"),
    (Target::Duration, "duration", "minutes, 1:30 or PT1H30M"),
    (Target::Room, "room", "where it is held"),
    (Target::Track, "track", "the part of the programme"),
    (Target::Kind, "type", "the type of session"),
    (Target::Language, "language", "tags or names of languages"),
    (Target::People, "people", "who takes part: names, with organizations in brackets"),
    (Target::Moderator, "moderator", "who moderates"),
    (Target::Organization, "organization", "where the only person of the row comes from"),
    (Target::Keywords, "keywords", "a list"),
    (Target::Url, "url", "the page of the session"),
    (Target::Ignore, "ignore", "nothing that is wanted"),
];

impl Target {
    /// The name in a mapping.
    #[must_use]
    pub fn name(self) -> &'static str {
        TARGETS.iter().find(|(target, ..)| *target == self).map_or("", |(_, name, _)| name)
    }

    fn named(name: &str) -> Option<Self> {
        TARGETS.iter().find(|(_, known, _)| *known == name).map(|(target, ..)| *target)
    }
}

/// A mapping of columns. Names of columns are compared without the space around them.
#[derive(Debug, Clone, Default)]
pub struct Mapping {
    columns: Vec<(String, Target)>,
    /// The name of the event that the table is the programme of.
    pub edition: Option<String>,
    /// Whether the month stands before the day; none to tell from the column.
    pub month_first: Option<bool>,
}

impl Mapping {
    /// What the names of columns propose. The first of two for the same thing is taken, but for people and lists.
    pub fn propose<'h>(names: impl Iterator<Item = &'h str>) -> Self {
        let mut mapping = Self::default();
        for name in names {
            // Columns of one name are for one thing.
            if mapping.columns.iter().any(|(known, _)| known == name.trim()) {
                continue;
            }
            let target = by_name(name);
            let many = matches!(target, Target::People | Target::Moderator | Target::Keywords | Target::Language);
            let target = if mapping.has(target) && !many { Target::Ignore } else { target };
            mapping.columns.push((name.trim().to_owned(), target));
        }
        // A description alone is one; a text beside a longer one is its abstract.
        mapping
    }

    #[must_use]
    pub fn has(&self, target: Target) -> bool {
        self.columns.iter().any(|(_, known)| *known == target)
    }

    pub fn columns(&self) -> impl Iterator<Item = (Target, &str)> {
        self.columns.iter().map(|(name, target)| (*target, name.as_str()))
    }

    /// What a column is for.
    #[must_use]
    pub fn target(&self, column: &str) -> Target {
        let column = column.trim();
        self.columns.iter().find(|(name, _)| name == column).map_or(Target::Ignore, |(_, target)| *target)
    }

    /// Columns that the mapping names and the table lacks, each with the nearest that it has.
    pub(super) fn missing<'h>(&self, names: &(impl Iterator<Item = &'h str> + Clone)) -> Vec<(&str, Option<&'h str>)> {
        let is_there = |name: &str| names.clone().any(|known| known.trim() == name);
        let missing = self.columns.iter().filter(|(name, _)| !is_there(name));
        missing.map(|(name, _)| (name.as_str(), nearest(name, names.clone()))).collect()
    }

    /// Reads a mapping; what is wrong in it is told at its place.
    pub fn read(root: &Node, source: &Arc<Source>, report: &mut Report) -> Self {
        let mut mapping = Self::default();
        let mut wrong = |span, message: String, help: String| {
            report.push(Diagnostic::error("config/value", source, span, message).help(help));
        };
        let members = root.as_object().unwrap_or_default();
        let find = |key: &str| members.iter().find(|member| member.key == key);
        if let (Some(fields), None) = (find("fields"), find("columns")) {
            let message = "this is a mapping of `plenary link`, and not one of the columns of sessions".to_owned();
            wrong(fields.key_span, message, "write one with `plenary columns FILE`".to_owned());
            return mapping;
        }
        for member in members {
            match (&*member.key, &member.node.value) {
                ("edition", Value::String(name)) => mapping.edition = Some(name.clone().into_owned()),
                ("dates", Value::String(order)) if matches!(&**order, "day-first" | "month-first") => {
                    mapping.month_first = Some(order == "month-first");
                }
                ("columns", Value::Object(columns)) => {
                    for column in columns {
                        let named = column.node.as_str().and_then(Target::named);
                        let names = || TARGETS.iter().map(|(_, name, _)| *name);
                        match named {
                            Some(target) => mapping.columns.push((column.key.trim().to_owned(), target)),
                            None => {
                                let near = column.node.as_str().and_then(|name| nearest(name, names()));
                                let help = near.map(|near| format!("did you mean \"{near}\"?"));
                                let help = help.unwrap_or_else(|| {
                                    format!("write one of {}", names().collect::<Vec<_>>().join(", "))
                                });
                                wrong(column.node.span, format!("{:?} cannot be mapped to this", column.key), help);
                            }
                        }
                    }
                }
                (key, _) => wrong(
                    member.key_span,
                    format!("{key:?} is no setting of a mapping, or not of this kind"),
                    "a mapping has edition, dates (\"day-first\" or \"month-first\") and a table [columns]".to_owned(),
                ),
            }
        }
        mapping
    }

    /// The mapping as a file to be edited.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let mut text = String::from("# Which column of the table says what. Correct it, and give it with --map.\n#\n");
        for (_, name, about) in TARGETS {
            let _ = writeln!(text, "# {name}: {about}");
        }
        text.push_str("\n# The event that the table is the programme of:\n# edition = \"\"\n");
        text.push_str(
            "# The order of 7/8/2025: \"day-first\" or \"month-first\"\n# dates = \"day-first\"\n\n[columns]\n",
        );
        for (name, target) in self.columns.iter().filter(|(name, _)| !name.is_empty()) {
            let _ = writeln!(text, "{} = \"{}\"", quoted(name), target.name());
        }
        text
    }
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            letter if letter.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(letter));
            }
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}
