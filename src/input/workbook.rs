//! The table in a workbook of a spreadsheet, as CSV: its first sheet that has any cells.
//!
//! An archive of a few kilobytes can hold a sheet of many gigabytes, so what comes out of it is bounded before and while it
//! is read.
//!
//! Findings name the row as the line, as long as no cell has several lines.

#[cfg(feature = "workbooks")]
mod bounds;
#[cfg(feature = "workbooks")]
mod sheet;

#[cfg(feature = "workbooks")]
pub(super) use sheet::table;

/// Whether bytes are a workbook: a ZIP archive, or the older compound file.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
}

/// The table, or why there is none.
#[cfg(not(feature = "workbooks"))]
pub(super) fn table(_: Vec<u8>) -> Result<String, String> {
    Err("this is a workbook, which plenary reads when it is built with --features workbooks".to_owned())
}
