//! The command line: arguments, and one short function for each command.

use std::ffi::OsString;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use std::sync::Arc;

use clap::{ArgAction, Args, ColorChoice, CommandFactory, Parser, Subcommand, ValueEnum};

use crate::diagnostic::Error;
use crate::format::csv::foreign::Mapping;
use crate::format::{self, Format, Limits, ReadOptions};
use crate::input::Files;
use crate::lsp;
use crate::pipeline::record::Setting;
use crate::pipeline::{Convert, Job, Task};

mod account;
mod canonical;
mod changed;
mod columns;
mod configuration;
mod convert;
mod diff;
mod explain;
mod figures;
mod fix;
mod gather;
mod given;
mod harvest;
mod hash;
mod link;
mod merge;
mod output;
mod profiles;
mod publish;
mod published;
mod push;
mod query;
mod report;
mod serve;
mod shapes;
mod sources;
mod statements;
mod targets;
mod validate;
mod vocab;

/// Validate, convert and publish the session metadata of Internet-governance forums as Linked Open Data.
#[derive(Debug, Parser)]
#[command(name = "plenary", version, max_term_width = 100, color = ColorChoice::Auto)]
#[command(
    after_help = "Exit codes: 0 clean, 1 findings at or above --fail-on, 2 wrong command line or configuration, 3 unreadable input, 4 fault of plenary."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    global: Global,
}

#[derive(Debug, Clone, Args)]
struct Global {
    /// When to use colours
    #[arg(long, global = true, value_enum, default_value_t = When::Auto, value_name = "WHEN")]
    color: When,
    /// Threads to work with [default: one for each core]
    #[arg(long, global = true, value_name = "N")]
    threads: Option<usize>,
    /// Say less: no summary, no progress
    #[arg(long, short, global = true)]
    quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum When {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Say what is wrong with session files, each mistake once, at its place
    Validate(validate::Arguments),
    /// Write session files in another format, or as Linked Data
    Convert(convert::Arguments),
    /// Say what differs between two sets of records: added, removed, cancelled, moved, retitled, people, topics
    #[command(
        after_help = "Exit codes: 0 nothing differs, 1 something differs, 2 wrong command line, 3 a side cannot be read or is not sound. Private data is never compared."
    )]
    Diff(diff::Arguments),
    /// Fetch feeds that a manifest names, and keep each as a file
    #[command(
        after_help = "Exit codes: 0 all sources are there, 1 a source failed, 2 wrong command line or manifest, 3 a file cannot be written. Only what changed is fetched again; of a source that failed, the last file stays."
    )]
    Harvest(harvest::Arguments),
    /// Print a hash of what each file says: the same for the same statements, in whatever format and order
    Hash(hash::Arguments),
    /// Make a static site of the records: pages that people read, and the data beside them
    Publish(publish::Arguments),
    /// Serve a site that publish wrote, or inputs as one, with validation and reconciliation, until SIGTERM
    #[command(
        after_help = "SIGHUP reloads without dropping a request. TLS is left to a proxy: docs/serving.md has samples for nginx and systemd."
    )]
    Serve(Box<serve::Arguments>),
    /// Ask records and RDF by SPARQL 1.1: a table, JSON, XML, CSV, TSV, or a graph in any syntax of RDF
    #[command(
        after_help = "Exit codes: 0 answered, 1 answered without the records that are not sound, 2 wrong command line or query, 3 unreadable input. Without graphs in the query, its default graph is all graphs together, each statement once. SERVICE is refused: nothing is fetched."
    )]
    Query(query::Arguments),
    /// Bring records and RDF into a store that speaks the SPARQL 1.1 Graph Store Protocol or SPARQL Update
    #[command(
        after_help = "Exit codes: 0 all graphs are confirmed, 1 all are, but for records that are not sound, 2 wrong command line, 3 an input cannot be read or the store did not take a graph; run it again to go on where it stopped. Credentials are taken from PLENARY_PUSH_TOKEN (Bearer), or from PLENARY_PUSH_USER and PLENARY_PUSH_PASSWORD (Basic)."
    )]
    Push(push::Arguments),
    /// Count who takes part: by stakeholder group, region, role, forum and year, how evenly, on which topics
    Report(figures::Arguments),
    /// Find which records of several sources are of one entity, and say how well
    Link(Box<link::Arguments>),
    /// Merge records of several sources: one IRI for each entity, one value where there is room for one, and who said what
    Merge(Box<merge::Arguments>),
    /// Look codes up: action lines, SDGs, roles, groups, session types
    #[command(subcommand)]
    Vocab(VocabCommand),
    /// Propose what the columns of a table are for, as a mapping to edit and give with --map
    Columns {
        /// A table (CSV or TSV), or - for standard input
        path: String,
    },
    /// Explain a finding by its id, or list all of them
    Explain {
        /// Such as time/end-before-start
        id: Option<String>,
    },
    /// Print a generated file: a JSON Schema, the JSON-LD context, the SHACL shapes, the ontology
    Schema {
        /// Its name; without one, all names are listed
        name: Option<String>,
    },
    /// List the formats that can be read and written
    Formats,
    /// List the profiles that records can be held to, or print one
    Profiles(profiles::Arguments),
    /// Write a plenary.toml to begin with, in which every setting is explained
    Init(profiles::Init),
    /// Serve an editor over standard input and output: findings as you type, completion, mends
    Lsp(configuration::Asking),
    /// Print completions for a shell
    Completions { shell: clap_complete::Shell },
}

#[derive(Debug, Subcommand)]
enum VocabCommand {
    /// Find codes by a word of their labels, in any language
    Search {
        query: String,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Show all that is known of a code
    Show {
        /// Such as sdg:17, wsis:C7-e-health, role/moderator
        code: String,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
}

/// How inputs are read, the same for every command that reads.
#[derive(Debug, Args)]
struct Reading {
    /// The format of the inputs [default: by extension, else by content]
    #[arg(long, value_name = "FORMAT", value_parser = readable)]
    from: Option<&'static Format>,
    /// Give each record a value: field=value, or field.inner=value (repeat for more)
    #[arg(long = "set", value_name = "FIELD=VALUE", value_parser = Setting::parse)]
    settings: Vec<Setting>,
    /// The zone of times in feeds that do not name one, such as Europe/Zurich
    #[arg(long, value_name = "ZONE", value_parser = timezone)]
    timezone: Option<String>,
    /// What the columns of a table are for (plenary columns FILE proposes it)
    #[arg(long, value_name = "MAPPING.toml", value_parser = columns::mapping)]
    map: Option<Arc<Mapping>>,
    /// Longest input that is read whole, and longest record of a stream
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().bytes)]
    max_bytes: u64,
    /// Deepest nesting
    #[arg(long, value_name = "LEVELS", default_value_t = Limits::default().depth)]
    max_depth: usize,
    /// Most nodes that YAML aliases may add
    #[arg(long, value_name = "NODES", default_value_t = Limits::default().aliases)]
    max_aliases: usize,
}

impl Reading {
    fn options(&self, base: Option<&str>) -> ReadOptions {
        let limits = Limits {
            bytes: self.max_bytes,
            depth: self.max_depth.min(MAX_DEPTH),
            aliases: self.max_aliases,
            ..Limits::default()
        };
        ReadOptions {
            limits,
            base: base.map(str::to_owned),
            timezone: self.timezone.clone(),
            mapping: self.map.clone(),
            companions: Vec::new(),
        }
    }

    /// Refuses a value of the command line that no record took.
    fn all_given(&self) -> Result<(), Error> {
        self.settings.iter().try_for_each(Setting::must_be_taken)
    }

    /// A conversion of what is read.
    fn job(&self, convert: Convert, files: Files) -> Job {
        let read = self.options(convert.base.as_deref().or(convert.default_base.as_deref()));
        Job { task: Task::Convert(convert), from: self.from, files, read, settings: self.settings.clone() }
    }
}

/// A number of bytes: 500000, 64K, 256M, 2G.
fn size(text: &str) -> Result<u64, String> {
    let units = [('K', 10), ('M', 20), ('G', 30)];
    let unit = units.iter().find(|(letter, _)| text.ends_with([*letter, letter.to_ascii_lowercase()]));
    let (digits, shift) = unit.map_or((text, 0), |(_, shift)| (&text[..text.len() - 1], *shift));
    let number: Option<u64> = digits.parse().ok();
    let bytes = number.and_then(|number| number.checked_mul(1 << shift)).filter(|bytes| *bytes > 0);
    bytes.ok_or_else(|| "write a number of bytes, such as 500000, 64K, 256M or 2G".to_owned())
}

fn timezone(text: &str) -> Result<String, String> {
    if crate::check::time::zone::names().iter().any(|name| name == text) {
        return Ok(text.to_owned());
    }
    Err("it is not in the IANA time zone database; its names are like Europe/Zurich or America/New_York".to_owned())
}

/// Beyond this the stack of a thread would not do.
const MAX_DEPTH: usize = 512;

/// A format that can be read, by its name.
fn readable(name: &str) -> Result<&'static Format, String> {
    by_name(name, |format| format.read.is_some())
}

/// A weight in bits.
fn bits(text: &str) -> Result<f64, String> {
    let weight = text.parse().ok().filter(|weight: &f64| weight.is_finite());
    weight.ok_or_else(|| "a weight is a number, such as 4 or -2.5".to_owned())
}

/// Bits as thousandths.
#[allow(clippy::cast_possible_truncation)] // no weight that somebody gives comes near the limits
fn milli(bits: f64) -> i64 {
    (bits * 1000.0).round() as i64
}

/// A format that can be written, by its name.
fn writable(name: &str) -> Result<&'static Format, String> {
    by_name(name, |format| format.write.is_some())
}

fn by_name(name: &str, fits: impl Fn(&Format) -> bool) -> Result<&'static Format, String> {
    format::by_name(name).filter(|format| fits(format)).ok_or_else(|| {
        let names: Vec<&str> = format::FORMATS.iter().filter(|format| fits(format)).map(|format| format.name).collect();
        format!("there is no such format; write one of {}", names.join(", "))
    })
}

/// Runs the program on its arguments, and gives the exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            // A reader that closed the pipe does not want to know more.
            let _ = error.print();
            return ExitCode::from(u8::from(error.use_stderr()) * 2);
        }
    };
    let done = start(&cli.global).and_then(|()| dispatch(cli));
    done.map_or_else(
        |error| {
            tell(&error);
            ExitCode::from(error.exit_code())
        },
        ExitCode::from,
    )
}

fn start(global: &Global) -> Result<(), Error> {
    let colour = match global.color {
        When::Auto => anstream::ColorChoice::Auto,
        When::Always => anstream::ColorChoice::Always,
        When::Never => anstream::ColorChoice::Never,
    };
    colour.write_global();
    if let Some(threads) = global.threads {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
        pool.map_err(|error| Error::internal(format!("cannot start {threads} threads: {error}")))?;
    }
    Ok(())
}

fn dispatch(cli: Cli) -> Result<u8, Error> {
    let global = &cli.global;
    match cli.command {
        Command::Validate(arguments) => validate::run(&arguments, global),
        Command::Convert(arguments) => convert::run(&arguments, global),
        Command::Diff(arguments) => diff::run(&arguments, global),
        Command::Harvest(arguments) => harvest::run(&arguments, global),
        Command::Hash(arguments) => hash::run(&arguments, global),
        Command::Publish(arguments) => publish::run(&arguments, global),
        Command::Serve(arguments) => serve::run(*arguments, cli.global),
        Command::Query(arguments) => query::run(&arguments, global),
        Command::Push(arguments) => push::run(&arguments, global),
        Command::Report(arguments) => figures::run(&arguments, global),
        Command::Link(arguments) => link::run(&arguments, global),
        Command::Merge(arguments) => merge::run(&arguments, global),
        Command::Vocab(command) => vocab::run(&command),
        Command::Columns { path } => columns::run(&path),
        Command::Explain { id } => explain::run(id.as_deref()),
        Command::Schema { name } => published::run(name.as_deref()),
        Command::Formats => printed(published::formats),
        Command::Profiles(arguments) => profiles::run(&arguments, global),
        Command::Init(arguments) => profiles::init(&arguments, global),
        Command::Lsp(asking) => lsp::run(asking.asked()),
        Command::Completions { shell } => printed(|out| {
            let mut text = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "plenary", &mut text);
            out.write_all(&text).map(|()| true)
        }),
    }
}

/// Prints what a look-up found: exit code 1 where it found nothing.
fn printed(print: impl FnOnce(&mut dyn Write) -> std::io::Result<bool>) -> Result<u8, Error> {
    let mut out = std::io::stdout().lock();
    let found = print(&mut out).and_then(|found| out.flush().map(|()| found));
    found.map(|found| u8::from(!found)).map_err(|error| Error::io("cannot write to standard output", &error))
}

fn tell(error: &Error) {
    if !error.is_silent() {
        let _ = writeln!(anstream::stderr(), "plenary: {error}");
    }
}

/// Says something beside the output.
fn say(message: &str) {
    let _ = writeln!(anstream::stderr(), "plenary: {message}");
}

/// Whether reports on this stream are coloured.
fn coloured(stream: &impl anstream::stream::RawStream) -> bool {
    anstream::AutoStream::choice(stream) != anstream::ColorChoice::Never
}

/// Columns of the terminal, for reports; 80 where there is none.
fn width() -> usize {
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    columns.unwrap_or(80).clamp(40, 200)
}

/// Whether a person watches standard error, so that progress may be shown.
fn watched(global: &Global) -> bool {
    !global.quiet && std::io::stderr().is_terminal()
}

/// A flag that clap counts as given or not.
const FLAG: ArgAction = ArgAction::SetTrue;
