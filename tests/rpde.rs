//! Pages of feeds that follow each other: whoever has read one to its end finds in the next whatever is new.

mod common;

use common::plenary;
use serde_json::Value;

fn session(key: &str, title: &str) -> String {
    format!(
        r#"{{"type": "Session", "id": "https://data.example.org/s/{key}", "title": "{title}", "modified": "2031-01-0{key}T00:00:00Z"}}"#
    )
}

/// The page of records, and the items in it: number, key and state.
fn page(records: &[String], more: &[&str]) -> (String, Vec<(i64, String, String)>) {
    let arguments = [&["convert", "--from", "json", "--to", "rpde", "-q"], more, &["-"]].concat();
    let output = plenary(&arguments, format!("[{}]", records.join(",")).as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let page: Value = serde_json::from_str(&text).expect("JSON");
    let text_of = |item: &Value, key: &str| item[key].as_str().expect("a text").to_owned();
    let items = page["items"].as_array().expect("a list").iter();
    let items =
        items.map(|item| (item["modified"].as_i64().expect("a number"), text_of(item, "id"), text_of(item, "state")));
    (text.clone(), items.map(|(at, id, state)| (at, id.replace("https://data.example.org/s/", ""), state)).collect())
}

#[test]
fn what_changed_came_or_went_stands_after_all_that_was_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("page.json").to_string_lossy().into_owned();
    let (text, first) = page(&[session("3", "C"), session("1", "A"), session("2", "B")], &[]);
    let keys: Vec<&str> = first.iter().map(|(_, key, _)| key.as_str()).collect();
    assert_eq!(keys, ["1", "2", "3"]);
    std::fs::write(&path, text).expect("it is written");
    let last = first[2].0;
    let (_, second) = page(&[session("1", "A, changed"), session("3", "C"), session("4", "D")], &["--previous", &path]);
    let states: Vec<(i64, &str, &str)> =
        second.iter().map(|(at, key, state)| (*at, key.as_str(), state.as_str())).collect();
    let fourth = last + 86_400;
    assert_eq!(
        states,
        [(last, "3", "updated"), (last + 1, "1", "updated"), (last + 1, "2", "deleted"), (fourth, "4", "updated")]
    );
}

#[test]
fn the_same_records_are_the_same_page_and_its_next_is_empty() {
    let flags =
        ["--address", "https://data.example.org/feed", "--license", "https://creativecommons.org/licenses/by/4.0/"];
    let (text, _) = page(&[session("1", "A")], &flags);
    assert_eq!(text, page(&[session("1", "A")], &flags).0);
    let read: Value = serde_json::from_str(&text).expect("JSON");
    let next = "https://data.example.org/feed?afterTimestamp=1924992000&afterId=https%3A%2F%2Fdata.example.org%2Fs%2F1";
    assert_eq!(read["next"], next);
    assert_eq!(read["license"], flags[3]);
    let (empty, items) = page(&[], &flags);
    assert!(items.is_empty() && empty.contains("\"next\": \"https://data.example.org/feed\""), "{empty}");
}
