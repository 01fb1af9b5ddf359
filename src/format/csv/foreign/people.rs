//! Tables of people: a row for each, without a session.

use std::collections::HashMap;
use std::sync::Arc;

use super::super::scan::{Cell, Row, Rows};
use super::names::folded;
use super::{refuse, words};
use crate::diagnostic::{Fate, Report};
use crate::doc::Node;
use crate::format::feed::{Import, Programme, Someone, Words, is_web};
use crate::format::{ReadOptions, Syntax};
use crate::source::{Source, Span};

/// What a column says of somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Key,
    Name,
    Given,
    Family,
    Organization,
    Position,
    Url,
    Email,
    /// What tables of people have and the model has not; it tells such a table, and is told as a loss.
    About,
}

const NAMES: &[(Column, &[&str])] = &[
    (Column::Key, &["id", "code", "identifier", "speaker id", "person id", "person uri", "uri", "uid", "guid"]),
    (Column::Name, &["name", "full name", "speaker", "speaker name", "display name", "public name", "nom complet"]),
    (Column::Given, &["first name", "given name", "forename", "vorname", "prenom", "nombre"]),
    (Column::Family, &["last name", "family name", "surname", "nachname", "nom", "nom de famille", "apellido"]),
    (
        Column::Organization,
        &["organization", "organisation", "affiliation", "company", "your company", "institution", "firma", "employer"],
    ),
    (Column::Position, &["job title", "your job title", "position", "function", "role", "tag line", "tagline"]),
    (Column::Url, &["homepage", "website", "web site", "url", "link", "web", "webseite"]),
    (Column::Email, &["email", "e mail", "mail", "email address"]),
    (
        Column::About,
        &[
            "bio",
            "biography",
            "short bio",
            "about",
            "picture",
            "profile picture",
            "photo",
            "avatar",
            "depiction",
            "twitter",
            "linkedin",
            "github",
            "orcid",
            "x",
        ],
    ),
];

fn column(name: &str) -> Option<Column> {
    let folded = folded(name);
    NAMES.iter().find(|(_, names)| names.contains(&folded.as_str())).map(|(column, _)| *column)
}

/// Whether the columns are those of people: what they are called, and something that only people have.
pub(super) fn is_table(text: &str) -> bool {
    let Some(row) = Rows::new(text).next().filter(|row| row.fault.is_none()) else { return false };
    let columns: Vec<Column> = row.cells.iter().filter_map(|cell| column(&cell.text)).collect();
    let has = |wanted: Column| columns.contains(&wanted);
    let is_named = has(Column::Name) || has(Column::Given) && has(Column::Family);
    let is_somebody = [Column::About, Column::Position, Column::Organization, Column::Email].into_iter().any(has);
    is_named && (is_somebody || has(Column::Given)) && !super::super::sniff(text)
}

pub(super) fn read<'s>(source: &'s Arc<Source>, options: &ReadOptions, report: &mut Report) -> Vec<Node<'s>> {
    let mut rows = Rows::new(source.text());
    let header = match rows.next() {
        Some(Row { fault: None, cells }) => cells,
        Some(Row { fault: Some(fault), .. }) => return refuse(fault, source, report),
        None => return refuse(Syntax::new(Span::default(), "there is no header line"), source, report),
    };
    let programme = Programme { span: header[0].span, ..Programme::default() };
    let columns = header.iter().map(|cell| column(&cell.text)).collect();
    let mut import = Import::new(source, &programme, options, report);
    let message = "the rows of this table were read as people, because it has no sessions";
    import.inferred(header[0].span, message, "give a mapping with --map if they are something else");
    let mut table = Table { header: &header, columns, known: HashMap::new(), source, import };
    let people = rows.filter_map(|row| table.row(row)).collect();
    table.import.finish();
    people
}

struct Table<'h, 's, 'r> {
    header: &'h [Cell<'s>],
    columns: Vec<Option<Column>>,
    /// The names of those whose keys were read: a table may have a row for each thing that somebody does.
    known: HashMap<String, String>,
    source: &'s Arc<Source>,
    import: Import<'s, 'r>,
}

impl<'s> Table<'_, 's, '_> {
    fn row(&mut self, row: Row<'s>) -> Option<Node<'s>> {
        let span = row.cells.first().map(|cell| cell.span).unwrap_or_default();
        if let Some(fault) = row.fault {
            self.import.report().push(fault.finding(self.source));
            self.import.report().leave("listed person", self.source, span, "the row cannot be read");
            return None;
        }
        let mut said = Said::default();
        for (at, cell) in row.cells.into_iter().enumerate() {
            let Some(words) = words(cell) else { continue };
            said.is_empty = false;
            match self.columns.get(at).copied().flatten() {
                Some(Column::About) | None => self.lose(at, &words),
                Some(column) => said.put(column, words),
            }
        }
        if said.is_empty {
            return None;
        }
        let Some(someone) = said.someone() else {
            self.import.report().leave("listed person", self.source, span, "nothing names them");
            return None;
        };
        let before = someone.key.as_ref().and_then(|key| self.known.get(&*key.text));
        if before.is_some_and(|name| *name == someone.name.text) {
            self.import.report().account.add("listed person", Fate::Part);
            return None;
        }
        if let Some(key) = &someone.key {
            self.known.insert(key.text.to_string(), someone.name.text.to_string());
        }
        Some(self.import.person(&someone))
    }

    fn lose(&mut self, at: usize, words: &Words<'s>) {
        let name = self.header.get(at).map_or("", |cell| cell.text.trim());
        let name = if name.is_empty() { format!("column {}", at + 1) } else { name.to_owned() };
        self.import.lose("row", name, words);
    }
}

/// What a row says.
struct Said<'s> {
    columns: Vec<(Column, Words<'s>)>,
    is_empty: bool,
}

impl Default for Said<'_> {
    fn default() -> Self {
        Self { columns: Vec::new(), is_empty: true }
    }
}

impl<'s> Said<'s> {
    fn put(&mut self, column: Column, words: Words<'s>) {
        self.columns.push((column, words));
    }

    /// Takes what a column says, the first one of its kind.
    fn take(&mut self, column: Column) -> Option<Words<'s>> {
        let at = self.columns.iter().position(|(kind, _)| *kind == column)?;
        Some(self.columns.remove(at).1)
    }

    fn someone(mut self) -> Option<Someone<'s>> {
        let name = match (self.take(Column::Name), self.take(Column::Given), self.take(Column::Family)) {
            (Some(name), ..) => name,
            (None, Some(given), Some(family)) => {
                Words { text: format!("{} {}", given.text, family.text).into(), span: given.span }
            }
            (None, given, family) => given.or(family)?,
        };
        Some(Someone {
            key: self.take(Column::Key),
            organization: self.take(Column::Organization),
            position: self.take(Column::Position),
            url: self.take(Column::Url).filter(|url| is_web(&url.text)),
            email: self.take(Column::Email),
            ..Someone::named(name)
        })
    }
}
