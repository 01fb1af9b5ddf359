//! Findings in one line each, in the form that editors and `grep` know: file, line, column.

use std::fmt::{self, Write};

use super::plain::visible;
use super::{Render, ReportFormat, Summary};
use crate::diagnostic::Diagnostic;

pub static REPORT: ReportFormat = ReportFormat {
    name: "short",
    about: "one line for each finding, for editors and grep",
    endings: &["log"],
    media_type: "text/plain",
    new: |_| Box::new(Short),
};

struct Short;

impl Render for Short {
    fn finding(&mut self, finding: &Diagnostic, out: &mut String) -> fmt::Result {
        let Diagnostic { id, severity, place, path, message, help, .. } = finding;
        let (begin, _) = place.positions();
        write!(out, "{}:{}:{}: {severity}[{id}] ", visible(place.name()), begin.line, begin.column)?;
        if !path.is_empty() {
            write!(out, "{}: ", visible(path))?;
        }
        out.push_str(&visible(message));
        if let Some(help) = help {
            write!(out, " (help: {})", visible(help))?;
        }
        out.push('\n');
        Ok(())
    }

    fn end(&mut self, _: &Summary, _: &mut String) -> fmt::Result {
        Ok(())
    }
}
