//! Programmes by chance with known edits: every edit is told once, and nothing else.

use std::fs;

use plenary::diff::{Change, Diff, Times, Value as Told};
use serde_json::Value;
use tempfile::TempDir;

use super::common::plenary;
use super::edit::{EDITS, leaves_known};
use super::programme::{Known, Maker};
use super::{diff, diff_of};

const SEEDS: u64 = 40;

/// A change in one line: kind, field, language, what it is about, old and new values; nodes by their names.
pub(crate) fn said(change: &Change) -> String {
    let mut said = change.kind.name().to_owned();
    said.extend(change.field.iter().flat_map(|field| [" ", field]));
    said.extend(change.language.iter().flat_map(|tag| [" @", tag]));
    if let Some(about) = &change.about {
        said.extend([" of ", &value(about)]);
    }
    let values = |values: &[Told]| values.iter().map(value).collect::<Vec<_>>().join(", ");
    format!("{said}: {} > {}", values(&change.old), values(&change.new))
}

fn value(told: &Told) -> String {
    match told {
        Told::Plain { text, .. } | Told::Tagged { text, .. } => text.clone(),
        Told::Node { name, id } => name.clone().or(id.clone()).unwrap_or_default(),
        Told::Times(Times { start, end, .. }) => {
            format!("{}-{}", start.as_deref().unwrap_or_default(), end.as_deref().unwrap_or_default())
        }
    }
}

/// All changes as lines with the title of their record, sorted.
fn lines(diff: &Diff) -> Vec<String> {
    let of = |entry: &plenary::diff::Entry| -> Vec<String> {
        entry.changes.iter().map(|change| format!("{} | {}", entry.title, said(change))).collect()
    };
    let mut lines: Vec<String> = diff.entries.iter().flat_map(of).collect();
    lines.sort();
    lines
}

/// A programme, the same one edited, and what has to be told.
struct Case {
    before: Value,
    after: Value,
    expected: Vec<String>,
}

fn title(session: &Value) -> String {
    session["title"]["en"].as_str().expect("a title").to_owned()
}

fn case(seed: u64, known: Known) -> Case {
    let mut maker = Maker::new(seed, known);
    let before = maker.dataset(12);
    let mut after = before.clone();
    let mut expected = Vec::new();
    let sessions = after["sessions"].as_array_mut().expect("sessions");
    // Some sessions go, some come, wherever in the list.
    for _ in 0..maker.chance.below(3) {
        let gone = sessions.remove(maker.chance.below(sessions.len()));
        expected.push(format!("{} | removed:  > ", title(&gone)));
    }
    for session in sessions.iter_mut() {
        let before = expected.len();
        edit(session, &mut maker, &mut expected);
        let title = title(session);
        for line in &mut expected[before..] {
            *line = format!("{title} | {line}");
        }
    }
    for _ in 0..maker.chance.below(3) {
        let new = maker.session();
        expected.push(format!("{} | added:  > ", title(&new)));
        sessions.insert(maker.chance.below(sessions.len()), new);
    }
    expected.sort();
    Case { before, after, expected }
}

/// Up to three edits of a session that touch different things.
fn edit(session: &mut Value, maker: &mut Maker, expected: &mut Vec<String>) {
    let most = if maker.known == Known::Nothing { 2 } else { 4 };
    let mut touched = Vec::new();
    for _ in 0..maker.chance.below(most) {
        let edit = &EDITS[maker.chance.below(EDITS.len())];
        if touched.contains(&edit.touches) || !leaves_known(edit, maker.known) {
            continue;
        }
        touched.push(edit.touches);
        expected.push((edit.make)(session, maker));
    }
}

fn hold(known: Known) {
    for seed in 1..=SEEDS {
        let Case { before, after, expected } = case(seed, known);
        assert_eq!(lines(&diff_of(&before, &after)), expected, "seed {seed}, {known:?}");
    }
}

#[test]
fn edits_of_records_with_ids_are_told_once() {
    hold(Known::Ids);
}

#[test]
fn edits_of_records_with_codes_are_told_once() {
    hold(Known::Codes);
}

#[test]
fn edits_of_records_with_neither_are_told_once() {
    hold(Known::Nothing);
}

/// Every edit alone, so that none is left to chance.
#[test]
fn each_edit_is_told_alone() {
    for known in [Known::Ids, Known::Codes, Known::Nothing] {
        for edit in EDITS.iter().filter(|edit| leaves_known(edit, known)) {
            let mut maker = Maker::new(7, known);
            let before = maker.dataset(3);
            let mut after = before.clone();
            let line = (edit.make)(&mut after["sessions"][1], &mut maker);
            let expected = format!("{} | {line}", title(&after["sessions"][1]));
            assert_eq!(lines(&diff_of(&before, &after)), [expected], "{} of {known:?}", edit.name);
        }
    }
}

/// The other way round, old is new and new is old.
#[test]
fn the_other_way_round_is_the_mirror() {
    for known in [Known::Ids, Known::Codes, Known::Nothing] {
        for seed in 1..=SEEDS {
            let Case { before, after, .. } = case(seed, known);
            let there = sides(&diff_of(&before, &after), false);
            let back = sides(&diff_of(&after, &before), true);
            assert_eq!(there, back, "seed {seed}, {known:?}");
        }
    }
}

/// Changes without their kinds and titles, which depend on the direction.
fn sides(diff: &Diff, turned: bool) -> Vec<String> {
    let line = |change: &Change| {
        let whole = change.field.is_none().then(|| match (change.kind.name(), turned) {
            ("added", false) | ("removed", true) => "new",
            _ => "gone",
        });
        let values = |values: &[Told]| values.iter().map(value).collect::<Vec<_>>().join(", ");
        let (old, new) = (values(&change.old), values(&change.new));
        let (old, new) = if turned { (new, old) } else { (old, new) };
        format!(
            "{:?} {whole:?} {:?} {:?}: {old} > {new} {:?}",
            change.field,
            change.language,
            change.about.is_some(),
            change.shift.map(|shift| if turned { -shift } else { shift })
        )
    };
    let mut lines: Vec<String> = diff.entries.iter().flat_map(|entry| entry.changes.iter().map(line)).collect();
    lines.sort();
    lines
}

/// The two sides in different formats, read by the program as a user would.
#[test]
fn edits_are_told_across_formats() {
    let folder = TempDir::new().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let formats = [("yaml", "ttl"), ("nq", "json"), ("jsonld", "toml"), ("rdf", "yaml")];
    for (seed, (left, right)) in (100..).zip(formats) {
        for known in [Known::Ids, Known::Codes, Known::Nothing] {
            let Case { before, after, expected } = case(seed, known);
            let convert = |record: &Value, name: &str| {
                let input = path("input.json");
                fs::write(&input, record.to_string()).expect("it can be written");
                let output = plenary(&["convert", &input, "-o", &path(name)], b"");
                assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
                fs::read_to_string(path(name)).expect("it was written")
            };
            let (left, right) = (format!("a.{left}"), format!("b.{right}"));
            let (before, after) = (convert(&before, &left), convert(&after, &right));
            assert_eq!(lines(&diff((&left, &before), (&right, &after))), expected, "{left} {right} {known:?}");
        }
    }
}
