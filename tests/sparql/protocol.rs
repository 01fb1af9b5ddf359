//! SPARQL 1.1 Protocol and Service Description, request by request.

use std::collections::BTreeSet;

use super::{DATA, asked, encoded, get, header, limits, said, store, text};
use plenary::store::protocol::{Answer, Request, answer};

const ALL: &str = "SELECT ?s ?o WHERE { ?s <http://x.example/p> ?o } ORDER BY ?o";

fn post<'a>(content_type: &'a str, query: &'a str, body: &'a str) -> Request<'a> {
    Request { method: "POST", content_type: Some(content_type), body: body.as_bytes(), ..get(query) }
}

const FORM: &str = "application/x-www-form-urlencoded";
const DIRECT: &str = "application/sparql-query";

#[test]
fn a_query_comes_by_get_by_form_and_as_a_body() {
    let encoded = format!("query={}", encoded(ALL));
    let requests = [
        get(&encoded),
        post(FORM, "", &encoded),
        post("Application/X-WWW-Form-URLencoded; charset=UTF-8", "", &encoded),
        post(DIRECT, "", ALL),
        post("application/sparql-query;charset=\"utf-8\"", "lang=en", ALL),
    ];
    let answers = requests.map(|request| asked(&request));
    for answer in &answers {
        assert_eq!(answer.status, 200, "{}", text(answer));
        assert_eq!(header(answer, "Content-Type"), Some("application/sparql-results+json"));
        assert_eq!(header(answer, "Vary"), Some("Accept"));
        assert_eq!(answer, &answers[0]);
    }
    let json: serde_json::Value = serde_json::from_slice(&answers[0].body).expect("this is JSON");
    assert_eq!(json["head"]["vars"], serde_json::json!(["s", "o"]));
    let values: Vec<&str> = json["results"]["bindings"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|row| row["o"]["value"].as_str())
        .collect();
    assert_eq!(values.iter().collect::<BTreeSet<_>>(), ["one", "two"].iter().collect());
}

#[test]
fn what_cannot_be_answered_says_why_and_what_to_do() {
    let select = encoded(ALL);
    let twice = format!("query={select}&query={select}");
    let once = format!("query={select}");
    let broken = format!("query={}", encoded("SELECT ?s\nWHERE { ?s ?p ?o FILTER ?o }"));
    let service = format!("query={}", encoded("SELECT * { ?s ?p ?o SERVICE SILENT <http://y.example/> { ?s ?q ?r } }"));
    let hidden = format!("query={}", encoded("ASK { FILTER EXISTS { SERVICE <http://y.example/> {} } }"));
    let insert = format!("query={}", encoded("INSERT DATA { <a:a> <a:a> <a:a> }"));
    let graph = format!("query={select}&default-graph-uri=here");
    let table: [(Request<'_>, u16, &str); 18] = [
        (Request { method: "PUT", ..get(&once) }, 405, "PUT"),
        (Request { method: "DELETE", ..get(&once) }, 405, "DELETE"),
        (get(&twice), 400, "several queries"),
        (get(&broken), 400, "line 2, column 25"),
        (get(&service), 400, "SERVICE"),
        (get(&hidden), 400, "SERVICE"),
        (get(&insert), 400, "read-only"),
        (get(&graph), 400, "here"),
        (get("update=CLEAR%20ALL"), 403, "read-only"),
        (post(FORM, "", "update=CLEAR+ALL"), 403, "read-only"),
        (post("application/sparql-update", "", "CLEAR ALL"), 403, "read-only"),
        (post(FORM, &once, ""), 400, "no query"),
        (post(DIRECT, &once, ALL), 400, "two queries"),
        (post("application/json", "", "{}"), 415, "application/json"),
        (post("application/sparql-query; charset=latin1", "", ALL), 415, "latin1"),
        (Request { content_type: None, ..post(DIRECT, "", ALL) }, 415, "no media type"),
        (Request { accept: Some("text/html"), ..get(&once) }, 406, "solutions"),
        (Request { accept: Some("text/turtle"), ..get(&once) }, 406, "JSON"),
    ];
    for (request, status, word) in table {
        let answer = asked(&request);
        let said = text(&answer);
        assert_eq!((answer.status, said.contains(word)), (status, true), "{request:?}: {said}");
        assert_eq!(header(&answer, "Content-Type"), Some("text/plain; charset=utf-8"));
    }
    let bytes = Request { body: b"SELECT \xFF", ..post(DIRECT, "", "") };
    assert_eq!(asked(&bytes).status, 400);
}

#[test]
fn refusals_name_what_would_be_taken() {
    let method = asked(&Request { method: "PATCH", ..get("") });
    assert_eq!(header(&method, "Allow"), Some("GET, HEAD, POST, OPTIONS"));
    let body = asked(&post("text/plain", "", ALL));
    assert_eq!(header(&body, "Accept-Post"), Some("application/sparql-query, application/x-www-form-urlencoded"));
    let options = asked(&Request { method: "OPTIONS", ..get("") });
    assert_eq!((options.status, header(&options, "Allow").is_some()), (204, true));
}

#[test]
fn a_mistake_is_shown_in_its_line() {
    let said = text(&said("SELECT ?s WHERE {\n  ?é dct:title ?t }", "*/*"));
    assert!(said.contains("line 2, column 6") && said.contains("PREFIX dct:"), "{said}");
    let lines: Vec<&str> = said.lines().collect();
    let [.., line, mark] = lines[..] else { panic!("{said}") };
    assert_eq!((line, mark), ("    ?é dct:title ?t }", "       ^"));
}

#[test]
fn head_is_answered_as_get_so_that_its_length_is_known() {
    let query = format!("query={}", encoded(ALL));
    for query in [query.as_str(), "", "query=SELECT"] {
        assert_eq!(asked(&Request { method: "HEAD", ..get(query) }), asked(&get(query)), "{query}");
    }
}

#[test]
fn solutions_and_graphs_come_in_every_form() {
    let (solutions, graph) = ("SELECT ?o { ?s ?p ?o } ORDER BY STR(?o)", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }");
    let table = [
        (solutions, "application/sparql-results+json", "\"vars\":[\"o\"]"),
        (solutions, "application/json", "\"xml:lang\":\"en\""),
        (solutions, "application/sparql-results+xml", "<variable name=\"o\"/>"),
        (solutions, "text/csv", "http://x.example/b\r\n"),
        (solutions, "text/tab-separated-values", "\"one\"@en\n"),
        ("ASK {}", "application/sparql-results+json", "\"boolean\":true"),
        ("ASK {}", "application/sparql-results+xml", "<boolean>true</boolean>"),
        (graph, "text/turtle", "\"one\"@en ;"),
        (graph, "application/n-triples", "<http://x.example/p> \"two\" ."),
        (graph, "application/n-quads", "<http://x.example/p> \"two\" ."),
        (graph, "application/trig", "\"two\""),
        (graph, "application/ld+json", "\"@value\": \"two\""),
        (graph, "application/rdf+xml", ">two</"),
        ("DESCRIBE <http://x.example/a>", "application/n-triples", "\"one\"@en ."),
    ];
    for (query, media_type, word) in table {
        let answer = said(query, media_type);
        let content_type = header(&answer, "Content-Type").unwrap_or_default();
        let (status, body) = (answer.status, text(&answer));
        assert_eq!((status, content_type.split(';').next()), (200, Some(media_type)), "{body}");
        assert!(body.contains(word), "{media_type}: {body}");
    }
    let yes_as_csv = said("ASK {}", "text/csv");
    assert_eq!(yes_as_csv.status, 406, "CSV has no form for yes and no");
}

/// The values of one variable, in CSV, sorted.
fn column(parameters: &str) -> Vec<String> {
    let answer = asked(&Request { accept: Some("text/csv"), ..get(parameters) });
    assert_eq!(answer.status, 200, "{}", text(&answer));
    let mut rows: Vec<String> = text(&answer).lines().skip(1).map(str::to_owned).collect();
    rows.sort();
    rows
}

#[test]
fn the_default_graph_is_all_graphs_with_each_statement_once() {
    let q = encoded("SELECT ?o { <http://x.example/a> ?p ?o }");
    assert_eq!(column(&format!("query={q}")), ["http://x.example/b", "one", "two"]);
    let named = encoded("SELECT ?g { GRAPH ?g { <http://x.example/a> <http://x.example/q> ?o } }");
    assert_eq!(column(&format!("query={named}")), ["http://x.example/g1", "http://x.example/g2"]);
}

#[test]
fn a_request_says_more_of_graphs_than_its_query() {
    let (g1, g2) = (encoded("http://x.example/g1"), encoded("http://x.example/g2"));
    let q = encoded("SELECT ?o { <http://x.example/a> ?p ?o }");
    assert_eq!(column(&format!("query={q}&default-graph-uri={g1}")), ["http://x.example/b", "two"]);
    let both = format!("query={q}&default-graph-uri={g1}&default-graph-uri={g2}");
    assert_eq!(column(&both), ["http://x.example/b", "two"], "what both say is one statement");
    let from = encoded("SELECT ?o FROM <http://x.example/g1> { <http://x.example/a> ?p ?o }");
    assert_eq!(column(&format!("query={from}")), ["http://x.example/b", "two"]);
    assert_eq!(column(&format!("query={from}&default-graph-uri={g2}")), ["http://x.example/b"]);
    let unknown = encoded("http://x.example/none");
    assert!(column(&format!("query={q}&default-graph-uri={unknown}")).is_empty());
    let named = encoded("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }");
    assert_eq!(column(&format!("query={named}&named-graph-uri={g2}")), ["http://x.example/g2"]);
    assert!(
        column(&format!("query={q}&named-graph-uri={g2}")).is_empty(),
        "with named graphs alone the default graph is empty"
    );
}

#[test]
fn a_body_takes_graphs_from_the_address() {
    let graphs = format!("default-graph-uri={}", encoded("http://x.example/g2"));
    let body = "SELECT ?o { <http://x.example/a> ?p ?o }";
    let answer = asked(&Request { accept: Some("text/csv"), ..post(DIRECT, &graphs, body) });
    assert_eq!(text(&answer), "o\r\nhttp://x.example/b\r\n");
}

#[test]
fn the_service_describes_itself() {
    let turtle = text(&asked(&get("")));
    for word in [
        "sd:SPARQL11Query",
        "sd:UnionDefaultGraph",
        "<https://data.example.org/sparql>",
        "sd:name <http://x.example/g1>",
        "void:triples 4",
    ] {
        assert!(turtle.contains(word), "{word}: {turtle}");
    }
    let triples = asked(&Request { accept: Some("application/n-triples"), ..get("") });
    assert_eq!(header(&triples, "Content-Type"), Some("application/n-triples"));
    // What is described can be asked for.
    let mut store = plenary::store::Builder::default();
    store.add(&triples.body).expect("these are statements");
    let query = encoded(
        "ASK { ?service <http://www.w3.org/ns/sparql-service-description#endpoint> <https://data.example.org/sparql> }",
    );
    let yes = answer(&store.finish(), &get(&format!("query={query}")), &limits());
    assert!(text(&yes).contains("true"));
    assert_eq!(asked(&Request { accept: Some("text/csv"), ..get("") }).status, 406);
}

#[test]
fn an_answer_is_the_same_each_time() {
    let query = "CONSTRUCT { [] <http://x.example/of> ?s . ?s ?p [] } WHERE { ?s ?p ?o }";
    let answers: BTreeSet<Vec<u8>> = (0..5).map(|_| said(query, "application/n-triples").body).collect();
    assert_eq!(answers.len(), 1, "{answers:?}");
    let rows: BTreeSet<Vec<u8>> =
        (0..5).map(|_| said("SELECT (BNODE() AS ?b) ?s { ?s ?p ?o }", "text/csv").body).collect();
    assert_eq!(rows.len(), 1, "{rows:?}");
}

#[test]
fn relative_iris_are_of_the_endpoint() {
    let answer = said("SELECT (<x> AS ?iri) {}", "text/csv");
    assert_eq!(text(&answer), "iri\r\nhttps://data.example.org/x\r\n");
}

#[test]
fn many_ask_at_once() {
    let store = store(DATA);
    let query = format!("query={}", encoded("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"));
    let ask = || answer(&store, &get(&query), &limits());
    let answers: Vec<Answer> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(ask)).collect();
        threads.into_iter().map(|thread| thread.join().expect("an answer")).collect()
    });
    assert!(answers.iter().all(|answer| answer == &answers[0] && answer.status == 200));
}
