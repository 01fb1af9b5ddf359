//! `plenary link review`: the pairs in doubt, one after the other, as somebody decides on them.

use std::collections::BTreeSet;
use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use super::pair::{Evidence, text};
use crate::cli::Global;
use crate::cli::given::Given;
use crate::cli::merge::{Linking, held};
use crate::cli::output::Output;
use crate::cli::sources::Sources;
use crate::diagnostic::{Error, Report, counted};
use crate::merge::decisions::{Decisions, HEAD, Verdict};
use crate::merge::table;
use crate::model::grammar::is_date;
use crate::source::Source;

/// What `link review` takes.
#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    /// The pairs to decide on, as --review of `link` and `merge` wrote them
    #[arg(value_name = "REVIEW.tsv")]
    queue: PathBuf,
    /// Inputs that the pairs are of, to show what speaks for and against each
    #[command(flatten)]
    sources: Sources,
    #[command(flatten)]
    linking: Linking,
    /// The file of decisions to add to; it is made where there is none. Pairs that it has are not asked again
    #[arg(long, short, value_name = "DECISIONS.tsv")]
    output: PathBuf,
    /// Who decides
    #[arg(long, value_name = "NAME", default_value = "")]
    by: String,
    /// When, as a date, such as 2031-05-01
    #[arg(long, value_name = "DATE", default_value = "", hide_default_value = true, value_parser = date)]
    at: String,
}

/// A date; nothing where none is given.
fn date(text: &str) -> Result<String, String> {
    let is_one = text.is_empty() || is_date(text);
    is_one.then(|| text.to_owned()).ok_or_else(|| "write a date as year-month-day, such as 2031-05-01".to_owned())
}

/// What somebody says to a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Decide(Verdict),
    Skip,
    Quit,
}

/// What may be typed, and what it means.
const KEYS: &str = "y same, n different, u unsure, s skip, q quit";

impl Answer {
    /// The answer that a line is; none where it is no answer.
    fn of(line: &str) -> Option<Self> {
        match line.trim().to_lowercase().as_str() {
            "y" | "yes" | "same" => Some(Answer::Decide(Verdict::Same)),
            "n" | "no" | "different" => Some(Answer::Decide(Verdict::Different)),
            "u" | "unsure" => Some(Answer::Decide(Verdict::Unsure)),
            "s" | "skip" => Some(Answer::Skip),
            "q" | "quit" => Some(Answer::Quit),
            _ => None,
        }
    }
}

/// Asks for a decision on each pair that has none, and keeps each as soon as it is made.
pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<u8, Error> {
    let mut given = Given::default();
    let queue = rows(&arguments.queue, &mut given)?;
    let mut decided = Decided::read(arguments, &mut given)?;
    if let Some(code) = given.tell(global.quiet)? {
        return Ok(code);
    }
    let mut evidence = None;
    if arguments.sources.are_given() {
        match Evidence::gather(&arguments.sources, &arguments.linking, global)? {
            Ok(found) => evidence = Some(found),
            Err(code) => return Ok(code),
        }
    }
    let pairs: Vec<table::Row> = table::rows(&queue, &HEAD).filter(|row| !decided.has(row)).collect();
    let mut lines = std::io::stdin().lock().lines();
    let mut made = 0;
    for (at, row) in pairs.iter().enumerate() {
        show(row, at + 1, pairs.len(), evidence.as_ref())?;
        match ask(&mut lines)? {
            Answer::Decide(verdict) => {
                decided.add(row, verdict, arguments);
                decided.keep()?;
                made += 1;
            }
            Answer::Skip => {}
            Answer::Quit => break,
        }
    }
    if !global.quiet {
        let left = counted(pairs.len() - made, "pair");
        let _ = writeln!(anstream::stderr(), "{} made; {left} left", counted(made, "decision"));
    }
    Ok(0)
}

/// The text of a file of decisions; what is wrong with it is told later.
fn rows(path: &Path, given: &mut Given) -> Result<String, Error> {
    let read = |source: &Arc<Source>, report: &mut Report| {
        let _ = Decisions::read(source, report);
        source.text().to_owned()
    };
    given.read(path, read)
}

/// Shows a pair with what is known of it.
fn show(row: &table::Row, at: usize, of: usize, evidence: Option<&Evidence>) -> Result<(), Error> {
    let mut out = std::io::stdout().lock();
    let mut shown = writeln!(out, "\n{at} of {of}: {}", row.cell(5));
    shown = shown.and_then(|()| match evidence.map(|evidence| evidence.explain(row.cell(0), row.cell(1))) {
        Some(explained) if !explained.is_empty() => {
            explained.iter().try_for_each(|(world, pair)| text(world, pair, &mut out))
        }
        _ => writeln!(out, "{}\n{}", row.cell(0), row.cell(1)),
    });
    shown.map_err(|error| Error::io("cannot write to standard output", &error))
}

/// An answer; the end of the input is the wish to quit.
fn ask(lines: &mut impl Iterator<Item = std::io::Result<String>>) -> Result<Answer, Error> {
    loop {
        let mut out = std::io::stdout().lock();
        let asked = write!(out, "one? [{KEYS}] ").and_then(|()| out.flush());
        asked.map_err(|error| Error::io("cannot write to standard output", &error))?;
        let Some(line) = lines.next() else { return Ok(Answer::Quit) };
        let line = line.map_err(|error| Error::unread("<stdin>", &error))?;
        if let Some(answer) = Answer::of(&line) {
            return Ok(answer);
        }
    }
}

/// A file of decisions: remarks as they stand, rows in their order.
struct Decided {
    path: PathBuf,
    remarks: Vec<String>,
    rows: BTreeSet<Vec<String>>,
}

impl Decided {
    fn read(arguments: &Arguments, given: &mut Given) -> Result<Self, Error> {
        let path = arguments.output.clone();
        let text = if path.exists() { rows(&path, given)? } else { String::new() };
        let remarks = text.lines().filter(|line| line.trim_start().starts_with('#')).map(str::to_owned).collect();
        let cells = |row: table::Row| (0..HEAD.len()).map(|at| row.cell(at).to_owned()).collect();
        let rows = table::rows(&text, &HEAD).map(cells).collect();
        Ok(Self { path, remarks, rows })
    }

    /// Whether a pair is decided, whichever of it stands first.
    fn has(&self, pair: &table::Row) -> bool {
        let (left, right) = (pair.cell(0), pair.cell(1));
        self.rows.iter().any(|row| [(left, right), (right, left)].contains(&(row[0].as_str(), row[1].as_str())))
    }

    fn add(&mut self, pair: &table::Row, verdict: Verdict, arguments: &Arguments) {
        let cells = [pair.cell(0), pair.cell(1), verdict.word(), &arguments.by, &arguments.at, pair.cell(5)];
        self.rows.insert(cells.map(str::to_owned).to_vec());
    }

    fn keep(&self) -> Result<(), Error> {
        let rows = table::write(&HEAD, self.rows.iter().cloned());
        let lines: Vec<&str> = self.remarks.iter().map(String::as_str).chain([rows.as_str()]).collect();
        held(&self.path, &lines.join("\n")).and_then(Output::finish)
    }
}
