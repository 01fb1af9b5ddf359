//! Solutions as a table for people.

use oxigraph::model::{Term, Variable};
use unicode_width::UnicodeWidthStr;

use super::fault::Fault;
use super::write::Row;
use crate::store::Limits;
use crate::vocab::curie;

/// Widest cell; what is longer ends in an ellipsis.
const WIDEST: usize = 60;

/// A heading of variables, a line, and a line for each solution; columns stand under each other.
pub(super) fn write(variables: &[Variable], rows: &[Row], limits: &Limits) -> Result<Vec<u8>, Fault> {
    let heading: Vec<String> = variables.iter().map(|variable| variable.as_str().to_owned()).collect();
    let cells: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(|term| cell(term.as_ref())).collect()).collect();
    let widths: Vec<usize> = heading
        .iter()
        .enumerate()
        .map(|(at, name)| {
            let cells = cells.iter().filter_map(|row| row.get(at)).map(|cell| cell.width());
            cells.chain([name.width()]).max().unwrap_or_default()
        })
        .collect();
    let mut out = String::new();
    line(&heading, &widths, &mut out);
    let rules: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
    line(&rules, &widths, &mut out);
    for row in &cells {
        line(row, &widths, &mut out);
        if out.len() > limits.bytes {
            return Err(Fault::Bytes(limits.bytes));
        }
    }
    Ok(out.into_bytes())
}

fn line(cells: &[String], widths: &[usize], out: &mut String) {
    let begin = out.len();
    for (cell, wide) in cells.iter().zip(widths) {
        out.push_str(cell);
        out.extend(std::iter::repeat_n(' ', wide.saturating_sub(cell.width()) + 2));
    }
    out.truncate(begin + out[begin..].trim_end().len());
    out.push('\n');
}

/// A term in few letters: IRIs shortened, texts without quotes, with their language; control characters as blanks.
fn cell(term: Option<&Term>) -> String {
    let text = match term {
        None => String::new(),
        Some(Term::NamedNode(node)) => curie(node.as_str()),
        Some(Term::BlankNode(node)) => node.to_string(),
        Some(Term::Literal(literal)) => match literal.language() {
            Some(language) => format!("{} @{language}", literal.value()),
            None => literal.value().to_owned(),
        },
    };
    cut(&text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect::<String>())
}

fn cut(text: &str) -> String {
    if text.width() <= WIDEST {
        return text.to_owned();
    }
    let mut short = String::new();
    for letter in text.chars() {
        short.push(letter);
        if short.width() >= WIDEST {
            short.pop();
            break;
        }
    }
    short + "…"
}
