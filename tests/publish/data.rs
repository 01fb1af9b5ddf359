//! The data beside pages: siblings, dumps, schema.org, catalogue.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::Value;

use super::{files, plenary, shown, site, texts};

/// The canonical statements of files.
fn canonical(paths: &[String]) -> String {
    let mut arguments = vec!["convert", "--canonical", "--isolated"];
    arguments.extend(paths.iter().map(String::as_str));
    let output = plenary(&arguments, b"");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn siblings_together_are_the_dump() {
    let folder = site();
    let dump = fs::read_to_string(folder.path().join("data/dataset.nq")).expect("the dump");
    for ending in [".ttl", ".nt", ".jsonld"] {
        let paths: Vec<String> = files(folder.path())
            .into_keys()
            .filter(|path| path.ends_with(ending) && !path.starts_with("data/"))
            .map(|path| shown(&folder.path().join(path)))
            .collect();
        assert_eq!(paths.len(), 23, "{ending}");
        assert!(canonical(&paths) == dump, "{ending}");
    }
    for name in ["dataset.ttl", "dataset.jsonld", "dataset.nq", "dataset.ndjson"] {
        assert!(canonical(&[shown(&folder.path().join("data").join(name))]) == dump, "{name}");
    }
    let hashed = plenary(&["hash", &shown(&folder.path().join("data/dataset.nq")), "--isolated"], b"").stdout;
    let said = fs::read_to_string(folder.path().join("data/dataset.nq.sha256")).expect("the hash");
    let hash = said.split(' ').next().expect("a hash");
    assert!(String::from_utf8(hashed).expect("UTF-8").contains(hash));
}

/// Every object of schema.org that says more than its id, by id.
fn objects(value: &Value, found: &mut BTreeMap<String, Value>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| objects(item, found)),
        Value::Object(members) => {
            if let Some(id) = members.get("@id").and_then(Value::as_str).filter(|_| members.len() > 2) {
                let mut object = members.clone();
                object.remove("@context");
                // An event inside another one is told in brief.
                let known = found.entry(id.to_owned()).or_insert(Value::Null);
                if known.as_object().is_none_or(|known| known.len() < object.len()) {
                    *known = Value::Object(object);
                }
            }
            members.values().for_each(|value| objects(value, found));
        }
        _ => {}
    }
}

#[test]
fn schema_org_on_pages_is_the_conversion_of_the_records() {
    let folder = site();
    let dump = shown(&folder.path().join("data/dataset.jsonld"));
    let converted = plenary(&["convert", &dump, "--to", "schemaorg", "--isolated"], b"").stdout;
    let mut expected = BTreeMap::new();
    objects(&serde_json::from_slice(&converted).expect("JSON"), &mut expected);
    let mut compared = BTreeSet::new();
    for (path, html) in texts(&files(folder.path()), ".html") {
        let Some((_, rest)) = html.split_once("<script type=\"application/ld+json\">") else { continue };
        let (json, _) = rest.split_once("</script>").expect("the element ends");
        let mut page: Value = serde_json::from_str(json).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert_eq!(page["@context"], "https://schema.org");
        page.as_object_mut().expect("an object").remove("@context");
        let id = page["@id"].as_str().expect("an id").to_owned();
        if let Some(mut expected) = expected.get(&id).cloned() {
            // A room gets the address of its building where it is the location of an event.
            if page.get("containedInPlace").is_some() {
                expected.as_object_mut().expect("an object").remove("address");
            }
            assert_eq!(page, expected, "{path}");
            compared.insert(page["@type"].as_str().expect("a type").to_owned());
        }
    }
    let types: Vec<&str> = compared.iter().map(String::as_str).collect();
    assert_eq!(types, ["Event", "EventSeries", "Organization", "Person", "Place"]);
}

#[test]
fn the_catalogue_is_of_the_shapes_of_dcat_ap() {
    let folder = site();
    let catalogue = shown(&folder.path().join("data/catalogue.ttl"));
    let shapes = "fixtures/publish/dcat-ap.ttl";
    let arguments = ["validate", "--only", "shapes", "--shapes", shapes, "--isolated", &catalogue];
    let output = plenary(&arguments, b"");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
    let json = shown(&folder.path().join("data/catalogue.jsonld"));
    assert_eq!(canonical(&[catalogue]), canonical(&[json]));
}

#[test]
fn the_description_counts_what_is_there() {
    let folder = site();
    let void = fs::read_to_string(folder.path().join(".well-known/void")).expect("the description");
    let dump = fs::read_to_string(folder.path().join("data/dataset.nq")).expect("the dump");
    let triples = format!("<http://rdfs.org/ns/void#triples> \"{}\"", dump.lines().count());
    assert!(void.contains(&triples), "{triples}");
    assert!(void.contains("void#entities> \"23\""));
    assert!(canonical(&[shown(&folder.path().join("data/void.ttl"))]).contains("void#Dataset"));
}

#[test]
fn linksets_say_what_pages_say() {
    let folder = site();
    let text = fs::read_to_string(folder.path().join("linkset/session-1.json")).expect("the linkset");
    let linkset: Value = serde_json::from_str(&text).expect("JSON");
    let anchors = linkset["linkset"].as_array().expect("a list");
    assert_eq!(anchors.len(), 5);
    let page = fs::read_to_string(folder.path().join("session/community-networks.html")).expect("the page");
    for relation in ["cite-as", "describedby", "license", "linkset", "type"] {
        assert!(page.contains(&format!("<link rel=\"{relation}\"")), "{relation}");
    }
    for syntax in ["text/turtle", "application/ld+json", "application/n-triples"] {
        assert!(page.contains(&format!("<link rel=\"alternate\" type=\"{syntax}\"")), "{syntax}");
    }
}
