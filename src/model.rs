//! The model: annotated Rust types from which JSON Schema, JSON-LD context, SHACL shapes, ontology and reference pages
//! are made.
//!
//! A document is a [`Dataset`] or one typed record ([`Record`]). Field names are those of schema.org and W3C
//! vocabularies where they have one, in camelCase. The `x-jsonld-*` annotations say what a field is in RDF.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub mod agent;
pub mod code;
pub mod forum;
pub mod grammar;
pub mod lists;
pub mod scalar;
pub mod session;
pub mod topic;
pub mod value;

pub use agent::{Agent, Organization, Person, Private};
pub use code::{Code, CodeList, Scheme};
pub use forum::{Concept, Edition, Forum, Place};
pub use scalar::{Iri, Moment, Namespace, Plain, Reference, Scalar};
pub use session::{Outcome, Participation, PolicyQuestion, Provenance, Resource, Session};
pub use value::{Is, Ref, Text, Texts};

use crate::vocab::{dcat, dcterms, pl, schema, void};

/// A collection of records that is published together: the forums, their editions, sessions, and who and what they name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(extend("x-jsonld-type" = dcat::DATASET, "x-jsonld-self" = "{+id}"))]
pub struct Dataset {
    /// The dataset's own IRI.
    pub id: Option<Reference>,
    /// Says that this record is a dataset.
    pub r#type: Is<Dataset>,
    /// The IRI that local ids and minted IRIs begin with; it ends with `/` or `#`.
    #[schemars(extend("x-jsonld-id" = void::URI_SPACE))]
    pub base: Option<Namespace>,
    /// What the dataset is called.
    #[schemars(extend("x-jsonld-id" = schema::NAME))]
    pub title: Option<Text>,
    /// What it holds, for people who decide whether to use it.
    #[schemars(extend("x-jsonld-id" = schema::DESCRIPTION))]
    pub description: Option<Text>,
    /// The licence that the data is under.
    #[schemars(extend("x-jsonld-id" = dcterms::LICENSE))]
    pub license: Option<Iri>,
    /// Who publishes the dataset.
    #[schemars(extend("x-jsonld-id" = dcterms::PUBLISHER))]
    pub publisher: Option<Agent>,
    /// When the dataset last changed.
    #[schemars(extend("x-jsonld-id" = dcterms::MODIFIED))]
    pub modified: Option<Moment>,
    /// Series of events: WSIS Forum, IGF, ...
    #[schemars(extend("x-jsonld-id" = pl::HAS_FORUM))]
    pub forums: Option<Vec<Ref<Forum>>>,
    /// Single events of a series, usually one a year.
    #[schemars(extend("x-jsonld-id" = pl::HAS_EDITION))]
    pub editions: Option<Vec<Ref<Edition>>>,
    /// The sessions.
    #[schemars(extend("x-jsonld-id" = pl::HAS_SESSION))]
    pub sessions: Option<Vec<Ref<Session>>>,
    /// People that sessions refer to by id.
    #[schemars(extend("x-jsonld-id" = pl::HAS_PERSON))]
    pub people: Option<Vec<Ref<Person>>>,
    /// Organizations that sessions and people refer to by id.
    #[schemars(extend("x-jsonld-id" = pl::HAS_ORGANIZATION))]
    pub organizations: Option<Vec<Ref<Organization>>>,
    /// Venues and rooms.
    #[schemars(extend("x-jsonld-id" = pl::HAS_PLACE))]
    pub places: Option<Vec<Ref<Place>>>,
    /// Forums' own tracks, themes and topics.
    #[schemars(extend("x-jsonld-id" = pl::HAS_CONCEPT))]
    pub concepts: Option<Vec<Ref<Concept>>>,
}

/// What a file, or a line of NDJSON, holds: one record that says its type.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
#[allow(clippy::large_enum_variant)]
pub enum Record {
    Dataset(Dataset),
    Session(Session),
    Person(Person),
    Organization(Organization),
    Forum(Forum),
    Edition(Edition),
    Place(Place),
    Concept(Concept),
}

/// The types that a document may be, in the order in which they are listed to people.
pub const ROOTS: [&str; 8] = ["Dataset", "Session", "Person", "Organization", "Forum", "Edition", "Place", "Concept"];
