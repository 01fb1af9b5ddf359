//! `plenary hash`.

use std::io::Write;

use clap::Args;

use super::canonical::Settings;
use super::configuration::{Configuring, Setup};
use super::convert::{self, Asked, Sink};
use super::output::Output;
use super::report::Reporter;
use super::{FLAG, Global, Reading};
use crate::diagnostic::Error;
use crate::format::nquads;
use crate::pipeline;

/// What `hash` takes.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Files, directories, globs, or - for standard input
    #[arg(required = true, value_name = "IN")]
    paths: Vec<String>,
    /// The IRI that minted IRIs begin with; it ends with / or #
    #[arg(long, value_name = "IRI", value_parser = convert::base)]
    base: Option<String>,
    /// Hash the records that RDF holds, not its statements
    #[arg(long, action = FLAG)]
    records: bool,
    #[command(flatten)]
    canonical: Settings,
    #[command(flatten)]
    configuring: Configuring,
    #[command(flatten)]
    reading: Reading,
}

/// Prints a hash for each input, and gives the exit code.
pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<u8, Error> {
    let setup = arguments.configuring.set_up(&arguments.paths)?;
    if !setup.is_sound() {
        return setup.tell(Reporter::beside(global.quiet));
    }
    let Setup { config, inputs, .. } = setup;
    let convert = pipeline::Convert {
        records: arguments.records,
        base: arguments.base.clone(),
        default_base: config.base.clone(),
        ..pipeline::Convert::to(&nquads::FORMAT)
    };
    let job = arguments.reading.job(convert, config.files);
    let mut worst = 0;
    for input in inputs {
        let mut sink = Sink::new(&nquads::FORMAT, Output::stdout(), Some(arguments.canonical.clone()));
        pipeline::run(&job, std::slice::from_ref(&input), &mut sink)?;
        let text = sink.text()?;
        let code = sink.finish(&Asked::default(), global)?;
        worst = worst.max(code);
        if code == 0 {
            let algorithm = arguments.canonical.algorithm;
            let line = format!("{}:{}  {}", algorithm.name(), algorithm.hash(text.as_bytes()), input.name());
            let printed = writeln!(std::io::stdout(), "{line}");
            printed.map_err(|error| Error::io("cannot write to standard output", &error))?;
        }
    }
    Ok(worst)
}
