//! What CI pays for: many small files beside the same records in one stream, and a file with thousands of mistakes.
//!
//! `cargo bench --bench diagnostics -- [FILES]`. One thread, so that time is CPU time; medians, and ratios of one run.

#![allow(clippy::cast_precision_loss)]

mod generate;
mod measure;

use std::path::Path;
use std::time::Duration;

use plenary::check::Checks;
use plenary::diagnostic::Error;
use plenary::format::ReadOptions;
use plenary::input::{self, Files, Input};
use plenary::pipeline::{self, Consumer, Job, Outcome, Task, Validate};
use plenary::report::{REPORTS, Render, Style, Summary};

use measure::{RUNS, median};

const MISTAKES: usize = 5000;

fn main() {
    let files = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(10_000);
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global().expect("a pool of one thread");
    let folder = tempfile::tempdir().expect("a temporary folder");
    many_files(folder.path(), files);
    many_mistakes(folder.path());
}

/// The same records in a stream and in a file each: discovery, reading, checking, and a report that says nothing.
fn many_files(folder: &Path, count: usize) {
    let records = folder.join("records");
    std::fs::create_dir(&records).expect("a folder");
    let mut stream = Vec::new();
    for number in 0..count {
        let session = generate::session(number);
        std::fs::write(records.join(format!("{number:05}.json")), &session).expect("a file");
        stream.extend_from_slice(session.as_bytes());
        stream.push(b'\n');
    }
    let whole = folder.join("records.ndjson");
    std::fs::write(&whole, &stream).expect("a file");
    let megabytes = stream.len() as f64 / 1e6;
    println!("{count} records, {megabytes:.1} MB; median of {RUNS} runs, one thread");
    let speed = |time: Duration| megabytes / time.as_secs_f64();
    let one = median(|| validate(&[Input::File(whole.clone())], None));
    let each = median(|| {
        let inputs = input::discover(&[records.display().to_string()], &Files::default()).expect("files");
        validate(&inputs, None)
    });
    println!("{:<44} {:>8.0} MB/s", "one NDJSON file", speed(one));
    let ratio = each.as_secs_f64() / one.as_secs_f64();
    println!("{:<44} {:>8.0} MB/s {ratio:>8.2} times the CPU for a byte", "a file for each record", speed(each));
}

/// A file of about 4 MB in which many records have a mistake, in each form of report.
fn many_mistakes(folder: &Path) {
    let records: Vec<String> = (0..MISTAKES).map(|number| broken(&generate::session(number))).collect();
    let text = format!("[\n{}\n]\n", records.join(",\n"));
    let path = folder.join("broken.json");
    std::fs::write(&path, &text).expect("a file");
    println!("\n{:.1} MB with {MISTAKES} mistakes; seconds of CPU", text.len() as f64 / 1e6);
    for report in REPORTS {
        let style = Style { colour: true, width: 100, quiet: false };
        let time = median(|| validate(&[Input::File(path.clone())], Some((report.new)(style))));
        println!("{:<44} {:>8.3} s", report.name, time.as_secs_f64());
    }
}

/// A short record with a role that there is not.
fn broken(session: &str) -> String {
    let (head, rest) = session.split_once("\"description\":\"").expect("a description");
    let (_, tail) = rest.split_once("\",\"edition\"").expect("an edition");
    let (tail, _) = tail.split_once(",{\"agent\"").expect("participations");
    let record = format!("{head}\"edition\"{tail}]}}");
    record.replacen("\"role\":\"speaker\"", "\"role\":\"speker\"", 1)
}

/// Renders what comes out and counts its bytes.
struct Count {
    render: Option<Box<dyn Render>>,
    summary: Summary,
    bytes: usize,
}

impl Consumer for Count {
    fn take(&mut self, outcome: &mut Outcome) -> Result<(), Error> {
        self.summary.records += outcome.records;
        for finding in &outcome.findings {
            self.summary.tally.add(finding.severity);
            if let Some(render) = &mut self.render {
                let mut out = String::new();
                render.finding(finding, &mut out).expect("strings do not fail");
                self.bytes += out.len();
            }
        }
        Ok(())
    }
}

fn validate(inputs: &[Input], render: Option<Box<dyn Render>>) -> usize {
    let task = Task::Validate(Validate { catalogue: true, checks: Checks::default() });
    let job = Job { task, from: None, files: Files::default(), read: ReadOptions::default(), settings: Vec::new() };
    let mut count = Count { render, summary: Summary::default(), bytes: 0 };
    pipeline::run(&job, inputs, &mut count).expect("the work runs");
    if let Some(mut render) = count.render {
        assert_eq!(count.summary.tally.errors, MISTAKES, "each mistake is one error");
        render.end(&count.summary, &mut String::new()).expect("strings do not fail");
    }
    count.summary.records + count.bytes
}
