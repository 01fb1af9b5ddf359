//! `plenary convert`.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::account::{self, Import};
use super::canonical::Settings;
use super::configuration::{Configuring, Setup};
use super::output::Output;
use super::report::{Reporter, Work};
use super::targets::{Target, asked, refuse_twice};
use super::{FLAG, Global, Reading};
use crate::diagnostic::{Account, Diagnostic, Error, Report, Severity, counted};
use crate::doc::Node;
use crate::format::csv::workbook;
use crate::format::feed::is_web;
use crate::format::{self, Count, Format, Limits, Write as Writer, WriteOptions, nquads};
use crate::input::{self, Input};
use crate::model::grammar;
use crate::pipeline::{self, Consumer, Convert, Outcome};
use crate::report::json;
use crate::source::Source;

/// What `convert` takes.
#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools)] // flags are booleans
pub(super) struct Arguments {
    /// Files, directories, globs, or - for standard input
    #[arg(required = true, value_name = "IN")]
    paths: Vec<String>,
    /// Where to write [default: standard output]
    #[arg(long, short, value_name = "OUT")]
    output: Option<PathBuf>,
    /// The format to write [default: by the extension of OUT]
    #[arg(long, value_name = "FORMAT", value_parser = super::writable)]
    to: Option<&'static Format>,
    /// The IRI that minted IRIs begin with; it ends with / or #
    #[arg(long, value_name = "IRI", value_parser = base)]
    base: Option<String>,
    /// Write normal form: every node with id and type, canonical codes, one place for each node
    #[arg(long, action = FLAG)]
    normalize: bool,
    /// Read RDF as records, also where the output is RDF; else its statements are passed on as they are
    #[arg(long, action = FLAG)]
    records: bool,
    /// Write canonical N-Quads (RDFC-1.0): the same bytes for the same statements
    #[arg(long, action = FLAG)]
    canonical: bool,
    #[command(flatten)]
    canon: Settings,
    /// Memory for RDF that becomes records, such as 500M: what would take more goes by temporary files, but for an index of its
    /// nodes [default: no bound]
    #[arg(long, value_name = "SIZE", value_parser = super::size)]
    memory: Option<u64>,
    /// Write nothing at all when a record is refused
    #[arg(long, action = FLAG)]
    strict: bool,
    /// Write private data too, in formats that have room for it
    #[arg(long, action = FLAG)]
    include_private: bool,
    /// RDF to RDF: write the statements that no record holds after the records
    #[arg(long, action = FLAG)]
    keep_unknown: bool,
    /// JSON-LD: write the address of the context instead of the context itself
    #[arg(long, action = FLAG)]
    context_address: bool,
    /// iCalendar, RPDE: the version published before, so that what changed gets a higher number
    #[arg(long, value_name = "FILE")]
    previous: Option<PathBuf>,
    /// RPDE: where the page will be published; its "next" begins with it
    #[arg(long, value_name = "URL", value_parser = address)]
    address: Option<String>,
    /// RPDE: the address of the licence that the data are under
    #[arg(long, value_name = "URL", value_parser = address)]
    license: Option<String>,
    /// Write what did not get into the output to this file, as JSON
    #[arg(long, value_name = "FILE")]
    loss: Option<PathBuf>,
    /// Write what became of each item of a feed to this file: JSON where its name ends in .json, else text
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    #[command(flatten)]
    configuring: Configuring,
    #[command(flatten)]
    reading: Reading,
}

pub(super) fn base(text: &str) -> Result<String, String> {
    if grammar::is_namespace(text) {
        return Ok(text.to_owned());
    }
    Err("a base is an absolute IRI that ends with / or #, such as https://data.example.org/".to_owned())
}

/// An address on the web.
fn address(text: &str) -> Result<String, String> {
    if is_web(text) && !text.contains('#') {
        return Ok(text.to_owned());
    }
    Err("an address begins with https:// or http:// and has no #, such as https://data.example.org/feed".to_owned())
}

/// Converts, and gives the exit code.
pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<u8, Error> {
    let files = [("--output", &arguments.output), ("--loss", &arguments.loss), ("--report", &arguments.report)];
    refuse_twice(&asked(files).collect::<Vec<Target>>())?;
    let to = target(arguments)?;
    let setup = arguments.configuring.set_up(&arguments.paths)?;
    if !setup.is_sound() {
        return setup.tell(Reporter::beside(global.quiet));
    }
    let Setup { config, inputs, .. } = setup;
    let options = WriteOptions {
        context_address: arguments.context_address,
        previous: arguments.previous.as_deref().map(previous).transpose()?,
        address: arguments.address.clone(),
        license: arguments.license.clone(),
        epoch: std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|epoch| epoch.parse().ok()).unwrap_or_default(),
        ..WriteOptions::default()
    };
    let convert = Convert {
        options: WriteOptions { count: Count::One, ..options.clone() },
        normalize: arguments.normalize,
        records: arguments.records,
        base: arguments.base.clone(),
        default_base: config.base.clone(),
        include_private: arguments.include_private,
        keep_unknown: keep_unknown(arguments, to)?,
        ..Convert::to(to)
    };
    let mut job = arguments.reading.job(convert, config.files);
    job.read.limits.memory = arguments.memory;
    stop_on_signal();
    let output = Output::open(arguments.output.as_deref())?;
    let mut sink = Sink::new(to, output, arguments.canonical.then(|| arguments.canon.clone()));
    sink.options = options;
    sink.strict = arguments.strict;
    sink.bar = progress(&inputs, super::watched(global));
    pipeline::run(&job, &inputs, &mut sink)?;
    arguments.reading.all_given()?;
    let asked = Asked { loss: arguments.loss.as_deref(), report: arguments.report.as_deref() };
    sink.finish(&asked, global)
}

/// The calendar or page that was published before.
fn previous(path: &Path) -> Result<Arc<Source>, Error> {
    let input = Input::File(path.to_owned());
    let bytes = input::read_whole(&input, &mut input.open()?, &Limits::default())?;
    Ok(input::decode(&input.name(), bytes).0)
}

/// Only RDF has room for statements of any kind.
fn keep_unknown(arguments: &Arguments, to: &Format) -> Result<bool, Error> {
    if arguments.keep_unknown && to.statements.is_none() {
        let rdf = format::FORMATS.iter().filter(|format| format.statements.is_some() && format.write.is_some());
        let names: Vec<&str> = rdf.map(|format| format.name).collect();
        let message = format!("--keep-unknown keeps statements of RDF, and {} has no room for them", to.name);
        return Err(Error::usage(message).help(format!("write RDF (--to {}), or leave the flag out", names.join(", "))));
    }
    Ok(arguments.keep_unknown)
}

/// The format to write: named, or by the output's extension.
fn target(arguments: &Arguments) -> Result<&'static Format, Error> {
    if arguments.canonical {
        return match arguments.to {
            Some(other) if other.name != nquads::FORMAT.name => {
                Err(Error::usage(format!("canonical form is N-Quads, not {}", other.name)).help("leave --to out"))
            }
            _ => Ok(&nquads::FORMAT),
        };
    }
    let by_output = || {
        let extension = arguments.output.as_deref().and_then(Path::extension)?;
        format::written_by_extension(extension.to_str()?)
    };
    let to = arguments.to.or_else(by_output).ok_or_else(|| {
        let names: Vec<&str> =
            format::FORMATS.iter().filter(|format| format.write.is_some()).map(|format| format.name).collect();
        Error::usage("the format to write is not known").help(format!("name it with --to: {}", names.join(", ")))
    })?;
    if std::ptr::eq(to, &raw const workbook::FORMAT) && !workbook::IS_BUILT {
        let message = "this build of plenary writes no workbooks";
        let help = "build it with --features workbooks, or write CSV (--to csv), which spreadsheets open";
        return Err(Error::usage(message).help(help));
    }
    Ok(to)
}

/// Ctrl-C ends the work at the next batch or file, so that temporary files are taken away.
pub(super) fn stop_on_signal() {
    // A second handler cannot be set; then the first one does the same.
    let _ = ctrlc::set_handler(pipeline::interrupt);
}

/// A bar over the bytes of all inputs; hidden where nobody watches or the work is short.
pub(super) fn progress(inputs: &[Input], watched: bool) -> ProgressBar {
    const LONG: u64 = 32 << 20;
    let total: Option<u64> = if watched { inputs.iter().map(Input::size).sum() } else { None };
    match total {
        Some(total) if total > LONG => {
            let style = ProgressStyle::with_template("{bytes}/{total_bytes} {wide_bar} {bytes_per_sec}, {eta} left");
            ProgressBar::new(total).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        }
        _ => ProgressBar::hidden(),
    }
}

/// The reports that were asked for, besides the output.
#[derive(Default)]
pub(super) struct Asked<'a> {
    loss: Option<&'a Path>,
    report: Option<&'a Path>,
}

/// Writes converted records and tells what was lost.
pub(super) struct Sink {
    to: &'static Format,
    options: WriteOptions,
    output: Output,
    /// How to make canonical form of what was written, which is kept for that.
    canonical: Option<Settings>,
    whole: Vec<u8>,
    strict: bool,
    /// The only record so far, until it is known whether there are more: a list begins otherwise than a single record.
    held: Option<Vec<u8>>,
    begun: bool,
    /// Statements were passed through; then head and end are there.
    is_passed: bool,
    kept: Vec<Node<'static>>,
    /// Why the format cannot hold these records at all.
    refusal: Option<Error>,
    reporter: Reporter,
    losses: Vec<Diagnostic>,
    /// What was found while feeds were read, and what became of their items.
    imports: Vec<Diagnostic>,
    account: Account,
    records: usize,
    refused: usize,
    bar: ProgressBar,
}

impl Consumer for Sink {
    fn take(&mut self, outcome: &mut Outcome) -> Result<(), Error> {
        outcome.findings.iter().try_for_each(|finding| self.reporter.push(finding).map(drop))?;
        self.imports.extend(outcome.findings.iter().filter(|found| found.id.starts_with("import/")).cloned());
        self.account.append(&outcome.account);
        self.losses.append(&mut outcome.losses);
        self.records += outcome.records;
        self.refused += outcome.refused;
        self.kept.append(&mut outcome.kept);
        if outcome.is_passed {
            self.is_passed = true;
            let held = self.held.take().unwrap_or_default();
            return self.put(&held).and_then(|()| self.put(&outcome.bytes));
        }
        match outcome.written {
            0 => Ok(()),
            1 if !self.begun && self.held.is_none() => {
                self.held = Some(std::mem::take(&mut outcome.bytes));
                Ok(())
            }
            _ => self.write(&outcome.bytes),
        }
    }

    fn progress(&mut self, bytes: u64) {
        self.bar.inc(bytes);
    }
}

impl Sink {
    pub(super) fn new(to: &'static Format, output: Output, canonical: Option<Settings>) -> Self {
        Self {
            to,
            options: WriteOptions::default(),
            output,
            canonical,
            whole: Vec::new(),
            strict: false,
            held: None,
            begun: false,
            is_passed: false,
            kept: Vec::new(),
            refusal: None,
            reporter: Reporter::beside(true),
            losses: Vec::new(),
            imports: Vec::new(),
            account: Account::default(),
            records: 0,
            refused: 0,
            bar: ProgressBar::hidden(),
        }
    }

    /// The canonical form of all that came.
    pub(super) fn text(&mut self) -> Result<String, Error> {
        self.end()?;
        let whole = std::mem::take(&mut self.whole);
        self.canonical.as_ref().map_or(Ok(String::new()), |settings| settings.canonical(&whole))
    }

    /// Writes some records of a list.
    fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        if let Some(first) = self.held.take() {
            self.begin(Count::Many, &first)?;
        }
        if !self.begun {
            return self.begin(Count::Many, bytes);
        }
        if let Some(Writer::Each(each)) = &self.to.write {
            self.put((each.separator)(&self.options).as_bytes())?;
        }
        self.put(bytes)
    }

    /// Writes the head and the first records.
    fn begin(&mut self, count: Count, bytes: &[u8]) -> Result<(), Error> {
        self.begun = true;
        self.options.count = count;
        if let Some(Writer::Each(each)) = &self.to.write {
            let mut head = Vec::new();
            (each.head)(&self.options, &mut head);
            self.put(&head)?;
        }
        self.put(bytes)
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), Error> {
        if self.canonical.is_some() {
            self.whole.extend_from_slice(bytes);
            return Ok(());
        }
        self.output.write_all(bytes).map_err(|error| Error::io("cannot write the output", &error))
    }

    /// Writes what is left, puts the output in its place, and tells the losses. Gives the exit code.
    pub(super) fn finish(mut self, asked: &Asked, global: &Global) -> Result<u8, Error> {
        self.bar.finish_and_clear();
        let canonical = self.text()?;
        let written = self.output.write_all(canonical.as_bytes());
        written.map_err(|error| Error::io("cannot write the output", &error))?;
        self.tell_losses(global)?;
        if let Some(path) = asked.loss {
            write_losses(path, &self.losses)?;
        }
        if let Some(path) = asked.report {
            let (account, refused) = (&self.account, self.refused);
            let import = Import { account, refused, findings: &self.imports, losses: &self.losses };
            import.write(path)?;
        }
        let Sink { output, refusal, reporter, refused, records, strict, .. } = self;
        let tally = reporter.finish(&Work { records, ..Work::default() })?;
        if strict && (refused > 0 || tally.errors > 0) {
            let what = if refused > 0 { are(refused) } else { "the input is".to_owned() };
            let message = format!("{what} not sound; nothing was written (--strict)");
            let _ = writeln!(anstream::stderr(), "plenary: {message}");
            return Ok(1);
        }
        refusal.map_or(Ok(()), Err)?;
        output.finish()?;
        Ok(u8::from(tally.any_at_least(Severity::Error)))
    }

    /// The end of the output; an input without sound records gives an empty list where the format has one.
    fn end(&mut self) -> Result<(), Error> {
        match &self.to.write {
            _ if self.is_passed => {
                let held = self.held.take().unwrap_or_default();
                self.put(&held)
            }
            Some(Writer::Statements(_)) | None => match self.held.take() {
                Some(only) => self.put(&only),
                None => Ok(()),
            },
            Some(Writer::Whole(write) | Writer::Graph(write)) => {
                let mut bytes = Vec::new();
                let mut report = Report::default();
                self.options.count = match self.kept.len() {
                    0 => Count::None,
                    1 => Count::One,
                    _ => Count::Many,
                };
                write(&self.kept, &self.options, &mut bytes, &mut report);
                if bytes.is_empty() {
                    self.refusal = refusal(&mut report);
                }
                self.losses.append(&mut report.findings);
                self.put(&bytes)
            }
            Some(Writer::Each(each)) => {
                match self.held.take() {
                    Some(only) => self.begin(Count::One, &only)?,
                    None if !self.begun => self.begin(Count::None, &[])?,
                    None => {}
                }
                let mut tail = Vec::new();
                (each.tail)(&self.options, &mut tail);
                self.put(&tail)
            }
        }
    }

    /// Losses for people: a few in full, then how many more.
    fn tell_losses(&mut self, global: &Global) -> Result<(), Error> {
        const SHOWN: usize = 20;
        let mut err = anstream::stderr().lock();
        let read = self.account.kinds().map(|(kind, fates)| format!("read: {}", account::line(kind, fates)));
        let mut lines: Vec<String> = read.chain(self.losses.iter().take(SHOWN).map(loss_line)).collect();
        if self.losses.len() > SHOWN {
            lines.push(format!("loss: {} more; --loss FILE writes them all", self.losses.len() - SHOWN));
        }
        if global.quiet {
            lines.clear();
        }
        let written = lines.iter().try_for_each(|line| writeln!(err, "{line}"));
        written.map_err(|error| Error::io("cannot write the loss report", &error))
    }
}

/// Takes out of a report why a writer wrote nothing, where it tells an error.
fn refusal(report: &mut Report) -> Option<Error> {
    let at = report.findings.iter().position(|told| told.severity == Severity::Error)?;
    let Diagnostic { message, help, .. } = report.findings.remove(at);
    let error = Error::usage(format!("{message}; nothing was written"));
    Some(match help {
        Some(help) => error.help(help),
        None => error,
    })
}

fn are(count: usize) -> String {
    format!("{} {}", counted(count, "record"), if count == 1 { "is" } else { "are" })
}

fn loss_line(loss: &Diagnostic) -> String {
    let (begin, _) = loss.place.positions();
    let path = if loss.path.is_empty() { String::new() } else { format!(" {}", loss.path) };
    format!("loss: {}:{}:{}:{path} {} [{}]", loss.place.name(), begin.line, begin.column, loss.message, loss.id)
}

/// Writes all losses as a JSON list of objects like those of findings.
fn write_losses(path: &Path, losses: &[Diagnostic]) -> Result<(), Error> {
    let mut output = Output::open(Some(path))?;
    let objects: Vec<String> = losses.iter().map(|loss| format!("  {}", json::object(loss))).collect();
    let text = if objects.is_empty() { "[]\n".to_owned() } else { format!("[\n{}\n]\n", objects.join(",\n")) };
    output.write_all(text.as_bytes()).map_err(|error| Error::io("cannot write the loss report", &error))?;
    output.finish()
}
