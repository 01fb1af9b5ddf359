//! Texts whose script is none that their language is written in.

use crate::check::{Run, Scope, StringAt, check};
use crate::diagnostic::Report;

check! {
    /// ## What it finds
    /// A text in a script that its language is not written in: Cyrillic under `en`, Latin under `ar`.
    ///
    /// ## Why it matters
    /// The text is shown to readers of the wrong language, read out by the wrong voice, and found by no search in its
    /// own.
    ///
    /// ## Example
    /// Bad: `"title": {"en": "Открытие форума"}`
    ///
    /// Good: `"title": {"ru": "Открытие форума"}`
    ///
    /// ## How to mend
    /// Correct the language, or write the text in it. Short texts, abbreviations and names are left alone.
    SCRIPT_LANGUAGE = "text/script-language", Warning, Run::String(script_language)
}

/// Scripts that are told apart here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Cyrillic,
    Greek,
    Hebrew,
    Arabic,
    Indic,
    Thai,
    EastAsian,
}

impl Script {
    fn of(letter: char) -> Option<Self> {
        Some(match letter {
            'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => Script::Latin,
            '\u{370}'..='\u{3ff}' => Script::Greek,
            '\u{400}'..='\u{52f}' => Script::Cyrillic,
            '\u{590}'..='\u{5ff}' => Script::Hebrew,
            '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' => Script::Arabic,
            '\u{900}'..='\u{dff}' => Script::Indic,
            '\u{e00}'..='\u{e7f}' => Script::Thai,
            '\u{1100}'..='\u{11ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' => {
                Script::EastAsian
            }
            _ => return None,
        })
    }

    fn name(self) -> &'static str {
        match self {
            Script::Latin => "Latin",
            Script::Cyrillic => "Cyrillic",
            Script::Greek => "Greek",
            Script::Hebrew => "Hebrew",
            Script::Arabic => "Arabic",
            Script::Indic => "Indic",
            Script::Thai => "Thai",
            Script::EastAsian => "East Asian",
        }
    }
}

/// The script of languages that are written in one only. Tags with more than a language and a country say it themselves.
fn expected(tag: &str) -> Option<Script> {
    let mut subtags = tag.split('-');
    let language = subtags.next()?;
    if subtags.any(|subtag| subtag.len() > 3) {
        return None;
    }
    Some(match language {
        "en" | "fr" | "es" | "de" | "it" | "pt" | "nl" | "sv" | "da" | "fi" | "pl" | "cs" | "sk" | "hu" | "ro"
        | "sl" | "hr" | "et" | "lv" | "lt" | "tr" | "id" | "vi" | "sw" | "ca" | "nb" | "nn" | "sq" | "is" => {
            Script::Latin
        }
        "ru" | "uk" | "be" | "bg" | "mk" => Script::Cyrillic,
        "ar" | "fa" | "ur" => Script::Arabic,
        "el" => Script::Greek,
        "he" | "yi" => Script::Hebrew,
        "hi" | "bn" | "ta" | "te" | "ne" | "mr" => Script::Indic,
        "th" => Script::Thai,
        "zh" | "ja" | "ko" => Script::EastAsian,
        _ => return None,
    })
}

/// Fewer letters may be an abbreviation or a name.
const ENOUGH: usize = 8;

/// The script that most of a text is in, if it is another than its language's and hardly any letter is of that.
fn other_script(text: &str, language: &str) -> Option<(Script, Script)> {
    let expected = expected(language)?;
    if expected == Script::Latin && text.is_ascii() {
        return None;
    }
    let (mut letters, mut of_expected, mut found) = (0_usize, 0_usize, None);
    let scripts = text.chars().filter_map(|letter| Some((letter, Script::of(letter)?)));
    // Latin capitals are abbreviations and beginnings of names, which every language takes over as they are.
    for (_, script) in scripts.filter(|(letter, _)| !letter.is_ascii_uppercase()) {
        letters += 1;
        of_expected += usize::from(script == expected);
        if script != expected {
            found.get_or_insert(script);
        }
    }
    let words = text.split_whitespace().filter(|word| word.starts_with(|first: char| !first.is_uppercase())).count();
    let is_prose = found != Some(Script::Latin) || words >= 1;
    found.filter(|_| letters >= ENOUGH && of_expected * 10 < letters && is_prose).map(|found| (found, expected))
}

fn script_language(scope: &Scope, string: &StringAt, report: &mut Report) {
    let Some(language) = string.language else { return };
    // Names are written as they are in any language.
    if string.field.name == "name" {
        return;
    }
    let Some((found, expected)) = other_script(string.text, language) else { return };
    let message =
        format!("this text is in {} letters, and \"{language}\" is written in {}", found.name(), expected.name());
    let finding = scope.finding(&SCRIPT_LANGUAGE, string.span, string.path, message);
    report.push(finding.label(format!("not {language}")).help("correct the language, or write the text in it"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_contradicts_a_language() {
        for (text, language) in [
            ("Привет всем участникам", "en"),
            ("Hello everyone", "ar"),
            ("网络治理与数字合作论坛", "fr"),
            ("Opening of the forum", "ru"),
        ] {
            assert!(other_script(text, language).is_some(), "{text}");
        }
        for (text, language) in [
            ("Opening", "en"),
            ("ICANN UNESCO ITU", "ar"),
            ("Привет", "en"),
            ("Форум IGF и WSIS Forum", "ru"),
            ("Отворање на форумот", "sr"),
            ("Otvaranje foruma", "sr-Latn"),
            ("Wikimedia Deutschland", "ar"),
            ("Débat ouvert à tous", "fr"),
        ] {
            assert!(other_script(text, language).is_none(), "{text}");
        }
    }
}
