//! TOML 1.1: one document is one record; `[[records]]` alone at the top is a list of them.
//!
//! The parser is `toml_edit`'s, for its spans. It refuses more than `PARSER_DEPTH` levels, but counts brackets and
//! dotted keys apart; `depth` looks at both together first, so that no tree comes out that is too deep to walk.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use toml_edit::{ArrayOfTables, Document, Item, TableLike, TomlError, Value as Toml};

use crate::diagnostic::Report;
use crate::doc::{Member, Node, Value};
use crate::format::{Format, Limits, ReadOptions, Syntax, Write};
use crate::source::{Source, Span};

mod comments;
mod depth;
mod string;
mod write;

#[cfg(test)]
mod tests;

pub use comments::comments;
pub use write::write_front_matter;

pub static FORMAT: Format = Format {
    name: "toml",
    about: "TOML: one record, or several under [[records]]",
    extensions: &["toml"],
    media_types: &["application/toml"],
    sniff,
    read: Some(read),
    comments: Some(comments),
    write: Some(Write::Whole(write::write)),
};

/// The key that holds the records where there are several.
const RECORDS: &str = "records";

/// How deep `toml_edit` goes.
const PARSER_DEPTH: usize = 80;

/// The first line that is no comment is a table header or `key = …`.
fn sniff(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim);
    let Some(line) = lines.find(|line| !line.is_empty() && !line.starts_with('#')) else { return false };
    is_header(line) || is_key_value(line)
}

/// `[a.b]` or `[[a.b]]`; a JSON list of one line is neither.
fn is_header(line: &str) -> bool {
    let line = line.split('#').next().unwrap_or(line).trim_end();
    let inside = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let inside = inside.map(|name| name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name));
    inside.is_some_and(|name| is_key(name.trim()))
}

fn is_key_value(line: &str) -> bool {
    line.split_once('=').is_some_and(|(key, _)| is_key(key.trim()))
}

fn is_key(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || "_\"'".contains(c))
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "_-.\"' @:/".contains(c))
        && (text.contains(['"', '\'']) || !text.contains([' ', '@', ':', '/']))
}

/// Reads one record, or those under `[[records]]`; a document without members holds none.
fn read<'s>(source: &'s Arc<Source>, options: &ReadOptions, report: &mut Report) -> Vec<Node<'s>> {
    match parse(source.text(), &options.limits) {
        Ok(Node { value: Value::Array(records), .. }) => records,
        Ok(Node { value: Value::Object(members), .. }) if members.is_empty() => Vec::new(),
        Ok(record) => vec![record],
        Err(fault) => {
            report.push(fault.finding(source));
            Vec::new()
        }
    }
}

/// Reads one TOML document: an object, or a list where `[[records]]` is all there is.
///
/// # Errors
/// The first syntax error, with its place.
pub fn parse<'s>(text: &'s str, limits: &Limits) -> Result<Node<'s>, Syntax> {
    let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
    let by = text.len() - bare.len();
    match parse_bare(bare, limits) {
        Ok(mut node) => {
            if by > 0 {
                node.shift(by);
            }
            Ok(node)
        }
        Err(fault) => Err(Syntax { span: fault.span.shifted(by), ..fault }),
    }
}

/// Like [`parse`], of a text without byte order mark.
fn parse_bare<'s>(text: &'s str, limits: &Limits) -> Result<Node<'s>, Syntax> {
    guard_depth(text, limits)?;
    let document = Document::parse(text).map_err(|error| syntax(text, &error))?;
    let reader = Reader { text };
    let root = document.as_table();
    match (root.len(), root.get(RECORDS)) {
        (1, Some(Item::ArrayOfTables(records))) => reader.tables(records, Span::new(0, 0)),
        _ => reader.table(root, None, Span::new(0, text.len())),
    }
}

fn guard_depth(text: &str, limits: &Limits) -> Result<(), Syntax> {
    let limit = limits.depth.min(PARSER_DEPTH);
    let Some(at) = depth::first_deeper_than(text, limit) else { return Ok(()) };
    let fault = Syntax::too_deep(Span::new(at, at + 1), limit);
    Err(if limits.depth > PARSER_DEPTH { fault.help("flatten the data, or write it as JSON") } else { fault })
}

/// An error of the parser in one line.
fn syntax(text: &str, error: &TomlError) -> Syntax {
    let span = error.span().unwrap_or(0..0);
    let message = error.message().split_whitespace().collect::<Vec<_>>().join(" ");
    let help = help(&message, text.get(span.clone()).unwrap_or(""));
    Syntax::new(Span::new(span.start, span.end), message).help(help)
}

/// The way out of the mistakes that people make.
fn help(message: &str, found: &str) -> &'static str {
    let bare_word = found.starts_with(char::is_alphabetic) || message.contains("must be quoted");
    if message.contains("duplicate key") {
        "keep one of the two; a key stands once in a table"
    } else if message.contains("overflowed") {
        "put the number in double quotes"
    } else if message.contains("boolean") {
        "write true or false in small letters, or put the word in quotes"
    } else if message.contains("unclosed") {
        "close every bracket that is opened"
    } else if message.contains("key") {
        "a line is `key = value`; a key with other characters than letters, digits, `_` and `-` stands in quotes"
    } else if message.contains("unquoted") || bare_word {
        "put text in double quotes"
    } else if message.contains("control character") || message.contains("escape") {
        "write a backslash as \\\\ and a control character as \\uXXXX"
    } else if message.contains("string") || message.contains("quote") {
        "close the string with the quotes that it begins with"
    } else {
        "put the value in double quotes if it is text"
    }
}

/// What the tree is made of.
struct Reader<'s> {
    text: &'s str,
}

type Parsed<T> = Result<T, Syntax>;

fn span(range: Option<Range<usize>>, otherwise: Span) -> Span {
    range.map_or(otherwise, |range| Span::new(range.start, range.end))
}

/// The smallest span around both.
fn around(a: Span, b: Span) -> Span {
    Span { start: a.start.min(b.start), end: a.end.max(b.end) }
}

impl<'s> Reader<'s> {
    /// An item; `place` is where it stands if nothing in it tells.
    fn item(&self, item: &Item, place: Span) -> Parsed<Node<'s>> {
        match item {
            Item::Value(value) => self.value(value, place),
            Item::Table(table) => self.table(table, table.span(), place),
            Item::ArrayOfTables(tables) => self.tables(tables, place),
            Item::None => Ok(Node::new(Value::Null, place)),
        }
    }

    /// A table, from its header or first member to its last member.
    fn table(&self, table: &dyn TableLike, range: Option<Range<usize>>, place: Span) -> Parsed<Node<'s>> {
        let mut members = table.iter().map(|(key, item)| self.member(table, key, item)).collect::<Parsed<Vec<_>>>()?;
        members.sort_by_key(|member| member.key_span.start);
        let spans = members.iter().map(|member| around(member.key_span, member.node.span));
        let spans = range.map(|range| Span::new(range.start, range.end)).into_iter().chain(spans);
        let whole = spans.reduce(around).unwrap_or(place);
        Ok(Node::new(Value::Object(members), whole))
    }

    fn member(&self, table: &dyn TableLike, key: &str, item: &Item) -> Parsed<Member<'s>> {
        let key_span = span(table.key(key).and_then(toml_edit::Key::span), Span::default());
        let node = self.item(item, key_span)?;
        let key = match &self.text[key_span.range()] {
            bare if bare == key => Cow::Borrowed(bare),
            _ => Cow::Owned(key.to_owned()),
        };
        Ok(Member { key, key_span, node })
    }

    fn tables(&self, tables: &ArrayOfTables, place: Span) -> Parsed<Node<'s>> {
        let items = tables.iter().map(|table| self.table(table, table.span(), place)).collect::<Parsed<Vec<_>>>()?;
        let whole = items.iter().map(|item| item.span).reduce(around).unwrap_or(place);
        Ok(Node::new(Value::Array(items), whole))
    }

    fn value(&self, value: &Toml, place: Span) -> Parsed<Node<'s>> {
        let place = span(value.span(), place);
        let read = match value {
            Toml::String(text) => Value::String(self.string(text.value(), place)),
            Toml::Integer(number) => Value::Number(self.integer(*number.value(), place)),
            Toml::Float(number) => Value::Number(self.float(*number.value(), place)?),
            Toml::Boolean(flag) => Value::Bool(*flag.value()),
            Toml::Datetime(_) => Value::String(Cow::Borrowed(&self.text[place.range()])),
            Toml::Array(items) => {
                Value::Array(items.iter().map(|item| self.value(item, place)).collect::<Parsed<Vec<_>>>()?)
            }
            Toml::InlineTable(table) => return self.table(table, table.span(), place),
        };
        Ok(Node::new(read, place))
    }

    /// Borrowed when it is written without escapes on one line.
    fn string(&self, text: &str, place: Span) -> Cow<'s, str> {
        let written = &self.text[place.range()];
        match written.get(1..written.len().saturating_sub(1)) {
            Some(inside) if inside == text => Cow::Borrowed(inside),
            _ => Cow::Owned(text.to_owned()),
        }
    }

    fn integer(&self, number: i64, place: Span) -> Cow<'s, str> {
        let written = &self.text[place.range()];
        let decimal = written.strip_prefix('-').unwrap_or(written).bytes().all(|byte| byte.is_ascii_digit());
        if decimal { Cow::Borrowed(written) } else { Cow::Owned(number.to_string()) }
    }

    fn float(&self, number: f64, place: Span) -> Parsed<Cow<'s, str>> {
        if !number.is_finite() {
            let written = &self.text[place.range()];
            return Err(Syntax::new(place, format!("{written:?} is no number that other formats can hold"))
                .help("leave the field out, or put the word in double quotes"));
        }
        let written = self.text[place.range()].trim_start_matches('+');
        Ok(if written.contains('_') { Cow::Owned(written.replace('_', "")) } else { Cow::Borrowed(written) })
    }
}
