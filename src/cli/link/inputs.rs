//! Tables read by their mappings, and the truth about their rows.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::Tables;
use crate::check::catalogue::config::VALUE;
use crate::cli::Global;
use crate::cli::given::Given;
use crate::config;
use crate::diagnostic::{Diagnostic, Error};
use crate::input::{self, Input};
use crate::link::mapping::{Encoding, Mapped as Row, Mapping};
use crate::link::record::{Field, Record, Records};
use crate::link::table::Table;
use crate::link::{MOST_FIELDS, evaluate};
use crate::lookup::near::nearest;
use crate::source::Source;

/// The rows of all tables, and the labels of those that have one.
pub(super) struct Rows {
    pub records: Records,
    labels: BTreeMap<(u32, String), String>,
    /// Whether a mapping names the column of labels.
    has_labels: bool,
    tables: usize,
}

/// A mapping with the file that it was read from.
type Mapped = (Arc<Source>, Mapping);

/// Reads the tables; the exit code where a mapping is not sound.
pub(super) fn read(tables: &Tables, global: &Global) -> Result<Result<Rows, u8>, Error> {
    let mut given = Given::default();
    let mappings = tables.map.iter().map(|path| mapping(path, &mut given)).collect::<Result<Vec<_>, _>>()?;
    if let Some(code) = given.tell(global.quiet)? {
        return Ok(Err(code));
    }
    let fields = fields(&mappings, tables)?;
    let mut given = Given::default();
    let (mut list, mut labels) = (Vec::new(), BTreeMap::new());
    for (at, path) in tables.paths.iter().enumerate() {
        let source = u32::try_from(at).unwrap_or(u32::MAX);
        let mapping = mappings.get(at).unwrap_or(&mappings[0]);
        for row in rows(path, mapping, tables.max_bytes, &mut given)? {
            if let Some(label) = row.cluster {
                labels.insert((source, row.key.clone()), label);
            }
            list.push(Record { values: row.values, source, key: row.key });
        }
    }
    if let Some(code) = given.tell(global.quiet)? {
        return Ok(Err(code));
    }
    let has_labels = mappings.iter().any(|(_, mapping)| mapping.cluster.is_some());
    Ok(Ok(Rows { records: Records::new(fields, list), labels, has_labels, tables: tables.paths.len() }))
}

/// The fields that all mappings have.
fn fields(mappings: &[Mapped], tables: &Tables) -> Result<Vec<Field>, Error> {
    if mappings.len() != 1 && mappings.len() != tables.paths.len() {
        let message = format!("{} mappings are given for {} tables", mappings.len(), tables.paths.len());
        return Err(Error::usage(message).help("give one --map for all tables, or one for each"));
    }
    let fields = mappings[0].1.fields();
    if let Some((_, other)) = mappings.iter().find(|(_, mapping)| mapping.fields() != fields) {
        let names = other.fields().iter().map(|field| field.name.clone()).collect::<Vec<_>>().join(", ");
        let help =
            "name the same fields in the same order; { role = ..., columns = [...] } takes columns of other names";
        return Err(Error::usage(format!("the mappings differ in their fields: {names}")).help(help));
    }
    if fields.len() > MOST_FIELDS {
        let message = format!("the mapping has {} fields, and {MOST_FIELDS} is the most", fields.len());
        return Err(Error::usage(message).help("give the fields that say least the role \"ignored\""));
    }
    Ok(fields)
}

/// Refuses rows that share a key: the truth could not tell them apart.
fn unique(rows: &[Row], table: &Table) -> Result<(), Error> {
    let mut seen = BTreeMap::new();
    let twice = rows.iter().enumerate().find_map(|(at, row)| Some((seen.insert(row.key.as_str(), at)?, at, &row.key)));
    twice.map_or(Ok(()), |(first, second, key)| {
        let (name, first, second) = (table.name(), table.line(first), table.line(second));
        let message = format!("{name}: two rows have the key {key:?}, in lines {first} and {second}");
        Err(Error::usage(message).help("name another column as id in the mapping, or none, so that rows are numbered"))
    })
}

fn mapping(path: &str, given: &mut Given) -> Result<Mapped, Error> {
    given.read(Path::new(path), |source, report| (Arc::clone(source), config::mapping::parse(source, report)))
}

/// The rows of a table; columns that it does not have are told where the mapping names them.
fn rows(path: &str, (source, mapping): &Mapped, most: u64, given: &mut Given) -> Result<Vec<Row>, Error> {
    let bytes = bytes(path, most, MORE)?;
    let text = match mapping.encoding {
        Encoding::Utf8 => text(path, bytes, ENCODING)?,
        other => Source::new(input(path).name(), other.decode(&bytes).unwrap_or_default()),
    };
    let table = Table::read(&text, mapping.delimiter)?;
    mapping.columns().try_for_each(|column| table.is_one(&column.name))?;
    let rows = mapping.apply(&table).unwrap_or_else(|missing| {
        for column in missing {
            let message = format!("{path} has no column \"{}\"", column.name);
            let help = match nearest(&column.name, table.header.iter().map(String::as_str)) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => format!("set the delimiter, or name one of {}", table.header.join(", ")),
            };
            given.report().push(Diagnostic::error(VALUE.id, source, column.span, message).help(help));
        }
        Vec::new()
    });
    unique(&rows, &table).map(|()| rows)
}

/// The bytes of a file, or of the standard input for `-`; `more` is the way out where there are more than `most`.
pub(super) fn bytes(path: &str, most: u64, more: &str) -> Result<Vec<u8>, Error> {
    let input = input(path);
    input::read_at_most(&input, &mut input.open()?, most, more)
}

fn input(path: &str) -> Input {
    if path == "-" { Input::Stdin } else { Input::File(path.into()) }
}

/// The way out where a table is longer than what is read.
const MORE: &str = "allow more with --max-bytes";

/// Where else the way out may be for a table that has a mapping.
const ENCODING: &str = "; or name the encoding in the mapping: encoding = \"windows-1252\"";

/// The bytes as text.
///
/// # Errors
/// If they are none, with the place of the first byte that is of no letter, the usual way out and `more`.
pub(super) fn text(path: &str, bytes: Vec<u8>, more: &str) -> Result<Arc<Source>, Error> {
    let (source, broken) = input::decode(&input(path).name(), bytes);
    let Some(mut finding) = broken else { return Ok(source) };
    finding.help = finding.help.map(|help| help + more);
    Err(Error::found(&finding))
}

impl Rows {
    /// The true cluster of each record: from a file of pairs, else from the labels of the mapping.
    pub(super) fn truth(&self, pairs: Option<&str>, most: u64) -> Result<Vec<u32>, Error> {
        match pairs {
            Some(path) => self.paired(path, most),
            None => self.labelled().map(|()| self.numbered()),
        }
    }

    /// Refuses tables without labels.
    ///
    /// # Errors
    /// If no mapping names the column of labels, or there are no rows.
    pub(super) fn labelled(&self) -> Result<(), Error> {
        if !self.has_labels {
            let help = "name the column of labels in the mapping: cluster = \"...\"; rows of two tables may have a file of true pairs: --truth";
            return Err(Error::usage("there is no truth to hold what is found against").help(help));
        }
        if self.records.is_empty() {
            return Err(Error::input("the tables have no rows below their header").help("give tables with rows"));
        }
        Ok(())
    }

    /// Each row as one text, with its label; empty where it has none.
    pub(super) fn texts(&self) -> Vec<(String, &str)> {
        let label = |record: &Record| self.labels.get(&(record.source, record.key.clone())).map_or("", String::as_str);
        let text = |record: &Record| {
            let said: Vec<&str> = record.values.iter().map(String::as_str).filter(|value| !value.is_empty()).collect();
            (said.join(", "), label(record))
        };
        self.records.list().iter().map(text).collect()
    }

    /// The number of each record's label.
    fn numbered(&self) -> Vec<u32> {
        let mut numbers = BTreeMap::new();
        let label = |record: &Record| {
            // A row without a label is an entity of its own.
            let own = || format!("{}\0{}", record.source, record.key);
            self.labels
                .get(&(record.source, record.key.clone()))
                .filter(|label| !label.is_empty())
                .cloned()
                .unwrap_or_else(own)
        };
        let number = |record| {
            let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
            *numbers.entry(label(record)).or_insert(next)
        };
        self.records.list().iter().map(number).collect()
    }

    /// Pairs of keys: of the first and the second table, or both of the only one. A header line is known by not being a pair.
    fn paired(&self, path: &str, most: u64) -> Result<Vec<u32>, Error> {
        let table = Table::read(&text(path, bytes(path, most, MORE)?, "")?, None)?;
        let number = |(at, record): (usize, &Record)| ((record.source, record.key.clone()), at);
        let numbers: BTreeMap<(u32, String), usize> = self.records.list().iter().enumerate().map(number).collect();
        let find = |source: u32, row: &[String], column: usize| {
            let key = row.get(column)?.trim().to_owned();
            numbers.get(&(source, key)).and_then(|at| u32::try_from(*at).ok())
        };
        let second = u32::from(self.tables > 1);
        let pair = |row: &[String]| Some((find(0, row, 0)?, find(second, row, 1)?));
        let mut pairs: Vec<(u32, u32)> = pair(&table.header).into_iter().collect();
        for (at, row) in table.rows.iter().enumerate() {
            pairs.push(pair(row).ok_or_else(|| unknown(&table, at))?);
        }
        Ok(evaluate::closure(self.records.len(), &pairs))
    }
}

fn unknown(table: &Table, at: usize) -> Error {
    let help = "a pair has the key of a row of the first table, then that of a row of the second";
    let (name, line, keys) = (table.name(), table.line(at), table.rows[at].join(", "));
    Error::usage(format!("{name}: no rows have the keys {keys}, in line {line}")).help(help)
}
