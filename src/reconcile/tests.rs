use serde_json::{Value, json};

use super::*;
use crate::collection::Builder;
use crate::format::{Limits, json as reader};
use crate::halt::Halt;

const RECORDS: [&str; 6] = [
    r#"{"type":"Organization","id":"https://x.example/o/northport","name":{"en":"University of Northport","fr":"Université de Northport"},"country":"NO"}"#,
    r#"{"type":"Organization","id":"https://x.example/o/southport","name":"University of Southport","country":"GB"}"#,
    r#"{"type":"Organization","id":"https://x.example/o/gfn","name":"Global Forum for Networks","acronym":"GFN"}"#,
    r#"{"type":"Person","id":"https://x.example/p/ines","name":"Inés Pereira","orcid":"0000-0002-1825-0097"}"#,
    r#"{"type":"Person","id":"https://x.example/p/ines-2","name":"Inés Pereira"}"#,
    r#"{"type":"Session","id":"https://x.example/s/1","title":"Opening <b>ceremony</b>","start":"2031-05-12T09:00:00-05:00","sessionType":"workshop"}"#,
];

fn index() -> Index {
    let mut builder = Builder::default();
    for text in RECORDS {
        builder.add(reader::parse(text, &Limits::default()).expect("this is JSON"));
    }
    Index::new(&Arc::new(builder.finish()))
}

/// The candidates of one query of version 0.2.
fn candidates(query: &Value) -> Vec<Value> {
    let answer = reconcile(&index(), Version::V0_2, &json!({"q": query}), &Halt::default()).expect("it is sound");
    answer["q"]["result"].as_array().expect("a list").clone()
}

fn first(query: &Value) -> (String, bool) {
    let all = candidates(query);
    let first = all.first().unwrap_or(&Value::Null);
    (first["id"].as_str().unwrap_or_default().to_owned(), first["match"] == true)
}

#[test]
fn variants_of_a_name_find_it() {
    let found = |name: &str| first(&json!({"query": name, "type": "Organization"}));
    let northport = "https://x.example/o/northport".to_owned();
    for name in ["University of Northport", "Northport University", "Univ. of Northport", "Universidad de Northport"] {
        assert_eq!(found(name), (northport.clone(), true), "{name}");
    }
    assert_eq!(found("Universty of Northprt").0, northport);
    assert_eq!(first(&json!({"query": "GFN"})).0, "https://x.example/o/gfn");
    assert_eq!(first(&json!({"query": "Global Forum for Networks (GFN)"})).0, "https://x.example/o/gfn");
    assert_eq!(
        first(&json!({"query": "Partnerships for the goals", "type": "sdg"})).0,
        "http://metadata.un.org/sdg/17"
    );
    assert!(candidates(&json!({"query": "University of Northport", "type": "Person"})).is_empty());
    assert!(candidates(&json!({"query": "University of Northport", "type": "Spaceship"})).is_empty());
}

#[test]
fn namesakes_are_no_certain_match_until_a_property_tells_them_apart() {
    let name = json!({"query": "Inés Pereira", "type": "Person"});
    assert_eq!(candidates(&name).len(), 2);
    assert!(!first(&name).1);
    let orcid = json!([{"pid": "orcid", "v": "https://orcid.org/0000-0002-1825-0097"}]);
    let known = json!({"query": "Inés Pereira", "properties": orcid});
    assert_eq!(first(&known), ("https://x.example/p/ines".to_owned(), true));
    assert_eq!(first(&json!({"properties": orcid})).0, "https://x.example/p/ines");
}

#[test]
fn features_add_up_to_the_score() {
    let query = json!({"query": "University of Northport", "properties": [{"pid": "country", "v": "NO"}]});
    let all = candidates(&query);
    assert!(!all.is_empty());
    for candidate in all {
        let features = candidate["features"].as_array().expect("a list");
        let sum: f64 = features.iter().filter_map(|feature| feature["value"].as_f64()).sum();
        assert!((sum - candidate["score"].as_f64().expect("a number")).abs() < 1e-6, "{candidate}");
        let ids: std::collections::BTreeSet<_> = features.iter().map(|feature| feature["id"].as_str()).collect();
        assert_eq!(ids.len(), features.len());
    }
}

#[test]
fn conditions_of_the_draft_require_and_exclude() {
    let ids = |conditions: Value| -> Vec<String> {
        let batch = json!({"queries": [{"type": "Organization", "conditions": conditions}]});
        let answer = reconcile(&index(), Version::Draft, &batch, &Halt::default()).expect("it is sound");
        let all = answer["results"][0]["candidates"].as_array().expect("a list").clone();
        all.iter().map(|one| one["id"].as_str().unwrap_or_default().to_owned()).collect()
    };
    let name = json!({"matchType": "name", "propertyValue": "University of Port"});
    let country = |required: bool, quantifier: &str| json!({"matchType": "property", "propertyId": "country", "propertyValue": ["NO", "FR"], "required": required, "matchQuantifier": quantifier});
    assert_eq!(
        ids(json!([{"matchType": "id", "propertyValue": "https://x.example/o/gfn"}])),
        ["https://x.example/o/gfn"]
    );
    assert_eq!(ids(json!([country(true, "any")])), ["https://x.example/o/northport"]);
    assert!(ids(json!([country(true, "all")])).is_empty());
    assert!(!ids(json!([name, country(true, "any")])).contains(&"https://x.example/o/southport".to_owned()));
    let wildcard = json!({"matchType": "property", "propertyId": "acronym", "propertyValue": "GF*", "matchQualifier": "WildcardMatch", "required": true});
    let forum = json!({"matchType": "name", "propertyValue": "Global Forum"});
    assert_eq!(ids(json!([forum, wildcard])), ["https://x.example/o/gfn"]);
}

#[test]
fn what_is_wrong_with_a_batch_is_told_with_its_place() {
    let said = |version, batch: Value| {
        reconcile(&index(), version, &batch, &Halt::default()).expect_err("it is wrong").to_string()
    };
    assert_eq!(
        said(Version::V0_2, json!({"a": {"qery": "x"}})),
        "a: there is no \"qery\" here; did you mean \"query\"?"
    );
    assert!(said(Version::V0_2, json!({"a": {"limit": 1}})).starts_with("a: there is nothing to look for"));
    assert!(said(Version::V0_2, json!({"a": {"properties": []}})).starts_with("a: "));
    assert!(said(Version::V0_2, json!({"a": {"query": "x", "limit": 0}})).starts_with("a.limit: "));
    assert!(said(Version::V0_2, json!([])).contains("object"));
    assert!(said(Version::Draft, json!({"q0": {"query": "x"}})).contains("\"queries\" is missing"));
    assert!(said(Version::Draft, json!({"queries": [{"conditions": []}]})).starts_with("queries[0].conditions: "));
    let nameless = json!({"queries": [{"conditions": [{"propertyValue": "x"}]}]});
    assert!(said(Version::Draft, nameless).contains("\"matchType\" is missing"));
    let types = json!({"queries": [{"type": ["a", "b"], "conditions": [{"matchType": "name", "propertyValue": "x"}]}]});
    assert!(said(Version::Draft, types).starts_with("queries[0].type: "));
    let many: serde_json::Map<_, _> = (0..=BATCH).map(|at| (at.to_string(), json!({"query": "x"}))).collect();
    let fault = reconcile(&index(), Version::V0_2, &Value::Object(many), &Halt::default()).expect_err("it is too much");
    assert!(fault.is_too_much, "{fault}");
}

#[test]
fn long_names_and_many_values_are_bounded() {
    let values: Vec<String> = (0..=100).map(|at| at.to_string()).collect();
    let many = json!({"queries": [{"conditions": [{"matchType": "name", "propertyValue": values}]}]});
    let fault = reconcile(&index(), Version::Draft, &many, &Halt::default()).expect_err("it is too much");
    assert!(fault.is_too_much && fault.path == "queries[0].conditions[0].propertyValue", "{fault}");
    let text = format!("University of Northport{}and much more", " ".repeat(20_000));
    assert!(!candidates(&json!({"query": text})).is_empty(), "its beginning is compared");
}

#[test]
fn a_batch_that_is_called_off_has_no_answer() {
    let halt = Halt::default();
    halt.give();
    let fault =
        reconcile(&index(), Version::V0_2, &json!({"a": {"query": "Northport"}}), &halt).expect_err("nobody waits");
    assert!(fault.message.contains("called off"));
}

#[test]
fn properties_are_given_in_the_form_of_each_version() {
    let query = json!({"ids": ["https://x.example/s/1", "urn:none"], "properties": [{"id": "start"}, {"id": "sessionType", "settings": {"limit": "1"}}]});
    let old = extend(&index(), Version::V0_2, &query, &Halt::default()).expect("it is sound");
    assert_eq!(old["rows"]["https://x.example/s/1"]["start"], json!([{"date": "2031-05-12T09:00:00-05:00"}]));
    assert_eq!(old["rows"]["https://x.example/s/1"]["sessionType"][0]["name"], "Workshop");
    assert_eq!(old["rows"]["urn:none"]["start"], json!([]));
    let new = extend(&index(), Version::Draft, &query, &Halt::default()).expect("it is sound");
    assert_eq!(new["rows"][0]["properties"][1]["id"], "sessionType");
    assert!(extend(&index(), Version::Draft, &json!({"ids": "x", "properties": []}), &Halt::default()).is_err());
    let proposed = propose(&index(), "Person", 100);
    let ids: Vec<_> = proposed["properties"].as_array().expect("a list").iter().map(|one| &one["id"]).collect();
    assert!(ids.contains(&&json!("orcid")) && !ids.contains(&&json!("private")), "{ids:?}");
}

#[test]
fn suggestions_begin_with_what_was_typed_and_pages_are_escaped() {
    let index = index();
    let ids = |what, prefix: &str, of_type| -> Vec<String> {
        let found = suggest(&index, what, Version::V0_2, prefix, of_type, 0);
        found["result"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|one| one["id"].as_str().unwrap_or_default().to_owned())
            .collect()
    };
    assert_eq!(ids(Suggested::Entity, "northp", Some("Organization")), ["https://x.example/o/northport"]);
    assert_eq!(ids(Suggested::Entity, "GF", None)[0], "https://x.example/o/gfn");
    assert_eq!(ids(Suggested::Type, "org", None), ["Organization"]);
    assert_eq!(ids(Suggested::Property, "orc", Some("Person")), ["orcid"]);
    let page = preview(&index, "https://x.example/s/1", "style.css").expect("it is there");
    assert!(page.contains("Opening &lt;b&gt;ceremony") && !page.contains("<b>"), "{page}");
    assert!(preview(&index, "urn:none", "style.css").is_none());
    let card = flyout(&index, Suggested::Entity, "https://x.example/s/1").expect("it is there");
    assert!(!card["html"].as_str().expect("a string").contains("<b>"));
}
