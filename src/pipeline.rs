//! The work on records: read, check, convert; in parallel, in the order of the input, streaming where the format can.

use std::io::{self, Read};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use rayon::prelude::*;

use crate::check::Checks;
use crate::check::dataset::Index;
use crate::diagnostic::{Account, Diagnostic, Error, Report};
use crate::doc::Node;
use crate::format::{self, Format, ReadOptions, json, ndjson};
use crate::input::{self, Files, Input};
use crate::rdf::graph::Statement;
use crate::source::{Source, Span};
use crate::stream::{Batch, Framing, Splitter};
use crate::suppress::{Suppressed, Suppressions};

mod companions;
pub mod convert;
mod cutter;
mod foreign;
pub mod keep;
mod pass;
mod private;
pub mod record;
pub mod shapes;
mod silence;
mod spilled;
mod told;

use companions::Folders;
pub use convert::Convert;
pub use keep::Keep;
use pass::Passing;
use record::{Origin, Worker};
pub use shapes::Judge;
use told::Told;

/// What is to be done with each record.
#[derive(Debug)]
pub enum Task {
    /// Look for mistakes.
    Validate(Validate),
    /// Look for nodes of RDF that are not of their shapes.
    Judge(Judge),
    /// Write the sound records in another format.
    Convert(Convert),
    /// Keep the sound records in normal form.
    Keep(Keep),
}

impl Task {
    /// Whether the checks of the catalogue run.
    fn has_catalogue(&self) -> bool {
        matches!(self, Task::Validate(Validate { catalogue: true, .. }))
    }
}

/// How to look for mistakes.
#[derive(Debug, Default)]
pub struct Validate {
    /// Whether the catalogue of checks runs, or the structural check alone.
    pub catalogue: bool,
    pub checks: Checks,
}

/// A piece of work over some inputs.
#[derive(Debug)]
pub struct Job {
    pub task: Task,
    /// The format that every input is in; none to find out.
    pub from: Option<&'static Format>,
    /// The formats that the configuration gives to files.
    pub files: Files,
    pub read: ReadOptions,
    /// Values that the command line gives to each record.
    pub settings: Vec<record::Setting>,
}

/// What came of some records that follow each other.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The converted records, with separators between them.
    pub bytes: Vec<u8>,
    /// How many records are in `bytes`.
    pub written: usize,
    /// The bytes are statements that were passed through, a part of one text that has its own head and end.
    pub is_passed: bool,
    /// The records themselves, for formats that are written all at once and for comparing.
    pub kept: Vec<Node<'static>>,
    pub findings: Vec<Diagnostic>,
    /// What comments in the input suppress.
    pub suppressed: Vec<Suppressed>,
    /// What did not get into the output.
    pub losses: Vec<Diagnostic>,
    /// What became of the items of a feed.
    pub account: Account,
    /// How many records there were; where shapes judge, how many nodes they are for.
    pub records: usize,
    pub refused: usize,
    index: Index,
    /// A reason to stop.
    fatal: Option<Error>,
}

/// Takes outcomes in the order of the input.
pub trait Consumer {
    /// What stays in the outcome's `bytes` is used again.
    ///
    /// # Errors
    /// Those of writing.
    fn take(&mut self, outcome: &mut Outcome) -> Result<(), Error>;

    /// An input could not be read. Whoever can do without it goes on.
    ///
    /// # Errors
    /// The same error, for those who cannot.
    fn unread(&mut self, error: Error) -> Result<(), Error> {
        Err(error)
    }

    /// Bytes of input that were dealt with, for a progress bar.
    fn progress(&mut self, _bytes: u64) {}
}

/// Records of a batch that one thread works on at a time.
const CHUNK: usize = 32;
/// A JSON array longer than this is streamed.
const WHOLE_JSON: usize = 16 << 20;
/// Texts up to this total are kept for the findings at the end, so that they show a snippet.
const KEPT_TEXT: usize = 256 << 20;
/// Files that are read beside each other, and the longest that are.
const FILES: usize = 64;
const SMALL: u64 = 1 << 20;

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Asks running work to stop at the next batch. Safe to call from a signal handler's thread.
pub fn interrupt() {
    INTERRUPTED.store(true, Ordering::Relaxed);
}

/// Ends work that somebody asked to stop: whoever writes looks here before it puts files in their places.
///
/// # Errors
/// When [`interrupt`] was called.
pub fn go_on() -> Result<(), Error> {
    if INTERRUPTED.load(Ordering::Relaxed) { Err(Error::interrupted()) } else { Ok(()) }
}

/// Works through all inputs, many small files at a time. Findings over the whole input come last.
///
/// # Errors
/// When the output cannot be written or the work was interrupted; when an input cannot be read, unless the consumer
/// goes on without it.
pub fn run(job: &Job, inputs: &[Input], consumer: &mut dyn Consumer) -> Result<(), Error> {
    let mut run = Run {
        job,
        consumer,
        index: Index::default(),
        sources: Vec::new(),
        suppressions: Vec::new(),
        kept_bytes: 0,
        buffers: Buffers::default(),
        folders: Folders::of(inputs),
        inputs: inputs.len(),
        passing: None,
        has_records: false,
    };
    for batch in inputs.chunks(FILES) {
        run.batch(batch)?;
    }
    run.end_pass()?;
    let Run { index, sources, suppressions, .. } = run;
    let is_apart = inputs.iter().all(|input| matches!(input, Input::Text { .. }));
    let mut last = silence::at_the_end(job, index.findings(&sources), suppressions, is_apart);
    if last.findings.is_empty() && last.suppressed.is_empty() { Ok(()) } else { consumer.take(&mut last) }
}

struct Run<'r> {
    job: &'r Job,
    consumer: &'r mut dyn Consumer,
    index: Index,
    sources: Vec<(Arc<str>, Option<Arc<Source>>)>,
    suppressions: Vec<Suppressions>,
    kept_bytes: usize,
    buffers: Buffers,
    /// The inputs that may be files of one feed.
    folders: Folders,
    /// How many inputs there are.
    inputs: usize,
    /// RDF that goes through as it is.
    passing: Option<Passing>,
    /// Whether records were written.
    has_records: bool,
}

/// Output buffers to use again: at these speeds fresh memory costs more than what is written to it.
#[derive(Debug, Default)]
struct Buffers(Mutex<Vec<Vec<u8>>>);

/// More buffers than are at work at once are not kept: not all work takes them from here.
const SPARE: usize = 64;

impl Buffers {
    fn get(&self) -> Vec<u8> {
        self.0.lock().ok().and_then(|mut free| free.pop()).unwrap_or_default()
    }

    fn give(&self, mut buffer: Vec<u8>) {
        // An outcome that wrote nothing brings no buffer back; kept, it would stand before the real ones.
        if buffer.capacity() == 0 {
            return;
        }
        buffer.clear();
        if let Ok(mut free) = self.0.lock()
            && free.len() < SPARE
        {
            free.push(buffer);
        }
    }
}

impl Run<'_> {
    /// Small files are read beside each other, and taken in their order; the others one by one.
    fn batch(&mut self, inputs: &[Input]) -> Result<(), Error> {
        let (job, first) = (self.job, self.sources.len());
        let folders = &self.folders;
        let small =
            |(at, input): (usize, &Input)| Whole::of_small(job, input, folders, file_number(first + at)).transpose();
        let read: Vec<Option<Result<Whole, Error>>> = match inputs {
            [_] => vec![None],
            _ => inputs.par_iter().enumerate().map(small).collect(),
        };
        for (input, read) in inputs.iter().zip(read) {
            let done = match read {
                Some(whole) => whole.and_then(|whole| self.take_whole(whole)),
                None => self.input(input),
            };
            match done {
                Err(error) if error.is_unread() => {
                    self.consumer.unread(error)?;
                    self.sources.push((input.name().into(), None));
                }
                done => done?,
            }
        }
        Ok(())
    }

    fn input(&mut self, input: &Input) -> Result<(), Error> {
        let mut reader = input.open()?;
        let mut head = Vec::new();
        let fault = |error: io::Error| Error::unread(&input.name(), &error);
        reader.by_ref().take(64 << 10).read_to_end(&mut head).map_err(fault)?;
        let format = self.job.format(input, &head)?;
        if self.pass(input, format, &mut head, &mut reader)? || self.spill(input, format, &mut head, &mut reader)? {
            return Ok(());
        }
        let starts = |bytes: &[u8], byte| bytes.trim_ascii_start().first() == Some(&byte);
        if std::ptr::eq(format, &raw const ndjson::FORMAT) && !head.starts_with(&[0xFF, 0xFE]) {
            return self.stream(input, head, reader, Framing::Lines);
        }
        if std::ptr::eq(format, &raw const json::FORMAT) && starts(&head, b'[') {
            reader.by_ref().take(WHOLE_JSON as u64).read_to_end(&mut head).map_err(fault)?;
            if head.len() > WHOLE_JSON {
                return self.stream(input, head, reader, Framing::Array);
            }
        }
        let bytes = input::read_whole(input, &mut io::Cursor::new(head).chain(reader), &self.job.read.limits)?;
        let whole = Whole::read(self.job, input, format, &self.folders, (file_number(self.sources.len()), bytes));
        self.take_whole(whole)
    }

    fn take_whole(&mut self, whole: Whole) -> Result<(), Error> {
        for outcome in whole.outcomes {
            self.take(outcome)?;
        }
        self.suppressions.extend(whole.suppressions);
        let size = whole.source.text().len();
        self.consumer.progress(size as u64);
        self.kept_bytes += size;
        let name = whole.source.name().into();
        self.sources.push((name, (self.kept_bytes <= KEPT_TEXT).then_some(whole.source)));
        Ok(())
    }

    fn stream(
        &mut self,
        input: &Input,
        head: Vec<u8>,
        reader: Box<dyn Read + Send>,
        framing: Framing,
    ) -> Result<(), Error> {
        let name = input.name();
        let fault = |error: io::Error| Error::unread(&name, &error);
        let limit = usize::try_from(self.job.read.limits.bytes).unwrap_or(usize::MAX);
        let mut splitter = Splitter::new(head, reader, framing, limit);
        let mut next = splitter.next_batch().map_err(fault)?;
        let worker = Worker { job: self.job, format: &ndjson::FORMAT, file: file_number(self.sources.len()), line: 1 };
        while let Some(batch) = next {
            // Reading the next batch runs beside the work on this one.
            let (outcomes, read) =
                rayon::join(|| work(&worker, &name, &batch, &self.buffers), || splitter.next_batch());
            let size = batch.bytes.len();
            splitter.recycle(batch.bytes);
            for outcome in outcomes {
                self.take(outcome)?;
            }
            self.consumer.progress(size as u64);
            next = read.map_err(fault)?;
        }
        self.sources.push((name.into(), None));
        Ok(())
    }

    fn take(&mut self, mut outcome: Outcome) -> Result<(), Error> {
        go_on()?;
        self.has_records |= outcome.written > 0 || !outcome.kept.is_empty();
        if self.has_records && self.passing.is_some() {
            self.job.may_mix()?;
        }
        self.index.append(std::mem::take(&mut outcome.index));
        let fatal = outcome.fatal.take();
        self.job.judge(&mut outcome.findings);
        self.consumer.take(&mut outcome)?;
        self.buffers.give(outcome.bytes);
        fatal.map_or(Ok(()), Err)
    }
}

fn file_number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

impl Job {
    /// The format of an input: given, by the configuration, by its extension, or by its first bytes.
    fn format(&self, input: &Input, head: &[u8]) -> Result<&'static Format, Error> {
        let sniffed = || format::by_content(&String::from_utf8_lossy(head));
        let by_extension = || input.format().map(|format| format::dialect(format, &String::from_utf8_lossy(head)));
        let format = self.from.or_else(|| self.files.format_of(input)).or_else(by_extension).or_else(sniffed);
        let format = format.or_else(|| head.trim_ascii().is_empty().then_some(&json::FORMAT));
        match format {
            Some(format) if format.read.is_some() => match self.task {
                Task::Judge(_) => shapes::refuse_records(format, &input.name()).map(|()| format),
                _ => Ok(format),
            },
            Some(format) => Err(Error::usage(format!("{} can be written but not read", format.name))),
            None => {
                let names: Vec<&str> = format::FORMATS.iter().map(|format| format.name).collect();
                Err(Error::usage(format!("cannot tell the format of {}", input.name()))
                    .help(format!("name it with --from: {}", names.join(", "))))
            }
        }
    }

    /// Reads an input for a conversion that keeps the statements that no record holds.
    fn keeping<'s>(
        &self,
        format: &Format,
        source: &'s Arc<Source>,
        file: u32,
        report: &mut Report,
    ) -> Option<(Vec<Node<'s>>, Vec<Statement>)> {
        match &self.task {
            Task::Convert(convert) => convert.read_keeping(format, source, (&self.read, file), report),
            Task::Validate(_) | Task::Judge(_) | Task::Keep(_) => None,
        }
    }

    /// Gives findings the severities of the profile.
    fn judge(&self, findings: &mut Vec<Diagnostic>) {
        match &self.task {
            Task::Validate(Validate { checks, .. }) | Task::Judge(Judge { checks, .. }) => checks.judge(findings),
            Task::Convert(_) | Task::Keep(_) => {}
        }
    }
}

/// An input that was read as a whole, and what came of it.
struct Whole {
    outcomes: Vec<Outcome>,
    source: Arc<Source>,
    suppressions: Option<Suppressions>,
}

impl Whole {
    /// Reads a small file; nothing where it is large, a stream, or no file.
    fn of_small(job: &Job, input: &Input, folders: &Folders, number: u32) -> Result<Option<Self>, Error> {
        if matches!(input, Input::Stdin) {
            return Ok(None);
        }
        let mut bytes = Vec::new();
        let read = input.open()?.take(SMALL + 1).read_to_end(&mut bytes);
        read.map_err(|error| Error::unread(&input.name(), &error))?;
        if bytes.len() as u64 > SMALL {
            return Ok(None);
        }
        let format = job.format(input, &bytes[..bytes.len().min(64 << 10)])?;
        if std::ptr::eq(format, &raw const ndjson::FORMAT) || job.passage(format).is_some() {
            return Ok(None);
        }
        Ok(Some(Self::read(job, input, format, folders, (number, bytes))))
    }

    fn read(
        job: &Job,
        input: &Input,
        format: &'static Format,
        folders: &Folders,
        (number, bytes): (u32, Vec<u8>),
    ) -> Self {
        let (source, broken) = input::decode(&input.name(), bytes);
        let mut report = Report::default();
        report.findings.extend(broken);
        if let Task::Judge(judge) = &job.task {
            return Self {
                outcomes: vec![shapes::judge(judge, job, &source, format, report)],
                source,
                suppressions: None,
            };
        }
        let (records, rest) = match format.read {
            Some(read) if report.findings.is_empty() => {
                job.keeping(format, &source, number, &mut report).unwrap_or_else(|| {
                    let together = folders.options(job, input, format);
                    (read(&source, together.as_ref().unwrap_or(&job.read), &mut report), Vec::new())
                })
            }
            _ => (Vec::new(), Vec::new()),
        };
        let (losses, findings): (Vec<Diagnostic>, Vec<Diagnostic>) =
            std::mem::take(&mut report.findings).into_iter().partition(|finding| finding.id.starts_with("loss/"));
        let told = Told::by(&findings);
        let worker = Worker { job, format, file: number, line: 1 };
        let mut outcomes = vec![Outcome { findings, losses, account: report.account, ..Outcome::default() }];
        outcomes.extend(in_chunks(records, |record, outcome| worker.record(record, &Origin::Whole(&source), outcome)));
        if !told.is_empty() {
            outcomes[1..].iter_mut().for_each(|outcome| outcome.findings.retain(|found| !told.says(found)));
        }
        if let (false, Task::Convert(convert)) = (rest.is_empty(), &job.task) {
            outcomes.push(convert.rest(&rest, &source));
        }
        outcomes.push(Outcome { losses: std::mem::take(&mut report.late), ..Outcome::default() });
        let suppressions = silence::in_file(job, format, &source, &mut outcomes);
        Self { outcomes, source, suppressions }
    }
}

fn work(worker: &Worker, name: &str, batch: &Batch, buffers: &Buffers) -> Vec<Outcome> {
    let broken = batch.faults.iter().map(|fault| {
        let text = String::from_utf8_lossy(&batch.bytes[fault.range.clone()]).into_owned();
        let source = Source::part(name, text, fault.line, batch.offset + fault.range.start as u64);
        let span = Span::new(0, 1.min(source.text().len()));
        Diagnostic::error("structure/syntax", &source, span, fault.message)
    });
    let frame = Outcome { findings: broken.collect(), ..Outcome::default() };
    let chunk = |cuts: &[crate::stream::Cut]| {
        let mut outcome = Outcome { bytes: buffers.get(), ..Outcome::default() };
        for cut in cuts {
            let worker = Worker { line: cut.line, ..*worker };
            worker.text(name, &batch.bytes[cut.range.clone()], batch.offset + cut.range.start as u64, &mut outcome);
        }
        outcome
    };
    let mut outcomes: Vec<Outcome> = batch.cuts.par_chunks(CHUNK).map(chunk).collect();
    outcomes.push(frame);
    outcomes
}

/// Works on records in chunks, in parallel where there are several.
fn in_chunks<'s>(records: Vec<Node<'s>>, work: impl Fn(Node<'s>, &mut Outcome) + Sync) -> Vec<Outcome> {
    let run = |records: Vec<Node<'s>>| {
        let mut outcome = Outcome::default();
        for record in records {
            work(record, &mut outcome);
        }
        outcome
    };
    if records.len() <= CHUNK {
        return vec![run(records)];
    }
    let mut chunks = Vec::with_capacity(records.len() / CHUNK + 1);
    let mut records = records.into_iter();
    while !records.as_slice().is_empty() {
        chunks.push(records.by_ref().take(CHUNK).collect::<Vec<_>>());
    }
    chunks.into_par_iter().map(run).collect()
}
