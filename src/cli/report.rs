//! Where reports go: standard output, files, and what GitHub Actions shows.

use std::env;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::Global;
use super::output::Output;
use super::targets;
use crate::diagnostic::{Diagnostic, Error, Tally};
use crate::report::baseline::{self, Baseline, Entry};
use crate::report::{self, Counted, REPORTS, Render, ReportFormat, Style, Summary, github, markdown, short, text};
use crate::suppress::Suppressed;

/// How findings are reported.
#[derive(Debug, Args)]
pub(super) struct Reports {
    /// The form of the report on standard output [default: text; in GitHub Actions with annotations and a job summary]
    #[arg(long, value_name = "FORMAT", value_parser = form())]
    format: Option<&'static ReportFormat>,
    /// Write a report to a file, in the form that its ending or the name before = says (repeat for more)
    #[arg(long = "output", short, value_name = "[FORMAT=]FILE", value_parser = ToFile::parse)]
    outputs: Vec<ToFile>,
    /// Tell only of findings that are not in this file, and which of it are gone
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write all findings to a file, as known ones for --baseline
    #[arg(long, value_name = "FILE", conflicts_with = "changed_since")]
    write_baseline: Option<PathBuf>,
}

/// A form of report, by its name.
fn form() -> impl TypedValueParser<Value = &'static ReportFormat> {
    let names = REPORTS.iter().map(|report| PossibleValue::new(report.name).help(report.about));
    PossibleValuesParser::new(names).try_map(|name| report::by_name(&name).ok_or("there is no such report"))
}

/// A file to write a report to.
#[derive(Debug, Clone)]
struct ToFile {
    format: &'static ReportFormat,
    path: PathBuf,
}

impl ToFile {
    fn parse(text: &str) -> Result<Self, String> {
        let named = text.split_once('=').and_then(|(name, path)| Some((report::by_name(name)?, path)));
        let ending = || report::by_file_name(text).map(|format| (format, text));
        let Some((format, path)) = named.or_else(ending) else {
            let names: Vec<&str> = REPORTS.iter().map(|report| report.name).collect();
            return Err(format!(
                "name the form of the report before the file, as in json={text}: {}",
                names.join(", ")
            ));
        };
        match path {
            "" => Err("the name of the file is missing".to_owned()),
            "-" => Err(format!("standard output is for --format {}", format.name)),
            path => Ok(Self { format, path: path.into() }),
        }
    }
}

/// One report on its way.
pub(super) struct Target {
    output: Output,
    render: Box<dyn Render>,
    begun: bool,
    /// Whether GitHub Actions reads it for commands.
    guarded: bool,
}

/// What was done, for the summary.
#[derive(Debug, Default)]
pub(super) struct Work {
    pub(super) records: usize,
    pub(super) counted: Counted,
    /// The files that findings are told of.
    pub(super) files: Vec<String>,
    /// Further lines for the summary.
    pub(super) remarks: Vec<String>,
    /// Whether the work came to its end; if not, no file is written.
    pub(super) ended: bool,
    /// Whether everything was read and told; if not, nothing can be said of what is no longer found.
    pub(super) whole: bool,
}

/// Writes findings one by one to each target, but for known ones, and counts them.
pub(super) struct Reporter {
    targets: Vec<Target>,
    known: Option<Baseline>,
    recorded: Option<Recorded>,
    tally: Tally,
    suppressed: usize,
}

/// A baseline to be written.
struct Recorded {
    output: Output,
    entries: Vec<Entry>,
}

impl Reporter {
    pub(super) fn new(targets: Vec<Target>) -> Self {
        Self { targets, known: None, recorded: None, tally: Tally::default(), suppressed: 0 }
    }

    /// A report for people beside what goes to standard output.
    pub(super) fn beside(quiet: bool) -> Self {
        let stderr = io::stderr();
        let style = Style { colour: super::coloured(&stderr), width: super::width(), quiet };
        Self::new(vec![Target::new(Output::Stderr(stderr), &text::REPORT, style)])
    }

    /// Opens the reports that the command line asks for.
    /// What would go to standard output goes to standard error where something else is written there.
    pub(super) fn open(reports: &Reports, global: &Global, beside: bool) -> Result<Self, Error> {
        targets::refuse_twice(&files(reports))?;
        // What is read comes before what is written: both may be the same file.
        let known = reports.baseline.as_deref().map(read_baseline).transpose()?;
        let plain = Style { colour: false, width: 80, quiet: global.quiet };
        let mut targets = if beside { vec![to_stderr(reports, plain)] } else { to_stdout(reports, plain) };
        for ToFile { format, path } in &reports.outputs {
            targets.push(Target::new(Output::open(Some(path))?, format, plain));
        }
        let output = reports.write_baseline.as_deref().map(|path| Output::open(Some(path))).transpose()?;
        let recorded = output.map(|output| Recorded { output, entries: Vec::new() });
        Ok(Self { known, recorded, ..Self::new(targets) })
    }

    /// Reports one finding, if it is new, and says whether it is.
    pub(super) fn push(&mut self, finding: &Diagnostic) -> Result<bool, Error> {
        if let Some(recorded) = &mut self.recorded {
            recorded.entries.push(baseline::entry(finding));
        }
        if self.known.as_mut().is_some_and(|known| known.knows(finding)) {
            return Ok(false);
        }
        self.tally.add(finding.severity);
        self.targets.iter_mut().try_for_each(|target| target.write(|render, out| render.finding(finding, out)))?;
        Ok(true)
    }

    /// Reports one finding that a comment suppresses, in the forms that show such.
    pub(super) fn suppress(&mut self, Suppressed { finding, reason }: &Suppressed) -> Result<(), Error> {
        self.suppressed += 1;
        let write = |target: &mut Target| target.write(|render, out| render.suppressed(finding, reason, out));
        self.targets.iter_mut().try_for_each(write)
    }

    /// Ends the reports, puts those to files in their places, and gives the count of what is new.
    pub(super) fn finish(self, work: &Work) -> Result<Tally, Error> {
        let Self { targets, known, recorded, tally, suppressed } = self;
        let is_there = |name: &str| Path::new(name).exists();
        let known = known.filter(|_| work.whole);
        let mut remarks = work.remarks.clone();
        remarks.extend(known.into_iter().flat_map(|known| known.remarks(&work.files, is_there)));
        let Work { records, counted, .. } = *work;
        let summary = Summary { tally, suppressed, records, counted, files: work.files.clone(), remarks };
        for target in targets {
            target.finish(&summary, work.ended)?;
        }
        match recorded {
            Some(Recorded { mut output, entries }) if work.whole => {
                output.write_all(baseline::write(entries).as_bytes()).map_err(|error| failed(&error))?;
                output.finish()?;
            }
            _ => {}
        }
        Ok(tally)
    }
}

/// The report beside standard output.
fn to_stderr(reports: &Reports, plain: Style) -> Target {
    let style = Style { colour: super::coloured(&io::stderr()), width: super::width(), ..plain };
    Target::to_log(Output::Stderr(io::stderr()), reports.format.unwrap_or(&text::REPORT), style)
}

/// The reports on standard output. GitHub Actions gets annotations after the text, and a summary of the job.
fn to_stdout(reports: &Reports, plain: Style) -> Vec<Target> {
    let style = Style { colour: super::coloured(&io::stdout()), width: super::width(), ..plain };
    let mut targets = vec![Target::to_log(Output::stdout(), reports.format.unwrap_or(&text::REPORT), style)];
    if reports.format.is_none() && in_github_actions() {
        let held = |target| Output::Held { bytes: Vec::new(), target };
        targets.push(Target::new(held(None), &github::REPORT, plain));
        let summary = env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty());
        targets.extend(summary.map(|path| Target::new(held(Some(path.into())), &markdown::REPORT, plain)));
    }
    targets
}

fn in_github_actions() -> bool {
    env::var_os("GITHUB_ACTIONS").is_some_and(|value| value == "true")
}

/// The files that reports are written to.
fn files(reports: &Reports) -> Vec<targets::Target<'_>> {
    let outputs = reports.outputs.iter().map(|to| ("--output", to.path.as_path()));
    outputs.chain(reports.write_baseline.as_deref().map(|path| ("--write-baseline", path))).collect()
}

fn read_baseline(path: &Path) -> Result<Baseline, Error> {
    let name = path.display();
    let text = fs::read_to_string(path).map_err(|error| Error::io(format!("cannot read {name}"), &error))?;
    Baseline::read(&text).map_err(|fault| {
        Error::usage(format!("{name}:{}: this is not a baseline: {}", fault.line, fault.message))
            .help("--write-baseline FILE writes one")
    })
}

impl Target {
    pub(super) fn new(output: Output, format: &ReportFormat, style: Style) -> Self {
        Self { output, render: (format.new)(style), begun: false, guarded: false }
    }

    /// A report that stands in the log, where GitHub Actions looks for commands. Forms for programs escape the data.
    fn to_log(output: Output, format: &'static ReportFormat, style: Style) -> Self {
        let is_for_people = [text::REPORT.name, short::REPORT.name].contains(&format.name);
        Self { guarded: is_for_people && in_github_actions(), ..Self::new(output, format, style) }
    }

    fn write(&mut self, part: impl FnOnce(&mut dyn Render, &mut String) -> std::fmt::Result) -> Result<(), Error> {
        let mut text = String::new();
        let begun = std::mem::replace(&mut self.begun, true);
        let begin = if begun { Ok(()) } else { self.render.begin(&mut text) };
        begin
            .and_then(|()| part(self.render.as_mut(), &mut text))
            .map_err(|_| Error::internal("a finding could not be rendered"))?;
        let text = if self.guarded { github::guarded(&text) } else { text.as_str().into() };
        self.output.write_all(text.as_bytes()).map_err(|error| failed(&error))
    }

    /// Ends the report. A file of work that broke off is not put in its place.
    fn finish(mut self, summary: &Summary, ended: bool) -> Result<(), Error> {
        self.write(|render, out| render.end(summary, out))?;
        if ended || !self.output.is_file() { self.output.finish() } else { Ok(()) }
    }
}

fn failed(error: &io::Error) -> Error {
    Error::io("cannot write the report", error)
}
