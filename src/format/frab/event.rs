//! Days and events of a schedule.

use jiff::civil::{Date, DateTime, Time};

use super::words;
use crate::doc::Node;
use crate::format::feed::{self, Import, Item, Link, Someone, When, Words, is_web};
use crate::format::xml::Element;

/// What events are called.
const EVENTS: [&str; 2] = ["event", "entry"];
/// Elements of an event that are said in the session, with those that say nothing of their own.
const CARRIED: &[&str] = &[
    "abstract",
    "attachments",
    "category",
    "date",
    "description",
    "duration",
    "end",
    "language",
    "links",
    "person",
    "persons",
    "room",
    "slug",
    "speakers",
    "start",
    "title",
    "topics",
    "track",
    "type",
    "url",
];

/// The hour at which a day of the programme ends, where the schedule names it.
pub(super) fn day_change(root: &Element) -> Option<Time> {
    let text = &root.child("conference")?.text_of("day_change")?.text;
    text.trim().parse().ok()
}

/// One day of a schedule.
pub(super) struct Day<'d, 's, 'r> {
    element: &'d Element<'s>,
    date: Option<Date>,
    /// Earlier hours belong to the night after.
    change: Option<Time>,
    import: &'d mut Import<'s, 'r>,
}

impl<'d, 's, 'r> Day<'d, 's, 'r> {
    pub(super) fn new(element: &'d Element<'s>, change: Option<Time>, import: &'d mut Import<'s, 'r>) -> Self {
        let date = element.attribute("date").and_then(words).and_then(|words| feed::date(&words));
        // The end of a day that reaches into the next morning is where that day changes.
        let end = element.attribute("end").and_then(words).and_then(|words| When::read(&words));
        let own = end.map(|end| end.local()).filter(|end| Some(end.date()) > date).map(DateTime::time);
        Self { element, date, change: own.or(change), import }
    }

    /// Reads the events of the day, in rooms or by themselves.
    pub(super) fn read(&mut self, sessions: &mut Vec<Node<'s>>) {
        let element = self.element;
        for child in &element.children {
            match child.name {
                name if EVENTS.contains(&name) => sessions.push(self.event(child, None)),
                "room" => {
                    let room = child.attribute("name").and_then(words);
                    let events = child.children.iter().filter(|event| EVENTS.contains(&event.name));
                    events.for_each(|event| sessions.push(self.event(event, room.as_ref())));
                }
                _ => {}
            }
        }
    }

    fn event(&mut self, event: &Element<'s>, room: Option<&Words<'s>>) -> Node<'s> {
        let text = |name| event.text_of(name).and_then(words);
        let title = text("title");
        let track = text("track");
        let topics = event.child("topics").into_iter().flat_map(|topics| topics.children("topic"));
        let slug = text("slug");
        let item = Item {
            span: event.span,
            guid: event.attribute("guid").and_then(words),
            code: event.attribute("id").and_then(words),
            title,
            summary: text("abstract"),
            description: text("description"),
            start: self.start(event),
            end: text("end").and_then(|words| self.clock(&words)),
            duration: text("duration").and_then(|words| Some((feed::minutes(&words.text)?, words))),
            room: text("room").or_else(|| room.cloned()),
            track,
            kind: text("type").or_else(|| text("category")),
            languages: text("language").into_iter().collect(),
            people: self.people(event),
            links: links(event),
            // A slug is a part of an address, and rarely a whole one.
            url: text("url").or_else(|| slug.clone().filter(|slug| is_web(&slug.text))),
            status: None,
            keywords: topics.filter_map(|topic| topic.text.as_ref().and_then(words)).collect(),
            ..Item::default()
        };
        self.tell(event, slug.as_ref());
        self.import.session(&item)
    }

    /// When an event begins: its own date with offset, else the hour on this day.
    fn start(&mut self, event: &Element<'s>) -> Option<When<'s>> {
        let date = event.text_of("date").and_then(words);
        if let Some(when) = date.as_ref().and_then(When::read) {
            return Some(when);
        }
        event.text_of("start").and_then(words).and_then(|start| self.clock(&start))
    }

    /// An hour of this day; before the day changes, it is in the night after.
    fn clock(&mut self, words: &Words<'s>) -> Option<When<'s>> {
        let Some(when) = self.date.and_then(|date| When::of_parts(date, words)) else {
            self.import.unread(words, "is no time of day");
            return None;
        };
        let night = self.change.is_some_and(|change| when.local().time() < change);
        Some(if night { when.next_day() } else { when })
    }

    fn people(&mut self, event: &Element<'s>) -> Vec<Someone<'s>> {
        let inside = event.children.iter().filter(|child| ["persons", "speakers"].contains(&child.name));
        let named =
            inside.flat_map(|list| list.children.iter()).filter(|child| ["person", "speaker"].contains(&child.name));
        let mut people: Vec<Someone<'s>> = named.filter_map(|person| self.person(person)).collect();
        // A person without a list around is a line, which may name several.
        for line in event.children("person").filter_map(|person| person.text.as_ref().and_then(words)) {
            let found = feed::people(&line);
            if found.len() > 1 {
                let message = format!("{:?} names {} people", line.text, found.len());
                self.import.inferred(line.span, message, "look whether these are they; write a <person> for each");
            }
            people.extend(found);
        }
        people
    }

    /// A person as text, or with a name inside.
    fn person(&mut self, person: &Element<'s>) -> Option<Someone<'s>> {
        const NAMES: [&str; 4] = ["public_name", "full_public_name", "name", "full_name"];
        let name = NAMES.iter().find_map(|name| person.text_of(name).and_then(words));
        let name = name.or_else(|| person.text.as_ref().and_then(words))?;
        for child in &person.children {
            let said = NAMES.contains(&child.name) || ["id", "profile", "url"].contains(&child.name);
            if let Some(words) = child.text.as_ref().and_then(words).filter(|_| !said) {
                self.import.lose("person", child.name, &words);
            }
        }
        let url = person.attribute("url").or_else(|| person.text_of("url")).or_else(|| person.text_of("profile"));
        let url = url.and_then(words);
        let is_address = |words: &Words| is_web(&words.text);
        if let Some(profile) = url.as_ref().filter(|url| !is_address(url)) {
            self.import.lose("person", "profile", profile);
        }
        Some(Someone {
            span: person.span,
            key: person.attribute("id").and_then(words).or_else(|| person.text_of("id").and_then(words)),
            role: person.attribute("role").and_then(words),
            url: url.filter(is_address),
            ..Someone::named(name)
        })
    }

    /// Tells what the event says besides.
    fn tell(&mut self, event: &Element<'s>, slug: Option<&Words<'s>>) {
        for child in event.children.iter().filter(|child| !CARRIED.contains(&child.name)) {
            for (name, words) in leaves(child) {
                self.import.lose("event", name, &words);
            }
        }
        if let Some(slug) = slug.filter(|slug| !is_web(&slug.text)) {
            self.import.lose("event", "slug", slug);
        }
    }
}

/// The texts in an element, each with the name of what it stands in.
fn leaves<'s>(element: &Element<'s>) -> Vec<(&'s str, Words<'s>)> {
    let own = element.text.as_ref().and_then(words).map(|words| (element.name, words));
    own.into_iter().chain(element.children.iter().flat_map(leaves)).collect()
}

fn links<'s>(event: &Element<'s>) -> Vec<Link<'s>> {
    let lists = event.children.iter().filter(|child| ["links", "attachments"].contains(&child.name));
    let links = lists.flat_map(|list| list.children.iter().map(|link| (link, list.name == "attachments")));
    links
        .filter_map(|(link, is_file)| {
            let title = link.text.as_ref().and_then(words);
            let url = link.attribute("href").and_then(words).or_else(|| title.clone())?;
            let kind = link.attribute("type").and_then(|kind| match &*kind.text {
                "slides" => Some("slides"),
                "video" | "audio" => Some("recording"),
                _ => None,
            });
            Some(Link { span: link.span, kind, is_file, title: title.filter(|title| title.text != url.text), url })
        })
        .collect()
}
