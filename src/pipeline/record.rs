//! The work on one record.

use std::sync::Arc;

use super::{Job, Outcome, Task, Validate};
use crate::check::dataset::{Collector, Text};
use crate::check::{self, Broken, structure};
use crate::diagnostic::{Diagnostic, Report};
use crate::doc::{Node, Value};
use crate::format::{Format, json, page};
use crate::input;
use crate::shape::{ClassId, Kind, shape};
use crate::source::{Source, Span};

/// What all records of an input share.
#[derive(Clone, Copy)]
pub(super) struct Worker<'j> {
    pub(super) job: &'j Job,
    pub(super) format: &'static Format,
    pub(super) file: u32,
    /// The line on which the record's text begins.
    pub(super) line: usize,
}

/// The text that a record was read from. A stream makes a [`Source`] of it only when there is something to tell.
pub(super) enum Origin<'o> {
    Whole(&'o Arc<Source>),
    Part { name: &'o str, text: &'o str, line: usize, offset: u64 },
}

impl Origin<'_> {
    pub(super) fn source(&self) -> Arc<Source> {
        match self {
            Origin::Whole(source) => Arc::clone(source),
            Origin::Part { name, text, line, offset } => Source::part(*name, *text, *line, *offset),
        }
    }
}

impl Worker<'_> {
    /// A record as bytes of JSON.
    pub(super) fn text(&self, name: &str, bytes: &[u8], offset: u64, outcome: &mut Outcome) {
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let start = error.valid_up_to();
                let source = Source::part(name, String::from_utf8_lossy(bytes), self.line, offset);
                outcome.findings.push(input::not_utf8(&source, start, bytes[start]));
                outcome.refuse();
                return;
            }
        };
        let origin = Origin::Part { name, text, line: self.line, offset };
        match json::parse(text, &self.job.read.limits) {
            Ok(record) => self.record(record, &origin, outcome),
            Err(fault) => {
                outcome.findings.push(fault.finding(&origin.source()));
                outcome.refuse();
            }
        }
    }

    /// A record as a tree.
    pub(super) fn record(&self, mut record: Node, origin: &Origin, outcome: &mut Outcome) {
        outcome.records += 1;
        self.job.settings.iter().for_each(|setting| setting.apply(&mut record));
        let text = match origin {
            Origin::Whole(source) => Text::Whole(source),
            Origin::Part { text, line, .. } => Text::part(text, *line),
        };
        let mut collector = Collector::new(&mut outcome.index, self.file, text, self.job.task.has_catalogue());
        let Some(class) = structure::verdict(&record, &mut collector) else {
            self.explain(&record, &origin.source(), outcome);
            return;
        };
        if std::ptr::eq(self.format, &raw const page::FORMAT) {
            outcome.findings.extend(not_stated(&record, &origin.source()));
        }
        match &self.job.task {
            Task::Validate(Validate { catalogue: false, .. }) | Task::Judge(_) => {}
            Task::Validate(Validate { checks, .. }) => {
                let mut report = Report::default();
                check::run(checks, &record, class, &Broken::default(), &origin.source(), &mut report);

                report.sort();
                outcome.findings.append(&mut report.findings);
            }
            Task::Convert(convert) => convert.record(record, class, origin, outcome),
            Task::Keep(keep) => keep.record(record, class, origin, outcome),
        }
    }

    #[cold]
    fn explain(&self, record: &Node, source: &Arc<Source>, outcome: &mut Outcome) {
        let mut report = Report::default();
        let class = structure::explain(record, source, &mut report);
        if let (Some(class), Task::Validate(Validate { catalogue: true, checks })) = (class, &self.job.task) {
            let broken = Broken::of(&report);
            check::run(checks, record, class, &broken, source, &mut report);
        }
        report.sort();
        if std::ptr::eq(self.format, &raw const page::FORMAT) {
            report.findings.iter_mut().for_each(name_the_flag);
        }
        if matches!(self.job.task, Task::Convert(_)) {
            outcome.losses.push(refused(record, source, &report));
        }
        outcome.findings.append(&mut report.findings);
        outcome.refused += 1;
    }
}

impl Outcome {
    /// Counts a record that could not even be read.
    fn refuse(&mut self) {
        self.records += 1;
        self.refused += 1;
    }
}

/// What a page should state and does not: when, and as a part of what.
fn not_stated<'r>(record: &'r Node, source: &'r Arc<Source>) -> impl Iterator<Item = Diagnostic> + 'r {
    const WANTED: [(&str, &str); 2] =
        [("start", "2025-06-03T09:00:00+02:00"), ("edition", "https://data.example.org/edition/2025")];
    let missing = WANTED.into_iter().filter(|(field, _)| record.get(field).is_none());
    missing.map(|(field, example)| {
        let message = format!("the page does not state the {field}");
        Diagnostic::warning("page/not-stated", source, record.head(), message)
            .help(format!("give it with --set {field}={example}"))
    })
}

/// What a page does not state is given on the command line.
fn name_the_flag(finding: &mut Diagnostic) {
    let Some(field) = finding.message.strip_prefix('"').and_then(|rest| rest.strip_suffix("\" is missing")) else {
        return;
    };
    finding.help = Some(format!("the page does not state it; give it with --set {field}=\"...\""));
}

/// The loss line of a record that is not written.
pub(super) fn refused(record: &Node, source: &Arc<Source>, report: &Report) -> Diagnostic {
    let name = record.text("id").or_else(|| record.text("title")).or_else(|| record.text("name")).unwrap_or("a record");
    let why = report.findings.first().map_or("", |finding| finding.id);
    let message =
        format!("\"{name}\" is not written: {} ({why})", crate::diagnostic::counted(report.findings.len(), "error"));
    Diagnostic::warning("loss/record", source, record.head(), message)
}

/// A value that the command line gives to each record: `--set field=value`.
#[derive(Debug, Clone)]
pub struct Setting {
    path: Vec<String>,
    text: String,
}

impl Setting {
    /// Reads `field=value` or `field.inner=value`.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (path, value) = text.split_once('=').ok_or("write it as field=value")?;
        let path: Vec<String> = path.split('.').map(|key| key.trim().to_owned()).collect();
        if path.iter().any(String::is_empty) {
            return Err("the field's name is missing before =".to_owned());
        }
        let known = |class: &crate::shape::Class| class.is_root && class.field(&path[0]).is_some();
        if !shape().classes.iter().any(known) {
            return Err(format!("no type has a field {}", path[0]));
        }
        Ok(Self { path, text: value.to_owned() })
    }

    /// Sets the value, in the form that the field takes: a list gets one more item, a record that is not named by an id
    /// gets a name.
    fn apply(&self, record: &mut Node) {
        let class = record.text("type").and_then(|name| shape().class(name)).or_else(|| shape().class("Session"));
        if let Some(class) = class {
            set(record, class, &self.path, &self.text);
        }
    }
}

fn set(node: &mut Node, class: ClassId, path: &[String], text: &str) {
    let [key, rest @ ..] = path else { return };
    let Some(field) = shape()[class].field(key) else { return };
    let span = node.head();
    match (rest, field.classes()) {
        ([], _) => {
            let value = value(&field.kind, text, span);
            let items = node.get(key).and_then(Node::as_array).map(<[Node]>::to_vec);
            match (field.many, items) {
                (true, Some(mut items)) => {
                    items.push(value);
                    node.set(key.clone(), Node::new(Value::Array(items), span));
                }
                (true, None) => node.set(key.clone(), Node::new(Value::Array(vec![value]), span)),
                (false, _) => node.set(key.clone(), value),
            }
        }
        (_, [inner, ..]) if !field.many => {
            let mut child = node.get(key).cloned().filter(|child| child.as_object().is_some());
            let child = child.get_or_insert_with(|| Node::new(Value::Object(Vec::new()), span));
            set(child, *inner, rest, text);
            node.set(key.clone(), child.clone());
        }
        _ => {}
    }
}

fn value<'s>(kind: &Kind, text: &str, span: Span) -> Node<'s> {
    let string = || Node::string(text.to_owned(), span);
    match kind {
        Kind::Integer { .. } if text.bytes().all(|byte| byte.is_ascii_digit()) => {
            Node::new(Value::Number(text.to_owned().into()), span)
        }
        Kind::Ref(classes) if !crate::model::grammar::is_reference(text) => {
            let name = if shape()[classes[0]].field("name").is_some() { "name" } else { "label" };
            let mut named = Node::new(Value::Object(Vec::new()), span);
            if classes.len() > 1 {
                named.set("type", Node::string(shape()[classes[0]].name.as_str(), span));
            }
            named.set(name, string());
            named
        }
        _ => string(),
    }
}
