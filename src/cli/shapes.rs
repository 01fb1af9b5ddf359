//! The shapes that `validate` judges by.

use std::path::Path;
use std::sync::Arc;

use super::Global;
use super::report::{Reporter, Reports, Work};
use crate::check::Checks;
use crate::diagnostic::{Error, Severity, counted};
use crate::format::Limits;
use crate::input::Input;
use crate::pipeline::{Judge, Task, shapes};
use crate::report::Counted;

/// The task of judging by our shapes, or by those of a file.
pub(super) fn task(
    file: Option<&Path>,
    checks: Checks,
    limits: Limits,
    reports: &Reports,
    global: &Global,
) -> Result<Task, Error> {
    let shapes = match file {
        Some(file) => Arc::new(read(file, limits, reports, global)?),
        None => shapes::own(),
    };
    Ok(Task::Judge(Judge { shapes, checks }))
}

/// Reads shapes. Where something is wrong with them, that is what the report is about.
fn read(file: &Path, limits: Limits, reports: &Reports, global: &Global) -> Result<crate::shacl::Shapes, Error> {
    let name = file.display().to_string();
    let (shapes, faults) = shapes::read(&Input::File(file.to_owned()), limits)?;
    let errors = faults.iter().filter(|fault| fault.severity == Severity::Error).count();
    if errors == 0 {
        return Ok(shapes);
    }
    let mut reporter = Reporter::open(reports, global, false)?;
    for fault in &faults {
        reporter.push(fault)?;
    }
    reporter.finish(&Work { counted: Counted::Nodes, files: vec![name.clone()], ended: true, ..Work::default() })?;
    Err(Error::usage(format!("the shapes in {name} cannot be used: {}", counted(errors, "error"))))
}
