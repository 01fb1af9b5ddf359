//! Who takes part: people and organizations.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::code::Code;
use super::lists::StakeholderGroup;
use super::scalar::{Country, Iri, Isni, Moment, Orcid, Plain, Reference, Ror, Wikidata};
use super::session::Provenance;
use super::value::{Is, Ref, Text, Texts};
use crate::vocab::{dcterms, org, pl, prov, schema};

/// A natural person. What holds at one event only (affiliation, group, position) belongs to the participation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(extend("x-jsonld-type" = schema::PERSON, "x-jsonld-self" = "{+id}"))]
pub struct Person {
    /// The person's IRI.
    pub id: Option<Reference>,
    /// Says that this is a person.
    pub r#type: Option<Is<Person>>,
    /// The name as the source writes it, without titles.
    #[schemars(extend("x-jsonld-id" = schema::NAME), example = &"Ayden Férdeline")]
    pub name: Text,
    /// Given name, only where the source tells it apart.
    #[schemars(extend("x-jsonld-id" = schema::GIVEN_NAME))]
    pub given_name: Option<Plain>,
    /// Family name, only where the source tells it apart.
    #[schemars(extend("x-jsonld-id" = schema::FAMILY_NAME))]
    pub family_name: Option<Plain>,
    /// Title before the name.
    #[schemars(extend("x-jsonld-id" = schema::HONORIFIC_PREFIX), example = &"Dr.")]
    pub honorific_prefix: Option<Plain>,
    /// Other forms of the name.
    #[schemars(extend("x-jsonld-id" = schema::ALTERNATE_NAME))]
    pub alternate_name: Option<Texts>,
    /// ORCID iD.
    #[schemars(extend("x-jsonld-id" = pl::ORCID))]
    pub orcid: Option<Orcid>,
    /// Wikidata entity.
    #[schemars(extend("x-jsonld-id" = pl::WIKIDATA))]
    pub wikidata: Option<Wikidata>,
    /// International Standard Name Identifier.
    #[schemars(extend("x-jsonld-id" = pl::ISNI))]
    pub isni: Option<Isni>,
    /// Web pages of the person.
    #[schemars(extend("x-jsonld-id" = schema::URL))]
    pub url: Option<Iri>,
    /// Pages and records elsewhere about the same person.
    #[schemars(extend("x-jsonld-id" = schema::SAME_AS))]
    pub same_as: Option<Vec<Iri>>,
    /// Personal data that is not published: left out of every output unless it is asked for.
    #[schemars(extend("x-private" = true))]
    pub private: Option<Private>,
    /// Where this record comes from.
    #[schemars(extend("x-jsonld-id" = prov::WAS_DERIVED_FROM))]
    pub source: Option<Ref<Provenance>>,
    /// When this record last changed.
    #[schemars(extend("x-jsonld-id" = dcterms::MODIFIED))]
    pub modified: Option<Moment>,
}

/// Personal data that is kept out of every output.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(extend("x-private" = true))]
pub struct Private {
    /// E-mail address.
    pub email: Option<Plain>,
    /// Telephone number.
    pub phone: Option<Plain>,
    /// Gender as the person states it.
    pub gender: Option<Plain>,
    /// Nationality.
    pub nationality: Option<Country>,
    /// Anything else that is not for publication.
    pub note: Option<Plain>,
}

/// An organization, or a unit of one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(extend("x-jsonld-type" = schema::ORGANIZATION, "x-jsonld-self" = "{+id}"))]
pub struct Organization {
    /// The organization's IRI.
    pub id: Option<Reference>,
    /// Says that this is an organization.
    pub r#type: Option<Is<Organization>>,
    /// The name as the source writes it.
    #[schemars(extend("x-jsonld-id" = schema::NAME), example = &"University of Zurich")]
    pub name: Text,
    /// Short form of the name.
    #[schemars(extend("x-jsonld-id" = pl::ACRONYM), example = &"UNESCO")]
    pub acronym: Option<Plain>,
    /// Other forms of the name.
    #[schemars(extend("x-jsonld-id" = schema::ALTERNATE_NAME))]
    pub alternate_name: Option<Texts>,
    /// Research Organization Registry id.
    #[schemars(extend("x-jsonld-id" = pl::ROR))]
    pub ror: Option<Ror>,
    /// Wikidata entity.
    #[schemars(extend("x-jsonld-id" = pl::WIKIDATA))]
    pub wikidata: Option<Wikidata>,
    /// International Standard Name Identifier.
    #[schemars(extend("x-jsonld-id" = pl::ISNI))]
    pub isni: Option<Isni>,
    /// The organization that this is a unit of.
    #[schemars(extend("x-jsonld-id" = org::UNIT_OF))]
    pub unit_of: Option<Ref<Organization>>,
    /// Country of the seat, ISO 3166-1 alpha-2.
    #[schemars(extend("x-jsonld-id" = pl::COUNTRY))]
    pub country: Option<Country>,
    /// The group that the organization belongs to in general.
    #[schemars(extend("x-jsonld-id" = pl::IN_STAKEHOLDER_GROUP))]
    pub stakeholder_group: Option<Code<StakeholderGroup>>,
    /// Web page of the organization.
    #[schemars(extend("x-jsonld-id" = schema::URL))]
    pub url: Option<Iri>,
    /// Pages and records elsewhere about the same organization.
    #[schemars(extend("x-jsonld-id" = schema::SAME_AS))]
    pub same_as: Option<Vec<Iri>>,
    /// Data that is not published.
    #[schemars(extend("x-private" = true))]
    pub private: Option<Private>,
    /// Where this record comes from.
    #[schemars(extend("x-jsonld-id" = prov::WAS_DERIVED_FROM))]
    pub source: Option<Ref<Provenance>>,
    /// When this record last changed.
    #[schemars(extend("x-jsonld-id" = dcterms::MODIFIED))]
    pub modified: Option<Moment>,
}

/// A person or an organization, which says its type; or the id of one.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Agent {
    Id(Reference),
    Person(Box<Person>),
    Organization(Box<Organization>),
}

impl<'de> Deserialize<'de> for Agent {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error;
        let value = serde_json::Value::deserialize(deserializer)?;
        if value.is_string() {
            return serde_json::from_value(value).map(Agent::Id).map_err(D::Error::custom);
        }
        match value.get("type").and_then(serde_json::Value::as_str) {
            Some("Person") => serde_json::from_value(value).map(Agent::Person).map_err(D::Error::custom),
            Some("Organization") => serde_json::from_value(value).map(Agent::Organization).map_err(D::Error::custom),
            _ => Err(D::Error::custom("an agent says its type: Person or Organization")),
        }
    }
}

impl JsonSchema for Agent {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Agent".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let typed = |mut schema: Schema| {
            schema.insert("required".to_owned(), serde_json::json!(["type"]));
            schema
        };
        let person = typed(generator.subschema_for::<Person>());
        let organization = typed(generator.subschema_for::<Organization>());
        let id = generator.subschema_for::<Reference>();
        json_schema!({"anyOf": [id, person, organization]})
    }
}
