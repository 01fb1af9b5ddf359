//! What is kept: nothing new is not fetched again, the cache gives the same bytes, and a run that ends early leaves
//! all as it was.

use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};
use std::{fs, str};

use crate::Folder;
use crate::server::{Reply, Seen, Server};

const FIRST: &str = "{\"type\": \"Session\", \"title\": \"Opening\"}";
const SECOND: &str = "{\"type\": \"Session\", \"title\": \"Closing\"}";
const DATE: &str = "Date: Fri, 14 Mar 2031 09:00:00 GMT\r\n";
const DAY: &str = "Fri, 14 Mar 2031 08:00:00 GMT";

/// A server that says by each way when nothing is new; the third time there is something new.
fn careful() -> Server {
    let tag = |version: u32| format!("{DATE}ETag: \"v{version}\"\r\n");
    let known = |seen: &Seen, name: &str, value: &str| seen.headers.get(name).is_some_and(|known| known == value);
    Server::answering(move |seen, before| {
        let new = before >= 2;
        Some(match seen.path.as_str() {
            "/etag" if !new && known(seen, "if-none-match", "\"v1\"") => Reply::status("304 Not Modified", &tag(1)),
            "/etag" if new => Reply::new("200 OK", &tag(2), SECOND),
            "/date" if known(seen, "if-modified-since", DAY) => Reply::status("304 Not Modified", DATE),
            "/date" => Reply::new("200 OK", &format!("{DATE}Last-Modified: {DAY}\r\n"), FIRST),
            "/moved" => Reply::redirect("302 Found", "/etag?moved"),
            "/etag?moved" if known(seen, "if-none-match", "\"v1\"") => Reply::status("304 Not Modified", ""),
            "/etag" | "/etag?moved" => Reply::new("200 OK", &tag(1), FIRST),
            _ => Reply::new("200 OK", DATE, FIRST),
        })
    })
}

fn sources(server: &Server) -> Folder {
    let source = |id| (id, server.url(&format!("/{id}")), "");
    Folder::with(&["etag", "date", "moved", "plain"].map(source))
}

#[test]
fn only_what_is_new_is_fetched_again() {
    let server = careful();
    let folder = sources(&server);
    assert_eq!(folder.harvest(&[]).report["counts"]["new"], 4);
    let kept = folder.files();
    let run = folder.harvest(&[]);
    assert_eq!(run.report["counts"]["unchanged"], 4, "{}", run.out);
    assert_eq!(folder.files(), kept);
    let run = folder.harvest(&[]);
    assert_eq!((run.outcome("etag"), run.outcome("date")), ("changed", "unchanged"));
    assert_eq!(folder.read("harvest/etag.json"), SECOND);
    assert_eq!(folder.read("harvest/date.json"), FIRST);
    let conditions = |path: &str, at: usize| {
        let headers = server.seen_of(path).remove(at).headers;
        ["if-none-match", "if-modified-since"].map(|name| headers.get(name).cloned().unwrap_or_default())
    };
    assert_eq!(conditions("/etag", 0), ["", ""]);
    assert_eq!(conditions("/etag", 1), ["\"v1\"", ""]);
    assert_eq!(conditions("/date", 1), ["", DAY]);
    // A condition is about the address that it came from.
    assert_eq!(conditions("/moved", 1), ["", ""]);
    assert_eq!(conditions("/etag?moved", 1), ["\"v1\"", ""]);
    assert_eq!(conditions("/plain", 1), ["", ""]);
}

/// A content that stays the same has come when it first came.
#[test]
fn a_content_keeps_its_moment() {
    let server = Server::answering(|_, before| {
        let content = if before < 2 { FIRST } else { SECOND };
        Some(Reply::new("200 OK", &format!("Date: Fri, 14 Mar 2031 0{before}:00:00 GMT\r\n"), content))
    });
    let folder = Folder::with(&[("a", server.url("/"), "")]);
    let expected = [("new", "00"), ("unchanged", "00"), ("changed", "02")];
    for (outcome, hour) in expected {
        let run = folder.harvest(&[]);
        assert_eq!(run.outcome("a"), outcome);
        assert_eq!(run.source("a")["snapshot"]["retrieved"], format!("2031-03-14T{hour}:00:00Z"));
    }
}

#[test]
fn everything_is_fetched_again_when_it_is_forced() {
    let server = careful();
    let folder = sources(&server);
    folder.harvest(&[]);
    let run = folder.harvest(&["--force", "--only", "date", "--only", "etag"]);
    assert_eq!(run.report["counts"]["unchanged"], 2, "{}", run.out);
    assert_eq!(server.seen_of("/plain").len(), 1);
    assert!(server.seen().iter().all(|seen| !seen.headers.contains_key("if-none-match")));
}

#[test]
fn the_cache_gives_the_same_bytes_and_asks_nobody() {
    let server = careful();
    let folder = sources(&server);
    let first = folder.harvest(&[]);
    let kept = folder.files();
    let asked = server.seen().len();
    fs::remove_dir_all(folder.path("harvest")).expect("a folder");
    let offline = folder.harvest(&["--offline"]);
    assert_eq!((offline.code, offline.outcome("etag")), (Some(0), "cached"), "{}", offline.out);
    assert_eq!(folder.files(), kept);
    assert_eq!(server.seen().len(), asked);
    assert_eq!(offline.source("etag")["snapshot"], first.source("etag")["snapshot"]);
    assert_eq!(first.source("etag")["snapshot"]["retrieved"], "2031-03-14T09:00:00Z");
    let again = folder.harvest(&["--offline"]);
    assert_eq!((again.report, again.out), (offline.report, offline.out));
    // Of another address, the cache has nothing.
    folder.write(&crate::manifest("", &[("etag", server.url("/other"), "")]));
    let run = folder.harvest(&["--offline"]);
    assert!(run.reason("etag").contains("the cache does not have it"), "{}", run.out);
    assert_eq!(run.code, Some(1));
}

/// Two machines that get the same answers have the same files, whatever comes first.
#[test]
fn the_same_answers_are_the_same_files() {
    let server = Server::always(|path| {
        // The first source is the last to come.
        thread::sleep(Duration::from_millis(if path == "/a" { 300 } else { 0 }));
        Reply::new("200 OK", DATE, format!("{{\"at\": \"{path}\"}}"))
    });
    let sources = ["a", "b", "c"].map(|id| (id, server.url(&format!("/{id}")), ""));
    let folders = [Folder::with(&sources), Folder::with(&sources)];
    let runs = [folders[0].harvest(&["--jobs", "3"]), folders[1].harvest(&["--jobs", "1"])];
    assert_eq!((&runs[0].report, &runs[0].out), (&runs[1].report, &runs[1].out));
    assert_eq!(folders[0].files(), folders[1].files());
}

#[test]
fn a_damaged_cache_is_fetched_anew() {
    let server = careful();
    let folder = Folder::with(&[("date", server.url("/date"), "")]);
    folder.harvest(&[]);
    let kept = folder.files();
    let object = kept.keys().find(|name| name.contains("/objects/")).expect("an object");
    for (name, damage) in [(object.as_str(), "{}"), (".plenary/harvest/sources/date.json", "{\"url\"")] {
        fs::write(folder.path(name), damage).expect("a file");
        let offline = folder.harvest(&["--offline"]);
        assert!(offline.reason("date").contains("does not have it"), "{}", offline.out);
        let run = folder.harvest(&[]);
        assert_eq!(run.code, Some(0), "{name}: {}", run.out);
        assert_eq!(folder.files(), kept, "{name}");
    }
    assert_eq!(server.seen().len(), 3);
    assert!(server.seen().iter().all(|seen| !seen.headers.contains_key("if-modified-since")));
}

#[test]
fn a_source_that_changes_its_format_has_one_file() {
    let server = Server::answering(|_, before| {
        Some(Reply::ok(if before == 0 { FIRST } else { "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n" }))
    });
    let folder = Folder::with(&[("a", server.url("/"), "")]);
    folder.harvest(&[]);
    fs::write(folder.path("harvest/other.json"), "mine").expect("a file");
    assert_eq!(folder.harvest(&[]).outcome("a"), "changed");
    let files: Vec<String> = folder.files().into_keys().filter(|name| name.starts_with("harvest/")).collect();
    assert_eq!(files, ["harvest/a.ics", "harvest/other.json"]);
}

/// A server whose second answer never ends, and a folder that has the first one.
fn halfway() -> (Server, Folder) {
    let server = Server::answering(|_, before| {
        let endless = Reply::Drip(b"HTTP/1.1 200 OK\r\n\r\n{".into(), b" ".into(), Duration::from_millis(5));
        Some(if before == 0 { Reply::ok(FIRST) } else { endless })
    });
    let folder = Folder::of(&crate::manifest("timeout = 15\n", &[("a", server.url("/"), "")]));
    assert_eq!(folder.harvest(&[]).code, Some(0));
    (server, folder)
}

#[cfg(unix)]
#[test]
fn a_run_that_is_stopped_leaves_all_as_it_was() {
    for (signal, code) in [("-INT", Some(130)), ("-KILL", None)] {
        let (server, folder) = halfway();
        let kept = folder.files();
        let mut command = folder.command();
        let mut child =
            command.arg("harvest").stderr(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it starts");
        let begun = Instant::now();
        while server.seen().len() < 2 {
            assert!(begun.elapsed() < Duration::from_secs(10), "it asks");
            thread::sleep(Duration::from_millis(10));
        }
        thread::sleep(Duration::from_millis(100));
        let stopped = Instant::now();
        let id = child.id().to_string();
        assert!(std::process::Command::new("kill").args([signal, &id]).status().expect("kill runs").success());
        assert_eq!(child.wait().expect("it ends").code(), code);
        assert!(stopped.elapsed() < Duration::from_secs(2), "{signal}: {:?}", stopped.elapsed());
        let output = child.wait_with_output().expect("its output");
        let told =
            str::from_utf8(&output.stderr).expect("UTF-8").contains("interrupted; the feeds that were done are kept");
        assert_eq!(told, code.is_some(), "{signal}");
        assert_eq!(folder.files(), kept, "{signal}");
    }
}
