//! Profiles: which checks run, how grave their findings are, and what a record has to have beyond the schema.

use std::collections::BTreeMap;

use super::{CHECKS, Check, Run, Scope, StringAt};
use crate::diagnostic::{Diagnostic, Report, Severity};

/// What somebody asks of records beyond the schema.
#[derive(Debug, Clone, PartialEq, Eq)]
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

/// Every check as grave as it says itself, but for notes on each field that is missing, which nobody wants unasked.
impl Default for Profile {
    fn default() -> Self {
        let unasked =
            CHECKS.iter().filter(|check| check.severity == Severity::Note && check.id.starts_with("completeness/"));
        Self {
            name: "default".to_owned(),
            about: String::new(),
            severity: unasked.map(|check| (check.id, None)).collect(),
            required: BTreeMap::new(),
            allowed: BTreeMap::new(),
        }
    }
}

impl Profile {
    /// Makes a check as grave as is said; none turns it off. Checks that always count stay as they are.
    pub fn set(&mut self, check: &'static Check, severity: Option<Severity>) {
        if check.is_fixed() {
            return;
        }
        if severity == Some(check.severity) {
            self.severity.remove(check.id);
        } else {
            self.severity.insert(check.id, severity);
        }
    }

    /// How grave a check's findings are; none where it is off.
    #[must_use]
    pub fn severity_of(&self, check: &Check) -> Option<Severity> {
        self.severity.get(check.id).copied().unwrap_or(Some(check.severity))
    }
}

/// The checks of a profile, ready to run.
#[derive(Debug)]
pub struct Checks {
    pub profile: Profile,
    pub(super) nodes: Vec<fn(&Scope, &mut Report)>,
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
        for check in CHECKS.iter().filter(|check| profile.severity.get(check.id) != Some(&None)) {
            match check.run {
                Run::Elsewhere | Run::Always => {}
                Run::Node(run) => nodes.push(run),
                Run::String(run) => strings.push(run),
            }
        }
        Self { profile, nodes, strings }
    }

    /// Whether a check runs at all.
    #[must_use]
    pub fn runs(&self, id: &str) -> bool {
        self.profile.severity.get(id) != Some(&None)
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
