//! What a scalar means: the core schema of YAML 1.2 for plain ones, and the tags that override it.

use std::borrow::Cow;

use crate::doc::Value;

/// What is wrong with a scalar: a message and a way out.
pub(super) type Unusable = (String, &'static str);

/// The value of a plain scalar without a tag.
pub(super) fn plain(text: Cow<'_, str>) -> Result<Value<'_>, Unusable> {
    match &*text {
        "" | "~" | "null" | "Null" | "NULL" => return Ok(Value::Null),
        "true" | "True" | "TRUE" => return Ok(Value::Bool(true)),
        "false" | "False" | "FALSE" => return Ok(Value::Bool(false)),
        _ => {}
    }
    // Most scalars are words: nothing that is a number begins with a letter.
    if !text.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c)) {
        return Ok(Value::String(text));
    }
    if is_not_finite(&text) {
        return Err((format!("{text} is not a number that can be kept"), "leave the value out, or put it in quotes"));
    }
    Ok(number(text).map_or_else(Value::String, Value::Number))
}

/// The value of a scalar with one of YAML's own tags; `None` if the tag is not known.
pub(super) fn tagged<'s>(tag: &str, text: Cow<'s, str>) -> Option<Result<Value<'s>, Unusable>> {
    let fits: fn(&Value) -> bool = match tag {
        "str" => return Some(Ok(Value::String(text))),
        "null" => |value| matches!(value, Value::Null),
        "bool" => |value| matches!(value, Value::Bool(_)),
        "int" => |value| matches!(value, Value::Number(number) if !number.contains(['.', 'e', 'E'])),
        "float" => |value| matches!(value, Value::Number(_)),
        _ => return None,
    };
    let misfit = (format!("{text:?} is not what its tag !!{tag} says"), "remove the tag, or correct the value");
    Some(plain(text).and_then(|value| if fits(&value) { Ok(value) } else { Err(misfit) }))
}

fn is_not_finite(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN")
}

/// A number as JSON writes it, or the text back. Leading zeros make a code, not a number.
fn number(text: Cow<'_, str>) -> Result<Cow<'_, str>, Cow<'_, str>> {
    if is_json_number(&text) {
        return Ok(text);
    }
    match based(&text).or_else(|| decimal(&text)) {
        Some(number) => Ok(Cow::Owned(number)),
        None => Err(text),
    }
}

/// `0o17` and `0x1F`.
fn based(text: &str) -> Option<String> {
    let (digits, radix) = match text.get(..2)? {
        "0o" => (&text[2..], 8),
        "0x" => (&text[2..], 16),
        _ => return None,
    };
    let unsigned = digits.chars().all(|digit| digit.is_digit(radix));
    u128::from_str_radix(digits, radix).ok().filter(|_| unsigned).map(|number| number.to_string())
}

/// `+5`, `.5` and `5.`, with what JSON wants before and after the point.
fn decimal(text: &str) -> Option<String> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (mantissa, exponent) = rest.split_at(rest.find(['e', 'E']).unwrap_or(rest.len()));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let whole = if whole.is_empty() { "0" } else { whole };
    let point = if fraction.is_empty() { "" } else { "." };
    Some(format!("{sign}{whole}{point}{fraction}{exponent}")).filter(|number| is_json_number(number))
}

fn is_json_number(text: &str) -> bool {
    let digits = |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = text.strip_prefix('-').unwrap_or(text);
    let whole = digits(rest);
    if whole == 0 || (whole > 1 && rest.starts_with('0')) {
        return false;
    }
    let mut rest = &rest[whole..];
    if let Some(fraction) = rest.strip_prefix('.') {
        let length = digits(fraction);
        if length == 0 {
            return false;
        }
        rest = &fraction[length..];
    }
    if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        return !exponent.is_empty() && digits(exponent) == exponent.len();
    }
    rest.is_empty()
}
