//! Words for values that are no codes: what was understood, else which codes are near.

use super::explain::{in_place, shortened};
use crate::diagnostic::Diagnostic;
use crate::lookup::near::likeness;
use crate::model::Scheme;
use crate::model::topic::TOPIC;
use crate::thesaurus::fold::fold;
use crate::thesaurus::{self, Concept, How, Recognised, Recognition, recognise, recognise_code};
use crate::vocab::plenary;

type Finding<'f> = &'f dyn Fn(&'static str, String) -> Diagnostic;

/// The finding for a value that is no code of a scheme.
pub(super) fn bad_code(scheme: &'static Scheme, text: &str, error: Finding) -> Diagnostic {
    let shown = shortened(text);
    let unknown = || error("vocabulary/unknown-code", format!("\"{shown}\" is not a code of {}", scheme.name));
    if scheme.name != TOPIC.name {
        let name = scheme.base().and_then(|base| base.strip_prefix(plenary::NS)).unwrap_or_default();
        return match recognise_code(name.trim_end_matches('/'), text).filter(|concept| scheme.is_valid(&concept.code)) {
            Some(concept) => understood(unknown(), text, concept, true),
            None => near(scheme, text, unknown()),
        };
    }
    if let Some(finding) = target_elsewhere(text, error) {
        return finding;
    }
    // A code with a slip is near to codes; what people write in words is understood.
    match recognise(text, thesaurus::Kind::Any).filter(|_| !PREFIXES.iter().any(|prefix| text.starts_with(prefix))) {
        Some(Recognition::One(read)) if scheme.is_valid(&read.concept.code) => topic(text, &read, unknown(), error),
        Some(Recognition::Ambiguous(candidates)) => {
            let message = format!("\"{shown}\" may mean {}", listed(candidates.iter().copied()));
            error("vocabulary/ambiguous", message)
                .label("ambiguous")
                .help("write the code that is meant; a number alone is counted in more than one way")
        }
        _ => near(scheme, text, unknown()),
    }
}

const PREFIXES: [&str; 2] = ["sdg:", "wsis:"];

/// A topic in words that was understood.
fn topic(text: &str, read: &Recognised, unknown: Diagnostic, error: Finding) -> Diagnostic {
    let concept = read.concept;
    if read.disagrees {
        let message = format!("number and title of \"{}\" name different topics", shortened(text));
        let help = format!(
            "write \"{}\" if the title is right ({}), else the code of the number",
            concept.code,
            concept.label()
        );
        return in_place(error("vocabulary/label-disagrees", message).help(help), text, &concept.code, false);
    }
    let safe = read.warning.is_none() && read.how != How::Similar && says_no_more(text, concept);
    let finding = understood(unknown, text, concept, safe);
    match &read.warning {
        Some(warning) => finding.label(shortened(warning)),
        None => finding,
    }
}

fn understood(unknown: Diagnostic, text: &str, concept: &Concept, safe: bool) -> Diagnostic {
    let help = format!("write \"{}\" ({})", concept.code, concept.label());
    in_place(unknown.help(help), text, &concept.code, safe)
}

/// Whether a text holds nothing besides a concept's number, its labels and the words that announce them, so that its
/// code can take its place.
fn says_no_more(text: &str, concept: &Concept) -> bool {
    const ANNOUNCING: [&str; 10] = ["sdg", "sdgs", "un", "goal", "target", "wsis", "action", "line", "al", "indicator"];
    let wholes = concept.broader.iter().filter_map(|iri| thesaurus::by_iri(iri));
    let mut known: Vec<String> = ANNOUNCING.map(str::to_owned).into();
    for concept in wholes.chain([concept]) {
        known.push(fold(&concept.notation));
        known.extend(concept.every_label().map(|label| fold(&label.text)));
    }
    // The longest first: a title is said whole, or something else is said with its words.
    known.sort_unstable_by_key(|words| std::cmp::Reverse(words.len()));
    let text = fold(text);
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let Some(tail) = known.iter().find_map(|words| without(rest, words)) else { return false };
        rest = tail;
    }
    true
}

/// What follows some words at the beginning of a folded text.
fn without<'t>(text: &'t str, words: &str) -> Option<&'t str> {
    let rest = text.strip_prefix(words).filter(|_| !words.is_empty())?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix(' ') }
}

/// "SDG 4, target 16.10" and `sdg:4/16.10`: a target that is none of the goal named with it.
fn target_elsewhere(text: &str, error: Finding) -> Option<Diagnostic> {
    let lower = text.to_ascii_lowercase();
    if text.len() > 100 || !["sdg", "goal", "target"].iter().any(|word| lower.contains(word)) {
        return None;
    }
    let numbers: Vec<&str> = text
        .split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '.')
        .map(|number| number.trim_matches('.'))
        .filter(|number| number.starts_with(|first: char| first.is_ascii_digit()))
        .collect();
    let [goal, target] = numbers[..] else { return None };
    let (of, _) = target.split_once('.')?;
    let code = format!("sdg:{target}");
    if goal.contains('.') || of == goal || !TOPIC.is_valid(&code) || !TOPIC.is_valid(&format!("sdg:{goal}")) {
        return None;
    }
    let message = format!("target {target} belongs to goal {of}, not to goal {goal}");
    let help = format!("write \"{code}\" if the target is right, or \"sdg:{goal}\" if the goal is");
    Some(in_place(error("vocabulary/target-of-other-goal", message).help(help), text, &code, false))
}

/// Codes with their labels: `"sdg:4" (Quality education) or "sdg:5" (Gender equality)`.
fn listed<'c>(concepts: impl Iterator<Item = &'c Concept>) -> String {
    alternatives(concepts.map(|concept| (concept.code.as_str(), concept.label())))
}

fn alternatives<'c>(codes: impl Iterator<Item = (&'c str, &'c str)>) -> String {
    codes.map(|(code, label)| format!("\"{code}\" ({label})")).collect::<Vec<_>>().join(" or ")
}

/// Adds the codes that are near a text, else where to look.
fn near(scheme: &'static Scheme, text: &str, finding: Diagnostic) -> Diagnostic {
    let values: Vec<(String, &str)> = scheme.values().map(|(code, row)| (code, row.label.as_ref())).collect();
    let exact = values.iter().find(|(code, label)| {
        label.eq_ignore_ascii_case(text) || PREFIXES.iter().any(|prefix| code.strip_prefix(prefix) == Some(text))
    });
    let near: Vec<(&str, &str)> = match exact {
        Some((code, label)) => vec![(code, label)],
        None => nearest(text, &values),
    };
    if let [(best, _), ..] = near[..] {
        let help = format!("did you mean {}?", alternatives(near.iter().copied()));
        return in_place(finding.help(help), text, best, false);
    }
    if values.len() <= 16 {
        let codes: Vec<&str> = values.iter().map(|(code, _)| code.as_str()).collect();
        return finding.help(format!("write one of {}", codes.join(", ")));
    }
    finding.help(range_hint(text).unwrap_or_else(|| format!("see `plenary vocab search \"{}\"`", shortened(text))))
}

/// Up to three codes that are like a text, the likest first.
fn nearest<'v>(text: &str, values: &'v [(String, &'v str)]) -> Vec<(&'v str, &'v str)> {
    /// How much less like than the best another one may be.
    const CLOSE: f64 = 0.03;
    let scored = values.iter().filter_map(|(code, label)| Some((likeness(text, code)?, (code.as_str(), *label))));
    let mut scored: Vec<(f64, (&str, &str))> = scored.collect();
    scored.sort_by(|left, right| right.0.total_cmp(&left.0));
    let best = scored.first().map_or(0.0, |(score, _)| *score);
    scored.into_iter().take_while(|(score, _)| *score >= best - CLOSE).map(|(_, code)| code).take(3).collect()
}

/// What there is instead of a topic's number that there is not.
fn range_hint(text: &str) -> Option<String> {
    let is_line = |rest: &str| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit());
    if text.strip_prefix("wsis:C").is_some_and(is_line) {
        return Some("the action lines are wsis:C1 to wsis:C11".to_owned());
    }
    let (goal, target) = match text.strip_prefix("sdg:")?.split_once('.') {
        Some((goal, target)) => (goal, Some(target)),
        None => (text.strip_prefix("sdg:")?, None),
    };
    let codes = || TOPIC.values().map(|(code, _)| code);
    let prefix = format!("sdg:{goal}.");
    let mut targets: Vec<String> = codes().filter(|code| code.starts_with(&prefix)).collect();
    targets.sort_by_key(|code| (code.len(), code.clone()));
    match (targets.is_empty(), target) {
        (true, _) => Some("the goals are sdg:1 to sdg:17".to_owned()),
        (false, Some(_)) => Some(format!("the targets of goal {goal} are {}", targets.join(", "))),
        (false, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::lists::LISTS;
    use crate::source::{Source, Span};

    /// Id, suggestion and whether it is safe, for a value in double quotes.
    fn told(scheme: &str, text: &str) -> (&'static str, String, bool) {
        let scheme = LISTS.iter().chain([&TOPIC]).find(|list| list.name == scheme).unwrap();
        let written = format!("\"{text}\"");
        let source = Source::new("a.json", written.clone());
        let error = |id, message: String| Diagnostic::error(id, &source, Span::new(0, written.len()), message);
        let finding = bad_code(scheme, text, &error);
        let safe = finding.fix.as_ref().is_some_and(|fix| fix.safe);
        (finding.id, finding.replacement_text().unwrap_or_default().trim_matches('"').to_owned(), safe)
    }

    #[test]
    fn what_people_write_is_understood() {
        for (scheme, text, code, safe) in [
            ("Topic", "Goal 17", "sdg:17", true),
            ("Topic", "SDG 4: Quality education", "sdg:4", true),
            ("Topic", "C7. ICT applications: e-government", "wsis:C7-e-government", true),
            ("Topic", "SDG 4 and many others", "sdg:4", false),
            ("Topic", "SDG 4: education", "sdg:4", false),
            ("Topic", "SDG 4, target 4.1", "sdg:4.1", true),
            ("Topic", "SDG 16 - institutions for justice", "sdg:16", false),
            ("Topic", "Goal 5 (Égalité entre les sexes)", "sdg:5", true),
            ("Role", "Panellist", "panelist", true),
            ("SessionType", "Workshop session", "workshop", true),
            ("SessionType", "workshp", "workshop", false),
            ("Topic", "sdg:18", "", false),
        ] {
            assert_eq!(told(scheme, text), ("vocabulary/unknown-code", code.to_owned(), safe), "{text}");
        }
        assert_eq!(told("Topic", "Action Line 15"), ("vocabulary/ambiguous", String::new(), false));
    }

    #[test]
    fn contradictions_are_told_and_not_settled() {
        for text in ["SDG 4: Gender equality", "C7 Capacity building"] {
            let (id, code, safe) = told("Topic", text);
            assert!(id == "vocabulary/label-disagrees" && !code.is_empty() && !safe, "{text}: {id} {code}");
        }
        for text in ["sdg:4/16.10", "SDG 4, target 16.10"] {
            assert_eq!(
                told("Topic", text),
                ("vocabulary/target-of-other-goal", "sdg:16.10".to_owned(), false),
                "{text}"
            );
        }
    }
}
