//! The corpus as CSV: a column for each path to a scalar or to a list of scalars.

use std::ops::Range;

use crate::tree::Tree;
use crate::write::{Spot, Written};

/// A cell: its column, and the pointers of what it holds with their texts.
struct Cell {
    column: String,
    pointer: String,
    items: Vec<String>,
    is_list: bool,
}

pub(crate) fn csv(records: &[Tree]) -> Written {
    let rows: Vec<Vec<Cell>> = records.iter().enumerate().map(|(at, record)| cells(record, at)).collect();
    let mut columns: Vec<&str> = Vec::new();
    for cell in rows.iter().flatten() {
        if !columns.contains(&cell.column.as_str()) {
            columns.push(&cell.column);
        }
    }
    let mut out = Written::default();
    let mut headers: Vec<Range<usize>> = Vec::new();
    for (at, column) in columns.iter().enumerate() {
        out.text.push_str(if at > 0 { "," } else { "" });
        headers.push(push(column, &mut out));
    }
    out.text.push('\n');
    for (number, row) in rows.iter().enumerate() {
        let start = out.text.len();
        let mut head = None;
        for (at, column) in columns.iter().enumerate() {
            out.text.push_str(if at > 0 { "," } else { "" });
            let Some(cell) = row.iter().find(|cell| cell.column == *column) else { continue };
            let range = write(cell, &headers[at], &mut out);
            head.get_or_insert(range);
        }
        let value = start..out.text.len();
        out.text.push('\n');
        let head = head.unwrap_or(start..start);
        out.spots.insert(format!("/{number}"), Spot { key: 0..0, value, head });
    }
    out
}

fn cells(record: &Tree, number: usize) -> Vec<Cell> {
    let mut cells = Vec::new();
    collect(record, String::new(), format!("/{number}"), &mut cells);
    cells
}

fn collect(tree: &Tree, column: String, pointer: String, cells: &mut Vec<Cell>) {
    match tree {
        Tree::Object(members) => {
            for (key, value) in members {
                let is_language = key.len() <= 5 && key.chars().next().is_some_and(char::is_alphabetic);
                let by_language = ["title", "abstract", "description", "keywords"].contains(&column.as_str());
                let column = match column.as_str() {
                    "" => key.clone(),
                    text if by_language && is_language => format!("{text}@{key}"),
                    path => format!("{path}.{key}"),
                };
                collect(value, column, format!("{pointer}/{key}"), cells);
            }
        }
        Tree::List(items) if items.iter().all(Tree::is_scalar) => {
            cells.push(Cell { column, pointer, items: items.iter().map(text).collect(), is_list: true });
        }
        Tree::List(items) => {
            for (at, item) in items.iter().enumerate() {
                collect(item, format!("{column}[{}]", at + 1), format!("{pointer}/{at}"), cells);
            }
        }
        scalar => cells.push(Cell { column, pointer, items: vec![text(scalar)], is_list: false }),
    }
}

fn text(tree: &Tree) -> String {
    match tree {
        Tree::String(text) | Tree::Number(text) => text.clone(),
        Tree::Bool(flag) => flag.to_string(),
        _ => String::new(),
    }
}

/// Writes a cell, in quotes where it must be.
fn push(text: &str, out: &mut Written) -> Range<usize> {
    let start = out.text.len();
    if text.contains([',', '"', '\n', ';']) {
        out.text.extend(["\"", &text.replace('"', "\"\""), "\""]);
    } else {
        out.text.push_str(text);
    }
    start..out.text.len()
}

fn write(cell: &Cell, header: &Range<usize>, out: &mut Written) -> Range<usize> {
    let whole = push(&cell.items.join(" | "), out);
    let spot = |value: Range<usize>| Spot { key: header.clone(), head: value.clone(), value };
    out.spots.insert(cell.pointer.clone(), spot(whole.clone()));
    // A list or an object begins where its first column does.
    let ends = cell.pointer.match_indices('/').map(|(at, _)| &cell.pointer[..at]).filter(|above| above.len() > 2);
    ends.for_each(|above| {
        out.spots.entry(above.to_owned()).or_insert_with(|| spot(whole.clone()));
    });
    if cell.is_list {
        let mut at = whole.start + usize::from(out.text[whole.clone()].starts_with('"'));
        for (number, item) in cell.items.iter().enumerate() {
            let single = cell.items.len() == 1;
            let range = if single { whole.clone() } else { at..at + item.len() };
            out.spots.insert(format!("{}/{number}", cell.pointer), spot(range));
            at += item.len() + " | ".len();
        }
    }
    whole
}
