//! Excerpts: the lines of a longer text that some spans stand in, each with its place in that text.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Source, Span, line_break, line_end, line_start};

/// Bytes of a line that are kept on each side of a span; a minified file is one line.
const BESIDE: usize = 256;

/// A part of a longer text: the byte of the excerpt at which it begins, and the line, the column and the byte at which it
/// begins in the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub start: u32,
    pub line: usize,
    pub column: usize,
    pub offset: u64,
}

/// A text made of the parts of a longer one.
#[derive(Debug, Clone, Default)]
pub struct Excerpt {
    pub text: String,
    pub parts: Vec<Part>,
}

impl Excerpt {
    /// The lines of a text that some spans stand in; the spans become those of the excerpt.
    #[must_use]
    pub fn of(source: &Source, spans: &mut [Span]) -> Self {
        let mut windows: Vec<(usize, usize)> = spans.iter().map(|span| window(source, *span)).collect();
        windows.sort_unstable();
        windows.dedup();
        windows = joined(source.text(), &windows);
        let mut excerpt = Self::default();
        let mut starts = Vec::with_capacity(windows.len());
        for &(start, end) in &windows {
            starts.push(excerpt.text.len());
            excerpt.add(source, start, end);
        }
        for span in spans {
            let at = windows.partition_point(|&(start, _)| start <= span.start as usize).saturating_sub(1);
            let (from, to) = (windows[at].0, starts[at]);
            *span = Span::new(span.start as usize - from + to, span.end as usize - from + to);
        }
        excerpt
    }

    fn add(&mut self, source: &Source, start: usize, end: usize) {
        let position = source.position(u32::try_from(start).unwrap_or(u32::MAX));
        let part = &source.parts[source.part_index(start)];
        let offset = part.offset + (start - part.start as usize) as u64;
        let start_here = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        self.parts.push(Part { start: start_here, line: position.line, column: position.column, offset });
        self.text.push_str(&source.text()[start..end]);
        self.text.push('\n');
    }

    /// Adds parts of the same text; gives how far their spans are shifted by it.
    pub fn append(&mut self, text: &str, parts: &[Part]) -> usize {
        let by = self.text.len();
        let shifted = |part: &Part| Part { start: part.start + u32::try_from(by).unwrap_or(u32::MAX), ..*part };
        self.parts.extend(parts.iter().map(shifted));
        self.text.push_str(text);
        by
    }

    /// The excerpt as a source.
    #[must_use]
    pub fn into_source(self, name: &str) -> Arc<Source> {
        if self.parts.is_empty() {
            Source::new(name, self.text)
        } else {
            Source::of(name.into(), self.text, self.parts)
        }
    }
}

impl Source {
    /// A span with its own lines alone, for a finding that outlives the text.
    #[must_use]
    pub fn excerpt(&self, span: Span) -> (Arc<Source>, Span) {
        let mut spans = [span];
        let excerpt = Excerpt::of(self, &mut spans);
        (excerpt.into_source(self.name()), spans[0])
    }
}

/// The lines of a span; of long ones what is near it.
fn window(source: &Source, span: Span) -> (usize, usize) {
    let text = source.text();
    let (start, end) = (source.floor(span.start as usize), source.floor(span.end as usize));
    let near = source.floor(start.saturating_sub(BESIDE));
    let far = source.floor(end + BESIDE);
    // A line is looked for no farther than what would be kept of it.
    let line = near + line_start(&text[near..start], start - near);
    (line, end + line_end(&text[end..far], 0))
}

/// Windows that overlap, or stand on lines that follow each other, as one.
fn joined(text: &str, windows: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut joined: Vec<(usize, usize)> = Vec::with_capacity(windows.len());
    for &(start, end) in windows {
        match joined.last_mut() {
            Some(last) if start <= last.1 + line_break(&text[last.1..]).len() => last.1 = last.1.max(end),
            _ => joined.push((start, end)),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_an_excerpt_keeps_its_place() {
        let long = "x".repeat(1000);
        let text = format!("a b\nc é d\r\ne\n\n{long}Q{long}\nf");
        let source = Source::part("t", text.clone(), 7, 100);
        let find = |what: &str| {
            let at = text.find(what).expect("it is there");
            Span::new(at, at + what.len())
        };
        for wanted in [vec!["b", "d", "f"], vec!["Q", "a"], vec!["e", "c", "é"], vec!["f"]] {
            let before: Vec<Span> = wanted.iter().map(|what| find(what)).collect();
            let mut after = before.clone();
            let mut whole = Excerpt::default();
            whole.append("first\n", &[Part { start: 0, line: 1, column: 1, offset: 0 }]);
            let excerpt = Excerpt::of(&source, &mut after);
            let by = whole.append(&excerpt.text, &excerpt.parts);
            let short = whole.into_source("t");
            for (before, after) in before.iter().zip(after) {
                let after = after.shifted(by);
                assert_eq!(short.slice(after), source.slice(*before));
                assert_eq!(short.positions(after), source.positions(*before), "{wanted:?}");
            }
            assert!(short.text().len() < 1000);
        }
    }

    #[test]
    fn an_empty_text_has_an_excerpt() {
        let source = Source::new("t", "");
        let (short, span) = source.excerpt(Span::default());
        assert_eq!(short.positions(span), source.positions(Span::default()));
    }
}
