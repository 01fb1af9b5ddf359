//! What is wrong with a language tag, and the tag that is meant.

use std::borrow::Cow;

use super::codes;
use crate::rdf::resolve::canonical_tag;

/// Tags that are no longer to be used, or that begin with a subtag that is not, and their successors.
const DEPRECATED_TAGS: [(&str, &str); 16] = [
    ("art-lojban", "jbo"),
    ("in", "id"),
    ("iw", "he"),
    ("ji", "yi"),
    ("jw", "jv"),
    ("mo", "ro"),
    ("no-bok", "nb"),
    ("no-nyn", "nn"),
    ("scc", "sr"),
    ("scr", "hr"),
    ("sh", "sr-Latn"),
    ("zh-cmn", "cmn"),
    ("zh-guoyu", "cmn"),
    ("zh-hakka", "hak"),
    ("zh-min-nan", "nan"),
    ("zh-xiang", "hsn"),
];

/// Codes of countries that are no codes of languages, and the language that is meant.
const COUNTRIES: [(&str, &str); 9] = [
    ("cn", "zh"),
    ("cz", "cs"),
    ("dk", "da"),
    ("gb", "en"),
    ("gr", "el"),
    ("jp", "ja"),
    ("ua", "uk"),
    ("us", "en"),
    ("vn", "vi"),
];

/// The tag that is meant, and whether nothing else can be.
#[derive(Debug)]
pub(super) struct Meant {
    pub(super) tag: String,
    pub(super) is_certain: bool,
}

/// What is unregistered in a tag, and the tag that is meant.
pub(super) fn fault(tag: &str) -> Option<(String, Option<Meant>)> {
    let lower = tag.to_ascii_lowercase();
    let (primary, rest) =
        lower.split_once('-').map_or((lower.as_str(), ""), |(primary, _)| (primary, &tag[primary.len()..]));
    if is_deprecated(&lower) {
        return None;
    }
    if !is_language(primary) {
        let message = format!("\"{}\" is not a code of a language", &tag[..primary.len()]);
        let meant = meant(primary).map(|code| Meant {
            tag: canonical_tag(&format!("{code}{rest}")).into_owned(),
            // A country is not a language, only a sign of one.
            is_certain: primary.len() != 2,
        });
        return Some((message, meant));
    }
    let region = rest.split('-').skip(1).position(|part| part.eq_ignore_ascii_case("uk"))?;
    let before_extension = rest.split('-').skip(1).take(region).all(|part| part.len() == 4 || part.len() == 3);
    before_extension.then(|| {
        let right = lower.replacen("-uk", "-GB", 1);
        let meant = Meant { tag: canonical_tag(&right).into_owned(), is_certain: true };
        ("the code of the United Kingdom is GB".to_owned(), Some(meant))
    })
}

/// Whether a primary subtag may be a language.
fn is_language(primary: &str) -> bool {
    match primary.len() {
        2 => codes::LANGUAGES.binary_search_by(|known| known.code.cmp(primary)).is_ok(),
        3 => !codes::LANGUAGES.iter().any(|known| known.long.split(' ').any(|long| long == primary)),
        // Four letters are reserved, five to eight have never been registered.
        _ => false,
    }
}

/// The code of the language that an unregistered subtag means.
fn meant(primary: &str) -> Option<&'static str> {
    let country = COUNTRIES.iter().find(|(code, _)| *code == primary).map(|(_, language)| *language);
    country.or_else(|| {
        let is_meant = |known: &&codes::Language| {
            known.name.eq_ignore_ascii_case(primary) || known.long.split(' ').any(|long| long == primary)
        };
        codes::LANGUAGES.iter().find(is_meant).map(|known| known.code)
    })
}

pub(super) fn is_deprecated(lower: &str) -> bool {
    successor(lower).is_some()
}

/// The tag that a tag becomes when it is mended.
pub(super) fn settled(tag: &str) -> Cow<'_, str> {
    if let Some(new) = successor(&tag.to_ascii_lowercase()) {
        return Cow::Owned(new);
    }
    match fault(tag) {
        Some((_, Some(meant))) => Cow::Owned(meant.tag),
        _ => canonical_tag(tag),
    }
}

/// The tag that replaces a deprecated one, with the rest of the tag kept.
pub(super) fn successor(lower: &str) -> Option<String> {
    DEPRECATED_TAGS.iter().find_map(|(old, new)| {
        let rest = lower.strip_prefix(old).filter(|rest| rest.is_empty() || rest.starts_with('-'))?;
        Some(canonical_tag(&format!("{new}{rest}")).into_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn right(tag: &str) -> Option<String> {
        fault(tag).map(|(_, right)| right.map(|meant| meant.tag).unwrap_or_default())
    }

    #[test]
    fn registered_tags_pass() {
        for tag in ["en", "fr-CH", "zh-Hant-TW", "gsw", "EN-gb", "uk", "en-x-uk", "yue", "qaa", "sh", "iw"] {
            assert_eq!(right(tag), None, "{tag}");
        }
    }

    #[test]
    fn slips_lead_to_the_code_that_is_meant() {
        for (tag, code) in [
            ("eng", "en"),
            ("fre-ch", "fr-CH"),
            ("Spanish", "es"),
            ("jp", "ja"),
            ("en-UK", "en-GB"),
            ("sr-Latn-uk", "sr-Latn-GB"),
            ("xx", ""),
            ("klingon", ""),
        ] {
            assert_eq!(right(tag).as_deref(), Some(code), "{tag}");
        }
    }

    #[test]
    fn successors_keep_the_rest() {
        assert_eq!(successor("iw-il").as_deref(), Some("he-IL"));
        assert_eq!(successor("zh-min-nan").as_deref(), Some("nan"));
        assert_eq!(successor("inh"), None);
    }
}
