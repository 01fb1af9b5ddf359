//! The whole dataset for download, in several syntaxes, with the hashes by which copies are checked.

use std::io;

use super::Site;
use super::files::{Digest, Files};
use super::siblings;
use crate::diagnostic::{Error, Report};
use crate::doc::Node;
use crate::format::{Count, Each, Write, WriteOptions, csv, jsonld, turtle};

mod sort;

/// A dump: its file, and what there is to say of it.
#[derive(Debug)]
pub(super) struct Dump {
    pub(super) path: &'static str,
    pub(super) name: &'static str,
    pub(super) media_type: &'static str,
    pub(super) is_rdf: bool,
    pub(super) digest: Digest,
}

/// The dump of all statements, in the folder of the site.
pub const DUMP: &str = "data/dataset.nq";

/// All dumps, and how many statements there are.
#[derive(Debug)]
pub(super) struct Dumps {
    pub(super) all: Vec<Dump>,
    pub(super) statements: u64,
}

/// Writes all dumps.
pub(super) fn write(site: &Site, files: &mut Files) -> Result<Dumps, Error> {
    let mut all = Vec::new();
    let mut statements = 0;
    let mut dump = |path, name, media_type, is_rdf, digest| all.push(Dump { path, name, media_type, is_rdf, digest });
    let path = DUMP;
    let digest = files.put_stream(path, |out| sorted(site, out).map(|count| statements = count))?;
    files.put("data/dataset.nq.sha256", format!("{}  dataset.nq\n", digest.sha256).as_bytes())?;
    dump(path, "N-Quads (RDFC-1.0)", "application/n-quads", true, digest);
    let path = "data/dataset.ttl";
    let digest = files.put_stream(path, |out| stream(site, turtle::FORMAT.write.as_ref(), out))?;
    dump(path, "Turtle", "text/turtle", true, digest);
    let path = "data/dataset.jsonld";
    let digest = files.put_stream(path, |out| stream(site, jsonld::FORMAT.write.as_ref(), out))?;
    dump(path, "JSON-LD", "application/ld+json", true, digest);
    let path = "data/dataset.ndjson";
    let digest = files.put_stream(path, |out| ndjson(site, out))?;
    dump(path, "NDJSON", "application/x-ndjson", false, digest);
    let path = "data/dataset.csv";
    let digest = files.put_stream(path, |out| table(site, out))?;
    dump(path, "CSV", "text/csv", false, digest);
    let context = serde_json::json!({"@context": crate::rdf::context::context()});
    files.put("data/context.jsonld", format!("{context:#}\n").as_bytes())?;
    Ok(Dumps { all, statements })
}

/// The statements in canonical order, each once: canonical N-Quads, since no record has a blank node.
fn sorted(site: &Site, out: &mut dyn io::Write) -> io::Result<u64> {
    let mut lines = sort::Lines::default();
    for record in site.collection.records() {
        lines.add(&siblings::ntriples(record))?;
    }
    lines.write(out)
}

/// Record by record, so that a large dataset needs no memory.
fn stream(site: &Site, write: Option<&Write>, out: &mut dyn io::Write) -> io::Result<()> {
    let Some(Write::Each(each)) = write else { return Ok(()) };
    let Each { head, record: write, separator, tail, .. } = each;
    let records = site.collection.records();
    let count = match records.len() {
        0 => Count::None,
        1 => Count::One,
        _ => Count::Many,
    };
    let options = WriteOptions { count, ..WriteOptions::default() };
    let mut bytes = Vec::new();
    head(&options, &mut bytes);
    for (at, record) in records.iter().enumerate() {
        if at > 0 {
            bytes.extend_from_slice(separator(&options).as_bytes());
        }
        write(&record.node(), &options, &mut bytes);
        out.write_all(&bytes)?;
        bytes.clear();
    }
    tail(&options, &mut bytes);
    out.write_all(&bytes)
}

fn ndjson(site: &Site, out: &mut dyn io::Write) -> io::Result<()> {
    site.collection.records().iter().try_for_each(|record| writeln!(out, "{}", record.json()))
}

/// In passes, since columns are those of all records, so that a large dataset needs no memory here either.
fn table(site: &Site, out: &mut dyn io::Write) -> io::Result<()> {
    let visit = |show: &mut dyn FnMut(&Node) -> io::Result<()>| {
        site.collection.records().iter().try_for_each(|record| show(&record.node()))
    };
    csv::write_in_passes(&visit, out, &mut Report::default())
}
