//! Feeds of events read into records: each fixture with its records, its findings, and an account of its items.
//!
//! `fixtures/feeds/<format>/<name>` is a file, or a folder of files that belong together. What comes of it stands in
//! `tests/snapshots/feeds`.

#[path = "common/chance.rs"]
mod chance;

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use plenary::check::Checks;
use plenary::diagnostic::{Account, Diagnostic, Error, Report};
use plenary::doc::Node;
use plenary::format::{self, ReadOptions, Write as Writer};
use plenary::input::{Files, Input};
use plenary::pipeline::{self, Consumer, Convert, Job, Outcome, Task, Validate};

#[derive(Default)]
struct All {
    text: Vec<u8>,
    written: usize,
    findings: Vec<Diagnostic>,
    losses: Vec<Diagnostic>,
    kept: Vec<Node<'static>>,
    account: Account,
}

impl Consumer for All {
    fn take(&mut self, outcome: &mut Outcome) -> Result<(), Error> {
        if outcome.written > 0 && self.written > 0 {
            self.text.push(b'\n');
        }
        self.text.extend_from_slice(&outcome.bytes);
        self.written += outcome.written;
        self.findings.append(&mut outcome.findings);
        self.losses.append(&mut outcome.losses);
        self.kept.append(&mut outcome.kept);
        self.account.append(&outcome.account);
        Ok(())
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// Each fixture with the files that it consists of.
fn fixtures() -> Vec<(PathBuf, Vec<Input>)> {
    let formats = entries(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/feeds"));
    let fixtures = formats.iter().flat_map(|format| entries(format));
    fixtures
        .map(|path| {
            let files = if path.is_dir() { entries(&path) } else { vec![path.clone()] };
            (path, files.into_iter().map(Input::File).collect())
        })
        .collect()
}

fn run(task: Task, inputs: &[Input], timezone: Option<&str>) -> All {
    let mut all = All::default();
    let read = ReadOptions { timezone: timezone.map(str::to_owned), ..ReadOptions::default() };
    let job = Job { task, from: None, files: Files::default(), read, settings: Vec::new() };
    pipeline::run(&job, inputs, &mut all).unwrap();
    all
}

fn read(inputs: &[Input]) -> All {
    run(Task::Convert(Convert::to(format::by_name("ndjson").unwrap())), inputs, None)
}

fn line(told: &Diagnostic) -> String {
    let begin = told.place.positions().0;
    let file = Path::new(told.place.name()).file_name().unwrap_or_default().display().to_string();
    format!("{file}:{}:{} {} {}", begin.line, begin.column, told.id, told.message)
}

fn shown(all: &All) -> String {
    let mut text = String::new();
    for (kind, fates) in all.account.kinds() {
        let (read, records, parts, left) = (fates.read(), fates.records, fates.parts, fates.left);
        let _ = writeln!(text, "{kind}: {read} read, {records} records, {parts} parts, {left} left out");
    }
    for told in all.findings.iter().chain(&all.losses) {
        let _ = writeln!(text, "{}", line(told));
    }
    for record in all.text.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()) {
        let record: serde_json::Value = serde_json::from_slice(record).unwrap();
        let _ = writeln!(text, "{record:#}");
    }
    text
}

#[test]
fn feeds_are_read_as_their_snapshots_say() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots/feeds");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for (path, inputs) in fixtures() {
        let format = path.parent().unwrap().file_name().unwrap().display().to_string();
        let name = format!("{format}-{}", path.file_stem().unwrap().display());
        settings.bind(|| insta::assert_snapshot!(name, shown(&read(&inputs))));
    }
}

/// Every item that becomes a record is written, and every one that is left out is told.
#[test]
fn accounts_add_up() {
    for (path, inputs) in fixtures() {
        let all = read(&inputs);
        let told = all.losses.iter().filter(|loss| loss.id == "loss/item").count();
        let (records, left) = all
            .account
            .kinds()
            .fold((0, 0), |(records, left), (_, fates)| (records + fates.records, left + fates.left));
        assert_eq!(left, told, "{}", path.display());
        let refused = all.losses.iter().filter(|loss| loss.id == "loss/record").count();
        assert_eq!(records, all.written + refused, "{}", path.display());
        assert!(records > 0 || left > 0, "{} has no items", path.display());
    }
}

/// Formats of schedules that are written as well as read.
const WRITTEN: &[&str] = &["frab-xml", "frab-json", "schedule2", "ics", "atom", "rpde"];

/// The zone of feeds that name none.
const ZONE: Option<&str> = Some("Europe/Zurich");

/// What a schedule says of its sessions that have a time, whatever else it leaves out.
fn gist(all: &All) -> Vec<String> {
    let records = all.text.split(|&byte| byte == b'\n').filter(|line| !line.is_empty());
    let mut gist: Vec<String> = records
        .map(|record| serde_json::from_slice(record).unwrap())
        .filter(|record: &serde_json::Value| record["start"].is_string())
        .map(|record| {
            let names = record["participations"].as_array().into_iter().flatten();
            let names: Vec<&str> = names.filter_map(|one| one["agent"]["name"].as_str()).collect();
            let said = ["title", "start", "duration", "abstract", "description", "identifier"]
                .map(|key| record[key].to_string());
            format!("{} {} {names:?}", said.join(" "), record["place"]["name"])
        })
        .collect();
    gist.sort();
    gist
}

/// What is written is read again as the same sessions, people, rooms and times, and written as the same bytes.
#[test]
fn schedules_come_back() {
    let folder = tempfile::tempdir().unwrap();
    for (path, inputs) in fixtures() {
        for name in WRITTEN {
            let format = format::by_name(name).unwrap();
            let convert = || Convert { base: Some("https://data.example.org/".to_owned()), ..Convert::to(format) };
            let file = folder.path().join("schedule");
            let first = whole(convert(), &inputs, ZONE);
            fs::write(&file, &first.text).unwrap();
            let again = [Input::File(file.clone())];
            let records = |inputs: &[Input], zone| {
                gist(&run(Task::Convert(Convert::to(format::by_name("ndjson").unwrap())), inputs, zone))
            };
            // Schedules say durations and short texts, where other feeds may say ends and long ones.
            let folder_name = path.parent().unwrap().file_name().unwrap().display().to_string();
            let is_schedule = ["frab-json", "schedule2"].contains(name);
            let is_kin = folder_name == *name && *name != "atom" || folder_name == "frab-xml" && is_schedule;
            if is_kin {
                assert_eq!(records(&again, None), records(&inputs, ZONE), "{} as {name}", path.display());
            }
            // The roles of schedule2 are few, and entries of Atom without a time are news: others do not come back.
            if *name == "schedule2" && !is_kin || *name == "atom" && folder_name != "atom" {
                continue;
            }
            let second = whole(convert(), &again, None);
            assert_eq!(
                String::from_utf8_lossy(&second.text),
                String::from_utf8_lossy(&first.text),
                "{} as {name}",
                path.display()
            );
        }
    }
}

/// Reads inputs and writes all of them at once.
fn whole(convert: Convert, inputs: &[Input], timezone: Option<&str>) -> All {
    let (to, options) = (convert.to, convert.options.clone());
    let mut all = run(Task::Convert(convert), inputs, timezone);
    let Some(Writer::Whole(write) | Writer::Graph(write)) = &to.write else {
        panic!("{} is written by record", to.name)
    };
    let mut report = Report::default();
    write(&all.kept, &options, &mut all.text, &mut report);
    all.losses.append(&mut report.findings);
    all
}

/// A feed's format is told by its content, and its records are sound but for what the feed lacks.
#[test]
fn feeds_are_found_by_content_and_give_sound_records() {
    for (path, inputs) in fixtures() {
        let Some(Input::File(file)) = inputs.first() else { panic!("no files in {}", path.display()) };
        let named = path.parent().unwrap().file_name().unwrap().display().to_string();
        let format = format::by_content(&fs::read_to_string(file).unwrap_or_default());
        assert_eq!(format.map(|format| format.name), Some(named.as_str()), "{}", file.display());
        let validate = Validate { catalogue: false, checks: Checks::default() };
        let all = run(Task::Validate(validate), &inputs, None);
        let errors: Vec<String> = all
            .findings
            .iter()
            .filter(|told| told.severity == plenary::diagnostic::Severity::Error)
            .map(line)
            .collect();
        assert!(errors.is_empty(), "{}: {errors:?}", path.display());
    }
}

/// Pieces that have a meaning in one of the syntaxes.
const PIECES: &[&str] = &[
    "<",
    ">",
    "</event>",
    "&",
    "&#x110000;",
    "\"",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\n",
    "\r\n ",
    "\u{feff}",
    "é",
    "\u{202e}",
    "-",
    "- ",
    "BEGIN:VEVENT\n",
    "RRULE:FREQ=DAILY;INTERVAL=99999999\n",
    "DTSTART:99991231T235959\n",
    "9999-12-31T23:59:59",
    "0",
    "-1",
    "1e999",
    "\0",
];

/// Whatever happens to a feed on its way: nothing panics, and what is told has a place in the text.
/// `PLENARY_DAMAGED` is how often each fixture is damaged.
#[test]
fn damaged_feeds_never_panic() {
    let rounds = std::env::var("PLENARY_DAMAGED").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(60);
    let mut chance = chance::Chance(7);
    for (path, inputs) in fixtures() {
        let named = path.parent().unwrap().file_name().unwrap().display().to_string();
        let format = format::by_name(&named).unwrap();
        for input in &inputs {
            let Input::File(file) = input else { continue };
            let text = fs::read_to_string(file).unwrap();
            for _ in 0..rounds {
                let damaged = damaged(&text, &mut chance);
                let input = Input::Text { path: file.clone(), bytes: damaged.clone().into_bytes().into() };
                let mut all = All::default();
                let task = Task::Convert(Convert::to(format::by_name("ndjson").unwrap()));
                let read = ReadOptions { timezone: ZONE.map(str::to_owned), ..ReadOptions::default() };
                let job = Job { task, from: Some(format), files: Files::default(), read, settings: Vec::new() };
                pipeline::run(&job, &[input], &mut all).unwrap();
                for told in all.findings.iter().chain(&all.losses) {
                    assert!(told.place.positions().0.line <= damaged.len() + 1, "{}", line(told));
                }
            }
        }
    }
}

/// A text with a few places cut out, doubled or written into.
fn damaged(text: &str, chance: &mut chance::Chance) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for _ in 0..=chance.below(6) {
        let at = chance.below(letters.len() + 1);
        let end = (at + chance.below(40)).min(letters.len());
        match chance.below(5) {
            0 => drop(letters.drain(at..end)),
            1 => {
                let copy = letters[at..end].to_vec();
                letters.splice(end..end, copy);
            }
            2 => letters.truncate(at),
            _ => drop(letters.splice(at..at, chance.pick(PIECES).chars())),
        }
        if letters.is_empty() {
            break;
        }
    }
    letters.into_iter().collect()
}
