//! What the parser says, in plain words and with the way out.

use saphyr_parser::{Marker, ScanError};

use super::mend::unclosed;
use super::place::Places;
use crate::format::{Limits, Syntax};
use crate::source::Span;

/// The deepest nesting of `[` and `{` that the parser takes.
const FLOW_DEPTH: usize = 255;

const MISREAD_COLON: &str = "put the value in quotes, or a blank after the ':' of the line above";

/// What a part of the parser's message means: message and help.
const MEANINGS: &[(&str, &str, &str)] = &[
    ("quoted scalar, found unexpected", "this string is never closed", "add the closing quote"),
    (
        "invalid indentation in quoted",
        "this string is never closed",
        "add the closing quote, or indent its other lines",
    ),
    ("escape", "this escape does not exist in YAML", "write a backslash as \\\\, or use single quotes"),
    ("invalid trailing content after", "there is text after the closing quote", "put the whole value in quotes"),
    ("unknown anchor", "this alias names nothing", "define it before with &name, or put the value in quotes"),
    ("mapping values are not allowed", "this ':' begins a value inside another value", MISREAD_COLON),
    ("block sequence entries are not", "this '-' begins a list inside a value", "begin the list on the next line"),
    ("simple key", "expected ':' after a key", "write `key: value`, or `- item` for an item of a list"),
    ("illegal placement of ':'", "this ':' is not on the line of its key", "write key and ':' on one line"),
    ("expected ',' or ']'", "expected ',' or ']'", "separate items by ',' and close the list with ']'"),
    ("expected ',' or '}'", "expected ',' or '}'", "separate members by ',' and close the object with '}'"),
    ("unexpected character", "a value cannot begin with this character", "put the value in quotes"),
    ("expected node content", "expected a value", "write the value, or close what is still open"),
    ("misplaced bracket", "this bracket closes nothing", "remove it, or put the value in quotes"),
    ("expected <document start>", "there is more text after the end of the value", "indent it like what it belongs to"),
    ("did not find expected key", "this line does not fit the lines above it", "indent it as far as its neighbours"),
    ("'-' indicator", "this line does not fit the list above it", "indent it as far as its neighbours"),
    ("indented", "this line does not fit the lines above it", "indent it as far as its neighbours"),
    ("indentation", "this line does not fit the lines above it", "indent it as far as its neighbours"),
    ("comment", "a comment cannot stand here", "put a blank before '#', or the text in quotes"),
    ("byte order mark", "a byte order mark stands within the text", "remove this invisible character"),
];

/// What the parser says at a place where brackets are still open, and perhaps should not be.
const WITHIN_BRACKETS: [&str; 5] = [
    "expected ',' or ']'",
    "expected ',' or '}'",
    "illegal placement of ':'",
    "expected node content",
    "indentation in flow",
];

/// The parser's error as a finding.
pub(super) fn syntax(error: &ScanError, places: &mut Places, limits: &Limits) -> Syntax {
    let at = last_written(places, *error.marker());
    if error.info().contains("recursion limit") {
        return too_deep(at, limits);
    }
    if let Some(tab) = leading_tab(places.text(), at, error.info().contains("tab")) {
        return Syntax::new(Span::new(tab, tab + 1), "a tab cannot indent a line").help("indent with spaces");
    }
    if WITHIN_BRACKETS.iter().any(|part| error.info().contains(part))
        && let Some(fault) = never_closed(places, at)
    {
        return fault;
    }
    let found = places.text()[at..].chars().next().filter(|c| !c.is_whitespace());
    let width = found.map_or(0, char::len_utf8);
    let span = Span::new(at, at + width);
    match MEANINGS.iter().find(|(part, ..)| error.info().contains(part)) {
        Some((_, message, help)) => Syntax::new(span, *message).help(*help),
        None => Syntax::new(span, bare(error.info())),
    }
}

/// A bracket before a fault that nothing closes: the parser goes on past where it should be, and stumbles later.
fn never_closed(places: &Places, at: usize) -> Option<Syntax> {
    let document = &places.text()[places.start()..];
    let open = places.start() + unclosed(document).filter(|open| places.start() + open < at)?;
    let (what, closing) = if places.text()[open..].starts_with('[') { ("list", ']') } else { ("object", '}') };
    let fault = Syntax::new(Span::new(open, open + 1), format!("this {what} is never closed"));
    Some(fault.help(format!("add the closing '{closing}', or put the value in quotes")))
}

/// Where the parser stopped; at the end of the document, the end of what is written.
fn last_written(places: &mut Places, marker: Marker) -> usize {
    let at = places.byte(marker);
    let document = &places.text()[places.start()..];
    let written = places.start() + document.trim_end().len();
    at.min(written)
}

fn too_deep(at: usize, limits: &Limits) -> Syntax {
    let fault = Syntax::too_deep(Span::new(at, at + 1), limits.depth.min(FLOW_DEPTH));
    if limits.depth > FLOW_DEPTH { fault.help("write the outer levels on lines of their own, indented") } else { fault }
}

/// The tab that indents the line of `from`; `search` looks at the lines after it too.
fn leading_tab(text: &str, from: usize, search: bool) -> Option<usize> {
    let mut at = text[..from].rfind(['\n', '\r']).map_or(0, |end| end + 1);
    for line in text[at..].split_inclusive(['\n', '\r']) {
        let blank = line.len() - line.trim_start_matches([' ', '\t']).len();
        if let Some(tab) = line[..blank].find('\t') {
            return Some(at + tab);
        }
        if !search && at + line.len() > from {
            return None;
        }
        at += line.len();
    }
    None
}

/// The message without what the parser was doing.
fn bare(info: &str) -> &str {
    match info.split_once(", ") {
        Some((doing, what)) if doing.starts_with("while ") => what,
        _ => info,
    }
}

/// A control character, which the parser would take for the end of the text or pass on.
pub(super) fn control_character(text: &str, document: Span) -> Option<Syntax> {
    let is_control = |byte: &u8| *byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r');
    let at = text.as_bytes()[document.range()].iter().position(is_control)? + document.start as usize;
    let code = text.as_bytes()[at];
    let fault = Syntax::new(Span::new(at, at + 1), format!("the control character U+{code:04X} stands in the text"));
    Some(fault.help(format!("remove it, or write it as \\x{code:02X} in double quotes")))
}
