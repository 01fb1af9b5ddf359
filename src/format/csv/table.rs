//! A table that grows while records are walked: columns as a tree, rows of the cells that are filled.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::header::{Step, header};
use crate::diagnostic::{Diagnostic, Place, Report, Severity};
use crate::doc::Path;
use crate::source::Position;

/// A step from a value to a part of it, in the order in which columns stand.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Field { rank: (usize, usize), name: &'static str },
    Item(usize),
    Language(String),
}

/// A place that some record has a value at.
#[derive(Debug, Default)]
struct Column {
    parts: BTreeMap<Key, usize>,
    has_cells: bool,
}

#[derive(Debug, Default)]
struct Row<'n> {
    cells: Vec<(usize, Cow<'n, str>)>,
    losses: Vec<Loss>,
}

#[derive(Debug)]
struct Loss {
    id: &'static str,
    path: String,
    message: String,
}

/// Rows and columns so far.
pub(super) struct Table<'n> {
    /// The root first.
    columns: Vec<Column>,
    rows: Vec<Row<'n>>,
}

/// What takes the rows of a table, the header first.
pub(super) trait Sheet {
    /// How losses name it.
    const NAME: &'static str;

    /// The line on which the next row begins.
    fn line(&self) -> usize;

    /// Takes a row, with a text for each column; what it has no room for is told.
    fn row(&mut self, cells: &[&str], report: &mut Report);
}

/// The column that stands for the record itself.
pub(super) const ROOT: usize = 0;

impl<'n> Table<'n> {
    /// A table that has one column in any case.
    pub(super) fn new(first: Key) -> Self {
        let mut table = Self { columns: vec![Column::default()], rows: Vec::new() };
        let first = table.part(ROOT, first);
        table.columns[first].has_cells = true;
        table
    }

    /// What follows belongs to a new row.
    pub(super) fn begin_row(&mut self) {
        self.rows.push(Row::default());
    }

    /// How much the row holds and lacks.
    pub(super) fn row_len(&self) -> usize {
        self.rows.last().map_or(0, |row| row.cells.len() + row.losses.len())
    }

    /// Fills a cell of the row.
    pub(super) fn cell(&mut self, at: usize, text: Cow<'n, str>, path: &Path) {
        if text.is_empty() {
            return self.lose(path, "an empty string: an empty cell says nothing".to_owned());
        }
        self.columns[at].has_cells = true;
        if let Some(row) = self.rows.last_mut() {
            row.cells.push((at, text));
        }
    }

    /// Notes what the row has no room for.
    #[cold]
    pub(super) fn lose(&mut self, path: &Path, message: String) {
        self.tell("loss/field", path, message);
    }

    /// Notes a loss under an id of its own.
    #[cold]
    pub(super) fn tell(&mut self, id: &'static str, path: &Path, message: String) {
        if let Some(row) = self.rows.last_mut() {
            row.losses.push(Loss { id, path: path.to_string(), message });
        }
    }

    /// The column of a part of what column `at` holds.
    pub(super) fn part(&mut self, at: usize, key: Key) -> usize {
        let next = self.columns.len();
        let part = *self.columns[at].parts.entry(key).or_insert(next);
        if part == next {
            self.columns.push(Column::default());
        }
        part
    }

    /// Writes the header line and the rows, and tells what the rows lack.
    pub(super) fn write<S: Sheet>(&self, sheet: &mut S, report: &mut Report) {
        let mut order = Vec::new();
        let mut headers = Vec::new();
        self.arrange(ROOT, &mut Vec::new(), &mut order, &mut headers);
        let mut places = vec![None; self.columns.len()];
        order.iter().enumerate().for_each(|(place, &column)| places[column] = Some(place));
        sheet.row(&headers.iter().map(String::as_str).collect::<Vec<_>>(), report);
        let mut line = Vec::new();
        for row in &self.rows {
            let number = sheet.line();
            report.findings.extend(row.losses.iter().map(|loss| loss.finding(S::NAME, number)));
            if row.cells.is_empty() {
                continue;
            }
            line.clear();
            line.resize(order.len(), "");
            for (column, text) in &row.cells {
                if let Some(place) = places[*column] {
                    line[place] = text.as_ref();
                }
            }
            sheet.row(&line, report);
        }
    }

    /// Lists the columns that have cells, with their headers.
    fn arrange<'t>(&'t self, at: usize, steps: &mut Vec<Step<'t>>, order: &mut Vec<usize>, headers: &mut Vec<String>) {
        if self.columns[at].has_cells {
            order.push(at);
            headers.push(header(steps));
        }
        for (key, &part) in &self.columns[at].parts {
            steps.push(match key {
                Key::Field { name, .. } => Step::Field(name),
                Key::Item(index) => Step::Item(*index),
                Key::Language(language) => Step::Language(language),
            });
            self.arrange(part, steps, order, headers);
            steps.pop();
        }
    }
}

impl Loss {
    fn finding(&self, sheet: &str, line: usize) -> Diagnostic {
        no_room(self.id, sheet, line, &self.message).at(&self.path)
    }
}

/// What a row of a sheet has no room for.
#[cold]
pub(super) fn no_room(id: &'static str, sheet: &str, line: usize, message: &str) -> Diagnostic {
    let position = Position { line, column: 1 };
    let place = Place::Position { name: format!("{sheet} output").into(), position, end: position };
    Diagnostic::in_place(id, Severity::Note, place, format!("{sheet} has no room for this: {message}"))
}
