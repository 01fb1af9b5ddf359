//! Comments of a text, and where there is no room for any.

use crate::source::{Span, last_break, line_break, line_end};

/// A comment: all of it, and what it says between its marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comment {
    pub span: Span,
    pub inside: Span,
}

/// The comments of a text, in its order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comments {
    pub found: Vec<Comment>,
    /// Strings and tags that go over several lines: no comment can stand within.
    pub solid: Vec<Span>,
}

impl Comments {
    /// Takes a comment in that begins with one character and goes on to the end of its line, which is returned.
    pub fn rest_of_line(&mut self, text: &str, start: usize) -> usize {
        let end = line_end(text, start);
        self.found.push(Comment { span: Span::new(start, end), inside: Span::new(start + 1, end) });
        end
    }

    /// Takes a comment of XML in, which goes from `<!--` to `-->` or to the end of a text that does not close it.
    pub fn of_xml(&mut self, text: &str, start: usize, end: usize) {
        let inside = text[start..end].strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->"));
        if let Some(inside) = inside {
            let open = start + "<!--".len();
            self.found.push(Comment { span: Span::new(start, end), inside: Span::new(open, open + inside.len()) });
        }
    }

    /// Takes a part in that has no room for comments, if it has several lines.
    pub fn solid(&mut self, text: &str, span: Span) {
        if text[span.range()].contains(['\n', '\r']) {
            self.solid.push(span);
        }
    }

    /// The same of a text that stands in another one, so many bytes from its beginning.
    #[must_use]
    pub fn shifted(mut self, by: usize) -> Self {
        for Comment { span, inside } in &mut self.found {
            (*span, *inside) = (span.shifted(by), inside.shifted(by));
        }
        self.solid.iter_mut().for_each(|span| *span = span.shifted(by));
        self
    }
}

/// What a comment begins with that is meant for this program.
const OURS: &str = "plenary:";

impl Comment {
    /// What the comment says to this program: what follows `plenary:`, without white space around it.
    #[must_use]
    pub fn said(&self, text: &str) -> Option<Span> {
        let inside = &text[self.inside.range()];
        let bare = inside.trim_start_matches('#').trim_start();
        let rest = bare.get(OURS.len()..).filter(|_| bare[..OURS.len()].eq_ignore_ascii_case(OURS))?;
        let start = self.inside.end as usize - rest.trim_start().len();
        Some(Span::new(start, start + rest.trim().len()))
    }

    /// Whether nothing else stands on its lines.
    #[must_use]
    pub fn is_alone(&self, text: &str) -> bool {
        let before = &text[..self.before(text)];
        let after = &text[self.after(text)..];
        (before.is_empty() || before.ends_with(['\n', '\r', '\u{feff}']))
            && (after.is_empty() || after.starts_with(['\n', '\r']))
    }

    /// What has to go so that nothing is left of the comment: its lines, or the white space before it as well.
    #[must_use]
    pub fn footprint(&self, text: &str) -> Span {
        let (before, after) = (self.before(text), self.after(text));
        let ending = line_break(&text[after..]).len();
        if !self.is_alone(text) {
            let is_last = ending > 0 || after == text.len();
            return Span::new(before, if is_last { after } else { self.span.end as usize });
        }
        // The last line may have no end; then the one before it gives up its own.
        let start = if ending > 0 { before } else { before - last_break(&text[..before]).len() };
        Span::new(start, after + ending)
    }

    /// The end of what stands before the comment, but for white space.
    fn before(&self, text: &str) -> usize {
        text[..self.span.start as usize].trim_end_matches([' ', '\t']).len()
    }

    /// The beginning of what stands after the comment, but for white space.
    fn after(&self, text: &str) -> usize {
        text.len() - text[self.span.end as usize..].trim_start_matches([' ', '\t']).len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comment(text: &str) -> Comment {
        let mut comments = Comments::default();
        comments.rest_of_line(text, text.find('#').unwrap());
        comments.found[0]
    }

    #[test]
    fn what_is_meant_for_us_is_known() {
        let said = |text: &str| comment(text).said(text).map(|span| text[span.range()].to_owned());
        assert_eq!(said("a # plenary:  ignore[x] \n").as_deref(), Some("ignore[x]"));
        assert_eq!(said("## Plenary:ignore").as_deref(), Some("ignore"));
        assert_eq!(said("# the plenary: opening"), None);
        assert_eq!(said("# é"), None);
        assert_eq!(said("# plenaré: x"), None);
    }

    #[test]
    fn nothing_is_left_of_a_comment() {
        let without = |text: &str| {
            let gone = comment(text).footprint(text).range();
            format!("{}{}", &text[..gone.start], &text[gone.end..])
        };
        assert_eq!(without("a: 1  # c\nb: 2\n"), "a: 1\nb: 2\n");
        assert_eq!(without("a: 1\r\n  # c\r\nb: 2\r\n"), "a: 1\r\nb: 2\r\n");
        assert_eq!(without("a: 1\n# c"), "a: 1");
        assert_eq!(without("\u{feff}# c\na: 1\n"), "\u{feff}a: 1\n");
        assert_eq!(without("# c"), "");
    }
}
