//! Takes out of the outcomes what comments suppress.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Job, Outcome, Task, Validate};
use crate::check::Checks;
use crate::diagnostic::Diagnostic;
use crate::format::Format;
use crate::source::Source;
use crate::suppress::Suppressions;

/// The checks that comments may suppress something of; none where only the structure is looked at, or records are
/// converted.
fn checks(job: &Job) -> Option<&Checks> {
    match &job.task {
        Task::Validate(Validate { catalogue: true, checks }) => Some(checks),
        _ => None,
    }
}

/// Takes out what the comments of a file suppress of its own findings. What is wrong with them is told first.
pub(super) fn in_file(
    job: &Job,
    format: &Format,
    source: &Arc<Source>,
    outcomes: &mut [Outcome],
) -> Option<Suppressions> {
    checks(job)?;
    let mut faults = Vec::new();
    let mut suppressions = Suppressions::of(source, format, &mut faults)?;
    for Outcome { findings, suppressed, .. } in outcomes.iter_mut() {
        // A check that is off finds nothing that could be suppressed.
        job.judge(findings);
        suppressions.apply(findings, suppressed);
    }
    if let Some(first) = outcomes.first_mut() {
        first.findings.append(&mut faults);
    }
    Some(suppressions)
}

/// The last outcome: the findings over all files that no comment suppresses, and the comments that suppress nothing.
pub(super) fn at_the_end(
    job: &Job,
    mut findings: Vec<Diagnostic>,
    mut suppressions: Vec<Suppressions>,
    is_apart: bool,
) -> Outcome {
    job.judge(&mut findings);
    let mut outcome = Outcome::default();
    if suppressions.is_empty() {
        outcome.findings = findings;
        return outcome;
    }
    let files: HashMap<String, usize> =
        suppressions.iter().enumerate().map(|(number, of_file)| (of_file.file().to_owned(), number)).collect();
    for finding in findings {
        let mut one = vec![finding];
        if let Some(&number) = files.get(one[0].place.name()) {
            suppressions[number].apply(&mut one, &mut outcome.suppressed);
        }
        outcome.findings.append(&mut one);
    }
    if let Some(checks) = checks(job) {
        let mut unused: Vec<Diagnostic> =
            suppressions.iter().flat_map(|of_file| of_file.unused(checks, is_apart)).collect();
        job.judge(&mut unused);
        outcome.findings.append(&mut unused);
    }
    outcome
}
