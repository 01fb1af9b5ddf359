//! Checks of text: placeholders, spaces, capitals; markup and broken encodings in the modules below.

use super::{Run, Scope, StringAt, check, mending};
use crate::diagnostic::Report;
use crate::shape::Kind;

pub mod crammed;
pub mod encoding;
pub mod markup;
pub mod script;

check! {
    /// ## What it finds
    /// A text that only holds the place of one: "TBC", "to be announced", "lorem ipsum", "n.a.", "xxx", "test".
    ///
    /// ## Why it matters
    /// It is published as if it were a name: a person called TBC soon speaks in every session, and merging takes all of
    /// them for one.
    ///
    /// ## Example
    /// Bad: `{"agent": {"type": "Person", "name": "TBC"}, "role": "speaker"}`
    ///
    /// Good: leave the participation out until there is a name.
    ///
    /// ## How to mend
    /// Write the text, or remove the key; where the key is required, remove the record until more is known. A person
    /// who is known but not certain has `"status": "tbc"` in the participation.
    PLACEHOLDER = "text/placeholder", Warning, Run::String(placeholder)
}

check! {
    /// ## What it finds
    /// Spaces before or after a text of one line, or two or more in a row inside it; but two after the end of a sentence.
    ///
    /// ## Why it matters
    /// One cannot see them, and texts that differ only by them do not match.
    ///
    /// ## Example
    /// Bad: `"title": "Access  for all "`
    ///
    /// Good: `"title": "Access for all"`
    ///
    /// ## How to mend
    /// Write the text as the finding says. Texts of several lines are left alone.
    SPACES = "text/spaces", Note, Run::String(spaces)
}

check! {
    /// ## What it finds
    /// A title of several words in capitals only.
    ///
    /// ## Why it matters
    /// It is hard to read, screen readers may spell it, and the usual case cannot be computed back: which words were
    /// names or abbreviations is lost.
    ///
    /// ## Example
    /// Bad: `"title": "BRIDGING THE DIGITAL DIVIDE"`
    ///
    /// Good: `"title": "Bridging the digital divide"`
    ///
    /// ## How to mend
    /// Write the title in the case of a sentence; let the style of the page make capitals of it.
    ALL_CAPS = "text/all-caps", Note, Run::String(all_caps)
}

/// What people write where they have nothing to write yet, without capitals and the characters around it.
const PLACEHOLDERS: [&str; 24] = [
    "a confirmer",
    "a definir",
    "lorem ipsum",
    "n.a",
    "n/a",
    "name",
    "por confirmar",
    "por definir",
    "speaker name",
    "tba",
    "tbc",
    "tbd",
    "test",
    "test session",
    "title",
    "to be announced",
    "to be confirmed",
    "to be decided",
    "to be defined",
    "to be determined",
    "todo",
    "untitled",
    "xxx",
    "à confirmer",
];

/// Whether a text only holds the place of one.
pub(super) fn is_placeholder(text: &str) -> bool {
    let bare = text.trim().trim_matches(|letter: char| !letter.is_alphanumeric());
    if bare.is_empty() {
        return true;
    }
    if bare.len() > 40 {
        return starts_with_lorem(bare);
    }
    if !may_begin_placeholder(bare) {
        return false;
    }
    let lower = bare.to_lowercase();
    PLACEHOLDERS.binary_search(&lower.as_str()).is_ok()
        || starts_with_lorem(bare)
        || (lower.len() >= 3 && lower.bytes().all(|byte| byte == b'x'))
}

/// Whether a placeholder begins with the same letter: a look that spares most names the rest.
fn may_begin_placeholder(text: &str) -> bool {
    let first = text.as_bytes()[0].to_ascii_lowercase();
    !first.is_ascii() || b"alnpstux".contains(&first)
}

fn starts_with_lorem(text: &str) -> bool {
    text.get(..11).is_some_and(|head| head.eq_ignore_ascii_case("lorem ipsum"))
}

fn placeholder(scope: &Scope, string: &StringAt, report: &mut Report) {
    let is_name = matches!(string.field.kind, Kind::Text) || ["givenName", "familyName"].contains(&&*string.field.name);
    if !is_name || !is_placeholder(string.text) {
        return;
    }
    let shown: String = string.text.chars().take(30).collect();
    let finding =
        scope.finding(&PLACEHOLDER, string.span, string.path, format!("\"{shown}\" only holds the place of a text"));
    report.push(finding.label("placeholder").help("write the text, or leave it out until it is known"));
}

/// A blank that may stand between words; a no-break space does, too.
fn is_blank(letter: char) -> bool {
    matches!(letter, ' ' | '\t' | '\u{a0}')
}

/// Whether a text begins or ends with blanks, or has two in a row. Two after a sentence are how some were taught to type.
fn has_stray_spaces(text: &str) -> bool {
    let bytes = text.as_bytes();
    if memchr::memchr2(b'\t', 0xC2, bytes).is_none() {
        // Only plain blanks: the usual case, at the speed of a search.
        let mut doubles = memchr::memmem::find_iter(bytes, b"  ");
        return bytes.first() == Some(&b' ')
            || bytes.last() == Some(&b' ')
            || doubles.any(|at| !ends_sentence(bytes, at));
    }
    let mut before = true;
    for letter in text.chars() {
        let blank = is_blank(letter);
        if blank && before {
            return true;
        }
        before = blank;
    }
    before && !text.is_empty()
}

/// Whether the two blanks at a place follow a sentence, and no third one follows them.
fn ends_sentence(bytes: &[u8], at: usize) -> bool {
    let before = bytes[..at].iter().rev().find(|byte| !b")\"'".contains(byte));
    before.is_some_and(|byte| b".!?:".contains(byte)) && bytes.get(at + 2) != Some(&b' ')
}

/// The text with one space for several, and none around it. A single no-break space stays.
fn without_stray_spaces(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.trim_matches(is_blank).chars().peekable();
    while let Some(letter) = letters.next() {
        let mut run = false;
        while is_blank(letter) && letters.next_if(|next| is_blank(*next)).is_some() {
            run = true;
        }
        out.push(if run { ' ' } else { letter });
    }
    out
}

fn spaces(scope: &Scope, string: &StringAt, report: &mut Report) {
    if !string.is_text() || string.text.contains(['\n', '\r']) || !has_stray_spaces(string.text) {
        return;
    }
    let mended = without_stray_spaces(string.text);
    let finding = scope.finding(&SPACES, string.span, string.path, "there are spaces too many in this text");
    let finding = finding.help("leave one space between words, and none around the text");
    report.push(mending(finding, scope.in_place_of(string.span, string.text, &mended)));
}

fn all_caps(scope: &Scope, string: &StringAt, report: &mut Report) {
    if string.field.name != "title" || !is_shouted(string.text) {
        return;
    }
    let finding = scope.finding(&ALL_CAPS, string.span, string.path, "this title is in capitals only");
    report.push(finding.help("write it in the case of a sentence; how it looks is for the page to say"));
}

/// Whether a text is three words or more in capitals, with words that are too long for abbreviations.
fn is_shouted(text: &str) -> bool {
    let mut words = text.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty());
    !text.chars().any(char::is_lowercase)
        && words.clone().count() >= 3
        && words.clone().filter(|word| capitals(word) >= 5).count() >= 2
        && words.any(|word| capitals(word) >= 7)
}

fn capitals(word: &str) -> usize {
    word.chars().filter(|letter| letter.is_uppercase()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders() {
        assert!(PLACEHOLDERS.is_sorted() && PLACEHOLDERS.iter().all(|known| may_begin_placeholder(known)));
        for text in
            ["TBC", "(tbd)", "To be confirmed.", "???", "-", "N/A", "XXXX", "Lorem ipsum dolor sit amet", "n.a."]
        {
            assert!(is_placeholder(text), "{text}");
        }
        for text in ["Testing the waters", "Tba Nkosi", "XX", "Null", "测试"] {
            assert!(!is_placeholder(text), "{text}");
        }
    }

    #[test]
    fn capitals_of_abbreviations_are_no_shouting() {
        assert!(is_shouted("BRIDGING THE DIGITAL DIVIDE"));
        assert!(is_shouted("МНОГОСТОРОННЕЕ УЧАСТИЕ НА ПРАКТИКЕ"));
        for text in ["UNESCO WSIS IGF", "C7", "数字合作", "BRIDGING the gap", "UNCTAD 2030", "IETF 110 WEBTRANS WG"]
        {
            assert!(!is_shouted(text), "{text}");
        }
    }

    #[test]
    fn one_no_break_space_is_no_stray_one() {
        assert!(!has_stray_spaces("Qui\u{a0}?"));
        assert!(!has_stray_spaces("One.  Two (or \"three.\")  Four") && has_stray_spaces("One.   Two"));
        assert!(has_stray_spaces("Qui \u{a0}?") && has_stray_spaces("a ") && has_stray_spaces("\ta"));
    }
}
