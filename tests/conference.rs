//! Conference data in the vocabularies of the Semantic Web Dog Food is read by way of schema.org.

mod common;

use common::plenary;

const DATA: &str = r#"
@prefix swc: <http://data.semanticweb.org/ns/swc/ontology#> .
@prefix ical: <http://www.w3.org/2002/12/cal/ical#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@base <https://conf.example.org/2031/> .

<.> a swc:ConferenceEvent ; rdfs:label "Harbour Conference 2031" .
<talk-1> a swc:TalkEvent ;
    rdfs:label "Locks as data" ;
    swc:isSubEventOf <.> ;
    swc:speaker <ann> ;
    foaf:homepage <https://locks.example.org/>, <https://locks.example.org/slides> ;
    ical:dtstart [ ical:dateTime "2031-07-01T09:30:00"^^xsd:dateTime ] ;
    ical:dtend "2031-07-01T10:00:00"^^xsd:dateTime ;
    ical:tzid "Asia/Tokyo" .
<ann> a foaf:Person ; foaf:name "Ann Lee", "A. Lee" ; foaf:firstName "Ann" .
"#;

#[test]
fn events_people_and_times_are_understood() {
    let output = plenary(&["convert", "--from", "turtle", "--to", "ndjson", "-"], DATA.as_bytes());
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let record: serde_json::Value = serde_json::from_str(text.trim()).expect("one record");
    assert_eq!(record["title"], "Locks as data");
    assert_eq!(record["start"], "2031-07-01T09:30:00+09:00");
    assert_eq!(record["end"], "2031-07-01T10:00:00+09:00");
    assert_eq!(record["timeZone"], "Asia/Tokyo");
    assert_eq!(record["edition"]["name"], "Harbour Conference 2031");
    assert_eq!(record["url"], "https://locks.example.org/");
    assert_eq!(record["sameAs"][0], "https://locks.example.org/slides");
    let agent = &record["participations"][0]["agent"];
    assert_eq!((&agent["name"], &agent["alternateName"]), (&"Ann Lee".into(), &"A. Lee".into()), "{agent}");
    assert_eq!(agent["givenName"], "Ann");
}

#[test]
fn local_times_get_the_zone_that_is_asked_for() {
    let local = DATA.replace("    ical:tzid \"Asia/Tokyo\" .", "    .");
    let convert = |more: &[&str]| {
        let arguments = [&["convert", "--from", "turtle", "--to", "ndjson", "-"], more].concat();
        plenary(&arguments, local.as_bytes())
    };
    let told = convert(&[]);
    assert_eq!(told.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&told.stderr).contains("time/moment"));
    let read = String::from_utf8(convert(&["--timezone", "Europe/Zurich"]).stdout).expect("UTF-8");
    assert!(read.contains("2031-07-01T09:30:00+02:00") && read.contains("Europe/Zurich"), "{read}");
}
