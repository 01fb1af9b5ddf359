//! What `--fix` makes of the corpus.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::common::plenary;
use crate::seeds::{Part, Seed, seeds};
use crate::write::{SYNTAXES, Syntax};
use crate::{File, groups};

/// Writes files into a folder, mends them all in one run, and gives what became of them.
fn mended(folder: &Path, files: &[File]) -> Vec<String> {
    for (at, file) in files.iter().enumerate() {
        fs::write(path(folder, at, file), &file.written.text).expect("a file");
    }
    fix(folder);
    files.iter().enumerate().map(|(at, file)| fs::read_to_string(path(folder, at, file)).expect("a text")).collect()
}

fn path(folder: &Path, at: usize, file: &File) -> std::path::PathBuf {
    // A folder each, so that no record has the id of another file's.
    let own = folder.join(at.to_string());
    fs::create_dir_all(&own).expect("a folder");
    own.join(file.name())
}

fn fix(folder: &Path) {
    let output = plenary(&["validate", "--fix", "--quiet", &folder.to_string_lossy()], b"");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{told}");
}

/// The value that a mended text means, in any of the syntaxes.
fn meaning(written: &str) -> Value {
    let bare = written.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')).unwrap_or(written);
    match bare.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(item) if !item.starts_with('"') => Value::from(vec![meaning(item)]),
        _ => serde_json::from_str(bare).unwrap_or_else(|_| Value::from(bare)),
    }
}

/// Checks that each mended place holds what it should, and that nothing else changed.
fn compare(file: &File, after: &str) {
    let mut spots: Vec<_> = file.seeds.iter().map(|seed| (file.place(seed), seed)).collect();
    spots.sort_by_key(|(range, _)| range.start);
    let before = &file.written.text;
    let ends = spots.iter().skip(1).map(|(range, _)| range.start).chain([before.len()]);
    let mut rest =
        after.strip_prefix(&before[..spots[0].0.start]).unwrap_or_else(|| panic!("the head changed: {after}"));
    for ((range, seed), end) in spots.iter().zip(ends) {
        let next = &before[range.end..end];
        let at = rest.find(next).unwrap_or_else(|| panic!("{}: the text after it changed: {rest}", seed.id));
        let wanted = seed.mended.as_ref().expect("a mend");
        let found = meaning(&rest[..at]);
        assert_eq!(&found, wanted, "{} in {}", seed.id, file.name());
        rest = &rest[at + next.len()..];
    }
    assert_eq!(rest, "", "something was added");
}

fn fitting<'s>(seeds: &'s [Seed], syntax: &Syntax, fits: impl Fn(&Seed) -> bool) -> Vec<&'s Seed> {
    seeds.iter().filter(|seed| !seed.not.contains(&syntax.extension) && fits(seed)).collect()
}

#[test]
fn mends_are_right_and_nothing_else_changes() {
    let seeds = seeds();
    let has_mend = |seed: &Seed| seed.mended.is_some() && seed.part == Part::Value;
    let of_syntax = |syntax: &'static Syntax| {
        groups(&fitting(&seeds, syntax, has_mend)).into_iter().map(move |group| File::new(syntax, group))
    };
    let files: Vec<File> = SYNTAXES.iter().flat_map(of_syntax).collect();
    let folder = tempfile::tempdir().expect("a folder");
    for (file, after) in files.iter().zip(mended(folder.path(), &files)) {
        compare(file, &after);
    }
    assert!(files.len() > 100, "{}", files.len());
}

#[test]
fn a_second_run_changes_nothing() {
    let seeds = seeds();
    let of_syntax = |syntax: &'static Syntax| {
        groups(&fitting(&seeds, syntax, |_| true)).into_iter().map(move |group| File::new(syntax, group))
    };
    let files: Vec<File> = SYNTAXES.iter().flat_map(of_syntax).collect();
    let folder = tempfile::tempdir().expect("a folder");
    let first = mended(folder.path(), &files);
    fix(folder.path());
    for (at, (file, first)) in files.iter().zip(first).enumerate() {
        let second = fs::read_to_string(path(folder.path(), at, file)).expect("a text");
        assert_eq!(first, second, "{}", file.name());
    }
}
