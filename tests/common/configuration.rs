//! Fixtures that are configurations or manifests, and no records.

use std::io::Read;
use std::path::Path;

use plenary::config::{self, feeds};
use plenary::diagnostic::{Diagnostic, Report};
use plenary::input::{self, Input};

/// Whether the fixtures of a check are configurations.
pub(crate) fn is_about(id: &str) -> bool {
    id.starts_with("config/")
}

/// What is wrong with configurations.
pub(crate) fn findings(inputs: &[Input]) -> Vec<Diagnostic> {
    let mut report = Report::default();
    for input in inputs {
        let mut bytes = Vec::new();
        input.open().unwrap().read_to_end(&mut bytes).unwrap();
        let (source, broken) = input::decode(&input.name(), bytes);
        assert!(broken.is_none(), "{} is no text", input.name());
        if input.name().ends_with("feeds.toml") {
            let _ = feeds::parse(&source, Path::new("."), &mut report);
        } else {
            let _ = config::parse(&source, Path::new("."), &mut report);
        }
    }
    report.findings
}
