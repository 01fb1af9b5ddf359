//! schema.org data without our terms: its statements as those that we would have made, before records are read.
//!
//! [`table`] says what becomes what; here is how. Statements that no rule takes stay as they are, and what the model has no
//! place for is told as a loss like any other. Nodes of our own classes are left alone.

use std::collections::{HashMap, HashSet};

use super::graph::{Spans, Statement, Term};
use crate::model::code::CodeList;
use crate::model::lists::{ResourceKind, Role};
use crate::shape::{Kind, shape};
use crate::source::Span;
use crate::vocab::{pl, rdf, schema};

mod literal;
mod table;

use table::{ADDRESS, CLASSES, KINDS, NAMES, TERMS, Use};

/// Translates a graph that speaks of schema.org's events in their own terms; returns any other as it is.
pub(super) fn translate(statements: Vec<Statement>) -> Vec<Statement> {
    if !statements.iter().any(needs_translation) {
        return statements;
    }
    let mut translator = Translator {
        classes: classes(&statements),
        held: vec![false; statements.len()],
        nodes: by_subject(&statements),
        statements: &statements,
        out: Vec::with_capacity(statements.len()),
        made: 0,
    };
    (0..statements.len()).for_each(|at| translator.statement(at));
    translator.names();
    let Translator { held, mut out, .. } = translator;
    let rest = statements.into_iter().zip(held).filter(|(_, held)| !held).map(|(statement, _)| statement);
    out.extend(rest);
    out
}

/// Whether a statement gives a node a type that is schema.org's alone.
pub(super) fn needs_translation(statement: &Statement) -> bool {
    let Some(class) = type_of(statement) else { return false };
    class_of(class).is_some() && shape().class_of_iri(class).is_none()
}

/// The type that a statement gives its subject.
fn type_of(statement: &Statement) -> Option<&str> {
    match &statement.object {
        Term::Node(class) if statement.predicate == rdf::TYPE => Some(class),
        _ => None,
    }
}

/// The class of the model for a type of schema.org.
fn class_of(iri: &str) -> Option<&'static str> {
    let local = iri.strip_prefix(schema::NS)?;
    CLASSES.iter().find(|(name, _)| *name == local).map(|(_, class)| *class)
}

/// The rule for a property of a class.
fn rule(class: &str, property: &str) -> Option<Use> {
    let local = property.strip_prefix(schema::NS)?;
    TERMS.iter().find(|(classes, term, _)| *term == local && classes.contains(&class)).map(|(.., how)| *how)
}

/// The class of each node that has none of ours: by its type, or by what refers to it.
///
/// An event that others are part of, that is itself no part of an event, and at which nobody speaks, is an edition.
fn classes(statements: &[Statement]) -> HashMap<&str, &'static str> {
    let mut classes: HashMap<&str, &'static str> = HashMap::new();
    let mut ours: HashSet<&str> = HashSet::new();
    for statement in statements {
        let Some(class) = type_of(statement) else { continue };
        if class.starts_with(pl::NS) {
            ours.insert(&statement.subject);
        } else if let Some(class) = class_of(class) {
            classes.entry(&statement.subject).or_insert(class);
        }
    }
    classes.retain(|node, _| !ours.contains(node));
    let wholes: Vec<(&str, &str)> = statements.iter().filter_map(whole_and_part).collect();
    let is_event = |node: &str| classes.get(node).is_some_and(|class| matches!(*class, "Session" | "Edition"));
    let parts: HashSet<&str> = wholes.iter().filter(|(whole, _)| is_event(whole)).map(|(_, part)| *part).collect();
    let speaks = |told: &&Statement| {
        told.predicate == pl::PARTICIPATION || matches!(rule("Session", &told.predicate), Some(Use::Role(_)))
    };
    let spoken: HashSet<&str> = statements.iter().filter(speaks).map(|told| told.subject.as_str()).collect();
    for (whole, _) in wholes {
        if classes.get(whole) == Some(&"Session") && !parts.contains(whole) && !spoken.contains(whole) {
            classes.insert(whole, "Edition");
        }
    }
    infer(statements, &ours, &mut classes);
    classes
}

/// The larger event and the smaller one.
fn whole_and_part(statement: &Statement) -> Option<(&str, &str)> {
    let Term::Node(object) = &statement.object else { return None };
    match statement.predicate.strip_prefix(schema::NS)? {
        "superEvent" => Some((object, &statement.subject)),
        "subEvent" | "subEvents" => Some((&statement.subject, object)),
        _ => None,
    }
}

/// Nodes that say something but not their type are what the property that leads to them is for.
fn infer<'s>(statements: &'s [Statement], ours: &HashSet<&str>, classes: &mut HashMap<&'s str, &'static str>) {
    let typed: HashSet<&str> =
        statements.iter().filter(|statement| type_of(statement).is_some()).map(|told| told.subject.as_str()).collect();
    let named: HashSet<&str> = statements
        .iter()
        .filter(|statement| statement.predicate == schema::NAME)
        .map(|told| told.subject.as_str())
        .collect();
    let mut found = Vec::new();
    for statement in statements {
        let Term::Node(object) = &statement.object else { continue };
        let how = classes.get(statement.subject.as_str()).and_then(|class| rule(class, &statement.predicate));
        let class = match how {
            Some(Use::Role(_)) => "Person",
            Some(Use::Named(class)) => class,
            Some(Use::Location) => "Place",
            _ => continue,
        };
        if !typed.contains(object.as_str()) && named.contains(object.as_str()) && !ours.contains(object.as_str()) {
            found.push((object.as_str(), class));
        }
    }
    for (node, class) in found {
        classes.entry(node).or_insert(class);
    }
}

fn by_subject(statements: &[Statement]) -> HashMap<&str, Vec<usize>> {
    let mut nodes: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, statement) in statements.iter().enumerate() {
        nodes.entry(&statement.subject).or_default().push(at);
    }
    nodes
}

struct Translator<'t> {
    statements: &'t [Statement],
    /// What stands about each node.
    nodes: HashMap<&'t str, Vec<usize>>,
    classes: HashMap<&'t str, &'static str>,
    /// The statements that something was made of.
    held: Vec<bool>,
    out: Vec<Statement>,
    /// Nodes that were made, each with a label of its own.
    made: usize,
}

impl<'t> Translator<'t> {
    fn statement(&mut self, at: usize) {
        let statement = &self.statements[at];
        let Some(&class) = self.classes.get(statement.subject.as_str()) else { return };
        if let Some(iri) = type_of(statement) {
            return self.is_a(at, class, iri);
        }
        let done = match rule(class, &statement.predicate) {
            None => self.value(statement, class, &statement.predicate),
            Some(how) => self.apply(how, statement, class),
        };
        self.held[at] |= done;
    }

    /// A type that says no more than the class is held by the class.
    fn is_a(&mut self, at: usize, class: &'static str, iri: &str) {
        let general = matches!(iri.strip_prefix(schema::NS), Some("Event" | "EventSeries"));
        self.held[at] = general || shape().class(class) == shape().class_of_iri(iri) && class_of(iri).is_some();
        if class == "Resource" {
            let kind = KINDS.iter().find(|(name, _)| Some(*name) == iri.strip_prefix(schema::NS));
            // Of recordings the type says more than the kind.
            self.held[at] |= kind.is_some_and(|(_, kind)| *kind != "recording");
        }
    }

    fn apply(&mut self, how: Use, statement: &'t Statement, class: &str) -> bool {
        match how {
            Use::Same(property) => self.value(statement, class, property),
            Use::Inverse(property) => self.inverse(statement, property),
            Use::Role(code) => self.role(statement, code),
            Use::Named(class) => {
                let agent = self.agent(statement, class);
                self.tell(statement, &statement.predicate, Term::Node(agent))
            }
            Use::Location => self.location(statement),
            Use::Address => self.address(statement),
            Use::Value(property) => self.inner_value(statement, class, property),
            Use::Whole => self.whole(&statement.subject, &statement.object, statement.spans),
            Use::Part => match &statement.object {
                Term::Node(part) => {
                    let whole = Term::Node(statement.subject.clone());
                    self.whole(part, &whole, statement.spans)
                }
                Term::Literal { .. } => false,
            },
            Use::Work(kind) => self.work(statement, kind),
            Use::Content => {
                let has_url = self.find(&statement.subject, "url").is_some();
                !has_url && self.value(statement, class, schema::URL)
            }
        }
    }

    /// Adds a statement about the same subject, at the same place.
    fn tell(&mut self, like: &Statement, property: &str, object: Term) -> bool {
        self.push(&like.subject, property, object, like.spans);
        true
    }

    fn push(&mut self, subject: &str, predicate: &str, object: Term, spans: Spans) {
        self.out.push(Statement { subject: subject.to_owned(), predicate: predicate.to_owned(), object, spans });
    }

    /// The same value under a property of the model, in the form that the property takes.
    fn value(&mut self, statement: &Statement, class: &str, property: &str) -> bool {
        let Some(class) = shape().class(class) else { return false };
        let Some(field) = shape()[class].fields_of_iri(property).next() else { return false };
        if let (Kind::Code(scheme), Term::Node(iri)) = (&field.kind, &statement.object)
            && (iri.starts_with("_:") || !scheme.is_valid(iri))
            && scheme.foreign
        {
            return false;
        }
        let object = self.language(statement, &field.kind).unwrap_or_else(|| statement.object.clone());
        self.tell(statement, property, literal::cast(&field.kind, object))
    }

    /// A language as a node with its tag.
    fn language(&mut self, statement: &Statement, kind: &Kind) -> Option<Term> {
        let (Kind::Scalar(scalar), Term::Node(node)) = (kind, &statement.object) else { return None };
        if scalar.name != "Language" {
            return None;
        }
        let at = self.find(node, "alternateName").or_else(|| self.find(node, "name"))?;
        self.held[at] = true;
        Some(self.statements[at].object.clone())
    }

    fn inverse(&mut self, statement: &Statement, property: &str) -> bool {
        let Term::Node(object) = &statement.object else { return false };
        self.push(object, property, Term::Node(statement.subject.clone()), statement.spans);
        true
    }

    /// The first statement about a node with a property of schema.org.
    fn find(&self, node: &str, local: &str) -> Option<usize> {
        let is_it = |&&at: &&usize| self.statements[at].predicate.strip_prefix(schema::NS) == Some(local);
        self.nodes.get(node)?.iter().find(is_it).copied()
    }

    /// The text of the first such statement, which is then held.
    fn take_text(&mut self, node: &str, local: &str) -> Option<String> {
        let at = self.find(node, local)?;
        let Term::Literal { text, .. } = &self.statements[at].object else { return None };
        self.held[at] = true;
        Some(text.clone())
    }

    /// A new node of a class, told at the place of an object.
    fn make(&mut self, class: &str, place: Span) -> String {
        self.made += 1;
        let label = format!("{MADE}{:08}", self.made);
        let spans = Spans { subject: place, predicate: place, object: place };
        let iri = shape().class(class).and_then(|class| shape()[class].iri.clone()).unwrap_or_default();
        self.push(&label, rdf::TYPE, Term::Node(iri), spans);
        label
    }

    /// The node of somebody or something, made where it is only named.
    fn agent(&mut self, statement: &Statement, class: &str) -> String {
        match &statement.object {
            Term::Node(name) => name.clone(),
            literal @ Term::Literal { .. } => {
                let place = statement.spans.object;
                let label = self.make(class, place);
                let spans = Spans { subject: place, predicate: place, object: place };
                self.push(&label, schema::NAME, literal::cast(&Kind::Text, literal.clone()), spans);
                label
            }
        }
    }

    /// Somebody takes part: with the title and the organization that they are told with.
    fn role(&mut self, statement: &'t Statement, code: &str) -> bool {
        let spans = Spans { subject: statement.spans.object, ..statement.spans };
        let part = self.make("Participation", spans.object);
        self.tell(statement, pl::PARTICIPATION, Term::Node(part.clone()));
        let agent = self.agent(statement, "Person");
        let role = Role::SCHEME.iri(code);
        self.push(&part, pl::ROLE, Term::Node(format!("{}{}", role.0, role.1)), spans);
        if let Some(at) = self.find(&agent, "jobTitle") {
            let title = &self.statements[at];
            self.held[at] = true;
            self.push(&part, pl::POSITION, literal::cast(&Kind::Text, title.object.clone()), title.spans);
        }
        if let Some(at) = self.find(&agent, "affiliation").or_else(|| self.find(&agent, "worksFor")) {
            let affiliation = &self.statements[at];
            self.held[at] = true;
            let organization = self.agent(affiliation, "Organization");
            self.push(&part, pl::AFFILIATION, Term::Node(organization), affiliation.spans);
        }
        self.push(&part, pl::PARTICIPANT, Term::Node(agent), spans);
        true
    }

    fn location(&mut self, statement: &Statement) -> bool {
        let place = match &statement.object {
            Term::Node(node) if self.is_of(node, "VirtualLocation") => return self.online_room(statement, node),
            Term::Node(node) if self.is_of(node, "PostalAddress") => {
                let Some(address) = self.written_address(node) else { return false };
                let made = self.make("Place", statement.spans.object);
                self.push(&made, schema::NAME, literal::string(address), statement.spans);
                made
            }
            _ => self.agent(statement, "Place"),
        };
        self.tell(statement, schema::LOCATION, Term::Node(place))
    }

    fn is_of(&self, node: &str, local: &str) -> bool {
        let is_it =
            |&at: &usize| type_of(&self.statements[at]).and_then(|class| class.strip_prefix(schema::NS)) == Some(local);
        self.nodes.get(node).is_some_and(|about| about.iter().any(is_it))
    }

    /// Takes the types of a node that became a value.
    fn hold_types(&mut self, node: &str) {
        let about = self.nodes.get(node).cloned().unwrap_or_default();
        about.into_iter().filter(|&at| type_of(&self.statements[at]).is_some()).for_each(|at| self.held[at] = true);
    }

    fn online_room(&mut self, statement: &Statement, node: &str) -> bool {
        let address = self.find(node, "url").map(|at| {
            self.held[at] = true;
            self.statements[at].object.clone()
        });
        // A virtual location without address may be named by it.
        let address = match address {
            Some(Term::Node(iri)) => iri,
            Some(Term::Literal { text, .. }) => text,
            None if node.starts_with("_:") => return false,
            None => node.to_owned(),
        };
        self.hold_types(node);
        self.tell(statement, pl::ONLINE_ROOM, Term::Node(address))
    }

    fn address(&mut self, statement: &Statement) -> bool {
        let Term::Node(node) = &statement.object else {
            return self.value(statement, "Place", schema::ADDRESS);
        };
        let country = self.find(node, "addressCountry").map(|at| &self.statements[at].object);
        if let Some(Term::Literal { text, .. }) = country
            && crate::model::grammar::is_country(text)
        {
            let country = literal::string(text.clone());
            self.tell(statement, pl::COUNTRY, country);
        }
        match self.written_address(node) {
            Some(address) => self.tell(statement, schema::ADDRESS, literal::string(address)),
            None => false,
        }
    }

    /// A postal address as it is written on one line.
    fn written_address(&mut self, node: &str) -> Option<String> {
        let parts: Vec<String> = ADDRESS.iter().filter_map(|part| self.take_text(node, part)).collect();
        if parts.is_empty() {
            return None;
        }
        self.hold_types(node);
        Some(parts.join(", "))
    }

    fn inner_value(&mut self, statement: &Statement, class: &str, property: &str) -> bool {
        let Term::Node(node) = &statement.object else { return self.value(statement, class, property) };
        match self.take_text(node, "value") {
            Some(text) => {
                self.hold_types(node);
                self.tell(statement, property, literal::string(text))
            }
            None => false,
        }
    }

    /// What an event is a part of says by its class which property it is.
    fn whole(&mut self, part: &str, whole: &Term, spans: Spans) -> bool {
        let Term::Node(whole) = whole else { return false };
        let property = match (self.classes.get(part), self.classes.get(whole.as_str())) {
            (Some(&"Session"), Some(&"Session")) => schema::SUPER_EVENT,
            (Some(&"Session"), Some(&"Edition") | None) => pl::EDITION,
            (Some(&"Edition"), Some(&"Forum")) => pl::FORUM,
            _ => return false,
        };
        self.push(part, property, Term::Node(whole.clone()), spans);
        true
    }

    /// A file or page that is told with its address.
    fn work(&mut self, statement: &Statement, kind: &str) -> bool {
        let Term::Node(node) = &statement.object else { return false };
        let address = ["url", "contentUrl", "embedUrl"].iter().any(|local| self.find(node, local).is_some());
        if self.classes.get(node.as_str()) != Some(&"Resource") || !address {
            return false;
        }
        let own = KINDS.iter().find(|(class, _)| self.is_of(node, class)).map(|(_, kind)| *kind);
        let kind = ResourceKind::SCHEME.iri(own.unwrap_or(kind));
        let node = node.clone();
        let place = Spans { subject: statement.spans.object, ..statement.spans };
        self.push(&node, pl::RESOURCE_TYPE, Term::Node(format!("{}{}", kind.0, kind.1)), place);
        self.tell(statement, pl::RESOURCE, Term::Node(node))
    }

    /// Tells the classes, and names people who have a given and a family name only.
    fn names(&mut self) {
        let first = |node: &str| self.nodes.get(node).and_then(|about| about.first()).copied().unwrap_or_default();
        let mut nodes: Vec<(usize, &'t str, &'static str)> =
            self.classes.iter().map(|(node, class)| (first(node), *node, *class)).collect();
        nodes.sort_unstable();
        for (first, node, class) in nodes {
            let spans = self.statements[first].spans;
            let iri = shape().class(class).and_then(|class| shape()[class].iri.clone()).unwrap_or_default();
            self.push(
                node,
                rdf::TYPE,
                Term::Node(iri),
                Spans { predicate: spans.subject, object: spans.subject, ..spans },
            );
            if self.find(node, "name").is_none() && !self.other_name(node, class) && class == "Person" {
                self.full_name(node);
            }
        }
    }

    /// A name in the words of another vocabulary, in all its languages.
    fn other_name(&mut self, node: &str, class: &str) -> bool {
        let about = self.nodes.get(node).cloned().unwrap_or_default();
        let property = NAMES.iter().find(|name| about.iter().any(|&at| self.statements[at].predicate == **name));
        let Some(property) = property else { return false };
        for at in about.into_iter().filter(|&at| self.statements[at].predicate == *property) {
            self.held[at] = self.value(&self.statements[at], class, schema::NAME);
        }
        true
    }

    fn full_name(&mut self, node: &str) {
        let text = |local| {
            let at = self.find(node, local)?;
            match &self.statements[at].object {
                Term::Literal { text, .. } => Some((at, text.as_str())),
                Term::Node(_) => None,
            }
        };
        let (Some((at, given)), Some((_, family))) = (text("givenName"), text("familyName")) else { return };
        let name = format!("{given} {family}");
        let spans = self.statements[at].spans;
        self.push(node, schema::NAME, literal::string(name), spans);
    }
}

/// How the labels of made nodes begin.
pub(super) const MADE: &str = "_:+";
