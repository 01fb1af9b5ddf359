//! The mistakes that are planted: what is changed, and which check has to find it where.

use serde_json::{Value, json};

use crate::tree::Tree;

/// What a finding underlines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Value,
    Key,
    Head,
    /// A part of a value.
    Inside(&'static str),
}

/// A change of the sound record.
#[derive(Debug, Clone)]
pub(crate) enum Change {
    Set(&'static str, Value),
    Number(&'static str, &'static str),
    Remove(&'static str),
    Rename(&'static str, &'static str),
    Repeat(&'static str),
}

impl Change {
    /// The part of the record that is changed.
    pub(crate) fn pointer(&self) -> &'static str {
        match self {
            Change::Set(pointer, _)
            | Change::Number(pointer, _)
            | Change::Remove(pointer)
            | Change::Rename(pointer, _)
            | Change::Repeat(pointer) => pointer,
        }
    }

    fn make(&self, record: &mut Tree) {
        match self {
            Change::Set(pointer, value) => record.set(pointer, Tree::of(value)),
            Change::Number(pointer, text) => record.set(pointer, Tree::Number((*text).to_owned())),
            Change::Remove(pointer) => record.remove(pointer),
            Change::Rename(pointer, new) => record.rename(pointer, new),
            Change::Repeat(pointer) => record.repeat(pointer),
        }
    }
}

/// A mistake.
#[derive(Debug, Clone)]
pub(crate) struct Seed {
    pub(crate) id: &'static str,
    /// Parts of the record that the mistake, or its check, has to do with: those of one file have nothing in common.
    pub(crate) zones: &'static [&'static str],
    pub(crate) changes: Vec<Change>,
    /// Changes of the next record, where the mistake is one of two records together.
    next: Vec<Change>,
    /// Where it is found: a pointer into the record.
    pub(crate) at: &'static str,
    pub(crate) part: Part,
    /// Syntaxes that cannot hold it.
    pub(crate) not: &'static [&'static str],
    /// What `--fix` makes of the value, where it does.
    pub(crate) mended: Option<Value>,
}

impl Seed {
    fn new(id: &'static str, zones: &'static [&'static str], at: &'static str, part: Part) -> Self {
        Self { id, zones, changes: Vec::new(), next: Vec::new(), at, part, not: &[], mended: None }
    }

    fn with(mut self, change: Change) -> Self {
        self.changes.push(change);
        self
    }

    fn set(self, pointer: &'static str, value: Value) -> Self {
        self.with(Change::Set(pointer, value))
    }

    fn next(mut self, change: Change) -> Self {
        self.next.push(change);
        self
    }

    fn not(mut self, syntaxes: &'static [&'static str]) -> Self {
        self.not = syntaxes;
        self
    }

    fn mended(mut self, value: Value) -> Self {
        self.mended = Some(value);
        self
    }

    /// Makes the mistake in the record of a number.
    pub(crate) fn plant(&self, records: &mut [Tree], number: usize) {
        self.changes.iter().for_each(|change| change.make(&mut records[number]));
        self.next.iter().for_each(|change| change.make(&mut records[number + 1]));
    }
}

/// A value that is wrong in itself: set at a pointer and found there.
fn value(id: &'static str, zones: &'static [&'static str], at: &'static str, wrong: Value) -> Seed {
    Seed::new(id, zones, at, Part::Value).set(at, wrong)
}

/// A part of a text that is wrong.
fn inside(id: &'static str, zones: &'static [&'static str], at: &'static str, text: &str, part: &'static str) -> Seed {
    Seed::new(id, zones, at, Part::Inside(part)).set(at, json!(text))
}

/// A sound session, the `number`th of its file.
pub(crate) fn session(number: usize) -> Tree {
    Tree::of(&json!({
        "type": "Session",
        "id": format!("https://data.example.org/session/{number}"),
        "identifier": format!("WS {number}"),
        "title": "Community networks for remote valleys",
        "abstract": {"en": "How villages build and run their own networks", "fr": "Comment des villages construisent leurs réseaux"},
        "edition": {"id": "https://data.example.org/edition/2031", "name": "Harbour Forum 2031", "year": 2031, "startDate": "2031-05-01", "endDate": "2031-05-28"},
        "sessionType": "workshop",
        "format": "panel",
        "attendanceMode": "MixedEventAttendanceMode",
        "start": format!("2031-05-{:02}T09:00:00+02:00", number % 20 + 2),
        "end": format!("2031-05-{:02}T10:30:00+02:00", number % 20 + 2),
        "timeZone": "Europe/Zurich",
        "duration": "PT1H30M",
        "place": {"name": format!("Room {number}"), "capacity": 120},
        "onlineRoom": "https://meet.example.org/harbour",
        "languages": ["en", "fr"],
        "captioning": ["en"],
        "participations": [
            {
                "agent": {"type": "Person", "name": "Amara Okafor", "orcid": "0000-0002-1825-0097", "url": "https://people.example.org/okafor"},
                "role": "speaker", "status": "confirmed", "position": "Head of Research",
                "affiliation": {"name": "Rural Access Section", "country": "CH", "unitOf": {"name": "Ministry of Communications", "ror": "01ggx4157"}},
                "stakeholderGroup": "government"
            },
            {
                "agent": {"type": "Person", "name": "Björn Sørensen", "url": "https://people.example.org/sorensen"},
                "role": "speaker", "status": "confirmed", "mode": "online", "position": "Network Engineer",
                "affiliation": {"name": "Fjord Mesh Cooperative"}, "stakeholderGroup": "technical-community"
            },
            {
                "agent": {"type": "Person", "name": "Ilse Ordóñez", "url": "https://people.example.org/ordonez"},
                "role": "moderator", "status": "confirmed", "stakeholderGroup": "academia"
            }
        ],
        "organizers": [{"type": "Organization", "name": "Village Telecom Cooperative", "isni": "0000000121032683"}],
        "relatedTo": ["wsis:C2", "sdg:9"],
        "focusesPrimarilyOn": ["sdg:9"],
        "keywords": ["rural access", "last mile"],
        "resources": [{"resourceKind": "recording", "url": "https://video.example.org/harbour", "title": "Recording of the panel", "mediaType": "video/mp4"}],
        "url": "https://forum.example.org/session",
        "sameAs": ["https://www.wikidata.org/entity/Q42x"],
        "modified": "2031-06-01T12:00:00Z"
    }))
}

/// What checks of all participations look at.
const EVERYBODY: &[&str] = &["part0role", "part1", "part2", "person0", "person1", "org0"];

/// CSV holds text only and leaves out what is empty.
const TYPED: &[&str] = &["csv"];

/// Every mistake of the corpus.
pub(crate) fn seeds() -> Vec<Seed> {
    let mut seeds = structure();
    seeds.extend(times());
    seeds.extend(identities());
    seeds.extend(codes());
    seeds.extend(texts());
    seeds.extend(people());
    seeds.extend(neighbours());
    seeds
}

fn structure() -> Vec<Seed> {
    vec![
        value("structure/blank", &["title"], "/title", json!("  ")).not(TYPED),
        value("structure/cardinality", &["topics"], "/focusesPrimarilyOn", json!("sdg:9"))
            .not(TYPED)
            .mended(json!(["sdg:9"])),
        value("structure/cardinality", &["title"], "/title", json!(["Community networks"])).not(TYPED),
        value("structure/duplicate-item", &["keywords"], "/keywords/2", json!("last mile")),
        value("structure/duplicate-item", &["topics"], "/relatedTo/2", json!("sdg:9")),
        Seed::new("structure/duplicate-key", &["identifier"], "/identifier+", Part::Key)
            .with(Change::Repeat("/identifier"))
            .not(&["csv", "toml", "yaml", "md"]),
        Seed::new("structure/duplicate-key", &["person0"], "/participations/0/agent/name+", Part::Key)
            .with(Change::Repeat("/participations/0/agent/name"))
            .not(&["csv", "toml", "yaml", "md"]),
        value("structure/form", &["resource"], "/resources/0/mediaType", json!("video")),
        Seed::new("structure/missing-key", &["part2"], "/participations/2", Part::Head)
            .with(Change::Remove("/participations/2/role"))
            .not(TYPED),
        Seed::new("structure/missing-key", &["title"], "", Part::Head).with(Change::Remove("/title")),
        value("structure/null", &["identifier"], "/identifier", Value::Null).not(&["csv", "toml"]),
        value("structure/number", &["capacity"], "/place/capacity", json!(0)),
        value("structure/type", &["title"], "/title", json!(2031)).not(TYPED),
        value("structure/type", &["capacity"], "/place/capacity", json!("120")).not(TYPED).mended(json!(120)),
        Seed::new("structure/type", &["topics"], "/relatedTo/1", Part::Value)
            .with(Change::Number("/relatedTo/1", "16.10"))
            .not(TYPED)
            .mended(json!("sdg:16.10")),
        value("structure/type", &["part1", "person1"], "/participations/1", json!(7)).not(&["csv", "toml"]),
        value("structure/type-name", &["person1"], "/participations/1/agent/type", json!("Persn")),
        Seed::new("structure/unknown-key", &["time"], "/strat", Part::Key).with(Change::Rename("/start", "strat")),
        Seed::new("structure/unknown-key", &["title"], "/tilte", Part::Key).with(Change::Rename("/title", "tilte")),
        Seed::new("structure/unknown-key", &["person1"], "/participations/1/agent/nmae", Part::Key)
            .with(Change::Rename("/participations/1/agent/name", "nmae")),
        Seed::new("structure/unknown-key", &["colour"], "/colour", Part::Key).set("/colour", json!("blue")),
    ]
}

fn times() -> Vec<Seed> {
    const TIME: &[&str] = &["time"];
    vec![
        value("time/moment", TIME, "/start", json!("2031-05-12 9:00")),
        value("time/moment", &["modified"], "/modified", json!("2031-06-31T12:00:00Z")),
        value("time/date", &["edition"], "/edition/startDate", json!("1.5.2031")),
        value("time/duration", TIME, "/duration", json!("90 min")),
        value("time/end-before-start", TIME, "/end", json!("2031-05-01T08:00:00+02:00")),
        value("time/duration-disagrees", TIME, "/duration", json!("PT2H")),
        value("time/edition-dates", &["edition", "time"], "/edition/endDate", json!("2031-04-28")),
        value("time/long-session", &["time", "type"], "/end", json!("2031-05-27T11:00:00+02:00"))
            .with(Change::Remove("/duration")),
        value("time/zone-unknown", TIME, "/timeZone", json!("Europe/Geneva")),
        value("time/outside-edition", &["time", "type", "edition"], "/start", json!("2031-04-12T09:00:00+02:00"))
            .with(Change::Remove("/end"))
            .with(Change::Remove("/duration")),
        value("time/offset-not-in-zone", TIME, "/start", json!("2031-05-03T09:00:00+01:00"))
            .with(Change::Remove("/end"))
            .with(Change::Remove("/duration")),
        Seed::new("time/end-without-start", &["time", "colour", "title"], "/end", Part::Key)
            .with(Change::Remove("/start"))
            .with(Change::Remove("/duration")),
        value("time/all-day", TIME, "/start", json!("2031-05-03T00:00:00+02:00"))
            .with(Change::Set("/end", json!("2031-05-03T23:59:59+02:00")))
            .with(Change::Remove("/duration")),
        value("time/unlikely-year", &["modified"], "/modified", json!("2103-06-01T12:00:00Z")),
    ]
}

fn identities() -> Vec<Seed> {
    vec![
        value("identity/iri", &["url"], "/url", json!("forum example org")),
        value("identity/id-form", &["person0"], "/participations/0/agent/orcid", json!("0000000218250097")),
        inside(
            "identity/orcid-checksum",
            &["person0"],
            "/participations/0/agent/orcid",
            "0000-0002-1825-0079",
            "0000-0002-1825-0079",
        ),
        inside(
            "identity/ror-checksum",
            &["org0"],
            "/participations/0/affiliation/unitOf/ror",
            "01ggx4175",
            "01ggx4175",
        ),
        inside("identity/isni-checksum", &["organizer"], "/organizers/0/isni", "0000000121032638", "0000000121032638"),
        value("identity/authority-http", &["sameAs"], "/sameAs/0", json!("https://www.wikidata.org/entity/Q42"))
            .mended(json!("http://www.wikidata.org/entity/Q42")),
        value("link/scheme", &["url"], "/url", json!("mailto:office@example.org")),
        value("link/no-host", &["url"], "/url", json!("https:///session")),
        value("reference/dangling", &["track"], "/track", json!("#track-7")),
        inside("link/local-host", &["url"], "/url", "http://localhost:8000/session", "localhost"),
    ]
}

fn codes() -> Vec<Seed> {
    vec![
        value("vocabulary/unknown-code", &["part0role"], "/participations/0/role", json!("speker")),
        value("vocabulary/unknown-code", &["topics"], "/relatedTo/1", json!("sdg:18")),
        value("vocabulary/unknown-code", &["type"], "/sessionType", json!("wrkshop")),
        value("vocabulary/alias-section", &["topics"], "/relatedTo/0", json!("wsis:F")),
        value("vocabulary/topic-as-iri", &["topics"], "/relatedTo/1", json!("https://metadata.un.org/sdg/9"))
            .mended(json!("sdg:9")),
        value("vocabulary/label-disagrees", &["topics"], "/relatedTo/1", json!("SDG 4: Gender equality")),
        value("vocabulary/target-of-other-goal", &["topics"], "/relatedTo/1", json!("SDG 4, target 16.10")),
        value("vocabulary/ambiguous", &["topics"], "/relatedTo/0", json!("Action Line 15")),
        value("vocabulary/target-without-goal", &["topics"], "/relatedTo/0", json!("sdg:16.10")),
        value("vocabulary/forum-code-unknown", &["type"], "/sessionType", json!("igf/opn-forum")),
        value("vocabulary/unknown-code", &["topics"], "/relatedTo/1", json!("Goal 9")).mended(json!("sdg:9")),
        value("language/tag", &["languages"], "/languages/0", json!("en_GB")),
        value("language/unregistered", &["languages"], "/languages/1", json!("jp")),
        value("language/case", &["languages"], "/languages/1", json!("pt-br")).mended(json!("pt-BR")),
        value("language/deprecated", &["captioning"], "/captioning/0", json!("iw")).mended(json!("he")),
        Seed::new("language/tag", &["abstract"], "/abstract/f_r", Part::Key)
            .with(Change::Rename("/abstract/fr", "f_r")),
    ]
}

fn texts() -> Vec<Seed> {
    vec![
        value("text/placeholder", &["title"], "/title", json!("TBC")),
        value("text/spaces", &["resource"], "/resources/0/title", json!("Recording  of the panel"))
            .mended(json!("Recording of the panel")),
        value("text/all-caps", &["title"], "/title", json!("COMMUNITY NETWORKS FOR REMOTE VALLEYS")),
        value("text/crammed-list", &["keywords"], "/keywords/0", json!("rural access; last mile; spectrum")),
        value("text/script-language", &["abstract"], "/abstract/fr", json!("Как деревни строят собственные сети")),
        inside("text/html", &["abstract"], "/abstract/en", "How <b>villages</b> build", "<b>"),
        inside("text/mojibake", &["abstract"], "/abstract/fr", "Des rÃ©seaux pour tous", "rÃ©seaux"),
        inside(
            "privacy/email-in-text",
            &["abstract"],
            "/abstract/en",
            "Questions to jane.doe@example.org please",
            "jane.doe@example.org",
        ),
        inside(
            "privacy/phone-in-text",
            &["abstract"],
            "/abstract/en",
            "Call me on +41 22 555 01 99 today",
            "+41 22 555 01 99",
        ),
    ]
}

fn people() -> Vec<Seed> {
    vec![
        value("people/honorific-in-name", &["person0"], "/participations/0/agent/name", json!("Dr. Amara Okafor")),
        value("people/status-in-name", &["person1"], "/participations/1/agent/name", json!("Björn Sørensen (TBC)")),
        value(
            "people/repeated",
            &["person0", "person1", "part0role"],
            "/participations/1/agent/name",
            json!("Amara Okafor"),
        )
        .with(Change::Remove("/participations/0/agent/orcid")),
        Seed::new("privacy/outside-private", &["person1"], "/participations/1/agent/email", Part::Key)
            .set("/participations/1/agent/email", json!("bjorn@example.org"))
            .not(TYPED),
        Seed::new("people/no-confirmed-speaker", EVERYBODY, "/participations", Part::Key)
            .set("/participations/0/status", json!("tbc"))
            .set("/participations/1/status", json!("invited")),
        Seed::new("people/single-group", EVERYBODY, "/participations", Part::Key)
            .set("/participations/0/stakeholderGroup", json!("academia"))
            .set("/participations/1/stakeholderGroup", json!("academia"))
            .set("/participations/2/role", json!("speaker"))
            .set(
                "/participations/3",
                json!({"agent": {"type": "Person", "name": "Gulnara Abenova"}, "role": "moderator", "status": "confirmed"}),
            ),
        Seed::new(
            "people/no-moderator",
            EVERYBODY,
            "/participations",
            Part::Key,
        )
        .with(Change::Set("/participations/2/role", json!("rapporteur"))),
    ]
}

/// What clashes of people look at.
const PEOPLE_AND_TIME: &[&str] =
    &["time", "id", "part0role", "part1", "part2", "person0", "person1", "person2", "org0"];

/// Files of one record cannot hold them.
const SINGLE: &[&str] = &["md"];

/// Mistakes of a record together with its neighbours: the one before it has number 0, it has 1.
fn neighbours() -> Vec<Seed> {
    let with_first = |id, zones, at| {
        Seed::new(id, zones, at, Part::Value)
            .set("/start", json!("2031-05-02T09:00:00+02:00"))
            .set("/end", json!("2031-05-02T10:30:00+02:00"))
            .not(SINGLE)
    };
    vec![
        with_first("clash/room", &["time", "place", "id"], "/place/name").set("/place/name", json!("Room 0")),
        with_first("clash/person", PEOPLE_AND_TIME, "/participations/0/agent/name")
            .set("/participations/1/agent/name", json!("Gulnara Abenova"))
            .set("/participations/2/agent/name", json!("Teresa Vidal")),
        value("identity/duplicate-id", &["id"], "/id", json!("https://data.example.org/session/0")).not(SINGLE),
        value("identity/self-reference", &["id", "partOf"], "/partOf", json!("https://data.example.org/session/1"))
            .not(SINGLE),
        value("reference/circular", &["id", "partOf"], "/partOf", json!("https://data.example.org/session/2"))
            .next(Change::Set("/partOf", json!("https://data.example.org/session/1")))
            .not(SINGLE),
        value("reference/wrong-type", &["track"], "/track", json!("https://data.example.org/session/0")).not(SINGLE),
    ]
}
