//! Findings as workflow commands of GitHub Actions, which it shows as annotations beside the changed lines.

use std::borrow::Cow;
use std::fmt::{self, Write};

use twox_hash::XxHash3_64;

use super::plain::{file_name, said};
use super::{Render, ReportFormat, Summary};
use crate::diagnostic::{Diagnostic, Severity};

pub static REPORT: ReportFormat = ReportFormat {
    name: "github",
    about: "annotations of GitHub Actions",
    endings: &[],
    media_type: "text/plain",
    new: |_| Box::new(GitHub),
};

struct GitHub;

impl Render for GitHub {
    fn finding(&mut self, finding: &Diagnostic, out: &mut String) -> fmt::Result {
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let (begin, end) = finding.place.positions();
        let file = property(&file_name(finding.place.name()));
        write!(out, "::{command} file={file},line={}", begin.line)?;
        // Columns are refused where the lines differ.
        if begin.line == end.line {
            write!(out, ",col={},endLine={},endColumn={}", begin.column, end.line, end.column)?;
        } else {
            write!(out, ",endLine={}", end.line)?;
        }
        writeln!(out, ",title={}::{}", property(finding.id), data(&said(finding, "\n")))
    }

    fn end(&mut self, _: &Summary, _: &mut String) -> fmt::Result {
        Ok(())
    }
}

/// Text for the log in which GitHub Actions finds no commands: where the data has something that it would obey, commands
/// are stopped around it, until a word that is not in it.
#[must_use]
pub fn guarded(text: &str) -> Cow<'_, str> {
    if !text.lines().any(is_command) {
        return Cow::Borrowed(text);
    }
    let (word, end) = (word_for(text), if text.ends_with('\n') { "" } else { "\n" });
    Cow::Owned(format!("::stop-commands::{word}\n{text}{end}::{word}::\n"))
}

/// Whether the runner reads a line as a command: `::name::` at its beginning, or in the older form `##[name]` anywhere.
fn is_command(line: &str) -> bool {
    line.trim_start().starts_with("::") || line.contains("##[")
}

/// A word that is not in a text, in capitals or small letters, and always the same for it.
fn word_for(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let words = (0..).map(|seed| format!("plenary-{:016x}", XxHash3_64::oneshot_with_seed(seed, text.as_bytes())));
    words.into_iter().find(|word| !lower.contains(word)).unwrap_or_default()
}

/// The text after `::`, escaped as GitHub documents it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, where `:` and `,` mean something too.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_in_the_data_are_stopped() {
        for harmless in ["a: b\n", "  × \"::error::x\" is not a code\n", "a::b\n", "# [x]\n", ""] {
            assert!(matches!(guarded(harmless), Cow::Borrowed(_)), "{harmless}");
        }
        for command in ["::error::x\n", "a\n \t::add-mask::x", "see ##[set-env name=PATH]x\n"] {
            let text = guarded(command);
            let (first, rest) = text.split_once('\n').unwrap();
            let word = first.strip_prefix("::stop-commands::").unwrap();
            let inner = rest.strip_suffix(&format!("::{word}::\n")).unwrap();
            assert_eq!(inner.trim_end(), command.trim_end());
            assert!(!command.contains(word) && word.len() > 20);
            assert_eq!(guarded(command), text);
        }
    }

    #[test]
    fn no_text_can_hold_the_word_that_ends_it() {
        let first = word_for("::error::x");
        let text = format!("::error::x\n::{}::\n", first.to_uppercase());
        assert_ne!(word_for(&text), first);
    }
}
