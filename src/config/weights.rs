//! What `plenary link train` learned, as it is read again: a model in TOML.
//!
//! Its mistakes are the same findings as those of `plenary.toml`.

use std::sync::Arc;

use super::read;
use super::setting::{Kind, Setting};
use crate::diagnostic::Report;
use crate::format::{Limits, toml};
use crate::link::Model;
use crate::link::record::Field;
use crate::source::Source;

/// The settings at the top of a model.
pub static MODEL_SETTINGS: &[Setting] = &[
    Setting {
        name: "share",
        about: "The share of pairs of one entity among all, between 0 and 1. Needed.",
        kind: Kind::Own,
        example: "1e-4",
    },
    Setting { name: "field", about: "A table for each field of the mapping. Needed.", kind: Kind::Own, example: "[]" },
];

/// The settings of a field. The shares are over 0 and up to 1, one for each level, from equality on.
pub static SHARE_SETTINGS: &[Setting] = &[
    Setting { name: "name", about: "The field of the mapping. Needed.", kind: Kind::Text, example: r#""born""# },
    Setting { name: "role", about: "Its role there. Needed.", kind: Kind::Text, example: r#""date""# },
    Setting {
        name: "same",
        about: "Shares among pairs of one entity. Needed.",
        kind: Kind::Own,
        example: "[0.9, 0.1]",
    },
    Setting { name: "other", about: "Shares among other pairs. Needed.", kind: Kind::Own, example: "[0.1, 0.9]" },
];

/// Reads the text of a model for some fields. What is wrong with it goes into the report; none where anything is.
#[must_use]
pub fn parse(fields: &[Field], source: &Arc<Source>, report: &mut Report) -> Option<Model> {
    match toml::parse(source.text(), &Limits::default()) {
        Ok(root) => read::model(&root, fields, source, report),
        Err(fault) => {
            report.push(fault.finding(source));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::told;
    use crate::link::FieldModel;
    use crate::link::model::write;
    use crate::link::role::Role;

    fn fields() -> [Field; 2] {
        let field = |(name, role): (&str, Role)| Field { name: name.to_owned(), role };
        [("a \"b\"", Role::Family), ("born", Role::Date)].map(field)
    }

    fn model() -> Model {
        Model { fields: fields().iter().map(|field| FieldModel::prior(field.role)).collect(), share: 0.1 + 0.2 }
    }

    fn found(text: &str) -> Vec<String> {
        told(text, |source, report| drop(parse(&fields(), source, report)))
    }

    #[test]
    fn a_model_comes_back_as_it_was() {
        let text = write(&fields(), &model());
        let mut report = Report::default();
        let read = parse(&fields(), &Source::new("model.toml", &text), &mut report);
        assert!(report.findings.is_empty(), "{:?}", report.findings);
        assert_eq!(read, Some(model()));
    }

    #[test]
    fn mistakes_name_their_place_and_what_was_meant() {
        let text = write(&fields(), &model());
        let line = |word: &str| text.lines().position(|line| line.starts_with(word)).map_or(0, |at| at + 1);
        let (share, name, role, same) = (line("share"), line("name"), line("role"), line("same"));
        for (broken, place, words) in [
            (text.replacen("\nshare", "\nshar", 1), format!("{share}:1"), "mean \"share\""),
            (text.replacen("\nshare = 3", "\nshare = 13", 1), format!("{share}:9"), "between 0 and 1"),
            (text.replacen("\"born\"", "\"bron\"", 1), format!("{}:8", name + 6), "mean \"born\""),
            (text.replacen("\"family\"", "\"famly\"", 1), format!("{role}:8"), "mean \"family\""),
            (text.replacen("\"family\"", "\"given\"", 1), format!("{role}:8"), "plenary link train"),
            (text.replacen("\nsame", "\nsane", 1), format!("{same}:1"), "mean \"same\""),
            (text.replacen("same = [", "same = [0, ", 1), format!("{same}:9"), "over 0"),
            (text.replacen("same = [", "same = [0.1, ", 1), format!("{same}:8"), "shares"),
            ("share = 0.5\nfield = []\n".to_owned(), "1:1".to_owned(), "plenary link train"),
            ("share = 0.5\n".to_owned(), "1:1".to_owned(), "\"field\" is missing"),
        ] {
            let found = found(&broken);
            let told = found.iter().any(|line| line.starts_with(&format!("{place} ")) && line.contains(words));
            assert!(told, "{place} {words}: {found:?}\n{broken}");
        }
    }

    #[test]
    fn a_name_that_stands_twice_is_told() {
        let text = write(&fields(), &model()).replacen("\"born\"", "\"a \\\"b\\\"\"", 1);
        assert!(found(&text).iter().any(|line| line.contains("twice")), "{:?}", found(&text));
    }
}
