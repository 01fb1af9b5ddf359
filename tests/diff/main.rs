//! `plenary diff`: known edits are told once each and nothing else, in whatever formats the two sides are.

#[path = "../common/chance.rs"]
mod chance;
#[path = "../common/mod.rs"]
mod common;
mod edit;
mod known;
mod output;
mod programme;
mod same;

use std::path::Path;

use plenary::check::dataset::reference::SAME_KEY;
use plenary::diagnostic::Error;
use plenary::diff::{Diff, Graph, Names, Options, compare};
use plenary::format::ReadOptions;
use plenary::input::{Files, Input};
use plenary::pipeline::{Consumer, Job, Keep, Outcome, Task, run};
use serde_json::Value;

const BASE: &str = "https://data.example.org/";

/// Joins the records of one side.
struct Side<'n> {
    graph: Graph,
    names: &'n mut Names,
}

impl Consumer for Side<'_> {
    fn take(&mut self, outcome: &mut Outcome) -> Result<(), Error> {
        // Records that would get one IRI are told apart by all that they say.
        let told: Vec<_> = outcome.findings.iter().filter(|finding| finding.id != SAME_KEY.id).collect();
        assert!(told.is_empty(), "{told:?}");
        for record in outcome.kept.drain(..) {
            self.graph.add(&record, self.names);
        }
        Ok(())
    }
}

fn graph(name: &str, text: &str, names: &mut Names) -> Graph {
    let job = Job {
        task: Task::Keep(Keep { base: Some(BASE.to_owned()), default_base: None }),
        from: None,
        files: Files::default(),
        read: ReadOptions::default(),
        settings: Vec::new(),
    };
    let input = Input::Text { path: name.into(), bytes: text.as_bytes().into() };
    let mut side = Side { graph: Graph::default(), names };
    run(&job, &[input], &mut side).expect("it can be read");
    side.graph.settle();
    side.graph
}

/// What differs between two texts, each with the name of a file that tells its format.
fn diff(left: (&str, &str), right: (&str, &str)) -> Diff {
    let mut names = Names::default();
    let left = graph(left.0, left.1, &mut names);
    let right = graph(right.0, right.1, &mut names);
    compare(&left, &right, &names, Options::default())
}

fn diff_of(left: &Value, right: &Value) -> Diff {
    diff(("a.json", &left.to_string()), ("b.json", &right.to_string()))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
