//! Cells of tables that people write, and what is wrong with them.

use std::sync::Arc;

use super::table::{self, Line, Row};
use crate::diagnostic::{Diagnostic, Report};
use crate::lookup::near::nearest;
use crate::source::Source;

/// The cells of a file, and the report that their mistakes go into.
pub(super) struct Cells<'r> {
    pub(super) source: &'r Arc<Source>,
    pub(super) report: &'r mut Report,
    /// The names of the columns.
    pub(super) head: &'static [&'static str],
}

impl Cells<'_> {
    /// How many mistakes were found.
    pub(super) fn found(&self) -> usize {
        self.report.findings.len()
    }

    /// The rows of the file. Reports what is wrong with head lines: names of no column, and columns that are needed and missing.
    pub(super) fn rows<'t>(&mut self, text: &'t str, needed: &[usize]) -> Vec<Row<'t>> {
        let mut rows = Vec::new();
        for line in table::lines(text, self.head) {
            match line {
                Line::Row(row) => rows.push(row),
                Line::Head(row) => self.head_line(&row, needed),
            }
        }
        rows
    }

    fn head_line(&mut self, row: &Row, needed: &[usize]) {
        let before = self.found();
        let columns = self.head.iter().copied();
        for (name, span) in row.strangers() {
            let (message, near) = match columns.clone().find(|column| column.eq_ignore_ascii_case(name)) {
                Some(column) => (format!("the column \"{column}\" is there twice"), None),
                None => (format!("\"{name}\" is no column that there is"), nearest(name, columns.clone())),
            };
            let help = match near {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => format!("the columns are {}", self.head.join(", ")),
            };
            self.report.push(Diagnostic::error("config/value", self.source, span, message).help(help));
        }
        // A name that is written wrong is one mistake, not a column that is missing too.
        if self.found() == before
            && let Some(at) = needed.iter().find(|at| !row.has(**at))
        {
            let help = format!("begin the table with the line {}", self.head.join(" <tab> "));
            self.push(row, *at, format!("there is no column \"{}\"", self.head[*at]), help);
        }
    }

    /// Reports a cell that is empty.
    pub(super) fn filled(&mut self, row: &Row, at: usize, help: &str) {
        if row.cell(at).is_empty() {
            self.push(row, at, format!("the cell \"{}\" is empty", self.head[at]), help.to_owned());
        }
    }

    /// Reports a cell that holds none of some words, with the one that was meant.
    pub(super) fn word<'w>(&mut self, row: &Row, at: usize, known: impl Iterator<Item = &'w str> + Clone) {
        let word = row.cell(at);
        if known.clone().any(|known| known == word) {
            return;
        }
        let message = match word {
            "" => format!("the cell \"{}\" is empty", self.head[at]),
            word => format!("\"{word}\" is no {} that there is", self.head[at]),
        };
        let help = match nearest(word, known.clone()) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => format!("write one of {}", known.collect::<Vec<_>>().join(", ")),
        };
        self.push(row, at, message, help);
    }

    /// Reports a mistake at a cell; the column is its path.
    pub(super) fn push(&mut self, row: &Row, at: usize, message: String, help: String) {
        let finding = Diagnostic::error("config/value", self.source, row.span(at), message);
        self.report.push(finding.at(self.head[at]).help(help));
    }
}

/// What a reader finds in a text: a line for each mistake.
#[cfg(test)]
pub(super) fn told<T>(text: &str, read: impl FnOnce(&Arc<Source>, &mut Report) -> T) -> (T, Vec<String>) {
    let mut report = Report::default();
    let read = read(&Source::new("l", text), &mut report);
    let line = |finding: &Diagnostic| {
        let begin = finding.place.positions().0;
        let help = finding.help.as_deref().unwrap_or_default();
        format!("{}:{} {}; {help}", begin.line, begin.column, finding.message)
    };
    (read, report.findings.iter().map(line).collect())
}
