//! A session and what belongs to it alone: participations, questions, resources, outcomes, provenance.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::agent::{Agent, Organization};
use super::code::Code;
use super::forum::{Concept, Edition, Place};
use super::lists::{
    AttendanceMode, EventStatus, OutcomeKind, ParticipationMode, ParticipationStatus, Region, ResourceKind, Role,
    SessionFormat, SessionType, StakeholderGroup,
};
use super::scalar::{Duration, Iri, Language, MediaType, Moment, Plain, Reference, Sha256, TimeZone};
use super::topic::Topic;
use super::value::{Is, Ref, Text, Texts};
use crate::vocab::{dcterms, pl, prov, schema};

/// One session of an event's programme: a workshop, a panel, an open forum, a ceremony, ...
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(extend("x-jsonld-type" = pl::SESSION, "x-jsonld-self" = "{+id}"))]
pub struct Session {
    /// The session's IRI. Without one it is minted from edition and identifier, else from edition, title and start.
    pub id: Option<Reference>,
    /// Says that this record is a session.
    pub r#type: Is<Session>,
    /// The forum's own code.
    #[schemars(extend("x-jsonld-id" = dcterms::IDENTIFIER), example = &"WS #222")]
    pub identifier: Option<Plain>,
    /// What the session is called.
    #[schemars(extend("x-jsonld-id" = schema::NAME))]
    pub title: Text,
    /// A summary of a few sentences.
    #[schemars(extend("x-jsonld-id" = schema::ABSTRACT))]
    pub r#abstract: Option<Text>,
    /// The full description; paragraphs are separated by an empty line.
    #[schemars(extend("x-jsonld-id" = schema::DESCRIPTION))]
    pub description: Option<Text>,
    /// The event that the session is part of.
    #[schemars(extend("x-jsonld-id" = pl::EDITION))]
    pub edition: Option<Ref<Edition>>,
    /// The longer session that this one is a part of.
    #[schemars(extend("x-jsonld-id" = schema::SUPER_EVENT))]
    pub part_of: Option<Ref<Session>>,
    /// The programme's track.
    #[schemars(extend("x-jsonld-id" = pl::TRACK))]
    pub track: Option<Ref<Concept>>,
    /// The programme's themes and sub-themes.
    #[schemars(extend("x-jsonld-id" = pl::THEME))]
    pub themes: Option<Vec<Ref<Concept>>>,
    /// What kind of session this is in the programme.
    #[schemars(extend("x-jsonld-id" = pl::SESSION_TYPE), example = &"thematic-workshop")]
    pub session_type: Option<Code<SessionType>>,
    /// How the session is run.
    #[schemars(extend("x-jsonld-id" = pl::SESSION_FORMAT), example = &"panel")]
    pub format: Option<Code<SessionFormat>>,
    /// Whether it takes place as announced.
    #[schemars(extend("x-jsonld-id" = schema::EVENT_STATUS))]
    pub event_status: Option<Code<EventStatus>>,
    /// On site, online, or both.
    #[schemars(extend("x-jsonld-id" = schema::EVENT_ATTENDANCE_MODE))]
    pub attendance_mode: Option<Code<AttendanceMode>>,
    /// When it begins.
    #[schemars(extend("x-jsonld-id" = schema::START_DATE))]
    pub start: Option<Moment>,
    /// When it ends.
    #[schemars(extend("x-jsonld-id" = schema::END_DATE))]
    pub end: Option<Moment>,
    /// The zone that local times of the session are in.
    #[schemars(extend("x-jsonld-id" = pl::TIME_ZONE))]
    pub time_zone: Option<TimeZone>,
    /// How long it takes.
    #[schemars(extend("x-jsonld-id" = schema::DURATION))]
    pub duration: Option<Duration>,
    /// The room or venue.
    #[schemars(extend("x-jsonld-id" = schema::LOCATION))]
    pub place: Option<Ref<Place>>,
    /// Where one joins online.
    #[schemars(extend("x-jsonld-id" = pl::ONLINE_ROOM))]
    pub online_room: Option<Iri>,
    /// Languages spoken.
    #[schemars(extend("x-jsonld-id" = schema::IN_LANGUAGE))]
    pub languages: Option<Vec<Language>>,
    /// Languages interpreted into.
    #[schemars(extend("x-jsonld-id" = pl::INTERPRETATION))]
    pub interpretation: Option<Vec<Language>>,
    /// Languages captioned in.
    #[schemars(extend("x-jsonld-id" = pl::CAPTIONING))]
    pub captioning: Option<Vec<Language>>,
    /// Who takes part, in the order of the programme.
    #[schemars(extend("x-jsonld-id" = pl::PARTICIPATION))]
    pub participations: Option<Vec<Ref<Participation>>>,
    /// Who organizes the session.
    #[schemars(extend("x-jsonld-id" = schema::ORGANIZER))]
    pub organizers: Option<Vec<Agent>>,
    /// The questions that the session deals with, in order.
    #[schemars(extend("x-jsonld-id" = pl::POLICY_QUESTION))]
    pub policy_questions: Option<Vec<Ref<PolicyQuestion>>>,
    /// Topics that the session is related to.
    #[schemars(extend("x-jsonld-id" = pl::RELATED_TO), example = ["wsis:C1", "sdg:16.10"])]
    pub related_to: Option<Vec<Code<Topic>>>,
    /// The topics that the session is mainly about.
    #[schemars(extend("x-jsonld-id" = pl::FOCUSES_PRIMARILY_ON), example = ["sdg:17"])]
    pub focuses_primarily_on: Option<Vec<Code<Topic>>>,
    /// Free keywords.
    #[schemars(extend("x-jsonld-id" = schema::KEYWORDS))]
    pub keywords: Option<Texts>,
    /// Recordings, transcripts, slides, reports and documents, in order.
    #[schemars(extend("x-jsonld-id" = pl::RESOURCE))]
    pub resources: Option<Vec<Ref<Resource>>>,
    /// Key takeaways, calls to action and next steps, in order.
    #[schemars(extend("x-jsonld-id" = pl::OUTCOME))]
    pub outcomes: Option<Vec<Ref<Outcome>>>,
    /// The session's page.
    #[schemars(extend("x-jsonld-id" = schema::URL))]
    pub url: Option<Iri>,
    /// Pages and records elsewhere about the same session.
    #[schemars(extend("x-jsonld-id" = schema::SAME_AS))]
    pub same_as: Option<Vec<Iri>>,
    /// Where this record comes from.
    #[schemars(extend("x-jsonld-id" = prov::WAS_DERIVED_FROM))]
    pub source: Option<Ref<Provenance>>,
    /// When this record last changed.
    #[schemars(extend("x-jsonld-id" = dcterms::MODIFIED))]
    pub modified: Option<Moment>,
}

/// Somebody's part in a session, with what holds of them at that event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(extend("x-jsonld-type" = pl::PARTICIPATION_CLASS, "x-jsonld-self" = "{+id}"))]
pub struct Participation {
    /// The participation's IRI.
    pub id: Option<Reference>,
    /// Says that this is a participation.
    pub r#type: Option<Is<Participation>>,
    /// Who takes part.
    #[schemars(extend("x-jsonld-id" = pl::PARTICIPANT))]
    pub agent: Agent,
    /// What they do.
    #[schemars(extend("x-jsonld-id" = pl::ROLE), example = &"speaker")]
    pub role: Code<Role>,
    /// Whether they will come.
    #[schemars(extend("x-jsonld-id" = pl::STATUS), example = &"confirmed")]
    pub status: Option<Code<ParticipationStatus>>,
    /// How they take part.
    #[schemars(extend("x-jsonld-id" = pl::PARTICIPATION_MODE), example = &"onsite")]
    pub mode: Option<Code<ParticipationMode>>,
    /// Job title as written.
    #[schemars(extend("x-jsonld-id" = pl::POSITION), example = &"Senior Researcher")]
    pub position: Option<Text>,
    /// The organization, or unit of one, that they come from.
    #[schemars(extend("x-jsonld-id" = pl::AFFILIATION))]
    pub affiliation: Option<Ref<Organization>>,
    /// The stakeholder group that they speak for.
    #[schemars(extend("x-jsonld-id" = pl::IN_STAKEHOLDER_GROUP), example = &"civil-society")]
    pub stakeholder_group: Option<Code<StakeholderGroup>>,
    /// The regional group that they come from.
    #[schemars(extend("x-jsonld-id" = pl::REGION), example = &"weog")]
    pub region: Option<Code<Region>>,
    /// Place in the list, from 1.
    #[schemars(extend("x-jsonld-id" = pl::ORDER), range(min = 1))]
    pub order: Option<u32>,
}

/// A question that a session deals with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(extend("x-jsonld-type" = pl::POLICY_QUESTION_CLASS, "x-jsonld-self" = "{+id}"))]
pub struct PolicyQuestion {
    /// The question's IRI.
    pub id: Option<Reference>,
    /// Says that this is a policy question.
    pub r#type: Option<Is<PolicyQuestion>>,
    /// The question.
    #[schemars(extend("x-jsonld-id" = schema::TEXT))]
    pub text: Text,
    /// Place in the list, from 1.
    #[schemars(extend("x-jsonld-id" = pl::ORDER), range(min = 1))]
    pub order: Option<u32>,
}

/// A file or page that belongs to a session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(extend("x-jsonld-type" = schema::CREATIVE_WORK, "x-jsonld-self" = "{+id}"))]
pub struct Resource {
    /// The resource's IRI in this data; `url` is where it is got.
    pub id: Option<Reference>,
    /// Says that this is a resource.
    pub r#type: Option<Is<Resource>>,
    /// What it is.
    #[schemars(extend("x-jsonld-id" = pl::RESOURCE_TYPE), example = &"recording")]
    pub resource_kind: Code<ResourceKind>,
    /// Where it is got.
    #[schemars(extend("x-jsonld-id" = schema::URL))]
    pub url: Iri,
    /// What it is called.
    #[schemars(extend("x-jsonld-id" = schema::NAME))]
    pub title: Option<Text>,
    /// Its media type.
    #[schemars(extend("x-jsonld-id" = schema::ENCODING_FORMAT))]
    pub media_type: Option<MediaType>,
    /// Its languages.
    #[schemars(extend("x-jsonld-id" = schema::IN_LANGUAGE))]
    pub languages: Option<Vec<Language>>,
    /// Place in the list, from 1.
    #[schemars(extend("x-jsonld-id" = pl::ORDER), range(min = 1))]
    pub order: Option<u32>,
}

/// What came out of a session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(extend("x-jsonld-type" = pl::OUTCOME_CLASS, "x-jsonld-self" = "{+id}"))]
pub struct Outcome {
    /// The outcome's IRI.
    pub id: Option<Reference>,
    /// Says that this is an outcome.
    pub r#type: Option<Is<Outcome>>,
    /// What it is.
    #[schemars(extend("x-jsonld-id" = pl::OUTCOME_TYPE), example = &"key-takeaway")]
    pub outcome_kind: Code<OutcomeKind>,
    /// What it says.
    #[schemars(extend("x-jsonld-id" = schema::TEXT))]
    pub text: Text,
    /// Place in the list, from 1.
    #[schemars(extend("x-jsonld-id" = pl::ORDER), range(min = 1))]
    pub order: Option<u32>,
}

/// Where a record comes from: the page or file, and the key of the record in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Source", extend("x-jsonld-type" = prov::ENTITY, "x-jsonld-self" = "{+id}"))]
pub struct Provenance {
    /// The source record's IRI.
    pub id: Option<Reference>,
    /// Says that this is a source.
    pub r#type: Option<Is<Provenance>>,
    /// Where the source is on the web.
    #[schemars(extend("x-jsonld-id" = schema::URL))]
    pub url: Option<Iri>,
    /// Name of the file that was read.
    #[schemars(extend("x-jsonld-id" = pl::SOURCE_FILE))]
    pub file: Option<Plain>,
    /// Digest of that file.
    #[schemars(extend("x-jsonld-id" = schema::SHA256))]
    pub sha256: Option<Sha256>,
    /// The record's key in the source: a code, a guid, a row.
    #[schemars(extend("x-jsonld-id" = pl::RECORD_KEY))]
    pub record_key: Option<Plain>,
    /// When it was retrieved.
    #[schemars(extend("x-jsonld-id" = prov::GENERATED_AT_TIME))]
    pub retrieved: Option<Moment>,
}
