//! What scalars mean in the core schema of YAML 1.2.

use std::borrow::Cow;

use crate::doc::Value;

/// Why a scalar has no value, and the way out.
pub(super) type Fault = (String, &'static str);

const CORE: &str = "tag:yaml.org,2002:";

/// The value of a scalar, by its tag or, when it is plain, by how it looks.
pub(super) fn resolve<'s>(text: Cow<'s, str>, is_plain: bool, tag: Option<&str>) -> Result<Value<'s>, Fault> {
    let Some(tag) = tag else {
        return if is_plain { plain(text) } else { Ok(Value::String(text)) };
    };
    let Some(kind) = tag.strip_prefix(CORE) else {
        // The non-specific tag `!` says: a string.
        return if tag == "!" { Ok(Value::String(text)) } else { Err(unknown_tag(tag)) };
    };
    if kind == "str" {
        return Ok(Value::String(text));
    }
    let written = text.to_string();
    match (kind, plain(text)?) {
        ("null", Value::Null) => Ok(Value::Null),
        ("bool", value @ Value::Bool(_)) | ("float", value @ Value::Number(_)) => Ok(value),
        ("int", Value::Number(number)) if !number.contains(['.', 'e', 'E']) => Ok(Value::Number(number)),
        ("null" | "bool" | "int" | "float", _) => {
            Err((format!("{written:?} is not what its tag !!{kind} says"), "remove the tag, or correct the value"))
        }
        _ => Err(unknown_tag(tag)),
    }
}

/// A tag that a list or a mapping may have.
pub(super) fn check_collection_tag(tag: &str, kind: &str) -> Result<(), Fault> {
    if tag == "!" || tag.strip_prefix(CORE) == Some(kind) { Ok(()) } else { Err(unknown_tag(tag)) }
}

fn unknown_tag(tag: &str) -> Fault {
    let shown = tag.strip_prefix(CORE).map_or_else(|| tag.to_owned(), |kind| format!("!!{kind}"));
    (format!("the tag {shown} has no meaning here"), "remove the tag")
}

fn plain(text: Cow<'_, str>) -> Result<Value<'_>, Fault> {
    Ok(match &*text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        word if is_not_finite(word) => {
            let message = format!("{word} is a number that other formats cannot hold");
            return Err((message, "leave the field out, or put the word in quotes"));
        }
        _ => match number(&text)? {
            Some(number) if number == text => Value::Number(text),
            Some(number) => Value::Number(Cow::Owned(number)),
            None => Value::String(text),
        },
    })
}

fn is_not_finite(word: &str) -> bool {
    let unsigned = word.strip_prefix(['-', '+']).unwrap_or(word);
    matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(word, ".nan" | ".NaN" | ".NAN")
}

/// A number as JSON writes it: what JSON has no form for is brought into the nearest one, the digits are kept.
fn number(text: &str) -> Result<Option<String>, Fault> {
    for (prefix, radix) in [("0x", 16), ("0o", 8)] {
        let Some(digits) = text.strip_prefix(prefix) else { continue };
        if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(radix)) {
            return Ok(None);
        }
        let value = u128::from_str_radix(digits, radix);
        return value
            .map(|value| Some(value.to_string()))
            .map_err(|_| ("this number is too large".to_owned(), "put it in quotes if it is no number but a code"));
    }
    Ok(decimal(text))
}

/// Leading zeros make a code, which stays as it is; else
/// `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`
fn decimal(text: &str) -> Option<String> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = unsigned.split_at(unsigned.find(['e', 'E']).unwrap_or(unsigned.len()));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let power = exponent.get(1..).map(|power| power.strip_prefix(['-', '+']).unwrap_or(power));
    let sound = is_digits(whole)
        && is_digits(fraction)
        && !(whole.is_empty() && fraction.is_empty())
        && !(whole.len() > 1 && whole.starts_with('0'))
        && power.is_none_or(|power| !power.is_empty() && is_digits(power));
    if !sound {
        return None;
    }
    let sign = if text.starts_with('-') { "-" } else { "" };
    let whole = if whole.is_empty() { "0" } else { whole };
    let point = if fraction.is_empty() { "" } else { "." };
    Some([sign, whole, point, fraction, exponent].concat())
}

/// Whether a string can stand without quotes and be the same string to readers of YAML 1.1 and 1.2.
pub(super) fn can_be_plain(text: &str) -> bool {
    let Some(first) = text.chars().next() else { return false };
    (first.is_alphanumeric() || "_/($".contains(first) || (!first.is_ascii() && !first.is_whitespace()))
        && !text.ends_with(|last: char| last == ':' || last.is_whitespace())
        && !text.contains(": ")
        && !text.contains(" #")
        && text.chars().all(is_printable)
        && !looks_like_number(text)
        && !is_word(text)
}

/// A character that stands for itself everywhere, line ends and tabs aside.
pub(super) fn is_printable(c: char) -> bool {
    let line_separator = matches!(c, '\u{2028}' | '\u{2029}');
    !c.is_control() && !line_separator && !matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// Numbers, sexagesimal numbers and timestamps of both versions, and a little more.
fn looks_like_number(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_hexdigit() || "xXoO_.:+-tTzZ ".contains(c))
}

/// Words that are `null` or booleans to one version or the other.
fn is_word(text: &str) -> bool {
    const WORDS: [&str; 9] = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];
    WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        match resolve(Cow::Borrowed(text), true, None) {
            Ok(Value::String(text)) => format!("{text:?}"),
            Ok(Value::Number(text)) => text.into_owned(),
            Ok(other) => other.kind().to_owned(),
            Err((message, _)) => message,
        }
    }

    #[test]
    fn numbers_are_brought_into_the_form_of_json() {
        let cases = [
            ("16.10", "16.10"),
            ("+5", "5"),
            ("-0", "-0"),
            (".5", "0.5"),
            ("-.5", "-0.5"),
            ("5.", "5"),
            ("1e06", "1e06"),
            ("+1.E3", "1E3"),
            ("0x1F", "31"),
            ("0o17", "15"),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn what_only_yaml_1_1_resolves_stays_a_string() {
        let strings = ["NO", "no", "yes", "on", "10:30", "1_000", "2025-07-07T09:00:00+02:00", "0b1", "-0x1", "."];
        for text in strings
            .into_iter()
            .chain(["007", "-01.5", "+", "-", "e5", "1e", "1e+", "0x", "0o8", "1.2.3", "nULL", "tRUE"])
        {
            assert_eq!(shown(text), format!("{text:?}"));
        }
    }

    #[test]
    fn numbers_without_an_end_are_refused() {
        for text in [".inf", "-.Inf", ".NAN", "0xfffffffffffffffffffffffffffffffff"] {
            assert!(resolve(Cow::Borrowed(text), true, None).is_err(), "{text}");
        }
    }

    #[test]
    fn tags_decide_over_looks() {
        let tagged = |text, tag| resolve(Cow::Borrowed(text), true, Some(tag));
        assert_eq!(tagged("16.10", "tag:yaml.org,2002:str"), Ok(Value::String("16.10".into())));
        assert_eq!(tagged("5", "!"), Ok(Value::String("5".into())));
        assert!(tagged("5.5", "tag:yaml.org,2002:int").is_err());
        assert!(tagged("x", "!color").unwrap_err().0.contains("!color"));
        assert!(tagged("x", "tag:yaml.org,2002:binary").unwrap_err().0.contains("!!binary"));
    }
}
