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

use toml_edit::{DocumentMut, Item, Table as TomlTable, Value};

use super::record::Field;
use super::role::Role;
use super::table::Table;

/// A mapping of columns to roles.
#[derive(Debug, Clone, Default)]
pub struct Mapping {
    pub delimiter: Option<char>,
    pub encoding: Encoding,
    id: Option<String>,
    cluster: Option<Label>,
    fields: Vec<(Field, Vec<String>)>,
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
struct Label {
    column: String,
    first: Option<(String, usize)>,
}

/// A row as a mapping reads it.
#[derive(Debug)]
pub struct Mapped {
    pub key: String,
    pub values: Vec<String>,
    pub cluster: Option<String>,
}

const KEYS: [&str; 5] = ["delimiter", "encoding", "id", "cluster", "fields"];

impl Mapping {
    /// Reads a mapping; the mistake in words where it is none.
    ///
    /// # Errors
    /// If the text is not TOML, or says what a mapping does not know.
    pub fn read(text: &str) -> Result<Self, String> {
        let document: DocumentMut = text.parse().map_err(|error| format!("this is not TOML: {error}"))?;
        if let Some((key, _)) = document.iter().find(|(key, _)| !KEYS.contains(key)) {
            return Err(format!("{key} is not known; a mapping has {}", KEYS.join(", ")));
        }
        let text = |key: &str| document.get(key).and_then(Item::as_str).map(str::to_owned);
        let fields = document.get("fields").and_then(Item::as_table).ok_or("there is no table [fields]")?;
        Ok(Self {
            delimiter: text("delimiter").and_then(|delimiter| delimiter.chars().next()),
            encoding: text("encoding").map_or(Ok(Encoding::Utf8), |name| Encoding::by_name(&name))?,
            id: text("id"),
            cluster: document.get("cluster").map(Label::read).transpose()?,
            fields: read_fields(fields)?,
        })
    }

    /// The fields that the mapping gives, in its order.
    #[must_use]
    pub fn fields(&self) -> Vec<Field> {
        self.fields.iter().map(|(field, _)| field.clone()).collect()
    }

    /// The rows of a table as the mapping reads them.
    ///
    /// # Errors
    /// If the mapping names a column that the table does not have.
    pub fn apply(&self, table: &Table) -> Result<Vec<Mapped>, String> {
        let find = |name: &str| table.column(name).ok_or_else(|| missing(name, table));
        let id = self.id.as_deref().map(find).transpose()?;
        let label = self.cluster.as_ref().map(|label| find(&label.column)).transpose()?;
        let columns = self.fields.iter().map(|(_, columns)| columns.iter().map(|name| find(name)).collect());
        let columns: Vec<Vec<usize>> = columns.collect::<Result<_, String>>()?;
        let row = |(at, row): (usize, &Vec<String>)| Mapped {
            key: id.map_or_else(|| at.to_string(), |id| row[id].trim().to_owned()),
            values: columns.iter().map(|columns| joined(row, columns)).collect(),
            cluster: label.and_then(|at| self.cluster.as_ref().map(|label| label.of(row[at].trim()))),
        };
        Ok(table.rows.iter().enumerate().map(row).collect())
    }
}

fn missing(name: &str, table: &Table) -> String {
    format!("there is no column {name:?}; the columns are {}", table.header.join(", "))
}

/// The cells of some columns, one after the other.
fn joined(row: &[String], columns: &[usize]) -> String {
    let cells = columns.iter().map(|&at| row[at].trim()).filter(|cell| !cell.is_empty());
    cells.collect::<Vec<_>>().join(" ")
}

fn read_fields(table: &TomlTable) -> Result<Vec<(Field, Vec<String>)>, String> {
    let mut fields = Vec::new();
    for (name, item) in table {
        let role = match item {
            Item::Value(Value::InlineTable(inner)) => inner.get("role").and_then(Value::as_str),
            item => item.as_str(),
        };
        let role = role.ok_or_else(|| format!("fields.{name} has no role; write {name} = \"text\""))?;
        if role == "ignored" {
            continue;
        }
        let role = Role::by_name(role).ok_or_else(|| unknown_role(name, role))?;
        fields.push((Field { name: name.to_owned(), role }, columns_of(name, item)?));
    }
    if fields.is_empty() { Err("the table [fields] names no field".to_owned()) } else { Ok(fields) }
}

fn unknown_role(name: &str, role: &str) -> String {
    let names: Vec<&str> = Role::NAMES.iter().map(|(name, _)| *name).chain(["ignored"]).collect();
    format!("fields.{name}: {role:?} is not a role; the roles are {}", names.join(", "))
}

/// The columns that a field is made of: its own name where none are given.
fn columns_of(name: &str, item: &Item) -> Result<Vec<String>, String> {
    let given = item.as_inline_table().and_then(|inner| inner.get("columns"));
    let Some(given) = given else { return Ok(vec![name.to_owned()]) };
    let list = given.as_array().ok_or_else(|| format!("fields.{name}.columns is not a list"))?;
    Ok(list.iter().filter_map(Value::as_str).map(str::to_owned).collect())
}

impl Label {
    fn read(item: &Item) -> Result<Self, String> {
        if let Some(column) = item.as_str() {
            return Ok(Self { column: column.to_owned(), first: None });
        }
        let table = item.as_inline_table().ok_or("cluster is neither a column nor { column, split, parts }")?;
        let text = |key: &str| table.get(key).and_then(Value::as_str).map(str::to_owned);
        let column = text("column").ok_or("cluster names no column")?;
        let parts = table.get("parts").and_then(Value::as_integer).and_then(|parts| usize::try_from(parts).ok());
        Ok(Self { column, first: text("split").map(|split| (split, parts.unwrap_or(1))) })
    }

    fn of(&self, cell: &str) -> String {
        match &self.first {
            Some((split, parts)) => cell.split(split.as_str()).take(*parts).collect::<Vec<_>>().join(split),
            None => cell.to_owned(),
        }
    }
}

impl Encoding {
    fn by_name(name: &str) -> Result<Self, String> {
        match name.to_ascii_lowercase().as_str() {
            "utf-8" | "utf8" => Ok(Self::Utf8),
            "latin-1" | "latin1" | "iso-8859-1" => Ok(Self::Latin1),
            "windows-1252" | "cp1252" => Ok(Self::Windows1252),
            _ => Err(format!("the encoding {name:?} is not known; write utf-8, latin-1 or windows-1252")),
        }
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
    use super::*;

    #[test]
    fn columns_become_fields() {
        let text = "id = \"no\"\ncluster = {column = \"no\", split = \"-\", parts = 2}\n[fields]\nname = \"person\"\n\
                    born = {role = \"date\", columns = [\"y\", \"m\"]}\nnote = \"ignored\"\n";
        let mapping = Mapping::read(text).expect("a mapping");
        let rows = mapping.apply(&Table::read("no,name,y,m,note\nrec-1-dup-0, Ann ,1990,3,x\n", None)).expect("rows");
        assert_eq!(rows[0].values, ["Ann", "1990 3"]);
        assert_eq!((rows[0].key.as_str(), rows[0].cluster.as_deref()), ("rec-1-dup-0", Some("rec-1")));
    }

    #[test]
    fn mistakes_say_what_there_is() {
        assert!(Mapping::read("[fields]\nname = \"persn\"").expect_err("no role").contains("person"));
        assert!(Mapping::read("[columns]\n").expect_err("no key").contains("fields"));
        let mapping = Mapping::read("[fields]\nnam = \"person\"").expect("a mapping");
        assert!(mapping.apply(&Table::read("name\nx\n", None)).expect_err("no column").contains("name"));
    }

    #[test]
    fn bytes_of_windows_are_letters() {
        assert_eq!(Encoding::Windows1252.decode(b"\x80 caf\xe9 \x9f").as_deref(), Some("€ café Ÿ"));
        assert_eq!(Encoding::Utf8.decode(b"\xe9"), None);
    }
}
