//! Reports: findings as they go out, for people and for programs, found by name or by a file's extension.
//!
//! A report format is one file with a `REPORT` and one line in [`REPORTS`].

use std::fmt;

use crate::diagnostic::{Diagnostic, Tally, counted};

pub mod baseline;
pub mod fingerprint;
pub mod github;
pub mod gitlab;
pub mod json;
pub mod junit;
pub mod markdown;
pub(crate) mod plain;
pub mod sarif;
pub mod schema;
pub mod short;
pub mod text;

/// A form of report.
#[derive(Debug)]
pub struct ReportFormat {
    /// The name that `--format` takes.
    pub name: &'static str,
    /// One line for people.
    pub about: &'static str,
    /// Endings of file names that stand for this form, without the dot before them.
    pub endings: &'static [&'static str],
    pub media_type: &'static str,
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

    /// Renders one finding that a comment suppresses, for the reason given there. Most forms leave it out.
    ///
    /// # Errors
    /// Only those of the target.
    fn suppressed(&mut self, _finding: &Diagnostic, _reason: &str, _out: &mut String) -> fmt::Result {
        Ok(())
    }

    /// What stands after the last finding.
    ///
    /// # Errors
    /// Only those of the target.
    fn end(&mut self, summary: &Summary, out: &mut String) -> fmt::Result;
}

/// What was looked at, one by one.
#[derive(Debug, Clone, Copy, Default)]
pub enum Counted {
    #[default]
    Records,
    /// Nodes of RDF that shapes are for.
    Nodes,
}

impl Counted {
    /// One of them.
    #[must_use]
    pub fn noun(self) -> &'static str {
        match self {
            Counted::Records => "record",
            Counted::Nodes => "node",
        }
    }
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
    /// How many findings comments suppress.
    pub suppressed: usize,
    pub records: usize,
    /// What these are.
    pub counted: Counted,
    /// The names of the files that were looked at, with findings or without.
    pub files: Vec<String>,
    /// Further lines for people, such as what a baseline holds that is gone.
    pub remarks: Vec<String>,
}

impl Summary {
    /// `2 errors in 3 records (1 file), 1 suppressed`.
    #[must_use]
    pub fn line(&self) -> String {
        let (records, files) = (counted(self.records, self.counted.noun()), counted(self.files.len(), "file"));
        let suppressed = if self.suppressed > 0 { format!(", {} suppressed", self.suppressed) } else { String::new() };
        format!("{} in {records} ({files}){suppressed}", self.tally)
    }
}

/// Every form of report, in the order in which help lists them.
pub static REPORTS: &[&ReportFormat] = &[
    &text::REPORT,
    &short::REPORT,
    &json::REPORT,
    &sarif::REPORT,
    &junit::REPORT,
    &github::REPORT,
    &gitlab::REPORT,
    &markdown::REPORT,
];

/// A report format by its name.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static ReportFormat> {
    REPORTS.iter().copied().find(|report| report.name == name)
}

/// A report format by the ending of a file's name; the longest one counts, so that `a.sarif.json` is not `json`.
#[must_use]
pub fn by_file_name(name: &str) -> Option<&'static ReportFormat> {
    let endings = REPORTS.iter().flat_map(|report| report.endings.iter().map(move |ending| (*report, *ending)));
    let fitting = endings
        .filter(|(_, ending)| name.strip_suffix(ending).is_some_and(|stem| !stem.ends_with(char::is_alphanumeric)));
    fitting.max_by_key(|(_, ending)| ending.len()).map(|(report, _)| report)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_ending_names_the_form() {
        let named = |name: &str| by_file_name(name).map(|report| report.name);
        assert_eq!(named("out/report.sarif.json"), Some("sarif"));
        assert_eq!(named("report.json"), Some("json"));
        assert_eq!(named("gl-code-quality-report.json"), Some("gitlab"));
        assert_eq!(named("TEST-plenary.xml"), Some("junit"));
        assert_eq!(named("report.notjson"), None);
        assert_eq!(named("json"), Some("json"));
    }

    #[test]
    fn names_and_endings_stand_for_one_form_each() {
        let mut names: Vec<&str> = REPORTS.iter().map(|report| report.name).collect();
        names.extend(REPORTS.iter().flat_map(|report| report.endings).filter(|ending| by_name(ending).is_none()));
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
