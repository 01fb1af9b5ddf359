//! `plenary merge`.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::convert::{Asked, Sink, stop_on_signal};
use super::given::Given;
use super::output::Output;
use super::sources::{GRAPHS, Gathered, Sources};
use super::targets::{STDOUT, Target, asked, refuse_over, refuse_twice};
use super::{FLAG, Global, bits, milli};
use crate::diagnostic::{Error, counted};
use crate::format::{self, Format, Limits, ReadOptions, WriteOptions, json, ndjson};
use crate::input::{Files, Input};
use crate::merge::decisions::Decisions;
use crate::merge::ledger::Ledger;
use crate::merge::opt_out::{self, OptOut};
use crate::merge::world::World;
use crate::merge::{self, Merged, Rules, Why, dataset, links, record, table};
use crate::pipeline::{self, Convert, Job, Task};

mod compare;

/// What `merge` takes.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    sources: Sources,
    #[command(flatten)]
    linking: Linking,
    /// Where to write the merged records [default: standard output]
    #[arg(long, short, value_name = "OUT")]
    output: Option<PathBuf>,
    /// The format of the merged records [default: by the ending of OUT, else ndjson]
    #[arg(long, value_name = "FORMAT", value_parser = super::writable)]
    to: Option<&'static Format>,
    /// Write everything as named graphs (N-Quads): sources, links, merged statements, where all of it is from; a later merge
    /// can go on from it
    #[arg(long, value_name = "FILE")]
    graphs: Option<PathBuf>,
    /// The ledger that keeps IRIs as they are: read if it is there, and written anew
    #[arg(long, value_name = "FILE")]
    ledger: Option<PathBuf>,
    /// People who asked to be left out: an IRI, name:NAME or sha256:HASH a line
    #[arg(long, value_name = "FILE")]
    opt_out: Option<PathBuf>,
    /// Write the pairs that somebody should look at, as decisions to make
    #[arg(long, value_name = "FILE")]
    review: Option<PathBuf>,
    /// Write the values that others were chosen over
    #[arg(long, value_name = "FILE")]
    conflicts: Option<PathBuf>,
    /// Write the links between IRIs as SSSOM
    #[arg(long, value_name = "FILE")]
    sssom: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Say which IRIs merged, split, moved, came or went between two runs: exit code 1 if any did
    Diff(compare::Arguments),
}

/// How records are linked.
#[derive(Debug, Args)]
pub(super) struct Linking {
    /// What people decided of pairs (repeat for more)
    #[arg(long, value_name = "DECISIONS.tsv")]
    decisions: Vec<PathBuf>,
    /// Link by exact keys and decisions alone
    #[arg(long, action = FLAG)]
    exact: bool,
    /// The average weight over which records become one, in bits
    #[arg(long, value_name = "BITS", default_value_t = 6.0, allow_negative_numbers = true, value_parser = bits)]
    threshold: f64,
    /// The weight over which a pair is worth somebody's look, in bits; not over --threshold [default: 2]
    #[arg(long, value_name = "BITS", allow_negative_numbers = true, value_parser = bits)]
    review_from: Option<f64>,
}

impl Arguments {
    /// The files that are written beside the records.
    fn sides(&self) -> Vec<Target<'_>> {
        let files = [
            (GRAPHS, &self.graphs),
            ("--ledger", &self.ledger),
            ("--review", &self.review),
            ("--conflicts", &self.conflicts),
            ("--sssom", &self.sssom),
        ];
        asked(files).collect()
    }

    /// Refuses files that would be lost. Records may be written in the place of what they were merged from.
    fn spare(&self, sides: &[Target]) -> Result<(), Error> {
        let output = self.output.as_deref().unwrap_or(Path::new(STDOUT));
        let targets: Vec<Target> = [("--output", output)].into_iter().chain(sides.iter().copied()).collect();
        refuse_twice(&targets)?;
        refuse_over(&targets, self.linking.files().chain(self.opt_out.as_deref()).chain(self.sources.table()))
    }
}

/// The weight over which a pair is worth a look where none is given, in bits.
const REVIEW: f64 = 2.0;

impl Linking {
    /// The files of decisions.
    pub(super) fn files(&self) -> impl Iterator<Item = &Path> {
        self.decisions.iter().map(PathBuf::as_path)
    }

    /// The rules of a linkage; what is wrong with the files of decisions is told with that of the others.
    pub(super) fn rules(&self, given: &mut Given) -> Result<Rules, Error> {
        let mut decisions = Decisions::default();
        for path in &self.decisions {
            decisions.list.extend(given.read(path, Decisions::read)?.list);
        }
        // Neither the order of files nor that of rows decides anything.
        decisions.list.sort();
        if let Some(from) = self.review_from.filter(|from| !self.exact && *from > self.threshold) {
            let message =
                format!("--review-from {from} is over --threshold {}: no pair is between them", self.threshold);
            return Err(Error::usage(message).help("give a lower --review-from, or a higher --threshold"));
        }
        let threshold = (!self.exact).then(|| milli(self.threshold));
        Ok(Rules { decisions, threshold, review: milli(self.review_from.unwrap_or(REVIEW)), ..Rules::default() })
    }
}

/// Merges, and gives the exit code.
pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<u8, Error> {
    if let Some(Command::Diff(arguments)) = &arguments.command {
        return compare::run(arguments, global);
    }
    let sides = arguments.sides();
    arguments.spare(&sides)?;
    let mut given = Given::default();
    let mut rules = arguments.linking.rules(&mut given)?;
    let ledger = arguments.ledger.as_deref().filter(|path| path.exists());
    rules.ledger = ledger.map(|path| given.read(path, Ledger::read)).transpose()?.unwrap_or_default();
    let list = arguments.opt_out.as_deref();
    let mut opted_out = list.map(|path| given.read(path, OptOut::read)).transpose()?.unwrap_or_default();
    opted_out.extend(&rules.ledger.opted_out);
    opted_out.follow(&rules.ledger, &rules.decisions);
    let (world, base) = match arguments.sources.gather(given, &sides, global)? {
        Gathered::Told(code) => return Ok(code),
        Gathered::World(world, settings, base) => {
            rules.settings = settings;
            (without(world, &mut rules, &opted_out, global.quiet)?, base)
        }
    };
    let merged = merge::merge(&world, &rules)?;
    if !global.quiet {
        tell_idle(&rules.decisions, &world);
    }
    write(arguments, global, (&world, &merged), base.as_deref())
}

/// The world without people who asked to be left out.
fn without(world: World, rules: &mut Rules, opted_out: &OptOut, quiet: bool) -> Result<World, Error> {
    if opted_out.is_empty() {
        return Ok(world);
    }
    let found = merge::link(&world, rules)?;
    let without = opt_out::without(world, &found, opted_out);
    if !quiet {
        tell_places("entry", "that nobody was found by", &without.idle.iter().map(String::as_str).collect::<Vec<_>>());
    }
    rules.ledger = without.ledger(std::mem::take(&mut rules.ledger), opted_out);
    Ok(without.world)
}

fn write(
    arguments: &Arguments,
    global: &Global,
    (world, merged): (&World, &Merged),
    base: Option<&str>,
) -> Result<u8, Error> {
    let to = target(arguments)?;
    let graphs = || {
        let help = "give one with --base https://data.example.org/, or in plenary.toml";
        let base =
            base.ok_or_else(|| Error::usage("graphs need names, and there is no base to make them from").help(help))?;
        Ok(dataset::write(world, merged, base))
    };
    // Before, there is nothing that a signal could leave behind.
    stop_on_signal();
    let mut files = Vec::new();
    let mut add = |path: &Option<PathBuf>, text: &mut dyn FnMut() -> Result<String, Error>| {
        path.as_deref().map(|path| held(path, &text()?).map(|file| files.push(file))).transpose().map(drop)
    };
    add(&arguments.graphs, &mut || graphs())?;
    add(&arguments.review, &mut || Ok(links::review(world, &merged.found)))?;
    add(&arguments.conflicts, &mut || Ok(conflicts(world, merged)))?;
    add(&arguments.sssom, &mut || Ok(links::sssom(&links::lines(world, merged, &links::relations(world, merged)))))?;
    add(&arguments.ledger, &mut || Ok(merged.ledger.write(&merged.retired)))?;
    let code = records(merged, to, arguments.output.as_deref(), global)?;
    files.into_iter().try_for_each(Output::finish)?;
    if !global.quiet {
        summary(world, merged);
    }
    Ok(code)
}

/// A file that is put in its place when all others are written.
pub(super) fn held(path: &Path, text: &str) -> Result<Output, Error> {
    pipeline::go_on()?;
    let mut output = Output::open(Some(path))?;
    let written = output.write_all(text.as_bytes());
    written.map_err(|error| Error::io(format!("cannot write {}", path.display()), &error))?;
    Ok(output)
}

fn target(arguments: &Arguments) -> Result<&'static Format, Error> {
    let extension = arguments.output.as_deref().and_then(Path::extension).and_then(|extension| extension.to_str());
    match (arguments.to, extension) {
        (Some(format), _) => Ok(format),
        (None, None) => Ok(&ndjson::FORMAT),
        (None, Some(extension)) => {
            format::by_extension(extension).filter(|format| format.write.is_some()).ok_or_else(|| {
                Error::usage(format!("no format that can be written has the ending {extension}"))
                    .help("name one with --to")
            })
        }
    }
}

/// Writes the merged records by the way that every conversion goes, so that they are checked as all others are.
fn records(merged: &Merged, to: &'static Format, output: Option<&Path>, global: &Global) -> Result<u8, Error> {
    let mut lines = Vec::new();
    for record in record::records(merged) {
        json::write_compact(&record, &mut lines);
        lines.push(b'\n');
    }
    let input = Input::Text { path: "merged.ndjson".into(), bytes: lines.into() };
    let options = WriteOptions { count: format::Count::One, ..WriteOptions::default() };
    let job = Job {
        task: Task::Convert(Convert { options, ..Convert::to(to) }),
        from: Some(&ndjson::FORMAT),
        files: Files::default(),
        read: ReadOptions { limits: Limits { bytes: u64::MAX, ..Limits::default() }, ..ReadOptions::default() },
        settings: Vec::new(),
    };
    let mut sink = Sink::new(to, Output::open(output)?, None);
    pipeline::run(&job, &[input], &mut sink)?;
    sink.finish(&Asked::default(), global)
}

/// How many decisions without effect are told with their places.
const IDLE: usize = 5;

/// The head line of the list of conflicts.
const CONFLICTS: [&str; 8] = ["iri", "field", "language", "by", "value", "sources", "otherValue", "otherSources"];

fn conflicts(world: &World, merged: &Merged) -> String {
    let names = |sources: &std::collections::BTreeSet<usize>| {
        sources.iter().map(|source| world.sources()[*source].id.as_str()).collect::<Vec<_>>().join(" ")
    };
    let row = |conflict: &merge::Conflict| {
        let (value, sources) = conflict
            .chosen
            .as_ref()
            .map_or((String::new(), String::new()), |(value, sources)| (value.clone(), names(sources)));
        let (other, others) = &conflict.other;
        vec![
            conflict.iri.clone(),
            conflict.field.clone(),
            conflict.tag.clone(),
            conflict.by.to_owned(),
            value,
            sources,
            other.clone(),
            names(others),
        ]
    };
    table::write(&CONFLICTS, merged.conflicts.iter().map(row))
}

/// Tells of decisions on records that no source has, or of two types. Where they stand is told, not who they are of: some asked to be left out.
pub(super) fn tell_idle(decisions: &Decisions, world: &World) {
    let places = decisions.idle(world).map(|decision| decision.place.as_str());
    tell_places(
        "decision",
        "without effect, on records that no source has, or of two types",
        &places.collect::<Vec<_>>(),
    );
}

/// Tells how many of something there are, and where the first stand.
fn tell_places(what: &str, why: &str, places: &[&str]) {
    if places.is_empty() {
        return;
    }
    let more = match places.len().saturating_sub(IDLE) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let (count, told) = (counted(places.len(), what), places[..places.len().min(IDLE)].join(", "));
    let _ = writeln!(anstream::stderr(), "{count} {why}: {told}{more}");
}

/// Says what came of it, in a line.
fn summary(world: &World, merged: &Merged) {
    let count = |is_part: bool| {
        world.nodes().iter().filter(|node| node.is_part() == is_part && node.class().name != "Dataset").count()
    };
    let roots = merged.entities.iter().filter(|entity| crate::shape::shape()[entity.class].is_root).count();
    let mut by: BTreeMap<Why, usize> = BTreeMap::new();
    let is_root = |link: &&merge::Link| !world.nodes()[link.left].is_part();
    merged.found.links.iter().filter(is_root).for_each(|link| *by.entry(link.why).or_default() += 1);
    let by: Vec<String> = by.into_iter().map(|(why, count)| format!("{count} {}", why.words())).collect();
    let links = if by.is_empty() { "no links".to_owned() } else { format!("links: {}", by.join(", ")) };
    let line = format!(
        "{} of {} are {roots}; {links}; {}, {} to review",
        counted(count(false), "record"),
        counted(world.sources().len(), "source"),
        counted(merged.conflicts.len(), "conflict"),
        counted(merged.found.unsure.len(), "pair")
    );
    let _ = writeln!(anstream::stderr(), "{line}");
}
