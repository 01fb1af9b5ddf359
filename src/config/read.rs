//! Reads the settings of a configuration, and tells what is wrong with them.

use std::path::Path as FilePath;
use std::sync::Arc;

use globset::GlobMatcher;

use super::profile::{self, DEFAULT, Layer, Profiles, Rule};
use super::setting::{FAIL_ON, FILE_SETTINGS, Kind, PROFILE_SETTINGS, SETTINGS, Setting};
use super::{Config, model};
use crate::check::catalogue::config::{FIXED_CHECK, PROFILE, UNKNOWN_CHECK, UNKNOWN_FIELD, UNKNOWN_SETTING, VALUE};
use crate::check::structure::nearest;
use crate::check::{Check, Pattern};
use crate::diagnostic::{Diagnostic, Report, Severity};
use crate::doc::{Member, Node, Path, Value};
use crate::format::{FORMATS, Format, Limits, toml};
use crate::input::{self, Files};
use crate::model::grammar;
use crate::source::{Source, Span};

/// Reads the settings of a file; the patterns in it are below `folder`.
pub(super) fn config(root: &Node, source: &Arc<Source>, folder: &FilePath, report: &mut Report) -> Config {
    let mut reader = Reader { source, report, mentioned: Vec::new() };
    let mut config = Config { files: Files::below(folder), ..Config::default() };
    for (setting, node) in reader.settings(root, SETTINGS, &Path::Root) {
        let path = Path::Root.key(setting.name);
        match setting.kind {
            Kind::Profile => config.profile = reader.profile_name(node, &path),
            Kind::Base => config.base = reader.base(node, &path),
            Kind::FailOn => {
                config.fail_on = reader.one_of(node, &path, "a severity", FAIL_ON.into_iter());
            }
            Kind::Globs => reader.globs(node, &path).into_iter().for_each(|glob| config.files.exclude(glob)),
            Kind::Files => reader.files(node, &path, &mut config.files),
            Kind::Profiles => reader.profiles(node, &path, &mut config.profiles),
            _ => reader.layer(setting, node, &path, &mut config.on_top),
        }
    }
    reader.profiles_exist(&mut config);
    config
}

/// Reads a profile that is a file of its own.
pub(super) fn built_in(name: &str, text: &str) -> (Layer, Report) {
    let source = Source::new(format!("profiles/{name}.toml"), text);
    let mut report = Report::default();
    let mut layer = Layer::default();
    match toml::parse(source.text(), &Limits::default()) {
        Ok(root) => {
            let mut reader = Reader { source: &source, report: &mut report, mentioned: Vec::new() };
            reader.layers(&root, &Path::Root, &mut layer);
        }
        Err(fault) => report.push(fault.finding(&source)),
    }
    (layer, report)
}

struct Reader<'r> {
    source: &'r Arc<Source>,
    report: &'r mut Report,
    /// Names of profiles, where each stands, and its path; they may be defined further down.
    mentioned: Vec<(String, Span, String)>,
}

impl Reader<'_> {
    /// Reports a mistake.
    fn push(&mut self, check: &Check, span: Span, path: &Path, message: String, help: impl Into<String>) {
        self.report.push(Diagnostic::new(check.id, check.severity, self.source, span, message).at(path).help(help));
    }

    /// Reports a name that does not exist, with the one that was meant.
    fn unknown(
        &mut self,
        check: &Check,
        member: &Member,
        path: &Path,
        message: String,
        meant: Option<&str>,
        all: &str,
    ) {
        let finding =
            Diagnostic::new(check.id, check.severity, self.source, member.key_span, message).at(path).label("unknown");
        self.report.push(match meant {
            // A key may stand in quotes, and needs them where it is no bare word.
            Some(near) => finding.help(format!("did you mean \"{near}\"?")).replace_with(key(near)),
            None => finding.help(all),
        });
    }

    /// The members of a table; none, and a finding, where it is none.
    fn table<'n, 's>(&mut self, node: &'n Node<'s>, path: &Path, example: &str) -> &'n [Member<'s>] {
        node.as_object().unwrap_or_else(|| {
            self.wrong_kind(node, path, "a table", example);
            &[]
        })
    }

    fn wrong_kind(&mut self, node: &Node, path: &Path, takes: &str, example: &str) {
        let shown = match &node.value {
            Value::Object(_) => "a table",
            other => other.kind(),
        };
        self.push(
            &VALUE,
            node.span,
            path,
            format!("this setting takes {takes}, not {shown}"),
            format!("write {example}"),
        );
    }

    /// The settings of a table that exist, each with what it is set to.
    fn settings<'n, 's>(
        &mut self,
        table: &'n Node<'s>,
        known: &'static [Setting],
        path: &Path,
    ) -> Vec<(&'static Setting, &'n Node<'s>)> {
        let mut found = Vec::new();
        for member in self.table(table, path, "settings, one a line") {
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

    fn layers(&mut self, table: &Node, path: &Path, layer: &mut Layer) {
        for (setting, node) in self.settings(table, PROFILE_SETTINGS, path) {
            self.layer(setting, node, &path.key(setting.name), layer);
        }
    }

    /// A setting that profiles have.
    fn layer(&mut self, setting: &Setting, node: &Node, path: &Path, layer: &mut Layer) {
        match setting.kind {
            Kind::Text => layer.about = self.text(node, path, setting.example).unwrap_or_default().to_owned(),
            Kind::Profile => layer.extends = self.profile_name(node, path),
            Kind::Checks => self.checks(node, path, &mut layer.rules),
            Kind::Required => self.required(node, path, layer),
            Kind::Allowed => self.allowed(node, path, layer),
            // The others stand at the top alone.
            _ => {}
        }
    }

    fn text<'n>(&mut self, node: &'n Node, path: &Path, example: &str) -> Option<&'n str> {
        let text = node.as_str();
        if text.is_none() {
            self.wrong_kind(node, path, "a string", example);
        }
        text
    }

    /// The strings of a list, each with its place.
    fn texts<'n>(&mut self, node: &'n Node, path: &Path, example: &str) -> Vec<(&'n str, Span)> {
        let Some(items) = node.as_array() else {
            self.wrong_kind(node, path, "a list", example);
            return Vec::new();
        };
        let items = items.iter().enumerate();
        items.filter_map(|(at, item)| Some((self.text(item, &path.index(at), "a string")?, item.span))).collect()
    }

    /// The one of some words that a string is.
    fn one_of(
        &mut self,
        node: &Node,
        path: &Path,
        what: &str,
        words: impl Iterator<Item = &'static str> + Clone,
    ) -> Option<&'static str> {
        let text = self.text(node, path, "one of the words in quotes")?;
        let found = words.clone().find(|word| *word == text);
        if found.is_none() {
            let all = format!("write one of {}", words.clone().collect::<Vec<_>>().join(", "));
            self.refuse(node.span, path, format!("\"{text}\" is not {what}"), nearest(text, words), &all);
        }
        found
    }

    /// Reports a string that is not taken, with the one that was meant.
    fn refuse(&mut self, span: Span, path: &Path, message: String, meant: Option<&str>, all: &str) {
        let finding = Diagnostic::new(VALUE.id, VALUE.severity, self.source, span, message).at(path);
        self.report.push(match meant {
            Some(near) => finding.help(format!("did you mean \"{near}\"?")).replace_with(format!("\"{near}\"")),
            None => finding.help(all),
        });
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
        pattern
            .map_err(|why| {
                let message = format!("the pattern \"{text}\" is not valid: {why}");
                self.push(&VALUE, span, path, message, "write it as \"data/**/*.json\"");
            })
            .ok()
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
            let path = path.index(at);
            let (mut glob, mut format) = (None, None);
            for (setting, node) in self.settings(item, FILE_SETTINGS, &path) {
                let path = path.key(setting.name);
                match setting.kind {
                    Kind::Glob => {
                        let text = self.text(node, &path, setting.example);
                        glob = text.and_then(|text| self.glob(text, node.span, &path));
                    }
                    _ => format = self.format(node, &path),
                }
            }
            for setting in
                FILE_SETTINGS.iter().filter(|setting| item.as_object().is_some() && item.get(setting.name).is_none())
            {
                let message = format!("the setting \"{}\" is missing", setting.name);
                self.push(&VALUE, item.head(), &path, message, format!("add {} = {}", setting.name, setting.example));
            }
            if let (Some(glob), Some(format)) = (glob, format) {
                files.add_format(glob, format);
            }
        }
    }

    fn format(&mut self, node: &Node, path: &Path) -> Option<&'static Format> {
        let readable = FORMATS.iter().copied().filter(|format| format.read.is_some());
        let name = self.one_of(node, path, "a format that can be read", readable.map(|format| format.name))?;
        crate::format::by_name(name)
    }

    fn checks(&mut self, node: &Node, path: &Path, rules: &mut Vec<Rule>) {
        for member in self.table(node, path, "\"text/*\" = \"off\"") {
            let path = path.key(&member.key);
            let pattern = Pattern::parse(&member.key);
            let words = [Some(Severity::Error), Some(Severity::Warning), Some(Severity::Note), None];
            let word = self.one_of(&member.node, &path, "a severity", words.into_iter().map(profile::level));
            match (pattern, word.and_then(profile::severity)) {
                (Some(pattern), _) if pattern.is_fixed() => {
                    let message = format!("\"{pattern}\" always counts");
                    self.push(&FIXED_CHECK, member.key_span, &path, message, "remove the line, and mend the records");
                }
                (Some(pattern), Some(severity)) => rules.push(Rule { pattern, severity }),
                (Some(_), None) => {}
                (None, _) => {
                    let meant = Pattern::meant(&member.key);
                    let message = format!("there is no check \"{}\"", member.key);
                    let all = "`plenary explain` lists the checks";
                    self.unknown(&UNKNOWN_CHECK, member, &path, message, meant.as_deref(), all);
                }
            }
        }
    }
}

/// A key as it is written.
fn key(name: &str) -> String {
    let bare = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    if bare { name.to_owned() } else { format!("\"{name}\"") }
}

/// What a file says of the model and of profiles.
impl Reader<'_> {
    fn required(&mut self, node: &Node, path: &Path, layer: &mut Layer) {
        for member in self.table(node, path, "Session = [\"start\"]") {
            let path = path.key(&member.key);
            let Some(class) = self.class(member, &path) else { continue };
            let mut names = Vec::new();
            for (name, span) in self.texts(&member.node, &path, "[\"start\"]") {
                match class.field(name) {
                    Some(_) if names.iter().any(|known| known == name) => {
                        self.push(&VALUE, span, &path, format!("\"{name}\" stands here twice"), "keep one of the two");
                    }
                    Some(_) => names.push(name.to_owned()),
                    None => self.unknown_field(class, name, span, &path),
                }
            }
            layer.required.insert(class.name.clone(), names);
        }
    }

    fn allowed(&mut self, node: &Node, path: &Path, layer: &mut Layer) {
        for member in self.table(node, path, "Session.sessionType = [\"workshop\"]") {
            let path = path.key(&member.key);
            let Some(class) = self.class(member, &path) else { continue };
            for member in self.table(&member.node, &path, "sessionType = [\"workshop\"]") {
                let path = path.key(&member.key);
                let Some(field) = class.field(&member.key) else {
                    self.unknown_field(class, &member.key, member.key_span, &path);
                    continue;
                };
                let Some(scheme) = model::codes(field) else {
                    let message = format!("\"{}\" of a {} holds no codes", field.name, class.name);
                    let with: Vec<&str> = model::with_codes(class).collect();
                    let help = format!("fields with codes are {}", with.join(", "));
                    self.push(&UNKNOWN_FIELD, member.key_span, &path, message, help);
                    continue;
                };
                let mut codes = Vec::new();
                for (code, span) in self.texts(&member.node, &path, "[\"workshop\"]") {
                    if scheme.is_valid(code) {
                        codes.push(scheme.canonical(code).into_owned());
                    } else {
                        let message = format!("\"{code}\" is not a code of \"{}\"", field.name);
                        let meant = model::meant_code(scheme, code);
                        self.refuse(span, &path, message, meant.as_deref(), "see the code lists in docs/reference.md");
                    }
                }
                layer.allowed.insert(format!("{}.{}", class.name, field.name), codes);
            }
        }
    }

    fn class(&mut self, member: &Member, path: &Path) -> Option<&'static crate::shape::Class> {
        let class = model::class(&member.key);
        if class.is_none() {
            let meant = nearest(&member.key, model::class_names());
            let message = format!("there is no type \"{}\"", member.key);
            let all = "see the types in docs/reference.md; a field stands after a dot outside of quotes";
            self.unknown(&UNKNOWN_FIELD, member, path, message, meant, all);
        }
        class
    }

    fn unknown_field(&mut self, class: &crate::shape::Class, name: &str, span: Span, path: &Path) {
        let message = format!("\"{name}\" is not a field of {}", class.name);
        let help = match nearest(name, class.fields.iter().map(|field| field.name.as_str())) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => "see the fields in docs/reference.md".to_owned(),
        };
        self.push(&UNKNOWN_FIELD, span, path, message, help);
    }

    fn profile_name(&mut self, node: &Node, path: &Path) -> Option<String> {
        let name = self.text(node, path, "the name of a profile in quotes")?.to_owned();
        self.mentioned.push((name.clone(), node.span, path.to_string()));
        Some(name)
    }

    fn profiles(&mut self, node: &Node, path: &Path, profiles: &mut Profiles) {
        for member in self.table(node, path, "the profiles under [profiles.<name>]") {
            let path = path.key(&member.key);
            if profile::is_built_in(&member.key) {
                let message = format!("\"{}\" is a built-in profile", member.key);
                let help = format!("give it another name, with extends = \"{}\"", member.key);
                self.push(&PROFILE, member.key_span, &path, message, help);
                continue;
            }
            let mut layer = Layer::default();
            self.layers(&member.node, &path, &mut layer);
            profiles.own.insert(member.key.to_string(), layer);
        }
    }

    /// Reports names of profiles that do not exist, and profiles that extend themselves; they are then let go.
    fn profiles_exist(&mut self, config: &mut Config) {
        for (name, span, path) in std::mem::take(&mut self.mentioned) {
            let own = path.strip_prefix("profiles.").and_then(|path| path.strip_suffix(".extends"));
            let own = own.map(|name| name.trim_matches(['[', ']', '"']).to_owned());
            let fault = if config.profiles.get(&name).is_none() {
                Some((format!("there is no profile \"{name}\""), config.profiles.way_out(&name)))
            } else {
                let way = own.as_deref().map(|own| config.profiles.cycle(own)).unwrap_or_default();
                (!way.is_empty()).then(|| {
                    let way = way.join("\" extends \"");
                    (format!("\"{way}\" extends itself"), format!("leave this line out; then it extends \"{DEFAULT}\""))
                })
            };
            let Some((message, help)) = fault else { continue };
            let finding = Diagnostic::new(PROFILE.id, PROFILE.severity, self.source, span, message);
            self.report.push(finding.at(path).help(help));
            match own.and_then(|own| config.profiles.own.get_mut(&own)) {
                Some(layer) => layer.extends = None,
                None => config.profile = None,
            }
        }
    }
}
