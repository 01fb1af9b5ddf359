//! Plain scalars by the core schema (YAML 1.2.2, 10.3.2).

use std::borrow::Cow;

use crate::doc::Value;

/// What a plain scalar is. Numbers keep their lexical form where JSON has it.
///
/// # Errors
/// For `.inf` and `.nan`, which JSON does not have.
pub(super) fn plain(text: Cow<'_, str>) -> Result<Value<'_>, &'static str> {
    Ok(match text.as_ref() {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => match number(&text)? {
            Some(Number::AsWritten) => Value::Number(text),
            Some(Number::Decimal(decimal)) => Value::Number(decimal.into()),
            None => Value::String(text),
        },
    })
}

enum Number {
    AsWritten,
    Decimal(String),
}

fn number(text: &str) -> Result<Option<Number>, &'static str> {
    if !text.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '+' | '-' | '.')) {
        return Ok(None);
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return Err("infinity and not-a-number have no place in JSON");
    }
    for (prefix, radix) in [("0o", 8), ("0x", 16)] {
        if let Some(digits) =
            text.strip_prefix(prefix).filter(|digits| digits.chars().all(|digit| digit.is_digit(radix)))
        {
            return Ok(u64::from_str_radix(digits, radix).ok().map(|number| Number::Decimal(number.to_string())));
        }
    }
    if !is_decimal(unsigned) {
        return Ok(None);
    }
    Ok(Some(if is_json(text) { Number::AsWritten } else { Number::Decimal(json(text)) }))
}

/// `[0-9]+`, or `(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`.
fn is_decimal(unsigned: &str) -> bool {
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let sound = match mantissa.split_once('.') {
        Some(("", fraction)) => digits(fraction),
        Some((whole, fraction)) => digits(whole) && (fraction.is_empty() || digits(fraction)),
        None => digits(mantissa),
    };
    sound && exponent.is_none_or(|exponent| digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)))
}

/// Whether a decimal is a JSON number as it stands.
fn is_json(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let whole: &str = unsigned.split(['.', 'e', 'E']).next().unwrap_or_default();
    let leading = whole.len() > 1 && whole.starts_with('0');
    let fraction = unsigned.split_once('.').map(|(_, rest)| rest.split(['e', 'E']).next().unwrap_or_default());
    !text.starts_with('+') && !whole.is_empty() && !leading && fraction != Some("")
}

/// The JSON number of a decimal: `+5`, `007`, `.5` and `5.` as `5`, `7`, `0.5` and `5`.
fn json(text: &str) -> String {
    let (sign, unsigned) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let at = unsigned.find(['e', 'E']).unwrap_or(unsigned.len());
    let (mantissa, exponent) = unsigned.split_at(at);
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let whole = whole.trim_start_matches('0');
    let dot = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{}{dot}{fraction}{exponent}", if whole.is_empty() { "0" } else { whole })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_times_stay_strings() {
        for text in [
            "NO",
            "no",
            "yes",
            "on",
            "10:30",
            "1_000",
            "2025-07-07T09:00:00+02:00",
            "sdg:16.10",
            "0b1",
            "1.2.3",
            "-",
            "+",
            ".",
        ] {
            assert_eq!(plain(text.into()), Ok(Value::String(text.into())), "{text}");
        }
    }

    #[test]
    fn numbers_are_those_of_json() {
        for (text, number) in [
            ("16.10", "16.10"),
            ("-0", "-0"),
            ("+5", "5"),
            ("007", "7"),
            (".5", "0.5"),
            ("5.", "5"),
            ("0x1F", "31"),
            ("0o17", "15"),
            ("1e3", "1e3"),
        ] {
            assert_eq!(plain(text.into()), Ok(Value::Number(number.into())), "{text}");
        }
        assert!(plain("-.inf".into()).is_err());
    }
}
