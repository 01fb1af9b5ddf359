//! What sessions have in common: when, where, about what and with whom, for lists, filters and figures.

use std::collections::HashMap;

use super::Collection;
use crate::doc::Node;
use crate::format::feed::moment_of;

/// The facts of every session, in the order of the collection.
#[derive(Debug, Default)]
pub struct Facts {
    pub sessions: Vec<Session>,
    /// Where a session stands in `sessions`, by the position of its record.
    by_record: HashMap<usize, usize>,
}

/// What is known of a session at a glance. Other records are named by their positions in the collection.
#[derive(Debug, Default)]
pub struct Session {
    pub record: usize,
    pub start: Option<Box<str>>,
    pub end: Option<Box<str>>,
    pub zone: Option<Box<str>>,
    pub edition: Option<usize>,
    pub forum: Option<usize>,
    pub year: Option<u16>,
    pub place: Option<usize>,
    pub track: Option<usize>,
    pub themes: Vec<usize>,
    pub kind: Option<Box<str>>,
    pub is_cancelled: bool,
    pub languages: Vec<Box<str>>,
    pub interpretation: Vec<Box<str>>,
    /// Codes and IRIs of topics, the main ones first.
    pub topics: Vec<Box<str>>,
    pub organizers: Vec<usize>,
    pub parts: Vec<Part>,
}

/// Somebody's part in a session.
#[derive(Debug, Default)]
pub struct Part {
    pub agent: Option<usize>,
    pub affiliation: Option<usize>,
    pub role: Box<str>,
    pub status: Option<Box<str>>,
    /// That of the participation, else of the organization or of the one that it is a unit of.
    pub group: Option<Box<str>>,
    pub region: Option<Box<str>>,
}

/// Roles of those whom a session is there to hear.
const SPEAKING: [&str; 8] =
    ["speaker", "panelist", "keynote", "moderator", "online-moderator", "chair", "co-chair", "discussant"];

impl Part {
    /// Whether somebody is announced to speak: in a speaking role, and not declined or cancelled.
    #[must_use]
    pub fn speaks(&self) -> bool {
        self.is_expected() && SPEAKING.contains(&&*self.role)
    }

    /// Whether somebody is not known to stay away.
    #[must_use]
    pub fn is_expected(&self) -> bool {
        !matches!(self.status.as_deref(), Some("declined" | "cancelled"))
    }
}

impl Session {
    /// Goals and targets of the SDGs among the topics, as goals: `1` to `17`, each once.
    #[must_use]
    pub fn goals(&self) -> Vec<&str> {
        let mut goals: Vec<&str> = self.topics.iter().filter_map(|topic| goal(topic)).collect();
        goals.sort_by_key(|goal| goal.parse::<u8>().unwrap_or(u8::MAX));
        goals.dedup();
        goals
    }

    /// The action lines among the topics: `C1`, `C7-e-health`, ..., each once.
    #[must_use]
    pub fn action_lines(&self) -> Vec<&str> {
        let mut lines: Vec<&str> = self.topics.iter().filter_map(|topic| topic.strip_prefix("wsis:")).collect();
        lines.sort_unstable();
        lines.dedup();
        lines
    }

    /// Seconds since 1970 at which it begins.
    #[must_use]
    pub fn begins(&self) -> Option<i64> {
        self.start.as_deref().and_then(moment_of).map(|(at, _)| at.as_second())
    }
}

/// The goal that a topic is, or is a target of.
#[must_use]
pub fn goal(topic: &str) -> Option<&str> {
    let number = topic.strip_prefix("sdg:")?.split('.').next()?;
    number.parse::<u8>().is_ok_and(|number| (1..=17).contains(&number)).then_some(number)
}

impl Facts {
    /// Looks at every session once.
    #[must_use]
    pub fn of(collection: &Collection) -> Self {
        let editions = editions(collection);
        let groups = groups(collection);
        let of_class = collection.of_class("Session");
        let sessions: Vec<Session> = of_class.map(|(at, record)| session(at, &record.node(), collection)).collect();
        let mut facts = Self { sessions, by_record: HashMap::new() };
        for (at, session) in facts.sessions.iter_mut().enumerate() {
            facts.by_record.insert(session.record, at);
            session.place_in_time(&editions);
            for part in &mut session.parts {
                let of_affiliation = || groups.get(&part.affiliation?).cloned();
                let of_agent = || groups.get(&part.agent?).cloned();
                part.group = part.group.take().or_else(of_affiliation).or_else(of_agent);
            }
        }
        facts
    }

    /// The facts of the session at a position of the collection.
    #[must_use]
    pub fn session(&self, record: usize) -> Option<&Session> {
        self.by_record.get(&record).map(|at| &self.sessions[*at])
    }
}

impl Session {
    fn place_in_time(&mut self, editions: &HashMap<usize, (Option<usize>, Option<u16>)>) {
        let (forum, year) = self.edition.and_then(|edition| editions.get(&edition)).copied().unwrap_or_default();
        let of_start = || self.start.as_deref()?.get(..4)?.parse().ok();
        self.year = year.or_else(of_start);
        self.forum = forum;
    }
}

/// The forum and the year of each edition.
fn editions(collection: &Collection) -> HashMap<usize, (Option<usize>, Option<u16>)> {
    let about = |node: &Node| {
        let forum = node.get("forum").and_then(|forum| collection.named(forum));
        let said = node.get("year").and_then(number);
        (forum, said.or_else(|| node.text("startDate")?.get(..4)?.parse().ok()))
    };
    collection.of_class("Edition").map(|(at, record)| (at, about(&record.node()))).collect()
}

fn number(node: &Node) -> Option<u16> {
    match &node.value {
        crate::doc::Value::Number(text) => text.parse().ok(),
        _ => None,
    }
}

/// The stakeholder group of each organization: its own, else that of the one it is a unit of.
fn groups(collection: &Collection) -> HashMap<usize, Box<str>> {
    let mut own = HashMap::new();
    let mut above = HashMap::new();
    for (at, record) in collection.of_class("Organization") {
        let node = record.node();
        own.extend(node.text("stakeholderGroup").map(|group| (at, Box::from(group))));
        above.extend(node.get("unitOf").and_then(|unit| collection.named(unit)).map(|unit| (at, unit)));
    }
    let known: Vec<usize> = above.keys().copied().collect();
    for start in known {
        // A chain of units that leads back to itself ends after as many steps as anybody writes.
        let chain = std::iter::successors(Some(start), |at| above.get(at).copied()).take(16);
        let found = chain.into_iter().find_map(|at| own.get(&at).cloned());
        own.extend(found.map(|group| (start, group)));
    }
    own
}

fn session(record: usize, node: &Node, collection: &Collection) -> Session {
    let named = |key: &str| node.get(key).and_then(|value| collection.named(value));
    let all_named = |key: &str| items(node, key).iter().filter_map(|value| collection.named(value)).collect();
    let texts = |key: &str| items(node, key).iter().filter_map(Node::as_str).map(Box::from).collect::<Vec<Box<str>>>();
    let mut topics = texts("focusesPrimarilyOn");
    for topic in texts("relatedTo") {
        if !topics.contains(&topic) {
            topics.push(topic);
        }
    }
    Session {
        record,
        start: node.text("start").map(Box::from),
        end: node.text("end").map(Box::from),
        zone: node.text("timeZone").map(Box::from),
        edition: named("edition"),
        place: named("place"),
        track: named("track"),
        themes: all_named("themes"),
        kind: node.text("sessionType").map(Box::from),
        is_cancelled: node.text("eventStatus") == Some("EventCancelled"),
        languages: texts("languages"),
        interpretation: texts("interpretation"),
        topics,
        organizers: all_named("organizers"),
        parts: items(node, "participations").iter().map(|part| self::part(part, collection)).collect(),
        ..Session::default()
    }
}

/// The items of a list, or none.
#[must_use]
pub fn items<'n>(node: &'n Node, key: &str) -> &'n [Node<'n>] {
    node.get(key).map_or(&[], Node::items)
}

fn part(node: &Node, collection: &Collection) -> Part {
    let named = |key: &str| node.get(key).and_then(|value| collection.named(value));
    let text = |key: &str| node.text(key).map(Box::from);
    Part {
        agent: named("agent"),
        affiliation: named("affiliation"),
        role: text("role").unwrap_or_default(),
        status: text("status"),
        group: text("stakeholderGroup"),
        region: text("region"),
    }
}
