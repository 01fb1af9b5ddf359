//! Checks of who takes part: names that hold more than the name, repetitions, moderation.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::edit::{self, Side};
use super::{Run, Scope, StringAt, check, text};
use crate::diagnostic::{Edit, Fix, Place, Report};
use crate::doc::{Node, Path, Value};
use crate::source::Span;

pub mod balance;
mod name;

check! {
    /// ## What it finds
    /// A name of a person or an organization that ends with a remark about the participation: "(TBC)", "- tbd",
    /// "(remote)", `[moderator]`.
    ///
    /// ## Why it matters
    /// The remark becomes part of the name: "Jane Doe" and "Jane Doe (TBC)" are two people to every program, and the
    /// status itself is lost.
    ///
    /// ## Example
    /// Bad: `{"agent": {"type": "Person", "name": "Jane Doe (TBC)"}, "role": "speaker"}`
    ///
    /// Good: `{"agent": {"type": "Person", "name": "Jane Doe"}, "role": "speaker", "status": "tbc"}`
    ///
    /// ## How to mend
    /// Take the remark off the name and write it in `status`, `mode` or `role` of the participation, as the finding says.
    STATUS_IN_NAME = "people/status-in-name", Warning, Run::String(status_in_name)
}

check! {
    /// ## What it finds
    /// A person's name that begins with a title: "Mr.", "Dr", "H.E.", "Prof.".
    ///
    /// ## Why it matters
    /// One person has different titles in different programmes, so the names do not match, and lists sort them under
    /// the title.
    ///
    /// ## Example
    /// Bad: `{"type": "Person", "name": "Dr. Jane Doe"}`
    ///
    /// Good: `{"type": "Person", "honorificPrefix": "Dr.", "name": "Jane Doe"}`
    ///
    /// ## How to mend
    /// Move the title to `honorificPrefix`.
    HONORIFIC_IN_NAME = "people/honorific-in-name", Warning, Run::String(honorific_in_name)
}

check! {
    /// ## What it finds
    /// The same person twice in a session, with the same role.
    ///
    /// ## Why it matters
    /// Both make the same IRI, and counts of speakers are too high.
    ///
    /// ## Example
    /// Bad:
    /// ```json
    /// {"participations": [
    ///   {"agent": {"type": "Person", "name": "Jane Doe"}, "role": "speaker"},
    ///   {"agent": {"type": "Person", "name": "Jane Doe"}, "role": "speaker"}
    /// ]}
    /// ```
    /// Good: one of the two.
    ///
    /// ## How to mend
    /// Remove one of the two, or correct its role. Two people of one name are told apart by an `id` or `orcid`.
    REPEATED = "people/repeated", Warning, Run::Fields(&[], repeated)
}

check! {
    /// ## What it finds
    /// A session of two or more speakers in which nobody moderates, chairs, facilitates or hosts.
    ///
    /// ## Why it matters
    /// Most programmes ask for a moderator; more often than missing in the room, they are missing in the record.
    ///
    /// ## Example
    /// Bad: two participations with `"role": "speaker"` and no other.
    ///
    /// Good: besides, `{"agent": {"type": "Person", "name": "John Roe"}, "role": "moderator"}`.
    ///
    /// ## How to mend
    /// Add who moderates, if somebody does.
    NO_MODERATOR = "people/no-moderator", Note, Run::Fields(&["participations.role"], no_moderator)
}

/// Whether a string is the name of somebody or of a body.
fn is_name_of(scope: &Scope, string: &StringAt, classes: &[&str]) -> bool {
    string.field.name == "name" && classes.contains(&&*scope.class.name)
}

fn status_in_name(scope: &Scope, string: &StringAt, report: &mut Report) {
    if !is_name_of(scope, string, &["Person", "Organization"]) {
        return;
    }
    let Some((name, remark, (key, value))) = name::remark(string.text) else { return };
    let message = format!("\"{remark}\" is not part of the name");
    let finding = scope.finding(&STATUS_IN_NAME, string.span, string.path, message).label("more than a name");
    let finding = finding.help(format!("write \"{name}\", and \"{key}\": \"{value}\" in the participation"));
    report.push(match status_moved(scope, string, name, (key, value)) {
        Some(fix) => finding.fix(fix),
        None => finding,
    });
}

/// The remark as a member of the participation. No fix where the participation says something else already: taking the
/// remark off would lose it.
fn status_moved(scope: &Scope, string: &StringAt, name: &str, (key, value): (&str, &str)) -> Option<Fix> {
    let Path::Key(parent, "agent") = scope.path else { return None };
    let participation = scope.record.at(parent)?;
    let rename = Edit { span: string.span, text: scope.in_place_of(string.span, string.text, name)? };
    let is_alone = string.language.is_none();
    let edits = match participation.text(key) {
        Some(said) if said == value => vec![rename],
        None if is_alone && participation.get(key).is_none() => {
            vec![edit::insert(scope.source, participation, "role", Side::After, (key, value))?, rename]
        }
        _ => return None,
    };
    Some(Fix { edits, safe: true })
}

fn honorific_in_name(scope: &Scope, string: &StringAt, report: &mut Report) {
    if !is_name_of(scope, string, &["Person"]) {
        return;
    }
    // Of several people in one text, each may have a title; they are told to be several.
    let Some((title, name)) = name::honorific(string.text).filter(|_| text::crammed::people(string.text).len() < 2)
    else {
        return;
    };
    let message = format!("\"{title}\" is a title, not part of the name");
    let finding = scope.finding(&HONORIFIC_IN_NAME, string.span, string.path, message).label("begins with a title");
    let finding = finding.help(format!("write \"{name}\", and \"honorificPrefix\": \"{title}\""));
    report.push(match title_moved(scope, string, title, name) {
        Some(fix) => finding.fix(fix),
        None => finding,
    });
}

/// The title in a member of its own before the name. A name in several languages has several titles.
fn title_moved(scope: &Scope, string: &StringAt, title: &str, name: &str) -> Option<Fix> {
    const KEY: &str = "honorificPrefix";
    if string.language.is_some() || scope.node.get(KEY).is_some() {
        return None;
    }
    let rename = Edit { span: string.span, text: scope.in_place_of(string.span, string.text, name)? };
    let insert = edit::insert(scope.source, scope.node, "name", Side::Before, (KEY, title))?;
    Some(Fix { edits: vec![insert, rename], safe: true })
}

/// The name of an agent, in the first language that it is given in.
fn name_of<'a>(agent: &'a Node) -> Option<&'a str> {
    let name = agent.get("name")?;
    match &name.value {
        Value::Object(members) => members.first()?.node.as_str(),
        _ => name.as_str(),
    }
}

/// What tells the agent of a participation from others: the id, else the name.
fn agent_key(agent: &Node) -> Option<String> {
    let given = agent.as_str().or_else(|| ["id", "orcid", "ror"].iter().find_map(|key| agent.text(key)));
    let name = || name_of(agent).filter(|name| !text::is_placeholder(name)).map(str::to_lowercase);
    given.map(str::to_owned).or_else(name)
}

fn repeated(scope: &Scope, report: &mut Report) {
    let Some(list) = scope.node.get("participations") else { return };
    let path = scope.path.key("participations");
    let mut seen: HashMap<(String, &str), Span> = HashMap::new();
    for (at, participation) in list.items().iter().enumerate() {
        let (Some(agent), Some(role)) = (participation.get("agent"), participation.text("role")) else { continue };
        let Some(key) = agent_key(agent) else { continue };
        let span = agent.get("name").unwrap_or(agent).span;
        match seen.entry((key, role)) {
            Entry::Vacant(entry) => {
                entry.insert(span);
            }
            Entry::Occupied(first) => {
                let who = agent.as_str().or_else(|| name_of(agent)).unwrap_or("this agent");
                let message = format!("{who} is {role} in this session already");
                let finding = scope.finding(&REPEATED, span, &path.index(at).key("agent"), message).label("again");
                let first = Place::Span(scope.source.clone(), *first.get());
                report.push(finding.relate(first, "first").help("remove one of the two, or correct its role"));
            }
        }
    }
}

fn no_moderator(scope: &Scope, report: &mut Report) {
    const SPEAKING: [&str; 4] = ["speaker", "panelist", "keynote", "discussant"];
    const LEADING: [&str; 6] = ["moderator", "online-moderator", "chair", "co-chair", "facilitator", "host"];
    let Some(member) = scope.node.member("participations") else { return };
    let mut speakers = 0;
    for participation in member.node.items() {
        // A participation by id may be the moderator's, and so may a role of the forum's own.
        let Some(role) = participation.text("role") else { return };
        if LEADING.contains(&role) || role.contains(['/', ':']) {
            return;
        }
        speakers += usize::from(SPEAKING.contains(&role));
    }
    if speakers >= 2 {
        let path = scope.path.key("participations");
        let message = format!("{speakers} speakers, and nobody who moderates");
        let finding = scope.finding(&NO_MODERATOR, member.key_span, &path, message);
        report.push(finding.help("add who moderates, chairs or facilitates, if somebody does"));
    }
}
