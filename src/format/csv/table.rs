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

/// The columns so far, the root first.
#[derive(Debug, Default)]
pub(super) struct Columns(Vec<Column>);

/// Rows and columns so far.
pub(super) struct Table<'n> {
    columns: Columns,
    rows: Vec<Row<'n>>,
}

/// The columns that have cells, in the order in which they stand.
#[derive(Debug, Default)]
pub(super) struct Header {
    headers: Vec<String>,
    /// Where each column stands.
    places: Vec<Option<usize>>,
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

impl Columns {
    /// Columns of which one is there in any case.
    pub(super) fn new(first: Key) -> Self {
        let mut columns = Self(vec![Column::default()]);
        let first = columns.part(ROOT, first);
        columns.0[first].has_cells = true;
        columns
    }

    /// The column of a part of what column `at` holds.
    fn part(&mut self, at: usize, key: Key) -> usize {
        let next = self.0.len();
        let part = *self.0[at].parts.entry(key).or_insert(next);
        if part == next {
            self.0.push(Column::default());
        }
        part
    }

    /// The header line of these columns.
    pub(super) fn header(&self) -> Header {
        let mut header = Header { headers: Vec::new(), places: vec![None; self.0.len()] };
        self.arrange(ROOT, &mut Vec::new(), &mut header);
        header
    }

    /// Lists the columns that have cells, with their headers.
    fn arrange<'t>(&'t self, at: usize, steps: &mut Vec<Step<'t>>, to: &mut Header) {
        if self.0[at].has_cells {
            to.places[at] = Some(to.headers.len());
            to.headers.push(header(steps));
        }
        for (key, &part) in &self.0[at].parts {
            steps.push(match key {
                Key::Field { name, .. } => Step::Field(name),
                Key::Item(index) => Step::Item(*index),
                Key::Language(language) => Step::Language(language),
            });
            self.arrange(part, steps, to);
            steps.pop();
        }
    }
}

impl Header {
    /// Writes the line of headers.
    pub(super) fn write<S: Sheet>(&self, sheet: &mut S, report: &mut Report) {
        sheet.row(&self.headers.iter().map(String::as_str).collect::<Vec<_>>(), report);
    }
}

impl<'n> Table<'n> {
    /// A table without rows.
    pub(super) fn new(columns: Columns) -> Self {
        Self { columns, rows: Vec::new() }
    }

    /// The columns, without the rows.
    pub(super) fn into_columns(self) -> Columns {
        self.columns
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
        self.columns.0[at].has_cells = true;
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
        self.columns.part(at, key)
    }

    /// Writes the header line and the rows, and tells what the rows lack.
    pub(super) fn write<S: Sheet>(&self, sheet: &mut S, report: &mut Report) {
        let header = self.columns.header();
        header.write(sheet, report);
        self.write_rows(&header, sheet, report);
    }

    /// Writes the rows under a header, and tells what they lack.
    pub(super) fn write_rows<S: Sheet>(&self, header: &Header, sheet: &mut S, report: &mut Report) {
        let mut line = Vec::new();
        for row in &self.rows {
            let number = sheet.line();
            report.findings.extend(row.losses.iter().map(|loss| loss.finding(S::NAME, number)));
            if row.cells.is_empty() {
                continue;
            }
            line.clear();
            line.resize(header.headers.len(), "");
            for (column, text) in &row.cells {
                if let Some(place) = header.places[*column] {
                    line[place] = text.as_ref();
                }
            }
            sheet.row(&line, report);
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
