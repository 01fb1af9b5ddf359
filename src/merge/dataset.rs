//! Everything as named graphs, in N-Quads: each snapshot of a source, the links, the merged statements, and where all of it is from.
//!
//! Merged statements stand in a graph for each set of sources that make them, so that every one of them names its supporters.
//! The source graphs are read back as what they were, so that a merge can go on from what an earlier one wrote.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use super::links::{Relation, relations};
use super::record;
use super::settings::{Source, is_id};
use super::world::{Node, Value, World};
use super::{Entity, Merged};
use crate::rdf::{Object, Sink, emit_value, lines};
use crate::shape::{Class, Field, shape};
use crate::vocab::{dcterms, owl, prov, rdf, xsd};

/// Writes all graphs; their names begin with a base.
#[must_use]
pub fn write(world: &World, merged: &Merged, base: &str) -> String {
    let mut dataset = Dataset { base, lines: BTreeSet::new(), graphs: Vec::new() };
    let mut by_source: Vec<Vec<String>> = vec![Vec::new(); world.sources().len()];
    for node in world.nodes() {
        by_source[node.source].extend(triples(&node.iri, node.class(), node.values.iter()));
    }
    for (source, triples) in world.sources().iter().zip(by_source) {
        dataset.source(source, triples);
    }
    dataset.links(&relations(world, merged), &merged.retired);
    merged.entities.iter().for_each(|entity| dataset.entity(world, entity));
    dataset.lines.into_iter().collect()
}

struct Dataset<'d> {
    base: &'d str,
    lines: BTreeSet<String>,
    /// The graph of each source.
    graphs: Vec<String>,
}

impl Dataset<'_> {
    fn put(&mut self, triple: &str, graph: &str) {
        self.lines.insert(format!("{triple} <{graph}> .\n"));
    }

    fn graph(&self, name: &str) -> String {
        format!("{}graph/{name}", self.base)
    }

    /// Tells where something is from.
    fn provenance(&mut self, subject: &str, predicate: &str, object: &str) {
        let graph = self.graph(PROVENANCE);
        self.put(&format!("<{subject}> <{predicate}> {object}"), &graph);
    }

    fn source(&mut self, source: &Source, mut triples: Vec<String>) {
        triples.sort_unstable();
        triples.dedup();
        let graph = self.graph(&format!("source/{}/{}", source.id, hash(&triples)));
        for triple in &triples {
            self.put(triple, &graph);
        }
        let whole = format!("{}source/{}", self.base, source.id);
        for subject in [&graph, &whole] {
            self.provenance(subject, rdf::TYPE, &iri(prov::ENTITY));
        }
        self.provenance(&graph, prov::SPECIALIZATION_OF, &iri(&whole));
        self.provenance(&whole, dcterms::IDENTIFIER, &literal(&source.id));
        let moment = source.retrieved.as_ref().map(|moment| format!("{}^^<{}>", literal(moment), xsd::DATE_TIME));
        let told = [
            (&graph, prov::GENERATED_AT_TIME, moment),
            (&graph, prov::HAD_PRIMARY_SOURCE, source.url.as_deref().map(iri)),
            (&whole, dcterms::TITLE, source.title.as_deref().map(literal)),
            (&whole, dcterms::LICENSE, source.license.as_deref().map(iri)),
        ];
        for (subject, predicate, object) in told {
            if let Some(object) = object {
                self.provenance(subject, predicate, &object);
            }
        }
        self.graphs.push(graph);
    }

    fn links(&mut self, relations: &[Relation], retired: &BTreeMap<String, Option<String>>) {
        let graph = self.graph("links");
        for relation in relations {
            self.put(&format!("<{}> <{}> <{}>", relation.subject, relation.predicate(), relation.object), &graph);
        }
        for (old, new) in retired {
            self.put(&format!("<{old}> <{}> \"true\"^^<{}>", owl::DEPRECATED, xsd::BOOLEAN), &graph);
            if let Some(new) = new {
                self.put(&format!("<{old}> <{}> <{new}>", dcterms::IS_REPLACED_BY), &graph);
            }
        }
        let all: BTreeSet<usize> = (0..self.graphs.len()).collect();
        self.derived(&graph, &all);
    }

    fn entity(&mut self, world: &World, entity: &Entity) {
        let class = &shape()[entity.class];
        let sources: BTreeSet<usize> = entity.members.iter().map(|node| world.nodes()[*node].source).collect();
        for triple in triples(&entity.iri, class, std::iter::empty()) {
            self.merged(world, &triple, &sources);
        }
        for statement in &entity.statements {
            let mut line = Line::new(&entity.iri);
            line.value(&class.fields[statement.value.field], &statement.value);
            line.triples.iter().for_each(|triple| self.merged(world, triple, &statement.sources));
        }
    }

    fn merged(&mut self, world: &World, triple: &str, sources: &BTreeSet<usize>) {
        let ids: Vec<&str> = sources.iter().map(|source| world.sources()[*source].id.as_str()).collect();
        let name = ids.join("+");
        // The name of a graph of many sources would not end.
        let name = if name.len() > 80 { hash(&[name]) } else { name };
        let graph = self.graph(&format!("merged/{name}"));
        self.put(triple, &graph);
        self.derived(&graph, sources);
        self.provenance(&graph, dcterms::IS_PART_OF, &iri(&self.graph("merged")));
    }

    fn derived(&mut self, graph: &str, sources: &BTreeSet<usize>) {
        self.provenance(graph, rdf::TYPE, &iri(prov::ENTITY));
        for source in sources {
            let from = iri(&self.graphs[*source]);
            self.provenance(graph, prov::WAS_DERIVED_FROM, &from);
        }
    }
}

/// The last part of the name of the graph that tells where the others are from.
const PROVENANCE: &str = "provenance";

fn hash(lines: &[String]) -> String {
    let mut sha = Sha256::new();
    for line in lines {
        sha.update(line.as_bytes());
    }
    let digest = sha.finalize();
    format!("{:016x}", digest[..8].iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte)))
}

fn iri(iri: &str) -> String {
    format!("<{iri}>")
}

fn literal(text: &str) -> String {
    let mut out = Vec::new();
    lines::push_quoted(text, &mut out);
    String::from_utf8(out).unwrap_or_default()
}

/// The statements of a subject as N-Triples, without the full stop.
fn triples<'v>(subject: &str, class: &'static Class, values: impl Iterator<Item = &'v Value>) -> Vec<String> {
    let mut line = Line::new(subject);
    line.node(subject, class);
    values.for_each(|value| line.value(&class.fields[value.field], value));
    line.triples
}

/// Statements of a subject as text.
struct Line<'l> {
    subject: &'l str,
    triples: Vec<String>,
}

impl<'l> Line<'l> {
    fn new(subject: &'l str) -> Self {
        Self { subject, triples: Vec::new() }
    }

    fn value(&mut self, field: &'static Field, value: &Value) {
        emit_value(field, &record::value(field, value), self);
    }

    fn put(&mut self, predicate: &str, object: &str) {
        self.triples.push(format!("<{}> <{predicate}> {object}", self.subject));
    }
}

impl Sink for Line<'_> {
    fn node(&mut self, _: &str, class: &'static Class) {
        self.put(rdf::TYPE, &iri(class.iri.as_deref().unwrap_or_default()));
    }

    fn statement(&mut self, field: &'static Field, object: Object<'_>) {
        let object = match object {
            Object::Iri(namespace, local) => format!("<{namespace}{local}>"),
            Object::Literal(text, xsd::STRING) => literal(text),
            Object::Literal(text, datatype) => format!("{}^^<{datatype}>", literal(text)),
            Object::Tagged(text, tag) => format!("{}@{tag}", literal(text)),
        };
        self.put(field.iri.as_deref().unwrap_or_default(), &object);
    }
}

/// A snapshot that an earlier merge wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub source: Source,
    /// Its statements as N-Triples.
    pub triples: String,
    /// The hash in the name of its graph.
    pub hash: String,
}

/// The snapshots in what an earlier merge wrote; none where a text is not of a merge.
#[must_use]
pub fn read(text: &str) -> Option<Vec<Held>> {
    let mut graphs: BTreeMap<&str, String> = BTreeMap::new();
    for line in text.lines() {
        let Some((triple, graph)) = line.strip_suffix(" .").and_then(|line| line.rsplit_once(' ')) else { continue };
        if let Some(graph) = graph.strip_prefix('<').and_then(|graph| graph.strip_suffix('>')) {
            graphs.entry(graph).or_default().extend([triple, " .\n"]);
        }
    }
    let is_provenance = |name: &&&str| name.ends_with("graph/provenance");
    let told = graphs.keys().find(is_provenance).and_then(|name| graphs.get(*name))?.clone();
    let told: Vec<(&str, &str, &str)> = told.lines().filter_map(terms).collect();
    let object = |subject: &str, predicate: &str| {
        told.iter().find(|(one, two, _)| (*one, *two) == (subject, predicate)).map(|(_, _, object)| *object)
    };
    let sources = told.iter().filter(|(_, predicate, _)| *predicate == prov::SPECIALIZATION_OF);
    let held = sources.filter_map(|(graph, _, whole)| {
        let whole = whole.trim_matches(['<', '>']);
        let text = |subject: &str, predicate: &str| object(subject, predicate).map(unquoted);
        let id = text(whole, dcterms::IDENTIFIER).filter(|id| is_id(id))?;
        let source = Source {
            id,
            retrieved: text(graph, prov::GENERATED_AT_TIME),
            url: text(graph, prov::HAD_PRIMARY_SOURCE),
            title: text(whole, dcterms::TITLE),
            license: text(whole, dcterms::LICENSE),
            ..Source::default()
        };
        let hash = graph.rsplit('/').next().unwrap_or_default().to_owned();
        Some(Held { source, triples: graphs.get(graph).cloned().unwrap_or_default(), hash })
    });
    Some(held.collect())
}

/// Subject and property without their brackets, and the object as it is written.
fn terms(line: &str) -> Option<(&str, &str, &str)> {
    let mut parts = line.strip_suffix(" .")?.splitn(3, ' ');
    let mut iri = || parts.next()?.strip_prefix('<')?.strip_suffix('>');
    let (subject, predicate) = (iri()?, iri()?);
    Some((subject, predicate, parts.next()?))
}

/// The text of a literal, or an IRI.
fn unquoted(object: &str) -> String {
    let Some(quoted) = object.strip_prefix('"') else { return object.trim_matches(['<', '>']).to_owned() };
    let mut text = String::new();
    let mut letters = quoted.chars();
    while let Some(letter) = letters.next().filter(|letter| *letter != '"') {
        match letter {
            '\\' => text.extend(letters.next().map(|escaped| match escaped {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                other => other,
            })),
            letter => text.push(letter),
        }
    }
    text
}

/// The statements of a node as N-Triples, for tests of what is supported by what.
#[must_use]
pub fn node_triples(node: &Node) -> Vec<String> {
    triples(&node.iri, node.class(), node.values.iter())
}
