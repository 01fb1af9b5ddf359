//! Record linkage: the fixtures of `fixtures/link`, and what holds for any records.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use common::plenary;
use plenary::link::name::{self, Kind};
use plenary::link::record::{Field, Record, Records};
use plenary::link::role::Role;
use plenary::link::{Linkage, Options};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;
use tempfile::TempDir;

fn fixture(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/link").join(name).to_string_lossy().into_owned()
}

/// The standard output of a command that ends well.
fn printed(arguments: &[&str]) -> String {
    let output = plenary(arguments, b"");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

fn json(arguments: &[&str]) -> Value {
    let arguments: Vec<&str> = arguments.iter().copied().chain(["--format", "json"]).collect();
    serde_json::from_str(&printed(&arguments)).expect("JSON")
}

/// The score at the threshold that was chosen.
fn chosen(found: &Value) -> &Value {
    let scores = found["scores"].as_array().expect("a list");
    scores.iter().find(|score| score["chosen"] == true).expect("one is chosen")
}

fn f1(found: &Value) -> f64 {
    chosen(found)["f1"].as_f64().expect("a number")
}

/// Exit code and standard error.
fn refused(arguments: &[&str]) -> (Option<i32>, String) {
    let output = plenary(arguments, b"");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn people_are_linked_by_the_labels_of_the_table() {
    let found = json(&["link", "eval", &fixture("people.csv"), "--map", &fixture("people.toml"), "--errors", "5"]);
    assert!(f1(&found) >= 0.97, "{found:#}");
    assert_eq!(chosen(&found)["truth"], 45);
}

#[test]
fn two_tables_are_linked_by_pairs() {
    let (one, other) = (fixture("papers-a.txt"), fixture("papers-b.txt"));
    let (map, truth) = (fixture("papers.toml"), fixture("papers.pairs.csv"));
    let found = json(&["link", "eval", &one, &other, "--map", &map, "--truth", &truth, "--duplicate-free"]);
    assert!(f1(&found) >= 0.97, "{found:#}");
    let again =
        json(&["link", "eval", &one, &other, "--map", &map, "--map", &map, "--truth", &truth, "--duplicate-free"]);
    assert_eq!(found, again);
}

#[test]
fn affiliations_are_linked_by_one_field() {
    let found = json(&["link", "eval", &fixture("affiliations.csv"), "--map", &fixture("affiliations.toml")]);
    assert!(f1(&found) >= 0.9, "{found:#}");
}

#[test]
fn names_are_held_against_what_is_true() {
    let found = json(&["link", "names", &fixture("names.csv"), "--kind-column", "schema"]);
    assert_eq!((&found["pairs"], found["f1"].as_f64()), (&Value::from(11), Some(1.0)), "{found:#}");
    let folder = TempDir::new().expect("a folder");
    let wrong = folder.path().join("wrong.csv").to_string_lossy().into_owned();
    let text = std::fs::read_to_string(fixture("names.csv")).expect("it is there").replace(",true,", ",false,");
    std::fs::write(&wrong, text).expect("it can be written");
    let mistaken = json(&["link", "names", &wrong, "--kind", "person", "--errors", "3"]);
    assert_eq!(mistaken["errors"].as_array().map(Vec::len), Some(3));
}

#[test]
fn a_model_that_was_learned_weighs_as_the_one_it_came_from() {
    let folder = TempDir::new().expect("a folder");
    let model = folder.path().join("model.toml").to_string_lossy().into_owned();
    let (table, map) = (fixture("people.csv"), fixture("people.toml"));
    assert_eq!(printed(&["link", "train", &table, "--map", &map, "-o", &model]), "");
    let asked = ["link", "eval", &table, "--map", &map, "--errors", "3"];
    let with: Vec<&str> = asked.iter().copied().chain(["--model", &model]).collect();
    assert_eq!(printed(&asked), printed(&with));
    let (code, told) = refused(&[
        "link",
        "eval",
        &fixture("affiliations.csv"),
        "--map",
        &fixture("affiliations.toml"),
        "--model",
        &model,
    ]);
    assert_eq!(code, Some(2), "{told}");
    assert!(told.contains("plenary link train"), "{told}");
}

#[test]
fn neither_threads_nor_the_order_of_rows_change_a_byte() {
    let folder = TempDir::new().expect("a folder");
    let text = fs::read_to_string(fixture("people.csv")).expect("the table");
    let mut lines: Vec<&str> = text.lines().collect();
    lines[1..].reverse();
    let turned: PathBuf = folder.path().join("people.csv");
    fs::write(&turned, lines.join("\n")).expect("it can be written");
    let map = fixture("people.toml");
    let asked = |table: &str, threads: &str| {
        printed(&["link", "eval", table, "--map", &map, "--errors", "9", "--threshold", "25", "--threads", threads])
    };
    let first = asked(&fixture("people.csv"), "1");
    assert!(first.contains("not found"), "{first}");
    assert_eq!(first, asked(&fixture("people.csv"), "2"));
    assert_eq!(first, asked(&turned.to_string_lossy(), "8"));
}

#[test]
fn what_blocks_leave_out_is_told() {
    let folder = TempDir::new().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let row = |at: usize| format!("{at},{at},title number {at} of {},2031-05-01\n", at * 7919);
    let rows: String = (0..40).map(row).collect();
    fs::write(path("table.csv"), format!("no,of,title,day\n{rows}")).expect("a file");
    let map = "id = \"no\"\ncluster = \"of\"\n[fields]\ntitle = \"text\"\nday = \"date\"\n";
    fs::write(path("map.toml"), map).expect("a file");
    let (table, map) = (path("table.csv"), path("map.toml"));
    // All of one day: its keys, whole and in halves, and the words that all titles have.
    let found = json(&["link", "eval", &table, "--map", &map]);
    assert!(found["left"].as_u64().is_some_and(|left| left >= 3), "{found:#}");
    let told = printed(&["link", "eval", &table, "--map", &map]);
    assert!(told.contains(&format!("{} keys too usual to make one", found["left"])), "{told}");
}

#[test]
fn an_encoding_may_be_named() {
    let folder = TempDir::new().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    fs::write(path("table.csv"), b"no;label;name\n1;a;Andr\xe9 Fontaine\n2;a;Andre Fontaine\n3;b;Hina Qureshi\n")
        .expect("a file");
    let map = "id = \"no\"\ncluster = \"label\"\n[fields]\nname = \"person\"\n";
    fs::write(path("plain.toml"), map).expect("a file");
    fs::write(path("named.toml"), format!("encoding = \"latin-1\"\n{map}")).expect("a file");
    let (code, told) = refused(&["link", "eval", &path("table.csv"), "--map", &path("plain.toml")]);
    assert_eq!(code, Some(3), "{told}");
    assert!(told.contains("windows-1252"), "{told}");
    let found = json(&["link", "eval", &path("table.csv"), "--map", &path("named.toml")]);
    assert_eq!(chosen(&found)["truth"], 1);
}

#[test]
fn all_mistakes_of_mappings_are_told_at_their_place_in_one_run() {
    let folder = TempDir::new().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    fs::write(path("table.csv"), "no,name,born\n1,x,1990\n").expect("a file");
    fs::write(path("a.toml"), "encodng = \"utf-8\"\n[fields]\nname = \"persn\"\n").expect("a file");
    fs::write(path("b.toml"), "[fields]\nborn = { role = \"dat\" }\n").expect("a file");
    let (table, one, other) = (path("table.csv"), path("a.toml"), path("b.toml"));
    let (code, told) = refused(&["link", "eval", &table, &table, "--map", &one, "--map", &other]);
    assert_eq!(code, Some(2), "{told}");
    for (place, meant) in [("a.toml:1:1", "encoding"), ("a.toml:3:8", "person"), ("b.toml:2:17", "date")] {
        assert!(told.contains(place) && told.contains(&format!("did you mean \"{meant}\"?")), "{place}: {told}");
    }
    // Columns are held against the table once the mapping is sound.
    fs::write(path("a.toml"), "id = \"nr\"\n[fields]\nnam = \"person\"\nborne = \"date\"\n").expect("a file");
    let model = path("model.toml");
    let (code, told) = refused(&["link", "train", &table, "--map", &one, "-o", &model]);
    assert_eq!(code, Some(2), "{told}");
    for (place, meant) in [("a.toml:1:6", "no"), ("a.toml:3:1", "\"name\""), ("a.toml:4:1", "\"born\"")] {
        assert!(told.contains(place) && told.contains(meant), "{place}: {told}");
    }
    assert!(!Path::new(&model).exists());
}

#[test]
fn rows_that_share_a_key_are_refused() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("table.csv").to_string_lossy().into_owned();
    fs::write(&path, "no,person,given,family,born,town,phone\n1,a,x,y,,,\n1,b,x,y,,,\n").expect("a file");
    let (code, told) = refused(&["link", "eval", &path, "--map", &fixture("people.toml")]);
    assert_eq!(code, Some(2));
    assert!(told.contains("two rows have the key \"1\", in lines 2 and 3"), "{told}");
    assert!(told.contains("another column"), "{told}");
}

#[test]
fn what_cannot_be_done_says_the_way_out() {
    let (table, map) = (fixture("people.csv"), fixture("people.toml"));
    let (papers, names) = ((fixture("papers-a.txt"), fixture("papers.toml")), fixture("names.csv"));
    for (arguments, code, help) in [
        (vec!["link", "eval", &table], 2, "--map"),
        (vec!["link", "eval", &papers.0, "--map", &papers.1], 2, "--truth"),
        (vec!["link", "eval", &table, "--map", &papers.1], 2, "set the"),
        (vec!["link", "eval", &table, "--map", &map, "--map", &map], 2, "one --map for all"),
        (vec!["link", "eval", "nowhere.csv", "--map", &map], 3, "nowhere.csv"),
        (vec!["link", "eval", &table, "--map", &map, "--truth", &table], 2, "key of a row"),
        (vec!["link", "names", &table], 2, "--left"),
        (vec!["link", "names", &names, "--match", "name1"], 3, "names.csv:2:1: \"dr. amara okafor\" does not say"),
    ] {
        let (found, told) = refused(&arguments);
        assert_eq!(found, Some(code), "{arguments:?}: {told}");
        assert!(told.contains(help), "{arguments:?}: {told}");
    }
}

#[test]
fn tables_that_would_be_cut_are_refused() {
    let folder = TempDir::new().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let map = "id = \"no\"\ncluster = \"of\"\n[fields]\nname = \"person\"\n";
    fs::write(path("map.toml"), map).expect("a file");
    let (table, map) = (path("table.csv"), path("map.toml"));
    for (text, place, words) in [
        ("no,of,name\n1,a,Okafor, Amara\n", ":2:12", "4 cells, but there are 3 columns|in quotes"),
        ("no,of,name\n1,a\n", ":2:4", "ends after 2 of 3 cells|an empty cell"),
        ("no,of,name\n1,a,\"Amara Okafor\n2,a,Amara Okafor\n", ":2:5", "has no end|close it"),
        ("no,of,name\n1,a,\"Amara\n2,a,\"Okafor\n", ":2:5", "ends in a line below|close it"),
        ("no,of,name,name\n1,a,x,y\n", ":1:12", "two columns \"name\"|rename"),
        ("", " has no header line", "first line"),
    ] {
        fs::write(&table, text).expect("a file");
        let (code, told) = refused(&["link", "eval", &table, "--map", &map]);
        assert_eq!(code, Some(3), "{text}: {told}");
        assert!(told.contains(&format!("table.csv{place}")), "{text}: {told}");
        assert!(words.split('|').all(|word| told.contains(word)), "{text}: {told}");
    }
    // A name that the mapping does not use may stand twice.
    fs::write(&table, "no,of,name,note,note\n1,a,x y,,\n2,a,x y,,\n").expect("a file");
    assert_eq!(json(&["link", "eval", &table, "--map", &map])["records"], 2);
}

#[test]
fn what_a_command_line_cannot_mean_is_refused() {
    let (table, map, pairs) = (fixture("people.csv"), fixture("people.toml"), fixture("papers.pairs.csv"));
    let register = fixture("register/organizations.csv");
    let eval = ["link", "eval", &table, "--map", &map];
    let resolve = ["link", "resolve", "x", "--authority", &register];
    let review = ["link", "review", "queue.tsv", "-o", "decisions.tsv"];
    for (arguments, more, words) in [
        (&eval[..], &["--threshold", "nan"][..], "such as 4"),
        (&eval, &["--threshold", "inf"], "such as 4"),
        (&resolve, &["--threshold=-inf"], "such as 4"),
        (&["link", "x.json"], &["--threshold", "NaN"], "such as 4"),
        (&["merge", "x.json"], &["--review-from", "inf"], "such as 4"),
        (&["link", "x.json"], &["--threshold", "3", "--review-from", "5"], "--review-from 5 is over --threshold 3"),
        (&resolve, &["--country", "Switzerland"], "did you mean CH?"),
        (&resolve, &["--country", "XX"], "two letters, such as CH"),
        (&review, &["--at", "yesterday"], "such as 2031-05-01"),
        (&review, &["--at", "2031-02-30"], "year-month-day"),
        (&eval, &["--authority", &register, "--truth", &pairs], "--truth says nothing of the links"),
        (&eval, &["--authority", &register, "--model", &map], "--model says nothing of the links"),
        (&eval, &["--authority", &register, "--duplicate-free"], "--duplicate-free says nothing"),
        (&eval, &[&table, &table, "--truth", &pairs], "--truth has pairs of two tables, and 3 are given"),
    ] {
        let (code, told) = refused(&[arguments, more].concat());
        assert_eq!(code, Some(2), "{more:?}: {told}");
        assert!(told.contains(words), "{more:?}: {told}");
    }
    assert!(!Path::new("decisions.tsv").exists());
    assert_eq!(refused(&[&resolve[..], &["--country", "ch"]].concat()).0, Some(1));
}

#[test]
fn a_truth_that_is_not_there_is_told() {
    let folder = TempDir::new().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (table, map, register) = (path("table.csv"), path("map.toml"), fixture("register/organizations.csv"));
    fs::write(&table, "no,of,name\n1,a,x\n").expect("a file");
    fs::write(&map, "id = \"no\"\n[fields]\nname = \"organization\"\n").expect("a file");
    for more in [&[][..], &["--authority", &register]] {
        let (code, told) = refused(&[&["link", "eval", &table, "--map", &map], more].concat());
        assert_eq!(code, Some(2), "{told}");
        assert!(told.contains("there is no truth") && told.contains("cluster = "), "{told}");
    }
    fs::write(&table, "no,of,name\n").expect("a file");
    fs::write(&map, "id = \"no\"\ncluster = \"of\"\n[fields]\nname = \"person\"\n").expect("a file");
    let (code, told) = refused(&["link", "eval", &table, "--map", &map]);
    assert_eq!(code, Some(3), "{told}");
    assert!(told.contains("no rows below their header"), "{told}");
    fs::write(&table, "no,of,name\n1,a,x\n").expect("a file");
    fs::write(path("pairs.csv"), "a,b\n1,1\n1,7\n").expect("a file");
    let (_, told) = refused(&["link", "eval", &table, "--map", &map, "--truth", &path("pairs.csv")]);
    assert!(told.contains("no rows have the keys 1, 7, in line 3"), "{told}");
}

#[test]
fn a_mapping_of_the_other_kind_is_told_as_one() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("map.toml").to_string_lossy().into_owned();
    fs::write(&path, "dates = \"day-first\"\n[columns]\nname = \"people\"\n").expect("a file");
    let (code, told) = refused(&["link", "eval", &fixture("people.csv"), "--map", &path]);
    assert_eq!(code, Some(2), "{told}");
    assert!(told.contains("map.toml:2:2") && told.contains("a mapping of `plenary columns`"), "{told}");
    assert!(told.contains("1 error"), "{told}");
    let (code, told) = refused(&["convert", &fixture("people.csv"), "--map", &fixture("people.toml")]);
    assert_eq!(code, Some(2), "{told}");
    assert!(told.contains("a mapping of `plenary link`") && told.contains("plenary columns FILE"), "{told}");
}

#[test]
fn cells_of_pairs_of_names_are_told_at_their_place() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("names.csv").to_string_lossy().into_owned();
    let asked = ["link", "names", &path, "--kind-column", "of"];
    for (text, words) in [
        ("name1,name2,is_match,of\nx,y,,Person\n", "names.csv:2:5: \"\" does not say"),
        ("name1,name2,is_match,of\nx,y,perhaps,Person\n", "names.csv:2:5: \"perhaps\" does not say"),
        ("name1,name2,is_match,of\nx,y,true, \n", "names.csv:2:10: this cell does not say what the names are of"),
        ("name1,name2,is_match,of,name1\nx,y,true,Person,z\n", "names.csv:1:25: there are two columns \"name1\""),
        ("", "names.csv has no header line"),
    ] {
        fs::write(&path, text).expect("a file");
        let (code, told) = refused(&asked);
        assert_eq!(code, Some(3), "{text}: {told}");
        assert!(told.contains(words), "{text}: {told}");
    }
    // Blanks around a kind do not make it another one.
    let pair = |kind: &str| format!("name1,name2,is_match,of\nAmara Okafor,\"Okafor, A.\",true,{kind}\n");
    fs::write(&path, pair("Person")).expect("a file");
    let found = json(&asked);
    fs::write(&path, pair(" person ")).expect("a file");
    assert_eq!((json(&asked), found["f1"].as_f64()), (found.clone(), Some(1.0)));
}

#[test]
fn nothing_is_written_over_what_is_read() {
    let folder = TempDir::new().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    for (name, from) in [
        ("people.csv", fixture("people.csv")),
        ("people.toml", fixture("people.toml")),
        ("names.csv", fixture("names.csv")),
        ("register.csv", fixture("register/organizations.csv")),
        ("pairs.csv", fixture("papers.pairs.csv")),
        ("model.toml", fixture("people.toml")),
    ] {
        fs::copy(from, path(name)).expect("a copy");
    }
    let (table, map, names) = (path("people.csv"), path("people.toml"), path("names.csv"));
    let (list, truth, model) = (path("register.csv"), path("pairs.csv"), path("model.toml"));
    let eval = ["link", "eval", &table, "--map", &map];
    for (arguments, over) in [
        (eval.to_vec(), &table),
        (eval.to_vec(), &map),
        ([&eval[..], &["--truth", &truth]].concat(), &truth),
        ([&eval[..], &["--model", &model]].concat(), &model),
        ([&eval[..], &["--authority", &list]].concat(), &list),
        (vec!["link", "train", &table, "--map", &map], &map),
        (vec!["link", "names", &names], &names),
        (vec!["link", "index", &list], &list),
        (vec!["link", "resolve", "x", "--authority", &list], &list),
    ] {
        let before = fs::read(over).expect("it is there");
        let (code, told) = refused(&[&arguments[..], &["-o", over]].concat());
        assert_eq!(code, Some(2), "{arguments:?} {over}: {told}");
        assert!(told.contains("--output would write over it"), "{told}");
        assert_eq!(fs::read(over).expect("it is there"), before);
    }
}

#[test]
fn names_are_explained_by_parts_that_add_up() {
    let explained = plenary(&["link", "explain", "Dr. Amara Okafor", "Okafor, Amara"], b"");
    assert_eq!(explained.status.code(), Some(0));
    let text = String::from_utf8_lossy(&explained.stdout).into_owned();
    assert!(text.contains("may be one") && text.contains("amara / amara"), "{text}");
    assert_eq!(refused(&["link", "explain", "Amara Okafor", "Ngozi Okafor"]).0, Some(1));
    let found = json(&["link", "explain", "Fjord Mesh Ltd", "Fjord Mesh, Limited", "--kind", "organization"]);
    let parts =
        found["parts"].as_array().expect("a list").iter().map(|part| part["weight"].as_f64().expect("a number"));
    assert!((parts.sum::<f64>() - found["weight"].as_f64().expect("a number")).abs() < 1e-9);
}

#[test]
fn other_labels_of_skos_are_names() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("register.ttl").to_string_lossy().into_owned();
    let turtle = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n@prefix schema: <http://schema.org/> .\n\
        <https://x.example/1> a skos:Concept ; skos:prefLabel \"Fjord Mesh Cooperative\"@en ; skos:altLabel \"Maskenettet Fjordane\"@no .\n\
        <https://x.example/2> a schema:Organization ; schema:name \"Nordheim Tide Trust\" ; skos:altLabel \"Nordheims Tidevannsfond\"@no .\n";
    fs::write(&path, turtle).expect("a file");
    for (name, iri) in
        [("Maskenettet Fjordane", "https://x.example/1"), ("Nordheims Tidevannsfond", "https://x.example/2")]
    {
        let told = printed(&["link", "resolve", "--authority", &path, name]);
        assert!(told.contains(iri), "{name}: {told}");
    }
}

/// Records of a few words, so that many agree.
fn records() -> impl Strategy<Value = Vec<Record>> {
    let word = || {
        select(vec![
            "",
            "amara",
            "amra",
            "okafor",
            "okafr",
            "chidi",
            "edda",
            "nordheim",
            "westland",
            "1990 3 2",
            "1990 3 12",
        ])
    };
    let row = (word(), word(), word(), 0..3_u32);
    proptest::collection::vec(row, 2..40).prop_map(|rows| {
        let record = |(at, (one, two, three, source)): (usize, (&str, &str, &str, u32))| Record {
            values: [one, two, three].map(str::to_owned).to_vec(),
            source,
            key: at.to_string(),
        };
        rows.into_iter().enumerate().map(record).collect()
    })
}

fn fields() -> Vec<Field> {
    let field = |(name, role): (&str, Role)| Field { name: name.to_owned(), role };
    [("given", Role::Given), ("text", Role::Text), ("born", Role::Date)].map(field).to_vec()
}

/// The clusters by the keys of their records.
fn clusters(list: Vec<Record>, options: Options, threads: usize) -> Vec<Vec<(u32, String)>> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
    pool.install(|| {
        let records = Records::new(fields(), list);
        let of = Linkage::with(&records, options, None).clusters(-2_000);
        let mut groups: BTreeMap<u32, Vec<(u32, String)>> = BTreeMap::new();
        for (record, cluster) in records.list().iter().zip(of) {
            groups.entry(cluster).or_default().push((record.source, record.key.clone()));
        }
        groups.into_values().collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn clusters_depend_on_the_records_alone(list in records()) {
        let first = clusters(list.clone(), Options::default(), 1);
        let turned: Vec<Record> = list.iter().rev().cloned().collect();
        prop_assert_eq!(&first, &clusters(turned, Options::default(), 2));
        prop_assert_eq!(&first, &clusters(list, Options::default(), 8));
    }

    #[test]
    fn a_source_without_duplicates_has_one_record_in_a_cluster(list in records()) {
        for cluster in clusters(list, Options { duplicate_free: true }, 2) {
            let mut sources: Vec<u32> = cluster.iter().map(|(source, _)| *source).collect();
            sources.sort_unstable();
            prop_assert!(sources.windows(2).all(|pair| pair[0] != pair[1]), "{:?}", cluster);
        }
    }

    #[test]
    fn explained_weights_add_up(list in records()) {
        let records = Records::new(fields(), list);
        let linkage = Linkage::with(&records, Options::default(), None);
        for edge in &linkage.edges {
            let sum: i64 = linkage.explain(edge.left, edge.right).iter().map(|part| part.weight).sum();
            prop_assert_eq!(sum, edge.weight);
            prop_assert_eq!(linkage.weigh(edge.right, edge.left), edge.weight);
        }
    }

    #[test]
    fn names_compare_alike_from_both_sides(one in "[A-Za-zé.,' -]{0,24}", other in "\\PC{0,16}") {
        for kind in [Kind::Person, Kind::Organization] {
            let (left, right) = (name::parse(&one, kind), name::parse(&other, kind));
            prop_assert_eq!(name::compare(&left, &right).weight(), name::compare(&right, &left).weight());
        }
    }
}
