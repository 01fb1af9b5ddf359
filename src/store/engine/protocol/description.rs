//! What the service is, in its own words (SPARQL 1.1 Service Description).

use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{GraphName, Literal, NamedNode, NamedOrBlankNode, Quad, Term};

use crate::store::Limits;
use crate::store::engine::fault::Fault;
use crate::store::engine::index::Graph;
use crate::store::engine::{Store, write};
use crate::store::form::{FORMS, Form};

const SD: &str = "http://www.w3.org/ns/sparql-service-description#";
const VOID: &str = "http://rdfs.org/ns/void#";
const PREFIXES: &[(&str, &str)] = &[("formats", "http://www.w3.org/ns/formats/"), ("sd", SD), ("void", VOID)];

/// The description: the languages, the forms of answers, the graphs and how many statements each has.
pub(super) fn write(store: &Store, endpoint: &str, form: &Form, limits: &Limits) -> Result<Vec<u8>, Fault> {
    let node = |part: &str| NamedNode::new_unchecked(format!("{endpoint}#{part}"));
    let mut told = Told::default();
    let service = node("service");
    told.is_a(&service, "Service");
    told.link(&service, "endpoint", NamedNode::new_unchecked(endpoint));
    told.link(&service, "supportedLanguage", term("SPARQL11Query"));
    told.link(&service, "feature", term("UnionDefaultGraph"));
    for form in FORMS {
        told.link(&service, "resultFormat", NamedNode::new_unchecked(form.iri));
    }
    let (dataset, whole) = (node("dataset"), node("default-graph"));
    told.link(&service, "defaultDataset", dataset.clone());
    told.is_a(&dataset, "Dataset");
    told.link(&dataset, "defaultGraph", whole.clone());
    told.graph(&whole, store.index.distinct());
    for (at, Graph { name, rows, .. }) in store.index.graphs().iter().enumerate() {
        let (named, graph) = (node(&format!("named-graph-{}", at + 1)), node(&format!("graph-{}", at + 1)));
        told.link(&dataset, "namedGraph", named.clone());
        told.is_a(&named, "NamedGraph");
        told.link(&named, "name", name.clone());
        told.link(&named, "graph", graph.clone());
        told.graph(&graph, *rows);
    }
    write::statements(&told.0, PREFIXES, form, limits)
}

fn term(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{SD}{name}"))
}

/// Statements, in the order in which they are told.
#[derive(Default)]
struct Told(Vec<Quad>);

impl Told {
    fn tell(&mut self, subject: &NamedNode, predicate: NamedNode, object: impl Into<Term>) {
        let subject = NamedOrBlankNode::from(subject.clone());
        self.0.push(Quad::new(subject, predicate, object, GraphName::DefaultGraph));
    }

    fn is_a(&mut self, subject: &NamedNode, class: &str) {
        self.tell(subject, rdf::TYPE.into_owned(), term(class));
    }

    fn link(&mut self, subject: &NamedNode, property: &str, object: impl Into<Term>) {
        self.tell(subject, term(property), object);
    }

    fn graph(&mut self, graph: &NamedNode, statements: usize) {
        self.is_a(graph, "Graph");
        let count = Literal::new_typed_literal(statements.to_string(), xsd::INTEGER);
        self.tell(graph, NamedNode::new_unchecked(format!("{VOID}triples")), count);
    }
}
