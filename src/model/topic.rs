//! Topics: the action lines of the Geneva Plan of Action and the Sustainable Development Goals, as CURIEs.

use std::sync::LazyLock;

use super::code::{CodeList, CodeRow, CodeSet, Codes, Form, Scheme};
use crate::vocab::{plenary, sdg};

/// The sections of the Geneva Plan of Action: code and title. `C1` to `C11` are the eleven action lines; `C7-...` the
/// eight parts of C7; `D` to `F` the sections after them.
const WSIS: &[(&str, &str)] = &[
    ("C", "Action Lines"),
    ("C1", "The role of governments and all stakeholders in the promotion of ICTs for development"),
    ("C10", "Ethical dimensions of the Information Society"),
    ("C11", "International and regional cooperation"),
    ("C2", "Information and communication infrastructure"),
    ("C3", "Access to information and knowledge"),
    ("C4", "Capacity building"),
    ("C5", "Building confidence and security in the use of ICTs"),
    ("C6", "Enabling environment"),
    ("C7", "ICT applications: benefits in all aspects of life"),
    ("C7-e-agriculture", "E-agriculture"),
    ("C7-e-business", "E-business"),
    ("C7-e-employment", "E-employment"),
    ("C7-e-environment", "E-environment"),
    ("C7-e-government", "E-government"),
    ("C7-e-health", "E-health"),
    ("C7-e-learning", "E-learning"),
    ("C7-e-science", "E-science"),
    ("C8", "Cultural diversity and identity, linguistic diversity and local content"),
    ("C9", "Media"),
    ("D", "Digital Solidarity Agenda"),
    ("D1", "Priorities and strategies"),
    ("D2", "Mobilizing resources"),
    ("E", "Follow-up and evaluation"),
    ("F", "Towards WSIS phase 2 (Tunis)"),
];

/// The goals: short title, number of the last numbered target, letter of the last lettered one (`` ` `` for none).
const GOALS: [(&str, u8, u8); 17] = [
    ("No poverty", 5, b'b'),
    ("Zero hunger", 5, b'c'),
    ("Good health and well-being", 9, b'd'),
    ("Quality education", 7, b'c'),
    ("Gender equality", 6, b'c'),
    ("Clean water and sanitation", 6, b'b'),
    ("Affordable and clean energy", 3, b'b'),
    ("Decent work and economic growth", 10, b'b'),
    ("Industry, innovation and infrastructure", 5, b'c'),
    ("Reduced inequalities", 7, b'c'),
    ("Sustainable cities and communities", 7, b'c'),
    ("Responsible consumption and production", 8, b'c'),
    ("Climate action", 3, b'b'),
    ("Life below water", 7, b'c'),
    ("Life on land", 9, b'c'),
    ("Peace, justice and strong institutions", 10, b'b'),
    ("Partnerships for the Goals", 19, b'`'),
];

static WSIS_LINES: LazyLock<Codes> = LazyLock::new(|| {
    let row = |(code, label): &(&'static str, &'static str)| CodeRow {
        code: (*code).into(),
        label: (*label).into(),
        about: "",
    };
    Codes::new(WSIS.iter().map(row).collect())
});

static SDG: LazyLock<Codes> = LazyLock::new(|| {
    let row = |code: String, label: String| CodeRow { code: code.into(), label: label.into(), about: "" };
    let mut rows = Vec::new();
    for (goal, (title, numbers, letters)) in (1..).zip(GOALS) {
        rows.push(row(goal.to_string(), title.to_owned()));
        let numbered = (1..=numbers).map(|target| target.to_string());
        let lettered = (b'a'..=letters).map(|letter| char::from(letter).to_string());
        rows.extend(
            numbered.chain(lettered).map(|target| row(format!("{goal}.{target}"), format!("Target {goal}.{target}"))),
        );
    }
    rows.sort_by(|left, right| left.code.cmp(&right.code));
    Codes::new(rows)
});

/// What a session is about: an action line, an SDG goal, target or indicator, or a concept elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Topic;

impl CodeList for Topic {
    const SCHEME: Scheme = Scheme {
        name: "Topic",
        about: "An action line of the Geneva Plan of Action (`wsis:C1` ... `wsis:C11`, `wsis:C7-e-health`), an SDG goal or target (`sdg:17`, `sdg:16.10`), or the IRI of a concept.",
        sets: &[
            CodeSet { prefix: "sdg:", namespace: sdg::NS, codes: sdg_codes, form: Some(INDICATOR) },
            CodeSet { prefix: "wsis:", namespace: plenary::WSIS, codes: wsis_codes, form: None },
        ],
        foreign: true,
    };
}

/// The scheme of topics.
pub static TOPIC: Scheme = Topic::SCHEME;

fn sdg_codes() -> &'static Codes {
    &SDG
}

fn wsis_codes() -> &'static Codes {
    &WSIS_LINES
}

/// The UN's permanent codes of indicators. The list changes, so an indicator unknown to us is a matter for a check.
const INDICATOR: Form = Form { pattern: "C[0-9]{2}[0-9][0-9a-d][0-9]{2}", is_valid: is_indicator };

fn is_indicator(code: &str) -> bool {
    let bytes = code.as_bytes();
    bytes.len() == 7
        && bytes[0] == b'C'
        && bytes
            .iter()
            .enumerate()
            .skip(1)
            .all(|(at, byte)| byte.is_ascii_digit() || (at == 4 && (b'a'..=b'd').contains(byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_17_goals_and_169_targets() {
        assert_eq!(SDG.rows.iter().filter(|row| !row.code.contains('.')).count(), 17);
        assert_eq!(SDG.rows.iter().filter(|row| row.code.contains('.')).count(), 169);
    }

    #[test]
    fn codes_curies_and_iris() {
        for valid in [
            "sdg:17",
            "sdg:16.10",
            "sdg:C170601",
            "wsis:C7-e-health",
            "http://metadata.un.org/sdg/17",
            "https://metadata.un.org/sdg/1.a",
            "https://example.org/topic",
            "https://w3id.org/plenary/wsis/F",
        ] {
            assert!(TOPIC.is_valid(valid), "{valid}");
        }
        for invalid in [
            "sdg:18",
            "sdg:16.11",
            "17",
            "wsis:15",
            "C1",
            "http://metadata.un.org/sdg/18",
            "https://w3id.org/plenary/wsis/X",
            "",
        ] {
            assert!(!TOPIC.is_valid(invalid), "{invalid}");
        }
        assert_eq!(TOPIC.canonical("https://metadata.un.org/sdg/17"), "sdg:17");
        assert_eq!(TOPIC.canonical("sdg:C170601"), "http://metadata.un.org/sdg/C170601");
        assert_eq!(TOPIC.iri("sdg:17"), ("http://metadata.un.org/sdg/", "17"));
        assert_eq!(TOPIC.iri("https://example.org/x"), ("", "https://example.org/x"));
    }
}
