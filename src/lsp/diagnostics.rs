//! Findings as the editor shows them, from the same work that `plenary validate` does.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use lsp_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location,
    NumberOrString,
};
use serde_json::json;

use super::document::Document;
use super::position::Encoding;
use crate::check;
use crate::config::{self, Asked, Config};
use crate::diagnostic::{self, Error, Place, Report, Severity};
use crate::format::ReadOptions;
use crate::input::Input;
use crate::pipeline::{self, Consumer, Job, Outcome, Task, Validate};
use crate::source::Span;

/// Looks for mistakes in open texts.
#[derive(Debug)]
pub struct Engine {
    asked: Asked,
    /// What the configuration read last comes to; read again where another one counts, or it was written.
    ready: Option<(Option<Version>, Job)>,
}

/// A configuration file as it was at some time.
type Version = (PathBuf, Option<SystemTime>);

impl Engine {
    #[must_use]
    pub fn new(asked: Asked) -> Self {
        Self { asked, ready: None }
    }

    /// The findings about a text; none for one that is no record of ours.
    ///
    /// # Errors
    /// Where the text cannot be worked on at all, such as one over the limits.
    pub fn findings(&mut self, document: &Document) -> Result<Vec<diagnostic::Diagnostic>, Error> {
        let folder = document.path.parent().unwrap_or(&document.path);
        if document.is_configuration() {
            let mut report = Report::default();
            // What it comes to counts when it is saved.
            let _ = config::parse(&document.source, folder, &mut report);
            return Ok(report.findings);
        }
        let mut findings = Collected::default();
        if document.is_ours() {
            let input = Input::Text { path: document.path.clone(), bytes: document.text().as_bytes().into() };
            let job = self.job(folder)?;
            job.from = Some(document.format);
            pipeline::run(job, &[input], &mut findings)?;
        }
        Ok(findings.0)
    }

    /// The work on texts in a folder. A configuration counts as far as it is sound.
    fn job(&mut self, folder: &Path) -> Result<&mut Job, Error> {
        let version = self.asked.file.path(folder).map(|path| {
            let written = path.metadata().and_then(|about| about.modified()).ok();
            (path, written)
        });
        let ready = match self.ready.take() {
            Some(ready) if ready.0 == version => ready,
            _ => {
                let config = match &version {
                    Some((path, _)) => config::load(path, &path.display().to_string(), &mut Report::default())?,
                    None => Config::default(),
                };
                (version, self.work(config)?)
            }
        };
        Ok(&mut self.ready.insert(ready).1)
    }

    fn work(&self, config: Config) -> Result<Job, Error> {
        let checks = self.asked.checks(&config)?;
        Ok(Job {
            task: Task::Validate(Validate { catalogue: true, checks }),
            from: None,
            files: config.files,
            read: ReadOptions { base: config.base, ..ReadOptions::default() },
            settings: Vec::new(),
        })
    }
}

#[derive(Default)]
struct Collected(Vec<diagnostic::Diagnostic>);

impl Consumer for Collected {
    fn take(&mut self, outcome: &mut Outcome) -> Result<(), Error> {
        self.0.append(&mut outcome.findings);
        Ok(())
    }
}

/// The span of a place in a text; none for a place in another one.
#[must_use]
pub fn span(place: &Place, document: &Document) -> Option<Span> {
    match place {
        Place::Span(source, span) if source.name() == document.source.name() => Some(document.span(source, *span)),
        Place::Position { name, position, end } if **name == *document.source.name() => {
            Some(Span::new(document.source.offset(*position), document.source.offset(*end)))
        }
        _ => None,
    }
}

/// A finding as the protocol has it.
#[must_use]
pub fn protocol(finding: &diagnostic::Diagnostic, document: &Document, encoding: Encoding) -> Diagnostic {
    let range = |place: &Place| encoding.range(&document.source, span(place, document).unwrap_or_default());
    let related = finding.related.iter().filter(|related| span(&related.place, document).is_some());
    let related = related.map(|related| DiagnosticRelatedInformation {
        location: Location::new(document.uri.clone(), range(&related.place)),
        message: related.message.clone(),
    });
    let related: Vec<_> = related.collect();
    Diagnostic {
        range: range(&finding.place),
        severity: Some(severity(finding.severity)),
        code: Some(NumberOrString::String(finding.id.to_owned())),
        code_description: page(finding.id),
        source: Some("plenary".to_owned()),
        message: message(finding),
        related_information: (!related.is_empty()).then_some(related),
        tags: tags(finding.id),
        data: finding.fix.as_ref().map(|fix| json!({"safe": fix.safe, "texts": texts(fix)})),
    }
}

fn texts(fix: &diagnostic::Fix) -> Vec<&str> {
    fix.edits.iter().map(|edit| edit.text.as_str()).collect()
}

fn message(finding: &diagnostic::Diagnostic) -> String {
    match &finding.help {
        Some(help) => format!("{}\nhelp: {help}", finding.message),
        None => finding.message.clone(),
    }
}

fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Note => DiagnosticSeverity::INFORMATION,
    }
}

/// The check's page.
fn page(id: &str) -> Option<CodeDescription> {
    check::by_id(id)?.address().parse().ok().map(|href| CodeDescription { href })
}

/// How editors that know these tags show a finding: struck through, or pale.
fn tags(id: &str) -> Option<Vec<DiagnosticTag>> {
    let tag = match id {
        "structure/unknown-key" | "structure/duplicate-key" | "suppression/unused" => DiagnosticTag::UNNECESSARY,
        "vocabulary/alias-section" => DiagnosticTag::DEPRECATED,
        _ => return None,
    };
    Some(vec![tag])
}

/// The findings of a document, computed if they are not yet.
///
/// # Errors
/// See [`Engine::findings`].
pub fn of<'d>(document: &'d mut Document, engine: &mut Engine) -> Result<&'d [diagnostic::Diagnostic], Error> {
    let findings = match document.findings.take() {
        Some(findings) => findings,
        None => engine.findings(document)?,
    };
    Ok(document.findings.insert(findings))
}
