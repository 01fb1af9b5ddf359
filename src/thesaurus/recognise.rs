//! Topics and codes as people write them: "SDG 17", "C7. ICT applications: ... — E-government", "Panellists".
//!
//! The words decide, never a bare number: lists of action lines are counted in more than one way.

use std::sync::LazyLock;

use super::fold::fold;
use super::number::{Marker, Number, mark, number};
use super::{Concept, Named, in_scheme, named};

/// What a topic is expected to be, from the heading that it stands under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Any,
    Goals,
    ActionLines,
}

/// By what a topic or code was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// By its code or number.
    Number,
    /// By its title or another label.
    Title,
    /// By its place among the eleven action lines.
    Ordinal,
    /// By a title that is nearly the official one.
    Similar,
}

/// A concept that a text names.
#[derive(Debug, Clone)]
pub struct Recognised {
    pub concept: &'static Concept,
    pub how: How,
    /// Why the author should look at it again.
    pub warning: Option<String>,
    /// Whether the text has a number and a title that name different concepts.
    pub disagrees: bool,
}

/// What a text names.
#[derive(Debug, Clone)]
pub enum Recognition {
    One(Recognised),
    /// Several concepts, by different ways of counting; none may be chosen for the author.
    Ambiguous(Vec<&'static Concept>),
}

/// Longer texts are no topics.
const LONGEST: usize = 400;

/// How like a title has to be to count as misspelt.
const LIKE: f64 = 0.88;

/// The topic that a text names.
#[must_use]
pub fn recognise(text: &str, kind: Kind) -> Option<Recognition> {
    let text = text.trim().trim_end_matches(['.', ';', ',']).trim_end();
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    let (marker, rest) = mark(text);
    let read = match marker {
        Some(Marker::Goal) => goal(rest),
        Some(Marker::Line) => line(rest),
        None => None,
    };
    read.or_else(|| action_line_code(text)).or_else(|| plain(text, kind)).or_else(|| in_a_part(text))
}

/// Whether a text begins as a topic with a number does: "SDG 4", "C5", "16.10".
#[must_use]
pub fn announces(text: &str) -> bool {
    let text = text.trim_start();
    let numbered = |text| number(text).is_some();
    let marked = mark(text);
    numbered(text)
        || (marked.0.is_some() && (numbered(marked.1) || action_line_code(marked.1).is_some()))
        || action_line_code(text).is_some()
}

/// What the word at the beginning of a text says of the numbers after it; `kind` if it says nothing.
#[must_use]
pub fn announced(text: &str, kind: Kind) -> Kind {
    match mark(text.trim_start()).0 {
        Some(Marker::Goal) => Kind::Goals,
        Some(Marker::Line) => Kind::ActionLines,
        None => kind,
    }
}

/// The code of a scheme (`role`, `session-type`) that a text names; the core scheme's where a forum has one of the same
/// name.
#[must_use]
pub fn recognise_code(scheme: &str, text: &str) -> Option<&'static Concept> {
    if text.len() > LONGEST {
        return None;
    }
    let folded = fold(text);
    let forms = [Some(folded.as_str()), folded.strip_suffix('s'), folded.strip_suffix(" session")];
    forms
        .into_iter()
        .flatten()
        .filter(|form| !form.is_empty())
        .find_map(|form| named(scheme, form))
        .map(|it| it.concept)
}

fn one(concept: &'static Concept, how: How) -> Recognition {
    Recognition::One(Recognised { concept, how, warning: None, disagrees: false })
}

fn warned(concept: &'static Concept, how: How, warning: impl Into<String>) -> Recognition {
    Recognition::One(Recognised { concept, how, warning: Some(warning.into()), disagrees: false })
}

fn disagreeing(titled: &'static Concept, warning: String) -> Recognition {
    let warning = Some(warning);
    Recognition::One(Recognised { concept: titled, how: How::Title, warning, disagrees: true })
}

/// After "SDG", "Goal" or "Target".
fn goal(rest: &str) -> Option<Recognition> {
    match number(rest) {
        Some((number, rest)) => Some(with_title(goal_of(&number)?, rest, "sdg")),
        None => titled(rest, "sdg").map(|named| one(named.concept, How::Title)),
    }
}

fn goal_of(number: &Number) -> Option<&'static Concept> {
    named("sdg", &fold(&number.to_string())).map(|it| it.concept)
}

/// After "Action Line" or "AL".
fn line(rest: &str) -> Option<Recognition> {
    if let Some(read) = action_line_code(rest) {
        return Some(read);
    }
    let Some((number, rest)) = number(rest) else {
        return titled(rest, "wsis").map(|named| as_line(named.concept, How::Title));
    };
    let ordinal = number.whole()?;
    match titled(rest, "wsis") {
        Some(named) => Some(ordinal_and_title(ordinal, named.concept)),
        None => by_ordinal(ordinal),
    }
}

/// A concept that is called an action line, whether it is one or not.
fn as_line(concept: &'static Concept, how: How) -> Recognition {
    match alias(concept) {
        Some(warning) => warned(concept, how, warning),
        None => one(concept, how),
    }
}

/// Why a concept is not quite what its name in the text says: what its scope note and the editors' doubts say.
fn alias(concept: &Concept) -> Option<String> {
    if concept.scope.is_empty() {
        return None;
    }
    let doubts = concept.notes.iter().filter(|note| note.starts_with("Hypothesis"));
    Some(concept.scope.iter().chain(doubts).map(String::as_str).collect::<Vec<_>>().join(" "))
}

/// The concepts that a number may mean: its place among C1 to C11, among those with D1, D2, E and F, and among the
/// eighteen lines that spell out the eight parts of C7.
fn counted(ordinal: u8) -> Vec<&'static Concept> {
    const AFTER_C11: [&str; 4] = ["wsis:D1", "wsis:D2", "wsis:E", "wsis:F"];
    let line = |number: u8| in_scheme("wsis", &format!("wsis:C{number}"));
    let after = usize::from(ordinal).checked_sub(12).and_then(|at| AFTER_C11.get(at));
    let spelled_out = (15..=18).contains(&ordinal).then(|| ordinal - 7);
    let candidates = [
        (1..=11).contains(&ordinal).then_some(ordinal).and_then(line),
        after.and_then(|code| in_scheme("wsis", code)),
        spelled_out.and_then(line),
    ];
    candidates.into_iter().flatten().collect()
}

fn by_ordinal(ordinal: u8) -> Option<Recognition> {
    let candidates = counted(ordinal);
    match candidates[..] {
        [] => None,
        [only] if ordinal <= 11 => Some(one(only, How::Ordinal)),
        _ => Some(Recognition::Ambiguous(candidates)),
    }
}

fn ordinal_and_title(ordinal: u8, titled: &'static Concept) -> Recognition {
    let agrees = counted(ordinal).iter().any(|concept| is_same_or_part(concept, titled));
    if agrees {
        return as_line(titled, How::Title);
    }
    disagreeing(titled, format!("Action line {ordinal} is not the one of this title; the title decides."))
}

/// "C5", "C7 e-health", "C7. ICT applications: ... — E-government", with a Latin or a Cyrillic C.
fn action_line_code(text: &str) -> Option<Recognition> {
    let rest = text.strip_prefix(['C', 'c', '\u{421}', '\u{441}'])?;
    let (number, rest) = number(rest)?;
    let concept = in_scheme("wsis", &format!("wsis:C{}", number.whole()?))?;
    Some(with_title(concept, rest, "wsis"))
}

/// A concept by its number, with words after it that should be its title. Where they are that of another, they decide.
fn with_title(numbered: &'static Concept, rest: &str, scheme: &str) -> Recognition {
    let part = || named(scheme, &fold(&format!("{} {rest}", numbered.notation))).map(|named| named.concept);
    match titled(rest, scheme).map(|named| named.concept).or_else(part) {
        Some(title) if is_same_or_part(numbered, title) => one(title, How::Number),
        Some(title) if !is_same_or_part(title, numbered) => disagreeing(
            title,
            format!("The number is that of {} ({}); the title decides.", numbered.code, numbered.label()),
        ),
        _ => one(numbered, How::Number),
    }
}

/// Whether `narrow` is `broad`, or a part of it: a goal's target, a part of C7.
fn is_same_or_part(broad: &Concept, narrow: &Concept) -> bool {
    narrow.iri == broad.iri || narrow.broader.contains(&broad.iri)
}

/// A text without a marker: a code, a title, or a number that the heading above explains.
fn plain(text: &str, kind: Kind) -> Option<Recognition> {
    if let Some(named) = by_name(text) {
        let warning = named.hidden.then(|| alias(named.concept)).flatten();
        return Some(Recognition::One(Recognised {
            concept: named.concept,
            how: How::Title,
            warning,
            disagrees: false,
        }));
    }
    match number(text) {
        Some((number, rest)) if !separated(rest).is_empty() => {
            recognise(separated(rest), kind).or_else(|| numbered(&number, kind).filter(|_| number.part.is_some()))
        }
        Some((number, _)) => numbered(&number, kind),
        None => similar(text),
    }
}

/// A bare number. Where the heading does not say of what, a target's number is one, and a whole number may be two things.
fn numbered(number: &Number, kind: Kind) -> Option<Recognition> {
    let goal = goal_of(number);
    match (kind, number.whole()) {
        (Kind::ActionLines, Some(ordinal)) => by_ordinal(ordinal),
        (Kind::Any, Some(ordinal)) => {
            let line = (ordinal <= 11).then(|| in_scheme("wsis", &format!("wsis:C{ordinal}"))).flatten();
            let candidates: Vec<_> = goal.into_iter().chain(line).collect();
            (!candidates.is_empty()).then_some(Recognition::Ambiguous(candidates))
        }
        _ => goal.map(|goal| one(goal, How::Number)),
    }
}

/// A topic by its whole name, in either scheme. Bare numbers and the letters of sections are no names.
fn by_name(text: &str) -> Option<Named> {
    let folded = fold(text);
    if !folded.contains(|letter: char| letter.is_ascii_alphabetic()) || folded.len() < 2 {
        return None;
    }
    named("sdg", &folded).or_else(|| named("wsis", &folded))
}

/// The topic of a scheme that a title names: the whole of it, else one of its parts, the last first.
fn titled(text: &str, scheme: &str) -> Option<Named> {
    let look = |text: &str| named(scheme, &fold(text)).filter(|_| text.chars().any(char::is_alphabetic));
    let text = separated(text);
    look(text).or_else(|| parts(text).into_iter().rev().find_map(look))
}

/// A text without the separators around it.
fn separated(text: &str) -> &str {
    let text = text.trim_matches(|c: char| c.is_whitespace() || "-–—:.,;|".contains(c));
    text.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).unwrap_or(text)
}

/// The parts of a text between dashes, colons and parentheses; none where there is only one.
fn parts(text: &str) -> Vec<&str> {
    let parts: Vec<&str> = text
        .split(['(', ')', '[', ']', '—', '–', '|'])
        .flat_map(|part| part.split(" - "))
        .flat_map(|part| part.split(": "))
        .map(separated)
        .filter(|part| !part.is_empty())
        .collect();
    if parts.len() > 1 { parts } else { Vec::new() }
}

/// "Partnerships (SDG 17)": the one topic that the parts of a text name, if they agree.
fn in_a_part(text: &str) -> Option<Recognition> {
    let mut found: Option<Recognised> = None;
    for part in parts(text).into_iter().filter(|part| mark(part).0.is_some() || action_line_code(part).is_some()) {
        let Recognition::One(read) = recognise(part, Kind::Any)? else { return None };
        if found.as_ref().is_some_and(|before| before.concept.iri != read.concept.iri) {
            return None;
        }
        found = Some(read);
    }
    found.map(Recognition::One)
}

/// A title that is nearly one of ours.
fn similar(text: &str) -> Option<Recognition> {
    let folded = fold(text);
    if folded.len() < 8 {
        return None;
    }
    let likeness = |title: &str| {
        let close = title.len().abs_diff(folded.len()) * 5 <= folded.len();
        if close { strsim::normalized_damerau_levenshtein(title, &folded) } else { 0.0 }
    };
    let scored = TITLES.iter().map(|(title, concept)| (likeness(title), *concept));
    let (score, concept) = scored.max_by(|left, right| left.0.total_cmp(&right.0))?;
    (score >= LIKE).then(|| one(concept, How::Similar))
}

/// The folded titles of topics that consist of words, in all languages.
static TITLES: LazyLock<Vec<(String, &'static Concept)>> = LazyLock::new(|| {
    let concepts = ["wsis", "sdg"].into_iter().flat_map(super::scheme);
    let titles = concepts
        .flat_map(|concept| concept.labels.iter().chain(&concept.alt).map(move |label| (fold(&label.text), concept)));
    titles.filter(|(title, _)| !title.contains(|letter: char| letter.is_ascii_digit())).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> &'static str {
        match recognise(text, Kind::Any) {
            Some(Recognition::One(read)) => &read.concept.code,
            Some(Recognition::Ambiguous(_)) => "ambiguous",
            None => "",
        }
    }

    fn warning(text: &str) -> Option<String> {
        match recognise(text, Kind::Any) {
            Some(Recognition::One(read)) => read.warning,
            _ => None,
        }
    }

    #[test]
    fn goals_and_targets() {
        for text in [
            "sdg:17",
            "SDG 17",
            "SDG17",
            "Goal 17",
            "goal #17",
            "SDG 17 - Partnerships for the Goals  ",
            "17. Partnerships for the Goals",
            "Sustainable Development Goal 17: Partnerships for the Goals.",
            "ODD 17 – Partenariats pour la réalisation des objectifs",
            "partnerships for the goals",
            "Partnership for the Goals",
            "Partnerships (SDG 17)",
            "促进目标实现的伙伴关系",
            "1. SDG 17",
        ] {
            assert_eq!(code(text), "sdg:17", "{text}");
        }
        for text in ["SDG16.10", "Target 16.10", "SDG target 16.10: Public access to information", "16.10"] {
            assert_eq!(code(text), "sdg:16.10", "{text}");
        }
        assert_eq!(code("SDG 1.A"), "sdg:1.a");
        assert_eq!(code("Indicator 16.10.2"), "sdg:C161002");
        assert_eq!(code("SDG 16.10 - Peace, justice and strong institutions"), "sdg:16.10");
        for text in ["SDG 18", "Target 16.11", "", "…", "Something else", "Goal", "C12", "c2c trade", "CC5", "F", "99"]
        {
            assert_eq!(code(text), "", "{text}");
        }
    }

    #[test]
    fn action_lines() {
        for text in [
            "C5",
            "AL C5",
            "Action Line C5",
            "WSIS Action Line C5: Building confidence",
            "С5",
            "с5. Building confidence and security in the use of ICTs",
            "Action Line 5",
            "Building Confidence & Security in ICT Use",
        ] {
            assert_eq!(code(text), "wsis:C5", "{text}");
        }
        for text in ["C7. ICT applications: benefits in all aspects of life — E-health", "C7 e-health", "C7-e-health"]
        {
            assert_eq!(code(text), "wsis:C7-e-health", "{text}");
        }
        assert_eq!(code("C7: ICT Applications: E-health"), "wsis:C7-e-health");
        assert_eq!(code("C7.ehealth"), "wsis:C7-e-health");
        assert_eq!(code("C11"), "wsis:C11");
        assert_eq!(
            code(
                "Le rôle des gouvernements et de toutes les parties prenantes dans la promotion des TIC pour le développement"
            ),
            "wsis:C1"
        );
    }

    #[test]
    fn the_words_decide_over_the_number() {
        let text = "Action Line 15 - Towards WSIS Phase 2 (Partnerships Among Stakeholders)";
        assert_eq!(code(text), "wsis:F");
        assert!(warning(text).unwrap().contains("Not one of the eleven action lines"));
        assert_eq!(code("SDG 4 - Gender equality"), "sdg:5");
        assert!(warning("SDG 4 - Gender equality").unwrap().contains("sdg:4"));
        assert_eq!(code("Action Line 5 - Media"), "wsis:C9");
        assert!(warning("Action Line 5 - Media").is_some() && warning("C9. Media").is_none());
    }

    #[test]
    fn a_bare_number_is_not_guessed() {
        let Some(Recognition::Ambiguous(candidates)) = recognise("Action Line 15", Kind::Any) else { panic!() };
        assert_eq!(candidates.iter().map(|concept| concept.code.as_str()).collect::<Vec<_>>(), ["wsis:F", "wsis:C8"]);
        assert_eq!(code("5"), "ambiguous");
        let Some(Recognition::One(read)) = recognise("5", Kind::Goals) else { panic!() };
        assert_eq!(read.concept.code, "sdg:5");
    }

    #[test]
    fn codes_as_people_write_them() {
        let code = |scheme, text| recognise_code(scheme, text).map(|concept| concept.code.as_str());
        assert_eq!(code("session-type", "Thematic Workshops"), Some("thematic-workshop"));
        assert_eq!(code("session-type", "Knowledge Cafe"), Some("wsis-forum/knowledge-cafe"));
        assert_eq!(code("role", "PANELLISTS"), Some("panelist"));
        assert_eq!(code("participation-status", "TBC"), Some("tbc"));
        assert_eq!(code("group", "Civil Society"), Some("civil-society"));
        assert_eq!(code("group", "nonsense"), None);
    }
}
