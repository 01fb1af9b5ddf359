//! Programmes of sessions that are made by chance, the same on each run.

use serde_json::{Map, Value, json};

use crate::chance::Chance;

/// What sessions are known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Known {
    /// Every node has an id.
    Ids,
    /// Sessions have the forum's code, and nothing has an id.
    Codes,
    /// There is neither.
    Nothing,
}

pub(crate) const TOPICS: [&str; 6] = ["wsis:C1", "wsis:C5", "wsis:C7-e-health", "sdg:4", "sdg:9.1", "sdg:16.10"];
pub(crate) const ROLES: [&str; 4] = ["speaker", "moderator", "panelist", "chair"];
pub(crate) const ROOMS: usize = 5;
pub(crate) const ORGANIZATIONS: usize = 6;

/// Words that are nothing like each other, so that titles are not either.
const WORDS: [&str; 40] = [
    "amber", "bridge", "copper", "delta", "engine", "forest", "glacier", "harbour", "island", "jungle", "kernel",
    "lantern", "meadow", "needle", "orchid", "pepper", "quartz", "rocket", "saddle", "thunder", "umbrella", "velvet",
    "window", "xylem", "yonder", "zephyr", "anchor", "bottle", "candle", "dragon", "ember", "fabric", "garden",
    "hammer", "ivory", "jigsaw", "kettle", "ladder", "magnet", "nickel",
];

/// Words by chance and a number that no other text has.
pub(crate) fn words(chance: &mut Chance, count: usize, number: usize) -> String {
    let mut words: Vec<&str> = (0..count).map(|_| chance.pick(&WORDS)).collect();
    let number = WORDS[number % 40].to_owned() + WORDS[number / 40 % 40];
    words.push(&number);
    words.join(" ")
}

pub(crate) struct Maker {
    pub(crate) chance: Chance,
    pub(crate) known: Known,
    made: usize,
}

impl Maker {
    pub(crate) fn new(seed: u64, known: Known) -> Self {
        Self { chance: Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15)), known, made: 0 }
    }

    fn fresh(&mut self) -> usize {
        self.made += 1;
        self.made
    }

    /// Puts an id into a node, where nodes have them.
    fn named(&self, what: &str, number: usize, mut node: Map<String, Value>) -> Value {
        if self.known == Known::Ids {
            node.insert("id".into(), format!("https://data.example.org/{what}/{number}").into());
        }
        Value::Object(node)
    }

    pub(crate) fn organization(&self, number: usize) -> Value {
        let name = ["Tide Watch", "Cable Desk", "River Union", "Harbour Office", "Island Carrier", "Night School"];
        self.named("org", number, object(json!({"type": "Organization", "name": name[number % ORGANIZATIONS]})))
    }

    pub(crate) fn room(&self, number: usize) -> Value {
        let name = ["Amphitheatre", "Basement", "Chapel", "Dome", "Exhibition hall"][number % ROOMS];
        self.named("room", number, object(json!({"type": "Place", "name": name})))
    }

    /// Somebody whom no other session has.
    pub(crate) fn person(&mut self) -> Value {
        let number = self.fresh();
        let name = format!("{} {}", capital(WORDS[number % 40]), capital(WORDS[number / 40 % 40]));
        self.named("person", number, object(json!({"type": "Person", "name": name})))
    }

    pub(crate) fn participation(&mut self) -> Value {
        let agent = self.person();
        let (role, organization) = (self.chance.pick(&ROLES), self.chance.below(ORGANIZATIONS));
        let affiliation = self.organization(organization);
        json!({"agent": agent, "role": role, "status": "tbc", "affiliation": affiliation})
    }

    pub(crate) fn session(&mut self) -> Value {
        let number = self.fresh();
        let title = words(&mut self.chance, 3, number);
        let about = words(&mut self.chance, 12, number);
        let people: Vec<Value> = (0..3 + self.chance.below(2)).map(|_| self.participation()).collect();
        let (day, hour) = (1 + number / 8 % 5, 8 + number % 8);
        let (room, organizer) = (self.chance.below(ROOMS), self.chance.below(ORGANIZATIONS));
        let mut session = object(json!({
            "type": "Session",
            "title": {"en": title, "fr": format!("Séance {number}")},
            "abstract": about,
            "edition": "https://data.example.org/edition/river-2031",
            "eventStatus": "EventScheduled",
            "start": format!("2031-06-0{day}T{hour:02}:00:00+02:00"),
            "end": format!("2031-06-0{day}T{:02}:30:00+02:00", hour + 1),
            "place": self.room(room),
            "languages": ["en"],
            "participations": people,
            "organizers": [self.organization(organizer)],
            "relatedTo": [TOPICS[number % 6], TOPICS[(number + 1) % 6]],
            "policyQuestions": [{"text": words(&mut self.chance, 5, number)}],
            "resources": [{"resourceKind": "slides", "url": format!("https://files.example.org/{number}.pdf")}],
        }));
        if self.known == Known::Codes {
            session.insert("identifier".into(), format!("WS #{number}").into());
        }
        self.named("session", number, session)
    }

    /// A dataset of some sessions.
    pub(crate) fn dataset(&mut self, count: usize) -> Value {
        let sessions: Vec<Value> = (0..count).map(|_| self.session()).collect();
        let id = "https://data.example.org/dataset/river-2031";
        json!({"type": "Dataset", "id": id, "base": "https://data.example.org/", "title": "River Forum 2031", "sessions": sessions})
    }
}

pub(crate) fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

fn capital(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    first.to_uppercase() + rest
}
