//! Literals as pages write them, in the form that a field takes.

use std::borrow::Cow;

use crate::model::scalar::Term as ScalarTerm;
use crate::rdf::graph::Term;
use crate::shape::Kind;
use crate::vocab::{rdf, schema, xsd};

/// A plain string.
pub(super) fn string(text: String) -> Term {
    Term::Literal { text, datatype: Cow::Borrowed(xsd::STRING), language: String::new() }
}

/// The object with the datatype that a field takes, where its own is one that schema.org's data comes with: strings for
/// everything, `schema:Date`, `schema:Text` and the like.
pub(super) fn cast(kind: &Kind, object: Term) -> Term {
    let Term::Literal { text, datatype, language } = object else { return address(kind, object) };
    let tagged = !language.is_empty();
    match kind {
        Kind::Text | Kind::Texts if tagged => Term::Literal { text, datatype, language },
        Kind::Text | Kind::Texts if is_loose(&datatype) => string(text),
        Kind::Scalar(scalar) if is_loose(&datatype) || tagged => match scalar.term {
            ScalarTerm::Literal(wanted) => {
                Term::Literal { text: written(wanted, text), datatype: wanted.into(), language: String::new() }
            }
            ScalarTerm::Identifier(namespace) if !text.contains(':') => Term::Node(format!("{namespace}{text}")),
            ScalarTerm::Iri | ScalarTerm::Identifier(_) => Term::Node(text),
        },
        Kind::Code(_) if is_loose(&datatype) => Term::Node(code(&text)),
        Kind::Integer { .. } => Term::Literal { text, datatype: xsd::INTEGER.into(), language },
        Kind::Ref(_) if text.contains("://") => Term::Node(text),
        _ => Term::Literal { text, datatype, language },
    }
}

/// An address where a string belongs, as `inLanguage` and `identifier` may have it.
fn address(kind: &Kind, object: Term) -> Term {
    match (kind, object) {
        (Kind::Scalar(scalar), Term::Node(iri))
            if matches!(scalar.term, ScalarTerm::Literal(xsd::STRING)) && !iri.starts_with("_:") =>
        {
            string(iri)
        }
        (_, object) => object,
    }
}

/// A code of schema.org by its name alone, with its prefix, or as its IRI.
fn code(text: &str) -> String {
    let local = text.strip_prefix("schema:").unwrap_or(text);
    let local = local.strip_prefix("https://schema.org/").unwrap_or(local);
    if local.contains(':') { local.to_owned() } else { format!("{}{local}", schema::NS) }
}

/// Datatypes that say little: the value decides.
fn is_loose(datatype: &str) -> bool {
    let of_schema = datatype.strip_prefix(schema::NS).or_else(|| datatype.strip_prefix("https://schema.org/"));
    match of_schema {
        Some(local) => matches!(local, "Text" | "URL" | "Date" | "DateTime" | "Duration" | "Number" | "Integer"),
        None => {
            matches!(datatype, xsd::STRING | xsd::DATE | xsd::DATE_TIME | xsd::DURATION)
                || datatype == "http://www.w3.org/2001/XMLSchema#anyURI"
                || datatype == rdf::LANG_STRING
        }
    }
}

/// A moment with its seconds, a date without its time, hours and minutes as a duration; other values as they are.
fn written(datatype: &str, text: String) -> String {
    match datatype {
        xsd::DATE_TIME => with_seconds(text),
        xsd::DATE => match text.split_once('T') {
            Some((date, _)) => date.to_owned(),
            None => text,
        },
        xsd::DURATION => of_clock(&text).unwrap_or(text),
        _ => text,
    }
}

/// `01:05` as the duration that a programme means by it, which schema.org's data has in place of `PT1H5M`.
fn of_clock(text: &str) -> Option<String> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let number = |text: &str| (1..=2).contains(&text.len()).then(|| text.parse::<u32>().ok())?;
    let (hours, minutes) = (number(hours)?, number(minutes).filter(|minutes| *minutes < 60)?);
    Some(match (hours, minutes) {
        (0, minutes) => format!("PT{minutes}M"),
        (hours, 0) => format!("PT{hours}H"),
        (hours, minutes) => format!("PT{hours}H{minutes}M"),
    })
}

/// `2031-05-06T09:00+02:00` with its seconds, and offsets of hours or without colon with theirs.
fn with_seconds(text: String) -> String {
    let Some((date, time)) = text.split_once(['T', ' ']).filter(|(date, _)| date.len() == 10) else { return text };
    let at = time.find(['Z', 'z', '+', '-']).unwrap_or(time.len());
    let (clock, offset) = time.split_at(at);
    let seconds = if clock.matches(':').count() == 1 { ":00" } else { "" };
    let offset = match offset.len() {
        1 => "Z".to_owned(),
        3 => format!("{offset}:00"),
        5 if !offset.contains(':') && offset.is_char_boundary(3) => format!("{}:{}", &offset[..3], &offset[3..]),
        _ => offset.to_owned(),
    };
    format!("{date}T{clock}{seconds}{offset}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_get_what_they_lack_but_no_offset() {
        for (written, moment) in [
            ("2031-05-06T09:00+02:00", "2031-05-06T09:00:00+02:00"),
            ("2031-05-06T09:00:00+0200", "2031-05-06T09:00:00+02:00"),
            ("2031-05-06 09:00-05", "2031-05-06T09:00:00-05:00"),
            ("2031-05-06T09:00z", "2031-05-06T09:00:00Z"),
            ("2031-05-06T09:00:00.5Z", "2031-05-06T09:00:00.5Z"),
            ("2031-05-06T09:00", "2031-05-06T09:00:00"),
            ("2031-05-06", "2031-05-06"),
            ("é", "é"),
        ] {
            assert_eq!(with_seconds(written.to_owned()), moment);
        }
    }

    #[test]
    fn clocks_are_durations() {
        for (written, wanted) in
            [("00:20", Some("PT20M")), ("1:05", Some("PT1H5M")), ("02:00", Some("PT2H")), ("1:75", None), ("20", None)]
        {
            assert_eq!(of_clock(written).as_deref(), wanted, "{written}");
        }
    }

    #[test]
    fn codes_of_schema_org_in_all_their_forms() {
        for form in ["EventScheduled", "schema:EventScheduled", "https://schema.org/EventScheduled"] {
            assert_eq!(code(form), "http://schema.org/EventScheduled");
        }
    }
}
