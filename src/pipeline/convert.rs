//! Converting a sound record: private data out, normal form where the target needs it, bytes.

use super::record::{Origin, refused};
use super::{Outcome, private};
use crate::diagnostic::{Diagnostic, Error, Report};
use crate::doc::{Node, Path};
use crate::format::{Each, Form, Format, Statements, Write, WriteOptions};
use crate::rdf::names::{Names, Unnamed};
use crate::rdf::normal::normalize;
use crate::rdf::resolve;
use crate::shape::{ClassId, shape};

/// How to convert.
#[derive(Debug)]
pub struct Convert {
    pub to: &'static Format,
    pub options: WriteOptions,
    /// Normal form also for formats that can do without.
    pub normalize: bool,
    /// The base of minted IRIs.
    pub base: Option<String>,
    /// Whether private blocks are written where the format has room for them.
    pub include_private: bool,
}

impl Convert {
    /// What is done to records before they are written.
    #[must_use]
    pub fn form(&self) -> Form {
        match &self.to.write {
            _ if self.normalize => Form::Normal,
            Some(Write::Each(each)) => each.form,
            _ => Form::AsRead,
        }
    }

    pub(super) fn record(&self, record: Node, class: ClassId, origin: &Origin, outcome: &mut Outcome) {
        match &self.to.write {
            Some(Write::Statements(write)) => {
                if !self.statements(*write, &record, class, origin, outcome) {
                    self.normal(record, class, origin, outcome);
                }
            }
            _ if self.form() == Form::Normal => self.normal(record, class, origin, outcome),
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
        match Names::of(record, class, self.base.as_deref()) {
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
        if let Err(unnamed) = resolve::resolve(&mut record, class, self.base.as_deref()) {
            return Self::unnamed(&unnamed, &record, origin, outcome);
        }
        let source = origin.source();
        let mut report = Report::default();
        let records = normalize(record, class, &source, &mut report);
        if report.has_errors() {
            outcome.refused += 1;
            if let Some(record) = records.first() {
                outcome.losses.push(refused(record, &source, &report));
            }
            outcome.findings.append(&mut report.findings);
            return;
        }
        outcome.findings.append(&mut report.findings);
        for record in records {
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
                let help = "give one with --base https://data.example.org/, or a \"base\" in the dataset";
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
