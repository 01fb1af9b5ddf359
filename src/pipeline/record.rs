//! The work on one record.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{Job, Outcome, Task, Validate};
use crate::check::dataset::{Collector, Text};
use crate::check::{self, Broken, structure};
use crate::diagnostic::{Diagnostic, Error, Report};
use crate::doc::{Node, Value};
use crate::format::{Format, json, page};
use crate::input;
use crate::shape::{Class, ClassId, Field, Kind, shape};
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
    seen: Arc<Seen>,
}

/// What became of a setting.
#[derive(Debug, Default)]
struct Seen {
    /// Whether there was a record to give it to.
    asked: AtomicBool,
    /// Whether a record took it.
    taken: AtomicBool,
}

impl Setting {
    /// Reads `field=value` or `field.inner=value`.
    ///
    /// # Errors
    /// A sentence that says what is wrong: the value would find no place in a record of any type.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (path, value) = text.split_once('=').ok_or("write it as field=value")?;
        let path: Vec<String> = path.split('.').map(|key| key.trim().to_owned()).collect();
        if path.iter().any(String::is_empty) {
            return Err("the field's name is missing before =".to_owned());
        }
        let classes = shape().classes.iter().enumerate().filter(|(_, class)| class.is_root);
        let having: Vec<ClassId> =
            classes.filter(|(_, class)| class.field(&path[0]).is_some()).map(|(id, _)| id).collect();
        if having.is_empty() {
            return Err(format!("no type has a field {}", path[0]));
        }
        leads_from(&having, &path)?;
        Ok(Self { path, text: value.to_owned(), seen: Arc::default() })
    }

    /// Sets the value, in the form that the field takes: a list gets one more item, a record that is not named by an id
    /// gets a name.
    fn apply(&self, record: &mut Node) {
        let class = record.text("type").and_then(|name| shape().class(name)).or_else(|| shape().class("Session"));
        if let Some(class) = class {
            self.seen.asked.store(true, Ordering::Relaxed);
            if set(record, class, &self.path, &self.text) {
                self.seen.taken.store(true, Ordering::Relaxed);
            }
        }
    }

    /// Whether a record took it, as far as there were any.
    ///
    /// # Errors
    /// When there were records, and none of them has the field.
    pub fn must_be_taken(&self) -> Result<(), Error> {
        if !self.seen.asked.load(Ordering::Relaxed) || self.seen.taken.load(Ordering::Relaxed) {
            return Ok(());
        }
        let message = format!("--set {}: no record is of a type that has this field", self.path.join("."));
        Err(Error::usage(message).help("leave it out, or name another field; docs/reference.md lists them"))
    }
}

/// Whether a path leads to a field from a record of one of these classes; else why it does not from the first.
fn leads_from(classes: &[ClassId], path: &[String]) -> Result<(), String> {
    let ways: Vec<Result<(), String>> = classes.iter().map(|&class| leads(&shape()[class], path)).collect();
    if ways.iter().any(Result::is_ok) { Ok(()) } else { ways.into_iter().next().unwrap_or(Ok(())) }
}

fn leads(class: &Class, path: &[String]) -> Result<(), String> {
    let [key, rest @ ..] = path else { return Ok(()) };
    let Some(field) = class.field(key) else { return Err(format!("{} has no field {key}", class.name)) };
    match field.records() {
        _ if rest.is_empty() => Ok(()),
        [] => Err(format!("{key} holds no fields; write {key}=VALUE")),
        _ if field.many => Err(format!("{key} is a list, and what is in a list cannot be set from here")),
        inside => leads_from(inside, rest),
    }
}

/// Sets the value at a path that may lead through records inside; false where it leads nowhere.
fn set(node: &mut Node, class: ClassId, path: &[String], text: &str) -> bool {
    let [key, rest @ ..] = path else { return false };
    let Some(field) = shape()[class].field(key).filter(|_| leads(&shape()[class], path).is_ok()) else { return false };
    if rest.is_empty() {
        give(node, field, text);
        return true;
    }
    let there = node.get(key).filter(|child| child.as_object().is_some()).cloned();
    let mut child = there.unwrap_or_else(|| empty(field, rest, node.head()));
    let class = shape().pick(field.records(), child.text("type"));
    let done = set(&mut child, class, rest, text);
    if done {
        node.set(key.clone(), child);
    }
    done
}

/// Gives a field its value; a list gets one more.
fn give(node: &mut Node, field: &Field, text: &str) {
    let span = node.head();
    let mut value = value(&field.kind, text, span);
    if field.many {
        let mut items = node.get(&field.name).and_then(Node::as_array).map(<[Node]>::to_vec).unwrap_or_default();
        items.push(value);
        value = Node::new(Value::Array(items), span);
    }
    node.set(field.name.clone(), value);
}

/// A record for a field, of the first type in which the rest of the path leads somewhere; it says the type where there
/// are several.
fn empty<'s>(field: &Field, rest: &[String], span: Span) -> Node<'s> {
    let mut record = Node::new(Value::Object(Vec::new()), span);
    let fitting = field.records().iter().find(|&&class| leads(&shape()[class], rest).is_ok());
    if let Some(&class) = fitting.filter(|_| field.records().len() > 1) {
        record.set("type", Node::string(shape()[class].name.as_str(), span));
    }
    record
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
