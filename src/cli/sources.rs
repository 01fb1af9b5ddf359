//! Inputs as sources: which files are of which source, read into one world.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;

use super::configuration::{Configuring, Setup};
use super::given::Given;
use super::report::{Reporter, Work};
use super::targets::{Target, refuse_over};
use super::{Global, Reading, say};
use crate::config;
use crate::diagnostic::{Error, Severity};
use crate::format::nquads;
use crate::input::{self, Input};
use crate::merge::dataset;
use crate::merge::settings::{Listed, Settings, Source, is_id};
use crate::merge::world::{Snapshot, World};
use crate::pipeline::{self, Consumer, Job, Keep, Outcome, Task};
use crate::rdf::naming::NO_BASE;

/// What is read, and what is known of where it is from.
#[derive(Debug, Args)]
pub(super) struct Sources {
    /// Sources: files, directories, globs, each alone or as NAME=PATH, or what an earlier merge wrote with --graphs
    #[arg(value_name = "INPUT")]
    inputs: Vec<String>,
    /// What is known of sources, and rules for fields
    #[arg(long = "sources", value_name = "SOURCES.toml")]
    table: Option<PathBuf>,
    /// Leave a source out that an earlier merge held (repeat for more)
    #[arg(long, value_name = "NAME")]
    drop: Vec<String>,
    /// The IRI that local and minted IRIs and the names of graphs begin with
    #[arg(long, value_name = "IRI", value_parser = super::convert::base)]
    base: Option<String>,
    #[command(flatten)]
    configuring: Configuring,
    #[command(flatten)]
    reading: Reading,
}

/// The flag for the graphs of a merge.
pub(super) const GRAPHS: &str = "--graphs";

/// What came of reading.
pub(super) enum Gathered {
    World(World, Settings, Option<String>),
    /// The configuration, or a file that was given, is not sound; the exit code.
    Told(u8),
}

/// The files of a source.
type Paths = BTreeMap<String, Vec<String>>;

/// Snapshots by the id of their source, each with what orders those of one source, if an earlier merge wrote it.
type Snapshots = BTreeMap<String, (Option<Age>, Source, Snapshot)>;

/// When a snapshot was taken, and its hash.
type Age = (Option<jiff::Timestamp>, String);

impl Sources {
    /// Whether there is anything to read.
    pub(super) fn are_given(&self) -> bool {
        !self.inputs.is_empty() || self.table.is_some()
    }

    /// The file that tells of sources.
    pub(super) fn table(&self) -> Option<&Path> {
        self.table.as_deref()
    }

    /// Reads all sources, unless something is wrong with the files that say how, or a source would be written over.
    pub(super) fn gather(&self, mut given: Given, targets: &[Target], global: &Global) -> Result<Gathered, Error> {
        let settings = self.known(&mut given)?;
        if let Some(code) = given.tell(global.quiet)? {
            return Ok(Gathered::Told(code));
        }
        let (paths, earlier) = self.paths(&settings)?;
        let mut setups = Vec::new();
        for (id, paths) in paths {
            let setup = self.configuring.set_up(&paths)?;
            if !setup.is_sound() {
                return setup.tell(Reporter::beside(global.quiet)).map(Gathered::Told);
            }
            setups.push((id, setup));
        }
        spare(targets, &setups, &earlier)?;
        let mut snapshots = Snapshots::new();
        let mut base = self.base.clone();
        for (id, setup) in setups {
            base = base.or_else(|| setup.config.base.clone());
            let listed = settings.sources.iter().find(|listed| listed.source.id == id);
            let snapshot = self.read(setup, listed.and_then(|listed| listed.base.as_deref()))?;
            let unknown = Source { id: id.clone(), ..Source::default() };
            snapshots.insert(id, (None, listed.map_or(unknown, |listed| listed.source.clone()), snapshot));
        }
        for path in earlier {
            self.earlier(&path, &settings, &mut snapshots)?;
        }
        for id in self.drop.iter().filter(|id| snapshots.remove(*id).is_none() && !global.quiet) {
            say(&format!("--drop {id} left nothing out: no source has that name"));
        }
        let list = snapshots.into_values().map(|(_, source, snapshot)| (source, snapshot)).collect();
        Ok(Gathered::World(World::new(list), settings, base))
    }

    fn known(&self, given: &mut Given) -> Result<Settings, Error> {
        let table = self.table.as_deref();
        Ok(table.map(|path| given.read(path, config::sources::parse)).transpose()?.unwrap_or_default())
    }

    /// The files of each source, and those of earlier merges.
    fn paths(&self, settings: &Settings) -> Result<(Paths, Vec<String>), Error> {
        let mut paths = Paths::new();
        let mut earlier = Vec::new();
        let folder = self.table.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
        for Listed { source, files, .. } in settings.sources.iter().filter(|listed| !listed.files.is_empty()) {
            let files = files.iter().map(|file| folder.join(file).to_string_lossy().into_owned());
            paths.insert(source.id.clone(), files.collect());
        }
        for input in &self.inputs {
            if is_of_merge(input) {
                earlier.push(input.clone());
                continue;
            }
            let (id, path) = named(input)?;
            if let Some(other) = paths.insert(id.clone(), vec![path.clone()]) {
                let message = format!("{} and {path} would both be the source \"{id}\"", other.join(", "));
                return Err(Error::usage(message).help("name one of them otherwise: NAME=PATH"));
            }
        }
        if paths.is_empty() && earlier.is_empty() {
            let help = "name files or directories, or a file of sources with --sources";
            return Err(Error::usage("there is nothing to read").help(help));
        }
        Ok((paths, earlier))
    }

    fn read(&self, setup: Setup, base: Option<&str>) -> Result<Snapshot, Error> {
        let base = base.or(self.base.as_deref());
        let Setup { config, inputs, .. } = setup;
        let job = Job {
            task: Task::Keep(Keep { base: base.map(str::to_owned), default_base: config.base.clone() }),
            from: self.reading.from,
            files: config.files,
            read: self.reading.options(base.or(config.base.as_deref())),
            settings: self.reading.settings.clone(),
        };
        snapshot(&job, &inputs)
    }

    /// The sources of an earlier merge, but for those that are read anew, or that are newer elsewhere.
    fn earlier(&self, path: &str, settings: &Settings, snapshots: &mut Snapshots) -> Result<(), Error> {
        let input = Input::File(path.into());
        let bytes = input::read_whole(&input, &mut input.open()?, &self.reading.options(None).limits)?;
        for held in dataset::read(&String::from_utf8_lossy(&bytes)).unwrap_or_default() {
            let moment = held.source.retrieved.as_deref().and_then(|moment| moment.parse().ok());
            let age = Some((moment, held.hash));
            if snapshots.get(&held.source.id).is_some_and(|(known, ..)| known.is_none() || *known >= age) {
                continue;
            }
            let job = Job {
                task: Task::Keep(Keep::default()),
                from: Some(&nquads::NTRIPLES),
                files: input::Files::default(),
                read: self.reading.options(None),
                settings: Vec::new(),
            };
            let text = Input::Text { path: path.into(), bytes: held.triples.into_bytes().into() };
            let listed = settings.sources.iter().find(|listed| listed.source.id == held.source.id);
            let source = listed.map_or_else(|| held.source.clone(), |listed| with(&listed.source, &held.source));
            snapshots.insert(source.id.clone(), (age, source, snapshot(&job, &[text])?));
        }
        Ok(())
    }
}

/// Refuses to write over sources. Graphs of an earlier merge may give way to those that go on from them.
fn spare(targets: &[Target], setups: &[(String, Setup)], earlier: &[String]) -> Result<(), Error> {
    let inputs = setups.iter().flat_map(|(_, setup)| &setup.inputs);
    let files = inputs.filter_map(|input| if let Input::File(path) = input { Some(path.as_path()) } else { None });
    refuse_over(targets, files)?;
    let others: Vec<Target> = targets.iter().filter(|(flag, _)| *flag != GRAPHS).copied().collect();
    refuse_over(&others, earlier.iter().map(Path::new))
}

/// What settings say of a source, and beside it what an earlier merge knew of the snapshot.
fn with(listed: &Source, held: &Source) -> Source {
    Source {
        retrieved: held.retrieved.clone().or_else(|| listed.retrieved.clone()),
        title: listed.title.clone().or_else(|| held.title.clone()),
        url: listed.url.clone().or_else(|| held.url.clone()),
        license: listed.license.clone().or_else(|| held.license.clone()),
        ..listed.clone()
    }
}

/// Whether a file holds the graphs of a merge.
fn is_of_merge(path: &str) -> bool {
    let is_nquads = Path::new(path).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("nq"));
    is_nquads && std::fs::read_to_string(path).is_ok_and(|text| dataset::read(&text).is_some())
}

/// The source of an input, and its path: `NAME=PATH`, or a path whose last part is the name.
fn named(input: &str) -> Result<(String, String), Error> {
    if let Some((id, path)) = input.split_once('=').filter(|(id, _)| is_id(id) && !Path::new(input).exists()) {
        return Ok((id.to_owned(), path.to_owned()));
    }
    let path = Path::new(input);
    let stem = if path.is_dir() { path.file_name() } else { path.file_stem() };
    let stem = stem.map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let fitting = |letter: char| if letter.is_ascii_alphanumeric() || "-_.".contains(letter) { letter } else { '-' };
    let id: String = stem.chars().map(fitting).collect();
    if input == "-" || !is_id(&id) {
        let message = format!("{input} has no name that a source could be known by");
        return Err(Error::usage(message).help(format!("give it one: NAME={input}")));
    }
    Ok((id, input.to_owned()))
}

fn snapshot(job: &Job, inputs: &[Input]) -> Result<Snapshot, Error> {
    let (snapshot, is_sound) = read(job, inputs)?;
    let names: Vec<String> = inputs.iter().map(Input::name).collect();
    if !is_sound {
        let message = format!("{} cannot be merged", names.join(", "));
        return Err(Error::input(message).help("mend the errors above first; plenary validate lists all of them"));
    }
    if snapshot.nodes.keys().any(|(iri, _)| iri.starts_with(NO_BASE)) {
        let message = format!("records of {} need IRIs, and there is no base to mint them from", names.join(", "));
        let help = "give one with --base https://data.example.org/, or as base of the source in SOURCES.toml";
        return Err(Error::usage(message).help(help));
    }
    Ok(snapshot)
}

/// Reads records into a snapshot, shows what was found, and says whether they are without errors.
pub(super) fn read(job: &Job, inputs: &[Input]) -> Result<(Snapshot, bool), Error> {
    let mut reader = Reader { snapshot: Snapshot::default(), reporter: Reporter::beside(true) };
    pipeline::run(job, inputs, &mut reader)?;
    let Reader { snapshot, reporter } = reader;
    let has_errors = reporter.finish(&Work::default())?.any_at_least(Severity::Error);
    Ok((snapshot, !has_errors))
}

/// Collects the records of a source.
struct Reader {
    snapshot: Snapshot,
    reporter: Reporter,
}

impl Consumer for Reader {
    fn take(&mut self, outcome: &mut Outcome) -> Result<(), Error> {
        outcome.findings.iter().try_for_each(|finding| self.reporter.push(finding).map(drop))?;
        outcome.kept.drain(..).for_each(|record| self.snapshot.add(&record));
        Ok(())
    }
}
