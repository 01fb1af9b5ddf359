//! Reads the first sheet that has any cells, cell by cell where the format allows it.

use std::io::Cursor;

use calamine::{Data, DataRef, Reader, Sheets, XlsxError, open_workbook_auto_from_rs};

use super::bounds::{self, MOST_BYTES, MOST_CELLS};
use crate::format::csv::is_guarded;

/// The table, or why there is none.
pub(in crate::input) fn table(bytes: Vec<u8>) -> Result<String, String> {
    bounds::check(&bytes)?;
    let mut workbook = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(unread)?;
    for name in workbook.sheet_names() {
        let mut cells = Cells::default();
        read(&mut workbook, &name, &mut cells)?;
        if !cells.cells.is_empty() {
            return cells.written();
        }
    }
    Err("no sheet of this workbook has any cells".to_owned())
}

type Workbook = Sheets<Cursor<Vec<u8>>>;

fn read(workbook: &mut Workbook, name: &str, cells: &mut Cells) -> Result<(), String> {
    match workbook {
        Sheets::Xlsx(book) => {
            let mut reader = match book.worksheet_cells_reader(name) {
                Ok(reader) => reader,
                // A sheet may be a chart.
                Err(XlsxError::NotAWorksheet(_)) => return Ok(()),
                Err(error) => return Err(unread(error)),
            };
            while let Some(cell) = reader.next_cell().map_err(unread)? {
                cells.push(cell.get_position(), &owned(cell.get_value()))?;
            }
        }
        Sheets::Xlsb(book) => {
            let mut reader = book.worksheet_cells_reader(name).map_err(unread)?;
            while let Some(cell) = reader.next_cell().map_err(unread)? {
                cells.push(cell.get_position(), &owned(cell.get_value()))?;
            }
        }
        Sheets::Xls(_) | Sheets::Ods(_) => {
            let range = workbook.worksheet_range(name).map_err(unread)?;
            for (row, column, cell) in range.used_cells() {
                cells.push((at(row), at(column)), cell)?;
            }
        }
    }
    Ok(())
}

fn unread(error: impl std::fmt::Display) -> String {
    format!("this workbook cannot be read: {error}")
}

fn owned(cell: &DataRef) -> Data {
    cell.clone().into()
}

fn at(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// The cells of a sheet that say something, by row and column.
#[derive(Debug, Default)]
struct Cells {
    cells: Vec<(u32, u32, String)>,
    bytes: u64,
}

impl Cells {
    fn push(&mut self, (row, column): (u32, u32), cell: &Data) -> Result<(), String> {
        if matches!(cell, Data::Empty) {
            return Ok(());
        }
        let text = shown(cell);
        self.bytes += text.len() as u64;
        self.cells.push((row, column, text));
        if self.bytes > MOST_BYTES {
            return Err(bounds::too_long());
        }
        if self.cells.len() as u64 > MOST_CELLS {
            return Err(bounds::too_many());
        }
        Ok(())
    }

    /// The rows as CSV, each as wide as the widest, from the first cell that says something.
    fn written(mut self) -> Result<String, String> {
        self.cells.sort_by_key(|(row, column, _)| (*row, *column));
        // The last one counts of two in one place.
        self.cells.dedup_by(|later, kept| {
            let is_same = (later.0, later.1) == (kept.0, kept.1);
            if is_same {
                std::mem::swap(later, kept);
            }
            is_same
        });
        let columns = self.cells.iter().map(|(_, column, _)| *column);
        let (left, right) = (columns.clone().min().unwrap_or_default(), columns.max().unwrap_or_default());
        let rows = self.cells.first().zip(self.cells.last());
        let (top, bottom) = rows.map_or((0, 0), |(first, last)| (first.0, last.0));
        if u64::from(right - left + 1) * u64::from(bottom - top + 1) > MOST_CELLS {
            return Err(bounds::too_many());
        }
        let mut text = String::new();
        let mut cells = self.cells.iter().peekable();
        for row in top..=bottom {
            for column in left..=right {
                if column > left {
                    text.push(',');
                }
                if let Some((_, _, cell)) = cells.next_if(|cell| (cell.0, cell.1) == (row, column)) {
                    push(cell, &mut text);
                }
            }
            text.push('\n');
        }
        Ok(text)
    }
}

/// Writes a cell; an apostrophe that is text is told apart from one that guards.
fn push(cell: &str, text: &mut String) {
    let guard = if is_guarded(cell) { "'" } else { "" };
    if cell.contains([',', '"', '\n', '\r', ';', '\t']) {
        text.extend(["\"", guard, &cell.replace('"', "\"\""), "\""]);
    } else {
        text.extend([guard, cell]);
    }
}

/// A cell as it would be written: days and times of day as in ISO 8601, whole numbers without a fraction.
fn shown(cell: &Data) -> String {
    let moment = match cell {
        Data::DateTime(moment) => moment,
        // A time of day in ODS: PT09H30M00S.
        Data::DurationIso(text) => {
            let parts: Vec<&str> = text.trim_start_matches("PT").split_terminator(['H', 'M', 'S']).collect();
            return parts.join(":");
        }
        other => return other.to_string(),
    };
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let clock = format!("{hour:02}:{minute:02}:{second:02}");
    match (moment.is_duration() || moment.as_f64() < 1.0, moment.as_f64().fract() == 0.0) {
        (true, _) => clock,
        (false, true) => format!("{year:04}-{month:02}-{day:02}"),
        (false, false) => format!("{year:04}-{month:02}-{day:02}T{clock}"),
    }
}
