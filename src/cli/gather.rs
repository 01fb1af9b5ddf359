//! Inputs as one collection of records, for `publish`, `report` and `serve`.

use clap::Args;
use indicatif::ProgressBar;

use super::configuration::{Configuring, Setup};
use super::report::{Reporter, Work};
use super::{Global, Reading};
use crate::collection::{Builder, Collection};
use crate::diagnostic::{Error, Severity, counted};
use crate::doc::Node;
use crate::format::{csv, schemaorg};
use crate::input::Input;
use crate::pipeline::{self, Consumer, Convert, Outcome};

/// Which inputs are gathered, and how they are read.
#[derive(Debug, Args)]
pub(super) struct Gathering {
    /// Files, directories, globs, or - for standard input
    #[arg(required = true, value_name = "INPUT")]
    paths: Vec<String>,
    /// The IRI that minted IRIs begin with; it ends with / or #
    #[arg(long, value_name = "IRI", value_parser = super::convert::base)]
    base: Option<String>,
    #[command(flatten)]
    configuring: Configuring,
    #[command(flatten)]
    reading: Reading,
}

/// What was read.
pub(super) struct Gathered {
    pub(super) collection: Collection,
    /// Where minted IRIs begin, if the command line or the configuration says it.
    pub(super) base: Option<String>,
    /// Whether an error was found, so that something is missing.
    pub(super) is_broken: bool,
}

impl Gathering {
    /// Reads all inputs. Records that are not sound are left out and told; a mistake in the configuration is told too,
    /// and gives the exit code.
    pub(super) fn gather(&self, global: &Global) -> Result<Result<Gathered, u8>, Error> {
        self.gather_from(&self.paths, global)
    }

    /// The same as [`Self::gather`], of other inputs.
    pub(super) fn gather_from(&self, paths: &[String], global: &Global) -> Result<Result<Gathered, u8>, Error> {
        let setup = self.configuring.set_up(paths)?;
        if !setup.is_sound() {
            return setup.tell(Reporter::beside(global.quiet)).map(Err);
        }
        let Setup { config, inputs, .. } = setup;
        let base = self.base.clone().or_else(|| config.base.clone());
        // Any format that is written from normal form will do: nothing is written here.
        let convert = Convert {
            base: self.base.clone(),
            default_base: config.base.clone(),
            records: true,
            ..Convert::to(&schemaorg::FORMAT)
        };
        let job = self.reading.job(convert, config.files);
        let mut taking = Taking::new(&inputs, global);
        pipeline::run(&job, &inputs, &mut taking)?;
        taking.finish(base, global).map(Ok)
    }
}

#[cfg(feature = "serve")]
impl Gathering {
    /// The files, directories and patterns that the command line names.
    pub(super) fn paths(&self) -> &[String] {
        &self.paths
    }

    /// The inputs as they are found now.
    pub(super) fn inputs(&self) -> Result<Vec<Input>, Error> {
        Ok(self.configuring.set_up(&self.paths)?.inputs)
    }
}

impl Gathering {
    /// Shows each record as it was read, private blocks included. What is wrong with them was told before.
    pub(super) fn each_as_read(&self, show: &mut dyn FnMut(&Node)) -> Result<(), Error> {
        let Setup { config, inputs, .. } = self.configuring.set_up(&self.paths)?;
        if inputs.iter().any(|input| matches!(input, Input::Stdin)) {
            let help = "give the records as a file";
            return Err(Error::usage("private attributes are read apart, which standard input is not").help(help));
        }
        // A format that is written as a whole keeps the records as they are.
        let convert = Convert { include_private: true, records: true, ..Convert::to(&csv::FORMAT) };
        pipeline::run(&self.reading.job(convert, config.files), &inputs, &mut Showing(show))
    }
}

/// Shows records and tells nothing.
struct Showing<'s>(&'s mut dyn FnMut(&Node));

impl Consumer for Showing<'_> {
    fn take(&mut self, outcome: &mut Outcome) -> Result<(), Error> {
        outcome.kept.drain(..).for_each(|record| (self.0)(&record));
        Ok(())
    }
}

/// Joins records as they come.
struct Taking {
    builder: Builder,
    reporter: Reporter,
    records: usize,
    refused: usize,
    bar: ProgressBar,
}

impl Taking {
    fn new(inputs: &[Input], global: &Global) -> Self {
        Self {
            builder: Builder::default(),
            reporter: Reporter::beside(true),
            records: 0,
            refused: 0,
            bar: super::convert::progress(inputs, super::watched(global)),
        }
    }

    fn finish(self, base: Option<String>, global: &Global) -> Result<Gathered, Error> {
        self.bar.finish_and_clear();
        let tally = self.reporter.finish(&Work { records: self.records, ..Work::default() })?;
        let collection = self.builder.finish();
        if !global.quiet {
            tell(&collection, self.refused);
        }
        Ok(Gathered { collection, base, is_broken: tally.any_at_least(Severity::Error) })
    }
}

/// Says what was left out, and where inputs contradict each other.
fn tell(collection: &Collection, refused: usize) {
    if refused > 0 {
        super::say(&format!("{} left out, because of the errors above", counted(refused, "record")));
    }
    if let [first, ..] = collection.conflicts() {
        let fields = counted(collection.conflicts().len(), "field");
        super::say(&format!(
            "inputs say different things of {fields}, such as {} of {}; the value that sorts first was taken",
            first.field, first.id
        ));
    }
}

impl Consumer for Taking {
    fn take(&mut self, outcome: &mut Outcome) -> Result<(), Error> {
        outcome.findings.iter().try_for_each(|finding| self.reporter.push(finding).map(drop))?;
        self.records += outcome.records;
        self.refused += outcome.refused;
        outcome.kept.drain(..).for_each(|record| self.builder.add(record));
        Ok(())
    }

    fn progress(&mut self, bytes: u64) {
        self.bar.inc(bytes);
    }
}
