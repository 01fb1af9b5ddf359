//! The configuration: what is wrong with one, which one counts, what counts over what, and what a profile comes to.

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use plenary::check::{CHECKS, Check, Checks, Pattern, Profile};
use plenary::config::{self, Config, Layer, Rule, profile_as_toml};
use plenary::diagnostic::{Diagnostic, Error, Report, Severity};
use plenary::format::{Limits, ReadOptions, json, toml};
use plenary::input::{Files, Input};
use plenary::pipeline::{self, Consumer, Job, Outcome, Task, Validate};
use plenary::report::REPORTS;
use plenary::source::Source;
use proptest::prelude::*;
use tempfile::TempDir;

/// Valid; with a note of `text/all-caps`, and without what `completeness/*` asks for.
const CAPITALS: &str = r#"{"type": "Session", "title": "OPENING CEREMONY OF THE FORUM"}"#;

/// A folder of files.
struct Folder(TempDir);

impl Folder {
    fn of(files: &[(&str, &str)]) -> Self {
        let folder = Self(TempDir::new().expect("a folder"));
        for (name, text) in files {
            folder.write(name, text);
        }
        folder
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("the folder can be made");
        fs::write(path, text).expect("the file can be written");
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.path().join(name)).expect("there is a file")
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.run_in("", arguments)
    }

    fn run_in(&self, folder: &str, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_plenary"));
        common::run(command.current_dir(self.0.path().join(folder)), arguments, b"")
    }

    /// The exit code, and what `validate` finds: `severity id`, in order.
    fn validate(&self, arguments: &[&str]) -> (Option<i32>, Vec<String>) {
        let output = self.run(&[&["validate", "--format", "json"], arguments].concat());
        (output.status.code(), found(&output))
    }
}

fn found(output: &Output) -> Vec<String> {
    let findings: Vec<serde_json::Value> =
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", said(output)));
    let word = |finding: &serde_json::Value, key: &str| finding[key].as_str().expect("a word").to_owned();
    findings.iter().map(|finding| format!("{} {}", word(finding, "severity"), word(finding, "id"))).collect()
}

fn said(output: &Output) -> String {
    [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned()).concat()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// Reads a sound configuration.
fn sound(text: &str) -> Config {
    let mut report = Report::default();
    let config = config::parse(&Source::new("plenary.toml", text), Path::new("."), &mut report);
    let said: Vec<String> = report.findings.into_iter().map(|finding| finding.message).collect();
    assert!(said.is_empty(), "{said:?} in\n{text}");
    config
}

#[test]
fn every_mistake_is_told_at_its_place() {
    let broken = ["validate", "--config", "fixtures/config/broken.toml", "--format", "short", "fixtures/tour"];
    let output = common::plenary(&broken, b"");
    assert_eq!(output.status.code(), Some(2));
    insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "snapshots/config" }, {
        insta::assert_snapshot!("broken", said(&output));
    });
}

#[test]
fn mistakes_come_in_every_report_with_exit_code_2() {
    let folder = Folder::of(&[("plenary.toml", "profil = \"igf\"\n"), ("a.json", CAPITALS)]);
    for report in REPORTS {
        let output = folder.run(&["validate", "--format", report.name, "a.json"]);
        let text = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(2), "{}: {text}", report.name);
        assert!(text.contains("config/unknown-setting") && text.contains("plenary.toml"), "{}: {text}", report.name);
        assert!(!text.contains("a.json"), "{}: {text}", report.name);
    }
    for command in [&["convert", "--to", "json", "a.json"][..], &["profiles"]] {
        let output = folder.run(command);
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{command:?}");
        assert!(said(&output).contains("did you mean \"profile\"?"), "{command:?}: {}", said(&output));
    }
    folder.write("plenary.toml", "profile = \"igf\n");
    assert_eq!(folder.validate(&["a.json"]), (Some(2), vec!["error structure/syntax".to_owned()]));
    let missing = folder.run(&["validate", "--config", "none.toml", "a.json"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(said(&missing).contains("none.toml"), "{}", said(&missing));
}

#[test]
fn flags_count_over_the_file_and_the_file_over_the_profile() {
    let folder = Folder::of(&[("a.json", CAPITALS)]);
    let found = |config: &str, flags: &[&str]| {
        folder.write("plenary.toml", config);
        folder.validate(&[flags, &["a.json"]].concat())
    };
    let one = |code, finding: &str| (Some(code), vec![finding.to_owned()]);
    assert_eq!(found("", &[]), one(0, "note text/all-caps"));
    let file = "profile = \"minimal\"\n[checks]\n\"text/all-caps\" = \"error\"\n";
    assert_eq!(found("profile = \"minimal\"\n", &[]), (Some(0), vec![]));
    assert_eq!(found(file, &[]), one(1, "error text/all-caps"));
    assert_eq!(found(file, &["--check", "text/all-caps=warning"]), one(0, "warning text/all-caps"));
    // A family on the command line counts over a single check in the file.
    assert_eq!(found(file, &["--check", "text/*=off"]), (Some(0), vec![]));
    assert_eq!(found("profile = \"minimal\"\n", &["--profile", "default"]), one(0, "note text/all-caps"));
    let own = "profile = \"ours\"\n[profiles.ours]\nextends = \"minimal\"\nrequired = { Session = [\"start\"] }\n";
    assert_eq!(found(own, &["--fail-on", "warning"]), one(1, "warning completeness/required"));
    // The gravity that counts.
    let grave = "fail-on = \"note\"\n";
    assert_eq!(found(grave, &[]).0, Some(1));
    assert_eq!(found(grave, &["--fail-on", "never"]).0, Some(0));
    // What the command line asks for has to exist.
    for wrong in [&["--profile", "igff"][..], &["--check", "text/caps=off"], &["--check", "structure/null=off"]] {
        let output = folder.run(&[&["validate"], wrong, &["a.json"]].concat());
        assert_eq!(output.status.code(), Some(2), "{wrong:?}: {}", said(&output));
    }
}

#[test]
fn the_nearest_file_above_counts() {
    let off = "checks = { \"text/*\" = \"off\" }\n";
    let files = [("plenary.toml", off), ("loud/plenary.toml", "fail-on = \"note\"\n"), ("loud/deep/a.json", CAPITALS)];
    let folder = Folder::of(&[&files[..], &[("quiet/deep/a.json", CAPITALS)]].concat());
    let code =
        |place: &str, more: &[&str]| folder.run_in(place, &[&["validate"], more, &["a.json"]].concat()).status.code();
    let told = |place: &str, more: &[&str]| {
        said(&folder.run_in(place, &[&["validate"], more, &["a.json"]].concat())).contains("text/all-caps")
    };
    assert!(!told("quiet/deep", &[]) && told("quiet/deep", &["--isolated"]));
    assert!(told("loud/deep", &[]) && !told("loud/deep", &["--config", "../../plenary.toml"]));
    assert_eq!((code("loud/deep", &[]), code("loud/deep", &["--isolated"])), (Some(1), Some(0)));
    // It is named from where the work is done.
    folder.write("loud/plenary.toml", "fail-onn = \"note\"\n");
    let output = folder.run_in("loud/deep", &["validate", "--format", "short", "a.json"]);
    assert!(said(&output).starts_with("../plenary.toml:1:1:"), "{}", said(&output));
}

#[test]
fn files_have_the_formats_and_exclusions_of_the_configuration() {
    let yaml = "type: Session\ntitle: OPENING CEREMONY OF THE FORUM\n";
    let config = "exclude = [\"drafts\", \"**/*.bak.json\"]\n[[files]]\nglob = \"data/*.rec\"\nformat = \"yaml\"\n";
    let files = [
        ("plenary.toml", config),
        ("data/a.rec", yaml),
        ("data/deep/b.rec", yaml),
        ("drafts/deep/c.json", "{"),
        ("d.bak.json", "{"),
    ];
    let folder = Folder::of(&files);
    let note = || vec!["note text/all-caps".to_owned()];
    assert_eq!(folder.validate(&["."]), (Some(0), note()));
    let pattern = folder.run(&["validate", "**/*.json"]);
    assert_eq!(pattern.status.code(), Some(3), "{}", said(&pattern));
    // What is named is read.
    assert_eq!(folder.validate(&["drafts/deep/c.json"]), (Some(1), vec!["error structure/syntax".to_owned()]));
    let output = folder.run(&["convert", "--to", "ndjson", "."]);
    assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 1, "{}", said(&output));
    // From another folder, the patterns still are below that of the file.
    let elsewhere = Folder::of(&[]);
    let (config, data) = (folder.0.path().join("plenary.toml"), folder.0.path().join("data"));
    let shown = |path: &Path| path.display().to_string();
    assert_eq!(elsewhere.validate(&["--config", &shown(&config), &shown(&data)]), (Some(0), note()));
    // `--from` counts over the patterns.
    assert_eq!(folder.validate(&["--from", "json", "data/a.rec"]).0, Some(1));
}

#[test]
fn a_configuration_among_the_inputs_is_looked_at_as_one() {
    let folder = Folder::of(&[("plenary.toml", ""), ("other/plenary.toml", "profil = 1\n"), ("a.json", CAPITALS)]);
    let note = || vec!["note text/all-caps".to_owned()];
    // In a folder it is no record, and what is asked elsewhere does not matter here.
    assert_eq!(folder.validate(&["."]), (Some(0), note()));
    assert_eq!(folder.validate(&["plenary.toml", "a.json"]), (Some(0), note()));
    let wrong = (Some(2), vec!["error config/unknown-setting".to_owned()]);
    assert_eq!(folder.validate(&["other/plenary.toml", "a.json"]), wrong);
}

#[test]
fn the_base_is_that_of_the_flag_then_the_datasets_then_the_files_then_the_editions() {
    let place = r#"{"type": "Place", "name": "Room A"}"#;
    let dataset = r#"{"type": "Dataset", "id": "https://own.example.org/all", "base": "https://own.example.org/", "places": [{"type": "Place", "name": "Room A"}]}"#;
    let session = r#"{"type": "Session", "title": "Opening", "edition": "https://edition.example.org/2031"}"#;
    let files = [("place.json", place), ("dataset.json", dataset), ("session.json", session)];
    let folder = Folder::of(&files);
    folder.write("plenary.toml", "base = \"https://file.example.org/\"\n");
    let minted = |file: &str, flags: &[&str], base: &str| {
        let output = folder.run(&[&["convert", "--to", "ntriples"], flags, &[file]].concat());
        assert!(String::from_utf8_lossy(&output.stdout).contains(&format!("<{base}")), "{file}: {}", said(&output));
    };
    let flag = ["--base", "https://flag.example.org/"];
    minted("place.json", &[], "https://file.example.org/place/");
    minted("place.json", &flag, "https://flag.example.org/place/");
    minted("dataset.json", &[], "https://own.example.org/place/");
    minted("dataset.json", &flag, "https://flag.example.org/place/");
    minted("session.json", &[], "https://file.example.org/session/");
    minted("session.json", &["--isolated"], "https://edition.example.org/session/");
    assert_eq!(folder.run(&["convert", "--isolated", "--to", "ntriples", "place.json"]).status.code(), Some(2));
}

#[test]
fn init_writes_a_file_to_begin_with_and_overwrites_none() {
    let folder = Folder::of(&[("a.json", CAPITALS)]);
    assert_eq!(folder.run(&["init", "--profile", "minimal"]).status.code(), Some(0));
    let config = sound(&folder.read("plenary.toml"));
    assert_eq!(config.profile.as_deref(), Some("minimal"));
    assert_eq!(folder.validate(&["a.json"]), (Some(0), vec![]));
    folder.write("plenary.toml", "# mine\n");
    let refused = folder.run(&["init"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(said(&refused).contains("--force"), "{}", said(&refused));
    assert_eq!(folder.read("plenary.toml"), "# mine\n");
    assert_eq!(folder.run(&["init", "--force"]).status.code(), Some(0));
    assert_eq!(sound(&folder.read("plenary.toml")).profile.as_deref(), Some("default"));
    assert_eq!(folder.run(&["init", "--profile", "minimall", "--force"]).status.code(), Some(2));
    assert_eq!(folder.run(&["init", "none"]).status.code(), Some(3));
    fs::create_dir(folder.0.path().join("sub")).expect("a folder");
    assert_eq!(folder.run(&["init", "sub", "--quiet"]).status.code(), Some(0));
    assert_eq!(folder.read("sub/plenary.toml"), folder.read("plenary.toml"));
}

#[test]
fn profiles_are_listed_and_printed_with_own_ones() {
    let own = "[profiles.ours]\nabout = \"Our rules\"\nextends = \"wsis\"\nchecks = { \"text/*\" = \"off\" }\n";
    let folder = Folder::of(&[("plenary.toml", own), ("a.json", CAPITALS)]);
    let list = said(&folder.run(&["profiles"]));
    let names: Vec<&str> = list.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(names, ["default", "igf", "minimal", "publish", "schema-org", "wsis", "ours"]);
    assert!(list.ends_with("Our rules\n"), "{list}");
    let printed = said(&folder.run(&["profiles", "ours"]));
    assert!(printed.contains("\"text/all-caps\" = \"off\" # default: note"), "{printed}");
    assert!(printed.contains("\"completeness/start\" = \"warning\" # default: off"), "{printed}");
    let by_name = folder.validate(&["--profile", "ours", "a.json"]);
    assert!(by_name.1.contains(&"warning completeness/start".to_owned()), "{by_name:?}");
    folder.write("printed.toml", &printed);
    assert_eq!(folder.validate(&["--config", "printed.toml", "a.json"]), by_name);
    assert_eq!(folder.run(&["profiles", "theirs"]).status.code(), Some(2));
}

/// All that is found, the structural check included.
fn findings(path: &Path, profile: Profile) -> Vec<Diagnostic> {
    #[derive(Default)]
    struct Found(Vec<Diagnostic>);
    impl Consumer for Found {
        fn take(&mut self, outcome: &mut Outcome) -> Result<(), Error> {
            self.0.append(&mut outcome.findings);
            Ok(())
        }
    }
    let task = Task::Validate(Validate { catalogue: true, checks: Checks::new(profile) });
    let job = Job { task, from: None, files: Files::default(), read: ReadOptions::default(), settings: Vec::new() };
    let mut found = Found::default();
    pipeline::run(&job, &[Input::File(path.to_owned())], &mut found).expect("a fixture is read");
    found.0
}

fn fixtures(check: &Check, verdict: &str) -> Vec<PathBuf> {
    let folder = root().join("fixtures/checks").join(check.id).join(verdict);
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths.filter(|path| path.is_file() && path.extension().is_some_and(|extension| extension != "expect")).collect()
}

#[test]
fn no_profile_turns_off_what_the_schema_says() {
    let off = Layer { rules: vec![Rule::parse("*=off").expect("a rule")], ..Layer::default() };
    let mut profile = Profile::default();
    off.put_on(&mut profile);
    let mut fixed = 0;
    for check in CHECKS.iter().filter(|check| !["config", "shapes"].contains(&check.family())) {
        for path in fixtures(check, "fail") {
            let found = findings(&path, profile.clone());
            let expected: &[&str] = if check.is_fixed() { &[check.id] } else { &[] };
            fixed += expected.len();
            let found: Vec<&str> = found.iter().map(|finding| finding.id).collect();
            assert_eq!(found, expected, "{}", path.display());
        }
    }
    assert!(fixed > 50, "{fixed} fixtures");
}

#[test]
fn the_schema_for_editors_agrees_with_the_reader() {
    let validator = |schema| jsonschema::validator_for(&schema).expect("a schema");
    let (configuration, manifest) = (validator(config::schema::schema()), validator(config::schema::feeds()));
    let schema = |path: &Path| if path.to_string_lossy().ends_with("feeds.toml") { &manifest } else { &configuration };
    let value = |path: &Path| {
        let text = fs::read_to_string(path).expect("a fixture");
        let root = toml::parse(&text, &Limits::default()).expect("TOML");
        let mut bytes = Vec::new();
        json::write_compact(&root, &mut bytes);
        serde_json::from_slice::<serde_json::Value>(&bytes).expect("JSON")
    };
    // What JSON Schema cannot look up: profiles by name, the grammar of patterns, further codes of open lists, zones,
    // names whatever their case, ids of other tables.
    let beyond =
        ["config/profile", "glob", "code", "code-nothing-like-it", "zone-feeds", "own-header-feeds", "same-id-feeds"];
    for check in CHECKS.iter().filter(|check| check.family() == "config") {
        for path in fixtures(check, "pass") {
            let faults: Vec<String> = schema(&path).iter_errors(&value(&path)).map(|error| error.to_string()).collect();
            assert!(faults.is_empty(), "{}: {faults:?}", path.display());
        }
        for path in fixtures(check, "fail") {
            let name = path.file_stem().and_then(|name| name.to_str()).expect("a name");
            if !beyond.contains(&name) && !beyond.contains(&check.id) {
                assert!(!schema(&path).is_valid(&value(&path)), "{}", path.display());
            }
        }
    }
}

/// The setting `checks` with some rules.
fn rules() -> impl Strategy<Value = String> {
    let changeable = || CHECKS.iter().filter(|check| !check.is_fixed());
    let names = prop_oneof![
        4 => proptest::sample::select(changeable().map(|check| check.id.to_owned()).collect::<Vec<_>>()),
        2 => proptest::sample::select(changeable().map(|check| format!("{}/*", check.family())).collect::<Vec<_>>()),
        1 => Just("*".to_owned()),
    ];
    let word = proptest::sample::select(vec!["error", "warning", "note", "off"]);
    proptest::collection::btree_map(names, word, 0..6).prop_map(|rules| {
        let rules: Vec<String> = rules.iter().map(|(name, word)| format!("\"{name}\" = \"{word}\"")).collect();
        format!("checks = {{ {} }}\n", rules.join(", "))
    })
}

/// The settings `required` and `allowed`.
fn lists() -> impl Strategy<Value = String> {
    let fields = proptest::sample::subsequence(vec!["start", "edition", "policyQuestions", "place"], 0..=3);
    let codes = proptest::sample::subsequence(vec!["workshop", "igf/open-forum", "plenary"], 0..=2);
    (fields, proptest::option::of(codes)).prop_map(|(fields, codes)| {
        let allowed = codes.map(|codes| format!("allowed = {{ Session.sessionType = {codes:?} }}\n"));
        format!("required = {{ Session = {fields:?} }}\n{}", allowed.unwrap_or_default())
    })
}

proptest! {
    /// A profile that is printed and read again comes to the same, whatever it extends and whatever it puts back.
    #[test]
    fn a_printed_profile_comes_to_the_same(
        parent in proptest::sample::select(vec!["default", "igf", "minimal", "publish", "schema-org", "wsis"]),
        (over, under) in (rules(), rules()),
        (more, less) in (lists(), lists()),
    ) {
        let text = format!(
            "[profiles.under]\nextends = \"{parent}\"\n{under}{less}[profiles.over]\nextends = \"under\"\nabout = \"a # b\"\n{over}{more}"
        );
        let profile = sound(&text).resolve(Some("over"), &[]).expect("it is there");
        let again = sound(&profile_as_toml(&profile)).resolve(None, &[]).expect("it is there");
        prop_assert_eq!(Profile { name: profile.name.clone(), about: profile.about.clone(), ..again }, profile);
    }

    /// Of rules that name a check, the most specific one says how grave it is.
    #[test]
    fn the_most_specific_rule_counts(text in rules()) {
        let profile = sound(&text).resolve(None, &[]).expect("the default profile");
        for check in CHECKS.iter().filter(|check| !check.is_fixed()) {
            let said = |name: &str| text.split_once(&format!("\"{name}\" = \""))?.1.split('"').next();
            let expected = said(check.id).or_else(|| said(&format!("{}/*", check.family()))).or_else(|| said("*"));
            let word = profile.severity_of(check).map_or("off", Severity::name);
            let unasked = Profile::default().severity_of(check).map_or("off", Severity::name);
            prop_assert_eq!(word, expected.unwrap_or(unasked), "{}", check.id);
        }
    }

    /// Whatever stands in the file, reading it ends, and what is told lies in it.
    #[test]
    fn no_configuration_is_too_strange(text in r#"((profile|checks|required|allowed|files|base|x)( = |\.)|\[\[?(checks|files|profiles\.a|allowed\.Session)\]\]?\n|"(text/\*|igf|\[a|)"|\{|\}|[0-9]|true|\n|, |\PC){0,16}"#) {
        let source = Source::new("plenary.toml", text);
        let mut report = Report::default();
        let config = config::parse(&source, Path::new("."), &mut report);
        prop_assert!(config.resolve(None, &[]).is_ok());
        for finding in &report.findings {
            let (start, end) = finding.place.positions();
            prop_assert!(start <= end);
        }
    }
}

#[test]
fn patterns_name_checks_or_nothing() {
    assert_eq!(
        Pattern::parse("text/*").map(|pattern| pattern.checks().count()),
        Some(CHECKS.iter().filter(|check| check.family() == "text").count())
    );
    assert_eq!(Pattern::parse("text/"), None);
}
