//! `plenary diff`.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use indicatif::ProgressBar;

use super::configuration::{Configuring, Setup};
use super::output::Output;
use super::report::{Reporter, Work};
use super::{FLAG, Global, Reading};
use crate::check::dataset::reference::SAME_KEY;
use crate::diagnostic::{Error, Severity, counted};
use crate::diff::{self, FORMS, Form, Graph, KINDS, Kind, Names, Options};
use crate::input::Input;
use crate::pipeline::{self, Consumer, Job, Keep, Outcome, Task};
use crate::report::Style;
use crate::shape::shape;

/// What `diff` takes.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The records as they were: a file, a directory, a glob, or - for standard input
    #[arg(value_name = "OLD")]
    left: String,
    /// The records as they are now, in the same or another format
    #[arg(value_name = "NEW")]
    right: String,
    /// The form of the output [default: by the ending of FILE, else text]
    #[arg(long, value_name = "FORMAT", value_parser = form())]
    format: Option<&'static Form>,
    /// Where to write [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Tell only of changes of this kind (repeat for more)
    #[arg(long, value_name = "KIND", value_parser = kind())]
    only: Vec<Kind>,
    /// Do not tell of changes of this field (repeat for more)
    #[arg(long, value_name = "FIELD", value_parser = field)]
    ignore: Vec<String>,
    /// Compare also where records come from and when they were changed: source, modified
    #[arg(long, action = FLAG)]
    provenance: bool,
    /// The IRI that local and minted IRIs begin with, on both sides
    #[arg(long, value_name = "IRI", value_parser = super::convert::base)]
    base: Option<String>,
    #[command(flatten)]
    configuring: Configuring,
    #[command(flatten)]
    reading: Reading,
}

fn form() -> impl TypedValueParser<Value = &'static Form> {
    let names = FORMS.iter().map(|form| PossibleValue::new(form.name).help(form.about));
    PossibleValuesParser::new(names).try_map(|name| diff::by_name(&name).ok_or("there is no such form"))
}

fn kind() -> impl TypedValueParser<Value = Kind> {
    let names = KINDS.iter().map(|row| PossibleValue::new(row.name).help(row.about));
    PossibleValuesParser::new(names).try_map(|name| diff::kind::by_name(&name).ok_or("there is no such kind"))
}

fn field(name: &str) -> Result<String, String> {
    if shape().classes.iter().any(|class| class.field(name).is_some()) {
        return Ok(name.to_owned());
    }
    Err("no type has such a field".to_owned())
}

/// Compares, and gives the exit code: 1 where anything differs.
pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<u8, Error> {
    if arguments.left == "-" && arguments.right == "-" {
        return Err(Error::usage("only one side can be standard input").help("write the other one to a file"));
    }
    let set_up = |path: &String| arguments.configuring.set_up(std::slice::from_ref(path));
    let (left, right) = (set_up(&arguments.left)?, set_up(&arguments.right)?);
    if !left.is_sound() {
        return left.tell(Reporter::beside(global.quiet));
    }
    if !right.is_sound() {
        return right.tell(Reporter::beside(global.quiet));
    }
    let form = chosen(arguments);
    let output = Output::open(arguments.output.as_deref())?;
    let mut names = Names::default();
    let left = read(&arguments.left, left, arguments, global, &mut names)?;
    let right = read(&arguments.right, right, arguments, global, &mut names)?;
    arguments.reading.all_given()?;
    let mut diff = diff::compare(&left, &right, &names, Options { provenance: arguments.provenance });
    diff.retain(|change| {
        let is_wanted = arguments.only.is_empty() || arguments.only.contains(&change.kind);
        is_wanted && !arguments.ignore.iter().any(|field| change.is_about(field))
    });
    if !(global.quiet && arguments.output.is_none()) {
        let mut text = String::new();
        let written = (form.write)(&diff, style(arguments, global), &mut text);
        written.map_err(|_| Error::internal("the differences could not be written"))?;
        put(output, &text)?;
    }
    Ok(u8::from(!diff.is_empty()))
}

/// The form that is asked for, by name or by the ending of the output file.
fn chosen(arguments: &Arguments) -> &'static Form {
    let by_output = || {
        let extension = arguments.output.as_deref()?.extension()?.to_str()?;
        diff::by_extension(extension)
    };
    arguments.format.or_else(by_output).unwrap_or(FORMS[0])
}

fn style(arguments: &Arguments, global: &Global) -> Style {
    match arguments.output {
        Some(_) => Style { colour: false, width: 80, quiet: global.quiet },
        None => Style { colour: super::coloured(&std::io::stdout()), width: super::width(), quiet: global.quiet },
    }
}

fn put(mut output: Output, text: &str) -> Result<(), Error> {
    output.write_all(text.as_bytes()).map_err(|error| Error::io("cannot write the differences", &error))?;
    output.finish()
}

/// Reads one side. What cannot be read or is not sound cannot be compared, and its findings say why.
fn read(path: &str, setup: Setup, arguments: &Arguments, global: &Global, names: &mut Names) -> Result<Graph, Error> {
    let Setup { config, inputs, .. } = setup;
    if inputs.is_empty() {
        return Err(Error::input(format!("there is nothing to read in {path}")));
    }
    let Arguments { base, reading, .. } = arguments;
    let job = Job {
        task: Task::Keep(Keep { base: base.clone(), default_base: config.base.clone() }),
        from: reading.from,
        files: config.files,
        read: reading.options(base.as_deref().or(config.base.as_deref())),
        settings: reading.settings.clone(),
    };
    let mut side = Side::new(&inputs, names, global);
    pipeline::run(&job, &inputs, &mut side)?;
    side.finish(path)
}

/// Joins the records of one side.
struct Side<'n> {
    graph: Graph,
    names: &'n mut Names,
    reporter: Reporter,
    records: usize,
    refused: usize,
    bar: ProgressBar,
}

impl<'n> Side<'n> {
    fn new(inputs: &[Input], names: &'n mut Names, global: &Global) -> Self {
        Self {
            graph: Graph::default(),
            names,
            reporter: Reporter::beside(true),
            records: 0,
            refused: 0,
            bar: super::convert::progress(inputs, super::watched(global)),
        }
    }

    fn finish(mut self, path: &str) -> Result<Graph, Error> {
        self.bar.finish_and_clear();
        let tally = self.reporter.finish(&Work { records: self.records, ..Work::default() })?;
        if tally.any_at_least(Severity::Error) {
            let broken = if self.refused > 0 {
                format!("{} of {} in {path} cannot be compared", self.refused, counted(self.records, "record"))
            } else {
                format!("{path} cannot be read as a whole")
            };
            return Err(Error::input(broken).help("mend the errors above first; plenary validate lists all of them"));
        }
        self.graph.settle();
        Ok(self.graph)
    }
}

impl Consumer for Side<'_> {
    fn take(&mut self, outcome: &mut Outcome) -> Result<(), Error> {
        // Records that would get one IRI are told apart here by all that they say.
        let told = outcome.findings.iter().filter(|finding| finding.id != SAME_KEY.id);
        told.map(|finding| self.reporter.push(finding)).try_for_each(|pushed| pushed.map(drop))?;
        self.records += outcome.records;
        self.refused += outcome.refused;
        for record in outcome.kept.drain(..) {
            self.graph.add(&record, self.names);
        }
        Ok(())
    }

    fn progress(&mut self, bytes: u64) {
        self.bar.inc(bytes);
    }
}
