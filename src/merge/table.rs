//! Tables of text that people and git can merge: a row a line, cells between tabs, a head line, `#` before remarks.

use crate::source::Span;

/// A row with the line that it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row<'t> {
    pub line: usize,
    /// Bytes of the table before the line.
    start: usize,
    /// The whole line.
    text: &'t str,
    pub cells: Vec<&'t str>,
}

impl Row<'_> {
    /// A cell; empty where the row has fewer.
    #[must_use]
    pub fn cell(&self, at: usize) -> &str {
        self.cells.get(at).copied().unwrap_or_default()
    }

    /// The column at which a cell begins, from 1, in characters.
    #[must_use]
    pub fn column(&self, at: usize) -> usize {
        let before = self.span(at).range().start - self.start;
        self.text[..before].chars().count() + 1
    }

    /// Where a cell stands in the text of the table, in bytes; where the row has fewer, its last one.
    #[must_use]
    pub fn span(&self, at: usize) -> Span {
        let Some(cell) = self.cells.get(at).or(self.cells.last()) else { return Span::new(self.start, self.start) };
        let start = self.start + (cell.as_ptr() as usize - self.text.as_ptr() as usize);
        Span::new(start, start + cell.len())
    }
}

/// The rows of a table, without remarks, empty lines and the head line.
pub fn rows<'t>(text: &'t str, head: &'t [&'t str]) -> impl Iterator<Item = Row<'t>> {
    let lines = text.trim_start_matches('\u{feff}').lines().enumerate();
    let start = |line: &str| line.as_ptr() as usize - text.as_ptr() as usize;
    let cells = |line: &'t str| line.split('\t').map(str::trim).collect();
    let rows = lines.map(move |(at, line)| Row { line: at + 1, start: start(line), text: line, cells: cells(line) });
    rows.filter(move |row| {
        let first = row.cell(0);
        let is_blank = row.cells.iter().all(|cell| cell.is_empty());
        !(is_blank || first.starts_with('#') || (Some(&first) == head.first() && row.cell(1) == head[1]))
    })
}

/// Writes rows below a head line.
#[must_use]
pub fn write<C: AsRef<str>>(head: &[&str], rows: impl IntoIterator<Item = Vec<C>>) -> String {
    let mut text = head.join("\t") + "\n";
    for row in rows {
        for (at, cell) in row.iter().enumerate() {
            if at > 0 {
                text.push('\t');
            }
            // A tab or a line end would part a cell.
            text.extend(cell.as_ref().chars().map(|letter| if letter.is_control() { ' ' } else { letter }));
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_back() {
        let head = ["left", "right"];
        let text = write(&head, [vec!["a\tb", "c"], vec!["d"]]);
        assert_eq!(text, "left\tright\na b\tc\nd\n");
        let cells: Vec<Vec<&str>> = rows(&text, &head).map(|row| row.cells).collect();
        assert_eq!(cells, [vec!["a b", "c"], vec!["d"]]);
        assert_eq!(rows("# remark\n\nx\ty\n", &head).next().map(|row| row.line), Some(3));
    }

    #[test]
    fn cells_know_their_place() {
        let text = "\u{feff}left\tright\né \tx\n";
        let row = rows(text, &["left", "right"]).next().expect("a row");
        assert_eq!((row.line, row.column(1), &text[row.span(1).range()]), (2, 4, "x"));
        assert_eq!(row.span(7), row.span(1));
    }
}
