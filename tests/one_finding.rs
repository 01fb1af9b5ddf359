//! One mistake is one finding, at its place and with its mend, in every syntax; two mistakes are two.

use std::fmt::Write as _;

use plenary::check::Checks;
use plenary::diagnostic::{Diagnostic, Error, Report};
use plenary::format::ReadOptions;
use plenary::input::{Files, Input};
use plenary::pipeline::{self, Consumer, Job, Outcome, Task, Validate};

/// What `validate` finds in a text, in the order of places.
fn findings(extension: &str, text: &str) -> Vec<Diagnostic> {
    let input = Input::Text { path: format!("record.{extension}").into(), bytes: text.as_bytes().into() };
    let task = Task::Validate(Validate { catalogue: true, checks: Checks::default() });
    let job = Job { task, from: None, files: Files::default(), read: ReadOptions::default(), settings: Vec::new() };
    let mut found = Found::default();
    pipeline::run(&job, &[input], &mut found).expect("the work runs");
    let mut report = Report { findings: found.0, ..Report::default() };
    report.sort();
    report.findings
}

#[derive(Default)]
struct Found(Vec<Diagnostic>);

impl Consumer for Found {
    fn take(&mut self, outcome: &mut Outcome) -> Result<(), Error> {
        self.0.append(&mut outcome.findings);
        Ok(())
    }
}

/// `line:column id`, one a line.
fn places(findings: &[Diagnostic]) -> String {
    findings.iter().fold(String::new(), |mut places, finding| {
        let begin = finding.place.positions().0;
        writeln!(places, "{}:{} {}", begin.line, begin.column, finding.id).expect("writing to a string cannot fail");
        places
    })
}

/// A mistake or several: the text as JSON and as YAML, and what is found in each.
const MISTAKES: &[[&str; 4]] = &[
    // The four mistakes that other validators make many messages of, or hide.
    [
        "{\"type\": \"Session\",\n \"startt\": \"2025-07-07T09:00:00+02:00\",\n \"relatedTo\": [\"sdg:18\"],\n \"organizers\": [{\"type\": \"Person\", \"nmae\": \"Jane Doe\"}]}",
        "1:1 structure/missing-key\n2:2 structure/unknown-key\n3:16 vocabulary/unknown-code\n4:36 structure/unknown-key\n",
        "type: Session\nstartt: 2025-07-07T09:00:00+02:00\nrelatedTo: [sdg:18]\norganizers:\n  - type: Person\n    nmae: Jane Doe\n",
        "1:1 structure/missing-key\n2:1 structure/unknown-key\n3:13 vocabulary/unknown-code\n6:5 structure/unknown-key\n",
    ],
    // A required key that is misspelt is not missing besides.
    [
        "{\"type\": \"Session\",\n \"titel\": \"Opening\"}",
        "2:2 structure/unknown-key\n",
        "type: Session\ntitel: Opening\n",
        "2:1 structure/unknown-key\n",
    ],
    // An unknown type hides nothing and adds nothing.
    [
        "{\"type\": \"Sesion\",\n \"title\": \"Opening\", \"relatedTo\": [\"sdg:17\"]}",
        "1:10 structure/type-name\n",
        "type: Sesion\ntitle: Opening\nrelatedTo: [sdg:17]\n",
        "1:7 structure/type-name\n",
    ],
    // A union without its type is read as the class that the keys are of.
    [
        "{\"type\": \"Session\", \"title\": \"Opening\",\n \"organizers\": [{\"name\": \"ITU\", \"acronym\": \"ITU\"}]}",
        "2:17 structure/missing-key\n",
        "type: Session\ntitle: Opening\norganizers:\n  - name: ITU\n    acronym: ITU\n",
        "4:5 structure/missing-key\n",
    ],
    // A string where an object belongs.
    [
        "{\"type\": \"Session\", \"title\": \"Opening\",\n \"participations\": [\"Jane Doe\"]}",
        "2:21 identity/iri\n",
        "type: Session\ntitle: Opening\nparticipations:\n  - Jane Doe\n",
        "4:5 identity/iri\n",
    ],
    // One item of another kind, the others sound.
    [
        "{\"type\": \"Session\", \"title\": \"Opening\",\n \"relatedTo\": [\"sdg:17\", 16.10, \"sdg:16\"]}",
        "2:26 structure/type\n",
        "type: Session\ntitle: Opening\nrelatedTo: [sdg:17, 16.10, sdg:16]\n",
        "3:21 structure/type\n",
    ],
    // A language that is none, its text sound.
    [
        "{\"type\": \"Session\",\n \"title\": {\"en_US\": \"Opening\"}}",
        "2:12 language/tag\n",
        "type: Session\ntitle:\n  en_US: Opening\n",
        "3:3 language/tag\n",
    ],
];

#[test]
fn one_mistake_is_one_finding_at_its_place() {
    for [json, in_json, yaml, in_yaml] in MISTAKES {
        assert_eq!(places(&findings("json", json)), *in_json, "{json}");
        assert_eq!(places(&findings("yaml", yaml)), *in_yaml, "{yaml}");
    }
}

#[test]
fn each_of_four_mistakes_has_its_mend() {
    let [json, _, yaml, _] = MISTAKES[0];
    let helps: Vec<String> = findings("json", json).into_iter().filter_map(|finding| finding.help).collect();
    assert!(helps[0].starts_with("add \"title\": "), "{helps:?}");
    assert_eq!(helps[1..], ["did you mean \"start\"?", "the goals are sdg:1 to sdg:17", "did you mean \"name\"?"]);
    let texts = |extension, text| -> Vec<String> {
        findings(extension, text).iter().filter_map(Diagnostic::replacement_text).map(str::to_owned).collect()
    };
    assert_eq!(texts("json", json), ["\"start\"", "\"name\""]);
    assert_eq!(texts("yaml", yaml), ["start", "name"]);
}
