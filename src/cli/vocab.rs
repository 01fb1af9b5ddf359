//! `plenary vocab`: the concept schemes, searched and shown.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::VocabCommand;
use crate::diagnostic::Error;
use crate::thesaurus::{self, Concept, Label};

/// Looks up, and gives the exit code: 1 where there is nothing, which is said.
pub(super) fn run(command: &VocabCommand) -> Result<u8, Error> {
    let (code, nothing) = match command {
        VocabCommand::Search { query, json } => {
            let code = super::printed(|out| if *json { search_json(query, out) } else { search(query, out) })?;
            (code, format!("no concept answers \"{query}\""))
        }
        VocabCommand::Show { code: text, json } => {
            let code = super::printed(|out| if *json { show_json(text, out) } else { show(text, out) })?;
            (code, format!("there is no concept {text}; {}", meant(text)))
        }
    };
    if code != 0 {
        super::say(&nothing);
    }
    Ok(code)
}

/// How to come to a code that there is.
fn meant(text: &str) -> String {
    let as_path = text.replacen(':', "/", 1);
    if thesaurus::find(&as_path).is_empty() {
        "plenary vocab search WORD finds codes by their labels".to_owned()
    } else {
        format!("did you mean {as_path}?")
    }
}

/// Prints the concepts that answer a query, the best first, one a line: code, label, IRI. False where there is none.
pub(super) fn search(query: &str, out: &mut dyn Write) -> io::Result<bool> {
    let hits = thesaurus::search(query);
    let width = hits.iter().map(|hit| hit.concept.code.chars().count()).max().unwrap_or_default();
    for hit in &hits {
        let Concept { code, iri, .. } = hit.concept;
        writeln!(out, "{code:width$}  {}  <{iri}>", hit.concept.label())?;
    }
    Ok(!hits.is_empty())
}

/// As [`search`], in JSON.
pub(super) fn search_json(query: &str, out: &mut dyn Write) -> io::Result<bool> {
    let hits = thesaurus::search(query);
    let rows = hits.iter().map(|hit| {
        let rank = format!("{:?}", hit.rank).to_lowercase();
        json!({"code": hit.concept.code, "label": hit.concept.label(), "iri": hit.concept.iri, "match": rank})
    });
    print(&rows.collect(), out)?;
    Ok(!hits.is_empty())
}

/// Prints all that is known of the concepts of a code or IRI. False where there is none.
pub(super) fn show(code: &str, out: &mut dyn Write) -> io::Result<bool> {
    let concepts = thesaurus::find(code);
    for (at, concept) in concepts.iter().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        show_one(concept, out)?;
    }
    Ok(!concepts.is_empty())
}

/// As [`show`], in JSON.
pub(super) fn show_json(code: &str, out: &mut dyn Write) -> io::Result<bool> {
    let concepts = thesaurus::find(code);
    print(&concepts.iter().map(|concept| as_json(concept)).collect(), out)?;
    Ok(!concepts.is_empty())
}

fn print(value: &Value, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{value:#}")
}

fn show_one(concept: &Concept, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}  {}", concept.code, concept.label())?;
    writeln!(out, "  <{}>", concept.iri)?;
    if let Some(definition) = &concept.definition {
        writeln!(out, "  {definition}")?;
    }
    section("label", concept.labels.iter().map(tagged), out)?;
    section("also written", concept.alt.iter().map(tagged), out)?;
    section("understood", concept.hidden.iter().map(tagged), out)?;
    section("broader", concept.broader.iter().map(|iri| named(iri)), out)?;
    section("narrower", concept.narrower.iter().map(|iri| named(iri)), out)?;
    section("related", concept.related.iter().map(|iri| named(iri)), out)?;
    for (relation, target) in &concept.mappings {
        section(relation, std::iter::once(named(target)), out)?;
    }
    section(
        "linked from",
        links_to(concept).map(|(from, relation)| format!("{} ({relation})", named(&from.iri))),
        out,
    )?;
    section("note", concept.scope.iter().chain(&concept.notes).cloned(), out)
}

/// A row for each value, under one name.
fn section(name: &str, rows: impl Iterator<Item = String>, out: &mut dyn Write) -> io::Result<()> {
    for (at, row) in rows.enumerate() {
        writeln!(out, "  {:14}{row}", if at == 0 { name } else { "" })?;
    }
    Ok(())
}

fn tagged(label: &Label) -> String {
    if label.language.is_empty() { label.text.clone() } else { format!("{} ({})", label.text, label.language) }
}

/// Code and label of a concept of ours, else the IRI.
fn named(iri: &str) -> String {
    match thesaurus::by_iri(iri) {
        Some(concept) => format!("{}  {}", concept.code, concept.label()),
        None => format!("<{iri}>"),
    }
}

/// The concepts that are mapped to this one, and how.
fn links_to(concept: &Concept) -> impl Iterator<Item = (&'static Concept, &'static str)> {
    thesaurus::concepts().flat_map(move |from| {
        let here = from.mappings.iter().filter(move |(_, target)| *target == concept.iri);
        here.map(move |(relation, _)| (from, relation.as_str()))
    })
}

fn as_json(concept: &Concept) -> Value {
    let labels = |labels: &[Label]| -> Vec<Value> {
        labels.iter().map(|label| json!({"language": label.language, "text": label.text})).collect()
    };
    let mapping = |(relation, iri): &(String, String)| json!({"relation": relation, "iri": iri});
    let link = |(from, relation): (&Concept, &str)| json!({"relation": relation, "iri": from.iri});
    json!({
        "code": concept.code,
        "iri": concept.iri,
        "scheme": concept.scheme,
        "notation": concept.notation,
        "labels": labels(&concept.labels),
        "alternative": labels(&concept.alt),
        "hidden": labels(&concept.hidden),
        "definition": concept.definition,
        "broader": concept.broader,
        "narrower": concept.narrower,
        "related": concept.related,
        "mappings": concept.mappings.iter().map(mapping).collect::<Vec<_>>(),
        "linkedFrom": links_to(concept).map(link).collect::<Vec<_>>(),
        "scope": concept.scope,
        "notes": concept.notes,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(print: fn(&str, &mut dyn Write) -> io::Result<bool>, query: &str) -> (bool, String) {
        let mut out = Vec::new();
        let found = print(query, &mut out).unwrap();
        (found, String::from_utf8(out).unwrap())
    }

    #[test]
    fn search_lists_code_label_and_iri() {
        let (found, text) = printed(search, "partnerships");
        assert!(found);
        assert!(text.starts_with("sdg:17  Partnerships for the Goals  <http://metadata.un.org/sdg/17>\n"), "{text}");
        assert!(!printed(search, "qqqqqq").0);
        assert!(printed(search_json, "partnerships").1.contains("\"match\": \"prefix\""));
    }

    #[test]
    fn show_names_what_is_linked_both_ways() {
        let (found, text) = printed(show, "sdg:9.c");
        assert!(found && text.contains("wsis:C2") && text.contains("broader       sdg:9"), "{text}");
        assert_eq!(printed(show, "sdg:99"), (false, String::new()));
        assert!(printed(show_json, "role/moderator").1.contains("\"scheme\": \"https://w3id.org/plenary/role\""));
    }
}
