//! The forms that answers are written in.

/// What sort of answer a query has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// SELECT.
    Solutions,
    /// ASK.
    Boolean,
    /// CONSTRUCT and DESCRIBE.
    Graph,
}

impl Kind {
    /// In the middle of a sentence.
    #[must_use]
    pub fn said(self) -> &'static str {
        match self {
            Self::Solutions => "solutions",
            Self::Boolean => "yes or no",
            Self::Graph => "a graph",
        }
    }
}

/// A form of answers.
#[derive(Debug, PartialEq, Eq)]
pub struct Form {
    /// Its name on the command line.
    pub name: &'static str,
    pub about: &'static str,
    /// The first is the one that answers say.
    pub media_types: &'static [&'static str],
    /// Its name among <http://www.w3.org/ns/formats/>, for the description of the service.
    pub iri: &'static str,
    /// For graphs, the format of the same name; for solutions, and for yes or no, how they are written.
    pub is_graph: bool,
    /// Whether yes or no has a form there by the standard.
    pub has_boolean: bool,
}

/// All forms; of those that fit, the first is the default.
pub static FORMS: &[Form] = &[
    Form {
        name: "json",
        about: "SPARQL 1.1 Query Results JSON Format",
        media_types: &["application/sparql-results+json", "application/json"],
        iri: "http://www.w3.org/ns/formats/SPARQL_Results_JSON",
        is_graph: false,
        has_boolean: true,
    },
    Form {
        name: "xml",
        about: "SPARQL Query Results XML Format",
        media_types: &["application/sparql-results+xml", "application/xml", "text/xml"],
        iri: "http://www.w3.org/ns/formats/SPARQL_Results_XML",
        is_graph: false,
        has_boolean: true,
    },
    Form {
        name: "csv",
        about: "SPARQL 1.1 Query Results CSV: values alone",
        media_types: &["text/csv"],
        iri: "http://www.w3.org/ns/formats/SPARQL_Results_CSV",
        is_graph: false,
        has_boolean: false,
    },
    Form {
        name: "tsv",
        about: "SPARQL 1.1 Query Results TSV: terms in full",
        media_types: &["text/tab-separated-values"],
        iri: "http://www.w3.org/ns/formats/SPARQL_Results_TSV",
        is_graph: false,
        has_boolean: false,
    },
    Form {
        name: "turtle",
        about: "Turtle",
        media_types: &["text/turtle"],
        iri: "http://www.w3.org/ns/formats/Turtle",
        is_graph: true,
        has_boolean: false,
    },
    Form {
        name: "ntriples",
        about: "N-Triples",
        media_types: &["application/n-triples", "text/plain"],
        iri: "http://www.w3.org/ns/formats/N-Triples",
        is_graph: true,
        has_boolean: false,
    },
    Form {
        name: "jsonld",
        about: "JSON-LD",
        media_types: &["application/ld+json"],
        iri: "http://www.w3.org/ns/formats/JSON-LD",
        is_graph: true,
        has_boolean: false,
    },
    Form {
        name: "rdfxml",
        about: "RDF/XML",
        media_types: &["application/rdf+xml"],
        iri: "http://www.w3.org/ns/formats/RDF_XML",
        is_graph: true,
        has_boolean: false,
    },
    Form {
        name: "nquads",
        about: "N-Quads, all in the default graph",
        media_types: &["application/n-quads"],
        iri: "http://www.w3.org/ns/formats/N-Quads",
        is_graph: true,
        has_boolean: false,
    },
    Form {
        name: "trig",
        about: "TriG, all in the default graph",
        media_types: &["application/trig"],
        iri: "http://www.w3.org/ns/formats/TriG",
        is_graph: true,
        has_boolean: false,
    },
];

/// A table for people. It is no form of the protocol.
pub static TABLE: Form =
    Form { name: "table", about: "a table for people", media_types: &[], iri: "", is_graph: false, has_boolean: true };

impl Form {
    /// Whether an answer of this kind can be written so.
    #[must_use]
    pub fn fits(&self, kind: Kind) -> bool {
        match kind {
            Kind::Graph => self.is_graph,
            Kind::Solutions => !self.is_graph,
            Kind::Boolean => self.has_boolean,
        }
    }

    /// The media type that answers say, with the character set where it is not UTF-8 by itself.
    #[must_use]
    pub fn content_type(&self) -> String {
        let media_type = self.media_types.first().copied().unwrap_or("text/plain");
        if media_type.starts_with("text/") { format!("{media_type}; charset=utf-8") } else { media_type.to_owned() }
    }

    /// The form of a name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<&'static Self> {
        FORMS.iter().chain([&TABLE]).find(|form| form.name == name)
    }
}
