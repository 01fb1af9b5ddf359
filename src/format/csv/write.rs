//! Records into CSV: the columns of all records in the order of the fields, then a row for each record.

use std::borrow::Cow;
use std::collections::HashSet;
use std::io;

use super::table::{Columns, Key, ROOT, Sheet, Table};
use super::{DEFAULT_TYPE, MAX_ITEMS, cell};
use crate::diagnostic::{Report, counted};
use crate::doc::{Member, Node, Path, Value};
use crate::format::WriteOptions;
use crate::model::value::is_map_key;
use crate::rdf::integer;
use crate::shape::{Class, ClassId, Field, Kind, shape};

/// Writes records as rows. What a cell cannot hold becomes a note, at the row's place in what is written.
pub(super) fn write(records: &[Node], _: &WriteOptions, out: &mut Vec<u8>, report: &mut Report) {
    table(records).write(&mut Lines { out, lines: 1 }, report);
}

/// The table that records are.
pub(super) fn table<'n>(records: &'n [Node<'n>]) -> Table<'n> {
    let roots = roots(|root| records.iter().any(|record| occurs(root, record)));
    let mut writer = Writer::new(Layout::new(roots));
    for record in records {
        writer.record(record);
    }
    writer.table
}

/// Shows all records to somebody, one after another, in the same order each time.
pub type Visit<'v> = dyn Fn(&mut dyn FnMut(&Node) -> io::Result<()>) -> io::Result<()> + 'v;

/// Writes records that are not in memory together. They are shown three times: for their classes, for their columns and
/// for their rows. What a cell cannot hold becomes a note, as it does where they are.
///
/// # Errors
/// Those of `visit` and of `out`.
pub fn write_in_passes(visit: &Visit, out: &mut dyn io::Write, report: &mut Report) -> io::Result<()> {
    let mut seen: HashSet<ClassId> = HashSet::new();
    visit(&mut |record| {
        seen.extend(shape().roots.iter().copied().filter(|&root| occurs(root, record)));
        Ok(())
    })?;
    let mut layout = Layout::new(roots(|root| seen.contains(&root)));
    visit(&mut |record| {
        layout.rows_of(record, |_| ());
        Ok(())
    })?;
    let header = layout.columns.header();
    let mut bytes = Vec::new();
    let mut lines = Lines { out: &mut bytes, lines: 1 };
    header.write(&mut lines, report);
    visit(&mut |record| {
        layout.rows_of(record, |rows| rows.write_rows(&header, &mut lines, report));
        out.write_all(lines.out)?;
        lines.out.clear();
        Ok(())
    })?;
    out.write_all(lines.out)
}

/// Rows as lines of text.
struct Lines<'o> {
    out: &'o mut Vec<u8>,
    /// The line on which the next row begins.
    lines: usize,
}

impl Sheet for Lines<'_> {
    const NAME: &'static str = "CSV";

    fn line(&self) -> usize {
        self.lines
    }

    fn row(&mut self, cells: &[&str], _: &mut Report) {
        let start = self.out.len();
        for (at, text) in cells.iter().enumerate() {
            if at > 0 {
                self.out.push(b',');
            }
            cell::push(text, self.out);
        }
        self.out.push(b'\n');
        self.lines += line_ends(&self.out[start..]);
    }
}

/// The lines of a text, as [`crate::source::Source`] counts them.
fn line_ends(text: &[u8]) -> usize {
    let is_end = |at: &usize| text[*at] == b'\n' || text.get(at + 1) != Some(&b'\n');
    memchr::memchr2_iter(b'\n', b'\r', text).filter(is_end).count()
}

/// Walks records into the cells of a table.
struct Writer<'n> {
    table: Table<'n>,
    /// The classes of the rows.
    roots: Vec<ClassId>,
}

/// What outlives the rows: their classes and columns.
#[derive(Default)]
struct Layout {
    roots: Vec<ClassId>,
    columns: Columns,
}

impl Layout {
    fn new(roots: Vec<ClassId>) -> Self {
        Self { roots, columns: Columns::new(type_key()) }
    }

    /// Shows the rows of a record, and keeps their columns.
    fn rows_of(&mut self, record: &Node, show: impl FnOnce(&Table)) {
        let mut writer = Writer::new(std::mem::take(self));
        writer.record(record);
        show(&writer.table);
        *self = Self { roots: writer.roots, columns: writer.table.into_columns() };
    }
}

impl<'n> Writer<'n> {
    fn new(Layout { roots, columns }: Layout) -> Self {
        Self { table: Table::new(columns), roots }
    }

    fn record(&mut self, record: &'n Node) {
        self.table.begin_row();
        let class = class_of(record);
        match &record.value {
            Value::Object(members) if class.name == "Dataset" => self.dataset(class, members),
            Value::Object(_) => self.object(record, class, &[], ROOT, &Path::Root),
            value => self.table.lose(&Path::Root, format!("{} is no record", value.kind())),
        }
    }

    /// A dataset's records become rows of their own, to which it refers by their ids.
    fn dataset(&mut self, class: &'static Class, members: &'n [Member]) {
        let mut inside = Vec::new();
        for member in members {
            match class.field(&member.key) {
                Some(field) if field.many && !field.classes().is_empty() => {
                    self.list_of_dataset(field, member, &mut inside);
                }
                _ => self.member(member, class, &[], ROOT, &Path::Root),
            }
        }
        if members.iter().any(|member| member.key == "base") && !inside.is_empty() {
            let message = "that the base holds for these records; give it with --base when they are read";
            self.table.tell("loss/record", &Path::Root.key("base"), message.to_owned());
        }
        for (class, record) in inside {
            self.table.begin_row();
            if record.get("type").is_none() {
                let types = self.table.part(ROOT, type_key());
                self.table.cell(types, Cow::Borrowed(&class.name), &Path::Root);
            }
            self.object(record, class, &[], ROOT, &Path::Root);
        }
    }

    fn list_of_dataset(
        &mut self,
        field: &'static Field,
        member: &'n Member,
        inside: &mut Vec<(&'static Class, &'n Node<'n>)>,
    ) {
        let mut ids = Vec::new();
        let mut nameless = 0;
        for item in member.node.items() {
            match &item.value {
                Value::Object(_) => {
                    inside.push((&shape()[shape().pick(field.classes(), item.text("type"))], item));
                    nameless += usize::from(item.text("id").is_none());
                    ids.extend(item.text("id"));
                }
                _ => ids.extend(item.as_str()),
            }
        }
        let path = Path::Root.key(&member.key);
        if !ids.is_empty() {
            let at = self.table.part(ROOT, field_key(&self.roots, field));
            self.table.cell(at, Cow::Owned(cell::join(ids.into_iter())), &path);
        }
        if nameless > 0 {
            let message = format!("that {} belong to the dataset, for they have no id", counted(nameless, "record"));
            self.table.tell("loss/record", &path, message);
        }
    }

    /// A record; `classes` are those that may stand in its place, none for that of a row.
    fn object(&mut self, node: &'n Node, class: &'static Class, classes: &[ClassId], at: usize, path: &Path) {
        let before = self.table.row_len();
        for member in node.as_object().unwrap_or_default() {
            self.member(member, class, classes, at, path);
        }
        if self.table.row_len() == before {
            self.table.lose(path, "an empty record".to_owned());
        }
    }

    fn member(&mut self, member: &'n Member, class: &'static Class, classes: &[ClassId], at: usize, path: &Path) {
        let path = path.key(&member.key);
        let Some(field) = class.field(&member.key) else {
            return self.table.lose(&path, format!("\"{}\" is not a field of {}", member.key, class.name));
        };
        let key = match field.kind {
            Kind::Type if at == ROOT => type_key(),
            _ => field_key(if at == ROOT { &self.roots } else { classes }, field),
        };
        let at = self.table.part(at, key);
        self.value(field, &member.node, at, &path);
    }

    fn value(&mut self, field: &'static Field, node: &'n Node, at: usize, path: &Path) {
        match (&node.value, &field.kind) {
            (Value::Array(items), _) if items.is_empty() => {}
            (Value::Array(items), Kind::Ref(_)) if field.many && items.iter().any(|item| item.as_str().is_none()) => {
                self.items(field, items, at, path);
            }
            (Value::Array(items), _) if field.many || matches!(field.kind, Kind::Texts) => self.list(items, at, path),
            (Value::Object(members), Kind::Text | Kind::Texts) => self.languages(field, members, at, path),
            (_, Kind::Texts) => self.list(node.items(), at, path),
            _ if !field.many => self.single(field, node, at, path),
            (value, _) => self.table.lose(path, format!("{} where a list belongs", value.kind())),
        }
    }

    /// A value that is one cell or one record.
    fn single(&mut self, field: &'static Field, node: &'n Node, at: usize, path: &Path) {
        match (&node.value, &field.kind) {
            (Value::Object(_), Kind::Ref(_) | Kind::Private(_)) => {
                let classes = field.records();
                self.object(node, &shape()[shape().pick(classes, node.text("type"))], classes, at, path);
            }
            (Value::Number(text), Kind::Integer { .. }) => match integer(text) {
                Some(digits) => self.table.cell(at, digits, path),
                None => self.table.lose(path, format!("{text} is no whole number")),
            },
            (Value::String(_), Kind::Integer { .. } | Kind::Private(_)) => self.table.lose(path, "a string".to_owned()),
            (Value::String(text), _) => self.table.cell(at, Cow::Borrowed(text), path),
            (value, _) => self.table.lose(path, format!("{}: a cell holds a string", value.kind())),
        }
    }

    /// Records of a list, each with columns of its own.
    fn items(&mut self, field: &'static Field, items: &'n [Node], at: usize, path: &Path) {
        for (index, item) in items.iter().take(MAX_ITEMS).enumerate() {
            let part = self.table.part(at, Key::Item(index + 1));
            self.single(field, item, part, &path.index(index));
        }
        if items.len() > MAX_ITEMS {
            self.table.lose(path, format!("{} items after the first {MAX_ITEMS}", items.len() - MAX_ITEMS));
        }
    }

    fn list(&mut self, items: &'n [Node], at: usize, path: &Path) {
        for (index, item) in items.iter().enumerate() {
            match &item.value {
                Value::String(text) if text.is_empty() => {
                    self.table.lose(&path.index(index), "an empty string".to_owned());
                }
                Value::String(_) => {}
                value => {
                    self.table.lose(&path.index(index), format!("{}: a list in a cell holds strings", value.kind()));
                }
            }
        }
        let mut texts = items.iter().filter_map(Node::as_str).filter(|text| !text.is_empty()).peekable();
        if texts.peek().is_some() {
            self.table.cell(at, Cow::Owned(cell::join(texts)), path);
        }
    }

    fn languages(&mut self, field: &'static Field, members: &'n [Member], at: usize, path: &Path) {
        for member in members {
            let path = path.key(&member.key);
            // A header `title@none` is text without language.
            if !is_map_key(&member.key) || member.key == "none" {
                self.table.lose(&path, format!("\"{}\" is no language", member.key));
                continue;
            }
            let at = self.table.part(at, Key::Language(member.key.to_string()));
            match &member.node.value {
                Value::Object(_) => self.table.lose(&path, "an object where text belongs".to_owned()),
                _ => self.value(field, &member.node, at, &path),
            }
        }
    }
}

/// The place of a field among those of all classes that a record here may have.
fn field_key(classes: &[ClassId], field: &'static Field) -> Key {
    let place = |(nth, &class): (usize, &ClassId)| Some((nth + 1, shape()[class].find(&field.name)?));
    Key::Field { rank: classes.iter().enumerate().find_map(place).unwrap_or_default(), name: &field.name }
}

/// The class of a row's record; without a known type it is what the reader will take it for.
fn class_of(record: &Node) -> &'static Class {
    let said = record.text("type").and_then(|said| shape().class(said));
    &shape()[said.filter(|&class| shape()[class].is_root).or_else(|| shape().class(DEFAULT_TYPE)).unwrap_or_default()]
}

/// The classes that have rows, in the order in which their columns stand.
fn roots(occurs: impl Fn(ClassId) -> bool) -> Vec<ClassId> {
    shape().roots.iter().copied().filter(|&root| occurs(root)).collect()
}

/// Whether a class has rows: records of it, or of a dataset.
fn occurs(class: ClassId, record: &Node) -> bool {
    let own = class_of(record);
    let holds = |member: &Member| {
        let field = own.field(&member.key).filter(|field| field.many);
        field.is_some_and(|field| field.classes().contains(&class))
    };
    own.name == shape()[class].name
        || (own.name == "Dataset" && record.as_object().unwrap_or_default().iter().any(holds))
}

/// The type of a row stands before all else.
fn type_key() -> Key {
    Key::Field { rank: (0, 0), name: "type" }
}
