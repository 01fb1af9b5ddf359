//! Shapes on RDF: every component of SHACL Core, every syntax, and the command line.
//!
//! A file in `cases/` is shapes and data in one. What is called `:bad...` there must be found to be of no shape, what is
//! called `:good...` must not. pySHACL says the same of them (`tests/oracles/shapes.py`).

#[path = "../common/mod.rs"]
mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn plenary(arguments: &[&str]) -> Output {
    common::plenary(arguments, b"")
}

fn findings(output: &Output) -> Vec<Value> {
    serde_json::from_slice(&output.stdout).expect("a report in JSON")
}

/// The local names of the focus nodes of findings.
fn focus_nodes(findings: &[Value]) -> BTreeSet<String> {
    let nodes = findings.iter().filter_map(|finding| finding["shacl"]["focusNode"].as_str());
    nodes.map(|node| node.rsplit(['#', '/']).next().unwrap_or(node).to_owned()).collect()
}

#[test]
fn each_component_finds_what_is_bad() {
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(root().join("tests/shapes/cases")).expect("the folder is there") {
        let path = entry.expect("an entry").path();
        let name = path.display().to_string();
        let text = fs::read_to_string(&path).expect("a text");
        let bad: BTreeSet<String> = text
            .split([' ', '\n', ':'])
            .filter(|word| word.starts_with("bad"))
            .map(|word| word.trim_end_matches([',', ';', '.']).to_owned())
            .collect();
        assert!(!bad.is_empty() && text.contains(":good1"), "{name} has no good and bad nodes");
        let output = plenary(&["validate", "--shapes", &name, "--format", "json", &name]);
        assert_eq!(output.status.code(), Some(1), "{name}: {output:?}");
        let found = findings(&output);
        assert_eq!(focus_nodes(&found), bad, "{name}");
        let component = |finding: &Value| finding["shacl"]["sourceConstraintComponent"].as_str().map(str::to_owned);
        names.extend(found.iter().filter_map(component));
    }
    // Property shapes find nothing themselves: what is in them does.
    assert_eq!(names.len(), 28, "{names:#?}");
}

/// A session that begins on no day, at its place in each syntax.
const SYNTAXES: [(&str, &str); 6] = [
    (
        "ttl",
        "@prefix pl: <https://w3id.org/plenary/ns#> .\n@prefix schema: <http://schema.org/> .\n<https://e.example/1> a pl:Session ;\n  schema:name \"A\" ;\n  schema:startDate »\"soon\"« .",
    ),
    (
        "trig",
        "PREFIX pl: <https://w3id.org/plenary/ns#>\nPREFIX schema: <http://schema.org/>\nGRAPH <https://e.example/g> {\n  <https://e.example/1> a pl:Session ; schema:startDate »\"soon\"« ; schema:name \"A\" }",
    ),
    (
        "nt",
        "<https://e.example/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/plenary/ns#Session> .\n<https://e.example/1> <http://schema.org/startDate> »\"soon\"« .\n<https://e.example/1> <http://schema.org/name> \"A\" .\n",
    ),
    (
        "nq",
        "<https://e.example/1> <http://schema.org/startDate> »\"soon\"« <https://e.example/g> .\n<https://e.example/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/plenary/ns#Session> .\n<https://e.example/1> <http://schema.org/name> \"A\" .\n",
    ),
    (
        "rdf",
        "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns:s=\"http://schema.org/\" xmlns:pl=\"https://w3id.org/plenary/ns#\">\n<pl:Session rdf:about=\"https://e.example/1\">\n  <s:name>A</s:name>\n  <s:startDate>»soon«</s:startDate>\n</pl:Session></rdf:RDF>",
    ),
    (
        "jsonld",
        "{\"@context\": {\"s\": \"http://schema.org/\"},\n \"@id\": \"https://e.example/1\",\n \"@type\": \"https://w3id.org/plenary/ns#Session\",\n \"s:name\": \"A\",\n \"s:startDate\": »\"soon\"«}",
    ),
];

#[test]
fn findings_have_their_place_in_each_syntax() {
    for (syntax, marked) in SYNTAXES {
        let before = &marked[..marked.find('»').expect("a mark")];
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|letter| *letter != '\n').count() + 1;
        let text = marked.replace(['»', '«'], "");
        let from = plenary::format::by_extension(syntax).expect("a format").name;
        let arguments = ["validate", "--only", "shapes", "--from", from, "--format", "json", "-"];
        let output = common::plenary(&arguments, text.as_bytes());
        let found = findings(&output);
        assert_eq!(found.len(), 1, "{syntax}: {found:?}");
        assert_eq!((&found[0]["line"], &found[0]["column"]), (&line.into(), &column.into()), "{syntax}: {found:?}");
        assert_eq!(found[0]["id"], "shapes/type");
        assert_eq!(found[0]["path"], "schema:startDate");
        assert_eq!(found[0]["shacl"]["focusNode"], "https://e.example/1");
    }
}

#[test]
fn nodes_without_label_are_named_the_same_on_each_run() {
    let text =
        "@prefix schema: <http://schema.org/> .\n[] a schema:Person .\n[] a schema:Person ; schema:name \"A\" .\n";
    let run = || {
        common::plenary(&["validate", "--only", "shapes", "--from", "turtle", "--format", "json", "-"], text.as_bytes())
    };
    let first = run();
    assert_eq!(first.stdout, run().stdout);
    let names = focus_nodes(&findings(&first));
    assert_eq!(names.into_iter().collect::<Vec<_>>(), ["_:line2column1", "_:line3column1"]);
}

#[test]
fn data_about_something_else_conforms_with_a_word() {
    let text = b"<https://e.example/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://xmlns.com/foaf/0.1/Person> .\n";
    let output = common::plenary(&["validate", "--only", "shapes", "--from", "ntriples", "-"], text);
    assert_eq!(output.status.code(), Some(0));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("1 statement") && said.contains("foaf/0.1/Person") && said.contains("pl:Session"), "{said}");
}

#[test]
fn records_are_refused_with_the_way_out() {
    let path = root().join("fixtures/reports/sound.json").display().to_string();
    let output = plenary(&["validate", "--only", "shapes", &path]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("sound.json is json") && said.contains("--only structure"), "{said}");
}

#[test]
fn options_that_say_nothing_to_shapes_are_refused() {
    let case = root().join("tests/shapes/cases/count.ttl").display().to_string();
    for arguments in [
        ["validate", "--only", "structure", "--shapes", case.as_str(), case.as_str()],
        ["validate", "--shapes", case.as_str(), "--set", "title=A", case.as_str()],
    ] {
        let output = plenary(&arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("help:"), "{arguments:?}");
    }
}

#[test]
fn shapes_with_faults_judge_nothing() {
    let fixture = |path: &str| root().join("fixtures/checks/shapes").join(path).display().to_string();
    let data = fixture("type/fail/blank-node.ttl");
    for (path, id) in [
        ("unknown-component/fail/sparql.ttl", "shapes/unknown-component"),
        ("malformed/fail/circle.ttl", "shapes/malformed"),
    ] {
        let output = plenary(&["validate", "--shapes", &fixture(path), "--format", "json", &data]);
        assert_eq!(output.status.code(), Some(2), "{path}");
        let found = findings(&output);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0]["id"], id);
        assert!(found[0]["file"].as_str().is_some_and(|file| file.ends_with(path)), "{found:?}");
    }
}

#[test]
fn a_file_with_faults_is_not_judged() {
    let text = b"<https://e.example/1> a <https://w3id.org/plenary/ns#Session> .\n<https://e.example/1> <http://schema.org/name> \"A .";
    let output = common::plenary(&["validate", "--only", "shapes", "--from", "turtle", "--format", "json", "-"], text);
    let ids: Vec<Value> = findings(&output).iter().map(|finding| finding["id"].clone()).collect();
    assert_eq!((output.status.code(), ids), (Some(1), vec!["structure/syntax".into()]));
}

#[test]
fn the_severity_of_a_shape_is_that_of_its_findings() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("shapes.ttl").display().to_string();
    for (severity, name, code) in [("sh:Violation", "error", 1), ("sh:Warning", "warning", 0), ("sh:Info", "note", 0)] {
        let text = format!(
            "@prefix sh: <http://www.w3.org/ns/shacl#> .\n<https://e.example/S> sh:targetNode <https://e.example/1> ;\n\
             sh:nodeKind sh:BlankNode ; sh:severity {severity} ; sh:message \"Give it no name.\"@en ."
        );
        fs::write(&path, text).expect("a file");
        let output = plenary(&["validate", "--shapes", &path, "--format", "json", &path]);
        let found = findings(&output);
        assert_eq!((&found[0]["severity"], output.status.code()), (&name.into(), Some(code)));
        assert_eq!(found[0]["help"], "Give it no name.");
    }
}

#[test]
fn hostile_shapes_and_data_end_with_a_finding() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("shapes.ttl").display().to_string();
    let head = "@prefix : <https://e.example/> .\n@prefix sh: <http://www.w3.org/ns/shacl#> .\n";
    let line = |predicate: &str, count: usize| {
        (0..count).map(|at| format!(":n{at} {predicate} :n{} .", at + 1)).collect::<Vec<_>>().join("\n")
    };
    let endless = ":l <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> 1 ; <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> :l .\n:s sh:in :l .";
    let nested = format!(":s sh:path {}:p{} ; sh:minCount 1 .", "[ sh:inversePath ".repeat(2000), " ]".repeat(2000));
    let chain = line("sh:node", 5000) + "\n:n5000 sh:minLength 1 .";
    for text in [chain.as_str(), endless, &nested, ":s sh:not :s .", ":s sh:pattern \"(((((a{1000}){1000}){1000})\" ."]
    {
        fs::write(&path, format!("{head}{text}")).expect("a file");
        let output = plenary(&["validate", "--shapes", &path, "--format", "json", &path]);
        assert_eq!(output.status.code(), Some(2), "{text:.60}");
        assert!(!findings(&output).is_empty(), "{text:.60}");
    }
    // A long list and a long chain of nodes are no trouble.
    let list = line(":next", 50_000);
    fs::write(
        &path,
        format!(
            "{head}:s sh:targetNode :n0 ; sh:property [ sh:path [ sh:oneOrMorePath :next ] ; sh:maxCount 9 ] .\n{list}"
        ),
    )
    .expect("a file");
    let output = plenary(&["validate", "--shapes", &path, "--format", "json", &path]);
    assert_eq!((output.status.code(), findings(&output).len()), (Some(1), 1));
}
