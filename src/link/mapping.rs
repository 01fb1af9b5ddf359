//! What the columns of a table are for: a mapping in TOML.
//!
//! ```toml
//! delimiter = "|"            # else guessed from the first line
//! encoding = "windows-1252"  # else UTF-8
//! id = "rec_id"              # else the number of the row, from 0
//! cluster = "label"          # the truth, for `eval`: rows of one label are one entity
//!
//! [fields]
//! title = "text"
//! born = { role = "date", columns = ["year", "month", "day"] }
//! ```

use super::record::Field;
use super::table::Table;
use crate::source::Span;

/// A mapping of columns to roles.
#[derive(Debug, Clone, Default)]
pub struct Mapping {
    pub delimiter: Option<char>,
    pub encoding: Encoding,
    /// The column of the keys of rows; where there is none, rows are numbered from 0.
    pub id: Option<Column>,
    pub cluster: Option<Label>,
    /// Each field with the columns that it is made of.
    pub fields: Vec<(Field, Vec<Column>)>,
}

/// A column as a mapping names it, with the place in the mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    pub span: Span,
}

/// How the bytes of a table are letters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Encoding {
    #[default]
    Utf8,
    Latin1,
    Windows1252,
}

/// Where the label of a row's true cluster stands: a column, or the first parts of its cells.
#[derive(Debug, Clone)]
pub struct Label {
    pub column: Column,
    /// What parts a cell, and how many parts of it count.
    pub first: Option<(String, usize)>,
}

/// A row as a mapping reads it.
#[derive(Debug)]
pub struct Mapped {
    pub key: String,
    pub values: Vec<String>,
    pub cluster: Option<String>,
}

impl Mapping {
    /// The fields that the mapping gives, in its order.
    #[must_use]
    pub fn fields(&self) -> Vec<Field> {
        self.fields.iter().map(|(field, _)| field.clone()).collect()
    }

    /// The rows of a table as the mapping reads them.
    ///
    /// # Errors
    /// The columns of the mapping that the table does not have.
    pub fn apply(&self, table: &Table) -> Result<Vec<Mapped>, Vec<&Column>> {
        let missing: Vec<&Column> = self.columns().filter(|column| table.column(&column.name).is_none()).collect();
        if !missing.is_empty() {
            return Err(missing);
        }
        let find = |column: &Column| table.column(&column.name);
        let id = self.id.as_ref().and_then(find);
        let label = self.cluster.as_ref().and_then(|label| Some((label, find(&label.column)?)));
        let columns: Vec<Vec<usize>> =
            self.fields.iter().map(|(_, columns)| columns.iter().filter_map(find).collect()).collect();
        let row = |(at, row): (usize, &Vec<String>)| Mapped {
            key: id.map_or_else(|| at.to_string(), |id| row[id].trim().to_owned()),
            values: columns.iter().map(|columns| joined(row, columns)).collect(),
            cluster: label.map(|(label, at)| label.of(row[at].trim())),
        };
        Ok(table.rows.iter().enumerate().map(row).collect())
    }

    /// All columns that the mapping names.
    pub fn columns(&self) -> impl Iterator<Item = &Column> {
        let fields = self.fields.iter().flat_map(|(_, columns)| columns);
        self.id.iter().chain(self.cluster.iter().map(|label| &label.column)).chain(fields)
    }
}

/// The cells of some columns, one after the other.
fn joined(row: &[String], columns: &[usize]) -> String {
    let cells = columns.iter().map(|&at| row[at].trim()).filter(|cell| !cell.is_empty());
    cells.collect::<Vec<_>>().join(" ")
}

impl Label {
    fn of(&self, cell: &str) -> String {
        match &self.first {
            Some((split, parts)) => cell.split(split.as_str()).take(*parts).collect::<Vec<_>>().join(split),
            None => cell.to_owned(),
        }
    }
}

impl Encoding {
    /// Every encoding, with the names that a mapping may give it; the first is the one to write.
    pub const NAMES: [(&'static str, Encoding); 7] = [
        ("utf-8", Encoding::Utf8),
        ("latin-1", Encoding::Latin1),
        ("windows-1252", Encoding::Windows1252),
        ("utf8", Encoding::Utf8),
        ("latin1", Encoding::Latin1),
        ("iso-8859-1", Encoding::Latin1),
        ("cp1252", Encoding::Windows1252),
    ];

    /// The encoding of that name, in letters of any case.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, encoding)| *encoding)
    }

    /// The text that the bytes are; none where they are not of the encoding.
    #[must_use]
    pub fn decode(self, bytes: &[u8]) -> Option<String> {
        match self {
            Self::Utf8 => std::str::from_utf8(bytes).ok().map(str::to_owned),
            Self::Latin1 => Some(bytes.iter().map(|&byte| char::from(byte)).collect()),
            Self::Windows1252 => Some(bytes.iter().map(|&byte| windows_1252(byte)).collect()),
        }
    }
}

/// The letters from 0x80 to 0x9F of Windows-1252, the only ones that Latin-1 does not share.
const WINDOWS: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";

fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9F => WINDOWS.chars().nth(usize::from(byte - 0x80)).unwrap_or('\u{fffd}'),
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::super::role::Role;
    use super::*;
    use crate::source::Source;

    fn table(text: &str) -> Table {
        Table::read(&Source::new("table.csv", text), None).expect("a table")
    }

    fn column(name: &str) -> Column {
        Column { name: name.to_owned(), span: Span::default() }
    }

    fn field(name: &str, columns: &[&str]) -> (Field, Vec<Column>) {
        (Field { name: name.to_owned(), role: Role::Text }, columns.iter().map(|name| column(name)).collect())
    }

    #[test]
    fn columns_become_fields() {
        let mapping = Mapping {
            id: Some(column("no")),
            cluster: Some(Label { column: column("no"), first: Some(("-".to_owned(), 2)) }),
            fields: vec![field("name", &["name"]), field("born", &["y", "m"])],
            ..Mapping::default()
        };
        let rows = mapping.apply(&table("no,name,y,m,note\nrec-1-dup-0, Ann ,1990,3,x\n")).expect("rows");
        assert_eq!(rows[0].values, ["Ann", "1990 3"]);
        assert_eq!((rows[0].key.as_str(), rows[0].cluster.as_deref()), ("rec-1-dup-0", Some("rec-1")));
    }

    #[test]
    fn all_columns_that_are_missing_are_told() {
        let mapping =
            Mapping { id: Some(column("no")), fields: vec![field("name", &["nam", "name"])], ..Mapping::default() };
        let table = table("name\nx\n");
        let missing = mapping.apply(&table).expect_err("no columns");
        assert_eq!(missing.iter().map(|column| column.name.as_str()).collect::<Vec<_>>(), ["no", "nam"]);
    }

    #[test]
    fn bytes_of_windows_are_letters() {
        assert_eq!(Encoding::Windows1252.decode(b"\x80 caf\xe9 \x9f").as_deref(), Some("€ café Ÿ"));
        assert_eq!(Encoding::Utf8.decode(b"\xe9"), None);
    }
}
