//! Reading what people and hostile people write; writing and reading again.

use proptest::prelude::*;

use super::*;
use crate::format::WriteOptions;

fn value(text: &str) -> Node<'_> {
    parse(text, &Limits::default()).expect(text)
}

fn fault(text: &str) -> Syntax {
    parse(text, &Limits::default()).expect_err("a finding")
}

fn json(node: &Node) -> String {
    let mut out = Vec::new();
    crate::format::json::write_compact(node, &mut out);
    String::from_utf8(out).unwrap()
}

fn written(records: &[Node]) -> (String, Report) {
    let (mut out, mut report) = (Vec::new(), Report::default());
    write::write(records, &WriteOptions::default(), &mut out, &mut report);
    (String::from_utf8(out).unwrap(), report)
}

fn from_json(text: &str) -> Node<'_> {
    crate::format::json::parse(text, &Limits::default()).unwrap()
}

#[test]
fn every_kind_of_table_becomes_an_object() {
    let text = "a.b = 1\nc = { d.e = 2 }\n[f.g]\nh = true\n[[i]]\nj = 1\n[[i]]\nj = 2\n[i.k]\n";
    let expected = r#"{"a":{"b":1},"c":{"d":{"e":2}},"f":{"g":{"h":true}},"i":[{"j":1},{"j":2,"k":{}}]}"#;
    assert_eq!(json(&value(text)), expected);
}

#[test]
fn numbers_and_dates_are_kept_as_json_can() {
    let text = "a = [1_000, +7, -0, 0xff, 0o17, 0b11, 1_0.5, +1e06]\nd = 2026-07-06T10:00:00+02:00\nt = 09:30:00\n";
    let expected = r#"{"a":[1000,7,-0,255,15,3,10.5,1e06],"d":"2026-07-06T10:00:00+02:00","t":"09:30:00"}"#;
    assert_eq!(json(&value(text)), expected);
    assert!(fault("a = inf").message.contains("inf"));
    assert!(fault("a = -nan").message.contains("nan"));
}

#[test]
fn spans_cover_keys_and_values_after_a_byte_order_mark_and_with_crlf() {
    let text = "\u{feff}\"é\" = 'x'\r\n\r\n[place]\r\ncity = \"Genève\"\r\n";
    let node = value(text);
    let place = node.member("place").unwrap();
    let city = place.node.member("city").unwrap();
    assert_eq!(&text[node.member("é").unwrap().key_span.range()], "\"é\"");
    assert_eq!(&text[place.key_span.range()], "place");
    assert_eq!(&text[place.node.span.range()], "[place]\r\ncity = \"Genève\"");
    assert_eq!(&text[city.node.span.range()], "\"Genève\"");
}

#[test]
fn records_alone_are_a_list() {
    let text = "[[records]]\nid = 'a'\n[[records]]\nid = 'b'\n";
    assert_eq!(json(&value(text)), r#"[{"id":"a"},{"id":"b"}]"#);
    assert_eq!(value("x = 1\n[[records]]\nid = 'a'\n").as_array(), None);
}

#[test]
fn a_second_key_is_found_at_the_second() {
    let found = fault("title = 'a'\ntitle = 'b'\n");
    assert_eq!(found.span, Span::new(12, 17));
    assert!(found.message.contains("duplicate key"), "{found:?}");
}

#[test]
fn a_bare_word_wants_quotes() {
    let text = "country = NO\n";
    let found = fault(text);
    assert_eq!(&text[found.span.range()], "NO", "{found:?}");
    assert_eq!(found.help.as_deref(), Some("put text in double quotes"), "{found:?}");
}

#[test]
fn hostile_texts_are_one_finding_each() {
    let deep = [
        format!("a = {}", "[".repeat(10_000)),
        format!("a = {}", "{ a = ".repeat(10_000)),
        format!("a{} = 1", ".a".repeat(10_000)),
        format!("[a{}]", ".a".repeat(10_000)),
        format!("a = {}1", format!("{{ a{} = ", ".a".repeat(70)).repeat(70)),
    ];
    for text in &deep {
        assert!(fault(text).message.contains("nested deeper than 80"), "{}", &text[..20]);
    }
    for text in
        ["a = \"x", "a = '''x", "\ta", "a = \"\0\"", "\0", "a = [1", "[a", "[]", "[[a]", "= 1", "a = ", "a 1", "]"]
    {
        let found = fault(text);
        assert!(!found.message.contains('\n') && found.span.end as usize <= text.len(), "{text:?} {found:?}");
    }
}

#[test]
fn sniffing_leaves_json_and_yaml_alone() {
    assert!(["# c\n\ntitle = 'a'", "[place]\n", "[[records]] # all\n", "a.\"b c\" = 1"].iter().all(|text| sniff(text)));
    assert!(!["[1, 2]", "[\n]", "title: a = b", "{}", "", "a,b=c", "[]"].iter().any(|text| sniff(text)));
}

#[test]
fn strings_keep_their_lines_where_they_can() {
    let node = from_json(r#"{"a":"one\n\"\"\"two\\\"","b":"x\r\ny","c d":[1,[{"e":"f\ng"}]]}"#);
    let (text, _) = written(std::slice::from_ref(&node));
    assert!(text.starts_with("a = \"\"\"\none\n\\\"\\\"\"two\\\\\\\"\"\"\"\nb = \"x\\r\\ny\"\n"), "{text}");
    assert!(value(&text).same_value(&node), "{text}");
}

#[test]
fn what_toml_cannot_hold_is_noted() {
    let node = from_json(r#"{"a":null,"b":[null,1],"n":9223372036854775808,"t":[{"x":null},null]}"#);
    let (text, report) = written(&[node]);
    assert_eq!(json(&value(&text)), r#"{"b":[1],"n":"9223372036854775808","t":[{}]}"#);
    let paths: Vec<_> = report.findings.iter().map(|finding| finding.path.as_str()).collect();
    assert_eq!(paths, ["a", "b[0]", "n", "t[0].x", "t[1]"]);
}

#[test]
fn lone_records_that_would_be_misread_are_listed() {
    for text in ["{}", r#"{"records":[{"a":1}]}"#] {
        let node = from_json(text);
        let (toml, _) = written(std::slice::from_ref(&node));
        assert_eq!(json(&value(&toml)), format!("[{text}]"), "{toml}");
    }
}

fn tree() -> impl Strategy<Value = Node<'static>> {
    let plain = |value| Node::new(value, Span::default());
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(|number| Value::Number(number.to_string().into())),
        "-?[1-9][0-9]{0,3}\\.[0-9]{1,3}".prop_map(|number| Value::Number(number.into())),
        any::<String>().prop_map(|text| Value::String(text.into())),
        "[\"\\\\\n\r\t' #a]{0,9}".prop_map(|text| Value::String(text.into())),
    ];
    leaf.prop_map(plain).prop_recursive(4, 48, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(move |items| plain(Value::Array(items))),
            object(inner),
        ]
    })
}

fn object(inner: impl Strategy<Value = Node<'static>>) -> impl Strategy<Value = Node<'static>> {
    prop::collection::btree_map("[a-c.\"é \n]{0,3}", inner, 0..5).prop_map(|members| {
        let member = |(key, node): (String, Node<'static>)| Member { key: key.into(), key_span: Span::default(), node };
        Node::new(Value::Object(members.into_iter().map(member).collect()), Span::default())
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(records in prop::collection::vec(object(tree()), 0..4)) {
        let (text, report) = written(&records);
        prop_assert!(report.findings.is_empty());
        let source = Source::new("a", text);
        let mut found = Report::default();
        let again = read(&source, &ReadOptions::default(), &mut found);
        prop_assert!(found.findings.is_empty(), "{:?}\n{}", found.findings, source.text());
        prop_assert_eq!(again.len(), records.len(), "{}", source.text());
        prop_assert!(again.iter().zip(&records).all(|(a, b)| a.same_value(b)), "{}", source.text());
    }

    #[test]
    fn no_text_panics(text in "[\\[\\]{}=.,\"'#a1\n\\\\ \u{0}é-]{0,40}") {
        let _ = parse(&text, &Limits::default());
    }
}
