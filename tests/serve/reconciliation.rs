//! The reconciliation service over HTTP, and how well and how fast it finds names.

use serde_json::{Value, json};

use super::server::Server;

fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

#[test]
fn both_versions_are_spoken_at_their_addresses() {
    let server = Server::start(&[]);
    let old = server.get("/reconcile", &[]).json();
    assert_eq!(old["versions"], json!(["0.2"]));
    assert_eq!(old["suggest"]["entity"]["service_url"], "http://x.example/reconcile");
    assert!(old["batchSize"].as_u64().is_some_and(|size| size >= 1000));
    let new = server.get("/reconcile/1.0", &[]).json();
    assert_eq!((&new["versions"], &new["suggest"]["entity"]), (&json!(["1.0-draft"]), &json!(true)));
    let queries = json!({"q0": {"query": "Northport University", "type": "Organization"}}).to_string();
    let form = format!("queries={}", encoded(&queries));
    let northport = "https://data.example.org/organization/northport";
    let posted = server.post("/reconcile", "application/x-www-form-urlencoded", form.as_bytes()).json();
    assert_eq!(posted["q0"]["result"][0]["id"], northport);
    assert_eq!(server.get(&format!("/reconcile?{form}"), &[]).json(), posted);
    let batch = json!({"queries": [{"conditions": [{"matchType": "name", "propertyValue": "Northport University"}]}]});
    let matched = server.post("/reconcile/1.0/match", "application/json", batch.to_string().as_bytes()).json();
    assert_eq!(matched["results"][0]["candidates"][0]["id"], northport);
}

#[test]
fn what_is_wrong_is_refused_with_its_place() {
    let server = Server::start(&[]);
    for body in [&b"[]"[..], b"{", b"{\"queries\":[{\"conditions\":[]}]}", b"{\"q0\":{\"query\":\"x\"}}"] {
        let answer = server.post("/reconcile/1.0/match", "application/json", body);
        assert_eq!((answer.status, answer.header("content-type").as_str()), (400, "application/problem+json"));
        assert!(answer.json()["detail"].as_str().is_some_and(|detail| !detail.is_empty()));
    }
    assert_eq!(server.post("/reconcile", "application/x-www-form-urlencoded", b"").status, 400);
    assert_eq!(server.get("/reconcile/preview?id=urn:none", &[]).status, 404);
    assert_eq!(server.get("/reconcile/suggest/entity?prefix=a&cursor=x", &[]).status, 400);
}

#[test]
fn entities_are_shown_and_led_to() {
    let server = Server::start(&[]);
    let id = encoded("https://data.example.org/session/community-networks");
    let preview = server.get(&format!("/reconcile/preview?id={id}"), &[]);
    assert!(preview.text().contains("Community networks"));
    assert!(preview.header("content-security-policy").contains("frame-ancestors *"));
    let view = server.get(&format!("/reconcile/view?id={id}"), &[]);
    assert_eq!((view.status, view.header("location")), (303, "/session/community-networks".to_owned()));
    let card = server.get(&format!("/reconcile/flyout/entity?id={id}"), &[]).json();
    assert!(card["html"].as_str().is_some_and(|html| html.contains("<strong>")));
    let proposed = server.get("/reconcile/propose?type=Session&limit=3", &[]).json();
    assert_eq!(proposed["properties"].as_array().map(Vec::len), Some(3));
}

/// Names made of parts, so that many share words.
fn organizations(count: usize) -> Vec<(String, String)> {
    const KINDS: [&str; 8] =
        ["University", "Ministry", "Institute", "Foundation", "Association", "Centre", "Agency", "Council"];
    const FIELDS: [&str; 10] = [
        "Technology",
        "Communications",
        "Education",
        "Internet Governance",
        "Digital Rights",
        "Science",
        "Trade",
        "Media",
        "Health",
        "Transport",
    ];
    const STARTS: [&str; 12] = ["Nor", "Ald", "Ber", "Cas", "Dren", "Elm", "Fal", "Gor", "Hal", "Ism", "Jun", "Kel"];
    const ENDS: [&str; 10] = ["dania", "mark", "vale", "stan", "burg", "ovia", "land", "eria", "ford", "mora"];
    let name = |at: usize| {
        let place = format!("{}{}", STARTS[at % 12], ENDS[at / 12 % 10]);
        format!("{} of {} of {place}", KINDS[at / 120 % 8], FIELDS[at / 960 % 10])
    };
    (0..count).map(|at| (format!("https://data.example.org/organization/o{at}"), name(at))).collect()
}

/// A name as somebody else may write it.
fn variant(name: &str, at: usize) -> String {
    let words: Vec<&str> = name.split(' ').collect();
    match at % 4 {
        0 => name.to_uppercase(),
        1 => format!("{} {}", words[words.len() - 1], words[..words.len() - 2].join(" ")),
        2 => {
            let place = words[words.len() - 1];
            let mut letters: Vec<char> = place.chars().collect();
            letters.swap(2, 3);
            name.replace(place, &letters.into_iter().collect::<String>())
        }
        _ => name
            .replace("University", "Universidad")
            .replace("Ministry", "Ministère")
            .replace("Institute", "Instituto")
            .replace(" of ", " de "),
    }
}

#[test]
fn names_that_are_known_to_be_there_are_found() {
    let all = organizations(2400);
    let lines: Vec<String> =
        all.iter().map(|(id, name)| json!({"type": "Organization", "id": id, "name": name}).to_string()).collect();
    let folder = tempfile::TempDir::new().expect("a folder");
    let input = folder.path().join("organizations.ndjson");
    std::fs::write(&input, lines.join("\n")).expect("it can be written");
    let arguments = ["--address", "https://data.example.org/", "--rate", "0", "--max-time", "120"];
    let server = Server::of(&input.to_string_lossy(), &arguments);
    let chosen: Vec<&(String, String)> = all.iter().step_by(12).collect();
    let query = |at: usize, name: &str| json!({"type": "Organization", "conditions": [{"matchType": "name", "propertyValue": variant(name, at)}]});
    let queries: Vec<Value> = chosen.iter().enumerate().map(|(at, (_, name))| query(at, name)).collect();
    let answer = server
        .post("/reconcile/1.0/match", "application/json", json!({"queries": queries}).to_string().as_bytes())
        .json();
    let found = answer["results"]
        .as_array()
        .expect("a list")
        .iter()
        .zip(&chosen)
        .filter(|(result, (id, _))| result["candidates"][0]["id"] == id.as_str());
    let recall = found.count() * 100 / chosen.len();
    assert!(recall > 90, "{recall} of 100 are found");
}
