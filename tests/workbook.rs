//! Tables in workbooks are read as the same table in CSV would be.
#![cfg(feature = "workbooks")]

mod common;

use std::path::Path;

use common::plenary;

#[test]
fn sheets_are_read_as_tables() {
    for name in ["programme.xlsx", "programme.ods"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name);
        let path = path.to_string_lossy().into_owned();
        let output = plenary(&["convert", "--to", "ndjson", "--timezone", "Europe/Zurich", &path], b"");
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        let records: Vec<serde_json::Value> =
            text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        assert_eq!(records.len(), 2, "{name}: {text}");
        assert_eq!(records[0]["title"], "Opening, with a bell", "{name}");
        assert_eq!(records[0]["start"], "2026-03-14T09:30:00+01:00", "{name}");
        assert_eq!(records[0]["end"], "2026-03-14T10:45:00+01:00", "{name}");
        assert_eq!(records[0]["participations"][1]["role"], "moderator", "{name}");
        assert_eq!(records[1]["place"]["name"], "Pier", "{name}");
    }
}

#[test]
fn what_is_no_workbook_is_told() {
    let output = plenary(&["validate", "--from", "table", "-"], b"PK\x03\x04 and no more");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).contains("cannot be read"));
}
