//! `plenary report`: the figures of participation.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::Global;
use super::gather::{Gathered, Gathering};
use super::output::Output;
use crate::collection::Facts;
use crate::diagnostic::Error;
use crate::figures::form::{by_extension, by_name};
use crate::figures::private::{ATTRIBUTES, Tally};
use crate::figures::{FORMS, Figures, Form};

/// What `report` takes.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    gathering: Gathering,
    /// The form of the report [default: by the ending of FILE, else markdown]
    #[arg(long, value_name = "FORMAT", value_parser = form())]
    format: Option<&'static Form>,
    /// Where to write [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Count people by an attribute of their private block too
    #[arg(long, value_name = "FIELD", value_parser = PossibleValuesParser::new(ATTRIBUTES))]
    private: Option<String>,
    /// Counts of fewer people are not told where a private attribute is counted
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u64).range(2..))]
    threshold: u64,
}

fn form() -> impl TypedValueParser<Value = &'static Form> {
    let names = FORMS.iter().map(|form| PossibleValue::new(form.name).help(form.about));
    PossibleValuesParser::new(names).try_map(|name| by_name(&name).ok_or("there is no such form"))
}

/// Counts, and gives the exit code.
pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<u8, Error> {
    let by_ending = || by_extension(arguments.output.as_deref()?.extension()?.to_str()?);
    let form = arguments.format.or_else(by_ending).unwrap_or(FORMS[0]);
    let output = Output::open(arguments.output.as_deref())?;
    let Gathered { collection, is_broken, .. } = match arguments.gathering.gather(global)? {
        Ok(gathered) => gathered,
        Err(code) => return Ok(code),
    };
    let mut figures = Figures::of(&collection, &Facts::of(&collection));
    if let Some(attribute) = &arguments.private {
        let mut tally = Tally::new(attribute);
        arguments.gathering.each_as_read(&mut |record| tally.add(record))?;
        figures.tables.push(tally.table(arguments.threshold));
    }
    put(output, &(form.write)(&figures))?;
    Ok(u8::from(is_broken))
}

fn put(mut output: Output, text: &str) -> Result<(), Error> {
    output.write_all(text.as_bytes()).map_err(|error| Error::io("cannot write the report", &error))?;
    output.finish()
}
