//! Text in cells: the guard against formulas, quotes, and lists of strings.

use std::borrow::Cow;

/// How a spreadsheet recognises a formula by its first character. Line ends and tabs are passed over before it.
const FORMULA: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\n'];

/// Between the items of a list, for people.
const SEPARATOR: &str = " | ";

/// Whether a cell begins with an apostrophe that is no part of its text.
#[must_use]
pub fn is_guarded(text: &str) -> bool {
    text.strip_prefix('\'').is_some_and(needs_guard_inside)
}

fn needs_guard_inside(rest: &str) -> bool {
    rest.starts_with(FORMULA) || rest.starts_with('\'')
}

/// Writes a cell: with an apostrophe before what a spreadsheet would run, in quotes where it must be.
pub(super) fn push(text: &str, out: &mut Vec<u8>) {
    let guard = if text.starts_with(FORMULA) || is_guarded(text) { "'" } else { "" };
    if !text.contains([',', '"', '\n', '\r']) {
        out.extend_from_slice(guard.as_bytes());
        out.extend_from_slice(text.as_bytes());
        return;
    }
    out.push(b'"');
    out.extend_from_slice(guard.as_bytes());
    out.extend_from_slice(text.replace('"', "\"\"").as_bytes());
    out.push(b'"');
}

/// Joins the items of a list.
pub(super) fn join<'i>(items: impl Iterator<Item = &'i str>) -> String {
    let mut joined = String::new();
    for item in items {
        if !joined.is_empty() {
            joined.push_str(SEPARATOR);
        }
        push_item(item, &mut joined);
    }
    joined
}

/// Writes an item with a backslash before what would end it and before white space at its ends.
fn push_item(item: &str, out: &mut String) {
    let inner = item.trim();
    let start = item.len() - item.trim_start().len();
    for (at, letter) in item.char_indices() {
        let is_outside = at < start || at >= start + inner.len();
        if matches!(letter, '|' | '\\' | '\n' | '\r') || (is_outside && letter.is_whitespace()) {
            out.push('\\');
        }
        out.push(letter);
    }
}

/// An item of a list and the bytes of the cell's text that it comes from.
#[derive(Debug, PartialEq)]
pub(super) struct Item {
    pub(super) start: usize,
    pub(super) end: usize,
    /// The text, where it is not the bytes as they are.
    pub(super) unescaped: Option<String>,
}

/// The items of a list cell: separated by `|` or line ends, without white space around them; empty ones are left out.
pub(super) fn split(text: &str) -> Vec<Item> {
    let mut items = Vec::new();
    let mut start = 0;
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '|' | '\n' | '\r' => {
                items.extend(item(text, start, at));
                start = at + 1;
            }
            '\\' if escapes(&text[at..]) => {
                letters.next();
            }
            _ => {}
        }
    }
    items.extend(item(text, start, text.len()));
    items
}

/// Whether the backslash at the beginning takes the meaning from what follows it.
fn escapes(text: &str) -> bool {
    text[1..].starts_with(|next: char| matches!(next, '|' | '\\') || next.is_whitespace())
}

fn item(text: &str, start: usize, end: usize) -> Option<Item> {
    let raw = &text[start..end];
    let start = start + raw.len() - raw.trim_start().len();
    let raw = text[start..end].trim_end();
    // White space after a backslash is text, unless that backslash is text itself.
    let kept = text[start + raw.len()..end].chars().next().filter(|_| ends_with_escape(raw)).map_or(0, char::len_utf8);
    let end = start + raw.len() + kept;
    let raw = &text[start..end];
    (!raw.is_empty()).then(|| Item { start, end, unescaped: unescape(raw) })
}

fn ends_with_escape(raw: &str) -> bool {
    raw.bytes().rev().take_while(|&byte| byte == b'\\').count() % 2 == 1
}

fn unescape(raw: &str) -> Option<String> {
    raw.contains('\\').then(|| {
        let mut text = String::with_capacity(raw.len());
        let mut rest = raw;
        while let Some(at) = rest.find('\\') {
            text.push_str(&rest[..at]);
            rest = &rest[at..];
            if !escapes(rest) {
                text.push('\\');
            }
            let literal = if escapes(rest) { rest[1..].chars().next().map_or(0, char::len_utf8) } else { 0 };
            text.push_str(&rest[1..=literal]);
            rest = &rest[1 + literal..];
        }
        text.push_str(rest);
        text
    })
}

/// The text of an item, borrowed where it can be.
pub(super) fn item_text<'s>(cell: &Cow<'s, str>, item: Item) -> Cow<'s, str> {
    match (item.unescaped, cell) {
        (Some(text), _) => Cow::Owned(text),
        (None, Cow::Borrowed(cell)) => Cow::Borrowed(&cell[item.start..item.end]),
        (None, Cow::Owned(cell)) => Cow::Owned(cell[item.start..item.end].to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(cell: &str) -> Vec<String> {
        let cell = Cow::Borrowed(cell);
        split(&cell).into_iter().map(|item| item_text(&cell, item).into_owned()).collect()
    }

    #[test]
    fn lists_as_people_write_them() {
        assert_eq!(items("wsis:C1 | sdg:17|\nsdg:16.10\r\n"), ["wsis:C1", "sdg:17", "sdg:16.10"]);
        assert_eq!(items(r"either\|or | C:\dir | \\|"), ["either|or", r"C:\dir", r"\"]);
        assert_eq!(items(" | "), Vec::<String>::new());
    }

    #[test]
    fn formulas_are_guarded() {
        let written = |text: &str| {
            let mut out = Vec::new();
            push(text, &mut out);
            String::from_utf8(out).unwrap()
        };
        assert_eq!(written("=1+1"), "'=1+1");
        assert_eq!(written("\r=1"), "\"'\r=1\"");
        assert_eq!(written("'=1"), "''=1");
        assert_eq!(written("'tis"), "'tis");
    }
}
