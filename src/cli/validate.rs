//! `plenary validate`.

use std::io::{self, BufWriter, Write};

use clap::{Args, ValueEnum};
use indicatif::ProgressBar;

use super::changed::Changed;
use super::fix::{self, Fixing};
use super::report::Reporter;
use super::{FailOn, Global, Reading};
use crate::check::Checks;
use crate::diagnostic::{Diagnostic, Error, Place, Severity};
use crate::input::{self, Input};
use crate::mend::Which;
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
    fixing: Fixing,
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
    let mut inputs = input::discover(&arguments.paths)?;
    let job = Job {
        task: Task::Validate(Validate { catalogue: arguments.only.is_none(), checks: Checks::default() }),
        from: arguments.reading.from,
        read: arguments.reading.options(None),
        settings: arguments.reading.settings.clone(),
    };
    let changed = arguments.changed_since.as_deref().map(Changed::since).transpose()?;
    if arguments.fixing.only_shows() {
        return fix::show(&arguments.fixing, &job, &inputs, global.quiet);
    }
    // The mended text of standard input goes to standard output, and the report beside it.
    let beside = arguments.fixing.is_asked() && inputs.contains(&Input::Stdin);
    let mended = arguments.fixing.is_asked().then(|| fix::run(&arguments.fixing, &job, &mut inputs)).transpose()?;
    let (out, colour): (Box<dyn Write>, bool) = if beside {
        (Box::new(io::stderr()), super::coloured(&io::stderr()))
    } else {
        (Box::new(io::stdout()), super::coloured(&io::stdout()))
    };
    let style = Style { colour, width: super::width(), quiet: global.quiet };
    let mut consumer = Findings {
        changed,
        unread: None,
        reporter: Reporter::new(BufWriter::with_capacity(1 << 16, out), arguments.format, style),
        records: 0,
        mendable: 0,
        bar: super::convert::progress(&inputs, super::watched(global)),
    };
    let done = pipeline::run(&job, &inputs, &mut consumer);
    consumer.bar.finish_and_clear();
    let remark = match mended {
        Some(count) => Some(count.say("mended")),
        None => (consumer.mendable > 0).then(|| format!("{} of these can be mended with --fix", consumer.mendable)),
    };
    consumer.reporter.remarks.extend(remark);
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
    /// Findings that `--fix` mends.
    mendable: usize,
    bar: ProgressBar,
}

/// Whether a finding, or the other place that it is about, is in a file that changed.
fn tells_of(changed: Option<&Changed>, finding: &Diagnostic) -> bool {
    let Some(changed) = changed else { return true };
    let places = std::iter::once(&finding.place).chain(finding.related.iter().map(|related| &related.place));
    places.map(Place::name).any(|name| changed.holds(name))
}

impl<W: Write> Consumer for Findings<W> {
    fn take(&mut self, outcome: &mut Outcome) -> Result<(), Error> {
        self.records += outcome.records;
        let Self { changed, reporter, .. } = self;
        let told = outcome.findings.iter().filter(|finding| tells_of(changed.as_ref(), finding));
        for finding in told {
            self.mendable += usize::from(Which::Safe.takes(finding));
            reporter.push(finding)?;
        }
        Ok(())
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
