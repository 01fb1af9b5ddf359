//! Languages as feeds write them: tags, or names in English and in the language itself.

use super::Words;
use crate::model::grammar;
use crate::rdf::resolve::canonical_tag;
use crate::thesaurus::fold::fold;

/// Names of languages that programmes are held in, folded, with their tags (ISO 639-1).
const NAMES: &[(&str, &str)] = &[
    ("arabic", "ar"),
    ("chinese", "zh"),
    ("czech", "cs"),
    ("danish", "da"),
    ("deutsch", "de"),
    ("dutch", "nl"),
    ("english", "en"),
    ("espanol", "es"),
    ("finnish", "fi"),
    ("francais", "fr"),
    ("french", "fr"),
    ("german", "de"),
    ("greek", "el"),
    ("hebrew", "he"),
    ("hindi", "hi"),
    ("hungarian", "hu"),
    ("italian", "it"),
    ("italiano", "it"),
    ("japanese", "ja"),
    ("korean", "ko"),
    ("nederlands", "nl"),
    ("norwegian", "no"),
    ("persian", "fa"),
    ("polish", "pl"),
    ("portugues", "pt"),
    ("portuguese", "pt"),
    ("romanian", "ro"),
    ("russian", "ru"),
    ("spanish", "es"),
    ("swahili", "sw"),
    ("swedish", "sv"),
    ("turkish", "tr"),
    ("ukrainian", "uk"),
];

/// The tags that some words name: `en`, `en_US`, `English`, `de/en`. The part that names none comes back as an error.
pub(super) fn tags(words: &Words) -> Result<Vec<String>, String> {
    let parts = words.text.split([',', '/', ';', '&', '+']).map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| tag(part).ok_or_else(|| part.to_owned())).collect()
}

fn tag(text: &str) -> Option<String> {
    let folded = fold(text);
    if let Some((_, tag)) = NAMES.iter().find(|(name, _)| *name == folded) {
        return Some((*tag).to_owned());
    }
    let tag = text.replace('_', "-");
    let primary = tag.split('-').next().unwrap_or_default();
    (matches!(primary.len(), 2 | 3) && grammar::is_language(&tag)).then(|| canonical_tag(&tag).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_names() {
        let of = |text: &str| tags(&Words { text: text.to_owned().into(), span: crate::source::Span::default() });
        assert_eq!(of("en_us"), Ok(vec!["en-US".to_owned()]));
        assert_eq!(of("Français, English"), Ok(vec!["fr".to_owned(), "en".to_owned()]));
        assert_eq!(of("TBC later"), Err("TBC later".to_owned()));
    }
}
