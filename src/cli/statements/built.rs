//! Reading inputs as statements.

use std::path::Path;

use indicatif::ProgressBar;

use super::super::configuration::Setup;
use super::super::report::{Reporter, Work};
use super::super::{Global, convert, say, watched};
use super::Stating;
use crate::diagnostic::{Error, Severity, counted};
use crate::format::nquads;
use crate::pipeline::{self, Consumer, Convert, Outcome};
use crate::publish::{DUMP, MANIFEST};

/// What came of reading.
#[derive(Debug, PartialEq, Eq)]
pub(in super::super) enum Stated {
    /// All was taken, but for records with errors, if there were any.
    Taken { is_broken: bool },
    /// The configuration is not sound; the exit code.
    Told(u8),
}

impl Stating {
    /// Hands the statements of all inputs on, in N-Quads. Records that are not sound are left out and told.
    pub(in super::super) fn state(
        &self,
        paths: &[String],
        global: &Global,
        take: &mut dyn FnMut(&[u8]) -> Result<(), Error>,
    ) -> Result<Stated, Error> {
        let paths: Vec<String> = paths.iter().map(|path| dump_of(path).unwrap_or_else(|| path.clone())).collect();
        let setup = self.configuring.set_up(&paths)?;
        if !setup.is_sound() {
            return setup.tell(Reporter::beside(global.quiet)).map(Stated::Told);
        }
        let Setup { config, inputs, .. } = setup;
        let convert =
            Convert { base: self.base.clone(), default_base: config.base.clone(), ..Convert::to(&nquads::FORMAT) };
        let job = self.reading.job(convert, config.files);
        let bar = convert::progress(&inputs, watched(global));
        let mut taking = Taking { take, reporter: Reporter::beside(true), refused: 0, losses: 0, bar };
        pipeline::run(&job, &inputs, &mut taking)?;
        taking.finish(global)
    }
}

/// The dump of a site, where a path is a folder that `plenary publish` made.
fn dump_of(path: &str) -> Option<String> {
    let folder = Path::new(path);
    let dump = folder.join(DUMP);
    (folder.join(MANIFEST).is_file() && dump.is_file()).then(|| dump.to_string_lossy().into_owned())
}

/// Hands statements on, and tells what is wrong.
struct Taking<'t> {
    take: &'t mut dyn FnMut(&[u8]) -> Result<(), Error>,
    reporter: Reporter,
    refused: usize,
    losses: usize,
    bar: ProgressBar,
}

impl Consumer for Taking<'_> {
    fn take(&mut self, outcome: &mut Outcome) -> Result<(), Error> {
        outcome.findings.iter().try_for_each(|finding| self.reporter.push(finding).map(drop))?;
        self.refused += outcome.refused;
        self.losses += outcome.losses.len();
        (self.take)(&outcome.bytes)
    }

    fn progress(&mut self, bytes: u64) {
        self.bar.inc(bytes);
    }
}

impl Taking<'_> {
    fn finish(self, global: &Global) -> Result<Stated, Error> {
        self.bar.finish_and_clear();
        let tally = self.reporter.finish(&Work::default())?;
        if !global.quiet && self.refused > 0 {
            say(&format!("{} left out, because of the errors above", counted(self.refused, "record")));
        } else if !global.quiet && self.losses > 0 {
            say(&format!(
                "{} not among the statements; plenary convert --to nquads --loss FILE lists what",
                counted(self.losses, "part")
            ));
        }
        Ok(Stated::Taken { is_broken: tally.any_at_least(Severity::Error) })
    }
}
