//! Bounds: too long, too slow, too often, too many.

use std::io::{Read, Write};
use std::time::{Duration, Instant};

use super::server::{Server, until};

#[test]
fn a_body_over_the_bound_is_refused_whatever_it_says_of_its_length() {
    let server = Server::start(&["--max-body", "1000"]);
    let long = vec![b' '; 2000];
    assert_eq!(server.post("/validate", "text/plain", &long).status, 413);
    let mut chunked = b"7d0\r\n".to_vec();
    chunked.extend_from_slice(&long);
    chunked.extend_from_slice(b"\r\n0\r\n\r\n");
    let answer = server.send(&["POST /validate HTTP/1.1", "Transfer-Encoding: chunked"], &chunked);
    assert_eq!((answer.status, answer.header("content-type").as_str()), (413, "application/problem+json"));
    let promised = server.send(&["POST /validate HTTP/1.1", "Content-Length: 1000000000000"], b"");
    assert_eq!(promised.status, 413);
}

#[test]
fn a_client_that_does_not_finish_is_not_waited_for() {
    let server = Server::start(&["--patience", "1"]);
    let began = Instant::now();
    let mut body = server.connect();
    body.write_all(b"POST /validate HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc").expect("it can be asked");
    let mut head = server.connect();
    head.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n").expect("it can be asked");
    let mut answer = String::new();
    body.read_to_string(&mut answer).expect("it answers");
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    let mut nothing = String::new();
    let _ = head.read_to_string(&mut nothing);
    assert!(began.elapsed() < Duration::from_secs(20));
    assert_eq!(server.get("/health", &[]).status, 200);
}

#[test]
fn a_client_that_asks_too_often_has_to_wait_and_health_is_always_told() {
    let server = Server::start(&["--rate", "1"]);
    let statuses: Vec<u16> = (0..8).map(|_| server.get("/", &[]).status).collect();
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 5, "{statuses:?}");
    let refused = server.get("/", &[]);
    assert_eq!((refused.status, refused.header("retry-after").is_empty()), (429, false));
    assert_eq!(server.get("/health", &[]).status, 200);
    let metrics = server.get("/metrics", &[]).text();
    assert!(metrics.contains("plenary_refused_total{why=\"rate\"}"), "{metrics}");
    let proxied = Server::start(&["--rate", "1", "--behind-proxy"]);
    for client in 0..12 {
        let header = format!("X-Forwarded-For: 203.0.113.1, 198.51.100.{client}");
        assert_eq!(proxied.get("/", &[&header]).status, 200);
    }
}

#[test]
fn requests_and_connections_over_the_bound_are_refused_at_once() {
    let server = Server::start(&["--concurrency", "1", "--patience", "30"]);
    let mut slow = server.connect();
    slow.write_all(b"POST /validate HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc").expect("it can be asked");
    // Another request before it has come would take its room.
    until("the first request is running", || is_running(&server, 2));
    let refused = server.get("/", &[]);
    assert_eq!((refused.status, refused.header("retry-after").as_str()), (503, "1"));
    assert_eq!(server.get("/ready", &[]).status, 200);
    slow.write_all(b"0123456").expect("it can be asked");
    until("there is room again", || server.get("/", &[]).status == 200);

    let few = Server::start(&["--connections", "2"]);
    let _open = [few.connect(), few.connect()];
    until("the places are taken", || few.get("/health", &[]).status == 503);
}

/// Whether so many requests are running, that for the counts among them.
fn is_running(server: &Server, count: usize) -> bool {
    let metrics = server.get("/metrics", &[]).text();
    metrics.lines().any(|line| line == format!("plenary_requests_running {count}"))
}

/// A query that never ends.
const ENDLESS: &str = "/sparql?query=SELECT%20(COUNT(*)%20AS%20%3Fn)%20%7B%3Fa%20%3Fb%20%3Fc.%3Fd%20%3Fe%20%3Ff.%3Fg%20%3Fh%20%3Fi.%3Fj%20%3Fk%20%3Fl%7D";
/// One that ends at once.
const QUICK: &str = "/sparql?query=ASK%20%7B%3Fs%20%3Fp%20%3Fo%7D";

#[test]
fn work_that_nobody_waits_for_any_more_ends() {
    let server = Server::start(&["--max-time", "300"]);
    // As many as work at the same time: four for each processor.
    let desks = std::thread::available_parallelism().map_or(1, usize::from) * 4;
    let clients: Vec<_> = (0..desks)
        .map(|_| {
            let mut client = server.connect();
            write!(client, "GET {ENDLESS} HTTP/1.1\r\nHost: x\r\n\r\n").expect("it can be asked");
            client
        })
        .collect();
    let running = |count: usize| is_running(&server, count);
    until("all processors are taken", || running(desks + 1));
    let began = Instant::now();
    drop(clients);
    assert_eq!(server.get(QUICK, &[]).status, 200);
    assert!(began.elapsed() < Duration::from_secs(60), "{:?}", began.elapsed());
    until("what ran is given up", || running(1));
}

#[test]
fn an_answer_that_takes_too_long_is_none_and_says_so() {
    let server = Server::start(&["--max-time", "1"]);
    let answer = server.get(ENDLESS, &[]);
    assert_eq!((answer.status, answer.text().contains("the time it may take")), (503, true), "{}", answer.text());
    assert_eq!(server.get(QUICK, &[]).status, 200);
}

#[test]
fn an_answer_that_is_too_large_is_refused() {
    let server = Server::start(&["--max-rows", "2"]);
    let query = b"SELECT * WHERE { ?a ?b ?c }";
    let answer = server.post("/sparql", "application/sparql-query", query);
    assert_eq!(answer.status, 422, "{}", answer.text());
}
