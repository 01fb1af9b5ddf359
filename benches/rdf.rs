//! Throughput of reading RDF into records: MB of text for a second of CPU of one thread.
//!
//! `cargo bench --bench rdf -- [RECORDS]`. Each line is the median of several runs; beside it what the parser alone takes.

#![allow(clippy::cast_precision_loss)]

mod generate;
mod measure;

use std::time::Duration;

use plenary::diagnostic::{Error, Report};
use plenary::format::{self, Format, ReadOptions, WriteOptions};
use plenary::input::{Files, Input};
use plenary::pipeline::{self, Consumer, Convert, Job, Outcome, Task};
use plenary::source::Source;

use measure::{RUNS, median};

const SYNTAXES: [&str; 6] = ["turtle", "trig", "ntriples", "nquads", "rdfxml", "jsonld"];

fn main() {
    let records = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(2000);
    let bytes = generate::ndjson(records);
    println!("{records} records; median of {RUNS} runs\n");
    for name in SYNTAXES {
        let format = format::by_name(name).expect("a format");
        let text = converted(&bytes, format);
        let megabytes = text.len() as f64 / 1e6;
        let source = Source::new(name, text);
        let time = median(|| {
            let mut report = Report::default();
            let records = format.read.expect("a reader")(&source, &ReadOptions::default(), &mut report);
            assert!(report.findings.is_empty(), "{}", report.findings[0].message);
            records.len()
        });
        let alone = median(|| parse(name, source.text()));
        let speed = |time: Duration| megabytes / time.as_secs_f64();
        println!(
            "{name:<10} {megabytes:>7.1} MB {:>7.1} MB/s into records {:>7.1} MB/s parsed alone",
            speed(time),
            speed(alone)
        );
    }
}

/// How many statements the parser finds.
fn parse(name: &str, text: &str) -> usize {
    match name {
        "turtle" => oxttl::TurtleParser::new().for_slice(text).flatten().count(),
        "trig" => oxttl::TriGParser::new().for_slice(text).flatten().count(),
        "ntriples" => oxttl::NTriplesParser::new().for_slice(text).flatten().count(),
        "nquads" => oxttl::NQuadsParser::new().for_slice(text).flatten().count(),
        "rdfxml" => oxrdfxml::RdfXmlParser::new().for_slice(text).flatten().count(),
        _ => oxjsonld::JsonLdParser::new().for_slice(text).flatten().count(),
    }
}

/// Puts outcomes together as a file of many records.
struct Bytes {
    out: Vec<u8>,
    separator: &'static str,
    any: bool,
}

impl Consumer for Bytes {
    fn take(&mut self, outcome: &mut Outcome) -> Result<(), Error> {
        if self.any && outcome.written > 0 {
            self.out.extend_from_slice(self.separator.as_bytes());
        }
        self.any |= outcome.written > 0;
        self.out.append(&mut outcome.bytes);
        Ok(())
    }
}

fn converted(bytes: &[u8], to: &'static Format) -> String {
    let options = WriteOptions { count: format::Count::Many, ..WriteOptions::default() };
    let convert = Convert { options: options.clone(), ..Convert::to(to) };
    let job = Job {
        task: Task::Convert(convert),
        from: None,
        files: Files::default(),
        read: ReadOptions::default(),
        settings: Vec::new(),
    };
    let input = Input::Text { path: "made.ndjson".into(), bytes: bytes.into() };
    let separator = match &to.write {
        Some(format::Write::Each(each)) => (each.separator)(&options),
        _ => "",
    };
    let mut bytes = Bytes { out: Vec::new(), separator, any: false };
    if let Some(format::Write::Each(each)) = &to.write {
        (each.head)(&options, &mut bytes.out);
    }
    pipeline::run(&job, &[input], &mut bytes).expect("the work runs");
    if let Some(format::Write::Each(each)) = &to.write {
        (each.tail)(&options, &mut bytes.out);
    }
    String::from_utf8(bytes.out).expect("UTF-8")
}
