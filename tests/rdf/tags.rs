//! Language tags keep the case that they are written in: in the bytes of every syntax, and back.

use plenary::format::{Limits, json};
use plenary::source::Source;

use super::{SYNTAXES, bytes, format, normal, read, write};

const TAGS: [&str; 6] = ["en-US", "zh-Hant", "sr-Latn-RS", "PT-br", "de-CH-x-Phonebk", "FR"];

#[test]
fn every_syntax_keeps_the_case_of_tags() {
    let texts: Vec<String> = TAGS.iter().map(|tag| format!("\"{tag}\":\"text in {tag}\"")).collect();
    let record = format!(
        "{{\"type\":\"Session\",\"id\":\"https://data.example.org/session/1\",\"title\":{{{}}}}}",
        texts.join(",")
    );
    let source = Source::new("tags", record);
    let made = json::parse(source.text(), &Limits::default()).expect("the text is JSON");
    let records = normal(vec![made], &source).expect("the record is valid");
    for (name, extension) in SYNTAXES {
        let text = write(format(name), &records);
        for tag in TAGS {
            let written = match extension {
                "rdf" => format!("<schema:name xml:lang=\"{tag}\">text in {tag}</schema:name>"),
                "jsonld" => format!("\"{tag}\": \"text in {tag}\""),
                _ => format!("\"text in {tag}\"@{tag}"),
            };
            assert!(text.contains(&written), "{name}: {written}\n{text}");
        }
        assert_eq!(bytes(&read(format(name), &text).expect("the text is RDF")), bytes(&records), "{name}");
    }
}

#[test]
fn a_processor_of_jsonld_keeps_it_too() {
    let text = r#"{"@context": {"name": {"@id": "http://schema.org/name", "@container": "@language"}},
        "@id": "https://data.example.org/session/1", "@type": "https://w3id.org/plenary/ns#Session",
        "name": {"zh-Hant": "河流", "EN-us": "Rivers"}}"#;
    let back = bytes(&read(format("jsonld"), text).expect("the text is RDF"));
    assert!(back.contains(r#""title":{"EN-us":"Rivers","zh-Hant":"河流"}"#), "{back}");
}
