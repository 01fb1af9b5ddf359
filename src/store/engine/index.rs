//! Statements in memory: terms by number, and the numbers in four orders, so that every pattern is a range of one of them.

use indexmap::IndexSet;
use oxigraph::model::{GraphName, Quad, Term};

/// Subject, predicate, object and graph, by number.
pub(super) type Row = [u32; 4];

/// The number of the graph that has no name.
pub(super) const UNNAMED: u32 = u32::MAX;

const SUBJECT: usize = 0;
const PREDICATE: usize = 1;
const OBJECT: usize = 2;
const GRAPH: usize = 3;

/// The orders that rows are kept in: the parts that are compared first, second, third and last. In the first three, rows of one
/// statement in several graphs follow each other.
const ORDERS: [[usize; 4]; 4] = [
    [SUBJECT, PREDICATE, OBJECT, GRAPH],
    [PREDICATE, OBJECT, SUBJECT, GRAPH],
    [OBJECT, SUBJECT, PREDICATE, GRAPH],
    [GRAPH, SUBJECT, PREDICATE, OBJECT],
];
const BY_GRAPH: usize = 3;

/// Statements that do not change any more.
#[derive(Debug, Default)]
pub(super) struct Index {
    terms: IndexSet<Term>,
    rows: [Box<[Row]>; 4],
    graphs: Vec<u32>,
    distinct: usize,
}

/// Takes statements in any order.
#[derive(Debug, Default)]
pub(super) struct Filling {
    terms: IndexSet<Term>,
    rows: Vec<Row>,
}

impl Filling {
    pub(super) fn add(&mut self, quad: Quad) {
        let graph = match quad.graph_name {
            GraphName::DefaultGraph => UNNAMED,
            GraphName::NamedNode(name) => self.number(name.into()),
            GraphName::BlankNode(name) => self.number(name.into()),
        };
        let row =
            [self.number(quad.subject.into()), self.number(quad.predicate.into()), self.number(quad.object), graph];
        self.rows.push(row);
    }

    /// There are fewer terms than numbers: each takes more bytes than there are numbers for.
    fn number(&mut self, term: Term) -> u32 {
        let (at, _) = self.terms.insert_full(term);
        u32::try_from(at).unwrap_or(UNNAMED - 1)
    }

    pub(super) fn finish(self) -> Index {
        let Self { terms, rows } = self;
        let sorted = |order: [usize; 4], mut rows: Vec<Row>| {
            rows.sort_unstable_by_key(|row| order.map(|part| row[part]));
            rows.dedup();
            rows.into_boxed_slice()
        };
        let rows = ORDERS.map(|order| sorted(order, rows.clone()));
        let mut graphs: Vec<u32> = rows[BY_GRAPH].iter().map(|row| row[GRAPH]).filter(|at| *at != UNNAMED).collect();
        graphs.dedup();
        let mut whats: Vec<&[u32]> = rows[0].iter().map(|row| &row[..GRAPH]).collect();
        whats.dedup();
        let distinct = whats.len();
        Index { terms, rows, graphs, distinct }
    }
}

impl Index {
    /// How many statements there are; one in two graphs counts twice.
    pub(super) fn len(&self) -> usize {
        self.rows[0].len()
    }

    /// How many statements there are, whatever graphs they stand in.
    pub(super) fn distinct(&self) -> usize {
        self.distinct
    }

    /// How many statements a named graph has.
    pub(super) fn count(&self, graph: u32) -> usize {
        self.range(BY_GRAPH, &[Some(graph)]).len()
    }

    /// The named graphs, by number.
    pub(super) fn graphs(&self) -> &[u32] {
        &self.graphs
    }

    pub(super) fn has_graph(&self, graph: u32) -> bool {
        !self.range(BY_GRAPH, &[Some(graph)]).is_empty()
    }

    pub(super) fn number(&self, term: &Term) -> Option<u32> {
        u32::try_from(self.terms.get_index_of(term)?).ok()
    }

    pub(super) fn term(&self, number: u32) -> Option<&Term> {
        self.terms.get_index(number as usize)
    }

    /// The rows with these parts; `wanted` has none for parts that may be anything.
    pub(super) fn rows(&self, wanted: [Option<u32>; 4]) -> impl Iterator<Item = &Row> {
        let fits =
            move |row: &&Row| wanted.iter().zip(row.iter()).all(|(want, part)| want.is_none_or(|want| want == *part));
        self.narrowest(wanted).iter().filter(fits)
    }

    /// The range in which the rows with these parts are, in the order that knows most of them first.
    fn narrowest(&self, wanted: [Option<u32>; 4]) -> &[Row] {
        let known = |order: &[usize; 4]| order.iter().take_while(|part| wanted[**part].is_some()).count();
        // Of orders that know as many, the first: in it, rows of one statement follow each other.
        let best = (0..ORDERS.len()).rev().max_by_key(|at| known(&ORDERS[*at])).unwrap_or_default();
        let prefix: Vec<Option<u32>> = ORDERS[best].iter().map(|part| wanted[*part]).collect();
        self.range(best, &prefix[..known(&ORDERS[best])])
    }

    fn range(&self, at: usize, prefix: &[Option<u32>]) -> &[Row] {
        let (rows, order) = (&self.rows[at], &ORDERS[at]);
        let compared = |row: &Row| {
            let parts = order.iter().zip(prefix);
            parts.map(|(part, want)| row[*part].cmp(&want.unwrap_or_default())).find(|order| order.is_ne())
        };
        let begin = rows.partition_point(|row| compared(row) == Some(std::cmp::Ordering::Less));
        let end = rows.partition_point(|row| compared(row) != Some(std::cmp::Ordering::Greater));
        &rows[begin..end]
    }
}
