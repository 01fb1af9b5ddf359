//! `plenary query`.

use std::fs;

use super::{common, root};
use common::plenary;

const FORUM: &str = "fixtures/publish/forum.yaml";

struct Run {
    code: Option<i32>,
    out: String,
    err: String,
}

fn run(arguments: &[&str], input: &[u8]) -> Run {
    let output = plenary(arguments, input);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    Run { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

const TITLES: &str = "PREFIX schema: <http://schema.org/> PREFIX pl: <https://w3id.org/plenary/ns#>
SELECT ?session ?title WHERE { ?session a pl:Session ; schema:name ?title FILTER(LANG(?title) = 'ar' || LANG(?title) = 'fr') } ORDER BY ?title";

#[test]
fn a_table_for_people() {
    let Run { code, out, err } = run(&["query", FORUM, TITLES], b"");
    assert_eq!(code, Some(0), "{err}");
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines.len(), 4, "{out}");
    assert!(lines[0].starts_with("session ") && lines[0].ends_with("title"), "{out}");
    assert!(
        lines[2].contains("المحتوى العربي على الإنترنت @ar") || lines[3].contains("المحتوى العربي على الإنترنت @ar"),
        "{out}"
    );
    assert!(err.contains("2 rows of 231 statements"), "{err}");
}

#[test]
fn records_rdf_and_standard_input_are_asked_together() {
    let count = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a <https://w3id.org/plenary/ns#Session> }";
    let alone = run(&["query", "-q", FORUM, count, "--format", "csv"], b"");
    assert_eq!(alone.out, "n\r\n5\r\n", "{}", alone.err);
    let more = b"<https://x.example/s> a <https://w3id.org/plenary/ns#Session> .";
    let both = run(&["query", "-q", FORUM, "-", count, "--format", "csv"], more);
    assert_eq!(both.out, "n\r\n6\r\n", "{}", both.err);
}

#[test]
fn a_site_is_asked_by_its_dump() {
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path().join("site").display().to_string();
    let made = run(&["publish", "-q", FORUM, "-o", &site, "--address", "https://data.example.org/"], b"");
    assert_eq!(made.code, Some(0), "{}", made.err);
    let count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }";
    let (of_site, of_records) = (run(&["query", "-q", &site, count], b""), run(&["query", "-q", FORUM, count], b""));
    assert_eq!(of_site.out, of_records.out);
}

#[test]
fn the_form_is_by_the_ending_or_as_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    let graph = "CONSTRUCT WHERE { ?s a <https://w3id.org/plenary/ns#Edition> }";
    let table = [
        ("a.ttl", graph, "a pl:Edition"),
        ("a.nt", graph, "<https://w3id.org/plenary/ns#Edition> ."),
        ("a.rdf", graph, "<rdf:RDF"),
        ("a.csv", TITLES, "session,title\r\n"),
        ("a.srj", TITLES, "\"bindings\""),
        ("a.tsv", TITLES, "?session\t?title"),
    ];
    for (name, query, word) in table {
        let path = folder.path().join(name);
        let done = run(&["query", FORUM, query, "-o", &path.display().to_string()], b"");
        assert_eq!((done.code, done.out.as_str()), (Some(0), ""), "{}", done.err);
        assert!(fs::read_to_string(&path).expect("it is there").contains(word), "{name}");
    }
    let wrong = run(&["query", FORUM, graph, "--format", "csv"], b"");
    assert!(wrong.code == Some(2) && wrong.err.contains("a graph") && wrong.err.contains("Turtle"), "{}", wrong.err);
    let yes = run(&["query", "-q", FORUM, "ASK {}"], b"");
    assert_eq!(yes.out, "yes\n");
}

#[test]
fn a_mistake_is_shown_where_it_stands_and_nothing_is_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let (query, out) = (folder.path().join("a.rq"), folder.path().join("out.csv"));
    fs::write(&query, "SELECT ?s\nWHERE { ?s ?p ?o FILTER ?o }").expect("written");
    let arguments = ["query", FORUM, "--query", &query.display().to_string(), "-o", &out.display().to_string()];
    let Run { code, err, .. } = run(&arguments, b"");
    assert_eq!(code, Some(2));
    assert!(err.contains("a.rq:2:25") && err.contains("WHERE { ?s ?p ?o FILTER ?o }"), "{err}");
    assert!(!out.exists());
    let none = run(&["query", FORUM], b"");
    assert!(none.code == Some(2) && none.err.contains("the query is missing"), "{}", none.err);
    let update = run(&["query", FORUM, "CLEAR ALL"], b"");
    assert!(update.code == Some(2) && update.err.contains("read-only"), "{}", update.err);
    let unread = run(&["query", "nowhere.yaml", "ASK {}"], b"");
    assert_eq!(unread.code, Some(3), "{}", unread.err);
}

#[test]
fn records_that_are_not_sound_are_told_and_left_out() {
    let records =
        br#"[{"type": "Session", "id": "https://x.example/a", "title": "A"}, {"type": "Session", "titel": "B"}]"#;
    let query = "SELECT ?s { ?s a <https://w3id.org/plenary/ns#Session> }";
    let Run { code, out, err } = run(&["query", "-", "--from", "json", query, "--format", "csv"], records);
    assert_eq!((code, out.as_str()), (Some(1), "s\r\nhttps://x.example/a\r\n"), "{err}");
    assert!(err.contains("titel") && err.contains("1 record left out"), "{err}");
}

#[test]
fn a_query_has_its_time() {
    let endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }";
    let Run { code, err, .. } = run(&["query", FORUM, endless, "--timeout", "0.2"], b"");
    assert!(code == Some(2) && err.contains("0.2 s"), "{err}");
}

/// What the judge compares with rdflib: all of them have answers, the same each time.
#[test]
fn the_queries_for_the_judge_have_answers() {
    let data = [FORUM, "fixtures/merge/two-feeds/expected/graphs.nq", "fixtures/merge/rules/expected/graphs.nq"];
    let mut queries: Vec<_> = fs::read_dir(root().join("tests/sparql/queries")).expect("a folder").collect();
    queries.sort_by_key(|entry| entry.as_ref().expect("a file").path());
    assert!(queries.len() >= 50);
    for entry in queries {
        let path = entry.expect("a file").path().display().to_string();
        let ask = || run(&[&["query", "-q"], &data[..], &["--query", &path]].concat(), b"");
        let (once, again) = (ask(), ask());
        assert_eq!(once.code, Some(0), "{path}: {}", once.err);
        assert!(once.out.lines().count() > 2 || once.out == "yes\n" || once.out == "no\n", "{path}: {}", once.out);
        assert_eq!(once.out, again.out, "{path}");
    }
}
