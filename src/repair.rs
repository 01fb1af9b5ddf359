//! Texts mended: checked, mended and checked again until nothing more is to be mended, for `validate --fix` and the service.

use crate::diagnostic::{Diagnostic, Error};
use crate::format;
use crate::halt::Halt;
use crate::input::{self, Input};
use crate::mend::{self, Which};
use crate::pipeline::{self, Consumer, Job, Outcome};

/// How often a text is checked and mended. Fixes that touch each other come one after the other.
const ROUNDS: usize = 32;

/// Formats whose text people write. RDF and web pages are made by programs, and their text is not the data.
const MENDABLE: [&str; 6] = ["json", "ndjson", "yaml", "toml", "csv", "markdown"];

/// What came of mending an input.
#[derive(Debug)]
pub struct Mended {
    /// What was read.
    pub bytes: Vec<u8>,
    pub encoding: Encoding,
    pub before: String,
    pub after: String,
    /// How many mistakes were mended.
    pub mistakes: usize,
}

/// Checks and mends an input until nothing more is to be mended, or `halt` is given. What no person writes stays as it is.
///
/// # Errors
/// When it cannot be read, when the mends would break it, or when it is called off.
pub fn mended(which: Which, job: &Job, input: &Input, halt: &Halt) -> Result<Mended, Error> {
    let bytes = input::read_whole(input, &mut input.open()?, &job.read.limits)?;
    let encoding = Encoding::of(&bytes);
    let (source, broken) = input::decode(&input.name(), bytes.clone());
    let before = source.text().to_owned();
    let mut mended = Mended { bytes, encoding, after: before.clone(), before, mistakes: 0 };
    if broken.is_some() || !is_mendable(job, input, &mended.before) {
        return Ok(mended);
    }
    let first = Found::in_text(job, input, &encoding.bytes(&mended.before), halt)?;
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
        let next = Found::in_text(job, input, &encoding.bytes(&mended.after), halt)?;
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

/// Whether an input is in a format whose text people write.
#[must_use]
pub fn is_mendable(job: &Job, input: &Input, text: &str) -> bool {
    let format = job.from.or_else(|| job.files.format_of(input)).or_else(|| input.format());
    let format = format.or_else(|| format::by_content(text));
    format.is_some_and(|format| MENDABLE.contains(&format.name))
}

/// What is found in a text.
#[derive(Default)]
struct Found {
    findings: Vec<Diagnostic>,
    records: usize,
    refused: usize,
    halt: Halt,
}

impl Found {
    fn in_text(job: &Job, input: &Input, bytes: &[u8], halt: &Halt) -> Result<Self, Error> {
        let mut found = Self { halt: halt.clone(), ..Self::default() };
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
        if self.halt.is_given() {
            return Err(Error::interrupted());
        }
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
pub enum Encoding {
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

    /// A text in this encoding.
    #[must_use]
    pub fn bytes(self, text: &str) -> Vec<u8> {
        let unit: fn(u16) -> [u8; 2] = match self {
            Encoding::Utf8 => return text.as_bytes().to_vec(),
            Encoding::Utf16Le => u16::to_le_bytes,
            Encoding::Utf16Be => u16::to_be_bytes,
        };
        std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(unit).collect()
    }
}
