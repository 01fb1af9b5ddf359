//! Places: the same mistake in every syntax, told once and where it stands.

mod common;

use std::path::Path;

use common::plenary;
use serde_json::Value;

/// The errors of `tests/places/role.*`.
fn errors(extension: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/places/role").with_extension(extension);
    let output = plenary(&["validate", "--format", "json", &path.to_string_lossy()], &[]);
    assert_eq!(output.status.code(), Some(1), "{extension}: {}", String::from_utf8_lossy(&output.stderr));
    let findings: Vec<Value> = serde_json::from_slice(&output.stdout).expect("a JSON list");
    findings.into_iter().filter(|finding| finding["severity"] == "error").collect()
}

/// Checks that the one error of a file is the unknown role, from `line`:`column` on.
fn told_once_at(extension: &str, line: u64, column: u64) {
    let errors = errors(extension);
    assert_eq!(errors.len(), 1, "{extension}: {errors:?}");
    assert_eq!(errors[0]["id"], "vocabulary/unknown-code", "{extension}");
    let place = (errors[0]["line"].as_u64(), errors[0]["column"].as_u64());
    assert_eq!(place, (Some(line), Some(column)), "{extension}");
}

#[test]
fn json() {
    told_once_at("json", 6, 65);
}

#[test]
fn ndjson() {
    told_once_at("ndjson", 2, 128);
}

#[test]
fn yaml() {
    told_once_at("yaml", 7, 11);
}

#[test]
fn toml() {
    told_once_at("toml", 6, 8);
}

#[test]
fn csv() {
    told_once_at("csv", 3, 65);
}

#[test]
fn markdown() {
    told_once_at("md", 5, 11);
}

#[test]
fn turtle() {
    told_once_at("ttl", 12, 5);
}
