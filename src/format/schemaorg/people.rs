//! Who takes part: those who speak become performers of the event.

use super::{Field, Node, Path, Value, View};

/// Roles of those whom people come to hear.
const SPEAKING: [&str; 8] =
    ["chair", "co-chair", "discussant", "keynote", "moderator", "panelist", "speaker", "trainer"];

/// What a performer has room for of a participation.
const KEPT: [&str; 6] = ["id", "type", "agent", "role", "status", "order"];

/// Those who speak and are not said to be uncertain or absent.
pub(super) fn participations<'n>(
    view: &mut View<'n>,
    value: &'n Node<'n>,
    _: &'n Node<'n>,
    field: &Field,
) -> Vec<Value> {
    let mut performers = Vec::new();
    for (at, participation) in value.items().iter().enumerate() {
        let list = Path::Root.key(&field.name);
        let path = list.index(at);
        if let Some(why) = left_out(participation) {
            view.lose("loss/field", &path, &why);
            continue;
        }
        performers.extend(participation.get("agent").and_then(|agent| view.nested(agent)));
        let members = participation.as_object().unwrap_or_default();
        let lost: Vec<&str> =
            members.iter().map(|member| member.key.as_ref()).filter(|key| !KEPT.contains(key)).collect();
        if !lost.is_empty() {
            view.lose("loss/field", &path, &format!("a performer has no {}", lost.join(", ")));
        }
    }
    performers
}

/// Why a participation is no performer's.
fn left_out(participation: &Node) -> Option<String> {
    let Some(role) = participation.text("role") else {
        return Some("who takes part is not in the input".to_owned());
    };
    if !SPEAKING.contains(&role) {
        return Some(format!("the role {role} is no performer's"));
    }
    let status = participation.text("status").filter(|status| *status != "confirmed")?;
    Some(format!("who is {status} is not announced"))
}
