//! Normal form is a function of the graph: a record, its normal form and the statements made of it say the same, and the
//! statements read back give the same bytes.

mod graph;
#[path = "../agreement/record.rs"]
mod record;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use plenary::check::structure;
use plenary::diagnostic::Report;
use plenary::doc::Node;
use plenary::format::{Limits, json};
use plenary::rdf::graph::{Spans, Statement, Term, records};
use plenary::rdf::names::Names;
use plenary::rdf::normal::normalize;
use plenary::rdf::resolve::resolve;
use plenary::rdf::{Object, Sink, emit, lines};
use plenary::shape::{Class, ClassId, Field, shape};
use plenary::source::Source;
use plenary::vocab::rdf;

const BASE: &str = "https://data.example.org/";

/// Collects statements, in the order in which they are told.
#[derive(Default)]
struct Collect {
    subject: String,
    statements: Vec<Statement>,
}

impl Collect {
    fn push(&mut self, predicate: &str, object: Term) {
        let (subject, predicate) = (self.subject.clone(), predicate.to_owned());
        self.statements.push(Statement { subject, predicate, object, spans: Spans::default() });
    }
}

impl Sink for Collect {
    fn node(&mut self, iri: &str, class: &'static Class) {
        iri.clone_into(&mut self.subject);
        self.push(rdf::TYPE, Term::Node(class.iri.clone().expect("what has nodes has a class")));
    }

    fn statement(&mut self, field: &'static Field, object: Object<'_>) {
        let literal = |text: &str, datatype, language: &str| {
            let (text, language) = (text.to_owned(), language.to_owned());
            Term::Literal { text, datatype, language }
        };
        let object = match object {
            Object::Iri(namespace, local) => Term::Node(format!("{namespace}{local}")),
            Object::Literal(text, datatype) => literal(text, datatype.into(), ""),
            Object::Tagged(text, tag) => literal(text, rdf::LANG_STRING.into(), tag),
        };
        self.push(field.iri.as_deref().expect("what is told has a property"), object);
    }
}

fn class_of(record: &Node) -> ClassId {
    let name = record.text("type").expect("normal records say their type");
    shape().class(name).expect("the type is known")
}

/// The statements of records, as lines that compare.
fn told(records: &[Node]) -> (Vec<Statement>, BTreeSet<String>) {
    let mut sink = Collect::default();
    for record in records {
        emit(record, class_of(record), &mut sink);
    }
    let lines = sink.statements.iter().map(|told| format!("{} {} {:?}", told.subject, told.predicate, told.object));
    let lines = lines.collect();
    (sink.statements, lines)
}

fn bytes(records: &[Node]) -> String {
    let mut out = Vec::new();
    for record in records {
        json::write_compact(record, &mut out);
        out.push(b'\n');
    }
    String::from_utf8(out).expect("JSON is UTF-8")
}

fn parse(source: &Arc<Source>) -> Node<'_> {
    json::parse(source.text(), &Limits::default()).expect("the text is JSON")
}

fn normal<'s>(record: Node<'s>, source: &Arc<Source>) -> Vec<Node<'s>> {
    let class = class_of(&record);
    let mut report = Report::default();
    let records = normalize(record, class, source, &mut report);
    assert!(report.findings.is_empty(), "{}: {:?}", source.name(), report.findings);
    records
}

/// The fast road to N-Triples writes what [`emit`] tells, or nothing where nodes have to be brought together first.
fn lines_agree(record: &Node, lines: &BTreeSet<String>) {
    let class = class_of(record);
    let names = Names::of(record, class, Some(BASE)).expect("there is a base");
    let mut out = Vec::new();
    if !lines::write(record, class, &names, &mut out) {
        return assert!(out.is_empty());
    }
    let out = String::from_utf8(out).expect("N-Triples are UTF-8");
    let written: BTreeSet<&str> = out.lines().collect();
    assert_eq!(written.len(), lines.len(), "{out}\n{lines:#?}");
}

/// Holds one record to all of the above.
fn hold(source: &Arc<Source>) {
    let read = parse(source);
    let class = class_of(&read);
    let mut resolved = read.clone();
    resolve(&mut resolved, class, Some(BASE)).expect("there is a base");
    let (statements, lines) = told(std::slice::from_ref(&resolved));
    lines_agree(&read, &lines);
    let normal_records = normal(resolved, source);
    assert_eq!(told(&normal_records).1, lines, "{}", source.name());
    let text = bytes(&normal_records);
    for order in [statements.clone(), statements.into_iter().rev().collect()] {
        let mut report = Report::default();
        assert_eq!(bytes(&records(order, source, &mut report)), text, "{}", source.name());
        assert!(report.findings.is_empty(), "{:?}", report.findings);
    }
    for line in text.lines() {
        let source = Source::new(source.name(), line);
        let again = parse(&source);
        assert!(structure::verdict(&again, &mut ()).is_some(), "a normal record is valid: {line}");
        assert_eq!(bytes(&normal(again, &source)).trim_end(), line, "normal form is its own normal form");
    }
}

#[test]
fn fixtures_come_back() {
    let folder = |name| fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).expect("the folder is there");
    for entry in folder("fixtures/normal-form").chain(folder("fixtures/formats/json")) {
        let path = entry.expect("the folder can be read").path();
        let whole = Source::new(path.display().to_string(), fs::read_to_string(&path).expect("it is text"));
        for record in parse(&whole).items() {
            hold(&Source::new(whole.name(), &whole.text()[record.span.range()]));
        }
    }
}

#[test]
fn records_of_every_class_come_back() {
    for (class, mut record) in record::records() {
        record::without_private(&mut record);
        hold(&Source::new(shape()[class].name.as_str(), record.to_string()));
    }
}
