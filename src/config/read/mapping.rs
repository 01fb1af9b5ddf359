//! What columns of tables are for.

use std::sync::Arc;

use super::super::mapping::{FIELD_SETTINGS, LABEL_SETTINGS, MAPPING_SETTINGS};
use super::Reader;
use super::feeds::set;
use crate::check::catalogue::config::VALUE;
use crate::diagnostic::Report;
use crate::doc::{Member, Node, Path, Value};
use crate::link::mapping::{Column, Encoding, Label, Mapping};
use crate::link::record::Field;
use crate::link::role::Role;
use crate::lookup::near::nearest;
use crate::source::{Source, Span};

/// What a column is used for.
#[derive(Debug, Clone, Copy)]
enum Use {
    As(Role),
    Ignored,
}

/// Reads the settings of a mapping.
pub(in super::super) fn mapping(root: &Node, source: &Arc<Source>, report: &mut Report) -> Mapping {
    let mut reader = Reader { source, report, mentions: Vec::new() };
    let mut mapping = Mapping::default();
    let columns = root.as_object().and_then(|members| members.iter().find(|member| member.key == "columns"));
    if let Some(columns) = columns.filter(|_| root.get("fields").is_none()) {
        let message = "this is a mapping of `plenary columns`, and says nothing of what is compared".to_owned();
        let help = "write a table [fields] with a role for each column that counts, such as title = \"text\"";
        reader.push(&VALUE, columns.key_span, &Path::Root.key("columns"), message, help);
        return mapping;
    }
    for (setting, node) in reader.settings(root, MAPPING_SETTINGS, &Path::Root) {
        let path = &Path::Root.key(setting.name);
        match setting.name {
            "delimiter" => mapping.delimiter = reader.letter(node, path, setting.example),
            "encoding" => set(&mut mapping.encoding, reader.encoding(node, path)),
            "id" => mapping.id = reader.column(node, path),
            "cluster" => mapping.cluster = reader.label(node, path),
            _ => mapping.fields = reader.roles(node, path),
        }
    }
    let fields = &MAPPING_SETTINGS[MAPPING_SETTINGS.len() - 1];
    reader.needed(root, &Path::Root, fields);
    reader.report.sort();
    mapping
}

impl Reader<'_> {
    fn letter(&mut self, node: &Node, path: &Path, example: &str) -> Option<char> {
        let text = self.text(node, path, example)?;
        let mut letters = text.chars();
        let letter = letters.next().filter(|_| letters.next().is_none());
        if letter.is_none() {
            self.push(&VALUE, node.span, path, format!("\"{text}\" is not one letter"), format!("write {example}"));
        }
        letter
    }

    fn encoding(&mut self, node: &Node, path: &Path) -> Option<Encoding> {
        let text = self.text(node, path, "\"windows-1252\"")?;
        let found = Encoding::by_name(text);
        if found.is_none() {
            let meant = nearest(text, Encoding::NAMES.iter().map(|(name, _)| *name));
            let message = format!("\"{text}\" is not an encoding that can be read");
            self.refuse(&VALUE, node.span, path, message, meant, "write utf-8, latin-1 or windows-1252");
        }
        found
    }

    fn column(&mut self, node: &Node, path: &Path) -> Option<Column> {
        self.text(node, path, "the name of a column").map(|name| column(name, node.span))
    }

    /// A column, or the first parts of its cells.
    fn label(&mut self, node: &Node, path: &Path) -> Option<Label> {
        let example = MAPPING_SETTINGS[3].example;
        let label = match &node.value {
            Value::String(name) => return Some(Label { column: column(name, node.span), first: None }),
            Value::Object(_) => self.settings(node, LABEL_SETTINGS, path),
            _ => {
                self.wrong_kind(node, path, "the name of a column, or a table", example);
                return None;
            }
        };
        let (mut split, mut parts) = (None, None);
        for (setting, node) in label {
            let path = path.key(setting.name);
            match setting.name {
                "split" => split = self.text(node, &path, setting.example).map(str::to_owned),
                "parts" => parts = self.number(node, &path, setting),
                _ => {}
            }
        }
        if node.get("parts").is_some() {
            self.needed(node, path, &LABEL_SETTINGS[1]);
        }
        let column = self.needed(node, path, &LABEL_SETTINGS[0]);
        let column = column.and_then(|node| self.column(node, &path.key("column")))?;
        Some(Label { column, first: split.map(|split| (split, parts.unwrap_or(1))) })
    }

    /// The fields that are read, each with its columns.
    fn roles(&mut self, node: &Node, path: &Path) -> Vec<(Field, Vec<Column>)> {
        let before = self.report.findings.len();
        let mut fields = Vec::new();
        for member in self.table(node, path, MAPPING_SETTINGS[4].example) {
            fields.extend(self.field(member, &path.key(&member.key)));
        }
        if fields.is_empty() && self.report.findings.len() == before {
            let message = "this table names no field that is read".to_owned();
            self.push(&VALUE, node.head(), path, message, "write a line such as title = \"text\"");
        }
        fields
    }

    fn field(&mut self, member: &Member, path: &Path) -> Option<(Field, Vec<Column>)> {
        let own = || vec![column(&member.key, member.key_span)];
        let (role, columns) = if member.node.as_object().is_some() {
            self.settings(&member.node, FIELD_SETTINGS, path);
            let role = self.needed(&member.node, path, &FIELD_SETTINGS[0]);
            let role = role.and_then(|node| self.role(node, &path.key("role")));
            let columns = member.node.get("columns");
            (role, columns.map_or_else(own, |node| self.columns(node, &path.key("columns"))))
        } else {
            (self.role(&member.node, path), own())
        };
        let Use::As(role) = role? else { return None };
        Some((Field { name: member.key.to_string(), role }, columns))
    }

    /// The role that a word stands for, or that the column is not read.
    fn role(&mut self, node: &Node, path: &Path) -> Option<Use> {
        let roles = Role::NAMES.iter().map(|(name, role)| (*name, Use::As(*role)));
        let table: Vec<(&'static str, Use)> = roles.chain([("ignored", Use::Ignored)]).collect();
        self.one_of(node, path, "a role", &table)
    }

    fn columns(&mut self, node: &Node, path: &Path) -> Vec<Column> {
        let example = FIELD_SETTINGS[1].example;
        if node.as_array().is_some_and(<[Node]>::is_empty) {
            let message = "this list names no column".to_owned();
            self.push(&VALUE, node.span, path, message, format!("write {example}, or remove it"));
        }
        self.texts(node, path, example).into_iter().map(|(name, span)| column(name, span)).collect()
    }
}

fn column(name: &str, span: Span) -> Column {
    Column { name: name.to_owned(), span }
}
