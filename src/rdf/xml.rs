//! Text as XML 1.0 can hold it.

use std::borrow::Cow;

/// Escapes text. Characters that XML cannot hold at all become U+FFFD.
#[must_use]
pub fn escape(text: &str, attribute: bool) -> Cow<'_, str> {
    let special = |letter: char| {
        matches!(letter, '&' | '<' | '>' | '"' | '\r' | '\u{FFFE}' | '\u{FFFF}')
            || (letter.is_control() && letter != '\n')
    };
    let plain = !text.contains(special);
    if plain && (!attribute || !text.contains('\n')) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\r' => out.push_str("&#xD;"),
            '\n' if attribute => out.push_str("&#xA;"),
            '\t' | '\n' => out.push(letter),
            _ if is_foreign(letter) => out.push('\u{FFFD}'),
            _ => out.push(letter),
        }
    }
    Cow::Owned(out)
}

/// Whether XML can hold every character of a text.
#[must_use]
pub fn fits(text: &str) -> bool {
    !text.contains(is_foreign)
}

/// A character outside of `Char` (XML 1.0, 2.2).
#[must_use]
pub fn is_foreign(letter: char) -> bool {
    matches!(letter, '\u{0}'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}')
}

/// `NameStartChar` (XML 1.0, 2.3) without the colon.
#[must_use]
pub fn is_name_start(letter: char) -> bool {
    matches!(letter,
        'A'..='Z' | '_' | 'a'..='z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}'
        | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}'
        | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}'
        | '\u{10000}'..='\u{EFFFF}')
}

/// `NameChar` (XML 1.0, 2.3) without the colon.
#[must_use]
pub fn is_name_letter(letter: char) -> bool {
    is_name_start(letter)
        || matches!(letter, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped() {
        assert_eq!(escape("a<b>&\"c\"\r\n\u{1}", false), "a&lt;b&gt;&amp;&quot;c&quot;&#xD;\n\u{FFFD}");
        assert_eq!(escape("a\nb", true), "a&#xA;b");
        assert!(fits("a\r\n\tb") && !fits("a\u{1}b"));
    }
}
