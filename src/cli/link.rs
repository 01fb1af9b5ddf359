//! `plenary link`: which records are of one entity, and how well that is told.

use std::path::Path;

use clap::{Args, Subcommand, ValueEnum};

use super::Global;
use super::targets::refuse_over;
use crate::diagnostic::Error;

mod affiliations;
mod authorities;
mod eval;
mod inputs;
mod names;
mod pair;
mod records;
mod resolve;
mod review;
mod train;

/// What `link` takes: inputs, or what else is done with linkages.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    records: records::Arguments,
}

/// What else is done with linkages.
#[derive(Debug, Subcommand)]
enum Command {
    /// Link the rows of tables and hold the clusters against the truth: precision, recall, F1, B-cubed
    Eval(eval::Arguments),
    /// Learn from tables, without labels, what agreement and difference are worth, as a model to give with --model
    Train(train::Arguments),
    /// Say what two names, or two records of some inputs, have in common, and what it weighs: exit code 0 if they may be of one, else 1
    Explain(Box<names::Explain>),
    /// Say which organizations of a register strings name, as affiliations do, and why: exit code 1 if one names none
    Resolve(resolve::Arguments),
    /// Read registers of organizations once, for a form that --authority reads faster
    Index(authorities::Index),
    /// Decide on the pairs of a review file, one after the other
    Review(review::Arguments),
    /// Compare the pairs of names of a table with what is true of them: precision, recall, F1
    Names(names::Names),
}

/// Tables and what their columns are for.
#[derive(Debug, Args)]
struct Tables {
    /// Tables: one, or several to link with each other
    #[arg(required = true, value_name = "TABLE")]
    paths: Vec<String>,
    /// What the columns are for; one for all tables, or one for each in their order
    #[arg(long, required = true, value_name = "MAPPING.toml")]
    map: Vec<String>,
    /// No table has two rows of one entity
    #[arg(long)]
    duplicate_free: bool,
    /// Longest table that is read
    #[arg(long, value_name = "BYTES", default_value_t = crate::format::Limits::default().bytes)]
    max_bytes: u64,
}

impl Tables {
    /// The files that are read.
    fn files(&self) -> impl Iterator<Item = &Path> {
        self.paths.iter().chain(&self.map).map(Path::new)
    }
}

/// Refuses to write the output over what is read.
fn spare<'r>(output: Option<&Path>, read: impl IntoIterator<Item = &'r Path>) -> Result<(), Error> {
    refuse_over(output.map(|path| ("--output", path)).as_slice(), read)
}

/// The form of what is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    Text,
    Json,
}

/// Runs a command, and gives the exit code.
pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<u8, Error> {
    let Some(command) = &arguments.command else { return records::run(&arguments.records, global) };
    match command {
        Command::Eval(arguments) => eval::run(arguments, global),
        Command::Train(arguments) => train::run(arguments, global),
        Command::Explain(arguments) => names::explain(arguments, global),
        Command::Resolve(arguments) => resolve::run(arguments),
        Command::Index(arguments) => authorities::index(arguments, global),
        Command::Review(arguments) => review::run(arguments, global),
        Command::Names(arguments) => names::names(arguments),
    }
}
