//! Turtle for the generated vocabularies: terms, literals, and subjects with their statements in order.

use std::fmt::{Display, Write};

use crate::model::lists::LISTS;
use crate::vocab::{PREFIXES, plenary};

/// Prefixes of vocabularies that only vocabularies are written with.
const META: [(&str, &str); 11] = [
    ("conf", "https://w3id.org/scholarlydata/ontology/conference-ontology.owl#"),
    ("ical", "http://www.w3.org/2002/12/cal/ical#"),
    ("nfo", "http://www.semanticdesktop.org/ontologies/2007/03/22/nfo#"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("relators", "http://id.loc.gov/vocabulary/relators/"),
    ("sdgio", "http://purl.unep.org/sdg/"),
    ("sh", "http://www.w3.org/ns/shacl#"),
    ("shape", "https://w3id.org/plenary/shape/"),
    ("vann", "http://purl.org/vocab/vann/"),
    ("vs", "http://www.w3.org/2003/06/sw-vocab-status/ns#"),
];

/// Every prefix and its namespace, sorted: the common ones, [`META`], and one for each code list of ours.
pub(super) fn prefixes() -> Vec<(&'static str, &'static str)> {
    let namespaces = LISTS.iter().flat_map(|scheme| scheme.sets).map(|set| set.namespace);
    let ours = namespaces.filter_map(|namespace| {
        let name = namespace.strip_prefix(plenary::NS)?.trim_end_matches('/');
        Some((name, namespace))
    });
    let mut all: Vec<_> = PREFIXES.iter().copied().chain(META).chain(ours).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// A whole file: a comment, the prefixes that its body uses, the body.
pub(super) fn document(comment: &str, body: &str) -> String {
    let mut text = String::new();
    for line in comment.lines() {
        line_of(&mut text, format_args!("# {line}"));
    }
    text.push('\n');
    text.push_str(&declarations(body));
    text.push_str(body);
    text
}

/// The prefixes that a body uses.
pub(super) fn declarations(body: &str) -> String {
    let mut text = String::new();
    for (name, namespace) in prefixes() {
        let used = format!("{name}:");
        if body
            .split(|letter: char| letter.is_whitespace() || "(^".contains(letter))
            .any(|word| word.starts_with(&used))
        {
            line_of(&mut text, format_args!("@prefix {used} <{namespace}> ."));
        }
    }
    text
}

/// Writing to a string cannot fail.
fn line_of(text: &mut String, line: impl Display) {
    let _ = writeln!(text, "{line}");
}

/// An IRI as a prefixed name where it can be one.
pub(super) fn term(iri: &str) -> String {
    let local = |namespace: &str| iri.strip_prefix(namespace).filter(|local| is_local(local));
    let named = prefixes().into_iter().find_map(|(name, namespace)| Some(format!("{name}:{}", local(namespace)?)));
    named.unwrap_or_else(|| format!("<{iri}>"))
}

/// The IRI of a prefixed name; none for an unknown prefix.
pub(super) fn expand(name: &str) -> Option<String> {
    let (prefix, local) = name.split_once(':')?;
    let (_, namespace) = prefixes().into_iter().find(|(known, _)| *known == prefix)?;
    Some(format!("{namespace}{local}"))
}

/// Whether a text may follow a prefix as it is: the plain part of Turtle's `PN_LOCAL`.
fn is_local(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphanumeric())
        && text.ends_with(|last: char| last.is_ascii_alphanumeric())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
}

/// A string literal in double quotes. What does not show is written as an escape.
pub(super) fn string(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '\0'..=' ' | '\u{7f}'..='\u{a0}' | '\u{e000}'..='\u{f8ff}' | '\u{fff0}'..='\u{ffff}' if letter != ' ' => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(letter));
            }
            _ => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

/// A string in English.
pub(super) fn english(text: &str) -> String {
    tagged(text, "en")
}

/// A string in a language.
pub(super) fn tagged(text: &str, language: &str) -> String {
    format!("{}@{language}", string(text))
}

/// A day.
pub(super) fn date(day: &str) -> String {
    format!("{}^^xsd:date", string(day))
}

/// A subject that collects its statements.
pub(super) struct Subject {
    text: String,
}

impl Subject {
    /// A subject and its type, both as Turtle writes them.
    pub(super) fn new(subject: impl Display, class: &str) -> Self {
        Self { text: format!("\n{subject} a {class}") }
    }

    /// Adds a statement; predicate and object are as Turtle writes them.
    pub(super) fn add(&mut self, predicate: &str, object: impl Display) -> &mut Self {
        let _ = write!(self.text, " ;\n    {predicate} {object}");
        self
    }

    /// The whole block.
    pub(super) fn end(&mut self) -> String {
        self.text.push_str(" .\n");
        std::mem::take(&mut self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_where_they_can_be() {
        assert_eq!(term("http://metadata.un.org/sdg/16.10"), "sdg:16.10");
        assert_eq!(term("https://w3id.org/plenary/role/speaker"), "role:speaker");
        assert_eq!(term("https://example.org/a"), "<https://example.org/a>");
        assert_eq!(term("http://schema.org/"), "<http://schema.org/>");
    }

    #[test]
    fn prefixes_are_declared_wherever_they_stand() {
        let declared = declarations("<a> pl:b ( role:c ), \"2031\"^^xsd:date .");
        assert_eq!(declared.lines().count(), 3, "{declared}");
        assert!(declared.contains("@prefix xsd: <"));
    }

    #[test]
    fn strings_are_escaped() {
        assert_eq!(string("a \"b\\c\"\u{7f}\u{fffd}é"), r#""a \"b\\c\"\u007F\uFFFDé""#);
    }
}
