//! People: in a session, by their ids, or by themselves.

use super::keys::{FAMILY, GIVEN, HOMEPAGE, ORGANIZATION, PERSON_KEY, PERSON_NAME, POSITION, PRIVATE, folded};
use super::lookup::Lists;
use super::value::{is_empty, text, words};
use super::walk::{Found, Thing};
use std::collections::HashMap;

use crate::diagnostic::Fate;
use crate::doc::{Node, Value};
use crate::format::feed::{self, Import, Someone, Words, is_web};
use crate::source::Span;
use crate::thesaurus::recognise_code;

/// Everybody that a value names: a list, an object, an id or a text.
pub(super) fn people<'s>(value: &Node<'s>, lists: &Lists<'_, 's>, import: &mut Import<'s, '_>) -> Vec<Someone<'s>> {
    match &value.value {
        Value::Array(items) => items.iter().flat_map(|item| people(item, lists, import)).collect(),
        Value::Object(members) if members.iter().all(|member| member.node.as_object().is_some()) => {
            members.iter().flat_map(|member| people(&member.node, lists, import)).collect()
        }
        Value::Object(_) => object(value, lists, import).into_iter().collect(),
        _ => named(value, lists, import),
    }
}

/// People by an id, else by their names.
fn named<'s>(value: &Node<'s>, lists: &Lists<'_, 's>, import: &mut Import<'s, '_>) -> Vec<Someone<'s>> {
    let Some(said) = words(value) else { return Vec::new() };
    if let Some((node, is_own)) = lists.person(&said.text) {
        let mut someone = someone(&node, import);
        if let Some(someone) = someone.as_mut().filter(|_| !is_own) {
            someone.move_to(said.span);
        }
        return someone.into_iter().collect();
    }
    if matches!(value.value, Value::Number(_)) || is_key(&said.text) {
        import.unread(&said, "is the id of somebody who is not in this file, or in those that were given with it");
        return Vec::new();
    }
    let people = feed::people(&said);
    if people.len() > 1 {
        let message = format!("{:?} names {} people", said.text, people.len());
        import.inferred(said.span, message, "look whether these are they");
    }
    people
}

/// Whether a text is a key and no name: a UUID, or capital letters and digits without a space.
fn is_key(text: &str) -> bool {
    let is_uuid = text.len() == 36 && text.bytes().filter(|byte| *byte == b'-').count() == 4;
    let is_code = text.len() > 4
        && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        && text.bytes().any(|byte| byte.is_ascii_digit());
    is_uuid || is_code
}

/// A person in a session; what the session leaves out stands in the list of people.
fn object<'s>(node: &Node<'s>, lists: &Lists<'_, 's>, import: &mut Import<'s, '_>) -> Option<Someone<'s>> {
    let key = text(node, PERSON_KEY);
    let listed = key.as_ref().and_then(|key| lists.person(&key.text));
    if let Some(key) = &key {
        lists.note(&key.text);
    }
    let own = someone(node, import);
    let Some((listed, is_own)) = listed.filter(|(listed, _)| listed.span != node.span) else { return own };
    let mut fuller = someone(&listed, import)?;
    if !is_own {
        fuller.move_to(node.span);
    }
    let Some(own) = own else { return Some(fuller) };
    Some(Someone {
        organization: own.organization.or(fuller.organization),
        position: own.position.or(fuller.position),
        url: own.url.or(fuller.url),
        key: own.key.or(fuller.key),
        ..own
    })
}

/// What an object says of a person; none where it names nobody.
fn someone<'s>(node: &Node<'s>, import: &mut Import<'s, '_>) -> Option<Someone<'s>> {
    let (given, family) = (text(node, GIVEN), text(node, FAMILY));
    let whole = text(node, PERSON_NAME);
    let name = match (given, family, whole) {
        // A first name under "name", with the other beside it.
        (None, Some(family), Some(name)) if !name.text.ends_with(&*family.text) => joined(&name, &family),
        (Some(given), Some(family), None) => joined(&given, &family),
        (given, family, whole) => whole.or(given).or(family)?,
    };
    for member in node.as_object().unwrap_or_default() {
        let key = folded(&member.key);
        let said = [PERSON_NAME, GIVEN, FAMILY, PERSON_KEY, ORGANIZATION, POSITION, HOMEPAGE];
        let is_said = said.iter().any(|keys| keys.contains(&key.as_str()));
        if PRIVATE.contains(&key.as_str()) && !is_empty(&member.node) {
            let hidden = Words { text: "not shown".into(), span: member.key_span };
            import.lose("person", member.key.clone(), &hidden);
        } else if let Some(words) = words(&member.node).filter(|_| !is_said) {
            import.lose("person", member.key.clone(), &words);
        }
    }
    let (role, position) = match text(node, POSITION) {
        Some(words) if recognise_code("role", &words.text).is_some() => (Some(words), None),
        position => (None, position),
    };
    let url = text(node, HOMEPAGE).filter(|url| is_web(&url.text));
    Some(Someone {
        span: node.span,
        key: text(node, PERSON_KEY),
        organization: text(node, ORGANIZATION),
        role,
        position,
        url,
        ..Someone::named(name)
    })
}

fn joined<'s>(first: &Words<'s>, last: &Words<'s>) -> Words<'s> {
    Words { text: format!("{} {}", first.text, last.text).into(), span: first.span }
}

/// The people that no session names: records of their own, unless another file is the programme and names them.
pub(super) fn others<'s>(
    found: &Found<'_, 's>,
    lists: &Lists<'_, 's>,
    own: bool,
    main: Option<&Found>,
    import: &mut Import<'s, '_>,
) -> Vec<Node<'s>> {
    let mut records = Vec::new();
    let mut seen: HashMap<String, &Node> = HashMap::new();
    for person in &found.people {
        let keys: Vec<String> = person.ids().collect();
        if !keys.is_empty()
            && seen.insert(keys.join(" "), person.node).is_some_and(|before| before.same_value(person.node))
        {
            import.report().account.add("listed person", Fate::Part);
            continue;
        }
        let is_named = if own { lists.is_used(person) } else { main.is_some_and(|main| is_named(person, main)) };
        if is_named {
            import.report().account.add("listed person", Fate::Part);
            continue;
        }
        match someone(person.node, import) {
            Some(mut someone) => {
                someone.key = someone.key.or_else(|| person.key.clone());
                records.push(import.person(&someone));
            }
            None => {
                let (source, span): (_, Span) = (import.source(), person.node.span);
                import.report().leave("listed person", source, span, "nothing names them");
            }
        }
    }
    records
}

/// Whether a session of another file names somebody by an id.
fn is_named(person: &Thing, main: &Found) -> bool {
    let ids: Vec<String> = person.ids().collect();
    main.sessions.iter().any(|session| {
        super::value::members(session.node, super::keys::PEOPLE).any(|member| mentions(&member.node, &ids))
    })
}

fn mentions(node: &Node, ids: &[String]) -> bool {
    match &node.value {
        Value::Array(items) => items.iter().any(|item| mentions(item, ids)),
        Value::Object(_) => super::walk::ids(node).any(|id| ids.contains(&id)),
        Value::String(text) | Value::Number(text) => ids.iter().any(|id| id == text),
        _ => false,
    }
}
