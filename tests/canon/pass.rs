//! RDF to RDF: statements as they are.

use std::fmt::Write as _;
use std::fs;
use std::process::Output;

use tempfile::TempDir;

use super::common::plenary;

/// Formats, and whether they hold named graphs.
const FORMATS: [(&str, bool); 6] =
    [("ntriples", false), ("nquads", true), ("turtle", false), ("trig", true), ("rdfxml", false), ("jsonld", true)];

/// Everything that could get lost.
const DATA: &str = r#"@prefix ex: <http://example.org/ns#> .
@prefix geo: <http://example.org/geo/> .
@base <http://example.org/base/> .
# A comment.
<a> a ex:Thing ; ex:name "colour"@en-US , "color"@en-us, "颜色"@zh-Hant , "plain" , "couleur"@fr ;
    ex:count 05 , "1.50"^^<http://www.w3.org/2001/XMLSchema#decimal> , true ;
    ex:note "Write to info@ICANN.example, \"quoted\"\n\ttwo lines" ;
    ex:where <geo:46.2,6.1> , <urn:x:y> ;
    ex:part [ ex:name "part"@EN ; ex:list (1 "2"@de-CH) ] .
_:anon0 ex:next _:b1 .
_:b1 ex:next _:anon0 .
"#;

const GRAPHS: &str = "ex:g { ex:s ex:p \"in a graph\"@pt-BR . _:b1 ex:p ex:o }\n_:h { ex:s ex:q _:h }\n";

fn convert(from: &str, to: &str, more: &[&str], input: &str) -> Output {
    plenary(&[&["convert", "--from", from, "--to", to, "-"], more].concat(), input.as_bytes())
}

/// What a conversion without a mistake writes.
fn text(from: &str, to: &str, more: &[&str], input: &str) -> String {
    let output = convert(from, to, more, input);
    assert_eq!(output.status.code(), Some(0), "{from} to {to}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn canonical(from: &str, input: &str) -> String {
    text(from, "nquads", &["--canonical"], input)
}

#[test]
fn every_syntax_says_the_same() {
    let whole = format!("{DATA}{GRAPHS}");
    let (expected, without_graphs) = (canonical("trig", &whole), canonical("turtle", DATA));
    for tag in ["@en-US", "@en-us", "@zh-Hant", "@fr", "@EN", "@de-CH"] {
        assert!(without_graphs.contains(&format!("{tag} .")), "{tag}: {without_graphs}");
    }
    assert!(expected.contains("\"in a graph\"@pt-BR <http://example.org/ns#g> ."), "{expected}");
    for (first, has_graphs) in FORMATS {
        let (input, expected) = if has_graphs { (&*whole, &expected) } else { (DATA, &without_graphs) };
        let there = text("trig", first, &[], input);
        assert_eq!(&canonical(first, &there), expected, "{first}");
        for (second, keeps_graphs) in FORMATS.into_iter().filter(|(_, keeps_graphs)| !has_graphs || *keeps_graphs) {
            let again = text(first, second, &[], &there);
            assert_eq!(&canonical(second, &again), expected, "{first} to {second} ({keeps_graphs})");
        }
    }
}

#[test]
fn what_has_no_place_is_told() {
    for (format, has_graphs) in FORMATS {
        let output = convert("trig", format, &[], &format!("{DATA}{GRAPHS}"));
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        let expected = "3 statements written without their named graphs, <http://example.org/ns#g> first";
        assert_eq!(told.contains(expected), !has_graphs, "{format}: {told}");
    }
    let foreign = "<http://example.org/a> <http://example.org/ns/1> \"no name\" .\n\
                   <http://example.org/a> <http://example.org/p> \"\\u0001\" .\n<http://example.org/a> <http://example.org/p> \"x\" .\n";
    let output = convert("ntriples", "rdfxml", &[], foreign);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("2 statements left out: rdfxml has no form for them"), "{told}");
    assert_eq!(canonical("rdfxml", &String::from_utf8_lossy(&output.stdout)).lines().count(), 1);
}

#[test]
fn prefixes_stay() {
    for format in ["turtle", "trig"] {
        let text = text("turtle", format, &[], DATA);
        assert!(text.starts_with("@prefix ex: <http://example.org/ns#> .\n@prefix geo: "), "{text}");
        assert!(text.contains("\n    ex:count 05 ;\n"), "{text}");
    }
    let xml = text("turtle", "rdfxml", &[], DATA);
    assert!(
        xml.contains("xmlns:ex=\"http://example.org/ns#\"") && xml.contains("<ex:name xml:lang=\"en-US\">"),
        "{xml}"
    );
    let jsonld = text("rdfxml", "jsonld", &[], &xml);
    assert!(jsonld.contains("\"ex\": \"http://example.org/ns#\"") && jsonld.contains("\"ex:name\": ["), "{jsonld}");
    assert!(text("jsonld", "turtle", &[], &jsonld).contains("@prefix ex: <http://example.org/ns#> ."));
    let later = "<http://e.org/a> <http://e.org/p> 1 .\nPREFIX f: <http://f.org/>\nf:a f:p f:b .\nprefix f: <http://g.org/>\nf:a f:p f:b .";
    let later = text("turtle", "turtle", &[], later);
    assert_eq!(later.matches("\nf:a f:p f:b ;\n").count(), 2, "{later}");
    assert!(
        text("ntriples", "turtle", &[], "<http://e.org/a> <http://schema.org/name> \"x\" .\n")
            .contains("schema:name \"x\"")
    );
}

#[test]
fn labels_stay_and_are_the_same_on_each_run() {
    let once = text("turtle", "turtle", &[], DATA);
    assert_eq!(once, text("turtle", "turtle", &[], DATA));
    assert_eq!(once, text("turtle", "turtle", &[], &once), "a second time changes nothing");
    let lines = "_:x <http://e.org/p> _:anon7 .\n_:anon7 <http://e.org/p> _:y .\n";
    assert_eq!(text("ntriples", "nquads", &[], lines), lines);
}

#[test]
fn blank_nodes_of_several_files_are_told_apart() {
    let folder = TempDir::new().expect("a folder");
    let files = ["a.nt", "b.ttl"].map(|name| {
        let path = folder.path().join(name);
        fs::write(&path, "_:x <http://e.org/p> \"same\" .\n").expect("it can be written");
        path.to_string_lossy().into_owned()
    });
    let output = plenary(&["convert", "--to", "ntriples", &files[0], &files[1]], &[]);
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert_eq!(text, "_:x-1 <http://e.org/p> \"same\" .\n_:x-2 <http://e.org/p> \"same\" .\n");
}

#[test]
fn long_texts_are_read_in_pieces() {
    let (mut turtle, mut expected) = (String::from("@prefix e: <http://e.org/> .\n"), String::new());
    for at in 0..40_000 {
        let tag = ["en-US", "en", "EN-us", "zh-Hant", "fr"][at * 7 % 5];
        writeln!(turtle, "e:s{at} e:p \"text {at} to\n me@ICANN.example\"\n  @{tag}\n  ; e:q\n e:o{at} .")
            .expect("strings do not fail");
        writeln!(expected, "<http://e.org/s{at}> <http://e.org/p> \"text {at} to\\n me@ICANN.example\"@{tag} .")
            .expect("strings do not fail");
        writeln!(expected, "<http://e.org/s{at}> <http://e.org/q> <http://e.org/o{at}> .")
            .expect("strings do not fail");
    }
    assert!(turtle.len() > 2 << 20);
    // One line strings may not hold line ends, so these are long ones.
    let turtle = turtle.replace("\"text", "\"\"\"text").replace("example\"", "example\"\"\"");
    let written = text("turtle", "ntriples", &[], &turtle);
    let unlike = written.lines().zip(expected.lines()).find(|(one, other)| one != other);
    assert_eq!((unlike, written.len()), (None, expected.len()));
}

#[test]
fn faults_have_their_place() {
    let mut lines =
        "<http://e.org/a> <http://e.org/p> \"long enough for several pieces of the text\" .\n".repeat(40_000);
    lines += "<http://e.org/a> <http://e.org/p> \"no end .\n<http://e.org/a> <http://e.org/p> \"last\" .\n";
    let output = convert("ntriples", "nquads", &[], &lines);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains("<stdin>:40001:"), "{told}");
    assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 40_001, "the others are written");
    let output = convert("turtle", "nquads", &["--strict"], "<http://e.org/a> <http://e.org/p> 1 .\n<b> <c> <d> .\n");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("2:1") && told.contains("--base") && told.contains("not sound"), "{told}");
    assert_eq!(output.status.code(), Some(1));
    for (format, input) in [("jsonld", "{\"@context\": "), ("rdfxml", "<rdf:RDF"), ("trig", "\u{1}"), ("nquads", "x")] {
        assert_eq!(convert(format, "nquads", &[], input).status.code(), Some(1), "{format}");
    }
}

#[test]
fn other_encodings_are_read() {
    let line = "<http://e.org/a> <http://e.org/p> \"é\"@fr-CH .\n";
    let utf16: Vec<u8> = std::iter::once(0xFEFF).chain(line.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let output = plenary(&["convert", "--from", "turtle", "--to", "nquads", "-"], &utf16);
    assert_eq!(String::from_utf8_lossy(&output.stdout), line);
    assert_eq!(text("ntriples", "nquads", &[], &format!("\u{feff}{line}")), line);
}

#[test]
fn records_go_through_the_model_when_asked() {
    let turtle = "@prefix s: <http://schema.org/> .\n<https://data.example.org/p> a s:Person ; s:name \"Jo\"@EN ; s:unknown 1 .\n";
    let as_it_is = text("turtle", "ntriples", &[], turtle);
    assert!(as_it_is.contains("unknown") && as_it_is.contains("@EN"), "{as_it_is}");
    for more in [&["--records"][..], &["--normalize"], &["--set", "url=https://example.org/"]] {
        let output = convert("turtle", "ntriples", more, turtle);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(!text.contains("unknown"), "{more:?}: {text}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("left out"), "{more:?}");
    }
}

#[test]
fn records_and_rdf_do_not_mix() {
    let folder = TempDir::new().expect("a folder");
    let json = r#"{"type":"Person","id":"https://data.example.org/p","name":"Jo"}"#;
    let files = [("a.ttl", "<http://e.org/a> <http://e.org/p> 1 ."), ("b.json", json)].map(|(name, text)| {
        let path = folder.path().join(name);
        fs::write(&path, text).expect("it can be written");
        path.to_string_lossy().into_owned()
    });
    for order in [[0, 1], [1, 0]] {
        let files = order.map(|at| files[at].as_str());
        let output = plenary(&["convert", "--to", "turtle", files[0], files[1]], &[]);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains("--records"), "{told}");
        let output = plenary(&["convert", "--to", "nquads", files[0], files[1]], &[]);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(text.contains("\"1\"^^") && text.contains("\"Jo\""), "lines can: {text}");
    }
}
