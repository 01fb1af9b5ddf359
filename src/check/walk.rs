//! Running the checks: one walk over a record, each node and each string shown to those that want it.

use std::sync::Arc;

use super::{Broken, Checks, Scope, StringAt};
use crate::diagnostic::Report;
use crate::doc::{Node, Path, Value};
use crate::shape::{ClassId, Field, Kind, shape};
use crate::source::{Source, Span};

/// Runs the checks of the catalogue on a record. What is broken in it is left alone, and so is what checks of whole
/// nodes would conclude from it. Findings have the severities of the checks; see [`Checks::judge`].
pub fn run(checks: &Checks, record: &Node, class: ClassId, broken: &Broken, source: &Arc<Source>, report: &mut Report) {
    let told = report.findings.len();
    Walk { source, record, checks, broken, report }.node(record, class, &Path::Root);
    if !broken.is_empty() {
        let mut at = 0;
        report.findings.retain(|finding| {
            at += 1;
            at <= told || !broken.covers(finding)
        });
    }
}

struct Walk<'a> {
    source: &'a Arc<Source>,
    record: &'a Node<'a>,
    checks: &'a Checks,
    broken: &'a Broken,
    report: &'a mut Report,
}

impl Walk<'_> {
    fn node(&mut self, node: &Node, class: ClassId, path: &Path) {
        let scope = Scope {
            source: self.source,
            node,
            class: &shape()[class],
            path,
            record: self.record,
            profile: &self.checks.profile,
        };
        for (trust, run) in &self.checks.nodes {
            if self.broken.spares(node, *trust) {
                run(&scope, self.report);
            }
        }
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
        self.checks.strings.iter().for_each(|run| run(scope, &string, self.report));
    }
}
