//! Roles that people hold at events, as participations: `swc:hasRole`, `swc:heldBy` and their inverses.
//!
//! A role is a node of its own there, between the event and who holds it. Roles at whole conferences, which editions have no
//! place for, and roles that no code is for stay as they are.

use std::collections::{HashMap, HashSet};

use super::SWC;
use crate::model::code::CodeList;
use crate::model::lists::Role;
use crate::rdf::graph::{Statement, Term};
use crate::vocab::{pl, rdf};

/// What the nodes of participations begin with.
const MADE: &str = "_:role";

/// Puts participations in place of the roles at sessions.
pub(super) fn translate(statements: &mut Vec<Statement>, sessions: &HashSet<String>) {
    let roles = Roles::of(statements, sessions);
    if roles.events.is_empty() {
        return;
    }
    let mut said = HashSet::new();
    let mut made = Vec::new();
    for told in statements.iter() {
        let Some((role, holder)) = ends(told, "heldBy", "holdsRole") else { continue };
        let Some(code) = roles.code(role) else { continue };
        for event in &roles.events[role] {
            if said.insert((role.to_owned(), holder.to_owned(), *event)) {
                let node = format!("{MADE}{:08}", said.len());
                made.extend(participation(told, &node, event, holder, code));
            }
        }
    }
    let held: HashSet<String> =
        roles.events.keys().filter(|role| roles.holders.contains(*role)).map(|role| (*role).to_owned()).collect();
    statements.retain(|told| !is_about(told, &held));
    statements.extend(made);
}

/// The roles of a graph: what they are, at which sessions, and whether anybody holds them.
struct Roles<'s> {
    codes: HashMap<&'s str, &'static str>,
    events: HashMap<&'s str, Vec<&'s str>>,
    holders: HashSet<&'s str>,
}

impl<'s> Roles<'s> {
    fn of(statements: &'s [Statement], sessions: &HashSet<String>) -> Self {
        let mut roles = Self { codes: HashMap::new(), events: HashMap::new(), holders: HashSet::new() };
        for told in statements {
            match &told.object {
                Term::Node(class) if told.predicate == rdf::TYPE => {
                    roles
                        .codes
                        .extend(class.strip_prefix(SWC).and_then(code).map(|code| (told.subject.as_str(), code)));
                }
                _ => {}
            }
        }
        for told in statements {
            roles.holders.extend(ends(told, "heldBy", "holdsRole").map(|(role, _)| role));
            let Some((role, event)) = ends(told, "isRoleAt", "hasRole") else { continue };
            if sessions.contains(event) && roles.codes.contains_key(role) {
                let events = roles.events.entry(role).or_default();
                if !events.contains(&event) {
                    events.push(event);
                }
            }
        }
        roles
    }

    /// The code of a role at a session.
    fn code(&self, role: &str) -> Option<&'static str> {
        self.codes.get(role).copied().filter(|_| self.events.contains_key(role))
    }
}

/// Our code for a class of roles.
fn code(class: &str) -> Option<&'static str> {
    match class {
        "Presenter" | "Speaker" => Some("speaker"),
        "InvitedSpeaker" | "KeynoteSpeaker" => Some("keynote"),
        "Panelist" | "PanelMember" => Some("panelist"),
        "Organiser" | "Organizer" => Some("organizer"),
        _ if class.ends_with("Chair") => Some("chair"),
        _ => None,
    }
}

/// The role and the node at its other end, by a property of the role or by its inverse.
fn ends<'s>(told: &'s Statement, property: &str, inverse: &str) -> Option<(&'s str, &'s str)> {
    let Term::Node(object) = &told.object else { return None };
    let local = told.predicate.strip_prefix(SWC)?;
    if local == property {
        return Some((&told.subject, object));
    }
    (local == inverse).then_some((object.as_str(), told.subject.as_str()))
}

/// Whether a statement says of a role what its participations say now.
fn is_about(told: &Statement, roles: &HashSet<String>) -> bool {
    let either = ends(told, "heldBy", "holdsRole").or_else(|| ends(told, "isRoleAt", "hasRole"));
    match either {
        Some((role, _)) => roles.contains(role),
        None => told.predicate == rdf::TYPE && roles.contains(&told.subject),
    }
}

/// The statements of a participation, at the place where somebody is said to hold the role.
fn participation(told: &Statement, node: &str, event: &str, holder: &str, code: &str) -> [Statement; 4] {
    let (namespace, local) = Role::SCHEME.iri(code);
    let say = |subject: &str, predicate: &str, object: String| Statement {
        subject: subject.to_owned(),
        predicate: predicate.to_owned(),
        object: Term::Node(object),
        spans: told.spans,
    };
    [
        say(event, pl::PARTICIPATION, node.to_owned()),
        say(node, rdf::TYPE, pl::PARTICIPATION_CLASS.to_owned()),
        say(node, pl::ROLE, format!("{namespace}{local}")),
        say(node, pl::PARTICIPANT, holder.to_owned()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_codes_of_ours() {
        for class in ["Presenter", "InvitedSpeaker", "Panelist", "Organiser", "SessionChair"] {
            assert!(Role::SCHEME.is_valid(code(class).expect(class)), "{class}");
        }
        assert_eq!(code("Sponsor"), None);
    }
}
