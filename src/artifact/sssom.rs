//! Mappings as SSSOM (Simple Standard for Sharing Ontological Mappings): one TSV file for each set, with its metadata as
//! comments on top, in the canonical order of columns and rows.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::release::{CREATOR, LICENCE, VERSION, modified};
use super::terms::TERMS;
use super::turtle::{expand, prefixes};
use crate::shape::shape;
use crate::thesaurus::{self, Concept};
use crate::vocab::{plenary, sdg};

/// A set of mappings.
pub(super) struct Set {
    name: &'static str,
    title: &'static str,
    about: &'static str,
    /// What it was made from, where that is not ours.
    sources: &'static [&'static str],
    /// What both sides are, as SSSOM calls it; none where it differs.
    entities: Option<&'static str>,
    rows: fn() -> Vec<Row>,
}

/// One mapping, by IRIs.
struct Row {
    subject: String,
    subject_label: String,
    /// A property of SKOS or RDFS, with prefix.
    predicate: String,
    object: String,
    justification: &'static str,
    /// IRI of the scheme of the subject, and of the object where we know it.
    schemes: (String, String),
    /// How sure it is, where that is in doubt, and why.
    doubt: Option<(&'static str, &'static str)>,
}

/// Somebody of ours looked at both and decided.
const BY_HAND: &str = "semapv:ManualMappingCuration";

/// Taken over from a source that does not say how it was found.
const TAKEN_OVER: &str = "semapv:UnspecifiedMatching";

pub(super) static FORUMS: Set = Set {
    name: "forums",
    title: "Codes of forums, to the core schemes of plenary",
    about: "Stakeholder groups, regions, session types and formats as the forums call them, mapped to core schemes that are small enough to compare forums with.",
    sources: &[],
    entities: Some("skos concept"),
    rows: || concepts(|concept| !concept.is_core(), BY_HAND),
};

pub(super) static CORE: Set = Set {
    name: "core",
    title: "Core schemes of plenary, to MARC relators and schema.org",
    about: "Roles, participation statuses and modes, mapped to codes elsewhere.",
    sources: &[],
    entities: None,
    rows: || concepts(|concept| concept.is_core() && !is_topic(concept), BY_HAND),
};

pub(super) static SDG: Set = Set {
    name: "sdg",
    title: "SDG goals and targets, to Wikidata and SDGIO",
    about: "The identifiers that the United Nations give to goals and targets, mapped to Wikidata and to the SDG Interface Ontology.",
    sources: &[
        "https://github.com/UNStats/LOD4Stats/blob/0ae578bacb1f4339596f5a6a19338457e4b22ba3/sdg-data/sdg-kos-goals-targets-indicators.ttl",
    ],
    entities: None,
    rows: || concepts(|concept| concept.iri.starts_with(sdg::NS), TAKEN_OVER).into_iter().map(inferred).collect(),
};

pub(super) static WSIS_SDG: Set = Set {
    name: "wsis-sdg",
    title: "WSIS action lines, to SDG goals and targets",
    about: "Which goals and targets the WSIS-SDG Matrix names for each action line. A link says related, never broader or equal; rows on which the source disagrees with itself are left out.",
    sources: &[
        "https://github.com/uwidcit/WSIS-SDG-Matrix/blob/09aad16b3103864cb8bf5cc47a5119035a5937a7/src/assets/data/en/actions.json",
        "https://github.com/uwidcit/WSIS-SDG-Matrix/blob/09aad16b3103864cb8bf5cc47a5119035a5937a7/src/assets/data/en/sdgs.json",
    ],
    entities: Some("skos concept"),
    rows: || concepts(|concept| concept.iri.starts_with(plenary::WSIS), TAKEN_OVER),
};

pub(super) static TERMS_OF_OTHERS: Set = Set {
    name: "terms",
    title: "Classes and properties of plenary, to those of other vocabularies",
    about: "How the terms of our namespace stand to schema.org, PROV-O, the Organization Ontology, Dublin Core and iCalendar in RDF.",
    sources: &[],
    entities: None,
    rows: terms,
};

fn is_topic(concept: &Concept) -> bool {
    concept.code.contains(':')
}

/// The mappings of the concepts that are wanted.
fn concepts(wanted: fn(&Concept) -> bool, justification: &'static str) -> Vec<Row> {
    let wanted = thesaurus::concepts().filter(|concept| wanted(concept));
    let row = |concept: &Concept, relation: &str, object: &str| Row {
        subject: concept.iri.clone(),
        subject_label: concept.label().to_owned(),
        predicate: format!("skos:{relation}"),
        object: object.to_owned(),
        justification,
        schemes: (
            concept.scheme.clone(),
            thesaurus::by_iri(object).map_or_else(String::new, |other| other.scheme.clone()),
        ),
        doubt: None,
    };
    wanted
        .flat_map(|concept| concept.mappings.iter().map(move |(relation, object)| row(concept, relation, object)))
        .collect()
}

/// The terms of SDGIO that the source of the goals has at the wrong target, because it reads 8.10 as the number 8.1.
fn inferred(row: Row) -> Row {
    if row.predicate != "skos:closeMatch" {
        return row;
    }
    let why = "the source has the terms of N.1 and N.10 both at N.1; which is whose is inferred";
    Row { justification: BY_HAND, doubt: Some(("0.8", why)), ..row }
}

/// The alignments of our terms.
fn terms() -> Vec<Row> {
    let mut rows = Vec::new();
    for term in TERMS {
        let is_class = shape().class_of_iri(term.iri).is_some();
        let wider = if is_class { "rdfs:subClassOf" } else { "rdfs:subPropertyOf" };
        for (predicate, others) in
            [(wider, term.wider), ("skos:closeMatch", term.close), ("skos:relatedMatch", term.related)]
        {
            rows.extend(others.iter().filter_map(|other| expand(other)).map(|object| Row {
                subject: term.iri.to_owned(),
                subject_label: term.words[0].label.to_owned(),
                predicate: predicate.to_owned(),
                object,
                justification: BY_HAND,
                schemes: (String::new(), String::new()),
                doubt: None,
            }));
        }
    }
    rows
}

/// The columns, in the order of the standard.
const COLUMNS: [&str; 10] = [
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "subject_source",
    "object_source",
    "confidence",
    "comment",
];

impl Set {
    /// The whole file.
    pub(super) fn write(&self) -> String {
        let mut rows: Vec<[String; 10]> = (self.rows)().iter().map(cells).collect();
        rows.sort_unstable();
        let used: Vec<usize> = (0..COLUMNS.len()).filter(|&at| rows.iter().any(|row| !row[at].is_empty())).collect();
        let mut text = self.head(&rows);
        let names = COLUMNS.map(str::to_owned);
        for row in std::iter::once(&names).chain(&rows) {
            let cells: Vec<String> = used.iter().map(|&at| quoted(&row[at])).collect();
            let _ = writeln!(text, "{}", cells.join("\t"));
        }
        text
    }

    /// The metadata, as YAML in comments.
    fn head(&self, rows: &[[String; 10]]) -> String {
        let mut text = String::new();
        let mut add = |key: &str, value: &str| {
            let _ = writeln!(text, "#{key}: {value}");
        };
        add("sssom_version", "\"1.0\"");
        add("mapping_set_id", &format!("{}mappings/{}", plenary::NS, self.name));
        add("mapping_set_version", &format!("\"{VERSION}\""));
        add("mapping_set_title", &yaml(self.title));
        add("mapping_set_description", &yaml(self.about));
        add("license", LICENCE);
        add("creator_label", &format!("\n#- {}", yaml(CREATOR)));
        add("publication_date", &format!("\"{}\"", modified()));
        if !self.sources.is_empty() {
            let sources: Vec<String> = self.sources.iter().map(|source| format!("\n#- {source}")).collect();
            add("mapping_set_source", &sources.concat());
        }
        if let Some(entities) = self.entities {
            add("subject_type", entities);
            add("object_type", entities);
        }
        add("curie_map", &curie_map(rows));
        text.replace(": \n", ":\n")
    }
}

/// A string of YAML in quotes.
fn yaml(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', r"\\").replace('"', r#"\""#))
}

/// The prefixes that the rows use, one a line. Those of SKOS, RDFS and the justifications are built in.
fn curie_map(rows: &[[String; 10]]) -> String {
    let ids = rows.iter().flat_map(|row| [&row[0], &row[3], &row[6], &row[7]]);
    let used: BTreeSet<&str> = ids.filter_map(|id| id.split_once(':')).map(|(prefix, _)| prefix).collect();
    let known = namespaces().into_iter().filter(|(prefix, _)| used.contains(prefix));
    let lines: Vec<String> = known.map(|(prefix, namespace)| format!("\n#  {prefix}: {namespace}")).collect();
    lines.concat()
}

/// The prefixes of our Turtle, and the one that concept schemes lie under; sorted.
fn namespaces() -> Vec<(&'static str, &'static str)> {
    let mut all = prefixes();
    all.extend([("plenary", plenary::NS), ("un", sdg::NS.trim_end_matches("sdg/"))]);
    all.sort_unstable();
    all
}

/// An IRI with the prefix of the longest namespace that it lies in.
fn curie(iri: &str) -> String {
    let inside = namespaces().into_iter().filter_map(|(prefix, namespace)| {
        let local = iri.strip_prefix(namespace).filter(|local| !local.is_empty())?;
        Some((namespace.len(), format!("{prefix}:{local}")))
    });
    inside.max().map_or_else(|| iri.to_owned(), |(_, name)| name)
}

fn cells(row: &Row) -> [String; 10] {
    let (confidence, comment) = row.doubt.unwrap_or_default();
    let label = thesaurus::by_iri(&row.object).map_or("", Concept::label);
    [
        curie(&row.subject),
        row.subject_label.clone(),
        row.predicate.clone(),
        curie(&row.object),
        label.to_owned(),
        row.justification.to_owned(),
        curie(&row.schemes.0),
        curie(&row.schemes.1),
        confidence.to_owned(),
        comment.to_owned(),
    ]
}

/// A cell, in quotes where it has to be.
fn quoted(cell: &str) -> String {
    if cell.contains(['\t', '\n', '\r', '"']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETS: [&Set; 5] = [&FORUMS, &CORE, &SDG, &WSIS_SDG, &TERMS_OF_OTHERS];

    #[test]
    fn every_mapping_of_every_concept_stands_in_one_set() {
        let told = SETS[..4].iter().map(|set| (set.rows)().len()).sum::<usize>();
        assert_eq!(told, thesaurus::concepts().map(|concept| concept.mappings.len()).sum::<usize>());
        assert!((WSIS_SDG.rows)().iter().all(|row| row.predicate == "skos:relatedMatch"));
    }

    #[test]
    fn every_id_has_a_prefix_that_the_head_declares() {
        for set in SETS {
            let text = set.write();
            let rows = text.lines().filter(|line| !line.starts_with('#')).skip(1);
            let ids: Vec<&str> = rows.flat_map(|row| row.split('\t').step_by(3).take(2)).collect();
            assert!(ids.len() > 4, "{}", set.name);
            for id in ids {
                let prefix = id.split(':').next().unwrap();
                assert!(text.contains(&format!("\n#  {prefix}: http")), "{}: {id}", set.name);
            }
        }
    }

    #[test]
    fn sources_are_those_that_the_scheme_files_name() {
        let files = [include_str!("../../vocab/sdg.ttl"), include_str!("../../vocab/wsis-sdg.ttl")];
        for source in SDG.sources.iter().chain(WSIS_SDG.sources) {
            assert!(files.iter().any(|file| file.contains(source)), "{source}");
        }
    }

    #[test]
    fn the_longest_namespace_gives_the_prefix() {
        assert_eq!(curie("https://w3id.org/plenary/group/igf/media"), "group:igf/media");
        assert_eq!(curie("https://w3id.org/plenary/group"), "plenary:group");
        assert_eq!(curie("http://metadata.un.org/sdg"), "un:sdg");
        assert_eq!(quoted("a \"b\""), "\"a \"\"b\"\"\"");
    }
}
