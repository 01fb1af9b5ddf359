//! Front matter of both kinds, its mistakes, and reading what was written.

use super::*;

fn read_text(text: &str) -> (String, Vec<Node<'static>>, Vec<Diagnostic>) {
    let source = Source::new("a.md", text);
    let mut report = Report::default();
    let records = read(&source, &ReadOptions::default(), &mut report);
    let records = records.into_iter().map(Node::into_owned).collect();
    (text.to_owned(), records, report.findings)
}

fn one(text: &str) -> Node<'static> {
    let (_, mut records, findings) = read_text(text);
    assert!(findings.is_empty(), "{findings:?}");
    records.pop().unwrap()
}

fn fault(text: &str) -> Diagnostic {
    let (_, records, mut findings) = read_text(text);
    assert!(records.is_empty() && findings.len() == 1, "{text:?} {findings:?}");
    findings.remove(0)
}

fn span(finding: &Diagnostic) -> Span {
    let Place::Span(_, span) = finding.place else { panic!("a span") };
    span
}

fn json(node: &Node) -> String {
    let mut out = Vec::new();
    crate::format::json::write_compact(node, &mut out);
    String::from_utf8(out).unwrap()
}

#[test]
fn toml_front_matter_and_text_make_a_record() {
    let text = "\u{feff}+++\r\nid = 'x'\r\n+++\r\n\r\n# The Title #\r\n\r\nOne\r\nTwo\r\n";
    let node = one(text);
    assert_eq!(json(&node), r#"{"type":"Session","id":"x","title":"The Title","description":"One\nTwo"}"#);
    let slice = |key: &str| &text[node.get(key).unwrap().span.range()];
    assert_eq!([slice("id"), slice("title"), slice("description")], ["'x'", "The Title", "One\r\nTwo"]);
}

#[test]
fn a_title_in_front_leaves_the_heading_in_the_text() {
    let node = one("+++\ntitle = 'a'\ntype = 'Event'\n+++\n# b\n");
    assert_eq!(json(&node), r##"{"title":"a","type":"Event","description":"# b"}"##);
    assert_eq!(json(&one("+++\n+++\n")), r#"{"type":"Session"}"#);
}

#[test]
fn a_second_description_is_told_with_the_first() {
    let text = "+++\ndescription = 'a'\n+++\nb\n";
    let (_, records, findings) = read_text(text);
    assert_eq!(records[0].text("description"), Some("a"));
    assert_eq!((findings[0].id, &text[span(&findings[0]).range()]), ("structure/two-descriptions", "b"));
    assert_eq!(findings[0].related.len(), 1);
}

#[test]
fn mistakes_are_told_at_their_place() {
    assert!(fault("+++\na = 1\n").message.contains("never closed"));
    assert!(fault("---\n").message.contains("never closed"));
    assert!(fault("Hello\n").message.contains("no front matter"));
    assert!(fault("").message.contains("no front matter"));
    assert!(fault("+++\n[[records]]\n[[records]]\n+++\n").message.contains("a list"));
    let text = "+++\na = 1\na = 2\n+++\n";
    assert_eq!(span(&fault(text)), Span::new(10, 11));
    let deep = format!("+++\na = {}\n+++\n", "[".repeat(10_000));
    assert!(fault(&deep).message.contains("nested deeper"));
}

#[test]
fn sniffing_wants_a_closed_front_matter_and_no_yaml_after_it() {
    let yes = ["---\na: 1\n---\nText", "+++\r\n+++\r\n", "---\n---\nNote: this is prose\n"];
    let no = ["---\na: 1\n", "---\na: 1\n---\nid: 2\n", "# Title\n", ""];
    assert!(yes.iter().all(|text| sniff(text)));
    assert!(!no.iter().any(|text| sniff(text)));
}

#[test]
fn what_is_written_is_read_again() {
    let texts = [
        r#"{"type":"Session","title":"a","place":{"city":"b"},"description":"One\n\n+++\n\nTwo"}"#,
        r##"{"type":"Session","description":"# One\n+++\n"}"##,
        r#"{"type":"Session","description":{"en":"x\n+++\ny"},"list":[{"a":1},{"a":2}]}"#,
    ];
    for text in texts {
        let node = crate::format::json::parse(text, &Limits::default()).unwrap();
        let (mut out, mut report) = (Vec::new(), Report::default());
        write(std::slice::from_ref(&node), &WriteOptions::default(), &mut out, &mut report);
        let written = String::from_utf8(out).unwrap();
        assert!(report.findings.is_empty());
        assert!(one(&written).same_value(&node), "{written}");
    }
}

#[test]
fn more_than_one_record_is_refused() {
    let record = Node::new(Value::Object(Vec::new()), Span::default());
    let (mut out, mut report) = (Vec::new(), Report::default());
    write(&[record.clone(), record], &WriteOptions::default(), &mut out, &mut report);
    assert!(out.is_empty());
    assert_eq!(report.findings[0].id, "loss/record");
}
