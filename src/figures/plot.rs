//! Plots of figures as SVG: bars and a heat map.
//!
//! They take colours from the page by class, so that they are dark where the page is, and their titles are read aloud;
//! what plotting crates write has neither.

use std::fmt::Write;

use super::{Cell, Table, topics};
use crate::rdf::xml::escape;

const WIDTH: usize = 720;
const LABELS: usize = 260;
const LINE: usize = 24;
/// Bars in one plot; the table beside it has them all.
const BARS: usize = 30;

/// A plot of a table, if one says more than its numbers do.
#[must_use]
pub fn plot(table: &Table) -> Option<String> {
    match table.key {
        "matrix" if !table.rows.is_empty() => Some(heat(table)),
        "completeness" | "evenness" | "matrix" => None,
        _ if table.rows.is_empty() => None,
        _ => Some(bars(table)),
    }
}

/// The first column as bars.
fn bars(table: &Table) -> String {
    let rows = &table.rows[..table.rows.len().min(BARS)];
    let count = |cells: &[Cell]| match cells.first() {
        Some(Cell::Count(count)) => *count,
        _ => 0,
    };
    let highest = rows.iter().map(|row| count(&row.cells)).max().unwrap_or_default().max(1);
    let mut svg = open(table, WIDTH, rows.len() * LINE);
    for (at, row) in rows.iter().enumerate() {
        let (count, top) = (count(&row.cells), at * LINE);
        let length = usize::try_from(count * (WIDTH - LABELS - 60) as u64 / highest).unwrap_or_default();
        let text = escape(&clipped(&row.label), false).into_owned();
        let _ = writeln!(
            svg,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{text}</text><rect class=\"bar\" x=\"{LABELS}\" y=\"{}\" \
             width=\"{length}\" height=\"{}\"/><text x=\"{}\" y=\"{}\">{count}</text>",
            LABELS - 8,
            top + 17,
            top + 4,
            LINE - 6,
            LABELS + length + 6,
            top + 17
        );
    }
    svg.push_str("</svg>\n");
    svg
}

/// A label that fits beside its bar.
fn clipped(label: &str) -> String {
    const FITS: usize = 32;
    if label.chars().count() <= FITS {
        return label.to_owned();
    }
    let short: String = label.chars().take(FITS - 1).collect();
    format!("{}…", short.trim_end())
}

/// Action lines and goals: the more sessions, the darker; what the matrix of the vocabulary links is outlined.
fn heat(table: &Table) -> String {
    const CELL: usize = 27;
    let top = 30;
    let count = |cell: &Cell| if let Cell::Count(count) = cell { *count } else { 0 };
    let highest = table.rows.iter().flat_map(|row| &row.cells).map(count).max().unwrap_or_default().max(1);
    let mut svg = open(table, LABELS + 17 * CELL + 4, top + table.rows.len() * CELL + 4);
    for (at, column) in table.columns.iter().enumerate() {
        let number = column.key.trim_start_matches("sdg:");
        let x = LABELS + at * CELL + CELL / 2;
        let _ = writeln!(svg, "<text x=\"{x}\" y=\"20\" text-anchor=\"middle\">{number}</text>");
    }
    for (line, row) in table.rows.iter().enumerate() {
        let y = top + line * CELL;
        let text = escape(&clipped(&row.label), false).into_owned();
        let _ = writeln!(svg, "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{text}</text>", LABELS - 8, y + 18);
        for (at, (cell, column)) in row.cells.iter().zip(&table.columns).enumerate() {
            let (count, x) = (count(cell), LABELS + at * CELL);
            // A tenth at least, so that a single session can be seen.
            let opacity = if count == 0 { 0 } else { 10 + count * 60 / highest };
            let class = if topics::is_linked(&row.key, &column.key) { "cell expected" } else { "cell" };
            let _ = writeln!(
                svg,
                "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{0}\" height=\"{0}\" fill-opacity=\"0.{opacity:02}\">\
                 <title>{1}, {2}: {count}</title></rect>",
                CELL - 2,
                escape(&row.label, false),
                column.label
            );
            if count > 0 {
                let _ = writeln!(
                    svg,
                    "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{count}</text>",
                    x + CELL / 2 - 1,
                    y + 18
                );
            }
        }
    }
    svg.push_str("</svg>\n");
    svg
}

fn open(table: &Table, width: usize, height: usize) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         role=\"img\" aria-labelledby=\"plot-{0}\" direction=\"ltr\"><title id=\"plot-{0}\">{1}</title>\n",
        table.key,
        escape(table.title, false)
    )
}
