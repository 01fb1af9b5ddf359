//! SHACL Core: whether the nodes of a graph are of the shapes that a shapes graph describes.
//!
//! Shapes are read from RDF ([`Shapes::read`]), ours from `vocab/shapes.ttl` and anybody's from a file. Statements know
//! their places, so each finding does.

use std::collections::{BTreeSet, HashMap};
use std::ops::ControlFlow;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Report, Severity, counted};
use crate::rdf::graph::{Statement, Term};
use crate::source::{Source, Span};

mod check;
mod component;
mod graph;
mod path;
mod read;
mod shape;
mod tell;
mod value;

use check::Checker;
use graph::{Graph, Id, Terms};
use shape::{Shape, Target};

/// What is wrong with a shapes graph.
const MALFORMED: &str = "shapes/malformed";
/// What a shapes graph asks for and is not checked.
const UNKNOWN_COMPONENT: &str = "shapes/unknown-component";

/// The shapes of a shapes graph.
#[derive(Debug)]
pub struct Shapes {
    all: Vec<Shape>,
    /// The terms of the shapes graph. Those of data are numbered after them, so that a term in both has one number.
    terms: Terms,
    /// `rdf:type`
    kind: Id,
    /// `rdfs:subClassOf`
    sub_class_of: Id,
}

impl Shapes {
    /// Reads shapes. What is not SHACL, or is not checked here, goes into the report as an error; then the shapes must
    /// not be used.
    #[must_use]
    pub fn read(statements: Vec<Statement>, source: &Arc<Source>, report: &mut Report) -> Self {
        read::read(statements, source, report)
    }

    /// Checks a graph; returns the number of nodes that the shapes are for.
    pub fn check(&self, mut statements: Vec<Statement>, source: &Arc<Source>, report: &mut Report) -> usize {
        name_blank_nodes(&mut statements, source);
        let graph = Graph::new(self.terms.clone(), statements);
        let checker = Checker::new(self, &graph);
        let mut nodes = BTreeSet::new();
        let mut findings = Report::default();
        for shape in &self.all {
            for focus in checker.focus_nodes(shape) {
                nodes.insert(focus);
                let _ = checker.check(shape, focus, &mut |violation| {
                    findings.push(tell::finding(&checker, &violation, source));
                    ControlFlow::Continue(())
                });
            }
        }
        findings.sort();
        report.findings.append(&mut findings.findings);
        if nodes.is_empty() {
            report.push(self.no_target(&graph, source));
        }
        nodes.len()
    }

    /// The shapes say nothing about this graph.
    fn no_target(&self, graph: &Graph, source: &Arc<Source>) -> Diagnostic {
        let typed = graph.triples().iter().filter(|triple| triple.predicate == self.kind);
        let seen: BTreeSet<String> = typed.map(|triple| graph.terms[triple.object].to_string()).collect();
        let targets = self.all.iter().flat_map(|shape| &shape.targets);
        let wanted: BTreeSet<String> = targets.map(|target| self.show(*target)).collect();
        let statements = counted(graph.triples().len(), "statement");
        let types = if seen.is_empty() { "no types".to_owned() } else { format!("the types {}", some(&seen)) };
        let message = format!("no node here is one that the shapes are for: {statements}, {types}");
        Diagnostic::new("shapes/no-target", Severity::Note, source, Span::default(), message)
            .help(format!("the shapes are for {}", some(&wanted)))
    }

    fn show(&self, target: Target) -> String {
        match target {
            Target::Class(id) | Target::Node(id) => self.terms[id].to_string(),
            Target::SubjectsOf(id) => format!("nodes with {}", self.terms[id]),
            Target::ObjectsOf(id) => format!("values of {}", self.terms[id]),
        }
    }
}

/// The first few of some names.
fn some(names: &BTreeSet<String>) -> String {
    const SHOWN: usize = 15;
    let shown: Vec<&str> = names.iter().take(SHOWN).map(String::as_str).collect();
    let more = if names.len() > SHOWN { format!(" and {} more", names.len() - SHOWN) } else { String::new() };
    if shown.is_empty() { "nothing".to_owned() } else { format!("{}{more}", shown.join(", ")) }
}

/// Names blank nodes by their first places where the parser made up a random label.
fn name_blank_nodes(statements: &mut [Statement], source: &Source) {
    let mut names: HashMap<String, String> = HashMap::new();
    let mut taken: HashMap<Span, usize> = HashMap::new();
    let mut rename = |label: &mut String, span: Span| {
        if !is_made_up(label) {
            return;
        }
        if let Some(name) = names.get(label.as_str()) {
            name.clone_into(label);
            return;
        }
        let count = taken.entry(span).or_default();
        *count += 1;
        let place = source.position(span.start);
        let more = if *count > 1 { format!("-{count}") } else { String::new() };
        let name = format!("_:line{}column{}{more}", place.line, place.column);
        names.insert(std::mem::replace(label, name.clone()), name);
    };
    for statement in statements {
        rename(&mut statement.subject, statement.spans.subject);
        if let Term::Node(name) = &mut statement.object {
            rename(name, statement.spans.object);
        }
    }
}

/// Whether a label is one of the random numbers that parsers give to nodes without a label.
fn is_made_up(label: &str) -> bool {
    let random = label.strip_prefix("_:").filter(|rest| rest.len() >= 28);
    random.is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte)))
}
