//! Workbooks (XLSX): the columns and rows of the CSV writer on one sheet. They are read as tables; see [`super::foreign`].
//!
//! Every cell is text, also for whoever edits it: nothing is run as a formula, and no code or day becomes a number.

use crate::format::{Format, Write};

pub static FORMAT: Format = Format {
    name: "xlsx",
    about: "A workbook with the columns of csv; needs the cargo feature workbooks, and is read as table",
    extensions: &["xlsx"],
    media_types: &["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
    sniff: |_| false,
    read: None,
    statements: None,
    comments: None,
    write: Some(Write::Whole(book::write)),
};

/// Whether this build writes workbooks.
pub const IS_BUILT: bool = cfg!(feature = "workbooks");

#[cfg(feature = "workbooks")]
mod book {
    use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

    use super::super::table::{Sheet, no_room};
    use super::super::write::table;
    use crate::diagnostic::{Diagnostic, Place, Report, Severity};
    use crate::doc::Node;
    use crate::format::WriteOptions;
    use crate::source::Position;

    /// Rows, columns and units of UTF-16 in a cell that spreadsheets open.
    const MOST_ROWS: u32 = 1 << 20;
    const MOST_COLUMNS: u16 = 1 << 14;
    const LONGEST: usize = 32_767;

    pub(super) fn write(records: &[Node], options: &WriteOptions, out: &mut Vec<u8>, report: &mut Report) {
        match book(records, options, report) {
            Ok(mut bytes) => out.append(&mut bytes),
            Err(error) => {
                let begin = Position { line: 1, column: 1 };
                let place = Place::Position { name: "XLSX output".into(), position: begin, end: begin };
                let message = format!("the workbook cannot be written: {error}");
                report.push(Diagnostic::in_place("loss/record", Severity::Error, place, message));
            }
        }
    }

    fn book(records: &[Node], options: &WriteOptions, report: &mut Report) -> Result<Vec<u8>, XlsxError> {
        let mut workbook = Workbook::new();
        // No clock: the same records are the same bytes.
        let created = ExcelDateTime::from_timestamp(options.epoch)?;
        workbook.set_properties(&DocProperties::new().set_author("plenary").set_creation_datetime(&created));
        let sheet = workbook.add_worksheet();
        sheet.set_name("Records")?.set_freeze_panes(1, 0)?;
        let text = Format::new().set_num_format("@");
        let mut rows = Rows { sheet, header: text.clone().set_bold(), text, next: 0, left: 0, fault: None };
        table(records).write(&mut rows, report);
        let Rows { left, fault, .. } = rows;
        if left > 0 {
            let message = format!("rows after the first {MOST_ROWS}: {left}");
            report.push(no_room("loss/record", "XLSX", MOST_ROWS as usize, &message));
        }
        fault.map_or_else(|| workbook.save_to_buffer(), Err)
    }

    /// The sheet as far as it is written.
    struct Rows<'w> {
        sheet: &'w mut Worksheet,
        header: Format,
        text: Format,
        next: u32,
        /// Rows that there was no room for.
        left: usize,
        /// The first thing that went wrong.
        fault: Option<XlsxError>,
    }

    impl Sheet for Rows<'_> {
        const NAME: &'static str = "XLSX";

        fn line(&self) -> usize {
            self.next as usize + 1
        }

        fn row(&mut self, cells: &[&str], report: &mut Report) {
            if self.next >= MOST_ROWS {
                self.left += 1;
                return;
            }
            for (at, text) in cells.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
                if let Some(why) = self.cell(at, text) {
                    report.push(no_room("loss/field", Self::NAME, self.line(), &why));
                }
            }
            self.next += 1;
        }
    }

    impl Rows<'_> {
        /// Writes a cell, or says why there is no room for it.
        fn cell(&mut self, at: usize, text: &str) -> Option<String> {
            let column = u16::try_from(at).ok().filter(|column| *column < MOST_COLUMNS);
            let Some(column) = column else {
                return Some(format!("column {} of {MOST_COLUMNS}", at + 1));
            };
            let length = text.encode_utf16().count();
            if length > LONGEST {
                return Some(format!("{length} characters in column {}: a cell has {LONGEST}", at + 1));
            }
            let format = if self.next == 0 { &self.header } else { &self.text };
            if let Err(error) = self.sheet.write_string_with_format(self.next, column, text, format) {
                self.fault.get_or_insert(error);
            }
            None
        }
    }
}

#[cfg(not(feature = "workbooks"))]
mod book {
    use crate::diagnostic::Report;
    use crate::doc::Node;
    use crate::format::WriteOptions;

    /// Nothing: whoever asks for a workbook is told first; see [`super::IS_BUILT`].
    pub(super) fn write(_: &[Node], _: &WriteOptions, _: &mut Vec<u8>, _: &mut Report) {}
}
