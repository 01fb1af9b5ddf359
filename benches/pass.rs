//! RDF to RDF and RDF to records, beside oxttl reading and writing the same.
//!
//! `cargo bench --bench pass -- [RECORDS]`. Each line is the best of several runs, in MB of input for a second of CPU of
//! one thread.

#![allow(clippy::cast_precision_loss)]

mod generate;

use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::time::{Duration, Instant};

use oxttl::{NTriplesSerializer, TurtleParser};
use plenary::diagnostic::Error;
use plenary::format::{self, ReadOptions};
use plenary::input::{Files, Input};
use plenary::pipeline::{self, Consumer, Convert, Job, Outcome, Task};
use tempfile::TempDir;

const RUNS: usize = 5;

fn main() {
    let records = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(10_000);
    let folder = TempDir::new().expect("a folder");
    let json = folder.path().join("records.ndjson");
    std::fs::write(&json, generate::ndjson(records)).expect("the records are written");
    for (from, to) in [("turtle", "ntriples"), ("turtle", "turtle"), ("ntriples", "nquads"), ("ntriples", "turtle")] {
        let input = written(&json, from, folder.path());
        show(&format!("{from} to {to}, statements"), &input, || convert(&input, to, false));
        if (from, to) == ("turtle", "ntriples") {
            show("turtle to ntriples, oxttl alone", &input, || peer(&input));
        }
    }
    for from in ["turtle", "ntriples"] {
        let input = written(&json, from, folder.path());
        show(&format!("{from} to ndjson, records"), &input, || convert(&input, "ndjson", true));
    }
}

/// The records in another format.
fn written(json: &Path, format: &str, folder: &Path) -> std::path::PathBuf {
    let format = format::by_name(format).expect("a format");
    let path = folder.join("records").with_extension(format.extensions[0]);
    let mut text = Keep(Vec::new());
    // Turtle's head is the command line's business; without it there are no prefixes, so it is written here.
    if let Some(format::Write::Each(each)) = &format.write {
        (each.head)(&format::WriteOptions::default(), &mut text.0);
    }
    run(json, Convert::to(format), &mut text);
    std::fs::write(&path, text.0).expect("the statements are written");
    path
}

fn convert(path: &Path, to: &str, records: bool) -> usize {
    let mut count = Count(0);
    run(path, Convert { records, ..Convert::to(format::by_name(to).expect("a format")) }, &mut count);
    count.0
}

fn run(path: &Path, convert: Convert, consumer: &mut dyn Consumer) {
    let task = Task::Convert(convert);
    let job = Job { task, from: None, files: Files::default(), read: ReadOptions::default(), settings: Vec::new() };
    pipeline::run(&job, &[Input::File(path.to_path_buf())], consumer).expect("the work runs");
}

fn peer(path: &Path) -> usize {
    let reader = BufReader::with_capacity(1 << 20, File::open(path).expect("it is there"));
    let mut writer = NTriplesSerializer::new().for_writer(Vec::new());
    for triple in TurtleParser::new().for_reader(reader) {
        writer.serialize_triple(&triple.expect("it is Turtle")).expect("memory is there");
    }
    writer.finish().len()
}

/// Keeps what comes out, with an empty line between the records of Turtle.
struct Keep(Vec<u8>);

impl Consumer for Keep {
    fn take(&mut self, outcome: &mut Outcome) -> Result<(), Error> {
        self.0.extend_from_slice(&outcome.bytes);
        self.0.push(b'\n');
        Ok(())
    }
}

struct Count(usize);

impl Consumer for Count {
    fn take(&mut self, outcome: &mut Outcome) -> Result<(), Error> {
        self.0 += outcome.bytes.len();
        Ok(())
    }
}

fn show<T>(name: &str, input: &Path, mut work: impl FnMut() -> T) {
    let megabytes = std::fs::metadata(input).expect("it is there").len() as f64 / 1e6;
    let time = (0..RUNS).map(|_| measured(&mut work)).min().unwrap_or_default();
    println!("{name:<40} {megabytes:>7.1} MB {:>7.0} MB/s", megabytes / time.as_secs_f64());
}

/// The time that this thread worked, where the system tells it, else the time that went by.
fn measured<T>(work: &mut impl FnMut() -> T) -> Duration {
    let (start, worked) = (Instant::now(), on_cpu());
    std::hint::black_box(work());
    match (worked, on_cpu()) {
        (Some(before), Some(after)) => after.saturating_sub(before),
        _ => start.elapsed(),
    }
}

fn on_cpu() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/self/schedstat").ok()?;
    told.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}
