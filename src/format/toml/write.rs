//! Records as TOML: plain values first, then `[tables]`, then `[[lists of tables]]`.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Report, Severity};
use crate::doc::{Node, Path, Value};
use crate::format::WriteOptions;
use crate::source::{Source, Span};

/// One record as a document, several under `[[records]]`.
pub(super) fn write(records: &[Node], _: &WriteOptions, out: &mut Vec<u8>, report: &mut Report) {
    let mut writer = Writer::new(out, report, true);
    match records {
        [record] if stands_alone(record) => writer.table(record, &Path::Root, ""),
        _ => records.iter().for_each(|record| writer.listed_record(record)),
    }
}

/// Whether a record is a document by itself: an empty one would be none, and one of `records` only would be several.
fn stands_alone(record: &Node) -> bool {
    let members = record.as_object().unwrap_or_default();
    let mut kept = members.iter().filter(|member| member.node.value != Value::Null);
    kept.next().is_some_and(|first| first.key != super::RECORDS || kept.next().is_some())
}

/// Writes one object as a document in which no string runs over a line end, so that no line in it can look like the
/// end of front matter.
pub fn write_front_matter(record: &Node, out: &mut Vec<u8>, report: &mut Report) {
    Writer::new(out, report, false).table(record, &Path::Root, "");
}

struct Writer<'w> {
    out: &'w mut Vec<u8>,
    report: &'w mut Report,
    /// For findings about what could not be written.
    source: Arc<Source>,
    /// Whether strings may run over line ends.
    multiline: bool,
}

impl<'w> Writer<'w> {
    fn new(out: &'w mut Vec<u8>, report: &'w mut Report, multiline: bool) -> Self {
        Self { out, report, source: Source::new("output", ""), multiline }
    }

    fn text(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    fn lost(&mut self, path: &Path, message: String) {
        let finding = Diagnostic::new("loss/field", Severity::Note, &self.source, Span::default(), message);
        self.report.push(finding.at(path));
    }

    fn listed_record(&mut self, record: &Node) {
        if record.as_object().is_none() {
            let message = format!("TOML holds objects as records, and this is {}", record.value.kind());
            self.report.push(Diagnostic::error("loss/record", &self.source, Span::default(), message));
            return;
        }
        self.header("[[", super::RECORDS, "]]");
        self.table(record, &Path::Root, super::RECORDS);
    }

    fn header(&mut self, open: &str, name: &str, close: &str) {
        if !self.out.is_empty() {
            self.text("\n");
        }
        self.text(open);
        self.text(name);
        self.text(close);
        self.text("\n");
    }

    /// The members of a table whose header, if it has one, is written: first those that belong to it by their place.
    fn table(&mut self, table: &Node, path: &Path, name: &str) {
        let members = table.as_object().unwrap_or_default();
        for member in members.iter().filter(|member| Layout::of(&member.node) == Layout::Line) {
            self.line(&member.key, &member.node, &path.key(&member.key));
        }
        for member in members.iter().filter(|member| Layout::of(&member.node) != Layout::Line) {
            let name = if name.is_empty() { key(&member.key) } else { format!("{name}.{}", key(&member.key)) };
            self.tables(&member.node, &path.key(&member.key), &name);
        }
    }

    fn tables(&mut self, node: &Node, path: &Path, name: &str) {
        let Some(items) = node.as_array() else {
            self.header("[", name, "]");
            return self.table(node, path, name);
        };
        for (at, item) in items.iter().enumerate() {
            let path = path.index(at);
            if item.value == Value::Null {
                self.lost_null(&path);
            } else {
                self.header("[[", name, "]]");
                self.table(item, &path, name);
            }
        }
    }

    fn lost_null(&mut self, path: &Path) {
        self.lost(path, "TOML has no null; the value is left out".to_owned());
    }

    fn line(&mut self, name: &str, node: &Node, path: &Path) {
        if node.value == Value::Null {
            return self.lost_null(path);
        }
        self.text(&key(name));
        self.text(" = ");
        match &node.value {
            Value::String(text) if self.multiline && holds_as_lines(text) => self.text(&lines(text)),
            _ => self.inline(node, path),
        }
        self.text("\n");
    }

    /// A value on one line.
    fn inline(&mut self, node: &Node, path: &Path) {
        match &node.value {
            Value::Null => {}
            Value::Bool(flag) => self.text(if *flag { "true" } else { "false" }),
            Value::Number(number) => self.number(number, path),
            Value::String(text) => self.text(&quoted(text)),
            Value::Array(items) => self.inline_list(items, path),
            Value::Object(_) => self.inline_table(node, path),
        }
    }

    fn inline_list(&mut self, items: &[Node], path: &Path) {
        let mut comma = "";
        self.text("[");
        for (at, item) in items.iter().enumerate() {
            if item.value == Value::Null {
                self.lost_null(&path.index(at));
                continue;
            }
            self.text(comma);
            self.inline(item, &path.index(at));
            comma = ", ";
        }
        self.text("]");
    }

    fn inline_table(&mut self, table: &Node, path: &Path) {
        let mut comma = " ";
        self.text("{");
        for member in table.as_object().unwrap_or_default() {
            if member.node.value == Value::Null {
                self.lost_null(&path.key(&member.key));
                continue;
            }
            self.text(comma);
            self.text(&key(&member.key));
            self.text(" = ");
            self.inline(&member.node, &path.key(&member.key));
            comma = ", ";
        }
        self.text(" }");
    }

    /// Integers have 64 bits in TOML and floats are those of IEEE 754; what is larger becomes a string.
    fn number(&mut self, number: &str, path: &Path) {
        let held = if number.contains(['.', 'e', 'E']) {
            number.parse::<f64>().is_ok_and(f64::is_finite)
        } else {
            number.parse::<i64>().is_ok()
        };
        if held {
            return self.text(number);
        }
        self.lost(path, format!("TOML has no number as large as {number}; it is written as a string"));
        self.text(&quoted(number));
    }
}

/// How a member is laid out.
#[derive(PartialEq, Eq)]
enum Layout {
    Line,
    Tables,
}

impl Layout {
    /// An object, or a list of objects only (and nulls, which are left out), gets headers; all else stands on its line.
    fn of(node: &Node) -> Self {
        let tables = match &node.value {
            Value::Object(_) => true,
            Value::Array(items) => {
                items.iter().any(|item| item.as_object().is_some())
                    && items.iter().all(|item| matches!(item.value, Value::Object(_) | Value::Null))
            }
            _ => false,
        };
        if tables { Self::Tables } else { Self::Line }
    }
}

/// A key, in quotes unless it may go without.
fn key(name: &str) -> String {
    let bare = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
    if bare { name.to_owned() } else { quoted(name) }
}

/// A basic string.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.extend(["\\u", &format!("{:04X}", u32::from(c))]),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Whether a text has lines, and nothing that would have to be escaped to keep them.
fn holds_as_lines(text: &str) -> bool {
    text.contains('\n') && !text.chars().any(|c| c.is_control() && c != '\n' && c != '\t')
}

/// A multi-line basic string. The first line end is not part of it; no two quotes stand together.
fn lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    out.push_str("\"\"\"\n");
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let closes = c == '"' && matches!(chars.peek(), None | Some('"'));
        if c == '\\' || closes {
            out.push('\\');
        }
        out.push(c);
    }
    out.push_str("\"\"\"");
    out
}
