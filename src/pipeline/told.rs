//! What a reader told of a text already, so that its records do not tell it again: one mistake is one finding.

use std::collections::HashSet;

use crate::check::{self, Run};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Position;

/// Where a value begins and ends.
type Positions = (Position, Position);

/// What the findings of a reader say that findings about its records would repeat.
pub(super) struct Told {
    /// Where an alias was read as its code.
    aliases: HashSet<Positions>,
    /// Values of RDF that are no IRI or not of their datatype.
    values: HashSet<Positions>,
    /// Columns that no field is known for. What was meant by them seems to lack in the rows.
    unknown: Vec<Column>,
}

/// A column that no field is known for.
struct Column {
    /// Path of the node that it belongs to.
    node: String,
    /// Path of the field that was most likely meant.
    meant: Option<String>,
}

impl Column {
    fn of(finding: &Diagnostic) -> Self {
        let header = finding.place.text().unwrap_or_default().trim_matches('"');
        let meant =
            finding.replacement_text().or_else(|| suggested(finding)).map(|text| from_zero(text.trim_matches('"')));
        let path = from_zero(header);
        Self { node: parent(meant.as_ref().unwrap_or(&path)).0.to_owned(), meant }
    }

    /// Whether it may be one of some fields of a node.
    fn may_be(&self, node: &str, fields: Option<&[&str]>) -> bool {
        let is_asked = |meant: &String| fields.is_none_or(|fields| fields.contains(&parent(meant).1));
        self.node == node && self.meant.as_ref().is_none_or(is_asked)
    }
}

impl Told {
    pub(super) fn by(findings: &[Diagnostic]) -> Self {
        let of_id = |id: &'static str| findings.iter().filter(move |finding| finding.id == id);
        let place = |finding: &Diagnostic| finding.place.positions();
        let values = ["identity/iri", "structure/datatype"].into_iter().flat_map(of_id);
        Self {
            values: values.map(place).collect(),
            aliases: of_id("vocabulary/alias").map(place).collect(),
            unknown: of_id("structure/unknown-key").map(Column::of).collect(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.aliases.is_empty() && self.unknown.is_empty() && self.values.is_empty()
    }

    /// Whether a finding about a record repeats what the reader said, or draws conclusions from it.
    pub(super) fn says(&self, finding: &Diagnostic) -> bool {
        let may_be = |node, fields| self.unknown.iter().any(|column| column.may_be(node, fields));
        let is_at = |places: &HashSet<Positions>| !places.is_empty() && places.contains(&finding.place.positions());
        match (finding.id, check::by_id(finding.id).map(|check| check.run)) {
            ("vocabulary/alias-section", _) => is_at(&self.aliases),
            _ if finding.severity == Severity::Error && is_at(&self.values) => true,
            ("structure/missing-key", _) => {
                self.unknown.iter().filter_map(|column| column.meant.as_deref()).any(|meant| is_missing(meant, finding))
            }
            ("time/end-without-start", Some(Run::Absent(fields, _))) => may_be(parent(&finding.path).0, Some(fields)),
            (_, Some(Run::Absent(fields, _))) => may_be(&finding.path, Some(fields)),
            (_, Some(Run::Node(_))) => may_be(&finding.path, None),
            _ => false,
        }
    }
}

/// The name that a column was most likely meant to have, also where another column has it.
fn suggested(finding: &Diagnostic) -> Option<&str> {
    finding.help.as_deref()?.strip_prefix("did you mean \"")?.strip_suffix("\"?")
}

/// The path of a node, and the name of its field.
fn parent(path: &str) -> (&str, &str) {
    path.rsplit_once('.').unwrap_or(("", path))
}

/// A column's name as a path in a record, where lists count from 0: `organizers[1].name` and `organizers.1.name` are
/// `organizers[0].name`.
fn from_zero(column: &str) -> String {
    let parts = column.split(['.', '[', ']']).filter(|part| !part.is_empty());
    parts.fold(String::new(), |path, part| match part.parse::<usize>() {
        Ok(number) => format!("{path}[{}]", number.saturating_sub(1)),
        Err(_) if path.is_empty() => part.to_owned(),
        Err(_) => format!("{path}.{part}"),
    })
}

/// Whether a finding says that the field at a path is missing.
fn is_missing(path: &str, finding: &Diagnostic) -> bool {
    let (node, field) = parent(path);
    let said = finding.message.strip_prefix('"').and_then(|rest| rest.split('"').next());
    finding.path == node && said == Some(field)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_from_one() {
        assert_eq!(from_zero("participations[2].agent.name"), "participations[1].agent.name");
        assert_eq!(from_zero("organizers.1.name"), "organizers[0].name");
        assert_eq!(from_zero("title"), "title");
    }
}
