//! Answers in bytes, within their limits, blank nodes under labels that are the same each time. Solutions are written as they come;
//! a table and a graph once they are whole.

use std::fmt;
use std::io::{self, Write as _};

use indexmap::IndexSet;
use oxigraph::model::vocab::rdf;
use oxigraph::model::{BlankNode, GraphName, NamedOrBlankNode, Quad, Term};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use oxigraph::sparql::{QueryResults, QuerySolutionIter, QueryTripleIter};

use super::ask::failed;
use super::fault::Fault;
use super::table;
use crate::format::rdf::pass::{self, Labels, NOTATIONS, Relay, Statement, Take};
use crate::store::Limits;
use crate::store::form::{Form, TABLE};
use crate::vocab::PREFIXES;

/// What was answered; the bytes were written.
#[derive(Debug)]
pub struct Answer {
    pub form: &'static Form,
    /// Solutions, or statements; for yes or no, 1.
    pub rows: usize,
}

pub(super) fn write(
    results: QueryResults,
    form: &'static Form,
    limits: &Limits,
    out: &mut dyn io::Write,
) -> Result<Answer, Fault> {
    let mut out = Bounded { out, left: limits.bytes };
    let unwritten = |error: io::Error| unwritten(&error, limits);
    let rows = match results {
        QueryResults::Boolean(is_so) if form == &TABLE => {
            out.write_all(if is_so { b"yes\n" } else { b"no\n" }).map_err(unwritten)?;
            1
        }
        QueryResults::Boolean(is_so) => {
            serializer(form)?.serialize_boolean_to_writer(out, is_so).map_err(unwritten)?;
            1
        }
        QueryResults::Solutions(solutions) if form == &TABLE => {
            let variables = solutions.variables().to_vec();
            let mut rows = Vec::new();
            let count = each(solutions, limits, &mut |row| {
                rows.push(row);
                Ok(())
            })?;
            out.write_all(&table::write(&variables, &rows, limits)?).map_err(unwritten)?;
            count
        }
        QueryResults::Solutions(answers) => solutions(answers, form, limits, out)?,
        QueryResults::Graph(triples) => {
            let (bytes, count) = graph(triples, form, limits)?;
            out.write_all(&bytes).map_err(unwritten)?;
            count
        }
    };
    Ok(Answer { form, rows })
}

fn serializer(form: &Form) -> Result<QueryResultsSerializer, Fault> {
    let format = form.media_types.first().and_then(|media_type| QueryResultsFormat::from_media_type(media_type));
    let format = format.ok_or_else(|| Fault::Engine(format!("{} is not a form of results", form.name)))?;
    Ok(QueryResultsSerializer::from_format(format))
}

/// Takes bytes up to a limit.
struct Bounded<'o> {
    out: &'o mut dyn io::Write,
    left: usize,
}

#[derive(Debug)]
struct Full;

impl fmt::Display for Full {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the answer is too long")
    }
}

impl std::error::Error for Full {}

impl io::Write for Bounded<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.left = self.left.checked_sub(bytes.len()).ok_or_else(|| io::Error::other(Full))?;
        self.out.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

fn unwritten(error: &io::Error, limits: &Limits) -> Fault {
    match error.get_ref() {
        Some(inner) if inner.is::<Full>() => Fault::Bytes(limits.bytes),
        _ => Fault::Output(error.kind(), error.to_string()),
    }
}

fn solutions(answers: QuerySolutionIter, form: &Form, limits: &Limits, out: Bounded) -> Result<usize, Fault> {
    let unwritten = |error: io::Error| unwritten(&error, limits);
    let variables = answers.variables().to_vec();
    let mut writer = serializer(form)?.serialize_solutions_to_writer(out, variables.clone()).map_err(unwritten)?;
    let count = each(answers, limits, &mut |row| {
        let bound = variables.iter().zip(&row).filter_map(|(variable, term)| Some((variable, term.as_ref()?)));
        writer.serialize(bound).map_err(unwritten)
    })?;
    writer.finish().map_err(unwritten)?;
    Ok(count)
}

/// The terms of a solution, by variable.
pub(super) type Row = Vec<Option<Term>>;

/// Takes solutions as they come, and gives their number.
fn each(
    answers: QuerySolutionIter,
    limits: &Limits,
    take: &mut dyn FnMut(Row) -> Result<(), Fault>,
) -> Result<usize, Fault> {
    let mut labels = labels();
    let mut count = 0;
    for solution in answers {
        let solution = solution.map_err(|error| failed(&error))?;
        count += 1;
        if count > limits.rows {
            return Err(Fault::Rows(limits.rows));
        }
        take(solution.values().iter().map(|term| Some(named(term.as_ref()?, &mut labels))).collect())?;
    }
    Ok(count)
}

/// New nodes get random labels from the engine; these are replaced by the order in which they come.
fn labels() -> Labels {
    Labels::new(String::new(), |_| true)
}

fn named(term: &Term, labels: &mut Labels) -> Term {
    match term {
        Term::BlankNode(node) => BlankNode::new_unchecked(labels.name(node.as_str())).into(),
        other => other.clone(),
    }
}

/// A graph is a set: each statement once, in the order of N-Triples.
fn graph(triples: QueryTripleIter, form: &Form, limits: &Limits) -> Result<(Vec<u8>, usize), Fault> {
    let found = distinct(triples, limits)?;
    statements(&found, PREFIXES, form, limits).map(|bytes| (bytes, found.len()))
}

/// Statements in a syntax of RDF, with those of the prefixes that are of use.
pub(super) fn statements(
    found: &[Quad],
    prefixes: &[(&str, &str)],
    form: &Form,
    limits: &Limits,
) -> Result<Vec<u8>, Fault> {
    let notation = NOTATIONS.iter().find(|notation| notation.name == form.name);
    let notation = notation.ok_or_else(|| Fault::Engine(format!("{} is not a syntax of RDF", form.name)))?;
    let mut sink = Sink { writer: (notation.write)(), out: Vec::new(), unwritable: None };
    for (name, namespace) in prefixes.iter().filter(|(_, namespace)| found.iter().any(|quad| uses(quad, namespace))) {
        sink.prefix(name, namespace);
    }
    let mut relay = Relay::new(Labels::new(String::new(), notation.has_label));
    for quad in found {
        relay.tell(quad, None, &mut sink);
        if sink.out.len() > limits.bytes {
            return Err(Fault::Bytes(limits.bytes));
        }
    }
    sink.finish(form)
}

fn distinct(triples: QueryTripleIter, limits: &Limits) -> Result<Vec<Quad>, Fault> {
    let mut labels = labels();
    let mut found = IndexSet::new();
    for triple in triples {
        let mut quad = triple.map_err(|error| failed(&error))?.in_graph(GraphName::DefaultGraph);
        if let NamedOrBlankNode::BlankNode(node) = &quad.subject {
            quad.subject = BlankNode::new_unchecked(labels.name(node.as_str())).into();
        }
        quad.object = named(&quad.object, &mut labels);
        found.insert(quad);
        if found.len() > limits.rows {
            return Err(Fault::Rows(limits.rows));
        }
    }
    let mut found: Vec<Quad> = found.into_iter().collect();
    found.sort_by_cached_key(ToString::to_string);
    Ok(found)
}

/// Whether a statement has an IRI that begins with a namespace, so that its prefix is of use.
fn uses(quad: &Quad, namespace: &str) -> bool {
    let of_object = match &quad.object {
        Term::NamedNode(node) => node.as_str(),
        Term::Literal(literal) => literal.datatype().as_str(),
        Term::BlankNode(_) => "",
    };
    let of_subject = match &quad.subject {
        NamedOrBlankNode::NamedNode(node) => node.as_str(),
        NamedOrBlankNode::BlankNode(_) => "",
    };
    // The type is written as "a".
    let predicate = if quad.predicate.as_ref() == rdf::TYPE { "" } else { quad.predicate.as_str() };
    [of_subject, predicate, of_object].iter().any(|iri| iri.starts_with(namespace))
}

/// Writes statements, and keeps the first that has no form.
struct Sink {
    writer: Box<dyn pass::Write>,
    out: Vec<u8>,
    unwritable: Option<String>,
}

impl Take for Sink {
    fn prefix(&mut self, name: &str, namespace: &str) {
        self.writer.prefix(name, namespace, &mut self.out);
    }

    fn statement(&mut self, statement: &Statement) {
        if !self.writer.statement(statement, &mut self.out) {
            self.unwritable.get_or_insert_with(|| statement.predicate.to_owned());
        }
    }

    fn wants_prefixes(&self) -> bool {
        true
    }
}

impl Sink {
    fn finish(mut self, form: &Form) -> Result<Vec<u8>, Fault> {
        self.writer.end(&mut self.out);
        match self.unwritable {
            Some(predicate) => Err(Fault::Unwritable(format!(
                "{} has no form for a statement of the answer, with <{predicate}>",
                form.name
            ))),
            None => Ok(self.out),
        }
    }
}
