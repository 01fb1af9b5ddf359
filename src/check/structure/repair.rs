//! Mends of structural faults: those that mean what the author wrote, so that nobody needs to look at them, and those that
//! somebody has to look at.

use super::{Fault, FaultKind};
use crate::check::{edit, in_place_of, written};
use crate::diagnostic::{Diagnostic, Edit, Fix};
use crate::doc::{Node, Path, Value};
use crate::model::value::is_map_key;
use crate::model::{Scalar, Scheme};
use crate::rdf::resolve::canonical_tag;
use crate::shape::Kind;
use crate::source::Source;

/// The finding with its mend, where the fault alone tells one.
pub(super) fn mended(finding: Diagnostic, fault: &Fault, record: &Node, source: &Source) -> Diagnostic {
    match mend(fault, record, source) {
        Some((edit, safe)) => finding.fix(Fix { edits: vec![edit], safe }),
        None if gives_key_twice(&finding, fault, record) => Diagnostic { fix: None, ..finding },
        None => finding,
    }
}

/// Whether the key that is suggested for an unknown one is there already.
fn gives_key_twice(finding: &Diagnostic, fault: &Fault, record: &Node) -> bool {
    let (FaultKind::UnknownKey { .. }, Path::Key(parent, _)) = (&fault.kind, fault.path) else { return false };
    let key = finding.replacement_text().map(|text| text.trim_matches(['"', '\'']));
    key.is_some_and(|key| record.at(parent).is_some_and(|object| object.member(key).is_some()))
}

/// An edit, and whether it means what the author wrote.
fn mend(fault: &Fault, record: &Node, source: &Source) -> Option<(Edit, bool)> {
    let written = source.slice(fault.span);
    match &fault.kind {
        FaultKind::Kind { field, value } => {
            of_kind(&field.kind, value, written).map(|(text, safe)| (Edit { span: fault.span, text }, safe))
        }
        _ => edit(fault, record, source).map(|edit| (edit, true)),
    }
}

/// An edit that means what the author wrote.
fn edit(fault: &Fault, record: &Node, source: &Source) -> Option<Edit> {
    let here = |text| Edit { span: fault.span, text };
    let as_written = |old: &str, new: &str| in_place_of(source, fault.span, old, new).map(here);
    match &fault.kind {
        FaultKind::Null { .. } => without_null(fault, record, source),
        FaultKind::DuplicateItem { .. } => match fault.path {
            Path::Index(list, index) => edit::remove_item(source, record.at(list)?, *index),
            _ => None,
        },
        FaultKind::NotAList { value, .. } => listed(value, source.slice(fault.span)).map(here),
        FaultKind::List { items: [only], .. } => unlisted(only, fault, source).map(here),
        FaultKind::Scalar { scalar, text } => as_written(text, &right_form(scalar, text)?),
        FaultKind::Code { scheme, text } => as_written(text, &right_code(scheme, text)?),
        FaultKind::Language { key } => {
            let parent = if let Path::Key(parent, _) = fault.path { record.at(parent) } else { None };
            let tag = right_tag(key).filter(|tag| parent.is_some_and(|map| map.member(tag).is_none()))?;
            as_written(key, &tag)
        }
        _ => None,
    }
}

/// What is not known is left out.
fn without_null(fault: &Fault, record: &Node, source: &Source) -> Option<Edit> {
    let Path::Key(parent, _) = fault.path else { return None };
    let object = record.at(parent)?;
    let member = object.as_object()?.iter().find(|member| member.node.span == fault.span)?;
    edit::remove_member(source, object, member)
}

/// A number where a string belongs, in quotes, or a string where a number belongs, without; and whether that is what was
/// meant. Not where another mistake would come of it.
fn of_kind(kind: &Kind, value: &Value, written: &str) -> Option<(String, bool)> {
    match value {
        Value::Number(_) | Value::Bool(_) => {
            let text = as_string(kind, written)?;
            let safe = match kind {
                Kind::Code(scheme) => target(scheme, written).is_some(),
                _ => true,
            };
            // What stands there may be the name of a value that stands elsewhere.
            let is_there = match value {
                Value::Number(number) => *number == written,
                _ => matches!(written.to_ascii_lowercase().as_str(), "true" | "false"),
            };
            is_there.then(|| (format!("\"{text}\""), safe))
        }
        Value::String(text) => {
            let number = as_number(kind, text)?;
            let is_quoted = written.trim_matches(['"', '\'']) == text && written != text;
            let safe = number == **text;
            is_quoted.then_some((number, safe))
        }
        _ => None,
    }
}

/// The string that a number or a truth value was meant to be. A topic needs its prefix besides the quotes.
pub(super) fn as_string(kind: &Kind, written: &str) -> Option<String> {
    let text = match kind {
        Kind::Text | Kind::Texts => return Some(written.to_owned()),
        Kind::Scalar(scalar) => return (scalar.is_valid)(written).then(|| written.to_owned()),
        Kind::Code(scheme) if scheme.is_valid(written) => written.to_owned(),
        Kind::Code(_) => format!("sdg:{written}"),
        _ => return None,
    };
    matches!(kind, Kind::Code(scheme) if scheme.is_valid(&text)).then_some(text)
}

/// The whole number in a string, as a field takes it.
pub(super) fn as_number(kind: &Kind, text: &str) -> Option<String> {
    let Kind::Integer { min, max } = kind else { return None };
    let number = text.parse::<u64>().ok().filter(|number| (*min..=*max).contains(number))?;
    Some(number.to_string())
}

/// The SDG target that a decimal number names. A whole number may be an action line as well, and where both 16.1 and
/// 16.10 are targets, 16.1 may be what some program made of 16.10.
fn target(scheme: &Scheme, number: &str) -> Option<String> {
    let code = format!("sdg:{number}");
    let is_target = number.contains('.') && scheme.name == "Topic" && scheme.is_valid(&code);
    (is_target && !scheme.is_valid(&format!("{code}0"))).then_some(code)
}

/// A single value of one line as a list. A text without quotes gets some where signs of the list would take it apart.
pub(super) fn listed(value: &Value, written: &str) -> Option<String> {
    if written.contains(['\n', '\r']) {
        return None;
    }
    match value {
        Value::String(text) if *text == written && !written::is_plain_in_list(written) => {
            Some(format!("[\"{}\"]", written::escaped(written)?))
        }
        // The name of a value that stands elsewhere may stand in a list, too.
        _ => Some(format!("[{written}]")),
    }
}

/// The only item without its brackets, where these hold nothing else. One of several lines has to end by itself.
pub(super) fn unlisted(only: &Node, fault: &Fault, source: &Source) -> Option<String> {
    let text = source.text();
    let before = text.get(fault.span.start as usize..only.span.start as usize)?;
    let after = text.get(only.span.end as usize..fault.span.end as usize)?;
    let is_empty = |text: &str| text.chars().all(|sign| sign.is_whitespace() || matches!(sign, '[' | ']' | ',' | '-'));
    let written = source.slice(only.span);
    let is_whole = !written.contains(['\n', '\r']) || (before.starts_with('[') && written.starts_with(['{', '"']));
    (is_empty(before) && is_empty(after) && is_whole).then(|| written.to_owned())
}

/// A scalar as its grammar has it.
pub(super) fn right_form(scalar: &Scalar, text: &str) -> Option<String> {
    let trimmed = text.trim();
    let right = match scalar.name {
        _ if trimmed != text && (scalar.is_valid)(trimmed) => Some(trimmed.to_owned()),
        "Moment" => right_moment(trimmed),
        "Language" => right_tag(trimmed),
        "Country" | "Wikidata" => Some(trimmed.to_ascii_uppercase()),
        "Orcid" => right_orcid(trimmed),
        "Iri" | "Reference" if trimmed.contains("://") => Some(trimmed.replace(' ', "%20")),
        _ => None,
    };
    right.filter(|right| (scalar.is_valid)(right))
}

/// A moment with T between date and time, and with seconds. The offset has to be there: nothing else tells it.
pub(super) fn right_moment(text: &str) -> Option<String> {
    let is_moment = crate::model::grammar::is_moment;
    let (date, time) = text.split_at_checked(10)?;
    let time = time.strip_prefix([' ', 'T', 't'])?.trim_start();
    let (clock, offset) = time.split_at(time.find(['Z', 'z', '+', '-', ' '])?);
    let offset = offset.trim_start().to_ascii_uppercase();
    let right = ["", ":00"].into_iter().map(|seconds| format!("{date}T{clock}{seconds}{offset}"));
    right.into_iter().find(|right| is_moment(right))
}

/// A tag with hyphens, in the usual case: `en_GB` as `en-GB`.
fn right_tag(text: &str) -> Option<String> {
    let tag = canonical_tag(&text.trim().replace('_', "-")).into_owned();
    (tag != text && is_map_key(&tag)).then_some(tag)
}

/// Sixteen characters in groups of four.
fn right_orcid(text: &str) -> Option<String> {
    let bare: String = text.chars().filter(|sign| !matches!(sign, '-' | ' ')).collect();
    let is_plain = bare.len() == 16 && bare.is_ascii();
    is_plain.then(|| [&bare[..4], &bare[4..8], &bare[8..12], &bare[12..]].join("-").to_ascii_uppercase())
}

/// The code whose spelling or official label a text is, but for capitals, spaces and a left-out prefix.
fn right_code(scheme: &Scheme, text: &str) -> Option<String> {
    let text = text.trim();
    if scheme.is_valid(text) {
        return Some(text.to_owned());
    }
    let folded = text.replace([' ', '_'], "-");
    let is_meant = |code: &str, label: &str| {
        code.eq_ignore_ascii_case(&folded)
            || label.eq_ignore_ascii_case(text)
            || code.strip_prefix("wsis:") == Some(text)
    };
    let mut meant = scheme.values().filter(|(code, row)| is_meant(code, &row.label)).map(|(code, _)| code);
    let code = meant.next().or_else(|| target(scheme, text))?;
    meant.next().is_none().then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::topic::TOPIC;

    #[test]
    fn moments_need_their_offset() {
        for (text, right) in [
            ("2025-07-07 09:00:00+02:00", Some("2025-07-07T09:00:00+02:00")),
            ("2025-07-07T09:00+02:00", Some("2025-07-07T09:00:00+02:00")),
            ("2025-07-07t09:00:00z", Some("2025-07-07T09:00:00Z")),
            ("2025-07-07 09:00 +02:00", Some("2025-07-07T09:00:00+02:00")),
            ("2025-07-07 09:00", None),
            ("7 July 2025, 9:00", None),
        ] {
            assert_eq!(right_moment(text).as_deref(), right, "{text}");
        }
    }

    #[test]
    fn one_value_becomes_a_list_of_one() {
        for (written, list) in [
            ("\"sdg:9\"", Some("[\"sdg:9\"]")),
            ("sdg:9", Some("[sdg:9]")),
            ("rural, last mile", Some("[\"rural, last mile\"]")),
            ("say \"hi\"", Some("[\"say \\\"hi\\\"\"]")),
            ("note: this", Some("[\"note: this\"]")),
            ("two\nlines", None),
        ] {
            let text = written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(written);
            let text = Value::String(text.into());
            assert_eq!(listed(&text, written).as_deref(), list, "{written}");
        }
        assert_eq!(listed(&Value::Object(Vec::new()), "{\"name\": \"A\"}").as_deref(), Some("[{\"name\": \"A\"}]"));
    }

    #[test]
    fn values_of_another_kind_are_rewritten_only_where_they_are_right_then() {
        let field = |class: &str, name: &str| {
            let shape = crate::shape::shape();
            &shape[shape.class(class).unwrap()].field(name).unwrap().kind
        };
        let number = |text: &'static str| Value::Number(text.into());
        let string = |text: &'static str| Value::String(text.into());
        for (class, name, value, written, right) in [
            ("Session", "title", number("2031"), "2031", Some(("\"2031\"", true))),
            ("Session", "title", number("2031"), "*year", None),
            ("Session", "start", number("2031"), "2031", None),
            ("Session", "relatedTo", number("16.10"), "16.10", Some(("\"sdg:16.10\"", true))),
            ("Session", "relatedTo", number("17"), "17", Some(("\"sdg:17\"", false))),
            ("Session", "sessionType", number("17"), "17", None),
            ("Place", "capacity", string("120"), "\"120\"", Some(("120", true))),
            ("Place", "capacity", string("0120"), "'0120'", Some(("120", false))),
            ("Place", "capacity", string("0"), "\"0\"", None),
            ("Place", "capacity", string("120"), "*seats", None),
        ] {
            let found = of_kind(field(class, name), &value, written);
            assert_eq!(found.as_ref().map(|(text, safe)| (text.as_str(), *safe)), right, "{name}: {written}");
        }
    }

    #[test]
    fn numbers_are_targets_only_where_nothing_else_can_be_meant() {
        for (number, code) in [("16.10", Some("sdg:16.10")), ("9.5", Some("sdg:9.5")), ("16.1", None), ("17", None)] {
            assert_eq!(target(&TOPIC, number).as_deref(), code, "{number}");
        }
    }

    #[test]
    fn spellings_lead_to_one_code() {
        for (text, code) in [("SDG:17", Some("sdg:17")), ("C7", Some("wsis:C7")), ("sdg:18", None), ("sdg", None)] {
            assert_eq!(right_code(&TOPIC, text).as_deref(), code, "{text}");
        }
    }
}
