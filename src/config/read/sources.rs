//! What is known of sources that are merged, and what values are chosen by.

use std::sync::Arc;

use super::super::model;
use super::super::setting::Setting;
use super::super::sources::{SOURCE_SETTINGS, SOURCES_SETTINGS};
use super::Reader;
use super::feeds::set;
use crate::check::catalogue::config::{UNKNOWN_FIELD, VALUE};
use crate::diagnostic::Report;
use crate::doc::{Node, Path};
use crate::lookup::near::nearest;
use crate::merge::settings::{Criterion, Listed, Settings, USUAL, is_id};
use crate::model::grammar;
use crate::source::Source;

/// Where a reader of the reference finds the names of fields.
const FIELDS: &str = "see the fields in docs/reference.md";

/// Reads the tables of a `sources.toml`.
pub(in super::super) fn sources(root: &Node, source: &Arc<Source>, report: &mut Report) -> Settings {
    let mut reader = Reader { source, report, mentions: Vec::new() };
    let mut settings = Settings::default();
    for (setting, node) in reader.settings(root, SOURCES_SETTINGS, &Path::Root) {
        let path = Path::Root.key(setting.name);
        match setting.name {
            "fields" => reader.rules(node, &path, setting, &mut settings),
            _ => settings.sources = reader.by_id(node, &path, |listed| &listed.source.id, Reader::listed),
        }
    }
    reader.report.sort();
    settings
}

impl Reader<'_> {
    /// A table of `[[source]]`; none where it has no id.
    fn listed(&mut self, item: &Node, path: &Path) -> Option<Listed> {
        let known = self.settings(item, SOURCE_SETTINGS, path);
        let id = self.needed(item, path, &SOURCE_SETTINGS[0]).and_then(|node| self.name(node, &path.key("id")));
        let mut listed = Listed::default();
        for (setting, node) in known {
            let path = &path.key(setting.name);
            let source = &mut listed.source;
            match setting.name {
                "files" => listed.files = self.strings(node, path, setting),
                "base" => listed.base = self.base(node, path),
                "rank" => source.rank = self.number(node, path, setting),
                "authority" => source.authority = self.known_fields(node, path, setting),
                "duplicate-free" => set(&mut source.duplicate_free, self.flag(node, path)),
                "retrieved" => source.retrieved = self.moment(node, path, setting),
                "title" => source.title = self.text(node, path, setting.example).map(str::to_owned),
                "url" => source.url = self.iri(node, path, setting),
                "license" => source.license = self.iri(node, path, setting),
                _ => {}
            }
        }
        listed.source.id = id?;
        Some(listed)
    }

    fn name(&mut self, node: &Node, path: &Path) -> Option<String> {
        let text = self.text(node, path, SOURCE_SETTINGS[0].example)?;
        let found = Some(text.to_owned()).filter(|text| is_id(text));
        if found.is_none() {
            let message = format!("\"{text}\" cannot be the id of a source");
            self.push(&VALUE, node.span, path, message, "take letters, digits, dots, hyphens and underscores");
        }
        found
    }

    fn strings(&mut self, node: &Node, path: &Path, setting: &Setting) -> Vec<String> {
        self.texts(node, path, setting.example).into_iter().map(|(text, _)| text.to_owned()).collect()
    }

    /// The fields of a list that some type has.
    fn known_fields(&mut self, node: &Node, path: &Path, setting: &Setting) -> Vec<String> {
        let mut fields = Vec::new();
        for (name, span) in self.texts(node, path, setting.example) {
            if model::field_names().any(|known| known == name) {
                fields.push(name.to_owned());
            } else {
                let meant = nearest(name, model::field_names());
                self.refuse(&UNKNOWN_FIELD, span, path, no_field(name), meant, FIELDS);
            }
        }
        fields
    }

    fn moment(&mut self, node: &Node, path: &Path, setting: &Setting) -> Option<String> {
        let text = self.text(node, path, setting.example)?;
        if text.parse::<jiff::Timestamp>().is_err() {
            let message = format!("\"{text}\" is no moment with an offset");
            self.push(&VALUE, node.span, path, message, format!("write it as {}", setting.example));
            return None;
        }
        Some(text.to_owned())
    }

    fn iri(&mut self, node: &Node, path: &Path, setting: &Setting) -> Option<String> {
        let text = self.text(node, path, setting.example)?;
        if !grammar::is_any_iri(text) {
            let message = format!("\"{text}\" is no IRI");
            self.push(&VALUE, node.span, path, message, format!("write it as {}", setting.example));
            return None;
        }
        Some(text.to_owned())
    }

    /// The rules of fields, `[fields]`.
    fn rules(&mut self, node: &Node, path: &Path, setting: &Setting, settings: &mut Settings) {
        for member in self.table(node, path, setting.example) {
            let path = path.key(&member.key);
            if !model::field_names().any(|known| known == member.key) {
                let meant = nearest(&member.key, model::field_names());
                self.unknown(&UNKNOWN_FIELD, member, &path, no_field(&member.key), meant, FIELDS);
            }
            let criteria = self.criteria(&member.node, &path);
            settings.fields.insert(member.key.to_string(), criteria);
        }
    }

    fn criteria(&mut self, node: &Node, path: &Path) -> Vec<Criterion> {
        let Some(items) = node.as_array() else {
            self.wrong_kind(node, path, "a list", "[\"longest\"]");
            return Vec::new();
        };
        let table = USUAL.map(|criterion| (criterion.word(), criterion));
        let mut criterion = |(at, item)| self.one_of(item, &path.index(at), "what a value is chosen by", &table);
        items.iter().enumerate().filter_map(&mut criterion).collect()
    }
}

fn no_field(name: &str) -> String {
    format!("no type has a field \"{name}\"")
}
