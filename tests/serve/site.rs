//! Documents, negotiation, conditions, ranges, moved and withdrawn records.

use std::io::Read as _;

use flate2::read::GzDecoder;

use super::server::Server;

const SESSION: &str = "/session/community-networks";
const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

#[test]
fn each_client_is_led_to_the_form_that_it_accepts() {
    let server = Server::start(&[]);
    for (accept, ending, media_type) in [
        ("text/turtle", "ttl", "text/turtle"),
        ("application/ld+json", "jsonld", "application/ld+json"),
        ("application/n-triples", "nt", "application/n-triples"),
        ("application/rdf+xml", "rdf", "application/rdf+xml"),
        ("text/html", "html", "text/html; charset=utf-8"),
        ("text/turtle, text/html;q=0.5", "ttl", "text/turtle"),
        ("text/turtle;q=0.2, application/ld+json;q=0.7", "jsonld", "application/ld+json"),
        (BROWSER, "html", "text/html; charset=utf-8"),
        ("*/*", "html", "text/html; charset=utf-8"),
        ("application/*", "jsonld", "application/ld+json"),
    ] {
        let header = format!("Accept: {accept}");
        let answer = server.get(SESSION, &[&header]);
        assert_eq!(answer.status, 303, "{accept}");
        assert_eq!(answer.header("location"), format!("{SESSION}.{ending}"), "{accept}");
        assert!(answer.header("vary").contains("accept"), "{accept}");
        let document = server.get(&format!("{SESSION}.{ending}"), &[&header]);
        assert_eq!((document.status, document.header("content-type").as_str()), (200, media_type), "{accept}");
        assert!(document.header("etag").starts_with('"') && !document.body.is_empty(), "{accept}");
        assert!(httpdate::parse_http_date(&document.header("last-modified")).is_ok());
        assert_eq!(document.header("accept-ranges"), "bytes");
        assert_eq!(document.header("x-content-type-options"), "nosniff");
        assert!(document.header("content-security-policy").starts_with("default-src 'none'"));
        assert_eq!(document.header("access-control-allow-origin"), "*");
    }
    let refused = server.get(SESSION, &["Accept: image/png"]);
    assert_eq!(refused.status, 406);
    assert!(refused.text().contains(&format!("text/turtle {SESSION}.ttl")), "{}", refused.text());
    assert!(refused.header("link").contains("type=\"application/rdf+xml\""));
    assert_eq!(server.get("/topic/sdg-9.c", &["Accept: text/turtle"]).status, 406);
}

#[test]
fn what_a_client_has_is_not_sent_again() {
    let server = Server::start(&[]);
    let path = format!("{SESSION}.ttl");
    let first = server.get(&path, &[]);
    let (tag, date) = (first.header("etag"), first.header("last-modified"));
    for (header, status) in [
        (format!("If-None-Match: {tag}"), 304),
        (format!("If-None-Match: W/{tag}"), 304),
        ("If-None-Match: *".to_owned(), 304),
        ("If-None-Match: \"other\"".to_owned(), 200),
        (format!("If-Modified-Since: {date}"), 304),
        ("If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT".to_owned(), 200),
        (format!("If-Match: {tag}"), 200),
        ("If-Match: \"other\"".to_owned(), 412),
        ("If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT".to_owned(), 412),
    ] {
        let answer = server.get(&path, &[&header]);
        assert_eq!(answer.status, status, "{header}");
        if status == 304 {
            assert_eq!((answer.header("etag"), answer.body.len()), (tag.clone(), 0), "{header}");
            let same = |name: &str| answer.header(name) == first.header(name);
            assert!(
                same("vary") && same("last-modified") && answer.header("vary").contains("accept-encoding"),
                "{header}: {answer:?}"
            );
        }
    }
    // The lines of a list are one list.
    let (other, own) = ("If-None-Match: \"other\"", format!("If-None-Match: {tag}"));
    assert_eq!(server.get(&path, &[other, &own]).status, 304);
    assert_eq!(server.get(&path, &["If-Match: \"other\"", &format!("If-Match: {tag}")]).status, 200);
    let head = server.send(&[&format!("HEAD {path} HTTP/1.1")], b"");
    assert_eq!((head.status, head.body.len(), head.header("etag")), (200, 0, tag));
    assert_eq!(head.header("content-length"), first.body.len().to_string());
}

#[test]
fn scripts_of_forms_are_compared_as_documents_are() {
    let server = Server::start(&[]);
    for encoding in ["identity", "gzip"] {
        let encoding = format!("Accept-Encoding: {encoding}");
        let first = server.get("/service/query.js", &[&encoding]);
        let lines = [&encoding, "If-None-Match: \"other\"", &format!("If-None-Match: W/{}", first.header("etag"))];
        let again = server.get("/service/query.js", &lines);
        assert_eq!((again.status, again.header("etag")), (304, first.header("etag")), "{encoding}");
        assert_eq!(again.header("vary"), first.header("vary"), "{encoding}");
    }
}

#[test]
fn a_packed_form_has_a_tag_of_its_own_and_the_same_content() {
    let server = Server::start(&[]);
    let path = format!("{SESSION}.html");
    let (plain, packed) = (server.get(&path, &[]), server.get(&path, &["Accept-Encoding: gzip"]));
    assert_eq!(packed.header("content-encoding"), "gzip");
    assert_ne!(packed.header("etag"), plain.header("etag"));
    assert!(packed.header("etag").ends_with("-gzip\"") && packed.header("vary").contains("accept-encoding"));
    let mut unpacked = Vec::new();
    GzDecoder::new(packed.body.as_slice()).read_to_end(&mut unpacked).expect("gzip");
    assert_eq!(unpacked, plain.body);
    let condition = format!("If-None-Match: {}", packed.header("etag"));
    let again = server.get(&path, &["Accept-Encoding: gzip", &condition]);
    assert_eq!((again.status, again.header("etag")), (304, packed.header("etag")));
}

#[test]
fn parts_of_a_document_are_sent_alone() {
    let server = Server::start(&[]);
    let path = format!("{SESSION}.nt");
    let whole = server.get(&path, &[]);
    let length = whole.body.len();
    let part = server.get(&path, &["Range: bytes=10-19", "Accept-Encoding: gzip"]);
    assert_eq!((part.status, part.body.as_slice()), (206, &whole.body[10..20]));
    assert_eq!(part.header("content-range"), format!("bytes 10-19/{length}"));
    let last = server.get(&path, &["Range: bytes=-5"]);
    assert_eq!(last.body, &whole.body[length - 5..]);
    let none = server.get(&path, &["Range: bytes=99999999-"]);
    assert_eq!((none.status, none.header("content-range")), (416, format!("bytes */{length}")));
    assert_eq!(part.header("vary"), whole.header("vary"));
    let changed = server.get(&path, &["Range: bytes=0-1", "If-Range: \"other\""]);
    assert_eq!((changed.status, changed.body.len()), (200, length));
    let same = server.get(&path, &["Range: bytes=0-1", &format!("If-Range: {}", whole.header("etag"))]);
    assert_eq!((same.status, same.body.len()), (206, 2));
}

#[test]
fn merged_records_lead_on_and_withdrawn_ones_are_gone() {
    let server = Server::start(&[]);
    for (path, status, location) in [
        ("/session/old-networks", 301, SESSION.to_owned()),
        ("/session/old-networks.ttl", 301, format!("{SESSION}.ttl")),
        ("/session/old-networks.html", 301, format!("{SESSION}.html")),
        ("/person/elsewhere", 301, "https://y.example/p".to_owned()),
        ("/person/gone", 410, String::new()),
        ("/person/gone.html", 410, String::new()),
        ("/person/gone.ttl", 410, String::new()),
        ("/person/never", 404, String::new()),
        ("/data", 301, "/data/".to_owned()),
    ] {
        let answer = server.get(path, &["Accept: */*"]);
        assert_eq!((answer.status, answer.header("location")), (status, location), "{path}");
    }
    assert!(server.get("/person/gone", &["Accept: text/html"]).text().contains("<html"));
    assert!(!server.get("/person/gone", &["Accept: text/turtle"]).text().contains("<html"));
}

#[test]
fn nothing_leads_out_of_the_site() {
    let server = Server::start(&[]);
    for path in [
        "/../Cargo.toml",
        "/..%2f..%2fetc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/session/..%5c..%5cx",
        "//etc/passwd",
        "/etc/passwd",
        "/.plenary-site",
        "/session/%00",
        "/session/%ff",
        "/session/community-networks.ttl/",
        "/x%0d%0aset-cookie:%20a=b",
    ] {
        let answer = server.get(path, &["Accept: */*"]);
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.header("set-cookie"), "");
    }
    let deleted = server.send(&["DELETE /session/community-networks.ttl HTTP/1.1"], b"");
    assert_eq!((deleted.status, deleted.header("allow")), (405, "GET,HEAD".to_owned()));
}

#[test]
fn a_site_below_a_path_is_served_there() {
    let server = Server::start(&["--address", "https://data.example.org/"]);
    assert!(server.get("/", &[]).text().contains("<html"));
    let below = Server::start(&["--address", "https://z.example/sub/"]);
    assert_eq!(below.get("/", &[]).header("location"), "/sub/");
    assert!(below.get("/sub/", &[]).text().contains("<html"));
    assert_eq!(below.get("/sub/health", &[]).status, 200);
    assert_eq!(below.get("/session/x", &[]).status, 404);
}
