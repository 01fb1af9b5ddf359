//! Findings as Markdown, for the summary of a job or a comment on a merge request: counts first, then a list by file.
//!
//! Whatever the data says stands in code spans, where nothing is markup, a link or a mention of somebody.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

use super::plain::{code, file_name};
use super::{Render, ReportFormat, Style, Summary};
use crate::diagnostic::{Diagnostic, Severity};

pub static REPORT: ReportFormat = ReportFormat {
    name: "markdown",
    about: "a summary for a job or a merge request",
    endings: &["md", "markdown"],
    media_type: "text/markdown",
    new: |_: Style| Box::new(Markdown::default()),
};

/// Findings that are listed; the counts are of all.
const LISTED: usize = 100;

#[derive(Default)]
struct Markdown {
    /// How many findings each check has, the gravest first.
    checks: BTreeMap<(std::cmp::Reverse<Severity>, &'static str), usize>,
    /// The lines of each file, in the order of the files' first findings.
    files: Vec<(String, String)>,
    listed: usize,
    all: usize,
}

impl Render for Markdown {
    fn finding(&mut self, finding: &Diagnostic, _: &mut String) -> fmt::Result {
        *self.checks.entry((std::cmp::Reverse(finding.severity), finding.id)).or_default() += 1;
        self.all += 1;
        if self.listed == LISTED {
            return Ok(());
        }
        self.listed += 1;
        let name = file_name(finding.place.name());
        let at = self.files.iter().position(|(known, _)| *known == name);
        let at = at.unwrap_or_else(|| {
            self.files.push((name.into_owned(), String::new()));
            self.files.len() - 1
        });
        item(finding, &mut self.files[at].1)
    }

    fn end(&mut self, summary: &Summary, out: &mut String) -> fmt::Result {
        writeln!(out, "### plenary: {}", summary.line())?;
        self.table(out)?;
        if !summary.remarks.is_empty() {
            out.push('\n');
            summary.remarks.iter().try_for_each(|remark| writeln!(out, "- {}", code(remark)))?;
        }
        for (name, lines) in &self.files {
            write!(out, "\n#### {}\n\n{lines}", code(name))?;
        }
        if self.all > self.listed {
            writeln!(out, "\n... and {} more", self.all - self.listed)?;
        }
        Ok(())
    }
}

impl Markdown {
    fn table(&self, out: &mut String) -> fmt::Result {
        if self.checks.is_empty() {
            return Ok(());
        }
        out.push_str("\n| Check | Severity | Findings |\n|---|---|---:|\n");
        let mut rows = self.checks.iter();
        rows.try_for_each(|((severity, id), count)| writeln!(out, "| `{id}` | {} | {count} |", severity.0))
    }
}

/// One finding as an item of a list.
fn item(finding: &Diagnostic, out: &mut String) -> fmt::Result {
    let Diagnostic { id, severity, place, path, message, help, .. } = finding;
    let (begin, _) = place.positions();
    write!(out, "- **{severity}** `{id}` at {}:{}", begin.line, begin.column)?;
    if !path.is_empty() {
        write!(out, " in {}", code(path))?;
    }
    write!(out, ": {}", code(message))?;
    if let Some(help) = help {
        write!(out, "; help: {}", code(help))?;
    }
    out.push('\n');
    Ok(())
}
