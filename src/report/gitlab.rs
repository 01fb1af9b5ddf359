//! Findings as a Code Quality report of GitLab, which merge requests show.

use std::fmt::{self, Write};

use serde_json::json;

use super::fingerprint::Names;
use super::plain::{file_name, said};
use super::{Render, ReportFormat, Summary};
use crate::diagnostic::{Diagnostic, Severity};

pub static REPORT: ReportFormat = ReportFormat {
    name: "gitlab",
    about: "Code Quality report of GitLab",
    endings: &["code-quality-report.json", "codequality.json"],
    media_type: "application/json",
    new: |_| Box::new(GitLab::default()),
};

#[derive(Default)]
struct GitLab {
    begun: bool,
    names: Names,
}

impl Render for GitLab {
    fn finding(&mut self, finding: &Diagnostic, out: &mut String) -> fmt::Result {
        let start = if self.begun { ",\n  " } else { "[\n  " };
        self.begun = true;
        let severity = match finding.severity {
            Severity::Error => "major",
            Severity::Warning => "minor",
            Severity::Note => "info",
        };
        let issue = json!({
            "description": said(finding, "; "),
            "check_name": finding.id,
            "fingerprint": self.names.next(finding),
            "severity": severity,
            "location": {
                "path": file_name(finding.place.name()),
                "lines": {"begin": finding.place.positions().0.line},
            },
        });
        write!(out, "{start}{issue}")
    }

    fn end(&mut self, _: &Summary, out: &mut String) -> fmt::Result {
        out.push_str(if self.begun { "\n]\n" } else { "[]\n" });
        Ok(())
    }
}
