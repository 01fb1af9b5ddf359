//! What reports on the fixtures look like.

use std::path::Path;

use plenary::report::REPORTS;
use serde_json::Value;

use super::{json, plenary_in, stdout};

/// The report on the fixtures with some arguments, as it is on a terminal of some width.
fn report(arguments: &[&str], width: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let arguments = [&["validate", "fixtures/reports"], arguments].concat();
    let output = plenary_in(root, &arguments, &[("COLUMNS", width)]);
    assert_eq!(output.status.code(), Some(1), "{arguments:?}");
    stdout(&output).replace('\u{1b}', "␛")
}

fn hold(name: &str, report: &str) {
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, report);
    });
}

#[test]
fn text_is_the_same_at_each_width_and_colour() {
    for width in ["80", "120"] {
        hold(&format!("text_{width}"), &report(&["--color", "never"], width));
        hold(&format!("text_{width}_colour"), &report(&["--color", "always"], width));
    }
}

#[test]
fn every_form_is_the_same_each_time() {
    for form in REPORTS.iter().filter(|form| form.name != "text") {
        let report = report(&["--format", form.name], "80");
        let report = if form.name == "sarif" { without_pages(&report) } else { report };
        hold(form.name, &report);
    }
}

/// A SARIF log without what it takes over from the pages of checks and from the crate.
fn without_pages(report: &str) -> String {
    let mut log = json(report);
    let driver = &mut log["runs"][0]["tool"]["driver"];
    assert_eq!(driver["version"], env!("CARGO_PKG_VERSION"));
    driver["version"] = "VERSION".into();
    for rule in driver["rules"].as_array_mut().expect("rules") {
        for part in ["shortDescription", "fullDescription", "help"] {
            let text = rule[part]["text"].as_str().unwrap_or_default();
            assert!(!text.is_empty(), "{rule}");
            rule[part] = Value::from("of the page");
        }
    }
    format!("{log:#}\n")
}
