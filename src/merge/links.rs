//! Links as data: which IRIs stand for one entity, and how sure that is.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use uuid::Uuid;

use super::cluster::{Found, Link, Why};
use super::decisions::{self, Verdict};
use super::world::{NodeId, World};
use super::{Merged, table};
use crate::link::{bits, probability};
use crate::vocab::{owl, skos};

/// The IRI of an entity, and another one that a source has for it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Relation {
    pub subject: String,
    pub object: String,
    /// The weakest of the reasons that lead from one to the other, by the way that is best.
    pub why: Why,
    pub node: NodeId,
}

impl Relation {
    /// The property that says it: identity only where somebody decided or the sources say it with one IRI.
    #[must_use]
    pub fn predicate(&self) -> &'static str {
        match self.why {
            Why::Decided | Why::Iri => owl::SAME_AS,
            Why::Authority | Why::SameAs | Why::Key => skos::EXACT_MATCH,
            Why::Likely => skos::CLOSE_MATCH,
        }
    }
}

impl Why {
    /// The reason in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Why::Decided => "decided",
            Why::Iri => "one IRI",
            Why::Authority => "one number of an authority",
            Why::SameAs => "a source says so",
            Why::Key => "one natural key",
            Why::Likely => "by weight",
        }
    }
}

/// The relations of all entities, each of an IRI to another one.
#[must_use]
pub fn relations(world: &World, merged: &Merged) -> Vec<Relation> {
    let mut relations: BTreeMap<(&str, &str), Relation> = BTreeMap::new();
    let mut links: BTreeMap<NodeId, Vec<&Link>> = BTreeMap::new();
    merged.found.links.iter().for_each(|link| links.entry(merged.found.of[link.left]).or_default().push(link));
    for entity in merged.entities.iter().filter(|entity| crate::shape::shape()[entity.class].is_root) {
        let Some(first) = entity.members.first() else { continue };
        let links = links.get(&merged.found.of[*first]).map(Vec::as_slice).unwrap_or_default();
        let start = entity.members.iter().find(|node| world.nodes()[**node].iri == entity.iri).unwrap_or(first);
        for (node, why) in reached(*start, links) {
            let object = world.nodes()[node].iri.as_str();
            if object != entity.iri {
                let relation = Relation { subject: entity.iri.clone(), object: object.to_owned(), why, node };
                let known = relations.entry((&entity.iri, object)).or_insert_with(|| relation.clone());
                *known = known.clone().min(relation);
            }
        }
    }
    relations.into_values().collect()
}

/// The nodes of a cluster, each with the weakest reason on the best way to it.
fn reached(start: NodeId, links: &[&Link]) -> BTreeMap<NodeId, Why> {
    let mut reached = BTreeMap::from([(start, Why::Decided)]);
    for most in [Why::Decided, Why::Iri, Why::Authority, Why::SameAs, Why::Key, Why::Likely] {
        let mut grows = true;
        while grows {
            let before = reached.len();
            for link in links.iter().filter(|link| link.why <= most) {
                for (from, to) in [(link.left, link.right), (link.right, link.left)] {
                    if let Some(why) = reached.get(&from).copied() {
                        reached.entry(to).or_insert(why.max(most));
                    }
                }
            }
            grows = reached.len() > before;
        }
    }
    reached
}

/// A link as a row of SSSOM has it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    pub subject: String,
    pub subject_label: String,
    /// As a CURIE of `owl:` or `skos:`.
    pub predicate: &'static str,
    pub object: String,
    pub object_label: String,
    /// As a CURIE of `semapv:`.
    pub justification: &'static str,
    /// From 0 to 1.
    pub confidence: String,
    pub comment: String,
}

/// The relations of a merge as lines.
#[must_use]
pub fn lines(world: &World, merged: &Merged, relations: &[Relation]) -> Vec<Line> {
    relations.iter().map(|relation| line(world, merged, relation)).collect()
}

/// Links as N-Quads in the default graph.
#[must_use]
pub fn nquads(lines: &[Line]) -> String {
    let predicate = |line: &Line| match line.predicate {
        "owl:sameAs" => owl::SAME_AS,
        "skos:exactMatch" => skos::EXACT_MATCH,
        "skos:broadMatch" => skos::BROAD_MATCH,
        _ => skos::CLOSE_MATCH,
    };
    let mut text = String::new();
    for line in lines {
        let _ = writeln!(text, "<{}> <{}> <{}> .", line.subject, predicate(line), line.object);
    }
    text
}

/// Links as SSSOM: a table with its metadata above it.
#[must_use]
pub fn sssom(lines: &[Line]) -> String {
    let namespaces: BTreeSet<&str> =
        lines.iter().flat_map(|line| [&line.subject, &line.object]).map(|iri| parted(iri).0).collect();
    let prefixes: BTreeMap<&str, String> =
        namespaces.into_iter().zip(1..).map(|(namespace, number)| (namespace, format!("n{number}"))).collect();
    let curie = |iri: &str| {
        let (namespace, local) = parted(iri);
        format!("{}:{local}", prefixes.get(namespace).map(String::as_str).unwrap_or_default())
    };
    let row = |line: &Line| {
        let cells = [
            &curie(&line.subject),
            &line.subject_label,
            line.predicate,
            &curie(&line.object),
            &line.object_label,
            line.justification,
            &line.confidence,
            &line.comment,
        ];
        cells.map(str::to_owned).to_vec()
    };
    let rows = table::write(&COLUMNS, lines.iter().map(row));
    let set = Uuid::new_v5(&Uuid::NAMESPACE_OID, rows.as_bytes());
    let mut text = format!(
        "#sssom_version: \"1.0\"\n#mapping_set_id: urn:uuid:{set}\n#license: https://w3id.org/sssom/license/unspecified\n#curie_map:{}\n",
        // Without a prefix it is an empty map, not nothing.
        if prefixes.is_empty() { " {}" } else { "" }
    );
    for (namespace, prefix) in &prefixes {
        let _ = writeln!(text, "#  {prefix}: \"{namespace}\"");
    }
    text + &rows
}

const COLUMNS: [&str; 8] = [
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "confidence",
    "comment",
];

fn line(world: &World, merged: &Merged, relation: &Relation) -> Line {
    let node = &world.nodes()[relation.node];
    let subject = merged.entity(relation.node).and_then(|entity| entity.members.first());
    let label = subject.and_then(|node| world.nodes()[*node].label()).unwrap_or_default();
    // SSSOM has no word for equal numbers of an authority: what tells is knowledge from outside.
    let (predicate, justification) = match relation.why {
        Why::Decided => ("owl:sameAs", "semapv:ManualMappingCuration"),
        Why::Iri => ("owl:sameAs", "semapv:BackgroundKnowledgeBasedMatching"),
        Why::Authority | Why::SameAs => ("skos:exactMatch", "semapv:BackgroundKnowledgeBasedMatching"),
        Why::Key => ("skos:exactMatch", "semapv:LexicalMatching"),
        Why::Likely => ("skos:closeMatch", "semapv:CompositeMatching"),
    };
    let likely = |link: &&Link| link.why == Why::Likely && [link.left, link.right].contains(&relation.node);
    let weight = merged.found.links.iter().filter(likely).map(|link| link.weight).max();
    let weight = weight.filter(|_| relation.why == Why::Likely);
    Line {
        subject: relation.subject.clone(),
        subject_label: label.to_owned(),
        predicate,
        object: relation.object.clone(),
        object_label: node.label().unwrap_or_default().to_owned(),
        justification,
        confidence: weight.map_or("1".to_owned(), |weight| format!("{:.4}", probability(weight))),
        comment: relation.why.words().to_owned(),
    }
}

/// An IRI in two parts, the second one as plain as a CURIE wants it.
fn parted(iri: &str) -> (&str, &str) {
    iri.split_at(iri.rfind(['/', '#', ':']).map_or(0, |at| at + 1))
}

/// Uncertain pairs as decisions that are still to be made.
#[must_use]
pub fn review(world: &World, found: &Found) -> String {
    let mut rows: Vec<Vec<String>> = found
        .unsure
        .iter()
        .map(|link| {
            let label = |node: NodeId| world.nodes()[node].label().unwrap_or_default();
            let note = format!("{:.1} bits: {} / {}", bits(link.weight), label(link.left), label(link.right));
            let names = [world.name(link.left), world.name(link.right)];
            let [left, right] = names;
            vec![left, right, Verdict::Unsure.word().to_owned(), "plenary".to_owned(), String::new(), note]
        })
        .collect();
    rows.sort_unstable();
    table::write(&decisions::HEAD, rows)
}
