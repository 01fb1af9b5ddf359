//! Edits of a session, each with what has to be told of it.

use serde_json::{Value, json};

use super::programme::{Known, Maker, ORGANIZATIONS, ROLES, ROOMS, TOPICS, words};

/// One edit: its name, what it touches (a session gets one edit of each), and how it is made.
pub(crate) struct Edit {
    pub(crate) name: &'static str,
    pub(crate) touches: &'static str,
    /// Changes a session, and says what has to be told, in the form of [`said`](super::known::said).
    pub(crate) make: fn(&mut Value, &mut Maker) -> String,
}

const fn edit(name: &'static str, touches: &'static str, make: fn(&mut Value, &mut Maker) -> String) -> Edit {
    Edit { name, touches, make }
}

/// Every edit of a session that stays.
pub(crate) static EDITS: &[Edit] = &[
    edit("cancel", "status", |session, _| status(session, "EventCancelled", "cancelled")),
    edit("postpone", "status", |session, _| status(session, "EventPostponed", "postponed")),
    edit("move online", "status", |session, _| status(session, "EventMovedOnline", "moved-online")),
    edit("move in time", "time", |session, _| {
        let (old, new) = (times(session), ["2031-06-09T17:00:00+02:00", "2031-06-09T18:30:00+02:00"]);
        session["start"] = new[0].into();
        session["end"] = new[1].into();
        format!("moved-time start: {old} > {}-{}", new[0], new[1])
    }),
    edit("lengthen", "time", |session, _| {
        let old = times(session);
        let end = session["end"].as_str().expect("an end").replace(":30:00", ":45:00");
        session["end"] = end.into();
        format!("moved-time start: {old} > {}", times(session))
    }),
    edit("another room", "room", |session, maker| {
        let old = text(&session["place"]["name"]);
        let room = (0..ROOMS).map(|number| maker.room(number)).find(|room| room["name"] != session["place"]["name"]);
        session["place"] = room.expect("another room");
        format!("moved-room place: {old} > {}", text(&session["place"]["name"]))
    }),
    edit("retitle", "title", |session, _| {
        let old = text(&session["title"]["en"]);
        let new = format!("{old} again");
        session["title"]["en"] = new.clone().into();
        format!("retitled title @en: {old} > {new}")
    }),
    edit("retitle in French", "title", |session, _| {
        let old = text(&session["title"]["fr"]);
        session["title"]["fr"] = "Autre séance".into();
        format!("retitled title @fr: {old} > Autre séance")
    }),
    edit("translate the title", "title", |session, _| {
        session["title"]["es"] = "Sesión".into();
        "retitled title @es:  > Sesión".to_owned()
    }),
    edit("reword", "abstract", |session, maker| {
        let old = text(&session["abstract"]);
        let new = format!("{old} {}", words(&mut maker.chance, 2, 7));
        session["abstract"] = new.clone().into();
        format!("reworded abstract: {old} > {new}")
    }),
    edit("add a participant in front", "people", |session, maker| {
        let person = maker.participation();
        list(session, "participations").insert(0, person.clone());
        format!("participant-added participations of {}:  > {}", name(&person), details(&person))
    }),
    edit("remove the first participant", "people", |session, _| {
        let person = list(session, "participations").remove(0);
        format!("participant-removed participations of {}: {} > ", name(&person), details(&person))
    }),
    edit("turn the participants round", "people", |session, _| {
        list(session, "participations").reverse();
        "reordered participations:  > ".to_owned()
    }),
    edit("confirm", "people", |session, _| last_person(session, "participant-confirmed", "status", "confirmed")),
    edit("decline", "people", |session, _| last_person(session, "participant-declined", "status", "declined")),
    edit("invite", "people", |session, _| last_person(session, "participant-status", "status", "invited")),
    edit("another role", "people", |session, _| {
        let old = text(&list(session, "participations").last().expect("somebody")["role"]);
        let role = ROLES.iter().find(|role| **role != old).expect("another role");
        last_person(session, "role-changed", "role", role)
    }),
    edit("another affiliation", "people", |session, maker| {
        let person = list(session, "participations").last_mut().expect("somebody");
        let old = text(&person["affiliation"]["name"]);
        let other = (0..ORGANIZATIONS).map(|number| maker.organization(number));
        let other = other.into_iter().find(|other| other["name"] != old.as_str()).expect("another organization");
        person["affiliation"] = other;
        let new = text(&person["affiliation"]["name"]);
        format!("affiliation-changed participations.affiliation of {}: {old} > {new}", name(person))
    }),
    edit("give a position", "people", |session, _| {
        let person = list(session, "participations").last_mut().expect("somebody");
        person["position"] = "Chief splicer".into();
        format!("reworded participations.position of {}:  > Chief splicer", name(person))
    }),
    edit("add an organizer", "organizers", |session, maker| {
        let person = maker.person();
        list(session, "organizers").push(person.clone());
        format!("organizer-added organizers:  > {}", text(&person["name"]))
    }),
    edit("remove the organizer", "organizers", |session, _| {
        let organizer = list(session, "organizers").remove(0);
        format!("organizer-removed organizers: {} > ", text(&organizer["name"]))
    }),
    edit("add a topic", "topics", |session, _| {
        let topics = list(session, "relatedTo");
        let new = TOPICS.iter().find(|topic| !topics.contains(&json!(topic))).expect("another topic");
        topics.insert(0, (*new).into());
        format!("topic-added relatedTo:  > {new}")
    }),
    edit("remove a topic", "topics", |session, _| {
        let topic = list(session, "relatedTo").remove(0);
        format!("topic-removed relatedTo: {} > ", text(&topic))
    }),
    edit("a main topic", "main topics", |session, _| {
        session["focusesPrimarilyOn"] = json!(["sdg:17"]);
        "topic-added focusesPrimarilyOn:  > sdg:17".to_owned()
    }),
    edit("add a question in front", "questions", |session, maker| {
        let question = words(&mut maker.chance, 6, 999);
        list(session, "policyQuestions").insert(0, json!({"text": question}));
        format!("question-added policyQuestions of {question}:  > ")
    }),
    edit("remove the question", "questions", |session, _| {
        let question = list(session, "policyQuestions").remove(0);
        format!("question-removed policyQuestions of {}: > ", text(&question["text"])).replace(": >", ":  >")
    }),
    edit("add a recording", "resources", |session, _| {
        let url = "https://video.example.org/v";
        list(session, "resources").push(json!({"resourceKind": "recording", "url": url}));
        format!("resource-added resources of {url}:  > recording")
    }),
    edit("title the slides", "resources", |session, _| {
        let slides = &mut list(session, "resources")[0];
        slides["title"] = "Slides".into();
        "retitled resources.title of Slides:  > Slides".to_owned()
    }),
    edit("an outcome", "outcomes", |session, _| {
        session["outcomes"] = json!([{"outcomeKind": "next-step", "text": "A list of ships."}]);
        "outcome-added outcomes of A list of ships.:  > next-step".to_owned()
    }),
    edit("interpret", "languages", |session, _| {
        session["languages"] = json!(["fr", "en", "es"]);
        "changed languages:  > es, fr".to_owned()
    }),
    edit("a format", "format", |session, _| {
        session["format"] = "panel".into();
        "changed format:  > panel".to_owned()
    }),
    edit("a page", "page", |session, _| {
        session["url"] = "https://river.example.org/s".into();
        "changed url:  > https://river.example.org/s".to_owned()
    }),
];

/// Edits after which a session that has neither id nor code can still be known.
pub(crate) fn leaves_known(edit: &Edit, known: Known) -> bool {
    known != Known::Nothing || !matches!(edit.touches, "organizers")
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn list<'v>(session: &'v mut Value, field: &str) -> &'v mut Vec<Value> {
    session[field].as_array_mut().expect("a list")
}

fn name(participation: &Value) -> String {
    text(&participation["agent"]["name"])
}

fn details(participation: &Value) -> String {
    let affiliation = text(&participation["affiliation"]["name"]);
    format!("{}, {}, {affiliation}", text(&participation["role"]), text(&participation["status"]))
}

fn times(session: &Value) -> String {
    format!("{}-{}", text(&session["start"]), text(&session["end"]))
}

fn status(session: &mut Value, new: &str, kind: &str) -> String {
    session["eventStatus"] = new.into();
    format!("{kind} eventStatus: EventScheduled > {new}")
}

/// Gives the last participant another value of a field.
fn last_person(session: &mut Value, kind: &str, field: &str, new: &str) -> String {
    let person = list(session, "participations").last_mut().expect("somebody");
    let old = text(&person[field]);
    person[field] = new.into();
    format!("{kind} participations.{field} of {}: {old} > {new}", name(person))
}
