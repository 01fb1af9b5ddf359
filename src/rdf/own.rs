//! Terms that stand in our namespace and are none of the vocabulary: slips of the hand, which RDF itself would take for terms of others.

use super::graph::{Statement, Term, curie};
use crate::lookup::near::nearest;
use crate::shape::{Class, shape};
use crate::source::Span;
use crate::vocab::{pl, rdf};

/// A term that is none, as a finding tells it.
pub(super) struct NoTerm {
    /// The check that it breaks.
    pub(super) id: &'static str,
    pub(super) span: Span,
    pub(super) message: String,
    pub(super) help: String,
}

/// What is wrong with a statement of a node of a class, if a term of it is none.
pub(super) fn no_term(class: Option<&'static Class>, statement: &Statement) -> Option<NoTerm> {
    let Statement { predicate, object, spans, .. } = statement;
    let classes = || shape().classes.iter().filter(|class| class.iri.is_some());
    if predicate == rdf::TYPE
        && let Term::Node(iri) = object
    {
        let local = unknown(iri)?;
        let meant = nearest(local, classes().map(|class| class.name.as_str()));
        let meant = meant.and_then(|name| classes().find(|class| class.name == name)?.iri.as_deref());
        let message = format!("{} is not a type of the vocabulary", curie(iri));
        return Some(NoTerm { id: "structure/type-name", span: spans.object, message, help: help(meant, "classes") });
    }
    let local = unknown(predicate)?;
    let field = |name: &str| class?.fields.iter().find(|field| field.name == name)?.iri.clone();
    let by_term = || nearest(local, pl::TERMS.iter().copied()).map(|term| format!("{}{term}", pl::NS));
    let by_field = || nearest(local, class?.fields.iter().map(|field| field.name.as_str())).and_then(field);
    let meant = by_term().or_else(by_field);
    let message = format!("{} is not a property of the vocabulary", curie(predicate));
    let help = help(meant.as_deref(), "properties");
    Some(NoTerm { id: "structure/unknown-key", span: spans.predicate, message, help })
}

/// The local name of an IRI of our namespace that is no term.
fn unknown(iri: &str) -> Option<&str> {
    iri.strip_prefix(pl::NS).filter(|local| !pl::TERMS.contains(local))
}

fn help(meant: Option<&str>, what: &str) -> String {
    match meant {
        Some(iri) => format!("did you mean {}?", curie(iri)),
        None => format!("see the {what} in docs/terms, or use a vocabulary that has it"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rdf::graph::Spans;
    use crate::vocab::schema;

    fn told(predicate: &str, object: &str) -> Option<(&'static str, String)> {
        let statement = Statement {
            subject: "https://host.example/s".to_owned(),
            predicate: predicate.to_owned(),
            object: Term::Node(object.to_owned()),
            spans: Spans::default(),
        };
        let session = shape().classes.iter().find(|class| class.name == "Session");
        no_term(session, &statement).map(|fault| (fault.id, fault.help))
    }

    #[test]
    fn slips_in_our_namespace_are_told_and_terms_of_others_left_alone() {
        let is = |id, help: &str| Some((id, format!("did you mean {help}?")));
        let own = |local: &str| format!("{}{local}", pl::NS);
        assert_eq!(told(rdf::TYPE, &own("Sesion")), is("structure/type-name", "pl:Session"));
        assert_eq!(told(rdf::TYPE, &own("Organisation")), is("structure/type-name", "schema:Organization"));
        assert_eq!(told(&own("sesionType"), "https://host.example/o"), is("structure/unknown-key", "pl:sessionType"));
        assert_eq!(told(&own("langauges"), "https://host.example/o"), is("structure/unknown-key", "schema:inLanguage"));
        assert!(told(&own("mood"), "https://host.example/o").is_some_and(|(_, help)| help.contains("docs/terms")));
        assert_eq!(told(&own("role"), "https://host.example/o"), None);
        assert_eq!(told(schema::NAME, "https://host.example/o"), None);
        assert_eq!(told("https://host.example/langauges", "https://host.example/o"), None);
    }
}
