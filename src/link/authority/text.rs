//! A string of an affiliation as words in their order: folded, in the form that stands for all forms, without those that only link.

use std::borrow::Cow;

use super::super::name::words::{camel, form, is_legal, is_linking};
use super::super::normalize::fold;

/// A word of a string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub word: String,
    /// The number of the segment that it stands in.
    pub segment: usize,
    /// Whether it was written in capitals alone, as acronyms are.
    pub capitals: bool,
    /// Whether a word such as `of` stands before it.
    pub linked: bool,
}

impl Token {
    /// Whether it is a number, or has one in it.
    pub(super) fn is_number(&self) -> bool {
        self.word.bytes().any(|byte| byte.is_ascii_digit())
    }

    /// Whether it is a letter alone.
    pub(super) fn is_letter(&self) -> bool {
        self.word.len() == 1 && !self.is_number()
    }
}

/// The words of a string. Commas, brackets and the like part segments.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let plain = decoded(text).replace("U.S.A.", "USA").replace("U.S.", "US").replace("U.K.", "UK");
    let mut tokens = Vec::new();
    let segments = plain
        .split([',', ';', '(', ')', '[', ']', '/', '|', ':', '\n', '—'])
        .flat_map(|segment| segment.split(" - "))
        .flat_map(|segment| segment.split(" – "));
    for (segment, written) in segments.enumerate() {
        let mut linked = false;
        for chunk in parted(written).split_whitespace().filter(|chunk| !chunk.contains('@')) {
            for piece in camel(without_mark(chunk)) {
                let letters = piece.chars().filter(|letter| letter.is_alphabetic());
                // Initials with full stops are those of a person.
                let capitals =
                    letters.clone().count() > 1 && letters.clone().all(char::is_uppercase) && !piece.contains('.');
                let folded = if piece.chars().all(is_ideograph) { piece } else { fold(&piece) };
                for word in folded.split(' ').filter(|word| !word.is_empty()) {
                    if counts(word) {
                        tokens.push(Token { word: form(word).to_owned(), segment, capitals, linked });
                    }
                    linked = !counts(word) && !is_legal(word);
                }
            }
        }
    }
    joined(tokens)
}

/// The text with ideographs as words of their own: nothing stands between the words that they make, and their sounds are those of
/// others, too.
fn parted(text: &str) -> Cow<'_, str> {
    if !text.contains(is_ideograph) {
        return Cow::Borrowed(text);
    }
    let each = |letter: char| if is_ideograph(letter) { format!(" {letter} ") } else { letter.to_string() };
    Cow::Owned(text.chars().map(each).collect())
}

/// Whether a letter is one of Chinese, or of Japanese syllables.
fn is_ideograph(letter: char) -> bool {
    matches!(letter, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Letters that follow each other are one word: `M.D.`, `M D`, `A&M`.
fn joined(tokens: Vec<Token>) -> Vec<Token> {
    let mut list: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut is_open = false;
    for token in tokens {
        let is_letter = token.is_letter();
        match list.last_mut().filter(|last| is_open && is_letter && last.segment == token.segment) {
            Some(last) => last.word.push_str(&token.word),
            None => list.push(token),
        }
        is_open = is_letter;
    }
    list
}

/// A word without the mark of a footnote that is written together with it: `1Department`, `aDepartment`.
fn without_mark(chunk: &str) -> &str {
    let rest = chunk.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let letter = rest.strip_prefix(|letter: char| letter.is_ascii_lowercase()).unwrap_or(rest);
    let is_word = |text: &str| {
        let mut letters = text.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.clone().count() > 2 && letters.all(char::is_lowercase)
    };
    [letter, rest].into_iter().find(|text| is_word(text)).unwrap_or(chunk)
}

/// The words of a name of a register.
pub(super) fn words(name: &str) -> Vec<String> {
    tokens(name).into_iter().map(|token| token.word).collect()
}

/// Whether a word says something: no linking word, no legal form.
fn counts(word: &str) -> bool {
    !is_legal(word) && (word.len() == 1 || !is_linking(word))
}

/// The text with entities of markup as the letters that they stand for.
fn decoded(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        plain.push_str(before);
        match after.split_once(';').and_then(|(entity, after)| Some((letter(entity)?, after))) {
            Some((letter, after)) => {
                plain.push(letter);
                rest = after;
            }
            None => {
                plain.push('&');
                rest = after;
            }
        }
    }
    plain + rest
}

/// The letter that a numeric entity, or one of the few that XML has, stands for.
fn letter(entity: &str) -> Option<char> {
    match entity {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        _ => {
            let number = entity.strip_prefix('#')?;
            let hexadecimal = number.strip_prefix(['x', 'X']).map(|digits| u32::from_str_radix(digits, 16));
            char::from_u32(hexadecimal.unwrap_or_else(|| number.parse()).ok()?)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_one_form_and_know_their_segment() {
        let found = tokens("Dept. of Physics, Univ. of Nordheim (UNH); Nordheim &amp; S&#x00FC;den");
        let words: Vec<(&str, usize)> = found.iter().map(|token| (token.word.as_str(), token.segment)).collect();
        assert_eq!(
            words,
            [
                ("department", 0),
                ("physics", 0),
                ("university", 1),
                ("nordheim", 1),
                ("unh", 2),
                ("nordheim", 4),
                ("suden", 4)
            ]
        );
        assert!(found[4].capitals && !found[3].capitals);
        assert_eq!(super::words("北冰洋大学, Nordheim"), ["北", "冰", "洋", "大", "学", "nordheim"]);
    }
}
