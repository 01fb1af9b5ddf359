//! `plenary validate`.

use std::io::{self, BufWriter, Write};

use clap::{Args, ValueEnum};
use indicatif::ProgressBar;

use super::report::{ReportFormat, Reporter};
use super::{FailOn, Global, Reading};
use crate::diagnostic::text::Style;
use crate::diagnostic::{Error, Severity};
use crate::input;
use crate::pipeline::{self, Consumer, Job, Outcome, Task};

/// What `validate` takes.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Files, directories, globs, or - for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<String>,
    /// The form of the report
    #[arg(long, value_enum, default_value_t = ReportFormat::Text, value_name = "FORMAT")]
    format: ReportFormat,
    /// The gravity from which on the exit code is 1
    #[arg(long, value_enum, default_value_t = FailOn::Error, value_name = "SEVERITY")]
    fail_on: FailOn,
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

/// Validates, and gives the exit code.
pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<u8, Error> {
    let inputs = input::discover(&arguments.paths)?;
    let job = Job {
        task: Task::Validate { catalogue: arguments.only.is_none() },
        from: arguments.reading.from,
        read: arguments.reading.options(None),
        settings: arguments.reading.settings.clone(),
    };
    let out = io::stdout();
    let style = Style { colour: super::coloured(&out), width: super::width() };
    let mut consumer = Findings {
        reporter: Reporter::new(BufWriter::with_capacity(1 << 16, out), arguments.format, style),
        records: 0,
        bar: super::convert::progress(&inputs, super::watched(global)),
    };
    let done = pipeline::run(&job, &inputs, &mut consumer);
    consumer.bar.finish_and_clear();
    let tally = consumer.reporter.finish(consumer.records, inputs.len(), global.quiet)?;
    done?;
    let failed = arguments.fail_on.severity().is_some_and(|severity: Severity| tally.any_at_least(severity));
    Ok(u8::from(failed))
}

/// Reports findings as they come.
struct Findings<W> {
    reporter: Reporter<W>,
    records: usize,
    bar: ProgressBar,
}

impl<W: Write> Consumer for Findings<W> {
    fn take(&mut self, outcome: &mut Outcome) -> Result<(), Error> {
        self.records += outcome.records;
        outcome.findings.iter().try_for_each(|finding| self.reporter.push(finding))
    }

    fn progress(&mut self, bytes: u64) {
        self.bar.inc(bytes);
    }
}
