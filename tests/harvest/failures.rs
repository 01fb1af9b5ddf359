//! Answers that cannot be taken, and how often they are asked for.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::time::{Duration, Instant};

use crate::server::{Reply, Server};
use crate::{Folder, manifest};

const GOOD: &str = "{\"type\": \"Session\", \"title\": \"Opening\"}";

/// Fetches what a server has under a path.
fn fetch(server: &Server, path: &str, settings: &str) -> (Folder, crate::Run, Duration) {
    let folder = Folder::of(&manifest(settings, &[("a", server.url(path), "")]));
    let begun = Instant::now();
    let run = folder.harvest(&[]);
    (folder, run, begun.elapsed())
}

/// What is given as an answer is told in these words, after so many requests.
fn fails(reply: impl Fn() -> Option<Reply> + Send + Sync + 'static, settings: &str, words: &str, requests: usize) {
    let server = Server::answering(move |_, _| reply());
    let (folder, run, time) = fetch(&server, "/", settings);
    assert_eq!(run.code, Some(1), "{}{}", run.out, run.err);
    assert!(run.reason("a").contains(words), "{words}: {}", run.reason("a"));
    assert!(!run.source("a")["help"].as_str().expect("a help").is_empty(), "{words}");
    assert_eq!(server.seen().len(), requests, "{words}: {}", run.out);
    assert!(time < Duration::from_secs(15), "{words}: {time:?}");
    assert!(!folder.files().keys().any(|name| name.starts_with("harvest/")), "{words}");
}

#[test]
fn answers_that_end_early_are_asked_for_again() {
    let cut = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"a\":";
    fails(move || Some(Reply::Bytes(cut.into())), "", "ends before its end (after 3 tries)", 3);
    let chunk = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n";
    fails(move || Some(Reply::Bytes(chunk.into())), "", "(after 3 tries)", 3);
    let head = "HTTP/1.1 200 OK\r\nContent-Le";
    fails(move || Some(Reply::Bytes(head.into())), "", "(after 3 tries)", 3);
    fails(|| Some(Reply::Bytes(Vec::new())), "", "(after 3 tries)", 3);
    fails(|| None, "", "the server closed the connection (after 3 tries)", 3);
}

#[test]
fn damaged_packing_is_told() {
    let packed = |encoding: &'static str, body: &'static [u8]| {
        move || Some(Reply::new("200 OK", &format!("Content-Encoding: {encoding}\r\n"), body))
    };
    fails(packed("gzip", b"this is no gzip, whatever the header says"), "", "gzip data are damaged", 3);
    fails(packed("gzip", b"\x1f\x8b\x08\0\0\0\0\0\0\x03\xab"), "", "(after 3 tries)", 3);
    fails(packed("br", b"\x51\x8c\x9d\xff\xff\xff\xff"), "", "(after 3 tries)", 3);
    fails(packed("deflate", b"x\x9c"), "", "packed as \"deflate\"", 1);
}

#[test]
fn answers_without_end_are_ended() {
    let head = "HTTP/1.1 200 OK\r\n\r\n".as_bytes();
    let flood = move || Some(Reply::Drip(head.into(), vec![b' '; 60_000], Duration::ZERO));
    fails(flood, "max-bytes = 3_000_000\n", "longer than 3000000 bytes", 1);
    let drip = move || Some(Reply::Drip(head.into(), b" ".into(), Duration::from_millis(20)));
    fails(drip, "timeout = 0.5\nretries = 1\n", "longer than the timeout (after 2 tries)", 2);
}

#[test]
fn servers_that_do_not_come_to_the_point_are_left() {
    let slow = "timeout = 0.5\nretries = 1\n";
    fails(|| Some(Reply::Hang(Vec::new())), slow, "longer than the timeout", 2);
    let loris = || Some(Reply::Drip("HTTP/1.1 200 OK\r\n".into(), b"X-A: b\r\n".into(), Duration::from_millis(20)));
    fails(loris, slow, "longer than the timeout", 2);
    let body = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{";
    fails(move || Some(Reply::Hang(body.into())), slow, "longer than the timeout", 2);
    let fast = || Some(Reply::Drip("HTTP/1.1 200 OK\r\n".into(), b"X-A: b\r\n".repeat(1000), Duration::ZERO));
    fails(fast, "", "not what HTTP asks for", 1);
}

#[test]
fn what_is_not_http_is_told() {
    fails(|| Some(Reply::Bytes(b"220 mail.example ESMTP\r\n\r\n".into())), "", "not what HTTP asks for", 1);
    fails(|| Some(Reply::Bytes(b"\x16\x03\x01\0\0\0".into())), "", "not what HTTP asks for", 1);
}

#[test]
fn a_host_that_cannot_prove_who_it_is_is_not_trusted() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let _ = stream.read(&mut [0; 1000]);
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
        }
    });
    let folder = Folder::with(&[("a", format!("https://127.0.0.1:{port}/"), "")]);
    let run = folder.harvest(&[]);
    assert!(run.reason("a").starts_with("no secure connection"), "{}", run.out);
}

#[test]
fn statuses_say_whether_to_try_again() {
    let status = |status: &'static str| move || Some(Reply::status(status, ""));
    for (text, words) in [
        ("204 No Content", "status 204"),
        ("304 Not Modified", "nothing was known"),
        ("400 Bad Request", "status 400"),
        ("401 Unauthorized", "unauthorized"),
        ("403 Forbidden", "forbidden"),
        ("404 Not Found", "not found"),
        ("410 Gone", "gone"),
        ("501 Not Implemented", "status 501"),
        ("200 OK", "the answer is empty"),
    ] {
        fails(status(text), "", words, 1);
    }
    for text in ["408 Late", "425 Early", "429 Many", "500 Oh", "502 Bad", "503 Busy", "504 Late"] {
        fails(status(text), "", "(after 3 tries)", 3);
    }
}

#[test]
fn a_server_that_comes_back_is_fetched() {
    let server = Server::answering(|seen, before| match (seen.path.as_str(), before) {
        (_, 2..) => Some(Reply::ok(GOOD)),
        ("/500", _) => Some(Reply::status("500 Internal Server Error", "")),
        ("/cut", _) => Some(Reply::Bytes(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{".into())),
        _ => None,
    });
    for path in ["/500", "/cut", "/reset"] {
        let (folder, run, _) = fetch(&server, path, "");
        assert_eq!(run.outcome("a"), "new", "{path}: {}", run.out);
        assert_eq!(folder.read("harvest/a.json"), GOOD);
        assert_eq!(server.seen_of(path).len(), 3);
    }
}

#[test]
fn a_server_is_given_the_time_that_it_asks_for() {
    let server = Server::answering(|seen, before| match (seen.path.as_str(), before) {
        (_, 1..) => Some(Reply::ok(GOOD)),
        ("/seconds", _) => Some(Reply::status("429 Too Many Requests", "Retry-After: 1\r\n")),
        ("/date", _) => Some(Reply::status(
            "503 Service Unavailable",
            "Date: Fri, 14 Mar 2031 09:00:00 GMT\r\nRetry-After: Fri, 14 Mar 2031 09:00:01 GMT\r\n",
        )),
        _ => Some(Reply::status("503 Service Unavailable", "Retry-After: 0\r\n")),
    });
    for (path, least) in [("/seconds", 1000), ("/date", 1000), ("/now", 0)] {
        let (_, run, _) = fetch(&server, path, "");
        assert_eq!(run.outcome("a"), "new", "{path}: {}", run.out);
        let seen = server.seen_of(path);
        let waited = seen[1].times.0 - seen[0].times.0;
        assert!(
            waited >= Duration::from_millis(least) && waited < Duration::from_millis(least + 1900),
            "{path}: {waited:?}"
        );
    }
}

#[test]
fn a_server_that_asks_for_too_much_time_is_left_alone() {
    fails(
        || Some(Reply::status("503 Service Unavailable", "Retry-After: 3600\r\n")),
        "",
        "status 503, service unavailable, and the server asks to wait 3600 s",
        1,
    );
}

#[test]
fn a_host_that_is_not_there_is_told() {
    // Nobody listens on a port that was free a moment ago.
    let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a port").port();
    let folder = Folder::with(&[("a", format!("http://127.0.0.1:{port}/"), "")]);
    let run = folder.harvest(&[]);
    assert!(run.reason("a").contains("takes no connections"), "{}", run.out);
}

#[test]
fn one_failure_does_not_stop_the_others() {
    let server = Server::always(|path| match path {
        "/missing" => Reply::status("404 Not Found", ""),
        "/slow" => Reply::Hang(Vec::new()),
        _ => Reply::ok(GOOD),
    });
    let sources = ["first", "missing", "second", "slow", "third"].map(|id| (id, server.url(&format!("/{id}")), ""));
    let folder = Folder::of(&manifest("timeout = 2\nretries = 0\n", &sources));
    let run = folder.harvest(&["--jobs", "2"]);
    assert_eq!(run.code, Some(1));
    let outcomes: Vec<&str> = run.out.lines().filter(|line| !line.starts_with(' ')).map(|line| &line[..6]).collect();
    assert_eq!(outcomes, ["new   ", "failed", "new   ", "failed", "new   "], "{}", run.out);
    assert!(run.err.contains("5 sources: 3 new, 2 failed"), "{}", run.err);
    for id in ["first", "second", "third"] {
        assert_eq!(folder.read(&format!("harvest/{id}.json")), GOOD);
    }
}
