//! The cases of `fixtures/merge`: a folder each, with sources, what is decided of them, and what comes of it in `expected/`.
//!
//! `UPDATE=1 cargo test --test merge` writes what comes of them, which is to be read and not only accepted.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::common::run;

/// What a merge writes, with the flag for it.
const WRITTEN: [(&str, &str); 6] = [
    ("-o", "records.ndjson"),
    ("--graphs", "graphs.nq"),
    ("--review", "review.tsv"),
    ("--conflicts", "conflicts.tsv"),
    ("--sssom", "links.sssom.tsv"),
    ("--ledger", "ledger.tsv"),
];

/// What a case may hold beside its sources, with the flag for it.
pub(crate) const GIVEN: [(&str, &str); 3] =
    [("--sources", "sources.toml"), ("--decisions", "decisions.tsv"), ("--opt-out", "opt-out.txt")];

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/merge");
    let mut cases: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    cases.sort();
    assert!(cases.len() > 3);
    cases
}

/// The sources of a case: its files in formats of records.
fn inputs(case: &Path) -> Vec<String> {
    let names = fs::read_dir(case)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names
        .filter(|name| [".json", ".ndjson", ".yaml", ".ttl", ".csv"].iter().any(|ending| name.ends_with(ending)))
        .collect();
    names.sort();
    names
}

/// Merges the sources of a case into a folder, with those of the other files that are `given`.
pub(crate) fn merged(case: &Path, out: &Path, threads: &str, given: &[(&str, &str)]) {
    let inputs = inputs(case);
    let mut arguments = vec!["merge".to_owned(), "--isolated".to_owned(), "--threads".to_owned(), threads.to_owned()];
    arguments.extend(["--base".to_owned(), "https://data.example.org/".to_owned()]);
    arguments.extend(inputs);
    for (flag, name) in given.iter().filter(|(_, name)| case.join(name).exists()) {
        arguments.extend([(*flag).to_owned(), (*name).to_owned()]);
    }
    if case.join("ledger.tsv").exists() {
        fs::copy(case.join("ledger.tsv"), out.join("ledger.tsv")).expect("a copy");
    }
    for (flag, name) in WRITTEN {
        arguments.extend([flag.to_owned(), out.join(name).to_string_lossy().into_owned()]);
    }
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let output = run(Command::new(env!("CARGO_BIN_EXE_plenary")).current_dir(case), &arguments, b"");
    assert_eq!(output.status.code(), Some(0), "{}: {}", case.display(), String::from_utf8_lossy(&output.stderr));
}

#[test]
fn cases_come_out_as_they_are_written() {
    let update = std::env::var_os("UPDATE").is_some();
    for case in cases() {
        let folder = TempDir::new().expect("a folder");
        merged(&case, folder.path(), "2", &GIVEN);
        let expected = case.join("expected");
        if update {
            fs::create_dir_all(&expected).expect("a folder");
        }
        for (_, name) in WRITTEN {
            let text = fs::read_to_string(folder.path().join(name)).expect("it was written");
            if update {
                fs::write(expected.join(name), &text).expect("a file");
            }
            let known = fs::read_to_string(expected.join(name)).unwrap_or_default();
            assert!(
                text == known,
                "{}/{name} differs: UPDATE=1 cargo test --test merge writes it\n{text}",
                expected.display()
            );
        }
    }
}

#[test]
fn what_is_merged_is_sound() {
    for case in cases() {
        let path = case.join("expected/records.ndjson");
        let path = path.to_string_lossy();
        let arguments = ["validate", "--isolated", "--format", "short", &path];
        let output = run(&mut Command::new(env!("CARGO_BIN_EXE_plenary")), &arguments, b"");
        assert_eq!(output.status.code(), Some(0), "{path}: {}", String::from_utf8_lossy(&output.stdout));
    }
}

#[test]
fn threads_make_no_difference_to_a_case() {
    for case in cases() {
        let (one, eight) = (TempDir::new().expect("a folder"), TempDir::new().expect("a folder"));
        merged(&case, one.path(), "1", &GIVEN);
        merged(&case, eight.path(), "8", &GIVEN);
        for (_, name) in WRITTEN {
            let read = |folder: &TempDir| fs::read_to_string(folder.path().join(name)).expect("a file");
            assert_eq!(read(&one), read(&eight), "{}/{name}", case.display());
        }
    }
}
