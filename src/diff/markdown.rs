//! Differences as Markdown, for release notes and comments on pull requests.
//!
//! Whatever the data says stands in code spans, where nothing is markup, a link or a mention of somebody.

use std::fmt::{self, Write};

use super::form::Form;
use super::kind::Kind;
use super::phrase::{self, Part};
use super::words::{self, Run};
use super::{Change, Diff, Entry, text};
use crate::report::Style;
use crate::report::plain::code;

pub(super) static FORM: Form = Form {
    name: "markdown",
    about: "for release notes and comments on pull requests",
    endings: &["md", "markdown"],
    write,
};

/// Records that are listed; the counts are of all. Services refuse comments that are too long.
const LISTED: usize = 200;

fn write(diff: &Diff, style: Style, out: &mut String) -> fmt::Result {
    if !style.quiet {
        writeln!(out, "### {}", capital(&diff.summary()))?;
    }
    let groups = [(Kind::Added, "Added"), (Kind::Removed, "Removed")].map(|(kind, title)| (Some(kind), title));
    let mut left = LISTED;
    for (kind, title) in groups.into_iter().chain([(None, "Changed")]) {
        let entries: Vec<&Entry> = diff.entries.iter().filter(|entry| whole(entry) == kind).collect();
        if entries.is_empty() {
            continue;
        }
        write!(out, "\n#### {title}\n\n")?;
        for entry in entries.iter().take(left) {
            write_entry(entry, out)?;
        }
        let more = entries.len().saturating_sub(left);
        left = left.saturating_sub(entries.len());
        if more > 0 {
            writeln!(out, "- ... and {more} more")?;
        }
    }
    Ok(())
}

/// Whether the whole record was added or removed.
fn whole(entry: &Entry) -> Option<Kind> {
    entry.changes.iter().map(|change| change.kind).find(|kind| matches!(kind, Kind::Added | Kind::Removed))
}

fn write_entry(entry: &Entry, out: &mut String) -> fmt::Result {
    writeln!(out, "- {}", line(&phrase::head(entry)))?;
    let mut changes = entry.changes.iter().filter(|_| whole(entry).is_none());
    changes.try_for_each(|change| write_change(change, out))
}

fn write_change(change: &Change, out: &mut String) -> fmt::Result {
    write!(out, "  - {}", line(&phrase::change(change)))?;
    if let (Kind::Reworded, [old], [new]) = (change.kind, change.old.as_slice(), change.new.as_slice())
        && let (Some(old), Some(new)) = (text::text(old), text::text(new))
    {
        let runs = words::changed(old, new);
        let shown: Vec<String> = runs.iter().map(run).collect();
        if !shown.is_empty() {
            write!(out, ": {}", shown.join(" "))?;
        }
    }
    out.write_char('\n')
}

/// Words that are gone are struck through, new ones are bold.
fn run(run: &Run) -> String {
    match run {
        Run::Same(words) => code(words),
        Run::Old(words) => format!("~~{}~~", code(words)),
        Run::New(words) => format!("**{}**", code(words)),
        Run::Gap => "...".to_owned(),
    }
}

fn line(phrase: &[Part]) -> String {
    let part = |part: &Part| match part {
        Part::Words(text) => text.clone(),
        Part::Data(text) => code(text),
    };
    phrase.iter().map(part).collect()
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
