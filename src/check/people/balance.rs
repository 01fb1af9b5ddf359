//! Checks of who speaks in a session together: whether anybody is confirmed, whether all are of one group.

use crate::check::{Run, Scope, check};
use crate::diagnostic::Report;
use crate::doc::{Member, Node};

check! {
    /// ## What it finds
    /// A session of two or more speakers who all have a status, and none is confirmed.
    ///
    /// ## Why it matters
    /// Speakers are published as such only when they are confirmed; this session has none yet. After the event the
    /// statuses were mostly forgotten.
    ///
    /// ## Example
    /// Bad: two speakers with `"status": "tbc"` and `"status": "invited"`.
    ///
    /// Good: one of them with `"status": "confirmed"`.
    ///
    /// ## How to mend
    /// Confirm who is confirmed, or leave it until somebody is.
    NO_CONFIRMED_SPEAKER = "people/no-confirmed-speaker", Note, Run::Fields(&["participations.role", "participations.status"], no_confirmed_speaker)
}

check! {
    /// ## What it finds
    /// A session of three or more speakers whose stakeholder groups are given, all of them the same.
    ///
    /// ## Why it matters
    /// Most forums ask for several groups on a panel. Where there were several, the record is wrong in one of them.
    ///
    /// ## Example
    /// Bad: three speakers with `"stakeholderGroup": "government"`.
    ///
    /// Good: two of them, and one with `"stakeholderGroup": "civil-society"`.
    ///
    /// ## How to mend
    /// Look at the groups again; nothing needs to change if they are right.
    SINGLE_GROUP = "people/single-group", Note, Run::Fields(&GROUP, single_group)
}

/// The participations of those who speak, and the member that lists them. None where one is named by its id, since
/// nothing is known of it.
fn speakers<'a>(scope: &Scope<'a>) -> Option<(&'a Member<'a>, impl Iterator<Item = &'a Node<'a>>)> {
    const SPEAKING: [&str; 4] = ["speaker", "panelist", "keynote", "discussant"];
    let member = scope.node.member("participations")?;
    let items = member.node.items();
    let is_speaking = |node: &&Node| node.text("role").is_some_and(|role| SPEAKING.contains(&role));
    items.iter().all(|item| item.as_object().is_some()).then(|| (member, items.iter().filter(is_speaking)))
}

fn no_confirmed_speaker(scope: &Scope, report: &mut Report) {
    let Some((member, speakers)) = speakers(scope) else { return };
    let mut count = 0;
    for speaker in speakers {
        match speaker.text("status") {
            // A speaker without status is taken for one who speaks.
            None | Some("confirmed") => return,
            Some(status) if status.contains(['/', ':']) => return,
            Some(_) => count += 1,
        }
    }
    // A single speaker who is not certain yet says so themselves.
    if count >= 2 {
        let path = scope.path.key("participations");
        let finding = scope.finding(&NO_CONFIRMED_SPEAKER, member.key_span, &path, "no speaker is confirmed");
        report.push(finding.help("write \"status\": \"confirmed\" for those who are, once they are"));
    }
}

/// The stakeholder group of a participation, else that of what the participant spoke for, else of the body itself.
fn group<'a>(participation: &'a Node) -> Option<&'a str> {
    let of = |key| participation.get(key).and_then(|node: &Node| node.text("stakeholderGroup"));
    participation.text("stakeholderGroup").or_else(|| of("affiliation")).or_else(|| of("agent"))
}

/// What is read of participations.
const GROUP: [&str; 4] = [
    "participations.role",
    "participations.stakeholderGroup",
    "participations.affiliation.stakeholderGroup",
    "participations.agent.stakeholderGroup",
];

fn single_group(scope: &Scope, report: &mut Report) {
    let Some((member, speakers)) = speakers(scope) else { return };
    let (mut count, mut only) = (0, None);
    for speaker in speakers {
        let Some(group) = group(speaker) else { return };
        if *only.get_or_insert(group) != group {
            return;
        }
        count += 1;
    }
    if let Some(group) = only.filter(|_| count >= 3) {
        let message = format!("all {count} speakers are of the group {group}");
        let finding = scope.finding(&SINGLE_GROUP, member.key_span, &scope.path.key("participations"), message);
        report.push(finding.help("look at the groups again; nothing needs to change if they are right"));
    }
}
