//! Findings for programs: one JSON object each.

use serde_json::{Map, Value, json};

use super::{Diagnostic, Place};

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
    if let Some(replacement) = &finding.replacement {
        object.insert("replacement".into(), replacement.clone().into());
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
