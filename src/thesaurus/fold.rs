//! What is left of a text when case, marks, punctuation and script are taken away: the form in which labels compare.

/// The text in lower-case ASCII letters and digits, words separated by one space. Other scripts are transliterated, so
/// that they compare with themselves.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut gap = false;
    let mut push = |letter: char, folded: &mut String| {
        if letter.is_ascii_alphanumeric() {
            if gap && !folded.is_empty() {
                folded.push(' ');
            }
            gap = false;
            folded.push(letter.to_ascii_lowercase());
        } else if letter != '\'' {
            gap = true;
        }
    };
    for letter in text.chars() {
        match letter {
            '&' => " and ".chars().for_each(|letter| push(letter, &mut folded)),
            '\u{2019}' | '\u{ad}' => {}
            _ if letter.is_ascii() => push(letter, &mut folded),
            _ => any_ascii::any_ascii_char(letter).chars().for_each(|letter| push(letter, &mut folded)),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_marks_and_punctuation_do_not_count() {
        assert_eq!(fold("  World Café — Knowledge & ICTs: "), "world cafe knowledge and icts");
        assert_eq!(fold("Facilitators’ Meeting"), fold("facilitators' meeting"));
        assert_eq!(fold("Ликвидация нищеты"), fold("ЛИКВИДАЦИЯ НИЩЕТЫ"));
        assert_eq!(fold("…"), "");
    }
}
