//! What schema.org's types and properties are in the model. Whatever stands in neither table is left as it is.

use crate::vocab::{dcterms, org, pl, schema};

/// Types of schema.org by their local name, and the class of the model that takes them. An event that others are part
/// of may be an edition; see [`super::classes`].
pub(super) const CLASSES: &[(&str, &str)] = &[
    ("Event", "Session"),
    ("BroadcastEvent", "Session"),
    ("BusinessEvent", "Session"),
    ("ChildrensEvent", "Session"),
    ("ComedyEvent", "Session"),
    ("ConferenceEvent", "Edition"),
    ("CourseInstance", "Session"),
    ("DanceEvent", "Session"),
    ("DeliveryEvent", "Session"),
    ("EducationEvent", "Session"),
    ("EventSeries", "Forum"),
    ("ExhibitionEvent", "Session"),
    ("Festival", "Session"),
    ("FoodEvent", "Session"),
    ("Hackathon", "Session"),
    ("LiteraryEvent", "Session"),
    ("MusicEvent", "Session"),
    ("OnDemandEvent", "Session"),
    ("PerformingArtsEvent", "Session"),
    ("PublicationEvent", "Session"),
    ("SaleEvent", "Session"),
    ("ScreeningEvent", "Session"),
    ("SocialEvent", "Session"),
    ("SportsEvent", "Session"),
    ("TheaterEvent", "Session"),
    ("VisualArtsEvent", "Session"),
    ("Person", "Person"),
    ("Patient", "Person"),
    ("Organization", "Organization"),
    ("Airline", "Organization"),
    ("Consortium", "Organization"),
    ("Cooperative", "Organization"),
    ("Corporation", "Organization"),
    ("EducationalOrganization", "Organization"),
    ("CollegeOrUniversity", "Organization"),
    ("School", "Organization"),
    ("FundingAgency", "Organization"),
    ("FundingScheme", "Organization"),
    ("GovernmentOrganization", "Organization"),
    ("LibrarySystem", "Organization"),
    ("LocalBusiness", "Organization"),
    ("MedicalOrganization", "Organization"),
    ("MusicGroup", "Organization"),
    ("NGO", "Organization"),
    ("NewsMediaOrganization", "Organization"),
    ("OnlineBusiness", "Organization"),
    ("PerformingGroup", "Organization"),
    ("PoliticalParty", "Organization"),
    ("Project", "Organization"),
    ("ResearchOrganization", "Organization"),
    ("ResearchProject", "Organization"),
    ("SportsOrganization", "Organization"),
    ("WorkersUnion", "Organization"),
    ("Place", "Place"),
    ("Accommodation", "Place"),
    ("AdministrativeArea", "Place"),
    ("City", "Place"),
    ("CivicStructure", "Place"),
    ("Country", "Place"),
    ("EventVenue", "Place"),
    ("LandmarksOrHistoricalBuildings", "Place"),
    ("MeetingRoom", "Place"),
    ("Room", "Place"),
    ("CreativeWork", "Resource"),
    ("Article", "Resource"),
    ("AudioObject", "Resource"),
    ("Clip", "Resource"),
    ("DigitalDocument", "Resource"),
    ("MediaObject", "Resource"),
    ("PresentationDigitalDocument", "Resource"),
    ("Report", "Resource"),
    ("TextDigitalDocument", "Resource"),
    ("VideoObject", "Resource"),
    ("WebPage", "Resource"),
];

/// What kind of resource a type is; the others are documents.
pub(super) const KINDS: &[(&str, &str)] = &[
    ("AudioObject", "recording"),
    ("Clip", "recording"),
    ("PresentationDigitalDocument", "slides"),
    ("Report", "report"),
    ("VideoObject", "recording"),
    ("WebPage", "web-page"),
];

/// How a property is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// The same value under this property of ours.
    Same(&'static str),
    /// The other way round, under this property.
    Inverse(&'static str),
    /// Somebody takes part in this role.
    Role(&'static str),
    /// Somebody named by a string is of this class.
    Named(&'static str),
    /// A place, an address, or where one joins online.
    Location,
    /// An address, in one string or in its parts.
    Address,
    /// A string, or a node that has it as its value.
    Value(&'static str),
    /// The larger event: a session, an edition or a forum.
    Whole,
    /// The other way round.
    Part,
    /// A file or page; of this kind, unless its own type says more.
    Work(&'static str),
    /// Where a file is got, unless it says its `url`.
    Content,
}

/// Properties of schema.org by the class of the node that has them and their local name.
pub(super) const TERMS: &[(&[&str], &str, Use)] = &[
    (&["Session"], "performer", Use::Role("speaker")),
    (&["Session"], "performers", Use::Role("speaker")),
    (&["Session"], "actor", Use::Role("speaker")),
    (&["Session"], "speaker", Use::Role("speaker")),
    (&["Session"], "contributor", Use::Role("participant")),
    (&["Session", "Edition", "Forum"], "organizer", Use::Named("Organization")),
    (&["Session", "Edition"], "location", Use::Location),
    (&["Session", "Edition"], "superEvent", Use::Whole),
    (&["Session", "Edition", "Forum"], "subEvent", Use::Part),
    (&["Session", "Edition", "Forum"], "subEvents", Use::Part),
    (&["Session"], "about", Use::Same(pl::FOCUSES_PRIMARILY_ON)),
    (&["Session", "Edition"], "identifier", Use::Value(dcterms::IDENTIFIER)),
    (&["Session"], "recordedIn", Use::Work("recording")),
    (&["Session"], "subjectOf", Use::Work("document")),
    (&["Session"], "workFeatured", Use::Work("document")),
    (&["Organization"], "parentOrganization", Use::Same(org::UNIT_OF)),
    (&["Organization"], "subOrganization", Use::Inverse(org::UNIT_OF)),
    (&["Organization"], "department", Use::Inverse(org::UNIT_OF)),
    (&["Place"], "address", Use::Address),
    (&["Place"], "containedIn", Use::Same(schema::CONTAINED_IN_PLACE)),
    (&["Resource"], "contentUrl", Use::Content),
    (&["Resource"], "embedUrl", Use::Content),
    (&["Session", "Edition", "Forum", "Person", "Organization", "Place"], "dateModified", Use::Same(dcterms::MODIFIED)),
];

/// The parts of a postal address, in the order in which they are written.
pub(super) const ADDRESS: &[&str] =
    &["streetAddress", "postOfficeBoxNumber", "postalCode", "addressLocality", "addressRegion", "addressCountry"];

/// What names a node that has no `schema:name`: the first that is there.
pub(super) const NAMES: &[&str] = &[
    "http://www.w3.org/2000/01/rdf-schema#label",
    "http://purl.org/dc/terms/title",
    "http://purl.org/dc/elements/1.1/title",
    "http://xmlns.com/foaf/0.1/name",
    "http://www.w3.org/2004/02/skos/core#prefLabel",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::code::CodeList;
    use crate::model::lists::{ResourceKind, Role};
    use crate::shape::shape;

    #[test]
    fn both_tables_name_what_the_model_has() {
        for class in CLASSES.iter().map(|(_, class)| class).chain(TERMS.iter().flat_map(|(classes, ..)| *classes)) {
            assert!(shape().class(class).is_some(), "{class}");
        }
        for (classes, term, how) in TERMS {
            for class in *classes {
                let class = &shape()[shape().class(class).unwrap()];
                if let Use::Same(property) | Use::Value(property) = how {
                    assert_eq!(class.fields_of_iri(property).count(), 1, "{term} of {}", class.name);
                }
            }
            match how {
                Use::Role(code) => assert!(Role::SCHEME.is_valid(code), "{code}"),
                Use::Work(code) => assert!(ResourceKind::SCHEME.is_valid(code), "{code}"),
                _ => {}
            }
        }
    }
}
