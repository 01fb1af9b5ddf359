//! What is found in a fixture of a check: by which profile or by which shapes it is judged.

#[path = "configuration.rs"]
mod configuration;

use std::path::Path;
use std::sync::Arc;

use plenary::check::{self, Checks, Profile};
use plenary::diagnostic::{Diagnostic, Error};
use plenary::format::{Limits, ReadOptions};
use plenary::input::{Files, Input};
use plenary::pipeline::{self, Consumer, Job, Judge, Outcome, Task, Validate, shapes};

/// The default profile; for fixtures of a check that a profile turns on, one that does.
fn of_fixture(id: &str) -> Profile {
    let mut profile = Profile::default();
    if let Some(check) = check::by_id(id).filter(|check| check.is_optional()) {
        profile.severity.insert(check.id, Some(check.severity));
    }
    if id == "completeness/required" {
        profile.required.insert("Session".to_owned(), vec!["edition".to_owned()]);
    }
    if id == "vocabulary/not-allowed" {
        profile.allowed.insert("Session.sessionType".to_owned(), vec!["workshop".to_owned(), "open-forum".to_owned()]);
    }
    profile
}

/// Everything that is found in the inputs that are a fixture of a check.
pub(crate) fn findings(id: &str, inputs: &[Input]) -> Vec<Diagnostic> {
    if configuration::is_about(id) {
        return configuration::findings(inputs);
    }
    if let ("shapes/malformed" | "shapes/unknown-component", [input]) = (id, inputs) {
        // These fixtures are shapes themselves.
        return shapes::read(input, Limits::default()).expect("a fixture is read").1;
    }
    let checks = Checks::new(of_fixture(id));
    let task = if id.starts_with("shapes/") {
        Task::Judge(Judge { shapes: shapes_of(id), checks })
    } else {
        Task::Validate(Validate { catalogue: true, checks })
    };
    let job = Job { task, from: None, files: Files::default(), read: ReadOptions::default(), settings: Vec::new() };
    let mut findings = Findings(Vec::new());
    pipeline::run(&job, inputs, &mut findings).expect("a fixture is read");
    findings.0
}

/// The shapes that stand beside the fixtures of a check, else our own.
fn shapes_of(id: &str) -> Arc<plenary::shacl::Shapes> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/checks").join(id).join("shapes.ttl");
    if !path.exists() {
        return shapes::own();
    }
    let (shapes, faults) = shapes::read(&Input::File(path), Limits::default()).expect("the shapes are read");
    assert!(faults.is_empty(), "{faults:?}");
    Arc::new(shapes)
}

struct Findings(Vec<Diagnostic>);

impl Consumer for Findings {
    fn take(&mut self, outcome: &mut Outcome) -> Result<(), Error> {
        self.0.append(&mut outcome.findings);
        Ok(())
    }
}
