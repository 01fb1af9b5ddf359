//! What is kept of sessions: when and where they are, and who speaks in them.

use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use twox_hash::XxHash3_64;

use super::{Collector, Mark, Spot, hash, hash_of};
use crate::check::text::is_placeholder;
use crate::check::time;
use crate::doc::{Node, Path, Value};
use crate::model::grammar;
use crate::source::Span;
use crate::vocab;

/// The position of a session that stands in no dataset.
const ALONE: u32 = u32::MAX;

/// A session with a start.
#[derive(Debug, Clone, Copy)]
pub(super) struct Session {
    /// 0 for a session without id; so it is for the other hashes.
    pub(super) id: u64,
    pub(super) parent: u64,
    pub(super) edition: u64,
    pub(super) place: u64,
    /// In seconds, as Unix counts them.
    pub(super) start: i64,
    /// In seconds; 0 for a session that holds no room, or whose end is not known.
    pub(super) length: u32,
    /// Minutes by which its clocks are ahead of UTC.
    offset: i16,
    /// Whether the edition is named by its id, and has its days elsewhere.
    pub(super) edition_by_id: bool,
    pub(super) is_day_zero: bool,
    /// Position among the sessions of its dataset; [`ALONE`] for one that is a document of its own.
    item: u32,
    file: u32,
    start_mark: Mark,
    place_mark: Mark,
    /// Where the title is in the text, if that is still at hand.
    pub(super) title: Span,
}

impl Session {
    pub(super) fn end(&self) -> i64 {
        self.start + i64::from(self.length)
    }

    fn spot(&self, mark: Mark) -> Spot {
        Spot { file: self.file, mark }
    }

    pub(super) fn start_spot(&self) -> Spot {
        self.spot(self.start_mark)
    }

    pub(super) fn place_spot(&self) -> Spot {
        self.spot(self.place_mark)
    }

    /// The path of one of its members in the document.
    pub(super) fn path(&self, member: &str) -> String {
        if self.item == ALONE { member.to_owned() } else { format!("sessions[{}].{member}", self.item) }
    }

    /// Where somebody who speaks in it is named.
    pub(super) fn speaker_spot(&self, speaker: &Speaker) -> Spot {
        let Speaker { line, column, length, .. } = *speaker;
        self.spot(Mark { line, column, length: u32::from(length) })
    }

    /// The day on which it starts, where it is held.
    pub(super) fn date(&self) -> Option<Date> {
        self.local(self.start).map(DateTime::date)
    }

    /// A moment on the session's clocks.
    pub(super) fn local(&self, seconds: i64) -> Option<DateTime> {
        let offset = Offset::from_seconds(i32::from(self.offset) * 60).ok()?;
        Some(offset.to_datetime(Timestamp::from_second(seconds).ok()?))
    }
}

/// Somebody who speaks in a session.
#[derive(Debug, Clone, Copy)]
pub(super) struct Speaker {
    pub(super) person: u64,
    /// Position of the session.
    pub(super) session: u32,
    line: u32,
    column: u32,
    length: u16,
    pub(super) part: Part,
}

/// A participation in two bytes: its position in the list, whether it is known to be that of a person and not of an
/// organization, and whether it is on site.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part(u16);

impl Part {
    fn new(at: usize, is_person: bool, is_on_site: bool) -> Self {
        let at = u16::try_from(at).unwrap_or(u16::MAX).min(u16::MAX >> 2);
        Self(at << 2 | u16::from(is_person) << 1 | u16::from(is_on_site))
    }

    /// The path of who speaks, in the session.
    pub(super) fn path(self) -> String {
        format!("participations[{}].agent", self.0 >> 2)
    }

    pub(super) fn is_person(self) -> bool {
        self.0 & 2 != 0
    }

    pub(super) fn is_on_site(self) -> bool {
        self.0 & 1 != 0
    }
}

/// The sessions of some records.
#[derive(Debug, Default)]
pub(super) struct Programme {
    pub(super) sessions: Vec<Session>,
    pub(super) speakers: Vec<Speaker>,
    /// Places that are no rooms: they have others inside, or are those of whole editions.
    pub(super) venues: Vec<u64>,
}

impl Programme {
    pub(super) fn append(&mut self, mut later: Programme) {
        let before = position(self.sessions.len());
        later.speakers.iter_mut().for_each(|speaker| speaker.session = speaker.session.saturating_add(before));
        self.sessions.append(&mut later.sessions);
        self.speakers.append(&mut later.speakers);
        self.venues.append(&mut later.venues);
    }

    fn venue(&mut self, place: u64) {
        if self.venues.last() != Some(&place) {
            self.venues.push(place);
        }
    }
}

/// A position in a list in few bytes.
fn position(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Types of sessions that take up no room: others may be held there at the same time.
const BESIDE_OTHERS: [&str; 3] = ["break", "exhibition", "poster-session"];
const CALLED_OFF: [&str; 2] = ["EventCancelled", "EventPostponed"];
/// Roles that somebody cannot have in two sessions at once.
const SPEAKING: [&str; 10] = [
    "chair",
    "co-chair",
    "discussant",
    "facilitator",
    "keynote",
    "moderator",
    "online-moderator",
    "panelist",
    "speaker",
    "trainer",
];
const NOT_COMING: [&str; 2] = ["cancelled", "declined"];
/// Names that stand where the room's would, without capitals.
const NO_ROOM: [&str; 8] = ["hybrid", "online", "remote", "various", "virtual", "webex", "youtube", "zoom"];

/// The members of a session that matter here.
#[derive(Default)]
struct Said<'n> {
    title: Option<&'n Node<'n>>,
    edition: Option<&'n Node<'n>>,
    part_of: Option<&'n Node<'n>>,
    session_type: Option<&'n Node<'n>>,
    event_status: Option<&'n Node<'n>>,
    attendance_mode: Option<&'n Node<'n>>,
    start: Option<&'n Node<'n>>,
    end: Option<&'n Node<'n>>,
    duration: Option<&'n Node<'n>>,
    place: Option<&'n Node<'n>>,
    participations: Option<&'n Node<'n>>,
}

impl<'n> Said<'n> {
    fn new(session: &'n Node<'n>) -> Self {
        let mut said = Self::default();
        for member in session.as_object().unwrap_or_default() {
            let slot = match &*member.key {
                "title" => &mut said.title,
                "edition" => &mut said.edition,
                "partOf" => &mut said.part_of,
                "sessionType" => &mut said.session_type,
                "eventStatus" => &mut said.event_status,
                "attendanceMode" => &mut said.attendance_mode,
                "start" => &mut said.start,
                "end" => &mut said.end,
                "duration" => &mut said.duration,
                "place" => &mut said.place,
                "participations" => &mut said.participations,
                _ => continue,
            };
            *slot = Some(&member.node);
        }
        said
    }

    /// How long the session is, in seconds; 0 where it is not known or no length that a session has.
    fn length(&self, start: Timestamp) -> u32 {
        let end = text(self.end).and_then(|end| end.parse::<Timestamp>().ok());
        let length = match end {
            Some(end) => Some(start.duration_until(end)),
            None => text(self.duration).and_then(time::duration),
        };
        let length = length.filter(|length| (SignedDuration::ZERO..=time::DAY).contains(length));
        length.and_then(|length| u32::try_from(length.as_secs()).ok()).unwrap_or(0)
    }

    /// Whether other sessions cannot be held there at the same time.
    fn takes_the_room(&self) -> bool {
        !is_one_of(self.session_type, &BESIDE_OTHERS) && !is_one_of(self.event_status, &CALLED_OFF)
    }
}

fn text<'n>(node: Option<&'n Node<'n>>) -> Option<&'n str> {
    node?.as_str()
}

fn is_one_of(node: Option<&Node>, words: &[&str]) -> bool {
    text(node).is_some_and(|text| words.contains(&text))
}

/// The string of a text, in the first language that it is given in.
fn first<'n>(node: &'n Node<'n>) -> Option<&'n Node<'n>> {
    match &node.value {
        Value::String(_) => Some(node),
        Value::Object(members) => members.first().map(|member| &member.node),
        _ => None,
    }
}

/// What stands for a text within something else.
fn within(outer: u64, text: &str) -> u64 {
    XxHash3_64::oneshot_with_seed(outer, text.as_bytes())
}

/// The name of a node: where it stands, and its text.
fn name<'n>(node: &'n Node<'n>) -> Option<(&'n str, Span)> {
    let name = first(node.get("name")?)?;
    Some((name.as_str()?, name.span))
}

/// Minutes that a moment's clock is ahead of UTC.
fn offset(moment: &str) -> i16 {
    let tail = moment.as_bytes().last_chunk::<6>();
    let digit = |byte: u8| i16::from(byte.wrapping_sub(b'0') % 10);
    match tail {
        Some(&[sign @ (b'+' | b'-'), h, hh, b':', m, mm]) => {
            let minutes = (digit(h) * 10 + digit(hh)) * 60 + digit(m) * 10 + digit(mm);
            if sign == b'-' { -minutes } else { minutes }
        }
        _ => 0,
    }
}

impl Collector<'_> {
    /// Keeps the place that another one is in, or an edition: it is more than a room.
    pub(super) fn venue_of(&mut self, node: &Node, key: &str) {
        if let Some((place, _)) = node.get(key).and_then(|place| self.place(place)) {
            self.index.programme.venue(place);
        }
    }

    /// What stands for a place: its id, or its name within the place that it is in. Tells also whether it is the name.
    fn place(&mut self, node: &Node) -> Option<(u64, bool)> {
        let outer = node.get("containedInPlace").and_then(|outer| self.place(outer)).map_or(0, |(outer, _)| outer);
        if outer != 0 {
            self.index.programme.venue(outer);
        }
        if let Some(id) = hash_of(node) {
            return Some((id, false));
        }
        let (name, _) = name(node)?;
        let is_room = !NO_ROOM.iter().any(|word| name.trim().eq_ignore_ascii_case(word)) && !is_placeholder(name);
        is_room.then(|| (within(outer, name), true))
    }

    /// Keeps a session, and who speaks in it.
    pub(super) fn session(&mut self, node: &Node, id: u64, path: &Path) {
        let said = Said::new(node);
        if let Some(edition) = said.edition {
            self.venue_of(edition, "place");
        }
        let place = said.place.and_then(|place| self.place(place));
        let Some((text, start)) = said.start.and_then(|node| Some((node.as_str()?, node))) else { return };
        let Ok(moment) = text.parse::<Timestamp>() else { return };
        let by_name = || said.edition.and_then(name).map(|(name, _)| within(0, name));
        let edition = said.edition.and_then(hash_of).or_else(by_name).unwrap_or(0);
        let has_days = |edition: &Node| edition.get("startDate").is_some() || edition.get("endDate").is_some();
        let place_span =
            said.place.map(|place| name(place).map_or(place.get("id").unwrap_or(place).span, |(_, span)| span));
        // Names mean the same room or person within one edition, or one file where the edition is not known.
        let scope = if edition == 0 { u64::from(self.file) + 1 } else { edition };
        let session = Session {
            id,
            parent: said.part_of.and_then(hash_of).unwrap_or(0),
            edition: if place.is_some_and(|(_, by_name)| by_name) { scope } else { edition },
            place: place.map_or(0, |(place, _)| place),
            start: moment.as_second(),
            length: if said.takes_the_room() { said.length(moment) } else { 0 },
            offset: offset(text),
            edition_by_id: said.edition.is_some_and(|edition| hash_of(edition).is_some() && !has_days(edition)),
            is_day_zero: is_one_of(said.session_type, &["day-0-event"]),
            item: if let Path::Index(_, at) = path { position(*at) } else { ALONE },
            file: self.file,
            start_mark: self.mark(start.span),
            place_mark: place_span.map(|span| self.mark(span)).unwrap_or_default(),
            title: said.title.and_then(first).map(|title| title.span).unwrap_or_default(),
        };
        if session.length > 0 {
            self.speakers(&said, scope);
        }
        self.index.programme.sessions.push(session);
    }

    fn speakers(&mut self, said: &Said, scope: u64) {
        let on_site = is_one_of(said.attendance_mode, &["OfflineEventAttendanceMode"]);
        for (at, participation) in said.participations.map(Node::items).unwrap_or_default().iter().enumerate() {
            let mode = participation.text("mode");
            let comes = !is_one_of(participation.get("status"), &NOT_COMING) && mode != Some("prerecorded");
            if !comes || !is_one_of(participation.get("role"), &SPEAKING) {
                continue;
            }
            let Some((person, is_person, span)) = participation.get("agent").and_then(|agent| person(agent, scope))
            else {
                continue;
            };
            let Mark { line, column, length } = self.mark(span);
            self.index.programme.speakers.push(Speaker {
                person,
                session: position(self.index.programme.sessions.len()),
                line,
                column,
                length: u16::try_from(length).unwrap_or(u16::MAX),
                part: Part::new(at, is_person, mode.map_or(on_site, |mode| mode == "onsite")),
            });
        }
    }
}

/// What stands for a person: the id, else the number that an authority gave, else the name within the edition. Tells
/// also whether it is known to be a person, and where that stands.
fn person(agent: &Node, scope: u64) -> Option<(u64, bool, Span)> {
    if let Some(text) = agent.as_str() {
        return Some((hash(text), text.starts_with(vocab::orcid::NS) || text.starts_with("orcid:"), agent.span));
    }
    if agent.text("type") != Some("Person") {
        return None;
    }
    let (name, span) = name(agent)?;
    let number = |(key, namespace): (&str, &str)| {
        let bare = grammar::bare_identifier(agent.text(key)?);
        Some(hash(&format!("{namespace}{bare}")))
    };
    let numbers = [("orcid", vocab::orcid::NS), ("wikidata", vocab::wikidata::NS), ("isni", vocab::isni::NS)];
    let given = agent.text("id").map(hash).or_else(|| numbers.into_iter().find_map(number));
    let by_name = || {
        // A single word may be anybody's.
        let is_full = name.split_whitespace().nth(1).is_some() && !is_placeholder(name);
        is_full.then(|| within(scope, name))
    };
    Some((given.or_else(by_name)?, true, span))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_in_minutes() {
        let moments = ["2025-07-07T09:00:00+05:30", "2025-07-07T09:00:00-03:00", "2025-07-07T09:00:00Z"];
        assert_eq!(moments.map(offset), [330, -180, 0]);
    }

    #[test]
    fn rows_are_as_small_as_promised() {
        assert_eq!((size_of::<Session>(), size_of::<Speaker>()), (88, 24));
    }
}
