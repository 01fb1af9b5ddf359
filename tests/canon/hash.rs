//! Canonical form and hashes.

use std::fs;

use tempfile::TempDir;

use super::common::plenary;

fn hash(from: &str, more: &[&str], input: &str) -> (Option<i32>, String, String) {
    let output = plenary(&[&["hash", "--from", from, "-"], more].concat(), input.as_bytes());
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

/// Blank nodes each of which leads to every other one.
fn clique(size: usize) -> String {
    let pairs = (0..size).flat_map(|one| (0..size).map(move |other| (one, other)));
    let lines: Vec<String> = pairs.map(|(one, other)| format!("_:e{one} <http://e.org/p> _:e{other} .\n")).collect();
    lines.concat()
}

#[test]
fn a_hash_is_of_what_is_said() {
    let json = r#"{"type":"Person","id":"https://data.example.org/p","name":"Jo","alternateName":["J","O"]}"#;
    let yaml = "id: https://data.example.org/p\nalternateName: [O, J]\nname: Jo\ntype: Person\n";
    let turtle = "PREFIX s: <http://schema.org/>\n<https://data.example.org/p> s:alternateName 'O', 'J'; s:name 'Jo'; a s:Person.";
    let (code, printed, _) = hash("json", &[], json);
    assert_eq!(code, Some(0));
    let (sum, name) = printed.trim_end().split_once("  ").expect("a hash and a name");
    assert!(sum.strip_prefix("sha256:").is_some_and(|sum| sum.len() == 64), "{printed}");
    assert_eq!(name, "<stdin>");
    assert_eq!(hash("yaml", &[], yaml).1, printed);
    assert_eq!(hash("turtle", &[], turtle).1, printed);
    assert_ne!(hash("json", &[], &json.replace("Jo", "Joe")).1, printed);
    assert!(hash("json", &["--hash", "sha384"], json).1.starts_with("sha384:"));
}

/// The hash of a text that other programs agree on: SHA-256 of its canonical N-Quads.
#[test]
fn a_hash_is_that_of_the_canonical_form() {
    let text = "<http://e.org/b> <http://e.org/p> \"x\" .\n<http://e.org/a> <http://e.org/p> \"x\" .\n";
    let sum = "sha256:138541fd123be411a4b30e805ea72f5452bf450d57dbf4c22f509a70c15b4bbc";
    assert_eq!(hash("ntriples", &[], text).1, format!("{sum}  <stdin>\n"));
}

#[test]
fn labels_do_not_matter() {
    let one = "_:a <http://e.org/p> _:b .\n_:b <http://e.org/p> _:a .\n_:b <http://e.org/q> \"x\" .\n";
    let other =
        "[] <http://e.org/p> _:q . _:q <http://e.org/p> _:p ; <http://e.org/q> \"x\" . _:p <http://e.org/p> _:q .";
    assert_eq!(hash("ntriples", &[], one).1, hash("ntriples", &[], &one.replace("_:a", "_:zz")).1);
    assert_ne!(hash("ntriples", &[], one).1, hash("turtle", &[], other).1);
}

#[test]
fn what_is_not_sound_has_no_hash() {
    let (code, printed, told) = hash("json", &[], r#"{"type":"Person","nme":"Jo"}"#);
    assert_eq!((code, printed.as_str()), (Some(1), ""), "{told}");
    assert!(told.contains("nme"), "{told}");
    assert_eq!(hash("turtle", &[], "<http://e.org/a> .").0, Some(1));
    assert_eq!(hash("json", &["--hash", "md5"], "{}").0, Some(2));
}

#[test]
fn work_without_end_is_stopped() {
    let (code, printed, told) = hash("ntriples", &["--max-work", "20000"], &clique(9));
    assert_eq!((code, printed.as_str()), (Some(3), ""));
    assert!(told.contains("20000 steps") && told.contains("--max-work"), "{told}");
    assert_eq!(hash("ntriples", &["--max-work", "20000"], &clique(4)).0, Some(0));
    let folder = TempDir::new().expect("a folder");
    let target = folder.path().join("out.nq");
    fs::write(&target, "old").expect("it can be written");
    let target_name = target.to_string_lossy().into_owned();
    let arguments = ["convert", "--canonical", "--max-work", "20000", "--from", "ntriples", "-", "-o", &target_name];
    assert_eq!(plenary(&arguments, clique(9).as_bytes()).status.code(), Some(3));
    assert_eq!(fs::read_to_string(&target).expect("a file"), "old");
}

#[test]
fn canonical_form_is_of_nquads() {
    let arguments = ["convert", "--canonical", "--to", "turtle", "--from", "ntriples", "-"];
    assert_eq!(plenary(&arguments, b"").status.code(), Some(2));
    let text = "<http://e.org/b> <http://e.org/p> \"\\u0041\\t\\u007f\" <http://e.org/g> .\n";
    let output = plenary(&["convert", "--canonical", "--from", "nquads", "-"], text.repeat(2).as_bytes());
    let expected = "<http://e.org/b> <http://e.org/p> \"A\\t\\u007F\" <http://e.org/g> .\n";
    assert_eq!(String::from_utf8_lossy(&output.stdout), expected);
}
