//! Redirects: followed so far and no further, and never to where the public cannot go.

use crate::server::{Reply, Server};
use crate::{Folder, manifest};

const GOOD: &str = "{\"type\": \"Session\", \"title\": \"Opening\"}";

/// Why a redirect to an address is not followed; the server sees one request.
fn refused(status: &'static str, headers: &str) -> String {
    let headers = headers.to_owned();
    let server = Server::always(move |_| Reply::status(status, &headers));
    let folder = Folder::with(&[("a", server.url("/"), "")]);
    let run = folder.harvest(&[]);
    assert_eq!(server.seen().len(), 1, "{}", run.out);
    run.reason("a").to_owned()
}

#[test]
fn redirects_are_followed_in_all_their_forms() {
    let server = Server::always(|path| match path {
        "/301" => Reply::redirect("301 Moved Permanently", "302"),
        "/302" => Reply::redirect("302 Found", "/303?a=b"),
        "/303?a=b" => Reply::redirect("303 See Other", "./x/../307#here"),
        "/307" => Reply::redirect("307 Temporary Redirect", "/30 8/é"),
        "/30%208/%C3%A9" => Reply::redirect("308 Permanent Redirect", "/feed.json"),
        _ => Reply::ok(GOOD),
    });
    let folder = Folder::with(&[("a", server.url("/301"), "")]);
    let run = folder.harvest(&[]);
    assert_eq!(run.outcome("a"), "new", "{}", run.out);
    assert_eq!(run.source("a")["snapshot"]["finalUrl"], server.url("/feed.json"));
    assert_eq!(folder.read("harvest/a.json"), GOOD);
}

#[test]
fn redirects_come_to_an_end() {
    let server = Server::always(|path| Reply::redirect("302 Found", if path == "/a" { "/b" } else { "/a" }));
    let folder = Folder::with(&[("a", server.url("/a"), "")]);
    assert!(folder.harvest(&[]).reason("a").contains("redirected more than 5 times"));
    assert_eq!(server.seen().len(), 6);

    let server = Server::always(|path| match path {
        "/2" => Reply::ok(GOOD),
        path => Reply::redirect("302 Found", if path == "/0" { "/1" } else { "/2" }),
    });
    for (most, outcome) in [(2, "new"), (1, "failed")] {
        let sources = [("a", server.url("/0"), "")];
        let folder = Folder::of(&manifest(&format!("max-redirects = {most}\n"), &sources));
        assert_eq!(folder.harvest(&[]).outcome("a"), outcome, "{most}");
    }
}

#[test]
fn redirects_lead_to_the_web_alone() {
    for (target, words) in [
        ("file:///etc/passwd", "begins with file:"),
        ("gopher://127.0.0.1:70/", "begins with gopher:"),
        ("data:text/plain,a", "begins with data:"),
        ("http://jo:secret@127.0.0.1/", "password"),
        ("http:///feed", "names no host"),
        ("http://[::1", "is not a URL"),
    ] {
        let reason = refused("302 Found", &format!("Location: {target}\r\n"));
        assert!(reason.contains(words) && !reason.contains("secret"), "{target}: {reason}");
    }
    assert!(refused("302 Found", "").contains("to nowhere"));
    assert!(refused("300 Multiple Choices", "Location: /a\r\n").contains("status 300"));
}

/// A source may be in a private network if it says so; where it leads may not.
#[test]
fn redirects_do_not_lead_into_private_networks() {
    let inner = Server::always(|_| Reply::ok("a secret"));
    let port = inner.port();
    for host in
        ["localhost", "127.0.0.2", "127.1", "2130706433", "0x7f000001", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"]
    {
        let reason = refused("302 Found", &format!("Location: http://{host}:{port}/\r\n"));
        assert!(reason.starts_with(&format!("redirected to http://{host}:{port}/: ")), "{reason}");
        assert!(reason.contains("only this machine") || reason.contains("not found"), "{host}: {reason}");
    }
    for address in ["10.0.0.1", "169.254.169.254", "192.168.1.1", "100.64.0.1", "[fd00::1]", "[fe80::1]", "224.0.0.1"] {
        let reason = refused("302 Found", &format!("Location: http://{address}/latest/meta-data/\r\n"));
        assert!(reason.contains("only this machine or its network reaches"), "{address}: {reason}");
    }
    assert!(inner.seen().is_empty());
}

#[test]
fn private_sources_say_that_they_are() {
    let server = Server::always(|_| Reply::ok(GOOD));
    let source =
        |id: &str, host: &str| format!("[[source]]\nid = \"{id}\"\nurl = \"http://{host}:{}/\"\n", server.port());
    let hosts = ["127.0.0.1", "localhost", "[::1]", "127.1", "0.0.0.0"];
    let sources: String = (0..).zip(hosts).map(|(at, host)| source(&format!("s{at}"), host)).collect();
    let folder = Folder::of(&format!("{}{sources}", crate::SETTINGS));
    let run = folder.harvest(&[]);
    for (at, host) in hosts.iter().enumerate() {
        let reason = run.reason(&format!("s{at}"));
        assert!(reason.contains("only this machine") || reason.contains("not found"), "{host}: {reason}");
    }
    assert!(run.source("s0")["help"].as_str().is_some_and(|help| help.contains("allow-private")), "{}", run.out);
    assert!(server.seen().is_empty());
}

/// Headers are for the host that they were written for.
#[test]
fn secrets_stay_with_their_host() {
    let other = Server::always(|_| Reply::ok(GOOD));
    let there = other.url("/there");
    let server = Server::always(move |path| match path {
        "/same" => Reply::redirect("302 Found", "/feed"),
        "/other" => Reply::redirect("302 Found", &there),
        _ => Reply::ok(GOOD),
    });
    let headers = "headers = { Authorization = { env = \"FEED_TOKEN\" }, X-Key = \"written down\" }";
    let sources = [("same", server.url("/same"), headers), ("other", server.url("/other"), headers)];
    let folder = Folder::with(&sources);
    let run = folder.run(folder.command().env("FEED_TOKEN", "Bearer s3cret"), &[]);
    assert_eq!(run.code, Some(0), "{}", run.out);
    for seen in server.seen() {
        assert_eq!((&*seen.headers["authorization"], &*seen.headers["x-key"]), ("Bearer s3cret", "written down"));
    }
    let [seen] = other.seen().try_into().expect("one request");
    assert!(!seen.headers.contains_key("authorization") && !seen.headers.contains_key("x-key"), "{seen:?}");
    // Nothing that is kept or said holds the secret.
    let kept = folder.files().into_values().map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let all: String = kept.chain([run.out, run.err, run.report.to_string()]).collect();
    assert!(!all.contains("s3cret"), "{all}");

    let run = folder.run(folder.command().env_remove("FEED_TOKEN"), &["--only", "same"]);
    assert!(run.reason("same").contains("FEED_TOKEN, which a header takes, is not set"), "{}", run.out);
    let run = folder.run(folder.command().env("FEED_TOKEN", "s3cret\r\nX-Other: a"), &["--only", "same"]);
    assert!(run.reason("same").contains("cannot be one") && !run.out.contains("s3cret"), "{}", run.out);
}
