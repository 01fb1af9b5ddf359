//! Findings as workflow commands of GitHub Actions, which it shows as annotations beside the changed lines.

use std::fmt::{self, Write};

use super::plain::{file_name, said};
use super::{Render, ReportFormat, Summary};
use crate::diagnostic::{Diagnostic, Severity};

pub static REPORT: ReportFormat =
    ReportFormat { name: "github", about: "annotations of GitHub Actions", endings: &[], new: |_| Box::new(GitHub) };

struct GitHub;

impl Render for GitHub {
    fn finding(&mut self, finding: &Diagnostic, out: &mut String) -> fmt::Result {
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let (begin, end) = finding.place.positions();
        let file = property(&file_name(finding.place.name()));
        write!(out, "::{command} file={file},line={}", begin.line)?;
        // Columns are refused where the lines differ.
        if begin.line == end.line {
            write!(out, ",col={},endLine={},endColumn={}", begin.column, end.line, end.column)?;
        } else {
            write!(out, ",endLine={}", end.line)?;
        }
        writeln!(out, ",title={}::{}", property(finding.id), data(&said(finding, "\n")))
    }

    fn end(&mut self, _: &Summary, _: &mut String) -> fmt::Result {
        Ok(())
    }
}

/// The text after `::`, escaped as GitHub documents it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, where `:` and `,` mean something too.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
