//! How a string has to be written in the place of another one, whatever the syntax there.
//!
//! A source does not say which syntax it is in. What stands at the place tells enough: the quotes, and the escapes that
//! give the text that was read.

use crate::source::{Source, Span};

/// A string or key as it has to be written in the place of another one: in the same quotes, or in none. None where what
/// stands there does not read as the old one (a block of several lines, an alias), or where the new one would need
/// escapes and nothing there tells which.
#[must_use]
pub fn in_place_of(source: &Source, span: Span, old: &str, new: &str) -> Option<String> {
    let written = source.slice(span);
    if written == old {
        return if can_be_bare(old, new) { Some(new.to_owned()) } else { quoted_value(source, span, new) };
    }
    let quote = ['"', '\''].into_iter().find(|&quote| written.len() > 1 && written.starts_with(quote))?;
    let inner = written.strip_prefix(quote)?.strip_suffix(quote)?;
    if inner == old {
        let escapes = new.contains(['"', '\'', '\\']) || new.chars().any(char::is_control);
        return (!escapes || has_same_signs(old, new)).then(|| format!("{quote}{new}{quote}"));
    }
    let dialect =
        [Escapes::Doubled, Escapes::Backslash].into_iter().find(|dialect| dialect.reads(inner, quote, old))?;
    Some(format!("{quote}{}{quote}", dialect.write(new, quote)?))
}

/// Whether signs that some syntax takes for escapes are in both texts, so that the old one shows that they stand for
/// themselves here.
fn has_same_signs(old: &str, new: &str) -> bool {
    !new.chars().any(char::is_control)
        && ['"', '\'', '\\'].iter().all(|sign| !new.contains(*sign) || old.contains(*sign))
}

/// Whether a text stays one text, and a text, without quotes: signs of the syntax would end it or change what it is.
fn can_be_bare(old: &str, new: &str) -> bool {
    let is_number = |text: &str| text.starts_with(|c: char| c.is_ascii_digit()) && text.parse::<f64>().is_ok();
    new.starts_with(char::is_alphanumeric)
        && !new.contains([',', ';', '|', '"'])
        && !new.contains(": ")
        && !new.contains(" #")
        && !new.ends_with([':', ' '])
        && ['[', ']', '{', '}'].iter().all(|sign| !new.contains(*sign) || old.contains(*sign))
        && !new.chars().any(char::is_control)
        && (is_number(old) || !is_number(new))
        && !matches!(new.to_ascii_lowercase().as_str(), "null" | "true" | "false")
}

/// Whether a text without quotes stays one text as an item of a list in brackets.
pub(super) fn is_plain_in_list(text: &str) -> bool {
    !text.contains([',', '[', ']', '{', '}', '"', '\'', '#', '|', '&', '*', '!', '%', '@', '`', '>'])
        && !text.contains(": ")
        && !text.ends_with(':')
}

/// A text inside double quotes, as JSON, YAML and TOML write it. None for controls without a short escape.
pub(super) fn escaped(text: &str) -> Option<String> {
    Escapes::Backslash.write(text, '"')
}

/// A value in quotes where it stands alone on its line after a key or a dash, which only YAML has without quotes.
fn quoted_value(source: &Source, span: Span, new: &str) -> Option<String> {
    let before = source.text().get(..span.start as usize)?.rsplit(['\n', '\r']).next()?;
    let after = source.text().get(span.end as usize..)?.split(['\n', '\r']).next()?;
    let is_alone = after.trim().is_empty() && !source.slice(span).contains(['\n', '\r']);
    let is_value = before.ends_with(": ") || (before.ends_with("- ") && before.trim() == "-");
    let quoted = Escapes::Backslash.write(new, '"')?;
    (is_alone && is_value).then(|| format!("\"{quoted}\""))
}

/// How a quoted string holds what would end it.
#[derive(Debug, Clone, Copy)]
enum Escapes {
    /// `""` in CSV, `''` in YAML.
    Doubled,
    /// `\"` and the like in JSON, YAML and TOML.
    Backslash,
}

impl Escapes {
    /// Whether a quoted text reads as `old` with these escapes.
    fn reads(self, inner: &str, quote: char, old: &str) -> bool {
        match self {
            Escapes::Doubled => {
                let pair = format!("{quote}{quote}");
                !inner.replace(&pair, "").contains(quote) && inner.replace(&pair, &quote.to_string()) == old
            }
            Escapes::Backslash => quote == '"' && unescaped(inner).is_some_and(|text| text == old),
        }
    }

    /// A text inside quotes. None for controls that have no short escape common to the syntaxes.
    fn write(self, text: &str, quote: char) -> Option<String> {
        let mut out = String::with_capacity(text.len());
        for letter in text.chars() {
            match (self, letter) {
                (Escapes::Doubled, _) if letter == quote => out.extend([quote, quote]),
                (Escapes::Backslash, '"' | '\\') => out.extend(['\\', letter]),
                (Escapes::Backslash, '\n') => out.push_str("\\n"),
                (Escapes::Backslash, '\r') => out.push_str("\\r"),
                (Escapes::Backslash, '\t') => out.push_str("\\t"),
                (_, control) if control.is_control() => return None,
                _ => out.push(letter),
            }
        }
        Some(out)
    }
}

/// A text without the escapes that JSON, YAML and TOML have in common. None where it has others.
fn unescaped(inner: &str) -> Option<String> {
    let mut out = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(at) = rest.find(['\\', '"']) {
        out.push_str(&rest[..at]);
        let escape = rest[at..].strip_prefix('\\')?;
        let sign = escape.chars().next()?;
        rest = &escape[sign.len_utf8()..];
        match sign {
            '"' | '\\' | '/' => out.push(sign),
            'n' => out.push('\n'),
            'r' => out.push('\r'),
            't' => out.push('\t'),
            'u' => {
                // Pairs of surrogates are left to the reader.
                out.push(char::from_u32(u32::from_str_radix(rest.get(..4)?, 16).ok()?)?);
                rest = &rest[4..];
            }
            _ => return None,
        }
    }
    out.push_str(rest);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(there: &str, old: &str, new: &str) -> Option<String> {
        let source = Source::new("test", there);
        in_place_of(&source, Span::new(0, there.len()), old, new)
    }

    #[test]
    fn quotes_stay_as_they_are() {
        for (there, old, new, right) in [
            (r#""pt-br""#, "pt-br", "pt-BR", Some(r#""pt-BR""#)),
            ("'pt-br'", "pt-br", "pt-BR", Some("'pt-BR'")),
            ("pt-br", "pt-br", "pt-BR", Some("pt-BR")),
            (r#""say \"hi\" ""#, "say \"hi\" ", "say \"hi\"", Some(r#""say \"hi\"""#)),
            (r#""say ""hi"" ""#, "say \"hi\" ", "say \"hi\"", Some(r#""say ""hi""""#)),
            ("'it''s '", "it's ", "it's", Some("'it''s'")),
            (r#""it's ""#, "it's ", "it's", Some(r#""it's""#)),
            (r#""C:\\x ""#, r"C:\x ", r"C:\x", Some(r#""C:\\x""#)),
            (r#""caf\u00e9 ""#, "café ", "café", Some(r#""café""#)),
        ] {
            assert_eq!(written(there, old, new).as_deref(), right, "{there}");
        }
    }

    #[test]
    fn quotes_are_added_where_they_are_needed_and_may_be() {
        for (there, right) in [
            ("name: Ms \"Bo\" Ek", Some(r#""\"Bo\" Ek""#)),
            ("- Ms \"Bo\" Ek\r\n- b", Some(r#""\"Bo\" Ek""#)),
            ("{name: Ms \"Bo\" Ek}", None),
            ("a,Ms \"Bo\" Ek", None),
        ] {
            let (source, at) = (Source::new("test", there), there.find("Ms").unwrap());
            let written = in_place_of(&source, Span::new(at, at + 10), "Ms \"Bo\" Ek", "\"Bo\" Ek");
            assert_eq!(written.as_deref(), right, "{there}");
        }
    }

    #[test]
    fn what_cannot_be_told_is_not_written() {
        for (there, old, new) in [
            ("\"\"\"a \"\"\"", "a ", "a"),
            ("*alias", "a ", "a"),
            ("a", "a", "a, b"),
            ("a", "a", "a: b"),
            ("x", "x", "1.5"),
            ("\"a\"", "a", "a \"b\""),
            ("\"", "a", "b"),
            ("", "a", "b"),
        ] {
            assert_eq!(written(there, old, new), None, "{there}");
        }
    }
}
