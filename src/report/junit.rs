//! Findings as a `JUnit` report: a suite for each file, a case for each finding, and one that passes where there is none.

use std::collections::HashMap;
use std::fmt::{self, Write};

use quick_xml::escape::escape;

use super::plain::file_name;
use super::{Render, ReportFormat, Summary};
use crate::diagnostic::{Diagnostic, Severity};

pub static REPORT: ReportFormat = ReportFormat {
    name: "junit",
    about: "JUnit XML, a test suite for each file",
    endings: &["xml"],
    media_type: "application/xml",
    new: |_| Box::new(JUnit::default()),
};

/// The suites have to wait for the end: their counts stand before their cases.
#[derive(Default)]
struct JUnit {
    suites: Vec<Suite>,
    by_name: HashMap<String, usize>,
}

/// What is known of one file.
struct Suite {
    name: String,
    cases: String,
    tests: usize,
    failures: usize,
}

impl JUnit {
    fn suite(&mut self, name: &str) -> &mut Suite {
        let next = self.suites.len();
        let at = *self.by_name.entry(name.to_owned()).or_insert(next);
        if at == next {
            self.suites.push(Suite { name: name.to_owned(), cases: String::new(), tests: 0, failures: 0 });
        }
        &mut self.suites[at]
    }
}

impl Render for JUnit {
    fn finding(&mut self, finding: &Diagnostic, _: &mut String) -> fmt::Result {
        self.suite(&file_name(finding.place.name())).add(finding)
    }

    fn end(&mut self, summary: &Summary, out: &mut String) -> fmt::Result {
        for name in &summary.files {
            self.suite(&file_name(name)).pass_if_empty()?;
        }
        let sum = |count: fn(&Suite) -> usize| self.suites.iter().map(count).sum::<usize>();
        let (tests, failures) = (sum(|suite| suite.tests), sum(|suite| suite.failures));
        out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        writeln!(
            out,
            "<testsuites name=\"plenary\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" time=\"0\">"
        )?;
        self.suites.iter().try_for_each(|suite| suite.write(out))?;
        out.push_str("</testsuites>\n");
        Ok(())
    }
}

impl Suite {
    fn add(&mut self, finding: &Diagnostic) -> fmt::Result {
        let Diagnostic { id, severity, place, message, .. } = finding;
        let (begin, _) = place.positions();
        self.begin_case(&format!("line {}, column {}: {id}", begin.line, begin.column))?;
        let details = text(&details(finding));
        if *severity == Severity::Note {
            writeln!(self.cases, "      <system-out>{}: {details}</system-out>", text(message))?;
        } else {
            self.failures += 1;
            let (message, kind) = (text(message), text(id));
            writeln!(self.cases, "      <failure message=\"{message}\" type=\"{kind}\">{details}</failure>")?;
        }
        self.cases.push_str("    </testcase>\n");
        Ok(())
    }

    /// A file without findings is a test that passes.
    fn pass_if_empty(&mut self) -> fmt::Result {
        if self.tests > 0 {
            return Ok(());
        }
        self.begin_case("no findings")?;
        self.cases.push_str("    </testcase>\n");
        Ok(())
    }

    fn begin_case(&mut self, name: &str) -> fmt::Result {
        self.tests += 1;
        let (name, class) = (text(name), text(&self.name));
        writeln!(self.cases, "    <testcase name=\"{name}\" classname=\"{class}\" time=\"0\">")
    }

    fn write(&self, out: &mut String) -> fmt::Result {
        let Suite { name, cases, tests, failures } = self;
        let counts = format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"0\" time=\"0\"");
        write!(out, "  <testsuite name=\"{}\" {counts}>\n{cases}  </testsuite>\n", text(name))
    }
}

/// Where it is, and how to mend it.
fn details(finding: &Diagnostic) -> String {
    let Diagnostic { severity, place, path, help, .. } = finding;
    let (begin, _) = place.positions();
    let mut lines = vec![format!("{severity} at {}:{}:{}", place.name(), begin.line, begin.column)];
    lines.extend((!path.is_empty()).then(|| format!("in {path}")));
    lines.extend(help.iter().map(|help| format!("help: {help}")));
    lines.join("\n")
}

/// A text for an attribute or an element. XML has no way to write most control characters: they are made visible. Line
/// ends and tabs are written as references, because they become spaces in attributes.
fn text(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for letter in escape(text).chars() {
        match letter {
            '\n' => written.push_str("&#10;"),
            '\r' => written.push_str("&#13;"),
            '\t' => written.push_str("&#9;"),
            '\u{fffe}' | '\u{ffff}' => written.extend(letter.escape_unicode()),
            letter if letter.is_control() => written.extend(letter.escape_unicode()),
            letter => written.push(letter),
        }
    }
    written
}
