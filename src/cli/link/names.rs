//! `plenary link explain` and `plenary link names`: two names, and pairs of names with what is true of them.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::json;

use super::{Form, inputs, pair, spare};
use crate::cli::Global;
use crate::cli::merge::Linking;
use crate::cli::output::Output;
use crate::cli::sources::Sources;
use crate::diagnostic::Error;
use crate::format::Limits;
use crate::link::bits;
use crate::link::name::{self, Comparison, Kind};
use crate::link::table::Table;

/// What a name is of, as it is written on the command line and in tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Of {
    Person,
    Organization,
}

impl From<Of> for Kind {
    fn from(of: Of) -> Self {
        match of {
            Of::Person => Kind::Person,
            Of::Organization => Kind::Organization,
        }
    }
}

/// What `link explain` takes.
#[derive(Debug, Args)]
pub(in crate::cli) struct Explain {
    /// A name, or a record of the inputs by its IRI, with its source and a space before it or without
    left: String,
    /// Another one
    right: String,
    #[command(flatten)]
    sources: Sources,
    #[command(flatten)]
    linking: Linking,
    /// What the names are of
    #[arg(long, value_enum, default_value_t = Of::Person)]
    kind: Of,
    /// The form of the output
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
}

/// Prints what adds up to the weight of two names. Exit code 1 where they are not of one.
pub(super) fn explain(arguments: &Explain, global: &Global) -> Result<u8, Error> {
    if arguments.sources.are_given() {
        let names = (arguments.left.as_str(), arguments.right.as_str());
        return pair::run(names, (&arguments.sources, &arguments.linking), arguments.format, global);
    }
    let comparison = compared(&arguments.left, &arguments.right, arguments.kind.into());
    let mut out = std::io::stdout().lock();
    let printed = match arguments.format {
        Form::Text => parts(&comparison, &mut out),
        Form::Json => writeln!(out, "{:#}", as_json(&comparison)),
    };
    printed.map_err(|error| Error::io("cannot write to standard output", &error))?;
    Ok(u8::from(comparison.weight() <= 0))
}

fn compared(left: &str, right: &str, kind: Kind) -> Comparison {
    name::compare(&name::parse(left, kind), &name::parse(right, kind))
}

fn parts(comparison: &Comparison, out: &mut dyn Write) -> std::io::Result<()> {
    for part in &comparison.parts {
        let words: Vec<&str> = [part.left.as_str(), &part.right].into_iter().filter(|word| !word.is_empty()).collect();
        let line = format!("{:>8.3}  {:<24} {}", bits(part.weight), part.what, words.join(" / "));
        writeln!(out, "{}", line.trim_end())?;
    }
    let weight = comparison.weight();
    let verdict = if weight > 0 { "may be one" } else { "not one" };
    writeln!(out, "{:>8.3}  {verdict}", bits(weight))
}

fn as_json(comparison: &Comparison) -> serde_json::Value {
    let parts = comparison.parts.iter();
    let parts = parts
        .map(|part| json!({"what": part.what, "left": part.left, "right": part.right, "weight": bits(part.weight)}));
    json!({"parts": parts.collect::<Vec<_>>(), "weight": bits(comparison.weight()), "match": comparison.weight() > 0})
}

/// What `link names` takes.
#[derive(Debug, Args)]
pub(in crate::cli) struct Names {
    /// A table of pairs of names, or - for standard input
    #[arg(value_name = "TABLE")]
    path: String,
    /// The column of the first name
    #[arg(long, value_name = "COLUMN", default_value = "name1")]
    left: String,
    /// The column of the second name
    #[arg(long, value_name = "COLUMN", default_value = "name2")]
    right: String,
    /// The column that says whether the names are of one: true or false, 1 or 0, yes or no
    #[arg(long = "match", value_name = "COLUMN", default_value = "is_match")]
    truth: String,
    /// The column that says what the names are of: Person, or anything else for organizations
    #[arg(long, value_name = "COLUMN", conflicts_with = "kind")]
    kind_column: Option<String>,
    /// What all names are of
    #[arg(long, value_enum, default_value_t = Of::Person)]
    kind: Of,
    /// List so many of the worst errors
    #[arg(long, value_name = "N", default_value_t = 0)]
    errors: usize,
    /// The form of the output
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
    /// Where to write [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// A pair with what was told of it and what is true.
struct Case {
    left: String,
    right: String,
    truth: bool,
    comparison: Comparison,
}

impl Case {
    fn is_wrong(&self) -> bool {
        self.truth != (self.comparison.weight() > 0)
    }
}

/// Compares the pairs of a table and prints precision, recall and F1.
pub(super) fn names(arguments: &Names) -> Result<u8, Error> {
    spare(arguments.output.as_deref(), [Path::new(&arguments.path)])?;
    let cases = read(arguments)?;
    let count = |found: bool, truth: bool| {
        cases.iter().filter(|case| (case.comparison.weight() > 0) == found && case.truth == truth).count()
    };
    let (both, wrong, missed) = (count(true, true), count(true, false), count(false, true));
    let (precision, recall) = (ratio(both, both + wrong), ratio(both, both + missed));
    let f1 = ratio(2 * both, 2 * both + wrong + missed);
    let mut errors: Vec<&Case> = cases.iter().filter(|case| case.is_wrong()).collect();
    errors.sort_by_key(|case| (-case.comparison.weight().abs(), &case.left, &case.right));
    errors.truncate(arguments.errors);
    let mut out = Output::open(arguments.output.as_deref())?;
    let written = match arguments.format {
        Form::Text => {
            let head = writeln!(out, "{} pairs: precision {precision:.4}, recall {recall:.4}, F1 {f1:.4}", cases.len());
            head.and_then(|()| errors.iter().try_for_each(|case| error(case, &mut out)))
        }
        Form::Json => {
            let errors: Vec<_> = errors.iter().map(|case| error_json(case)).collect();
            let found =
                json!({"pairs": cases.len(), "precision": precision, "recall": recall, "f1": f1, "errors": errors});
            writeln!(out, "{found:#}")
        }
    };
    written.map_err(|error| Error::io("cannot write", &error))?;
    out.finish().map(|()| 0)
}

#[allow(clippy::cast_precision_loss)] // counts of rows
fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

fn error(case: &Case, out: &mut dyn Write) -> std::io::Result<()> {
    let what = if case.truth { "not found" } else { "found wrongly" };
    writeln!(out, "\n{what}: {} / {}", case.left, case.right)?;
    parts(&case.comparison, out)
}

fn error_json(case: &Case) -> serde_json::Value {
    json!({"left": case.left, "right": case.right, "missed": case.truth, "comparison": as_json(&case.comparison)})
}

fn read(arguments: &Names) -> Result<Vec<Case>, Error> {
    let path = &arguments.path;
    let bytes = inputs::bytes(path, Limits::default().bytes, "give the table in parts")?;
    let table = Table::read(&inputs::text(path, bytes, "")?, None)?;
    let find = |name: &str| {
        let columns = table.header.join(", ");
        let help = "name the columns with --left, --right, --match and --kind-column";
        table
            .column(name)
            .ok_or_else(|| Error::usage(format!("{path} has no column {name:?}, but {columns}")).help(help))
    };
    let named = [&arguments.left, &arguments.right, &arguments.truth].into_iter().chain(&arguments.kind_column);
    let (left, right, truth) = (find(&arguments.left)?, find(&arguments.right)?, find(&arguments.truth)?);
    let kind = arguments.kind_column.as_deref().map(find).transpose()?;
    named.into_iter().try_for_each(|name| table.is_one(name))?;
    let case = |(at, row): (usize, &Vec<String>)| {
        let kind = kind.map_or(Ok(arguments.kind), |kind| of(row[kind].trim()).map_err(|what| (kind, what)));
        let verdict = kind.and_then(|kind| Ok((kind, verdict(&row[truth]).map_err(|what| (truth, what))?)));
        let (kind, truth) = verdict.map_err(|(column, (message, help))| table.wrong(at, column, message).help(help))?;
        let comparison = compared(&row[left], &row[right], kind.into());
        Ok(Case { left: row[left].clone(), right: row[right].clone(), truth, comparison })
    };
    table.rows.iter().enumerate().map(case).collect()
}

/// What is wrong with a cell, and the way out.
type Wrong = (String, &'static str);

/// What names are of by a cell.
fn of(cell: &str) -> Result<Of, Wrong> {
    match cell {
        "" => Err(("this cell does not say what the names are of".to_owned(), "write Person or Organization")),
        cell if cell.eq_ignore_ascii_case("person") => Ok(Of::Person),
        _ => Ok(Of::Organization),
    }
}

/// Whether names are of one by a cell.
fn verdict(cell: &str) -> Result<bool, Wrong> {
    match cell.trim().to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" | "t" | "y" | "match" => Ok(true),
        "false" | "0" | "no" | "f" | "n" => Ok(false),
        other => Err((format!("\"{other}\" does not say whether the names are of one"), "write true or false")),
    }
}
