//! Checks of what is there: one a field, off unless a profile asks for it; and the fields that a profile requires.

use super::{Check, Run, Scope, check};
use crate::diagnostic::Report;

check! {
    /// ## What it finds
    /// A record without a field that the profile requires.
    ///
    /// ## Why it matters
    /// Who chose the profile needs the field: for a programme, a report or a search.
    ///
    /// ## Example
    /// Bad: a session without `start`, where the profile has `Session = ["start"]` under `required`.
    ///
    /// Good: the same with `"start": "2025-07-07T09:00:00+02:00"`.
    ///
    /// ## How to mend
    /// Add the field, or choose a profile that does not require it.
    REQUIRED = "completeness/required", Warning, Run::Node(required)
}

fn required(scope: &Scope, report: &mut Report) {
    if scope.profile.required.is_empty() {
        return;
    }
    let Some(names) = scope.profile.required.get(&scope.class.name) else { return };
    for name in names.iter().filter(|name| scope.node.get(name).is_none()) {
        let message = format!("this {} has no {name}", scope.class.name);
        let about = scope.class.field(name).map_or("", |field| &field.about);
        let finding = scope.finding(&REQUIRED, scope.node.head(), scope.path, message);
        report.push(finding.label(format!("{name} is required")).help(format!("add \"{name}\": {about}")));
    }
}

/// Reports a node of a class that has none of some fields.
fn ask(check: &Check, class: &str, fields: &[&str], example: &str, scope: &Scope, report: &mut Report) {
    if scope.class.name != class || fields.iter().any(|field| scope.node.get(field).is_some()) {
        return;
    }
    let message = format!("this {class} has no {}", fields.join(", "));
    let finding = scope.finding(check, scope.node.head(), scope.path, message);
    report.push(finding.help(format!("add {example}")));
}

/// The table: name, id, class, the fields any of which will do, why it is wanted, and the member to add.
macro_rules! complete {
    ($($name:ident $id:literal $class:literal [$first:literal $($field:literal)*] $why:literal, $example:literal;)+) => {
        $(check! {
            #[doc = concat!("## What it finds\nA record of type ", $class, " without `", $first, "`", $(" and without `", $field, "`",)* ".")]
            #[doc = concat!("It is off unless a profile gives it a severity.\n\n## Why it matters\n", $why, ".\n\n")]
            #[doc = concat!("## Example\nBad: a ", $class, " record that says nothing of it.\n\nGood: `", $example, "`\n\n")]
            #[doc = "## How to mend\nAdd it where it is known; leave it out where it is not."]
            $name = concat!("completeness/", $id), Note,
            Run::Absent(&[$first $(, $field)*], |scope, report| ask(&$name, $class, &[$first $(, $field)*], $example, scope, report))
        })+
    };
}

complete! {
    ADDRESS "address" "Place" ["address" "containedInPlace"]
        "A room's name alone does not tell people where to go",
        "\"address\": \"Place des Nations, Geneva\"";
    AFFILIATION "affiliation" "Participation" ["affiliation"]
        "Who somebody spoke for is what readers look for first, and what tells namesakes apart",
        "\"affiliation\": {\"name\": \"University of Zurich\"}";
    ATTENDANCE_MODE "attendance-mode" "Session" ["attendanceMode"]
        "People want to know whether they can come, join online, or both",
        "\"attendanceMode\": \"MixedEventAttendanceMode\"";
    COUNTRY "country" "Organization" ["country" "ror" "wikidata" "isni" "id"]
        "Many organizations share a name; the country or an identifier tells them apart",
        "\"country\": \"CH\"";
    DESCRIPTION "description" "Session" ["description" "abstract"]
        "A title alone does not let anybody choose a session",
        "\"description\": \"What the session is about\"";
    EDITION "edition" "Session" ["edition"]
        "Without it nobody knows at which event the session was held",
        "\"edition\": \"https://data.example.org/edition/2025\"";
    END "end" "Session" ["end" "duration"]
        "Calendars need to know how long a session takes",
        "\"end\": \"2025-07-07T10:00:00+02:00\"";
    EVENT_STATUS "event-status" "Session" ["eventStatus"]
        "Pages and calendars that took the session over learn of a change from it",
        "\"eventStatus\": \"EventScheduled\"";
    IDENTIFIER "identifier" "Session" ["identifier"]
        "The forum's own code is how people refer to a session, and what later versions are matched by",
        "\"identifier\": \"WS-12\"";
    LANGUAGES "languages" "Session" ["languages"]
        "People choose a session by the languages spoken in it",
        "\"languages\": [\"en\"]";
    ORGANIZERS "organizers" "Session" ["organizers"]
        "Readers ask who is behind a session",
        "\"organizers\": [{\"type\": \"Organization\", \"name\": \"Example Foundation\"}]";
    PARTICIPATIONS "participations" "Session" ["participations"]
        "Who spoke is the most used part of a record",
        "\"participations\": [{\"agent\": {\"type\": \"Person\", \"name\": \"Jane Doe\"}, \"role\": \"speaker\"}]";
    PERSON_ID "person-id" "Person" ["orcid" "wikidata" "isni" "url" "sameAs" "id"]
        "A name alone is shared by many; an identifier makes one person of several records",
        "\"orcid\": \"0000-0002-1825-0097\"";
    PLACE "place" "Session" ["place" "onlineRoom"]
        "People have to find the room, on site or online",
        "\"place\": {\"name\": \"Room A\"}";
    RESOURCE_LANGUAGE "resource-language" "Resource" ["languages"]
        "A recording or report serves those who understand its language",
        "\"languages\": [\"en\"]";
    SESSION_TYPE "session-type" "Session" ["sessionType"]
        "Programmes are filtered by the type of session",
        "\"sessionType\": \"workshop\"";
    STAKEHOLDER_GROUP "stakeholder-group" "Participation" ["stakeholderGroup"]
        "The balance of stakeholder groups is what forums report on",
        "\"stakeholderGroup\": \"academia\"";
    START "start" "Session" ["start"]
        "A session without time is in no calendar",
        "\"start\": \"2025-07-07T09:00:00+02:00\"";
    TOPICS "topics" "Session" ["relatedTo" "focusesPrimarilyOn"]
        "Sessions of different forums are compared by their action lines and goals",
        "\"relatedTo\": [\"sdg:17\"]";
    URL "url" "Session" ["url"]
        "Readers go on from the record to the session's page",
        "\"url\": \"https://forum.example.org/session/12\"";
}
