//! RDF that is longer than the memory it may take: into records by way of temporary files.

use std::io::{self, Read};
use std::sync::Arc;

use super::cutter::{Cutter, Piece};
use super::record::{Origin, Worker};
use super::told::Told;
use super::{Convert, Outcome, Run, Task, file_number, in_chunks};
use crate::diagnostic::{Diagnostic, Error, Report};
use crate::format::Format;
use crate::format::rdf::Parts;
use crate::input::{self, Input};
use crate::rdf::spill::{Batch, Budget, Spill};
use crate::source::Source;

/// How many bytes of memory one byte of text takes while it becomes records; measured.
const FOR_A_BYTE: u64 = 8;

impl Run<'_> {
    /// Converts an input with little memory, where it is so long that it would take more than it may. False where it is
    /// not, or cannot be read in parts; then `head` has all that was read of it.
    pub(super) fn spill(
        &mut self,
        input: &Input,
        format: &'static Format,
        head: &mut Vec<u8>,
        reader: &mut dyn Read,
    ) -> Result<bool, Error> {
        let Some((parts, memory)) = self.may_spill(format, head) else { return Ok(false) };
        let fits = memory / FOR_A_BYTE;
        let unread = |error: io::Error| Error::unread(&input.name(), &error);
        if fits >= head.len() as u64 {
            Read::take(&mut *reader, fits + 1 - head.len() as u64).read_to_end(head).map_err(unread)?;
        }
        if head.len() as u64 <= fits {
            return Ok(false);
        }
        let budget = Budget::of(memory);
        let spill = Spill::new(&input.name(), budget).map_err(|error| no_room(&error))?;
        let mut spilling = Spilling { run: self, name: input.name(), format, spill, parts, report: Report::default() };
        let cutter = Cutter::new(std::mem::take(head), budget.batch.min(1 << 20));
        if spilling.read(cutter, reader)? {
            spilling.records()?;
        } else {
            spilling.tell()?;
        }
        self.sources.push((input.name().into(), None));
        Ok(true)
    }

    /// The reader in parts and the memory, where records are wanted of RDF that can be read so.
    fn may_spill(&self, format: &Format, head: &[u8]) -> Option<(Parts, u64)> {
        let is_utf16 = head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]);
        match &self.job.task {
            Task::Convert(Convert { keep_unknown: false, .. }) if self.job.read.timezone.is_none() && !is_utf16 => {
                Some((Parts::of(format, &self.job.read)?, self.job.read.limits.memory?))
            }
            _ => None,
        }
    }
}

fn no_room(error: &io::Error) -> Error {
    Error::io("cannot work with temporary files", error)
        .help("make room there, name another folder in TMPDIR, or raise --memory")
}

/// One input on its way.
struct Spilling<'p, 'r> {
    run: &'p mut Run<'r>,
    name: String,
    format: &'static Format,
    spill: Spill,
    parts: Parts,
    report: Report,
}

impl Spilling<'_, '_> {
    /// Reads the whole input. False where it is no text, of which nothing is taken.
    fn read(&mut self, mut cutter: Cutter, reader: &mut dyn Read) -> Result<bool, Error> {
        let limit = usize::try_from(self.run.job.read.limits.bytes).unwrap_or(usize::MAX);
        loop {
            let piece = cutter.next(reader, limit, |bytes| self.parts.cut(bytes));
            let piece = piece.map_err(|error| Error::unread(&self.name, &error))?;
            let (size, is_last) = (piece.bytes.len(), piece.is_last);
            if !self.piece(&piece)? {
                return Ok(false);
            }
            self.run.consumer.progress(size as u64);
            if is_last {
                return Ok(true);
            }
            cutter.advance(size);
        }
    }

    fn piece(&mut self, piece: &Piece) -> Result<bool, Error> {
        self.run.take(Outcome::default())?;
        let Ok(text) = std::str::from_utf8(piece.bytes) else {
            let text = String::from_utf8_lossy(piece.bytes);
            let source = Source::within(self.name.as_str(), text, piece.position, piece.offset);
            let start = piece.bytes.utf8_chunks().next().map_or(0, |chunk| chunk.valid().len());
            self.report =
                Report { findings: vec![input::not_utf8(&source, start, piece.bytes[start])], ..Report::default() };
            return Ok(false);
        };
        let source = Source::within(self.name.as_str(), text, piece.position, piece.offset);
        let statements = self.parts.read(&source, &mut self.report);
        self.spill.add(&source, statements).map_err(|error| no_room(&error))?;
        Ok(true)
    }

    /// Tells what is wrong with the input.
    fn tell(self) -> Result<(), Error> {
        self.run.take(Outcome { findings: self.report.findings, ..Outcome::default() })
    }

    fn records(self) -> Result<(), Error> {
        let Self { run, format, spill, parts, mut report, .. } = self;
        parts.end(&mut report);
        let (mut records, found) = spill.records().map_err(|error| no_room(&error))?;
        report.findings.extend(found);
        let (losses, findings): (Vec<Diagnostic>, Vec<Diagnostic>) =
            report.findings.into_iter().partition(|finding| finding.id.starts_with("loss/"));
        let told = Told::by(&findings);
        run.take(Outcome { findings, losses, ..Outcome::default() })?;
        let worker = Worker { job: run.job, format, file: file_number(run.sources.len()), line: 1 };
        let mut last = Outcome::default();
        while let Some(batch) = records.next_batch().map_err(|error| no_room(&error))? {
            let Batch { source, records, late } = batch;
            last.losses.extend(late);
            for mut outcome in work(&worker, records, &source) {
                outcome.findings.retain(|found| !told.says(found));
                run.take(outcome)?;
            }
        }
        run.take(last)
    }
}

fn work(worker: &Worker, records: Vec<crate::doc::Node>, source: &Arc<Source>) -> Vec<Outcome> {
    in_chunks(records, |record, outcome| worker.record(record, &Origin::Whole(source), outcome))
}
