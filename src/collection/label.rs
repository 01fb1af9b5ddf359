//! What a record is called, in the language that is asked for, and texts on their way to people.

use super::{Collection, Record};
use crate::doc::Node;

/// A text that is shown, and its language where it is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Label {
    pub text: String,
    pub language: Option<String>,
}

impl Label {
    /// The text of a value in a language: that language, else English, else the first there is.
    #[must_use]
    pub fn of(value: &Node, language: &str) -> Option<Self> {
        if let Some(text) = value.as_str() {
            return Some(Self { text: plain(text), language: None });
        }
        let members = value.as_object()?;
        let in_language = |wanted: &str| members.iter().find(|member| is_in(&member.key, wanted));
        let member = in_language(language).or_else(|| in_language("en")).or(members.first())?;
        let text = member.node.items().first()?.as_str()?;
        Some(Self { text: plain(text), language: Some(member.key.to_string()).filter(|key| key != "@none") })
    }

    /// What a record is called: its title, name or label, else its IRI.
    #[must_use]
    pub fn of_record(record: &Record, language: &str) -> Self {
        let node = record.node();
        let value = ["title", "name", "label"].iter().find_map(|key| node.get(key));
        let label = value.and_then(|value| Self::of(value, language));
        label.unwrap_or_else(|| Self { text: record.id.to_string(), language: None })
    }

    /// What every record of a collection is called, by its position.
    #[must_use]
    pub fn all(collection: &Collection, language: &str) -> Vec<Self> {
        collection.records().iter().map(|record| Self::of_record(record, language)).collect()
    }
}

/// Whether a language tag is of a language, whatever region or script it names.
fn is_in(tag: &str, language: &str) -> bool {
    let primary = tag.split('-').next().unwrap_or_default();
    primary.eq_ignore_ascii_case(language)
}

/// A text without the characters that turn the direction of what stands after it, or that no page can show.
#[must_use]
pub fn plain(text: &str) -> String {
    let is_hidden = |letter: char| {
        matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}')
            || (letter.is_control() && !matches!(letter, '\n' | '\t'))
    };
    text.chars().filter(|letter| !is_hidden(*letter)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::{Limits, json};

    #[test]
    fn a_text_is_shown_in_the_language_asked_for() {
        let node = json::parse(r#"{"en":"Opening","fr-CH":"Ouverture"}"#, &Limits::default()).unwrap();
        let text = |language| Label::of(&node, language).unwrap();
        assert_eq!(text("fr").text, "Ouverture");
        assert_eq!(text("ar"), Label { text: "Opening".to_owned(), language: Some("en".to_owned()) });
    }

    #[test]
    fn overrides_of_direction_are_not_shown() {
        assert_eq!(plain("a\u{202e}b\u{0}\nc"), "ab\nc");
    }
}
