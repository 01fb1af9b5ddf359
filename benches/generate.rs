//! Records for the benchmarks: sessions of about 3 KB as the design has them, all different, the same at every run.

#![allow(dead_code, unreachable_pub, clippy::cast_possible_truncation, clippy::must_use_candidate)]

use std::fmt::Write;

/// A small generator of numbers (splitmix64): the same sequence for the same seed everywhere.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.number() % bound as u64) as usize
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

const GIVEN: [&str; 12] =
    ["Amara", "Björn", "Chidi", "Dolores", "Élodie", "Farid", "Gulnara", "Hiroshi", "Ines", "João", "Kirsi", "Lindiwe"];
const FAMILY: [&str; 12] = [
    "Okafor",
    "Sørensen",
    "Nwosu",
    "García",
    "Lefèvre",
    "Haddad",
    "Abenova",
    "Tanaka",
    "Kovač",
    "Pereira",
    "Niemi",
    "Dlamini",
];
const POSITIONS: [&str; 6] =
    ["Senior Adviser", "Director", "Programme Officer", "Head of Policy", "Researcher", "Executive Director"];
const UNITS: [&str; 6] = [
    "Digital Policy Unit",
    "Statistics Division",
    "Department of Law",
    "Infrastructure Section",
    "Outreach Office",
    "Media Lab",
];
const ORGANIZATIONS: [&str; 8] = [
    "University of Northport",
    "Ministry of Communications of Eastland",
    "Open Networks Foundation",
    "Lakeside Institute",
    "International Bureau of Standards",
    "Southern Registry",
    "Harbour Telecom",
    "Civic Rights Watch",
];
const WORDS: [&str; 24] = [
    "connectivity",
    "policy",
    "rural",
    "community",
    "standards",
    "trust",
    "infrastructure",
    "participation",
    "skills",
    "evidence",
    "regional",
    "dialogue",
    "access",
    "governance",
    "networks",
    "measures",
    "capacity",
    "language",
    "youth",
    "privacy",
    "security",
    "resilience",
    "data",
    "public",
];
const TOPICS: [&str; 10] = [
    "sdg:4",
    "sdg:9",
    "sdg:9.c",
    "sdg:16.10",
    "sdg:17",
    "wsis:C2",
    "wsis:C4",
    "wsis:C5",
    "wsis:C7-e-health",
    "wsis:C11",
];

/// One record on one line, without the line end.
pub fn session(number: usize) -> String {
    let random = &mut Random::new(number as u64);
    let mut line = String::with_capacity(3200);
    let year = 2016 + number % 10;
    let edition = format!("https://data.example.org/edition/forum-{year}");
    // Each session has a room and hour of its own, and nobody is in two.
    let day = 1 + number / 10 % 27;
    let _ = write!(
        line,
        "{{\"type\":\"Session\",\"identifier\":\"S-{number}\",\"title\":{{\"en\":\"{}\",\"fr\":\"Séance {number}\"}},\"description\":\"",
        title(random)
    );
    for paragraph in 0..3 {
        line.push_str(if paragraph > 0 { "\\n\\n" } else { "" });
        prose(random, 300, &mut line);
    }
    let _ = write!(
        line,
        "\",\"edition\":\"{edition}\",\"sessionType\":\"thematic-workshop\",\"format\":\"panel\",\
         \"attendanceMode\":\"MixedEventAttendanceMode\",\"start\":\"{year}-05-{day:02}T09:00:00+02:00\",\
         \"end\":\"{year}-05-{day:02}T10:30:00+02:00\",\"timeZone\":\"Europe/Zurich\",\"duration\":\"PT1H30M\",\
         \"place\":{{\"name\":\"Room {}\"}},\"languages\":[\"en\",\"fr\"],\"participations\":[",
        number / 270
    );
    for order in 0..6 {
        line.push_str(if order > 0 { "," } else { "" });
        participation(random, number, order, &mut line);
    }
    let (first, second) = (random.below(TOPICS.len()), random.below(TOPICS.len() - 1));
    let second = if second >= first { second + 1 } else { second };
    let _ = write!(
        line,
        "],\"relatedTo\":[\"{}\",\"{}\"],\"focusesPrimarilyOn\":[\"sdg:17\"],\"keywords\":[\"{}\"],\
         \"resources\":[{{\"resourceKind\":\"recording\",\"url\":\"https://video.example.org/{number}\",\"mediaType\":\"video/mp4\"}}],\
         \"url\":\"https://forum.example.org/{year}/session/{number}\",\"modified\":\"{year}-06-01T12:00:00Z\"}}",
        TOPICS[first],
        TOPICS[second],
        random.pick(&WORDS)
    );
    line
}

fn title(random: &mut Random) -> String {
    format!("Towards {} {} and {}", random.pick(&WORDS), random.pick(&WORDS), random.pick(&WORDS))
}

fn prose(random: &mut Random, length: usize, out: &mut String) {
    let end = out.len() + length;
    while out.len() < end {
        out.push_str(random.pick(&WORDS));
        out.push_str(if random.below(9) == 0 { ". " } else { " " });
    }
    out.push_str("\\\"end\\\".");
}

fn participation(random: &mut Random, number: usize, order: usize, out: &mut String) {
    let role = if order == 5 { "moderator" } else { "speaker" };
    let status = if random.below(5) == 0 { "tbc" } else { "confirmed" };
    let _ = write!(
        out,
        "{{\"agent\":{{\"type\":\"Person\",\"name\":\"{} {}-{number}\"}},\"role\":\"{role}\",\"status\":\"{status}\",\"position\":\"{}\",\
         \"affiliation\":{{\"name\":\"{}\",\"unitOf\":{{\"name\":\"{}\",\"country\":\"CH\"}}}},\"stakeholderGroup\":\"civil-society\"}}",
        // Nobody stands twice in one session.
        GIVEN[order * 2 + random.below(2)],
        random.pick(&FAMILY),
        random.pick(&POSITIONS),
        random.pick(&UNITS),
        random.pick(&ORGANIZATIONS)
    );
}

/// Many records, one a line.
pub fn ndjson(count: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(count * 3000);
    for number in 0..count {
        bytes.extend_from_slice(session(number).as_bytes());
        bytes.push(b'\n');
    }
    bytes
}
