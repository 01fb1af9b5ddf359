//! Writers of the corpus, which remember where each key and value stands. They share nothing with the program's own
//! writers and readers, so that places are judged by somebody else.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::tree::Tree;

/// Where a value stands.
#[derive(Debug, Clone, Default)]
pub(crate) struct Spot {
    pub(crate) key: Range<usize>,
    pub(crate) value: Range<usize>,
    /// What findings about the whole object point to.
    pub(crate) head: Range<usize>,
}

/// A text, and where everything in it stands, by pointer. A key that is given twice has the later place under its
/// pointer with a `+`.
#[derive(Debug, Default)]
pub(crate) struct Written {
    pub(crate) text: String,
    pub(crate) spots: BTreeMap<String, Spot>,
}

impl Written {
    pub(crate) fn spot(&self, pointer: &str) -> &Spot {
        self.spots.get(pointer).unwrap_or_else(|| panic!("{pointer} was not written:\n{}", self.text))
    }

    fn push(&mut self, text: &str) -> Range<usize> {
        let start = self.text.len();
        self.text.push_str(text);
        start..self.text.len()
    }

    fn note(&mut self, pointer: &str, spot: Spot) {
        let again = format!("{pointer}+");
        let pointer = if self.spots.contains_key(pointer) { again } else { pointer.to_owned() };
        self.spots.insert(pointer, spot);
    }
}

/// A syntax of the corpus: its name as an extension, and how records are written in it.
pub(crate) struct Syntax {
    pub(crate) extension: &'static str,
    pub(crate) write: fn(&[Tree]) -> Written,
    /// Whether a file holds more than one record.
    pub(crate) many: bool,
}

pub(crate) const SYNTAXES: [Syntax; 6] = [
    Syntax { extension: "json", write: json, many: true },
    Syntax { extension: "ndjson", write: ndjson, many: true },
    Syntax { extension: "yaml", write: yaml, many: true },
    Syntax { extension: "toml", write: toml, many: true },
    Syntax { extension: "csv", write: super::table::csv, many: true },
    Syntax { extension: "md", write: front_matter, many: false },
];

fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a string")
}

fn scalar(tree: &Tree) -> String {
    match tree {
        Tree::Null => "null".to_owned(),
        Tree::Bool(flag) => flag.to_string(),
        Tree::Number(text) => text.clone(),
        Tree::String(text) => quoted(text),
        Tree::List(_) | Tree::Object(_) => unreachable!("no scalar"),
    }
}

fn json(records: &[Tree]) -> Written {
    let mut out = Written::default();
    out.push("[\n");
    for (at, record) in records.iter().enumerate() {
        out.push(if at > 0 { ",\n" } else { "" });
        flow(record, &format!("/{at}"), 0..0, &JSON, &mut out);
    }
    out.push("\n]\n");
    out
}

fn ndjson(records: &[Tree]) -> Written {
    let mut out = Written::default();
    for (at, record) in records.iter().enumerate() {
        flow(record, &format!("/{at}"), 0..0, &JSON, &mut out);
        out.push("\n");
    }
    out
}

/// How objects and lists are written on one line.
struct Flow {
    colon: &'static str,
    key: fn(&str) -> String,
    scalar: fn(&Tree) -> String,
}

const JSON: Flow = Flow { colon: ": ", key: quoted, scalar };
const TOML: Flow = Flow { colon: " = ", key: bare_key, scalar };
const YAML: Flow = Flow { colon: ": ", key: bare_key, scalar: yaml_scalar };

fn flow(tree: &Tree, pointer: &str, key: Range<usize>, style: &Flow, out: &mut Written) {
    let start = out.text.len();
    match tree {
        Tree::List(items) => {
            out.push("[");
            for (at, item) in items.iter().enumerate() {
                out.push(if at > 0 { ", " } else { "" });
                flow(item, &format!("{pointer}/{at}"), 0..0, style, out);
            }
            out.push("]");
        }
        Tree::Object(members) => {
            out.push("{");
            for (at, (name, value)) in members.iter().enumerate() {
                out.push(if at > 0 { ", " } else { "" });
                let key = out.push(&(style.key)(name));
                out.push(style.colon);
                flow(value, &format!("{pointer}/{name}"), key, style, out);
            }
            out.push("}");
        }
        _ => {
            out.push(&(style.scalar)(tree));
        }
    }
    let value = start..out.text.len();
    let head = if tree.is_scalar() { value.clone() } else { start..start + 1 };
    out.note(pointer, Spot { key, value, head });
}

fn yaml(records: &[Tree]) -> Written {
    let mut out = Written::default();
    for (at, record) in records.iter().enumerate() {
        out.push("---\n# a comment: [that means nothing]\n");
        block(record, &format!("/{at}"), 0, &mut out);
    }
    out
}

fn front_matter(records: &[Tree]) -> Written {
    let mut out = Written::default();
    out.push("---\n");
    block(&records[0], "/0", 0, &mut out);
    out.push("---\n");
    out
}

fn yaml_scalar(tree: &Tree) -> String {
    let Tree::String(text) = tree else { return scalar(tree) };
    let plain = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && !text.ends_with(' ')
        && text.chars().all(|c| c.is_alphanumeric() || " ./()-".contains(c))
        && !["true", "false", "null", "yes", "no"].contains(&text.to_lowercase().as_str());
    match text {
        _ if plain => text.clone(),
        _ if text.contains(['\n', '\\', '"']) || text.len() % 2 == 0 => quoted(text),
        _ => format!("'{}'", text.replace('\'', "''")),
    }
}

fn bare_key(key: &str) -> String {
    let bare = key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if bare { key.to_owned() } else { quoted(key) }
}

/// An object as a YAML block. Objects and lists of objects are blocks, lists of scalars stand on one line.
fn block(tree: &Tree, pointer: &str, indent: usize, out: &mut Written) {
    let Tree::Object(members) = tree else { panic!("a block is an object") };
    let start = out.text.len();
    let mut head = start..start;
    for (at, (name, value)) in members.iter().enumerate() {
        // The first key of a list's item stands behind the dash.
        if at > 0 || !out.text.ends_with("- ") {
            out.push(&" ".repeat(indent));
        }
        let key = out.push(&bare_key(name));
        if at == 0 {
            head = key.clone();
        }
        out.push(":");
        let pointer = format!("{pointer}/{name}");
        match value {
            Tree::Object(inner) if !inner.is_empty() => {
                out.push("\n");
                block(value, &pointer, indent + 2, out);
                out.spots.get_mut(&pointer).expect("a block").key = key;
            }
            Tree::List(items) if items.iter().any(|item| matches!(item, Tree::Object(_))) => {
                out.push("\n");
                let start = out.text.len();
                for (at, item) in items.iter().enumerate() {
                    out.push(&format!("{}- ", " ".repeat(indent + 2)));
                    let pointer = format!("{pointer}/{at}");
                    match item {
                        Tree::Object(_) => block(item, &pointer, indent + 4, out),
                        _ => {
                            flow(item, &pointer, 0..0, &YAML, out);
                            out.push("\n");
                        }
                    }
                }
                let value = start..out.text.len();
                out.note(&pointer, Spot { key, head: value.clone(), value });
            }
            _ => {
                out.push(" ");
                flow(value, &pointer, key, &YAML, out);
                out.push("\n");
            }
        }
    }
    let value = start..out.text.len();
    out.note(pointer, Spot { key: 0..0, value, head });
}

fn toml(records: &[Tree]) -> Written {
    let mut out = Written::default();
    for (at, record) in records.iter().enumerate() {
        let start = out.text.len();
        out.push("[[records]] # a comment\n");
        table(record, &format!("/{at}"), "records", start..start + 1, &mut out);
        out.push("\n");
    }
    out
}

/// A table: its values, then its tables and lists of tables; what lies deeper stands on one line.
fn table(tree: &Tree, pointer: &str, path: &str, head: Range<usize>, out: &mut Written) {
    let Tree::Object(members) = tree else { panic!("a table is an object") };
    let start = head.start;
    let is_tables = |value: &Tree| matches!(value, Tree::List(items) if items.iter().all(|item| matches!(item, Tree::Object(_))) && !items.is_empty());
    for (name, value) in members.iter().filter(|(_, value)| !is_tables(value)) {
        let key = out.push(&bare_key(name));
        out.push(" = ");
        flow(value, &format!("{pointer}/{name}"), key, &TOML, out);
        out.push("\n");
    }
    for (name, value) in members.iter().filter(|(_, value)| is_tables(value)) {
        let Tree::List(items) = value else { continue };
        for (at, item) in items.iter().enumerate() {
            let start = out.text.len();
            out.push(&format!("[[{path}."));
            let key = out.push(&bare_key(name));
            out.push("]]\n");
            if at == 0 {
                let spot = Spot { key, value: 0..0, head: 0..0 };
                out.note(&format!("{pointer}/{name}"), spot);
            }
            table(item, &format!("{pointer}/{name}/{at}"), &format!("{path}.{name}"), start..start + 1, out);
        }
    }
    let value = start..out.text.len();
    out.note(pointer, Spot { key: 0..0, value, head });
}
