//! Clashes: sessions that are in one room at once, or need one person at once.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::circle::Links;
use super::programme::{Programme, Session, Speaker};
use super::reference::References;
use super::{Findings, Sources, Spot};
use crate::check::{Check, Run, check};

check! {
    /// ## What it finds
    /// A session in a room in which another one is held at the same time. Rooms are the same by id, or by name within the
    /// same place and edition; without an edition, within one file. The later session gets the finding, one however many
    /// others are held. A session without `end` has its `duration`; one that begins when another ends is fine.
    ///
    /// Left alone are sessions that are part of each other, cancelled or postponed ones, breaks, exhibitions and poster
    /// sessions, sessions of more than a day, and venues: places that have others inside, or that are the place of an
    /// edition.
    ///
    /// ## Why it matters
    /// One of the two rooms or times is wrong, and people will stand before the wrong door.
    ///
    /// ## Example
    /// Bad: two sessions with `"place": "#room-1"`, one from 09:00 to 10:30 and one from 10:00 to 11:00
    ///
    /// Good: the second from 10:30 to 11:30, or in `#room-2`
    ///
    /// ## How to mend
    /// Correct the time or the room of one of the two. A session that is held within the other says so with `partOf`.
    ROOM = "clash/room", Warning, Run::Elsewhere
}

check! {
    /// ## What it finds
    /// A person who speaks, moderates or chairs in two sessions at the same time, in two rooms, or on site in both. People
    /// are the same by `id`, ORCID, Wikidata or ISNI, or by their full name within one edition; without an edition, within
    /// one file. The later session gets the finding.
    ///
    /// Left alone are those who declined or cancelled, recorded contributions, and what `clash/room` leaves alone.
    ///
    /// ## Why it matters
    /// Nobody can be in two rooms: one of the sessions will lack its speaker, or the person is a namesake of another.
    ///
    /// ## Example
    /// Bad: `"agent": "#jane"` as a speaker in `#room-1` from 09:00 to 10:30 and in `#room-2` from 10:00 to 11:00
    ///
    /// Good: the second session from 10:30 to 11:30
    ///
    /// ## How to mend
    /// Correct the time of one of the sessions, or the person. Whoever has withdrawn has `"status": "cancelled"`; two people
    /// of one name each have an `id`.
    PERSON = "clash/person", Warning, Run::Elsewhere
}

/// Running sessions that a session is compared with. All but a few of them clash with it if one does.
const COMPARED: usize = 64;

/// Tells the clashes of rooms and of people.
pub(super) fn check(programme: &mut Programme, links: &Links, references: &References, findings: &mut Findings) {
    programme.venues.extend(links.containers());
    programme.venues.sort_unstable();
    programme.venues.dedup();
    let Programme { sessions, speakers, venues } = programme;
    let clashes = Clashes { sessions, venues, links };
    clashes.rooms(findings);
    clashes.people(speakers, references, findings);
}

struct Clashes<'c> {
    sessions: &'c [Session],
    /// Sorted.
    venues: &'c [u64],
    links: &'c Links,
}

impl Clashes<'_> {
    /// The room of a session, if it is known.
    fn room(&self, session: &Session) -> Option<u64> {
        (session.place != 0 && self.venues.binary_search(&session.place).is_err()).then_some(session.place)
    }

    /// Whether two sessions are one, or one is a part of the other.
    fn belong_together(&self, one: &Session, other: &Session) -> bool {
        (one.id != 0 && one.id == other.id)
            || self.links.is_within(one.parent, other.id)
            || self.links.is_within(other.parent, one.id)
    }

    fn rooms(&self, findings: &mut Findings) {
        let in_rooms = self.sessions.iter().filter(|session| session.length > 0 && self.room(session).is_some());
        let mut held: Vec<&Session> = in_rooms.collect();
        held.sort_unstable_by_key(|session| (session.edition, session.place, session.start, session.start_spot()));
        for room in held.chunk_by(|one, next| (one.edition, one.place) == (next.edition, next.place)) {
            sweep(
                room,
                |session| session,
                |later, other| !self.belong_together(later, other),
                |later, other| {
                    let (title, times) = (title(other, findings.sources), times(later, other));
                    let message = format!("the room is taken by {title} {times}");
                    tell(&ROOM, [later.place_spot(), other.place_spot()], later.path("place"), message, findings);
                },
            );
        }
    }

    fn people(&self, speakers: &mut Vec<Speaker>, references: &References, findings: &mut Findings) {
        let order = |speaker: &Speaker| {
            let session = &self.sessions[speaker.session as usize];
            (session.start, session.start_spot(), speaker.session)
        };
        speakers
            .sort_unstable_by(|one, other| one.person.cmp(&other.person).then_with(|| order(one).cmp(&order(other))));
        speakers.dedup_by_key(|speaker| (speaker.person, speaker.session));
        for one in speakers.chunk_by(|one, next| one.person == next.person).filter(|same| same.len() > 1) {
            let is_person =
                one.iter().any(|speaker| speaker.part.is_person()) || references.is_a(one[0].person, "Person");
            if is_person {
                self.person(one, findings);
            }
        }
    }

    /// Tells the clashes of one person.
    fn person(&self, speaks: &[Speaker], findings: &mut Findings) {
        let session = |speaker: &Speaker| &self.sessions[speaker.session as usize];
        sweep(
            speaks,
            session,
            |later, other| self.apart(later, other) && !self.belong_together(session(later), session(other)),
            |later, other| {
                let times = times(session(later), session(other));
                let message = format!("this person is in {} {times}", title(session(other), findings.sources));
                let places = [later, other].map(|speaker| session(speaker).speaker_spot(speaker));
                let path = session(later).path(&later.part.path());
                tell(&PERSON, places, path, message, findings);
            },
        );
    }

    /// Whether somebody would have to be in two rooms.
    fn apart(&self, one: &Speaker, other: &Speaker) -> bool {
        let room = |speaker: &Speaker| self.room(&self.sessions[speaker.session as usize]);
        match (room(one), room(other)) {
            (Some(one), Some(other)) => one != other,
            _ => one.part.is_on_site() && other.part.is_on_site(),
        }
    }
}

/// Goes through items in the order of their starts, and tells for each at most one earlier item that it clashes with:
/// of those that are still running, the one that runs longest.
fn sweep<'i, T: 'i>(
    items: &'i [T],
    session: impl Fn(&'i T) -> &'i Session,
    clashes: impl Fn(&'i T, &'i T) -> bool,
    mut tell: impl FnMut(&'i T, &'i T),
) {
    let mut running = BTreeSet::new();
    for (at, item) in items.iter().enumerate() {
        let Session { start, .. } = *session(item);
        if running.last().is_some_and(|&(end, _)| end <= start) {
            running.clear();
        }
        let others = running.iter().rev().take_while(|&&(end, _)| end > start).take(COMPARED);
        let other = others.map(|&(_, Reverse(other))| &items[other]).find(|other| clashes(item, other));
        if let Some(other) = other {
            tell(item, other);
        }
        running.insert((session(item).end(), Reverse(at)));
    }
}

fn tell(check: &Check, [spot, other]: [Spot; 2], path: String, message: String, findings: &mut Findings) {
    let help = if check.id == ROOM.id {
        "correct the time or the room of one of the two; a part of the other session says partOf"
    } else {
        "correct the time or the person; who has withdrawn has \"status\": \"cancelled\""
    };
    findings.tell(check, spot, message, |finding, sources| {
        finding.at(path).label("at the same time").relate(other.place(sources), "here").help(help)
    });
}

/// When another session is held, on the clocks of the first.
fn times(session: &Session, other: &Session) -> String {
    let clock = |seconds| session.local(seconds).map(|time| time.strftime("%H:%M").to_string()).unwrap_or_default();
    format!("from {} to {}", clock(other.start), clock(other.end()))
}

/// The title of a session as it is written, where the text is still at hand and has no escapes in it.
fn title(session: &Session, sources: &Sources) -> String {
    let (_, source) = &sources[session.start_spot().file as usize];
    let written = source.as_ref().map_or("", |source| source.slice(session.title)).trim_matches(['"', '\'']);
    if written.is_empty() || written.contains(['\\', '\n']) {
        return "another session".to_owned();
    }
    format!("\"{written}\"")
}
