//! RDF that goes by temporary files gives what RDF in memory gives: the same bytes, findings and losses in the same order.

use std::fmt::Write as _;
use std::sync::Arc;

use plenary::diagnostic::{Diagnostic, Error};
use plenary::format::{self, Limits, ReadOptions};
use plenary::input::{Files, Input};
use plenary::pipeline::{self, Consumer, Convert, Job, Outcome, Task};
use plenary::source::Source;
use proptest::prelude::*;

use super::keep::{PROPERTIES, SOUND, SUBJECTS, VALUES};

/// What people see of a conversion.
#[derive(Debug, Default, PartialEq)]
struct Seen {
    output: String,
    findings: Vec<String>,
    losses: Vec<String>,
}

fn told(finding: &Diagnostic) -> String {
    let (from, to) = finding.place.positions();
    let related: Vec<_> = finding.related.iter().map(|related| related.place.positions()).collect();
    let Diagnostic { id, message, help, path, .. } = finding;
    let place = format!("{}:{}-{}:{}", from.line, from.column, to.line, to.column);
    format!("{place} {id} {path}: {message} ({help:?}) {related:?}")
}

impl Consumer for Seen {
    fn take(&mut self, outcome: &mut Outcome) -> Result<(), Error> {
        if !outcome.bytes.is_empty() && !self.output.is_empty() && self.output.starts_with('{') {
            self.output.push('\n');
        }
        self.output.push_str(std::str::from_utf8(&outcome.bytes).expect("the output is UTF-8"));
        for record in &outcome.kept {
            writeln!(self.output, "{record:?}").expect("a string takes all");
        }
        self.findings.extend(outcome.findings.iter().map(told));
        self.losses.extend(outcome.losses.iter().map(told));
        Ok(())
    }
}

/// Converts a text with so much memory.
fn converted(syntax: &str, text: &str, to: &str, memory: Option<u64>) -> Seen {
    let convert = Convert {
        base: Some(super::BASE.to_owned()),
        records: true,
        ..Convert::to(format::by_name(to).expect("the format is known"))
    };
    let job = Job {
        task: Task::Convert(convert),
        from: format::by_name(syntax),
        files: Files::default(),
        read: ReadOptions { limits: Limits { memory, ..Limits::default() }, ..ReadOptions::default() },
        settings: Vec::new(),
    };
    let mut seen = Seen::default();
    let input = Input::Text { path: "graph".into(), bytes: text.as_bytes().into() };
    pipeline::run(&job, &[input], &mut seen).expect("the work runs");
    seen
}

/// Both ways, into a format that is written record by record, one that is written by statement, and one that is kept.
fn is_the_same(syntax: &str, text: &str) -> Result<(), TestCaseError> {
    for to in ["ndjson", "nquads"] {
        let wanted = converted(syntax, text, to, None);
        for memory in [1, 40 << 10, 1 << 20] {
            let found = converted(syntax, text, to, Some(memory));
            prop_assert_eq!(&found, &wanted, "{} to {} in {}:\n{}", syntax, to, memory, text);
        }
    }
    Ok(())
}

#[test]
fn generated_datasets_are_the_same() {
    for number in 0..48 {
        let (_, text) = super::dataset(number);
        let source = Source::new("made", text);
        let made = format::json::parse(source.text(), &Limits::default()).expect("the text is JSON");
        let records = super::normal(vec![made], &source).expect("the dataset is sound");
        for syntax in ["nquads", "ntriples", "turtle", "trig"] {
            let text = super::write(super::format(syntax), &records);
            is_the_same(syntax, &text).expect(syntax);
        }
    }
}

/// Words of Turtle, right and wrong, to put statements together from.
const WORDS: [&str; 18] = [
    "@prefix ex: <https://data.example.org/> .",
    "PREFIX pl: <https://w3id.org/plenary/ns#>",
    "@base <https://data.example.org/session/> .",
    "<1> a <https://w3id.org/plenary/ns#Session> ; <http://schema.org/name> \"Rivers . \"@en , \"Fleuves\"@fr .",
    "<1> <https://w3id.org/plenary/ns#participation> [ a <https://w3id.org/plenary/ns#Participation> ; \
     <https://w3id.org/plenary/ns#order> 2 ; <https://w3id.org/plenary/ns#participant> <2> ] .",
    "<https://data.example.org/session/1> <https://w3id.org/plenary/ns#participation> <p> .",
    "<p> a <https://w3id.org/plenary/ns#Participation> ; <https://w3id.org/plenary/ns#order> 1 .",
    "<2> a <http://schema.org/Person> ; <http://schema.org/name> \"Zoë\" .",
    "<2> <http://schema.org/name> \"\"\"Zoe\n. \"\"\" .",
    "# a comment . \"",
    "<1> a <http://schema.org/Person> .",
    "_:a a <http://schema.org/Organization> ; <http://schema.org/name> \"Board\" .",
    "<1> <http://schema.org/organizer> _:a , _:b .",
    "<2> <http://schema.org/member> ( 1 <x y> ) .",
    "<1> <http://schema.org/startDate> \"2031-13-01\"^^<http://www.w3.org/2001/XMLSchema#date> .",
    "[] a <https://w3id.org/plenary/ns#Participation> .",
    "<z> a <http://schema.org/Event> ; <http://schema.org/name> \"Fair\" .",
    "<1> <http://schema.org/name> \"open .",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    /// Statements in any order, with others' and with faults among them.
    #[test]
    fn lines_are_the_same(
        more in proptest::collection::vec((0..SUBJECTS.len(), 0..PROPERTIES.len(), 0..VALUES.len()), 0..24),
        faults in proptest::collection::vec(0..100_usize, 0..2),
        by in 1..50_usize,
    ) {
        let mut lines: Vec<String> = SOUND.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect();
        lines.extend(more.iter().map(|&(subject, property, value)| {
            format!("{} {} {} .", SUBJECTS[subject], PROPERTIES[property], VALUES[value])
        }));
        let length = lines.len();
        let mut shuffled: Vec<String> = (0..length).map(|at| std::mem::take(&mut lines[at * 53 % length])).collect();
        shuffled.retain(|line| !line.is_empty());
        shuffled.rotate_left(by % length);
        for fault in faults {
            shuffled.insert(fault % length, "<https://data.example.org/x> \"no property\" .".to_owned());
        }
        is_the_same("ntriples", &(shuffled.join("\r\n") + "\n"))?;
    }

    #[test]
    fn turtle_is_the_same(words in proptest::collection::vec(0..WORDS.len(), 1..40), space in 0..40_usize) {
        let mut text = "@base <https://data.example.org/> .\n".to_owned();
        for word in words {
            let ends = ["\n", "\r\n", "\r"][(word + space) % 3].to_owned();
            let gap = if word % 3 == 0 { " ".repeat(space) } else { ends };
            // A comment takes the rest of its line.
            let gap = if WORDS[word].starts_with('#') { "\n".to_owned() } else { gap };
            write!(text, "{}{gap}", WORDS[word]).expect("a string takes all");
        }
        is_the_same("turtle", &text)?;
        is_the_same("trig", &format!("<g> {{ {text} }}"))?;
    }
}

#[test]
fn bytes_that_are_no_text_are_told_where_they_are() {
    let mut text = "<https://data.example.org/a> <https://data.example.org/b> \"c\" .\n".repeat(100).into_bytes();
    text[4000] = 0xFF;
    let broken = |memory| {
        let job = Job {
            task: Task::Convert(Convert { records: true, ..Convert::to(super::format("ndjson")) }),
            from: format::by_name("ntriples"),
            files: Files::default(),
            read: ReadOptions { limits: Limits { memory, ..Limits::default() }, ..ReadOptions::default() },
            settings: Vec::new(),
        };
        let mut seen = Seen::default();
        let input = Input::Text { path: "graph".into(), bytes: Arc::from(text.as_slice()) };
        pipeline::run(&job, &[input], &mut seen).expect("the work runs");
        seen
    };
    let wanted = broken(None);
    assert_eq!(wanted.findings.len(), 1);
    assert_eq!(broken(Some(1)), wanted);
}
