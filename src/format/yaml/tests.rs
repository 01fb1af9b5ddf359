use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::doc::Member;

fn records(text: &str) -> Vec<Node<'_>> {
    parse(text, &Limits::default()).expect(text)
}

fn record(text: &str) -> Node<'_> {
    records(text).pop().expect(text)
}

fn fault(text: &str) -> Syntax {
    parse(text, &Limits::default()).expect_err(text)
}

fn shown(node: &Node) -> String {
    let mut out = Vec::new();
    crate::format::json::write_compact(node, &mut out);
    String::from_utf8(out).unwrap()
}

fn written(node: &Node) -> String {
    let mut out = Vec::new();
    write(node, &mut out);
    String::from_utf8(out).unwrap()
}

#[test]
fn values_are_what_the_author_wrote() {
    let text = "country: NO\r\nstart: 10:30\r\ntopic: sdg:16.10\r\nx: 16.10\r\nempty:\r\nlive: true\r\nfolded: >-\r\n  a\r\n  b\r\n";
    let expected =
        r#"{"country":"NO","start":"10:30","topic":"sdg:16.10","x":16.10,"empty":null,"live":true,"folded":"a b"}"#;
    assert_eq!(shown(&record(text)), expected);
}

#[test]
fn documents_and_lists_are_records() {
    let all = |text| records(text).iter().map(shown).collect::<Vec<_>>().join(" ");
    assert_eq!(all("\u{feff}a: 1\n---\nb: 2\n...\n# end\n"), r#"{"a":1} {"b":2}"#);
    assert_eq!(all("%YAML 1.2\n---\n- a: 1\n- a: 2\n...\n%YAML 1.2\n--- {b: 2}\n"), r#"{"a":1} {"a":2} {"b":2}"#);
    assert_eq!(all(""), "");
    assert_eq!(all("\u{feff}# nothing\n---\n---\n"), "");
}

#[test]
fn a_broken_document_does_not_lose_the_others() {
    let source = Source::new("stream.yaml", "a: 1\n---\nb: \"2\n---\nc: [3\n---\nd: 4\n");
    let mut report = Report::default();
    let records = read(&source, &ReadOptions::default(), &mut report);
    assert_eq!(records.iter().map(shown).collect::<Vec<_>>(), [r#"{"a":1}"#, r#"{"d":4}"#]);
    let lines: Vec<_> = report.findings.iter().map(|finding| finding.place.positions().0.line).collect();
    assert_eq!(lines, [3, 5]);
}

/// Every key and value of a text with the part of the text that its span covers.
fn spans(text: &str) -> String {
    fn walk(node: &Node, text: &str, out: &mut Vec<String>) {
        out.push(text[node.span.range()].to_owned());
        node.as_array().unwrap_or_default().iter().for_each(|item| walk(item, text, out));
        for member in node.as_object().unwrap_or_default() {
            out.push(text[member.key_span.range()].to_owned());
            walk(&member.node, text, out);
        }
    }
    let mut out = Vec::new();
    for record in records(text) {
        walk(&record, text, &mut out);
    }
    out.join("¦")
}

#[test]
fn spans_cover_what_is_written() {
    let cases = [
        ("é: 'ü''' # c\n\"k\": \"a\\\"b\" \n", "é: 'ü''' # c\n\"k\": \"a\\\"b\"¦é¦'ü'''¦\"k\"¦\"a\\\"b\""),
        ("\u{feff}é:\n- ü\n- é  \n\n# c\n", "é:\n- ü\n- é¦é¦- ü\n- é¦ü¦é"),
        (
            "a: | # é\n  b\n\n  c\n\nd: &x\n  >-\n  e\n",
            "a: | # é\n  b\n\n  c\n\nd: &x\n  >-\n  e¦a¦| # é\n  b\n\n  c¦d¦&x\n  >-\n  e",
        ),
        ("a:\n- # c\n  - b\n-  # d\n", "a:\n- # c\n  - b\n-¦a¦- # c\n  - b\n-¦- b¦b¦"),
        ("{é: [1, ü ], b: {} } # c", "{é: [1, ü ], b: {} }¦é¦[1, ü ]¦1¦ü¦b¦{}"),
        ("é: 1\n---\n- a: 2\n  b:\n", "é: 1¦é¦1¦a: 2\n  b:¦a¦2¦b¦"),
        ("a: !!str 5\nb: 'x'", "a: !!str 5\nb: 'x'¦a¦!!str 5¦b¦'x'"),
    ];
    for (text, expected) in cases {
        assert_eq!(spans(text), expected);
    }
    let empty = record("a:\nb: 1\n").get("a").unwrap().span;
    assert_eq!(empty, Span::new(2, 2), "a value that is not there stands after the colon");
}

#[test]
fn faults_say_what_is_wrong_and_where() {
    let cases = [
        ("session:\n\ttitle: x\n", "tab", "\t"),
        ("title: x\n\tedition: y\n", "tab", "\t"),
        ("a:\n  - b\n\t- c\n", "tab", "\t"),
        ("type: Session\nparticipations:\n  - role: speaker\n\tagent:\n", "tab", "\t"),
        ("a: \"x\nb: 1\n", "never closed", "\""),
        ("a: 'x\n", "never closed", "'"),
        ("é: b: c\n", "inside another value", ":"),
        ("a: - b\n", "inside a value", "-"),
        ("a: @x\n", "cannot begin", "@"),
        ("a: *x\n", "names nothing", "*"),
        ("a: &x [*x]\n", "within the value it names", "*x"),
        ("a:\n  b: 1\n c: 2\n", "does not fit", "c"),
        ("a: [1, 2\n\n", "this list is never closed", "["),
        ("a: [1, 2\nb: [c]\n", "this list is never closed", "["),
        ("a: {b: [c, d]\ne: 1\n", "this object is never closed", "{"),
        ("a: [{b: c, d: e} f]\n", "expected ',' or ']'", "f"),
        ("? [a]\n: b\n", "not text", "["),
        (": b\n", "key is missing", ""),
        ("a: !color red\n", "!color", "!color red"),
        ("a: .inf\n", "other formats", ".inf"),
        ("a: b\0c\n", "U+0000", "\0"),
    ];
    for (text, message, place) in cases {
        let fault = fault(text);
        assert!(fault.message.contains(message), "{text:?}: {}", fault.message);
        assert_eq!(&text[fault.span.range()], place, "{text:?}");
        assert!(fault.help.is_some(), "{text:?}");
    }
}

#[test]
fn aliases_add_the_value_they_name() {
    let text = "a: &host {name: &n X}\nb: *host\nc: *n\n*n : key\n<<: *host\n";
    let expected = r#"{"a":{"name":"X"},"b":{"name":"X"},"c":"X","X":"key","<<":{"name":"X"}}"#;
    let record = record(text);
    assert_eq!(shown(&record), expected);
    assert_eq!(&text[record.get("b").unwrap().span.range()], "*host");
}

#[test]
fn alias_bombs_are_refused_at_once() {
    let mut bomb = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n".to_owned();
    for level in 1..30 {
        let aliases = vec![format!("*a{}", level - 1); 9].join(", ");
        writeln!(bomb, "a{level}: &a{level} [{aliases}]").unwrap();
    }
    assert!(fault(&bomb).help.unwrap().contains("--max-aliases"));
    let source = Source::new("bomb.yaml", format!("{bomb}---\n").repeat(2));
    let mut report = Report::default();
    assert!(read(&source, &ReadOptions::default(), &mut report).is_empty());
    assert_eq!(report.findings.len(), 2);

    let each = |write: fn(usize) -> String| (0..100).map(write).collect::<Vec<_>>().join(" ");
    let (anchors, aliases) = (each(|level| format!("[&a{level}")), each(|level| format!("*a{level},")));
    let nested = format!("a: {anchors}[{}]{}\nb: [{aliases}]\n", "1, ".repeat(5_000), "]".repeat(100));
    assert!(fault(&nested).help.unwrap().contains("--max-aliases"));

    let mut tower = "a0: &a0 x\n".to_owned();
    for level in 1..200 {
        writeln!(tower, "a{level}: &a{level} [*a{}]", level - 1).unwrap();
    }
    assert!(fault(&tower).message.contains("128 levels"));
}

#[test]
fn depth_is_limited() {
    let nested = (0..10_000).map(|level| " ".repeat(level) + "a:\n").collect::<String>();
    for text in [&"[".repeat(100_000), &"{a: ".repeat(100_000), &"- ".repeat(100_000), &nested] {
        assert!(fault(text).message.contains("nested deeper"), "{}", &text[..20]);
    }
    let limits = Limits { depth: 100_000, ..Limits::default() };
    assert!(parse(&"[".repeat(100_000), &limits).unwrap_err().message.contains("255"));
    assert_eq!(
        shown(&record(&format!("{}{}", "[".repeat(128), "]".repeat(128)))),
        format!("{}{}", "[".repeat(127), "]".repeat(127))
    );
}

fn fixture(name: &str) -> String {
    std::fs::read_to_string(format!("{}/fixtures/formats/yaml/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

#[test]
fn fixtures_are_read() {
    let text = fixture("aliases.yaml");
    let session = record(&text);
    assert_eq!(session.text("start"), Some("2025-07-08T10:30:00+02:00"));
    assert_eq!(session.get("focusesPrimarilyOn").unwrap().items()[0].as_str(), Some("sdg:16.10"));
    for participation in session.get("participations").unwrap().items() {
        assert_eq!(participation.get("affiliation").unwrap().text("country"), Some("NO"));
    }
    assert_eq!(records(&fixture("stream.yaml")).len(), 2);
}

#[test]
fn sniffs_mappings_lists_and_markers() {
    for text in
        ["---\n", "# c\n\ntitle: x\n", "title:\n  en: x\n", "- type: Session\n", "\"@type\": x\n", "%YAML 1.2\n"]
    {
        assert!(sniff(text), "{text:?}");
    }
    for text in ["Title\n", "a = 1\n", "id,title\n", "https://example.org/\n", "Related to: x\n", "----\n", ""] {
        assert!(!sniff(text), "{text:?}");
    }
}

#[test]
fn quotes_stand_only_where_needed() {
    let text = r#"title: The road to 2025
country: "NO"
start: "10:30"
date: "2025-07-07T09:00:00+02:00"
topic: sdg:16.10
url: https://example.org/a#b
said: "a: b"
tags: []
note: |-
  First.

  - Second: "x" # y
people:
  - name: Ayden Férdeline
    units:
      - - A
        - ~x
  - "- x"
"#;
    let text = text.replace("~x", "\"~x\"");
    assert_eq!(written(&record(&text)), text);
}

#[test]
fn long_keys_stand_on_a_line_of_their_own() {
    let key = "k: ".repeat(500);
    let member =
        Member { key: key.clone().into(), key_span: Span::default(), node: Node::string("v", Span::default()) };
    let node = Node::new(Value::Array(vec![Node::new(Value::Object(vec![member]), Span::default())]), Span::default());
    assert_eq!(records(&written(&node))[0].text(&key), Some("v"));
}

fn text() -> impl Strategy<Value = String> {
    let awkward =
        "[-?:,\\[\\]{}#&*!|>'\"%@` \t\n\r0-9a-eéx~.=<+\u{85}\u{a0}\u{2028}\u{feff}\u{fffe}\u{7f}\u{0}\u{1b}😀]{0,12}";
    let words = prop::sample::select(vec![
        "no", "Null", "---", "...", "0x1F", "1_000", "12:30:45", "<<", "=", "a\n\n", "a\n \nb",
    ]);
    prop_oneof![awkward, any::<String>(), words.prop_map(str::to_owned)]
}

fn tree() -> impl Strategy<Value = Node<'static>> {
    let node = |value| Node::new(value, Span::default());
    let number = prop_oneof![
        any::<i64>().prop_map(|n| n.to_string()),
        any::<f64>().prop_filter_map("finite", |n| { n.is_finite().then(|| format!("{n:e}")) })
    ];
    let leaf = prop_oneof![
        4 => text().prop_map(|text| Value::String(text.into())),
        1 => number.prop_map(|number| Value::Number(number.into())),
        1 => any::<bool>().prop_map(Value::Bool),
        1 => Just(Value::Null),
    ];
    leaf.prop_map(node).prop_recursive(5, 40, 6, move |inner| {
        let member =
            (text(), inner.clone()).prop_map(|(key, node)| Member { key: key.into(), key_span: Span::default(), node });
        prop_oneof![
            prop::collection::vec(inner, 0..6).prop_map(Value::Array),
            prop::collection::vec(member, 0..6).prop_map(Value::Object),
        ]
        .prop_map(node)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn reads_what_it_wrote(first in tree(), second in tree()) {
        // A list at the top, so that no value is taken for a list of records.
        let list = |node| Node::new(Value::Array(vec![node]), Span::default());
        let text = format!("{}---\n{}", written(&list(first.clone())), written(&list(second.clone())));
        let read = parse(&text, &Limits::default()).map_err(|fault| TestCaseError::fail(format!("{fault:?}\n{text}")))?;
        prop_assert_eq!(read.iter().map(shown).collect::<Vec<_>>(), [shown(&first), shown(&second)], "{}", text);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "([-?:,\\[\\]{}#&*!|>'\"%@` \t\n\ra-cé1]|: |- |\n  |---\n|&a |\\*a |!!str |\\.\\.\\.\n|\u{feff}){0,40}") {
        let source = Source::new("any.yaml", text.as_str());
        let mut report = Report::default();
        for record in read(&source, &ReadOptions::default(), &mut report) {
            prop_assert!(check_spans(&record, &text, 0..text.len()), "{:?}", record);
        }
        for finding in report.findings {
            let crate::diagnostic::Place::Span(_, span) = finding.place else { panic!("no span") };
            prop_assert!(text.get(span.range()).is_some(), "{}", finding.message);
        }
    }
}

/// Whether every span is a part of the text, and, where no alias is written, of its parent's.
fn check_spans(node: &Node, text: &str, parent: std::ops::Range<usize>) -> bool {
    let range = node.span.range();
    let inside = text.contains('*') || (parent.start <= range.start && range.end <= parent.end);
    let items = node.as_array().unwrap_or_default().iter();
    let members = node.as_object().unwrap_or_default().iter();
    inside
        && text.get(range.clone()).is_some()
        && items.clone().all(|item| check_spans(item, text, range.clone()))
        && members
            .clone()
            .all(|member| text.get(member.key_span.range()).is_some() && check_spans(&member.node, text, range.clone()))
}
