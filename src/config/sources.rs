//! What is known of sources that are merged, `sources.toml`: where they are from, how far they count, and by what a value is
//! chosen.
//!
//! Its mistakes are the same findings as those of `plenary.toml`.

use std::sync::Arc;

use super::read;
use super::setting::{Kind, Setting};
use crate::diagnostic::Report;
use crate::format::{Limits, toml};
use crate::merge::settings::Settings;
use crate::source::Source;

/// The tables at the top of `sources.toml`.
pub static SOURCES_SETTINGS: &[Setting] = &[
    Setting {
        name: "source",
        about: "A source; one table for each.",
        kind: Kind::Own,
        example: r#"[{ id = "igf", rank = 1 }]"#,
    },
    Setting {
        name: "fields",
        about: "What a value of a field is chosen by, before what all fields are chosen by.",
        kind: Kind::Own,
        example: r#"{ description = ["longest"] }"#,
    },
];

/// The settings of a source, `[[source]]`.
pub static SOURCE_SETTINGS: &[Setting] = &[
    Setting {
        name: "id",
        about: "What its statements are known by: letters, digits, dots, hyphens, underscores. Needed.",
        kind: Kind::Text,
        example: r#""igf""#,
    },
    Setting {
        name: "files",
        about: "Files, folders and patterns that it is read from, from this file's folder on.",
        kind: Kind::Globs,
        example: r#"["igf.json"]"#,
    },
    Setting {
        name: "base",
        about: "The IRI that its minted IRIs begin with.",
        kind: Kind::Base,
        example: r#""https://data.example.org/""#,
    },
    Setting {
        name: "rank",
        about: "1 is asked first, sources without a rank last.",
        kind: Kind::Count { least: 0, most: u32::MAX as u64 },
        example: "1",
    },
    Setting {
        name: "authority",
        about: "The fields for which it counts more than any other source.",
        kind: Kind::Texts,
        example: r#"["start", "place"]"#,
    },
    Setting {
        name: "duplicate-free",
        about: "Whether it has no two records of one entity.",
        kind: Kind::Flag,
        example: "true",
    },
    Setting {
        name: "retrieved",
        about: "When the snapshot was taken.",
        kind: Kind::Text,
        example: r#""2031-05-01T10:00:00Z""#,
    },
    Setting { name: "title", about: "Its name for people.", kind: Kind::Text, example: r#""Programme of the IGF""# },
    Setting {
        name: "url",
        about: "Where it is from.",
        kind: Kind::Text,
        example: r#""https://data.example.org/igf.json""#,
    },
    Setting {
        name: "license",
        about: "The IRI of its licence.",
        kind: Kind::Text,
        example: r#""https://creativecommons.org/publicdomain/zero/1.0/""#,
    },
];

/// Reads the text of a `sources.toml`. What is wrong with it goes into the report, and sound sources are kept beside wrong ones.
#[must_use]
pub fn parse(source: &Arc<Source>, report: &mut Report) -> Settings {
    match toml::parse(source.text(), &Limits::default()) {
        Ok(root) => read::sources(&root, source, report),
        Err(fault) => {
            report.push(fault.finding(source));
            Settings::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::told;
    use crate::merge::settings::{Criterion, USUAL};

    const SOUND: &str = "[[source]]\nid = \"igf\"\n";

    fn sound(text: &str) -> Settings {
        let mut report = Report::default();
        let settings = parse(&Source::new("sources.toml", text), &mut report);
        assert!(report.findings.is_empty(), "{text}: {:?}", report.findings);
        settings
    }

    #[test]
    fn every_setting_has_an_effect() {
        for setting in SOURCE_SETTINGS.iter().filter(|setting| setting.name != "id") {
            let text = format!("{SOUND}{} = {}\n", setting.name, setting.example);
            assert_ne!(sound(&text), sound(SOUND), "{}", setting.name);
        }
        for setting in SOURCES_SETTINGS {
            let text = format!("{} = {}\n", setting.name, setting.example);
            assert_ne!(sound(&text), Settings::default(), "{}", setting.name);
        }
    }

    #[test]
    fn a_rule_comes_before_what_is_usual() {
        let settings = sound("[fields]\ndescription = [\"longest\"]\n");
        assert_eq!(settings.criteria("description")[..2], [Criterion::Longest, Criterion::Authority]);
        assert_eq!(settings.criteria("start"), USUAL);
    }

    #[test]
    fn mistakes_name_their_place_and_what_was_meant() {
        for (line, words) in [
            ("fils = [\"a.json\"]", "3:1 config/unknown-setting|\"fils\"|mean \"files\""),
            ("files = \"a.json\"", "3:9 config/value|takes a list|write [\"igf.json\"]"),
            ("files = [\"a.json\", 1]", "3:20 config/value|takes a string"),
            ("base = \"data\"", "3:8 config/value|ends with /"),
            ("rank = -1", "3:8 config/value|0 to 4294967295"),
            ("rank = \"1\"", "3:8 config/value|whole number"),
            ("authority = [\"place\", \"stort\"]", "3:23 config/unknown-field|\"stort\"|mean \"start\""),
            ("duplicate-free = \"yes\"", "3:18 config/value|true or false"),
            ("retrieved = \"2031-13-01\"", "3:13 config/value|no moment|2031-05-01T10:00:00Z"),
            ("title = 1", "3:9 config/value|takes a string"),
            ("url = \"a b\"", "3:7 config/value|no IRI"),
            ("license = \"CC0\"", "3:11 config/value|no IRI"),
            ("[[source]]\nid = \"igf\"", "4:6 config/value|two sources"),
            ("[[source]]\nid = \"i g f\"", "4:6 config/value|letters, digits"),
            ("[[source]]\nrank = 1", "3:1 config/value|\"id\" is missing"),
            ("[fields]\ndescriptoin = [\"longest\"]", "4:1 config/unknown-field|mean \"description\""),
            ("[fields]\ntitle = [\"newset\"]", "4:10 config/value|mean \"newest\""),
            ("[fields]\ntitle = [\"newest\", \"best\"]", "4:20 config/value|\"authority\", \"rank\""),
            ("[feilds]", "3:2 config/unknown-setting|mean \"fields\""),
            ("rank = = 1", "3:8 structure/syntax|"),
        ] {
            let text = format!("{SOUND}{line}\n");
            let found = told(&text, |source, report| drop(parse(source, report)));
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert!(words.split('|').all(|word| found[0].contains(word)), "{text}: {found:?}");
            assert!(found[0].starts_with(words.split(' ').next().unwrap_or_default()), "{text}: {found:?}");
        }
    }

    #[test]
    fn all_mistakes_come_in_one_run() {
        let text = "[[source]]\nid = \"i g\"\nrang = 1\nbase = \"x\"\n[fields]\ntitel = [\"lngest\"]\n";
        let found = told(text, |source, report| drop(parse(source, report)));
        let places: Vec<&str> = found.iter().filter_map(|line| line.split(' ').next()).collect();
        assert_eq!(places, ["2:6", "3:1", "4:8", "6:1", "6:10"], "{found:?}");
    }
}
