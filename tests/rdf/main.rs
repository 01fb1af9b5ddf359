//! Records to RDF and back, by generated data: each syntax gives the same records again, byte for byte, and all of them
//! hold one graph, as parsers of others read it.
//!
//! `PLENARY_GRAPHS` says how many datasets are made; `PLENARY_ROADS` names a folder to which the first 200 are written, for
//! `tests/oracles/batch.py`.

mod keep;
#[allow(dead_code)] // it makes records for other tests too
#[path = "../agreement/record.rs"]
mod record;
mod spill;
mod tags;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use oxrdf::{Quad, Term, Triple};
use plenary::check::structure;
use plenary::diagnostic::Report;
use plenary::doc::Node;
use plenary::format::{self, Count, Format, Limits, ReadOptions, Write, WriteOptions, json};
use plenary::rdf::names::Names;
use plenary::rdf::normal::normalize;
use plenary::rdf::resolve::resolve;
use plenary::shape::{ClassId, shape};
use plenary::source::Source;
use rayon::prelude::*;

const BASE: &str = "https://data.example.org/";
/// Name and extension of each syntax of RDF.
const SYNTAXES: [(&str, &str); 6] = [
    ("nquads", "nq"),
    ("ntriples", "nt"),
    ("turtle", "ttl"),
    ("trig", "trig"),
    ("rdfxml", "rdf"),
    ("jsonld", "jsonld"),
];
/// Datasets of a run that nobody asked more of.
const USUAL: usize = 240;
/// Datasets that the judges get.
const JUDGED: usize = 200;

fn format(name: &str) -> &'static Format {
    format::by_name(name).expect("the format is known")
}

fn class_of(record: &Node) -> ClassId {
    record.text("type").and_then(|name| shape().class(name)).expect("records say their type")
}

/// Normal form of valid records, one a line.
fn normal(records: Vec<Node>, source: &Arc<Source>) -> Result<Vec<Node<'static>>, String> {
    let mut all = Vec::new();
    for mut record in records {
        let class = structure::verdict(&record, &mut ()).ok_or("a record is not valid")?;
        resolve(&mut record, class, Some(BASE)).map_err(|unnamed| format!("{unnamed:?}"))?;
        let mut report = Report::default();
        all.extend(normalize(record, class, source, &mut report).into_iter().map(Node::into_owned));
        if let Some(finding) = report.findings.first() {
            return Err(finding.message.clone());
        }
    }
    Ok(all)
}

fn bytes(records: &[Node]) -> String {
    let mut out = Vec::new();
    for record in records {
        json::write_compact(record, &mut out);
        out.push(b'\n');
    }
    String::from_utf8(out).expect("JSON is UTF-8")
}

fn write(format: &Format, records: &[Node]) -> String {
    let options =
        WriteOptions { count: if records.len() == 1 { Count::One } else { Count::Many }, ..WriteOptions::default() };
    let mut out = Vec::new();
    match format.write.as_ref().expect("the format can be written") {
        Write::Each(each) => {
            (each.head)(&options, &mut out);
            for (at, record) in records.iter().enumerate() {
                if at > 0 {
                    out.extend_from_slice((each.separator)(&options).as_bytes());
                }
                (each.record)(record, &options, &mut out);
            }
            (each.tail)(&options, &mut out);
        }
        Write::Statements(write) => {
            for record in records {
                let class = class_of(record);
                let names = Names::of(record, class, None).expect("normal records are named");
                assert!(write(record, class, &names, &mut out), "each node of a normal record stands once");
            }
        }
        Write::Whole(_) | Write::Graph(_) => panic!("RDF is written record by record"),
    }
    String::from_utf8(out).expect("the text is UTF-8")
}

fn read(format: &Format, text: &str) -> Result<Vec<Node<'static>>, String> {
    let source = Source::new(format.name, text);
    let mut report = Report::default();
    let records = format.read.expect("the format can be read")(&source, &ReadOptions::default(), &mut report);
    if let Some(finding) = report.findings.first() {
        return Err(format!("{}: {}", finding.id, finding.message));
    }
    normal(records, &source)
}

/// A line for each statement, with language tags in small letters, as some parsers give them.
fn graph(extension: &str, text: &str) -> Result<BTreeSet<String>, String> {
    fn all<T, E: std::fmt::Display>(
        parsed: impl Iterator<Item = Result<T, E>>,
        triple: impl Fn(T) -> Triple,
    ) -> Result<BTreeSet<String>, String> {
        parsed.map(|read| read.map(|read| line(&triple(read))).map_err(|error| error.to_string())).collect()
    }
    let of_quad = Triple::from_quad;
    match extension {
        "nt" => all(oxttl::NTriplesParser::new().for_slice(text), |triple| triple),
        "nq" => all(oxttl::NQuadsParser::new().for_slice(text), of_quad),
        "ttl" => all(oxttl::TurtleParser::new().for_slice(text), |triple| triple),
        "trig" => all(oxttl::TriGParser::new().for_slice(text), of_quad),
        "rdf" => all(oxrdfxml::RdfXmlParser::new().for_slice(text), |triple| triple),
        _ => all(oxjsonld::JsonLdParser::new().for_slice(text), of_quad),
    }
}

trait FromQuad {
    fn from_quad(quad: Quad) -> Triple;
}

impl FromQuad for Triple {
    fn from_quad(quad: Quad) -> Triple {
        Triple::new(quad.subject, quad.predicate, quad.object)
    }
}

fn line(triple: &Triple) -> String {
    match &triple.object {
        Term::Literal(literal) => match literal.language() {
            Some(tag) => {
                let tag = tag.to_ascii_lowercase();
                format!("{} {} {:?}@{tag}", triple.subject, triple.predicate, literal.value())
            }
            None => triple.to_string(),
        },
        _ => triple.to_string(),
    }
}

/// A dataset of sessions and what they need, or a record of another class, with all its fields, some, or few.
fn dataset(number: usize) -> (ClassId, String) {
    let roots = &shape().roots;
    let class = if number.is_multiple_of(2) { roots[0] } else { roots[number / 2 % roots.len()] };
    let percent = [15, 40, 70, 100][number / 3 % 4];
    // Whole datasets with everything in them are large: the deeper, the fewer fields.
    let depth = if percent > 50 { 1 } else { 1 + number % 2 };
    let seed = u64::try_from(number).expect("a number").wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut record = record::record(class, seed, percent, depth);
    record::without_private(&mut record);
    (class, record.to_string())
}

/// Holds one dataset to all of the above; the folder gets its files.
fn hold(number: usize, folder: Option<&Path>) -> Result<(), String> {
    let (_, text) = dataset(number);
    let source = Source::new("made", text);
    let made = json::parse(source.text(), &Limits::default()).map_err(|fault| fault.message)?;
    let records = normal(vec![made], &source)?;
    let wanted = bytes(&records);
    let folder = folder.map(|folder| folder.join(format!("{number:04}")));
    let mut first = None;
    for (name, extension) in SYNTAXES {
        let text = write(format(name), &records);
        let back = bytes(&read(format(name), &text).map_err(|error| format!("{name}: {error}"))?);
        if back != wanted {
            return Err(format!("{name}:\n-{wanted}+{back}"));
        }
        let lines = graph(extension, &text)?;
        if first.get_or_insert_with(|| lines.clone()) != &lines {
            return Err(format!("{name} holds another graph"));
        }
        keep_file(folder.as_deref(), extension, &text);
    }
    keep_file(folder.as_deref(), "ndjson", &wanted);
    Ok(())
}

fn keep_file(folder: Option<&Path>, extension: &str, text: &str) {
    let Some(folder) = folder else { return };
    std::fs::create_dir_all(folder).expect("the folder can be made");
    std::fs::write(folder.join("normal").with_extension(extension), text).expect("the file can be written");
}

#[test]
fn generated_datasets_come_back_from_every_syntax() {
    let count = std::env::var("PLENARY_GRAPHS").ok().and_then(|count| count.parse().ok()).unwrap_or(USUAL);
    let folder = std::env::var_os("PLENARY_ROADS").map(PathBuf::from);
    let fault = (0..count).into_par_iter().find_map_first(|number| {
        let folder = folder.as_deref().filter(|_| number < JUDGED);
        hold(number, folder).err().map(|fault| format!("dataset {number}: {fault}"))
    });
    assert!(fault.is_none(), "{}", fault.unwrap_or_default());
}
