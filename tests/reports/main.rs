//! Reports: the same findings in every form, whatever the data says; several at once; and against a baseline.

mod baseline;
#[path = "../common/mod.rs"]
mod common;
mod forms;
mod outputs;
mod snapshots;
mod strange;

use std::path::Path;
use std::process::{Command, Output};

use plenary::diagnostic::{Diagnostic, Tally};
use plenary::report::{ReportFormat, Style, Summary, by_name};
use serde_json::Value;

/// What the program makes of some arguments in a folder.
fn plenary_in(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_plenary"));
    command.current_dir(folder).envs(environment.iter().copied());
    common::run(&mut command, arguments, b"")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn form(name: &str) -> &'static ReportFormat {
    by_name(name).expect("a form of report")
}

/// Findings in a form of report.
fn rendered(form: &ReportFormat, findings: &[Diagnostic]) -> String {
    let mut render = (form.new)(Style { colour: false, width: 80, quiet: false });
    let mut summary = Summary { records: 1, files: vec!["sound.json".to_owned()], ..Summary::default() };
    let mut out = String::new();
    render.begin(&mut out).expect("strings do not fail");
    for finding in findings {
        summary.tally.add(finding.severity);
        render.finding(finding, &mut out).expect("strings do not fail");
    }
    assert_eq!(summary.tally == Tally::default(), findings.is_empty());
    render.end(&summary, &mut out).expect("strings do not fail");
    out
}
