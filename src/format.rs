//! Formats: what can be read and written, found by name, file extension or first bytes.
//!
//! A format is one file with a `FORMAT` and one line in [`FORMATS`]; help, detection, documentation and the round-trip
//! test go over the table.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Report};
use crate::doc::Node;
use crate::rdf::graph::Statement;
use crate::rdf::names::Names;
use crate::shape::ClassId;
use crate::source::{Source, Span};

mod comment;
pub mod csv;
pub mod feed;
pub mod frab;
pub mod ics;
pub mod json;
pub mod jsonld;
pub mod markdown;
pub mod markup;
pub mod ndjson;
pub mod nquads;
pub mod page;
pub mod programme;
pub mod rdf;
pub mod rdfxml;
pub mod rpde;
pub mod schedule;
pub mod schemaorg;
pub mod syndication;
pub mod toml;
pub mod turtle;
pub mod vcon;
pub mod xml;
pub mod yaml;

pub use comment::{Comment, Comments};

/// A syntax that records are read from or written to.
#[derive(Debug)]
pub struct Format {
    /// The name that `--from` and `--to` take.
    pub name: &'static str,
    /// One line for people.
    pub about: &'static str,
    /// Without dot, lower case.
    pub extensions: &'static [&'static str],
    pub media_types: &'static [&'static str],
    /// Whether a text looks like this format; asked in the order of [`FORMATS`], with the first kilobytes.
    pub sniff: fn(&str) -> bool,
    pub read: Option<Read>,
    /// For syntaxes of RDF: reads a whole text into the statements that it makes.
    pub statements: Option<ReadStatements>,
    /// Finds the comments, where the syntax has any.
    pub comments: Option<fn(&str) -> Comments>,
    pub write: Option<Write>,
}

/// Reads a whole text into records. What is wrong with the syntax goes into the report; records that could be read
/// are returned all the same. Spans are into the source.
pub type Read = for<'s> fn(&'s Arc<Source>, &ReadOptions, &mut Report) -> Vec<Node<'s>>;

/// Reads a whole text into statements, of all its graphs together. Each call gives other labels to blank nodes that have none.
pub type ReadStatements = fn(&Arc<Source>, &ReadOptions, &mut Report) -> Vec<Statement>;

/// How records become bytes.
#[derive(Debug)]
pub enum Write {
    /// Record by record, so that a stream needs no memory.
    Each(Each),
    /// Statement by statement, from a record that is named but not put in normal form; nothing before or after.
    /// False where the record has to be put in normal form first after all.
    Statements(Statements),
    /// All at once, for formats whose head depends on the records.
    Whole(fn(&[Node], &WriteOptions, &mut Vec<u8>, &mut Report)),
    /// As `Whole`, of records in normal form.
    Graph(fn(&[Node], &WriteOptions, &mut Vec<u8>, &mut Report)),
}

/// What a writer needs done to a record first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Nothing: it is written as it was read.
    AsRead,
    /// Normal form: resolved, each node once, fields and sets in their order.
    Normal,
    /// Normal form, but nodes that several sessions may share stand apart, so that one session more does not move them.
    Apart,
    /// The same where there are several sessions.
    ApartIfMany,
}

/// See [`Write::Statements`].
pub type Statements = fn(&Node, ClassId, &Names, &mut Vec<u8>) -> bool;

/// A writer that takes one record at a time.
#[derive(Debug)]
pub struct Each {
    pub head: fn(&WriteOptions, &mut Vec<u8>),
    /// Writes one record. Whether there are more is not known yet, so `count` plays no part here.
    pub record: fn(&Node, &WriteOptions, &mut Vec<u8>),
    /// Between two records.
    pub separator: fn(&WriteOptions) -> &'static str,
    pub tail: fn(&WriteOptions, &mut Vec<u8>),
    pub form: Form,
}

/// What a reader needs to know besides the text.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    pub limits: Limits,
    /// Base IRI for relative IRIs of RDF.
    pub base: Option<String>,
    /// The IANA zone that local times of feeds are in, where the feed names none.
    pub timezone: Option<String>,
    /// What the columns of a table are for that has columns of its own.
    pub mapping: Option<Arc<csv::foreign::Mapping>>,
    /// The other files of a folder, for formats of which several files make one feed.
    pub companions: Vec<Companion>,
}

/// A file beside the one that is read.
#[derive(Debug, Clone)]
pub struct Companion {
    pub source: Arc<Source>,
    pub format: &'static Format,
}

impl Companion {
    /// What stands in the file; nothing where it cannot be read, which is told when it is read for itself.
    #[must_use]
    pub fn roots(&self) -> Vec<Node<'static>> {
        let limits = Limits::default();
        let text = self.source.text();
        let is = |format: &Format| std::ptr::eq(format, self.format);
        let roots = match () {
            () if is(&schedule::YAML) || is(&yaml::FORMAT) => yaml::parse_mended(text, &limits).map(|(roots, _)| roots),
            () => json::parse(text, &limits).map(|root| vec![root]),
        };
        roots.unwrap_or_default().into_iter().map(Node::into_owned).collect()
    }
}

/// How many records are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Count {
    None,
    #[default]
    One,
    Many,
}

/// How records are written.
#[derive(Debug, Clone, Default)]
pub struct WriteOptions {
    /// How many records there are; for head and tail.
    pub count: Count,
    /// JSON-LD: the address of the context instead of the context itself.
    pub context_address: bool,
    /// iCalendar and RPDE: the version that was published before.
    pub previous: Option<Arc<Source>>,
    /// RPDE: where the page will be published.
    pub address: Option<String>,
    /// RPDE: the licence that the data are under.
    pub license: Option<String>,
    /// Seconds since 1970, for what nothing dates (`SOURCE_DATE_EPOCH`).
    pub epoch: i64,
}

/// Bounds that keep hostile input harmless; each has a flag to raise it.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of one input that is read whole (`--max-bytes`).
    pub bytes: u64,
    /// Nesting of lists and objects (`--max-depth`).
    pub depth: usize,
    /// Nodes that YAML aliases may add (`--max-aliases`).
    pub aliases: usize,
    /// Bytes of memory for RDF that becomes records (`--memory`); what takes more goes by temporary files.
    pub memory: Option<u64>,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 1 << 30, depth: 128, aliases: 100_000, memory: None }
    }
}

/// Every format, in the order in which texts are sniffed.
pub static FORMATS: &[&Format] = &[
    &toml::FORMAT,
    &ndjson::FORMAT,
    &rpde::FORMAT,
    &jsonld::FORMAT,
    &jsonld::nodes::EXPANDED,
    &jsonld::nodes::FLATTENED,
    &schemaorg::FORMAT,
    &vcon::FORMAT,
    &schedule::JSON,
    &json::FORMAT,
    &ics::FORMAT,
    &frab::FORMAT,
    &syndication::FORMAT,
    &frab::JSON,
    &frab::SCHEDULE2,
    &rdfxml::FORMAT,
    &markup::FORMAT,
    &page::FORMAT,
    &schedule::MARKDOWN,
    &markdown::FORMAT,
    &nquads::NTRIPLES,
    &nquads::FORMAT,
    &turtle::TRIG,
    &turtle::FORMAT,
    &schedule::YAML,
    &yaml::FORMAT,
    &csv::FORMAT,
    &csv::foreign::FORMAT,
    &csv::workbook::FORMAT,
];

/// A syntax, what is written in it, and whether a text is that.
type Dialect = (&'static Format, &'static Format, fn(&str) -> bool);

/// What is written in a syntax of ours and is no record of ours, with how it is told: by the content, whatever the
/// extension says.
static DIALECTS: &[Dialect] = &[
    (&csv::FORMAT, &csv::foreign::FORMAT, csv::foreign::FORMAT.sniff),
    (&json::FORMAT, &rpde::FORMAT, rpde::FORMAT.sniff),
    (&json::FORMAT, &vcon::FORMAT, vcon::FORMAT.sniff),
    (&json::FORMAT, &schedule::JSON, schedule::JSON.sniff),
    (&json::FORMAT, &jsonld::FORMAT, is_foreign_jsonld),
    (&yaml::FORMAT, &schedule::YAML, schedule::YAML.sniff),
    (&markdown::FORMAT, &schedule::MARKDOWN, schedule::MARKDOWN.sniff),
    (&rdfxml::FORMAT, &syndication::FORMAT, syndication::FORMAT.sniff),
    (&page::FORMAT, &markup::FORMAT, markup::FORMAT.sniff),
];

/// Records of ours with a context stay JSON, which is read as a stream; other JSON-LD needs a processor.
fn is_foreign_jsonld(text: &str) -> bool {
    (jsonld::FORMAT.sniff)(text) && !text.contains("plenary") && text.contains("\"@type\"")
}

/// The format of a text that an extension gives a syntax: the dialect of it that it looks like, if there is one.
#[must_use]
pub fn dialect(syntax: &'static Format, text: &str) -> &'static Format {
    let text = text.trim_start_matches('\u{feff}');
    let mut dialects = DIALECTS.iter().filter(|(known, ..)| std::ptr::eq(*known, syntax));
    dialects.find(|(_, _, is_it)| is_it(text)).map_or(syntax, |(_, dialect, _)| dialect)
}

/// A format by the name that people give.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static Format> {
    FORMATS.iter().copied().find(|format| format.name == name)
}

/// A format by a file's extension.
#[must_use]
pub fn by_extension(extension: &str) -> Option<&'static Format> {
    let extension = extension.to_ascii_lowercase();
    FORMATS.iter().copied().find(|format| format.extensions.contains(&extension.as_str()))
}

/// A format that is written, by the extension of the file to write.
#[must_use]
pub fn written_by_extension(extension: &str) -> Option<&'static Format> {
    let extension = extension.to_ascii_lowercase();
    let mut written = FORMATS.iter().copied().filter(|format| format.write.is_some());
    written.find(|format| format.extensions.contains(&extension.as_str()))
}

/// A format by the beginning of a text.
#[must_use]
pub fn by_content(text: &str) -> Option<&'static Format> {
    let head = beginning(text);
    FORMATS.iter().copied().find(|format| format.read.is_some() && (format.sniff)(head))
}

/// As much of a text as tells its format.
fn beginning(text: &str) -> &str {
    let mut end = text.len().min(4096);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].trim_start_matches('\u{feff}')
}

/// A text that is not in the syntax it should be in.
#[derive(Debug, Clone)]
pub struct Syntax {
    pub span: Span,
    pub message: String,
    pub help: Option<String>,
    /// The check that finds it.
    pub id: &'static str,
}

impl Syntax {
    #[must_use]
    pub fn new(span: Span, message: impl Into<String>) -> Self {
        Self { span, message: message.into(), help: None, id: "structure/syntax" }
    }

    /// Adds the way out; an empty help is none.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into()).filter(|help| !help.is_empty());
        self
    }

    /// The nesting limit was passed.
    #[must_use]
    pub fn too_deep(span: Span, limit: usize) -> Self {
        Self { id: "structure/too-deep", ..Self::new(span, format!("nested deeper than {limit} levels")) }
            .help("flatten the data, or raise the limit with --max-depth")
    }

    /// As a finding about a source.
    #[must_use]
    pub fn finding(self, source: &Arc<Source>) -> Diagnostic {
        let finding = Diagnostic::error(self.id, source, self.span, self.message);
        match self.help {
            Some(help) => finding.help(help),
            None => finding,
        }
    }
}

/// For writers without head, separator or tail.
pub fn nothing(_: &WriteOptions, _: &mut Vec<u8>) {}

/// See [`nothing`].
#[must_use]
pub fn no_separator(_: &WriteOptions) -> &'static str {
    ""
}
