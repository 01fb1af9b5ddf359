//! Mistakes in the text of a query, and how deep it may go.

use oxigraph::sparql::SparqlSyntaxError;
use spargebra::SparqlParser;

use super::fault::Fault;
use crate::vocab::PREFIXES;

mod prefixes;

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
    if let Some((offset, name)) = prefixes::undeclared(text) {
        let known = PREFIXES.iter().find(|(known, _)| *known == name);
        let namespace = known.map_or("...", |(_, namespace)| namespace);
        let message = format!("the prefix {name}: is not declared; begin the query with PREFIX {name}: <{namespace}>");
        return Fault::Syntax { message, at: Some(place(text, offset)) };
    }
    let said = error.to_string();
    match parted(&said) {
        Some((position, expected)) => {
            let (offset, message) = reworded(text, offset_of(text, position), expected);
            Fault::Syntax { message, at: Some(place(text, offset)) }
        }
        None => Fault::Syntax { message: said, at: None },
    }
}

/// Line and column, and what was expected, in what the parser says: `error at 1:5: expected one of ...`.
fn parted(said: &str) -> Option<((usize, usize), &str)> {
    let (place, expected) = said.strip_prefix("error at ")?.split_once(": expected ")?;
    let (line, column) = place.split_once(':')?;
    Some(((line.parse().ok()?, column.parse().ok()?), expected))
}

/// The offset of a line and a column, both from 1.
fn offset_of(text: &str, (line, column): (usize, usize)) -> usize {
    let begin: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let letters = text[begin..].char_indices().map(|(at, _)| begin + at);
    letters.chain([text.len()]).nth(column.saturating_sub(1)).unwrap_or(text.len())
}

/// Line and column of an offset, both from 1, in code points.
fn place(text: &str, offset: usize) -> (usize, usize) {
    let before = &text[..offset];
    let begin = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before[begin..].chars().count() + 1)
}

/// Expectations that are told.
const TOLD: usize = 8;

/// Where a mistake is, and what it is.
fn reworded(text: &str, offset: usize, expected: &str) -> (usize, String) {
    // Classes of letters are for the parser, not for people.
    let list = expected.strip_prefix("one of ").unwrap_or(expected).split(", ").filter(|one| !one.starts_with('['));
    let list: Vec<&str> = list.collect();
    if let Some(sentence) = list.iter().find(|one| one.contains(' ')) {
        return (offset, (*sentence).to_owned());
    }
    let is_word =
        |one: &&str| one.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_' || byte.is_ascii_digit());
    if !list.is_empty() && list.iter().all(is_word) {
        // The parser takes as many letters as a word has before it sees that it is another one.
        let back = list.iter().map(|word| word.len()).max().unwrap_or(1);
        let begin = text[..offset].char_indices().rev().nth(back - 1).map_or(0, |(at, _)| at);
        let blank = text[begin..].len() - text[begin..].trim_start().len();
        return (begin + blank, "what begins here is not SPARQL, or may not stand here".to_owned());
    }
    let found = match text[offset..].chars().next() {
        Some(letter) if letter != '\n' => format!("{letter:?} cannot stand here"),
        _ => "something is missing here".to_owned(),
    };
    let told = list.iter().take(TOLD).copied().collect::<Vec<_>>().join(", ");
    (offset, if told.is_empty() { found } else { format!("{found}; expected {told}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> ((usize, usize), String) {
        let error = SparqlParser::new().parse_query(text).expect_err("a mistake");
        match fault(text, &error) {
            Fault::Syntax { message, at: Some(at) } => (at, message),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_prefix_that_is_not_declared_is_found_at_its_place() {
        let (place, message) =
            at("PREFIX a: <http://a.example/>\nSELECT * { ?s a:p 'b:c', <d:e> ; schema:name ?o } # f:g");
        assert_eq!(place, (2, 34));
        assert!(message.contains("PREFIX schema: <http://schema.org/>"), "{message}");
    }

    #[test]
    fn mistakes_are_where_the_part_begins_that_cannot_be_read() {
        assert_eq!(at("SELEKT ?s WHERE { ?s ?p ?o }").0, (1, 1));
        assert_eq!(at("SELECT ?s\nWHERE { ?s foo ?o }").0, (2, 9));
        assert_eq!(at("SELECT ?s\nWHERE { ?s ?p ?o FILTER ?o }").0, (2, 25));
        assert_eq!(at("SELECT ?s WHERE { ?s ?p ?o").0, (1, 27));
        let (_, message) = at("SELECT ?s ?p { ?s ?p ?o } GROUP BY ?s");
        assert!(message.contains("contains a variable"), "{message}");
    }

    #[test]
    fn places_count_code_points() {
        let text = "é\nüx";
        let offset = text.find('x').expect("it is there");
        assert_eq!(place(text, offset), (2, 2));
        assert_eq!(offset_of(text, (2, 2)), offset);
        assert_eq!(offset_of(text, (9, 9)), text.len());
    }
}
