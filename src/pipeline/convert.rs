//! Converting a sound record: private data out, normal form where the target needs it, bytes.

use super::Outcome;
use super::record::{Origin, refused};
use crate::diagnostic::{Diagnostic, Error, Report};
use crate::doc::{Node, Path, Value};
use crate::format::{Each, Form, Format, Write, WriteOptions};
use crate::rdf::names::Unnamed;
use crate::rdf::normal::normalize;
use crate::rdf::resolve;
use crate::shape::{ClassId, Kind, shape};
use crate::source::Span;

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

    pub(super) fn record(&self, mut record: Node, class: ClassId, origin: &Origin, outcome: &mut Outcome) {
        if self.form() == Form::AsRead {
            if !self.include_private {
                let mut found = Vec::new();
                strip_private(&mut record, class, &Path::Root, &mut found);
                outcome.losses.extend(found.into_iter().map(|(span, path)| private(span, &path, origin)));
            }
            return self.write(record, outcome);
        }
        match resolve::resolve(&mut record, class, self.base.as_deref()) {
            Ok(found) => outcome.losses.extend(found.into_iter().map(|span| private(span, "", origin))),
            Err(unnamed) => return self.unnamed(&unnamed, &record, origin, outcome),
        }
        if self.form() == Form::Resolved {
            return self.write(record, outcome);
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

    fn write(&self, record: Node, outcome: &mut Outcome) {
        match &self.to.write {
            Some(Write::Each(Each { record: write, separator, .. })) => {
                if outcome.written > 0 {
                    outcome.bytes.extend_from_slice(separator(&self.options).as_bytes());
                }
                write(&record, &self.options, &mut outcome.bytes);
                outcome.written += 1;
            }
            _ => outcome.kept.push(record.into_owned()),
        }
    }

    #[cold]
    fn unnamed(&self, unnamed: &Unnamed, record: &Node, origin: &Origin, outcome: &mut Outcome) {
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
        let report = Report { findings: vec![finding] };
        outcome.losses.push(refused(record, &source, &report));
        outcome.findings.extend(report.findings);
        outcome.refused += 1;
    }
}

/// Takes private blocks out of a record, and tells where they were.
fn strip_private(node: &mut Node, class: ClassId, path: &Path, found: &mut Vec<(Span, String)>) {
    let class = &shape()[class];
    let Some(members) = node.as_object_mut() else { return };
    members.retain_mut(|member| {
        let path = path.key(&member.key);
        match class.field(&member.key).map(|field| &field.kind) {
            Some(Kind::Private(_)) => {
                found.push((member.key_span, path.to_string()));
                return false;
            }
            Some(Kind::Ref(classes)) => match &mut member.node.value {
                Value::Array(items) => {
                    for (at, item) in items.iter_mut().enumerate() {
                        let class = shape().pick(classes, item.text("type"));
                        strip_private(item, class, &path.index(at), found);
                    }
                }
                _ => {
                    let class = shape().pick(classes, member.node.text("type"));
                    strip_private(&mut member.node, class, &path, found);
                }
            },
            _ => {}
        }
        true
    });
}

fn private(span: Span, path: &str, origin: &Origin) -> Diagnostic {
    Diagnostic::new(
        "loss/private",
        crate::diagnostic::Severity::Note,
        &origin.source(),
        span,
        "private data is left out",
    )
    .at(path)
    .help("--include-private writes it, in formats that have room for it")
}
