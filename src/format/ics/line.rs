//! Content lines of iCalendar (RFC 5545, 3.1), unfolded, each with its place.
//!
//! The libraries for iCalendar keep no places, and findings need them; the grammar of a line is small.

use std::borrow::Cow;

use crate::format::feed::Words;
use crate::source::Span;

/// A property: its name in upper case, parameters, and value as it is written.
#[derive(Debug, Clone)]
pub(super) struct Line<'s> {
    pub(super) name: String,
    pub(super) parameters: Vec<(String, String)>,
    pub(super) value: Cow<'s, str>,
    /// The value, all its pieces.
    pub(super) span: Span,
    /// The whole line.
    pub(super) whole: Span,
}

impl<'s> Line<'s> {
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The value as text: escapes undone.
    pub(super) fn words(&self) -> Option<Words<'s>> {
        Words::new(unescaped(self.value.clone()), self.span)
    }

    /// The values of a list, at commas that are not escaped.
    pub(super) fn list(&self) -> Vec<Words<'s>> {
        let mut parts = vec![String::new()];
        let mut is_escaped = false;
        for letter in self.value.chars() {
            match letter {
                ',' if !is_escaped => parts.push(String::new()),
                letter => {
                    if let Some(last) = parts.last_mut() {
                        last.push(letter);
                    }
                }
            }
            is_escaped = letter == '\\' && !is_escaped;
        }
        parts.into_iter().filter_map(|part| Words::new(unescaped(part.into()), self.span)).collect()
    }
}

/// `\n`, `\,`, `\;` and `\\` as what they stand for (RFC 5545, 3.3.11).
fn unescaped(text: Cow<'_, str>) -> Cow<'_, str> {
    if !text.contains('\\') {
        return text;
    }
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some('n' | 'N') => plain.push('\n'),
                Some(other @ (',' | ';' | '\\' | ':' | '"')) => plain.push(other),
                Some(other) => plain.extend(['\\', other]),
                None => plain.push('\\'),
            },
            letter => plain.push(letter),
        }
    }
    plain.into()
}

/// The lines of a text; those that are no properties come as errors with their places.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Result<Line<'_>, Span>> {
    let mut at = if text.starts_with('\u{feff}') { 3 } else { 0 };
    std::iter::from_fn(move || {
        loop {
            if at >= text.len() {
                return None;
            }
            let start = at;
            let (unfolded, end) = unfold(text, start);
            at = end;
            if !unfolded.trim().is_empty() {
                let whole = Span::new(start, start + text[start..end].trim_end().len());
                return Some(line(text, unfolded, whole).ok_or(whole));
            }
        }
    })
}

/// A logical line from a place on, and where the next begins.
fn unfold(text: &str, start: usize) -> (Cow<'_, str>, usize) {
    let (mut end, mut next) = line_end(text, start);
    let mut unfolded = Cow::Borrowed(&text[start..end]);
    while text[next..].starts_with([' ', '\t']) {
        let from = next + 1;
        (end, next) = line_end(text, from);
        unfolded.to_mut().push_str(&text[from..end]);
    }
    (unfolded, next)
}

/// Where a line ends, and where the next begins: after CRLF, LF or CR.
fn line_end(text: &str, from: usize) -> (usize, usize) {
    let bytes = text.as_bytes();
    let end = memchr::memchr2(b'\n', b'\r', &bytes[from..]).map_or(bytes.len(), |at| from + at);
    let is_pair = bytes[end..].starts_with(b"\r\n");
    (end, (end + if is_pair { 2 } else { 1 }).min(bytes.len()))
}

fn line<'s>(text: &'s str, unfolded: Cow<'s, str>, whole: Span) -> Option<Line<'s>> {
    let name_end = unfolded.find([';', ':'])?;
    let name = unfolded[..name_end].trim();
    let is_name =
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    if !is_name {
        return None;
    }
    let (name, mut rest) = (name.to_ascii_uppercase(), &unfolded[name_end..]);
    let mut parameters = Vec::new();
    while let Some(parameter) = rest.strip_prefix(';') {
        let (key, value, after) = parameter_of(parameter)?;
        parameters.push((key.trim().to_ascii_uppercase(), value));
        rest = after;
    }
    let value_at = unfolded.len() - rest.strip_prefix(':')?.len();
    let is_folded = matches!(unfolded, Cow::Owned(_));
    let start = whole.start as usize;
    let span = if is_folded {
        value_span(text, start, whole)
    } else {
        Span::new(start + value_at, whole.end.max(whole.start + u32::try_from(value_at).unwrap_or(0)) as usize)
    };
    let value = match unfolded {
        Cow::Borrowed(line) => Cow::Borrowed(line[value_at..].trim()),
        Cow::Owned(line) => Cow::Owned(line[value_at..].trim().to_owned()),
    };
    Some(Line { name, parameters, value, span, whole })
}

/// The value of a folded line begins after the first colon that can be seen, which is near enough.
fn value_span(text: &str, start: usize, whole: Span) -> Span {
    let colon = text[whole.range()].find(':').map_or(0, |at| at + 1);
    Span::new(start + colon, whole.end as usize)
}

/// A parameter: its name, its value without quotes, and what follows.
fn parameter_of(text: &str) -> Option<(&str, String, &str)> {
    let (key, rest) = text.split_once('=')?;
    if key.contains([':', ';']) {
        return None;
    }
    let mut value = String::new();
    let mut is_quoted = false;
    for (at, letter) in rest.char_indices() {
        match letter {
            '"' => is_quoted = !is_quoted,
            ';' | ':' if !is_quoted => return Some((key, value, &rest[at..])),
            letter => value.push(letter),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<(String, String)> {
        lines(text)
            .filter_map(Result::ok)
            .map(|line| (line.name.clone(), line.words().map_or(String::new(), |words| words.text.to_string())))
            .collect()
    }

    #[test]
    fn folds_and_escapes() {
        let text =
            "SUMMARY:Peering\\, and\r\n  people\r\ndescription;LANGUAGE=en:One\\ntwo\nATTENDEE;CN=\"A; B: C\":urn:x";
        let lines = of(text);
        assert_eq!(lines[0], ("SUMMARY".to_owned(), "Peering, and people".to_owned()));
        assert_eq!(lines[1], ("DESCRIPTION".to_owned(), "One\ntwo".to_owned()));
        assert_eq!(lines[2].1, "urn:x");
    }

    #[test]
    fn lines_that_are_none_have_their_place() {
        let text = "BEGIN:VEVENT\nthis is no line\nEND:VEVENT";
        let faults: Vec<Span> = lines(text).filter_map(Result::err).collect();
        assert_eq!(faults, [Span::new(13, 28)]);
    }
}
