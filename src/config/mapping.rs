//! What the columns of tables are for that `plenary link` links: a mapping in TOML.
//!
//! Its mistakes are the same findings as those of `plenary.toml`.

use std::sync::Arc;

use super::read;
use super::setting::{Kind, Setting};
use crate::diagnostic::Report;
use crate::format::{Limits, toml};
use crate::link::mapping::Mapping;
use crate::source::Source;

/// The settings at the top of a mapping.
pub static MAPPING_SETTINGS: &[Setting] = &[
    Setting {
        name: "delimiter",
        about: "The letter between cells; guessed from the first line unless it is given.",
        kind: Kind::Text,
        example: r#"";""#,
    },
    Setting {
        name: "encoding",
        about: "How bytes are letters; UTF-8 unless another is given.",
        kind: Kind::Text,
        example: r#""windows-1252""#,
    },
    Setting { name: "id", about: "The column of the keys of rows.", kind: Kind::Text, example: r#""rec_id""# },
    Setting {
        name: "cluster",
        about: "The column of the truth: rows of one label are one entity.",
        kind: Kind::Own,
        example: r#"{ column = "rec_id", split = "-", parts = 2 }"#,
    },
    Setting {
        name: "fields",
        about: "The role of each field. Needed.",
        kind: Kind::Own,
        example: r#"{ title = "text" }"#,
    },
];

/// The settings of a label that is a part of a cell.
pub static LABEL_SETTINGS: &[Setting] = &[
    Setting { name: "column", about: "The column. Needed.", kind: Kind::Text, example: r#""rec_id""# },
    Setting { name: "split", about: "What parts the cell.", kind: Kind::Text, example: r#""-""# },
    Setting {
        name: "parts",
        about: "How many parts of it count, from the first.",
        kind: Kind::Count { least: 1, most: 100 },
        example: "2",
    },
];

/// The settings of a field that is made of columns of other names.
pub static FIELD_SETTINGS: &[Setting] = &[
    Setting { name: "role", about: "What it is. Needed.", kind: Kind::Text, example: r#""date""# },
    Setting {
        name: "columns",
        about: "The columns that it is made of.",
        kind: Kind::Texts,
        example: r#"["year", "month"]"#,
    },
];

/// Reads the text of a mapping. What is wrong with it goes into the report.
#[must_use]
pub fn parse(source: &Arc<Source>, report: &mut Report) -> Mapping {
    match toml::parse(source.text(), &Limits::default()) {
        Ok(root) => read::mapping(&root, source, report),
        Err(fault) => {
            report.push(fault.finding(source));
            Mapping::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::told;
    use crate::link::table::Table;

    const FIELDS: &str = "[fields]\nname = \"person\"\n";

    fn sound(text: &str) -> Mapping {
        let mut report = Report::default();
        let mapping = parse(&Source::new("map.toml", text), &mut report);
        assert!(report.findings.is_empty(), "{text}: {:?}", report.findings);
        mapping
    }

    #[test]
    fn every_setting_has_an_effect() {
        let usual = format!("{:?}", sound(FIELDS));
        for setting in MAPPING_SETTINGS.iter().filter(|setting| setting.name != "fields") {
            let text = format!("{} = {}\n{FIELDS}", setting.name, setting.example);
            assert_ne!(format!("{:?}", sound(&text)), usual, "{}", setting.name);
        }
    }

    #[test]
    fn columns_become_fields() {
        let text = "id = \"no\"\ncluster = {column = \"no\", split = \"-\", parts = 2}\n[fields]\nname = \"person\"\n\
                    born = {role = \"date\", columns = [\"y\", \"m\"]}\nnote = \"ignored\"\n";
        let table = Source::new("table.csv", "no,name,y,m,note\nrec-1-dup-0, Ann ,1990,3,x\n");
        let table = Table::read(&table, None).expect("a table");
        let mapping = sound(text);
        let rows = mapping.apply(&table).expect("rows");
        assert_eq!(rows[0].values, ["Ann", "1990 3"]);
        assert_eq!((rows[0].key.as_str(), rows[0].cluster.as_deref()), ("rec-1-dup-0", Some("rec-1")));
    }

    #[test]
    fn mistakes_name_their_place_and_what_was_meant() {
        for (text, words) in [
            (format!("delimeter = \";\"\n{FIELDS}"), "1:1 config/unknown-setting|mean \"delimiter\""),
            (format!("delimiter = \";;\"\n{FIELDS}"), "1:13 config/value|one letter"),
            (format!("delimiter = 1\n{FIELDS}"), "1:13 config/value|takes a string"),
            (format!("encoding = \"utf-9\"\n{FIELDS}"), "1:12 config/value|utf-8"),
            (format!("encoding = \"windows-1225\"\n{FIELDS}"), "1:12 config/value|windows-1252"),
            (format!("id = 1\n{FIELDS}"), "1:6 config/value|takes a string"),
            (format!("cluster = 1\n{FIELDS}"), "1:11 config/value|column"),
            (format!("cluster = {{ colunm = \"no\" }}\n{FIELDS}"), "1:13 config/unknown-setting|mean \"column\""),
            (
                format!("cluster = {{ column = \"no\", split = \"-\", parts = 0 }}\n{FIELDS}"),
                "1:49 config/value|1 to 100",
            ),
            (format!("cluster = {{ column = \"no\", parts = 2 }}\n{FIELDS}"), "1:11 config/value|\"split\" is missing"),
            ("id = \"no\"\n".to_owned(), "1:1 config/value|\"fields\" is missing"),
            ("[fields]\nnote = \"ignored\"\n".to_owned(), "1:1 config/value|no field"),
            ("[fields]\nname = \"persn\"\n".to_owned(), "2:8 config/value|mean \"person\""),
            ("[fields]\nname = \"boss\"\n".to_owned(), "2:8 config/value|\"ignored\""),
            ("[fields]\nname = 1\n".to_owned(), "2:8 config/value|takes a string"),
            ("[fields]\nname = { columns = [\"a\"] }\n".to_owned(), "2:8 config/value|\"role\" is missing"),
            (
                "[fields]\nname = { role = \"text\", colums = [] }\n".to_owned(),
                "2:25 config/unknown-setting|mean \"columns\"",
            ),
            ("[fields]\nname = { role = \"text\", columns = [] }\n".to_owned(), "2:35 config/value|no column"),
        ] {
            let found = told(&text, |source, report| drop(parse(source, report)));
            let place = words.split(' ').next().unwrap_or_default();
            let line = found.iter().find(|line| line.starts_with(&format!("{place} "))).expect(&text);
            assert!(words.split('|').all(|word| line.contains(word)), "{text}: {found:?}");
        }
    }

    #[test]
    fn all_mistakes_come_in_one_run() {
        let text =
            "delimiter = \"\"\nclutser = \"x\"\n[fields]\na = \"persn\"\nb = { role = \"dat\", columns = [1] }\n";
        let found = told(text, |source, report| drop(parse(source, report)));
        let places: Vec<&str> = found.iter().filter_map(|line| line.split(' ').next()).collect();
        assert_eq!(places, ["1:13", "2:1", "4:5", "5:14", "5:32"], "{found:?}");
    }
}
