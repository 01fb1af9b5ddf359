//! Data of scientific conferences in the terms of schema.org: what the Semantic Web Dog Food and `ScholarlyData` published.
//!
//! Their vocabularies (swc, swrc, FOAF, the iCalendar schema of the W3C, the conference ontology) say of events, people and
//! organizations what schema.org says under other names. The statements are rewritten by the tables here, and read on as
//! schema.org. What has no row stays as it is.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use jiff::civil::DateTime;
use jiff::tz::TimeZoneDatabase;

use super::graph::{Statement, Term};
use crate::vocab::{pl, rdf, schema, xsd};

mod roles;

const SWC: &str = "http://data.semanticweb.org/ns/swc/ontology#";
const CONFERENCE: &str = "https://w3id.org/scholarlydata/ontology/conference-ontology.owl#";
const ICAL: &str = "http://www.w3.org/2002/12/cal/ical#";
const FOAF: &str = "http://xmlns.com/foaf/0.1/";
const SWRC: &str = "http://swrc.ontoware.org/ontology#";

/// Types by vocabulary and local name, and the type of schema.org.
const TYPES: &[(&str, &[&str], &str)] = &[
    (SWC, &["ConferenceEvent"], "ConferenceEvent"),
    (
        SWC,
        &[
            "AcademicEvent",
            "BreakEvent",
            "CoffeeBreak",
            "ConferenceDinner",
            "DemoEvent",
            "ExcursionEvent",
            "InvitedTalkEvent",
            "KeynoteTalk",
            "MealEvent",
            "NonAcademicEvent",
            "OrganisedEvent",
            "PanelEvent",
            "PosterEvent",
            "ReceptionEvent",
            "SessionEvent",
            "SocialEvent",
            "SpecialEvent",
            "TalkEvent",
            "TrackEvent",
            "TutorialEvent",
            "WorkshopEvent",
        ],
        "Event",
    ),
    (CONFERENCE, &["Conference"], "ConferenceEvent"),
    (
        CONFERENCE,
        &[
            "AcademicEvent",
            "Break",
            "Keynote",
            "Meal",
            "NonAcademicEvent",
            "OrganisedEvent",
            "Panel",
            "PosterSession",
            "Session",
            "SocialEvent",
            "Talk",
            "Track",
            "Tutorial",
            "Workshop",
        ],
        "Event",
    ),
    (CONFERENCE, &["Person"], "Person"),
    (CONFERENCE, &["Organisation"], "Organization"),
    (FOAF, &["Person"], "Person"),
    (FOAF, &["Organization", "Group"], "Organization"),
    (SWRC, &["Organization"], "Organization"),
    (SWC, &["ConferenceVenuePlace", "MeetingRoomPlace"], "Place"),
];

/// Properties by vocabulary and local name, and the property of schema.org.
const PROPERTIES: &[(&str, &[&str], &str)] = &[
    (SWC, &["isSubEventOf"], "superEvent"),
    (SWC, &["isSuperEventOf"], "subEvent"),
    (SWC, &["hasLocation"], "location"),
    (SWC, &["speaker", "panelist"], "performer"),
    (SWC, &["affiliation"], "affiliation"),
    (CONFERENCE, &["isSubEventOf"], "superEvent"),
    (CONFERENCE, &["hasSubEvent", "isSuperEventOf"], "subEvent"),
    (CONFERENCE, &["startDate"], "startDate"),
    (CONFERENCE, &["endDate"], "endDate"),
    (CONFERENCE, &["description"], "description"),
    (CONFERENCE, &["abstract"], "abstract"),
    (CONFERENCE, &["name", "title"], "name"),
    (CONFERENCE, &["location", "hasLocation"], "location"),
    (CONFERENCE, &["givenName"], "givenName"),
    (CONFERENCE, &["familyName"], "familyName"),
    (ICAL, &["dtstart"], "startDate"),
    (ICAL, &["dtend"], "endDate"),
    (ICAL, &["description"], "description"),
    (ICAL, &["location"], "location"),
    (ICAL, &["duration"], "duration"),
    (SWRC, &["abstract"], "abstract"),
    (FOAF, &["homepage"], "url"),
    (FOAF, &["givenName", "givenname", "firstName"], "givenName"),
    (FOAF, &["familyName", "family_name", "lastName", "surname"], "familyName"),
];

/// What names a node.
const NAMES: [&str; 4] = [
    "http://www.w3.org/2000/01/rdf-schema#label",
    "http://xmlns.com/foaf/0.1/name",
    "http://purl.org/dc/elements/1.1/title",
    "http://www.w3.org/2002/12/cal/ical#summary",
];

/// The row of a table for an IRI.
fn row(table: &[(&str, &[&str], &'static str)], iri: &str) -> Option<&'static str> {
    let fits = |(namespace, names, _): &&(&str, &[&str], &'static str)| {
        iri.strip_prefix(namespace).is_some_and(|local| names.contains(&local))
    };
    table.iter().find(fits).map(|(.., own)| *own)
}

/// The type of schema.org for a type of these vocabularies. Conferences gave their events types of their own beside those of
/// the ontology, such as `swc:MiscTalkEvent`.
fn type_of(class: &str) -> Option<&'static str> {
    let is_event = || class.strip_prefix(SWC).is_some_and(|local| local.ends_with("Event"));
    row(TYPES, class).or_else(|| is_event().then_some("Event"))
}

/// Whether a statement gives a node a type of these vocabularies.
pub(super) fn needs_translation(statement: &Statement) -> bool {
    match &statement.object {
        Term::Node(class) => statement.predicate == rdf::TYPE && type_of(class).is_some(),
        Term::Literal { .. } => false,
    }
}

/// Rewrites a graph that has events or people of one of these vocabularies; returns any other as it is.
pub(super) fn translate(mut statements: Vec<Statement>) -> Vec<Statement> {
    if !statements.iter().any(needs_translation) {
        return statements;
    }
    let sessions = of_type(&statements, |own| own == "Event");
    roles::translate(&mut statements, &sessions);
    let moments = Moments::of(&statements);
    let named = of_type(&statements, |_| true);
    let mut said = HashSet::new();
    let mut zones = Vec::new();
    for told in &mut statements {
        match &mut told.object {
            Term::Node(class) if told.predicate == rdf::TYPE => {
                if let Some(own) = type_of(class) {
                    *class = format!("{}{own}", schema::NS);
                }
                continue;
            }
            _ => {}
        }
        let name = NAMES.contains(&told.predicate.as_str()) && named.contains(&told.subject);
        let Some(own) = row(PROPERTIES, &told.predicate).or(name.then_some("name")) else { continue };
        let own = once(own, told, &mut said);
        told.predicate = format!("{}{own}", schema::NS);
        if matches!(own, "startDate" | "endDate") {
            moments.settle(told);
            zones.extend(moments.zone_of(told).filter(|_| own == "startDate"));
        }
    }
    statements.extend(zones);
    statements
}

/// The nodes that get a type of schema.org here that fits.
fn of_type(statements: &[Statement], fits: impl Fn(&str) -> bool) -> HashSet<String> {
    let typed = statements.iter().filter(|told| match &told.object {
        Term::Node(class) => told.predicate == rdf::TYPE && type_of(class).is_some_and(&fits),
        Term::Literal { .. } => false,
    });
    typed.map(|told| told.subject.clone()).collect()
}

/// Of several names and addresses the first is the one; the others are further names and addresses.
fn once(own: &'static str, told: &Statement, said: &mut HashSet<(String, &'static str, String)>) -> &'static str {
    let more = match own {
        "name" => "alternateName",
        "url" => "sameAs",
        _ => return own,
    };
    let language = match &told.object {
        Term::Literal { language, .. } => language.to_ascii_lowercase(),
        Term::Node(_) => String::new(),
    };
    if said.insert((told.subject.clone(), own, language)) { own } else { more }
}

/// What is said of times besides: values that stand on nodes of their own, and the zones of events.
struct Moments {
    values: HashMap<String, Term>,
    zones: HashMap<String, String>,
}

impl Moments {
    fn of(statements: &[Statement]) -> Self {
        let (mut values, mut zones) = (HashMap::new(), HashMap::new());
        for told in statements {
            match told.predicate.strip_prefix(ICAL) {
                Some("dateTime" | "date") => {
                    values.entry(told.subject.clone()).or_insert_with(|| told.object.clone());
                }
                Some("tzid") => {
                    zones.insert(told.subject.clone(), told.object.text().to_owned());
                }
                _ => {}
            }
        }
        Self { values, zones }
    }

    /// Puts the value of a time in place of the node that has it, with the offset of the event's zone.
    fn settle(&self, told: &mut Statement) {
        if let Term::Node(node) = &told.object {
            let Some(value) = self.values.get(node) else { return };
            told.object = value.clone();
        }
        let Term::Literal { text, datatype, .. } = &mut told.object else { return };
        let local = text.parse::<DateTime>().ok().filter(|_| text.contains('T'));
        let zone = self.zones.get(&told.subject).and_then(|zone| TimeZoneDatabase::bundled().get(zone).ok());
        if let Some((local, zone)) = local.zip(zone).filter(|_| !has_offset(text))
            && let Ok(moment) = zone.to_timestamp(local)
        {
            let seconds = zone.to_offset(moment).seconds();
            let (sign, ahead) = (if seconds < 0 { '-' } else { '+' }, seconds.abs());
            *text = format!("{}{sign}{:02}:{:02}", local.strftime("%Y-%m-%dT%H:%M:%S"), ahead / 3600, ahead / 60 % 60);
            *datatype = Cow::Borrowed(xsd::DATE_TIME);
        }
    }

    /// The zone of an event, as we say it.
    fn zone_of(&self, told: &Statement) -> Option<Statement> {
        let zone = self.zones.get(&told.subject)?;
        let object = Term::Literal { text: zone.clone(), datatype: xsd::STRING.into(), language: String::new() };
        Some(Statement { predicate: pl::TIME_ZONE.to_owned(), object, ..told.clone() })
    }
}

/// Whether a time says how far its clock is ahead of UTC.
fn has_offset(text: &str) -> bool {
    let clock = text.split_once('T').map_or("", |(_, clock)| clock);
    clock.contains(['Z', '+', '-'])
}
