//! The interface in the six official languages of the United Nations: strings from data files, and scripts of them for
//! readers who switch.

use std::sync::LazyLock;

use serde_json::{Map, Value, json};

use super::Site;
use super::code::Sort;
use super::files::Files;
use crate::diagnostic::Error;

/// The languages that the interface has, by their tags.
pub const LANGUAGES: [&str; 6] = ["ar", "en", "es", "fr", "ru", "zh"];

/// The strings of one language.
#[derive(Debug)]
pub(super) struct Language {
    pub(super) tag: &'static str,
    strings: Value,
}

static ALL: LazyLock<Vec<Language>> = LazyLock::new(|| {
    let files = [
        ("ar", include_str!("theme/strings/ar.json")),
        ("en", include_str!("theme/strings/en.json")),
        ("es", include_str!("theme/strings/es.json")),
        ("fr", include_str!("theme/strings/fr.json")),
        ("ru", include_str!("theme/strings/ru.json")),
        ("zh", include_str!("theme/strings/zh.json")),
    ];
    let read = |(tag, text)| Language { tag, strings: serde_json::from_str(text).unwrap_or_default() };
    files.into_iter().map(read).collect()
});

impl Language {
    /// A language by its tag; English where there is no such one.
    pub(super) fn of(tag: &str) -> &'static Self {
        let find = |tag: &str| ALL.iter().find(|language| language.tag == tag);
        find(tag).or_else(|| find("en")).unwrap_or(&ALL[0])
    }

    /// `rtl` or `ltr`.
    pub(super) fn direction(&self) -> &str {
        self.strings["dir"].as_str().unwrap_or("ltr")
    }

    /// A string of the interface by its key.
    pub(super) fn ui(&self, key: &str) -> String {
        self.string("ui", key)
    }

    /// What a field is called.
    pub(super) fn field(&self, name: &str) -> String {
        self.string("field", name)
    }

    /// What one record of a class is called.
    pub(super) fn class(&self, name: &str) -> String {
        self.string("class", name)
    }

    /// What several records of a class are called.
    pub(super) fn classes(&self, name: &str) -> String {
        self.string("classes", name)
    }

    /// What a figure is called.
    pub(super) fn figure(&self, key: &str) -> String {
        self.string("figure", key)
    }

    /// What a column of a figure is called; codes keep their own labels.
    pub(super) fn column(&self, key: &str, label: &str) -> String {
        self.strings["column"][key].as_str().unwrap_or(label).to_owned()
    }

    /// A string with its key, by which the script finds it in other languages.
    pub(super) fn said(&self, part: &str, key: &str) -> Value {
        json!({"text": self.string(part, key), "s": [part, key]})
    }

    /// A string, or its key where the language has none, so that nothing is empty.
    fn string(&self, part: &str, key: &str) -> String {
        self.strings[part][key].as_str().unwrap_or(key).to_owned()
    }

    /// All strings, for templates.
    pub(super) fn strings(&self) -> &Value {
        &self.strings
    }
}

/// What each language calls itself.
pub(super) fn names() -> Value {
    ALL.iter().map(|language| json!({"tag": language.tag, "name": language.strings["name"]})).collect()
}

/// Writes a script for each language: its strings, and the labels that official sources have in it for codes in use.
pub(super) fn scripts(site: &Site, files: &mut Files) -> Result<(), Error> {
    for language in ALL.iter() {
        let mut codes = Map::new();
        for sort in Sort::ALL {
            for (code, _) in site.codes.of_sort(sort) {
                let label = sort.label(code, language.tag);
                if label.language.as_deref() == Some(language.tag) {
                    codes.insert(format!("{}/{code}", sort.folder()), label.text.into());
                }
            }
        }
        let mut strings = language.strings.clone();
        strings["codes"] = Value::Object(codes);
        strings["tag"] = language.tag.into();
        files.put(&format!("assets/language-{}.js", language.tag), script("language", &strings).as_bytes())?;
    }
    Ok(())
}

/// A script that hands data to the site's own script. It works without a server, where a page may not fetch files.
pub(super) fn script(name: &str, data: &Value) -> String {
    format!("(window.plenary = window.plenary || {{}}).{name} = {data};\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shape::{Kind, shape};

    fn keys(value: &Value) -> Vec<&String> {
        value.as_object().unwrap().keys().collect()
    }

    #[test]
    fn every_language_has_every_string() {
        let english = Language::of("en");
        for language in ALL.iter() {
            for part in ["ui", "field", "class", "classes", "figure", "column"] {
                let (ours, theirs) = (keys(&english.strings[part]), keys(&language.strings[part]));
                assert_eq!(ours, theirs, "{} {part}", language.tag);
                let is_there = |value: &Value| value.as_str().is_some_and(|text| !text.trim().is_empty());
                assert!(language.strings[part].as_object().unwrap().values().all(is_there), "{}", language.tag);
            }
        }
    }

    #[test]
    fn every_field_has_a_name() {
        let english = Language::of("en");
        for class in shape().classes.iter().filter(|class| class.iri.is_some()) {
            for field in &class.fields {
                if field.iri.is_some() && !matches!(field.kind, Kind::Id | Kind::Type | Kind::Head | Kind::Private(_)) {
                    assert!(english.strings["field"][&field.name].is_string(), "{}.{}", class.name, field.name);
                }
            }
            assert!(english.strings["class"][&class.name].is_string() || !class.is_root, "{}", class.name);
        }
    }

    #[test]
    fn arabic_runs_from_right_to_left() {
        assert_eq!(Language::of("ar").direction(), "rtl");
        assert_eq!(Language::of("xx").tag, "en");
    }
}
