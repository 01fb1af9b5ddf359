//! All that the checks say is listed in `docs/messages.json`, from which the pages take their samples.
//!
//! `UPDATE=1 cargo test --test messages` writes it; then `UPDATE=1 cargo test --test generated` the pages.

#[path = "common/configuration.rs"]
mod configuration;
#[path = "common/profiles.rs"]
mod profiles;

use std::path::Path;
use std::{env, fs};

use plenary::check::messages::{Sample, Samples};
use plenary::check::{CHECKS, Checks};
use plenary::diagnostic::{Diagnostic, Error, Place};
use plenary::format::ReadOptions;
use plenary::input::{self, Files};
use plenary::pipeline::{self, Consumer, Job, Outcome, Task, Validate};

#[derive(Default)]
struct Found(Samples);

impl Consumer for Found {
    fn take(&mut self, outcome: &mut Outcome) -> Result<(), Error> {
        outcome.findings.iter().for_each(|finding| self.add(finding));
        Ok(())
    }
}

impl Found {
    fn add(&mut self, finding: &Diagnostic) {
        let underlined = match &finding.place {
            Place::Span(source, span) => source.slice(*span),
            Place::Position { .. } => "",
        };
        let text: String = underlined.lines().next().unwrap_or("").chars().take(80).collect();
        let sample = Sample { message: finding.message.clone(), help: finding.help.clone(), text };
        self.0.entry(finding.id.to_owned()).or_default().push(sample);
    }
}

/// What all failing fixtures make the checks say: each message once, in order.
fn said() -> Samples {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Found::default();
    for check in CHECKS {
        let folder = root.join("fixtures/checks").join(check.id).join("fail");
        let Ok(entries) = fs::read_dir(folder) else { continue };
        for entry in entries {
            // A folder is one input of several files.
            let path = entry.expect("an entry").path();
            let inputs = input::discover(&[path.display().to_string()], &Files::default()).expect("a fixture");
            let inputs: Vec<_> = inputs.into_iter().filter(|input| !input.name().ends_with(".expect")).collect();
            if configuration::is_about(check.id) {
                for finding in configuration::findings(&inputs) {
                    found.add(&finding);
                }
                continue;
            }
            let task =
                Task::Validate(Validate { catalogue: true, checks: Checks::new(profiles::of_fixture(check.id)) });
            let job =
                Job { task, from: None, files: Files::default(), read: ReadOptions::default(), settings: Vec::new() };
            pipeline::run(&job, &inputs, &mut found).expect("a fixture is read");
        }
    }
    for samples in found.0.values_mut() {
        samples.sort();
        samples.dedup_by(|left, right| (&left.message, &left.help) == (&right.message, &right.help));
    }
    found.0
}

#[test]
fn every_message_is_listed() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/messages.json");
    let made = format!("{}\n", serde_json::to_string_pretty(&said()).expect("samples are JSON"));
    if env::var_os("UPDATE").is_some() {
        fs::write(&path, made).expect("the file can be written");
    } else {
        let listed = fs::read_to_string(&path).expect("the file can be read");
        assert!(listed == made, "docs/messages.json is stale\nrun: UPDATE=1 cargo test --test messages");
    }
}
