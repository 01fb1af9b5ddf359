//! `plenary harvest`.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::{Value, json};

use super::output::Output;
use super::report::{Reporter, Work};
use super::{FLAG, Global};
use crate::config::feeds::{self, Feed, Manifest};
use crate::diagnostic::{Error, Report, counted};
use crate::harvest::{self, Brought, Consumer, Fate, IS_BUILT_IN, Order, Outcome};

/// What `harvest` takes.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The manifest: how feeds are fetched, and from where
    #[arg(default_value = "feeds.toml", value_name = "FEEDS.toml")]
    manifest: PathBuf,
    /// Fetch only this source (repeat for more)
    #[arg(long, value_name = "ID")]
    only: Vec<String>,
    /// Ask no server: write the files from the cache
    #[arg(long, action = FLAG)]
    offline: bool,
    /// Fetch everything anew, whatever the cache has
    #[arg(long, conflicts_with = "offline", action = FLAG)]
    force: bool,
    /// The folder for the files, one for each source [default: harvest, beside the manifest]
    #[arg(long, short, value_name = "FOLDER")]
    output: Option<PathBuf>,
    /// Write what came of each source to this file, as JSON
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Sources that are fetched at the same time [default: jobs of the manifest, else 4]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=64))]
    jobs: Option<u8>,
}

/// Fetches the feeds of a manifest, and gives the exit code.
pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<u8, Error> {
    if !IS_BUILT_IN && !arguments.offline {
        let error = Error::usage("this plenary was built without what fetches feeds");
        return Err(error.help("build it with --features harvest; --offline works without"));
    }
    let mut report = Report::default();
    let manifest = feeds::load(&arguments.manifest, &mut report)?;
    if !report.findings.is_empty() {
        return tell(arguments, &report, global);
    }
    // A second handler cannot be set; then the first one does the same.
    let _ = ctrlc::set_handler(harvest::interrupt);
    let order = Order {
        chosen: chosen(&manifest, arguments)?,
        manifest: &manifest,
        offline: arguments.offline,
        force: arguments.force,
        jobs: arguments.jobs.map_or(manifest.manner.jobs, usize::from),
    };
    let folder = arguments.output.clone().unwrap_or_else(|| manifest.folder.join("harvest"));
    fs::create_dir_all(&folder).map_err(|error| Error::io(format!("cannot make {}", folder.display()), &error))?;
    let mut files = Files { folder, bars: Bars::new(order.chosen.len(), super::watched(global)) };
    let outcomes = harvest::run(&order, &mut files);
    files.bars.end();
    let outcomes = outcomes?;
    let feeds: Vec<&Feed> = order.chosen.iter().map(|at| &manifest.feeds[*at]).collect();
    let done: Vec<(&Feed, &Outcome)> = feeds.into_iter().zip(&outcomes).collect();
    if let Some(path) = &arguments.report {
        write_report(path, &done, &files)?;
    }
    print(&done, &files, global)?;
    Ok(u8::from(outcomes.iter().any(|outcome| outcome.fate == Fate::Failed)))
}

/// Tells what is wrong with the manifest; then nothing is fetched.
fn tell(arguments: &Arguments, report: &Report, global: &Global) -> Result<u8, Error> {
    let mut reporter = Reporter::beside(global.quiet);
    for finding in &report.findings {
        reporter.push(finding)?;
    }
    let remarks = vec!["nothing was fetched: mend the manifest first".to_owned()];
    let files = vec![arguments.manifest.display().to_string()];
    reporter.finish(&Work { files, remarks, ended: true, ..Work::default() })?;
    Ok(2)
}

/// The places of the sources that are asked for, in the order of the manifest.
fn chosen(manifest: &Manifest, arguments: &Arguments) -> Result<Vec<usize>, Error> {
    let ids: Vec<&str> = manifest.feeds.iter().map(|feed| feed.id.as_str()).collect();
    if ids.is_empty() {
        let error = Error::usage(format!("{} names no source", arguments.manifest.display()));
        return Err(error.help("add a [[source]] with an id and a url"));
    }
    if let Some(unknown) = arguments.only.iter().find(|only| !ids.contains(&only.as_str())) {
        let error = Error::usage(format!("there is no source \"{unknown}\""));
        return Err(error.help(format!("name one of {}", ids.join(", "))));
    }
    let is_chosen = |id: &str| arguments.only.is_empty() || arguments.only.iter().any(|only| only == id);
    Ok((0..ids.len()).filter(|at| is_chosen(ids[*at])).collect())
}

/// Puts contents in their files.
struct Files {
    folder: PathBuf,
    bars: Bars,
}

impl Consumer for Files {
    fn progress(&mut self, feed: &Feed, bytes: u64) {
        self.bars.progress(&feed.id, bytes);
    }

    fn take(&mut self, feed: &Feed, outcome: &Outcome) -> Result<(), Error> {
        self.bars.done(&feed.id);
        let Some(brought) = &outcome.brought else { return Ok(()) };
        put(&self.path(feed, brought), &brought.content)?;
        match &outcome.renamed {
            Some((name, sha256)) => remove(&self.folder.join(name), sha256),
            None => Ok(()),
        }
    }
}

impl Files {
    fn path(&self, feed: &Feed, brought: &Brought) -> PathBuf {
        self.folder.join(brought.file_name(feed))
    }
}

/// Writes a file, unless it is there as it is to be.
fn put(path: &Path, content: &[u8]) -> Result<(), Error> {
    if fs::read(path).is_ok_and(|known| known == content) {
        return Ok(());
    }
    let mut output = Output::open(Some(path))?;
    output.write_all(content).map_err(|error| Error::io(format!("cannot write {}", path.display()), &error))?;
    output.finish()
}

/// Takes away the file that the source had under another name, if nobody has changed it.
fn remove(path: &Path, sha256: &str) -> Result<(), Error> {
    if !fs::read(path).is_ok_and(|known| harvest::digest(&known) == sha256) {
        return Ok(());
    }
    fs::remove_file(path).map_err(|error| Error::io(format!("cannot remove {}", path.display()), &error))
}

/// What came of the sources, as JSON.
fn write_report(path: &Path, done: &[(&Feed, &Outcome)], files: &Files) -> Result<(), Error> {
    let object = |(feed, outcome): &(&Feed, &Outcome)| {
        let file = outcome.brought.as_ref().map(|brought| files.path(feed, brought).display().to_string());
        outcome.json(feed, file.as_deref())
    };
    let sources: Vec<Value> = done.iter().map(object).collect();
    let mut output = Output::open(Some(path))?;
    let written = writeln!(output, "{:#}", json!({"sources": sources, "counts": counts(done)}));
    written.map_err(|error| Error::io("cannot write the report", &error))?;
    output.finish()
}

fn counts(done: &[(&Feed, &Outcome)]) -> Value {
    Fate::ALL
        .iter()
        .map(|fate| (fate.name().to_owned(), json!(count(done, *fate))))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

fn count(done: &[(&Feed, &Outcome)], fate: Fate) -> usize {
    done.iter().filter(|(_, outcome)| outcome.fate == fate).count()
}

/// A line for each source, and how many there were.
fn print(done: &[(&Feed, &Outcome)], files: &Files, global: &Global) -> Result<(), Error> {
    let mut out = Output::stdout();
    let width = done.iter().map(|(feed, _)| feed.id.len()).max().unwrap_or_default();
    for (feed, outcome) in done {
        let line = format!("{:<9}  {:<width$}  {}", outcome.fate.name(), feed.id, said(feed, outcome, files));
        writeln!(out, "{line}").map_err(|error| Error::io("cannot write to standard output", &error))?;
    }
    out.finish()?;
    if !global.quiet {
        let counts = Fate::ALL.iter().map(|fate| (count(done, *fate), fate.name())).filter(|(count, _)| *count > 0);
        let counts: Vec<String> = counts.map(|(count, name)| format!("{count} {name}")).collect();
        let _ = writeln!(anstream::stderr(), "{}: {}", counted(done.len(), "source"), counts.join(", "));
    }
    Ok(())
}

/// Where a source is, or why it failed, the way out, and what is left of it.
fn said(feed: &Feed, outcome: &Outcome, files: &Files) -> String {
    let file = outcome.brought.as_ref().map(|brought| (brought, files.path(feed, brought)));
    match (&outcome.fault, file) {
        (Some((why, help)), Some((brought, path))) => {
            format!("{why}; {} is as it was on {}\n  help: {help}", path.display(), brought.retrieved)
        }
        (Some((why, help)), None) => format!("{why}\n  help: {help}"),
        (None, Some((brought, path))) => {
            format!("{} ({})", path.display(), counted(brought.content.len(), "byte"))
        }
        (None, None) => String::new(),
    }
}

/// A bar for all sources, and a line for each that is being fetched.
struct Bars {
    all: MultiProgress,
    total: ProgressBar,
    running: BTreeMap<String, ProgressBar>,
}

impl Bars {
    fn new(sources: usize, watched: bool) -> Self {
        let target = if watched { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let all = MultiProgress::with_draw_target(target);
        let total = all.add(ProgressBar::new(sources as u64).with_style(style("{pos}/{len} sources {wide_bar}")));
        Self { all, total, running: BTreeMap::new() }
    }

    fn progress(&mut self, id: &str, bytes: u64) {
        let begin = || {
            let bar = ProgressBar::new_spinner().with_style(style("{spinner} {prefix} {bytes} {bytes_per_sec}"));
            self.all.insert_before(&self.total, bar.with_prefix(id.to_owned()))
        };
        self.running.entry(id.to_owned()).or_insert_with(begin).inc(bytes);
        self.total.tick();
    }

    fn done(&mut self, id: &str) {
        if let Some(bar) = self.running.remove(id) {
            bar.finish_and_clear();
        }
        self.total.inc(1);
    }

    fn end(&mut self) {
        for bar in std::mem::take(&mut self.running).into_values() {
            bar.finish_and_clear();
        }
        self.total.finish_and_clear();
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
