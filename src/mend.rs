//! Mending: the fixes of findings put into a text, and what that changes.
//!
//! Pure functions. A fix is put in whole or not at all; of fixes that touch each other the first one in the text is put
//! in, and the others come again when the mended text is checked once more.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Edit, Fix, Place};
use crate::source::Span;

mod diff;

pub use diff::unified;

/// Which fixes are put in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Those that keep what the author meant.
    Safe,
    /// Suggestions too.
    All,
}

impl Which {
    /// Whether a finding has a fix of this kind.
    #[must_use]
    pub fn takes(self, finding: &Diagnostic) -> bool {
        finding.fix.as_ref().is_some_and(|fix| fix.safe || self == Which::All)
    }
}

/// A text with fixes put in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    pub text: String,
    /// The findings whose fixes are in it, as indices, in the order of the text.
    pub applied: Vec<usize>,
}

/// Puts the fixes of findings about a text into it. The order of the findings does not matter.
#[must_use]
pub fn mend(text: &str, findings: &[Diagnostic], which: Which) -> Mended {
    let mut fixes: Vec<(usize, Vec<Edit>)> = findings
        .iter()
        .enumerate()
        .filter(|(_, finding)| which.takes(finding))
        .filter_map(|(index, finding)| Some((index, edits_in(text, finding.fix.as_ref()?, &finding.place)?)))
        .collect();
    fixes.sort_by(|(left, a), (right, b)| in_order(a, b).then_with(|| findings[*left].id.cmp(findings[*right].id)));
    let mut taken = BTreeMap::new();
    let mut applied = Vec::new();
    for (index, edits) in fixes {
        if fits(&taken, &edits) {
            taken.extend(edits.into_iter().map(|edit| (edit.span, edit.text)));
            applied.push(index);
        }
    }
    Mended { text: put_in(text, &taken), applied }
}

/// The edits of a fix in a whole text; none where they are not all in it. A part of a stream knows its offset.
fn edits_in(text: &str, fix: &Fix, place: &Place) -> Option<Vec<Edit>> {
    let offset = match place {
        Place::Span(source, _) => usize::try_from(source.first_offset()).ok()?,
        Place::Position { .. } => return None,
    };
    let shifted = fix.edits.iter().map(|edit| Edit { span: edit.span.shifted(offset), text: edit.text.clone() });
    let mut edits: Vec<Edit> = shifted.collect();
    edits.sort_by_key(|edit| edit.span);
    // Two insertions at one place have no order.
    let has_order = |pair: &[Edit]| pair[0].span != pair[1].span && pair[0].span.end <= pair[1].span.start;
    let are_apart = edits.windows(2).all(has_order);
    let are_inside = edits.iter().all(|edit| text.get(edit.span.range()).is_some());
    (are_apart && are_inside && !edits.is_empty()).then_some(edits)
}

fn in_order(left: &[Edit], right: &[Edit]) -> Ordering {
    let key = |edits: &[Edit]| edits.iter().map(|edit| (edit.span, edit.text.clone())).collect::<Vec<_>>();
    key(left).cmp(&key(right))
}

/// Whether edits can be made besides others, which are apart from each other: each is one of them, or apart from all.
fn fits(taken: &BTreeMap<Span, String>, edits: &[Edit]) -> bool {
    edits.iter().all(|edit| match taken.get(&edit.span) {
        Some(text) => *text == edit.text,
        None => {
            let before = taken.range(..edit.span).next_back();
            let mut neighbours = before.into_iter().chain(taken.range(edit.span..).next());
            neighbours.all(|(other, _)| are_apart(edit.span, *other))
        }
    })
}

/// Whether two spans have nothing in common. What is inserted at the edge of a replaced span has its place before or
/// after it.
fn are_apart(left: Span, right: Span) -> bool {
    left.end <= right.start || right.end <= left.start
}

fn put_in(text: &str, edits: &BTreeMap<Span, String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (span, new) in edits {
        out.push_str(text.get(at..span.start as usize).unwrap_or_default());
        out.push_str(new);
        at = span.end as usize;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests;
