//! Scalar values: strings held to a grammar, with what they become in RDF.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::grammar;
use crate::vocab::{isni, orcid, ror, wikidata, xsd};

/// What a scalar is in RDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Term {
    /// A literal of a datatype; `xsd:string` for plain ones.
    Literal(&'static str),
    /// The value is an IRI.
    Iri,
    /// The value, or its last part when it is written as an IRI, follows this namespace.
    Identifier(&'static str),
}

/// A kind of scalar: its grammar, its RDF term and its words.
#[derive(Debug)]
pub struct Scalar {
    /// Name of the Rust type and of the `$defs` entry.
    pub name: &'static str,
    /// What a value is, with article: `an ORCID iD`.
    pub what: &'static str,
    pub example: &'static str,
    pub pattern: &'static str,
    pub is_valid: fn(&str) -> bool,
    pub term: Term,
}

impl Scalar {
    /// The form that normal records carry: identifiers without their namespace, everything else as written.
    #[must_use]
    pub fn canonical<'v>(&self, value: &'v str) -> &'v str {
        match self.term {
            Term::Identifier(_) => grammar::bare_identifier(value),
            _ => value,
        }
    }

    fn schema(&self, about: &str) -> Schema {
        let mut schema = json_schema!({
            "title": self.name,
            "description": about,
            "type": "string",
            "pattern": self.pattern,
            "examples": [self.example],
        });
        let (key, value) = match self.term {
            Term::Literal(xsd::STRING) => return schema,
            Term::Literal(datatype) => ("x-jsonld-datatype", datatype.to_owned()),
            Term::Iri => ("x-jsonld-self", "{+this}".to_owned()),
            Term::Identifier(base) => ("x-jsonld-self", format!("{base}{{+this}}")),
        };
        schema.insert(key.to_owned(), value.into());
        schema
    }
}

/// Declares the scalar types and the table of them.
macro_rules! scalars {
    ($($(#[doc = $doc:literal])+ $name:ident ($what:literal, $example:literal) = $pattern:expr, $valid:expr, $term:expr;)*) => {
        $(
            $(#[doc = $doc])+
            #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
            #[serde(try_from = "String")]
            pub struct $name(String);

            impl $name {
                /// This kind's row in [`SCALARS`].
                pub const SCALAR: Scalar = Scalar {
                    name: stringify!($name),
                    what: $what,
                    example: $example,
                    pattern: $pattern,
                    is_valid: $valid,
                    term: $term,
                };

                #[must_use]
                pub fn as_str(&self) -> &str {
                    &self.0
                }
            }

            impl TryFrom<String> for $name {
                type Error = String;

                fn try_from(text: String) -> Result<Self, String> {
                    if (Self::SCALAR.is_valid)(&text) { Ok(Self(text)) } else { Err(format!("{text:?} is not {}", $what)) }
                }
            }

            impl JsonSchema for $name {
                fn schema_name() -> Cow<'static, str> {
                    stringify!($name).into()
                }

                fn json_schema(_: &mut SchemaGenerator) -> Schema {
                    Self::SCALAR.schema(concat!($($doc),+).trim())
                }
            }
        )*

        /// Every kind of scalar.
        pub static SCALARS: &[Scalar] = &[$($name::SCALAR),*];
    };
}

scalars! {
    /// A string with at least one visible character.
    Plain("a string that is not blank", "WS #222") = grammar::VISIBLE, grammar::is_visible, Term::Literal(xsd::STRING);
    /// An absolute IRI (RFC 3987): http, https, urn, did, tag, ark, info, doi, geo, isbn or issn.
    Iri("an absolute IRI", "https://example.org/session/12") = grammar::IRI, grammar::is_iri, Term::Iri;
    /// An IRI that others begin with; it ends with `/` or `#`.
    Namespace("an IRI that ends with / or #", "https://data.example.org/") = grammar::NAMESPACE, grammar::is_namespace, Term::Literal(xsd::STRING);
    /// The name of a record: an absolute IRI, a CURIE with a known prefix, or `#local`.
    Reference("an absolute IRI, a CURIE with a known prefix, or a #local id", "https://example.org/session/12") = grammar::REFERENCE, grammar::is_reference, Term::Iri;
    /// A moment: RFC 3339 date and time with seconds and offset.
    Moment("a date and time with offset", "2025-07-07T09:00:00+02:00") = grammar::MOMENT, grammar::is_moment, Term::Literal(xsd::DATE_TIME);
    /// A calendar date.
    Date("a date", "2025-07-07") = grammar::DATE, grammar::is_date, Term::Literal(xsd::DATE);
    /// A length of time in days, hours, minutes and seconds (ISO 8601).
    Duration("a duration", "PT1H30M") = grammar::DURATION, grammar::is_duration, Term::Literal(xsd::DURATION);
    /// A language tag (BCP 47).
    Language("a language tag", "fr") = grammar::LANGUAGE, grammar::is_language, Term::Literal(xsd::STRING);
    /// A time zone by its IANA name.
    TimeZone("an IANA time zone name", "Europe/Zurich") = grammar::TIME_ZONE, grammar::is_time_zone, Term::Literal(xsd::STRING);
    /// A country or territory, ISO 3166-1 alpha-2.
    Country("a two-letter country code", "CH") = grammar::COUNTRY, grammar::is_country, Term::Literal(xsd::STRING);
    /// A media type (RFC 6838).
    MediaType("a media type", "video/mp4") = grammar::MEDIA_TYPE, grammar::is_media_type, Term::Literal(xsd::STRING);
    /// A SHA-256 digest, 64 lower-case hexadecimal digits.
    Sha256("a SHA-256 in hexadecimal", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855") = grammar::SHA256, grammar::is_sha256, Term::Literal(xsd::STRING);
    /// A person's ORCID iD.
    Orcid("an ORCID iD", "0000-0002-1825-0097") = grammar::ORCID, grammar::is_orcid, Term::Identifier(orcid::NS);
    /// An organization's id in the Research Organization Registry.
    Ror("a ROR id", "01ggx4157") = grammar::ROR, grammar::is_ror, Term::Identifier(ror::NS);
    /// An entity of Wikidata.
    Wikidata("a Wikidata id", "Q7809") = grammar::WIKIDATA, grammar::is_wikidata, Term::Identifier(wikidata::NS);
    /// An International Standard Name Identifier, 16 characters without spaces.
    Isni("an ISNI", "0000000121032683") = grammar::ISNI, grammar::is_isni, Term::Identifier(isni::NS);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_is_valid_and_says_what_it_is() {
        for scalar in SCALARS {
            assert!((scalar.is_valid)(scalar.example), "{}", scalar.name);
            assert!(scalar.what.starts_with('a'), "{}", scalar.name);
        }
    }
}
