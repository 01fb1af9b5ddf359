//! What a query may take: it is stopped, and says so, whatever it does.

use std::fmt::Write;
use std::time::{Duration, Instant};

use super::{DATA, encoded, get, limits, store, text};
use plenary::store::protocol::{Answer, answer};
use plenary::store::{Limits, Store};

/// Enough statements for products that do not end.
fn many() -> Store {
    let mut nquads = String::new();
    for at in 0..400 {
        writeln!(nquads, "<http://x.example/{at}> <http://x.example/p> \"{at}\" .").expect("text");
    }
    store(&nquads)
}

/// Texts made of each, one behind the other.
fn joined<T>(each: impl IntoIterator<Item = T>, text: impl Fn(T) -> String) -> String {
    each.into_iter().map(text).collect::<Vec<_>>().concat()
}

fn asked(store: &Store, query: &str, limits: &Limits) -> Answer {
    answer(store, &get(&format!("query={}", encoded(query))), limits)
}

/// The status, and how long it took.
fn stopped(query: &str) -> (u16, Duration, String) {
    let begun = Instant::now();
    let answer = asked(&many(), query, &Limits { time: Duration::from_millis(300), ..limits() });
    (answer.status, begun.elapsed(), text(&answer))
}

#[test]
fn a_query_without_an_end_is_stopped() {
    let patterns = joined('a'..='f', |letter| format!("?{letter}1 ?{letter}2 ?{letter}3 . "));
    // Nothing can be left out before all are joined, in whatever order the engine does so.
    let never = format!(
        "FILTER(CONCAT({}) = \"x\")",
        ["a", "b", "c", "d", "e", "f"].map(|letter| format!("STR(?{letter}1)")).join(", ")
    );
    let values = joined(0..6, |at| format!("VALUES ?v{at} {{ {} }} ", "1 2 3 4 5 6 7 8 9 ".repeat(40)));
    let queries = [
        format!("SELECT (COUNT(*) AS ?n) {{ {patterns} }}"),
        format!("SELECT * {{ {patterns} }} ORDER BY ?a1"),
        format!("SELECT DISTINCT ?a1 ?b1 ?c1 ?d1 {{ {patterns} }}"),
        format!("ASK {{ {patterns} {never} }}"),
        format!("CONSTRUCT {{ ?a1 ?b2 ?c3 }} WHERE {{ {patterns} {never} }}"),
        format!("SELECT (COUNT(*) AS ?n) {{ {values} }}"),
        "SELECT (COUNT(*) AS ?n) { ?a (<a:p>|!<a:p>)* ?b . ?c (<a:p>|!<a:p>)* ?d . ?e (<a:p>|!<a:p>)* ?f }".to_owned(),
        "SELECT * { ?a ?b ?c . ?d ?e ?f FILTER NOT EXISTS { ?g ?h ?i . ?j ?k ?l . ?m ?n ?o FILTER(?a = ?l && ?i = ?o) } }".to_owned(),
    ];
    for query in queries {
        let (status, took, said) = stopped(&query);
        assert_eq!((status, said.contains("0.3 s")), (503, true), "{query}: {said}");
        assert!(took < Duration::from_secs(15), "{query}: {took:?}");
    }
}

#[test]
fn a_query_that_is_stopped_leaves_the_others_alone() {
    let store = many();
    let endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }";
    std::thread::scope(|scope| {
        let long = scope.spawn(|| asked(&store, endless, &Limits { time: Duration::from_secs(2), ..limits() }).status);
        for _ in 0..20 {
            let answer = asked(&store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", &limits());
            assert!(text(&answer).contains("\"400\""));
        }
        assert_eq!(long.join().expect("an answer"), 503);
    });
}

#[test]
fn a_query_that_is_called_off_ends() {
    let store = many();
    let bounds = Limits { time: Duration::from_secs(600), ..limits() };
    let endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }";
    std::thread::scope(|scope| {
        let long = scope.spawn(|| asked(&store, endless, &bounds));
        std::thread::sleep(Duration::from_millis(200));
        assert!(!long.is_finished());
        let begun = Instant::now();
        bounds.halt.give();
        let answer = long.join().expect("an answer");
        assert_eq!((answer.status, text(&answer).contains("called off")), (503, true));
        assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    });
}

#[test]
fn texts_that_grow_are_stopped() {
    let doubled = joined(0..40, |at| format!("BIND(CONCAT(?x{at}, ?x{at}) AS ?x{}) ", at + 1));
    let query = format!("SELECT (STRLEN(?x40) AS ?n) {{ BIND(\"0123456789\" AS ?x0) {doubled} }}");
    let answer = asked(&many(), &query, &limits());
    assert_eq!((answer.status, text(&answer).contains("terms at once")), (503, true), "{}", text(&answer));
}

#[test]
fn an_answer_over_the_limit_is_none_and_names_it() {
    let store = many();
    let rows = asked(&store, "SELECT * { ?a ?b ?c . ?d ?e ?f }", &limits());
    assert_eq!((rows.status, text(&rows).contains("more than 1000 rows")), (422, true));
    let graph = asked(&store, "CONSTRUCT { ?a ?b ?f } WHERE { ?a ?b ?c . ?d ?e ?f }", &limits());
    assert_eq!((graph.status, text(&graph).contains("more than 1000 rows")), (422, true));
    let bytes = asked(&store, "SELECT * { ?a ?b ?c }", &Limits { bytes: 5000, ..limits() });
    assert_eq!((bytes.status, text(&bytes).contains("5000 bytes")), (422, true));
    let whole = asked(&store, "SELECT * { ?a ?b ?c }", &limits());
    assert_eq!(whole.status, 200);
    let exact = asked(&store, "SELECT * { ?a ?b ?c }", &Limits { rows: 400, ..limits() });
    assert_eq!(exact.body, whole.body, "the limit itself is within");
}

#[test]
fn a_query_too_large_to_plan_is_refused_at_once() {
    let queries = [
        format!("SELECT ({}1 AS ?x) {{}}", "1+".repeat(200_000)),
        format!("SELECT ({}1{} AS ?x) {{}}", "(".repeat(5000), ")".repeat(5000)),
        format!("ASK {}{}", "{".repeat(100_000), "}".repeat(100_000)),
        format!("ASK {{ {} }}", "?s ?p ?o . ".repeat(2000)),
        format!("ASK {{ ?s {}<a:p> ?o }}", "<a:p>/".repeat(50_000)),
        format!("ASK {{ {{}} {} }}", "UNION {}".repeat(50_000)),
        format!("SELECT (COUNT(*) AS ?n) {{ {} }}", "{ {} UNION {} } ".repeat(40)),
        format!("SELECT (COUNT(*) AS ?n) {{ {} }}", "VALUES () { () () () } ".repeat(30)),
        format!("SELECT (COUNT(*) AS ?n) {{ {} }}", "{ SELECT ?none { ?s ?p ?o } } ".repeat(6)),
        format!(
            "SELECT (COUNT(*) AS ?n) {{ {} }}",
            "{ SELECT ?x { ?s ?p ?o OPTIONAL { ?s <a:none> ?x } } } ".repeat(6)
        ),
        format!("SELECT (COUNT(*) AS ?n) {{ {} }}", "{ SELECT (1/0 AS ?x) { ?s ?p ?o } } ".repeat(6)),
        format!("SELECT * {{}} # {}", "x".repeat(2 << 20)),
    ];
    for query in queries {
        let begun = Instant::now();
        let answer = asked(&store(DATA), &query, &limits());
        let (shown, said) = (&query[..60], text(&answer));
        assert_eq!(answer.status, 400, "{shown}: {said}");
        assert!(begun.elapsed() < Duration::from_secs(10), "{shown}: {:?}", begun.elapsed());
    }
}

#[test]
fn subqueries_that_bind_something_are_joined() {
    let subquery = |at: usize| format!("{{ SELECT ?s (COUNT(?o{at}) AS ?n{at}) {{ ?s ?p{at} ?o{at} }} GROUP BY ?s }} ");
    let several = joined(0..6, subquery);
    let answer = asked(&many(), &format!("SELECT (COUNT(*) AS ?n) {{ {several} }}"), &limits());
    assert!(text(&answer).contains("\"400\""), "{}", text(&answer));
}

#[test]
fn long_lists_of_values_are_no_burden() {
    let values = joined(0..20_000, |at| format!("<http://x.example/{at}> "));
    let answer = asked(&many(), &format!("SELECT (COUNT(*) AS ?n) {{ VALUES ?s {{ {values} }} ?s ?p ?o }}"), &limits());
    assert!(text(&answer).contains("\"400\""), "{}", text(&answer));
}
