//! What is the same, and what is told once.

use std::fs;
use std::path::{Path, PathBuf};

use plenary::diff::Matched;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::common::plenary;
use super::{BASE, diff_of, root};

const FORMATS: [&str; 5] = ["yaml", "ttl", "jsonld", "ndjson", "nq"];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

/// The fixtures that are sound; pages need to be told what they do not say.
fn fixtures() -> Vec<PathBuf> {
    let mut found = Vec::new();
    files(&root().join("fixtures/formats"), &mut found);
    files(&root().join("fixtures/normal-form"), &mut found);
    let broken = ["unclosed.md", "bare-word.toml"];
    found.retain(|path| !path.to_string_lossy().contains("page") && !broken.iter().any(|name| path.ends_with(name)));
    found.sort();
    assert!(found.len() > 15);
    found
}

#[test]
fn fixtures_are_the_same_in_every_format() {
    let folder = TempDir::new().expect("a folder");
    for path in fixtures() {
        let path = path.to_string_lossy();
        for extension in FORMATS {
            let other = folder.path().join(format!("other.{extension}"));
            let other = other.to_string_lossy();
            let output = plenary(&["convert", &path, "--base", BASE, "-o", &other], b"");
            assert_eq!(output.status.code(), Some(0), "{path}: {}", String::from_utf8_lossy(&output.stderr));
            let output = plenary(&["diff", &path, &other, "--base", BASE], b"");
            let told = String::from_utf8_lossy(&output.stdout);
            assert_eq!((output.status.code(), told.as_ref()), (Some(0), "no differences\n"), "{path} {extension}");
        }
    }
}

fn session(members: &Value) -> Value {
    let mut session = json!({"type": "Session", "id": "https://data.example.org/session/1", "title": "Cables"});
    let members = members.as_object().expect("an object").clone();
    session.as_object_mut().expect("an object").extend(members);
    session
}

#[test]
fn how_it_is_written_is_no_difference() {
    let left = session(&json!({
        "start": "2031-06-03T10:00:00+02:00", "duration": "PT90M", "eventStatus": "https://schema.org/EventScheduled",
        "relatedTo": ["https://metadata.un.org/sdg/17", "wsis:C1"], "keywords": ["b", "a"],
        "title": {"en-gb": "Cables"},
    }));
    let right = session(&json!({
        "start": "2031-06-03T08:00:00Z", "duration": "PT1H30M", "eventStatus": "EventScheduled",
        "relatedTo": ["wsis:C1", "sdg:17"], "keywords": ["a", "b"], "title": {"en-GB": "Cables"},
    }));
    assert!(diff_of(&left, &right).is_empty(), "{:?}", diff_of(&left, &right));
}

#[test]
fn a_language_that_is_new_is_one_change() {
    let diff = diff_of(&session(&json!({})), &session(&json!({"title": {"en": "Cables"}})));
    assert_eq!(diff.summary(), "1 retitled");
}

#[test]
fn private_data_and_provenance_are_not_told() {
    let person = |email: &str, modified: &str| {
        json!({"type": "Person", "id": "https://data.example.org/person/1", "name": "Jo Sample",
            "modified": modified, "private": {"email": email}})
    };
    let diff = diff_of(&person("a@a.example", "2031-06-03T10:00:00Z"), &person("b@b.example", "2031-06-04T10:00:00Z"));
    assert!(diff.is_empty(), "{diff:?}");
}

/// Fifty sessions have one room and one organization; what changes there changes once.
#[test]
fn a_shared_node_is_told_once() {
    let sessions = |room: &str, organization: &str| -> Value {
        let of = |number: usize| {
            let id = |what: &str| format!("https://data.example.org/{what}/{number}");
            json!({
                "type": "Session", "id": id("session"), "title": format!("Session {number}"),
                "place": {"id": "https://data.example.org/room/1", "name": room},
                "participations": [{
                    "agent": {"type": "Person", "id": id("person"), "name": format!("Jo {number}")}, "role": "speaker",
                    "affiliation": {"id": "https://data.example.org/org/1", "name": organization},
                }],
            })
        };
        (1..=50).map(of).collect()
    };
    let diff = diff_of(&sessions("Room 1", "Tide Watch"), &sessions("Dome", "Tide Watch International"));
    assert_eq!(diff.summary(), "2 retitled");
    let classes: Vec<&str> = diff.entries.iter().map(|entry| entry.class).collect();
    assert_eq!(classes, ["Organization", "Place"]);
}

#[test]
fn a_record_that_others_only_name_is_told_for_itself() {
    let organizer = json!({"type": "Organization", "id": "https://data.example.org/org/1", "name": "Tide Watch"});
    let left = session(&json!({"organizers": [organizer]}));
    let right = session(&json!({"organizers": ["https://data.example.org/org/1"]}));
    let diff = diff_of(&left, &right);
    assert_eq!((diff.summary().as_str(), diff.entries[0].class), ("1 removed", "Organization"));
    assert_eq!(diff_of(&right, &left).summary(), "1 added");
}

#[test]
fn it_says_how_a_session_was_found() {
    let of = |members: Value| {
        let mut session = json!({"type": "Session", "edition": "https://data.example.org/edition/1"});
        session.as_object_mut().expect("an object").extend(members.as_object().expect("an object").clone());
        session
    };
    let matched = |left: Value, right: Value| diff_of(&of(left), &of(right)).entries[0].matched;
    let start = "2031-06-03T10:00:00+02:00";
    let by_id = |title: &str| json!({"id": "https://data.example.org/session/1", "title": title});
    assert_eq!(matched(by_id("Cables"), by_id("Islands")), Some(Matched::Id));
    let by_code = |title: &str| json!({"identifier": "WS #1", "id": format!("#{title}"), "title": title});
    assert_eq!(matched(by_code("Cables"), by_code("Islands")), Some(Matched::Identifier));
    let by_name =
        |format: &str| json!({"id": format!("#{format}"), "format": format, "title": "Cables", "start": start});
    assert_eq!(matched(by_name("panel"), by_name("debate")), Some(Matched::Name));
    let by_likeness = |title: &str| json!({"title": title, "start": start});
    assert_eq!(
        matched(by_likeness("Who mends cables?"), by_likeness("Who mends the cables?")),
        Some(Matched::Likeness)
    );
}

/// Two sessions with ids of their own are two, however alike they are.
#[test]
fn other_ids_are_other_sessions() {
    let of = |id: &str, start: &str| json!({"type": "Session", "id": id, "title": "Coffee break", "start": start});
    let left = of("https://data.example.org/session/1", "2031-06-03T10:00:00+02:00");
    let right = of("https://data.example.org/session/2", "2031-06-04T10:00:00+02:00");
    assert_eq!(diff_of(&left, &right).summary(), "1 added, 1 removed");
}

/// What has neither id nor natural key can be compared all the same.
#[test]
fn nodes_without_key_are_compared() {
    let of = |title: &str| {
        json!({"type": "Dataset", "sessions": [
            {"type": "Session", "title": title, "identifier": "1", "source": {"url": "https://a.example/feed"}},
        ]})
    };
    assert_eq!(diff_of(&of("Cables"), &of("Cables")).summary(), "no differences");
    assert_eq!(diff_of(&of("Cables"), &of("Islands")).summary(), "1 retitled");
}

/// Breaks of one title at one time have one minted id; the rooms tell them apart.
#[test]
fn sessions_of_one_minted_id_are_kept_apart() {
    let of = |rooms: &[&str]| -> String {
        let session = |room: &&str| json!({"type": "Session", "title": "Break", "start": "2031-06-03T10:00:00+02:00", "place": {"name": room}});
        rooms.iter().map(|room| session(room).to_string()).collect::<Vec<_>>().join("\n")
    };
    let summary = |left: &[&str], right: &[&str]| {
        let diff = super::diff(("a.ndjson", &of(left)), ("b.ndjson", &of(right)));
        diff.summary()
    };
    assert_eq!(summary(&["Dome", "Chapel", "Basement"], &["Basement", "Dome", "Chapel"]), "no differences");
    assert_eq!(summary(&["Dome", "Chapel", "Basement"], &["Basement", "Dome"]), "1 removed");
    assert_eq!(summary(&["Dome", "Chapel"], &["Attic", "Dome"]), "1 moved to another room");
}
