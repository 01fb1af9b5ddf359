//! Profiles: which checks run, how grave their findings are, and what a record has to have beyond the schema.

use std::collections::BTreeMap;

use super::{CHECKS, Check, Run, Scope, StringAt, Trust, by_id};
use crate::diagnostic::{Diagnostic, Report, Severity};

/// What somebody asks of records beyond the schema.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Profile {
    pub name: String,
    /// One line for people.
    pub about: String,
    /// The severity of checks by id, where it is not their own; none turns the check off.
    pub severity: BTreeMap<&'static str, Option<Severity>>,
    /// Fields that have to be there, by the name of the class.
    pub required: BTreeMap<String, Vec<String>>,
    /// Codes that may stand in a field, by class and field: `Session.sessionType`.
    pub allowed: BTreeMap<String, Vec<String>>,
}

/// A check of nodes, and what it has to be able to trust.
pub(super) type NodeCheck = (Trust, fn(&Scope, &mut Report));

impl Profile {
    /// Makes a check as grave as is said; none turns it off. Checks that always count stay as they are.
    pub fn set(&mut self, check: &'static Check, severity: Option<Severity>) {
        if check.is_fixed() {
            return;
        }
        if severity == Self::unasked(check) {
            self.severity.remove(check.id);
        } else {
            self.severity.insert(check.id, severity);
        }
    }

    /// How grave a check's findings are; none where it is off.
    #[must_use]
    pub fn severity_of(&self, check: &Check) -> Option<Severity> {
        self.severity.get(check.id).copied().unwrap_or_else(|| Self::unasked(check))
    }

    /// How grave a check's findings are where no profile says anything.
    fn unasked(check: &Check) -> Option<Severity> {
        (!check.is_optional()).then_some(check.severity)
    }
}

/// The checks of a profile, ready to run.
#[derive(Debug)]
pub struct Checks {
    pub profile: Profile,
    pub(super) nodes: Vec<NodeCheck>,
    pub(super) strings: Vec<fn(&Scope, &StringAt, &mut Report)>,
}

impl Default for Checks {
    fn default() -> Self {
        Self::new(Profile::default())
    }
}

impl Checks {
    /// The checks that a profile does not turn off.
    #[must_use]
    pub fn new(profile: Profile) -> Self {
        let mut nodes = Vec::new();
        let mut strings = Vec::new();
        for check in CHECKS.iter().filter(|check| profile.severity_of(check).is_some()) {
            match check.run {
                Run::Elsewhere | Run::Always => {}
                Run::Node(run) => nodes.push((Trust::Keys, run)),
                Run::Absent(keys, run) => nodes.push((Trust::Absence(keys), run)),
                Run::Fields(paths, run) => nodes.push((Trust::Values(paths), run)),
                Run::String(run) => strings.push(run),
            }
        }
        Self { profile, nodes, strings }
    }

    /// Whether a check runs at all.
    #[must_use]
    pub fn runs(&self, id: &str) -> bool {
        by_id(id).is_some_and(|check| self.profile.severity_of(check).is_some())
    }

    /// Gives findings the severity that the profile gives their checks, and takes those out whose check is off.
    pub fn judge(&self, findings: &mut Vec<Diagnostic>) {
        if self.profile.severity.is_empty() {
            return;
        }
        findings.retain_mut(|finding| match self.profile.severity.get(finding.id) {
            None => true,
            Some(None) => false,
            Some(Some(severity)) => {
                finding.severity = *severity;
                true
            }
        });
    }
}
