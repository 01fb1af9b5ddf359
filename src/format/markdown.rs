//! Markdown with front matter: the fields in YAML (`---`) or TOML (`+++`), the description as the text below.

use std::borrow::Cow;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Place, Report, Severity};
use crate::doc::{Member, Node, Value};
use crate::format::{Format, Limits, ReadOptions, Syntax, Write, WriteOptions, toml, yaml};
use crate::source::{Source, Span};

mod comments;
#[cfg(test)]
mod tests;

pub static FORMAT: Format = Format {
    name: "markdown",
    about: "Markdown: one record, its fields as YAML or TOML front matter and its description as the text",
    extensions: &["md", "markdown"],
    media_types: &["text/markdown"],
    sniff,
    read: Some(read),
    statements: None,
    comments: Some(comments::comments),
    write: Some(Write::Whole(write)),
};

/// The type of a record that does not say: people write pages about sessions.
const DEFAULT_TYPE: &str = "Session";

/// Front matter that is closed, unless what follows is YAML: then these are documents of a YAML stream.
fn sniff(text: &str) -> bool {
    let Ok(parts) = split(text) else { return false };
    let next = text[parts.body..].lines().map(str::trim_end).find(|line| !line.is_empty()).unwrap_or("");
    parts.language == Language::Toml || !is_yaml_entry(next)
}

/// `key: value` with a key as this vocabulary has them; prose begins with a capital letter.
fn is_yaml_entry(line: &str) -> bool {
    let Some((key, rest)) = line.split_once(':') else { return false };
    let plain = key.starts_with(|c: char| c.is_ascii_lowercase()) && key.chars().all(char::is_alphanumeric);
    plain && (rest.is_empty() || rest.starts_with(' '))
}

/// Syntaxes of front matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Language {
    Yaml,
    Toml,
}

impl Language {
    fn fence(self) -> &'static str {
        match self {
            Self::Yaml => "---",
            Self::Toml => "+++",
        }
    }
}

/// Where the parts of a text begin and end.
#[derive(Debug)]
struct Parts {
    language: Language,
    fence: Span,
    front: std::ops::Range<usize>,
    body: usize,
}

/// Finds the front matter.
fn split(text: &str) -> Result<Parts, Syntax> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let first = text[start..].split_inclusive('\n').next().unwrap_or("");
    let language = [Language::Yaml, Language::Toml].into_iter().find(|language| first.trim_end() == language.fence());
    let Some(language) = language else {
        return Err(Syntax::new(Span::new(start, start + first.trim_end().len()), "there is no front matter")
            .help("begin the file with a line `---`, the fields as YAML, and another line `---`"));
    };
    let fence = Span::new(start, start + language.fence().len());
    let front = start + first.len();
    let mut at = front;
    for line in text[front..].split_inclusive('\n') {
        if line.trim_end() == language.fence() {
            return Ok(Parts { language, fence, front: front..at, body: at + line.len() });
        }
        at += line.len();
    }
    Err(Syntax::new(fence, "the front matter is never closed")
        .help(format!("add a line `{}` after its last field", language.fence())))
}

/// Front matter without its first fence, which some site generators take: lines of fields, a title among them, and a line
/// `---` before the text.
fn unfenced(text: &str) -> Option<Parts> {
    let mut at = 0;
    let mut has_title = false;
    for line in text.split_inclusive('\n') {
        if line.trim_end() == Language::Yaml.fence() {
            let body = at + line.len();
            let next = text[body..].lines().map(str::trim_end).find(|line| !line.is_empty()).unwrap_or("");
            let is_front = at > 0 && has_title && !is_yaml_entry(next);
            let end = text.find(':').unwrap_or(at);
            return is_front.then(|| Parts { language: Language::Yaml, fence: Span::new(0, end), front: 0..at, body });
        }
        let key = line.split_once(':').map(|(key, _)| key);
        let is_field =
            key.is_some_and(|key| !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || "_-".contains(c)));
        if !is_field && !line.starts_with([' ', '-', '#']) && !line.trim().is_empty() {
            return None;
        }
        has_title |= key == Some("title");
        at += line.len();
    }
    None
}

/// The fields of front matter without its first fence; none where the text has no such.
#[must_use]
pub fn unfenced_fields(text: &str) -> Option<&str> {
    unfenced(text).map(|parts| &text[parts.front])
}

/// Reads front matter without its first fence; none where the text has no such.
pub fn read_unfenced<'s>(source: &'s Arc<Source>, options: &ReadOptions, report: &mut Report) -> Option<Vec<Node<'s>>> {
    let parts = unfenced(source.text())?;
    let told =
        Diagnostic::new("import/mended", Severity::Note, source, parts.fence, "the front matter has no first fence");
    report.push(told.help("begin the file with a line `---`"));
    Some(read_parts(Ok(parts), source, options, report))
}

fn read<'s>(source: &'s Arc<Source>, options: &ReadOptions, report: &mut Report) -> Vec<Node<'s>> {
    read_parts(split(source.text()), source, options, report)
}

fn read_parts<'s>(
    parts: Result<Parts, Syntax>,
    source: &'s Arc<Source>,
    options: &ReadOptions,
    report: &mut Report,
) -> Vec<Node<'s>> {
    let text = source.text();
    let read = parts.and_then(|parts| Ok((front_matter(text, &parts, &options.limits)?, parts)));
    match read {
        Ok((mut record, parts)) => {
            add_body(&mut record, source, parts.body, report);
            add_type(&mut record, parts.fence);
            vec![record]
        }
        Err(fault) => {
            report.push(fault.finding(source));
            Vec::new()
        }
    }
}

/// The fields as one object, with spans into the whole text.
fn front_matter<'s>(text: &'s str, parts: &Parts, limits: &Limits) -> Result<Node<'s>, Syntax> {
    let front = &text[parts.front.clone()];
    let by = parts.front.start;
    let parsed = match parts.language {
        Language::Yaml => yaml::parse(front, limits),
        Language::Toml => toml::parse(front, limits).map(|record| vec![record]),
    };
    let mut records = parsed.map_err(|fault| Syntax { span: fault.span.shifted(by), ..fault })?;
    for record in &mut records {
        record.shift(by);
    }
    if let Some(second) = records.get(1) {
        return Err(Syntax::new(second.head(), "the front matter holds more than one record")
            .help("write one file for each record"));
    }
    let record = records.pop().unwrap_or_else(|| Node::new(Value::Null, parts.fence));
    match record.value {
        Value::Object(_) => Ok(record),
        Value::Null => Ok(Node::new(Value::Object(Vec::new()), parts.fence)),
        other => Err(Syntax::new(record.span, format!("the front matter is {}, not fields", other.kind()))
            .help("write each field on a line of its own, its name first")),
    }
}

/// The text below the front matter: a heading at its top is the title, the rest the description. Comments that are meant
/// for this program are no part of either.
fn add_body<'s>(record: &mut Node<'s>, source: &'s Arc<Source>, start: usize, report: &mut Report) {
    let comments = comments::of_ours(source.text(), start);
    let mut body = without_edges(trimmed(source.text(), start, source.text().len()), source.text(), &comments);
    if record.get("title").is_none()
        && let Some((title, rest)) = heading(source.text(), body)
    {
        let title = without_edges(title, source.text(), &comments);
        record.set("title", field(source.text(), title, &comments));
        body = without_edges(rest, source.text(), &comments);
    }
    if body.start == body.end {
        return;
    }
    match record.member("description") {
        None => record.set("description", field(source.text(), body, &comments)),
        Some(first) => report.push(
            Diagnostic::warning("structure/two-descriptions", source, body, "the record has a second description")
                .help("keep either the field `description` or the text below the front matter; the field is used")
                .relate(Place::Span(Arc::clone(source), first.key_span), "the first is here"),
        ),
    }
}

/// A part of a text without the comments at its edges.
fn without_edges(body: Span, text: &str, comments: &[Span]) -> Span {
    let mut body = body;
    for comment in comments {
        if comment.start <= body.start {
            body = trimmed(text, body.start.max(comment.end.min(body.end)) as usize, body.end as usize);
        }
    }
    for comment in comments.iter().rev() {
        if comment.end >= body.end {
            body = trimmed(text, body.start as usize, body.end.min(comment.start.max(body.start)) as usize);
        }
    }
    body
}

fn add_type(record: &mut Node, place: Span) {
    if record.get("type").is_none()
        && let Some(members) = record.as_object_mut()
    {
        let node = Node::string(DEFAULT_TYPE, place);
        members.insert(0, Member { key: Cow::Borrowed("type"), key_span: place, node });
    }
}

/// A part of a text as a string, without comments and with the line ends of Unix.
fn field<'s>(text: &'s str, span: Span, comments: &[Span]) -> Node<'s> {
    let mut part = Cow::Borrowed("");
    let mut at = span.start;
    for comment in comments {
        if at <= comment.start && comment.end <= span.end {
            part += &text[at as usize..comment.start as usize];
            at = comment.end;
        }
    }
    part += &text[at as usize..span.end as usize];
    if part.contains('\r') {
        part = Cow::Owned(part.replace("\r\n", "\n").replace('\r', "\n"));
    }
    Node::string(part, span)
}

/// A range without the white space at its ends.
fn trimmed(text: &str, start: usize, end: usize) -> Span {
    let part = &text[start..end];
    let from = start + part.len() - part.trim_start().len();
    Span::new(from, from + part.trim().len())
}

/// A first line `# Title`, its text, and what comes after it. The marks that may close a heading are not part of it.
fn heading(text: &str, body: Span) -> Option<(Span, Span)> {
    let line = text[body.range()].lines().next()?;
    let inside = line.strip_prefix("# ").or_else(|| line.strip_prefix("#\t"))?;
    let from = body.start as usize + line.len() - inside.len();
    let bare = inside.trim_end().trim_end_matches('#');
    let shown = if bare.is_empty() || bare.ends_with([' ', '\t']) { bare } else { inside };
    let title = trimmed(text, from, from + shown.len());
    let rest = trimmed(text, body.start as usize + line.len(), body.end as usize);
    (title.start < title.end).then_some((title, rest))
}

/// Writes the one record, its fields as TOML and its description as the text where that reads back the same.
fn write(records: &[Node], _: &WriteOptions, out: &mut Vec<u8>, report: &mut Report) {
    let record = match records {
        [record] if record.as_object().is_some() => record,
        _ => return refuse(records.len(), report),
    };
    let body = record.text("description").filter(|text| holds_as_body(text, record.get("title").is_some()));
    out.extend_from_slice(b"+++\n");
    let mut front = Vec::new();
    match body {
        Some(_) => toml::write_front_matter(&without_description(record), &mut front, report),
        None => toml::write_front_matter(record, &mut front, report),
    }
    out.extend_from_slice(&front);
    out.extend_from_slice(b"+++\n");
    if let Some(body) = body {
        out.push(b'\n');
        out.extend_from_slice(body.as_bytes());
        out.push(b'\n');
    }
}

fn refuse(records: usize, report: &mut Report) {
    let message = if records == 1 {
        "Markdown holds an object as its record, and this is none".to_owned()
    } else {
        let many = if records == 0 { "is none".to_owned() } else { format!("are {records}") };
        format!("Markdown holds one record a file, and here {many}")
    };
    let finding = Diagnostic::error("loss/record", &Source::new("output", ""), Span::default(), message);
    report.push(finding.help(match records {
        0 => "give it a record, or choose a format that can hold none",
        _ => "write each record to a file of its own, or choose a format that holds many",
    }));
}

fn without_description<'s>(record: &Node<'s>) -> Node<'s> {
    let mut rest = record.clone();
    rest.remove("description");
    rest
}

/// Whether a description reads back as it is: nothing to trim, no first line that would be taken as the title, and no
/// comment that would be left out.
fn holds_as_body(text: &str, titled: bool) -> bool {
    !text.is_empty()
        && text.trim() == text
        && !text.contains('\r')
        && (titled || !text.starts_with('#'))
        && comments::of_ours(text, 0).is_empty()
}
