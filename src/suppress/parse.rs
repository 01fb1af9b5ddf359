//! What a comment says: `ignore[ID, FAMILY/*] reason` or `ignore-file[ID] reason`.

use std::sync::Arc;

use crate::check::catalogue::suppression::FORM;
use crate::diagnostic::Diagnostic;
use crate::format::Comment;
use crate::lookup::near::nearest;
use crate::source::{Source, Span};

/// What a comment asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) whole_file: bool,
    /// The ids, or what stands in their places.
    pub(super) names: Vec<Span>,
    pub(super) reason: String,
}

/// Why a comment cannot be read, and the way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    span: Span,
    message: String,
    help: String,
    /// What is probably meant in its place.
    meant: Option<&'static str>,
}

impl Fault {
    fn new(span: Span, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { span, message: message.into(), help: help.into(), meant: None }
    }

    pub(super) fn finding(self, source: &Arc<Source>) -> Diagnostic {
        let Self { span, message, help, meant } = self;
        let finding = Diagnostic::new(FORM.id, FORM.severity, source, span, message).help(help);
        match meant {
            Some(meant) => finding.replace_with(meant),
            None => finding,
        }
    }
}

const WORDS: [&str; 2] = ["ignore", "ignore-file"];

/// Reads a comment; none where it is about something else.
pub(super) fn parse(text: &str, comment: &Comment) -> Option<Result<Asked, Fault>> {
    let said = comment.said(text)?;
    let rest = &text[said.range()];
    let end = rest.find(|letter: char| !letter.is_alphanumeric() && letter != '-').unwrap_or(rest.len());
    let (word, rest) = rest.split_at(end);
    if !WORDS.contains(&word) {
        let place = Span::new(said.start as usize, said.start as usize + end);
        return unknown_word(word, rest, place).map(Err);
    }
    let whole_file = word == "ignore-file";
    if whole_file && !comment.is_alone(text) {
        let help = "move it to a line of its own, or write ignore for this line alone";
        return Some(Err(Fault::new(
            comment.span,
            "this is about the whole file and stands beside something else",
            help,
        )));
    }
    let asked = in_brackets(rest, said.start as usize + end);
    let asked = asked.map_err(|(message, help)| Fault::new(comment.span, message, help));
    Some(asked.map(|(names, reason)| Asked { whole_file, names, reason }))
}

/// A word that is not known. "plenary: opening" is prose; `plenary: ignroe` and `plenary: disable[...]` are not.
fn unknown_word(word: &str, rest: &str, place: Span) -> Option<Fault> {
    let meant = nearest(word, WORDS.into_iter());
    let is_meant = meant.is_some() || (!word.is_empty() && rest.starts_with('['));
    let message = format!("a comment cannot ask for \"{word}\"");
    let fault = Fault::new(place, message, "write ignore for a line, or ignore-file for the whole file");
    is_meant.then_some(Fault { meant: meant.and_then(|meant| WORDS.into_iter().find(|word| *word == meant)), ..fault })
}

/// The ids in brackets, and the reason after them; or what is wrong, and the way out.
fn in_brackets(rest: &str, start: usize) -> Result<(Vec<Span>, String), (&'static str, &'static str)> {
    const IDS: &str = "write the ids in brackets, as in ignore[text/all-caps, link/*]";
    let Some(inside) = rest.trim_start().strip_prefix('[') else {
        return Err(("the comment does not say which findings it suppresses", IDS));
    };
    let start = start + rest.len() - inside.len();
    let Some((inside, reason)) = inside.split_once(']') else {
        return Err(("the bracket is never closed", "write ] after the last id"));
    };
    if inside.trim().is_empty() {
        return Err(("the brackets are empty", IDS));
    }
    let names = names(inside, start);
    if names.iter().any(|span| span.start == span.end) {
        return Err(("an id is missing beside a comma", "write the id, or remove the comma"));
    }
    if inside.split(',').any(|name| name.trim() == "*") {
        return Err((
            "everything at once cannot be suppressed: that would hide the next mistake too",
            "write the ids of the checks, or a family such as `text/*`",
        ));
    }
    let reason = reason.trim_start_matches([' ', '\t', ':', '-', '–', '—']).trim_end();
    Ok((names, reason.split_whitespace().collect::<Vec<_>>().join(" ")))
}

/// The places of names with commas between them.
fn names(inside: &str, start: usize) -> Vec<Span> {
    let mut at = start;
    let place = |part: &str| {
        let from = at + part.len() - part.trim_start().len();
        at += part.len() + 1;
        Span::new(from, from + part.trim().len())
    };
    inside.split(',').map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Comments;

    fn parsed(text: &str) -> Option<Result<Asked, Fault>> {
        let mut comments = Comments::default();
        comments.rest_of_line(text, text.find('#').unwrap());
        parse(text, &comments.found[0])
    }

    fn names(text: &str) -> (Vec<String>, bool, String) {
        let Asked { names, whole_file, reason } = parsed(text).unwrap().unwrap();
        (names.into_iter().map(|span| text[span.range()].to_owned()).collect(), whole_file, reason)
    }

    #[test]
    fn ids_and_the_reason_are_read() {
        let (ids, whole_file, reason) = names("a: b # plenary: ignore[ text/all-caps,link/* ] - the  name");
        assert_eq!(
            (ids, whole_file, &*reason),
            (vec!["text/all-caps".to_owned(), "link/*".to_owned()], false, "the name")
        );
        assert_eq!(names("# plenary:ignore-file [a]"), (vec!["a".to_owned()], true, String::new()));
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        let told = |text: &str| parsed(text).unwrap().unwrap_err().message;
        assert!(told("# plenary: ignore").starts_with("the comment does not say"));
        assert!(told("# plenary: ignore the line").starts_with("the comment does not say"));
        assert!(told("# plenary: ignore[a").starts_with("the bracket"));
        assert!(told("# plenary: ignore[ ]").starts_with("the brackets are empty"));
        assert!(told("# plenary: ignore[a,]").starts_with("an id is missing"));
        assert!(told("# plenary: ignore[*]").starts_with("everything"));
        assert!(told("# plenary: ignroe[a]").starts_with("a comment cannot ask for \"ignroe\""));
        assert!(told("# plenary: disable[a]").starts_with("a comment cannot ask for \"disable\""));
        assert!(told("a: b # plenary: ignore-file[a]").starts_with("this is about the whole file"));
    }

    #[test]
    fn prose_is_left_alone() {
        for text in ["# plenary: opening session", "# plenary:", "# plenary: [main hall]", "# the plenary: ignore[x]"] {
            assert_eq!(parsed(text), None, "{text}");
        }
    }
}
