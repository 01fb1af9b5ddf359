//! The forms in which figures are written: JSON, CSV, Markdown, HTML.

use std::fmt::Write;

use serde_json::{Map, Value, json};

use super::{Cell, Figures, Table, plot};
use crate::rdf::xml::escape;

/// A form of the report.
#[derive(Debug)]
pub struct Form {
    pub name: &'static str,
    pub about: &'static str,
    pub extensions: &'static [&'static str],
    pub write: fn(&Figures) -> String,
}

/// Every form.
pub static FORMS: &[&Form] = &[
    &Form { name: "markdown", about: "Tables for people, in Markdown", extensions: &["md"], write: markdown },
    &Form { name: "json", about: "Everything for programs", extensions: &["json"], write: json },
    &Form { name: "csv", about: "One value a line: table, row, column, value", extensions: &["csv"], write: csv },
    &Form { name: "html", about: "A page with tables and plots", extensions: &["html"], write: html },
];

/// A form by its name.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static Form> {
    FORMS.iter().copied().find(|form| form.name == name)
}

/// A form by the ending of a file.
#[must_use]
pub fn by_extension(extension: &str) -> Option<&'static Form> {
    FORMS.iter().copied().find(|form| form.extensions.contains(&extension))
}

impl Cell {
    /// For people: shares as percent, measures with three digits.
    #[must_use]
    pub fn shown(self) -> String {
        match self {
            Cell::Count(count) => count.to_string(),
            Cell::Share(Some(share)) => format!("{:.1} %", share * 100.0),
            Cell::Share(None) => "–".to_owned(),
            Cell::Number(number) => format!("{number:.3}"),
            Cell::Few => "few".to_owned(),
        }
    }

    /// For programs: four digits after the point.
    fn value(self) -> Value {
        let rounded = |number: f64| json!((number * 10_000.0).round() / 10_000.0);
        match self {
            Cell::Count(count) => count.into(),
            Cell::Share(share) => share.map_or(Value::Null, rounded),
            Cell::Number(number) => rounded(number),
            Cell::Few => "few".into(),
        }
    }
}

fn json(figures: &Figures) -> String {
    let table = |table: &Table| {
        let row = |row: &super::Row| {
            let mut object =
                Map::from_iter([("key".to_owned(), json!(row.key)), ("label".to_owned(), json!(row.label))]);
            let cells = table.columns.iter().zip(&row.cells);
            object.extend(cells.map(|(column, cell)| (column.key.clone(), cell.value())));
            Value::Object(object)
        };
        let rows: Vec<Value> = table.rows.iter().map(row).collect();
        (table.key.to_owned(), json!({"title": table.title, "note": table.note, "rows": rows}))
    };
    let tables: Map<String, Value> = figures.tables.iter().map(table).collect();
    format!("{:#}\n", Value::Object(tables))
}

fn csv(figures: &Figures) -> String {
    let mut text = String::from("table,row,label,column,value\n");
    for table in &figures.tables {
        for row in &table.rows {
            for (column, cell) in table.columns.iter().zip(&row.cells) {
                let value = match cell.value() {
                    Value::Null => String::new(),
                    Value::String(text) => text,
                    number => number.to_string(),
                };
                let cells = [table.key, &row.key, &row.label, &column.key, &value].map(quoted);
                let _ = writeln!(text, "{}", cells.join(","));
            }
        }
    }
    text
}

/// A cell that no spreadsheet takes for a formula.
fn quoted(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    if guard.is_empty() && !text.contains(['"', ',', '\n', '\r']) {
        return text.to_owned();
    }
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

fn markdown(figures: &Figures) -> String {
    let mut text = String::from("# Participation\n");
    for table in figures.tables.iter().filter(|table| !table.rows.is_empty()) {
        let _ = write!(text, "\n## {}\n\n{}\n\n", table.title, table.note);
        let columns: Vec<&str> = table.columns.iter().map(|column| column.label.as_str()).collect();
        let _ = writeln!(text, "| | {} |\n|---|{}", columns.join(" | "), "---:|".repeat(columns.len()));
        for row in &table.rows {
            let cells: Vec<String> = row.cells.iter().map(|cell| cell.shown()).collect();
            let _ = writeln!(text, "| {} | {} |", in_cell(&row.label), cells.join(" | "));
        }
    }
    text
}

/// Text that is no markup in a cell of Markdown.
fn in_cell(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        match letter {
            '\n' | '\r' | '\t' => out.push(' '),
            '|' | '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '#' | '!' | '~' => {
                out.push('\\');
                out.push(letter);
            }
            letter => out.push(letter),
        }
    }
    out
}

fn html(figures: &Figures) -> String {
    let mut text = String::from(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Participation</title>\n<style>\n",
    );
    text.push_str(include_str!("style.css"));
    text.push_str("</style>\n</head>\n<body>\n<main>\n<h1>Participation</h1>\n");
    for table in figures.tables.iter().filter(|table| !table.rows.is_empty()) {
        section(table, &mut text);
    }
    text.push_str("</main>\n</body>\n</html>\n");
    text
}

fn section(table: &Table, text: &mut String) {
    let escape = |text: &str| escape(text, true).into_owned();
    let _ = writeln!(text, "<section id=\"{0}\">\n<h2>{1}</h2>", table.key, escape(table.title));
    text.push_str(&plot::plot(table).unwrap_or_default());
    let _ = writeln!(
        text,
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{0}\">\n<table>\n<caption>{1}</caption>\n<thead><tr><td></td>",
        escape(table.title),
        escape(table.note)
    );
    for column in &table.columns {
        let _ = writeln!(text, "<th scope=\"col\">{}</th>", escape(&column.label));
    }
    text.push_str("</tr></thead>\n<tbody>\n");
    for row in &table.rows {
        let _ = write!(text, "<tr><th scope=\"row\">{}</th>", escape(&row.label));
        for cell in &row.cells {
            let _ = write!(text, "<td>{}</td>", cell.shown());
        }
        text.push_str("</tr>\n");
    }
    text.push_str("</tbody>\n</table>\n</div>\n</section>\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_neither_formulas_nor_markup() {
        assert_eq!(quoted("=1+1"), "\"'=1+1\"");
        assert_eq!(quoted("a,\"b\""), "\"a,\"\"b\"\"\"");
        assert_eq!(in_cell("a|b\n<i>"), "a\\|b \\<i\\>");
    }

    #[test]
    fn shares_of_nothing_are_not_numbers() {
        assert_eq!(Cell::Share(None).shown(), "–");
        assert_eq!(Cell::Share(Some(1.0 / 3.0)).value(), json!(0.3333));
    }
}
