//! A comment that suppresses a finding, put where it stands.

use super::line::Lines;
use super::{can_be_suppressed, parse};
use crate::check::by_id;
use crate::diagnostic::{Diagnostic, Edit};
use crate::format::{Comment, Comments, Format};
use crate::source::{Position, Source, Span, line_break, line_end};

/// The marks of comments, one of which every syntax has that has any.
const MARKS: [(&str, &str); 2] = [("# ", ""), ("<!-- ", " -->")];

/// The edit of a text that suppresses a finding about it: an id more in the comment that is there already, or a line
/// before that of the finding. None where there is no room for a comment.
#[must_use]
pub fn here(source: &Source, format: &Format, finding: &Diagnostic) -> Option<Edit> {
    let find = format.comments?;
    let id = by_id(finding.id).filter(|check| can_be_suppressed(check))?.id;
    let text = source.text();
    let comments = find(text);
    let lines = Lines::new(source, &comments);
    let line = lines.whole(finding.place.positions().0.line);
    if let Some(name) = last_name(text, &comments, &lines, line) {
        return Some(Edit { span: Span { start: name.end, end: name.end }, text: format!(", {id}") });
    }
    let mut start = source.offset(Position { line, column: 1 });
    start += if text[start..].starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let rest = &text[start..line_end(text, start)];
    let indent = &rest[..rest.len() - rest.trim_start_matches([' ', '\t']).len()];
    let ending = match line_break(&text[line_end(text, 0)..]) {
        "" => "\n",
        ending => ending,
    };
    MARKS.into_iter().find_map(|(open, close)| {
        let new = format!("{indent}{open}plenary: ignore[{id}]{close}{ending}");
        let mended = format!("{}{new}{}", &text[..start], &text[start..]);
        let is_comment = |comment: &Comment| comment.span.start as usize == start + indent.len();
        // The syntax decides whether there is room for it.
        let fits = find(&mended).found.iter().any(is_comment);
        fits.then(|| Edit { span: Span::new(start, start), text: new })
    })
}

/// The last id in a comment about a line.
fn last_name(text: &str, comments: &Comments, lines: &Lines, line: usize) -> Option<Span> {
    comments.found.iter().enumerate().find_map(|(number, comment)| {
        let asked = parse::parse(text, comment)?.ok()?;
        let is_here = !asked.whole_file && lines.of_comment(number) == Some(line);
        asked.names.last().copied().filter(|_| is_here)
    })
}
