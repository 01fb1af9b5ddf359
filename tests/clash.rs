//! Clashes of rooms in generated programmes: the same as a naive comparison of all pairs finds, whatever the order of the
//! records and the number of threads.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::PathBuf;

use plenary::check::Checks;
use plenary::diagnostic::{Diagnostic, Error};
use plenary::format::ReadOptions;
use plenary::input::{Files, Input};
use plenary::pipeline::{self, Consumer, Job, Outcome, Task, Validate};
use proptest::prelude::*;

/// A session of a generated programme, in quarters of an hour from 08:00 on.
#[derive(Debug, Clone)]
struct Session {
    room: u8,
    start: u32,
    length: u32,
    part_of: Option<usize>,
}

fn session() -> impl Strategy<Value = Session> {
    (0..3_u8, 0..40_u32, 1..12_u32, proptest::option::weighted(0.3, 0..15_usize))
        .prop_map(|(room, start, length, part_of)| Session { room, start, length, part_of })
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

fn ndjson(sessions: &[Session], order: &[usize]) -> String {
    order.iter().fold(String::new(), |mut text, &at| {
        let Session { room, start, length, part_of } = &sessions[at];
        let whole = part_of.map(|whole| format!(r##""partOf": "#s{whole}", "##)).unwrap_or_default();
        let (begin, end) = (clock(*start), clock(start + length));
        let _ = writeln!(
            text,
            r##"{{"type": "Session", "id": "#s{at}", "title": "T", {whole}"start": "{begin}", "end": "{end}", "place": {{"name": "Room {room}"}}}}"##
        );
        text
    })
}

#[derive(Default)]
struct Findings(Vec<Diagnostic>);

impl Consumer for Findings {
    fn take(&mut self, outcome: &mut Outcome) -> Result<(), Error> {
        self.0.append(&mut outcome.findings);
        Ok(())
    }
}

fn clashes(text: &str) -> Vec<Diagnostic> {
    let task = Task::Validate(Validate { catalogue: true, checks: Checks::default() });
    let job = Job { task, from: None, files: Files::default(), read: ReadOptions::default(), settings: Vec::new() };
    let input = Input::Text { path: PathBuf::from("programme.ndjson"), bytes: text.as_bytes().into() };
    let mut findings = Findings::default();
    pipeline::run(&job, &[input], &mut findings).unwrap();
    findings.0.retain(|finding| finding.id == "clash/room");
    findings.0
}

/// The sessions of a finding: the later one, and the one that it clashes with.
fn pair(finding: &Diagnostic, order: &[usize]) -> (usize, usize) {
    let session = |line: usize| order[line - 1];
    (session(finding.place.positions().0.line), session(finding.related[0].place.positions().0.line))
}

fn is_within(sessions: &[Session], part: usize, whole: usize) -> bool {
    std::iter::successors(sessions[part].part_of, |&at| sessions[at].part_of).any(|at| at == whole)
}

fn clash(sessions: &[Session], one: usize, other: usize) -> bool {
    let (a, b) = (&sessions[one], &sessions[other]);
    let overlap = a.start < b.start + b.length && b.start < a.start + a.length;
    a.room == b.room && overlap && !is_within(sessions, one, other) && !is_within(sessions, other, one)
}

/// Each session that clashes with one that begins before it (at the same time: is written before it), compared with
/// every other session.
fn model(sessions: &[Session], order: &[usize]) -> BTreeSet<usize> {
    let line = |session: usize| order.iter().position(|&at| at == session).unwrap();
    let before = |one: usize, other: usize| (sessions[one].start, line(one)) < (sessions[other].start, line(other));
    let all = 0..sessions.len();
    let is_late = |&later: &usize| all.clone().any(|one| before(one, later) && clash(sessions, one, later));
    all.clone().filter(is_late).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn clashes_are_those_of_all_pairs((sessions, order) in programme()) {
        let found = clashes(&ndjson(&sessions, &order));
        let pairs: Vec<(usize, usize)> = found.iter().map(|finding| pair(finding, &order)).collect();
        for &(later, other) in &pairs {
            prop_assert!(clash(&sessions, later, other), "{later} and {other} do not clash");
        }
        let late: BTreeSet<usize> = pairs.iter().map(|&(later, _)| later).collect();
        prop_assert_eq!(late.len(), pairs.len(), "one finding for each session");
        prop_assert_eq!(late, model(&sessions, &order));
    }

    #[test]
    fn threads_change_nothing((sessions, order) in programme()) {
        let text = ndjson(&sessions, &order);
        let with = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            format!("{:?}", pool.install(|| clashes(&text)))
        };
        prop_assert_eq!(with(1), with(4));
    }
}
