//! What is said of each term of ours: words, wider terms, terms of others that mean nearly the same.
//!
//! A term is added here only where no vocabulary that we use has one of its meaning. Terms of others are CURIEs.

use crate::vocab::pl;

/// A class or property of our namespace.
pub(super) struct Term {
    pub iri: &'static str,
    /// One for each language, English first.
    pub words: &'static [Words],
    /// Each instance or statement of this one is one of the wider term too.
    pub wider: &'static [&'static str],
    /// Terms that mean nearly the same, or hold in general where ours holds at one event.
    pub close: &'static [&'static str],
    /// Terms that have to do with it, seen from elsewhere.
    pub related: &'static [&'static str],
    /// A term of the same name that means something else, and what.
    pub namesake: Option<(&'static str, &'static str)>,
}

/// What people of one language call a term, and how they tell it from others.
pub(super) struct Words {
    pub language: &'static str,
    pub label: &'static str,
    pub definition: &'static str,
}

const fn en(label: &'static str, definition: &'static str) -> Words {
    Words { language: "en", label, definition }
}

const fn term(iri: &'static str, words: &'static [Words]) -> Term {
    Term { iri, words, wider: &[], close: &[], related: &[], namesake: None }
}

impl Term {
    const fn wider(self, wider: &'static [&'static str]) -> Self {
        Self { wider, ..self }
    }

    const fn close(self, close: &'static [&'static str]) -> Self {
        Self { close, ..self }
    }

    const fn related(self, related: &'static [&'static str]) -> Self {
        Self { related, ..self }
    }

    const fn not(self, other: &'static str, why: &'static str) -> Self {
        Self { namesake: Some((other, why)), ..self }
    }
}

/// The term of an IRI.
pub(super) fn find(iri: &str) -> Option<&'static Term> {
    TERMS.iter().find(|term| term.iri == iri)
}

/// Every term, classes first, sorted by IRI.
pub(super) static TERMS: &[Term] = &[
    term(pl::EDITION_CLASS, &[en("Edition", "One event of a forum, usually one a year.")]).wider(&["schema:Event"]),
    term(
        pl::FORUM_CLASS,
        &[en("Forum", "A series of events on how the Internet is governed and what it is used for.")],
    )
    .wider(&["schema:EventSeries"]),
    term(pl::OUTCOME_CLASS, &[en("Outcome", "What came out of a session: a takeaway, a call to action, a next step.")])
        .wider(&["prov:Entity"])
        .related(&["schema:CreativeWork"]),
    term(
        pl::PARTICIPATION_CLASS,
        &[en("Participation", "Somebody's part in one session, with what holds of them at that event.")],
    )
    .close(&["conf:RoleDuringEvent"])
    .related(&["schema:Role", "org:Membership", "prov:Association"]),
    term(pl::POLICY_QUESTION_CLASS, &[en("Policy question", "A question that a session sets out to deal with.")])
        .close(&["schema:Question"]),
    term(
        pl::SESSION,
        &[en("Session", "One session of an event's programme: a workshop, a panel, an open forum, a ceremony, ...")],
    )
    .wider(&["schema:Event"])
    .close(&["ical:Vevent"])
    .related(&["prov:Activity"]),
    term(pl::ACRONYM, &[en("Acronym", "The short form of a name that is made of its initials or parts.")])
        .wider(&["schema:alternateName"]),
    term(
        pl::AFFILIATION,
        &[en("Affiliation at event", "The organization, or unit of one, that somebody comes from at one event.")],
    )
    .close(&["schema:affiliation"])
    .related(&["org:memberOf"]),
    term(pl::CAPTIONING, &[en("Captioning", "A language that a session is captioned in, as BCP 47 tag.")])
        .related(&["schema:accessibilityFeature"]),
    term(
        pl::CONCEPT_TYPE,
        &[en("Concept type", "What a forum uses a concept of its own for: as a track, a theme, a tag.")],
    )
    .wider(&["dcterms:type"]),
    term(
        pl::COUNTRY,
        &[en("Country", "The country of an organization's seat or of a place, as code of ISO 3166-1 alpha-2.")],
    )
    .close(&["schema:addressCountry"]),
    term(pl::EDITION, &[en("Edition", "The event of a forum that a session is part of.")])
        .wider(&["schema:superEvent"]),
    term(
        pl::FOCUSES_PRIMARILY_ON,
        &[en("Focuses primarily on", "A topic that a session is mainly about, by its organizers' own word.")],
    )
    .wider(&["pl:relatedTo", "schema:about"]),
    term(pl::FORUM, &[en("Forum", "The series that an event belongs to.")]).wider(&["schema:superEvent"]),
    term(pl::HAS_CONCEPT, &[en("Has concept", "A forum's own track, theme or topic that a dataset describes.")])
        .wider(&["dcterms:hasPart"]),
    term(pl::HAS_EDITION, &[en("Has edition", "A single event of a series that a dataset describes.")])
        .wider(&["dcterms:hasPart"]),
    term(pl::HAS_FORUM, &[en("Has forum", "A series of events that a dataset describes.")]).wider(&["dcterms:hasPart"]),
    term(pl::HAS_ORGANIZATION, &[en("Has organization", "An organization that a dataset describes.")])
        .wider(&["dcterms:hasPart"]),
    term(pl::HAS_PERSON, &[en("Has person", "A person whom a dataset describes.")]).wider(&["dcterms:hasPart"]),
    term(pl::HAS_PLACE, &[en("Has place", "A venue or room that a dataset describes.")]).wider(&["dcterms:hasPart"]),
    term(pl::HAS_SESSION, &[en("Has session", "A session that a dataset describes.")]).wider(&["dcterms:hasPart"]),
    term(pl::INTERPRETATION, &[en("Interpretation", "A language that a session is interpreted into, as BCP 47 tag.")])
        .related(&["schema:availableLanguage"]),
    term(pl::ISNI, &[en("ISNI", "The International Standard Name Identifier of a person or organization.")])
        .wider(&["schema:sameAs"]),
    term(pl::ONLINE_ROOM, &[en("Online room", "The address at which one joins a session online.")])
        .related(&["schema:location", "ical:url"]),
    term(pl::ORCID, &[en("ORCID iD", "The ORCID iD of a person.")]).wider(&["schema:sameAs"]),
    term(pl::ORDER, &[en("Order", "The place of something in the list that it stands in, counted from 1.")])
        .wider(&["schema:position"])
        .not("prov:order", "sorts the terms of PROV in their documentation"),
    term(pl::OUTCOME, &[en("Outcome", "A key takeaway, call to action or next step of a session.")])
        .related(&["prov:generated"]),
    term(pl::OUTCOME_TYPE, &[en("Outcome type", "What an outcome is: a takeaway, a call to action, a next step.")])
        .wider(&["dcterms:type"]),
    term(pl::PARTICIPANT, &[en("Participant", "The person or organization whose participation it is.")])
        .close(&["org:member", "prov:agent"])
        .not("schema:participant", "leads from an action to somebody who takes part in it indirectly"),
    term(pl::PARTICIPATION, &[en("Participation", "Somebody's part in a session.")]).related(&[
        "schema:performer",
        "schema:attendee",
        "ical:attendee",
        "prov:qualifiedAssociation",
    ]),
    term(
        pl::PARTICIPATION_MODE,
        &[en("Participation mode", "Whether somebody takes part on site, online, or by a recording.")],
    )
    .related(&["schema:eventAttendanceMode"]),
    term(pl::POLICY_QUESTION, &[en("Policy question", "A question that a session deals with.")])
        .related(&["schema:about"]),
    term(pl::POSITION, &[en("Position", "The job title that somebody has at one event, as it is written there.")])
        .close(&["schema:jobTitle"])
        .not("schema:position", "is the place of an item in a series, which pl:order is here"),
    term(
        pl::RECORD_KEY,
        &[en("Record key", "The key of a record in the source that it was read from: a code, a guid, a row.")],
    )
    .wider(&["dcterms:identifier"]),
    term(
        pl::REGION,
        &[en("Regional group", "The regional group of the United Nations, or of a forum, that somebody comes from.")],
    ),
    term(
        pl::RELATED_TO,
        &[en("Related to", "A topic that a session is related to: an action line, a goal, a target.")],
    )
    .wider(&["dcterms:relation"])
    .not("schema:relatedTo", "ties a person to one of their family"),
    term(pl::RESOURCE, &[en("Resource", "A recording, transcript, report or other document of a session.")])
        .wider(&["schema:subjectOf"]),
    term(pl::RESOURCE_TYPE, &[en("Resource type", "What a resource is: a recording, slides, a report.")])
        .wider(&["dcterms:type"]),
    term(pl::ROLE, &[en("Role", "What somebody does in a session: speaks, moderates, reports.")])
        .close(&["prov:hadRole"])
        .related(&["ical:role", "schema:roleName"])
        .not("org:role", "is the role in a lasting membership of an organization"),
    term(pl::ROR, &[en("ROR id", "The id of an organization in the Research Organization Registry.")])
        .wider(&["schema:sameAs"]),
    term(pl::SESSION_FORMAT, &[en("Session format", "How a session is run: as a panel, a round table, a debate.")])
        .related(&["dcterms:type", "schema:additionalType"]),
    term(pl::SESSION_TYPE, &[en("Session type", "What kind of session it is in the programme of its event.")])
        .wider(&["dcterms:type"])
        .close(&["schema:additionalType"]),
    term(pl::SOURCE_FILE, &[en("Source file", "The name of the file that a record was read from.")])
        .close(&["nfo:fileName"]),
    term(
        pl::IN_STAKEHOLDER_GROUP,
        &[en(
            "Stakeholder group",
            "The stakeholder group that an organization belongs to, or that somebody speaks for in a session.",
        )],
    )
    .related(&["org:classification"]),
    term(pl::STATUS, &[en("Status", "Whether somebody will come: confirmed, invited, to be confirmed, ...")])
        .close(&["ical:partstat"])
        .related(&["schema:rsvpResponse"])
        .not("schema:status", "is the stage that a medical study has reached"),
    term(pl::THEME, &[en("Theme", "A theme or sub-theme of the programme that a session stands under.")])
        .wider(&["dcterms:subject"])
        .not("dcat:theme", "is the category of a resource in a catalogue"),
    term(
        pl::TIME_ZONE,
        &[en("Time zone", "The time zone that local times of a session or event are in, by its IANA name.")],
    )
    .close(&["schema:scheduleTimezone", "ical:tzid"]),
    term(pl::TRACK, &[en("Track", "The track of the programme that a session stands in.")])
        .wider(&["dcterms:subject"])
        .not("schema:track", "is a piece of music in a list or album"),
    term(
        pl::WIKIDATA,
        &[en("Wikidata entity", "The entity of Wikidata about the same person, organization or forum.")],
    )
    .wider(&["schema:sameAs"]),
    term(pl::YEAR, &[en("Year", "The year that an event counts for, which may differ from that of its days.")])
        .related(&["schema:startDate"]),
];
