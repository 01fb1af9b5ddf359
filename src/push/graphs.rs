//! Statements by graph, as N-Triples.

use std::collections::BTreeMap;

use crate::diagnostic::Error;
use crate::format::rdf::pass::{Labels, NOTATIONS, Pieces, Reading, Relay, Resource, Statement, Take, Write};
use crate::format::{ReadOptions, nquads};
use crate::harvest::digest;

/// A graph: its IRI, or nothing for the default graph, and its statements, sorted, each once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Graph {
    pub name: String,
    pub statements: Vec<u8>,
}

impl Graph {
    /// A hash of the statements (SHA-256).
    #[must_use]
    pub fn hash(&self) -> String {
        digest(&self.statements)
    }
}

/// Graphs by name, the default graph first.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Graphs(Vec<Graph>);

impl Graphs {
    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[Graph] {
        &self.0
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether there is a graph of this name.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.binary_search_by(|graph| graph.name.as_str().cmp(name)).is_ok()
    }

    /// Bytes of all statements.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.0.iter().map(|graph| graph.statements.len()).sum()
    }
}

/// Takes statements in N-Quads, whole lines at a time.
pub struct Sorting {
    reader: Box<dyn Pieces>,
    sink: Sink,
}

/// Lines by graph.
struct Sink {
    graphs: BTreeMap<String, Vec<Vec<u8>>>,
    writer: Box<dyn Write>,
    /// The first graph that has no IRI.
    nameless: Option<String>,
}

impl Sorting {
    /// Nothing yet.
    ///
    /// # Errors
    /// Never, but for faults of ours.
    pub fn new() -> Result<Self, Error> {
        let notation = |name| NOTATIONS.iter().find(|notation| notation.name == name);
        let fault = || Error::internal("N-Quads cannot be read");
        let (quads, triples) = notation(nquads::FORMAT.name).zip(notation(nquads::NTRIPLES.name)).ok_or_else(fault)?;
        let Reading::Pieces(open) = quads.read else { return Err(fault()) };
        let relay = Relay::new(Labels::new(String::new(), quads.has_label));
        let reader = open(&ReadOptions::default(), relay).map_err(|_| fault())?;
        let sink = Sink { graphs: BTreeMap::new(), writer: (triples.write)(), nameless: None };
        Ok(Self { reader, sink })
    }

    /// Adds statements.
    ///
    /// # Errors
    /// When a graph has no IRI, under which it could be brought anywhere.
    pub fn add(&mut self, nquads: &[u8]) -> Result<(), Error> {
        let mut faults = Vec::new();
        self.reader.feed(nquads, &mut self.sink, &mut faults);
        if !faults.is_empty() {
            return Err(Error::internal("what was written as N-Quads cannot be read"));
        }
        match &self.sink.nameless {
            Some(label) => {
                Err(Error::usage(format!("the graph _:{label} has no IRI, so that no store can be given it"))
                    .help("name it by an IRI"))
            }
            None => Ok(()),
        }
    }

    /// The graphs of all that was added.
    #[must_use]
    pub fn finish(self) -> Graphs {
        let graph = |(name, mut lines): (String, Vec<Vec<u8>>)| {
            lines.sort_unstable();
            lines.dedup();
            Graph { name, statements: lines.concat() }
        };
        Graphs(self.sink.graphs.into_iter().map(graph).collect())
    }
}

impl Take for Sink {
    fn prefix(&mut self, _: &str, _: &str) {}

    fn statement(&mut self, statement: &Statement) {
        let name = match statement.graph {
            None => "",
            Some(Resource::Iri(iri)) => iri,
            Some(Resource::Blank(label)) => {
                self.nameless.get_or_insert_with(|| label.to_owned());
                return;
            }
        };
        let mut line = Vec::new();
        self.writer.statement(statement, &mut line);
        match self.graphs.get_mut(name) {
            Some(lines) => lines.push(line),
            None => drop(self.graphs.insert(name.to_owned(), vec![line])),
        }
    }

    fn wants_prefixes(&self) -> bool {
        false
    }
}
