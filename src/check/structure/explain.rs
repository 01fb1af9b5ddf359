//! Words for structural faults: what is wrong and how to mend it.

use std::borrow::Cow;
use std::sync::Arc;

use super::code::bad_code;
use super::repair::{as_number, as_string, listed, right_form, right_moment, unlisted};
use super::{Fault, FaultKind};
use crate::check::in_place_of;
use crate::diagnostic::{Diagnostic, Place};
use crate::doc::{Node, Value};
use crate::lookup::near::nearest;
use crate::model::Scalar;
use crate::model::scalar::Term;
use crate::shape::{Class, ClassId, Field, Kind, shape};
use crate::source::Source;
use crate::vocab::xsd;

/// The finding for a fault.
pub(super) fn finding(fault: &Fault, source: &Arc<Source>) -> Diagnostic {
    let error = |id, message: String| Diagnostic::error(id, source, fault.span, message).at(fault.path);
    match &fault.kind {
        FaultKind::NotARecord(value) => error("structure/type", format!("a record is an object, not {}", value.kind()))
            .help("write one record as an object with a \"type\", such as {\"type\": \"Session\", \"title\": \"...\"}"),
        FaultKind::NoType(allowed) => error("structure/missing-key", "\"type\" is missing".to_owned())
            .label("which type is this?")
            .help(format!("add \"type\": one of {}", names(allowed))),
        FaultKind::WrongType { said, allowed } => wrong_type(said, allowed, error),
        FaultKind::MissingKey { class, field } => missing_key(class, field, error),
        FaultKind::UnknownKey { class, key } => unknown_key(class, key, error),
        FaultKind::DuplicateKey { key, first } => error("structure/duplicate-key", format!("\"{key}\" is given twice"))
            .label("second")
            .relate(Place::Span(Arc::clone(source), *first), "first")
            .help("keep one of the two; readers disagree about which one counts"),
        FaultKind::Kind { field, value } => wrong_kind(field, value, fault, source),
        FaultKind::Null { key } => {
            error("structure/null", format!("\"{key}\" is null")).help("remove the key: what is not known is left out")
        }
        FaultKind::NotAList { field, value } => not_a_list(field, value, fault, source),
        FaultKind::List { field, items } => list(field, items, fault, source),
        FaultKind::DuplicateItem { text, first } => {
            error("structure/duplicate-item", format!("\"{text}\" is in this list already"))
                .label("again")
                .relate(Place::Span(Arc::clone(source), *first), "first")
                .help("remove one of the two")
        }
        FaultKind::Blank => {
            error("structure/blank", "this text is blank".to_owned()).help("write the text, or remove the key")
        }
        FaultKind::Scalar { scalar, text } => bad_scalar(scalar, text, error),
        FaultKind::Code { scheme, text } => bad_code(scheme, text, &error),
        FaultKind::Bounds { min, max, text } => error("structure/number", format!("{text} is out of bounds"))
            .help(format!("write a number from {min} to {max}")),
        FaultKind::Language { key } => error("language/tag", format!("\"{key}\" is no language tag"))
            .help("the keys of a text by language are tags such as \"en\", \"fr\" or \"zh-Hant\""),
        FaultKind::EmptyMap => error("structure/blank", "this text has no language".to_owned())
            .help("write {\"en\": \"...\"}, or remove the key"),
    }
}

fn names(classes: &[ClassId]) -> String {
    let names: Vec<String> = classes.iter().map(|&id| format!("\"{}\"", shape()[id].name)).collect();
    names.join(", ")
}

/// Adds a text for the finding's place, in the quotes that the old one has there; none where it needs others.
pub(super) fn in_place(finding: Diagnostic, old: &str, new: &str, safe: bool) -> Diagnostic {
    let text = match &finding.place {
        Place::Span(source, span) => in_place_of(source, *span, old, new),
        Place::Position { .. } => None,
    };
    match text {
        Some(text) if safe => finding.mend_with(text),
        Some(text) => finding.replace_with(text),
        None => finding,
    }
}

fn wrong_type(said: &str, allowed: &[ClassId], error: impl Fn(&'static str, String) -> Diagnostic) -> Diagnostic {
    let finding = error("structure/type-name", format!("\"{said}\" is not a type that can stand here"));
    match nearest(said, allowed.iter().map(|&id| shape()[id].name.as_str())) {
        Some(name) => in_place(finding.help(format!("did you mean \"{name}\"?")), said, name, false),
        None => finding.help(format!("write one of {}", names(allowed))),
    }
}

fn missing_key(class: &Class, field: &Field, error: impl Fn(&'static str, String) -> Diagnostic) -> Diagnostic {
    let name = &field.name;
    error("structure/missing-key", format!("\"{name}\" is missing"))
        .label(format!("this {} has no {name}", class.name))
        .help(format!("add {}: {}", example(field), field.about))
}

/// A member with an example value, as JSON.
fn example(field: &Field) -> String {
    let value = match (field.examples.first(), &field.kind) {
        (Some(example), _) => example.to_string(),
        (None, Kind::Scalar(scalar)) => format!("\"{}\"", scalar.example),
        (None, Kind::Code(scheme)) => {
            scheme.values().next().map_or_else(|| "...".to_owned(), |(code, _)| format!("\"{code}\""))
        }
        (None, Kind::Ref(_)) => "{...}".to_owned(),
        _ => "\"...\"".to_owned(),
    };
    format!("\"{}\": {value}", field.name)
}

/// The field that an unknown key was meant to be.
pub(super) fn meant(class: &'static Class, key: &str) -> Option<&'static str> {
    if class.field(key).is_some() {
        return None;
    }
    nearest(key, class.fields.iter().map(|field| field.name.as_str()).filter(|name| !name.starts_with(['@', '$'])))
}

fn unknown_key(class: &'static Class, key: &str, error: impl Fn(&'static str, String) -> Diagnostic) -> Diagnostic {
    let message = || format!("\"{key}\" is not a field of {}", class.name);
    if let Some(name) = meant(class, key) {
        let finding = error("structure/unknown-key", message()).label("unknown key");
        return in_place(finding.help(format!("did you mean \"{name}\"?")), key, name, false);
    }
    let private = shape().class("Private").filter(|&id| shape()[id].field(key).is_some());
    match (private, class.field("private")) {
        (Some(_), Some(_)) => error("privacy/outside-private", format!("\"{key}\" of a {} is private", class.name))
            .label("personal data")
            .help(format!("put it under \"private\": {{\"{key}\": ...}}, which is not published")),
        _ => error("structure/unknown-key", message())
            .label("unknown key")
            .help("remove it, or see the fields in docs/reference.md"),
    }
}

/// An example of a field's value, where it has a form of its own.
fn as_in(field: &Field) -> String {
    match &field.kind {
        Kind::Scalar(scalar) if scalar.name != "Plain" => format!(", such as \"{}\"", scalar.example),
        _ => String::new(),
    }
}

/// What a field takes, in words.
fn takes(field: &Field) -> String {
    match &field.kind {
        Kind::Text => "a string, or an object of strings by language".to_owned(),
        Kind::Texts => "a string, a list of strings, or an object of strings by language".to_owned(),
        Kind::Scalar(scalar) => match scalar.term {
            Term::Literal(xsd::STRING) if scalar.name == "Plain" => "a string".to_owned(),
            _ => format!("{} as a string", scalar.what),
        },
        Kind::Code(_) => "a code as a string".to_owned(),
        Kind::Integer { .. } => "a whole number".to_owned(),
        Kind::Ref(classes) => {
            let names: Vec<&str> = classes.iter().map(|&id| shape()[id].name.as_str()).collect();
            format!("an object ({}), or the id of one as a string", names.join(" or "))
        }
        Kind::Private(_) => "an object".to_owned(),
        Kind::Id | Kind::Type | Kind::Head => "a string".to_owned(),
    }
}

fn wrong_kind(field: &Field, value: &Value, fault: &Fault, source: &Arc<Source>) -> Diagnostic {
    let shown = match value {
        Value::Number(text) => format!("the number {text}"),
        Value::Bool(flag) => format!("the boolean {flag}"),
        other => other.kind().to_owned(),
    };
    let message = format!("\"{}\" takes {}, not {shown}", field.name, takes(field));
    let finding = Diagnostic::error("structure/type", source, fault.span, message).at(fault.path);
    match (&field.kind, value) {
        (_, Value::Number(_) | Value::Bool(_)) => match as_string(&field.kind, source.slice(fault.span)) {
            Some(text) => finding.help(format!("write it in quotes: \"{text}\"")),
            None => finding.help(format!("write {}{}", takes(field), as_in(field))),
        },
        (Kind::Integer { .. }, Value::String(text)) => match as_number(&field.kind, text) {
            Some(number) => finding.help(format!("write it without quotes: {number}")),
            None => finding.help(format!("write {}", takes(field))),
        },
        (Kind::Text, Value::Object(_)) => finding,
        _ => finding.help(format!("write {}", takes(field))),
    }
}

fn not_a_list(field: &Field, value: &Value, fault: &Fault, source: &Arc<Source>) -> Diagnostic {
    let message = format!("\"{}\" takes a list, not {}", field.name, value.kind());
    let finding = Diagnostic::error("structure/cardinality", source, fault.span, message).at(fault.path);
    match listed(value, source.slice(fault.span)).filter(|list| list.len() <= 60) {
        Some(list) => finding.help(format!("write {list}")),
        None => finding.help("put it in square brackets, even when there is only one"),
    }
}

fn list(field: &Field, items: &[Node], fault: &Fault, source: &Arc<Source>) -> Diagnostic {
    let message = format!("\"{}\" takes one value, not a list", field.name);
    let finding = Diagnostic::error("structure/cardinality", source, fault.span, message).at(fault.path);
    match items {
        [] => finding.help("remove the key: what is not known is left out"),
        [only] => match unlisted(only, fault, source).filter(|written| written.len() <= 60) {
            Some(written) => finding.help(format!("take the brackets off: {written}")),
            None => finding.help("take the brackets off"),
        },
        _ => finding.help("keep the one that counts"),
    }
}

fn bad_scalar(scalar: &Scalar, text: &str, error: impl Fn(&'static str, String) -> Diagnostic) -> Diagnostic {
    if scalar.name == "Plain" {
        return error("structure/blank", "this text is blank".to_owned()).help("write the text, or remove the key");
    }
    let id = match scalar.name {
        "Moment" => "time/moment",
        "Date" => "time/date",
        "Duration" => "time/duration",
        "Language" => "language/tag",
        "Iri" | "Namespace" | "Reference" => link_fault(text),
        "Orcid" | "Ror" | "Wikidata" | "Isni" => "identity/id-form",
        _ => "structure/form",
    };
    let finding = error(id, format!("\"{}\" is not {}", shortened(text), scalar.what));
    match hint(scalar, text) {
        Some(Hint { help, text: Some(new) }) => in_place(finding.help(help), text, &new, false),
        Some(Hint { help, text: None }) => finding.help(help),
        None => finding.help(format!("write one such as \"{}\"", scalar.example)),
    }
}

/// The check that finds what is wrong with an address.
fn link_fault(text: &str) -> &'static str {
    const ELSEWHERE: [&str; 7] = ["mailto:", "file:", "javascript:", "data:", "ftp:", "tel:", "vbscript:"];
    let lower: String = text.trim_start().chars().take(16).collect::<String>().to_ascii_lowercase();
    let host = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
    if ELSEWHERE.iter().any(|scheme| lower.starts_with(scheme)) {
        "link/scheme"
    } else if host.is_some_and(|host| host.is_empty() || host.starts_with(['/', '?', '#', ':'])) {
        "link/no-host"
    } else {
        "identity/iri"
    }
}

/// What is most likely wrong with a scalar, and the text that mends it.
struct Hint {
    help: Cow<'static, str>,
    text: Option<String>,
}

impl Hint {
    /// Says what to do and shows the result.
    fn to(help: &'static str, text: String) -> Self {
        Self { help: format!("{help}: \"{}\"", shortened(&text)).into(), text: Some(text) }
    }

    /// Shows the result, where that says all.
    fn as_is(text: String) -> Self {
        Self { help: format!("write it as \"{}\"", shortened(&text)).into(), text: Some(text) }
    }

    fn words(help: impl Into<Cow<'static, str>>) -> Self {
        Self { help: help.into(), text: None }
    }
}

fn hint(scalar: &Scalar, text: &str) -> Option<Hint> {
    let trimmed = text.trim();
    if trimmed != text && (scalar.is_valid)(trimmed) {
        return Some(Hint::to("remove the spaces around it", trimmed.to_owned()));
    }
    let if_right = |help, text: String| (scalar.is_valid)(&text).then(|| Hint::to(help, text));
    match scalar.name {
        "Moment" => Some(moment_hint(trimmed)),
        "Iri" | "Reference" if text.contains("://") && text.contains(' ') => {
            if_right("write spaces as %20", text.replace(' ', "%20"))
        }
        "Iri" | "Reference" if text.starts_with("www.") => if_right("begin with the scheme", format!("https://{text}")),
        "Reference" => Some(Hint::words(
            "write an absolute IRI such as \"https://example.org/session/12\", or \"#local\"; a record itself goes here as \
             an object",
        )),
        "Country" => if_right("write it in capitals", text.to_uppercase()),
        _ => None,
    }
    .or_else(|| right_form(scalar, text).map(Hint::as_is))
}

fn moment_hint(text: &str) -> Hint {
    let is_moment = crate::model::grammar::is_moment;
    let spaced = text.replacen(' ', "T", 1);
    if is_moment(&spaced) {
        return Hint::to("put a T between date and time", spaced);
    }
    if is_moment(&format!("{spaced}Z")) {
        let help = format!("add the offset of the place: \"{spaced}+02:00\", or \"{spaced}Z\" for UTC");
        return Hint::words(help);
    }
    match right_moment(text) {
        Some(right) if digits(&right) > digits(text) => Hint::to("add the seconds", right),
        Some(right) => Hint::as_is(right),
        None => Hint::words("write date, time and offset, such as \"2025-07-07T09:00:00+02:00\""),
    }
}

fn digits(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}

/// At most 60 characters of a value, for messages.
pub(super) fn shortened(text: &str) -> String {
    let line: String = text.chars().take(60).map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    if text.chars().nth(60).is_some() { format!("{line}…") } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::scalar::SCALARS;
    use crate::source::Span;

    /// The help for a text of a scalar.
    fn help(scalar: &str, text: &str) -> String {
        let scalar = SCALARS.iter().find(|known| known.name == scalar).unwrap();
        let source = Source::new("a.json", format!("\"{text}\""));
        let error = |id, message: String| Diagnostic::error(id, &source, Span::new(0, text.len() + 2), message);
        bad_scalar(scalar, text, error).help.unwrap_or_default()
    }

    /// What stands in the help is the value itself, or said to be an example.
    #[test]
    fn an_example_is_no_mend() {
        for (scalar, text, told) in [
            ("Duration", "45 minutes", "write one such as \"PT1H30M\""),
            ("Date", "07.07.2025", "write one such as \"2025-07-07\""),
            ("Language", "pt_BR", "write it as \"pt-BR\""),
            ("Iri", " https://x.example/a b ", "write it as \"https://x.example/a%20b\""),
            ("Orcid", "0000 0002 1825 0097", "write it as \"0000-0002-1825-0097\""),
            ("Moment", "2025-07-07 09:00:00 +02:00", "write it as \"2025-07-07T09:00:00+02:00\""),
            ("Moment", "2025-07-07t10:00:00z", "write it as \"2025-07-07T10:00:00Z\""),
            ("Moment", "2025-07-07T10:00Z", "add the seconds: \"2025-07-07T10:00:00Z\""),
        ] {
            assert_eq!(help(scalar, text), told, "{scalar}: {text}");
        }
        assert!(help("Sha256", "ABC").starts_with("write one such as \""));
    }
}
