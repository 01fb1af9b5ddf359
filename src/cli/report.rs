//! Where reports go: standard output, and files.

use std::io::Write;

use crate::diagnostic::{Diagnostic, Error, Tally};
use crate::report::{Render, ReportFormat, Style, Summary};

/// Writes findings one by one and counts them.
pub(super) struct Reporter<W> {
    out: W,
    render: Box<dyn Render>,
    begun: bool,
    pub(super) tally: Tally,
    /// Further lines for the summary.
    pub(super) remarks: Vec<String>,
}

impl<W: Write> Reporter<W> {
    pub(super) fn new(out: W, format: &ReportFormat, style: Style) -> Self {
        Self { out, render: (format.new)(style), begun: false, tally: Tally::default(), remarks: Vec::new() }
    }

    /// Writes one finding.
    pub(super) fn push(&mut self, finding: &Diagnostic) -> Result<(), Error> {
        self.tally.add(finding.severity);
        self.write(|render, out| render.finding(finding, out))
    }

    /// Ends the report.
    pub(super) fn finish(mut self, records: usize, files: usize) -> Result<Tally, Error> {
        let summary = Summary { tally: self.tally, records, files, remarks: std::mem::take(&mut self.remarks) };
        self.write(|render, out| render.end(&summary, out))?;
        self.out.flush().map_err(|error| failed(&error))?;
        Ok(self.tally)
    }

    fn write(&mut self, part: impl FnOnce(&mut dyn Render, &mut String) -> std::fmt::Result) -> Result<(), Error> {
        let mut text = String::new();
        let begun = std::mem::replace(&mut self.begun, true);
        let begin = if begun { Ok(()) } else { self.render.begin(&mut text) };
        begin
            .and_then(|()| part(self.render.as_mut(), &mut text))
            .map_err(|_| Error::internal("a finding could not be rendered"))?;
        self.out.write_all(text.as_bytes()).map_err(|error| failed(&error))
    }
}

fn failed(error: &std::io::Error) -> Error {
    Error::io("cannot write the report", error)
}
