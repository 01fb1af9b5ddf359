//! Mistakes in the text of a query, and how deep it may go.

use oxigraph::sparql::SparqlSyntaxError;
use spargebra::SparqlParser;

use super::fault::Fault;

/// Longest query that is read, in bytes.
const LONGEST: usize = 1 << 20;
/// Deepest nesting of brackets. The parser tries alternatives at each.
const DEEPEST: usize = 64;

/// Refuses what reading could not end with.
pub(super) fn bound(text: &str) -> Result<(), Fault> {
    if text.len() > LONGEST {
        return Err(Fault::Nested(format!("longer than {LONGEST} bytes, the most that are read")));
    }
    let mut depth = 0_usize;
    for byte in text.bytes() {
        match byte {
            b'(' | b'{' | b'[' => depth += 1,
            b')' | b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            return Err(Fault::Nested(format!("nested more deeply than {DEEPEST} brackets, the most that are read")));
        }
    }
    Ok(())
}

/// What is wrong with a text that is no query.
pub(super) fn fault(text: &str, error: &SparqlSyntaxError) -> Fault {
    if SparqlParser::new().parse_update(text).is_ok_and(|update| !update.operations.is_empty()) {
        return Fault::Update;
    }
    let said = error.to_string();
    match parted(&said) {
        Some((line, column, expected)) => {
            Fault::Syntax { message: reworded(text, (line, column), expected), at: Some((line, column)) }
        }
        None => Fault::Syntax { message: said, at: None },
    }
}

/// Line, column and what was expected, in what the parser says: `error at 1:5: expected one of ...`.
fn parted(said: &str) -> Option<(usize, usize, &str)> {
    let (place, expected) = said.strip_prefix("error at ")?.split_once(": expected ")?;
    let (line, column) = place.split_once(':')?;
    Some((line.parse().ok()?, column.parse().ok()?, expected))
}

/// Expectations that are told; the rest is a number.
const TOLD: usize = 8;

fn reworded(text: &str, (line, column): (usize, usize), expected: &str) -> String {
    let found = text.split('\n').nth(line - 1).and_then(|line| line.chars().nth(column - 1));
    let found = found.map_or_else(|| "the end of the line".to_owned(), |letter| format!("{letter:?}"));
    let list: Vec<&str> = expected.strip_prefix("one of ").unwrap_or(expected).split(", ").collect();
    let more = list.len().saturating_sub(TOLD);
    let told = list.into_iter().take(TOLD).collect::<Vec<_>>().join(", ");
    let more = if more > 0 { format!(", or {more} more") } else { String::new() };
    format!("{found} cannot stand here; expected {told}{more}")
}
