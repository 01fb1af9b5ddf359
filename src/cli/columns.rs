//! `plenary columns`, and the mappings that `--map` takes.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::{Error, Report};
use crate::format::csv::foreign::{self, Mapping};
use crate::format::{Limits, toml};
use crate::input::{self, Input};
use crate::source::Source;

/// Writes the mapping that a table's columns propose.
pub(super) fn run(path: &str) -> Result<u8, Error> {
    let input = if path == "-" { Input::Stdin } else { Input::File(path.into()) };
    let bytes = input::read_whole(&input, &mut input.open()?, &Limits::default())?;
    let (source, broken) = input::decode(&input.name(), bytes);
    if let Some(broken) = broken {
        return Err(Error::found(&broken));
    }
    if source.text().trim_start().starts_with(['{', '[']) {
        let help = "give a table: CSV or TSV, with the names of its columns in the first line";
        return Err(Error::input(format!("{} is JSON and no table", source.name())).help(help));
    }
    let mapping = foreign::proposal(source.text()).map_err(|fault| Error::found(&fault.finding(&source)))?;
    let written = std::io::stdout().write_all(mapping.to_toml().as_bytes());
    written.map(|()| 0).map_err(|error| Error::io("cannot write to standard output", &error))
}

/// Reads a mapping; its first mistake in one line.
pub(super) fn mapping(path: &str) -> Result<Arc<Mapping>, String> {
    let text = std::fs::read_to_string(Path::new(path)).map_err(|error| error.to_string())?;
    let source = Source::new(path, text);
    let mut report = Report::default();
    let mapping = match toml::parse(source.text(), &Limits::default()) {
        Ok(root) => Mapping::read(&root, &source, &mut report),
        Err(fault) => {
            report.push(fault.finding(&source));
            Mapping::default()
        }
    };
    let Some(mistake) = report.findings.first() else { return Ok(Arc::new(mapping)) };
    let (begin, _) = mistake.place.positions();
    let help = mistake.help.as_deref().unwrap_or_default();
    Err(format!("line {}, column {}: {}; {help}", begin.line, begin.column, mistake.message))
}
