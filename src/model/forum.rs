//! Where sessions belong: forums, their editions, places, and the forums' own concepts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::agent::Agent;
use super::code::Code;
use super::lists::ConceptKind;
use super::scalar::{Country, Date, Iri, Moment, Plain, Reference, TimeZone, Wikidata};
use super::session::Provenance;
use super::topic::Topic;
use super::value::{Is, Ref, Text, Texts};
use crate::vocab::{dcterms, pl, prov, schema, skos};

/// A series of events.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(extend("x-jsonld-type" = pl::FORUM_CLASS, "x-jsonld-self" = "{+id}"))]
pub struct Forum {
    /// The forum's IRI.
    pub id: Option<Reference>,
    /// Says that this is a forum.
    pub r#type: Option<Is<Forum>>,
    /// What the forum is called.
    #[schemars(extend("x-jsonld-id" = schema::NAME), example = &"Internet Governance Forum")]
    pub name: Text,
    /// Short form of the name.
    #[schemars(extend("x-jsonld-id" = pl::ACRONYM), example = &"IGF")]
    pub acronym: Option<Plain>,
    /// Other forms of the name.
    #[schemars(extend("x-jsonld-id" = schema::ALTERNATE_NAME))]
    pub alternate_name: Option<Texts>,
    /// What the forum is for.
    #[schemars(extend("x-jsonld-id" = schema::DESCRIPTION))]
    pub description: Option<Text>,
    /// Who runs it.
    #[schemars(extend("x-jsonld-id" = schema::ORGANIZER))]
    pub organizers: Option<Vec<Agent>>,
    /// Wikidata entity.
    #[schemars(extend("x-jsonld-id" = pl::WIKIDATA))]
    pub wikidata: Option<Wikidata>,
    /// Web page of the forum.
    #[schemars(extend("x-jsonld-id" = schema::URL))]
    pub url: Option<Iri>,
    /// Pages and records elsewhere about the same forum.
    #[schemars(extend("x-jsonld-id" = schema::SAME_AS))]
    pub same_as: Option<Vec<Iri>>,
    /// Where this record comes from.
    #[schemars(extend("x-jsonld-id" = prov::WAS_DERIVED_FROM))]
    pub source: Option<Ref<Provenance>>,
    /// When this record last changed.
    #[schemars(extend("x-jsonld-id" = dcterms::MODIFIED))]
    pub modified: Option<Moment>,
}

/// One event of a forum, usually one a year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(extend("x-jsonld-type" = pl::EDITION_CLASS, "x-jsonld-self" = "{+id}"))]
pub struct Edition {
    /// The edition's IRI.
    pub id: Option<Reference>,
    /// Says that this is an edition.
    pub r#type: Option<Is<Edition>>,
    /// What the event is called.
    #[schemars(extend("x-jsonld-id" = schema::NAME), example = &"WSIS Forum 2018")]
    pub name: Text,
    /// The forum's own code of the event.
    #[schemars(extend("x-jsonld-id" = dcterms::IDENTIFIER))]
    pub identifier: Option<Plain>,
    /// What the event is about.
    #[schemars(extend("x-jsonld-id" = schema::DESCRIPTION))]
    pub description: Option<Text>,
    /// The series that the event belongs to.
    #[schemars(extend("x-jsonld-id" = pl::FORUM))]
    pub forum: Option<Ref<Forum>>,
    /// The year it counts for.
    #[schemars(extend("x-jsonld-id" = pl::YEAR), range(min = 1900, max = 2999), example = 2018)]
    pub year: Option<u32>,
    /// First day.
    #[schemars(extend("x-jsonld-id" = schema::START_DATE))]
    pub start_date: Option<Date>,
    /// Last day.
    #[schemars(extend("x-jsonld-id" = schema::END_DATE))]
    pub end_date: Option<Date>,
    /// The zone that the programme's times are in.
    #[schemars(extend("x-jsonld-id" = pl::TIME_ZONE))]
    pub time_zone: Option<TimeZone>,
    /// The venue.
    #[schemars(extend("x-jsonld-id" = schema::LOCATION))]
    pub place: Option<Ref<Place>>,
    /// Who organizes the event.
    #[schemars(extend("x-jsonld-id" = schema::ORGANIZER))]
    pub organizers: Option<Vec<Agent>>,
    /// Web page of the event.
    #[schemars(extend("x-jsonld-id" = schema::URL))]
    pub url: Option<Iri>,
    /// Pages and records elsewhere about the same event.
    #[schemars(extend("x-jsonld-id" = schema::SAME_AS))]
    pub same_as: Option<Vec<Iri>>,
    /// Where this record comes from.
    #[schemars(extend("x-jsonld-id" = prov::WAS_DERIVED_FROM))]
    pub source: Option<Ref<Provenance>>,
    /// When this record last changed.
    #[schemars(extend("x-jsonld-id" = dcterms::MODIFIED))]
    pub modified: Option<Moment>,
}

/// A venue, or a room inside one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(extend("x-jsonld-type" = schema::PLACE, "x-jsonld-self" = "{+id}"))]
pub struct Place {
    /// The place's IRI.
    pub id: Option<Reference>,
    /// Says that this is a place.
    pub r#type: Option<Is<Place>>,
    /// What the place is called.
    #[schemars(extend("x-jsonld-id" = schema::NAME), example = &"Room L, ITU Montbrillant")]
    pub name: Text,
    /// The place that this one is inside: the venue of a room.
    #[schemars(extend("x-jsonld-id" = schema::CONTAINED_IN_PLACE))]
    pub contained_in_place: Option<Ref<Place>>,
    /// Postal address.
    #[schemars(extend("x-jsonld-id" = schema::ADDRESS))]
    pub address: Option<Plain>,
    /// Country, ISO 3166-1 alpha-2.
    #[schemars(extend("x-jsonld-id" = pl::COUNTRY))]
    pub country: Option<Country>,
    /// How many people it holds.
    #[schemars(extend("x-jsonld-id" = schema::CAPACITY), range(min = 1))]
    pub capacity: Option<u32>,
    /// Web page of the place.
    #[schemars(extend("x-jsonld-id" = schema::URL))]
    pub url: Option<Iri>,
    /// Pages and records elsewhere about the same place.
    #[schemars(extend("x-jsonld-id" = schema::SAME_AS))]
    pub same_as: Option<Vec<Iri>>,
    /// Where this record comes from.
    #[schemars(extend("x-jsonld-id" = prov::WAS_DERIVED_FROM))]
    pub source: Option<Ref<Provenance>>,
    /// When this record last changed.
    #[schemars(extend("x-jsonld-id" = dcterms::MODIFIED))]
    pub modified: Option<Moment>,
}

/// A forum's own track, theme or topic.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(extend("x-jsonld-type" = skos::CONCEPT, "x-jsonld-self" = "{+id}"))]
pub struct Concept {
    /// The concept's IRI.
    pub id: Option<Reference>,
    /// Says that this is a concept.
    pub r#type: Option<Is<Concept>>,
    /// What the concept is called.
    #[schemars(extend("x-jsonld-id" = skos::PREF_LABEL))]
    pub label: Text,
    /// Other names of it.
    #[schemars(extend("x-jsonld-id" = skos::ALT_LABEL))]
    pub alt_label: Option<Texts>,
    /// What the forum uses it for.
    #[schemars(extend("x-jsonld-id" = pl::CONCEPT_TYPE), example = &"track")]
    pub concept_kind: Option<Code<ConceptKind>>,
    /// The forum's own code of it.
    #[schemars(extend("x-jsonld-id" = skos::NOTATION))]
    pub notation: Option<Plain>,
    /// What it means.
    #[schemars(extend("x-jsonld-id" = skos::DEFINITION))]
    pub definition: Option<Text>,
    /// The concept scheme that it belongs to.
    #[schemars(extend("x-jsonld-id" = skos::IN_SCHEME))]
    pub in_scheme: Option<Iri>,
    /// A concept of wider meaning in the same scheme.
    #[schemars(extend("x-jsonld-id" = skos::BROADER))]
    pub broader: Option<Ref<Concept>>,
    /// Topics of the same meaning.
    #[schemars(extend("x-jsonld-id" = skos::EXACT_MATCH))]
    pub exact_match: Option<Vec<Code<Topic>>>,
    /// Topics of nearly the same meaning.
    #[schemars(extend("x-jsonld-id" = skos::CLOSE_MATCH))]
    pub close_match: Option<Vec<Code<Topic>>>,
    /// Topics of wider meaning.
    #[schemars(extend("x-jsonld-id" = skos::BROAD_MATCH))]
    pub broad_match: Option<Vec<Code<Topic>>>,
    /// Topics that have to do with it.
    #[schemars(extend("x-jsonld-id" = skos::RELATED_MATCH))]
    pub related_match: Option<Vec<Code<Topic>>>,
    /// Where this record comes from.
    #[schemars(extend("x-jsonld-id" = prov::WAS_DERIVED_FROM))]
    pub source: Option<Ref<Provenance>>,
    /// When this record last changed.
    #[schemars(extend("x-jsonld-id" = dcterms::MODIFIED))]
    pub modified: Option<Moment>,
}
