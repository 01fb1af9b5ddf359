//! `plenary validate --fix`: mends what can be mended in the files themselves.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::output::Output;
use crate::diagnostic::{Diagnostic, Error, Place, counted};
use crate::format;
use crate::input::{self, Input};
use crate::mend::{self, Which};
use crate::pipeline::{self, Consumer, Job, Outcome};

/// How mistakes are mended.
#[derive(Debug, Args)]
pub(super) struct Fixing {
    /// Put the mends into the files that mean what the author wrote; the report is about what is left
    #[arg(long, conflicts_with = "settings", action = super::FLAG)]
    fix: bool,
    /// With --fix: put suggestions in, too, such as the nearest code
    #[arg(long, requires = "fix", action = super::FLAG)]
    unsafe_fixes: bool,
    /// With --fix: write nothing, show what would change; the exit code is 1 if anything would
    #[arg(long, requires = "fix", action = super::FLAG)]
    diff: bool,
}

impl Fixing {
    pub(super) fn is_asked(&self) -> bool {
        self.fix
    }

    pub(super) fn only_shows(&self) -> bool {
        self.diff
    }

    fn which(&self) -> Which {
        if self.unsafe_fixes { Which::All } else { Which::Safe }
    }
}

/// How many mistakes were mended, in how many files.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Count {
    mistakes: usize,
    files: usize,
}

impl Count {
    fn add(&mut self, mended: &Mended) {
        self.mistakes += mended.mistakes;
        self.files += usize::from(mended.mistakes > 0);
    }

    /// `mended 12 mistakes in 3 files`.
    pub(super) fn say(self, verb: &str) -> String {
        if self.mistakes == 0 {
            return "nothing to mend".to_owned();
        }
        format!("{verb} {} in {}", counted(self.mistakes, "mistake"), counted(self.files, "file"))
    }
}

/// Mends inputs in their places. Standard input goes to standard output, and its mended text takes its place among
/// the inputs.
pub(super) fn run<'i>(fixing: &Fixing, job: &Job, inputs: impl Iterator<Item = &'i mut Input>) -> Result<Count, Error> {
    let mut count = Count::default();
    for input in inputs {
        let mended = mended(fixing.which(), job, input)?;
        count.add(&mended);
        let bytes = mended.encoding.bytes(&mended.after);
        match input {
            Input::Stdin => {
                let mut out = Output::open(None)?;
                let bytes = if mended.mistakes > 0 { bytes } else { mended.bytes };
                put(&mut out, &bytes)?;
                out.finish()?;
                *input = Input::Text { path: input.name().into(), bytes: bytes.into() };
            }
            Input::File(path) if mended.mistakes > 0 => replace(path, &bytes)?,
            Input::File(_) | Input::Text { .. } => {}
        }
    }
    Ok(count)
}

/// Shows what would change, and gives the exit code.
pub(super) fn show(fixing: &Fixing, job: &Job, inputs: &[Input], quiet: bool) -> Result<u8, Error> {
    let mut count = Count::default();
    let mut out = Output::open(None)?;
    for input in inputs {
        let mended = mended(fixing.which(), job, input)?;
        count.add(&mended);
        put(&mut out, mend::unified(&input.name(), &mended.before, &mended.after).as_bytes())?;
    }
    out.finish()?;
    if !quiet {
        let _ = writeln!(anstream::stderr(), "{}", count.say("would mend"));
    }
    Ok(u8::from(count.mistakes > 0))
}

fn put(out: &mut Output, bytes: &[u8]) -> Result<(), Error> {
    out.write_all(bytes).map_err(|error| Error::io("cannot write", &error))
}

/// Puts a new text in a file's place. A file behind a link is replaced, not the link.
fn replace(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let fault = |error: std::io::Error| Error::io(format!("cannot write {}", path.display()), &error);
    let target: PathBuf = fs::canonicalize(path).map_err(fault)?;
    if fs::metadata(&target).map_err(fault)?.permissions().readonly() {
        return Err(Error::input(format!("cannot write {}: it is read-only", path.display())));
    }
    let mut out = Output::open(Some(&target))?;
    put(&mut out, bytes)?;
    out.finish()
}

/// How often a text is checked and mended. Fixes that touch each other come one after the other.
const ROUNDS: usize = 32;

/// Formats whose text people write. RDF and web pages are made by programs, and their text is not the data.
const MENDABLE: [&str; 6] = ["json", "ndjson", "yaml", "toml", "csv", "markdown"];

/// What came of mending an input.
struct Mended {
    /// What was read.
    bytes: Vec<u8>,
    encoding: Encoding,
    before: String,
    after: String,
    mistakes: usize,
}

/// Checks and mends an input until nothing more is to be mended.
fn mended(which: Which, job: &Job, input: &Input) -> Result<Mended, Error> {
    let bytes = input::read_whole(input, &mut input.open()?, &job.read.limits)?;
    let encoding = Encoding::of(&bytes);
    let (source, broken) = input::decode(&input.name(), bytes.clone());
    let before = source.text().to_owned();
    let mut mended = Mended { bytes, encoding, after: before.clone(), before, mistakes: 0 };
    if broken.is_some() || !is_mendable(job, input, &mended.before) {
        return Ok(mended);
    }
    let first = Found::in_text(job, input, &encoding.bytes(&mended.before))?;
    let mut found = first.state();
    let mut findings = first.findings;
    let start = found;
    for _ in 0..ROUNDS {
        let round = mend::mend(&mended.after, &findings, which);
        if round.text == mended.after {
            return if found.is_as_sound_as(start) { Ok(mended) } else { Err(fault(which, input)) };
        }
        mended.mistakes += round.applied.len();
        mended.after = round.text;
        let next = Found::in_text(job, input, &encoding.bytes(&mended.after))?;
        found = next.state();
        findings = next.findings;
    }
    Err(fault(which, input))
}

/// Safe mends never break a text; suggestions may contradict each other.
fn fault(which: Which, input: &Input) -> Error {
    if which == Which::All {
        return Error::usage(format!("the suggestions would break {}; it is left as it was", input.name()))
            .help("mend it without --unsafe-fixes, then look at what is left");
    }
    Error::internal(format!("mending {} would break it; it is left as it was", input.name()))
        .help("please report this, with the file if it may be shown; without --fix the file is only checked")
}

fn is_mendable(job: &Job, input: &Input, text: &str) -> bool {
    let format = job.from.or_else(|| job.files.format_of(input)).or_else(|| input.format());
    let format = format.or_else(|| format::by_content(text));
    format.is_some_and(|format| MENDABLE.contains(&format.name))
}

/// Tells which findings `--fix` would mend.
pub(super) struct Mendable<'j> {
    job: &'j Job,
    /// The file of the last finding, and whether it can be mended.
    last: Option<(String, bool)>,
}

impl<'j> Mendable<'j> {
    pub(super) fn new(job: &'j Job) -> Self {
        Self { job, last: None }
    }

    pub(super) fn takes(&mut self, finding: &Diagnostic) -> bool {
        let Place::Span(source, _) = &finding.place else { return false };
        // Values of the command line stand in no file.
        if !Which::Safe.takes(finding) || !self.job.settings.is_empty() {
            return false;
        }
        match &self.last {
            Some((name, is_mendable)) if name == source.name() => *is_mendable,
            _ => {
                let input = Input::File(source.name().into());
                let is_mendable = is_mendable(self.job, &input, source.text());
                self.last = Some((source.name().to_owned(), is_mendable));
                is_mendable
            }
        }
    }
}

/// What is found in a text.
#[derive(Default)]
struct Found {
    findings: Vec<Diagnostic>,
    records: usize,
    refused: usize,
}

impl Found {
    fn in_text(job: &Job, input: &Input, bytes: &[u8]) -> Result<Self, Error> {
        let mut found = Self::default();
        let text = Input::Text { path: input.name().into(), bytes: bytes.into() };
        pipeline::run(job, &[text], &mut found)?;
        Ok(found)
    }

    fn state(&self) -> State {
        let is_syntax = |finding: &&Diagnostic| finding.id == "structure/syntax";
        let unread = self.findings.iter().filter(is_syntax).count();
        State { unread, records: self.records, refused: self.refused }
    }
}

impl Consumer for Found {
    fn take(&mut self, outcome: &mut Outcome) -> Result<(), Error> {
        self.findings.append(&mut outcome.findings);
        self.records += outcome.records;
        self.refused += outcome.refused;
        Ok(())
    }
}

/// How much of a text can be read and is valid. A record that is mended may show mistakes that could not be looked for
/// before, so the number of findings says nothing.
#[derive(Clone, Copy)]
struct State {
    unread: usize,
    records: usize,
    refused: usize,
}

impl State {
    fn is_as_sound_as(self, other: Self) -> bool {
        self.unread <= other.unread && self.records >= other.records && self.refused <= other.refused
    }
}

/// How a text was in its file; the mended one is written the same way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
}

impl Encoding {
    fn of(bytes: &[u8]) -> Self {
        match bytes {
            [0xFF, 0xFE, ..] => Encoding::Utf16Le,
            [0xFE, 0xFF, ..] => Encoding::Utf16Be,
            _ => Encoding::Utf8,
        }
    }

    fn bytes(self, text: &str) -> Vec<u8> {
        let unit: fn(u16) -> [u8; 2] = match self {
            Encoding::Utf8 => return text.as_bytes().to_vec(),
            Encoding::Utf16Le => u16::to_le_bytes,
            Encoding::Utf16Be => u16::to_be_bytes,
        };
        std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(unit).collect()
    }
}
