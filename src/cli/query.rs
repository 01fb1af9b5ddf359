//! `plenary query`.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::Global;
use super::statements::Stating;
use crate::diagnostic::Error;
use crate::store::{FORMS, Form, IS_BUILT_IN, TABLE};

#[cfg_attr(feature = "serve", path = "query/built.rs")]
#[cfg_attr(not(feature = "serve"), path = "query/without.rs")]
mod built;

/// What `query` takes.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Files, directories, globs, sites that plenary publish made, or - for standard input; the query comes last
    #[arg(required = true, value_name = "INPUT... QUERY")]
    words: Vec<String>,
    /// Read the query from a file, or - for standard input
    #[arg(long, value_name = "FILE.rq")]
    query: Option<PathBuf>,
    /// The form of the answer [default: by the ending of FILE, else table for solutions and turtle for graphs]
    #[arg(long, value_name = "FORMAT", value_parser = form())]
    format: Option<&'static Form>,
    /// Where to write [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// A graph that is to be the default graph (repeat for more) [default: what the query says, else all graphs]
    #[arg(long, value_name = "IRI")]
    default_graph: Vec<String>,
    /// A named graph that GRAPH may reach (repeat for more) [default: what the query says, else all]
    #[arg(long, value_name = "IRI")]
    named_graph: Vec<String>,
    /// Longest time that the query may take, in seconds
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = seconds)]
    timeout: Duration,
    /// Most solutions, or statements of a graph
    #[arg(long, value_name = "N", default_value_t = 10_000_000)]
    max_rows: usize,
    #[command(flatten)]
    stating: Stating,
}

fn form() -> impl TypedValueParser<Value = &'static Form> {
    let names = FORMS.iter().chain([&TABLE]).map(|form| PossibleValue::new(form.name).help(form.about));
    PossibleValuesParser::new(names).try_map(|name| Form::by_name(&name).ok_or("there is no such form"))
}

/// A time in seconds.
pub(super) fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: Option<f64> = text.parse().ok();
    let time = seconds.filter(|seconds| *seconds > 0.0).and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    time.ok_or_else(|| "write seconds, such as 60 or 0.5".to_owned())
}

/// Asks, and gives the exit code.
pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<u8, Error> {
    if !IS_BUILT_IN {
        let error = Error::usage("this plenary was built without what answers SPARQL");
        return Err(error.help("build it with --features serve"));
    }
    built::run(arguments, global)
}
