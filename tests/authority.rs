//! Registers of organizations: what strings name, and links of records to a register. The fixtures are in `fixtures/link/register`.

mod common;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::{plenary, run};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use tempfile::TempDir;

fn fixture(name: &str) -> String {
    folder().join(name).to_string_lossy().into_owned()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/link/register")
}

/// The standard output of a command, which ends with that code.
fn printed(arguments: &[&str], code: i32) -> String {
    let output = plenary(arguments, b"");
    assert_eq!(output.status.code(), Some(code), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

fn evaluated(register: &str, more: &[&str]) -> String {
    let (table, map) = (fixture("affiliations.csv"), fixture("affiliations.toml"));
    let asked = ["link", "eval", &table, "--map", &map, "--authority", register, "--errors", "9"];
    printed(&asked.iter().chain(more).copied().collect::<Vec<_>>(), 0)
}

#[test]
fn strings_are_resolved_to_organizations() {
    let found: Value = serde_json::from_str(&evaluated(&fixture("ror.ndjson"), &["--format", "json"])).expect("JSON");
    let scores = found["scores"].as_array().expect("a list");
    let chosen = scores.iter().find(|score| score["chosen"] == true).expect("one is chosen");
    assert_eq!((&chosen["wrong"], &chosen["missed"]), (&Value::from(0), &Value::from(0)), "{found:#}");
    assert_eq!((&chosen["right"], &found["notInRegister"]), (&Value::from(9), &Value::from(1)));
}

#[test]
fn a_register_is_one_whatever_it_comes_from() {
    let temporary = TempDir::new().expect("a folder");
    let text = fs::read_to_string(fixture("ror.ndjson")).expect("the register");
    let write = |name: &str, bytes: &[u8]| {
        let path = temporary.path().join(name);
        fs::write(&path, bytes).expect("it can be written");
        path.to_string_lossy().into_owned()
    };
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(text.as_bytes()).expect("packed");
    let packed = write("ror.ndjson.gz", &packed.finish().expect("packed"));
    let list = write("ror.json", format!("[{}]", text.trim().replace('\n', ",")).as_bytes());
    let records: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let pretty: Vec<String> = records.iter().map(|record| format!("{record:#}\n")).collect();
    let marked = write("marked.json", format!("\u{feff}{:#}", Value::from(records)).as_bytes());
    let pretty = write("pretty.json", pretty.concat().as_bytes());
    let mut lines: Vec<&str> = text.lines().collect();
    lines.reverse();
    let turned = write("turned.ndjson", lines.join("\n").as_bytes());
    let index = temporary.path().join("ror.index").to_string_lossy().into_owned();
    printed(&["link", "index", &packed, "-o", &index], 0);
    let first = evaluated(&fixture("ror.ndjson"), &["--threads", "1"]);
    for register in [&packed, &list, &marked, &pretty, &turned, &index] {
        assert_eq!(first, evaluated(register, &["--threads", "8"]), "{register}");
    }
}

#[test]
fn names_of_all_rows_and_files_are_names() {
    let temporary = TempDir::new().expect("a folder");
    let path = |name: &str| temporary.path().join(name).to_string_lossy().into_owned();
    let (one, other) = ("Q7,Fjord Mesh Cooperative\n", "Q7,Institute of Tides\n");
    for (name, rows) in [("all.csv", [one, other].concat()), ("one.csv", one.into()), ("other.csv", other.into())] {
        fs::write(path(name), format!("item,itemLabel\n{rows}")).expect("it can be written");
    }
    let (all, one, other, index) = (path("all.csv"), path("one.csv"), path("other.csv"), path("index"));
    printed(&["link", "index", "--quiet", &one, "-o", &index], 0);
    for text in ["Fjord Mesh Cooperative", "Institute of Tides"] {
        let asked = |registers: &[&String]| {
            let registers = registers.iter().flat_map(|register| ["--authority", register.as_str()]);
            printed(&["link", "resolve", text].into_iter().chain(registers).collect::<Vec<_>>(), 0)
        };
        let found = asked(&[&all]);
        assert!(found.contains("Q7>"), "{found}");
        for registers in [[&one, &other], [&other, &one], [&other, &index], [&all, &one]] {
            assert_eq!(asked(&registers), found);
        }
    }
}

#[test]
fn an_index_that_was_changed_is_refused() {
    let temporary = TempDir::new().expect("a folder");
    let index = temporary.path().join("index").to_string_lossy().into_owned();
    let output = plenary(&["link", "index", "-q", &fixture("organizations.csv"), "-o", &index], b"");
    assert!(output.stderr.is_empty());
    let mut bytes = fs::read(&index).expect("the index");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&index, bytes).expect("it can be written");
    let output = plenary(&["link", "resolve", "x", "--authority", &index], b"");
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3));
    assert!(told.contains("index is an index that is damaged") && told.contains("make it again with"), "{told}");
    let asked = ["link", "resolve", "x", "--authority", &index, "--max-authority-bytes", "10"];
    assert!(String::from_utf8_lossy(&plenary(&asked, b"").stderr).contains("allow more with --max-authority-bytes"));
}

#[test]
fn weights_of_a_match_add_up() {
    let register = fixture("organizations.csv");
    let asked = ["link", "resolve", "--authority", &register, "--format", "json", "Law Faculty, Univ. of Zurich"];
    let found: Value = serde_json::from_str(&printed(&asked, 0)).expect("JSON");
    let one = &found[0]["matches"][0];
    assert_eq!((&one["id"], &one["whole"]), (&"http://www.wikidata.org/entity/Q3".into(), &false.into()), "{found:#}");
    let sum: f64 = one["parts"].as_array().expect("parts").iter().filter_map(|part| part["weight"].as_f64()).sum();
    assert!((sum - one["weight"].as_f64().expect("a weight")).abs() < 1e-6);
    assert!(printed(&["link", "resolve", "--authority", &register, "Bakery"], 1).contains("no organization"));
}

#[test]
fn organizations_of_records_are_linked_to_a_register() {
    let temporary = TempDir::new().expect("a folder");
    let sssom = temporary.path().join("links.sssom.tsv");
    let (register, records) = (fixture("organizations.csv"), fixture("records.ndjson"));
    let sssom_path = sssom.to_string_lossy();
    let asked = ["link", &format!("a={records}"), "--authority", &register, "--sssom", &sssom_path, "--quiet"];
    let output = run(&mut Command::new(env!("CARGO_BIN_EXE_plenary")), &asked, b"");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).expect("text");
    let is = |subject: u8, relation: &str, item: u8| {
        let line = format!(
            "<https://a.example/o/{subject}> <http://www.w3.org/2004/02/skos/core#{relation}> <http://www.wikidata.org/entity/Q{item}> ."
        );
        assert!(lines.contains(&line), "{line}\n{lines}");
    };
    is(1, "broadMatch", 3);
    is(2, "closeMatch", 3);
    is(3, "closeMatch", 2);
    is(4, "closeMatch", 4);
    is(5, "closeMatch", 1);
    assert_eq!(lines.lines().count(), 5, "{lines}");
    assert!(fs::read_to_string(sssom).expect("SSSOM").contains("semapv:CompositeMatching"));
}

#[test]
fn records_and_schemes_are_registers() {
    let temporary = TempDir::new().expect("a folder");
    let path = temporary.path().join("groups.ttl");
    let text = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n<https://x.example/c/1> a skos:Concept ; skos:prefLabel \"Harbour Cooperative of Lamu\"@en .\n";
    fs::write(&path, text).expect("it can be written");
    let asked = |register: &str, text: &str| printed(&["link", "resolve", "--authority", register, text], 0);
    assert!(asked(&path.to_string_lossy(), "Harbour Cooperative of Lamu").contains("<https://x.example/c/1>"));
    assert!(asked(&fixture("records.ndjson"), "Bakery at the Corner").contains("<https://a.example/o/6>"));
}

#[test]
fn registers_that_are_none_are_refused() {
    let temporary = TempDir::new().expect("a folder");
    let refused = |name: &str, bytes: &[u8]| {
        let path = temporary.path().join(name);
        fs::write(&path, bytes).expect("it can be written");
        let output = plenary(&["link", "resolve", "--authority", &path.to_string_lossy(), "x"], b"");
        assert_ne!(output.status.code(), Some(0), "{name}");
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    let ror = |rest: &str| {
        let name = r#""names":[{"value":"Tides","types":["label"]}]"#;
        format!("{{\"id\":\"https://ror.org/0\",\"relationships\":[],{name}}}\n{rest}")
    };
    for (rest, words) in [
        ("{\"id\":\n", "line 2: EOF"),
        ("{\"names\":[]}\n", "line 2: this record has no id"),
        ("{\"id\":\"https://ror.org/1\",\"names\":null}\n", "line 2: the record https://ror.org/1 has no name"),
    ] {
        let told = refused("broken.ndjson", ror(rest).as_bytes());
        assert!(told.contains(words) && told.contains("as it was published"), "{told}");
    }
    let told = refused(
        "latin.ndjson",
        ror("").replace("Tides", "Mar\u{e9}es").chars().map(|letter| letter as u8).collect::<Vec<u8>>().as_slice(),
    );
    assert!(told.contains("latin.ndjson:1:68: the byte 0xE9"), "{told}");
    let told = refused("latin.csv", b"id,name\nx:1,Mar\xe9es\n");
    assert!(told.contains("latin.csv:2:8: the byte 0xE9") && told.contains("UTF-8"), "{told}");
    assert!(refused("cut.csv", b"id,name\nx:1,Office, Ghana\n").contains("cut.csv:2:12: this row has 3 cells"));
    assert!(refused("old.index", b"plenary authority\n\x01\x00").contains("make it again with `plenary link index`"));
    assert!(refused("other.json", b"[{\"name\":\"Tides\"}]").contains("or give ROR as it was published"));
    assert!(refused("empty.csv", b"id,name\n").contains("no organization"));
    assert!(refused("other.csv", b"a,b\n1,2\n").contains("there are a, b"));
    assert!(refused("torn.ndjson.gz", &[0x1f, 0x8b, 8, 0, 0]).contains("torn.ndjson.gz"));
    let output = plenary(&["link", "resolve", "x"], b"");
    assert!(String::from_utf8_lossy(&output.stderr).contains("--authority"));
}
