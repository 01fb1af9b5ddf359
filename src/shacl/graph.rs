//! Terms as numbers, and the statements of a graph by subject and by object.

use std::borrow::Cow;
use std::fmt;

use indexmap::IndexSet;

use crate::rdf::graph::{Spans, Statement, Term as Object};
use crate::source::Span;
use crate::vocab::{curie, rdf, xsd};

/// A term of RDF. Language tags are in lower case, for RDF compares them without case.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Term {
    Iri(String),
    /// A blank node's label, with `_:`.
    Blank(String),
    Literal(Literal),
}

/// A literal; the language is empty for none.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Literal {
    pub(super) text: String,
    pub(super) datatype: Cow<'static, str>,
    pub(super) language: String,
}

impl Term {
    pub(super) fn as_literal(&self) -> Option<&Literal> {
        match self {
            Term::Literal(literal) => Some(literal),
            Term::Iri(_) | Term::Blank(_) => None,
        }
    }

    pub(super) fn as_iri(&self) -> Option<&str> {
        match self {
            Term::Iri(iri) => Some(iri),
            Term::Blank(_) | Term::Literal(_) => None,
        }
    }

    fn node(name: String) -> Self {
        if name.starts_with("_:") { Term::Blank(name) } else { Term::Iri(name) }
    }

    fn object(object: Object) -> Self {
        match object {
            Object::Node(name) => Term::node(name),
            Object::Literal { text, datatype, mut language } => {
                language.make_ascii_lowercase();
                Term::Literal(Literal { text, datatype, language })
            }
        }
    }
}

/// A term for a message: shortened by a known prefix, cut where it is long.
impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Term::Iri(iri) => f.write_str(&curie(iri)),
            Term::Blank(label) => f.write_str(label),
            Term::Literal(Literal { text, datatype, .. }) if datatype == xsd::INTEGER && is_whole(text) => {
                f.write_str(text)
            }
            Term::Literal(Literal { text, datatype, language }) => {
                write!(f, "{:?}", shortened(text))?;
                match datatype.as_ref() {
                    xsd::STRING => Ok(()),
                    rdf::LANG_STRING => write!(f, "@{language}"),
                    other => write!(f, "^^{}", curie(other)),
                }
            }
        }
    }
}

/// Whether a text is a number that a message can show as it is.
fn is_whole(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    (1..20).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// A text of at most 60 characters, so that a message stays readable.
fn shortened(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(60) {
        Some((at, _)) => Cow::Owned(format!("{}…", &text[..at])),
        None => Cow::Borrowed(text),
    }
}

/// The number of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Id(u32);

/// Numbered terms.
#[derive(Debug, Clone, Default)]
pub(super) struct Terms(IndexSet<Term>);

impl Terms {
    pub(super) fn id(&mut self, term: Term) -> Id {
        // Texts are shorter than 4 GiB, so there are fewer terms than numbers.
        Id(u32::try_from(self.0.insert_full(term).0).unwrap_or(u32::MAX))
    }

    pub(super) fn iri(&mut self, iri: &str) -> Id {
        self.id(Term::Iri(iri.to_owned()))
    }
}

impl std::ops::Index<Id> for Terms {
    type Output = Term;

    fn index(&self, id: Id) -> &Term {
        &self.0[id.0 as usize]
    }
}

/// A statement with numbered terms.
#[derive(Debug, Clone, Copy)]
pub(super) struct Triple {
    pub(super) subject: Id,
    pub(super) predicate: Id,
    pub(super) object: Id,
    /// Its number in the order in which statements were read.
    pub(super) at: u32,
    pub(super) spans: Spans,
}

/// The statements of a graph, each once.
#[derive(Debug)]
pub(super) struct Graph {
    pub(super) terms: Terms,
    /// Sorted by subject and predicate, then in the order in which they were read.
    triples: Vec<Triple>,
    /// Positions in `triples`, sorted by object and predicate.
    by_object: Vec<u32>,
}

impl Graph {
    /// Numbers the terms of statements after those that are numbered already.
    pub(super) fn new(mut terms: Terms, statements: Vec<Statement>) -> Self {
        let mut triples: Vec<Triple> = statements
            .into_iter()
            .zip(0..)
            .map(|(statement, at)| Triple {
                subject: terms.id(Term::node(statement.subject)),
                predicate: terms.id(Term::Iri(statement.predicate)),
                object: terms.id(Term::object(statement.object)),
                at,
                spans: statement.spans,
            })
            .collect();
        triples.sort_unstable_by_key(|triple| (triple.subject, triple.predicate, triple.object, triple.at));
        triples.dedup_by_key(|triple| (triple.subject, triple.predicate, triple.object));
        triples.sort_unstable_by_key(|triple| (triple.subject, triple.predicate, triple.at));
        let mut by_object: Vec<u32> = (0..).take(triples.len()).collect();
        by_object.sort_by_key(|&at| {
            let triple = &triples[at as usize];
            (triple.object, triple.predicate, triple.at)
        });
        Self { terms, triples, by_object }
    }

    pub(super) fn triples(&self) -> &[Triple] {
        &self.triples
    }

    /// The statements about a subject.
    pub(super) fn about(&self, subject: Id) -> &[Triple] {
        let start = self.triples.partition_point(|triple| triple.subject < subject);
        let length = self.triples[start..].partition_point(|triple| triple.subject == subject);
        &self.triples[start..start + length]
    }

    /// The statements about a subject with a predicate, in the order in which they were read.
    pub(super) fn with(&self, subject: Id, predicate: Id) -> &[Triple] {
        let key = |triple: &Triple| (triple.subject, triple.predicate);
        let start = self.triples.partition_point(|triple| key(triple) < (subject, predicate));
        let length = self.triples[start..].partition_point(|triple| key(triple) == (subject, predicate));
        &self.triples[start..start + length]
    }

    /// The statements that lead to an object by a predicate, in the order in which they were read.
    pub(super) fn to(&self, predicate: Id, object: Id) -> impl Iterator<Item = &Triple> {
        let key = |at: &u32| {
            let triple = &self.triples[*at as usize];
            (triple.object, triple.predicate)
        };
        let start = self.by_object.partition_point(|at| key(at) < (object, predicate));
        let found = self.by_object[start..].iter().take_while(move |at| key(at) == (object, predicate));
        found.map(|&at| &self.triples[at as usize])
    }

    pub(super) fn objects(&self, subject: Id, predicate: Id) -> impl Iterator<Item = Id> {
        self.with(subject, predicate).iter().map(|triple| triple.object)
    }

    pub(super) fn has(&self, subject: Id, predicate: Id, object: Id) -> bool {
        self.objects(subject, predicate).any(|other| other == object)
    }

    /// Where a node is named first: as a subject, else as an object; the start of the text where it is not.
    pub(super) fn place_of(&self, node: Id) -> Span {
        let first = self.about(node).iter().min_by_key(|triple| triple.at).map(|triple| triple.spans.subject);
        first.or_else(|| self.named(node)).unwrap_or_default()
    }

    fn named(&self, object: Id) -> Option<Span> {
        let start = self.by_object.partition_point(|&at| self.triples[at as usize].object < object);
        let of_object = self.by_object[start..].iter().map(|&at| &self.triples[at as usize]);
        let first = of_object.take_while(|triple| triple.object == object).min_by_key(|triple| triple.at);
        first.map(|triple| triple.spans.object)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement(subject: &str, predicate: &str, object: Object) -> Statement {
        Statement { subject: subject.into(), predicate: predicate.into(), object, spans: Spans::default() }
    }

    #[test]
    fn a_graph_holds_each_statement_once() {
        let tagged =
            |tag: &str| Object::Literal { text: "a".into(), datatype: rdf::LANG_STRING.into(), language: tag.into() };
        let mut terms = Terms::default();
        let (subject, predicate) = (terms.iri("e:s"), terms.iri("e:p"));
        let statements = vec![
            statement("e:s", "e:p", tagged("en-GB")),
            statement("_:b", "e:p", Object::Node("e:s".into())),
            statement("e:s", "e:p", tagged("en-gb")),
            statement("e:s", "e:p", Object::Node("_:b".into())),
        ];
        let graph = Graph::new(terms, statements);
        assert_eq!(graph.with(subject, predicate).len(), 2);
        let said: Vec<String> = graph.objects(subject, predicate).map(|id| graph.terms[id].to_string()).collect();
        assert_eq!(said, ["\"a\"@en-gb", "_:b"]);
        assert_eq!(graph.to(predicate, subject).count(), 1);
    }
}
