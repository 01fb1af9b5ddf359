//! RPDE feeds: page by page, on from where the last run came to, the same however often it was cut off.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use crate::server::{Reply, Server};
use crate::{Folder, manifest};

/// An item of a feed: a session under a number, at a moment.
fn item(id: u32, modified: u32, title: &str) -> Value {
    let name = json!({"@context": "https://schema.org", "@type": "Event", "@id": format!("https://lakeside.example/{id}"), "name": title});
    json!({"state": "updated", "kind": "Event", "id": id, "modified": modified, "data": name})
}

fn gone(id: u32, modified: u32) -> Value {
    json!({"state": "deleted", "kind": "Event", "id": id, "modified": modified})
}

fn page(next: &str, items: &[Value]) -> Reply {
    // Spaces and line ends of publishers are not ours to keep.
    let body = format!("{:#}\n", json!({"next": next, "items": items, "license": "https://lakeside.example/license"}));
    Reply::new("200 OK", "Date: Fri, 14 Mar 2031 09:00:00 GMT\r\n", body)
}

/// The pages of a feed: three, and then the last one for ever.
fn pages(path: &str) -> Reply {
    match path {
        "/feed" => page("/feed?after=2", &[item(1, 1, "Opening"), item(2, 2, "Panel")]),
        "/feed?after=2" => page("/feed?after=4", &[item(3, 3, "Dinner"), item(1, 4, "Grand opening")]),
        "/feed?after=4" => page("feed?after=5", &[gone(2, 5)]),
        _ => page("/feed?after=5", &[]),
    }
}

const RPDE: &str = "rpde = true";

fn titles(folder: &Folder) -> Vec<String> {
    let page: Value = serde_json::from_str(&folder.read("harvest/a.json")).expect("JSON");
    let items = page["items"].as_array().expect("items").iter();
    items.map(|item| item["data"]["name"].as_str().expect("a title").to_owned()).collect()
}

#[test]
fn pages_are_put_together() {
    let server = Server::always(pages);
    let folder = Folder::with(&[("a", server.url("/feed"), RPDE)]);
    let run = folder.harvest(&[]);
    assert_eq!(run.outcome("a"), "new", "{}", run.out);
    assert_eq!(titles(&folder), ["Dinner", "Grand opening"]);
    let asked: Vec<String> = server.seen().into_iter().map(|seen| seen.path).collect();
    assert_eq!(asked, ["/feed", "/feed?after=2", "/feed?after=4", "/feed?after=5"]);
    let kept = folder.files();
    assert!(!kept.keys().any(|name| name.contains("/pages/")), "{:?}", kept.keys());
    assert_eq!(folder.read("harvest/a.json").lines().count(), 4);
    let shown = folder.path("harvest/a.json").display().to_string();
    let read = crate::common::plenary(&["convert", "--to", "ndjson", &shown], b"");
    assert!(
        String::from_utf8_lossy(&read.stdout).contains("Grand opening"),
        "{}",
        String::from_utf8_lossy(&read.stderr)
    );
    // The next run asks for what came since.
    let run = folder.harvest(&[]);
    assert_eq!(run.outcome("a"), "unchanged");
    assert_eq!((server.seen().len(), folder.files()), (5, kept));
}

#[test]
fn a_feed_goes_on_where_it_was_left() {
    let server = Server::answering(|seen, before| {
        Some(match (seen.path.as_str(), before) {
            ("/feed?after=6", 1) => Reply::status("404 Not Found", ""),
            ("/feed?after=6", _) => page("/feed?after=6", &[]),
            ("/feed?after=5", 1) => page("/feed?after=6", &[item(4, 6, "Closing")]),
            (path, _) => pages(path),
        })
    });
    let folder = Folder::with(&[("a", server.url("/feed"), RPDE)]);
    folder.harvest(&[]);
    let run = folder.harvest(&[]);
    assert_eq!(run.outcome("a"), "changed", "{}", run.out);
    assert_eq!(titles(&folder), ["Dinner", "Grand opening", "Closing"]);
    // Where its publisher began it anew, the page to go on from is gone.
    let run = folder.harvest(&[]);
    assert!(run.source("a")["help"].as_str().is_some_and(|help| help.contains("--force")), "{}", run.out);
    assert_eq!(server.seen_of("/feed").len(), 1);
    // By force it begins anew.
    folder.harvest(&["--force"]);
    assert_eq!(server.seen_of("/feed").len(), 2);
}

/// Cut off at any page, and gone on with, a feed comes to the same bytes.
#[test]
fn a_feed_that_is_cut_off_comes_to_the_same() {
    let first = Server::always(pages);
    let whole = Folder::with(&[("a", first.url("/feed"), RPDE)]);
    whole.harvest(&[]);
    for stop in ["/feed", "/feed?after=2", "/feed?after=4", "/feed?after=5"] {
        let broken = Arc::new(AtomicUsize::new(3));
        let left = Arc::clone(&broken);
        let server = Server::answering(move |seen, _| {
            let is_broken = seen.path == stop && left.load(Ordering::Relaxed) > 0;
            if is_broken {
                left.fetch_sub(1, Ordering::Relaxed);
                return None;
            }
            Some(pages(&seen.path))
        });
        let folder = Folder::with(&[("a", server.url("/feed"), RPDE)]);
        let run = folder.harvest(&[]);
        assert!(run.reason("a").contains("(after 3 tries)"), "{stop}: {}", run.out);
        assert!(!folder.path("harvest/a.json").exists());
        let asked = server.seen().len();
        assert_eq!(folder.harvest(&[]).outcome("a"), "new", "{stop}");
        // The pages that were there are not asked for again.
        assert_eq!(server.seen()[asked].path, stop);
        let read = |folder: &Folder, server: &Server| folder.read("harvest/a.json").replace(&server.url(""), "");
        assert_eq!(read(&folder, &server), read(&whole, &first), "{stop}");
    }
}

/// A line that was cut off while it was written is not read.
#[test]
fn a_journal_that_was_cut_off_is_gone_on_with() {
    let server = Server::answering(|seen, before| {
        Some(if seen.path == "/feed?after=4" && before == 0 {
            Reply::status("404 Not Found", "")
        } else {
            pages(&seen.path)
        })
    });
    let folder = Folder::with(&[("a", server.url("/feed"), RPDE)]);
    assert_eq!(folder.harvest(&[]).code, Some(1));
    let journal = folder.files().into_keys().find(|name| name.contains("/pages/")).expect("a journal");
    let text = folder.read(&journal);
    assert_eq!(text.lines().count(), 2);
    fs::write(folder.path(&journal), &text[..text.len() - 10]).expect("it can be written");
    assert_eq!(folder.harvest(&[]).outcome("a"), "new");
    assert_eq!(titles(&folder), ["Dinner", "Grand opening"]);
    assert_eq!(server.seen_of("/feed?after=2").len(), 2);
}

#[test]
fn the_pages_of_another_address_are_not_taken() {
    let server = Server::always(|path| match path {
        "/other" => page("/last", &[item(9, 1, "Elsewhere")]),
        "/last" => page("/last", &[]),
        "/feed?after=4" => Reply::status("404 Not Found", ""),
        path => pages(path),
    });
    let folder = Folder::with(&[("a", server.url("/feed"), RPDE)]);
    folder.harvest(&[]);
    folder.write(&manifest("", &[("a", server.url("/other"), RPDE)]));
    folder.harvest(&[]);
    assert_eq!(titles(&folder), ["Elsewhere"]);
}

#[test]
fn more_pages_than_a_run_takes_are_left_for_the_next() {
    let server = Server::always(pages);
    let folder = Folder::of(&manifest("max-pages = 2\n", &[("a", server.url("/feed"), RPDE)]));
    assert!(folder.harvest(&[]).reason("a").contains("more than 2 pages"));
    assert_eq!(folder.harvest(&[]).outcome("a"), "new");
    assert_eq!(server.seen().len(), 4);
}

#[test]
fn pages_that_lead_astray_are_told() {
    let other = Server::always(|_| page("/", &[]));
    let there = other.url("/");
    let server = Server::always(move |path| match path {
        "/host" => page(&there, &[item(1, 1, "A")]),
        "/scheme" => page("file:///etc/passwd", &[item(1, 1, "A")]),
        "/itself" => page("/itself", &[item(1, 1, "A")]),
        "/circle" => page("/back", &[item(1, 1, "A")]),
        "/back" => page("/circle", &[item(2, 2, "B")]),
        "/nowhere" => Reply::ok("{\"items\": []}"),
        "/list" => Reply::ok("[]"),
        "/items" => Reply::ok("{\"next\": \"/last\", \"items\": [{\"id\": 1}]}"),
        "/state" => page("/last", &[json!({"state": "new", "id": 1, "modified": 1})]),
        "/large" => page("/last", &[item(1, 1, &"A".repeat(3000)), item(2, 2, &"B".repeat(3000))]),
        _ => page("/last", &[]),
    });
    let cases = [
        ("host", "leads to another host"),
        ("scheme", "begins with file:"),
        ("itself", "leads back to"),
        ("circle", "leads back to"),
        ("nowhere", "does not name the next one"),
        ("list", "no page of an RPDE feed"),
        ("items", "an item is broken"),
        ("state", "neither updated nor deleted"),
    ];
    let sources: Vec<_> = cases.iter().map(|(id, _)| (*id, server.url(&format!("/{id}")), RPDE)).collect();
    let run = Folder::with(&sources).harvest(&[]);
    for (id, words) in cases {
        assert!(run.reason(id).contains(words), "{id}: {}", run.reason(id));
    }
    assert!(other.seen().is_empty());
    // A circle is one however few of its pages a run takes.
    let sources = [("circle", server.url("/circle"), RPDE)];
    let slow = Folder::of(&manifest("max-pages = 1\n", &sources));
    assert!(slow.harvest(&[]).reason("circle").contains("more than 1 pages"));
    assert!(slow.harvest(&[]).reason("circle").contains("more than 1 pages"));
    assert!(slow.harvest(&[]).reason("circle").contains("leads back to"));
    let large = Folder::with(&[("large", server.url("/large"), "rpde = true\nmax-bytes = 7000")]);
    assert_eq!(large.harvest(&[]).outcome("large"), "new");
}

/// Each page may be short, and all of them together too long.
#[test]
fn all_items_together_have_a_limit() {
    let server = Server::always(|path| {
        let at: u32 = path.trim_start_matches('/').parse().unwrap_or_default();
        page(&format!("/{}", at + 1), &[item(at, at, &"A".repeat(1000))])
    });
    let folder = Folder::with(&[("a", server.url("/0"), "rpde = true\nmax-bytes = 5000")]);
    assert!(folder.harvest(&[]).reason("a").contains("its items are longer than 5000 bytes"));
    assert!(server.seen().len() <= 6);
}

#[test]
fn the_cache_gives_feeds_of_pages_too() {
    let server = Server::always(pages);
    let folder = Folder::with(&[("a", server.url("/feed"), RPDE)]);
    folder.harvest(&[]);
    let kept = folder.files();
    fs::remove_dir_all(folder.path("harvest")).expect("a folder");
    assert_eq!(folder.harvest(&["--offline"]).outcome("a"), "cached");
    assert_eq!((folder.files(), server.seen().len()), (kept, 4));
}
