//! Round trips: each file of `fixtures/formats/` in normal form, written in every format and read again.

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use common::plenary;
use tempfile::TempDir;

const BASE: &str = "https://data.example.org/";
/// Name of a format and the extension of its files.
const FORMATS: &[(&str, &str)] = &[
    ("json", "json"),
    ("yaml", "yaml"),
    ("toml", "toml"),
    ("jsonld", "jsonld"),
    ("jsonld-expanded", "jsonld"),
    ("jsonld-flattened", "jsonld"),
    ("turtle", "ttl"),
    ("ntriples", "nt"),
    ("nquads", "nq"),
    ("trig", "trig"),
    ("rdfxml", "rdf"),
];
/// Formats that hold a graph: records in them have no order, and one that another refers to stands inside it.
const GRAPHS: &[&str] = &["jsonld-expanded", "jsonld-flattened", "turtle", "ntriples", "nquads", "trig", "rdfxml"];
/// Fixtures of mistakes, which have no record.
const BROKEN: &[&str] = &["markdown/unclosed.md", "toml/bare-word.toml"];

/// The fixtures that have records, by their path below the folder.
fn fixtures() -> Vec<(String, PathBuf)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/formats");
    let mut found: Vec<(String, PathBuf)> = entries(&root)
        .iter()
        .flat_map(|folder| entries(folder))
        .map(|path| (name(path.strip_prefix(&root).expect("it is below")), path))
        .filter(|(name, _)| !BROKEN.contains(&name.as_str()))
        .collect();
    found.sort();
    found
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect()
}

fn name(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// What pages do not say themselves.
fn settings(name: &str) -> &'static [&'static str] {
    if name.starts_with("page/") {
        &["--set", "title=A Page", "--set", "edition=https://data.example.org/edition/2031"]
    } else {
        &[]
    }
}

fn convert(from: &Path, more: &[&str]) -> Output {
    let from = from.to_string_lossy();
    plenary(&[&["convert", &from, "--base", BASE], more].concat(), &[])
}

/// The records of a file in normal form, one a line.
fn normal(path: &Path) -> Result<String, String> {
    let output = convert(path, &["--normalize", "--to", "ndjson"]);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if output.status.code() == Some(0) { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
}

/// A fixture's records in normal form, and the file that holds them.
fn start(folder: &TempDir, name: &str, path: &Path) -> (PathBuf, String) {
    let output = convert(path, &[&["--normalize", "--to", "ndjson"], settings(name)].concat());
    let records = String::from_utf8(output.stdout).expect("UTF-8");
    // Words of a page that are not understood are an error, and the record stands without them.
    let sound = output.status.code() == Some(0) || name.starts_with("page/");
    assert!(sound && !records.is_empty(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    let file = folder.path().join("normal.ndjson");
    fs::write(&file, &records).expect("it can be written");
    (file, records)
}

/// What of some records is written into one file of a format: one record in a graph, else all.
fn files<'r>(records: &'r str, format: &str) -> Vec<&'r str> {
    if GRAPHS.contains(&format) { records.split_inclusive('\n').collect() } else { vec![records] }
}

/// Writes records in a format, and reads them again.
fn there_and_back(records: &Path, format: &str, extension: &str) -> Result<String, String> {
    let there = records.with_file_name(format!("there.{extension}"));
    let output = convert(records, &["--to", format, "-o", &there.to_string_lossy()]);
    if output.status.code() != Some(0) {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    normal(&there)
}

#[test]
fn every_fixture_comes_back_from_every_format() {
    let folder = TempDir::new().expect("a folder");
    let mut faults = Vec::new();
    for (name, path) in fixtures() {
        let (file, records) = start(&folder, &name, &path);
        for (format, extension) in FORMATS {
            for records in files(&records, format) {
                fs::write(&file, records).expect("it can be written");
                let fault = match there_and_back(&file, format, extension) {
                    Ok(back) if back == records => continue,
                    Ok(back) => format!("\n-{records}+{back}"),
                    Err(error) => error,
                };
                faults.push(format!("{name} in {format}: {fault}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Whether a conversion to CSV lost nothing; the file it wrote.
fn to_csv(records: &Path) -> Option<PathBuf> {
    let csv = records.with_file_name("there.csv");
    let loss = records.with_file_name("loss.json");
    let output = convert(records, &["-o", &csv.to_string_lossy(), "--loss", &loss.to_string_lossy()]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    (fs::read_to_string(loss).expect("a loss report") == "[]\n").then_some(csv)
}

#[test]
fn fixtures_come_back_from_csv_where_nothing_is_lost() {
    let folder = TempDir::new().expect("a folder");
    let mut compared = 0;
    for (name, path) in fixtures() {
        let (file, records) = start(&folder, &name, &path);
        if records.contains("\"type\":\"Dataset\"") {
            continue;
        }
        if let Some(csv) = to_csv(&file) {
            assert_eq!(normal(&csv).as_deref(), Ok(records.as_str()), "{name}");
            compared += 1;
        }
    }
    assert!(compared >= 5, "only {compared} fixtures fit into CSV");
}

#[test]
fn own_fixtures_have_no_findings() {
    for (name, path) in fixtures() {
        let own = ["json/", "ndjson/", "yaml/", "jsonld/", "turtle/"].iter().any(|folder| name.starts_with(folder));
        if own || name == "toml/list.toml" {
            let output = plenary(&["validate", &path.to_string_lossy(), "--format", "json"], &[]);
            assert_eq!(String::from_utf8_lossy(&output.stdout), "[]\n", "{name}");
        }
    }
}
