//! Do the judges agree? Valid records, and records broken in every way that the shape knows, go to the structural
//! check, the published JSON Schema and the Rust types.
//!
//! With `PLENARY_CASES=FOLDER` the cases are also written to `FOLDER/cases.ndjson`, for judges in other languages:
//! `tests/oracles/agreement.py` asks python-jsonschema and, of what RDF can express, pySHACL.

mod mutation;
mod record;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::{env, fs};

use plenary::check::structure;
use plenary::diagnostic::Report;
use plenary::format::{Limits, json};
use plenary::model::Record;
use plenary::schema::Validator;
use plenary::source::Source;
use serde_json::{Value, json};

/// A record and what the judges should say of it.
pub(crate) struct Case {
    /// Where it differs from a valid record, as a JSON pointer.
    pub(crate) path: String,
    pub(crate) mutation: &'static str,
    pub(crate) record: Value,
    pub(crate) valid: bool,
    /// Whether the difference is still there in RDF.
    pub(crate) in_rdf: bool,
    /// Whether the Rust types hold to it.
    pub(crate) in_types: bool,
}

impl Case {
    fn name(&self) -> String {
        format!("{} at {}", self.mutation, if self.path.is_empty() { "the root" } else { &self.path })
    }
}

fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (class, record) in record::records() {
        cases.extend(mutation::variants(&record, class));
        cases.extend(mutation::mutants(&record, class));
        cases.push(Case { path: String::new(), mutation: "none", record, valid: true, in_rdf: true, in_types: true });
    }
    cases
}

/// Whether the structural check takes a record, and how many findings it has about it.
fn structural(record: &Value) -> (bool, Vec<String>) {
    let source = Source::new("case.json", record.to_string());
    let node = json::parse(source.text(), &Limits::default()).expect("serde_json writes JSON");
    let mut report = Report::default();
    let class = structure::check(&node, &source, &mut report);
    assert_eq!(class, structure::verdict(&node, &mut ()), "with and without findings: {record}");
    (class.is_some(), report.findings.into_iter().map(|finding| finding.message).collect())
}

#[test]
fn judges_agree_and_one_mistake_is_one_finding() {
    let validator = Validator::new();
    let cases = cases();
    assert!(cases.iter().filter(|case| !case.valid).count() >= 2000, "only {} cases", cases.len());
    let mut faults: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
    for case in &cases {
        let mut fault = |judge, said: &dyn std::fmt::Debug| {
            let example = format!("{}: {said:?}\n    {}", case.path, case.record);
            faults.entry((judge, case.mutation)).or_default().push(example);
        };
        let (valid, findings) = structural(&case.record);
        if valid != case.valid || findings.len() != usize::from(!case.valid) {
            fault("the structural check", &findings);
        }
        if validator.is_valid(&case.record) != case.valid {
            fault("the schema", &!case.valid);
        }
        let typed = serde_json::from_value::<Record>(case.record.clone());
        if case.in_types && typed.is_ok() != case.valid {
            fault("the type", &typed.map_err(|error| error.to_string()));
        }
    }
    let mut shown = String::new();
    for ((judge, mutation), examples) in &faults {
        writeln!(shown, "{judge}, {mutation} ({} times): {}", examples.len(), examples[0]).expect("it is a string");
    }
    assert!(faults.is_empty(), "of {} cases:\n{shown}", cases.len());
}

#[test]
fn what_types_write_is_valid() {
    let validator = Validator::new();
    for (_, record) in record::records() {
        let typed: Record = serde_json::from_value(record.clone()).expect("the record is valid");
        let written = without_null(serde_json::to_value(&typed).expect("records are JSON"));
        assert!(validator.is_valid(&written), "{written}");
        assert_eq!(written, record);
    }
}

/// Members that the types leave empty.
fn without_null(value: Value) -> Value {
    match value {
        Value::Object(members) => Value::Object(
            members
                .into_iter()
                .filter(|(_, member)| !member.is_null())
                .map(|(key, member)| (key, without_null(member)))
                .collect(),
        ),
        Value::Array(items) => Value::Array(items.into_iter().map(without_null).collect()),
        other => other,
    }
}

#[test]
fn cases_are_written_for_other_judges() {
    let Some(folder) = env::var_os("PLENARY_CASES") else { return };
    let mut lines = String::new();
    for (id, case) in cases().iter().enumerate() {
        let line = json!({
            "id": id, "case": case.name(), "valid": case.valid, "inRdf": case.in_rdf, "record": case.record,
        });
        writeln!(lines, "{line}").expect("writing to a string cannot fail");
    }
    fs::create_dir_all(&folder).expect("the folder can be made");
    fs::write(std::path::Path::new(&folder).join("cases.ndjson"), lines).expect("the file can be written");
}
