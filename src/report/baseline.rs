//! The baseline: findings that are known and waited with, so that only new ones are told.
//!
//! It is a JSON file with a finding on each line, sorted, so that its differences can be read and merged.
//! `schemas/baseline.schema.json` describes it.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Deserializer, Serialize, de};

use super::fingerprint;
use super::plain::file_name;
use crate::diagnostic::{Diagnostic, counted};
use crate::vocab::plenary;

/// The only version of the file so far; another way to make fingerprints would be another version.
const VERSION: u8 = 1;

/// A known finding. The order is that of the file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    pub file: String,
    pub id: String,
    pub message: String,
    /// Where it was; only for people.
    pub line: usize,
    /// What it is known by: see [`fingerprint`].
    pub fingerprint: String,
}

/// The file as it is read.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "$schema")]
    _schema: Option<String>,
    #[serde(rename = "version", deserialize_with = "version")]
    _version: u8,
    findings: Vec<Entry>,
}

fn version<'de, D: Deserializer<'de>>(reader: D) -> Result<u8, D::Error> {
    match u8::deserialize(reader)? {
        VERSION => Ok(VERSION),
        other => Err(de::Error::custom(format!("version {other} is not known, only {VERSION}"))),
    }
}

/// Why a text is not a baseline.
#[derive(Debug, PartialEq, Eq)]
pub struct Fault {
    pub line: usize,
    pub message: String,
}

/// Known findings that are still to be met.
#[derive(Debug, Default)]
pub struct Baseline {
    waiting: HashMap<String, Vec<Entry>>,
    met: usize,
}

impl Baseline {
    /// Reads the text of a file.
    ///
    /// # Errors
    /// When it is not a baseline: the line, and what is wrong there.
    pub fn read(text: &str) -> Result<Self, Fault> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let file: File = serde_json::from_str(text).map_err(|error| {
            let said = error.to_string();
            let message = said.split(" at line ").next().unwrap_or(&said).to_owned();
            Fault { line: error.line().max(1), message }
        })?;
        let mut waiting: HashMap<String, Vec<Entry>> = HashMap::new();
        for entry in file.findings {
            waiting.entry(entry.fingerprint.clone()).or_default().push(entry);
        }
        Ok(Self { waiting, met: 0 })
    }

    /// Whether a finding is known. Of several that are alike as many are known as there are in the file, those on the
    /// same lines first.
    pub fn knows(&mut self, finding: &Diagnostic) -> bool {
        let Some(alike) = self.waiting.get_mut(&fingerprint::of(finding).to_string()) else { return false };
        let line = finding.place.positions().0.line;
        let at = alike.iter().position(|entry| entry.line == line).unwrap_or_default();
        let known = at < alike.len();
        if known {
            alike.remove(at);
            self.met += 1;
        }
        known
    }

    /// Lines for people: how many findings are known, and which are gone from the files that were looked at, or with a
    /// file that is no longer there.
    #[must_use]
    pub fn remarks(self, files: &[String], is_there: impl Fn(&str) -> bool) -> Vec<String> {
        let files: HashSet<Cow<str>> = files.iter().map(|name| file_name(name)).collect();
        let mut gone: Vec<Entry> = self.waiting.into_values().flatten().collect();
        gone.retain(|entry| files.contains(entry.file.as_str()) || !is_there(&entry.file));
        gone.sort_unstable();
        let mut remarks = vec![format!("baseline: {} known, {} gone", counted(self.met, "finding"), gone.len())];
        remarks.extend(
            gone.iter().map(|Entry { file, id, message, line, .. }| format!("gone: {file}:{line}: [{id}] {message}")),
        );
        remarks
    }
}

/// A finding as it is written to the file.
#[must_use]
pub fn entry(finding: &Diagnostic) -> Entry {
    Entry {
        file: file_name(finding.place.name()).into_owned(),
        id: finding.id.to_owned(),
        message: finding.message.clone(),
        line: finding.place.positions().0.line,
        fingerprint: fingerprint::of(finding).to_string(),
    }
}

/// The text of a file with these findings.
#[must_use]
pub fn write(mut entries: Vec<Entry>) -> String {
    entries.sort_unstable();
    let lines: Vec<String> = entries.iter().map(|entry| format!("\n    {}", serde_json::json!(entry))).collect();
    let end = if lines.is_empty() { "" } else { "\n  " };
    let schema = format!("{}baseline.schema.json", plenary::SCHEMA);
    format!(
        "{{\n  \"$schema\": \"{schema}\",\n  \"version\": {VERSION},\n  \"findings\": [{}{end}]\n}}\n",
        lines.join(",")
    )
}
