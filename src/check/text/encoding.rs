//! Text that was read in the wrong encoding.

use crate::check::{Run, Scope, StringAt, check, replacing};
use crate::diagnostic::Report;

check! {
    /// ## What it finds
    /// Letters that were UTF-8 and were read as Windows-1252 ("FÃ©rdeline", "donâ€™t"), and the replacement character
    /// that stands for letters which were lost.
    ///
    /// ## Why it matters
    /// Names that people cannot find or read, and that match no other record of the same person.
    ///
    /// ## Example
    /// Bad: `"name": "Ayden FÃ©rdeline"`
    ///
    /// Good: `"name": "Ayden Férdeline"`
    ///
    /// ## How to mend
    /// Export the data again as UTF-8; every other text of the file is likely to be hurt as well. Where no letter was
    /// lost, the finding says what the text was.
    MOJIBAKE = "text/mojibake", Warning, Run::String(mojibake)
}

/// What Windows-1252 has for the bytes 80 to 9F, where it has something.
const WINDOWS_1252: [(char, u8); 27] = [
    ('€', 0x80),
    ('‚', 0x82),
    ('ƒ', 0x83),
    ('„', 0x84),
    ('…', 0x85),
    ('†', 0x86),
    ('‡', 0x87),
    ('ˆ', 0x88),
    ('‰', 0x89),
    ('Š', 0x8a),
    ('‹', 0x8b),
    ('Œ', 0x8c),
    ('Ž', 0x8e),
    ('‘', 0x91),
    ('’', 0x92),
    ('“', 0x93),
    ('”', 0x94),
    ('•', 0x95),
    ('–', 0x96),
    ('—', 0x97),
    ('˜', 0x98),
    ('™', 0x99),
    ('š', 0x9a),
    ('›', 0x9b),
    ('œ', 0x9c),
    ('ž', 0x9e),
    ('Ÿ', 0x9f),
];

/// First bytes of the UTF-8 of letters that are common in names, as Windows-1252 shows them. `É` and its neighbours are
/// not among them: they end words in capitals, before a dash or a quotation mark.
const LEADS: &str = "ÂÃÄÅÎÏÐÑØÙâãäåæçèéï";

/// The replacement character, and its own UTF-8 as Windows-1252 shows it.
const LOST: [&str; 2] = ["\u{fffd}", "ï¿½"];

fn mojibake(scope: &Scope, string: &StringAt, report: &mut Report) {
    if !string.is_text() || string.text.is_ascii() {
        return;
    }
    if let Some(lost) = LOST.into_iter().find(|lost| string.text.contains(lost)) {
        let message = "letters of this text were lost when its encoding was changed";
        let finding = scope.finding(&MOJIBAKE, scope.part(string.span, lost), string.path, message);
        report.push(finding.label("lost letters").help("copy the text again from its origin, as UTF-8"));
    } else if let Some((word, mended)) = mend(string.text) {
        let span = scope.part(string.span, word);
        let message = format!("\"{word}\" was read in the wrong encoding");
        let finding = scope.finding(&MOJIBAKE, span, string.path, message).label("broken letters");
        let finding = finding.help(format!("it was \"{mended}\"; read the file as UTF-8, which it is"));
        // Only where the source has the word as it is, the word alone can be replaced.
        report.push(replacing(finding, (span != string.span).then_some(mended)));
    }
}

/// The first word of a text that was read in the wrong encoding, and what it was.
fn mend(text: &str) -> Option<(&str, String)> {
    text.split_ascii_whitespace().filter(|word| is_suspect(word)).find_map(|word| {
        let bytes: Vec<u8> = word.chars().map(byte).collect::<Option<_>>()?;
        String::from_utf8(bytes).ok().map(|mended| (word, mended))
    })
}

/// Whether a word has a lead byte that is not simply the last of several capitals, before a dash or a quotation mark.
fn is_suspect(word: &str) -> bool {
    let letters: Vec<char> = word.chars().collect();
    letters.iter().enumerate().any(|(at, letter)| {
        let in_capitals = at > 0 && letters[at - 1].is_uppercase();
        let before_mark = letters.get(at + 1).is_some_and(|next| "–—‘’“”…".contains(*next));
        LEADS.contains(*letter) && !(in_capitals && before_mark)
    })
}

/// The byte that Windows-1252 shows as a character. Five bytes have none there; programs show them as controls.
fn byte(letter: char) -> Option<u8> {
    match WINDOWS_1252.iter().find(|(shown, _)| *shown == letter) {
        Some((_, byte)) => Some(*byte),
        None => u8::try_from(u32::from(letter)).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_words_are_mended() {
        for (broken, whole) in [
            ("FÃ©rdeline", "Férdeline"),
            ("donâ€™t", "don’t"),
            ("SÃ£o", "São"),
            ("Ã–sterreich", "Österreich"),
            ("20Â°C", "20°C"),
            ("ÐœÐ¾Ñ\u{81}ÐºÐ²Ð°", "Москва"),
        ] {
            assert_eq!(mend(broken).map(|(_, mended)| mended).as_deref(), Some(whole), "{broken}");
        }
    }

    #[test]
    fn sound_words_are_left_alone() {
        for sound in
            ["São Paulo", "NÃO", "“AMANHÔ", "“LE CAFÉ”", "CAFÉ–BAR", "Ångström", "Москва", "Århus", "château", "Ça va…"]
        {
            assert_eq!(mend(sound), None, "{sound}");
        }
    }
}
