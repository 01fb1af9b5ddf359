//! Statements in memory: a set of terms, and four sorted lists of rows.

use indexmap::IndexSet;
use oxigraph::model::{GraphName, Quad, Term};

use super::{BY_GRAPH, BY_SUBJECT, GRAPH, Graph, Index, Kept, ORDERS, Row, UNNAMED};

/// The terms, and the rows in each order.
#[derive(Debug, Default)]
pub(super) struct Tables {
    terms: IndexSet<Term>,
    rows: [Box<[Row]>; 4],
}

/// Takes statements in any order.
#[derive(Debug, Default)]
pub(in super::super) struct Filling {
    terms: IndexSet<Term>,
    rows: Vec<Row>,
}

impl Filling {
    pub(in super::super) fn add(&mut self, quad: Quad) {
        let row = row(quad, |term| Ok::<u32, std::convert::Infallible>(number(&mut self.terms, term)));
        self.rows.extend(row);
    }

    pub(in super::super) fn finish(self) -> Index {
        let Self { terms, rows } = self;
        let sorted = |order: [usize; 4], mut rows: Vec<Row>| {
            rows.sort_unstable_by_key(|row| order.map(|part| row[part]));
            rows.dedup();
            rows.into_boxed_slice()
        };
        let tables = Tables { rows: ORDERS.map(|order| sorted(order, rows.clone())), terms };
        let mut whats: Vec<&[u32]> = tables.rows[BY_SUBJECT].iter().map(|row| &row[..GRAPH]).collect();
        whats.dedup();
        let distinct = whats.len();
        let (graphs, rows) = (tables.graphs(), tables.rows[BY_SUBJECT].len());
        Index { kept: Kept::Memory(tables), graphs, rows, distinct }
    }
}

/// There are fewer terms than numbers: each takes more bytes than there are numbers for.
fn number(terms: &mut IndexSet<Term>, term: Term) -> u32 {
    let (at, _) = terms.insert_full(term);
    u32::try_from(at).unwrap_or(UNNAMED - 1)
}

/// A statement by numbers. Those that are new are given in the order graph, subject, property, object.
pub(super) fn row<E>(quad: Quad, mut number: impl FnMut(Term) -> Result<u32, E>) -> Result<Row, E> {
    let graph = match quad.graph_name {
        GraphName::DefaultGraph => UNNAMED,
        GraphName::NamedNode(name) => number(name.into())?,
        GraphName::BlankNode(name) => number(name.into())?,
    };
    Ok([number(quad.subject.into())?, number(quad.predicate.into())?, number(quad.object)?, graph])
}

impl Tables {
    pub(super) fn number(&self, term: &Term) -> Option<u32> {
        u32::try_from(self.terms.get_index_of(term)?).ok()
    }

    pub(super) fn term(&self, number: u32) -> Option<&Term> {
        self.terms.get_index(number as usize)
    }

    /// The rows that begin with these parts, in one of the orders.
    pub(super) fn range(&self, at: usize, prefix: &[u32]) -> &[Row] {
        let (rows, order) = (&self.rows[at], &ORDERS[at]);
        let compared = |row: &Row| {
            let mut parts = order.iter().zip(prefix).map(|(part, want)| row[*part].cmp(want));
            parts.find(|order| order.is_ne()).unwrap_or(std::cmp::Ordering::Equal)
        };
        let begin = rows.partition_point(|row| compared(row).is_lt());
        let end = begin + rows[begin..].partition_point(|row| compared(row).is_le());
        &rows[begin..end]
    }

    fn graphs(&self) -> Vec<Graph> {
        let same = |one: &Row, other: &Row| one[GRAPH] == other[GRAPH];
        let graphs = self.rows[BY_GRAPH].chunk_by(same).filter_map(|rows| {
            let number = rows.first()?[GRAPH];
            let name = self.term(number).filter(|_| number != UNNAMED)?;
            Some(Graph { number, name: name.clone(), rows: rows.len() })
        });
        graphs.collect()
    }
}
