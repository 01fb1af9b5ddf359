//! Tables of delimited text: RFC 4180 with any one-character delimiter.

/// A table: its header, and its rows as long as the header.
#[derive(Debug, Default)]
pub struct Table {
    pub header: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// Reads a table. Without a delimiter, it is the candidate that the first line has most of.
    #[must_use]
    pub fn read(text: &str, delimiter: Option<char>) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let delimiter = delimiter.unwrap_or_else(|| guess(text));
        let mut rows = rows(text, delimiter);
        if rows.is_empty() {
            return Self::default();
        }
        let header: Vec<String> = rows.remove(0).iter().map(|cell| cell.trim().to_owned()).collect();
        for row in &mut rows {
            row.resize(header.len(), String::new());
        }
        Self { header, rows }
    }

    /// The position of a column by its name, whatever its case.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        let exact = self.header.iter().position(|known| known == name);
        exact.or_else(|| self.header.iter().position(|known| known.eq_ignore_ascii_case(name)))
    }
}

/// The candidate that the first line has most of; a comma where it has none.
fn guess(text: &str) -> char {
    let line = text.lines().next().unwrap_or_default();
    let count = |candidate: &char| line.matches(*candidate).count();
    // The last of equals wins with max_by_key, so that the comma stands at the end.
    ['%', '|', '\t', ';', ','].into_iter().max_by_key(count).unwrap_or(',')
}

/// All rows that are not blank.
fn rows(text: &str, delimiter: char) -> Vec<Vec<String>> {
    let mut scan = Scan { rest: text, delimiter };
    let mut rows = Vec::new();
    while !scan.rest.is_empty() {
        let row = scan.row();
        if row.len() > 1 || !row[0].trim().is_empty() {
            rows.push(row);
        }
    }
    rows
}

struct Scan<'t> {
    rest: &'t str,
    delimiter: char,
}

impl Scan<'_> {
    fn row(&mut self) -> Vec<String> {
        let mut cells = Vec::new();
        loop {
            cells.push(self.cell());
            if let Some(rest) = self.rest.strip_prefix(self.delimiter) {
                self.rest = rest;
                continue;
            }
            let rest = self.rest;
            self.rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix(['\n', '\r'])).unwrap_or(rest);
            return cells;
        }
    }

    fn cell(&mut self) -> String {
        match self.rest.strip_prefix('"') {
            Some(rest) => self.quoted(rest),
            None => self.plain(),
        }
    }

    fn plain(&mut self) -> String {
        let delimiter = self.delimiter;
        let end = self.rest.find([delimiter, '\n', '\r']);
        let (cell, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        cell.to_owned()
    }

    /// A cell in quotes, and what stands between the closing quote and the delimiter.
    fn quoted(&mut self, mut rest: &str) -> String {
        let mut cell = String::new();
        while let Some((part, after)) = rest.split_once('"') {
            cell.push_str(part);
            match after.strip_prefix('"') {
                Some(after) => {
                    cell.push('"');
                    rest = after;
                }
                None => {
                    self.rest_of(after);
                    return cell + &self.plain();
                }
            }
        }
        // The quote is never closed: it was none.
        self.plain()
    }

    fn rest_of(&mut self, after: &str) {
        let start = self.rest.len() - after.len();
        self.rest = &self.rest[start..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_may_be_quoted_and_rows_short() {
        let table = Table::read("a,b\r\n\"x, \"\"y\"\"\nz\",1\r\n\r\nonly\n", None);
        assert_eq!(table.header, ["a", "b"]);
        assert_eq!(table.rows, [["x, \"y\"\nz", "1"], ["only", ""]]);
    }

    #[test]
    fn the_delimiter_is_guessed_or_given() {
        assert_eq!(Table::read("id%title, sub%year\n1%a, b%2", None).rows[0], ["1", "a, b", "2"]);
        assert_eq!(Table::read("a;b\n1;2", Some(',')).rows[0], ["1;2"]);
    }

    #[test]
    fn a_quote_that_is_never_closed_is_a_letter() {
        assert_eq!(Table::read("a,b\n\"x,y\n", None).rows, [["\"x", "y"]]);
    }
}
