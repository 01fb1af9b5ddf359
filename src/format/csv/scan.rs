//! Rows and cells of RFC 4180, each cell with its place in the source.

use std::borrow::Cow;

use memchr::{memchr, memchr2, memchr3};

use super::cell;
use crate::format::Syntax;
use crate::source::Span;

/// A cell: what it says, and where it stands, its quotes included.
#[derive(Debug)]
pub(crate) struct Cell<'s> {
    pub(crate) span: Span,
    pub(crate) text: Cow<'s, str>,
    /// Where the text begins in the source, if it stands there as it is.
    pub(crate) verbatim: Option<usize>,
}

/// A row. One with a fault has cells that cannot be relied on.
#[derive(Debug)]
pub(crate) struct Row<'s> {
    pub(crate) cells: Vec<Cell<'s>>,
    pub(crate) fault: Option<Syntax>,
}

impl Row<'_> {
    /// What is wrong with a row that cannot be read, or has not one cell for each column. Empty cells at the end do not count.
    pub(crate) fn fault(&self, columns: usize) -> Option<Syntax> {
        self.fault.clone().or_else(|| self.wrong_length(columns))
    }

    fn wrong_length(&self, columns: usize) -> Option<Syntax> {
        let cells = self.cells.len();
        if let Some(extra) = self.cells.iter().skip(columns).find(|cell| !cell.text.is_empty()) {
            let message = format!("this row has {cells} cells, but there are {columns} columns");
            return Some(Syntax::new(extra.span, message).help("put a cell that holds the delimiter in quotes"));
        }
        let end = self.cells.last()?.span.end;
        let is_blank = self.cells.iter().all(|cell| cell.text.is_empty());
        (cells < columns && !is_blank).then(|| {
            let message = format!("this row ends after {cells} of {columns} cells");
            Syntax::new(Span { start: end, end }, message).help("give an empty cell for what is not known")
        })
    }
}

/// The rows of a text, blank lines left out.
pub(crate) struct Rows<'s> {
    text: &'s str,
    at: usize,
    delimiter: char,
    /// The first byte of the delimiter.
    lead: u8,
}

impl<'s> Rows<'s> {
    pub(crate) fn new(text: &'s str) -> Self {
        let delimiter = delimiter(text.strip_prefix('\u{feff}').unwrap_or(text).as_bytes());
        Self::from(text, 0, char::from(delimiter))
    }

    /// The rows from a byte of the text on, with that letter between their cells.
    pub(crate) fn from(text: &'s str, at: usize, delimiter: char) -> Self {
        let mark = if at == 0 && text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let lead = delimiter.encode_utf8(&mut [0; 4]).as_bytes()[0];
        Self { text, at: at + mark, delimiter, lead }
    }

    fn bytes(&self) -> &'s [u8] {
        self.text.as_bytes()
    }

    /// Where an unquoted cell that holds `from` ends.
    fn cell_end(&self, mut from: usize) -> usize {
        while let Some(end) = memchr3(self.lead, b'\n', b'\r', &self.bytes()[from..]).map(|end| from + end) {
            if self.bytes()[end] != self.lead || self.is_delimiter(end) {
                return end;
            }
            from = end + 1;
        }
        self.text.len()
    }

    /// Whether the delimiter stands there. A byte that another letter begins with may be its first one.
    fn is_delimiter(&self, at: usize) -> bool {
        self.bytes().get(at) == Some(&self.lead) && self.text[at..].starts_with(self.delimiter)
    }

    fn cell(&mut self, fault: &mut Option<Syntax>) -> Cell<'s> {
        if self.bytes().get(self.at) == Some(&b'"') {
            return self.quoted(fault);
        }
        let start = self.at;
        self.at = self.cell_end(start);
        made(Span::new(start, self.at), start, Cow::Borrowed(&self.text[start..self.at]))
    }

    fn quoted(&mut self, fault: &mut Option<Syntax>) -> Cell<'s> {
        let start = self.at;
        let Some(close) = self.closing_quote(start + 1) else {
            // The rest of the text is not one cell: go on with the next line.
            self.at = memchr2(b'\n', b'\r', &self.bytes()[start..]).map_or(self.text.len(), |end| start + end);
            fault.get_or_insert_with(|| unclosed(start));
            return made(Span::new(start, self.at), start, Cow::Borrowed(&self.text[start..self.at]));
        };
        self.at = self.cell_end(close + 1);
        if self.at > close + 1 {
            let is_long = memchr2(b'\n', b'\r', &self.bytes()[start..close]).is_some();
            fault.get_or_insert_with(|| if is_long { runaway(start) } else { stray(Span::new(close + 1, self.at)) });
        }
        let inside = &self.text[start + 1..close];
        let text = match memchr(b'"', inside.as_bytes()) {
            Some(_) => Cow::Owned(inside.replace("\"\"", "\"")),
            None => Cow::Borrowed(inside),
        };
        made(Span::new(start, self.at), start + 1, text)
    }

    /// The quote that is not doubled.
    fn closing_quote(&self, mut from: usize) -> Option<usize> {
        loop {
            let quote = from + memchr(b'"', self.bytes().get(from..)?)?;
            if self.bytes().get(quote + 1) != Some(&b'"') {
                return Some(quote);
            }
            from = quote + 2;
        }
    }
}

impl<'s> Iterator for Rows<'s> {
    type Item = Row<'s>;

    fn next(&mut self) -> Option<Row<'s>> {
        while let Some(b'\n' | b'\r') = self.bytes().get(self.at) {
            self.at += 1;
        }
        if self.at >= self.text.len() {
            return None;
        }
        let mut row = Row { cells: Vec::new(), fault: None };
        loop {
            let cell = self.cell(&mut row.fault);
            row.cells.push(cell);
            if !self.is_delimiter(self.at) {
                return Some(row);
            }
            self.at += self.delimiter.len_utf8();
        }
    }
}

/// A cell whose text, guard included, begins at `start`.
fn made(span: Span, start: usize, text: Cow<'_, str>) -> Cell<'_> {
    let verbatim = matches!(text, Cow::Borrowed(_)).then_some(start);
    if !cell::is_guarded(&text) {
        return Cell { span, text, verbatim };
    }
    let text = match text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[1..]),
        Cow::Owned(text) => Cow::Owned(text[1..].to_owned()),
    };
    Cell { span, text, verbatim: verbatim.map(|start| start + 1) }
}

/// The way out where a cell does not end.
const CLOSE: &str = "close it with a quote; a quote inside a quoted cell is written twice";

fn unclosed(start: usize) -> Syntax {
    Syntax::new(Span::new(start, start + 1), "this quoted cell has no end").help(CLOSE)
}

/// Most likely the quote that closes it is missing, and the one that was found opens another cell.
fn runaway(start: usize) -> Syntax {
    let message = "this quoted cell ends in a line below, with text after its end";
    Syntax::new(Span::new(start, start + 1), message).help(CLOSE)
}

fn stray(span: Span) -> Syntax {
    Syntax::new(span, "there is text after the end of a quoted cell")
        .help("write a quote inside a quoted cell twice: \"\"")
}

/// What stands between the cells: of `,`, `;` and tab the one that the first line has most of, outside quotes.
fn delimiter(text: &[u8]) -> u8 {
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0)];
    let mut is_quoted = false;
    let start = text.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
    for &byte in &text[start..] {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' | b'\r' if !is_quoted => break,
            _ if !is_quoted => counts.iter_mut().filter(|(known, _)| *known == byte).for_each(|(_, count)| *count += 1),
            _ => {}
        }
    }
    // The first of equals.
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(byte, _)| *byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<Vec<String>> {
        Rows::new(text).map(|row| row.cells.into_iter().map(|cell| cell.text.into_owned()).collect()).collect()
    }

    #[test]
    fn any_delimiter_and_line_end() {
        assert_eq!(cells("\u{feff}a,b\r\n\r\nc,\rd,\"e\n\"\"f\""), [["a", "b"], ["c", ""], ["d", "e\n\"f"]]);
        assert_eq!(cells("a;\"b,,,\"\n1,5;2"), [["a", "b,,,"], ["1,5", "2"]]);
        assert_eq!(cells("a\tb\n1;\t"), [["a", "b"], ["1;", ""]]);
    }

    #[test]
    fn a_delimiter_may_be_any_letter() {
        // The first byte of ¦ is that of ° as well.
        let rows = Rows::from("a¦b\n1°¦\"2¦\"", 0, '¦');
        let cells: Vec<Vec<String>> =
            rows.map(|row| row.cells.into_iter().map(|cell| cell.text.into()).collect()).collect();
        assert_eq!(cells, [["a", "b"], ["1°", "2¦"]]);
    }

    #[test]
    fn spans_cover_the_quotes() {
        let text = "é,\"x\"\"y\",z";
        let row = Rows::new(text).next().unwrap();
        let spans: Vec<&str> = row.cells.iter().map(|cell| &text[cell.span.range()]).collect();
        assert_eq!(spans, ["é", "\"x\"\"y\"", "z"]);
    }

    #[test]
    fn a_fault_stays_in_its_row() {
        let rows: Vec<Row> = Rows::new("a,b\n\"x\"y,1\n\"open,2\nc,d").collect();
        let faults: Vec<bool> = rows.iter().map(|row| row.fault.is_some()).collect();
        assert_eq!(faults, [false, true, true, false]);
        assert_eq!(rows[1].fault.as_ref().unwrap().span, Span::new(7, 8));
    }
}
