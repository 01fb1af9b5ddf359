//! Reports: findings as they go out, for people and for programs, found by name or by a file's extension.
//!
//! A report format is one file with a `REPORT` and one line in [`REPORTS`].

use std::fmt;

use crate::diagnostic::{Diagnostic, Tally};

pub mod json;
pub mod text;

/// A form of report.
#[derive(Debug)]
pub struct ReportFormat {
    /// The name that `--format` takes.
    pub name: &'static str,
    /// One line for people.
    pub about: &'static str,
    /// Endings of file names that stand for this form.
    pub endings: &'static [&'static str],
    pub new: fn(Style) -> Box<dyn Render>,
}

/// Renders findings one by one, in the order of the input.
pub trait Render {
    /// What stands before the first finding.
    ///
    /// # Errors
    /// Only those of the target.
    fn begin(&mut self, _out: &mut String) -> fmt::Result {
        Ok(())
    }

    /// Renders one finding.
    ///
    /// # Errors
    /// Only those of the target.
    fn finding(&mut self, finding: &Diagnostic, out: &mut String) -> fmt::Result;

    /// What stands after the last finding.
    ///
    /// # Errors
    /// Only those of the target.
    fn end(&mut self, summary: &Summary, out: &mut String) -> fmt::Result;
}

/// How to render for people.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    pub colour: bool,
    pub width: usize,
    /// No summary.
    pub quiet: bool,
}

/// What the whole work came to.
#[derive(Debug, Default, Clone)]
pub struct Summary {
    pub tally: Tally,
    pub records: usize,
    pub files: usize,
    /// Further lines for people, such as what a baseline holds that is gone.
    pub remarks: Vec<String>,
}

/// Every form of report, in the order in which help lists them.
pub static REPORTS: &[&ReportFormat] = &[&text::REPORT, &json::REPORT];

/// A report format by its name.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static ReportFormat> {
    REPORTS.iter().copied().find(|report| report.name == name)
}
