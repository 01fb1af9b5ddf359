//! `plenary validate --fix`: mends what can be mended in the files themselves.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::output::Output;
use crate::diagnostic::{Diagnostic, Error, Place, counted};
use crate::halt::Halt;
use crate::input::Input;
use crate::mend::{self, Which};
use crate::pipeline::Job;
use crate::repair::{Mended, is_mendable, mended};

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
        let mended = mended(fixing.which(), job, input, &Halt::default())?;
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
        let mended = mended(fixing.which(), job, input, &Halt::default())?;
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
