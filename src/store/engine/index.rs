//! Statements by number: terms have numbers, and the numbers stand in four orders, so that every pattern is a range of one of
//! them. They are in memory, or on disk; a query does not see which.

use std::slice;

use oxigraph::model::Term;

mod disk;
mod loading;
mod memory;

pub use loading::{Disk, Progress};
pub(super) use memory::Filling;

/// Subject, predicate, object and graph, by number.
pub(super) type Row = [u32; 4];

/// What a row is to have in each part; none where anything will do.
pub(super) type Wanted = [Option<u32>; 4];

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
const BY_SUBJECT: usize = 0;
const BY_GRAPH: usize = 3;

/// Statements that do not change any more.
#[derive(Debug, Default)]
pub(super) struct Index {
    kept: Kept,
    graphs: Vec<Graph>,
    /// Statements; one in two graphs counts twice.
    rows: usize,
    /// Statements, whatever graphs they stand in.
    distinct: usize,
}

#[derive(Debug)]
enum Kept {
    Memory(memory::Tables),
    Disk(Box<disk::Tables>),
}

impl Default for Kept {
    fn default() -> Self {
        Self::Memory(memory::Tables::default())
    }
}

/// A named graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Graph {
    pub(super) number: u32,
    pub(super) name: Term,
    /// How many statements it has.
    pub(super) rows: usize,
}

/// Why statements cannot be read from disk.
#[derive(Debug)]
pub(super) struct Unread(String);

impl std::fmt::Display for Unread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the store cannot be read: {}", self.0)
    }
}

impl std::error::Error for Unread {}

impl Index {
    /// How many statements there are; one in two graphs counts twice.
    pub(super) fn len(&self) -> usize {
        self.rows
    }

    /// How many statements there are, whatever graphs they stand in.
    pub(super) fn distinct(&self) -> usize {
        self.distinct
    }

    /// The named graphs, by number.
    pub(super) fn graphs(&self) -> &[Graph] {
        &self.graphs
    }

    pub(super) fn has_graph(&self, graph: u32) -> bool {
        self.graphs.binary_search_by_key(&graph, |graph| graph.number).is_ok()
    }

    /// The number of a term; none where the statements do not have it.
    pub(super) fn number(&self, term: &Term) -> Result<Option<u32>, Unread> {
        match &self.kept {
            Kept::Memory(tables) => Ok(tables.number(term)),
            Kept::Disk(tables) => tables.number(term),
        }
    }

    pub(super) fn term(&self, number: u32) -> Result<Option<Term>, Unread> {
        match &self.kept {
            Kept::Memory(tables) => Ok(tables.term(number).cloned()),
            Kept::Disk(tables) => tables.term(number),
        }
    }

    /// The rows with these parts.
    pub(super) fn rows(&self, wanted: Wanted) -> Rows<'_> {
        let (order, known) = narrowest(&wanted);
        let prefix = ORDERS[order].iter().take(known).map_while(|part| wanted[*part]);
        let range = match &self.kept {
            Kept::Memory(tables) => Range::Memory(tables.range(order, &prefix.collect::<Vec<_>>()).iter()),
            Kept::Disk(tables) => match tables.range(order, prefix) {
                Ok(range) => Range::Disk(Box::new(range)),
                Err(why) => Range::Unread(Some(why)),
            },
        };
        Rows { wanted, range }
    }
}

/// The order that knows most parts of a pattern first, and how many it knows. Of orders that know as many, the first: in it, rows
/// of one statement follow each other.
fn narrowest(wanted: &Wanted) -> (usize, usize) {
    let known = |order: &[usize; 4]| order.iter().take_while(|part| wanted[**part].is_some()).count();
    let best = (0..ORDERS.len()).rev().max_by_key(|at| known(&ORDERS[*at])).unwrap_or_default();
    (best, known(&ORDERS[best]))
}

/// Rows of a pattern, in the order that suits it.
pub(super) struct Rows<'i> {
    wanted: Wanted,
    range: Range<'i>,
}

/// The range in which the rows are, with some others.
enum Range<'i> {
    Memory(slice::Iter<'i, Row>),
    Disk(Box<disk::Range>),
    Unread(Option<Unread>),
}

impl Iterator for Range<'_> {
    type Item = Result<Row, Unread>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Memory(rows) => rows.next().map(|row| Ok(*row)),
            Self::Disk(rows) => rows.next(),
            Self::Unread(why) => why.take().map(Err),
        }
    }
}

impl Iterator for Rows<'_> {
    type Item = Result<Row, Unread>;

    fn next(&mut self) -> Option<Self::Item> {
        let wanted = self.wanted;
        let fits = |row: &Row| wanted.iter().zip(row).all(|(want, part)| want.is_none_or(|want| want == *part));
        self.range.find(|row| row.as_ref().map_or(true, fits))
    }
}
