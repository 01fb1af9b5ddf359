//! Judging RDF by SHACL shapes: ours, or those of a file.

use std::sync::{Arc, LazyLock};

use super::{Job, Outcome};
use crate::check::Checks;
use crate::diagnostic::{Diagnostic, Error, Report};
use crate::format::{self, Format, Limits, ReadOptions, turtle};
use crate::input::{self, Input};
use crate::shacl::Shapes;
use crate::source::Source;

/// How to judge by shapes.
#[derive(Debug)]
pub struct Judge {
    pub shapes: Arc<Shapes>,
    pub checks: Checks,
}

/// The model's own shapes.
static OWN: LazyLock<Arc<Shapes>> = LazyLock::new(|| {
    let source = Source::new("vocab/shapes.ttl", include_str!("../../vocab/shapes.ttl"));
    let mut report = Report::default();
    let statements = format::rdf::statements::turtle(&source, &ReadOptions::default(), &mut report);
    Arc::new(Shapes::read(statements, &source, &mut report))
});

/// The model as shapes, as `plenary schema vocab/shapes.ttl` prints it.
#[must_use]
pub fn own() -> Arc<Shapes> {
    Arc::clone(&OWN)
}

/// The shapes of a file, with what is wrong with them. Where any of it is an error they must not be used.
///
/// # Errors
/// When the file cannot be read, or is not RDF.
pub fn read(input: &Input, limits: Limits) -> Result<(Shapes, Vec<Diagnostic>), Error> {
    let bytes = input::read_whole(input, &mut input.open()?, &limits)?;
    let sniffed = || format::by_content(&String::from_utf8_lossy(&bytes[..bytes.len().min(64 << 10)]));
    let format = input.format().or_else(sniffed).unwrap_or(&turtle::FORMAT);
    let Some(read) = format.statements else {
        return Err(Error::usage(format!("{} is {}, but shapes are RDF", input.name(), format.name)));
    };
    let (source, broken) = input::decode(&input.name(), bytes);
    let mut report = Report { findings: broken.into_iter().collect(), ..Report::default() };
    // The file's own name stands for relative IRIs, which shapes files like to name themselves by.
    let options = ReadOptions { limits, base: Some("file:///".to_owned()), ..ReadOptions::default() };
    let statements = read(&source, &options, &mut report);
    let mut faults = Report::default();
    let shapes = Shapes::read(statements, &source, &mut faults);
    if !report.has_errors() {
        report.findings.append(&mut faults.findings);
    }
    report.findings.retain(|finding| !finding.id.starts_with("loss/"));
    report.sort();
    Ok((shapes, report.findings))
}

/// Whether a format holds RDF, which shapes are about.
///
/// # Errors
/// Where it does not, with what to do instead.
pub(super) fn refuse_records(format: &Format, name: &str) -> Result<(), Error> {
    if format.statements.is_some() {
        return Ok(());
    }
    let message = format!("shapes judge RDF, and {name} is {}", format.name);
    Err(Error::usage(message)
        .help("--only structure says the same of records, or convert them first: plenary convert --to turtle"))
}

/// Judges a text. What could be read of one with faults is not judged: what it lacks may be there.
pub(super) fn judge(judge: &Judge, job: &Job, source: &Arc<Source>, format: &Format, mut report: Report) -> Outcome {
    let statements = match format.statements {
        Some(read) if report.findings.is_empty() => read(source, &job.read, &mut report),
        _ => Vec::new(),
    };
    // Graphs are judged together, and nothing is lost here.
    report.findings.retain(|finding| !finding.id.starts_with("loss/"));
    let records = if report.has_errors() { 0 } else { judge.shapes.check(statements, source, &mut report) };
    Outcome { findings: report.findings, records, ..Outcome::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_shapes_are_understood() {
        let input = Input::Text {
            path: "shapes.ttl".into(),
            bytes: include_bytes!("../../vocab/shapes.ttl").as_slice().into(),
        };
        let (_, faults) = read(&input, Limits::default()).expect("it is RDF");
        assert!(faults.is_empty(), "{faults:?}");
    }
}
