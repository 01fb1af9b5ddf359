//! Marks on a line about a person: "- TBC", `[remote]`, "(moderator)", "Moderator: ...".

use super::block::Phrase;
use crate::doc::Node;
use crate::thesaurus::recognise_code;

/// Longer texts are no marks.
const LONGEST: usize = 80;

/// What the marks on a line, or the heading above it, say of a participation.
#[derive(Debug, Clone, Default)]
pub(super) struct Marks {
    pub(super) role: Option<Node<'static>>,
    pub(super) status: Option<Node<'static>>,
    pub(super) mode: Option<Node<'static>>,
}

impl Marks {
    /// These marks, and where they say nothing, those of the heading above.
    pub(super) fn or(self, above: &Self) -> Self {
        Self {
            role: self.role.or_else(|| above.role.clone()),
            status: self.status.or_else(|| above.status.clone()),
            mode: self.mode.or_else(|| above.mode.clone()),
        }
    }

    /// Takes what a mark says; false if it says nothing that is known.
    pub(super) fn take(&mut self, mark: Phrase) -> bool {
        let parts = || mark.text.split([',', ';', '/']).map(|part| mark.part(part));
        if mark.is_empty() || mark.text.len() > LONGEST {
            return false;
        }
        if self.take_one(mark) {
            return true;
        }
        let mut said = self.clone();
        let all = parts().count() > 1 && parts().all(|part| said.take_one(part));
        if all {
            *self = said;
        }
        all
    }

    fn take_one(&mut self, mark: Phrase) -> bool {
        let said = |scheme| known(scheme, mark.text).map(|code| mark.says(code));
        let fields = [
            ("participation-status", &mut self.status),
            ("participation-mode", &mut self.mode),
            ("role", &mut self.role),
        ];
        for (scheme, field) in fields {
            if let Some(node) = said(scheme) {
                field.get_or_insert(node);
                return true;
            }
        }
        false
    }

    /// Takes the marks off the end of some words.
    pub(super) fn strip_end<'b>(&mut self, words: Phrase<'b>) -> Phrase<'b> {
        let mut words = words;
        loop {
            let Some((rest, mark)) = bracketed(words.text).or_else(|| after_dash(words.text)) else { return words };
            if rest.trim().is_empty() || !self.take(words.part(mark)) {
                return words;
            }
            words = words.part(rest.trim_end_matches([',', ';', ' ', '-', '–', '—']));
        }
    }

    /// Takes a role before a name, "Moderator: Jane Doe" or "Keynote – Jane Doe", with what else stands there.
    pub(super) fn strip_start<'b>(&mut self, words: Phrase<'b>) -> Phrase<'b> {
        let colon = words.text.find(':').map(|at| (at, 1));
        let dash = [" – ", " — ", " - "].iter().filter_map(|dash| Some((words.text.find(dash)?, dash.len()))).min();
        for (at, length) in [colon, dash].into_iter().flatten() {
            let mut said = self.clone();
            let label = said.strip_end(words.part(&words.text[..at]));
            let role = said.role.take();
            if said.take_role(label) {
                said.role = said.role.or(role);
                *self = said;
                return words.part(&words.text[at + length..]);
            }
        }
        words
    }

    /// Takes a role as a label writes it, "Remote speakers" and "Speaker 3" included.
    pub(super) fn take_role(&mut self, label: Phrase) -> bool {
        let label = label.part(label.text.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ' || c == '#'));
        if let Some(code) = known("role", label.text) {
            self.role = Some(label.says(code));
            return true;
        }
        let Some((first, rest)) = label.text.split_once(' ') else { return false };
        let mut said = self.clone();
        let known = said.take_one(label.part(first)) && said.take_role(label.part(rest));
        if known {
            *self = said;
        }
        known
    }
}

/// The code that a mark or label names, but for those that say nothing.
fn known(scheme: &str, text: &str) -> Option<&'static str> {
    let concept = recognise_code(scheme, text).filter(|_| text.len() < LONGEST)?;
    (concept.code != "other").then_some(concept.code.as_str())
}

/// "Jane Doe (moderator)": what stands before the last brackets, and in them.
fn bracketed(text: &str) -> Option<(&str, &str)> {
    let (open, inner) = match text.chars().next_back()? {
        ')' => ('(', text.strip_suffix(')')?),
        ']' => ('[', text.strip_suffix(']')?),
        _ => return None,
    };
    let at = tail(inner) + inner[tail(inner)..].rfind(open)?;
    Some((&inner[..at], &inner[at + open.len_utf8()..]))
}

/// Where the end of a text begins that a mark can stand in.
fn tail(text: &str) -> usize {
    let mut at = text.len().saturating_sub(LONGEST);
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

/// "Jane Doe, UNESCO - TBC": what stands before the last dash, and after it. "TBC" after a mere comma counts too.
fn after_dash(text: &str) -> Option<(&str, &str)> {
    let tail = tail(text);
    let dashes = ["-", "–", "—", ","].iter().filter_map(|dash| Some((tail + text[tail..].rfind(dash)?, dash.len())));
    let (at, length) = dashes.max()?;
    let spaced = text[..at].ends_with(' ') || text[at + length..].starts_with(' ');
    let comma = &text[at..at + length] == ",";
    let after = &text[at + length..];
    let is_role = comma && known("role", after.trim()).is_some();
    (spaced && !is_role).then_some((&text[..at], after))
}
