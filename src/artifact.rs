//! The generated files: schemas, context, ontology, shapes, mappings and pages, all from the one
//! reading of the model and from the concept schemes.
//!
//! They are committed; `tests/generated.rs` fails when one is stale, and writes them with `UPDATE=1`.

use serde_json::Value;

use crate::{config, diff, harvest, rdf, report, schema};

mod configuration;
mod ontology;
pub mod pages;
mod reference;
mod release;
mod shapes;
mod sssom;
mod terms;
mod turtle;

/// A file that is made from the model.
#[derive(Debug)]
pub struct Artifact {
    /// Relative to the root of the repository.
    pub path: &'static str,
    /// One line for people.
    pub about: &'static str,
    /// The whole content: the same on every call.
    pub make: fn() -> String,
}

/// A generated page: its path from the root of the repository, and its text.
#[derive(Debug)]
pub struct Page {
    pub path: String,
    pub text: String,
}

/// Every generated page: one for each check and each term of ours, and their indexes.
#[must_use]
pub fn pages() -> Vec<Page> {
    let mut all = pages::pages();
    all.extend(ontology::pages::pages());
    all
}

/// Every generated file.
pub static ARTIFACTS: &[Artifact] = &[
    Artifact {
        path: "schemas/plenary.schema.json",
        about: "JSON Schema of any document: a dataset or one typed record",
        make: || pretty(&schema::document()),
    },
    Artifact {
        path: "schemas/dataset.schema.json",
        about: "JSON Schema of a dataset",
        make: || pretty(&schema::of_class("Dataset")),
    },
    Artifact {
        path: "schemas/session.schema.json",
        about: "JSON Schema of a session",
        make: || pretty(&schema::of_class("Session")),
    },
    Artifact {
        path: "schemas/person.schema.json",
        about: "JSON Schema of a person",
        make: || pretty(&schema::of_class("Person")),
    },
    Artifact {
        path: "schemas/organization.schema.json",
        about: "JSON Schema of an organization",
        make: || pretty(&schema::of_class("Organization")),
    },
    Artifact {
        path: "schemas/forum.schema.json",
        about: "JSON Schema of a forum",
        make: || pretty(&schema::of_class("Forum")),
    },
    Artifact {
        path: "schemas/edition.schema.json",
        about: "JSON Schema of an edition",
        make: || pretty(&schema::of_class("Edition")),
    },
    Artifact {
        path: "schemas/place.schema.json",
        about: "JSON Schema of a place",
        make: || pretty(&schema::of_class("Place")),
    },
    Artifact {
        path: "schemas/concept.schema.json",
        about: "JSON Schema of a concept",
        make: || pretty(&schema::of_class("Concept")),
    },
    Artifact {
        path: "schemas/context.jsonld",
        about: "JSON-LD context of every document",
        make: || pretty(&serde_json::json!({ "@context": rdf::context::context() })),
    },
    Artifact {
        path: "schemas/report.schema.json",
        about: "JSON Schema of the report that validate --format json writes",
        make: || pretty(&report::schema::findings()),
    },
    Artifact {
        path: "schemas/baseline.schema.json",
        about: "JSON Schema of a baseline: the findings that are known",
        make: || pretty(&report::schema::baseline()),
    },
    Artifact {
        path: "schemas/diff.schema.json",
        about: "JSON Schema of the differences that diff --format json writes",
        make: || pretty(&diff::schema::diff()),
    },
    Artifact {
        path: "schemas/config.schema.json",
        about: "JSON Schema of plenary.toml",
        make: || pretty(&config::schema::schema()),
    },
    Artifact {
        path: "schemas/feeds.schema.json",
        about: "JSON Schema of feeds.toml, the manifest of a harvest",
        make: || pretty(&config::schema::feeds()),
    },
    Artifact {
        path: "schemas/harvest.schema.json",
        about: "JSON Schema of the report that harvest --report writes",
        make: || pretty(&harvest::schema::report()),
    },
    Artifact {
        path: "vocab/ontology.ttl",
        about: "the classes and properties of our own namespace, in RDFS and OWL",
        make: ontology::ontology,
    },
    Artifact { path: "vocab/shapes.ttl", about: "the model as SHACL shapes", make: shapes::shapes },
    Artifact {
        path: "vocab/forums.sssom.tsv",
        about: "mappings of the forums' own codes to the core schemes, in SSSOM",
        make: || sssom::FORUMS.write(),
    },
    Artifact {
        path: "vocab/core.sssom.tsv",
        about: "mappings of the core schemes to MARC relators and schema.org, in SSSOM",
        make: || sssom::CORE.write(),
    },
    Artifact {
        path: "vocab/sdg.sssom.tsv",
        about: "mappings of SDG goals and targets to Wikidata and SDGIO, in SSSOM",
        make: || sssom::SDG.write(),
    },
    Artifact {
        path: "vocab/wsis-sdg.sssom.tsv",
        about: "links of WSIS action lines to SDG goals and targets, in SSSOM",
        make: || sssom::WSIS_SDG.write(),
    },
    Artifact {
        path: "vocab/terms.sssom.tsv",
        about: "mappings of our classes and properties to those of others, in SSSOM",
        make: || sssom::TERMS_OF_OTHERS.write(),
    },
    Artifact {
        path: "docs/reference.md",
        about: "types, fields, code lists and value grammars for people",
        make: reference::reference,
    },
    Artifact {
        path: "docs/configuration.md",
        about: "plenary.toml, the profiles and their flags for people",
        make: configuration::configuration,
    },
    Artifact {
        path: "docs/harvest.md",
        about: "plenary harvest and feeds.toml for people",
        make: configuration::harvest,
    },
];

/// JSON as a file: indented by two spaces, with a line end.
fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ROOTS;

    #[test]
    fn every_type_of_document_has_a_schema() {
        for root in ROOTS {
            let path = format!("schemas/{}.schema.json", root.to_lowercase());
            assert!(ARTIFACTS.iter().any(|artifact| artifact.path == path), "{path}");
        }
    }

    #[test]
    fn files_end_with_one_line_end_and_are_the_same_each_time() {
        for artifact in ARTIFACTS {
            let text = (artifact.make)();
            assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{}", artifact.path);
            assert!(text == (artifact.make)(), "{}", artifact.path);
        }
    }
}
