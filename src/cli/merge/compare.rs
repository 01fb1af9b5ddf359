//! `plenary merge diff`.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use crate::cli::Global;
use crate::cli::given::Given;
use crate::cli::link::Form;
use crate::diagnostic::Error;
use crate::merge::compare::{Change, Run, changes};

/// What `merge diff` takes.
#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    /// The ledger of the first run
    #[arg(value_name = "RUN1")]
    before: PathBuf,
    /// The ledger of the second run
    #[arg(value_name = "RUN2")]
    after: PathBuf,
    /// The form of the output
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
}

/// Compares two ledgers, and gives the exit code.
pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<u8, Error> {
    let mut given = Given::default();
    let before = given.read(&arguments.before, Run::read)?;
    let after = given.read(&arguments.after, Run::read)?;
    if let Some(code) = given.tell(global.quiet)? {
        return Ok(code);
    }
    let changes = changes(&before, &after);
    let mut out = std::io::stdout().lock();
    let written = match arguments.format {
        Form::Text => changes.iter().try_for_each(|change| writeln!(out, "{}", change.words())),
        Form::Json => writeln!(out, "{:#}", Value::from(changes.iter().map(as_json).collect::<Vec<_>>())),
    };
    written.map_err(|error| Error::io("cannot write to standard output", &error))?;
    Ok(u8::from(!changes.is_empty()))
}

fn as_json(change: &Change) -> Value {
    match change {
        Change::Merged { from, to } => json!({"change": "merged", "from": from, "to": to}),
        Change::Split { from, to } => json!({"change": "split", "from": from, "to": to}),
        Change::Moved { record, from, to } => json!({"change": "moved", "record": record, "from": from, "to": to}),
        Change::Added { iri } => json!({"change": "added", "iri": iri}),
        Change::Returned { iri } => json!({"change": "returned", "iri": iri}),
        Change::Withdrawn { iri } => json!({"change": "withdrawn", "iri": iri}),
    }
}
