//! Tables whose columns are not ours: a mapping says which column is what.
//!
//! The mapping is a file of the user's (`--map`), or what the names of the columns propose. Then each row is an item of a
//! programme as those of other feeds.

use std::sync::Arc;

use super::scan::{Cell, Row, Rows};
use crate::diagnostic::Report;
use crate::doc::Node;
use crate::format::feed::{self, Days, Import, Item, Programme, Someone, When, Words};
use crate::format::{Format, ReadOptions, Syntax};
use crate::source::{Source, Span};

mod mapping;
mod names;
mod people;

pub use mapping::{Mapping, Target};

pub static FORMAT: Format = Format {
    name: "table",
    about: "A table with columns of its own (CSV or TSV); see --map",
    extensions: &["tsv", "xlsx", "xls", "ods"],
    media_types: &["text/tab-separated-values"],
    sniff: |text| is_programme(text) || people::is_table(text),
    read: Some(read),
    statements: None,
    comments: None,
    write: None,
};

/// Whether the columns can be those of a programme: three or more, one of them for titles, and most are known by name.
fn is_programme(text: &str) -> bool {
    let Some(row) = Rows::new(text).next() else { return false };
    let mapping = Mapping::propose(row.cells.iter().map(|cell| &*cell.text));
    let named = row.cells.iter().filter(|cell| !cell.text.trim().is_empty()).count();
    let known = mapping.columns().filter(|(target, _)| *target != Target::Ignore).count();
    // Our records have no times that stand apart from their days.
    let has_clock = mapping.has(Target::Date) && mapping.has(Target::Start);
    (!super::sniff(text) || has_clock)
        && row.fault.is_none()
        && row.cells.len() > 2
        && mapping.has(Target::Title)
        && known * 2 > named
}

/// The mapping that the names of a table's columns propose.
///
/// # Errors
/// If there is no header line, or it is not CSV.
pub fn proposal(text: &str) -> Result<Mapping, Syntax> {
    let row = Rows::new(text).next().ok_or_else(no_header)?;
    match row.fault {
        Some(fault) => Err(fault),
        None => Ok(Mapping::propose(row.cells.iter().map(|cell| &*cell.text))),
    }
}

fn no_header() -> Syntax {
    Syntax::new(Span::default(), "there is no header line").help("name the columns in the first line")
}

fn read<'s>(source: &'s Arc<Source>, options: &ReadOptions, report: &mut Report) -> Vec<Node<'s>> {
    // A workbook may hold our own columns.
    if options.mapping.is_none() && super::sniff(source.text()) && !is_programme(source.text()) {
        return super::read::read(source, options, report);
    }
    if options.mapping.is_none() && !is_programme(source.text()) && people::is_table(source.text()) {
        return people::read(source, options, report);
    }
    let mut rows = Rows::new(source.text());
    let header = match rows.next() {
        Some(Row { fault: None, cells }) => cells,
        Some(Row { fault: Some(fault), .. }) => return refuse(fault, source, report),
        None => return refuse(no_header(), source, report),
    };
    let names = header.iter().map(|cell| &*cell.text);
    let given = options.mapping.as_deref();
    let mapping = given.cloned().unwrap_or_else(|| Mapping::propose(names.clone()));
    for (column, near) in mapping.missing(&names) {
        let message = format!("the mapping names a column {column:?}, and there is none");
        let help =
            near.map_or_else(|| "name a column of the first line".to_owned(), |near| format!("did you mean {near:?}?"));
        report.push(Syntax { id: "import/value", ..Syntax::new(header[0].span, message) }.help(help).finding(source));
    }
    let edition = mapping.edition.as_ref().and_then(|name| Words::new(name.clone().into(), Span::default()));
    let programme = Programme { name: edition, span: header[0].span, ..Programme::default() };
    let mut table = Table {
        targets: header.iter().map(|cell| mapping.target(&cell.text)).collect(),
        header: &header,
        days: Days::new(mapping.month_first),
        source,
        import: Import::new(source, &programme, options, report),
    };
    if given.is_none() {
        table.tell_proposal();
    }
    let rows: Vec<Row<'s>> = rows.collect();
    table.learn(&rows);
    let sessions = rows.into_iter().filter_map(|row| table.row(row)).collect();
    table.import.finish();
    sessions
}

fn refuse<'s>(fault: Syntax, source: &Arc<Source>, report: &mut Report) -> Vec<Node<'s>> {
    report.push(fault.finding(source));
    Vec::new()
}

struct Table<'h, 's, 'r> {
    header: &'h [Cell<'s>],
    targets: Vec<Target>,
    days: Days,
    source: &'s Arc<Source>,
    import: Import<'s, 'r>,
}

impl<'s> Table<'_, 's, '_> {
    /// Says how the columns were understood.
    fn tell_proposal(&mut self) {
        let known = self.header.iter().zip(&self.targets).filter(|(_, target)| **target != Target::Ignore);
        let said: Vec<String> = known.map(|(cell, target)| format!("{:?} as {}", cell.text, target.name())).collect();
        let message = format!("columns were understood by their names: {}", said.join(", "));
        let help = "write a mapping with plenary columns FILE, correct it, and give it with --map";
        self.import.inferred(self.header[0].span, message, help);
    }

    /// Looks through the columns of days for the order of day and month.
    fn learn(&mut self, rows: &[Row<'s>]) {
        for row in rows {
            for (cell, target) in row.cells.iter().zip(&self.targets) {
                if matches!(target, Target::Date | Target::Start | Target::End) {
                    self.days.learn(&cell.text);
                }
            }
        }
    }

    fn row(&mut self, row: Row<'s>) -> Option<Node<'s>> {
        let span = row.cells.first().map(|cell| cell.span).unwrap_or_default();
        let end = row.cells.last().map_or(span, |cell| cell.span);
        let span = Span::new(span.start as usize, end.end as usize);
        if let Some(fault) = row.fault {
            self.import.report().push(fault.finding(self.source));
            self.import.report().leave("event", self.source, span, "the row cannot be read");
            return None;
        }
        let cells: Vec<Option<Words<'s>>> = row.cells.into_iter().map(words).collect();
        if cells.iter().all(Option::is_none) {
            return None;
        }
        let item = self.item(span, cells);
        if item.title.is_none() {
            self.import.report().leave("event", self.source, span, "it has no title");
            return None;
        }
        Some(self.import.session(&item))
    }

    fn item(&mut self, span: Span, cells: Vec<Option<Words<'s>>>) -> Item<'s> {
        let mut item = Item { span, ..Item::default() };
        let (mut date, mut start, mut end) = (None, None, None);
        for (at, words) in cells.into_iter().enumerate() {
            let Some(words) = words else { continue };
            match self.targets.get(at).copied().unwrap_or(Target::Ignore) {
                Target::Code => item.code = Some(words),
                Target::Title => item.title = item.title.or(Some(words)),
                Target::Summary => item.summary = Some(words),
                Target::Description => item.description = Some(words),
                Target::Date => date = Some(words),
                Target::Start => start = Some(words),
                Target::End => end = Some(words),
                Target::Duration => match feed::minutes(&words.text) {
                    Some(minutes) => item.duration = Some((minutes, words)),
                    None => self.import.unread(&words, "is no duration"),
                },
                Target::Room => item.room = Some(words),
                Target::Track => item.track = Some(words),
                Target::Kind => item.kind = Some(words),
                Target::Language => item.languages.push(words),
                Target::Keywords => item.keywords.extend(parts(&words)),
                Target::Url => item.url = Some(words),
                Target::People => item.people.extend(self.people(&words, None)),
                Target::Moderator => item.people.extend(self.people(&words, Some("moderator"))),
                Target::Organization => self.organization(&mut item.people, words),
                Target::Ignore => self.lose(at, &words),
            }
        }
        let (start, until) = self.when(date.as_ref(), start).unzip();
        item.start = start;
        item.end =
            self.when(date.as_ref(), end).map(|(end, _)| end).or(until.flatten()).filter(|_| item.start.is_some());
        if let (Some(start), Some(end)) = (&item.start, &item.end)
            && end.local() < start.local()
            && end.local().date() == start.local().date()
        {
            // It goes on past midnight.
            item.end = item.end.map(When::next_day);
        }
        item
    }

    fn people(&mut self, words: &Words<'s>, role: Option<&'static str>) -> Vec<Someone<'s>> {
        let mut people = feed::people(words);
        if people.len() > 1 {
            let message = format!("{:?} names {} people", words.text, people.len());
            self.import.inferred(words.span, message, "look whether these are they");
        }
        for someone in &mut people {
            let role = role.and_then(|role| Words::new(role.into(), words.span));
            someone.role = someone.role.take().or(role);
        }
        people
    }

    /// Where people come from: that of the only one, else of nobody in particular.
    fn organization(&mut self, people: &mut [Someone<'s>], words: Words<'s>) {
        match people {
            [only] if only.organization.is_none() => only.organization = Some(words),
            _ => self.import.lose("event", "organization", &words),
        }
    }

    /// A moment out of a day and a time of day, or of both in one cell; and the end, where a cell says both.
    fn when(&mut self, date: Option<&Words<'s>>, clock: Option<Words<'s>>) -> Option<(When<'s>, Option<When<'s>>)> {
        let clock = clock?;
        let day = date.and_then(|date| self.days.day(&date.text));
        let found = self.days.span(&clock, day);
        match (&found, date) {
            (Some(_), _) => {}
            (None, None) => self.import.unread(&clock, "has no day"),
            (None, Some(date)) if day.is_none() => {
                let why = "is no day that can be told: name the order with dates = \"day-first\" in a mapping";
                self.import.unread(date, why);
            }
            (None, Some(_)) => self.import.unread(&clock, "is no time of day"),
        }
        found
    }

    fn lose(&mut self, at: usize, words: &Words<'s>) {
        let name = self.header.get(at).map_or("", |cell| cell.text.trim());
        let name = if name.is_empty() { format!("column {}", at + 1) } else { name.to_owned() };
        self.import.lose("row", name, words);
    }
}

fn words(cell: Cell<'_>) -> Option<Words<'_>> {
    Words::new(cell.text, cell.span)
}

/// The items of a list in a cell.
fn parts<'s>(words: &Words<'s>) -> Vec<Words<'s>> {
    let items = words.text.split([',', ';', '|', '\n']);
    items.filter_map(|item| Words::new(item.to_owned().into(), words.span)).collect()
}
