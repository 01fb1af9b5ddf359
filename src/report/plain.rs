//! Text of the data in places that take only plain text of one line, and names of files as services know them.

use std::borrow::Cow;
use std::fmt::Write;

use crate::diagnostic::Diagnostic;

/// A text with its control characters made visible (`\n`, `\u{1b}`), so that it cannot end a line, drive a terminal or
/// turn the direction of what follows.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        if is_hidden(letter) { shown.extend(letter.escape_default()) } else { shown.push(letter) }
    }
    Cow::Owned(shown)
}

/// The same of a report of several lines, which may have codes of colours.
pub(super) fn visible_lines(report: &str, colour: bool) -> Cow<'_, str> {
    let is_left = |letter: char| letter == '\n' || !is_hidden(letter);
    if report.chars().all(is_left) {
        return Cow::Borrowed(report);
    }
    let mut shown = String::with_capacity(report.len() + 8);
    let mut rest = report;
    while let Some(letter) = rest.chars().next() {
        let code = if colour { colour_code(rest) } else { 0 };
        let (head, tail) = rest.split_at(code.max(letter.len_utf8()));
        let stays = code > 0 || is_left(letter);
        shown.push_str(&if stays { Cow::Borrowed(head) } else { visible(head) });
        rest = tail;
    }
    Cow::Owned(shown)
}

/// Bytes of the code of a colour at the beginning of a text: `ESC [ 31;1 m`.
fn colour_code(text: &str) -> usize {
    let Some(code) = text.strip_prefix("\u{1b}[") else { return 0 };
    let end = code.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == ';');
    if end.starts_with('m') { text.len() - end.len() + 1 } else { 0 }
}

/// Control characters, line and paragraph separators, and what turns or isolates the direction of writing.
fn is_hidden(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Letters of a code span that are shown: services refuse summaries that are too long.
const LETTERS: usize = 500;

/// A text as a code span of Markdown: between more backticks than it has in a row.
pub(crate) fn code(text: &str) -> String {
    let mut shown: String = visible(text).chars().take(LETTERS + 1).collect();
    if let Some((at, _)) = shown.char_indices().nth(LETTERS) {
        shown.truncate(at);
        shown.push_str("...");
    }
    let longest = shown.split(|letter| letter != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    // One space on each side is taken off again, where there are two and something between them.
    let touches = |edge| edge == '`' || edge == ' ';
    let padded = shown.starts_with(touches) || shown.ends_with(touches) || shown.is_empty();
    let pad = if padded && !shown.trim_matches(' ').is_empty() || shown.is_empty() { " " } else { "" };
    format!("{fence}{pad}{shown}{pad}{fence}")
}

/// The name of a file with forward slashes and without `./` before it, which is how repositories name it.
pub(super) fn file_name(name: &str) -> Cow<'_, str> {
    with_slashes(name, std::path::MAIN_SEPARATOR)
}

fn with_slashes(name: &str, separator: char) -> Cow<'_, str> {
    let name = match name.strip_prefix('.').and_then(|rest| rest.strip_prefix(['/', separator])) {
        Some(rest) if !rest.is_empty() => rest,
        _ => name,
    };
    if separator != '/' && name.contains(separator) {
        return Cow::Owned(name.replace(separator, "/"));
    }
    Cow::Borrowed(name)
}

/// What a finding says in one go: the path in the record, the message, and the help after `between`.
pub(super) fn said(finding: &Diagnostic, between: &str) -> String {
    let mut text = String::new();
    if !finding.path.is_empty() {
        // Writing to a string cannot fail.
        let _ = write!(text, "{}: ", finding.path);
    }
    text.push_str(&finding.message);
    if let Some(help) = &finding.help {
        let _ = write!(text, "{between}help: {help}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_are_shown() {
        assert_eq!(visible("Ayden Férdeline"), "Ayden Férdeline");
        assert_eq!(visible("a\nb\u{1b}[31m\u{202e}c"), "a\\nb\\u{1b}[31m\\u{202e}c");
    }

    #[test]
    fn of_a_report_only_line_ends_and_colours_stay() {
        let report = "a\n\u{1b}[31;1mé\u{1b}[0m\u{1b}[2J\u{202e}";
        assert_eq!(visible_lines(report, true), "a\n\u{1b}[31;1mé\u{1b}[0m\\u{1b}[2J\\u{202e}");
        assert_eq!(visible_lines("\u{1b}[31mb\n", false), "\\u{1b}[31mb\n");
    }

    #[test]
    fn files_are_named_with_slashes_from_the_root() {
        assert_eq!(with_slashes(r".\sessions\a.json", '\\'), "sessions/a.json");
        assert_eq!(with_slashes(r"C:\sessions\a.json", '\\'), "C:/sessions/a.json");
        assert_eq!(with_slashes("./sessions/a.json", '/'), "sessions/a.json");
        assert_eq!(with_slashes("../a.json", '/'), "../a.json");
        assert_eq!(with_slashes(r"odd\name.json", '/'), r"odd\name.json");
    }
}
