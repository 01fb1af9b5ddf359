//! Reads the settings of a configuration, and tells what is wrong with them.

use std::path::Path as FilePath;
use std::sync::Arc;

use globset::GlobMatcher;

use super::Config;
use super::profile::Layer;
use super::setting::{FAIL_ON, FILE_SETTINGS, Kind, PROFILE_SETTINGS, SETTINGS, Setting};
use crate::check::catalogue::config::{UNKNOWN_SETTING, VALUE};
use crate::diagnostic::Report;
use crate::doc::{Node, Path};
use crate::format::{FORMATS, Format, Limits, toml};
use crate::input::{self, Files};
use crate::lookup::near::nearest;
use crate::model::grammar;
use crate::source::{Source, Span};

mod feeds;
mod layer;
mod mapping;
mod profiles;
mod sources;
mod value;
mod weights;

pub(super) use feeds::manifest;
pub(super) use mapping::mapping;
pub(super) use sources::sources;
pub(super) use weights::model;

/// Reads the settings of a file; the patterns in it are below `folder`.
pub(super) fn config(root: &Node, source: &Arc<Source>, folder: &FilePath, report: &mut Report) -> Config {
    let mut reader = Reader { source, report, mentions: Vec::new() };
    let mut config = Config { files: Files::below(folder), ..Config::default() };
    for (setting, node) in reader.settings(root, SETTINGS, &Path::Root) {
        let path = Path::Root.key(setting.name);
        match setting.kind {
            Kind::Profile => config.profile = reader.mention(node, &path, None),
            Kind::Base => config.base = reader.base(node, &path),
            Kind::FailOn => config.fail_on = reader.one_of(node, &path, "a severity", &FAIL_ON),
            Kind::Globs => reader.globs(node, &path).into_iter().for_each(|glob| config.files.exclude(glob)),
            Kind::Files => reader.files(node, &path, &mut config.files),
            Kind::Profiles => reader.profiles(node, &path, &mut config.profiles),
            _ => reader.layer(setting, node, &path, &mut config.on_top),
        }
    }
    reader.resolve_mentions(&mut config);
    config
}

/// Reads a profile that is a file of its own.
pub(super) fn built_in(name: &str, text: &str) -> (Layer, Report) {
    let source = Source::new(format!("profiles/{name}.toml"), text);
    let mut report = Report::default();
    let mut layer = Layer::default();
    match toml::parse(source.text(), &Limits::default()) {
        Ok(root) => {
            let mut reader = Reader { source: &source, report: &mut report, mentions: Vec::new() };
            reader.layers(&root, None, &Path::Root, &mut layer);
        }
        Err(fault) => report.push(fault.finding(&source)),
    }
    (layer, report)
}

/// Where a profile is named. It may be defined further down, so that it is looked up in the end.
struct Mention {
    name: String,
    span: Span,
    path: String,
    /// The own profile that extends it; none where it is the profile of the file.
    by: Option<String>,
}

struct Reader<'r> {
    source: &'r Arc<Source>,
    report: &'r mut Report,
    mentions: Vec<Mention>,
}

impl Reader<'_> {
    /// The settings of a table that exist, each with what it is set to.
    fn settings<'n, 's>(
        &mut self,
        table: &'n Node<'s>,
        known: &'static [Setting],
        path: &Path,
    ) -> Vec<(&'static Setting, &'n Node<'s>)> {
        let mut found = Vec::new();
        for member in self.table(table, path, "settings as name = value, one a line") {
            match known.iter().find(|setting| setting.name == member.key) {
                Some(setting) => found.push((setting, &member.node)),
                None => {
                    let meant = nearest(&member.key, known.iter().map(|setting| setting.name));
                    let names: Vec<&str> = known.iter().map(|setting| setting.name).collect();
                    let all = format!("the settings here are {}", names.join(", "));
                    let message = format!("there is no setting \"{}\" here", member.key);
                    self.unknown(&UNKNOWN_SETTING, member, &path.key(&member.key), message, meant, &all);
                }
            }
        }
        found
    }

    /// The settings of a profile; `own` is its name, unless it is a built-in one.
    fn layers(&mut self, table: &Node, own: Option<&str>, path: &Path, layer: &mut Layer) {
        for (setting, node) in self.settings(table, PROFILE_SETTINGS, path) {
            let path = path.key(setting.name);
            match setting.kind {
                Kind::Text => layer.about = self.text(node, &path, setting.example).unwrap_or_default().to_owned(),
                Kind::Profile => layer.extends = self.mention(node, &path, own),
                _ => self.layer(setting, node, &path, layer),
            }
        }
    }

    /// A setting that profiles and the top of the file have.
    fn layer(&mut self, setting: &Setting, node: &Node, path: &Path, layer: &mut Layer) {
        match setting.kind {
            Kind::Checks => self.checks(node, path, &mut layer.rules),
            Kind::Required => self.required(node, path, &mut layer.required),
            Kind::Allowed => self.allowed(node, path, &mut layer.allowed),
            // The others stand in one kind of table alone.
            _ => {}
        }
    }

    fn base(&mut self, node: &Node, path: &Path) -> Option<String> {
        let text = self.text(node, path, "an IRI in quotes")?;
        if !grammar::is_namespace(text) {
            let message = format!("\"{text}\" is not an absolute IRI that ends with / or #");
            self.push(&VALUE, node.span, path, message, "write it as \"https://data.example.org/\"");
            return None;
        }
        Some(text.to_owned())
    }

    fn glob(&mut self, text: &str, span: Span, path: &Path) -> Option<GlobMatcher> {
        let pattern = input::pattern(text);
        if let Err(why) = &pattern {
            let message = format!("the pattern \"{text}\" is not valid: {why}");
            self.push(&VALUE, span, path, message, "write it as \"data/**/*.json\"");
        }
        pattern.ok()
    }

    fn globs(&mut self, node: &Node, path: &Path) -> Vec<GlobMatcher> {
        let texts = self.texts(node, path, "[\"drafts/**\"]");
        texts.into_iter().filter_map(|(text, span)| self.glob(text, span, path)).collect()
    }

    fn files(&mut self, node: &Node, path: &Path, files: &mut Files) {
        let Some(items) = node.as_array() else {
            return self.wrong_kind(node, path, "a list of tables", "them under [[files]]");
        };
        for (at, item) in items.iter().enumerate() {
            if let (Some(glob), Some(format)) = self.file(item, &path.index(at)) {
                files.add_format(glob, format);
            }
        }
    }

    /// A table of `[[files]]`: a pattern and its format, where they are sound.
    fn file(&mut self, item: &Node, path: &Path) -> (Option<GlobMatcher>, Option<&'static Format>) {
        let (mut glob, mut format) = (None, None);
        for (setting, node) in self.settings(item, FILE_SETTINGS, path) {
            let path = path.key(setting.name);
            match setting.kind {
                Kind::Glob => {
                    let text = self.text(node, &path, setting.example);
                    glob = text.and_then(|text| self.glob(text, node.span, &path));
                }
                _ => format = self.one_of(node, &path, "a format that can be read", &readable()),
            }
        }
        let is_missing = |setting: &&Setting| item.as_object().is_some() && item.get(setting.name).is_none();
        for setting in FILE_SETTINGS.iter().filter(is_missing) {
            let message = format!("the setting \"{}\" is missing", setting.name);
            self.push(&VALUE, item.head(), path, message, format!("add {} = {}", setting.name, setting.example));
        }
        (glob, format)
    }
}

fn readable() -> Vec<(&'static str, &'static Format)> {
    FORMATS.iter().copied().filter(|format| format.read.is_some()).map(|format| (format.name, format)).collect()
}
