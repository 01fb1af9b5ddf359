//! Descriptions of the dataset for catalogues and crawlers: DCAT 3 and `VoID`, as Turtle and JSON-LD.

use std::fmt::Write;

use serde_json::{Map, Value, json};

use super::Site;
use super::data::Dumps;
use super::files::Files;
use crate::diagnostic::Error;
use crate::doc::Node;
use crate::rdf::lines::push_quoted;
use crate::shape::shape;
use crate::vocab::{dcat, dcterms, pl, prov, rdf, schema, skos, void, xsd};

const FOAF_HOMEPAGE: &str = "http://xmlns.com/foaf/0.1/homepage";
const SPDX: &str = "http://spdx.org/rdf/terms#";
const MEDIA_TYPES: &str = "https://www.iana.org/assignments/media-types/";

/// What is said of something.
enum Object {
    Iri(String),
    Text(String, Option<String>),
    Typed(String, &'static str),
}

/// Statements about one thing after the other.
#[derive(Default)]
struct Graph(Vec<(String, Vec<(String, Object)>)>);

impl Graph {
    /// Begins to speak of something.
    fn about(&mut self, subject: &str, class: &str) -> &mut Self {
        self.0.push((subject.to_owned(), vec![(rdf::TYPE.to_owned(), Object::Iri(class.to_owned()))]));
        self
    }

    fn say(&mut self, property: &str, object: Object) -> &mut Self {
        if let Some((_, said)) = self.0.last_mut() {
            said.push((property.to_owned(), object));
        }
        self
    }

    fn iri(&mut self, property: &str, iri: impl Into<String>) -> &mut Self {
        self.say(property, Object::Iri(iri.into()))
    }

    fn text(&mut self, property: &str, text: &str, language: Option<&str>) -> &mut Self {
        self.say(property, Object::Text(text.to_owned(), language.map(str::to_owned)))
    }

    fn number(&mut self, property: &str, number: u64) -> &mut Self {
        self.say(property, Object::Typed(number.to_string(), xsd::INTEGER))
    }

    fn turtle(&self) -> String {
        let mut out = String::new();
        for (subject, said) in &self.0 {
            let lines: Vec<String> =
                said.iter().map(|(property, object)| format!("    <{property}> {}", terse(object))).collect();
            let _ = writeln!(out, "<{subject}>\n{} .\n", lines.join(" ;\n"));
        }
        out
    }

    fn jsonld(&self) -> Value {
        let node = |(subject, said): &(String, Vec<(String, Object)>)| {
            let mut node = Map::from_iter([("@id".to_owned(), Value::from(subject.as_str()))]);
            for (property, object) in said {
                let (key, value) = match object {
                    Object::Iri(iri) if property == rdf::TYPE => ("@type", iri.as_str().into()),
                    Object::Iri(iri) => (property.as_str(), json!({"@id": iri})),
                    Object::Text(text, None) => (property.as_str(), json!({"@value": text})),
                    Object::Text(text, Some(tag)) => (property.as_str(), json!({"@value": text, "@language": tag})),
                    Object::Typed(text, datatype) => (property.as_str(), json!({"@value": text, "@type": datatype})),
                };
                let values = node.entry(key.to_owned()).or_insert_with(|| json!([]));
                values.as_array_mut().into_iter().for_each(|values| values.push(value.clone()));
            }
            Value::Object(node)
        };
        self.0.iter().map(node).collect()
    }
}

fn terse(object: &Object) -> String {
    let quoted = |text: &str| {
        let mut out = Vec::new();
        push_quoted(text, &mut out);
        String::from_utf8(out).unwrap_or_default()
    };
    match object {
        Object::Iri(iri) => format!("<{iri}>"),
        Object::Text(text, None) => quoted(text),
        Object::Text(text, Some(tag)) => format!("{}@{tag}", quoted(text)),
        Object::Typed(text, datatype) => format!("{}^^<{datatype}>", quoted(text)),
    }
}

/// Writes the catalogue and the `VoID` description.
pub(super) fn write(site: &Site, dumps: &Dumps, files: &mut Files) -> Result<(), Error> {
    let catalogue = catalogue(site, dumps);
    files.put("data/catalogue.ttl", catalogue.turtle().as_bytes())?;
    files.put("data/catalogue.jsonld", format!("{:#}\n", catalogue.jsonld()).as_bytes())?;
    let void = void(site, dumps).turtle();
    files.put("data/void.ttl", void.as_bytes())?;
    files.put(".well-known/void", void.as_bytes())
}

/// The IRI of the dataset: that of its record, else one under the site's address.
pub(super) fn iri(site: &Site) -> String {
    let record = site.collection.of_class("Dataset").next();
    record.map_or_else(|| format!("{}#dataset", site.options.address), |(_, record)| record.id.to_string())
}

fn catalogue(site: &Site, dumps: &Dumps) -> Graph {
    let (address, dataset) = (&site.options.address, iri(site));
    let record = site.collection.of_class("Dataset").next();
    let node = record.map(|(_, record)| record.node());
    let said = |key: &str| node.as_ref().and_then(|node| node.get(key));
    let mut graph = Graph::default();
    graph.about(&format!("{address}#catalogue"), dcat::CATALOG);
    title_and_about(site, said("description"), &mut graph);
    graph.iri(dcat::DATASET_PROPERTY, dataset.as_str()).iri(FOAF_HOMEPAGE, address.as_str());
    publisher(said("publisher"), &mut graph);
    graph.about(&dataset, dcat::DATASET);
    title_and_about(site, said("description"), &mut graph);
    graph.iri(dcat::LANDING_PAGE, format!("{address}index.html"));
    publisher(said("publisher"), &mut graph);
    licence(site, &mut graph);
    if let Some(modified) = said("modified").and_then(Node::as_str) {
        graph.say(dcterms::MODIFIED, Object::Typed(modified.to_owned(), xsd::DATE_TIME));
    }
    for dump in &dumps.all {
        graph.iri(dcat::DISTRIBUTION_PROPERTY, format!("{address}{}", dump.path));
    }
    for dump in &dumps.all {
        let at = format!("{address}{}", dump.path);
        graph.about(&at, dcat::DISTRIBUTION).text(dcterms::TITLE, dump.name, Some("en"));
        graph.iri(dcat::ACCESS_URL, format!("{address}data/index.html")).iri(dcat::DOWNLOAD_URL, at.as_str());
        graph.iri(dcat::MEDIA_TYPE, format!("{MEDIA_TYPES}{}", dump.media_type));
        graph.say(dcat::BYTE_SIZE, Object::Typed(dump.digest.length.to_string(), xsd::NON_NEGATIVE_INTEGER));
        graph.iri(&format!("{SPDX}checksum"), format!("{at}#sha256"));
        licence(site, &mut graph);
        graph.about(&format!("{at}#sha256"), &format!("{SPDX}Checksum"));
        graph.iri(&format!("{SPDX}algorithm"), format!("{SPDX}checksumAlgorithm_sha256"));
        graph.say(&format!("{SPDX}checksumValue"), Object::Typed(dump.digest.sha256.clone(), xsd::HEX_BINARY));
    }
    graph
}

fn title_and_about(site: &Site, about: Option<&Node>, graph: &mut Graph) {
    graph.text(dcterms::TITLE, &site.title.text, site.title.language.as_deref());
    let label = about.and_then(|about| crate::collection::Label::of(about, site.language.tag));
    match label {
        Some(label) => graph.text(dcterms::DESCRIPTION, &label.text, label.language.as_deref()),
        None => {
            let sessions = site.facts.sessions.len();
            graph.text(dcterms::DESCRIPTION, &format!("Metadata of {sessions} sessions."), Some("en"))
        }
    };
}

fn publisher(node: Option<&Node>, graph: &mut Graph) {
    if let Some(iri) = node.and_then(|node| node.as_str().or_else(|| node.text("id"))) {
        graph.iri(dcterms::PUBLISHER, iri);
    }
}

fn licence(site: &Site, graph: &mut Graph) {
    if let Some(licence) = &site.licence {
        graph.iri(dcterms::LICENSE, licence);
    }
}

fn void(site: &Site, dumps: &Dumps) -> Graph {
    let (address, dataset) = (&site.options.address, iri(site));
    let mut graph = Graph::default();
    graph.about(&dataset, void::DATASET);
    title_and_about(site, None, &mut graph);
    licence(site, &mut graph);
    graph.number(void::TRIPLES, dumps.statements);
    graph.number(void::ENTITIES, site.collection.records().len() as u64);
    graph.say(void::URI_SPACE, Object::Text(address.clone(), None));
    graph.iri(void::OPEN_SEARCH_DESCRIPTION, format!("{address}opensearch.xml"));
    for dump in dumps.all.iter().filter(|dump| dump.is_rdf) {
        graph.iri(void::DATA_DUMP, format!("{address}{}", dump.path));
    }
    for vocabulary in [pl::NS, schema::NS, dcterms::NS, prov::NS, skos::NS] {
        graph.iri(void::VOCABULARY, vocabulary);
    }
    if let Some((_, session)) = site.collection.of_class("Session").next() {
        graph.iri(void::EXAMPLE_RESOURCE, &*session.id);
    }
    let counts: Vec<(&str, u64)> = counts(site);
    for (class, _) in &counts {
        graph.iri(void::CLASS_PARTITION, format!("{address}data/void.ttl#{class}"));
    }
    for (class, count) in counts {
        graph.about(&format!("{address}data/void.ttl#{class}"), void::DATASET).number(void::ENTITIES, count);
        let class = shape().class(class).and_then(|class| shape()[class].iri.as_deref());
        graph.iri(void::CLASS, class.unwrap_or_default());
    }
    graph
}

/// How many records of each class there are.
fn counts(site: &Site) -> Vec<(&'static str, u64)> {
    let classes = shape().roots.iter().map(|root| shape()[*root].name.as_str());
    let counts = classes.map(|class| (class, site.collection.of_class(class).count() as u64));
    counts.filter(|(_, count)| *count > 0).collect()
}
