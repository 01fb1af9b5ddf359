//! Comments that suppress findings: `# plenary: ignore[text/all-caps] the name of the series`.
//!
//! After a value, a comment is about its line; alone, about the next one; as `ignore-file` about the whole file. A line
//! goes on as long as a string that began on it. What makes a record invalid cannot be suppressed, and a comment that
//! suppresses nothing is itself a finding.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::check::catalogue::suppression::{NOT_ALLOWED, UNKNOWN_CHECK};
use crate::check::{Check, Pattern, by_id};
use crate::diagnostic::{Diagnostic, Severity};
use crate::format::{Comment, Format};
use crate::source::{Source, Span};

mod edit;
mod line;
mod parse;
mod unused;

pub use edit::here;
use line::Lines;
use parse::Asked;

/// A finding that a comment suppresses.
#[derive(Debug, Clone)]
pub struct Suppressed {
    pub finding: Diagnostic,
    /// What the comment says why; empty where it does not.
    pub reason: String,
}

/// What the comments of a text suppress.
#[derive(Debug)]
pub struct Suppressions {
    source: Arc<Source>,
    lines: Lines,
    list: Vec<Suppression>,
    /// What is named on a line, or for the whole file, and by which part of which comment.
    named: BTreeMap<(Option<usize>, Pattern), (usize, usize)>,
    /// Whether findings may be missing because the text could not be looked at as a whole.
    is_partial: bool,
}

/// A comment that suppresses something.
#[derive(Debug)]
struct Suppression {
    comment: Comment,
    whole_file: bool,
    /// Everything that stands between its brackets.
    names: Vec<Span>,
    /// What of that names checks, by its number.
    rules: Vec<Rule>,
    reason: String,
}

#[derive(Debug)]
struct Rule {
    pattern: Pattern,
    name: usize,
    used: bool,
}

impl Suppressions {
    /// Reads the comments of a text, and tells which of them cannot be read; none where it has no comment of ours.
    #[must_use]
    pub fn of(source: &Arc<Source>, format: &Format, findings: &mut Vec<Diagnostic>) -> Option<Self> {
        let text = source.text();
        let find = format.comments.filter(|_| may_have_some(text))?;
        let comments = find(text);
        let lines = Lines::new(source, &comments);
        let mut all =
            Self { source: Arc::clone(source), lines, list: Vec::new(), named: BTreeMap::new(), is_partial: false };
        for (number, comment) in comments.found.iter().enumerate() {
            match parse::parse(text, comment) {
                None => {}
                Some(Err(fault)) => findings.push(fault.finding(source)),
                Some(Ok(asked)) => all.add(number, comment, asked, findings),
            }
        }
        Some(all)
    }

    fn add(&mut self, number: usize, comment: &Comment, asked: Asked, findings: &mut Vec<Diagnostic>) {
        let Asked { whole_file, names, reason } = asked;
        let mut suppression = Suppression { comment: *comment, whole_file, names, rules: Vec::new(), reason };
        let line = if whole_file { None } else { self.lines.of_comment(number) };
        for (name, span) in suppression.names.iter().enumerate() {
            match Pattern::parse(self.source.slice(*span)) {
                None => findings.push(self.unknown(*span)),
                Some(pattern) if !pattern.checks().any(can_be_suppressed) => {
                    findings.push(self.not_allowed(&suppression, name));
                }
                Some(pattern) => {
                    // A comment about no line, at the end of a text, suppresses nothing.
                    if whole_file || line.is_some() {
                        let place = (self.list.len(), suppression.rules.len());
                        self.named.entry((line, pattern)).or_insert(place);
                    }
                    suppression.rules.push(Rule { pattern, name, used: false });
                }
            }
        }
        self.list.push(suppression);
    }

    fn unknown(&self, span: Span) -> Diagnostic {
        let name = self.source.slice(span);
        let message = format!("there is no check \"{name}\"");
        let finding = Diagnostic::new(UNKNOWN_CHECK.id, UNKNOWN_CHECK.severity, &self.source, span, message);
        match Pattern::meant(name) {
            Some(meant) => finding.help(format!("did you mean \"{meant}\"?")).replace_with(meant),
            None => finding.help("write an id that `plenary explain` lists, or a family such as `text/*`"),
        }
    }

    fn not_allowed(&self, suppression: &Suppression, number: usize) -> Diagnostic {
        let span = suppression.names[number];
        let name = self.source.slice(span);
        let help = if name.starts_with("suppression/") {
            "remove it, and mend the comment that the finding is about"
        } else {
            "remove it, and mend what the finding is about: a comment makes no record valid"
        };
        let message = format!("\"{name}\" cannot be suppressed");
        let finding = Diagnostic::new(NOT_ALLOWED.id, NOT_ALLOWED.severity, &self.source, span, message);
        self.removing(suppression, &[number], finding.help(help))
    }

    /// Takes the findings out that are suppressed.
    pub fn apply(&mut self, findings: &mut Vec<Diagnostic>, suppressed: &mut Vec<Suppressed>) {
        for finding in std::mem::take(findings) {
            self.is_partial |= hides_others(&finding);
            match self.reason(&finding) {
                Some(reason) => suppressed.push(Suppressed { finding, reason }),
                None => findings.push(finding),
            }
        }
    }

    /// The reason of the comment that suppresses a finding, which is used by that.
    fn reason(&mut self, finding: &Diagnostic) -> Option<String> {
        let check = by_id(finding.id).filter(|check| can_be_suppressed(check))?;
        let line = self.lines.whole(finding.place.positions().0.line);
        let patterns = [Pattern::One(check.id), Pattern::Family(check.family())];
        let keys = [Some(line), None].into_iter().flat_map(|line| patterns.map(|pattern| (line, pattern)));
        let (number, rule) = keys.into_iter().find_map(|key| self.named.get(&key).copied())?;
        let suppression = &mut self.list[number];
        suppression.rules[rule].used = true;
        Some(suppression.reason.clone())
    }

    /// The name of the file.
    #[must_use]
    pub fn file(&self) -> &str {
        self.source.name()
    }
}

/// Whether a comment may suppress what a check finds: not what makes a record invalid, and not what is wrong with
/// comments.
#[must_use]
pub fn can_be_suppressed(check: &Check) -> bool {
    !check.is_fixed() && check.family() != "suppression"
}

/// Whether other mistakes may not have been looked for because of this one.
fn hides_others(finding: &Diagnostic) -> bool {
    finding.severity == Severity::Error && by_id(finding.id).is_some_and(Check::is_fixed)
}

/// Whether a text may have a comment of ours. Most have none, and need not be looked at again.
fn may_have_some(text: &str) -> bool {
    memchr::memmem::find_iter(text.as_bytes(), "lenary:").any(|at| {
        let before = text[..at].strip_suffix(['p', 'P']).unwrap_or_default().trim_end();
        before.ends_with('#') || before.ends_with("<!--")
    })
}
