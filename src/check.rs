//! Checks: what can be wrong with a record beyond its syntax.
//!
//! A check is one [`check!`](check) block whose doc comment is its page, one function, one line in [`CHECKS`] and
//! fixtures in `fixtures/checks/<id>/{pass,fail}/`. The structural check ([`structure`]) decides whether a record is
//! valid at all, as the JSON Schema does; the others run on valid records only, so that one mistake is one finding.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Report, Severity};
use crate::doc::{Node, Path, Value};
use crate::shape::{Class, ClassId, Field, Kind, shape};
use crate::source::{Source, Span};

pub mod dataset;
pub mod identity;
pub mod privacy;
pub mod reference;
pub mod structure;
pub mod text;
pub mod time;
pub mod vocabulary;

/// One thing that can be found.
#[derive(Debug)]
pub struct Check {
    /// `family/name`, stable.
    pub id: &'static str,
    pub severity: Severity,
    /// Its page in Markdown: what it finds, why it matters, a bad and a good example, how to mend it.
    pub about: &'static str,
    pub run: Run,
}

/// When a check runs.
#[derive(Debug, Clone, Copy)]
pub enum Run {
    /// While reading, or in the structural check, or over the whole input.
    Elsewhere,
    /// On each node of a record.
    Node(fn(&Scope, &mut Report)),
    /// On each string of a node: scalars, codes, ids, and texts in each language.
    String(fn(&Scope, &StringAt, &mut Report)),
}

/// A node of a record that is being checked.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'a> {
    pub source: &'a Arc<Source>,
    pub node: &'a Node<'a>,
    pub class: &'static Class,
    /// Where the node stands in its record.
    pub path: &'a Path<'a>,
    /// The whole record that the node is part of.
    pub record: &'a Node<'a>,
}

/// A string of a node that is being checked.
#[derive(Debug, Clone, Copy)]
pub struct StringAt<'a> {
    pub field: &'static Field,
    pub text: &'a str,
    /// The key of the language map that it stands under.
    pub language: Option<&'a str>,
    /// Where that key is.
    pub language_span: Option<Span>,
    pub span: Span,
    /// Where the string stands in its record.
    pub path: &'a Path<'a>,
}

impl Scope<'_> {
    /// A finding of a check about a place in this node.
    #[must_use]
    pub fn finding(&self, check: &Check, span: Span, path: &Path, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(check.id, check.severity, self.source, span, message).at(path)
    }
}

/// Declares a check; its doc comment is its page.
macro_rules! check {
    ($(#[doc = $doc:literal])+ $name:ident = $id:literal, $severity:ident, $run:expr) => {
        $(#[doc = $doc])+
        pub static $name: $crate::check::Check = $crate::check::Check {
            id: $id,
            severity: $crate::diagnostic::Severity::$severity,
            about: concat!($($doc, "\n"),+),
            run: $run,
        };
    };
}
pub(crate) use check;

/// Every check, by family.
pub static CHECKS: &[&Check] = &[];

/// A check by its id.
#[must_use]
pub fn by_id(id: &str) -> Option<&'static Check> {
    CHECKS.iter().copied().find(|check| check.id == id)
}

/// Runs every check of the catalogue on a structurally valid record.
pub fn run(record: &Node, class: ClassId, source: &Arc<Source>, report: &mut Report) {
    let mut nodes = Vec::new();
    let mut strings = Vec::new();
    for check in CHECKS {
        match check.run {
            Run::Elsewhere => {}
            Run::Node(run) => nodes.push(run),
            Run::String(run) => strings.push(run),
        }
    }
    Walk { source, record, nodes, strings, report }.node(record, class, &Path::Root);
}

struct Walk<'a> {
    source: &'a Arc<Source>,
    record: &'a Node<'a>,
    nodes: Vec<fn(&Scope, &mut Report)>,
    strings: Vec<fn(&Scope, &StringAt, &mut Report)>,
    report: &'a mut Report,
}

impl Walk<'_> {
    fn node(&mut self, node: &Node, class: ClassId, path: &Path) {
        let scope = Scope { source: self.source, node, class: &shape()[class], path, record: self.record };
        self.nodes.iter().for_each(|run| run(&scope, self.report));
        for member in node.as_object().unwrap_or_default() {
            let Some(field) = scope.class.field(&member.key) else { continue };
            let path = path.key(&member.key);
            match &member.node.value {
                Value::Array(items) => {
                    for (at, item) in items.iter().enumerate() {
                        self.value(&scope, field, item, &path.index(at));
                    }
                }
                _ => self.value(&scope, field, &member.node, &path),
            }
        }
    }

    fn value(&mut self, scope: &Scope, field: &'static Field, node: &Node, path: &Path) {
        match (&field.kind, &node.value) {
            (Kind::Ref(classes), Value::Object(_)) => self.node(node, shape().pick(classes, node.text("type")), path),
            (Kind::Private(class), Value::Object(_)) => self.node(node, *class, path),
            (Kind::Text | Kind::Texts, Value::Object(members)) => {
                for member in members {
                    let path = path.key(&member.key);
                    for item in member.node.items() {
                        self.string(scope, field, item, Some((&member.key, member.key_span)), &path);
                    }
                }
            }
            _ => self.string(scope, field, node, None, path),
        }
    }

    fn string(
        &mut self,
        scope: &Scope,
        field: &'static Field,
        node: &Node,
        language: Option<(&str, Span)>,
        path: &Path,
    ) {
        let Some(text) = node.as_str() else { return };
        let (language, language_span) = language.unzip();
        let string = StringAt { field, text, language, language_span, span: node.span, path };
        self.strings.iter().for_each(|run| run(scope, &string, self.report));
    }
}
