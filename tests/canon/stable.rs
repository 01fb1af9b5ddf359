//! What is written for comparison changes no more than the records do: one value changed is at most two lines changed,
//! one session added is lines added.

use plenary::check::structure;
use plenary::diagnostic::Report;
use plenary::doc::Node;
use plenary::format::{self, Count, Each, Limits, Write, WriteOptions, json};
use plenary::pipeline::convert::apart;
use plenary::rdf::normal::normalize;
use plenary::rdf::resolve::resolve;
use plenary::shape::{Field, Kind, shape};
use plenary::source::Source;
use serde_json::{Value, json};
use similar::{ChangeTag, DiffOp, TextDiff};

use super::common::plenary;
use super::dataset::Maker;

/// `TriG` is written as Turtle is.
const FORMATS: [&str; 2] = ["turtle", "jsonld"];
const EDITS: usize = 1_000;
const SESSIONS: usize = 20;

/// A record as the program writes it in each format; none if it is not valid.
fn written(record: &Value) -> Option<[String; 2]> {
    let source = Source::new("record", record.to_string());
    let mut record = json::parse(source.text(), &Limits::default()).expect("the text is JSON");
    let class = structure::verdict(&record, &mut ())?;
    resolve(&mut record, class, None).expect("every node has an id");
    let mut report = Report::default();
    let records = normalize(record, class, &source, &mut report);
    assert!(!report.has_errors(), "{:?}", report.findings);
    Some(FORMATS.map(|format| {
        let Some(Write::Each(each)) = &format::by_name(format).expect("the format is there").write else {
            panic!("{format} is not written record by record")
        };
        text(&apart(records.clone(), each.form), each)
    }))
}

fn text(records: &[Node], each: &Each) -> String {
    let count = if records.len() == 1 { Count::One } else { Count::Many };
    let options = WriteOptions { count, ..WriteOptions::default() };
    let mut out = Vec::new();
    (each.head)(&options, &mut out);
    for (at, record) in records.iter().enumerate() {
        if at > 0 {
            out.extend_from_slice((each.separator)(&options).as_bytes());
        }
        (each.record)(record, &options, &mut out);
    }
    (each.tail)(&options, &mut out);
    String::from_utf8(out).expect("UTF-8")
}

/// What is left of two texts without the lines that they begin and end with alike.
fn differing<'t>(before: &'t str, after: &'t str) -> (&'t str, &'t str) {
    let lines = |text: &'t str| text.split_inclusive('\n');
    let start: usize = lines(before).zip(lines(after)).take_while(|(a, b)| a == b).map(|(line, _)| line.len()).sum();
    let (before, after) = (&before[start..], &after[start..]);
    let ends = lines(before).rev().zip(lines(after).rev());
    let end: usize = ends.take_while(|(a, b)| a == b).map(|(line, _)| line.len()).sum();
    (&before[..before.len() - end], &after[..after.len() - end])
}

/// Lines that were replaced, added or removed.
fn changed(before: &str, after: &str) -> usize {
    let (before, after) = differing(before, after);
    let count = |op: &DiffOp| match op {
        DiffOp::Equal { .. } => 0,
        op => op.old_range().len().max(op.new_range().len()),
    };
    TextDiff::from_lines(before, after).ops().iter().map(count).sum()
}

fn removed(before: &str, after: &str) -> Vec<String> {
    let (before, after) = differing(before, after);
    let diff = TextDiff::from_lines(before, after);
    let lines = diff.iter_all_changes().filter(|change| change.tag() == ChangeTag::Delete);
    lines.map(|change| change.to_string()).collect()
}

/// The pointers of all nodes.
fn nodes(value: &Value, pointer: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            if members.contains_key("type") {
                found.push(pointer.to_owned());
            }
            members.iter().for_each(|(key, value)| nodes(value, &format!("{pointer}/{key}"), found));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, value)| nodes(value, &format!("{pointer}/{at}"), found));
        }
        _ => {}
    }
}

/// Changes, adds or removes one value of one field; false where there is nothing to change.
fn edit(dataset: &mut Value, maker: &mut Maker) -> bool {
    let mut pointers = Vec::new();
    nodes(dataset, "", &mut pointers);
    let node = dataset.pointer_mut(&pointers[maker.chance.below(pointers.len())]).expect("it was found");
    let class = &shape()[shape().class(node["type"].as_str().expect("a name")).expect("a class")];
    let field = &class.fields[maker.chance.below(class.fields.len())];
    let current = node.get(&field.name).cloned();
    // Inline records are more than one value; and what a dataset lists is a record put elsewhere.
    let holds_records = current.iter().flat_map(items).any(Value::is_object) && matches!(field.kind, Kind::Ref(_));
    if holds_records || (class.name == "Dataset" && field.many) {
        return false;
    }
    let Some(new) = new_value(field, maker) else { return false };
    let new = match (current, field.many, maker.chance.below(3)) {
        (None, true, _) => json!([new]),
        (Some(Value::Array(mut items)), true, 0) => {
            items.remove(maker.chance.below(items.len()));
            items.into()
        }
        (Some(Value::Array(mut items)), true, 1) => {
            items.push(new);
            items.into()
        }
        (Some(Value::Array(mut items)), true, _) => {
            let at = maker.chance.below(items.len());
            items[at] = new;
            items.into()
        }
        (Some(Value::Object(texts)), _, 0) if !new.is_object() => with_text(texts, maker),
        (Some(Value::Object(texts)), _, _) => with_text(texts, maker),
        (Some(_), false, 0) => Value::Null,
        (_, _, _) => new,
    };
    let members = node.as_object_mut().expect("an object");
    if new.is_null() || new == json!([]) {
        members.remove(&field.name);
    } else {
        members.insert(field.name.clone(), new);
    }
    true
}

/// Texts by language, one of them changed, added or removed.
fn with_text(mut texts: serde_json::Map<String, Value>, maker: &mut Maker) -> Value {
    let language = maker.chance.pick(&["en", "fr", "es", "zh-Hant"]);
    if let Some(Value::Array(items)) = texts.get_mut(language) {
        // Of several texts of a language, one.
        let at = maker.chance.below(items.len());
        items[at] = maker.chance.phrase().into();
    } else if maker.chance.below(3) == 0 && texts.len() > 1 {
        texts.remove(language);
    } else {
        texts.insert(language.to_owned(), maker.chance.phrase().into());
    }
    texts.into()
}

fn items(value: &Value) -> Vec<&Value> {
    value.as_array().map_or_else(|| vec![value], |items| items.iter().collect())
}

fn new_value(field: &Field, maker: &mut Maker) -> Option<Value> {
    match &field.kind {
        Kind::Ref(classes) => maker.reference(classes),
        Kind::Text => Some(maker.chance.phrase().into()),
        Kind::Texts => Some(json!({"en": maker.chance.phrase()})),
        kind => maker.chance.plain(kind),
    }
}

#[test]
fn one_value_changed_is_two_lines_changed() {
    let mut maker = Maker::new(7);
    let mut tallies = [[0_usize; 6]; FORMATS.len()];
    let mut edits = 0;
    while edits < EDITS {
        // A new dataset now and then, so that not all edits are of one.
        let dataset = maker.dataset(SESSIONS);
        let before = written(&dataset).expect("what is made is valid");
        for _ in 0..100 {
            let mut edited = dataset.clone();
            if !edit(&mut edited, &mut maker) || edited == dataset {
                continue;
            }
            let Some(after) = written(&edited) else { continue };
            let counts: Vec<usize> = before.iter().zip(&after).map(|(before, after)| changed(before, after)).collect();
            for (at, count) in counts.iter().enumerate() {
                assert!(*count <= 4, "{}", difference(&before[at], &after[at]));
                tallies[at][*count] += 1;
            }
            edits += 1;
        }
    }
    for (format, tally) in FORMATS.iter().zip(tallies) {
        let small: usize = tally[..=2].iter().sum();
        assert!(small * 100 >= edits * 99, "{format}: {tally:?} of {edits}");
        assert!(tally[1] + tally[2] > edits / 2, "{format}: the edits change something: {tally:?}");
    }
}

fn difference(before: &str, after: &str) -> String {
    TextDiff::from_lines(before, after).unified_diff().context_radius(1).to_string()
}

#[test]
fn one_session_added_is_lines_added() {
    let mut maker = Maker::new(11);
    for _ in 0..10 {
        let dataset = maker.dataset(SESSIONS);
        let before = written(&dataset).expect("what is made is valid");
        for _ in 0..4 {
            let mut larger = dataset.clone();
            let session = maker.named("Session");
            let place = maker.chance.below(SESSIONS);
            larger["sessions"].as_array_mut().expect("a list").insert(place, session);
            let after = written(&larger).expect("what is made is valid");
            for (before, after) in before.iter().zip(&after) {
                assert_eq!(removed(before, after), Vec::<String>::new(), "{}", difference(before, after));
                assert!(after.lines().count() > before.lines().count() + 2);
            }
        }
    }
}

#[test]
fn the_program_writes_the_same() {
    let dataset = Maker::new(3).dataset(SESSIONS);
    let [turtle, jsonld] = written(&dataset).expect("what is made is valid");
    for (format, expected) in [("turtle", &turtle), ("trig", &turtle), ("jsonld", &jsonld)] {
        let output = plenary(&["convert", "--from", "json", "--to", format, "-"], dataset.to_string().as_bytes());
        assert_eq!(String::from_utf8_lossy(&output.stdout), expected.as_str(), "{format}");
    }
}

#[test]
fn what_stands_apart_comes_together_again() {
    let dataset = Maker::new(5).dataset(SESSIONS);
    let normal = |from: &str, input: &[u8]| {
        let output = plenary(&["convert", "--from", from, "--normalize", "--to", "ndjson", "-"], input);
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let [_, jsonld] = written(&dataset).expect("what is made is valid");
    assert_eq!(normal("jsonld", jsonld.as_bytes()), normal("json", dataset.to_string().as_bytes()));
}
