//! Lines as a reader sees them: one goes on as long as a string or a tag that began on it.

use crate::format::{Comment, Comments};
use crate::source::{Source, line_break, line_end};

/// The lines of a text, and which of them each comment is about.
#[derive(Debug)]
pub(super) struct Lines {
    /// First and last line of what goes over several, in order and apart from each other.
    long: Vec<(usize, usize)>,
    /// The first line that each comment is about; none where only comments follow.
    of_comments: Vec<Option<usize>>,
}

impl Lines {
    pub(super) fn new(source: &Source, comments: &Comments) -> Self {
        let mut long: Vec<(usize, usize)> = Vec::new();
        for span in &comments.solid {
            let (start, end) = source.positions(*span);
            match long.last_mut() {
                // Another string begins on the line on which one ended.
                Some((_, last)) if start.line <= *last => *last = end.line.max(*last),
                _ => long.push((start.line, end.line)),
            }
        }
        let mut lines = Self { long, of_comments: Vec::new() };
        lines.of_comments = lines.of_all(source, &comments.found);
        lines
    }

    /// The first line of the one that a line is part of.
    pub(super) fn whole(&self, line: usize) -> usize {
        let before = self.long.partition_point(|(first, _)| *first <= line);
        match before.checked_sub(1).map(|at| self.long[at]) {
            Some((first, last)) if line <= last => first,
            _ => line,
        }
    }

    /// The line that a comment is about, by its number.
    pub(super) fn of_comment(&self, number: usize) -> Option<usize> {
        self.of_comments.get(number).copied().flatten()
    }

    /// From the last comment to the first: several on lines of their own are about the line after them.
    fn of_all(&self, source: &Source, comments: &[Comment]) -> Vec<Option<usize>> {
        let text = source.text();
        let line = |at: usize| self.whole(source.position(u32::try_from(at).unwrap_or(u32::MAX)).line);
        let mut found: Vec<Option<usize>> = vec![None; comments.len()];
        for (number, comment) in comments.iter().enumerate().rev() {
            if !comment.is_alone(text) {
                found[number] = Some(line(comment.span.start as usize));
            } else if let Some(start) = next_line(text, comment.span.end as usize) {
                let next = comments.get(number + 1).filter(|next| next.is_alone(text));
                let follows = next.is_some_and(|next| next.span.start as usize <= line_end(text, start));
                found[number] = if follows { found[number + 1] } else { Some(line(start)) };
            }
        }
        found
    }
}

/// Where the next line begins that is not blank.
fn next_line(text: &str, at: usize) -> Option<usize> {
    let mut at = line_end(text, at);
    while at < text.len() {
        at += line_break(&text[at..]).len();
        let end = line_end(text, at);
        if !text[at..end].trim().is_empty() {
            return Some(at);
        }
        at = end;
    }
    None
}
