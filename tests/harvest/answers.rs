//! Answers that are taken: packed, in pieces, under a wrong name; and what they are called.

use std::fs;
use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::server::{Reply, Server};
use crate::{Folder, manifest};

const CALENDAR: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Lakeside//EN\r\nBEGIN:VEVENT\r\nUID:1@lakeside.example\r\nDTSTART:20310314T090000Z\r\nSUMMARY:Opening\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).expect("memory does not fail");
    encoder.finish().expect("memory does not fail")
}

/// Brotli of up to 65,536 bytes as they are: a window of 16 bits, one block that is not compressed, the end.
fn brotli(content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len() - 1).expect("a short text");
    let head = (length << 4 | 1 << 20).to_le_bytes();
    [&head[..3], content, &[3]].concat()
}

fn chunked(content: &[u8]) -> Vec<u8> {
    let mut all = b"HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
    for chunk in content.chunks(7) {
        all.extend([format!("{:x}\r\n", chunk.len()).as_bytes(), chunk, b"\r\n"].concat());
    }
    all.extend(b"0\r\n\r\n");
    all
}

#[test]
fn contents_are_kept_as_they_came_however_they_were_packed() {
    let server = Server::always(|path| match path {
        "/plain.ics" => Reply::ok(CALENDAR),
        "/gzip.ics" => Reply::new("200 OK", "Content-Encoding: gzip\r\n", gzip(CALENDAR.as_bytes())),
        "/brotli.ics" => Reply::new("200 OK", "Content-Encoding: br\r\n", brotli(CALENDAR.as_bytes())),
        "/chunked.ics" => Reply::Bytes(chunked(CALENDAR.as_bytes())),
        "/until-the-end.ics" => Reply::Bytes(format!("HTTP/1.0 200 OK\r\n\r\n{CALENDAR}").into_bytes()),
        _ => Reply::new("200 OK", "Content-Type: text/html; charset=latin-1\r\n", CALENDAR),
    });
    let ids = ["plain", "gzip", "brotli", "chunked", "until-the-end", "named-wrongly"];
    let sources: Vec<_> = ids.iter().map(|id| (*id, server.url(&format!("/{id}.ics")), "format = \"ics\"")).collect();
    let folder = Folder::with(&sources);
    let run = folder.harvest(&[]);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    for id in ids {
        assert_eq!(run.outcome(id), "new");
        assert_eq!(folder.read(&format!("harvest/{id}.ics")), CALENDAR, "{id}");
    }
    assert!(server.seen().iter().all(|seen| seen.headers["accept-encoding"].contains("br")));
    let lines: Vec<&str> = run.out.lines().map(|line| line.split_whitespace().nth(1).expect("an id")).collect();
    assert_eq!(lines, ids);
    assert_eq!(run.report["counts"]["new"], 6);
    // One content is kept once, and what was fetched can be read.
    let objects = folder.files().into_keys().filter(|name| name.starts_with(".plenary/harvest/objects/")).count();
    assert_eq!(objects, 1);
    let shown = folder.path("harvest/gzip.ics").display().to_string();
    let output = crate::common::plenary(&["convert", "--to", "ndjson", &shown], b"");
    assert!(String::from_utf8_lossy(&output.stdout).contains("Opening"));
}

#[test]
fn bytes_that_are_no_text_stay_as_they_are() {
    let content: Vec<u8> = (0..=255).collect();
    let answer = content.clone();
    let server = Server::always(move |_| Reply::ok(&answer));
    let folder = Folder::with(&[("table", server.url("/programme.xlsx"), "format = \"table\"")]);
    assert_eq!(folder.harvest(&["-o", "out"]).code, Some(0));
    assert_eq!(fs::read(folder.path("out/table.xlsx")).expect("a file"), content);
}

/// An answer is as long as it is unpacked; a small one can hold gigabytes.
#[test]
fn bombs_are_stopped_early() {
    let bomb = gzip(&vec![0; 50_000_000]);
    assert!(bomb.len() < 100_000);
    let server = Server::always(move |_| Reply::new("200 OK", "Content-Encoding: gzip\r\n", &bomb));
    let sources = [("bomb", server.url("/"), ""), ("larger", server.url("/"), "max-bytes = 50_000_000")];
    let folder = Folder::of(&manifest("max-bytes = 100_000\n", &sources));
    let run = folder.harvest(&[]);
    assert!(run.reason("bomb").contains("longer than 100000 bytes"), "{}", run.out);
    assert_eq!(run.outcome("larger"), "new");
    assert_eq!(server.seen().len(), 2);
}

#[test]
fn the_limit_itself_is_let_through() {
    let server = Server::always(|path| Reply::ok(if path == "/10" { "a".repeat(10) } else { "a".repeat(11) }));
    let sources = [("as-long", server.url("/10"), ""), ("longer", server.url("/11"), "")];
    let folder = Folder::of(&manifest("max-bytes = 10\n", &sources));
    let run = folder.harvest(&[]);
    assert_eq!((run.outcome("as-long"), run.outcome("longer")), ("new", "failed"));
}

#[test]
fn a_web_page_in_place_of_a_feed_leaves_the_feed_as_it_was() {
    let server = Server::answering(|_, before| {
        let login = Reply::new("200 OK", "Content-Type: text/html\r\n", "<!DOCTYPE html>\n<title>Log in</title>");
        Some(if before == 0 { Reply::ok(CALENDAR) } else { login })
    });
    let folder = Folder::with(&[("calendar", server.url("/"), "format = \"ics\"")]);
    assert_eq!(folder.harvest(&[]).code, Some(0));
    let run = folder.harvest(&[]);
    assert_eq!(run.code, Some(1));
    assert!(run.reason("calendar").contains("web page"));
    assert!(run.out.contains("as it was on"), "{}", run.out);
    assert_eq!(folder.read("harvest/calendar.ics"), CALENDAR);
}
