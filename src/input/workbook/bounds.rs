//! What may come out of an archive: counted before it is read, because the reader would take what it is told.

use std::io::{self, Cursor, Read};

/// Bytes of all files of an archive, and of the text of all cells.
pub(super) const MOST_BYTES: u64 = 256 << 20;

/// Cells of a sheet, empty ones between others included.
pub(super) const MOST_CELLS: u64 = 16 << 20;

pub(super) fn too_long() -> String {
    format!("this workbook holds more than {} MiB when it is unpacked", MOST_BYTES >> 20)
}

pub(super) fn too_many() -> String {
    format!("a sheet of this workbook has more than {MOST_CELLS} cells")
}

/// Unpacks each file of an archive to see how long it is; what the archive says of that may be wrong.
pub(super) fn check(bytes: &[u8]) -> Result<(), String> {
    if !bytes.starts_with(b"PK") {
        return Ok(());
    }
    let broken = |error: zip::result::ZipError| format!("this workbook cannot be read: {error}");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let mut left = MOST_BYTES;
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).map_err(broken)?;
        let is_sheets = file.name().map_or(true, |name| name == "content.xml");
        let mut file = (&mut file).take(left + 1);
        let mut text = Vec::new();
        let copied = if is_sheets {
            file.read_to_end(&mut text).map(|length| length as u64)
        } else {
            io::copy(&mut file, &mut io::sink())
        };
        let copied = copied.map_err(|error| format!("this workbook cannot be read: {error}"))?;
        left = left.checked_sub(copied).ok_or_else(too_long)?;
        if is_sheets {
            Sheets::default().count(&text)?;
        }
    }
    Ok(())
}

/// What the sheets of an ODS file become: cells and rows may say how often they stand there.
#[derive(Debug, Default)]
struct Sheets {
    cells: u64,
    bytes: u64,
    sheet: Sheet,
    row: Row,
}

#[derive(Debug, Default)]
struct Sheet {
    /// Up to the last row that says something.
    height: u64,
    rows: u64,
    width: u64,
}

#[derive(Debug, Default)]
struct Row {
    repeats: u64,
    /// Up to the last cell that says something.
    width: u64,
    columns: u64,
    /// How often the cell stands there that is being read, if it says something.
    cell: u64,
    bytes: u64,
}

impl Sheets {
    fn count(mut self, xml: &[u8]) -> Result<(), String> {
        // A piece is a tag and the text after it, so that nothing in an attribute can end it too early.
        for piece in xml.split(|&byte| byte == b'<') {
            let name = piece.split(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/')).next();
            match name.unwrap_or_default() {
                b"table:table" => self.sheet = Sheet::default(),
                b"table:table-row" => {
                    self.row = Row { repeats: repeats(piece, b"table:number-rows-repeated"), ..Row::default() };
                }
                b"table:table-cell" | b"table:covered-table-cell" => self.row.begin(piece),
                b"text:s" => self.row.text(repeats(piece, b"text:c")),
                _ if piece.starts_with(b"/table:table-row") => self.end_row(),
                _ if piece.starts_with(b"/table:table-cell") => self.row.cell = 0,
                _ => {}
            }
            self.row.text(piece.len() as u64);
            self.hold()?;
        }
        Ok(())
    }

    fn end_row(&mut self) {
        let row = std::mem::take(&mut self.row);
        self.cells = self.cells.saturating_add(row.width);
        self.bytes = self.bytes.saturating_add(row.bytes.saturating_mul(row.repeats));
        self.sheet.rows = self.sheet.rows.saturating_add(row.repeats);
        if row.width > 0 {
            self.sheet.width = self.sheet.width.max(row.width);
            self.sheet.height = self.sheet.rows;
        }
    }

    /// Stops as soon as it is too much.
    fn hold(&self) -> Result<(), String> {
        let area = self.sheet.height.saturating_mul(self.sheet.width);
        if self.cells.saturating_add(self.row.width).max(area) > MOST_CELLS {
            return Err(too_many());
        }
        if self.bytes.saturating_add(self.row.bytes) > MOST_BYTES { Err(too_long()) } else { Ok(()) }
    }
}

impl Row {
    fn begin(&mut self, piece: &[u8]) {
        let repeats = repeats(piece, b"table:number-columns-repeated");
        self.columns = self.columns.saturating_add(repeats);
        let is_empty = piece.trim_ascii_end().ends_with(b"/>") && !has(piece, b"value") && !has(piece, b"formula");
        self.cell = if is_empty { 0 } else { repeats };
        if !is_empty {
            self.width = self.columns;
        }
    }

    fn text(&mut self, length: u64) {
        self.bytes = self.bytes.saturating_add(length.saturating_mul(self.cell));
    }
}

fn has(piece: &[u8], word: &[u8]) -> bool {
    memchr::memmem::find(piece, word).is_some()
}

/// How often a tag says that something stands there: the most that any attribute of the name says, and very often where
/// that is no number.
fn repeats(piece: &[u8], name: &[u8]) -> u64 {
    let after = memchr::memmem::find_iter(piece, name).map(|start| &piece[start + name.len()..]);
    let said = after.filter_map(|rest| {
        let value = rest.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start().get(1..)?;
        let digits = value.iter().take_while(|byte| byte.is_ascii_digit()).count();
        Some(std::str::from_utf8(&value[..digits]).ok().and_then(|digits| digits.parse().ok()).unwrap_or(u64::MAX))
    });
    said.max().unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(rows: &str) -> Result<(), String> {
        Sheets::default().count(format!("<table:table>{rows}</table:table>").as_bytes())
    }

    #[test]
    fn empty_cells_to_the_edge_of_the_sheet_are_none() {
        let row = "<table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>\
                   <table:table-cell table:number-columns-repeated=\"16383\"/></table:table-row>";
        let rest = "<table:table-row table:number-rows-repeated=\"1048575\">\
                    <table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>";
        assert_eq!(count(&format!("{row}{rest}")), Ok(()));
    }

    #[test]
    fn repeated_cells_rows_and_spaces_are_counted() {
        let cell = |attributes: &str| format!("<table:table-cell {attributes}><text:p>a</text:p></table:table-cell>");
        let wide = cell("a=\">\" table:number-columns-repeated = '16384'");
        let tall =
            |cells: &str| format!("<table:table-row table:number-rows-repeated=\"1048576\">{cells}</table:table-row>");
        assert_eq!(count(&tall(&wide)), Err(too_many()));
        assert_eq!(count(&tall(&cell("")).replace("1048576", "9")), Ok(()));
        let spaces = "<table:table-cell><text:p><text:s text:c=\"400000000\"/></text:p></table:table-cell>";
        assert_eq!(count(&tall(spaces)), Err(too_long()));
    }
}
