//! Records that are sound get no finding at all: the fixtures that are meant to be valid, and those that the checks pass.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use plenary::check::Checks;
use plenary::diagnostic::{Diagnostic, Error};
use plenary::format::ReadOptions;
use plenary::input::{Files, Input};
use plenary::pipeline::{self, Consumer, Job, Outcome, Task, Validate};

/// What is found in fixtures all the same, and why.
const EXPECTED: &[(&str, &[&str])] = &[
    // A target that mending made of a number; the goal is for people to add.
    ("fix/json/after.json", &["vocabulary/target-without-goal"]),
    ("fix/toml/after.toml", &["vocabulary/target-without-goal"]),
    ("fix/yaml-block/after.yaml", &["vocabulary/target-without-goal"]),
    // Texts that cannot be read.
    ("formats/markdown/unclosed.md", &["structure/syntax"]),
    ("formats/toml/bare-word.toml", &["structure/syntax"]),
    // Pages tell how they were read, and what they do not state.
    (
        "formats/page/labels.txt",
        &["page/not-stated", "page/understood", "page/unused", "vocabulary/alias", "vocabulary/ambiguous"],
    ),
    (
        "formats/page/page.html",
        &["page/not-stated", "page/understood", "page/unused", "people/no-moderator", "vocabulary/target-without-goal"],
    ),
    ("formats/page/sentences.txt", &["page/understood", "structure/missing-key"]),
    ("formats/page/windows.txt", &["page/not-stated", "page/understood"]),
    ("formats/page/workshop.txt", &["page/understood", "structure/missing-key", "vocabulary/alias"]),
    ("tour/workshop.txt", &["page/understood", "structure/missing-key", "vocabulary/alias"]),
    // What normal form takes, or leaves as it is, for the sake of its tests.
    ("normal-form/circle.json", &["reference/circular"]),
    ("normal-form/full-session.json", &["text/html", "vocabulary/topic-as-iri"]),
    ("normal-form/languages.json", &["language/case", "text/spaces"]),
    // What two states of a programme differ in.
    ("diff/after.json", &["text/html", "vocabulary/target-without-goal", "vocabulary/topic-as-iri"]),
    // A site shows what is there, mistakes and attacks too.
    ("publish/forum.yaml", &["clash/person", "people/no-moderator", "text/html"]),
    ("publish/hostile.ndjson", &["link/scheme", "people/no-moderator", "text/html"]),
    // Nodes without IRI are usual there.
    ("schema-org/event.jsonld", &["identity/blank-node"]),
    ("schema-org/event.rdf", &["identity/blank-node"]),
    ("schema-org/event.ttl", &["identity/blank-node"]),
    // Mistakes to report, and to show what a report is.
    (
        "reports/programme.json",
        &["identity/duplicate-id", "structure/type", "structure/unknown-key", "time/moment", "vocabulary/unknown-code"],
    ),
    (
        "reports/talk.yaml",
        &["identity/orcid-checksum", "language/case", "people/status-in-name", "time/end-before-start"],
    ),
    ("tour/session.yaml", &["structure/unknown-key", "vocabulary/unknown-code"]),
];

#[derive(Default)]
struct Findings(Vec<Diagnostic>);

impl Consumer for Findings {
    fn take(&mut self, outcome: &mut Outcome) -> Result<(), Error> {
        self.0.append(&mut outcome.findings);
        Ok(())
    }
}

/// The ids of what is found in some files under the default profile.
fn findings(inputs: Vec<PathBuf>) -> BTreeSet<&'static str> {
    let inputs: Vec<Input> = inputs.into_iter().map(Input::File).collect();
    let task = Task::Validate(Validate { catalogue: true, checks: Checks::default() });
    let job = Job { task, from: None, files: Files::default(), read: ReadOptions::default(), settings: Vec::new() };
    let mut findings = Findings::default();
    pipeline::run(&job, &inputs, &mut findings).expect("the fixtures can be read");
    findings.0.iter().map(|finding| finding.id).collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}

fn files(path: &Path) -> Vec<PathBuf> {
    if path.is_dir() { entries(path).iter().flat_map(|path| files(path)).collect() } else { vec![path.to_owned()] }
}

/// The valid fixtures: each file is one input, but for folders among the fixtures of a check. Mistakes of checks, texts
/// before they are mended and configurations are none.
fn valid() -> Vec<Vec<PathBuf>> {
    // What is found in feeds stands in their snapshots, what is merged of sources is validated in `tests/merge`, and tables to
    // link are none of ours.
    let is_data = |folder: &PathBuf| !["config", "feeds", "link", "merge"].iter().any(|other| folder.ends_with(other));
    let is_mended = |file: &PathBuf| file.file_stem().is_none_or(|stem| stem != "before");
    let wholes = entries(&root()).into_iter().filter(|folder| is_data(folder) && !folder.ends_with("checks"));
    let wholes = wholes.flat_map(|folder| files(&folder)).filter(is_mended);
    let mut inputs: Vec<Vec<PathBuf>> = wholes.map(|file| vec![file]).collect();
    let families = entries(&root().join("checks")).into_iter().filter(is_data);
    for check in families.flat_map(|family| entries(&family)) {
        let pass = check.join("pass");
        if pass.is_dir() {
            inputs.extend(entries(&pass).iter().map(|fixture| files(fixture)));
        }
    }
    inputs
}

#[test]
fn valid_fixtures_have_no_findings() {
    let inputs = valid();
    assert!(inputs.len() > 150, "{}", inputs.len());
    let name = |file: &Path| file.strip_prefix(root()).expect("a fixture").to_string_lossy().replace('\\', "/");
    let found = inputs.into_iter().map(|files| (name(&files[0]), findings(files)));
    let found: BTreeMap<String, BTreeSet<&str>> = found.filter(|(_, told)| !told.is_empty()).collect();
    let expected = EXPECTED.iter().map(|(name, ids)| ((*name).to_owned(), ids.iter().copied().collect()));
    assert_eq!(found, expected.collect());
}
