//! What a reader told of a text already, so that its records do not tell it again: one mistake is one finding.

use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::source::Span;

/// What the findings of a reader say that findings about its records would repeat.
pub(super) struct Told {
    /// Where an alias was read as its code.
    aliases: Vec<Span>,
    /// Values of RDF that are no IRI or not of their datatype.
    values: Vec<Span>,
    /// Paths of the fields that misspelt columns were meant to be. The rows seem to lack them.
    meant: Vec<String>,
}

impl Told {
    pub(super) fn by(findings: &[Diagnostic]) -> Self {
        let of_id = |id: &'static str| findings.iter().filter(move |finding| finding.id == id);
        let span = |finding: &Diagnostic| match finding.place {
            Place::Span(_, span) => Some(span),
            Place::Position { .. } => None,
        };
        let values = ["identity/iri", "structure/datatype"].into_iter().flat_map(of_id);
        Self {
            values: values.filter_map(span).collect(),
            aliases: of_id("vocabulary/alias").filter_map(span).collect(),
            meant: of_id("structure/unknown-key").filter_map(Diagnostic::replacement_text).map(from_zero).collect(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.aliases.is_empty() && self.meant.is_empty() && self.values.is_empty()
    }

    /// Whether a finding about a record repeats what the reader said.
    pub(super) fn says(&self, finding: &Diagnostic) -> bool {
        match (finding.id, &finding.place) {
            ("vocabulary/alias-section", Place::Span(_, span)) => self.aliases.contains(span),
            (_, Place::Span(_, span)) if finding.severity == Severity::Error && self.values.contains(span) => true,
            ("structure/missing-key", _) => self.meant.iter().any(|meant| is_missing(meant, finding)),
            (id, _) => !self.meant.is_empty() && is_about_absence(id),
        }
    }
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

/// Whether a check looks for what is not there: where columns are misspelt, it may be.
fn is_about_absence(id: &str) -> bool {
    id.starts_with("completeness/") || id == "time/end-without-start"
}

/// Whether a finding says that the field at a path is missing.
fn is_missing(path: &str, finding: &Diagnostic) -> bool {
    let (node, field) = path.rsplit_once('.').unwrap_or(("", path));
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
