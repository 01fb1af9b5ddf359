//! Values of the type that a setting takes, and findings about those that are of another one.

use super::super::setting::words;
use super::Reader;
use crate::check::Check;
use crate::check::catalogue::config::VALUE;
use crate::diagnostic::Diagnostic;
use crate::doc::{Member, Node, Path, Value};
use crate::lookup::near::nearest;
use crate::source::Span;

impl Reader<'_> {
    /// Reports a mistake.
    pub(super) fn push(&mut self, check: &Check, span: Span, path: &Path, message: String, help: impl Into<String>) {
        let finding = self.finding(check, span, path, message);
        self.report.push(finding.help(help));
    }

    fn finding(&self, check: &Check, span: Span, path: &Path, message: String) -> Diagnostic {
        Diagnostic::new(check.id, check.severity, self.source, span, message).at(path)
    }

    /// Reports a key that does not exist, with the one that was meant, else with `all` that there are.
    pub(super) fn unknown(
        &mut self,
        check: &Check,
        member: &Member,
        path: &Path,
        message: String,
        meant: Option<&str>,
        all: &str,
    ) {
        let finding = self.finding(check, member.key_span, path, message).label("unknown");
        self.report.push(match meant {
            Some(near) => finding.help(format!("did you mean \"{near}\"?")).replace_with(key(near)),
            None => finding.help(all),
        });
    }

    /// Reports a string that is not taken, with the one that was meant, else with `all` that there are.
    pub(super) fn refuse(
        &mut self,
        check: &Check,
        span: Span,
        path: &Path,
        message: String,
        meant: Option<&str>,
        all: &str,
    ) {
        let finding = self.finding(check, span, path, message);
        self.report.push(match meant {
            Some(near) => finding.help(format!("did you mean \"{near}\"?")).replace_with(format!("\"{near}\"")),
            None => finding.help(all),
        });
    }

    pub(super) fn wrong_kind(&mut self, node: &Node, path: &Path, takes: &str, example: &str) {
        let shown = match &node.value {
            Value::Object(_) => "a table",
            other => other.kind(),
        };
        let message = format!("this setting takes {takes}, not {shown}");
        self.push(&VALUE, node.span, path, message, format!("write {example}"));
    }

    /// The members of a table; none, and a finding, where it is none.
    pub(super) fn table<'n, 's>(&mut self, node: &'n Node<'s>, path: &Path, example: &str) -> &'n [Member<'s>] {
        node.as_object().unwrap_or_else(|| {
            self.wrong_kind(node, path, "a table", example);
            &[]
        })
    }

    pub(super) fn text<'n>(&mut self, node: &'n Node, path: &Path, example: &str) -> Option<&'n str> {
        let text = node.as_str();
        if text.is_none() {
            self.wrong_kind(node, path, "a string", example);
        }
        text
    }

    /// The strings of a list, each with its place.
    pub(super) fn texts<'n>(&mut self, node: &'n Node, path: &Path, example: &str) -> Vec<(&'n str, Span)> {
        let Some(items) = node.as_array() else {
            self.wrong_kind(node, path, "a list", example);
            return Vec::new();
        };
        let items = items.iter().enumerate();
        items.filter_map(|(at, item)| Some((self.text(item, &path.index(at), "it in quotes")?, item.span))).collect()
    }

    /// The tables of a list that can be read, in their order; two of one id are a mistake.
    pub(super) fn by_id<T>(
        &mut self,
        node: &Node,
        path: &Path,
        id: impl Fn(&T) -> &str,
        read: impl Fn(&mut Self, &Node, &Path) -> Option<T>,
    ) -> Vec<T> {
        let Some(items) = node.as_array() else {
            self.wrong_kind(node, path, "a list of tables", "each under [[source]]");
            return Vec::new();
        };
        let mut tables: Vec<T> = Vec::new();
        for (at, item) in items.iter().enumerate() {
            let path = path.index(at);
            let Some(table) = read(self, item, &path) else { continue };
            if tables.iter().any(|known| id(known) == id(&table)) {
                let span = item.get("id").map_or(item.head(), |id| id.span);
                let message = format!("there are two sources \"{}\"", id(&table));
                self.push(&VALUE, span, &path.key("id"), message, "give each source an id of its own");
            } else {
                tables.push(table);
            }
        }
        tables
    }

    /// What a word of a table stands for.
    pub(super) fn one_of<T: Copy>(
        &mut self,
        node: &Node,
        path: &Path,
        what: &str,
        table: &[(&'static str, T)],
    ) -> Option<T> {
        let known = words(table);
        let all = format!("write one of \"{}\"", known.join("\", \""));
        let text = self.text(node, path, all.trim_start_matches("write "))?;
        let found = table.iter().find(|(word, _)| *word == text);
        if found.is_none() {
            let message = format!("\"{text}\" is not {what}");
            self.refuse(&VALUE, node.span, path, message, nearest(text, known.into_iter()), &all);
        }
        found.map(|(_, value)| *value)
    }
}

/// A key as it is written: in quotes where it is no bare word.
fn key(name: &str) -> String {
    let is_bare = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    if is_bare { name.to_owned() } else { format!("\"{name}\"") }
}
