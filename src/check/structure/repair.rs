//! Mends of structural faults that mean what the author wrote, so that nobody needs to look at them.

use super::{Fault, FaultKind};
use crate::check::{edit, in_place_of};
use crate::diagnostic::{Diagnostic, Edit, Fix};
use crate::doc::{Node, Path, Value};
use crate::model::value::is_map_key;
use crate::model::{Scalar, Scheme};
use crate::rdf::resolve::canonical_tag;
use crate::shape::{Field, Kind};
use crate::source::Source;

/// The finding with its mend, where there is one that is safe.
pub(super) fn mended(finding: Diagnostic, fault: &Fault, record: &Node, source: &Source) -> Diagnostic {
    match edit(fault, record, source) {
        Some(edit) => finding.fix(Fix { edits: vec![edit], safe: true }),
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

fn edit(fault: &Fault, record: &Node, source: &Source) -> Option<Edit> {
    let here = |text| Edit { span: fault.span, text };
    let as_written = |old: &str, new: &str| in_place_of(source, fault.span, old, new).map(here);
    match &fault.kind {
        FaultKind::Null { .. } => without_null(fault, record, source),
        FaultKind::DuplicateItem { .. } => match fault.path {
            Path::Index(list, index) => edit::remove_item(source, record.at(list)?, *index),
            _ => None,
        },
        FaultKind::Kind { field, value } => of_kind(field, value, source.slice(fault.span)).map(here),
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

/// A number where a string belongs, in quotes, or a string where a number belongs, without. Not where another mistake
/// would come of it.
fn of_kind(field: &Field, value: &Value, written: &str) -> Option<String> {
    match (&field.kind, value) {
        (Kind::Text | Kind::Texts, Value::Number(_) | Value::Bool(_)) => Some(format!("\"{written}\"")),
        (Kind::Scalar(scalar), Value::Number(_) | Value::Bool(_)) => {
            (scalar.is_valid)(written).then(|| format!("\"{written}\""))
        }
        (Kind::Code(scheme), Value::Number(_)) => target(scheme, written).map(|code| format!("\"{code}\"")),
        (Kind::Integer { min, max }, Value::String(text)) => {
            let number = text.parse::<u64>().ok().filter(|number| (*min..=*max).contains(number))?;
            let is_quoted = written.trim_matches(['"', '\'']) == text && written != text;
            (is_quoted && number.to_string() == **text).then(|| number.to_string())
        }
        _ => None,
    }
}

/// The SDG target that a decimal number names. A whole number may be an action line as well, and where both 16.1 and
/// 16.10 are targets, 16.1 may be what some program made of 16.10.
fn target(scheme: &Scheme, number: &str) -> Option<String> {
    let code = format!("sdg:{number}");
    let is_target = number.contains('.') && scheme.name == "Topic" && scheme.is_valid(&code);
    (is_target && !scheme.is_valid(&format!("{code}0"))).then_some(code)
}

/// A single value of one line as a list. Without quotes, signs of the list would take a text apart.
fn listed(value: &Value, written: &str) -> Option<String> {
    let is_bare = value.kind() == "a string" && !written.starts_with(['"', '\'']);
    let is_plain = !written.contains([',', '[', ']', '{', '}', '#', '|', '&', '*']) && !written.contains(": ");
    (!written.contains(['\n', '\r']) && (!is_bare || is_plain)).then(|| format!("[{written}]"))
}

/// The only item without its brackets, where these hold nothing else.
fn unlisted(only: &Node, fault: &Fault, source: &Source) -> Option<String> {
    let text = source.text();
    let before = text.get(fault.span.start as usize..only.span.start as usize)?;
    let after = text.get(only.span.end as usize..fault.span.end as usize)?;
    let is_empty = |text: &str| text.chars().all(|sign| sign.is_whitespace() || matches!(sign, '[' | ']' | ',' | '-'));
    let written = source.slice(only.span);
    (is_empty(before) && is_empty(after) && !written.contains(['\n', '\r'])).then(|| written.to_owned())
}

/// A scalar as its grammar has it.
fn right_form(scalar: &Scalar, text: &str) -> Option<String> {
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
fn right_moment(text: &str) -> Option<String> {
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
