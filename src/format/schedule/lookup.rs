//! Follows ids: of people, rooms, tracks and types, in the same file and in those beside it.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use super::value::words;
use super::walk::{Found, Thing, ids};
use crate::doc::Node;
use crate::format::feed::Words;
use crate::source::Span;

/// Named things by their ids.
#[derive(Debug, Default)]
pub(super) struct Lists<'n, 's> {
    people: HashMap<String, &'n Node<'s>>,
    /// The same of files beside; their places are not in this file.
    others: HashMap<String, Node<'static>>,
    names: [HashMap<String, Words<'s>>; 3],
    /// When sessions are that do not say it themselves: a slot, its day, and whether it stands in this file.
    slots: HashMap<String, (Node<'s>, Option<Date>, bool)>,
    /// The people that a session names.
    used: RefCell<HashSet<String>>,
}

/// What an id can lead to besides people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    Rooms,
    Tracks,
    Kinds,
}

impl<'n, 's> Lists<'n, 's> {
    pub(super) fn new(found: &Found<'n, 's>) -> Self {
        let mut lists = Self::default();
        for person in &found.people {
            for key in person.ids() {
                lists.people.entry(key).or_insert(person.node);
            }
        }
        for (at, named) in [&found.rooms, &found.tracks, &found.kinds].into_iter().enumerate() {
            for node in named {
                for key in node.ids() {
                    if let Some(name) = words(node.node) {
                        lists.names[at].entry(key).or_insert(name);
                    }
                }
            }
        }
        for slot in &found.slots {
            for id in &slot.ids {
                lists.slots.entry(id.clone()).or_insert_with(|| (slot.node.clone(), slot.day, true));
            }
        }
        lists
    }

    /// When a session is, by a list of times: the slot, its day, and whether it stands in this file.
    pub(super) fn slot(&self, id: &str) -> Option<&(Node<'s>, Option<Date>, bool)> {
        self.slots.get(id).or_else(|| self.slots.get(id.trim_start_matches('0')))
    }

    /// Adds what a file beside has. What comes of it stands at the reference to it.
    pub(super) fn add_companion(&mut self, found: &Found) {
        for person in &found.people {
            for key in person.ids() {
                self.others.entry(key).or_insert_with(|| person.node.clone().into_owned());
            }
        }
        for slot in &found.slots {
            for id in &slot.ids {
                let owned = || (slot.node.clone().into_owned(), slot.day, false);
                self.slots.entry(id.clone()).or_insert_with(owned);
            }
        }
        for (at, named) in [&found.rooms, &found.tracks, &found.kinds].into_iter().enumerate() {
            for node in named {
                let Some(name) = words(node.node) else { continue };
                for key in node.ids() {
                    let words = Words { text: name.text.to_string().into(), span: Span::default() };
                    self.names[at].entry(key).or_insert(words);
                }
            }
        }
    }

    /// The name that a value says or leads to, at the place of the value.
    pub(super) fn name(&self, list: List, value: &Node<'s>) -> Option<Words<'s>> {
        let names = &self.names[list as usize];
        let Some(said) = words(value) else {
            // An object that names it by a key alone.
            let known = ids(value).find_map(|id| names.get(&id))?;
            return Some(Words { text: known.text.clone(), span: value.span });
        };
        let known = names.get(&*said.text);
        Some(known.map_or_else(|| said.clone(), |known| Words { text: known.text.clone(), span: said.span }))
    }

    /// The person that an id leads to, and whether it is of this file.
    pub(super) fn person(&self, id: &str) -> Option<(Node<'s>, bool)> {
        let own = self.people.get(id).map(|node| ((*node).clone(), true));
        let found = own.or_else(|| self.others.get(id).map(|node| (node.clone(), false)));
        if found.is_some() {
            self.used.borrow_mut().insert(id.to_owned());
        }
        found
    }

    /// Notes that a session names somebody by a key.
    pub(super) fn note(&self, id: &str) {
        self.used.borrow_mut().insert(id.to_owned());
    }

    /// Whether a session names somebody.
    pub(super) fn is_used(&self, person: &Thing) -> bool {
        let used = self.used.borrow();
        person.ids().any(|id| used.contains(&id))
    }
}
