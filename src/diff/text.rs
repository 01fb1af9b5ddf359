//! Differences for people at a terminal.

use std::fmt::{self, Write};

use super::form::Form;
use super::kind::Kind;
use super::phrase::{self, Part};
use super::words::{self, Run};
use super::{Change, Diff, Entry, Value};
use crate::report::Style;
use crate::report::plain::visible;

pub(super) static FORM: Form =
    Form { name: "text", about: "for people: each record with what changed in it", endings: &["txt"], write };

const BOLD: &str = "1";
const RED: &str = "31";
const GREEN: &str = "32";
const YELLOW: &str = "33";

fn write(diff: &Diff, style: Style, out: &mut String) -> fmt::Result {
    for entry in &diff.entries {
        write_entry(entry, style, out)?;
    }
    if !style.quiet {
        if !diff.is_empty() {
            out.push('\n');
        }
        let mut summary = Block::new(style, 0);
        summary.push(&diff.summary(), "");
        writeln!(out, "{}", summary.text)?;
    }
    Ok(())
}

fn write_entry(entry: &Entry, style: Style, out: &mut String) -> fmt::Result {
    let whole = entry.changes.iter().find(|change| matches!(change.kind, Kind::Added | Kind::Removed));
    let mut head = Block::new(style, 2);
    if let Some(Change { kind, .. }) = whole {
        head.push(&format!("{} {} ", kind.row().sign, kind.name()), colour(*kind));
    }
    for part in phrase::head(entry) {
        match part {
            Part::Words(text) => head.push(&text, ""),
            Part::Data(text) => head.push(&quoted(&text), BOLD),
        }
    }
    writeln!(out, "{}", head.text)?;
    let mut changes = entry.changes.iter().filter(|_| whole.is_none());
    changes.try_for_each(|change| write_change(change, style, out))
}

fn write_change(change: &Change, style: Style, out: &mut String) -> fmt::Result {
    let mut line = Block::new(style, 4);
    line.push(&format!("  {} ", change.kind.row().sign), colour(change.kind));
    for part in phrase::change(change) {
        match part {
            Part::Words(text) => line.push(&text, ""),
            Part::Data(text) => line.push(&quoted(&shortened(&text)), ""),
        }
    }
    writeln!(out, "{}", line.text)?;
    match (change.kind, change.old.as_slice(), change.new.as_slice()) {
        (Kind::Reworded, [old], [new]) => write_words(old, new, style, out),
        _ => Ok(()),
    }
}

/// The words that changed, in a block of their own.
fn write_words(old: &Value, new: &Value, style: Style, out: &mut String) -> fmt::Result {
    let (Some(old), Some(new)) = (text(old), text(new)) else { return Ok(()) };
    let runs = words::changed(old, new);
    let mut block = Block::new(style, 6);
    block.push("      ", "");
    if runs.is_empty() {
        block.push("(only spaces and line ends differ, or the text is very long)", "");
    }
    for (at, run) in runs.iter().enumerate() {
        if at > 0 {
            block.push(" ", "");
        }
        match run {
            Run::Same(words) => block.push(&visible(words), ""),
            Run::Old(words) => block.push(&format!("[-{}-]", visible(words)), RED),
            Run::New(words) => block.push(&format!("{{+{}+}}", visible(words)), GREEN),
            Run::Gap => block.push("...", ""),
        }
    }
    writeln!(out, "{}", block.text)
}

pub(super) fn text(value: &Value) -> Option<&str> {
    match value {
        Value::Plain { text, .. } | Value::Tagged { text, .. } => Some(text),
        Value::Node { .. } | Value::Times(_) => None,
    }
}

fn colour(kind: Kind) -> &'static str {
    match kind.row().sign {
        '+' => GREEN,
        '-' => RED,
        _ => YELLOW,
    }
}

/// A text of the data between quotation marks, its control characters visible.
fn quoted(text: &str) -> String {
    format!("\"{}\"", visible(text))
}

/// Letters of a value that a line shows.
const LETTERS: usize = 200;

fn shortened(text: &str) -> String {
    match text.char_indices().nth(LETTERS) {
        Some((at, _)) => format!("{}...", &text[..at]),
        None => text.to_owned(),
    }
}

/// Lines that are broken at spaces, where they would be too long.
struct Block {
    style: Style,
    text: String,
    column: usize,
    /// Spaces before every line but the first.
    indent: usize,
}

impl Block {
    fn new(style: Style, indent: usize) -> Self {
        Self { style, text: String::new(), column: 0, indent }
    }

    /// Adds text, in a colour where there is one.
    fn push(&mut self, text: &str, code: &str) {
        let code = if self.style.colour { code } else { "" };
        self.begin(code);
        for word in text.split_inclusive(' ') {
            let length = word.trim_end_matches(' ').chars().count();
            if self.column > self.indent && self.column + length > self.style.width && length > 0 {
                self.end(code);
                self.text.truncate(self.text.trim_end_matches(' ').len());
                self.text.push('\n');
                self.text.extend(std::iter::repeat_n(' ', self.indent));
                self.column = self.indent;
                self.begin(code);
            }
            self.text.push_str(word);
            self.column += word.chars().count();
        }
        self.end(code);
    }

    fn begin(&mut self, code: &str) {
        if !code.is_empty() {
            self.text.push_str("\u{1b}[");
            self.text.push_str(code);
            self.text.push('m');
        }
    }

    fn end(&mut self, code: &str) {
        if !code.is_empty() {
            self.text.push_str("\u{1b}[0m");
        }
    }
}
