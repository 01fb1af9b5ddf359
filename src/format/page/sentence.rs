//! Sentences about people: "The moderator is X.", "Moderated by X", and those that introduce a list of speakers.

use super::block::Phrase;
use super::marks::Marks;
use super::words;
use crate::thesaurus::{fold::fold, recognise_code};

/// Participles and the role of whom they name after "by".
const BY: &[(&str, &str)] = &[
    ("moderated by ", "moderator"),
    ("co-chaired by ", "co-chair"),
    ("chaired by ", "chair"),
    ("facilitated by ", "facilitator"),
    ("hosted by ", "host"),
];

/// Longer texts are not one sentence about one role.
const LONGEST: usize = 400;

/// The people that a sentence gives a role, and the role.
pub(super) fn appointed(words: Phrase) -> Option<(Marks, Phrase)> {
    if words.text.len() > LONGEST {
        return None;
    }
    subject(words).or_else(|| by(words)).or_else(|| will(words)).map(|(marks, people)| (marks, full_stop(people)))
}

/// "The moderator is X"; said as a fact, so it is confirmed.
fn subject(words: Phrase) -> Option<(Marks, Phrase)> {
    let verbs = [" is ", " are ", " will be "];
    let (verb, at) = verbs.iter().filter_map(|verb| Some((*verb, words.text.find(verb)?))).min_by_key(|(_, at)| *at)?;
    let role = words.text[..at].strip_prefix("The ").or_else(|| words.text[..at].strip_prefix("Our "))?;
    let mut marks = Marks::default();
    if !marks.take_role(words.part(role)) {
        return None;
    }
    let people = words.part(&words.text[at + verb.len()..]);
    if verb != " will be " {
        marks.status = Some(words.part(&words.text[at..at + verb.len()]).says("confirmed"));
    }
    starts_with_name(people).then_some((marks, people))
}

/// "Moderated by X", "The session will be moderated by X".
fn by(words: Phrase) -> Option<(Marks, Phrase)> {
    let lower = words.text.to_ascii_lowercase();
    let (phrase, role, at) =
        BY.iter().filter_map(|(phrase, role)| Some((*phrase, *role, lower.find(phrase)?))).min_by_key(|it| it.2)?;
    let before = fold(&words.text[..at]);
    let introduces =
        before.is_empty() || before.ends_with(" is") || before.ends_with(" be") || before.ends_with("session");
    let people = words.part(&words.text[at + phrase.len()..]);
    let mut marks = Marks { role: Some(words.part(&words.text[at..at + phrase.len()]).says(role)), ..Marks::default() };
    if before.ends_with(" is") {
        marks.status = Some(words.part(&words.text[..at]).says("confirmed"));
    }
    (introduces && before.split(' ').count() < 7 && starts_with_name(people)).then_some((marks, people))
}

/// "X will moderate."
fn will(words: Phrase) -> Option<(Marks, Phrase)> {
    let (people, rest) = words.text.split_once(" will moderate")?;
    let people = words.part(people);
    let verb = words.part(&words.text[people.text.len()..words.text.len() - rest.len()]);
    let marks = Marks { role: Some(verb.says("moderator")), ..Marks::default() };
    (rest.len() < 40 && starts_with_name(people)).then_some((marks, people))
}

/// Whether some words begin with a name.
pub(super) fn starts_with_name(words: Phrase) -> bool {
    let first = words.text.split([',', '(', ';', '\n', '–', '—']).next().unwrap_or_default();
    let first = first.split(" - ").next().unwrap_or_default().split(" and ").next().unwrap_or_default();
    words::is_name(first.trim().trim_end_matches('.'))
}

/// Without the full stop that ends the sentence.
fn full_stop(words: Phrase) -> Phrase {
    let last = words.text.rsplit(' ').next().unwrap_or_default();
    let is_abbreviation = words::is_suffix(last) && last.len() < 6;
    words.part(if is_abbreviation { words.text } else { words.text.trim_end_matches('.') })
}

/// What the sentence before a list of people says of them; none if it does not introduce people.
pub(super) fn introduction(words: Phrase) -> Option<Marks> {
    let text = words.text.strip_suffix(':')?;
    if !words::announces_people(text) {
        return None;
    }
    let word = |wanted: &str| {
        let mut all = text.split(|letter: char| !letter.is_alphabetic());
        all.find(|word| word.eq_ignore_ascii_case(wanted)).map(|word| words.part(word))
    };
    let role = ["speaking", "speakers", "panellists", "panelists", "discussants", "moderators", "presenters"]
        .into_iter()
        .filter_map(|name| Some((word(name)?, recognise_code("role", name).map_or("speaker", |concept| &concept.code))))
        .min_by_key(|(word, _)| word.span());
    let folded = fold(text);
    let denied = ["not confirmed", "not yet confirmed", "be confirmed", "invited and confirmed"];
    let confirmed = word("confirmed").filter(|_| !denied.iter().any(|words| folded.contains(words)));
    let invited = word("invited").filter(|_| confirmed.is_none()).map(|word| word.says("invited"));
    Some(Marks {
        role: role.map(|(word, role)| word.says(role)),
        status: confirmed.map(|word| word.says("confirmed")).or(invited),
        mode: None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::block::{Block, Role};
    use super::*;

    fn read<T>(text: &str, read: impl Fn(Phrase) -> T) -> T {
        let mut block = Block::new(Role::Line, false);
        block.push_visible(text, 0);
        read(block.words())
    }

    #[test]
    fn sentences_appoint() {
        let appointed = |text| {
            read(text, |words| {
                appointed(words).map(|(marks, people)| {
                    let code = |node: Option<crate::doc::Node>| node.and_then(|node| node.as_str().map(str::to_owned));
                    (code(marks.role).unwrap_or_default(), code(marks.status).is_some(), people.text.to_owned())
                })
            })
        };
        let expected = |role: &str, confirmed, people: &str| Some((role.to_owned(), confirmed, people.to_owned()));
        assert_eq!(appointed("The moderator is Zoë Fré."), expected("moderator", true, "Zoë Fré"));
        assert_eq!(appointed("The rapporteurs will be A Bo and C Do"), expected("rapporteur", false, "A Bo and C Do"));
        assert_eq!(appointed("The session will be chaired by Jo Doe, ITU."), expected("chair", false, "Jo Doe, ITU"));
        assert_eq!(appointed("Moderated by Dr. Jo Doe"), expected("moderator", false, "Dr. Jo Doe"));
        assert_eq!(appointed("Jo Doe will moderate the session."), expected("moderator", false, "Jo Doe"));
        assert_eq!(appointed("The moderator is not known yet."), None);
        assert_eq!(appointed("The network is hosted by volunteers."), None);
    }

    #[test]
    fn introductions_say_role_and_status() {
        let status =
            |text| read(text, introduction).map(|marks| marks.status.and_then(|node| node.as_str().map(str::to_owned)));
        assert_eq!(status("These experts have confirmed that they speak:"), Some(Some("confirmed".to_owned())));
        assert_eq!(status("Speakers, yet to be confirmed:"), Some(None));
        assert_eq!(status("The session asks:"), None);
    }
}
