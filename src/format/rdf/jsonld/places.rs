//! Places of statements by their text, where nothing tells more.

use std::collections::HashMap;

use super::PROCESSOR_DEPTH;
use crate::doc::{Node, Value};
use crate::format::Syntax;
use crate::rdf::graph::{Spans, Statement, Term};
use crate::source::Span;

/// Where the strings of a document stand: the key of each, and the string.
pub(super) struct Places<'d>(HashMap<&'d str, Vec<(Span, Span)>>);

impl<'d> Places<'d> {
    pub(super) fn of(document: &'d Node) -> Result<Self, Syntax> {
        let mut places: HashMap<&str, Vec<(Span, Span)>> = HashMap::new();
        let mut open = vec![(document, document.span, 1)];
        while let Some((node, key, depth)) = open.pop() {
            if depth > PROCESSOR_DEPTH {
                return Err(Syntax::too_deep(node.span, PROCESSOR_DEPTH).help("flatten the data"));
            }
            match &node.value {
                Value::String(text) | Value::Number(text) => places.entry(text).or_default().push((key, node.span)),
                Value::Array(items) => open.extend(items.iter().rev().map(|item| (item, key, depth + 1))),
                Value::Object(members) => {
                    open.extend(members.iter().rev().map(|member| (&member.node, member.key_span, depth + 1)));
                }
                Value::Null | Value::Bool(_) => {}
            }
        }
        Ok(Self(places))
    }

    /// The subject where it is first named, and the object where it first stands after that; else what is around.
    pub(super) fn find(&self, statement: &Statement, whole: Span) -> Spans {
        let head = Span { start: whole.start, end: whole.end.min(whole.start.saturating_add(1)) };
        let named = self.0.get(statement.subject.as_str()).and_then(|places| places.first());
        let subject = named.map_or(head, |&(_, span)| span);
        let (Term::Node(text) | Term::Literal { text, .. }) = &statement.object;
        let object = self.0.get(text.as_str()).and_then(|places| {
            let after = places.partition_point(|&(_, span)| span.start <= subject.start);
            places.get(after).or(places.last())
        });
        let (predicate, object) = object.copied().unwrap_or((subject, subject));
        Spans { subject, predicate, object }
    }
}
