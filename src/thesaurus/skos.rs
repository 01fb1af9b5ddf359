//! SKOS in Turtle to concepts.

use std::collections::HashMap;

use oxrdf::{NamedOrBlankNode, Term, Triple};
use oxttl::TurtleParser;

use super::{Concept, Label};
use crate::vocab::{plenary, rdf, sdg, skos};

/// The concepts of files that belong together, in the order of the files. The files are our own and tested, so that a
/// broken statement is passed over.
pub(super) fn parse(files: &[&str]) -> Vec<Concept> {
    let mut concepts: Vec<Concept> = Vec::new();
    let mut index: HashMap<String, usize> = HashMap::new();
    for triple in files.iter().flat_map(|turtle| TurtleParser::new().for_slice(turtle)).filter_map(Result::ok) {
        let NamedOrBlankNode::NamedNode(subject) = &triple.subject else { continue };
        if is_concept(&triple) {
            index.entry(subject.as_str().to_owned()).or_insert_with(|| {
                concepts.push(Concept { iri: subject.as_str().to_owned(), ..Concept::default() });
                concepts.len() - 1
            });
        } else if let Some(&at) = index.get(subject.as_str()) {
            state(&mut concepts[at], &triple);
        }
    }
    concepts
}

fn is_concept(triple: &Triple) -> bool {
    triple.predicate.as_str() == rdf::TYPE && matches!(&triple.object, Term::NamedNode(class) if class == skos::CONCEPT)
}

/// Adds a statement to its concept. The type stands first in our files, so the concept is there.
fn state(concept: &mut Concept, triple: &Triple) {
    let Some(property) = triple.predicate.as_str().strip_prefix(skos::NS) else { return };
    match &triple.object {
        Term::Literal(literal) => {
            let language = literal.language().unwrap_or_default().to_owned();
            write(concept, property, Label { language, text: literal.value().to_owned() });
        }
        Term::NamedNode(object) => link(concept, property, object.as_str().to_owned()),
        Term::BlankNode(_) => {}
    }
}

fn write(concept: &mut Concept, property: &str, label: Label) {
    match property {
        "notation" => {
            concept.code = code(&concept.iri, &label.text);
            concept.notation = label.text;
        }
        "prefLabel" => concept.labels.push(label),
        "altLabel" => concept.alt.push(label),
        "hiddenLabel" => concept.hidden.push(label),
        "definition" => concept.definition = Some(label.text),
        "scopeNote" => concept.scope.push(label.text),
        _ if property.ends_with("Note") => concept.notes.push(label.text),
        _ => {}
    }
}

fn link(concept: &mut Concept, property: &str, iri: String) {
    match property {
        "inScheme" => concept.scheme = iri,
        "broader" => concept.broader.push(iri),
        "narrower" => concept.narrower.push(iri),
        "related" => concept.related.push(iri),
        _ if property.ends_with("Match") => concept.mappings.push((property.to_owned(), iri)),
        _ => {}
    }
}

/// The code as records hold it: topics are CURIEs, all else is the notation.
fn code(iri: &str, notation: &str) -> String {
    let prefixes = [(sdg::NS, "sdg:"), (plenary::WSIS, "wsis:")];
    let prefix = prefixes.iter().find(|(namespace, _)| iri.starts_with(namespace));
    format!("{}{notation}", prefix.map_or("", |(_, prefix)| prefix))
}
