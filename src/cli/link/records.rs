//! `plenary link INPUT...`: which records of several sources are of one entity.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::authorities::Authorities;
use crate::cli::Global;
use crate::cli::convert::stop_on_signal;
use crate::cli::given::Given;
use crate::cli::merge::{Linking, held, tell_idle};
use crate::cli::output::Output;
use crate::cli::sources::{Gathered, Sources};
use crate::cli::targets::{STDOUT, Target, asked, refuse_over, refuse_twice};
use crate::diagnostic::{Error, counted};
use crate::link::authority::THRESHOLD;
use crate::merge::world::World;
use crate::merge::{self, Merged, Why, links, register};
use crate::pipeline;

/// What `link` takes.
#[derive(Debug, Args)]
#[group(skip)]
pub(in crate::cli) struct Arguments {
    #[command(flatten)]
    sources: Sources,
    #[command(flatten)]
    linking: Linking,
    #[command(flatten)]
    authorities: Authorities,
    /// Where to write the links, as N-Quads [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write the links as SSSOM
    #[arg(long, value_name = "FILE")]
    sssom: Option<PathBuf>,
    /// Write the pairs that somebody should look at, as decisions to make
    #[arg(long, value_name = "FILE")]
    review: Option<PathBuf>,
    /// Write what was counted, as JSON
    #[arg(long, value_name = "FILE")]
    metrics: Option<PathBuf>,
}

impl Arguments {
    /// The files that are written; refuses those that would be lost.
    fn targets(&self) -> Result<Vec<Target<'_>>, Error> {
        let sides = [("--sssom", &self.sssom), ("--review", &self.review), ("--metrics", &self.metrics)];
        let output = self.output.as_deref().unwrap_or(Path::new(STDOUT));
        let targets: Vec<Target> = [("--output", output)].into_iter().chain(asked(sides)).collect();
        refuse_twice(&targets)?;
        refuse_over(&targets, self.linking.files().chain(self.sources.table()).chain(self.authorities.paths()))?;
        Ok(targets)
    }
}

/// Links, and gives the exit code.
pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<u8, Error> {
    let targets = arguments.targets()?;
    let mut given = Given::default();
    let mut rules = arguments.linking.rules(&mut given)?;
    let world = match arguments.sources.gather(given, &targets, global)? {
        Gathered::Told(code) => return Ok(code),
        Gathered::World(world, settings, _) => {
            rules.settings = settings;
            world
        }
    };
    let merged = merge::merge(&world, &rules)?;
    let relations = links::relations(&world, &merged);
    let mut lines = links::lines(&world, &merged, &relations);
    if !arguments.authorities.files.is_empty() {
        lines.extend(register::lines(&world, &merged, &arguments.authorities.read()?, THRESHOLD));
        lines.sort();
    }
    // Before, there is nothing that a signal could leave behind.
    stop_on_signal();
    let mut output = Output::open(arguments.output.as_deref())?;
    let written = output.write_all(links::nquads(&lines).as_bytes());
    written.map_err(|error| Error::io("cannot write the links", &error))?;
    let review = || links::review(&world, &merged.found);
    let files = [
        arguments.sssom.as_deref().map(|path| held(path, &links::sssom(&lines))),
        arguments.review.as_deref().map(|path| held(path, &review())),
        arguments.metrics.as_deref().map(|path| held(path, &format!("{:#}\n", metrics(&world, &merged)))),
    ];
    let files = files.into_iter().flatten().collect::<Result<Vec<_>, Error>>()?;
    pipeline::go_on()?;
    output.finish()?;
    files.into_iter().try_for_each(Output::finish)?;
    if !global.quiet {
        tell_idle(&rules.decisions, &world);
        let found = &merged.found;
        let compared = counted(found.compared, "pair");
        let (links, unsure) = (counted(lines.len(), "link"), counted(found.unsure.len(), "pair"));
        let parted = match found.parted {
            0 => String::new(),
            parted => format!(", {} within windows", counted(parted, "block")),
        };
        let line = format!("{compared} compared{parted}; {links}; {unsure} to review");
        let _ = writeln!(anstream::stderr(), "{line}");
    }
    Ok(0)
}

/// What was counted: records, pairs, links by their reason, clusters.
fn metrics(world: &World, merged: &Merged) -> serde_json::Value {
    let found = &merged.found;
    let roots = |node: &usize| !world.nodes()[*node].is_part();
    let reasons = [Why::Decided, Why::Iri, Why::Authority, Why::SameAs, Why::Key, Why::Likely];
    let count = |why: Why| found.links.iter().filter(|link| link.why == why && roots(&link.left)).count();
    let links: serde_json::Map<String, serde_json::Value> =
        reasons.into_iter().map(|why| (why.words().to_owned(), count(why).into())).collect();
    let clusters: Vec<usize> = found.clusters().values().filter(|nodes| roots(&nodes[0])).map(Vec::len).collect();
    json!({
        "sources": world.sources().len(),
        "records": (0..world.nodes().len()).filter(roots).count(),
        "pairsCompared": found.compared,
        "blocksParted": found.parted,
        "links": links,
        "clusters": clusters.len(),
        "largestCluster": clusters.iter().max().copied().unwrap_or(0),
        "toReview": found.unsure.len(),
    })
}
