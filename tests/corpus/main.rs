//! The corpus of planted mistakes: in each syntax exactly as many findings as mistakes, each at its exact place, and
//! none on what was not touched.

#[path = "../common/mod.rs"]
mod common;
mod law;
mod mends;
mod seeds;
mod table;
mod tree;
mod write;

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::PathBuf;

use plenary::check::Checks;
use plenary::diagnostic::{Diagnostic, Error, Place};
use plenary::format::ReadOptions;
use plenary::input::{Files, Input};
use plenary::pipeline::{self, Consumer, Job, Outcome, Task, Validate};
use plenary::source::Source;
use seeds::{Part, Seed, seeds, session};
use tree::Tree;
use write::{SYNTAXES, Syntax, Written};

/// Keeps everything that is found.
#[derive(Default)]
struct Found(Vec<Diagnostic>);

impl Consumer for Found {
    fn take(&mut self, outcome: &mut Outcome) -> Result<(), Error> {
        self.0.append(&mut outcome.findings);
        Ok(())
    }
}

/// What `validate` finds in a text.
fn findings(name: &str, text: &str) -> Vec<Diagnostic> {
    let input = Input::Text { path: PathBuf::from(name), bytes: text.as_bytes().into() };
    let task = Task::Validate(Validate { catalogue: true, checks: Checks::default() });
    let job = Job { task, from: None, files: Files::default(), read: ReadOptions::default(), settings: Vec::new() };
    let mut found = Found::default();
    pipeline::run(&job, &[input], &mut found).expect("the work runs");
    found.0
}

/// The bytes of the whole text that a finding underlines.
fn range(finding: &Diagnostic, text: &str) -> Range<usize> {
    match &finding.place {
        Place::Span(source, span) => {
            let offset = usize::try_from(source.first_offset()).expect("an offset");
            span.start as usize + offset..span.end as usize + offset
        }
        // The text of a stream is gone when its records are compared; line and column are left.
        Place::Position { position, end, .. } => {
            let source = Source::new("corpus", text);
            source.offset(*position)..source.offset(*end)
        }
    }
}

/// Where a mistake in record `number` has to be found.
fn expected(seed: &Seed, number: usize, written: &Written) -> Range<usize> {
    let spot = written.spot(&format!("/{number}{}", seed.at));
    match seed.part {
        Part::Value => spot.value.clone(),
        Part::Key => spot.key.clone(),
        Part::Head => spot.head.clone(),
        Part::Inside(part) => {
            let start = spot.value.start + written.text[spot.value.clone()].find(part).expect("the part is written");
            start..start + part.len()
        }
    }
}

/// The id of a check, and the bytes that it is about.
type Mistake = (&'static str, Range<usize>);

fn in_order(mistakes: impl Iterator<Item = Mistake>) -> Vec<Mistake> {
    let mut mistakes: Vec<Mistake> = mistakes.collect();
    mistakes.sort_by_key(|(id, range)| (range.start, *id));
    mistakes
}

/// A file of the corpus: sound records, and one with some mistakes.
struct File<'s> {
    syntax: &'static Syntax,
    seeds: Vec<&'s Seed>,
    number: usize,
    written: Written,
}

impl<'s> File<'s> {
    fn new(syntax: &'static Syntax, seeds: Vec<&'s Seed>) -> Self {
        let (count, number) = if syntax.many { (3, 1) } else { (1, 0) };
        let mut records: Vec<Tree> = (0..count).map(session).collect();
        for seed in &seeds {
            seed.plant(&mut records, number);
        }
        Self { syntax, seeds, number, written: (syntax.write)(&records) }
    }

    fn name(&self) -> String {
        format!("corpus.{}", self.syntax.extension)
    }

    /// Where a mistake of the file has to be found.
    fn place(&self, seed: &Seed) -> Range<usize> {
        expected(seed, self.number, &self.written)
    }

    /// What is found, in the order of places.
    fn told(&self) -> Vec<Mistake> {
        let found = findings(&self.name(), &self.written.text);
        in_order(found.iter().map(|finding| (finding.id, range(finding, &self.written.text))))
    }

    /// What was planted, in the order of places.
    fn planted(&self) -> Vec<Mistake> {
        in_order(self.seeds.iter().map(|seed| (seed.id, self.place(seed))))
    }

    fn show(&self, list: &[Mistake]) -> String {
        let line = |(id, range): &Mistake| {
            format!("  {id} {range:?} {:?}", self.written.text.get(range.clone()).unwrap_or("?"))
        };
        list.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// Compares what is found with what was planted. Gives the number of mistakes and of those at their exact place, or
    /// both lists where they differ in number or kind.
    fn judge(&self) -> Result<(usize, usize), String> {
        let (told, planted) = (self.told(), self.planted());
        let ids = |list: &[Mistake]| list.iter().map(|(id, _)| (*id).to_owned()).collect::<BTreeSet<_>>();
        let both = || format!("{}\ntold:\n{}\nplanted:\n{}", self.name(), self.show(&told), self.show(&planted));
        if told.len() != planted.len() || ids(&told) != ids(&planted) {
            return Err(both());
        }
        let exact = planted.iter().filter(|place| told.contains(place)).count();
        if exact < planted.len() {
            println!("not at the exact place: {}", both());
        }
        Ok((planted.len(), exact))
    }
}

/// Groups of mistakes that have nothing to do with each other: each alone, then several at once.
fn groups<'s>(seeds: &[&'s Seed]) -> Vec<Vec<&'s Seed>> {
    let mut groups: Vec<Vec<&Seed>> = seeds.iter().map(|seed| vec![*seed]).collect();
    // Several walks over the list, each with another step, so that every mistake meets many others.
    for step in [1, 3, 7, 11, 17, 23] {
        let mut group: Vec<&Seed> = Vec::new();
        for at in 0..seeds.len() {
            let seed = seeds[at * step % seeds.len()];
            let apart = group.iter().all(|other| other.zones.iter().all(|zone| !seed.zones.contains(zone)));
            if apart {
                group.push(seed);
            }
            if !apart || group.len() == 6 {
                groups.push(std::mem::take(&mut group));
                group.push(seed);
            }
        }
    }
    groups
}

#[test]
fn untouched_records_are_clean() {
    for syntax in &SYNTAXES {
        assert_eq!(File::new(syntax, Vec::new()).judge(), Ok((0, 0)));
    }
}

#[test]
fn every_mistake_is_found_once_and_where_it_is() {
    let seeds = seeds();
    let (mut planted, mut exact, mut files) = (0, 0, 0);
    let mut faults = Vec::new();
    for syntax in &SYNTAXES {
        let fitting: Vec<&Seed> = seeds.iter().filter(|seed| !seed.not.contains(&syntax.extension)).collect();
        for group in groups(&fitting) {
            files += 1;
            match File::new(syntax, group).judge() {
                Ok((some, right)) => {
                    planted += some;
                    exact += right;
                }
                Err(fault) => faults.push(fault),
            }
        }
    }
    assert!(faults.is_empty(), "{} files differ:\n{}", faults.len(), faults.join("\n\n"));
    println!("{files} files, {planted} mistakes, {exact} at the exact key or value");
    assert!(exact * 100 >= planted * 99, "{exact} of {planted} at the exact place");
}
