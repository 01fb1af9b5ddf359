//! How servers are asked, and what the command line and the manifest say of it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::server::{Reply, Server};
use crate::{Folder, manifest};

const GOOD: &str = "{\"type\": \"Session\", \"title\": \"Opening\"}";

#[test]
fn a_host_is_asked_one_thing_at_a_time_and_rests() {
    let server = Server::always(|path| {
        std::thread::sleep(Duration::from_millis(100));
        if path == "/a" { Reply::redirect("302 Found", "/moved") } else { Reply::ok(GOOD) }
    });
    let sources = ["a", "b", "c"].map(|id| (id, server.url(&format!("/{id}")), ""));
    let folder = Folder::of(&manifest("delay = 0.2\n", &sources));
    assert_eq!(folder.harvest(&["--jobs", "3"]).code, Some(0));
    let mut times: Vec<(Instant, Instant)> = server.seen().iter().map(|seen| seen.times).collect();
    times.sort();
    assert_eq!(times.len(), 4);
    // An answer takes 0.1 s, and the rest after it 0.2 s.
    for pair in times.windows(2) {
        let apart = pair[1].0 - pair[0].0;
        assert!(apart >= Duration::from_millis(300), "{apart:?}");
    }
}

/// Also by the other sources of the host, which have not been told so themselves.
#[test]
fn a_host_that_wants_to_be_left_alone_is() {
    let asked = AtomicUsize::new(0);
    let server = Server::answering(move |_, _| {
        let is_busy = asked.fetch_add(1, Ordering::Relaxed) == 0;
        Some(if is_busy { Reply::status("429 Too Many Requests", "Retry-After: 1\r\n") } else { Reply::ok(GOOD) })
    });
    let folder = Folder::with(&[("a", server.url("/a"), ""), ("b", server.url("/b"), "")]);
    assert_eq!(folder.harvest(&["--jobs", "2"]).code, Some(0));
    let mut times: Vec<Instant> = server.seen().iter().map(|seen| seen.times.0).collect();
    times.sort();
    assert_eq!(times.len(), 3);
    assert!(times[1] - times[0] >= Duration::from_secs(1), "{times:?}");
}

#[test]
fn hosts_do_not_wait_for_each_other() {
    let servers = [(); 2].map(|()| {
        Server::always(|_| {
            std::thread::sleep(Duration::from_millis(800));
            Reply::ok(GOOD)
        })
    });
    // A host is a name here: one machine may have several.
    let there = format!("http://localhost:{}/", servers[1].port());
    let folder = Folder::with(&[("a", servers[0].url("/"), ""), ("b", there, "")]);
    assert_eq!(folder.harvest(&[]).code, Some(0));
    let [first, second] = servers.map(|server| server.seen().remove(0).times);
    assert!(first.0 < second.1 && second.0 < first.1, "{first:?} {second:?}");
}

#[test]
fn servers_learn_who_asks() {
    let server = Server::always(|_| Reply::ok(GOOD));
    let sources = [("a", server.url("/"), "headers = { Accept = \"application/json\" }")];
    let folder = Folder::of(&manifest("user-agent = \"lakeside (+https://lakeside.example/)\"\n", &sources));
    folder.harvest(&[]);
    let headers = server.seen().remove(0).headers;
    assert_eq!(headers["user-agent"], "lakeside (+https://lakeside.example/)");
    assert_eq!(headers["accept"], "application/json");
    folder.write(&manifest("", &[("a", server.url("/"), "")]));
    folder.harvest(&[]);
    assert!(server.seen().remove(1).headers["user-agent"].starts_with("plenary/"));
}

/// Proxies would connect to addresses that the guard does not see.
#[test]
fn no_proxy_is_asked() {
    let (server, proxy) = (Server::always(|_| Reply::ok(GOOD)), Server::always(|_| Reply::ok("from a proxy")));
    let folder = Folder::with(&[("a", server.url("/"), "")]);
    let mut command = folder.command();
    for name in ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"] {
        command.env(name, proxy.url("/"));
    }
    assert_eq!(folder.run(&mut command, &[]).outcome("a"), "new");
    assert_eq!((folder.read("harvest/a.json").as_str(), proxy.seen().len()), (GOOD, 0));
}

#[test]
fn mistakes_in_the_manifest_are_told_and_nothing_is_fetched() {
    let server = Server::always(|_| Reply::ok(GOOD));
    let folder = Folder::of(&format!(
        "[settings]\ndealy = 2\n\n[[source]]\nid = \"a\"\nurl = \"{}\"\nformat = \"jsn\"\n",
        server.url("/")
    ));
    let run = folder.harvest(&[]);
    assert_eq!(run.code, Some(2));
    for words in ["feeds.toml:2:1", "did you mean \"delay\"?", "feeds.toml:7:10", "nothing was fetched"] {
        assert!(run.err.contains(words), "{words}: {}", run.err);
    }
    assert!(server.seen().is_empty() && folder.files().is_empty());
}

#[test]
fn a_wrong_command_line_ends_with_2() {
    let server = Server::always(|_| Reply::ok(GOOD));
    let folder = Folder::with(&[("a", server.url("/"), ""), ("b", server.url("/"), "")]);
    for (arguments, words) in [
        (&["--only", "c"][..], "name one of a, b"),
        (&["--force", "--offline"], "cannot be used with"),
        (&["--jobs", "0"], "--jobs"),
        (&["missing.toml"], "cannot read the manifest missing.toml"),
    ] {
        let run = folder.harvest(arguments);
        assert_eq!(run.code, Some(2), "{arguments:?}: {}{}", run.out, run.err);
        assert!(run.err.contains(words), "{arguments:?}: {}", run.err);
    }
    folder.write(crate::SETTINGS);
    assert!(folder.harvest(&[]).err.contains("names no source"));
    assert!(server.seen().is_empty());
}

#[test]
fn a_file_that_cannot_be_written_ends_with_3() {
    let server = Server::always(|_| Reply::ok(GOOD));
    let folder = Folder::with(&[("a", server.url("/"), "")]);
    std::fs::write(folder.path("taken"), "a file").expect("a file");
    assert_eq!(folder.harvest(&["-o", "taken"]).code, Some(3));
    assert_eq!(folder.harvest(&["--report", "none/report.json"]).code, Some(2), "--report is given twice");
    folder.write(&manifest("cache = \"taken\"\n", &[("a", server.url("/"), "")]));
    let run = folder.harvest(&[]);
    assert!(run.code == Some(3) && run.err.contains("another folder with cache"), "{}", run.err);
}

#[test]
fn the_report_says_how_files_are_to_be_read() {
    let server = Server::always(|_| Reply::ok("Title,Start\nOpening,2031-03-14 09:00\n"));
    let more =
        "format = \"table\"\ntimezone = \"Europe/Zurich\"\nmap = \"map.toml\"\nbase = \"https://data.example.org/\"";
    let folder = Folder::with(&[("a", server.url("/a.csv"), more)]);
    let run = folder.harvest(&["--quiet"]);
    assert!(run.err.is_empty(), "{}", run.err);
    let expected = serde_json::json!({
        "format": "table", "timezone": "Europe/Zurich", "map": "map.toml", "base": "https://data.example.org/"
    });
    assert_eq!(run.source("a")["reading"], expected);
    assert_eq!(run.source("a")["snapshot"]["bytes"], 37);
    assert_eq!(run.source("a")["snapshot"]["mediaType"], serde_json::Value::Null);
}
