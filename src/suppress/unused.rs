//! Comments that suppress nothing.

use super::{Suppression, Suppressions, can_be_suppressed};
use crate::check::catalogue::suppression::UNUSED;
use crate::check::{Checks, Pattern, dataset};
use crate::diagnostic::{Diagnostic, Edit, Fix};
use crate::source::Span;

impl Suppressions {
    /// Tells what suppresses nothing, when everything was looked for. What only all files together show says nothing of
    /// a comment in a file that was looked at apart.
    #[must_use]
    pub fn unused(&self, checks: &Checks, is_apart: bool) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        if self.is_partial {
            return findings;
        }
        for suppression in &self.list {
            let rules = suppression.rules.iter().filter(|rule| !rule.used && is_known(rule.pattern, checks, is_apart));
            let idle: Vec<(usize, Pattern)> = rules.map(|rule| (rule.name, rule.pattern)).collect();
            if idle.len() == suppression.names.len() {
                findings.push(self.idle(suppression, &idle, suppression.comment.span));
            } else {
                findings.extend(idle.iter().map(|one| self.idle(suppression, &[*one], suppression.names[one.0])));
            }
        }
        findings
    }

    /// Some ids of a comment that suppress nothing.
    fn idle(&self, suppression: &Suppression, idle: &[(usize, Pattern)], span: Span) -> Diagnostic {
        let ids: Vec<String> = idle.iter().map(|(_, pattern)| format!("\"{pattern}\"")).collect();
        let place = if suppression.whole_file { "in this file" } else { "here" };
        let message = format!("nothing is suppressed {place} by {}", ids.join(", "));
        let what = if idle.len() == suppression.names.len() { "comment" } else { "id" };
        let finding = Diagnostic::new(UNUSED.id, UNUSED.severity, &self.source, span, message);
        if idle.iter().any(|(_, pattern)| needs_all(*pattern)) {
            return finding.help(format!("remove the {what}, if all files that belong together were looked at"));
        }
        let names: Vec<usize> = idle.iter().map(|(name, _)| *name).collect();
        self.removing(suppression, &names, finding.help(format!("remove the {what}")))
    }

    /// Gives a finding the fix that takes names out of a comment, or the comment out of the text.
    pub(super) fn removing(&self, suppression: &Suppression, names: &[usize], finding: Diagnostic) -> Diagnostic {
        let all = &suppression.names;
        let span = match names {
            names if names.len() == all.len() => suppression.comment.footprint(self.source.text()),
            [0, ..] => Span { start: all[0].start, end: all[1].start },
            [name, ..] => Span { start: all[name - 1].end, end: all[*name].end },
            [] => return finding,
        };
        finding.fix(Fix { edits: vec![Edit { span, text: String::new() }], safe: true })
    }
}

/// Whether it is known that no check of those that are named found anything.
fn is_known(pattern: Pattern, checks: &Checks, is_apart: bool) -> bool {
    let runs = pattern.checks().any(|check| can_be_suppressed(check) && checks.runs(check.id));
    runs && !(is_apart && needs_all(pattern))
}

/// Whether something that is named is found only over all files together.
fn needs_all(pattern: Pattern) -> bool {
    pattern.checks().any(|check| dataset::finds(check.id))
}
