//! The files of a site: the same each time, changed only where something changed, whole links, nothing private.

use std::fs;
use std::path::Path;

use html5gum::{Token, Tokenizer};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{ADDRESS, FORUM, files, plenary, publish, shown, site, texts};

#[test]
fn the_same_input_gives_the_same_bytes_in_any_order() {
    let whole = files(site().path());
    let lines = plenary(&["convert", FORUM, "--to", "ndjson", "--normalize", "--isolated"], b"").stdout;
    let folder = TempDir::new().expect("a folder");
    let input = folder.path().join("records.ndjson");
    let mut records: Vec<&str> = std::str::from_utf8(&lines).expect("UTF-8").lines().collect();
    records.reverse();
    fs::write(&input, records.join("\n")).expect("it can be written");
    let again = TempDir::new().expect("a folder");
    assert_eq!(publish(&shown(&input), again.path(), &["--threads", "1"]).0, Some(0));
    let again = files(again.path());
    assert_eq!(whole.keys().collect::<Vec<_>>(), again.keys().collect::<Vec<_>>());
    for (path, bytes) in &whole {
        assert!(again[path] == *bytes, "{path} differs");
    }
}

#[test]
fn a_second_run_writes_nothing_and_a_change_only_what_says_it() {
    let folder = site();
    let (_, said) = publish(FORUM, folder.path(), &[]);
    assert!(said.contains(": 0 written, 0 removed"), "{said}");
    let before = files(folder.path());
    let changed = folder.path().with_extension("yaml");
    let text = fs::read_to_string(FORUM).expect("the fixture").replace("Room B", "Room C");
    fs::write(&changed, text).expect("it can be written");
    assert_eq!(publish(&shown(&changed), folder.path(), &[]).0, Some(0));
    fs::remove_file(&changed).expect("it can be removed");
    let after = files(folder.path());
    let differ = |path: &str| before[path] != after[path];
    assert!(differ("place/room-b.html") && differ("session/open-government.html") && differ("data/dataset.nq"));
    assert!(!differ("person/ines-pereira.html") && !differ("session/networking-2030.html"));
}

#[test]
fn a_run_that_breaks_off_leaves_the_old_site_whole() {
    let folder = site();
    let before = files(folder.path());
    let theme = TempDir::new().expect("a folder");
    // It is found out only when the first schedule is rendered, after hundreds of pages.
    fs::write(theme.path().join("schedule.html"), "{{ page.days|no_such_filter }}").expect("it can be written");
    let (code, said) = publish(FORUM, folder.path(), &["--theme", &shown(theme.path()), "--title", "Other"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("schedule.html:1"), "{said}");
    assert!(files(folder.path()) == before);
}

#[test]
fn a_record_that_is_gone_takes_its_files_along() {
    let folder = site();
    let text = fs::read_to_string(FORUM).expect("the fixture");
    let (rest, _) =
        text.split_once("  - type: Session\n    id: \"https://data.example.org/session/networking-2030\"").unwrap();
    let input = folder.path().with_extension("yaml");
    fs::write(&input, rest).expect("it can be written");
    let moved = folder.path().with_extension("tsv");
    let lines = "https://data.example.org/session/networking-2030\t\nhttps://data.example.org/person/amara\thttps://data.example.org/person/amara-okafor\n";
    fs::write(&moved, lines).expect("it can be written");
    let (code, said) = publish(&shown(&input), folder.path(), &["--moved", &shown(&moved)]);
    assert_eq!(code, Some(0), "{said}");
    let files = files(folder.path());
    assert!(!files.contains_key("session/networking-2030.ttl"));
    let page = |path: &str| String::from_utf8(files[path].clone()).expect("UTF-8");
    assert!(page("session/networking-2030.html").contains("has been withdrawn"));
    assert!(page("person/amara.html").contains("content=\"5; url=../person/amara-okafor.html\""));
    assert!(page("_redirects").contains("/person/amara /person/amara-okafor.html 301"));
}

#[test]
fn private_data_is_nowhere() {
    let folder = site();
    for (path, bytes) in files(folder.path()) {
        let text = String::from_utf8_lossy(&bytes);
        for private in ["eastland.example", "\"female\"", ">female<", "\"private\":{"] {
            assert!(!text.contains(private), "{path} says {private}");
        }
    }
}

/// The addresses in attributes of a page.
fn addresses(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    for token in Tokenizer::new(html) {
        let Ok(Token::StartTag(tag)) = token else { continue };
        for name in ["href", "src", "action"] {
            found.extend(tag.attributes.get(name.as_bytes()).map(|value| String::from_utf8_lossy(value).into_owned()));
        }
    }
    found
}

#[test]
fn every_link_inside_leads_somewhere() {
    let folder = site();
    let all = files(folder.path());
    let mut links = 0;
    for (path, html) in texts(&all, ".html") {
        for address in addresses(&html) {
            let bare = address.split(['#', '?']).next().unwrap_or_default();
            if bare.is_empty() || bare.contains("://") {
                continue;
            }
            let mut at: Vec<&str> = path.split('/').collect();
            at.pop();
            for part in bare.split('/') {
                if part == ".." { assert!(at.pop().is_some(), "{path}: {address} leads out") } else { at.push(part) }
            }
            assert!(all.contains_key(&at.join("/")), "{path}: {address} leads nowhere");
            links += 1;
        }
    }
    assert!(links > 1000, "{links}");
}

/// Elements that have no end tag.
const EMPTY: [&str; 6] = ["meta", "link", "input", "br", "img", "hr"];

#[test]
fn pages_are_html_without_a_mistake() {
    let folder = site();
    for (path, html) in texts(&files(folder.path()), ".html") {
        let mut open = Vec::new();
        let mut ids = std::collections::BTreeSet::new();
        for token in Tokenizer::new(&html) {
            match token {
                Ok(Token::Error(error)) => panic!("{path}: {error:?}"),
                Ok(Token::StartTag(tag)) => {
                    let name = String::from_utf8_lossy(&tag.name).into_owned();
                    if let Some(id) = tag.attributes.get(&b"id"[..]) {
                        let id = String::from_utf8_lossy(id).into_owned();
                        assert!(ids.insert(id.clone()), "{path}: two elements of the id {id}");
                    }
                    if !EMPTY.contains(&name.as_str()) && !tag.self_closing {
                        open.push(name);
                    }
                }
                Ok(Token::EndTag(tag)) => {
                    let name = String::from_utf8_lossy(&tag.name).into_owned();
                    assert_eq!(open.pop().as_deref(), Some(name.as_str()), "{path}");
                }
                Ok(_) => {}
            }
        }
        assert!(open.is_empty(), "{path}: {open:?}");
    }
}

#[test]
fn the_interface_speaks_the_language_asked_for() {
    let folder = TempDir::new().expect("a folder");
    assert_eq!(publish(FORUM, folder.path(), &["--language", "ar"]).0, Some(0));
    let page = fs::read_to_string(folder.path().join("session/arabic-content.html")).expect("the page");
    assert!(page.contains("<html lang=\"ar\" dir=\"rtl\""));
    assert!(page.contains("<h1><span lang=\"ar\" dir=\"auto\">المحتوى العربي على الإنترنت</span></h1>"));
    assert!(page.contains("جلسات منتدى النهر"));
}

#[test]
fn schedules_have_rooms_and_days() {
    let folder = site();
    let page = fs::read_to_string(folder.path().join("edition/river-2031/schedule.html")).expect("the page");
    assert_eq!(page.matches("<table class=\"grid\">").count(), 2);
    assert!(page.contains("id=\"d2031-05-12\"") && page.contains("data-zone=\"America/Bogota\""));
    assert!(!folder.path().join("place/room-a.ics").exists());
    let calendar = fs::read_to_string(folder.path().join("edition/river-2031.ics")).expect("the calendar");
    assert_eq!(calendar.matches("BEGIN:VEVENT").count(), 3);
    assert!(calendar.contains("URL:https://data.example.org/session/open-government.html"));
    let schedule = fs::read_to_string(folder.path().join("edition/river-2031.schedule.xml")).expect("the schedule");
    assert_eq!(schedule.matches("<event ").count(), 3);
}

#[test]
fn the_address_may_be_another_one() {
    let folder = TempDir::new().expect("a folder");
    assert_eq!(publish(FORUM, folder.path(), &["--address", "https://y.example/sub/"]).0, Some(0));
    let all = files(folder.path());
    let map = String::from_utf8(all["sitemap.xml"].clone()).expect("UTF-8");
    assert!(map.contains("<loc>https://y.example/sub/index.html</loc>") && !map.contains(ADDRESS));
    assert!(all.keys().any(|path| path.starts_with("session/community-networks-for-remote-valleys-")));
}

#[test]
fn a_wrong_command_line_ends_with_2() {
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join("index.html"), "mine").expect("it can be written");
    let (code, said) = publish(FORUM, folder.path(), &[]);
    assert_eq!(code, Some(2), "{said}");
    assert_eq!(fs::read_to_string(folder.path().join("index.html")).expect("it is there"), "mine");
    let file = folder.path().join("index.html");
    assert_eq!(publish(FORUM, &file, &[]).0, Some(2));
    assert_eq!(publish(FORUM, &folder.path().join("x"), &["--theme", "no-such-folder"]).0, Some(3));
}

#[test]
fn a_server_is_told_the_pages_of_iris_that_no_file_can_be_called_after() {
    let about = |folder: &Path| -> Value {
        let text = fs::read(folder.join("data/site.json")).expect("it is there");
        serde_json::from_slice(&text).expect("this is JSON")
    };
    assert_eq!(about(site().path()).get("minted"), None);
    let folder = TempDir::new().expect("a folder");
    let input = folder.path().join("people.ndjson");
    let record = |id: &str| json!({"type": "Person", "id": format!("{ADDRESS}{id}"), "name": "Jane Doe"}).to_string();
    fs::write(&input, ["person/WS12", "person/josé", "person/jane"].map(record).join("\n")).expect("it can be written");
    let out = folder.path().join("site");
    let (code, said) = publish(&shown(&input), &out, &[]);
    assert_eq!(code, Some(0), "{said}");
    let about = about(&out);
    let minted = about["minted"].as_object().expect("pairs");
    assert_eq!(minted.keys().collect::<Vec<_>>(), ["person/WS12", "person/josé"]);
    for page in minted.values() {
        let page = page.as_str().expect("a path");
        assert!(page.starts_with("person/jane-doe-") && out.join(format!("{page}.html")).is_file(), "{page}");
    }
}
