//! Files that say how records are linked and merged. What is wrong with any of them is told before a record is read.

use std::path::Path;
use std::sync::Arc;

use super::report::{Reporter, Work};
use crate::diagnostic::{Error, Report};
use crate::input;
use crate::source::Source;

/// Files that were read, and what is wrong with them.
#[derive(Debug, Default)]
pub(super) struct Given {
    names: Vec<String>,
    report: Report,
}

impl Given {
    /// Reads a file by what knows its form.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(super) fn read<T>(
        &mut self,
        path: &Path,
        parse: impl FnOnce(&Arc<Source>, &mut Report) -> T,
    ) -> Result<T, Error> {
        let name = path.display().to_string();
        let bytes = std::fs::read(path).map_err(|error| Error::unread(&name, &error))?;
        let (source, broken) = input::decode(&name, bytes);
        self.names.push(name);
        let is_text = broken.is_none();
        self.report.findings.extend(broken);
        let mut report = Report::default();
        let read = parse(&source, &mut report);
        if is_text {
            self.report.findings.extend(report.findings);
        }
        Ok(read)
    }

    /// Adds what is found of a file once others are read.
    pub(super) fn report(&mut self) -> &mut Report {
        &mut self.report
    }

    /// Tells what is wrong, and gives the exit code; none where nothing is.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn tell(self, quiet: bool) -> Result<Option<u8>, Error> {
        if self.report.findings.is_empty() {
            return Ok(None);
        }
        let mut reporter = Reporter::beside(quiet);
        for finding in &self.report.findings {
            reporter.push(finding)?;
        }
        let remarks = vec!["nothing was linked: mend these files first".to_owned()];
        reporter.finish(&Work { files: self.names, remarks, ended: true, ..Work::default() })?;
        Ok(Some(2))
    }
}
