//! Sessions as the schedule of one edition: days, rooms, and events with the keys that a schedule needs.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::tz::Offset;
use uuid::Uuid;

use crate::doc::Node;
use crate::format::feed::{is_web, minutes, moment_of};
use crate::format::programme::{Known, Lost, class_of, text, unpacked};
use crate::rdf::naming;

/// What an event, a participation, a person and an edition say in a schedule; the rest is lost.
const EVENT: &[&str] = &[
    "type",
    "id",
    "identifier",
    "title",
    "abstract",
    "description",
    "edition",
    "track",
    "sessionType",
    "eventStatus",
    "start",
    "end",
    "duration",
    "timeZone",
    "place",
    "languages",
    "participations",
    "resources",
    "url",
];
const PARTICIPATION: &[&str] = &["type", "id", "agent", "order"];
/// The same where the schedule can say the role.
const WITH_ROLE: &[&str] = &["type", "id", "agent", "role", "order"];
const NAMED: &[&str] = &["type", "id", "name"];
const TRACK: &[&str] = &["type", "id", "label", "conceptKind"];
const RESOURCE: &[&str] = &["type", "id", "url", "title", "resourceKind", "order"];
const EDITION: &[&str] = &["type", "id", "identifier", "name", "startDate", "endDate", "timeZone", "url"];

/// The schedule of an edition.
#[derive(Debug, Default)]
pub(super) struct Plan<'n> {
    pub(super) title: &'n str,
    /// At least four of lower-case letters, digits and hyphens.
    pub(super) acronym: String,
    pub(super) start: Option<&'n str>,
    pub(super) end: Option<&'n str>,
    pub(super) zone: Option<&'n str>,
    pub(super) url: Option<&'n str>,
    pub(super) days: Vec<Day<'n>>,
}

/// The events that begin on one day of the calendar, where they are held.
#[derive(Debug)]
pub(super) struct Day<'n> {
    pub(super) date: &'n str,
    pub(super) start: &'n str,
    pub(super) end: String,
    /// By name; the empty name is no room.
    pub(super) rooms: BTreeMap<&'n str, Vec<Event<'n>>>,
}

#[derive(Debug)]
pub(super) struct Event<'n> {
    pub(super) id: u32,
    pub(super) guid: Uuid,
    pub(super) slug: String,
    pub(super) session: &'n Node<'n>,
    pub(super) start: &'n str,
    /// Hours and minutes; none where the session has no end.
    pub(super) duration: Option<(u32, u32)>,
    pub(super) track: &'n str,
    pub(super) people: Vec<Person<'n>>,
    pub(super) links: Vec<Link<'n>>,
}

#[derive(Debug)]
pub(super) struct Person<'n> {
    pub(super) id: u32,
    pub(super) guid: Uuid,
    pub(super) name: &'n str,
    pub(super) role: &'n str,
}

#[derive(Debug)]
pub(super) struct Link<'n> {
    pub(super) url: &'n str,
    pub(super) title: Option<&'n str>,
    /// Whether it is a file that belongs to the event, and not only a page about it.
    pub(super) is_file: bool,
}

impl<'n> Event<'n> {
    /// A text of the session, in the one language that there is room for.
    pub(super) fn text(&self, key: &str) -> &'n str {
        self.session.get(key).and_then(text).unwrap_or_default()
    }

    pub(super) fn iri(&self) -> &'n str {
        self.session.text("id").unwrap_or_default()
    }

    /// The last part of a code: those of the event itself stand after its name.
    pub(super) fn kind(&self) -> &'n str {
        self.session.text("sessionType").map_or("", |code| code.rsplit(['/', ':']).next().unwrap_or(code))
    }

    pub(super) fn languages(&self) -> impl Iterator<Item = &'n str> {
        self.session.get("languages").map_or(&[][..], Node::items).iter().filter_map(Node::as_str)
    }
}

/// Plans the sessions of the edition that has most of them; whatever is not in it is lost.
pub(super) fn plan<'n>(records: &'n [Node<'n>], known: &'n Known<'n>, roles: &[&str], lost: &mut Lost) -> Plan<'n> {
    let (sessions, others): (Vec<&Node>, Vec<&Node>) =
        unpacked(records).partition(|record| class_of(record).name == "Session");
    for record in others.into_iter().filter(|record| !is_carried(record)) {
        lost.record(record, "a schedule has no place for it");
    }
    let edition = main_edition(&sessions, known);
    let mut plan = edition.map_or_else(Plan::default, Plan::of);
    if let Some(edition) = edition {
        lost.fields(edition, EDITION);
    }
    if plan.title.is_empty() {
        plan.title = "programme";
    }
    if plan.acronym.len() < 4 {
        plan.acronym.push_str(if plan.acronym.is_empty() { "programme" } else { "-programme" });
    }
    let mut planner = Planner { known, lost, roles, ids: Numbers::default(), people: Numbers::default() };
    let sessions: Vec<&Node> = sessions.into_iter().filter(|session| planner.is_planned(session, edition)).collect();
    plan.zone = plan.zone.or_else(|| common_zone(&sessions));
    for session in &sessions {
        planner.ids.reserve(session.text("identifier"));
    }
    let mut events: Vec<Event> = sessions.into_iter().filter_map(|session| planner.event(session, &plan)).collect();
    events.sort_by_key(|event| (moment(event.start).map(|(at, _)| at), event.id));
    for event in events {
        plan.add(event, known);
    }
    plan
}

/// Records that are said in the events that refer to them.
fn is_carried(record: &Node) -> bool {
    matches!(class_of(record).name.as_str(), "Dataset" | "Edition" | "Person" | "Organization" | "Place" | "Concept")
}

/// The zone that all sessions name.
fn common_zone<'n>(sessions: &[&'n Node<'n>]) -> Option<&'n str> {
    let mut zones = sessions.iter().map(|session| session.text("timeZone"));
    let first = zones.next()?;
    first.filter(|_| zones.all(|zone| zone == first))
}

/// The edition of most sessions; of several the first by name.
fn main_edition<'n>(sessions: &[&'n Node<'n>], known: &Known<'n>) -> Option<&'n Node<'n>> {
    let mut counts: BTreeMap<&str, (usize, &Node)> = BTreeMap::new();
    for edition in sessions.iter().filter_map(|session| known.of(session, "edition")) {
        counts.entry(edition.text("id").unwrap_or_default()).or_insert((0, edition)).0 += 1;
    }
    let most = counts.values().map(|(count, _)| *count).max()?;
    counts.into_values().find(|(count, _)| *count == most).map(|(_, edition)| edition)
}

impl<'n> Plan<'n> {
    fn of(edition: &'n Node<'n>) -> Self {
        let title = edition.get("name").and_then(text).unwrap_or_default();
        let mut acronym = String::new();
        naming::slug(edition.text("identifier").unwrap_or(title), 40, &mut acronym);
        let url = edition.text("url").filter(|url| is_web(url));
        let (start, end) = (edition.text("startDate"), edition.text("endDate"));
        Self { title, acronym, start, end, zone: edition.text("timeZone"), url, days: Vec::new() }
    }

    fn add(&mut self, event: Event<'n>, known: &Known<'n>) {
        let date = &event.start[..10];
        let place = known.of(event.session, "place").and_then(|place| text(place.get("name")?)).unwrap_or_default();
        let end = event.end();
        let at = self.days.iter().position(|day| day.date == date).unwrap_or_else(|| {
            self.days.push(Day { date, start: event.start, end: end.clone(), rooms: BTreeMap::new() });
            self.days.len() - 1
        });
        let day = &mut self.days[at];
        if moment(&end) > moment(&day.end) {
            day.end = end;
        }
        day.rooms.entry(place).or_default().push(event);
    }
}

impl Event<'_> {
    /// When it ends; where that is not known, when it begins.
    pub(super) fn end(&self) -> String {
        let Some((start, offset)) = moment(self.start) else { return self.start.to_owned() };
        let minutes = self.duration.map_or(0, |(hours, minutes)| i64::from(hours * 60 + minutes));
        let end = start.checked_add(jiff::SignedDuration::from_mins(minutes)).unwrap_or(start);
        let (sign, seconds) = (if offset.seconds() < 0 { '-' } else { '+' }, offset.seconds().abs());
        let local = offset.to_datetime(end).strftime("%Y-%m-%dT%H:%M:%S");
        format!("{local}{sign}{:02}:{:02}", seconds / 3600, seconds / 60 % 60)
    }
}

struct Planner<'n, 'l> {
    known: &'n Known<'n>,
    lost: &'l mut Lost,
    /// The roles that the schedule can say.
    roles: &'l [&'l str],
    ids: Numbers,
    people: Numbers,
}

impl<'n> Planner<'n, '_> {
    /// Whether a session can stand in the schedule: it is of the edition, has a time, and takes place.
    fn is_planned(&mut self, session: &'n Node<'n>, edition: Option<&'n Node<'n>>) -> bool {
        let own = self.known.of(session, "edition").and_then(|edition| edition.text("id"));
        let why = match session.text("eventStatus") {
            _ if own != edition.and_then(|edition| edition.text("id")) => "a schedule is of one edition",
            Some("EventCancelled" | "EventPostponed") => "it does not take place, and a schedule cannot say so",
            _ if session.text("start").is_none() => "it has no start",
            _ => return true,
        };
        self.lost.record(session, why);
        false
    }

    fn event(&mut self, session: &'n Node<'n>, plan: &Plan<'n>) -> Option<Event<'n>> {
        self.lost.fields(session, EVENT);
        let start = session.text("start")?;
        let iri = session.text("id").unwrap_or_default();
        let id = self.ids.number(session.text("identifier"), iri);
        let mut slug = format!("{}-{id}-", plan.acronym.replace('-', "_"));
        let length = slug.len();
        naming::slug(session.get("title").and_then(text).unwrap_or_default(), 40, &mut slug);
        if slug.len() < length + 3 {
            slug.push_str("session");
        }
        let track = self.known.of(session, "track");
        if let Some(track) = track {
            self.lost.fields(track, TRACK);
        }
        let duration = length_of(session);
        Some(Event {
            id,
            guid: guid(iri),
            slug,
            session,
            start,
            duration: duration.map(|minutes| (minutes / 60, minutes % 60)),
            track: track.and_then(|track| text(track.get("label")?)).unwrap_or_default(),
            people: self.people(session),
            links: self.links(session),
        })
    }

    fn people(&mut self, session: &'n Node<'n>) -> Vec<Person<'n>> {
        let known = self.known;
        let participations = session.get("participations").map_or(&[][..], Node::items).iter();
        let mut people = Vec::new();
        for participation in participations.filter_map(|one| known.resolve(one)) {
            let is_said = participation.text("role").is_some_and(|role| self.roles.contains(&role));
            self.lost.fields(participation, if is_said { WITH_ROLE } else { PARTICIPATION });
            let Some(agent) = known.of(participation, "agent") else { continue };
            self.lost.fields(agent, NAMED);
            let iri = agent.text("id").unwrap_or_default();
            let key = iri.rsplit(['-', '/', '#']).next();
            people.push(Person {
                guid: guid(iri),
                role: participation.text("role").unwrap_or_default(),
                id: self.people.number(key, iri),
                name: agent.get("name").and_then(text).unwrap_or_default(),
            });
        }
        people
    }

    fn links(&mut self, session: &'n Node<'n>) -> Vec<Link<'n>> {
        let known = self.known;
        let resources = session.get("resources").map_or(&[][..], Node::items).iter();
        let mut links = Vec::new();
        for resource in resources.filter_map(|one| known.resolve(one)) {
            self.lost.fields(resource, RESOURCE);
            let is_file =
                matches!(resource.text("resourceKind"), Some("slides" | "document" | "recording" | "transcript"));
            let title = resource.get("title").and_then(text);
            links.extend(resource.text("url").map(|url| Link { url, title, is_file }));
        }
        links
    }
}

/// Numbers for things that have other keys: their own key where it is one, else one that only the IRI makes.
#[derive(Debug, Default)]
struct Numbers {
    given: BTreeMap<String, u32>,
    /// Those that are somebody's own key.
    reserved: BTreeSet<u32>,
    used: BTreeSet<u32>,
}

impl Numbers {
    /// The greatest that the slug of an event has room for.
    const GREATEST: u32 = 999_999;

    fn own(key: Option<&str>) -> Option<u32> {
        let number = key?.parse().ok().filter(|number| (1..=Self::GREATEST).contains(number))?;
        (key == Some(number.to_string().as_str())).then_some(number)
    }

    /// Keeps a number for the thing that has it as its key.
    fn reserve(&mut self, key: Option<&str>) {
        self.reserved.extend(Self::own(key));
    }

    fn number(&mut self, key: Option<&str>, iri: &str) -> u32 {
        if let Some(number) = self.given.get(iri) {
            return *number;
        }
        let own = Self::own(key).filter(|number| !self.used.contains(number));
        let number = own.unwrap_or_else(|| {
            let (high, _) = guid(iri).as_u64_pair();
            let mut number = u32::try_from(high % u64::from(Self::GREATEST)).unwrap_or_default() + 1;
            while self.reserved.contains(&number) || self.used.contains(&number) {
                number = number % Self::GREATEST + 1;
            }
            number
        });
        self.used.insert(number);
        self.given.insert(iri.to_owned(), number);
        number
    }
}

/// The UUID that an IRI is, else the one that its name makes (version 5, RFC 9562).
fn guid(iri: &str) -> Uuid {
    let own = iri.strip_prefix("urn:uuid:").and_then(|uuid| uuid.parse().ok());
    own.unwrap_or_else(|| Uuid::new_v5(&Uuid::NAMESPACE_URL, iri.as_bytes()))
}

/// How many minutes a session takes, rounded up; none where that is not known or 100 hours and more.
fn length_of(session: &Node) -> Option<u32> {
    let between = || {
        let (start, end) = (moment(session.text("start")?)?.0, moment(session.text("end")?)?.0);
        u32::try_from((end.as_second() - start.as_second() + 59) / 60).ok()
    };
    between().or_else(|| minutes(session.text("duration")?)).filter(|minutes| *minutes < 6000)
}

/// A moment, and how far its clock is ahead of UTC.
fn moment(text: &str) -> Option<(Timestamp, Offset)> {
    moment_of(text)
}
