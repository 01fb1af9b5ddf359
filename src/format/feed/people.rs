//! People in one string: `A. Smith (UNESCO), B. Jones - moderator; C. Lee [remote]`.

use std::borrow::Cow;

use super::{Someone, Words};
use crate::source::Span;
use crate::thesaurus::{Concept, recognise_code};

/// Everybody that a string names, in its order. One name without marks is one person, and nothing was guessed.
#[must_use]
pub fn people<'s>(words: &Words<'s>) -> Vec<Someone<'s>> {
    let pieces = pieces(&words.text);
    pieces.into_iter().filter_map(|piece| someone(words, piece)).collect()
}

/// The parts of a list. Where semicolons or line ends part people, commas part what is said of each.
fn pieces(text: &str) -> Vec<&str> {
    let first = |rest: &str| rest.chars().next().map_or(1, char::len_utf8);
    let strong = split(text, |rest| rest.starts_with([';', '\n', '|', '•']).then(|| first(rest)));
    if strong.len() > 1 {
        return strong;
    }
    split(text, |rest| {
        let word = [" and ", " & ", " und ", " et ", " y "].into_iter().find(|word| rest.starts_with(word));
        word.map(str::len).or_else(|| rest.starts_with([',', '，', '、']).then(|| first(rest)))
    })
}

/// Cuts a text where `cut` gives the length of a separator, outside of brackets.
fn split(text: &str, cut: impl Fn(&str) -> Option<usize>) -> Vec<&str> {
    let (mut pieces, mut start, mut depth, mut after) = (Vec::new(), 0, 0_usize, 0);
    for (at, letter) in text.char_indices() {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0
            && at >= after
            && let Some(length) = cut(&text[at..])
        {
            pieces.push(&text[start..at]);
            start = at + length;
            after = start;
        }
    }
    pieces.push(&text[start..]);
    pieces.into_iter().map(str::trim).filter(|piece| !piece.is_empty()).collect()
}

/// One person, with what stands in brackets, after a dash or before a colon.
fn someone<'s>(whole: &Words<'s>, piece: &str) -> Option<Someone<'s>> {
    let mut rest = piece;
    let mut found: Vec<&str> = Vec::new();
    if let Some((label, name)) = rest.split_once(':')
        && recognise_code("role", label).is_some()
    {
        found.push(label.trim());
        rest = name.trim();
    }
    loop {
        let open = match rest.chars().next_back() {
            Some(')') => '(',
            Some(']') => '[',
            _ => break,
        };
        let Some(at) = rest.rfind(open) else { break };
        found.push(rest[at + 1..rest.len() - 1].trim());
        rest = rest[..at].trim_end();
    }
    for dash in [" - ", " – ", " — "] {
        if let Some((name, mark)) = rest.rsplit_once(dash) {
            found.push(mark.trim());
            rest = name.trim_end();
        }
    }
    let mut commas = rest.split(',').map(str::trim);
    let name = commas.next().filter(|name| name.contains(char::is_alphabetic))?;
    found.extend(commas.filter(|part| !part.is_empty()));
    let mut someone = Someone::named(part(whole, name)?);
    someone.span = part(whole, piece)?.span;
    for mark in found {
        someone.take(whole, mark);
    }
    Some(someone)
}

impl<'s> Someone<'s> {
    /// Sorts a mark: a role, a status, a mode, else where somebody comes from.
    fn take(&mut self, whole: &Words<'s>, mark: &str) {
        let Some(words) = part(whole, mark) else { return };
        let code = |concept: &Concept| Words { text: Cow::Owned(concept.code.clone()), span: words.span };
        if let Some(concept) = recognise_code("role", mark) {
            self.role.get_or_insert(code(concept));
        } else if let Some(concept) = recognise_code("participation-status", mark) {
            self.status.get_or_insert(code(concept));
        } else if let Some(concept) = recognise_code("participation-mode", mark) {
            self.mode.get_or_insert(code(concept));
        } else if self.organization.is_none() {
            self.organization = Some(words);
        } else if let Some(known) = self.organization.replace(words) {
            // Of several, the last is where somebody comes from, and the one before it what they are there.
            self.position.get_or_insert(known);
        }
    }
}

/// A part of some words, in its place where the words stand as they are in the source.
fn part<'s>(whole: &Words<'s>, part: &str) -> Option<Words<'s>> {
    let at = (part.as_ptr() as usize).checked_sub(whole.text.as_ptr() as usize)?;
    let verbatim = whole.span.range().len() == whole.text.len();
    let span = if verbatim { Span::new(at, at + part.len()).shifted(whole.span.start as usize) } else { whole.span };
    let text = match &whole.text {
        Cow::Borrowed(text) => Cow::Borrowed(text.get(at..at + part.len())?),
        Cow::Owned(text) => Cow::Owned(text.get(at..at + part.len())?.to_owned()),
    };
    Words::new(text, span)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &'static str) -> Vec<String> {
        let words = Words { text: text.into(), span: Span::new(0, text.len()) };
        let said = |words: &Option<Words>| words.as_ref().map_or(String::new(), |words| words.text.to_string());
        let people = people(&words).into_iter();
        people
            .map(|it| [it.name.text.to_string(), said(&it.organization), said(&it.role), said(&it.mode)].join("|"))
            .collect()
    }

    #[test]
    fn people_in_lists() {
        assert_eq!(of("Ann Lee"), ["Ann Lee|||"]);
        assert_eq!(of("Ann Lee, Bo Chen and Cy Roe"), ["Ann Lee|||", "Bo Chen|||", "Cy Roe|||"]);
        assert_eq!(of("Ann Lee (UNESCO), Bo Chen - moderator"), ["Ann Lee|UNESCO||", "Bo Chen||moderator|"]);
        assert_eq!(of("Moderator: Ann Lee; Bo Chen, Director, ITU"), ["Ann Lee||moderator|", "Bo Chen|ITU||"]);
        assert_eq!(of("Ann Lee • Bo Chen"), ["Ann Lee|||", "Bo Chen|||"]);
        assert_eq!(of("Ann Lee [remote]"), ["Ann Lee|||online"]);
        assert_eq!(of(" , ;"), Vec::<String>::new());
    }
}
