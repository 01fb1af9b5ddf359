//! Records whose IRIs are of the site and no file can be called after.

use std::fs;

use serde_json::json;
use tempfile::TempDir;

use super::server::Server;

const ADDRESS: &str = "https://data.example.org/";
/// IRIs without the address, and how a client asks for them.
const ASKED: [(&str, &str); 8] = [
    ("person/WS12", "person/WS12"),
    ("person/josé", "person/jos%C3%A9"),
    ("person/Jos%E9", "person/Jos%e9"),
    ("person/a%2Fb", "person/a%2fb"),
    ("person/x/", "person/x/"),
    ("top", "top"),
    ("?id=7", "?id=7"),
    ("person/y?id=8", "person/y?id=8"),
];

/// A server of a person for each IRI.
fn server(folder: &TempDir) -> Server {
    let record = |iri: &str| json!({"type": "Person", "id": format!("{ADDRESS}{iri}"), "name": format!("At {iri}")});
    let all = ASKED.iter().map(|(iri, _)| *iri).chain(["person/jane", "person/a/b", "person/jane.ttl", "person/it#me"]);
    let lines: Vec<String> = all.map(|iri| record(iri).to_string()).collect();
    let input = folder.path().join("people.ndjson");
    fs::write(&input, lines.join("\n")).expect("it can be written");
    Server::of(&input.to_string_lossy(), &["--address", ADDRESS])
}

/// What a client that wants Turtle gets for a path at last, which a 303 leads to.
fn description(server: &Server, path: &str) -> String {
    let turtle = "Accept: text/turtle";
    let first = server.get(path, &[turtle]);
    assert_eq!(first.status, 303, "{path}");
    let location = first.header("location");
    assert!(location.is_ascii(), "{path}: {location}");
    let document = server.get(&location, &[turtle]);
    assert_eq!((document.status, document.header("content-type").as_str()), (200, "text/turtle"), "{path}");
    document.text()
}

#[test]
fn every_iri_of_the_site_leads_to_its_description() {
    let folder = TempDir::new().expect("a folder");
    let server = server(&folder);
    for (iri, asked) in ASKED.into_iter().chain([("person/jane", "person/jane"), ("person/a/b", "person/a/b")]) {
        let text = description(&server, &format!("/{asked}"));
        assert!(text.contains(&format!("\"At {iri}\"")), "{iri}: {text}");
    }
    assert!(description(&server, "/person/WS12?lang=fr").contains("\"At person/WS12\""));
    // A document comes before a record that has its path for an IRI.
    let document = server.get("/person/jane.ttl", &[]);
    assert!(document.status == 200 && document.text().contains("\"At person/jane\""), "{}", document.text());
    assert!(server.get("/", &["Accept: text/html"]).text().contains("<html"));
    for other in ["/person/ws12", "/person/jos%e9", "/person/JANE", "/person/WS12/", "/person/y", "/person/y?id=9"] {
        assert_eq!(server.get(other, &["Accept: text/turtle"]).status, 404, "{other}");
    }
}

#[test]
fn entities_are_led_to_at_the_pages_that_they_have() {
    let folder = TempDir::new().expect("a folder");
    let server = server(&folder);
    let iris = ASKED.iter().map(|(iri, _)| *iri).chain(["person/jane.ttl", "person/it#me"]);
    for iri in iris {
        let id: String = form_urlencoded::byte_serialize(format!("{ADDRESS}{iri}").as_bytes()).collect();
        let view = server.get(&format!("/reconcile/view?id={id}"), &[]);
        assert_eq!(view.status, 303, "{iri}");
        let text = description(&server, &view.header("location"));
        assert!(text.contains(&format!("\"At {iri}\"")), "{iri}: {text}");
    }
}

#[test]
fn merged_and_withdrawn_iris_lead_on_as_others_do() {
    let server = Server::start(&[]);
    let merged = server.get("/session/Old%20Networks", &[]);
    assert_eq!((merged.status, merged.header("location")), (301, "/session/community-networks".to_owned()));
    assert_eq!(server.get("/person/GONE", &["Accept: text/turtle"]).status, 410);
    let elsewhere = server.get("/person/elsewhere-%C3%A9", &[]);
    assert_eq!((elsewhere.status, elsewhere.header("location")), (301, "https://y.example/%C3%A9%20x".to_owned()));
}
