//! Places in SARIF's terms: the file's URI, the region with its text, the path in the record.

use std::fmt::Write;

use serde_json::{Value, json};

use super::super::plain::file_name;
use crate::diagnostic::Place;
use crate::source::Position;

/// A text longer than this is not repeated in the report.
const SNIPPET: usize = 1000;

/// A place, with the path in the record where there is one.
pub(super) fn location(place: &Place, path: &str) -> Value {
    let mut region = region(place.positions());
    if let Some(text) = place.text().filter(|text| !text.is_empty() && text.len() <= SNIPPET) {
        region["snippet"] = json!({"text": text});
    }
    let physical = json!({"artifactLocation": artifact(place.name()), "region": region});
    if path.is_empty() {
        return json!({"physicalLocation": physical});
    }
    json!({"physicalLocation": physical, "logicalLocations": [{"fullyQualifiedName": path, "kind": "property"}]})
}

/// A region by lines and columns; the end is exclusive.
pub(super) fn region((begin, end): (Position, Position)) -> Value {
    json!({
        "startLine": begin.line,
        "startColumn": begin.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}

/// The file as a URI: relative where the name is.
pub(super) fn artifact(name: &str) -> Value {
    json!({"uri": uri(&file_name(name))})
}

fn uri(name: &str) -> String {
    let (drive, rest) = match name.as_bytes() {
        [letter, b':', b'/', ..] if letter.is_ascii_alphabetic() => name.split_at(2),
        _ => ("", name),
    };
    let mut uri = String::with_capacity(name.len() + 8);
    if !drive.is_empty() {
        uri.push_str("file:///");
        uri.push_str(drive);
    } else if rest.starts_with('/') {
        uri.push_str("file://");
    }
    for byte in rest.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_uris() {
        assert_eq!(uri("sessions/day 1/a:b.json"), "sessions/day%201/a%3Ab.json");
        assert_eq!(uri("/home/é.json"), "file:///home/%C3%A9.json");
        assert_eq!(uri("C:/sessions/a.json"), "file:///C:/sessions/a.json");
        assert_eq!(uri("<stdin>"), "%3Cstdin%3E");
    }
}
