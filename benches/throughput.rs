//! Throughput of validate and convert beside the limit: `serde_json` reading the same bytes into plain structs.
//!
//! `cargo bench --bench throughput -- [RECORDS]`. Each line is the median of several runs, in MB of input for a second
//! of CPU of one thread, and the ratio to the limit. Absolute figures are noisy; the ratios are what counts.

#![allow(clippy::cast_precision_loss)]

mod generate;
mod measure;
mod mirror;

use std::time::Duration;

use plenary::check::Checks;
use plenary::diagnostic::Error;
use plenary::format::{self, ReadOptions};
use plenary::input::{Files, Input};
use plenary::pipeline::{self, Consumer, Convert, Job, Outcome, Task, Validate};

use measure::{RUNS, median};

fn main() {
    let records = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(100_000);
    let bytes = generate::ndjson(records);
    let file = tempfile::Builder::new().suffix(".ndjson").tempfile().expect("a temporary file");
    std::fs::write(file.path(), &bytes).expect("the records are written");
    let input = Input::File(file.path().to_path_buf());
    let megabytes = bytes.len() as f64 / 1e6;
    println!(
        "{records} records, {megabytes:.1} MB, {:.0} bytes each; median of {RUNS} runs",
        bytes.len() as f64 / records as f64
    );
    let threads: usize = rayon::current_num_threads();
    println!("threads: {threads} (RAYON_NUM_THREADS sets it)\n");

    let lines: Vec<&[u8]> = bytes.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()).collect();
    let limit = median(|| {
        lines
            .iter()
            .map(|line| serde_json::from_slice::<mirror::Session>(line).map_or(0, |s| s.title.len()))
            .sum::<usize>()
    });
    let value =
        median(|| lines.iter().filter(|line| serde_json::from_slice::<serde_json::Value>(line).is_ok()).count());
    let show = |name: &str, time: Duration| {
        let speed = megabytes / time.as_secs_f64();
        println!("{name:<44} {speed:>8.0} MB/s {:>8.2} of the limit", limit.as_secs_f64() / time.as_secs_f64());
    };
    show("limit: serde_json into plain structs", limit);
    show("serde_json into Value", value);
    show("validate, structure and IRIs", median(|| run(validate(false), &input)));
    show("validate, with the catalogue", median(|| run(validate(true), &input)));
    for name in ["nquads", "turtle", "jsonld", "ndjson"] {
        show(&format!("convert to {name}"), median(|| run(convert(name), &input)));
    }
    println!("\npeers on {PEERS} of the records, one thread");
    peers(&lines[..lines.len().min(PEERS)]);
}

/// Peers are slow, so they get fewer records.
const PEERS: usize = 2000;

/// The `jsonschema` crate with our schema, and `oxjsonld` with our context.
fn peers(lines: &[&[u8]]) {
    let megabytes = lines.iter().map(|line| line.len()).sum::<usize>() as f64 / 1e6;
    let show = |name: &str, time: Duration| println!("{name:<44} {:>8.0} MB/s", megabytes / time.as_secs_f64());
    let validator = plenary::schema::Validator::new();
    let value = |line: &&[u8]| serde_json::from_slice::<serde_json::Value>(line).unwrap_or_default();
    show(
        "jsonschema crate, parsing and validating",
        median(|| lines.iter().filter(|line| validator.is_valid(&value(line))).count()),
    );
    let context = plenary::rdf::context::context();
    let documents: Vec<String> = lines
        .iter()
        .map(|line| {
            let mut record = value(line);
            record["@context"] = context.clone();
            record.to_string()
        })
        .collect();
    show("oxjsonld, to quads", median(|| documents.iter().map(|text| quads(text)).sum::<usize>()));
}

fn quads(text: &str) -> usize {
    let parser = oxjsonld::JsonLdParser::new().with_base_iri("https://data.example.org/").expect("a base");
    parser.for_slice(text).flatten().count()
}

fn validate(catalogue: bool) -> Task {
    Task::Validate(Validate { catalogue, checks: Checks::default() })
}

fn convert(name: &str) -> Task {
    Task::Convert(Convert::to(format::by_name(name).expect("a format")))
}

/// Counts what comes out and throws it away.
#[derive(Default)]
struct Count {
    bytes: usize,
    findings: usize,
}

impl Consumer for Count {
    fn take(&mut self, outcome: &mut Outcome) -> Result<(), Error> {
        self.bytes += outcome.bytes.len();
        self.findings +=
            outcome.findings.iter().filter(|finding| finding.severity == plenary::diagnostic::Severity::Error).count();
        Ok(())
    }
}

fn run(task: Task, input: &Input) -> usize {
    let job = Job { task, from: None, files: Files::default(), read: ReadOptions::default(), settings: Vec::new() };
    let mut count = Count::default();
    pipeline::run(&job, std::slice::from_ref(input), &mut count).expect("the work runs");
    assert_eq!(count.findings, 0, "the generated records are valid");
    count.bytes
}
