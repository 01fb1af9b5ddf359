//! Clashes of rooms and people in generated programmes: the same as a naive comparison of all pairs finds, whatever the order of the
//! records and the number of threads.

use std::collections::BTreeSet;
use std::path::PathBuf;

use plenary::check::Checks;
use plenary::diagnostic::{Diagnostic, Error};
use plenary::format::ReadOptions;
use plenary::input::{Files, Input};
use plenary::pipeline::{self, Consumer, Job, Outcome, Task, Validate};
use proptest::prelude::*;
use serde_json::{Value, json};

/// A session of a generated programme, in quarters of an hour from 08:00 on.
#[derive(Debug, Clone)]
struct Session {
    room: Option<u8>,
    start: u32,
    length: u32,
    part_of: Option<usize>,
    is_called_off: bool,
    people: Vec<Participation>,
}

#[derive(Debug, Clone, Copy)]
struct Participation {
    person: u8,
    role: &'static str,
    mode: Option<&'static str>,
    has_declined: bool,
}

fn participation() -> impl Strategy<Value = Participation> {
    let role = prop::sample::select(vec!["speaker", "speaker", "moderator", "rapporteur"]);
    let mode = prop::sample::select(vec![None, Some("onsite"), Some("online"), Some("prerecorded")]);
    (0..6_u8, role, mode, prop::bool::weighted(0.1)).prop_map(|(person, role, mode, has_declined)| Participation {
        person,
        role,
        mode,
        has_declined,
    })
}

fn session() -> impl Strategy<Value = Session> {
    let whole = proptest::option::weighted(0.3, 0..15_usize);
    let room = proptest::option::weighted(0.8, 0..3_u8);
    let people = proptest::collection::vec(participation(), 0..4);
    (room, 0..40_u32, 1..12_u32, whole, prop::bool::weighted(0.1), people).prop_map(
        |(room, start, length, part_of, is_called_off, mut people)| {
            people.sort_by_key(|participation| participation.person);
            people.dedup_by_key(|participation| participation.person);
            Session { room, start, length, part_of, is_called_off, people }
        },
    )
}

/// A programme, and an order to write it in. A session is part of an earlier one only, so that there are no circles.
fn programme() -> impl Strategy<Value = (Vec<Session>, Vec<usize>)> {
    proptest::collection::vec(session(), 1..80).prop_flat_map(|mut sessions| {
        for (at, session) in sessions.iter_mut().enumerate() {
            session.part_of = session.part_of.filter(|&whole| whole < at);
        }
        let order = Just((0..sessions.len()).collect::<Vec<_>>()).prop_shuffle();
        (Just(sessions), order)
    })
}

fn clock(quarters: u32) -> String {
    let minutes = 8 * 60 + quarters * 15;
    format!("2025-07-07T{:02}:{:02}:00Z", minutes / 60, minutes % 60)
}

fn record(at: usize, session: &Session) -> Value {
    let people = session.people.iter().map(|participation| {
        let Participation { person, role, mode, has_declined } = participation;
        let agent = json!({"type": "Person", "name": format!("Person Number{person}")});
        let mut said = json!({"agent": agent, "role": role});
        if let Some(mode) = mode {
            said["mode"] = (*mode).into();
        }
        if *has_declined {
            said["status"] = "declined".into();
        }
        said
    });
    let mut record = json!({
        "type": "Session", "id": format!("#s{at}"), "title": "T",
        "start": clock(session.start), "end": clock(session.start + session.length),
        "participations": people.collect::<Value>(),
    });
    if let Some(room) = session.room {
        record["place"] = json!({"name": format!("Room {room}")});
    }
    if let Some(whole) = session.part_of {
        record["partOf"] = format!("#s{whole}").into();
    }
    if session.is_called_off {
        record["eventStatus"] = "EventCancelled".into();
    }
    record
}

fn ndjson(sessions: &[Session], order: &[usize]) -> String {
    order.iter().map(|&at| record(at, &sessions[at]).to_string() + "\n").collect()
}

/// The same programme as one dataset, in which the sessions begin on lines of their own, too.
fn dataset(sessions: &[Session], order: &[usize]) -> String {
    let records: Vec<String> = order.iter().map(|&at| record(at, &sessions[at]).to_string()).collect();
    format!("{{\"type\": \"Dataset\", \"sessions\": [{}]}}", records.join(",\n"))
}

#[derive(Default)]
struct Findings(Vec<Diagnostic>);

impl Consumer for Findings {
    fn take(&mut self, outcome: &mut Outcome) -> Result<(), Error> {
        self.0.append(&mut outcome.findings);
        Ok(())
    }
}

/// The clashes of one kind in a text.
fn clashes(id: &str, name: &str, text: &str) -> Vec<Diagnostic> {
    let task = Task::Validate(Validate { catalogue: true, checks: Checks::default() });
    let job = Job { task, from: None, files: Files::default(), read: ReadOptions::default(), settings: Vec::new() };
    let input = Input::Text { path: PathBuf::from(name), bytes: text.as_bytes().into() };
    let mut findings = Findings::default();
    pipeline::run(&job, &[input], &mut findings).unwrap();
    findings.0.retain(|finding| finding.id == id);
    findings.0
}

/// The sessions of a finding: the later one, and the one that it clashes with.
fn pair(finding: &Diagnostic, order: &[usize]) -> (usize, usize) {
    let session = |line: usize| order[line - 1];
    (session(finding.place.positions().0.line), session(finding.related[0].place.positions().0.line))
}

/// Who a finding is about, by its path.
fn person(finding: &Diagnostic, session: &Session) -> u8 {
    let path = finding.path.strip_prefix("participations[").and_then(|rest| rest.strip_suffix("].agent"));
    let at: usize = path.and_then(|at| at.parse().ok()).expect("the path of a participation");
    session.people[at].person
}

fn is_within(sessions: &[Session], part: usize, whole: usize) -> bool {
    std::iter::successors(sessions[part].part_of, |&at| sessions[at].part_of).any(|at| at == whole)
}

/// Whether two sessions that have nothing to do with each other are held at the same time.
fn overlap(sessions: &[Session], one: usize, other: usize) -> bool {
    let (a, b) = (&sessions[one], &sessions[other]);
    let overlap = a.start < b.start + b.length && b.start < a.start + a.length;
    let is_part = is_within(sessions, one, other) || is_within(sessions, other, one);
    overlap && !is_part && !a.is_called_off && !b.is_called_off
}

fn share_a_room(sessions: &[Session], one: usize, other: usize) -> bool {
    sessions[one].room.is_some() && sessions[one].room == sessions[other].room && overlap(sessions, one, other)
}

/// Whether a person has to be there in a session, and on site where that is said.
fn speaks(session: &Session, person: u8) -> Option<Participation> {
    let is_there = |it: &&Participation| {
        it.person == person && it.role != "rapporteur" && it.mode != Some("prerecorded") && !it.has_declined
    };
    session.people.iter().find(is_there).copied()
}

fn share_a_person(sessions: &[Session], one: usize, other: usize, person: u8) -> bool {
    let (a, b) = (&sessions[one], &sessions[other]);
    let (Some(there), Some(also)) = (speaks(a, person), speaks(b, person)) else { return false };
    let are_apart = match (a.room, b.room) {
        (Some(room), Some(other)) => room != other,
        _ => there.mode == Some("onsite") && also.mode == Some("onsite"),
    };
    are_apart && overlap(sessions, one, other)
}

/// Each session that clashes with one that begins before it (at the same time: is written before it), compared with
/// every other session.
fn late(sessions: &[Session], order: &[usize], clash: impl Fn(usize, usize) -> bool) -> BTreeSet<usize> {
    let line = |session: usize| order.iter().position(|&at| at == session).unwrap();
    let before = |one: usize, other: usize| (sessions[one].start, line(one)) < (sessions[other].start, line(other));
    let all = 0..sessions.len();
    let is_late = |&later: &usize| all.clone().any(|one| before(one, later) && clash(one, later));
    all.clone().filter(is_late).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn clashes_of_rooms_are_those_of_all_pairs((sessions, order) in programme()) {
        let found = clashes("clash/room", "programme.ndjson", &ndjson(&sessions, &order));
        let pairs: Vec<(usize, usize)> = found.iter().map(|finding| pair(finding, &order)).collect();
        for &(later, other) in &pairs {
            prop_assert!(share_a_room(&sessions, later, other), "{later} and {other} do not clash");
        }
        let told: BTreeSet<usize> = pairs.iter().map(|&(later, _)| later).collect();
        prop_assert_eq!(told.len(), pairs.len(), "one finding for each session");
        prop_assert_eq!(told, late(&sessions, &order, |one, other| share_a_room(&sessions, one, other)));
    }

    #[test]
    fn clashes_of_people_are_those_of_all_pairs((sessions, order) in programme()) {
        let found = clashes("clash/person", "programme.ndjson", &ndjson(&sessions, &order));
        let mut told = BTreeSet::new();
        for finding in &found {
            let (later, other) = pair(finding, &order);
            let person = person(finding, &sessions[later]);
            prop_assert!(share_a_person(&sessions, later, other, person), "{person} in {later} and {other}");
            prop_assert!(told.insert((person, later)), "{person} in {later} is told twice");
        }
        let people = 0..6_u8;
        let model = people.flat_map(|person| {
            let late = late(&sessions, &order, |one, other| share_a_person(&sessions, one, other, person));
            late.into_iter().map(move |session| (person, session))
        });
        prop_assert_eq!(told, model.collect());
    }

    #[test]
    fn a_dataset_has_the_clashes_of_its_records((sessions, order) in programme()) {
        for id in ["clash/room", "clash/person"] {
            let alone = clashes(id, "programme.ndjson", &ndjson(&sessions, &order));
            let together = clashes(id, "programme.json", &dataset(&sessions, &order));
            let place = |finding: &Diagnostic| (finding.place.positions().0.line, finding.path.clone());
            let in_dataset = |finding: &Diagnostic| {
                let (line, path) = place(finding);
                (line, format!("sessions[{}].{path}", line - 1))
            };
            let expected: Vec<_> = alone.iter().map(in_dataset).collect();
            prop_assert_eq!(together.iter().map(place).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn threads_change_nothing((sessions, order) in programme()) {
        let text = ndjson(&sessions, &order);
        let with = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let find = |id| clashes(id, "programme.ndjson", &text);
            format!("{:?}", pool.install(|| [find("clash/room"), find("clash/person")]))
        };
        prop_assert_eq!(with(1), with(4));
    }
}
