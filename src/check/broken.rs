//! What the structural check found broken in a record, so that the other checks draw no conclusions from it.

use crate::diagnostic::{Diagnostic, Place, Report};
use crate::doc::Node;
use crate::source::Span;

/// The places of structural faults.
#[derive(Debug, Default)]
pub struct Broken {
    /// Values and keys that are wrong.
    wrong: Places,
    /// Heads of nodes that lack something.
    lacking: Places,
}

impl Broken {
    /// The places that a structural report is about.
    #[must_use]
    pub fn of(report: &Report) -> Self {
        let spans = |lacking: bool| {
            let of_kind =
                report.findings.iter().filter(move |finding| (finding.id == "structure/missing-key") == lacking);
            of_kind.filter_map(|finding| match finding.place {
                Place::Span(_, span) => Some(span),
                Place::Position { .. } => None,
            })
        };
        Self { wrong: Places::new(spans(false)), lacking: Places::new(spans(true)) }
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.wrong.0.is_empty() && self.lacking.0.is_empty()
    }

    /// Whether a check of a node can be trusted: nothing is broken in the node, or under the keys that the check reads.
    pub(super) fn spares(&self, node: &Node, keys: Option<&[&str]>) -> bool {
        if self.is_empty() {
            return true;
        }
        match keys {
            None => !self.touches(node.span, node),
            Some(keys) => {
                let members = node.as_object().unwrap_or_default();
                let mut read = members.iter().filter(|member| keys.contains(&member.key.as_ref()));
                read.all(|member| !self.wrong.overlap(member.key_span) && !self.touches(member.node.span, &member.node))
            }
        }
    }

    /// Where the members of a node stand elsewhere than the node, as TOML tables may, each of them is looked at.
    fn touches(&self, span: Span, node: &Node) -> bool {
        let here = |span| self.wrong.overlap(span) || self.lacking.overlap(span);
        let inside = || {
            let members = node.as_object().unwrap_or_default().iter();
            let members = members.flat_map(|member| [member.key_span, member.node.span]);
            members.chain(node.as_array().unwrap_or_default().iter().map(|item| item.span)).any(here)
        };
        here(span) || inside()
    }

    /// Whether a finding is about a place that is broken already.
    pub(super) fn covers(&self, finding: &Diagnostic) -> bool {
        matches!(finding.place, Place::Span(_, span) if self.wrong.overlap(span))
    }
}

/// Spans by their start, each with the farthest end so far, so that one look tells whether any of them is met.
#[derive(Debug, Default)]
struct Places(Vec<Span>);

impl Places {
    fn new(spans: impl Iterator<Item = Span>) -> Self {
        let mut spans: Vec<Span> = spans.collect();
        spans.sort_unstable();
        let mut farthest = 0;
        for span in &mut spans {
            farthest = span.end.max(farthest);
            span.end = farthest;
        }
        Self(spans)
    }

    fn overlap(&self, span: Span) -> bool {
        let before = self.0.partition_point(|place| place.start < span.end);
        before.checked_sub(1).is_some_and(|last| self.0[last].end > span.start)
    }
}
