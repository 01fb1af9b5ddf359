//! The session that is being read: its fields, and what is to be told about them.

use std::collections::HashMap;
use std::sync::Arc;

use super::block::Phrase;
use super::person::object;
use super::topics::Topic;
use crate::diagnostic::{Diagnostic, Report, Severity};
use crate::doc::{Node, Value};
use crate::source::{Source, Span};
use crate::thesaurus::{Concept, How, Recognised, Recognition};

/// The order of fields in a session that was read.
const ORDER: &[&str] = &[
    "identifier",
    "title",
    "abstract",
    "description",
    "sessionType",
    "format",
    "attendanceMode",
    "start",
    "end",
    "place",
    "onlineRoom",
    "languages",
    "interpretation",
    "captioning",
    "themes",
    "participations",
    "organizers",
    "policyQuestions",
    "relatedTo",
    "focusesPrimarilyOn",
    "keywords",
    "resources",
    "outcomes",
    "url",
];

/// A session in the making.
pub(super) struct Record<'r> {
    /// Where the page's words begin; findings about the session as a whole point there.
    start: Span,
    fields: HashMap<&'static str, Node<'static>>,
    source: &'r Arc<Source>,
    report: &'r mut Report,
}

impl<'r> Record<'r> {
    pub(super) fn new(first: Phrase, source: &'r Arc<Source>, report: &'r mut Report) -> Self {
        let word = first.text.split(' ').next().unwrap_or_default();
        Self { start: first.part(word).span(), fields: HashMap::new(), source, report }
    }

    pub(super) fn has(&self, field: &str) -> bool {
        self.fields.contains_key(field)
    }

    /// Sets a field that has one value; a second one is told.
    pub(super) fn set(&mut self, field: &'static str, node: Node<'static>) {
        if self.has(field) {
            self.tell_unused(node.span, &format!("{field} was said before"));
        } else {
            self.fields.insert(field, node);
        }
    }

    /// Adds a value to a field that has several.
    pub(super) fn push(&mut self, field: &'static str, item: Node<'static>) {
        let span = item.span;
        let list = self.fields.entry(field).or_insert_with(|| Node::new(Value::Array(Vec::new()), span));
        list.span.end = list.span.end.max(span.end);
        if let Value::Array(items) = &mut list.value {
            items.push(item);
        }
    }

    /// Adds to a field of text.
    pub(super) fn add_paragraph(&mut self, field: &'static str, words: Phrase, joint: &str) {
        match self.fields.get_mut(field) {
            Some(Node { value: Value::String(text), span }) => {
                let text = text.to_mut();
                text.push_str(joint);
                text.push_str(words.text);
                span.end = words.span().end.max(span.end);
            }
            _ => {
                self.fields.insert(field, words.node());
            }
        }
    }

    /// Tells that some words of the page were not used.
    pub(super) fn unused(&mut self, words: Phrase, why: &str) {
        self.tell_unused(words.span(), why);
    }

    fn tell_unused(&mut self, span: Span, why: &str) {
        let finding = Diagnostic::new("page/unused", Severity::Note, self.source, span, format!("not used: {why}"));
        self.report.push(
            finding.help("give what it says with --set FIELD=VALUE, or write it under a label, such as \"Title:\""),
        );
    }

    /// Adds a topic and tells what was understood.
    pub(super) fn topic(&mut self, field: &'static str, topic: &Topic) {
        match &topic.read {
            Some(Recognition::One(read)) => self.known_topic(field, topic.words, read),
            Some(Recognition::Ambiguous(candidates)) => self.ambiguous(field, topic.words, candidates),
            None => self.unused(topic.words, "no action line, goal or target of this name is known"),
        }
    }

    fn known_topic(&mut self, field: &'static str, words: Phrase, read: &Recognised) {
        let code = read.concept.code.as_str();
        let known = self.fields.get(field).map(Node::items).unwrap_or_default();
        let place = known.iter().position(|node| node.as_str() == Some(code));
        let path = format!("{field}[{}]", place.unwrap_or(known.len()));
        if place.is_none() {
            self.push(field, words.says(code));
        }
        self.report.push(self.understood(words, read).at(path));
    }

    fn understood(&self, words: Phrase, read: &Recognised) -> Diagnostic {
        let understood = format!("read {:?} as {} ({})", words.text, read.concept.code, read.concept.label());
        let span = words.span();
        if let Some(warning) = &read.warning {
            return Diagnostic::warning("vocabulary/alias", self.source, span, format!("{understood}. {warning}"))
                .label("understood by its words")
                .help(format!("if it is right, write {}", read.concept.code))
                .replace_with(read.concept.code.as_str());
        }
        let by = match read.how {
            How::Number => "by its number",
            How::Title => "by its title",
            How::Ordinal => "by its place among the eleven action lines",
            How::Similar => "by a title that is nearly its own",
        };
        Diagnostic::new("page/understood", Severity::Note, self.source, span, format!("{understood}, {by}"))
    }

    fn ambiguous(&mut self, field: &'static str, words: Phrase, candidates: &[&Concept]) {
        let names: Vec<String> =
            candidates.iter().map(|concept| format!("{} ({})", concept.code, concept.label())).collect();
        let message = format!("{:?} may mean {}: it depends on how one counts", words.text, names.join(" or "));
        let finding = Diagnostic::error("vocabulary/ambiguous", self.source, words.span(), message);
        self.report.push(finding.at(field).help("write its title too, or its code"));
    }

    /// The session.
    pub(super) fn finish(mut self) -> Node<'static> {
        let mut node = object(Span::new(0, self.source.text().len()));
        node.set("type", Node::string("Session", self.start));
        for field in ORDER {
            if let Some(value) = self.fields.remove(field) {
                node.set(*field, value);
            }
        }
        node
    }
}
