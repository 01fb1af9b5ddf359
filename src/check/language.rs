//! Checks of language tags (BCP 47): whether they are registered, current and in their usual case.

use super::{Run, Scope, check, replacing};
use crate::diagnostic::Report;
use crate::doc::{Node, Path};
use crate::model::value::is_map_key;
use crate::rdf::resolve::canonical_tag;
use crate::shape::Kind;
use crate::source::Span;

mod codes;

check! {
    /// ## What it finds
    /// A language tag whose first part names no language, or whose region is `UK`. Three-letter codes are taken as they
    /// are, except those of languages that have a two-letter code: BCP 47 knows only the shorter one.
    ///
    /// ## Why it matters
    /// Browsers, screen readers and search engines do not know what language the text is in, and two spellings of one
    /// language never match.
    ///
    /// ## Example
    /// Bad: `"languages": ["eng", "jp"]`, `"title": {"english": "Opening"}`
    ///
    /// Good: `"languages": ["en", "ja"]`, `"title": {"en": "Opening"}`
    ///
    /// ## How to mend
    /// Write the two-letter code of the language, or its three-letter code if it has no other. Codes of countries are
    /// other codes: Japanese is `ja`, Japan is `JP`.
    UNREGISTERED = "language/unregistered", Warning, Run::Node(unregistered)
}

check! {
    /// ## What it finds
    /// A language tag whose letters are not in the usual case: language small, script with a capital, region in
    /// capitals.
    ///
    /// ## Why it matters
    /// Tags are equal whatever their case, but programs that compare strings do not know that.
    ///
    /// ## Example
    /// Bad: `"languages": ["EN", "pt-br"]`
    ///
    /// Good: `"languages": ["en", "pt-BR"]`
    ///
    /// ## How to mend
    /// Write the tag as the finding says.
    CASE = "language/case", Note, Run::Node(case)
}

check! {
    /// ## What it finds
    /// A language tag that was replaced by another one, such as `iw` (now `he`), `in` (now `id`) or `sh`.
    ///
    /// ## Why it matters
    /// New programs look for the new code only.
    ///
    /// ## Example
    /// Bad: `"languages": ["iw"]`
    ///
    /// Good: `"languages": ["he"]`
    ///
    /// ## How to mend
    /// Write the new code. `sh` has three successors: `sr-Latn`, `hr` and `bs`.
    DEPRECATED = "language/deprecated", Warning, Run::Node(deprecated)
}

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

/// A language tag and where it stands.
struct Tag<'a> {
    text: &'a str,
    span: Span,
    path: Path<'a>,
}

/// Calls `visit` with every language tag of a node: values of language fields and keys of text by language.
fn tags(scope: &Scope, mut visit: impl FnMut(Tag)) {
    for member in scope.node.as_object().unwrap_or_default() {
        let path = scope.path.key(&member.key);
        match scope.class.field(&member.key).map(|field| &field.kind) {
            Some(Kind::Scalar(scalar)) if scalar.name == "Language" => values(&member.node, &path, &mut visit),
            Some(Kind::Text | Kind::Texts) => keys(&member.node, &path, &mut visit),
            _ => {}
        }
    }
}

fn values(node: &Node, path: &Path, visit: &mut impl FnMut(Tag)) {
    let single = node.as_array().is_none();
    for (at, item) in node.items().iter().enumerate() {
        let path = if single { *path } else { path.index(at) };
        if let Some(text) = item.as_str() {
            visit(Tag { text, span: item.span, path });
        }
    }
}

fn keys(node: &Node, path: &Path, visit: &mut impl FnMut(Tag)) {
    for member in node.as_object().unwrap_or_default() {
        if member.key != "@none" && is_map_key(&member.key) {
            visit(Tag { text: &member.key, span: member.key_span, path: path.key(&member.key) });
        }
    }
}

fn unregistered(scope: &Scope, report: &mut Report) {
    tags(scope, |tag| {
        let Some((message, right)) = fault(tag.text) else { return };
        let finding = scope.finding(&UNREGISTERED, tag.span, &tag.path, message).label("not a registered language");
        report.push(match right {
            Some(right) => {
                let finding = finding.help(format!("write \"{right}\""));
                replacing(finding, scope.quoted_like(tag.span, &right))
            }
            None => finding.help("write a two-letter code such as \"en\", or the three-letter code of ISO 639-3"),
        });
    });
}

/// What is unregistered in a tag, and the tag that is meant.
fn fault(tag: &str) -> Option<(String, Option<String>)> {
    let lower = tag.to_ascii_lowercase();
    let (primary, rest) =
        lower.split_once('-').map_or((lower.as_str(), ""), |(primary, _)| (primary, &tag[primary.len()..]));
    if is_deprecated(&lower) {
        return None;
    }
    if !is_language(primary) {
        let message = format!("\"{}\" is not a code of a language", &tag[..primary.len()]);
        return Some((message, meant(primary).map(|code| canonical_tag(&format!("{code}{rest}")).into_owned())));
    }
    let region = rest.split('-').skip(1).position(|part| part.eq_ignore_ascii_case("uk"))?;
    let before_extension = rest.split('-').skip(1).take(region).all(|part| part.len() == 4 || part.len() == 3);
    before_extension.then(|| {
        let right = lower.replacen("-uk", "-GB", 1);
        ("the code of the United Kingdom is GB".to_owned(), Some(canonical_tag(&right).into_owned()))
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

fn is_deprecated(lower: &str) -> bool {
    successor(lower).is_some()
}

/// The tag that replaces a deprecated one, with the rest of the tag kept.
fn successor(lower: &str) -> Option<String> {
    DEPRECATED_TAGS.iter().find_map(|(old, new)| {
        let rest = lower.strip_prefix(old).filter(|rest| rest.is_empty() || rest.starts_with('-'))?;
        Some(canonical_tag(&format!("{new}{rest}")).into_owned())
    })
}

fn deprecated(scope: &Scope, report: &mut Report) {
    tags(scope, |tag| {
        let Some(new) = successor(&tag.text.to_ascii_lowercase()) else { return };
        let message = format!("the language tag \"{}\" is deprecated", tag.text);
        let finding = scope.finding(&DEPRECATED, tag.span, &tag.path, message);
        report.push(if new.starts_with("sr-Latn") {
            finding.help("write \"sr-Latn\" (Serbian), \"hr\" (Croatian) or \"bs\" (Bosnian)")
        } else {
            let finding = finding.help(format!("write \"{new}\""));
            replacing(finding, scope.quoted_like(tag.span, &new))
        });
    });
}

fn case(scope: &Scope, report: &mut Report) {
    tags(scope, |tag| {
        let right = canonical_tag(tag.text);
        if right == tag.text || fault(tag.text).is_some() || is_deprecated(&tag.text.to_ascii_lowercase()) {
            return;
        }
        let message = format!("\"{}\" is usually written \"{right}\"", tag.text);
        let finding = scope.finding(&CASE, tag.span, &tag.path, message).help(format!("write \"{right}\""));
        report.push(replacing(finding, scope.quoted_like(tag.span, &right)));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn right(tag: &str) -> Option<String> {
        fault(tag).map(|(_, right)| right.unwrap_or_default())
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
