//! Profiles: which checks run, how grave their findings are, and what a record has to have beyond the schema.

use std::collections::BTreeMap;

use super::{CHECKS, Check, Run, Scope, StringAt, Trust, by_id};
use crate::diagnostic::{Diagnostic, Report, Severity};

/// What somebody asks of records beyond the schema.
#[derive(Debug, Clone, Default)]
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
    /// Whether a check runs: what the profile says of it, else whether it runs for everybody.
    fn runs(&self, check: &Check) -> bool {
        self.severity.get(check.id).map_or(!check.is_optional(), Option::is_some)
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
        for check in CHECKS.iter().filter(|check| profile.runs(check)) {
            match check.run {
                Run::Elsewhere => {}
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
        by_id(id).is_some_and(|check| self.profile.runs(check))
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
