//! Codes that have a page: topics, stakeholder groups, types of session, languages, years.

use std::collections::{BTreeMap, BTreeSet};

use super::paths;
use crate::collection::{Facts, Label, facts};
use crate::thesaurus;

/// A sort of code with pages of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sort {
    Topic,
    Group,
    Kind,
    Language,
    Year,
}

impl Sort {
    pub(super) const ALL: [Self; 5] = [Self::Topic, Self::Group, Self::Kind, Self::Language, Self::Year];

    /// The folder of its pages.
    pub(super) fn folder(self) -> &'static str {
        match self {
            Self::Topic => "topic",
            Self::Group => "group",
            Self::Kind => "type",
            Self::Language => "language",
            Self::Year => "year",
        }
    }

    /// A code as it is told from others: tags of languages are equal whatever their case.
    fn key(self, code: &str) -> Box<str> {
        match self {
            Self::Language => code.to_ascii_lowercase().into(),
            _ => code.into(),
        }
    }

    /// The scheme of the thesaurus that its codes are of.
    fn concept(self, code: &str) -> Option<&'static thesaurus::Concept> {
        match self {
            Self::Topic => thesaurus::by_code(code).or_else(|| thesaurus::by_iri(code)),
            Self::Group => thesaurus::in_scheme("group", code),
            Self::Kind => thesaurus::in_scheme("session-type", code),
            Self::Language | Self::Year => None,
        }
    }

    /// What a code is called in a language; the official label where there is one in it, else the English one.
    pub(super) fn label(self, code: &str, language: &str) -> Label {
        label_of(self.concept(code), code, language)
    }

    /// The vocabulary's own IRI for a code.
    pub(super) fn iri(self, code: &str) -> Option<&'static str> {
        self.concept(code).map(|concept| concept.iri.as_str())
    }
}

/// The label of a concept in a language, with its notation where that is what people know it by.
pub(super) fn label_of(concept: Option<&thesaurus::Concept>, code: &str, language: &str) -> Label {
    let Some(concept) = concept else { return Label { text: code.to_owned(), language: None } };
    let in_language = |wanted: &str| concept.labels.iter().find(|label| label.language == wanted);
    let Some(label) = in_language(language).or_else(|| in_language("en")).or(concept.labels.first()) else {
        return Label { text: code.to_owned(), language: None };
    };
    let text = match code.split_once(':') {
        Some(("sdg", number)) => format!("SDG {number}: {}", label.text),
        Some(("wsis", line)) => format!("{line}: {}", label.text),
        _ => label.text.clone(),
    };
    Label { text, language: Some(label.language.clone()).filter(|tag| !tag.is_empty()) }
}

/// The codes that sessions use, each with those sessions as positions among the facts.
#[derive(Debug, Default)]
pub(super) struct Codes(BTreeMap<(Sort, Box<str>), BTreeSet<usize>>);

impl Codes {
    pub(super) fn of(facts: &Facts) -> Self {
        let mut codes = Self::default();
        for (at, session) in facts.sessions.iter().enumerate() {
            for topic in &session.topics {
                codes.add(Sort::Topic, topic, at);
                // A target is part of its goal, and a part of C7 of C7.
                for code in above(topic) {
                    codes.add(Sort::Topic, &code, at);
                }
            }
            let groups = session.parts.iter().filter_map(|part| part.group.as_deref());
            groups.for_each(|group| codes.add(Sort::Group, group, at));
            session.kind.iter().for_each(|kind| codes.add(Sort::Kind, kind, at));
            session.languages.iter().for_each(|tag| codes.add(Sort::Language, tag, at));
            session.year.iter().for_each(|year| codes.add(Sort::Year, &year.to_string(), at));
        }
        codes
    }

    fn add(&mut self, sort: Sort, code: &str, session: usize) {
        self.0.entry((sort, sort.key(code))).or_default().insert(session);
    }

    /// The codes of a sort with their sessions: topics by scheme and number, the others by code.
    pub(super) fn of_sort(&self, sort: Sort) -> Vec<(&str, &BTreeSet<usize>)> {
        let found = self.0.iter().filter(|((of, _), _)| *of == sort).map(|((_, code), sessions)| (&**code, sessions));
        let mut found: Vec<(&str, &BTreeSet<usize>)> = found.collect();
        found.sort_by_cached_key(|(code, _)| order(code));
        found
    }

    /// The page of a code that sessions use.
    pub(super) fn path(&self, sort: Sort, code: &str) -> Option<String> {
        self.0.contains_key(&(sort, sort.key(code))).then(|| paths::of_code(sort.folder(), code))
    }
}

/// The goal of a target, and the broader concepts of other topics.
fn above(topic: &str) -> Vec<String> {
    if let Some(goal) = facts::goal(topic) {
        let goal = format!("sdg:{goal}");
        return if goal == topic { Vec::new() } else { vec![goal] };
    }
    let broader = thesaurus::by_code(topic).map_or(&[][..], |concept| &concept.broader);
    broader.iter().filter_map(|iri| thesaurus::by_iri(iri)).map(|concept| concept.code.clone()).collect()
}

/// A key that puts `sdg:2` before `sdg:10`.
fn order(code: &str) -> Vec<(u64, String)> {
    let parts = code.split(['.', ':', '-', '/']);
    let number = |part: &str| {
        let digits: String = part.chars().skip_while(|letter| !letter.is_ascii_digit()).collect();
        digits.parse().unwrap_or(u64::MAX)
    };
    parts.map(|part| (number(part), part.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_official_or_english() {
        assert_eq!(Sort::Topic.label("sdg:16", "en").text, "SDG 16: Peace, justice and strong institutions");
        assert_eq!(Sort::Topic.label("wsis:C1", "zz").language.as_deref(), Some("en"));
        assert_eq!(Sort::Year.label("2024", "fr").text, "2024");
    }

    #[test]
    fn tags_of_one_language_have_one_page() {
        let mut codes = Codes::default();
        codes.add(Sort::Language, "en-GB", 0);
        codes.add(Sort::Language, "en-gb", 1);
        assert_eq!(codes.of_sort(Sort::Language).len(), 1);
        assert_eq!(codes.path(Sort::Language, "EN-GB").as_deref(), Some("language/en-gb"));
    }

    #[test]
    fn targets_count_for_their_goals() {
        assert_eq!(above("sdg:16.10"), ["sdg:16"]);
        assert!(above("sdg:16").is_empty());
        let mut codes = vec!["sdg:10", "sdg:2", "sdg:1.b", "sdg:1"];
        codes.sort_by_cached_key(|code| order(code));
        assert_eq!(codes, ["sdg:1", "sdg:1.b", "sdg:2", "sdg:10"]);
    }
}
