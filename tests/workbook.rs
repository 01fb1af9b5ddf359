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

/// What is written as a workbook is read as what the same table in CSV is read as, whatever stands in its cells.
#[test]
fn records_come_back_from_workbooks() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let records = r#"[
        {"type": "Session", "id": "https://data.example.org/s/1", "title": "=1+1", "abstract": "'=2", "identifier": "007",
         "start": "2031-05-12T09:00:00+02:00", "keywords": {"en": ["a | b", "-c"]}, "description": "two\nlines, \"quoted\""},
        {"type": "Session", "id": "https://data.example.org/s/2", "title": "_x0041_ and @here", "edition": "https://data.example.org/e"}
    ]"#;
    let write = |to: &str, name: &str| {
        let output = plenary(&["convert", "--from", "json", "--to", to, "-o", &path(name), "-"], records.as_bytes());
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    };
    write("xlsx", "a.xlsx");
    write("xlsx", "b.xlsx");
    write("csv", "a.csv");
    let bytes = |name: &str| std::fs::read(path(name)).expect("it is there");
    assert_eq!(bytes("a.xlsx"), bytes("b.xlsx"), "the same records are the same bytes");
    let read = |name: &str| {
        let output = plenary(&["convert", "--to", "ndjson", &path(name)], b"");
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    assert_eq!(read("a.xlsx").lines().count(), 2, "{}", read("a.xlsx"));
    assert_eq!(read("a.xlsx"), read("a.csv"));
}

#[test]
fn what_a_cell_has_no_room_for_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("long.xlsx").to_string_lossy().into_owned();
    let record = format!(r#"{{"type": "Session", "title": "A", "description": "{}"}}"#, "long ".repeat(7000));
    let output = plenary(&["convert", "--from", "json", "-o", &path, "-"], record.as_bytes());
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("XLSX output:2:1") && told.contains("35000 characters"), "{told}");
}

/// A few kilobytes of zeros that would be gigabytes.
#[test]
fn archives_that_unpack_to_too_much_are_refused() {
    use std::io::Write;
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for name in ["xl/workbook.xml", "xl/worksheets/sheet1.xml"] {
        archive.start_file(name, options).expect("a file");
        for _ in 0..160 {
            archive.write_all(&vec![b' '; 1 << 20]).expect("it is written");
        }
    }
    let bytes = archive.finish().expect("an archive").into_inner();
    assert!(bytes.len() < 1 << 20, "{}", bytes.len());
    let output = plenary(&["validate", "--from", "table", "-"], &bytes);
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(told.contains("256 MiB"), "{told}");
}

#[test]
fn what_is_no_workbook_is_told() {
    let output = plenary(&["validate", "--from", "table", "-"], b"PK\x03\x04 and no more");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).contains("cannot be read"));
}
