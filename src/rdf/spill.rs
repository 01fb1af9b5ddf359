//! RDF into records with little memory: statements are put in temporary files and read again where they are needed.
//!
//! The records, their order and the findings are those of [`graph::records`]. What stays in memory
//! grows with the number of nodes alone, by about two hundred bytes for each, and with the longest record.
//!
//! The statements come in pieces. Those of a piece that say something of one node are one fragment in a file, with the
//! lines that they stand on; each fragment knows the one before it of the same node. Where the statements of a node follow
//! each other, as most writers write them, it has one fragment and is read at once. The graph is gone through three times:
//! for the classes of nodes while it comes in; for what is wrong with statements and which of them no record can hold, in
//! their order; and for the references between nodes. Then the nodes are put in their places like those in memory.

use std::io;
use std::sync::Arc;

use super::graph::{self, Reader, Statement};
use super::placing::Placing;
use crate::diagnostic::{Diagnostic, Report};
use crate::doc::Node;
use crate::source::{Excerpt, Source};

mod fragment;
mod log;
mod names;
mod nodes;

use nodes::OnDisk;

/// How much of each thing is in memory at once.
#[derive(Debug, Clone, Copy)]
pub struct Budget {
    /// Bytes of text of the records that are made at once.
    pub batch: usize,
    /// Bytes of names that are sorted at once.
    pub names: usize,
}

impl Budget {
    /// Shares out a number of bytes.
    #[must_use]
    pub fn of(memory: u64) -> Self {
        let part = usize::try_from(memory / 32).unwrap_or(usize::MAX);
        Self { batch: part.clamp(1 << 10, 4 << 20), names: part.clamp(1 << 10, 64 << 20) }
    }
}

/// Takes statements, and gives records when it has all of them.
pub struct Spill {
    name: String,
    budget: Budget,
    reader: Reader<'static, OnDisk>,
    /// Whether there are statements that have to be translated, which takes all of them together.
    is_foreign: bool,
}

/// Some records, what their spans are in, and what is to be told of them when all records are done.
pub struct Batch {
    pub source: Arc<Source>,
    pub records: Vec<Node<'static>>,
    pub late: Vec<Diagnostic>,
}

/// The records of a graph, batch by batch.
pub enum Records {
    /// Those of a graph that is in memory after all.
    Together(Option<Batch>),
    Placed(Box<Placed>),
}

/// The records of a graph that is on disk.
pub struct Placed {
    name: String,
    budget: Budget,
    placing: Placing<'static, OnDisk>,
}

impl Spill {
    /// Begins with the name of the input, which findings show.
    ///
    /// # Errors
    /// When a temporary file cannot be made.
    pub fn new(name: &str, budget: Budget) -> io::Result<Self> {
        let mut reader = Reader::new(OnDisk::new(budget.names)?, Source::new(name, ""));
        reader.in_parts = true;
        Ok(Self { name: name.to_owned(), budget, reader, is_foreign: false })
    }

    /// Takes the statements of a piece of the input.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn add(&mut self, source: &Arc<Source>, mut statements: Vec<Statement>) -> io::Result<()> {
        self.reader.source = Arc::clone(source);
        for statement in &mut statements {
            self.reader.in_own_form(statement);
            self.is_foreign |= graph::is_foreign(statement);
            match graph::class_of(statement) {
                Some(class) => self.reader.class(statement.clone(), class),
                None => self.reader.note_type(statement),
            }
        }
        self.reader.pool.add(source, statements)
    }

    /// The records of all statements, and what is wrong with these.
    ///
    /// # Errors
    /// When a temporary file cannot be read or written.
    pub fn records(mut self) -> io::Result<(Records, Vec<Diagnostic>)> {
        if self.is_foreign {
            return self.together();
        }
        self.reader.tell_nameless();
        for at in 0..self.reader.pool.pieces() {
            let (excerpt, statements) = self.reader.pool.piece(at)?;
            self.reader.source = excerpt.into_source(&self.name);
            for statement in statements {
                if graph::class_of(&statement).is_none() {
                    self.reader.statement(statement);
                }
            }
        }
        self.reader.tell_losses();
        let Reader { mut pool, mut findings, .. } = self.reader;
        pool.link(&self.name, &mut findings)?;
        let mut placing = Placing::new(pool, None);
        placing.nodes.check()?;
        Ok((Records::Placed(Box::new(Placed { name: self.name, budget: self.budget, placing })), findings))
    }

    /// The records of a graph that cannot be looked at node by node.
    fn together(mut self) -> io::Result<(Records, Vec<Diagnostic>)> {
        let (mut whole, mut all) = (Excerpt::default(), Vec::new());
        for at in 0..self.reader.pool.pieces() {
            let (excerpt, mut statements) = self.reader.pool.piece(at)?;
            let by = whole.append(&excerpt.text, &excerpt.parts);
            for span in statements.iter_mut().flat_map(|statement| statement.spans.each()) {
                *span = span.shifted(by);
            }
            all.append(&mut statements);
        }
        let source = whole.into_source(&self.name);
        let mut report = Report::default();
        let records = graph::records(all, &source, &mut report);
        Ok((Records::Together(Some(Batch { source, records, late: report.late })), report.findings))
    }
}

impl Records {
    /// The next records.
    ///
    /// # Errors
    /// When a temporary file cannot be read.
    pub fn next_batch(&mut self) -> io::Result<Option<Batch>> {
        match self {
            Records::Together(batch) => Ok(batch.take()),
            Records::Placed(placed) => placed.next_batch(),
        }
    }
}

impl Placed {
    fn next_batch(&mut self) -> io::Result<Option<Batch>> {
        let mut records = Vec::new();
        while self.placing.nodes.excerpt.text.len() < self.budget.batch {
            let Some(record) = self.placing.next_record() else { break };
            records.push(record);
        }
        self.placing.nodes.check()?;
        let source = std::mem::take(&mut self.placing.nodes.excerpt).into_source(&self.name);
        let told = std::mem::take(&mut self.placing.told);
        let late: Vec<Diagnostic> = told.into_iter().map(|told| told.finding(&source)).collect();
        Ok((!records.is_empty() || !late.is_empty()).then_some(Batch { source, records, late }))
    }
}
