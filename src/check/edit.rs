//! Edits that need the syntax: a member beside another one, a member or an item less.
//!
//! Style is taken from what stands there: quotes, the sign between key and value, indentation, one line or several. An
//! edit is given only where the place is simple; comments, dotted keys, anchors and tags beside it are left to people.

use super::in_place_of;
use crate::diagnostic::Edit;
use crate::doc::{Member, Node, Value};
use crate::source::{Source, Span, last_break, line_break, line_end, line_start};

/// On which side of its neighbour a new member goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Before,
    After,
}

/// Writes a new member of an object beside one whose value is a string, in its style.
#[must_use]
pub fn insert(source: &Source, object: &Node, beside: &str, side: Side, (key, value): (&str, &str)) -> Option<Edit> {
    let Member { key: old_key, key_span, node } = object.member(beside)?;
    let place = Place::of(source, object, *key_span)?;
    let sign = between(source, key_span.end, node.span.start).filter(|sign| is_sign(sign))?;
    let is_one_line = !source.slice(node.span).contains(['\n', '\r']);
    let key = in_place_of(source, *key_span, old_key, key).filter(|_| is_one_line)?;
    let value = in_place_of(source, node.span, node.as_str()?, value)?;
    let (member, gap) = (format!("{key}{sign}{value}"), place.gap(sign)?);
    let comma = if place.is_flow { "," } else { "" };
    Some(match side {
        Side::Before => at(key_span.start as usize, format!("{member}{comma}{gap}")),
        Side::After if place.is_flow => at(node.span.end as usize, format!("{comma}{gap}{member}")),
        Side::After => at(line_end(source.text(), node.span.end as usize), format!("{gap}{member}")),
    })
}

fn at(offset: usize, text: String) -> Edit {
    Edit { span: Span::new(offset, offset), text }
}

/// What stands between a key and its value on one line, in the syntaxes that have such a sign.
fn is_sign(text: &str) -> bool {
    matches!(text.trim(), ":" | "=") && !text.contains(['\n', '\r'])
}

/// Takes a member out of its object, with its comma or its line.
#[must_use]
pub fn remove_member(source: &Source, object: &Node, member: &Member) -> Option<Edit> {
    let members = object.as_object()?;
    let index = members.iter().position(|other| other.key_span == member.key_span)?;
    let whole = |member: &Member| Span { start: member.key_span.start, end: member.node.span.end };
    let parts: Vec<Span> = members.iter().map(whole).collect();
    between(source, member.key_span.end, member.node.span.start).filter(|sign| is_sign(sign))?;
    remove(source, object, &parts, index, "")
}

/// Takes an item out of a list, with its comma or its line.
#[must_use]
pub fn remove_item(source: &Source, list: &Node, index: usize) -> Option<Edit> {
    let parts: Vec<Span> = list.as_array()?.iter().map(|item| item.span).collect();
    remove(source, list, &parts, index, "-")
}

/// Takes one of the parts of a list or an object out. `mark` is what a line of a block begins with.
fn remove(source: &Source, whole: &Node, parts: &[Span], index: usize, mark: &str) -> Option<Edit> {
    let part = *parts.get(index)?;
    let (before, after) = (index.checked_sub(1).map(|at| parts[at]), parts.get(index + 1));
    let place = Place::of(source, whole, part)?;
    if !place.is_flow {
        let cut = remove_line(source, part, mark).or_else(|| remove_first(source, &place, part, *after?));
        return cut.filter(|_| parts.len() > 1);
    }
    let is_comma = |start: u32, end: u32| between(source, start, end).is_some_and(|text| text.trim() == ",");
    let before = before.filter(|before| is_comma(before.end, part.start));
    let after = after.filter(|after| is_comma(part.end, after.start));
    let span = match (before, after) {
        (Some(before), _) => Span { start: before.end, end: part.end },
        (None, Some(after)) => Span { start: part.start, end: after.start },
        (None, None) if parts.len() == 1 => part,
        (None, None) => return None,
    };
    Some(cut(span))
}

fn cut(span: Span) -> Edit {
    Edit { span, text: String::new() }
}

/// Takes the lines out that hold a part of a block and nothing else.
fn remove_line(source: &Source, part: Span, mark: &str) -> Option<Edit> {
    let text = source.text();
    let start = line_start(text, part.start as usize);
    let end = line_end(text, part.end as usize);
    let is_alone = text[start..part.start as usize].trim() == mark && text[part.end as usize..end].trim().is_empty();
    let ending = line_break(&text[end..]).len();
    // The last line may have no end; then the one before it gives up its own.
    let start = if ending > 0 { start } else { start - last_break(&text[..start]).len() };
    is_alone.then(|| cut(Span::new(start, end + ending)))
}

/// Takes the first member of a list's item out: what follows takes its place after the mark.
fn remove_first(source: &Source, place: &Place, part: Span, after: Span) -> Option<Edit> {
    let is_blank = between(source, part.end, after.start)?.trim().is_empty();
    let is_marked = !place.before.is_empty() && place.before.chars().all(|sign| matches!(sign, ' ' | '-'));
    (is_blank && is_marked).then(|| cut(Span { start: part.start, end: after.start }))
}

/// How a member or item stands in its source.
struct Place<'s> {
    /// In braces or brackets, with commas, rather than on a line of its own.
    is_flow: bool,
    /// What stands before it on its line.
    before: &'s str,
    /// How lines end here; empty in a text of one line.
    line_break: &'s str,
}

impl<'s> Place<'s> {
    /// None where the part is not inside its whole, as with an alias or a row of a table.
    fn of(source: &'s Source, whole: &Node, part: Span) -> Option<Self> {
        let text = source.text();
        if part.start < whole.span.start || part.end > whole.span.end {
            return None;
        }
        let open = if matches!(whole.value, Value::Object(_)) { '{' } else { '[' };
        let start = line_start(text, part.start as usize);
        let before = text.get(start..part.start as usize)?.trim_start_matches('\u{feff}');
        let line_break = match last_break(&text[..start]) {
            "" => line_break(&text[line_end(text, start)..]),
            own => own,
        };
        Some(Self { is_flow: source.slice(whole.span).starts_with(open), before, line_break })
    }

    /// What stands between a new member and its neighbour, besides a comma.
    fn gap(&self, sign: &str) -> Option<String> {
        let line_break = if self.line_break.is_empty() { "\n" } else { self.line_break };
        let is_own_line = self.before.trim().is_empty();
        if self.is_flow && !is_own_line {
            return Some(if sign.contains(' ') { " " } else { "" }.to_owned());
        }
        // The first key of a list's item stands after its mark.
        let is_simple = is_own_line || self.before.chars().all(|sign| matches!(sign, ' ' | '-'));
        is_simple.then(|| format!("{line_break}{}", self.before.replace('-', " ")))
    }
}

fn between(source: &Source, start: u32, end: u32) -> Option<&str> {
    source.text().get(start as usize..end as usize)
}
