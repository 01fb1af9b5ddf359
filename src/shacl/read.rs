//! Reads shapes out of the statements of a shapes graph.
//!
//! What is not understood is an error: a shape that asks for more than is checked must not pass for met.

use std::collections::HashMap;
use std::sync::Arc;

use super::component::{self, Component};
use super::graph::{Graph, Id, Term, Terms, Triple};
use super::path::Path;
use super::shape::{About, Shape, ShapeId, Target};
use super::{MALFORMED, Shapes, UNKNOWN_COMPONENT};
use crate::diagnostic::{Diagnostic, Report, Severity};
use crate::rdf::graph::Statement;
use crate::source::{Source, Span};
use crate::vocab::{curie, owl, rdf, rdfs, sh};

/// How deep shapes and paths may stand in each other.
const DEPTH: usize = 64;

/// Predicates of SHACL that a shape may have and that ask for nothing by themselves.
const SILENT: [&str; 15] = [
    sh::DEACTIVATED,
    sh::DESCRIPTION,
    sh::FLAGS,
    sh::IGNORED_PROPERTIES,
    sh::MESSAGE,
    sh::NAME,
    sh::PATH,
    sh::QUALIFIED_MAX_COUNT,
    sh::QUALIFIED_MIN_COUNT,
    sh::QUALIFIED_VALUE_SHAPES_DISJOINT,
    sh::SEVERITY,
    sh::TARGET_CLASS,
    sh::TARGET_NODE,
    sh::TARGET_OBJECTS_OF,
    sh::TARGET_SUBJECTS_OF,
];

/// Predicates of SHACL for forms and documentation.
const FOR_FORMS: [&str; 3] = ["order", "group", "defaultValue"];

/// Reads shapes; what is wrong with them goes into the report.
pub(super) fn read(statements: Vec<Statement>, source: &Arc<Source>, report: &mut Report) -> Shapes {
    let graph = Graph::new(Terms::default(), statements);
    let mut reader = Reader { graph, source, shapes: Vec::new(), known: HashMap::new(), open: Vec::new(), report };
    reader.custom_components();
    for root in reader.roots() {
        reader.shape(root.subject, root.spans.subject);
    }
    let mut terms = reader.graph.terms;
    let (kind, sub_class_of) = (terms.iri(rdf::TYPE), terms.iri(rdfs::SUB_CLASS_OF));
    Shapes { all: reader.shapes, terms, kind, sub_class_of }
}

pub(super) struct Reader<'r> {
    pub(super) graph: Graph,
    source: &'r Arc<Source>,
    shapes: Vec<Shape>,
    known: HashMap<Id, ShapeId>,
    /// The shapes that are being read, each within the one before it.
    open: Vec<Id>,
    report: &'r mut Report,
}

impl Reader<'_> {
    fn malformed(&mut self, span: Span, message: impl Into<String>, help: &str) {
        self.report.push(Diagnostic::new(MALFORMED, Severity::Error, self.source, span, message).help(help));
    }

    fn unknown(&mut self, span: Span, what: &str) {
        let message = format!("{what} is not checked by plenary");
        let help = what.strip_prefix("sh:").and_then(component::nearest).map_or_else(
            || "say the same with components of SHACL Core, or take it out of the shapes that plenary gets".to_owned(),
            |name| format!("did you mean sh:{name}?"),
        );
        self.report.push(Diagnostic::new(UNKNOWN_COMPONENT, Severity::Error, self.source, span, message).help(help));
    }

    /// Components that the shapes graph itself defines, in SPARQL or JavaScript.
    fn custom_components(&mut self) {
        let (kind, component) = (self.iri(rdf::TYPE), self.iri(sh::CONSTRAINT_COMPONENT));
        let own =
            |triple: &&Triple| !self.graph.terms[triple.subject].as_iri().is_some_and(|iri| iri.starts_with(sh::NS));
        let found: Vec<Triple> = self.graph.to(kind, component).filter(own).copied().collect();
        for triple in found {
            self.unknown(triple.spans.subject, &self.graph.terms[triple.subject].to_string());
        }
    }

    /// One statement about each node that is a shape by itself, in the order of the text.
    fn roots(&mut self) -> Vec<Triple> {
        let kind = self.iri(rdf::TYPE);
        let types = [self.iri(sh::NODE_SHAPE), self.iri(sh::PROPERTY_SHAPE)];
        let says_so = |triple: &&Triple| match self.graph.terms[triple.predicate].as_iri() {
            _ if triple.predicate == kind => types.contains(&triple.object),
            Some(predicate) => {
                let is_target = [sh::TARGET_CLASS, sh::TARGET_NODE, sh::TARGET_OBJECTS_OF, sh::TARGET_SUBJECTS_OF];
                is_target.contains(&predicate) || component::find(predicate).is_some()
            }
            None => false,
        };
        let mut roots: Vec<Triple> = self.graph.triples().iter().filter(says_so).copied().collect();
        roots.dedup_by_key(|triple| triple.subject);
        roots.sort_by_key(|triple| triple.at);
        if roots.is_empty() {
            self.malformed(Span::default(), "there is no shape here", "name a file of SHACL shapes");
        }
        roots
    }

    pub(super) fn iri(&mut self, iri: &str) -> Id {
        self.graph.terms.iri(iri)
    }

    /// The shape that a node is, read when it is asked for first.
    pub(super) fn shape(&mut self, node: Id, span: Span) -> Option<ShapeId> {
        if let Some(&known) = self.known.get(&node) {
            return Some(known);
        }
        if self.open.contains(&node) {
            let message = format!("the shape {} leads back to itself", self.graph.terms[node]);
            self.malformed(span, message, "SHACL leaves open what such shapes mean: break the circle");
            return None;
        }
        if self.open.len() >= DEPTH {
            let message = format!("shapes within shapes, more than {DEPTH} deep");
            self.malformed(span, message, "let fewer shapes refer to each other");
            return None;
        }
        if self.graph.about(node).is_empty() {
            let message = format!("there is no shape {}", self.graph.terms[node]);
            self.malformed(span, message, "add it, or refer to one that is here");
            return None;
        }
        self.open.push(node);
        let shape = self.parts(node);
        self.open.pop();
        self.shapes.push(shape);
        self.known.insert(node, self.shapes.len() - 1);
        Some(self.shapes.len() - 1)
    }

    fn parts(&mut self, node: Id) -> Shape {
        let said = self.one(node, sh::PATH);
        let path = said.and_then(|triple| self.path_of(&triple));
        let mut constraints = Vec::new();
        let triples = self.in_order(node);
        for triple in &triples {
            let Some(iri) = self.graph.terms[triple.predicate].as_iri().map(str::to_owned) else { continue };
            match component::find(&iri) {
                Some(component) => {
                    if self.may_stand(component, triple, said.is_some()) {
                        match (component.build)(self, triple) {
                            Ok(built) => constraints.extend(built),
                            Err(fault) => self.wrong_value(triple, &fault),
                        }
                    }
                }
                None if is_silent(&iri) => {}
                None => self.unknown(triple.spans.predicate, &curie(&iri)),
            }
        }
        Shape {
            node,
            targets: self.targets(&triples),
            path,
            constraints,
            severity: self.severity(node),
            deactivated: self.is_true(node, sh::DEACTIVATED),
            about: self.about(node),
        }
    }

    fn in_order(&self, node: Id) -> Vec<Triple> {
        let mut triples = self.graph.about(node).to_vec();
        triples.sort_by_key(|triple| triple.at);
        triples
    }

    /// Whether a component may stand where it does, and as often.
    fn may_stand(&mut self, component: &Component, triple: &Triple, has_path: bool) -> bool {
        let name = component.name;
        if component.property_only && !has_path {
            self.malformed(
                triple.spans.predicate,
                format!("sh:{name} stands in a shape without sh:path"),
                "move it into a property shape",
            );
            return false;
        }
        let first = self.graph.with(triple.subject, triple.predicate).first().map(|first| first.at);
        if !component.many && first != Some(triple.at) {
            self.malformed(triple.spans.object, format!("a second value of sh:{name}"), "keep one of them");
            return false;
        }
        true
    }

    fn wrong_value(&mut self, triple: &Triple, fault: &str) {
        if fault.is_empty() {
            // What is wrong was told where it stands.
            return;
        }
        let terms = &self.graph.terms;
        let message = format!("{} cannot be {}", terms[triple.predicate], terms[triple.object]);
        self.malformed(triple.spans.object, message, fault);
    }

    /// The statement with a predicate that may stand once.
    pub(super) fn one(&mut self, node: Id, predicate: &str) -> Option<Triple> {
        let predicate = self.iri(predicate);
        let found = self.graph.with(node, predicate).to_vec();
        if let Some(second) = found.get(1) {
            let message = format!("a second value of {}", self.graph.terms[predicate]);
            self.malformed(second.spans.object, message, "keep one of them");
        }
        found.first().copied()
    }

    pub(super) fn is_true(&mut self, node: Id, predicate: &str) -> bool {
        let predicate = self.iri(predicate);
        let is_true =
            |id: Id| self.graph.terms[id].as_literal().is_some_and(|it| matches!(it.text.as_str(), "true" | "1"));
        self.graph.objects(node, predicate).any(is_true)
    }

    fn targets(&mut self, triples: &[Triple]) -> Vec<Target> {
        let (kind, sub_class_of) = (self.iri(rdf::TYPE), self.iri(rdfs::SUB_CLASS_OF));
        let classes = [self.iri(rdfs::CLASS), self.iri(owl::CLASS)];
        let target = |triple: &Triple| match self.graph.terms[triple.predicate].as_iri()? {
            sh::TARGET_CLASS => Some(Target::Class(triple.object)),
            sh::TARGET_NODE => Some(Target::Node(triple.object)),
            sh::TARGET_SUBJECTS_OF => Some(Target::SubjectsOf(triple.object)),
            sh::TARGET_OBJECTS_OF => Some(Target::ObjectsOf(triple.object)),
            // A shape that is a class is a shape for it.
            rdf::TYPE => {
                let mut kinds = super::check::upwards(&self.graph, sub_class_of, triple.object);
                let is_class = triple.predicate == kind && kinds.any(|class| classes.contains(&class));
                is_class.then_some(Target::Class(triple.subject))
            }
            _ => None,
        };
        triples.iter().filter_map(target).collect()
    }

    fn severity(&mut self, node: Id) -> Severity {
        let said = self.one(node, sh::SEVERITY).map(|triple| triple.object);
        match said.and_then(|id| self.graph.terms[id].as_iri()) {
            Some(sh::INFO) => Severity::Note,
            Some(sh::WARNING) => Severity::Warning,
            _ => Severity::Error,
        }
    }

    fn about(&mut self, node: Id) -> About {
        About {
            message: self.text(node, &[sh::MESSAGE]),
            name: self.text(node, &[sh::NAME, rdfs::LABEL]),
            description: self.text(node, &[sh::DESCRIPTION, rdfs::COMMENT]),
        }
    }

    /// A text in English or without a language, else the first there is.
    fn text(&mut self, node: Id, predicates: &[&str]) -> Option<String> {
        let ids: Vec<Id> = predicates.iter().map(|predicate| self.iri(predicate)).collect();
        let found = ids.iter().flat_map(|&predicate| self.graph.objects(node, predicate));
        let literals: Vec<_> = found.filter_map(|id| self.graph.terms[id].as_literal()).collect();
        let is_read = |language: &str| language.is_empty() || language == "en" || language.starts_with("en-");
        let best = literals.iter().find(|literal| is_read(&literal.language)).or(literals.first());
        best.map(|literal| literal.text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    /// The items of a list; a message where it is none.
    pub(super) fn list(&mut self, head: Id) -> Result<Vec<Triple>, String> {
        let (first, rest, nil) = (self.iri(rdf::FIRST), self.iri(rdf::REST), self.iri(rdf::NIL));
        let mut items = Vec::new();
        let mut at = head;
        while at != nil {
            let (item, next) = (self.graph.with(at, first).first(), self.graph.with(at, rest).first());
            let (Some(item), Some(next)) = (item, next) else { return Err("give a list of RDF".to_owned()) };
            items.push(*item);
            at = next.object;
            if items.len() > self.graph.triples().len() {
                return Err("give a list that ends".to_owned());
            }
        }
        Ok(items)
    }

    fn path_of(&mut self, triple: &Triple) -> Option<Path> {
        let path = self.path(triple.object, 0);
        if path.is_none() {
            self.malformed(
                triple.spans.object,
                format!("{} is no property path", self.graph.terms[triple.object]),
                "give a property, or a path of SHACL: a list, or sh:inversePath, sh:alternativePath, \
                 sh:zeroOrMorePath, sh:oneOrMorePath or sh:zeroOrOnePath",
            );
        }
        path
    }

    fn path(&mut self, node: Id, depth: usize) -> Option<Path> {
        match &self.graph.terms[node] {
            Term::Iri(_) => return Some(Path::Predicate(node)),
            Term::Literal(_) => return None,
            Term::Blank(_) if depth >= DEPTH => return None,
            Term::Blank(_) => {}
        }
        let [said] = *self.graph.about(node) else { return self.paths(node, depth).map(Path::Sequence) };
        let predicate = self.graph.terms[said.predicate].as_iri().unwrap_or_default().to_owned();
        if predicate == sh::ALTERNATIVE_PATH {
            return self.paths(said.object, depth).map(Path::Alternative);
        }
        let inner = Box::new(self.path(said.object, depth + 1)?);
        let repeated = |from_none, at_most_one| Some(Path::Repeated { path: inner.clone(), from_none, at_most_one });
        match predicate.as_str() {
            sh::INVERSE_PATH => Some(Path::Inverse(inner)),
            sh::ZERO_OR_MORE_PATH => repeated(true, false),
            sh::ONE_OR_MORE_PATH => repeated(false, false),
            sh::ZERO_OR_ONE_PATH => repeated(true, true),
            _ => None,
        }
    }

    /// The paths of a list of two or more.
    fn paths(&mut self, list: Id, depth: usize) -> Option<Vec<Path>> {
        let items = self.list(list).ok().filter(|items| items.len() > 1)?;
        items.iter().map(|item| self.path(item.object, depth + 1)).collect()
    }
}

fn is_silent(iri: &str) -> bool {
    match iri.strip_prefix(sh::NS) {
        Some(local) => SILENT.contains(&iri) || FOR_FORMS.contains(&local),
        None => true,
    }
}
