//! `plenary link train`.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::{Tables, inputs, spare};
use crate::cli::Global;
use crate::cli::output::Output;
use crate::diagnostic::Error;
use crate::link::{Linkage, Options, model};

/// What `link train` takes.
#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    #[command(flatten)]
    tables: Tables,
    /// Where to write the model [default: standard output]
    #[arg(long, short, value_name = "MODEL.toml")]
    output: Option<PathBuf>,
}

/// Learns a model and writes it.
pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<u8, Error> {
    spare(arguments.output.as_deref(), arguments.tables.files())?;
    let rows = match inputs::read(&arguments.tables, global)? {
        Ok(rows) => rows,
        Err(code) => return Ok(code),
    };
    let options = Options { duplicate_free: arguments.tables.duplicate_free };
    let linkage = Linkage::with(&rows.records, options, None);
    let mut out = Output::open(arguments.output.as_deref())?;
    let text = model::write(&rows.records.fields, &linkage.model);
    out.write_all(text.as_bytes()).map_err(|error| Error::io("cannot write the model", &error))?;
    out.finish().map(|()| 0)
}
