//! `plenary validate`.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use indicatif::ProgressBar;

use super::changed::Changed;
use super::configuration::{Asking, Setup};
use super::fix::{self, Fixing, Mendable};
use super::report::{Reporter, Reports, Work};
use super::{Global, Reading, shapes};
use crate::check::Checks;
use crate::config::setting::{FAIL_ON, FailOn, words};
use crate::diagnostic::{Diagnostic, Error, Place};
use crate::input::Input;
use crate::pipeline::{self, Consumer, Job, Outcome, Task, Validate};
use crate::report::Counted;

/// What `validate` takes.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Files, directories, globs, or - for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<String>,
    #[command(flatten)]
    reports: Reports,
    #[command(flatten)]
    asking: Asking,
    /// The gravity from which on the exit code is 1 [default: that of plenary.toml, else error]
    #[arg(long, value_name = "SEVERITY", value_parser = fail_on())]
    fail_on: Option<FailOn>,
    /// Tell only of files that changed since the branch left this git revision; all are read, so that references hold
    #[arg(long, value_name = "REV")]
    changed_since: Option<String>,
    /// Only a part of the checks
    #[arg(long, value_enum, value_name = "PART")]
    only: Option<Only>,
    /// Judge RDF by the SHACL shapes of this file, in place of all other checks
    #[arg(long, value_name = "FILE")]
    shapes: Option<PathBuf>,
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
    /// What the schema says, as SHACL shapes, of any RDF: no records are made of it
    Shapes,
}

fn fail_on() -> impl TypedValueParser<Value = FailOn> {
    let known = |word: String| FAIL_ON.into_iter().find(|(known, _)| *known == word).map(|(_, fail_on)| fail_on);
    PossibleValuesParser::new(words(&FAIL_ON)).try_map(move |word| known(word).ok_or("there is no such severity"))
}

/// Validates, and gives the exit code.
pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<u8, Error> {
    let setup = arguments.asking.set_up(&arguments.paths)?;
    if !setup.is_sound() {
        return setup.tell(Reporter::open(&arguments.reports, global, false)?);
    }
    let Setup { config, mut inputs, .. } = setup;
    let fail_on = arguments.fail_on.or(config.fail_on).unwrap_or_default();
    let checks = arguments.asking.asked().checks(&config)?;
    let job = Job {
        task: task(arguments, checks, global)?,
        from: arguments.reading.from,
        files: config.files,
        read: arguments.reading.options(config.base.as_deref()),
        settings: arguments.reading.settings.clone(),
    };
    let changed = arguments.changed_since.as_deref().map(Changed::since).transpose()?;
    if arguments.fixing.only_shows() {
        inputs.retain(|input| tells_of_file(changed.as_ref(), &input.name()));
        return fix::show(&arguments.fixing, &job, &inputs, global.quiet);
    }
    // The mended text of standard input goes to standard output, and the report beside it.
    let beside = arguments.fixing.is_asked() && inputs.contains(&Input::Stdin);
    let mended = arguments
        .fixing
        .is_asked()
        .then(|| {
            let asked = inputs.iter_mut().filter(|input| tells_of_file(changed.as_ref(), &input.name()));
            fix::run(&arguments.fixing, &job, asked)
        })
        .transpose()?;
    let mut consumer = Findings {
        changed,
        unread: None,
        reporter: Reporter::open(&arguments.reports, global, beside)?,
        records: 0,
        mendable: Mendable::new(&job),
        mends: 0,
        bar: super::convert::progress(&inputs, super::watched(global)),
    };
    let done = pipeline::run(&job, &inputs, &mut consumer);
    consumer.bar.finish_and_clear();
    let remark = match mended {
        Some(count) => Some(count.say("mended")),
        None => (consumer.mends > 0).then(|| format!("{} of these can be mended with --fix", consumer.mends)),
    };
    let files = inputs.iter().map(Input::name).filter(|name| tells_of_file(consumer.changed.as_ref(), name)).collect();
    let whole = done.is_ok() && consumer.unread.is_none() && consumer.changed.is_none();
    let remarks = remark.into_iter().collect();
    let counted = if matches!(job.task, Task::Judge(_)) { Counted::Nodes } else { Counted::Records };
    let work = Work { records: consumer.records, counted, files, remarks, ended: done.is_ok(), whole };
    let tally = consumer.reporter.finish(&work)?;
    done?;
    arguments.reading.all_given()?;
    if let Some(error) = consumer.unread {
        return Err(error);
    }
    Ok(u8::from(fail_on.is_met(&tally)))
}

/// What the command line asks for.
fn task(arguments: &Arguments, checks: Checks, global: &Global) -> Result<Task, Error> {
    let Arguments { only, shapes, reading, reports, .. } = arguments;
    let file = shapes.as_deref();
    match only {
        Some(Only::Structure) if file.is_some() => {
            Err(Error::usage("--only structure and --shapes exclude each other").help("take one of them away"))
        }
        None | Some(Only::Structure) if file.is_none() => {
            Ok(Task::Validate(Validate { catalogue: only.is_none(), checks }))
        }
        _ if !reading.settings.is_empty() => {
            Err(Error::usage("--set is for records, but shapes judge the statements of RDF as they are")
                .help("take --set away"))
        }
        _ => shapes::task(file, checks, reading.options(None).limits, reports, global),
    }
}

/// Reports findings as they come.
struct Findings<'j> {
    reporter: Reporter,
    records: usize,
    /// The files that findings are told of; none for all.
    changed: Option<Changed>,
    /// The first input that could not be read.
    unread: Option<Error>,
    mendable: Mendable<'j>,
    /// Findings that `--fix` mends.
    mends: usize,
    bar: ProgressBar,
}

/// Whether a finding, or the other place that it is about, is in a file that changed.
fn tells_of(changed: Option<&Changed>, finding: &Diagnostic) -> bool {
    let places = std::iter::once(&finding.place).chain(finding.related.iter().map(|related| &related.place));
    places.map(Place::name).any(|name| tells_of_file(changed, name))
}

fn tells_of_file(changed: Option<&Changed>, name: &str) -> bool {
    changed.is_none_or(|changed| changed.holds(name))
}

impl Consumer for Findings<'_> {
    fn take(&mut self, outcome: &mut Outcome) -> Result<(), Error> {
        self.records += outcome.records;
        let Self { changed, reporter, .. } = self;
        let told = outcome.findings.iter().filter(|finding| tells_of(changed.as_ref(), finding));
        for finding in told {
            let is_new = reporter.push(finding)?;
            self.mends += usize::from(is_new && self.mendable.takes(finding));
        }
        let suppressed = outcome.suppressed.iter().filter(|one| tells_of(changed.as_ref(), &one.finding));
        suppressed.into_iter().try_for_each(|one| reporter.suppress(one))?;
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
