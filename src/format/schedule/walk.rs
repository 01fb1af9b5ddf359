//! Finds the sessions, people and named things in a tree, by what they say and where they stand.

use jiff::civil::Date;

use super::keys::{
    CODE, DATE, DESCRIPTION, DURATION, GUID, KIND_LISTS, OF_PERSONS, PEOPLE, PEOPLE_LISTS, PERSON_KEY, PERSON_NAME,
    ROOM, ROOM_LISTS, START, SUMMARY, TITLE, TRACK, TRACK_LISTS, folded,
};
use super::value::{has, members, text, words};
use crate::doc::{Node, Value};
use crate::format::feed::{self, Words};
use crate::source::Span;

/// What a tree holds.
#[derive(Debug, Default)]
pub(super) struct Found<'n, 's> {
    pub(super) sessions: Vec<Session<'n, 's>>,
    pub(super) people: Vec<Thing<'n, 's>>,
    pub(super) rooms: Vec<Thing<'n, 's>>,
    pub(super) tracks: Vec<Thing<'n, 's>>,
    pub(super) kinds: Vec<Thing<'n, 's>>,
    /// Times that name sessions by their ids.
    pub(super) slots: Vec<Slot<'n, 's>>,
    /// Items of lists of people that have no name.
    pub(super) nameless: Vec<&'n Node<'s>>,
    /// Who says what the event is called.
    pub(super) programme: Option<&'n Node<'s>>,
}

/// An object of a list, and the key that it stands under where the list is an object by ids.
#[derive(Debug, Clone)]
pub(super) struct Thing<'n, 's> {
    pub(super) node: &'n Node<'s>,
    pub(super) key: Option<Words<'s>>,
}

impl Thing<'_, '_> {
    /// The ids that it can be named by.
    pub(super) fn ids(&self) -> impl Iterator<Item = String> {
        ids(self.node).chain(self.key.as_ref().map(|key| key.text.to_string()))
    }
}

/// The ids that an object says of itself.
pub(super) fn ids(node: &Node) -> impl Iterator<Item = String> {
    let ids = members(node, PERSON_KEY).filter_map(|member| Some(words(&member.node)?.text.to_string()));
    ids.collect::<Vec<_>>().into_iter()
}

/// When the sessions of some ids are.
#[derive(Debug, Clone)]
pub(super) struct Slot<'n, 's> {
    pub(super) ids: Vec<String>,
    pub(super) day: Option<Date>,
    pub(super) node: &'n Node<'s>,
}

/// A session, and what is said by where it stands.
#[derive(Debug, Clone)]
pub(super) struct Session<'n, 's> {
    pub(super) node: &'n Node<'s>,
    pub(super) key: Option<Words<'s>>,
    pub(super) day: Option<Date>,
    pub(super) room: Option<Words<'s>>,
}

pub(super) fn walk<'n, 's>(roots: &'n [Node<'s>]) -> Found<'n, 's> {
    let mut walk = Walk { found: Found::default(), day: None, room: None, key: None, kin: None };
    for root in roots {
        if walk.found.programme.is_none() && is_programme(root) {
            walk.found.programme = Some(root);
        }
        walk.node(root, "");
    }
    walk.found
}

struct Walk<'n, 's> {
    found: Found<'n, 's>,
    day: Option<Date>,
    room: Option<Words<'s>>,
    /// The key of the object that is next, where it may be an id.
    key: Option<Words<'s>>,
    /// What the neighbours of that object in its list are.
    kin: Option<Kin>,
}

/// What the items of a list are: what one of them does not say of itself, the others say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kin {
    Sessions,
    People,
}

impl Kin {
    fn of(items: &[Node]) -> Option<Self> {
        let is_person = |item: &Node| has(item, OF_PERSONS) && has(item, PERSON_NAME);
        if items.iter().any(is_session) {
            return Some(Kin::Sessions);
        }
        items.iter().any(is_person).then_some(Kin::People)
    }
}

impl<'n, 's> Walk<'n, 's> {
    /// Goes through a value that stands under a key.
    fn node(&mut self, node: &'n Node<'s>, key: &str) {
        match &node.value {
            Value::Array(items) => {
                let kin = Kin::of(items);
                for item in items {
                    self.kin = kin;
                    self.node(item, key);
                }
                self.kin = None;
            }
            Value::Object(_) => self.object(node, key),
            _ => {}
        }
    }

    fn object(&mut self, node: &'n Node<'s>, key: &str) {
        let thing = Thing { node, key: self.key.take() };
        let kin = self.kin.take();
        let is_session = is_session(node) || kin == Some(Kin::Sessions) && is_bare_session(node);
        let is_listed_person = (PEOPLE_LISTS.contains(&key) || kin == Some(Kin::People)) && is_person(node);
        if is_listed_person || !is_session && has(node, OF_PERSONS) && has(node, PERSON_NAME) {
            self.found.people.push(thing);
        } else if is_session {
            let Thing { node, key } = thing;
            self.found.sessions.push(Session { node, key, day: self.day, room: self.room.clone() });
        } else if kin == Some(Kin::People) {
            self.found.nameless.push(node);
        } else if ROOM_LISTS.contains(&key) && !has_sessions(node) {
            self.found.rooms.push(thing);
        } else if TRACK_LISTS.contains(&key) {
            self.found.tracks.push(thing);
        } else if KIND_LISTS.contains(&key) {
            self.found.kinds.push(thing);
        } else if let Some(ids) = slot_ids(node) {
            self.found.slots.push(Slot { ids, day: self.day, node });
        } else {
            self.inside(node, key);
        }
    }

    /// Goes on inside an object that is nothing of its own: a day, a room, or what holds everything.
    fn inside(&mut self, node: &'n Node<'s>, key: &str) {
        let holds_it = node.get("conference").is_some_and(|inner| inner.as_object().is_some());
        if holds_it || self.found.programme.is_none() && matches!(key, "conference" | "event") && is_programme(node) {
            self.found.programme = Some(node);
        }
        let (day, room) = (self.day, self.room.clone());
        if let Some(date) = text(node, DATE).and_then(|words| feed::date(&words)) {
            self.day = Some(date);
        }
        if ROOM_LISTS.contains(&key) {
            self.room = text(node, PERSON_NAME).or(self.room.take());
        }
        for member in node.as_object().unwrap_or_default() {
            let (outer_day, outer_room) = (self.day, self.room.clone());
            self.day = date_of_key(&member.key).or(self.day);
            // Rooms by their names, as frab has them.
            let is_room = ROOM_LISTS.contains(&key) && member.node.as_array().is_some();
            if is_room && !matches!(&*member.key, "sessions" | "events" | "talks") {
                self.room = Words::new(member.key.clone(), member.key_span);
            }
            let inner = folded(&member.key);
            // Objects by their ids are a list under the key of all of them.
            let is_by_id = is_id(&member.key) && member.node.as_object().is_some();
            let inner = if self.day == outer_day && !is_by_id { inner } else { key.to_owned() };
            self.key = is_by_id.then(|| Words { text: member.key.clone(), span: member.key_span });
            self.node(&member.node, &inner);
            self.key = None;
            (self.day, self.room) = (outer_day, outer_room);
        }
        (self.day, self.room) = (day, room);
    }
}

/// Whether a key is an id rather than a name that a program gave: it has digits, or parts as in `ada_byron`.
fn is_id(key: &str) -> bool {
    let is_number = key.bytes().any(|byte| byte.is_ascii_digit());
    date_of_key(key).is_none() && (is_number || key.contains(['_', '-']) && key.to_lowercase() == key)
}

/// The ids of the sessions that a slot names; none where it is no slot.
fn slot_ids(node: &Node) -> Option<Vec<String>> {
    let named = members(node, &["sessionids", "sessions", "items"]).next().filter(|_| has(node, START))?;
    let mut ids = Vec::new();
    gather(&named.node, &mut ids);
    (!ids.is_empty()).then_some(ids)
}

/// The ids in a list, or in lists of lists.
fn gather(node: &Node, ids: &mut Vec<String>) {
    match &node.value {
        Value::String(text) | Value::Number(text) => ids.push(text.to_string()),
        Value::Array(items) => items.iter().for_each(|item| gather(item, ids)),
        Value::Object(_) => node.get("items").into_iter().for_each(|items| gather(items, ids)),
        _ => {}
    }
}

fn date_of_key(key: &str) -> Option<Date> {
    let words = Words { text: key.to_owned().into(), span: Span::default() };
    (key.len() == 10).then(|| feed::date(&words))?
}

/// Whether an object is a session: it has a title, and a time, or people and a text, or it stands in a room.
fn is_session(node: &Node) -> bool {
    if !has(node, TITLE) || has(node, &["timezone", "timezonename"]) || has_sessions(node) {
        return false;
    }
    let has_time = has(node, START) || node.get("slot").is_some();
    let says = [PEOPLE, SUMMARY, DESCRIPTION, ROOM, TRACK, DURATION].iter().filter(|keys| has(node, keys)).count();
    let has_key = has(node, CODE) || has(node, GUID);
    // A page that says what it is needs only a text.
    let is_called =
        node.text("type").is_some_and(|kind| matches!(folded(kind).as_str(), "session" | "talk" | "workshop"));
    is_called && says > 0
        || (has_time && (says > 0 || has_key))
        || says > 1 && !is_person_like(node)
        || has_key && has(node, PEOPLE)
}

/// Whether an object among sessions is one too, though it says little: a break, or what is not yet filled in.
fn is_bare_session(node: &Node) -> bool {
    let says = |keys: &&[&str]| has(node, keys);
    !has_sessions(node)
        && slot_ids(node).is_none()
        && [TITLE, START, PEOPLE].iter().filter(|keys| says(keys)).count() > 1
}

/// Whether an object holds sessions itself, as an event or a day does.
fn has_sessions(node: &Node) -> bool {
    let holds = |node: &Node| node.items().iter().any(|item| item.as_object().is_some() && is_session(item));
    let members = node.as_object().unwrap_or_default();
    members.iter().any(|member| {
        let key = folded(&member.key);
        !PEOPLE.contains(&key.as_str())
            && (holds(&member.node)
                || ["schedule", "days", "timeslots", "contributions"].contains(&key.as_str())
                    && !super::value::is_empty(&member.node))
    })
}

fn is_person(node: &Node) -> bool {
    has(node, PERSON_NAME) || has(node, OF_PERSONS)
}

fn is_person_like(node: &Node) -> bool {
    has(node, OF_PERSONS)
}

/// Whether an object can say what the event is called.
fn is_programme(node: &Node) -> bool {
    has(node, TITLE)
        && (has(node, &["acronym", "timezonename", "timezone", "days", "starttime", "conference"])
            || has_sessions(node))
        && !is_session(node)
        || has(node, &["timezone", "timezonename"])
}
