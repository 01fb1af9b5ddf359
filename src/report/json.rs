//! Findings for programs: one JSON object each.

use std::fmt::{self, Write};

use serde_json::{Map, Value, json};

use super::{Render, ReportFormat, Summary};
use crate::diagnostic::{Diagnostic, Place};

pub static REPORT: ReportFormat = ReportFormat {
    name: "json",
    about: "for programs: a list of objects",
    endings: &["json"],
    new: |_| Box::new(Json { begun: false }),
};

struct Json {
    begun: bool,
}

impl Render for Json {
    fn finding(&mut self, finding: &Diagnostic, out: &mut String) -> fmt::Result {
        let start = if self.begun { ",\n  " } else { "[\n  " };
        self.begun = true;
        write!(out, "{start}{}", object(finding))
    }

    fn end(&mut self, _: &Summary, out: &mut String) -> fmt::Result {
        out.push_str(if self.begun { "\n]\n" } else { "[]\n" });
        Ok(())
    }
}

/// A finding as an object: `id`, `severity`, `file`, `line`, `column`, `endLine`, `endColumn`, `path`, `message`, and
/// where there are any `help`, `replacement` and `related`. Lines and columns are 1-based, columns in Unicode code
/// points, the end exclusive.
#[must_use]
pub fn object(finding: &Diagnostic) -> Value {
    let mut object = Map::new();
    object.insert("id".into(), finding.id.into());
    object.insert("severity".into(), finding.severity.name().into());
    place(&finding.place, &mut object);
    object.insert("path".into(), finding.path.clone().into());
    object.insert("message".into(), finding.message.clone().into());
    if let Some(help) = &finding.help {
        object.insert("help".into(), help.clone().into());
    }
    if let Some(replacement) = finding.replacement_text() {
        object.insert("replacement".into(), replacement.into());
    }
    if !finding.related.is_empty() {
        let related = finding.related.iter().map(|related| {
            let mut object = Map::new();
            place(&related.place, &mut object);
            object.insert("message".into(), related.message.clone().into());
            Value::Object(object)
        });
        object.insert("related".into(), json!(related.collect::<Vec<_>>()));
    }
    Value::Object(object)
}

fn place(place: &Place, object: &mut Map<String, Value>) {
    let (begin, end) = place.positions();
    object.insert("file".into(), place.name().into());
    for (key, number) in
        [("line", begin.line), ("column", begin.column), ("endLine", end.line), ("endColumn", end.column)]
    {
        object.insert(key.into(), number.into());
    }
}
