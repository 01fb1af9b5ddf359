//! Values of literals: whether a lexical form has one, and how two of them compare.
//!
//! As XML Schema says, for the datatypes that SPARQL knows and those of time; all other datatypes take any text.

use std::cmp::Ordering;

use jiff::civil::{DateTime, Time};
use jiff::{SignedDuration, tz::Offset};

use super::graph::Literal;
use crate::vocab::xsd;

/// The value of a literal that can be compared with others of its kind.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value<'l> {
    Decimal(Decimal<'l>),
    Double(f64),
    Boolean(bool),
    String(&'l str),
    /// A moment, with the datatype's name; without offset it is compared only with others without.
    Moment(&'l str, DateTime, Option<Offset>),
}

/// A number as its digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Decimal<'l> {
    negative: bool,
    /// Without leading zeros.
    whole: &'l str,
    /// Without zeros at the end.
    fraction: &'l str,
}

/// The whole-number datatypes that XML Schema derives, with the least and the greatest value where there is one.
const INTEGERS: [(&str, Option<&str>, Option<&str>); 13] = [
    ("integer", None, None),
    ("nonPositiveInteger", None, Some("0")),
    ("negativeInteger", None, Some("-1")),
    ("nonNegativeInteger", Some("0"), None),
    ("positiveInteger", Some("1"), None),
    ("long", Some("-9223372036854775808"), Some("9223372036854775807")),
    ("int", Some("-2147483648"), Some("2147483647")),
    ("short", Some("-32768"), Some("32767")),
    ("byte", Some("-128"), Some("127")),
    ("unsignedLong", Some("0"), Some("18446744073709551615")),
    ("unsignedInt", Some("0"), Some("4294967295")),
    ("unsignedShort", Some("0"), Some("65535")),
    ("unsignedByte", Some("0"), Some("255")),
];

/// Whether a literal is not ill-typed: its lexical form is one of its datatype, as far as that is known here.
pub(super) fn is_well_formed(literal: &Literal) -> bool {
    let text = literal.text.as_str();
    let Some(datatype) = literal.datatype.strip_prefix(xsd::NS) else { return true };
    match datatype {
        "duration" | "dayTimeDuration" | "yearMonthDuration" => is_duration(datatype, text),
        "hexBinary" => text.len().is_multiple_of(2) && text.bytes().all(|byte| byte.is_ascii_hexdigit()),
        "decimal" | "float" | "double" | "boolean" | "dateTime" | "dateTimeStamp" | "date" | "time" => {
            of(literal).is_some()
        }
        _ if INTEGERS.iter().any(|(name, ..)| *name == datatype) => of(literal).is_some(),
        _ => true,
    }
}

/// The value of a literal; none where it is ill-typed or of a datatype without order.
pub(super) fn of(literal: &Literal) -> Option<Value<'_>> {
    let text = literal.text.as_str();
    match literal.datatype.strip_prefix(xsd::NS)? {
        "string" => Some(Value::String(text)),
        "boolean" => match text {
            "true" | "1" => Some(Value::Boolean(true)),
            "false" | "0" => Some(Value::Boolean(false)),
            _ => None,
        },
        "decimal" => Decimal::parse(text).map(Value::Decimal),
        "float" | "double" => double(text).map(Value::Double),
        kind @ ("dateTime" | "dateTimeStamp" | "date" | "time") => moment(kind, text),
        datatype => {
            let (_, min, max) = INTEGERS.iter().find(|(name, ..)| *name == datatype)?;
            let number = Decimal::parse(text).filter(|_| !text.contains('.'))?;
            let at_least = |min: &&str| Decimal::parse(min).is_some_and(|min| number.compare(min).is_ge());
            let at_most = |max: &&str| Decimal::parse(max).is_some_and(|max| number.compare(max).is_le());
            let fits = min.as_ref().is_none_or(at_least) && max.as_ref().is_none_or(at_most);
            fits.then_some(Value::Decimal(number))
        }
    }
}

/// How two literals compare, as SPARQL's `<` and `=` have it; none where they cannot be compared.
pub(super) fn compare(left: &Literal, right: &Literal) -> Option<Ordering> {
    match (of(left)?, of(right)?) {
        (Value::Decimal(left), Value::Decimal(right)) => Some(left.compare(right)),
        (Value::Double(left), Value::Double(right)) => left.partial_cmp(&right),
        (Value::Double(left), Value::Decimal(right)) => left.partial_cmp(&right.as_double()?),
        (Value::Decimal(left), Value::Double(right)) => left.as_double()?.partial_cmp(&right),
        (Value::Boolean(left), Value::Boolean(right)) => Some(left.cmp(&right)),
        (Value::String(left), Value::String(right)) => Some(left.cmp(right)),
        (Value::Moment(kind, left, offset), Value::Moment(other, right, other_offset)) if kind == other => {
            match (offset, other_offset) {
                (None, None) => Some(left.cmp(&right)),
                (Some(offset), Some(other)) => Some(universal(left, offset)?.cmp(&universal(right, other)?)),
                _ => None,
            }
        }
        _ => None,
    }
}

impl<'l> Decimal<'l> {
    fn parse(text: &'l str) -> Option<Self> {
        let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() && fraction.is_empty() || !is_digits(whole) || !is_digits(fraction) {
            return None;
        }
        let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
        let negative = text.starts_with('-') && !(whole.is_empty() && fraction.is_empty());
        Some(Self { negative, whole, fraction })
    }

    fn compare(self, other: Self) -> Ordering {
        let size = (self.whole.len(), self.whole, self.fraction).cmp(&(other.whole.len(), other.whole, other.fraction));
        match (self.negative, other.negative) {
            (false, false) => size,
            (true, true) => size.reverse(),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }

    fn as_double(self) -> Option<f64> {
        let sign = if self.negative { "-" } else { "" };
        format!("{sign}0{}.{}0", self.whole, self.fraction).parse().ok()
    }
}

fn double(text: &str) -> Option<f64> {
    match text {
        "INF" | "+INF" => Some(f64::INFINITY),
        "-INF" => Some(f64::NEG_INFINITY),
        "NaN" => Some(f64::NAN),
        _ => {
            let is_plain = |byte: u8| byte.is_ascii_digit() || b"+-.eE".contains(&byte);
            text.bytes().all(is_plain).then(|| text.parse().ok()).flatten()
        }
    }
}

/// A date, a time or both, with or without offset.
fn moment<'l>(kind: &'l str, text: &str) -> Option<Value<'l>> {
    let (text, offset) = zone(text)?;
    if kind == "dateTimeStamp" && offset.is_none() {
        return None;
    }
    let kind = if kind == "dateTimeStamp" { "dateTime" } else { kind };
    let moment = match kind {
        "date" => date(text)?.to_datetime(Time::midnight()),
        "time" => time(jiff::civil::Date::constant(1972, 12, 31), text)?,
        _ => {
            let (day, clock) = text.split_once('T')?;
            time(date(day)?, clock)?
        }
    };
    Some(Value::Moment(kind, moment, offset))
}

/// Splits an offset off the end.
fn zone(text: &str) -> Option<(&str, Option<Offset>)> {
    if let Some(text) = text.strip_suffix('Z') {
        return Some((text, Some(Offset::UTC)));
    }
    let Some(at) = text.len().checked_sub(6).filter(|&at| matches!(text.as_bytes()[at], b'+' | b'-')) else {
        return Some((text, None));
    };
    // `2025-06-03` ends as an offset does, but for the colon.
    let Some((hours, minutes)) = text[at + 1..].split_once(':') else { return Some((text, None)) };
    let (hours, minutes) = (i32::from(two(hours)?), i32::from(two(minutes)?));
    let seconds = (hours * 60 + minutes) * 60;
    if minutes > 59 || seconds > 14 * 3600 {
        return None;
    }
    let sign = if text.as_bytes()[at] == b'-' { -1 } else { 1 };
    Some((&text[..at], Offset::from_seconds(sign * seconds).ok()))
}

/// Two digits.
fn two(text: &str) -> Option<i8> {
    (text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

fn date(text: &str) -> Option<jiff::civil::Date> {
    let (year, rest) = (text.get(..4)?, text.get(4..)?);
    let (month, day) = rest.strip_prefix('-')?.split_once('-')?;
    let year = year.bytes().all(|byte| byte.is_ascii_digit()).then(|| year.parse().ok()).flatten()?;
    if year == 0 {
        return None;
    }
    jiff::civil::Date::new(year, two(month)?, two(day)?).ok()
}

/// A time of a day; 24:00:00 is the beginning of the next one.
fn time(day: jiff::civil::Date, text: &str) -> Option<DateTime> {
    let (clock, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let mut parts = clock.splitn(3, ':').map(two);
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next()??);
    if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let is_zero = fraction.bytes().all(|byte| byte == b'0');
    if (hour, minute, second) == (24, 0, 0) && is_zero {
        return day.tomorrow().ok().map(|next| next.to_datetime(Time::midnight()));
    }
    // Beyond nanoseconds nobody measures.
    let nanoseconds = format!("{:0<9}", fraction.get(..9).unwrap_or(fraction)).parse().ok()?;
    Some(day.to_datetime(Time::new(hour, minute, second, nanoseconds).ok()?))
}

fn universal(moment: DateTime, offset: Offset) -> Option<DateTime> {
    moment.checked_sub(SignedDuration::from_secs(i64::from(offset.seconds()))).ok()
}

/// `-P1Y2M3DT4H5M6.7S`, with at least one part, and one after `T` where it stands.
fn is_duration(datatype: &str, text: &str) -> bool {
    let Some(text) = text.strip_prefix('-').unwrap_or(text).strip_prefix('P') else { return false };
    let (day, clock) = match text.split_once('T') {
        Some((day, clock)) => (day, Some(clock)),
        None => (text, None),
    };
    let (dates, clocks) = match datatype {
        "dayTimeDuration" => ("D", "HMS"),
        "yearMonthDuration" => ("YM", ""),
        _ => ("YMD", "HMS"),
    };
    let clock_fits = clock.is_none_or(|clock| !clock.is_empty() && parts(clock, clocks));
    parts(day, dates) && clock_fits && !(day.is_empty() && clock.is_none())
}

/// Numbers, each with one of the letters, in their order. Seconds may have a fraction.
fn parts(mut text: &str, letters: &str) -> bool {
    let mut left = letters;
    while !text.is_empty() {
        let Some(end) = text.find(|letter: char| letter.is_ascii_alphabetic()) else { return false };
        let (number, letter) = (&text[..end], &text[end..=end]);
        let Some(at) = left.find(letter) else { return false };
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let fits = match number.split_once('.') {
            Some((whole, fraction)) => letter == "S" && is_number(whole) && is_number(fraction),
            None => is_number(number),
        };
        if !fits {
            return false;
        }
        left = &left[at + 1..];
        text = &text[end + 1..];
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn literal(text: &str, datatype: &str) -> Literal {
        Literal { text: text.into(), datatype: format!("{}{datatype}", xsd::NS).into(), language: String::new() }
    }

    #[test]
    fn lexical_forms_are_those_of_xml_schema() {
        let table: &[(&str, &[&str], &[&str])] = &[
            ("integer", &["0", "01", "-5", "+5", "99999999999999999999999"], &["", "5.0", "a", " 5", "1e3", "+"]),
            ("byte", &["-128", "127"], &["128", "-129"]),
            ("nonNegativeInteger", &["0", "-0", "5"], &["-1"]),
            ("decimal", &["1", "1.", ".5", "-0.50"], &[".", "1e5", "NaN", ""]),
            ("double", &["1", "1e5", "-1.5E-3", "INF", "NaN", ".5"], &["inf", "1e", "", "infinity"]),
            ("boolean", &["true", "0"], &["TRUE", "yes"]),
            (
                "date",
                &["2025-06-03", "2024-02-29", "2025-06-03Z", "2025-06-03+14:00"],
                &["2025-13-01", "2025-02-29", "2025-6-3", "2025", "0000-01-01", "2025-06-03+14:01", "é25-06-03"],
            ),
            (
                "dateTime",
                &["2025-06-03T09:00:00", "2025-06-03T24:00:00Z", "2025-06-03T09:00:00.123456789012-05:30"],
                &[
                    "2025-06-03",
                    "2025-06-03T09:00",
                    "2025-06-03T25:00:00",
                    "2025-06-03T09:00:00.",
                    "2025-06-03 09:00:00",
                ],
            ),
            ("time", &["09:00:00", "23:59:59.5Z"], &["9:00:00", "09:00", "24:00:01"]),
            ("duration", &["P1Y2M3DT4H5M6.7S", "-P1D", "PT0S", "P400D"], &["P", "PT", "P1DT", "1D", "PT1.5H", "P1M1Y"]),
            ("dayTimeDuration", &["P1DT1H"], &["P1M"]),
            ("hexBinary", &["", "0aF9"], &["0a0", "zz"]),
            ("anyURI", &["any thing"], &[]),
            ("gYear", &["2025", "no year"], &[]),
        ];
        for (datatype, good, bad) in table {
            for (text, verdict) in good.iter().map(|text| (text, true)).chain(bad.iter().map(|text| (text, false))) {
                assert_eq!(is_well_formed(&literal(text, datatype)), verdict, "{text:?} as {datatype}");
            }
        }
    }

    #[test]
    fn values_compare_across_forms() {
        let compare = |left: (&str, &str), right: (&str, &str)| {
            super::compare(&literal(left.0, left.1), &literal(right.0, right.1))
        };
        assert_eq!(compare(("010", "integer"), ("9.99", "decimal")), Some(Ordering::Greater));
        assert_eq!(compare(("-2", "integer"), ("-1", "byte")), Some(Ordering::Less));
        assert_eq!(compare(("-0", "integer"), ("0.0", "decimal")), Some(Ordering::Equal));
        assert_eq!(compare(("1", "integer"), ("1.5e0", "double")), Some(Ordering::Less));
        assert_eq!(compare(("NaN", "double"), ("1", "integer")), None);
        assert_eq!(
            compare(("2025-06-03T10:00:00Z", "dateTime"), ("2025-06-03T12:00:00+02:00", "dateTime")),
            Some(Ordering::Equal)
        );
        assert_eq!(compare(("2025-06-03T10:00:00Z", "dateTime"), ("2025-06-03T10:00:00", "dateTime")), None);
        assert_eq!(compare(("2025-06-03", "date"), ("2025-06-04", "date")), Some(Ordering::Less));
        assert_eq!(compare(("a", "string"), ("1", "integer")), None);
    }
}
