//! Statements back into records, by the shape: what the RDF readers share.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, LazyLock};

use serde::{Deserialize, Serialize};

use super::own::{NoTerm, no_term};
use super::placing::EntityId;
use super::pool::{Pool, shortened};
use super::rest::{Kept, Rest};
use super::{conference, schemaorg};
use crate::diagnostic::{Diagnostic, Report, Severity, counted};
use crate::doc::{Node, Value};
use crate::model::grammar;
use crate::model::scalar::Term as ScalarTerm;
use crate::shape::{ClassId, Field, Kind, shape};
use crate::source::{Source, Span};
use crate::vocab::{self, rdf, schema, skos, xsd};

/// A statement as it was read. Nodes are named by their IRI, or by `_:` and a label.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    pub subject: String,
    pub predicate: String,
    pub object: Term,
    pub spans: Spans,
}

/// The object of a statement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Term {
    /// The name of a node.
    Node(String),
    /// A literal; the language is empty for none.
    Literal { text: String, datatype: Cow<'static, str>, language: String },
}

/// Where the parts of a statement stand, as near as the syntax lets one know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Spans {
    pub subject: Span,
    pub predicate: Span,
    pub object: Span,
}

impl Spans {
    /// The same spans in a longer text, of which this one begins at a byte.
    #[must_use]
    pub fn shifted(self, by: usize) -> Self {
        let Self { subject, predicate, object } = self;
        Self { subject: subject.shifted(by), predicate: predicate.shifted(by), object: object.shifted(by) }
    }
}

/// Makes records in normal form out of the statements of one graph.
///
/// What the model has no place for is listed in the report, one line for each property of a class; nodes that no record
/// can hold are told late.
#[must_use]
pub fn records(statements: Vec<Statement>, source: &Arc<Source>, report: &mut Report) -> Vec<Node<'static>> {
    read(statements, source, report, None)
}

/// The same, and the statements that no record holds.
#[must_use]
pub fn records_and_rest(
    statements: Vec<Statement>,
    source: &Arc<Source>,
    report: &mut Report,
) -> (Vec<Node<'static>>, Rest) {
    let mut kept = Kept::default();
    let records = read(statements, source, report, Some(&mut kept));
    (records, kept.rest())
}

fn read(
    statements: Vec<Statement>,
    source: &Arc<Source>,
    report: &mut Report,
    kept: Option<&mut Kept>,
) -> Vec<Node<'static>> {
    let mut reader = Reader::new(Pool::default(), Arc::clone(source));
    reader.kept = kept;
    for statement in reader.classes(statements) {
        reader.statement(statement);
    }
    reader.tell_losses();
    let Reader { pool, kept, findings, .. } = reader;
    report.findings.extend(findings);
    let mut late = std::mem::take(&mut report.late);
    let records = pool.into_records(source, report, &mut late, kept.map(|kept| &mut kept.placed));
    report.late = late;
    records
}

/// Whether a name was given to a blank node of the input; translations make others.
fn is_label(name: &str) -> bool {
    name.strip_prefix("_:").is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Where a reader puts the nodes that have a class of the model, and their values.
pub(super) trait Shelf {
    fn find(&self, name: &str) -> Option<EntityId>;
    fn class_of(&self, entity: EntityId) -> ClassId;
    fn set_class(&mut self, entity: EntityId, class: ClassId);
    /// Adds a node that is not yet known.
    fn insert(&mut self, name: String, class: ClassId, span: Span);
    /// Adds a value to a field of a node.
    fn push(&mut self, entity: EntityId, field: usize, key_span: Span, value: Held);
}

/// A value as a record holds it: the language tag of a text, and a string or number.
pub(super) struct Held {
    pub(super) tag: String,
    pub(super) node: Node<'static>,
}

impl Shelf for Pool<'static> {
    fn find(&self, name: &str) -> Option<EntityId> {
        Pool::find(self, name)
    }

    fn class_of(&self, entity: EntityId) -> ClassId {
        Pool::class_of(self, entity)
    }

    fn set_class(&mut self, entity: EntityId, class: ClassId) {
        Pool::set_class(self, entity, class);
    }

    fn insert(&mut self, name: String, class: ClassId, span: Span) {
        Pool::insert(self, name.into(), class, span, span);
    }

    fn push(&mut self, entity: EntityId, field: usize, key_span: Span, value: Held) {
        Pool::push(self, entity, field, key_span, value.tag, value.node);
    }
}

/// Looks at statements one by one: says what is wrong with them and what no record can hold, and puts the others on a shelf.
pub(super) struct Reader<'k, S> {
    pub(super) pool: S,
    /// Labels of blank nodes in the order of their appearance: those that a parser makes up are random.
    labels: HashMap<String, String>,
    /// What was left out, by class and property.
    losses: BTreeMap<(Option<ClassId>, String), Loss>,
    /// Literals that are held in another form, by class and property.
    rewritten: BTreeMap<(ClassId, String), Loss>,
    /// Nodes without IRI that have a class.
    nameless: Option<Nameless>,
    /// What was told to be no IRI or no language tag.
    bad: HashSet<String>,
    /// Nodes whose type is none.
    mistyped: HashSet<String>,
    kept: Option<&'k mut Kept>,
    /// What the spans of the statements are in.
    pub(super) source: Arc<Source>,
    pub(super) findings: Vec<Diagnostic>,
    /// Whether the source changes on the way, and none of them is kept.
    pub(super) in_parts: bool,
}

/// A place that may be told when other sources have been read.
fn place(source: &Arc<Source>, span: Span, in_parts: bool) -> (Arc<Source>, Span) {
    if in_parts { source.excerpt(span) } else { (Arc::clone(source), span) }
}

struct Loss {
    count: usize,
    source: Arc<Source>,
    span: Span,
    first: String,
}

impl Loss {
    fn new(statement: (&str, &str, &str), (source, span): (Arc<Source>, Span)) -> Self {
        let (subject, predicate, object) = statement;
        let first = format!("{} {} {:?}", node_name(subject), curie(predicate), shortened(object));
        Self { count: 0, source, span, first }
    }
}

/// How many nodes without IRI there are, and where the first of them is.
struct Nameless {
    count: usize,
    /// The byte of the input at which the first begins.
    at: u64,
    source: Arc<Source>,
    span: Span,
}

/// Field indices by class and property.
static FIELDS: LazyLock<Vec<HashMap<&'static str, usize>>> = LazyLock::new(|| {
    let fields = |class: &'static crate::shape::Class| {
        class.fields.iter().enumerate().filter_map(|(at, field)| Some((field.iri.as_deref()?, at))).collect()
    };
    shape().classes.iter().map(fields).collect()
});

const HTTPS_SCHEMA: &str = "https://schema.org/";

/// schema.org's terms in the form that we write.
fn own_form(iri: String) -> String {
    match iri.strip_prefix(HTTPS_SCHEMA) {
        Some(local) => format!("{}{local}", schema::NS),
        None => iri,
    }
}

impl<S: Shelf> Reader<'_, S> {
    pub(super) fn new(pool: S, source: Arc<Source>) -> Self {
        Self {
            pool,
            labels: HashMap::new(),
            losses: BTreeMap::new(),
            rewritten: BTreeMap::new(),
            nameless: None,
            bad: HashSet::new(),
            mistyped: HashSet::new(),
            kept: None,
            source,
            findings: Vec::new(),
            in_parts: false,
        }
    }

    /// Finds the nodes that have a class of the model; returns the other statements.
    fn classes(&mut self, mut statements: Vec<Statement>) -> Vec<Statement> {
        for statement in &mut statements {
            self.in_own_form(statement);
        }
        let statements = schemaorg::translate(conference::translate(statements));
        let mut others = Vec::with_capacity(statements.len());
        for statement in statements {
            match class_of(&statement) {
                Some(class) => self.class(statement, class),
                None => {
                    self.note_type(&statement);
                    others.push(statement);
                }
            }
        }
        self.tell_nameless();
        others
    }

    /// Remembers a node whose type is none of the vocabulary, which is told of the type alone.
    pub(super) fn note_type(&mut self, statement: &Statement) {
        if statement.predicate == rdf::TYPE && no_term(None, statement).is_some() {
            self.mistyped.insert(statement.subject.clone());
        }
    }

    pub(super) fn in_own_form(&mut self, statement: &mut Statement) {
        if statement.predicate.starts_with(HTTPS_SCHEMA) {
            statement.predicate = own_form(std::mem::take(&mut statement.predicate));
        }
        self.relabel(&mut statement.subject);
        if let Term::Node(name) = &mut statement.object {
            self.relabel(name);
            if statement.predicate == rdf::TYPE && name.starts_with(HTTPS_SCHEMA) {
                *name = own_form(std::mem::take(name));
            }
        }
    }

    fn relabel(&mut self, name: &mut String) {
        if name.starts_with("_:") {
            let next = self.labels.len();
            let label = self.labels.entry(std::mem::take(name)).or_insert_with(|| format!("_:{next:08}"));
            name.clone_from(label);
        }
    }

    /// A node says its class. Of several classes the first of the model stands, whatever the order of statements.
    pub(super) fn class(&mut self, statement: Statement, class: ClassId) {
        let subject = statement.spans.subject;
        let Some(known) = self.pool.find(&statement.subject) else {
            self.check_iri(&statement.subject, subject);
            self.take(&statement);
            if is_label(&statement.subject) {
                self.see_nameless(subject);
            }
            self.pool.insert(statement.subject, class, subject);
            return;
        };
        let other = self.pool.class_of(known);
        if class != other {
            self.pool.set_class(known, class.min(other));
            let iri = shape()[class.max(other)].iri.clone().unwrap_or_default();
            self.lose(Some(class.min(other)), Statement { object: Term::Node(iri), ..statement });
        }
    }

    /// Notes a statement that goes into the pool.
    fn take(&mut self, statement: &Statement) {
        if let Some(kept) = &mut self.kept {
            kept.taken.push(statement.clone());
        }
    }

    /// Tells of a name that is no IRI, once.
    fn check_iri(&mut self, name: &str, span: Span) {
        if name.starts_with("_:") || grammar::is_any_iri(name) || !self.bad.insert(name.to_owned()) {
            return;
        }
        let name = shortened(name);
        let (message, help) = if grammar::has_scheme(&name) {
            (format!("<{name}> is not an IRI"), "write what an IRI cannot hold with %, such as %20 for a space")
        } else {
            (
                format!("<{name}> is relative, and nothing says to what"),
                "write the whole IRI, or say the base with --base",
            )
        };
        self.findings.push(Diagnostic::error("identity/iri", &self.source, span, message).help(help));
    }

    fn see_nameless(&mut self, span: Span) {
        let at = self.source.first_offset() + u64::from(span.start);
        let count = self.nameless.as_ref().map_or(0, |seen| seen.count) + 1;
        match &mut self.nameless {
            Some(seen) if seen.at <= at => seen.count = count,
            nameless => {
                let (source, span) = place(&self.source, span, self.in_parts);
                *nameless = Some(Nameless { count, at, source, span });
            }
        }
    }

    pub(super) fn tell_nameless(&mut self) {
        let Some(Nameless { count, source, span, .. }) = self.nameless.take() else { return };
        let verb = if count == 1 { "has" } else { "have" };
        let message = format!("{} {verb} no IRI of their own", counted(count, "node"));
        self.findings.push(
            Diagnostic::new("identity/blank-node", Severity::Note, &source, span, message)
                .help("name nodes by IRIs: others can then refer to them, and they keep their identity"),
        );
    }

    pub(super) fn statement(&mut self, statement: Statement) {
        let Some(entity) = self.pool.find(&statement.subject) else {
            return self.lose(None, statement);
        };
        let class = self.pool.class_of(entity);
        match field_of(class, &statement.predicate) {
            Some(field) => self.value(entity, field, statement),
            None => self.lose(Some(class), statement),
        }
    }

    fn value(&mut self, entity: EntityId, at: usize, statement: Statement) {
        self.take(&statement);
        let Statement { subject, predicate, object, spans } = statement;
        let class = self.pool.class_of(entity);
        let field = &shape()[class].fields[at];
        if let Some(name) = untyped(&field.kind, &object, &self.pool) {
            return self.tell_untyped(field, name, &subject, spans.object);
        }
        if let Some(fault) = mismatch(&field.kind, &object) {
            let message = format!("{} of {} is {fault}", field.name, node_name(&subject));
            self.findings.push(
                Diagnostic::error("structure/datatype", &self.source, spans.object, message)
                    .help("write the value with the datatype that the property has"),
            );
        }
        match &object {
            Term::Node(iri) => self.check_iri(iri, spans.object),
            Term::Literal { text, .. } if is_rewritten(&field.kind, text) => {
                self.rewrite(class, &predicate, &subject, text, spans.object);
            }
            Term::Literal { .. } => {}
        }
        self.pool.push(entity, at, spans.predicate, held(&field.kind, object, spans.object));
    }

    /// Tells of a node without IRI that nothing says the class of: no other file can.
    fn tell_untyped(&mut self, field: &Field, name: &str, subject: &str, span: Span) {
        if self.mistyped.contains(name) {
            return;
        }
        let Kind::Ref(classes) = &field.kind else { return };
        let message = format!("{} of {} is a node that does not say what it is", field.name, node_name(subject));
        let iris = classes.iter().filter_map(|class| shape()[*class].iri.as_deref());
        let types: Vec<String> = iris.map(|iri| format!("`a {}`", curie(iri))).collect();
        let help = format!("say its type: {}", types.join(" or "));
        self.findings.push(Diagnostic::error("structure/type-name", &self.source, span, message).help(help));
    }

    /// A statement that no record can hold.
    fn lose(&mut self, class: Option<ClassId>, statement: Statement) {
        if let Some(NoTerm { id, span, message, help }) = no_term(class.map(|class| &shape()[class]), &statement) {
            self.findings.push(Diagnostic::error(id, &self.source, span, message).help(help));
        }
        let Statement { subject, predicate, object, spans } = &statement;
        if class.is_none() {
            self.check_iri(subject, spans.subject);
        }
        match object {
            Term::Node(iri) => self.check_iri(iri, spans.object),
            Term::Literal { language, .. } => self.check_tag(language, spans.object),
        }
        if !self.losses.contains_key(&(class, predicate.clone())) {
            self.check_iri(predicate, spans.predicate);
        }
        let span = if class.is_none() { spans.subject } else { spans.predicate };
        let loss = self.losses.entry((class, predicate.clone()));
        loss.or_insert_with(|| {
            Loss::new((subject, predicate, object.text()), place(&self.source, span, self.in_parts))
        })
        .count += 1;
        if let Some(kept) = &mut self.kept {
            kept.lost.push(statement);
        }
    }

    /// Tells of a language tag that is none; those of held texts are found in the record.
    fn check_tag(&mut self, tag: &str, span: Span) {
        if tag.is_empty() || grammar::is_language(tag) || !self.bad.insert(tag.to_owned()) {
            return;
        }
        let finding = Diagnostic::error("language/tag", &self.source, span, format!("\"{tag}\" is no language tag"));
        self.findings.push(finding.help("write a tag such as en, fr or zh-Hant"));
    }

    /// A literal is held, but not as it was written.
    fn rewrite(&mut self, class: ClassId, predicate: &str, subject: &str, text: &str, span: Span) {
        let loss = self.rewritten.entry((class, predicate.to_owned()));
        loss.or_insert_with(|| Loss::new((subject, predicate, text), place(&self.source, span, self.in_parts)))
            .count += 1;
    }

    /// One line for each property of a class that was left out, or whose values are written otherwise.
    pub(super) fn tell_losses(&mut self) {
        for ((class, predicate), loss) in std::mem::take(&mut self.losses) {
            let of = class.map_or("nodes of no known type", |class| &shape()[class].name);
            let statements = counted(loss.count, "statement");
            let message =
                format!("{statements} left out: {} of {of} has no place here: {}", curie(&predicate), loss.first);
            self.findings.push(Diagnostic::new("loss/statement", Severity::Note, &loss.source, loss.span, message));
        }
        for ((class, predicate), loss) in std::mem::take(&mut self.rewritten) {
            let values = counted(loss.count, "value");
            let of = &shape()[class].name;
            let message = format!("{values} of {} of {of} kept in another form: {}", curie(&predicate), loss.first);
            let finding = Diagnostic::new("loss/form", Severity::Note, &loss.source, loss.span, message);
            self.findings.push(finding.help("write whole numbers with digits alone"));
        }
    }
}

impl Spans {
    /// The three, to be changed.
    pub(super) fn each(&mut self) -> [&mut Span; 3] {
        [&mut self.subject, &mut self.predicate, &mut self.object]
    }
}

/// Whether a statement is in terms of others that are translated, which takes the whole graph.
#[must_use]
pub fn is_foreign(statement: &Statement) -> bool {
    conference::needs_translation(statement) || schemaorg::needs_translation(statement)
}

impl Term {
    /// The name, or the lexical form.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Term::Node(text) | Term::Literal { text, .. } => text,
        }
    }
}

fn is_text(kind: &Kind) -> bool {
    matches!(kind, Kind::Text | Kind::Texts)
}

/// The class of the model that a statement gives its subject.
pub(super) fn class_of(statement: &Statement) -> Option<ClassId> {
    match &statement.object {
        Term::Node(class) if statement.predicate == rdf::TYPE => shape().class_of_iri(class),
        _ => None,
    }
}

/// The field of a class that a property is.
pub(super) fn field_of(class: ClassId, predicate: &str) -> Option<usize> {
    let fields = &FIELDS[class];
    // SKOS names anything, and who describes organizations by it means what schema.org calls another name.
    let other = || fields.get(schema::ALTERNATE_NAME).filter(|_| predicate == skos::ALT_LABEL);
    fields.get(predicate).or_else(other).copied()
}

/// The label of a node that a value is, and that has no class.
pub(super) fn untyped<'t>(kind: &Kind, object: &'t Term, shelf: &impl Shelf) -> Option<&'t str> {
    let (Kind::Ref(_), Term::Node(name)) = (kind, object) else { return None };
    (is_label(name) && shelf.find(name).is_none()).then_some(name)
}

/// A value as a record holds it.
pub(super) fn held(kind: &Kind, object: Term, span: Span) -> Held {
    let (tag, text) = match object {
        Term::Node(iri) => (String::new(), from_iri(kind, iri)),
        Term::Literal { text, language, .. } if is_text(kind) => (language, text),
        Term::Literal { text, .. } => (String::new(), text),
    };
    let value = match kind {
        Kind::Integer { .. } => number(&text),
        _ => Value::String(text.into()),
    };
    Held { tag, node: Node::new(value, span) }
}

/// A place in a list, as a node says it.
pub(super) fn order(node: &Node) -> Option<u64> {
    match &node.value {
        Value::String(text) | Value::Number(text) => text.parse().ok(),
        _ => None,
    }
}

/// Whether a literal is held in another form than it was written in.
fn is_rewritten(kind: &Kind, text: &str) -> bool {
    matches!(kind, Kind::Integer { .. }) && matches!(number(text), Value::Number(held) if held != text)
}

/// A JSON number where the lexical form is one; other texts stay strings for the structural check to find.
fn number(text: &str) -> Value<'static> {
    let digits = text.strip_prefix('+').unwrap_or(text).trim_start_matches('0');
    if text.is_empty() || text == "+" || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Value::String(text.to_owned().into());
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

/// A node for a message.
fn node_name(name: &str) -> String {
    if name.starts_with("_:") { "a node without IRI".to_owned() } else { format!("<{}>", shortened(name)) }
}

/// An IRI for a message: shortened by a known prefix, else in angle brackets.
pub(super) fn curie(iri: &str) -> String {
    let short = |&(prefix, namespace): &(&str, &str)| Some(format!("{prefix}:{}", iri.strip_prefix(namespace)?));
    vocab::PREFIXES.iter().find_map(short).unwrap_or_else(|| format!("<{iri}>"))
}
