//! Languages as session pages write them: "English, French", "EN/FR".

use super::block::Phrase;
use super::lists;
use crate::doc::Node;

/// Languages that international forums work in, by their English names and their own.
const LANGUAGES: &[(&str, &str)] = &[
    ("arabic", "ar"),
    ("bengali", "bn"),
    ("chinese", "zh"),
    ("deutsch", "de"),
    ("english", "en"),
    ("espanol", "es"),
    ("francais", "fr"),
    ("french", "fr"),
    ("german", "de"),
    ("hindi", "hi"),
    ("indonesian", "id"),
    ("italian", "it"),
    ("japanese", "ja"),
    ("korean", "ko"),
    ("mandarin", "zh"),
    ("persian", "fa"),
    ("portuguese", "pt"),
    ("russian", "ru"),
    ("spanish", "es"),
    ("swahili", "sw"),
    ("turkish", "tr"),
    ("ukrainian", "uk"),
];

/// The languages of a line; none if any word of it is no language.
pub(super) fn read(words: Phrase) -> Option<Vec<Node<'static>>> {
    let parts = lists::split(words.text, &[',', ';', '/', '|', '\n', '+', '&']);
    let parts = parts.into_iter().flat_map(|part| part.split(" and ")).map(str::trim);
    parts.map(|part| Some(words.part(part).says(code(part)?))).collect()
}

fn code(word: &str) -> Option<&'static str> {
    let folded = crate::thesaurus::fold::fold(word);
    LANGUAGES.iter().find(|(name, code)| *name == folded || *code == folded).map(|(_, code)| *code)
}
