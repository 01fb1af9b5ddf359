//! Tables of delimited text: RFC 4180 with any one-character delimiter.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Error, counted};
use crate::format::Syntax;
use crate::format::csv::scan::{Cell, Row, Rows};
use crate::source::{Source, Span};

/// A table: its header, and its rows as long as the header.
#[derive(Debug)]
pub struct Table {
    pub header: Vec<String>,
    pub rows: Vec<Vec<String>>,
    source: Arc<Source>,
    delimiter: char,
    /// Where the names of columns stand.
    names: Vec<Span>,
    /// Where rows begin.
    starts: Vec<u32>,
}

impl Table {
    /// Reads a table. Without a delimiter, it is the candidate that the first line has most of.
    ///
    /// # Errors
    /// If there is no header line, or a row has not one cell for each column or a quote that does not end: the first one with its
    /// place, and how many more there are.
    pub fn read(source: &Arc<Source>, delimiter: Option<char>) -> Result<Self, Error> {
        let text = source.text();
        let delimiter = delimiter.unwrap_or_else(|| guess(text));
        if let Some(table) = Self::without_quotes(source, delimiter) {
            return Ok(table);
        }
        let mut scanned = Rows::from(text, 0, delimiter).filter(|row| !is_blank(row));
        let Some(head) = scanned.next() else {
            return Err(Error::input(format!("{} has no header line", source.name()))
                .help("name the columns in the first line"));
        };
        let columns = head.cells.len();
        let (mut rows, mut starts, mut faults) = (Vec::new(), Vec::new(), Vec::new());
        faults.extend(head.fault);
        for row in scanned {
            match row.fault(columns) {
                Some(fault) => faults.push(fault),
                None => {
                    starts.push(row.cells.first().map_or(0, |cell| cell.span.start));
                    rows.push(texts(row.cells, columns));
                }
            }
        }
        if let Some(error) = refused(source, faults) {
            return Err(error);
        }
        let names = head.cells.iter().map(|cell| cell.span).collect();
        let header = head.cells.iter().map(|cell| cell.text.trim().to_owned()).collect();
        Ok(Self { header, rows, source: Arc::clone(source), delimiter, names, starts })
    }

    /// A table of a program that parts cells by a letter of its own and knows no quotes: those in it do not come in twos, and every
    /// line has a cell for each column.
    fn without_quotes(source: &Arc<Source>, delimiter: char) -> Option<Self> {
        let text = source.text();
        if matches!(delimiter, ',' | ';' | '\t') || !text.contains('"') {
            return None;
        }
        Rows::from(text, 0, delimiter).find(|row| row.fault.is_some())?;
        let start = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
        let lines = text.trim_start_matches('\u{feff}').lines().filter(|line| !line.trim().is_empty());
        let mut lines = lines.map(|line| line.split(delimiter).collect::<Vec<_>>());
        let head = lines.next()?;
        let (mut rows, mut starts) = (Vec::new(), Vec::new());
        for cells in lines {
            (cells.len() == head.len()).then_some(())?;
            starts.push(u32::try_from(start(cells[0])).ok()?);
            rows.push(cells.into_iter().map(str::to_owned).collect());
        }
        let names = head.iter().map(|cell| Span::new(start(cell), start(cell) + cell.len())).collect();
        let header = head.iter().map(|cell| cell.trim().to_owned()).collect();
        Some(Self { header, rows, source: Arc::clone(source), delimiter, names, starts })
    }

    /// The name of the file.
    #[must_use]
    pub fn name(&self) -> &str {
        self.source.name()
    }

    /// The position of a column by its name, whatever its case.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns(name).next()
    }

    /// The columns of a name; where none has it, those that have it in letters of another case.
    fn columns(&self, name: &str) -> impl Iterator<Item = usize> {
        let is_exact = self.header.iter().any(|known| known == name);
        let is_it = move |known: &String| if is_exact { known == name } else { known.eq_ignore_ascii_case(name) };
        self.header.iter().enumerate().filter(move |(_, known)| is_it(known)).map(|(at, _)| at)
    }

    /// Refuses a name that two columns have.
    ///
    /// # Errors
    /// If there are two, with the place of the second.
    pub fn is_one(&self, name: &str) -> Result<(), Error> {
        let Some(second) = self.columns(name).nth(1) else { return Ok(()) };
        let message = format!("there are two columns \"{name}\"");
        let finding = Diagnostic::error("structure/duplicate-key", &self.source, self.names[second], message);
        Err(Error::found(&finding.help("rename or remove one of the two")))
    }

    /// What is wrong with a cell, at its place; the way out is for the caller to add.
    #[must_use]
    pub fn wrong(&self, row: usize, column: usize, message: impl Into<String>) -> Error {
        let start = self.starts[row] as usize;
        let read = Rows::from(self.source.text(), start, self.delimiter).next();
        let cell = read.and_then(|row| row.cells.get(column).map(|cell| cell.span));
        Error::found(&Syntax::new(cell.unwrap_or(Span::new(start, start)), message).finding(&self.source))
    }

    /// The line that a row begins in, from 1.
    #[must_use]
    pub fn line(&self, row: usize) -> usize {
        self.source.position(self.starts[row]).line
    }
}

/// Whether a line holds nothing but white space.
fn is_blank(row: &Row) -> bool {
    matches!(row.cells.as_slice(), [only] if only.text.trim().is_empty())
}

fn texts(cells: Vec<Cell>, columns: usize) -> Vec<String> {
    let mut texts: Vec<String> = cells.into_iter().map(|cell| cell.text.into_owned()).collect();
    texts.resize(columns, String::new());
    texts
}

/// The first fault at its place, and how many more rows have one.
fn refused(source: &Arc<Source>, faults: Vec<Syntax>) -> Option<Error> {
    let more = faults.len().saturating_sub(1);
    let mut finding = faults.into_iter().next()?.finding(source);
    if more > 0 {
        finding.message = format!("{}, and {} cannot be read either", finding.message, counted(more, "more row"));
    }
    Some(Error::found(&finding))
}

/// The candidate that the first line has most of; a comma where it has none.
fn guess(text: &str) -> char {
    let line = text.trim_start_matches(['\u{feff}', '\n', '\r']).lines().next().unwrap_or_default();
    let count = |candidate: &char| line.matches(*candidate).count();
    // The last of equals wins with max_by_key, so that the comma stands at the end.
    ['%', '|', '\t', ';', ','].into_iter().max_by_key(count).unwrap_or(',')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, delimiter: Option<char>) -> Result<Table, String> {
        Table::read(&Source::new("t.csv", text), delimiter).map_err(|error| error.to_string())
    }

    fn table(text: &str) -> Table {
        read(text, None).expect("a table")
    }

    #[test]
    fn cells_may_be_quoted_and_rows_blank() {
        let table = table("\u{feff}a,b\r\n\"x, \"\"y\"\"\nz\",1\r\n\r\n \n,\n,,\n");
        assert_eq!(table.header, ["a", "b"]);
        assert_eq!(table.rows, [["x, \"y\"\nz", "1"], ["", ""], ["", ""]]);
        assert_eq!((table.line(0), table.line(1)), (2, 6));
    }

    #[test]
    fn the_delimiter_is_guessed_or_given() {
        assert_eq!(table("id%title, sub%year\n1%a, b%2").rows[0], ["1", "a, b", "2"]);
        assert_eq!(read("a;b\n1;2", Some(',')).expect("a table").rows[0], ["1;2"]);
    }

    #[test]
    fn quotes_are_letters_where_a_program_knows_none() {
        let table = table("id%title\n1%\"Tides\" and reefs\n2%\"Open\n3%\"Whole\"\n");
        assert_eq!(table.rows, [["1", "\"Tides\" and reefs"], ["2", "\"Open"], ["3", "\"Whole\""]]);
        assert_eq!((table.header[1].as_str(), table.line(2)), ("title", 4));
        assert!(read("id%title\n1%\"Open\n2%x%y\n", None).is_err());
    }

    #[test]
    fn rows_that_would_lose_cells_are_refused_at_their_place() {
        for (text, words) in [
            ("a,b\n1,2\n1,x, y\n", "t.csv:3:5: this row has 3 cells, but there are 2 columns|in quotes"),
            ("a,b\n1\n", "t.csv:2:2: this row ends after 1 of 2 cells|an empty cell"),
            ("a,b\n1,\"x\n2,y\n", "t.csv:2:3: this quoted cell has no end|written twice"),
            ("a,b\n1,\"x\n2,\"y\"\n3,z\n", "t.csv:2:3: this quoted cell ends in a line below|close it"),
            ("a,b\n1,\"x\"y\n", "t.csv:2:6: there is text after the end of a quoted cell|twice"),
            ("a,b\n1\n2\n3\n", "cells, and 2 more rows cannot be read either|empty"),
            ("\n \n", "t.csv has no header line|first line"),
        ] {
            let told = read(text, None).expect_err(text);
            assert!(words.split('|').all(|word| told.contains(word)), "{text}: {told}");
        }
    }

    #[test]
    fn a_name_is_that_of_one_column() {
        let table = table("id,Name,name,NAME,other,Other\n");
        assert_eq!(table.column("name"), Some(2));
        assert!(table.is_one("name").is_ok() && table.is_one("no").is_ok());
        let told = table.is_one("oTher").expect_err("two").to_string();
        assert!(told.contains("t.csv:1:25: there are two columns \"oTher\""), "{told}");
    }

    #[test]
    fn cells_are_told_at_their_place() {
        let told = table("a,b\n1,2\n\"3\n\",é\n").wrong(1, 1, "no").to_string();
        assert_eq!(told, "t.csv:4:3: no");
    }
}
