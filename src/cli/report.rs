//! Findings as they go out: as text with snippets, or as JSON.

use std::fmt::Write as _;
use std::io::Write;

use clap::ValueEnum;

use crate::diagnostic::text::Style;
use crate::diagnostic::{Diagnostic, Error, Tally, counted, json, text};

/// The form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ReportFormat {
    /// For people, with snippets
    Text,
    /// For programs: a list of objects
    Json,
}

/// Writes findings one by one and counts them.
pub(super) struct Reporter<W> {
    out: W,
    format: ReportFormat,
    style: Style,
    pub(super) tally: Tally,
}

impl<W: Write> Reporter<W> {
    pub(super) fn new(out: W, format: ReportFormat, style: Style) -> Self {
        Self { out, format, style, tally: Tally::default() }
    }

    /// Writes one finding.
    pub(super) fn push(&mut self, finding: &Diagnostic) -> Result<(), Error> {
        let first = self.tally == Tally::default();
        self.tally.add(finding.severity);
        let mut shown = String::new();
        match self.format {
            ReportFormat::Text => {
                text::write(finding, self.style, &mut shown)
                    .map_err(|_| Error::internal("a finding could not be rendered"))?;
                shown.push('\n');
            }
            ReportFormat::Json => {
                let start = if first { "[\n  " } else { ",\n  " };
                let _ = write!(shown, "{start}{}", json::object(finding));
            }
        }
        self.write(&shown)
    }

    /// Ends the report with a line for people, or the closing bracket.
    pub(super) fn finish(mut self, records: usize, files: usize, quiet: bool) -> Result<Tally, Error> {
        let tally = self.tally;
        let end = match self.format {
            ReportFormat::Text if quiet => String::new(),
            ReportFormat::Text => format!("{tally} in {} ({})\n", counted(records, "record"), counted(files, "file")),
            ReportFormat::Json if tally == Tally::default() => "[]\n".to_owned(),
            ReportFormat::Json => "\n]\n".to_owned(),
        };
        self.write(&end)?;
        self.out.flush().map_err(|error| failed(&error))?;
        Ok(tally)
    }

    fn write(&mut self, text: &str) -> Result<(), Error> {
        self.out.write_all(text.as_bytes()).map_err(|error| failed(&error))
    }
}

fn failed(error: &std::io::Error) -> Error {
    Error::io("cannot write the report", error)
}
