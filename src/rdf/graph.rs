//! Statements back into records, by the shape: what the RDF readers share.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, LazyLock};

use super::pool::{EntityId, Pool, shortened};
use super::resolve::canonical_tag;
use crate::diagnostic::{Diagnostic, Report, Severity, counted};
use crate::doc::{Node, Value};
use crate::model::scalar::Term as ScalarTerm;
use crate::shape::{ClassId, Kind, shape};
use crate::source::{Source, Span};
use crate::vocab::{self, rdf, schema, xsd};

/// A statement as it was read. Nodes are named by their IRI, or by `_:` and a label.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    pub subject: String,
    pub predicate: String,
    pub object: Term,
    pub spans: Spans,
}

/// The object of a statement.
#[derive(Debug, Clone, PartialEq)]
pub enum Term {
    /// The name of a node.
    Node(String),
    /// A literal; the language is empty for none.
    Literal { text: String, datatype: Cow<'static, str>, language: String },
}

/// Where the parts of a statement stand, as near as the syntax lets one know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Spans {
    pub subject: Span,
    pub predicate: Span,
    pub object: Span,
}

/// Makes records in normal form out of the statements of one graph.
///
/// What the model has no place for is listed in the report, one line for each property of a class.
#[must_use]
pub fn records(statements: Vec<Statement>, source: &Arc<Source>, report: &mut Report) -> Vec<Node<'static>> {
    let mut reader = Reader { pool: Pool::default(), labels: HashMap::new(), losses: BTreeMap::new(), source, report };
    let statements = reader.classes(statements);
    for statement in statements {
        reader.statement(statement);
    }
    reader.tell_losses();
    let Reader { pool, .. } = reader;
    pool.into_records(source, report)
}

struct Reader<'r> {
    pool: Pool<'static>,
    /// Labels of blank nodes in the order of their appearance: those that a parser makes up are random.
    labels: HashMap<String, String>,
    /// What was left out, by class and property.
    losses: BTreeMap<(Option<ClassId>, String), Loss>,
    source: &'r Arc<Source>,
    report: &'r mut Report,
}

struct Loss {
    count: usize,
    span: Span,
    first: String,
}

/// Field indices by class and property.
static FIELDS: LazyLock<Vec<HashMap<&'static str, usize>>> = LazyLock::new(|| {
    let fields = |class: &'static crate::shape::Class| {
        class.fields.iter().enumerate().filter_map(|(at, field)| Some((field.iri.as_deref()?, at))).collect()
    };
    shape().classes.iter().map(fields).collect()
});

/// schema.org's terms in the form that we write.
fn own_form(iri: String) -> String {
    match iri.strip_prefix("https://schema.org/") {
        Some(local) => format!("{}{local}", schema::NS),
        None => iri,
    }
}

impl Reader<'_> {
    /// Finds the nodes that have a class of the model; returns the other statements.
    fn classes(&mut self, statements: Vec<Statement>) -> Vec<Statement> {
        let mut others = Vec::with_capacity(statements.len());
        for mut statement in statements {
            statement.predicate = own_form(statement.predicate);
            self.relabel(&mut statement.subject);
            if let Term::Node(name) = &mut statement.object {
                self.relabel(name);
            }
            match &mut statement.object {
                Term::Node(class) if statement.predicate == rdf::TYPE => {
                    *class = own_form(std::mem::take(class));
                    match shape().class_of_iri(class) {
                        Some(id) => self.class(statement, id),
                        None => others.push(statement),
                    }
                }
                _ => others.push(statement),
            }
        }
        self.tell_nameless();
        others
    }

    fn relabel(&mut self, name: &mut String) {
        if name.starts_with("_:") {
            let next = self.labels.len();
            let label = self.labels.entry(std::mem::take(name)).or_insert_with(|| format!("_:{next:08}"));
            name.clone_from(label);
        }
    }

    /// A node says its class. Of several classes the first of the model stands, whatever the order of statements.
    fn class(&mut self, statement: Statement, class: ClassId) {
        let Spans { subject, object, .. } = statement.spans;
        let Some(known) = self.pool.find(&statement.subject) else {
            self.pool.insert(statement.subject.into(), class, subject, subject);
            return;
        };
        let other = self.pool.class_of(known);
        if class != other {
            self.pool.set_class(known, class.min(other));
            let iri = shape()[class.max(other)].iri.clone().unwrap_or_default();
            self.lose(Some(class.min(other)), rdf::TYPE, &statement.subject, &iri, object);
        }
    }

    fn tell_nameless(&mut self) {
        let mut typed = self.labels.values().filter_map(|label| self.pool.find(label));
        let Some(first) = typed.next() else { return };
        let (count, span) = typed.fold((1, self.pool.span_of(first)), |(count, span), entity| {
            (count + 1, span.min(self.pool.span_of(entity)))
        });
        let verb = if count == 1 { "has" } else { "have" };
        let message = format!("{} {verb} no IRI of their own", counted(count, "node"));
        self.report.push(
            Diagnostic::warning("identity/blank-node", self.source, span, message)
                .help("name nodes by IRIs: others can then refer to them, and they keep their identity"),
        );
    }

    fn statement(&mut self, statement: Statement) {
        let Statement { subject, predicate, object, spans } = statement;
        let Some(entity) = self.pool.find(&subject) else {
            return self.lose(None, &predicate, &subject, object.text(), spans.subject);
        };
        let class = self.pool.class_of(entity);
        match FIELDS[class].get(predicate.as_str()) {
            Some(&field) => self.value(entity, field, &subject, object, spans),
            None => self.lose(Some(class), &predicate, &subject, object.text(), spans.predicate),
        }
    }

    fn value(&mut self, entity: EntityId, at: usize, subject: &str, object: Term, spans: Spans) {
        let field = &shape()[self.pool.class_of(entity)].fields[at];
        if let Some(fault) = mismatch(&field.kind, &object) {
            let message = format!("{} of <{subject}> is {fault}", field.name);
            self.report.push(
                Diagnostic::error("structure/datatype", self.source, spans.object, message)
                    .help("write the value with the datatype that the property has"),
            );
        }
        let (tag, text) = match object {
            Term::Node(iri) => (String::new(), from_iri(&field.kind, iri)),
            Term::Literal { text, language, .. } if is_text(&field.kind) => {
                (canonical_tag(&language).into_owned(), text)
            }
            Term::Literal { text, .. } => (String::new(), text),
        };
        let value = match field.kind {
            Kind::Integer { .. } => number(text),
            _ => Value::String(text.into()),
        };
        self.pool.push(entity, at, spans.predicate, tag, Node::new(value, spans.object));
    }

    fn lose(&mut self, class: Option<ClassId>, predicate: &str, subject: &str, object: &str, span: Span) {
        let loss = self.losses.entry((class, predicate.to_owned())).or_insert_with(|| Loss {
            count: 0,
            span,
            first: format!("<{}> {} {:?}", shortened(subject), curie(predicate), shortened(object)),
        });
        loss.count += 1;
    }

    /// One line for each property of a class that was left out.
    fn tell_losses(&mut self) {
        for ((class, predicate), loss) in std::mem::take(&mut self.losses) {
            let of = class.map_or("nodes of no known type", |class| &shape()[class].name);
            let statements = counted(loss.count, "statement");
            let message =
                format!("{statements} left out: {} of {of} has no place here: {}", curie(&predicate), loss.first);
            self.report.push(Diagnostic::new("loss/statement", Severity::Note, self.source, loss.span, message));
        }
    }
}

impl Term {
    fn text(&self) -> &str {
        match self {
            Term::Node(text) | Term::Literal { text, .. } => text,
        }
    }
}

fn is_text(kind: &Kind) -> bool {
    matches!(kind, Kind::Text | Kind::Texts)
}

/// A JSON number where the lexical form is one; other texts stay strings for the structural check to find.
fn number(text: String) -> Value<'static> {
    let digits = text.strip_prefix('+').unwrap_or(&text).trim_start_matches('0');
    if text.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Value::String(text.into());
    }
    Value::Number(if digits.is_empty() { "0".into() } else { digits.to_owned().into() })
}

/// The value that a record holds for an IRI.
fn from_iri(kind: &Kind, iri: String) -> String {
    match kind {
        Kind::Code(scheme) => scheme.canonical(&iri).into_owned(),
        Kind::Scalar(scalar) if matches!(scalar.term, ScalarTerm::Identifier(_)) && (scalar.is_valid)(&iri) => {
            scalar.canonical(&iri).to_owned()
        }
        _ => iri,
    }
}

/// What is wrong with the sort of an object for a field.
fn mismatch(kind: &Kind, object: &Term) -> Option<String> {
    let wanted = match kind {
        Kind::Text | Kind::Texts => xsd::STRING,
        Kind::Integer { .. } => xsd::INTEGER,
        Kind::Scalar(scalar) => match scalar.term {
            ScalarTerm::Literal(datatype) => datatype,
            ScalarTerm::Iri | ScalarTerm::Identifier(_) => "",
        },
        _ => "",
    };
    match object {
        Term::Node(_) if wanted.is_empty() => None,
        Term::Node(_) => Some(format!("an IRI, not a literal of type {}", curie(wanted))),
        Term::Literal { .. } if wanted.is_empty() => Some("a literal, not an IRI".to_owned()),
        Term::Literal { language, .. } if !language.is_empty() => {
            (!is_text(kind)).then(|| format!("in language {language}, but is no text: it is {}", curie(wanted)))
        }
        Term::Literal { datatype, .. } if datatype == wanted => None,
        Term::Literal { datatype, .. } => Some(format!("of type {}, not {}", curie(datatype), curie(wanted))),
    }
}

/// An IRI for a message: shortened by a known prefix, else in angle brackets.
fn curie(iri: &str) -> String {
    let short = |&(prefix, namespace): &(&str, &str)| Some(format!("{prefix}:{}", iri.strip_prefix(namespace)?));
    vocab::PREFIXES.iter().find_map(short).unwrap_or_else(|| format!("<{iri}>"))
}
