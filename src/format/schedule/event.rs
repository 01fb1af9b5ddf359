//! A session of a schedule, and what the schedule says of the event as a whole.

use super::keys::{
    CODE, DATE, DESCRIPTION, DURATION, END, FILES, GUID, KEYWORDS, KIND, LANGUAGE, LINKS, MODERATORS, PEOPLE, PRIVATE,
    RECORDING, ROOM, SLIDES, START, STATE, SUBTITLE, SUMMARY, TITLE, TRACK, URL, folded,
};
use super::lookup::{List, Lists};
use super::person::people;
use super::time::times;
use super::value::{has, is_empty, members, text, words};
use super::walk::Session;
use crate::doc::{Member, Node, Value};
use crate::format::feed::{Import, Item, Link, Programme, Someone, Words, is_web};

/// All keys that a session says something under.
const SAID: &[&[&str]] = &[
    TITLE,
    GUID,
    CODE,
    SUMMARY,
    DESCRIPTION,
    START,
    END,
    DATE,
    DURATION,
    ROOM,
    TRACK,
    KIND,
    LANGUAGE,
    PEOPLE,
    MODERATORS,
    URL,
    KEYWORDS,
    STATE,
    SLIDES,
    RECORDING,
    LINKS,
    FILES,
    &["slot"],
];
/// States of a proposal that is no session.
const REFUSED: &[&str] = &["rejected", "draft", "submitted", "withdrawn", "deleted", "pending"];

/// Reads a session into a record; none where it is only a proposal.
pub(super) fn session<'s>(
    session: &Session<'_, 's>,
    lists: &Lists<'_, 's>,
    import: &mut Import<'s, '_>,
) -> Option<Node<'s>> {
    let node = session.node;
    let state = text(node, STATE).map(|words| words.text.to_lowercase());
    if let Some(state) = state.as_deref().filter(|state| REFUSED.contains(state)) {
        let source = import.source();
        import.report().leave("event", source, node.head(), format_args!("its state is {state:?}"));
        return None;
    }
    if !has(node, TITLE) {
        let source = import.source();
        import.report().leave("event", source, node.head(), "it has no title");
        return None;
    }
    let times = times(session, lists, import);
    let is_off = matches!(state.as_deref(), Some("canceled" | "cancelled"));
    let code = text(node, CODE).or_else(|| session.key.clone());
    let item = Item {
        span: node.span,
        guid: text(node, GUID),
        code: code.filter(|code| code.text != "0"),
        title: text(node, TITLE),
        summary: text(node, SUMMARY),
        description: text(node, DESCRIPTION),
        start: times.start,
        end: times.end,
        duration: times.duration,
        room: room(session, lists, import),
        track: members(node, TRACK).find_map(|member| named(List::Tracks, member, lists, import)),
        kind: members(node, KIND).find_map(|member| named(List::Kinds, member, lists, import)),
        languages: members(node, LANGUAGE).filter_map(|member| words(&member.node)).take(1).collect(),
        people: everybody(node, lists, import),
        links: links(node),
        url: text(node, URL).filter(|url| is_web(&url.text)),
        status: is_off.then_some(("EventCancelled", node.head())),
        keywords: members(node, KEYWORDS).flat_map(|member| member.node.items()).filter_map(words).collect(),
        ..Item::default()
    };
    tell(node, import);
    Some(import.session(&item))
}

/// The name that a value says or leads to. A number that leads nowhere is no name, and the type of our own records no type
/// of session.
fn named<'s>(list: List, member: &Member<'s>, lists: &Lists<'_, 's>, import: &mut Import<'s, '_>) -> Option<Words<'s>> {
    let name = lists.name(list, &member.node)?;
    if matches!(member.node.value, Value::Number(_)) && name.text.bytes().all(|byte| byte.is_ascii_digit()) {
        import.lose("event", member.key.clone(), &name);
        return None;
    }
    (list != List::Kinds || name.text != "Session").then_some(name)
}

/// Where it is: by the slot, by the session, or by where it stands. Of several rooms the first.
fn room<'s>(session: &Session<'_, 's>, lists: &Lists<'_, 's>, import: &mut Import<'s, '_>) -> Option<Words<'s>> {
    let slot = session.node.get("slot").into_iter().flat_map(|slot| members(slot, ROOM));
    let mut found = None;
    for member in slot.chain(members(session.node, ROOM)) {
        for item in member.node.items() {
            let alone = Member { node: item.clone(), ..member.clone() };
            match named(List::Rooms, &alone, lists, import) {
                Some(more) if found.is_some() => import.lose("event", "rooms", &more),
                Some(room) => found = Some(room),
                None => {}
            }
        }
        if found.is_some() {
            break;
        }
    }
    found.or_else(|| session.room.clone())
}

fn everybody<'s>(node: &Node<'s>, lists: &Lists<'_, 's>, import: &mut Import<'s, '_>) -> Vec<Someone<'s>> {
    let mut all: Vec<Someone<'s>> = Vec::new();
    for (keys, role) in [(PEOPLE, None), (MODERATORS, Some("moderator"))] {
        for member in members(node, keys) {
            let mut found = people(&member.node, lists, import);
            for someone in &mut found {
                let role = role.and_then(|role: &'static str| Words::new(role.into(), someone.span));
                someone.role = someone.role.take().or(role);
            }
            // The same people under two keys, once by name.
            found.retain(|someone| !all.iter().any(|known| known.name.text == someone.name.text));
            all.extend(found);
        }
    }
    all
}

fn links<'s>(node: &Node<'s>) -> Vec<Link<'s>> {
    let sorts = [
        (SLIDES, Some("slides"), true),
        (RECORDING, Some("recording"), true),
        (LINKS, None, false),
        (FILES, None, true),
    ];
    let mut links = Vec::new();
    for (keys, kind, is_file) in sorts {
        for member in members(node, keys) {
            links.extend(member.node.items().iter().filter_map(|item| link(item, kind, is_file)));
        }
    }
    links
}

/// An address, or an object with one.
fn link<'s>(node: &Node<'s>, kind: Option<&'static str>, is_file: bool) -> Option<Link<'s>> {
    let url = match &node.value {
        Value::Object(_) => text(node, &["url", "resource", "href", "link", "recordingurl", "downloadurl"])?,
        _ => words(node).filter(|words| is_web(&words.text))?,
    };
    let title = node.as_object().and_then(|_| text(node, &["title", "name", "description"]));
    Some(Link { span: node.span, kind, is_file, title, url })
}

/// Tells what a session says besides.
fn tell<'s>(node: &Node<'s>, import: &mut Import<'s, '_>) {
    for member in node.as_object().unwrap_or_default() {
        let key = folded(&member.key);
        let is_said = SAID.iter().any(|keys| keys.contains(&key.as_str())) && !SUBTITLE.contains(&key.as_str());
        if PRIVATE.contains(&key.as_str()) && !is_empty(&member.node) {
            let hidden = Words { text: "not shown".into(), span: member.key_span };
            import.lose("event", member.key.clone(), &hidden);
        } else if let Some(words) = leaf(&member.node).filter(|_| !is_said) {
            import.lose("event", member.key.clone(), &words);
        }
    }
}

/// The first text in a value, as a sample of it.
fn leaf<'s>(node: &Node<'s>) -> Option<Words<'s>> {
    match &node.value {
        Value::String(_) | Value::Number(_) => words(node),
        Value::Array(items) => items.iter().find_map(leaf),
        Value::Object(members) => members.iter().find_map(|member| leaf(&member.node)),
        Value::Bool(true) => Words::new("true".into(), node.span),
        Value::Bool(false) | Value::Null => None,
    }
}

/// What is said of the event as a whole, here or in the conference inside.
pub(super) fn programme<'s>(node: &Node<'s>) -> Programme<'s> {
    let inner = node.get("conference").filter(|inner| inner.as_object().is_some());
    let say = |keys: &[&str]| inner.and_then(|inner| text(inner, keys)).or_else(|| text(node, keys));
    Programme {
        name: say(&["title", "name"]),
        code: say(&["acronym", "identifier"]),
        url: say(&["url", "eventurl", "baseurl"]).filter(|url| is_web(&url.text)),
        start: say(&["start", "startdate", "starttime"]),
        end: say(&["end", "enddate", "endtime"]),
        zone: say(&["timezonename", "timezone"]),
        venue: say(&["locationname", "venue"]),
        span: node.head(),
    }
}
