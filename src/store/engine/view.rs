//! The data as a query sees them: which graphs are its default graph, each statement once.

use std::collections::HashSet;

use oxigraph::model::Term;
use spareval::{InternalQuad, QueryableDataset};

use super::guard;
use super::index::{Index, Row, UNNAMED, Unread, Wanted};
use super::term::{Held, Which};

/// The graphs that a query takes for its default graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Merged {
    /// All of them, named or not.
    All,
    /// These, by number; those that the data do not have are left out.
    Graphs(HashSet<u32>),
}

/// The data for one query.
#[derive(Debug)]
pub(super) struct View<'a> {
    pub(super) index: &'a Index,
    pub(super) default: Merged,
}

type Quads<'a> = Box<dyn Iterator<Item = Result<InternalQuad<Held>, Unread>> + 'a>;

impl<'a> View<'a> {
    /// The number that a part of a pattern has in the data: `Ok(None)` where anything will do, an error where there is none.
    fn number(part: Option<&Held>) -> Result<Option<u32>, ()> {
        match part.map(Held::which) {
            None => Ok(None),
            Some(Which::Known(number)) => Ok(Some(*number)),
            Some(Which::Made(_)) => Err(()),
        }
    }

    /// The statements of the default graph, each once, in whichever of its graphs it stands.
    fn of_default(&self, wanted: Wanted) -> Quads<'a> {
        let default = self.default.clone();
        let is_in = move |row: &Row| match &default {
            Merged::All => true,
            Merged::Graphs(graphs) => graphs.contains(&row[3]),
        };
        let mut before: Option<[u32; 3]> = None;
        let mut first = move |row: &Row| before.replace([row[0], row[1], row[2]]) != Some([row[0], row[1], row[2]]);
        let rows = self.index.rows(wanted).filter(move |row| row.as_ref().map_or(true, |row| is_in(row) && first(row)));
        Box::new(rows.map(|row| Ok(quad(&row?, None))))
    }
}

fn quad(row: &Row, graph: Option<u32>) -> InternalQuad<Held> {
    InternalQuad {
        subject: Held::known(row[0]),
        predicate: Held::known(row[1]),
        object: Held::known(row[2]),
        graph_name: graph.map(Held::known),
    }
}

impl<'a> QueryableDataset<'a> for View<'a> {
    type InternalTerm = Held;
    type Error = Unread;

    fn internal_quads_for_pattern(
        &self,
        subject: Option<&Held>,
        predicate: Option<&Held>,
        object: Option<&Held>,
        graph: Option<Option<&Held>>,
    ) -> impl Iterator<Item = Result<InternalQuad<Held>, Unread>> + use<'a> {
        guard::step();
        let numbers = [Some(subject), Some(predicate), Some(object), graph].map(|part| Self::number(part.flatten()));
        let [Ok(subject), Ok(predicate), Ok(object), Ok(name)] = numbers else {
            return Box::new(std::iter::empty()) as Quads<'a>;
        };
        let wanted = [subject, predicate, object, name];
        match graph {
            Some(None) => self.of_default(wanted),
            Some(Some(_)) => Box::new(self.index.rows(wanted).map(|row| row.map(|row| quad(&row, Some(row[3]))))),
            None => {
                let named = self.index.rows(wanted).filter(|row| row.as_ref().map_or(true, |row| row[3] != UNNAMED));
                Box::new(named.map(|row| row.map(|row| quad(&row, Some(row[3])))))
            }
        }
    }

    fn internal_named_graphs(&self) -> impl Iterator<Item = Result<Held, Unread>> + use<'a> {
        self.index.graphs().iter().map(|graph| Ok(Held::known(graph.number)))
    }

    fn contains_internal_graph_name(&self, graph: &Held) -> Result<bool, Unread> {
        Ok(match graph.which() {
            Which::Known(number) => self.index.has_graph(*number),
            Which::Made(_) => false,
        })
    }

    fn internalize_term(&self, term: Term) -> Result<Held, Unread> {
        Ok(match self.index.number(&term)? {
            Some(number) => Held::known(number),
            None => Held::made(term),
        })
    }

    fn externalize_term(&self, term: Held) -> Result<Term, Unread> {
        let made = || Term::from(oxigraph::model::BlankNode::default());
        Ok(match term.which() {
            // A number is only ever given for what is there.
            Which::Known(number) => self.index.term(*number)?.unwrap_or_else(made),
            Which::Made(made) => made.term().clone(),
        })
    }
}
