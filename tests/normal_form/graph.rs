//! Graphs that no record was made of: circles, long chains, nodes without IRI, values too many.

use std::collections::BTreeMap;
use std::sync::Arc;

use plenary::diagnostic::Report;
use plenary::doc::Node;
use plenary::rdf::graph::{Spans, Statement, Term, records};
use plenary::shape::{ClassId, Field, Kind, shape};
use plenary::source::Source;
use plenary::vocab::{org, pl, rdf, schema, xsd};
use proptest::collection::vec;
use proptest::prelude::*;

use super::{bytes, told};

fn statement(subject: &str, predicate: &str, object: Term) -> Statement {
    Statement { subject: subject.to_owned(), predicate: predicate.to_owned(), object, spans: Spans::default() }
}

fn node(name: &str) -> Term {
    Term::Node(name.to_owned())
}

fn literal(text: &str, datatype: &'static str) -> Term {
    Term::Literal { text: text.to_owned(), datatype: datatype.into(), language: String::new() }
}

fn typed(subject: &str, class: &str) -> Statement {
    statement(subject, rdf::TYPE, node(class))
}

fn read(statements: Vec<Statement>) -> (Vec<Node<'static>>, Vec<&'static str>) {
    let source: Arc<Source> = Source::new("graph", "");
    let mut report = Report::default();
    let records = records(statements, &source, &mut report);
    (records, report.findings.iter().chain(&report.late).map(|finding| finding.id).collect())
}

#[test]
fn a_chain_of_any_length_is_cut_into_records() {
    let name = |at: usize| format!("https://example.org/o/{at:06}");
    let mut statements = Vec::new();
    for at in 0..50_000 {
        statements.push(typed(&name(at), schema::ORGANIZATION));
        statements.push(statement(&name(at), org::UNIT_OF, node(&name(at + 1))));
    }
    let count = statements.len();
    let (records, findings) = read(statements);
    assert!(findings.is_empty());
    assert_eq!(told(&records).1.len(), count);
    assert!(records.len() > 1000);
}

#[test]
fn nodes_without_iri_stand_wherever_they_are_referred_to() {
    let session = "https://example.org/s";
    let statements = vec![
        typed(session, pl::SESSION),
        statement(session, pl::TRACK, node("_:t")),
        statement(session, pl::THEME, node("_:t")),
        typed("_:t", plenary::vocab::skos::CONCEPT),
    ];
    let (records, findings) = read(statements);
    assert_eq!(findings, ["identity/blank-node"]);
    let text = bytes(&records);
    assert!(
        text.contains(r#""track":{"type":"Concept"}"#) && text.contains(r#""themes":[{"type":"Concept"}]"#),
        "{text}"
    );
}

#[test]
fn nodes_without_iri_that_refer_to_each_other_do_not_multiply() {
    let label = |at: usize| format!("_:c{at:03}");
    let mut statements = vec![typed("https://example.org/s", pl::SESSION)];
    statements.push(statement("https://example.org/s", pl::TRACK, node(&label(0))));
    for at in 0..200 {
        // Each stands in the next one twice, and the last in the first.
        let next = label((at + 1) % 200);
        statements.push(typed(&label(at), schema::PLACE));
        statements.push(typed(&label(at), plenary::vocab::skos::CONCEPT));
        statements.push(statement(&label(at), plenary::vocab::skos::BROADER, node(&next)));
        statements.push(statement("https://example.org/s", pl::THEME, node(&label(at))));
    }
    let (records, _) = read(statements);
    assert!(bytes(&records).len() < 1 << 20);
}

#[test]
fn what_has_no_place_is_told_once_for_each_property() {
    let mut statements = Vec::new();
    for at in 0..1000 {
        let subject = format!("https://example.org/{at}");
        statements.push(typed(&subject, "https://schema.org/Person"));
        statements.push(statement(&subject, "https://schema.org/name", literal("A", xsd::STRING)));
        statements.push(statement(&subject, "https://example.org/shoe-size", literal("42", xsd::INTEGER)));
        statements.push(statement("https://example.org/cat", schema::NAME, literal("Tom", xsd::STRING)));
    }
    let (records, findings) = read(statements);
    assert_eq!(records.len(), 1000);
    assert_eq!(findings, ["loss/statement", "loss/statement"]);
}

#[test]
fn two_values_for_one_and_wrong_datatypes_are_errors() {
    let session = "https://example.org/s";
    let (records, findings) = read(vec![
        typed(session, pl::SESSION),
        statement(session, schema::START_DATE, literal("2025-07-07", xsd::DATE)),
        statement(session, pl::TIME_ZONE, literal("Europe/Geneva", xsd::STRING)),
        statement(session, pl::TIME_ZONE, literal("Europe/Zurich", xsd::STRING)),
        statement(session, schema::URL, literal("https://example.org/page", xsd::STRING)),
    ]);
    assert_eq!(findings, ["structure/datatype", "structure/datatype", "identity/conflict"]);
    assert_eq!(records[0].text("timeZone"), Some("Europe/Geneva"));
}

/// How many nodes a made-up graph has at most.
const NODES: usize = 7;

fn name(at: usize) -> String {
    format!("https://example.org/node/{}", at % NODES)
}

/// The object of a statement that fits a field; none where no node does.
fn object(field: &Field, classes: &[ClassId], pick: usize) -> Option<Term> {
    Some(match &field.kind {
        Kind::Text | Kind::Texts if pick.is_multiple_of(3) => {
            Term::Literal { text: format!("t{pick}"), datatype: rdf::LANG_STRING.into(), language: "fr".to_owned() }
        }
        Kind::Text | Kind::Texts => literal(&format!("t{pick}"), xsd::STRING),
        Kind::Integer { .. } => literal(&(pick % 4 + 1).to_string(), xsd::INTEGER),
        Kind::Ref(wanted) => {
            let at = (0..NODES).map(|step| (pick + step) % NODES).find(|&at| wanted.contains(&classes[at]))?;
            node(&name(at))
        }
        _ => return None,
    })
}

/// A graph without two values where one is allowed.
fn graph(classes: &[ClassId], picks: &[(usize, usize, usize)]) -> Vec<Statement> {
    let mut made = BTreeMap::new();
    for &(subject, field, pick) in picks {
        let class = &shape()[classes[subject % NODES]];
        let field = &class.fields[field % class.fields.len()];
        let (Some(predicate), Some(object)) = (&field.iri, object(field, classes, pick)) else { continue };
        let many = field.many || matches!(field.kind, Kind::Texts);
        let key = (name(subject), predicate.clone(), if many { format!("{object:?}") } else { String::new() });
        made.entry(key).or_insert_with(|| statement(&name(subject), predicate, object));
    }
    let types = (0..NODES).map(|at| typed(&name(at), shape()[classes[at]].iri.as_deref().unwrap_or_default()));
    types.chain(made.into_values()).collect()
}

/// A class for each node, mostly such as records may have.
fn classes(seeds: &[usize]) -> Vec<ClassId> {
    let known: Vec<ClassId> = (0..shape().classes.len()).filter(|&id| shape()[id].iri.is_some()).collect();
    let pick = |&seed: &usize| match seed % 8 {
        0 => known[seed % known.len()],
        _ => shape().roots[seed % shape().roots.len()],
    };
    seeds.iter().map(pick).collect()
}

proptest! {
    /// Whatever refers to whatever: nothing is lost without a word, the order of statements does not matter, and what
    /// comes out whole is its own normal form.
    #[test]
    fn any_graph_is_held_or_told(
        seeds in vec(0_usize..1000, NODES),
        picks in vec((0_usize..NODES, 0_usize..64, 0_usize..1000), 0..60),
        backwards: bool,
    ) {
        let classes = classes(&seeds);
        let mut statements = graph(&classes, &picks);
        let (records, findings) = read(statements.clone());
        let wanted: std::collections::BTreeSet<String> =
            statements.iter().map(|told| format!("{} {} {:?}", told.subject, told.predicate, told.object)).collect();
        let (again, lines) = told(&records);
        prop_assert!(lines.is_subset(&wanted), "{:?}", lines.difference(&wanted));
        prop_assert!(lines == wanted || !findings.is_empty(), "{:?}", wanted.difference(&lines));
        if findings.is_empty() {
            prop_assert_eq!(bytes(&read(again).0), bytes(&records));
        }
        if backwards {
            statements.reverse();
        }
        prop_assert_eq!(bytes(&read(statements).0), bytes(&records));
    }
}
