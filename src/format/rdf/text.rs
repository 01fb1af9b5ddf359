//! Texts of XML elements in one piece, as the parser of RDF/XML takes them: comments, instructions and CDATA part them for it.

use std::borrow::Cow;
use std::ops::Range;

use super::xml::{skipped, tag_len};

const CDATA: (&str, &str) = ("<![CDATA[", "]]>");
/// An instruction that fills the place of what was between the pieces, so that nothing else moves.
const FILLER: (&str, &str) = ("<?_", "?>");

/// The text, byte for byte as long, with the text of each element before what stood in it.
pub(super) fn in_one_piece(text: &str) -> Cow<'_, str> {
    let (mut whole, mut copied) = (String::new(), 0);
    let (mut at, mut begin, mut breaks) = (0, None, Vec::new());
    while let Some(found) = memchr::memchr(b'<', &text.as_bytes()[at..]) {
        let start = at + found;
        let rest = &text[start..];
        if let Some(length) = skipped(rest) {
            at = start + length;
            breaks.push(start..at);
            continue;
        }
        // What stands before the root is no text of an element.
        let joined = begin.filter(|_| !breaks.is_empty()).and_then(|begin| joined(text, begin..start, &breaks));
        if let (Some(joined), Some(begin)) = (joined, begin) {
            whole.push_str(&text[copied..begin]);
            whole.push_str(&joined);
            copied = start;
        }
        at = start + tag_len(rest);
        breaks.clear();
        begin = Some(at);
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    whole.push_str(&text[copied..]);
    Cow::Owned(whole)
}

/// A part of a text: what is written, and whether it is in CDATA.
type Piece<'t> = (&'t str, bool);

/// The text between two tags as one piece and a filler; none where it is one, is blank, or does not fit.
fn joined(text: &str, run: Range<usize>, breaks: &[Range<usize>]) -> Option<String> {
    let pieces = pieces(text, &run, breaks);
    if pieces.iter().all(|(piece, _)| piece.trim().is_empty()) || matches!(pieces.as_slice(), [(_, true)]) {
        return None;
    }
    let plain = pieces.iter().all(|(piece, is_cdata)| *is_cdata || !piece.contains('&'));
    let raw: String = pieces.iter().map(|(piece, _)| *piece).collect();
    let in_cdata = (plain && !raw.contains(CDATA.1)).then(|| [CDATA.0, &raw, CDATA.1].concat());
    let escaped = pieces.iter().map(|(piece, is_cdata)| if *is_cdata { escaped(piece) } else { Cow::Borrowed(*piece) });
    [Some(escaped.collect::<String>()), in_cdata].into_iter().flatten().find_map(|joined| filled(joined, run.len()))
}

fn pieces<'t>(text: &'t str, run: &Range<usize>, breaks: &[Range<usize>]) -> Vec<Piece<'t>> {
    let (mut pieces, mut from) = (Vec::new(), run.start);
    for part in breaks {
        pieces.push((&text[from..part.start], false));
        let inside = text[part.clone()].strip_prefix(CDATA.0).and_then(|inside| inside.strip_suffix(CDATA.1));
        pieces.extend(inside.map(|inside| (inside, true)));
        from = part.end;
    }
    pieces.push((&text[from..run.end], false));
    pieces.retain(|(piece, _)| !piece.is_empty());
    pieces
}

fn escaped(text: &str) -> Cow<'_, str> {
    if text.contains(['&', '<', '>']) {
        Cow::Owned(text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text, as long as it should be.
fn filled(text: String, length: usize) -> Option<String> {
    let least = FILLER.0.len() + FILLER.1.len();
    match length.checked_sub(text.len())? {
        0 => Some(text),
        rest => Some([&*text, FILLER.0, &" ".repeat(rest.checked_sub(least)?), FILLER.1].concat()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_before_what_stood_in_them() {
        for (text, whole) in [
            ("<a>b<!-- c -->d</a>", "<a>bd<?_     ?></a>"),
            ("<a>b <!-- c --> </a>", "<a>b  <?_     ?></a>"),
            ("<a>b<![CDATA[c & d]]></a>", "<a>bc &amp; d<?_   ?></a>"),
            ("<a> <![CDATA[<<<<<]]> </a>", "<a><![CDATA[ <<<<< ]]></a>"),
            ("<a>b<?c?>d<!----></a>", "<a>bd<?_       ?></a>"),
        ] {
            assert_eq!(in_one_piece(text), whole);
            assert_eq!(text.len(), whole.len());
        }
    }

    #[test]
    fn what_is_in_one_piece_is_left_as_it_is() {
        for text in ["<!-- a --><?b?>\n<c d='>'> <!-- e --> <f/><![CDATA[g]]></c>", "<a>b</a>", "<a>b<!-- c"] {
            assert!(matches!(in_one_piece(text), Cow::Borrowed(_)), "{text}");
        }
    }
}
