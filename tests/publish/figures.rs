//! The figures of the fixture, counted by hand.

use std::fs;

use serde_json::Value;

use super::{FORUM, plenary, site};

fn report(more: &[&str]) -> String {
    let mut arguments = vec!["report", FORUM, "--isolated"];
    arguments.extend(more);
    let output = plenary(&arguments, b"");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn figures() -> Value {
    serde_json::from_str(&report(&["--format", "json"])).expect("JSON")
}

/// A row of a table by its key.
fn row<'v>(figures: &'v Value, table: &str, key: &str) -> &'v Value {
    let rows = figures[table]["rows"].as_array().expect("rows");
    rows.iter().find(|row| row["key"] == key).unwrap_or_else(|| panic!("{table} has no {key}"))
}

#[test]
fn participations_are_counted_by_group() {
    let figures = figures();
    // Amara twice and Layla once; Lindiwe's group is that of the university that her department is a unit of.
    let government = row(&figures, "groups", "government");
    assert_eq!((&government["participations"], &government["people"]), (&3.into(), &2.into()));
    assert_eq!(government["share"], 0.5);
    assert_eq!(row(&figures, "groups", "academia")["participations"], 2);
    assert_eq!(row(&figures, "groups", "")["participations"], 1);
    // The closing ceremony was cancelled, and one discussant declined.
    assert!(figures["groups"]["rows"].as_array().unwrap().iter().all(|row| row["key"] != "private-sector"));
    assert_eq!(row(&figures, "years", "2031")["sessions"], 3);
    assert_eq!(row(&figures, "years", "2030")["participations"], 0);
}

#[test]
fn evenness_is_that_of_three_two_and_one() {
    let figures = figures();
    let all = row(&figures, "evenness", "all");
    assert_eq!((&all["speakers"], &all["groups"]), (&6.into(), &3.into()));
    // H = -(1/2 log 1/2 + 1/3 log 1/3 + 1/6 log 1/6) bits; 1 - (3*2 + 2*1) / (6*5)
    assert_eq!(all["shannon"], 1.4591);
    assert_eq!(all["evenness"], 0.9206);
    assert_eq!(all["differ"], 0.7333);
    assert_eq!(row(&figures, "panels", "government")["sessions"], 1);
    assert_eq!(row(&figures, "panels", "mixed")["sessions"], 1);
}

#[test]
fn topics_meet_in_sessions() {
    let figures = figures();
    assert_eq!(row(&figures, "goals", "sdg:16")["sessions"], 2);
    assert_eq!(row(&figures, "goals", "sdg:17")["sessions"], 0);
    assert_eq!(row(&figures, "matrix", "wsis:C2")["sdg:9"], 1);
    assert_eq!(row(&figures, "matrix", "wsis:C1")["sdg:9"], 0);
    let html = report(&["--format", "html"]);
    assert!(html.contains("<svg ") && html.contains("class=\"cell expected\""));
    assert_eq!(row(&figures, "completeness", "Session.abstract")["share"], 0.2);
}

#[test]
fn private_attributes_are_counts_of_many_or_not_told() {
    let told = report(&["--private", "gender", "--threshold", "2"]);
    // One man: his count would follow from the sum, so the other one is not told either.
    assert!(told.contains("| female | few |") && told.contains("| male | few |"), "{told}");
    assert!(!report(&[]).contains("female"));
    let wrong = plenary(&["report", FORUM, "--private", "email"], b"");
    assert_eq!(wrong.status.code(), Some(2));
}

#[test]
fn the_site_has_the_same_figures() {
    let folder = site();
    let published = fs::read_to_string(folder.path().join("participation.json")).expect("the figures");
    assert_eq!(published, report(&["--format", "json"]));
    let csv = report(&["--format", "csv"]);
    assert!(
        csv.starts_with("table,row,label,column,value\n") && csv.contains("groups,government,Government,people,2\n")
    );
}
