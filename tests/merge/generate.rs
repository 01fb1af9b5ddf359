//! Sources by chance: true sessions and people, of which each source tells some, in its own way.

use std::fmt::Write;

use plenary::format::{Limits, json};
use plenary::merge::settings::Source;
use plenary::merge::world::{Snapshot, World};

use crate::chance::Chance;

const GIVEN: [&str; 8] = ["Ana", "Oluwaseun", "Mei", "Jan", "Priya", "William", "Fatou", "Noor"];
const FAMILY: [&str; 8] = ["Ferreira", "Adeyemi", "Tanaka", "Kowalski", "Raman", "Drake", "Diallo", "Haddad"];
const WORDS: [&str; 10] =
    ["Cables", "islands", "names", "trust", "rivers", "maps", "harbours", "children", "rights", "Part 2"];
const PLACES: [&str; 6] = [
    "Institute of Tides",
    "Coastal Networks Cooperative",
    "University of Lagos",
    "Ministry of Rivers",
    "CNC",
    "Univ. of Lagos",
];
const ORCIDS: [&str; 3] = ["0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-1694-233X"];

/// A source as lines of NDJSON, each a record in normal form.
pub(crate) struct Told {
    pub(crate) id: &'static str,
    pub(crate) lines: Vec<String>,
}

/// The sources of a seed.
pub(crate) fn sources(seed: u64) -> Vec<Told> {
    let mut chance = Chance(seed);
    let people: Vec<(String, Option<&str>)> = (0..6).map(|_| person(&mut chance)).collect();
    let sessions: Vec<(String, usize, Vec<usize>)> = (0..5)
        .map(|_| {
            let title = [chance.pick(&WORDS), chance.pick(&WORDS), chance.pick(&WORDS)].join(" ");
            let cast = (0..=chance.below(3)).map(|_| chance.below(people.len())).collect();
            (title, chance.below(8), cast)
        })
        .collect();
    ["alpha", "beta", "gamma"].map(|id| Told { id, lines: lines(id, &people, &sessions, &mut chance) }).into()
}

fn person(chance: &mut Chance) -> (String, Option<&'static str>) {
    let name = format!("{} {}", chance.pick(&GIVEN), chance.pick(&FAMILY));
    let orcid = (chance.below(3) == 0).then(|| ORCIDS[chance.below(3)]);
    (name, orcid)
}

fn lines(
    id: &str,
    people: &[(String, Option<&str>)],
    sessions: &[(String, usize, Vec<usize>)],
    chance: &mut Chance,
) -> Vec<String> {
    let mut lines = vec![format!(
        r#"{{"id":"https://{id}.example/e","type":"Edition","name":"Forum 2031","identifier":"F31","forum":{{"id":"https://{id}.example/f","type":"Forum","name":"Forum"}}}}"#
    )];
    for (at, (name, orcid)) in people.iter().enumerate() {
        // Some sources write initials or turn names round, and some leave the number out.
        let name = match chance.below(6) {
            0 => short(name),
            1 => turned(name),
            _ => name.clone(),
        };
        let orcid =
            orcid.filter(|_| chance.below(2) == 0).map(|orcid| format!(r#","orcid":"{orcid}""#)).unwrap_or_default();
        lines.push(format!(r#"{{"id":"https://{id}.example/p/{at}","type":"Person","name":"{name}"{orcid}}}"#));
    }
    for (at, (title, hour, cast)) in sessions.iter().enumerate() {
        if chance.below(4) > 0 {
            lines.push(session(id, at, (title, *hour, cast), chance));
        }
    }
    lines
}

fn short(name: &str) -> String {
    let (given, family) = name.split_once(' ').expect("two words");
    format!("{}. {family}", &given[..1])
}

fn turned(name: &str) -> String {
    let (given, family) = name.split_once(' ').expect("two words");
    format!("{} {given} (Ms.)", family.to_uppercase())
}

fn session(id: &str, at: usize, (title, hour, cast): (&str, usize, &[usize]), chance: &mut Chance) -> String {
    let iri = format!("https://{id}.example/s/{at}");
    let hour = 9 + hour + usize::from(chance.below(8) == 0);
    let mut line = format!(
        r#"{{"id":"{iri}","type":"Session","title":{{"en":"{title}"}},"edition":"https://{id}.example/e","start":"2031-05-03T{hour:02}:00:00Z","end":"2031-05-03T{hour:02}:{}:00Z""#,
        ["15", "30", "45"][chance.below(3)]
    );
    if chance.below(3) == 0 {
        let _ = write!(line, r#","identifier":"WS {}""#, at + chance.below(2));
    }
    let _ = write!(line, r#","keywords":{{"en":["{}"]}},"participations":["#, chance.pick(&WORDS));
    let mut cast = cast.to_vec();
    cast.sort_unstable();
    cast.dedup();
    for (order, person) in cast.iter().enumerate() {
        let comma = if order > 0 { "," } else { "" };
        let place = chance.pick(&PLACES);
        let slug = place.to_lowercase().replace(' ', "-");
        let _ = write!(
            line,
            r#"{comma}{{"id":"{iri}/{person}","type":"Participation","agent":"https://{id}.example/p/{person}","role":"speaker","affiliation":{{"id":"https://{id}.example/o/{slug}","type":"Organization","name":"{place}"}},"order":{}}}"#,
            order + 1
        );
    }
    line + "]}"
}

/// Sources as a world.
pub(crate) fn world(sources: &[Told]) -> World {
    with(sources, &Source::default())
}

/// The same of sources that say that they are free of duplicates.
pub(crate) fn tidy(sources: &[Told]) -> World {
    with(sources, &Source { duplicate_free: true, ..Source::default() })
}

fn with(sources: &[Told], source: &Source) -> World {
    let snapshot = |told: &Told| {
        let mut snapshot = Snapshot::default();
        for line in &told.lines {
            snapshot.add(&json::parse(line, &Limits::default()).expect("this is JSON"));
        }
        (Source { id: told.id.to_owned(), ..source.clone() }, snapshot)
    };
    World::new(sources.iter().map(snapshot).collect())
}
