//! Tables of text that people and git can merge: a row a line, cells between tabs, a head line, `#` before remarks.

use std::rc::Rc;

use crate::lookup::near::likeness;
use crate::source::Span;

/// A row with the line that it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row<'t> {
    pub line: usize,
    /// Bytes of the table before the line.
    start: usize,
    /// The whole line.
    text: &'t str,
    /// As they stand in the line.
    cells: Vec<&'t str>,
    /// Where the cell of each column stands, as the head line above has it; none where that has no such column.
    places: Rc<[Option<usize>]>,
}

impl<'t> Row<'t> {
    fn of(at: usize, start: usize, text: &'t str, places: &Rc<[Option<usize>]>) -> Self {
        let cells = text.split('\t').map(str::trim).collect();
        Self { line: at + 1, start, text, cells, places: Rc::clone(places) }
    }

    fn place(&self, at: usize) -> Option<usize> {
        self.places.get(at).copied().flatten().filter(|place| *place < self.cells.len())
    }

    /// The cell of a column; empty where the row has fewer.
    #[must_use]
    pub fn cell(&self, at: usize) -> &'t str {
        self.place(at).map_or("", |place| self.cells[place])
    }

    /// The column at which a cell begins, from 1, in characters.
    #[must_use]
    pub fn column(&self, at: usize) -> usize {
        let before = self.span(at).range().start - self.start;
        self.text[..before].chars().count() + 1
    }

    /// Where the cell of a column stands in the text of the table, in bytes; where the row has fewer, its last one.
    #[must_use]
    pub fn span(&self, at: usize) -> Span {
        self.span_of(self.place(at).unwrap_or(self.cells.len() - 1))
    }

    fn span_of(&self, place: usize) -> Span {
        let cell = self.cells[place];
        let start = self.start + (cell.as_ptr() as usize - self.text.as_ptr() as usize);
        Span::new(start, start + cell.len())
    }

    /// The cells of a head line that name no column, or one that stands before: what they are and where.
    pub fn strangers(&self) -> impl Iterator<Item = (&'t str, Span)> {
        let places = self.cells.iter().enumerate();
        let strange = places.filter(|(place, cell)| !cell.is_empty() && !self.places.contains(&Some(*place)));
        strange.map(|(place, cell)| (*cell, self.span_of(place)))
    }

    /// Whether a head line has a column.
    #[must_use]
    pub fn has(&self, at: usize) -> bool {
        self.place(at).is_some()
    }

    /// Whether it is most likely a head line: half of its cells or more are names of columns, or meant to be.
    fn is_head(&self, head: &[&str]) -> bool {
        // Rows begin with IRIs. To know them is quicker than to compare them.
        if self.cells.iter().take(2).any(|cell| cell.contains(':')) {
            return false;
        }
        let filled = self.cells.iter().filter(|cell| !cell.is_empty());
        let names = filled.clone().filter(|cell| head.iter().any(|name| likeness(cell, name).is_some()));
        names.count() * 2 >= filled.count()
    }
}

/// A line that says something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line<'t> {
    /// The names of columns, in any order; those below it stand in this order.
    Head(Row<'t>),
    Row(Row<'t>),
}

/// The lines of a table, without remarks and empty lines. Without a head line, columns stand in the usual order.
pub fn lines<'t>(text: &'t str, head: &'t [&'t str]) -> impl Iterator<Item = Line<'t>> {
    let mut places: Rc<[Option<usize>]> = (0..head.len()).map(Some).collect();
    let start = |line: &str| line.as_ptr() as usize - text.as_ptr() as usize;
    let lines = text.trim_start_matches('\u{feff}').lines().enumerate();
    lines.filter(|(_, line)| !line.trim().is_empty() && !line.trim_start().starts_with('#')).map(move |(at, line)| {
        let mut row = Row::of(at, start(line), line, &places);
        if !row.is_head(head) {
            return Line::Row(row);
        }
        let place = |name: &&str| row.cells.iter().position(|cell| cell.eq_ignore_ascii_case(name));
        places = head.iter().map(place).collect();
        row.places = Rc::clone(&places);
        Line::Head(row)
    })
}

/// The rows of a table, without remarks, empty lines and head lines.
pub fn rows<'t>(text: &'t str, head: &'t [&'t str]) -> impl Iterator<Item = Row<'t>> {
    lines(text, head).filter_map(|line| match line {
        Line::Row(row) => Some(row),
        Line::Head(_) => None,
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
    fn a_head_line_says_where_columns_stand() {
        let head = ["left", "right", "note"];
        let text = "a\tb\tc\nNote\tleft\tRight\nx\ty\tz\nleft\trigth\tleft\n1\t2\n";
        let cells = |row: &Row| [0, 1, 2].map(|at| row.cell(at).to_owned());
        let rows: Vec<_> = rows(text, &head).map(|row| cells(&row)).collect();
        assert_eq!(rows, [["a", "b", "c"], ["y", "z", "x"], ["1", "", ""]]);
        let Some(Line::Head(row)) = lines(text, &head).nth(3) else { panic!("a head line") };
        let strangers: Vec<_> = row.strangers().map(|(name, span)| (name, &text[span.range()])).collect();
        assert_eq!(strangers, [("rigth", "rigth"), ("left", "left")]);
    }

    #[test]
    fn cells_know_their_place() {
        let text = "\u{feff}left\tright\né \tx\n";
        let row = rows(text, &["left", "right"]).next().expect("a row");
        assert_eq!((row.line, row.column(1), &text[row.span(1).range()]), (2, 4, "x"));
        assert_eq!(row.span(7), row.span(1));
    }
}
