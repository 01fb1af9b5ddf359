//! What the structural check found broken in a record, so that the other checks draw no conclusions from it.

use crate::diagnostic::{Diagnostic, Place, Report};
use crate::doc::{Member, Node, Value};
use crate::source::Span;

/// What a check of a node has to be able to trust.
#[derive(Debug, Clone, Copy)]
pub(super) enum Trust {
    /// That every key of the node is understood.
    Keys,
    /// That these fields are not there under another key.
    Absence(&'static [&'static str]),
    /// The values of these fields; `place.name` is a field of an inner node.
    Values(&'static [&'static str]),
}

/// The places of structural faults.
#[derive(Debug, Default)]
pub struct Broken {
    /// Everything that is told.
    told: Places,
    /// Values that say nothing. One that is said twice does.
    wrong: Places,
    /// Keys that are not understood, with the field that each was most likely meant to be; empty where none is near.
    unknown: Vec<(Span, String)>,
    /// Heads of nodes that lack something other than their type.
    lacking: Places,
    /// Heads of nodes that lack their type.
    untyped: Places,
}

impl Broken {
    /// The places that a structural report is about.
    #[must_use]
    pub fn of(report: &Report) -> Self {
        let (mut told, mut wrong, mut unknown, mut lacking, mut untyped) =
            <(Vec<_>, Vec<_>, Vec<_>, Vec<_>, Vec<_>)>::default();
        for finding in &report.findings {
            let Place::Span(_, span) = finding.place else { continue };
            let is_missing = finding.id == "structure/missing-key";
            match finding.id {
                "structure/missing-key" if finding.message.starts_with("\"type\"") => untyped.push(span),
                "structure/missing-key" => lacking.push(span),
                "structure/unknown-key" => unknown.push((span, meant(finding))),
                // They are understood, and told of besides.
                "structure/duplicate-item" | "privacy/outside-private" => {}
                _ => wrong.push(span),
            }
            if !is_missing {
                told.push(span);
            }
        }
        unknown.sort_unstable();
        let [told, wrong, lacking, untyped] = [told, wrong, lacking, untyped].map(Places::new);
        Self { told, wrong, unknown, lacking, untyped }
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        let places = [&self.told, &self.lacking, &self.untyped];
        places.iter().all(|places| places.spans.is_empty())
    }

    /// Whether a check of a node can be trusted.
    pub(super) fn spares(&self, node: &Node, trust: Trust) -> bool {
        self.is_empty()
            || match trust {
                Trust::Keys => self.lacks(node, |_| true),
                Trust::Absence(keys) => self.lacks(node, |meant| keys.contains(&meant)),
                Trust::Values(paths) => paths.iter().all(|path| self.is_sound(node, path)),
            }
    }

    /// Whether what is not among the keys of a node is not there: its class is known, and none of its keys may be one
    /// of those that are asked for.
    fn lacks(&self, node: &Node, is_asked: impl Fn(&str) -> bool) -> bool {
        // In a table, the head of a record is its first cell, which may be that of the type.
        let type_is_wrong = node.get("type").is_some_and(|node| self.wrong.overlap(node.span));
        let is_typed = !type_is_wrong && !self.untyped.overlap(node.head());
        let may_be = |member: &Member| self.meaning(member).is_some_and(|meant| meant.is_empty() || is_asked(meant));
        is_typed && !node.as_object().unwrap_or_default().iter().any(may_be)
    }

    /// What a key was meant to be, if it is not understood; empty where nothing is near.
    fn meaning(&self, member: &Member) -> Option<&str> {
        let at = self.unknown.binary_search_by_key(&member.key_span, |(span, _)| *span).ok()?;
        Some(&self.unknown[at].1)
    }

    /// Whether the values of a field can be trusted.
    fn is_sound(&self, node: &Node, path: &str) -> bool {
        let (key, rest) = path.split_once('.').map_or((path, None), |(key, rest)| (key, Some(rest)));
        node.as_object().unwrap_or_default().iter().all(|member| {
            if member.key != key {
                return self.meaning(member) != Some(key);
            }
            !self.wrong.overlap(member.key_span)
                && match rest {
                    Some(rest) => self.are_sound(&member.node, rest),
                    None => !self.touches(&member.node),
                }
        })
    }

    /// The same for a field of inner nodes.
    fn are_sound(&self, node: &Node, rest: &str) -> bool {
        let is_sound = |item: &Node| match item.as_object() {
            Some(_) => !self.wrong.hold(item.span) && !self.lacking.overlap(item.head()) && self.is_sound(item, rest),
            None => !self.touches(item),
        };
        !self.wrong.hold(node.span) && node.items().iter().all(is_sound)
    }

    /// Looks at keys, heads and single values: in tables the parts of a node may stand with others between them.
    fn touches(&self, node: &Node) -> bool {
        let is_missing = |head: Span| self.lacking.overlap(head) || self.untyped.overlap(head);
        let is_wrong = |member: &Member| {
            self.wrong.overlap(member.key_span) || self.meaning(member).is_some() || self.touches(&member.node)
        };
        match &node.value {
            Value::Object(members) if !members.is_empty() => is_missing(node.head()) || members.iter().any(is_wrong),
            Value::Array(items) if !items.is_empty() => {
                self.wrong.hold(node.span) || items.iter().any(|item| self.touches(item))
            }
            Value::Object(_) => self.wrong.overlap(node.span) || is_missing(node.span),
            _ => self.wrong.overlap(node.span),
        }
    }

    /// Whether a finding is about a place that is broken already.
    pub(super) fn covers(&self, finding: &Diagnostic) -> bool {
        matches!(finding.place, Place::Span(_, span) if self.told.overlap(span))
    }
}

/// The field that an unknown key was most likely meant to be.
fn meant(finding: &Diagnostic) -> String {
    finding.replacement_text().unwrap_or_default().trim_matches(['"', '\'']).to_owned()
}

/// Spans by their start, each with the farthest end so far, so that one look tells whether any of them is met.
#[derive(Debug, Default)]
struct Places {
    spans: Vec<Span>,
    farthest: Vec<u32>,
}

impl Places {
    fn new(mut spans: Vec<Span>) -> Self {
        spans.sort_unstable();
        let farthest = spans.iter().scan(0, |farthest, span| {
            *farthest = span.end.max(*farthest);
            Some(*farthest)
        });
        Self { farthest: farthest.collect(), spans }
    }

    fn overlap(&self, span: Span) -> bool {
        let before = self.spans.partition_point(|place| place.start < span.end);
        before.checked_sub(1).is_some_and(|last| self.farthest[last] > span.start)
    }

    /// Whether a span is one of them.
    fn hold(&self, span: Span) -> bool {
        self.spans.binary_search(&span).is_ok()
    }
}
