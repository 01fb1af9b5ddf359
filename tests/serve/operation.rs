//! Starting, stopping, reloading, logs and counts.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tempfile::TempDir;

use super::server::{Server, until};

#[test]
fn a_request_that_is_running_is_finished_before_the_end() {
    let mut server = Server::start(&[]);
    let mut running = server.connect();
    running
        .write_all(b"POST /validate HTTP/1.1\r\nHost: x\r\nContent-Length: 19\r\n\r\n{\"type\":")
        .expect("it is asked");
    std::thread::sleep(Duration::from_millis(300));
    server.signal("TERM");
    let port = server.port;
    until("nobody new is taken", || TcpStream::connect(("127.0.0.1", port)).is_err());
    running.write_all(b"\"Session\"}\n").expect("it is asked");
    let mut answer = String::new();
    running.read_to_string(&mut answer).expect("it answers");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert_eq!(server.wait(), Some(0));
}

/// A record with a title.
fn record(title: &str) -> String {
    format!(r#"{{"type":"Session","id":"https://data.example.org/session/a","title":"{title}"}}"#)
}

#[test]
fn a_reload_drops_no_request_and_a_broken_one_changes_nothing() {
    let folder = TempDir::new().expect("a folder");
    let input = folder.path().join("a.json");
    fs::write(&input, record("Before")).expect("it can be written");
    let path = input.to_string_lossy().into_owned();
    let server = Server::of(&path, &["--address", "https://data.example.org/", "--rate", "0", "--watch"]);
    let page = || server.get("/session/a.html", &[]);
    assert!(page().text().contains("Before"));
    let tag = page().header("etag");
    let (stop, seen) = (AtomicBool::new(false), std::sync::Mutex::new(BTreeSet::new()));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !stop.load(Ordering::Relaxed) {
                let answer = page();
                seen.lock().expect("a lock").insert((answer.status, answer.text().contains("After")));
            }
        });
        fs::write(&input, record("After")).expect("it can be written");
        server.signal("HUP");
        until("the new record is there", || page().text().contains("After"));
        stop.store(true, Ordering::Relaxed);
    });
    assert!(seen.lock().expect("a lock").iter().all(|(status, _)| *status == 200));
    assert_ne!(page().header("etag"), tag);
    fs::write(&input, record("Watched")).expect("it can be written");
    until("the change is seen", || page().text().contains("Watched"));
    fs::remove_file(&input).expect("it can be removed");
    server.signal("HUP");
    let failed = || server.get("/metrics", &[]).text().contains("plenary_reloads_total{why=\"failed\"}");
    until("the reload fails", failed);
    assert!(page().text().contains("Watched"));
    let why = || -> Vec<String> {
        let log = server.log();
        let reloads = log.iter().filter(|line| line["event"] == "reload");
        reloads.filter_map(|line| line["failed"].as_str().map(str::to_owned)).collect()
    };
    assert!(!why().is_empty());
    // A file that is half saved does not take its records off the site.
    fs::write(&input, &record("Half saved")[..60]).expect("it can be written");
    until("its errors are told", || why().iter().any(|why| why.contains("errors that they had not before")));
    assert!(page().text().contains("Watched"));
    fs::write(&input, record("Saved")).expect("it can be written");
    until("it is whole", || page().text().contains("Saved"));
}

#[test]
fn a_published_folder_is_served_as_it_is() {
    let folder = TempDir::new().expect("a folder");
    let site = folder.path().to_string_lossy().into_owned();
    let made = Command::new(env!("CARGO_BIN_EXE_plenary"))
        .args(["publish", super::FORUM, "-o", &site, "--isolated", "--quiet"])
        .status()
        .expect("the program starts");
    assert!(made.success());
    fs::write(folder.path().join("secret.txt"), "of somebody else").expect("it can be written");
    let server = Server::of(&site, &[]);
    let there = fs::read(folder.path().join("session/community-networks.ttl")).expect("a file");
    assert_eq!(server.get("/session/community-networks.ttl", &[]).body, there);
    assert_eq!(server.get("/secret.txt", &[]).status, 404);
    let asked = server.get("/reconcile/suggest/entity?prefix=Amara", &[]).json();
    assert_eq!(asked["result"][0]["id"], "https://data.example.org/person/amara-okafor");
}

#[test]
fn each_request_is_a_line_of_json_with_its_id() {
    let server = Server::start(&[]);
    let given = server.get("/health", &["X-Request-Id: abc-1.2"]);
    assert_eq!(given.header("x-request-id"), "abc-1.2");
    let made = server.get("/session/community-networks?secret=1", &["X-Request-Id: not sane"]).header("x-request-id");
    assert!(made.len() == 16 && made.bytes().all(|byte| byte.is_ascii_hexdigit()), "{made}");
    until("both are logged", || server.log().len() >= 2);
    let log = server.log();
    let line = log.iter().find(|line| line["id"] == made.as_str()).expect("a line");
    assert_eq!((&line["method"], &line["status"]), (&"GET".into(), &303.into()));
    // Neither what was asked for nor who asked is kept.
    assert_eq!((&line["path"], line.get("client")), (&"/session/community-networks".into(), None));
}

#[test]
fn counts_are_told_in_the_format_of_prometheus() {
    let server = Server::start(&[]);
    server.get("/", &[]);
    server.get("/nothing", &[]);
    let metrics = server.get("/metrics", &[]).text();
    for line in [
        "plenary_requests_total{route=\"{path}\",status=\"200\"} 1",
        "plenary_requests_total{route=\"{path}\",status=\"404\"} 1",
        "plenary_request_seconds_count{route=\"{path}\"} 2",
        "plenary_requests_running 1",
        "# EOF",
    ] {
        assert!(metrics.lines().any(|known| known == line), "{line} is not in\n{metrics}");
    }
    let records = metrics.lines().find_map(|line| line.strip_prefix("plenary_records ")?.parse::<u32>().ok());
    assert!(records.is_some_and(|records| records > 10));
    assert_eq!(server.get("/ready", &[]).json()["status"], "ready");
}
