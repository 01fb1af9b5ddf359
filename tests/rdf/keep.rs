//! What records cannot hold is written through: RDF to records to RDF, with nothing missing.

use std::collections::BTreeSet;

use oxrdf::Triple;
use oxttl::NTriplesParser;
use plenary::diagnostic::Error;
use plenary::format::{self, ReadOptions};
use plenary::input::{Files, Input};
use plenary::pipeline::{self, Consumer, Convert, Job, Outcome, Task};
use proptest::prelude::*;

/// What a graph is made of: nodes, with and without IRI, and properties of ours and of others.
pub(super) const SUBJECTS: [&str; 8] = [
    "<https://data.example.org/session/1>",
    "<https://data.example.org/session/2>",
    "<https://data.example.org/person/1>",
    "<https://data.example.org/organization/1>",
    "<https://other.example.org/thing>",
    "_:person",
    "_:organization",
    "_:thing",
];
/// Statements that make records of the nodes, with and without references between them.
pub(super) const SOUND: &str = r#"
<https://data.example.org/session/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/plenary/ns#Session> .
<https://data.example.org/session/1> <http://schema.org/name> "Rivers"@en-US .
<https://data.example.org/session/1> <http://schema.org/organizer> _:organization .
<https://data.example.org/session/1> <http://schema.org/organizer> <https://data.example.org/organization/1> .
<https://data.example.org/session/2> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/plenary/ns#Session> .
<https://data.example.org/session/2> <http://schema.org/name> "Lakes" .
<https://data.example.org/session/2> <http://schema.org/superEvent> <https://data.example.org/session/1> .
<https://data.example.org/session/2> <http://schema.org/organizer> _:organization .
<https://data.example.org/session/2> <http://schema.org/organizer> _:person .
<https://data.example.org/person/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://schema.org/Person> .
<https://data.example.org/person/1> <http://schema.org/name> "Zoë Sample" .
<https://data.example.org/organization/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://schema.org/Organization> .
<https://data.example.org/organization/1> <http://schema.org/name> "River Trust" .
_:person <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://schema.org/Person> .
_:person <http://schema.org/name> "Max Muster" .
_:organization <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://schema.org/Organization> .
_:organization <http://schema.org/name> "Lake Board" .
_:participation <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/plenary/ns#Participation> .
_:participation <https://w3id.org/plenary/ns#participant> _:person .
_:participation <https://w3id.org/plenary/ns#role> <https://w3id.org/plenary/role/chair> .
"#;
pub(super) const PROPERTIES: [&str; 4] = [
    "<http://xmlns.com/foaf/0.1/based_near>",
    "<http://purl.org/dc/terms/subject>",
    "<http://schema.org/image>",
    "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>",
];
pub(super) const VALUES: [&str; 7] = [
    "\"plain\"",
    "\"a \\\"quoted\\\" \\\\ & <b>\\n\"@zh-Hant",
    "\"5.50\"^^<http://www.w3.org/2001/XMLSchema#decimal>",
    "\"yes\"^^<https://other.example.org/type>",
    "<https://other.example.org/thing>",
    "<https://data.example.org/person/1>",
    "_:thing",
];

/// Takes the bytes of a conversion.
#[derive(Default)]
struct Bytes(Vec<u8>);

impl Consumer for Bytes {
    fn take(&mut self, outcome: &mut Outcome) -> Result<(), Error> {
        assert!(!outcome.findings.iter().any(|finding| finding.severity == plenary::diagnostic::Severity::Error));
        self.0.append(&mut outcome.bytes);
        Ok(())
    }
}

fn kept(text: &str) -> String {
    let convert = Convert {
        base: Some(super::BASE.to_owned()),
        keep_unknown: true,
        ..Convert::to(format::by_name("ntriples").expect("the format is known"))
    };
    let job = Job {
        task: Task::Convert(convert),
        from: None,
        files: Files::default(),
        read: ReadOptions::default(),
        settings: Vec::new(),
    };
    let mut bytes = Bytes::default();
    let input = Input::Text { path: "graph.nt".into(), bytes: text.as_bytes().into() };
    pipeline::run(&job, &[input], &mut bytes).expect("the work runs");
    String::from_utf8(bytes.0).expect("N-Triples are UTF-8")
}

fn triples(text: &str) -> Vec<Triple> {
    NTriplesParser::new().for_slice(text).collect::<Result<_, _>>().expect("the text is N-Triples")
}

/// The lines of a graph. Nodes without IRI have the names that records gave them; the others are numbered by what they
/// say and where they stand.
fn named(text: &str, minted: &str) -> BTreeSet<String> {
    let mut text = text.to_owned();
    for (label, name) in [("_:person", "Max Muster"), ("_:organization", "Lake Board")] {
        let subject = triples(minted).into_iter().find(|triple| triple.object.to_string() == format!("\"{name}\""));
        text = text.replace(label, &subject.expect("the node is in a record").subject.to_string());
    }
    let lines: Vec<String> = triples(&text).iter().map(ToString::to_string).collect();
    let labels: BTreeSet<&str> = lines.iter().flat_map(|line| line.split(' ')).filter(|word| is_label(word)).collect();
    let mut known: Vec<(BTreeSet<String>, &str)> =
        labels.into_iter().map(|label| (about(label, &lines), label)).collect();
    known.sort();
    let number = |word: &str| match known.iter().position(|(_, label)| *label == word) {
        Some(at) => format!("_:{at}"),
        None => word.to_owned(),
    };
    lines.iter().map(|line| line.split(' ').map(number).collect::<Vec<_>>().join(" ")).collect()
}

fn is_label(word: &str) -> bool {
    word.starts_with("_:")
}

/// What is said of and with a label, whatever the labels are.
fn about(label: &str, lines: &[String]) -> BTreeSet<String> {
    let general = |word: &str| match word {
        word if word == label => "_:this".to_owned(),
        word if is_label(word) => "_:other".to_owned(),
        word => word.to_owned(),
    };
    let with = lines.iter().filter(|line| line.split(' ').any(|word| word == label));
    with.map(|line| line.split(' ').map(general).collect::<Vec<_>>().join(" ")).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_missing(
        more in proptest::collection::vec((0..SUBJECTS.len(), 0..PROPERTIES.len(), 0..VALUES.len()), 0..24),
        seed in 0..1000_usize,
    ) {
        let mut lines: Vec<String> = SOUND.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect();
        for (subject, property, value) in more {
            // Types are IRIs.
            if property == 3 && !VALUES[value].starts_with("<https://other") {
                continue;
            }
            lines.push(format!("{} {} {} .", SUBJECTS[subject], PROPERTIES[property], VALUES[value]));
        }
        let length = lines.len();
        lines.rotate_left(seed % length);
        let text = lines.join("\n") + "\n";
        let once = kept(&text);
        let (before, after) = (named(&text, &once), named(&once, &once));
        let missing: Vec<&String> = before.difference(&after).collect();
        prop_assert!(missing.is_empty(), "{missing:#?}\n{once}");
        let more: Vec<&String> = after.difference(&before).collect();
        prop_assert!(more.is_empty(), "{more:#?}\n{text}");
        let lines = |text: &str| triples(text).iter().map(ToString::to_string).collect::<BTreeSet<_>>().len();
        prop_assert_eq!(lines(&kept(&once)), lines(&once));
    }
}
