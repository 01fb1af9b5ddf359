//! One query: read, bound to its graphs, evaluated on a stack of its own within its limits, written.

use std::any::Any;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use oxigraph::model::{GraphName, NamedNode, Term};
use oxigraph::sparql::{
    PreparedSparqlQuery, QueryDatasetSpecification, QueryEvaluationError, QueryResults, SparqlEvaluator,
};
use spargebra::SparqlParser;

use super::Store;
use super::fault::Fault;
use super::guard::{self, Stop};
use super::index::UNNAMED;
use super::survey::survey;
use super::syntax;
use super::view::{Merged, View};
use super::write::{self, Answer};
use crate::store::Limits;
use crate::store::form::{Form, Kind};

/// A query and what it is asked of.
#[derive(Debug, Clone, Default)]
pub struct Query<'q> {
    pub text: &'q str,
    /// What relative IRIs in the query are resolved against.
    pub base: Option<&'q str>,
    /// The graphs that make up the default graph. If these or `named_graphs` are given, they count instead of what the query
    /// says (SPARQL 1.1 Protocol, 2.1.4).
    pub default_graphs: Vec<&'q str>,
    pub named_graphs: Vec<&'q str>,
}

/// The stack that a query has. Reading and planning go as deep as the query is nested.
const STACK: usize = 256 << 20;

/// Answers a query in the form that `choose` takes for the kind of its answer, and writes it to `out`.
///
/// # Errors
/// With the reason why there is no answer. Solutions are written as they come, so a part of them may be written then.
pub fn ask(
    store: &Store,
    query: &Query,
    limits: &Limits,
    choose: &(dyn Fn(Kind) -> Option<&'static Form> + Sync),
    out: &mut (dyn io::Write + Send),
) -> Result<Answer, Fault> {
    syntax::bound(query.text)?;
    let deadline = Instant::now() + limits.time;
    let work = || {
        let _running = guard::begin(deadline, &limits.halt);
        evaluate(store, query, limits, choose, out)
    };
    catch_unwind(AssertUnwindSafe(|| stacker::grow(STACK, work)))
        .unwrap_or_else(|why| Err(stopped(why.as_ref(), limits)))
}

/// What a query that was unwound before its end says.
fn stopped(why: &(dyn Any + Send), limits: &Limits) -> Fault {
    match why.downcast_ref::<Stop>() {
        Some(Stop::Time) => Fault::Time(limits.time),
        Some(Stop::Terms) => Fault::Memory,
        Some(Stop::Halted) => Fault::Halted,
        None => Fault::Engine("the engine failed; this is a fault of it or of plenary".to_owned()),
    }
}

fn evaluate(
    store: &Store,
    query: &Query,
    limits: &Limits,
    choose: &dyn Fn(Kind) -> Option<&'static Form>,
    out: &mut dyn io::Write,
) -> Result<Answer, Fault> {
    let mut prepared = prepared(query)?;
    let default = graphs(store, query, &mut prepared)?;
    let view = View { index: &store.index, default };
    let results = prepared.on_queryable_dataset(view).execute().map_err(|error| failed(&error))?;
    let kind = match &results {
        QueryResults::Solutions(_) => Kind::Solutions,
        QueryResults::Boolean(_) => Kind::Boolean,
        QueryResults::Graph(_) => Kind::Graph,
    };
    let form = choose(kind).filter(|form| form.fits(kind)).ok_or(Fault::Form(kind))?;
    write::write(results, form, limits, out)
}

fn prepared(query: &Query) -> Result<PreparedSparqlQuery, Fault> {
    let mut parser = SparqlParser::new();
    if let Some(base) = query.base {
        let not_iri = |error| Fault::Engine(format!("{base} is no base: {error}"));
        parser = parser.with_base_iri(base).map_err(not_iri)?;
    }
    let read = parser.parse_query(query.text).map_err(|error| syntax::fault(query.text, &error))?;
    survey(&read)?;
    Ok(SparqlEvaluator::new().for_query(read))
}

/// The graphs that are the default graph, and in `prepared` the named ones: as the request says, else the query, else all.
fn graphs(store: &Store, query: &Query, prepared: &mut PreparedSparqlQuery) -> Result<Merged, Fault> {
    let named = |iri: &&str| NamedNode::new(*iri).map_err(|_| Fault::Graph((*iri).to_owned()));
    let specified = prepared.dataset_mut();
    if !query.default_graphs.is_empty() || !query.named_graphs.is_empty() {
        let defaults: Vec<NamedNode> = query.default_graphs.iter().map(named).collect::<Result<_, _>>()?;
        let names: Vec<NamedNode> = query.named_graphs.iter().map(named).collect::<Result<_, _>>()?;
        specified.set_default_graph(defaults.into_iter().map(GraphName::from).collect());
        specified.set_available_named_graphs(names.into_iter().map(Into::into).collect());
    }
    if specified.is_default_dataset() {
        return Ok(Merged::All);
    }
    let number = |graph: &GraphName| match graph {
        GraphName::DefaultGraph => Ok(Some(UNNAMED)),
        GraphName::NamedNode(name) => store.index.number(&Term::from(name.clone())),
        GraphName::BlankNode(name) => store.index.number(&Term::from(name.clone())),
    };
    let graphs = specified.default_graph_graphs().unwrap_or_default().iter();
    let numbers = graphs.filter_map(|graph| number(graph).transpose()).collect::<Result<_, _>>();
    let merged = Merged::Graphs(numbers.map_err(|why| Fault::Engine(why.to_string()))?);
    // The view makes one graph of them.
    specified.set_default_graph(QueryDatasetSpecification::new().default_graph_graphs().unwrap_or_default().to_vec());
    Ok(merged)
}

pub(super) fn failed(error: &QueryEvaluationError) -> Fault {
    Fault::Engine(error.to_string())
}
