//! Whatever stands in the data: each form stays well-formed, and a reader gets the same words out of it.

use plenary::diagnostic::{Diagnostic, Severity};
use plenary::source::{Source, Span};
use proptest::prelude::*;
use quick_xml::events::Event;
use serde_json::Value;

use super::{form, json, rendered};

/// Texts that mean something in one form or the other.
fn strange() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("]]>"),
        Just("::"),
        Just("::error::"),
        Just("%0A"),
        Just("%"),
        Just("|"),
        Just("`"),
        Just("```"),
        Just("\n"),
        Just("\r\n"),
        Just("\t"),
        Just("\u{1b}[31m"),
        Just("\u{0}"),
        Just("\u{202e}"),
        Just("\u{ffff}"),
        Just("<b>&amp;</b>"),
        Just("\"'"),
        Just(","),
        Just("\\"),
        Just("@all"),
        Just("[x](http://example.org)"),
        Just("é"),
        Just(" "),
        Just("word"),
    ];
    prop_oneof![prop::collection::vec(piece, 1..8).prop_map(|pieces| pieces.concat()), "\\PC{1,20}", any::<String>()]
        .prop_filter("a message says something", |text| !text.is_empty())
}

prop_compose! {
    fn finding()(name in strange(), message in strange(), help in strange(), path in strange(), text in strange(),
                 grave in 0..3usize) -> Diagnostic {
        let severity = [Severity::Error, Severity::Warning, Severity::Note][grave];
        let source = Source::new(name, text);
        let span = Span::new(0, source.text().len());
        Diagnostic::new("text/spaces", severity, &source, span, message).help(help).at(path).label("here")
    }
}

/// Control characters as reports for people show them.
fn shown(text: &str) -> String {
    let hidden = |letter: char| {
        letter.is_control()
            || ('\u{2028}'..='\u{202e}').contains(&letter)
            || ('\u{2066}'..='\u{2069}').contains(&letter)
    };
    text.chars()
        .map(|letter| if hidden(letter) { letter.escape_default().to_string() } else { letter.into() })
        .collect()
}

/// One annotation, read as GitHub's runner does: the command, its properties, and its text.
fn annotation(line: &str) -> (String, Vec<(String, String)>, String) {
    let unescaped = |text: &str, also: &[(&str, &str)]| {
        let all = also.iter().chain(&[("%0D", "\r"), ("%0A", "\n"), ("%25", "%")]);
        all.fold(text.to_owned(), |text, (escape, plain)| text.replace(escape, plain))
    };
    let (head, data) = line.strip_prefix("::").and_then(|rest| rest.split_once("::")).expect("a command");
    let (command, properties) = head.split_once(' ').expect("properties");
    let property = |text: &str| {
        let (key, value) = text.split_once('=').expect("a property");
        (key.to_owned(), unescaped(value, &[("%3A", ":"), ("%2C", ",")]))
    };
    (command.to_owned(), properties.split(',').map(property).collect(), unescaped(data, &[]))
}

/// The texts of the code spans of a line, as `CommonMark` reads them.
fn code_spans(line: &str) -> Vec<String> {
    let mut spans = Vec::new();
    let mut rest = line;
    while let Some(open) = rest.find('`') {
        let fence = rest[open..].len() - rest[open..].trim_start_matches('`').len();
        rest = &rest[open + fence..];
        let mut at = 0;
        let close = loop {
            let start = at + rest[at..].find('`').expect("each span is closed");
            let length = rest[start..].len() - rest[start..].trim_start_matches('`').len();
            if length == fence {
                break start;
            }
            at = start + length;
        };
        let inner = &rest[..close];
        let blank = inner.trim_matches(' ').is_empty();
        let stripped = inner.strip_prefix(' ').and_then(|inner| inner.strip_suffix(' ')).filter(|_| !blank);
        spans.push(stripped.unwrap_or(inner).to_owned());
        rest = &rest[close + fence..];
    }
    spans
}

/// The message attributes of failures, unescaped, while the whole is read strictly; and the text of notes.
fn junit_messages(report: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(report);
    let mut messages = Vec::new();
    let mut in_output = false;
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Eof => return messages,
            Event::Start(start) => {
                in_output = start.name().as_ref() == b"system-out";
                let attributes: Vec<_> = start.attributes().map(|attribute| attribute.expect("an attribute")).collect();
                let message = attributes.iter().find(|attribute| attribute.key.as_ref() == b"message");
                messages.extend(message.map(|message| message.unescape_value().expect("known entities").into_owned()));
            }
            Event::Text(text) => {
                let text = text.unescape().expect("known entities").into_owned();
                messages.extend(in_output.then_some(text));
            }
            _ => in_output = false,
        }
    }
}

/// A text in XML: what cannot be written there is shown by its number.
fn in_xml(text: &str) -> String {
    let writable = |letter: char| {
        matches!(letter, '\t' | '\n' | '\r') || !(letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}'))
    };
    text.chars()
        .map(|letter| if writable(letter) { letter.into() } else { letter.escape_unicode().to_string() })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn json_says_the_same(finding in finding()) {
        let report = json(&rendered(form("json"), std::slice::from_ref(&finding)));
        prop_assert_eq!(&report[0]["message"], &Value::from(finding.message));
        prop_assert_eq!(&report[0]["file"], &Value::from(finding.place.name()));
        let issue = json(&rendered(form("gitlab"), std::slice::from_ref(&finding_like(&finding.path))));
        prop_assert!(issue[0]["description"].as_str().is_some_and(|said| said.contains(&finding.path)));
    }

    #[test]
    fn sarif_says_the_same(finding in finding()) {
        let log = json(&rendered(form("sarif"), std::slice::from_ref(&finding)));
        let result = &log["runs"][0]["results"][0];
        let said = format!("{}: {}\nhelp: {}", finding.path, finding.message, finding.help.unwrap_or_default());
        prop_assert_eq!(&result["message"]["text"], &Value::from(said));
        let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap_or_default();
        prop_assert!(uri.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~/%:".contains(&byte)), "{}", uri);
    }

    #[test]
    fn annotations_say_the_same(finding in finding()) {
        let report = rendered(form("github"), std::slice::from_ref(&finding));
        prop_assert_eq!(report.matches(['\n', '\r']).count(), 1);
        let (command, properties, said) = annotation(report.trim_end_matches('\n'));
        prop_assert!(["error", "warning", "notice"].contains(&command.as_str()));
        let name = finding.place.name();
        let value = |key: &str| properties.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str());
        prop_assert_eq!(value("file"), Some(name.strip_prefix("./").filter(|rest| !rest.is_empty()).unwrap_or(name)));
        prop_assert_eq!(value("title"), Some("text/spaces"));
        prop_assert_eq!(said, format!("{}: {}\nhelp: {}", finding.path, finding.message, finding.help.unwrap_or_default()));
    }

    #[test]
    fn junit_says_the_same(finding in finding()) {
        let report = rendered(form("junit"), std::slice::from_ref(&finding));
        let messages = junit_messages(&report);
        prop_assert_eq!(messages.len(), 1);
        prop_assert!(messages[0].starts_with(&in_xml(&finding.message)), "{:?}", messages);
        prop_assert!(finding.severity == Severity::Note || messages[0] == in_xml(&finding.message));
    }

    #[test]
    fn markdown_says_the_same(finding in finding()) {
        let report = rendered(form("markdown"), std::slice::from_ref(&finding));
        let item = report.lines().find(|line| line.starts_with("- ")).expect("an item");
        prop_assert_eq!(report.matches("\n- ").count(), 1);
        let said = [finding.id, &finding.path, &finding.message, finding.help.as_deref().unwrap_or_default()].map(shown);
        prop_assert_eq!(code_spans(item), said);
    }

    #[test]
    fn one_finding_is_one_short_line(finding in finding()) {
        let report = rendered(form("short"), std::slice::from_ref(&finding));
        prop_assert_eq!(report.lines().count(), 1);
        prop_assert!(!report.trim_end_matches('\n').contains(char::is_control));
        prop_assert!(report.contains(&shown(&finding.message)));
    }

    #[test]
    fn text_drives_no_terminal(finding in finding()) {
        let report = rendered(form("text"), std::slice::from_ref(&finding));
        prop_assert!(!report.contains(['\u{1b}', '\r', '\u{0}', '\u{202e}']), "{:?}", report);
    }
}

fn finding_like(message: &str) -> Diagnostic {
    let source = Source::new("a.json", "x");
    Diagnostic::error("text/spaces", &source, Span::new(0, 1), message)
}
