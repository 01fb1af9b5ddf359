//! Sessions as feeds tell them: titles in other words, parts of series, other times, and much left out.

use plenary::link::role::Role;

use crate::chance::Chance;
use crate::names::{ORIGINS, PLACES, SUBJECTS, TOPICS};
use crate::slips::{happens, slip};
use crate::{FEEDS, Mentions};

/// How often a session is told on the average.
const EACH: usize = 3;

const BEGINNINGS: &[&str] = &[
    "Closing the gap in",
    "Towards a common view of",
    "Who decides about",
    "Youth and",
    "The economics of",
    "Trust in",
    "Capacity building for",
    "Regional views on",
    "Lessons from",
    "Accountability in",
    "Financing",
    "Rethinking",
    "Open questions of",
    "Measuring",
    "Local solutions for",
];
const ENDINGS: &[&str] = &[
    "in small islands",
    "after ten years",
    "for least developed countries",
    "across borders",
    "in times of crisis",
    "and the role of parliaments",
    "beyond the year",
    "for persons with disabilities",
    "in many languages",
    "by design",
    "and indigenous communities",
    "at the edge",
    "in practice",
    "in cities",
    "under pressure",
];

struct Session {
    title: String,
    day: usize,
    hour: usize,
    room: String,
    speakers: Vec<String>,
}

/// So many mentions.
pub(crate) fn mentions(count: usize) -> Mentions {
    let mut chance = Chance(20_310_504);
    let mut sessions: Vec<Session> = Vec::new();
    while sessions.len() < count / EACH {
        let first = session(&mut chance);
        // One in seven is a series.
        let parts = if chance.below(7) == 0 { 2 + chance.below(3) } else { 1 };
        for part in 0..parts {
            sessions.push(first.part(part, parts, &mut chance));
        }
    }
    let row = |_| {
        let of = chance.below(sessions.len());
        let feed = chance.below(FEEDS);
        (sessions[of].values(feed, &mut chance), feed, of)
    };
    let fields = &[
        ("title", Role::Text),
        ("start", Role::Date),
        ("hour", Role::Number),
        ("room", Role::Place),
        ("speakers", Role::Authors),
    ];
    Mentions { fields, rows: (0..count).map(row).collect() }
}

fn session(chance: &mut Chance) -> Session {
    let origin = &ORIGINS[chance.below(ORIGINS.len())];
    let speaker = |chance: &mut Chance| {
        let given = origin.given[chance.below(origin.given.len())][0];
        format!("{given} {}{}", chance.pick(origin.family), chance.pick(origin.endings))
    };
    let ending = if happens(chance, 60) { format!(" {}", chance.pick(ENDINGS)) } else { String::new() };
    let place = if happens(chance, 40) { format!(": {}", chance.pick(PLACES)) } else { String::new() };
    Session {
        title: format!("{} {}{ending}{place}", chance.pick(BEGINNINGS), subject(chance)),
        day: chance.below(300),
        hour: 8 + chance.below(10),
        room: format!("Room {}", chance.pick(&["A", "B", "C", "K", "Popov", "2", "11", "XX"])),
        speakers: (0..=chance.below(5)).map(|_| speaker(chance)).collect(),
    }
}

/// What a title is about.
fn subject(chance: &mut Chance) -> String {
    match chance.below(4) {
        0 => chance.pick(TOPICS).to_owned(),
        1 => format!("{} and {}", chance.pick(SUBJECTS), chance.pick(SUBJECTS)),
        2 => format!("{} for {}", chance.pick(TOPICS), chance.pick(SUBJECTS)),
        _ => format!("{}, {} and {}", chance.pick(SUBJECTS), chance.pick(SUBJECTS), chance.pick(SUBJECTS)),
    }
}

impl Session {
    /// A part of a series: one title with a number, another time, some of the same people.
    fn part(&self, part: usize, of: usize, chance: &mut Chance) -> Self {
        let number = if of > 1 { format!(" (Part {})", part + 1) } else { String::new() };
        let kept = if of > 1 { 1 + chance.below(self.speakers.len()) } else { self.speakers.len() };
        Self {
            title: format!("{}{number}", self.title),
            day: self.day + part,
            hour: self.hour,
            room: self.room.clone(),
            speakers: self.speakers[..kept].to_vec(),
        }
    }

    fn values(&self, feed: usize, chance: &mut Chance) -> Vec<String> {
        let mut title = match chance.below(10) {
            0 => format!("Workshop {}: {}", 1 + chance.below(300), self.title),
            1 => self.title.to_uppercase(),
            2 => self.title.replace(" and ", " & ").replace("(Part ", "- Part ").replace(')', ""),
            _ => self.title.clone(),
        };
        if happens(chance, 6) {
            title = slip(&title, chance);
        }
        let day = format!("2031-{:02}-{:02}", 1 + self.day / 28 % 12, 1 + self.day % 28);
        let moved = usize::from(happens(chance, 4));
        let kept = |chance: &mut Chance, in_hundred| happens(chance, in_hundred);
        let start = if kept(chance, 88) { day } else { String::new() };
        let hour = if kept(chance, 80) { format!("{}", self.hour + moved) } else { String::new() };
        let room = if kept(chance, 70) { self.room.clone() } else { String::new() };
        let people = self.speakers.iter().filter(|_| happens(chance, 85)).cloned().collect::<Vec<_>>();
        // The last feed tells of no people at all.
        let speakers = if feed == FEEDS - 1 { String::new() } else { people.join(", ") };
        vec![title, start, hour, room, speakers]
    }
}
