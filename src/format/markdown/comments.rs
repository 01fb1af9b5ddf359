//! Where Markdown has comments: those of the front matter, and `<!-- -->` in the text where it is no code.

use super::{Language, Parts, split};
use crate::format::{Comments, toml, yaml};
use crate::source::{Span, line_break, line_end};

/// The comments of a page.
#[must_use]
pub(super) fn comments(text: &str) -> Comments {
    let Ok(parts) = split(text) else { return Comments::default() };
    let Parts { language, front, body, .. } = parts;
    let inside = &text[front.clone()];
    let mut comments = match language {
        Language::Yaml => yaml::comments(inside),
        Language::Toml => toml::comments(inside),
    };
    comments = comments.shifted(front.start);
    in_body(text, body, &mut comments);
    comments
}

/// The comments in the text that are meant for this program; they are no part of the description.
pub(super) fn of_ours(text: &str, start: usize) -> Vec<Span> {
    let mut comments = Comments::default();
    if text[start..].contains("<!--") {
        in_body(text, start, &mut comments);
    }
    let ours = comments.found.iter().filter(|comment| comment.said(text).is_some());
    ours.map(|comment| comment.footprint(text)).collect()
}

fn in_body(text: &str, start: usize, comments: &mut Comments) {
    let (mut at, mut fence) = (start, None);
    while at < text.len() {
        let end = line_end(text, at);
        let line = &text[at..end];
        let end = match (&fence, fence_of(line)) {
            (None, Some(open)) if is_opening(line, open) => {
                fence = Some(open);
                end
            }
            (Some((mark, length)), Some((other, longer))) if *mark == other && longer >= *length => {
                let is_bare = line.trim().bytes().all(|byte| byte == other);
                fence = fence.filter(|_| !is_bare);
                end
            }
            (Some(_), _) => end,
            (None, _) if line.starts_with("    ") || line.starts_with('\t') => end,
            (None, _) => in_line(text, at, end, comments),
        };
        at = end + line_break(&text[end..]).len();
    }
}

/// The fence of a block of code that a line may begin: three or more marks, indented by up to three spaces.
fn fence_of(line: &str) -> Option<(u8, usize)> {
    let bare = line.trim_start_matches(' ');
    let mark = *bare.as_bytes().first().filter(|mark| matches!(mark, b'`' | b'~'))?;
    let length = bare.bytes().take_while(|byte| *byte == mark).count();
    (length >= 3 && line.len() - bare.len() <= 3).then_some((mark, length))
}

/// What follows a fence of backticks has none, or it would be code within a line.
fn is_opening(line: &str, (mark, length): (u8, usize)) -> bool {
    mark == b'~' || !line.trim_start()[length..].contains('`')
}

/// Looks at a line that is no code, and gives its end: that of a later one where a comment or code goes on over several.
fn in_line(text: &str, start: usize, end: usize, comments: &mut Comments) -> usize {
    let bytes = text.as_bytes();
    let (mut at, mut end) = (start, end);
    while at < end {
        at = match bytes[at] {
            b'\\' if bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation) => at + 2,
            b'`' => code_end(bytes, at),
            b'<' if text[at..].starts_with("<!--") => {
                let close = text[at..].find("-->").map_or(text.len(), |length| at + length + "-->".len());
                comments.of_xml(text, at, close);
                close
            }
            _ => at + 1,
        };
        if at > end {
            end = line_end(text, at);
        }
    }
    end
}

/// How far code within a line is looked for.
const CODE: usize = 4096;

/// The end of code between backticks: as many close it as open it, before the paragraph ends.
fn code_end(bytes: &[u8], start: usize) -> usize {
    let run = |at: usize| bytes[at..].iter().take_while(|&&byte| byte == b'`').count();
    let opening = run(start);
    let body = start + opening;
    let near = &bytes[..bytes.len().min(body + CODE)];
    let end = memchr::memmem::find(&near[body..], b"\n\n").map_or(near.len(), |length| body + length);
    let mut at = body;
    while let Some(found) = memchr::memchr(b'`', &bytes[at..end]) {
        let closing = run(at + found);
        at += found + closing;
        if closing == opening {
            return at;
        }
        if at >= end {
            break;
        }
    }
    body
}
