//! What is left of a text when case, marks, script and punctuation are taken away: the form in which values compare.

/// The text in lower-case ASCII letters and digits, words separated by one space.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut gap = false;
    let mut push = |letter: char| {
        if letter.is_ascii_alphanumeric() {
            if gap && !folded.is_empty() {
                folded.push(' ');
            }
            gap = false;
            folded.push(letter.to_ascii_lowercase());
        } else if !is_joiner(letter) {
            gap = true;
        }
    };
    for letter in text.chars() {
        match letter {
            '&' => " and ".chars().for_each(&mut push),
            _ if is_joiner(letter) => {}
            _ if letter.is_ascii() => push(letter),
            _ => any_ascii::any_ascii_char(letter).chars().for_each(&mut push),
        }
    }
    folded
}

/// Whether a letter joins what it stands in, and is nothing of itself: apostrophes, marks of their own.
#[must_use]
pub fn is_joiner(letter: char) -> bool {
    match letter {
        '\'' | '`' | '\u{2019}' | '\u{2018}' | '\u{ad}' | '\u{02bc}' | '\u{02bb}' | '\u{0300}'..='\u{036f}' => true,
        _ => !letter.is_ascii() && any_ascii::any_ascii_char(letter).is_empty(),
    }
}

/// The letters and digits of a text.
#[must_use]
pub fn squeeze(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// The groups of digits of a text.
pub(super) fn digit_groups(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_ascii_digit()).filter(|group| !group.is_empty())
}

/// A phonetic skeleton: consonants by their sound, in the order of the word, without doubles.
#[must_use]
pub fn phonetic(word: &str) -> String {
    let mut code = String::new();
    let mut last = None;
    for (at, letter) in word.chars().enumerate() {
        let sound = sound(letter, at == 0);
        if sound.is_some() && sound != last {
            code.extend(sound);
        }
        last = sound.or(last.filter(|_| letter == 'h'));
    }
    code
}

/// The class of a letter's sound; vowels count only at the beginning, and are all one there.
fn sound(letter: char, first: bool) -> Option<char> {
    match letter {
        'a' | 'e' | 'i' | 'o' | 'u' | 'y' => first.then_some('a'),
        'b' | 'p' => Some('p'),
        'f' | 'v' | 'w' => Some('f'),
        'c' | 'g' | 'j' | 'k' | 'q' | 'x' => Some('k'),
        's' | 'z' => Some('s'),
        'd' | 't' => Some('t'),
        'm' | 'n' => Some('n'),
        'l' | 'r' | '0'..='9' => Some(letter),
        _ => None,
    }
}

/// A hash that is the same on every machine and in every run.
pub(super) fn hash(parts: &[&str]) -> u64 {
    let mut bytes = Vec::with_capacity(parts.iter().map(|part| part.len() + 1).sum());
    for part in parts {
        bytes.extend_from_slice(part.as_bytes());
        bytes.push(0);
    }
    twox_hash::XxHash3_64::oneshot(&bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_marks_and_script_do_not_count() {
        assert_eq!(fold("  O’Brien-Çelik, José "), "obrien celik jose");
        assert_eq!(fold("AT&T"), "at and t");
        assert_eq!(fold("Müller"), fold("Mu\u{308}ller"));
    }

    #[test]
    fn words_that_sound_alike_have_one_skeleton() {
        assert_eq!(phonetic("meier"), phonetic("mayer"));
        assert_eq!(phonetic("schmidt"), phonetic("schmitt"));
        assert_ne!(phonetic("hartmann"), phonetic("hermann"));
    }
}
