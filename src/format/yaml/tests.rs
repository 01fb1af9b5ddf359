//! Tests of the reader and the writer.

use std::borrow::Cow;
use std::time::Instant;

use proptest::prelude::*;

use super::*;
use crate::doc::Member;
use crate::source::Span;

fn one(text: &str) -> Node<'_> {
    let mut documents = parse(text, &Limits::default()).expect(text);
    assert_eq!(documents.len(), 1, "{text:?}");
    documents.remove(0)
}

fn fault(text: &str) -> Syntax {
    let start = Instant::now();
    let fault = parse(text, &Limits::default()).expect_err(text.get(..60).unwrap_or(text));
    assert!(start.elapsed().as_secs() < 2, "{}", fault.message);
    fault
}

fn number(text: &str) -> Value<'_> {
    Value::Number(Cow::Borrowed(text))
}

#[test]
fn plain_scalars_follow_the_core_schema() {
    for text in
        ["NO", "no", "yes", "on", "10:30", "1_000", "2025-07-07T09:00:00+02:00", "sdg:16.10", "007", "-", "+.e1"]
    {
        let written = format!("k: {text}\n");
        let expected = if text == "-" { continue } else { text };
        assert_eq!(one(&written).text("k"), Some(expected));
    }
    let numbers = [("16.10", "16.10"), ("-0", "-0"), ("+5", "5"), ("0o17", "15"), ("0x1F", "31"), (".5", "0.5")];
    for (text, expected) in numbers.into_iter().chain([("5.", "5"), ("-.5e3", "-0.5e3"), ("1E+9", "1E+9")]) {
        assert_eq!(one(&format!("[{text}]")).items()[0].value, number(expected), "{text}");
    }
    for text in ["null", "~", "Null", "NULL", ""] {
        assert_eq!(one(&format!("k: {text}\n")).get("k").unwrap().value, Value::Null);
    }
    assert_eq!(one("TRUE").value, Value::Bool(true));
    assert_eq!(one("'5'").as_str(), Some("5"));
    assert_eq!(one("k: |\n  5\n").text("k"), Some("5\n"));
}

#[test]
fn a_file_of_two_records() {
    let text = include_str!("../../../fixtures/formats/yaml/scalars.yaml");
    let records = parse(text, &Limits::default()).unwrap();
    let words = ["country", "start", "topic"].map(|key| records[0].text(key).unwrap());
    assert_eq!(words, ["NO", "10:30", "sdg:16.10"]);
    assert_eq!(records[0].get("version").unwrap().value, number("16.10"));
    assert!(records[0].get("thanks").unwrap().same_value(records[0].get("speakers").unwrap()));
    let again: Vec<_> = records.iter().map(written).collect();
    let again = again.join("---\n");
    let again = parse(&again, &Limits::default()).unwrap();
    assert!(records.iter().zip(&again).all(|(record, again)| record.same_value(again)));
}

#[test]
fn tags() {
    assert_eq!(one("!!str 5").as_str(), Some("5"));
    assert_eq!(one("! 5").as_str(), Some("5"));
    assert_eq!(one("!!int '5'").value, number("5"));
    assert_eq!(one("!<tag:yaml.org,2002:str> 5").as_str(), Some("5"));
    assert_eq!(one("!!seq [!!map {}]").items()[0].value, Value::Object(Vec::new()));
    for text in ["!!int x", "!!bool 5", "!thing x", "!!python/object x", "!!set {a}", "x: .inf", "- .NaN"] {
        fault(text);
    }
}

#[test]
fn spans_are_bytes_of_what_is_written() {
    for (before, end) in [("", "\n"), ("\u{feff}", "\n"), ("", "\r\n"), ("# é😀\n", "\n")] {
        let lines = [
            "é: &q 'ü ''x'   # it's",
            "list:",
            "  - a",
            "  - [b, \"c😀\"]  ",
            "text: |",
            "  é",
            "  f",
            "",
            "# é",
            "plain: b c # d",
            "empty:  # e",
            "z: 1",
        ];
        let text = format!("{before}{}{end}{end}", lines.join(end));
        let node = one(&text);
        let at = |span: Span| &text[span.range()];
        let member = node.member("é").unwrap();
        assert_eq!((at(member.key_span), at(member.node.span)), ("é", "&q 'ü ''x'"));
        let list = node.get("list").unwrap();
        assert_eq!(at(list.span), format!("- a{end}  - [b, \"c😀\"]"));
        assert_eq!(at(list.items()[1].span), "[b, \"c😀\"]");
        assert_eq!(at(list.items()[1].items()[1].span), "\"c😀\"");
        assert_eq!(at(node.get("text").unwrap().span), format!("|{end}  é{end}  f"));
        assert_eq!(node.text("text"), Some("é\nf\n"));
        assert_eq!(at(node.get("plain").unwrap().span), "b c");
        assert_eq!(at(node.get("empty").unwrap().span), "");
        assert_eq!(at(node.member("z").unwrap().key_span), "z");
        assert!(at(node.span).starts_with('é') && at(node.span).ends_with("z: 1"));
    }
}

#[test]
fn documents_and_top_level_lists_are_records() {
    let records = |text: &str| {
        let source = Source::new("x.yaml", text);
        let mut report = Report::default();
        let count = read(&source, &ReadOptions::default(), &mut report).len();
        (count, report.has_errors())
    };
    assert_eq!(records(""), (0, false));
    assert_eq!(records("\u{feff}# nothing\n"), (0, false));
    assert_eq!(records("---\n"), (0, false));
    assert_eq!(records("a: 1\n---\n- b: 2\n- c: 3\n...\n"), (3, false));
    assert_eq!(records("a: 1\n---\nb: \"x\n"), (1, true));
}

#[test]
fn duplicate_keys_stay_and_merge_keys_are_ordinary() {
    let node = one("a: 1\na: 2\n<<: {b: 3}\n");
    let keys: Vec<_> = node.as_object().unwrap().iter().map(|member| &*member.key).collect();
    assert_eq!(keys, ["a", "a", "<<"]);
    assert_eq!(one("1: x\ntrue: y\n? long\n: z\n").as_object().unwrap().len(), 3);
    assert!(fault("? [a]\n: b\n").message.contains("key"));
    assert!(fault("{a: b}: c\n").message.contains("key"));
}

#[test]
fn aliases_copy_within_bounds() {
    let text = "a: &x {k: [1, 2]}\nb: *x\n";
    let node = one(text);
    assert!(node.get("a").unwrap().same_value(node.get("b").unwrap()));
    assert_eq!(&text[node.get("b").unwrap().span.range()], "*x");
    assert!(fault("a: &a [*a]\n").message.contains("itself"));
    assert!(fault("a: *b\n").message.contains("anchor"));

    let level = |level: usize, aliases: usize| {
        let content = if level == 0 { "x".to_owned() } else { format!("*a{}", level - 1) };
        format!("a{level}: &a{level} [{}]\n", vec![content; aliases].join(", "))
    };
    let bomb: String = (0..9).map(|at| level(at, 9)).collect();
    assert!(fault(&bomb).help.unwrap().contains("--max-aliases"));
    let chain: String = (0..200).map(|at| level(at, 1)).collect();
    assert!(fault(&chain).help.unwrap().contains("--max-depth"));
}

#[test]
fn depth_is_limited() {
    let indented: String = (0..10_000).map(|level| " ".repeat(level) + "a:\n").collect();
    let texts =
        ["[".repeat(100_000), "{a: ".repeat(100_000), "[".repeat(200), "- ".repeat(10_000), "? ".repeat(10_000)];
    for text in texts.into_iter().chain([indented]) {
        let message = fault(&text).message;
        assert!(message.contains("deeper") || message.contains("key"), "{message}");
    }
}

#[test]
fn faults_say_where_and_what_to_do() {
    let text = "a:\n\tb: c\n";
    let tab = fault(text);
    assert_eq!((&text[tab.span.range()], tab.help.as_deref()), ("\t", Some("indent with spaces")));
    fault("a:\n  b: 1\n\tc: 2\n");
    assert!(fault("a: b\0c\n").message.contains("NUL"));
    for text in
        ["a: \"b\n", "a: 'b\n", "a: b: c\n", "a: [1\n", "a: @b\n", "a: 1\n b: 2\n", "\"\\q\"", "a: }\n", "%YAML\n"]
    {
        let fault = fault(text);
        assert!(fault.span.range().end <= text.len(), "{text:?}");
    }
}

#[test]
fn sniffing() {
    for text in ["---\na: b", "# c\n\n$schema: x", "- a", "key:\n", "@id: x", "title: The moderator is X"] {
        assert!(sniff(text), "{text}");
    }
    for text in ["The moderator is X: she", "a,b: c\n", "http://x", "", "---- x", "-a", "{\"a\": 1}"] {
        assert!(!sniff(text), "{text}");
    }
}

fn written(node: &Node) -> String {
    let mut out = Vec::new();
    record(node, &WriteOptions::default(), &mut out);
    String::from_utf8(out).unwrap()
}

#[test]
fn writes_what_people_would_write() {
    let text = "\
title: 'sdg:16.10 — it''s \"free\"'
country: \"NO\"
start: \"10:30\"
topic: sdg:16.10
speakers:
  - name: A
    roles:
      - chair
  - - 1
    - {}
abstract: |
  One.

    Two: # x
note: |-
  a
  b
none: []
";
    let expected = text.replace("'sdg:16.10 — it''s \"free\"'", "sdg:16.10 — it's \"free\"");
    assert_eq!(written(&one(text)), expected);
}

#[test]
fn quotes_what_another_reader_would_change() {
    for text in "no Yes ON off y N null ~ TRUE 5 1_0 0x1F 1e3 .5 10:30 2025-07-07 -a &a *a !a @a `a %a |a >a = << a: #a"
        .split(' ')
    {
        assert!(written(&Node::string(text, Span::default())).starts_with('"'), "{text}");
    }
    for text in
        ["", " a", "a ", "a: b", "a #b", "a\tb", "\u{85}", "a\u{2028}b", "\u{7f}", "a\r\nb", "\na", "a \nb", "---"]
    {
        assert!(written(&Node::string(text, Span::default())).starts_with('"'), "{text:?}");
    }
    for text in ["a", "3rd day", "a:b", "a#b", "é", "nothing", "https://example.org/a?b=c#d", "a, b [c]"] {
        assert_eq!(written(&Node::string(text, Span::default())), format!("{text}\n"));
    }
}

/// Any string, with those more often that YAML has views on.
fn strings() -> impl Strategy<Value = String> {
    let word =
        prop::sample::select(vec!["- ", ": ", " #", "\n", " ", "\t", "\r", "a", "5", ".", "no", "'", "\"", "\u{85}"]);
    prop_oneof![
        any::<String>(),
        prop::collection::vec(any::<char>(), 0..4).prop_map(String::from_iter),
        prop::collection::vec(word, 0..8).prop_map(|words| words.concat()),
        "[a-c \n]{0,12}",
        "(\\PC){990,1100}",
    ]
}

fn trees() -> impl Strategy<Value = Node<'static>> {
    let node = |value| Node::new(value, Span::default());
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        "-?(0|[1-9][0-9]{0,20})(\\.[0-9]{1,5})?([eE][-+]?[0-9]{1,3})?".prop_map(|text| Value::Number(text.into())),
        strings().prop_map(|text| Value::String(text.into())),
    ];
    leaf.prop_map(node).prop_recursive(5, 60, 6, move |inner| {
        let member = |(key, node): (String, Node<'static>)| Member { key: key.into(), key_span: Span::default(), node };
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(move |items| node(Value::Array(items))),
            prop::collection::btree_map(strings(), inner, 0..6)
                .prop_map(move |map| node(Value::Object(map.into_iter().map(member).collect()))),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_written_reads_back(first in trees(), second in trees()) {
        let text = format!("{}---\n{}", written(&first), written(&second));
        let documents = parse(&text, &Limits::default());
        let documents = documents.unwrap_or_else(|fault| panic!("{}: {text:?}", fault.message));
        prop_assert_eq!(documents.len(), 2, "{:?}", text);
        prop_assert!(documents[0].same_value(&first), "{:?}", text);
        prop_assert!(documents[1].same_value(&second), "{:?}", text);
    }

    #[test]
    fn no_text_panics(text in any::<String>(), pieces in prop::collection::vec(
        prop::sample::select(vec!["- ", "a", ": ", "\n", " ", "[", "]", "{", "}", ",", "|", ">", "&a ", "*a", "!!str ", "\"", "'", "#", "é", "\u{feff}", "\r\n", "---\n", "? ", "\t", "\0", "%"]), 0..24,
    )) {
        for text in [text, pieces.concat()] {
            if let Err(fault) = parse(&text, &Limits::default()) {
                prop_assert!(text.get(fault.span.range()).is_some(), "{:?}", text);
            }
        }
    }
}
