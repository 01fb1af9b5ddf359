//! The import report: what became of the items of feeds, as text or JSON.

use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;

use serde_json::{Value, json};

use super::output::Output;
use crate::diagnostic::{Account, Diagnostic, Error, Fates, counted};
use crate::report::json::object;

/// What an import has to tell.
pub(super) struct Import<'i> {
    pub(super) account: &'i Account,
    /// How many of the records were refused, because of errors; `losses` names each.
    pub(super) refused: usize,
    /// What was found while feeds were read.
    pub(super) findings: &'i [Diagnostic],
    pub(super) losses: &'i [Diagnostic],
}

impl Import<'_> {
    /// Writes the report: JSON where the name ends so, text elsewhere.
    pub(super) fn write(&self, path: &Path) -> Result<(), Error> {
        let is_json = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
        let text = if is_json { self.json() } else { self.text() };
        let mut output = Output::open(Some(path))?;
        output.write_all(text.as_bytes()).map_err(|error| Error::io("cannot write the import report", &error))?;
        output.finish()
    }

    /// `items`: the kinds with their counts; `refused`: how many of their records are not written; `told`: findings and losses as `--loss` and `--format json` write them.
    fn json(&self) -> String {
        let items: Vec<Value> = self.account.kinds().map(|(kind, fates)| counts(kind, fates)).collect();
        let told: Vec<Value> = self.findings.iter().chain(self.losses).map(object).collect();
        format!("{:#}\n", json!({"items": items, "refused": self.refused, "told": told}))
    }

    fn text(&self) -> String {
        let mut text = String::new();
        for (kind, fates) in self.account.kinds() {
            let _ = writeln!(text, "{}", line(kind, fates));
        }
        if self.refused > 0 {
            let _ = writeln!(text, "{} not written, because of errors", counted(self.refused, "record"));
        }
        for told in self.findings.iter().chain(self.losses) {
            let (begin, _) = told.place.positions();
            let (name, id) = (told.place.name(), told.id);
            let _ = writeln!(text, "{name}:{}:{}: {} [{id}]", begin.line, begin.column, told.message);
        }
        text
    }
}

fn counts(kind: &str, fates: Fates) -> Value {
    let Fates { records, parts, left } = fates;
    json!({"kind": kind, "read": fates.read(), "records": records, "parts": parts, "left": left})
}

/// `137 events: 137 records`, `3 links: 2 in records, 1 left out`.
pub(super) fn line(kind: &str, fates: Fates) -> String {
    let Fates { records, parts, left } = fates;
    let said = [
        (records, counted(records, "record")),
        (parts, format!("{parts} in records")),
        (left, format!("{left} left out")),
    ];
    let said: Vec<String> = said.into_iter().filter(|(count, _)| *count > 0).map(|(_, said)| said).collect();
    format!("{}: {}", counted(fates.read(), kind), said.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fates_in_words() {
        assert_eq!(line("event", Fates { records: 1, parts: 0, left: 0 }), "1 event: 1 record");
        assert_eq!(line("link", Fates { records: 0, parts: 2, left: 1 }), "3 links: 2 in records, 1 left out");
    }
}
