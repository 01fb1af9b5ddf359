//! Linking of feeds of forums whose truth is known: F1 of pairs, seconds of CPU and peak memory.
//!
//! `cargo bench --bench forums -- [MENTIONS]...` links people and sessions of five feeds without labels (10,000 and 100,000 mentions where none is
//! given), each in a process of its own, so that each has its own peak. `--write FOLDER` writes the tables and their mappings instead,
//! for other programs.

#![allow(clippy::cast_precision_loss)]

#[path = "../../tests/common/chance.rs"]
mod chance;
mod names;
mod people;
mod sessions;
mod slips;

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

use plenary::link::evaluate::score;
use plenary::link::record::{Field, Record, Records};
use plenary::link::role::Role;
use plenary::link::{Linkage, Options};

/// How many feeds there are.
const FEEDS: usize = 5;

/// Mentions in feeds: a row has its fields, its feed, and the number of what it is of.
struct Mentions {
    fields: &'static [(&'static str, Role)],
    rows: Vec<(Vec<String>, usize, usize)>,
}

/// What is mentioned, and what makes so many mentions of it.
type Kind = (&'static str, fn(usize) -> Mentions);

/// What feeds mention.
const KINDS: [Kind; 2] = [("sessions", sessions::mentions), ("people", people::mentions)];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let after =
        |flag: &str| arguments.iter().position(|argument| argument == flag).and_then(|at| arguments.get(at + 1));
    let (folder, only) = (after("--write"), after("--only"));
    let mut sizes: Vec<usize> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![10_000, 100_000];
    }
    for size in sizes {
        for (what, mentions) in KINDS.iter().filter(|(what, _)| only.is_none_or(|only| only == what)) {
            match (folder, only) {
                (Some(folder), _) => write(Path::new(folder), what, size, &mentions(size)),
                (None, Some(_)) => measure(what, &mentions(size)),
                (None, None) => measure_apart(what, size),
            }
        }
    }
}

/// Measures in a process of its own.
fn measure_apart(what: &str, size: usize) {
    let program = std::env::current_exe().expect("this program has a path");
    let status = Command::new(program).args(["--only", what, &size.to_string()]).status();
    assert!(status.is_ok_and(|status| status.success()), "{what} of {size} mentions cannot be measured");
}

/// Links, and prints how well and at what cost.
fn measure(what: &str, mentions: &Mentions) {
    let fields = mentions.fields.iter().map(|(name, role)| Field { name: (*name).to_owned(), role: *role }).collect();
    let record = |(at, (values, feed, _)): (usize, &(Vec<String>, usize, usize))| Record {
        values: values.clone(),
        source: u32::try_from(*feed).unwrap_or(0),
        key: at.to_string(),
    };
    let records = Records::new(fields, mentions.rows.iter().enumerate().map(record).collect());
    let truth: Vec<u32> = records.list().iter().map(|record| truth(mentions, record)).collect();
    let before = cpu();
    let linkage = Linkage::with(&records, Options::default(), None);
    let score = score(&linkage.clusters(0), &truth);
    println!(
        "{what:<8} {:>7} mentions: precision {:.4}, recall {:.4}, F1 {:.4}; {} of {} pairs compared, {} keys left; {:.1} s of CPU, peak {} MB",
        records.len(),
        score.precision(),
        score.recall(),
        score.f1(),
        linkage.compared,
        linkage.held,
        linkage.blocks.left,
        cpu() - before,
        peak()
    );
}

fn truth(mentions: &Mentions, record: &Record) -> u32 {
    let at: usize = record.key.parse().unwrap_or_default();
    u32::try_from(mentions.rows[at].2).unwrap_or(u32::MAX)
}

/// Writes a table with the truth in its last column, and a mapping for `plenary link eval`.
fn write(folder: &Path, what: &str, size: usize, mentions: &Mentions) {
    let cell = |value: &String| format!("\"{}\"", value.replace('"', "\"\""));
    let names: Vec<&str> = mentions.fields.iter().map(|(name, _)| *name).collect();
    let mut table = format!("{},feed,truth\n", names.join(","));
    for (values, feed, of) in &mentions.rows {
        let cells: Vec<String> = values.iter().map(cell).collect();
        let _ = writeln!(table, "{},{feed},{of}", cells.join(","));
    }
    let roles: Vec<String> =
        mentions.fields.iter().map(|(name, role)| format!("{name} = \"{}\"", role.name())).collect();
    fs::create_dir_all(folder).expect("the folder can be made");
    fs::write(folder.join(format!("{what}-{size}.csv")), table).expect("the table can be written");
    let mapping = format!("cluster = \"truth\"\n\n[fields]\n{}\n", roles.join("\n"));
    fs::write(folder.join(format!("{what}.toml")), mapping).expect("the mapping can be written");
}

/// Seconds of CPU that this process has taken, of all its threads.
fn cpu() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks: f64 = after.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum();
    ticks / 100.0
}

/// The most memory that it had at a time, in megabytes; 0 where the system does not say.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) / 1024
}
