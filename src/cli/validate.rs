//! `plenary validate`.

use std::io::{self, BufWriter, Write};

use clap::{Args, ValueEnum};
use indicatif::ProgressBar;

use super::changed::Changed;
use super::report::Reporter;
use super::{FailOn, Global, Reading};
use crate::check::Checks;
use crate::diagnostic::{Diagnostic, Error, Place, Severity};
use crate::input;
use crate::pipeline::{self, Consumer, Job, Outcome, Task, Validate};
use crate::report::{self, REPORTS, ReportFormat, Style};

/// What `validate` takes.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Files, directories, globs, or - for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<String>,
    /// The form of the report
    #[arg(long, default_value = "text", value_name = "FORMAT", value_parser = reportable)]
    format: &'static ReportFormat,
    /// The gravity from which on the exit code is 1
    #[arg(long, value_enum, default_value_t = FailOn::Error, value_name = "SEVERITY")]
    fail_on: FailOn,
    /// Tell only of files that changed since the branch left this git revision; all are read, so that references hold
    #[arg(long, value_name = "REV")]
    changed_since: Option<String>,
    /// Only a part of the checks
    #[arg(long, value_enum, value_name = "PART")]
    only: Option<Only>,
    #[command(flatten)]
    reading: Reading,
}

/// A part of the checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Only {
    /// What the schema says: fields, types, codes, IRIs
    Structure,
}

/// A form of report, by its name.
fn reportable(name: &str) -> Result<&'static ReportFormat, String> {
    report::by_name(name).ok_or_else(|| {
        let names: Vec<&str> = REPORTS.iter().map(|report| report.name).collect();
        format!("there is no such report; write one of {}", names.join(", "))
    })
}

/// Validates, and gives the exit code.
pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<u8, Error> {
    let inputs = input::discover(&arguments.paths, &config.files)?;
    let job = Job {
        task: Task::Validate(Validate { catalogue: arguments.only.is_none(), checks: Checks::default() }),
        from: arguments.reading.from,
        files: config.files.clone(),
        read: arguments.reading.options(None),
        settings: arguments.reading.settings.clone(),
    };
    let out = io::stdout();
    let style = Style { colour: super::coloured(&out), width: super::width(), quiet: global.quiet };
    let changed = arguments.changed_since.as_deref().map(Changed::since).transpose()?;
    let mut consumer = Findings {
        changed,
        unread: None,
        reporter: Reporter::new(BufWriter::with_capacity(1 << 16, out), arguments.format, style),
        records: 0,
        bar: super::convert::progress(&inputs, super::watched(global)),
    };
    let done = pipeline::run(&job, &inputs, &mut consumer);
    consumer.bar.finish_and_clear();
    let tally = consumer.reporter.finish(consumer.records, inputs.len())?;
    done?;
    if let Some(error) = consumer.unread {
        return Err(error);
    }
    let failed = arguments.fail_on.severity().is_some_and(|severity: Severity| tally.any_at_least(severity));
    Ok(u8::from(failed))
}

/// Reports findings as they come.
struct Findings<W> {
    reporter: Reporter<W>,
    records: usize,
    /// The files that findings are told of; none for all.
    changed: Option<Changed>,
    /// The first input that could not be read.
    unread: Option<Error>,
    bar: ProgressBar,
}

impl<W> Findings<W> {
    /// Whether a finding, or the other place that it is about, is in a file that changed.
    fn tells_of(&self, finding: &Diagnostic) -> bool {
        let Some(changed) = &self.changed else { return true };
        let places = std::iter::once(&finding.place).chain(finding.related.iter().map(|related| &related.place));
        places.map(Place::name).any(|name| changed.holds(name))
    }
}

impl<W: Write> Consumer for Findings<W> {
    fn take(&mut self, outcome: &mut Outcome) -> Result<(), Error> {
        self.records += outcome.records;
        let told = outcome.findings.iter().filter(|finding| self.tells_of(finding));
        told.collect::<Vec<_>>().into_iter().try_for_each(|finding| self.reporter.push(finding))
    }

    fn unread(&mut self, error: Error) -> Result<(), Error> {
        match self.unread {
            None => self.unread = Some(error),
            Some(_) => super::tell(&error),
        }
        Ok(())
    }

    fn progress(&mut self, bytes: u64) {
        self.bar.inc(bytes);
    }
}
