//! The table in a workbook of a spreadsheet, as CSV: its first sheet that has any cells.
//!
//! Findings name the row as the line, as long as no cell has several lines.

/// Whether bytes are a workbook: a ZIP archive, or the older compound file.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
}

/// The table, or why there is none.
#[cfg(not(feature = "workbooks"))]
pub(super) fn table(_: Vec<u8>) -> Result<String, String> {
    Err("this is a workbook, which plenary reads when it is built with --features workbooks".to_owned())
}

/// The table, or why there is none.
#[cfg(feature = "workbooks")]
pub(super) fn table(bytes: Vec<u8>) -> Result<String, String> {
    use calamine::{Reader, open_workbook_auto_from_rs};
    let unread = |error: calamine::Error| format!("this workbook cannot be read: {error}");
    let mut workbook = open_workbook_auto_from_rs(std::io::Cursor::new(bytes)).map_err(unread)?;
    for name in workbook.sheet_names().clone() {
        let sheet = workbook.worksheet_range(&name).map_err(unread)?;
        if !sheet.is_empty() {
            return Ok(written(&sheet));
        }
    }
    Err("no sheet of this workbook has any cells".to_owned())
}

/// The rows of a sheet.
#[cfg(feature = "workbooks")]
fn written(sheet: &calamine::Range<calamine::Data>) -> String {
    let mut text = String::new();
    for row in sheet.rows() {
        for (at, cell) in row.iter().enumerate() {
            if at > 0 {
                text.push(',');
            }
            let cell = shown(cell);
            if cell.contains([',', '"', '\n', '\r', ';', '\t']) {
                text.extend(["\"", &cell.replace('"', "\"\""), "\""]);
            } else {
                text.push_str(&cell);
            }
        }
        text.push('\n');
    }
    text
}

/// A cell as it would be written: days and times of day as in ISO 8601, whole numbers without a fraction.
#[cfg(feature = "workbooks")]
fn shown(cell: &calamine::Data) -> String {
    let moment = match cell {
        calamine::Data::DateTime(moment) => moment,
        // A time of day in ODS: PT09H30M00S.
        calamine::Data::DurationIso(text) => {
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
