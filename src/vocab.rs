//! Every IRI once: namespaces, properties, classes and the prefixes that people may write.

/// A namespace's terms as constants: `vocab::schema::NAME` is `http://schema.org/name`.
macro_rules! namespace {
    ($(#[$doc:meta])* $name:ident = $base:literal { $($(#[$term_doc:meta])* $term:ident = $local:literal,)* }) => {
        $(#[$doc])*
        pub mod $name {
            /// The namespace itself.
            pub const NS: &str = $base;
            /// The local names of the terms.
            pub const TERMS: &[&str] = &[$($local),*];
            $($(#[$term_doc])* pub const $term: &str = concat!($base, $local);)*
        }
    };
}

namespace! {
    /// Our own terms, <https://w3id.org/plenary/ns>.
    pl = "https://w3id.org/plenary/ns#" {
        SESSION = "Session",
        PARTICIPATION_CLASS = "Participation",
        FORUM_CLASS = "Forum",
        EDITION_CLASS = "Edition",
        POLICY_QUESTION_CLASS = "PolicyQuestion",
        OUTCOME_CLASS = "Outcome",
        ACRONYM = "acronym",
        AFFILIATION = "affiliationAtEvent",
        CAPTIONING = "captioning",
        CONCEPT_TYPE = "conceptType",
        COUNTRY = "country",
        EDITION = "edition",
        FOCUSES_PRIMARILY_ON = "focusesPrimarilyOn",
        FORUM = "forum",
        HAS_CONCEPT = "hasConcept",
        HAS_EDITION = "hasEdition",
        HAS_FORUM = "hasForum",
        HAS_ORGANIZATION = "hasOrganization",
        HAS_PERSON = "hasPerson",
        HAS_PLACE = "hasPlace",
        HAS_SESSION = "hasSession",
        INTERPRETATION = "interpretation",
        IN_STAKEHOLDER_GROUP = "stakeholderGroup",
        ISNI = "isni",
        ONLINE_ROOM = "onlineRoom",
        ORCID = "orcid",
        ORDER = "order",
        OUTCOME = "outcome",
        OUTCOME_TYPE = "outcomeType",
        PARTICIPANT = "participant",
        PARTICIPATION = "participation",
        PARTICIPATION_MODE = "participationMode",
        POLICY_QUESTION = "policyQuestion",
        POSITION = "position",
        RECORD_KEY = "recordKey",
        REGION = "regionalGroup",
        RELATED_TO = "relatedTo",
        RESOURCE = "resource",
        RESOURCE_TYPE = "resourceType",
        ROLE = "role",
        ROR = "ror",
        SESSION_FORMAT = "sessionFormat",
        SESSION_TYPE = "sessionType",
        SOURCE_FILE = "sourceFile",
        STATUS = "status",
        THEME = "theme",
        TIME_ZONE = "timeZone",
        TRACK = "track",
        WIKIDATA = "wikidata",
        YEAR = "year",
    }
}

namespace! {
    /// schema.org, in the `http` form that its own context uses.
    schema = "http://schema.org/" {
        ABSTRACT = "abstract",
        ADDRESS = "address",
        ALTERNATE_NAME = "alternateName",
        CAPACITY = "maximumAttendeeCapacity",
        CONTAINED_IN_PLACE = "containedInPlace",
        CREATIVE_WORK = "CreativeWork",
        DESCRIPTION = "description",
        DURATION = "duration",
        ENCODING_FORMAT = "encodingFormat",
        END_DATE = "endDate",
        EVENT = "Event",
        EVENT_ATTENDANCE_MODE = "eventAttendanceMode",
        EVENT_STATUS = "eventStatus",
        FAMILY_NAME = "familyName",
        GIVEN_NAME = "givenName",
        HONORIFIC_PREFIX = "honorificPrefix",
        IN_LANGUAGE = "inLanguage",
        KEYWORDS = "keywords",
        LOCATION = "location",
        NAME = "name",
        ORGANIZATION = "Organization",
        ORGANIZER = "organizer",
        PERSON = "Person",
        PLACE = "Place",
        SAME_AS = "sameAs",
        SHA256 = "sha256",
        START_DATE = "startDate",
        SUPER_EVENT = "superEvent",
        TEXT = "text",
        URL = "url",
    }
}

namespace! {
    /// Dublin Core terms.
    dcterms = "http://purl.org/dc/terms/" {
        DESCRIPTION = "description",
        IDENTIFIER = "identifier",
        IS_PART_OF = "isPartOf",
        IS_REPLACED_BY = "isReplacedBy",
        LICENSE = "license",
        MODIFIED = "modified",
        PUBLISHER = "publisher",
        TITLE = "title",
    }
}

namespace! {
    /// SKOS.
    skos = "http://www.w3.org/2004/02/skos/core#" {
        BROADER = "broader",
        ALT_LABEL = "altLabel",
        BROAD_MATCH = "broadMatch",
        CLOSE_MATCH = "closeMatch",
        CONCEPT = "Concept",
        DEFINITION = "definition",
        EXACT_MATCH = "exactMatch",
        IN_SCHEME = "inScheme",
        NOTATION = "notation",
        PREF_LABEL = "prefLabel",
        RELATED_MATCH = "relatedMatch",
    }
}

namespace! {
    /// PROV-O.
    prov = "http://www.w3.org/ns/prov#" {
        ENTITY = "Entity",
        GENERATED_AT_TIME = "generatedAtTime",
        HAD_PRIMARY_SOURCE = "hadPrimarySource",
        SPECIALIZATION_OF = "specializationOf",
        WAS_DERIVED_FROM = "wasDerivedFrom",
    }
}

namespace! {
    /// The Organization Ontology.
    org = "http://www.w3.org/ns/org#" {
        UNIT_OF = "unitOf",
    }
}

namespace! {
    /// DCAT.
    dcat = "http://www.w3.org/ns/dcat#" {
        ACCESS_URL = "accessURL",
        BYTE_SIZE = "byteSize",
        CATALOG = "Catalog",
        DATASET = "Dataset",
        DATASET_PROPERTY = "dataset",
        DISTRIBUTION = "Distribution",
        DISTRIBUTION_PROPERTY = "distribution",
        DOWNLOAD_URL = "downloadURL",
        LANDING_PAGE = "landingPage",
        MEDIA_TYPE = "mediaType",
    }
}

namespace! {
    /// The Vocabulary of Interlinked Datasets.
    void = "http://rdfs.org/ns/void#" {
        CLASS = "class",
        CLASS_PARTITION = "classPartition",
        DATASET = "Dataset",
        DATA_DUMP = "dataDump",
        ENTITIES = "entities",
        EXAMPLE_RESOURCE = "exampleResource",
        OPEN_SEARCH_DESCRIPTION = "openSearchDescription",
        TRIPLES = "triples",
        URI_SPACE = "uriSpace",
        VOCABULARY = "vocabulary",
    }
}

namespace! {
    /// XML Schema datatypes.
    xsd = "http://www.w3.org/2001/XMLSchema#" {
        BOOLEAN = "boolean",
        DATE = "date",
        DATE_TIME = "dateTime",
        DURATION = "duration",
        HEX_BINARY = "hexBinary",
        INTEGER = "integer",
        NON_NEGATIVE_INTEGER = "nonNegativeInteger",
        STRING = "string",
    }
}

namespace! {
    /// RDF itself.
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#" {
        FIRST = "first",
        LANG_STRING = "langString",
        NIL = "nil",
        REST = "rest",
        TYPE = "type",
    }
}

namespace! {
    /// RDF Schema.
    rdfs = "http://www.w3.org/2000/01/rdf-schema#" {
        CLASS = "Class",
        COMMENT = "comment",
        LABEL = "label",
        SUB_CLASS_OF = "subClassOf",
    }
}

namespace! {
    /// OWL.
    owl = "http://www.w3.org/2002/07/owl#" {
        CLASS = "Class",
        DEPRECATED = "deprecated",
        SAME_AS = "sameAs",
    }
}

namespace! {
    /// SHACL.
    sh = "http://www.w3.org/ns/shacl#" {
        ALTERNATIVE_PATH = "alternativePath",
        CLOSED = "closed",
        CONSTRAINT_COMPONENT = "ConstraintComponent",
        DEACTIVATED = "deactivated",
        DESCRIPTION = "description",
        FLAGS = "flags",
        IGNORED_PROPERTIES = "ignoredProperties",
        INFO = "Info",
        INVERSE_PATH = "inversePath",
        MESSAGE = "message",
        NAME = "name",
        NODE_SHAPE = "NodeShape",
        ONE_OR_MORE_PATH = "oneOrMorePath",
        PATH = "path",
        PROPERTY = "property",
        PROPERTY_SHAPE = "PropertyShape",
        QUALIFIED_MAX_COUNT = "qualifiedMaxCount",
        QUALIFIED_MIN_COUNT = "qualifiedMinCount",
        QUALIFIED_VALUE_SHAPE = "qualifiedValueShape",
        QUALIFIED_VALUE_SHAPES_DISJOINT = "qualifiedValueShapesDisjoint",
        SEVERITY = "severity",
        TARGET_CLASS = "targetClass",
        TARGET_NODE = "targetNode",
        TARGET_OBJECTS_OF = "targetObjectsOf",
        TARGET_SUBJECTS_OF = "targetSubjectsOf",
        WARNING = "Warning",
        ZERO_OR_MORE_PATH = "zeroOrMorePath",
        ZERO_OR_ONE_PATH = "zeroOrOnePath",
    }
}

namespace! {
    /// Our concept schemes and what else we mint outside `pl:`.
    plenary = "https://w3id.org/plenary/" {
        CONTEXT = "context/v1.jsonld",
        SCHEMA = "schema/v1/",
        WSIS = "wsis/",
    }
}

namespace! {
    /// The UN's SDG identifiers, in the `http` form that the UN emits.
    sdg = "http://metadata.un.org/sdg/" {}
}

namespace! {
    /// ORCID iDs.
    orcid = "https://orcid.org/" {}
}

namespace! {
    /// Research Organization Registry ids.
    ror = "https://ror.org/" {}
}

namespace! {
    /// Wikidata entities.
    wikidata = "http://www.wikidata.org/entity/" {}
}

namespace! {
    /// International Standard Name Identifiers.
    isni = "https://isni.org/isni/" {}
}

/// Prefixes that a CURIE may have in an id or a topic, and that the Turtle writer declares when it uses them.
pub const PREFIXES: &[(&str, &str)] = &[
    ("dcat", dcat::NS),
    ("dcterms", dcterms::NS),
    ("orcid", orcid::NS),
    ("org", org::NS),
    ("pl", pl::NS),
    ("prov", prov::NS),
    ("rdf", rdf::NS),
    ("ror", ror::NS),
    ("schema", schema::NS),
    ("sdg", sdg::NS),
    ("skos", skos::NS),
    ("void", void::NS),
    ("wd", wikidata::NS),
    ("wsis", plenary::WSIS),
    ("xsd", xsd::NS),
];

/// The absolute IRI of a CURIE with a known prefix.
#[must_use]
pub fn expand(curie: &str) -> Option<String> {
    let (prefix, local) = curie.split_once(':')?;
    let (_, namespace) = PREFIXES.iter().find(|(name, _)| *name == prefix)?;
    Some(format!("{namespace}{local}"))
}

/// Prefixes of the vocabularies that shapes are written with, for messages.
const META: &[(&str, &str)] = &[("owl", owl::NS), ("rdfs", rdfs::NS), ("sh", sh::NS)];

/// An IRI for a message: shortened by a known prefix, else in angle brackets.
#[must_use]
pub fn curie(iri: &str) -> String {
    let short = |&(prefix, namespace): &(&str, &str)| {
        let local = iri.strip_prefix(namespace)?;
        let is_plain = !local.is_empty() && !local.contains(['/', '#', '?', ':']);
        is_plain.then(|| format!("{prefix}:{local}"))
    };
    PREFIXES.iter().chain(META).find_map(short).unwrap_or_else(|| format!("<{iri}>"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curies_expand_by_known_prefixes_only() {
        assert_eq!(expand("sdg:17").as_deref(), Some("http://metadata.un.org/sdg/17"));
        assert_eq!(expand("https://example.org/"), None);
    }

    #[test]
    fn iris_are_shortened_where_they_can_be() {
        assert_eq!(curie("http://schema.org/name"), "schema:name");
        assert_eq!(curie("http://www.w3.org/ns/shacl#node"), "sh:node");
        assert_eq!(curie("http://schema.org/"), "<http://schema.org/>");
        assert_eq!(curie("http://schema.org/a/b"), "<http://schema.org/a/b>");
    }

    #[test]
    fn prefixes_are_sorted_and_distinct() {
        assert!(PREFIXES.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
