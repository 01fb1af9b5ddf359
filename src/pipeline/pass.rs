//! RDF to RDF: statements as they are, without records.

use std::io::{self, Read};
use std::sync::Arc;

use super::cutter::{Cutter, lines};
use super::{Convert, Job, Outcome, Run, Task};
use crate::diagnostic::{Diagnostic, Error, Place, Severity, counted};
use crate::format::rdf::holds_own_records;
use crate::format::rdf::pass::{Labels, Notation, Opened, Reading, Relay, Resource, Statement, Take, Write, notation};
use crate::format::{Format, ReadOptions, Syntax, Write as Writer, jsonld};
use crate::input::{self, Input};
use crate::source::{Position, Source};

/// How much is read at once; a longer line makes a longer piece.
const PIECE: usize = 1 << 20;

/// The output, over all inputs.
pub(super) struct Passing {
    to: &'static Notation,
    writer: Box<dyn Write>,
}

impl Job {
    /// The syntaxes of an input and of the output, where statements go from one to the other as they are.
    pub(super) fn passage(&self, format: &Format) -> Option<(&'static Notation, &'static Notation)> {
        let Task::Convert(convert) = &self.task else { return None };
        if convert.records || convert.normalize || convert.keep_unknown || !self.settings.is_empty() {
            return None;
        }
        notation(format).zip(notation(convert.to))
    }

    /// Statements as they are and statements of records can stand in one text only where it has no head.
    pub(super) fn may_mix(&self) -> Result<(), Error> {
        match &self.task {
            Task::Convert(Convert { to: Format { write: Some(Writer::Statements(_)), .. }, .. }) => Ok(()),
            _ => Err(Error::usage("some inputs are RDF, and others hold records")
                .help("give --records to read all of them as records, or convert them one by one")),
        }
    }
}

impl Run<'_> {
    /// Passes an input through. False where it holds records after all; then `head` has all that was read of it.
    pub(super) fn pass(
        &mut self,
        input: &Input,
        format: &Format,
        head: &mut Vec<u8>,
        reader: &mut dyn Read,
    ) -> Result<bool, Error> {
        let Some((from, to)) = self.job.passage(format) else { return Ok(false) };
        let is_utf16 = head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]);
        if is_utf16 || matches!(from.read, Reading::Whole(_)) {
            let mut whole = io::Cursor::new(std::mem::take(head)).chain(&mut *reader);
            *head = input::read_whole(input, &mut whole, &self.job.read.limits)?;
            let text = std::str::from_utf8(head).unwrap_or_default();
            if format.name == jsonld::FORMAT.name && holds_own_records(text, &self.job.read) {
                return Ok(false);
            }
        }
        if self.has_records {
            self.job.may_mix()?;
        }
        let passing = self.passing.take().unwrap_or_else(|| Passing { to, writer: (to.write)() });
        let suffix = if self.inputs > 1 { format!("-{}", self.sources.len() + 1) } else { String::new() };
        let relay = Relay::new(Labels::new(suffix, to.has_label));
        let mut passage = Passage::new(self, passing, input.name());
        let done = match &from.read {
            Reading::Whole(read) => passage.whole(std::mem::take(head), *read, relay),
            Reading::Pieces(open) if is_utf16 => passage.decoded(std::mem::take(head), *open, relay),
            Reading::Pieces(open) => passage.stream(std::mem::take(head), reader, *open, relay),
        };
        let Passage { sink, name, .. } = passage;
        self.passing = Some(sink.passing);
        self.sources.push((name.into(), None));
        done.map(|()| true)
    }

    /// The end of the output.
    pub(super) fn end_pass(&mut self) -> Result<(), Error> {
        let Some(Passing { mut writer, .. }) = self.passing.take() else { return Ok(()) };
        let mut bytes = Vec::new();
        writer.end(&mut bytes);
        self.take(Outcome { bytes, is_passed: true, ..Outcome::default() })
    }
}

/// One input on its way.
struct Passage<'p, 'r> {
    run: &'p mut Run<'r>,
    name: String,
    sink: Sink,
}

type Open = fn(&ReadOptions, Relay) -> Opened;
type Whole = fn(&str, &ReadOptions, Relay, &mut dyn Take) -> Result<(), Syntax>;

impl<'p, 'r> Passage<'p, 'r> {
    fn new(run: &'p mut Run<'r>, passing: Passing, name: String) -> Self {
        let sink = Sink { passing, out: run.buffers.get(), graphs: Lost::default(), unwritten: Lost::default() };
        Self { run, name, sink }
    }

    /// Hands on what was written, with what is wrong with the text that it was read from.
    fn hand_on(&mut self, faults: Vec<Syntax>, source: impl FnOnce(&str) -> Arc<Source>) -> Result<(), Error> {
        let mut outcome = Outcome { bytes: std::mem::take(&mut self.sink.out), is_passed: true, ..Outcome::default() };
        self.sink.out = self.run.buffers.get();
        if !faults.is_empty() {
            let source = source(&self.name);
            outcome.findings.extend(faults.into_iter().map(|fault| fault.finding(&source)));
        }
        self.run.take(outcome)
    }

    fn tell_losses(&mut self) -> Result<(), Error> {
        let graphs = std::mem::take(&mut self.sink.graphs);
        let unwritten = std::mem::take(&mut self.sink.unwritten);
        let to = self.sink.passing.to.name;
        let lines = [
            graphs.line(&self.name, |count, first| {
                format!("{count} written without their named graphs, {first} first: {to} has no graphs")
            }),
            unwritten
                .line(&self.name, |count, first| format!("{count} left out: {to} has no form for them, {first} first")),
        ];
        let losses = lines.into_iter().flatten().collect();
        self.run.take(Outcome { losses, is_passed: true, ..Outcome::default() })
    }

    fn whole(&mut self, bytes: Vec<u8>, read: Whole, relay: Relay) -> Result<(), Error> {
        let size = bytes.len() as u64;
        let (source, broken) = input::decode(&self.name, bytes);
        if let Some(broken) = broken {
            return self.run.take(Outcome { findings: vec![broken], is_passed: true, ..Outcome::default() });
        }
        let read = read(source.text(), &self.run.job.read, relay, &mut self.sink);
        self.hand_on(read.err().into_iter().collect(), |_| source)?;
        self.run.consumer.progress(size);
        self.tell_losses()
    }

    fn decoded(&mut self, bytes: Vec<u8>, open: Open, relay: Relay) -> Result<(), Error> {
        let (source, _) = input::decode(&self.name, bytes);
        self.stream(source.text().as_bytes().to_vec(), &mut io::empty(), open, relay)
    }

    fn stream(&mut self, head: Vec<u8>, reader: &mut dyn Read, open: Open, relay: Relay) -> Result<(), Error> {
        let mut pieces = match open(&self.run.job.read, relay) {
            Ok(pieces) => pieces,
            Err(fault) => return self.hand_on(vec![fault], |name| Source::new(name, "")),
        };
        let mut cutter = Cutter::new(head, PIECE);
        let limit = usize::try_from(self.run.job.read.limits.bytes).unwrap_or(usize::MAX);
        loop {
            let piece = cutter.next(reader, limit, lines).map_err(|error| Error::unread(&self.name, &error))?;
            let mut faults = Vec::new();
            let bytes = if piece.offset == 0 { without_mark(piece.bytes) } else { piece.bytes };
            let go_on = pieces.feed(bytes, &mut self.sink, &mut faults);
            if piece.is_last && go_on {
                pieces.end(&mut self.sink, &mut faults);
            }
            let (text, line, offset) = (bytes, piece.position.line, piece.offset);
            let (size, more) = (piece.bytes.len(), go_on && !piece.is_last);
            self.hand_on(faults, |name| Source::part(name, String::from_utf8_lossy(text), line, offset))?;
            self.run.consumer.progress(size as u64);
            if !more {
                return self.tell_losses();
            }
            cutter.advance(size);
        }
    }
}

fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes)
}

/// Statements that lost something.
#[derive(Default)]
struct Lost {
    count: usize,
    first: Option<String>,
}

impl Lost {
    fn see(&mut self, what: impl FnOnce() -> String) {
        self.count += 1;
        self.first.get_or_insert_with(what);
    }

    fn line(self, name: &str, message: impl FnOnce(String, String) -> String) -> Option<Diagnostic> {
        let position = Position { line: 1, column: 1 };
        let place = Place::Position { name: name.into(), position, end: position };
        let message = message(counted(self.count, "statement"), self.first?);
        Some(Diagnostic::in_place("loss/statement", Severity::Note, place, message))
    }
}

/// Writes what is read.
struct Sink {
    passing: Passing,
    out: Vec<u8>,
    graphs: Lost,
    unwritten: Lost,
}

impl Take for Sink {
    fn prefix(&mut self, name: &str, namespace: &str) {
        self.passing.writer.prefix(name, namespace, &mut self.out);
    }

    fn statement(&mut self, statement: &Statement) {
        if let Some(graph) = statement.graph.filter(|_| !self.passing.to.has_graphs) {
            self.graphs.see(|| shown(graph));
        }
        if !self.passing.writer.statement(statement, &mut self.out) {
            self.unwritten.see(|| format!("{} <{}>", shown(statement.subject), statement.predicate));
        }
    }

    fn wants_prefixes(&self) -> bool {
        self.passing.to.has_prefixes
    }
}

fn shown(resource: Resource) -> String {
    match resource {
        Resource::Iri(iri) => format!("<{iri}>"),
        Resource::Blank(label) => format!("_:{label}"),
    }
}
