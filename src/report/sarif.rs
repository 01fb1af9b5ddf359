//! Findings as SARIF 2.1.0, which code scanning services and editors read.
//!
//! Results are written as they come. The rules that they name by number are known only at the end, so the tool stands
//! after them; the order of members is free.

use std::collections::HashMap;
use std::fmt::{self, Write};

use serde_json::{Value, json};

use super::fingerprint::Names;
use super::plain::said;
use super::{Render, ReportFormat, Summary};
use crate::diagnostic::{Diagnostic, Place};
use crate::vocab::plenary;

mod location;
mod rule;

use location::{artifact, location, region};

pub static REPORT: ReportFormat = ReportFormat {
    name: "sarif",
    about: "SARIF 2.1.0, for code scanning",
    endings: &["sarif", "sarif.json"],
    media_type: "application/sarif+json",
    new: |_| Box::new(Sarif::default()),
};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

#[derive(Default)]
struct Sarif {
    begun: bool,
    rules: Vec<&'static str>,
    by_id: HashMap<&'static str, usize>,
    names: Names,
}

impl Render for Sarif {
    fn begin(&mut self, out: &mut String) -> fmt::Result {
        write!(out, "{{\"$schema\":\"{SCHEMA}\",\"version\":\"2.1.0\",\"runs\":[{{")?;
        out.push_str("\"columnKind\":\"unicodeCodePoints\",\"results\":[");
        Ok(())
    }

    fn finding(&mut self, finding: &Diagnostic, out: &mut String) -> fmt::Result {
        self.write(finding, &json!([]), out)
    }

    fn suppressed(&mut self, finding: &Diagnostic, reason: &str, out: &mut String) -> fmt::Result {
        let mut suppression = json!({"kind": "inSource"});
        if !reason.is_empty() {
            suppression["justification"] = reason.into();
        }
        self.write(finding, &json!([suppression]), out)
    }

    fn end(&mut self, _: &Summary, out: &mut String) -> fmt::Result {
        let driver = json!({
            "name": "plenary",
            "version": env!("CARGO_PKG_VERSION"),
            "informationUri": plenary::NS,
            "rules": self.rules.iter().map(|id| rule::rule(id)).collect::<Vec<_>>(),
        });
        writeln!(out, "\n],\"tool\":{{\"driver\":{driver}}}}}]}}")
    }
}

impl Sarif {
    /// Writes a result. Where some results have suppressions all have them (section 3.27.23), and which have is not
    /// known before the last one: the list is empty for those that count.
    fn write(&mut self, finding: &Diagnostic, suppressions: &Value, out: &mut String) -> fmt::Result {
        let separator = if self.begun { ",\n" } else { "\n" };
        self.begun = true;
        let mut result = self.result(finding);
        result["suppressions"] = suppressions.clone();
        write!(out, "{separator}{result}")
    }

    fn rule_index(&mut self, id: &'static str) -> usize {
        let next = self.rules.len();
        let at = *self.by_id.entry(id).or_insert(next);
        if at == next {
            self.rules.push(id);
        }
        at
    }

    fn result(&mut self, finding: &Diagnostic) -> Value {
        let mut result = json!({
            "ruleId": finding.id,
            "ruleIndex": self.rule_index(finding.id),
            "level": finding.severity.name(),
            "message": {"text": said(finding, "\n")},
            "locations": [location(&finding.place, &finding.path)],
            // GitHub's name for it; others take any.
            "partialFingerprints": {"primaryLocationLineHash": self.names.next(finding)},
        });
        if !finding.related.is_empty() {
            result["relatedLocations"] = related(finding);
        }
        if let Some(fix) = fix(finding) {
            result["fixes"] = json!([fix]);
        }
        result
    }
}

fn related(finding: &Diagnostic) -> Value {
    let places = finding.related.iter().enumerate().map(|(at, related)| {
        let mut location = location(&related.place, "");
        location["id"] = at.into();
        location["message"] = json!({"text": related.message});
        location
    });
    places.collect()
}

fn fix(finding: &Diagnostic) -> Option<Value> {
    let (Some(fix), Place::Span(source, _)) = (&finding.fix, &finding.place) else { return None };
    let replacements: Vec<Value> = fix
        .edits
        .iter()
        .map(|edit| json!({"deletedRegion": region(source.positions(edit.span)), "insertedContent": {"text": edit.text}}))
        .collect();
    let changes = json!([{"artifactLocation": artifact(source.name()), "replacements": replacements}]);
    let about = finding.help.as_deref().unwrap_or(&finding.message);
    Some(json!({"description": {"text": about}, "artifactChanges": changes}))
}
