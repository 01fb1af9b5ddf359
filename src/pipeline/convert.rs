//! Converting a sound record: private data out, normal form where the target needs it, bytes.

use std::sync::Arc;

use super::record::{Origin, refused};
use super::{Outcome, foreign, private};
use crate::diagnostic::{Diagnostic, Error, Report};
use crate::doc::{Node, Path};
use crate::format::rdf::{read_keeping, write_rest};
use crate::format::{Each, Form, Format, ReadOptions, Statements, Write, WriteOptions};
use crate::rdf::apart;
use crate::rdf::graph::Statement;
use crate::rdf::names::{Names, Unnamed};
use crate::rdf::normal::normalize;
use crate::rdf::resolve;
use crate::shape::{ClassId, shape};
use crate::source::Source;

/// How to convert.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools)] // each is a flag of the command line
pub struct Convert {
    pub to: &'static Format,
    pub options: WriteOptions,
    /// Normal form also for formats that can do without.
    pub normalize: bool,
    /// RDF is read as records too; else its statements go into other RDF as they are.
    pub records: bool,
    /// The base of minted IRIs, whatever records say.
    pub base: Option<String>,
    /// The base where neither `base` nor the record says one.
    pub default_base: Option<String>,
    /// Whether private blocks are written where the format has room for them.
    pub include_private: bool,
    /// Whether statements of RDF that records cannot hold are written after them, where the target is RDF.
    pub keep_unknown: bool,
}

impl Convert {
    /// A conversion into a format, without anything that has to be asked for.
    #[must_use]
    pub fn to(to: &'static Format) -> Self {
        Self {
            to,
            options: WriteOptions::default(),
            normalize: false,
            records: false,
            base: None,
            default_base: None,
            include_private: false,
            keep_unknown: false,
        }
    }

    /// What is done to records before they are written.
    #[must_use]
    pub fn form(&self) -> Form {
        match &self.to.write {
            Some(Write::Each(each)) if each.form != Form::AsRead => each.form,
            _ if self.normalize => Form::Normal,
            Some(Write::Graph(_)) => Form::Normal,
            _ => Form::AsRead,
        }
    }

    /// Reads an input, and the statements that no record of it holds where they are to be kept.
    pub(super) fn read_keeping<'s>(
        &self,
        from: &Format,
        source: &'s Arc<Source>,
        (options, file): (&ReadOptions, u32),
        report: &mut Report,
    ) -> Option<(Vec<Node<'s>>, Vec<Statement>)> {
        let (records, rest) = self.keep_unknown.then(|| read_keeping(from, source, options, report))??;
        let rest = rest.finish(&records, |record| self.base_of(record), file);
        Some((records, rest))
    }

    /// Writes what no record holds.
    pub(super) fn rest(&self, statements: &[Statement], source: &Arc<Source>) -> Outcome {
        let separator = match &self.to.write {
            Some(Write::Each(each)) => (each.separator)(&self.options),
            _ => "",
        };
        let mut outcome = Outcome::default();
        let (written, lost) = write_rest(self.to.name, statements, separator, &mut outcome.bytes);
        outcome.written = written;
        outcome.losses.extend(lost.into_iter().map(|statement| {
            let message = format!("<{}> cannot be written in {}", statement.predicate, self.to.name);
            Diagnostic::warning("loss/statement", source, statement.spans.predicate, message)
                .help("write N-Triples or Turtle, which hold every statement")
        }));
        outcome
    }

    /// The base that counts more than what a record's edition suggests.
    fn base_of(&self, record: &Node) -> Option<&str> {
        base_of(record, self.base.as_deref(), self.default_base.as_deref())
    }

    pub(super) fn record(&self, record: Node, class: ClassId, origin: &Origin, outcome: &mut Outcome) {
        match &self.to.write {
            Some(Write::Statements(write)) => {
                if !self.statements(*write, &record, class, origin, outcome) {
                    self.normal(record, class, origin, outcome);
                }
            }
            _ if self.form() != Form::AsRead => self.normal(record, class, origin, outcome),
            _ => self.as_read(record, class, origin, outcome),
        }
    }

    fn as_read(&self, mut record: Node, class: ClassId, origin: &Origin, outcome: &mut Outcome) {
        if !self.include_private {
            let mut found = Vec::new();
            private::strip(&mut record, class, &Path::Root, &mut found);
            outcome.losses.extend(found.iter().map(|(span, path)| private::loss(*span, path, origin)));
        }
        self.write(record, outcome);
    }

    /// Writes statements straight away; false where the record has to be put in normal form first.
    fn statements(
        &self,
        write: Statements,
        record: &Node,
        class: ClassId,
        origin: &Origin,
        outcome: &mut Outcome,
    ) -> bool {
        match Names::of(record, class, self.base_of(record)) {
            Ok(names) => {
                if !write(record, class, &names, &mut outcome.bytes) {
                    return false;
                }
                outcome.written += 1;
                if names.has_private() {
                    Self::tell_private(record, class, origin, outcome);
                }
            }
            Err(unnamed) => Self::unnamed(&unnamed, record, origin, outcome),
        }
        true
    }

    fn normal(&self, mut record: Node, class: ClassId, origin: &Origin, outcome: &mut Outcome) {
        Self::tell_private(&record, class, origin, outcome);
        outcome.losses.extend(foreign::losses(&record, self.to, origin));
        let base = self.base_of(&record);
        if let Err(unnamed) = resolve::resolve(&mut record, class, base) {
            return Self::unnamed(&unnamed, &record, origin, outcome);
        }
        for record in apart(normalized(record, class, origin, outcome), self.form()) {
            self.write(record, outcome);
        }
    }

    fn tell_private(record: &Node, class: ClassId, origin: &Origin, outcome: &mut Outcome) {
        private::find(record, class, &Path::Root, &mut |span, path| {
            outcome.losses.push(private::loss(span, &path.to_string(), origin));
        });
    }

    fn write(&self, record: Node, outcome: &mut Outcome) {
        match &self.to.write {
            Some(Write::Each(Each { record: write, separator, .. })) => {
                if outcome.written > 0 {
                    outcome.bytes.extend_from_slice(separator(&self.options).as_bytes());
                }
                write(&record, &self.options, &mut outcome.bytes);
                outcome.written += 1;
            }
            Some(Write::Statements(write)) => {
                // In normal form each node stands once and has its id, so nothing can be in the way.
                let class = record.text("type").and_then(|name| shape().class(name));
                let names = class.and_then(|class| Some((class, Names::of(&record, class, None).ok()?)));
                let done = names.is_some_and(|(class, names)| write(&record, class, &names, &mut outcome.bytes));
                outcome.written += usize::from(done);
                if !done {
                    let name = record.text("id").unwrap_or_default();
                    let message = format!("{name} cannot be written, although it is in normal form");
                    outcome.fatal.get_or_insert_with(|| Error::internal(message));
                }
            }
            _ => outcome.kept.push(record.into_owned()),
        }
    }

    #[cold]
    fn unnamed(unnamed: &Unnamed, record: &Node, origin: &Origin, outcome: &mut Outcome) {
        let source = origin.source();
        let finding = match unnamed {
            Unnamed::NoBase(_) => {
                let message = format!("records of {} need IRIs, and there is no base to mint them from", source.name());
                let help =
                    "give one with --base https://data.example.org/, or as \"base\" in the dataset or in plenary.toml";
                outcome.fatal.get_or_insert_with(|| Error::usage(message).help(help));
                return;
            }
            Unnamed::NoKey(span, class) => Diagnostic::error(
                "identity/no-key",
                &source,
                *span,
                format!("this {class} has nothing to make an IRI from"),
            )
            .help("give it an \"id\""),
        };
        let report = Report { findings: vec![finding], ..Report::default() };
        outcome.losses.push(refused(record, &source, &report));
        outcome.findings.extend(report.findings);
        outcome.refused += 1;
    }
}

/// The base that counts more than what a record's edition suggests: the one that is asked for, else the default where
/// the record says none.
pub(super) fn base_of<'b>(record: &Node, asked: Option<&'b str>, default: Option<&'b str>) -> Option<&'b str> {
    asked.or_else(|| default.filter(|_| record.text("base").is_none()))
}

/// The records that a resolved record is in normal form; none where two of its nodes contradict each other, which is
/// told.
pub(super) fn normalized<'s>(
    record: Node<'s>,
    class: ClassId,
    origin: &Origin,
    outcome: &mut Outcome,
) -> Vec<Node<'s>> {
    let source = origin.source();
    let mut report = Report::default();
    let mut records = normalize(record, class, &source, &mut report);
    if report.has_errors() {
        outcome.refused += 1;
        if let Some(record) = records.first() {
            outcome.losses.push(refused(record, &source, &report));
        }
        records.clear();
    }
    outcome.findings.append(&mut report.findings);
    records
}

/// Normal records in the form that the writer needs.
#[must_use]
pub fn apart(records: Vec<Node>, form: Form) -> Vec<Node> {
    match form {
        Form::Apart => apart::apart(records),
        Form::ApartIfMany if apart::has_several_sessions(&records) => apart::apart(records),
        _ => records,
    }
}
