//! Mistakes in the text of a query, and how deep it may go.

use oxigraph::sparql::SparqlSyntaxError;
use spargebra::SparqlParser;

use super::fault::Fault;

/// Longest query that is read, in bytes.
const LONGEST: usize = 1 << 20;
/// Deepest nesting of brackets.
const DEEPEST: u64 = 64;
/// Most work that brackets may make. The parser tries alternatives at each, so that one in brackets costs about the fourth power of
/// how deep it stands; nothing stops it.
const WORK: u64 = 100_000_000;

/// Refuses what reading could not end with in good time.
pub(super) fn bound(text: &str) -> Result<(), Fault> {
    if text.len() > LONGEST {
        return Err(Fault::Nested(format!("longer than {LONGEST} bytes, the most that are read")));
    }
    let (mut depth, mut work) = (0_u64, 0_u64);
    for byte in text.bytes() {
        match byte {
            b'(' | b'{' | b'[' => {
                depth += 1;
                work = work.saturating_add(depth.saturating_pow(4));
            }
            b')' | b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            return Err(Fault::Nested(format!("nested more deeply than {DEEPEST} brackets, the most that are read")));
        }
    }
    if work > WORK { Err(Fault::Nested("nested too deeply too often".to_owned())) } else { Ok(()) }
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
    let rest = text.split('\n').nth(line - 1).map(|line| line.chars().skip(column - 1));
    let word: Option<String> =
        rest.map(|letters| letters.take_while(|letter| letter.is_alphanumeric()).take(30).collect());
    let letter = || text.split('\n').nth(line - 1).and_then(|line| line.chars().nth(column - 1));
    let found = match (word, letter()) {
        (Some(word), _) if !word.is_empty() => format!("\"{word}\" cannot stand here"),
        (_, Some(letter)) => format!("{letter:?} cannot stand here"),
        (_, None) => "something is missing here".to_owned(),
    };
    // Classes of letters are for the parser, not for people.
    let list = expected.strip_prefix("one of ").unwrap_or(expected).split(", ").filter(|one| !one.starts_with('['));
    let list: Vec<&str> = list.collect();
    let more = list.len().saturating_sub(TOLD);
    let told = list.iter().take(TOLD).copied().collect::<Vec<_>>().join(", ");
    match (told.is_empty(), more) {
        (true, _) => found,
        (false, 0) => format!("{found}; expected {told}"),
        (false, more) => format!("{found}; expected {told}, or {more} more"),
    }
}
