//! Findings for programs: one JSON object each.

use std::fmt::{self, Write};

use serde_json::{Map, Value, json};

use super::{Render, ReportFormat, Summary};
use crate::diagnostic::{Diagnostic, Focus, Place};
use crate::source::Position;
use crate::vocab::sh;

pub static REPORT: ReportFormat = ReportFormat {
    name: "json",
    about: "for programs: a list of objects",
    endings: &["json"],
    media_type: "application/json",
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
/// where there are any `label`, `help`, `replacement`, `fix`, `shacl` and `related`. Lines and columns are 1-based, columns in
/// Unicode code points, the end exclusive. `schemas/report.schema.json` says the same to programs.
#[must_use]
pub fn object(finding: &Diagnostic) -> Value {
    let mut object = Map::new();
    object.insert("id".into(), finding.id.into());
    object.insert("severity".into(), finding.severity.name().into());
    place(&finding.place, &mut object);
    object.insert("path".into(), finding.path.clone().into());
    object.insert("message".into(), finding.message.clone().into());
    if !finding.label.is_empty() {
        object.insert("label".into(), finding.label.clone().into());
    }
    if let Some(help) = &finding.help {
        object.insert("help".into(), help.clone().into());
    }
    if let Some(replacement) = finding.replacement_text() {
        object.insert("replacement".into(), replacement.into());
    }
    object.extend(fix(finding).map(|fix| ("fix".to_owned(), fix)));
    if let Some(Focus { node, component }) = &finding.focus {
        let component = format!("{}{component}", sh::NS);
        object.insert("shacl".into(), json!({"focusNode": node, "sourceConstraintComponent": component}));
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

/// The fix: whether it is safe, and its edits with their places.
fn fix(finding: &Diagnostic) -> Option<Value> {
    let (Some(fix), Place::Span(source, _)) = (&finding.fix, &finding.place) else { return None };
    let edits = fix.edits.iter().map(|edit| {
        let mut object = Map::new();
        range(source.positions(edit.span), &mut object);
        object.insert("text".into(), edit.text.clone().into());
        Value::Object(object)
    });
    Some(json!({"safe": fix.safe, "edits": edits.collect::<Vec<_>>()}))
}

fn place(place: &Place, object: &mut Map<String, Value>) {
    object.insert("file".into(), place.name().into());
    range(place.positions(), object);
}

fn range((begin, end): (Position, Position), object: &mut Map<String, Value>) {
    for (key, number) in
        [("line", begin.line), ("column", begin.column), ("endLine", end.line), ("endColumn", end.column)]
    {
        object.insert(key.into(), number.into());
    }
}
