//! Names for nodes that have none: IRIs minted from base, class and natural key, never from a row number or chance.
//!
//! A minted IRI is `{base}{class}/{slug}-{hash}`: the slug of the key's most telling part, for people, and the first 12
//! hexadecimal digits of XXH3-64 over the whole key, for uniqueness.

use std::fmt::Write;

use twox_hash::XxHash3_64;

use crate::doc::{Node, Value};

/// How a class is named: alternatives in order of preference; the first whose telling (last) field is there counts.
#[derive(Debug)]
pub struct KeyRule {
    pub class: &'static str,
    pub keys: &'static [Key],
}

/// A natural key.
#[derive(Debug)]
pub struct Key {
    /// Whether the owner (the session that the node stands in) is part of the key.
    pub owned: bool,
    pub fields: &'static [&'static str],
}

const fn global(fields: &'static [&'static str]) -> Key {
    Key { owned: false, fields }
}

const fn owned(fields: &'static [&'static str]) -> Key {
    Key { owned: true, fields }
}

/// The natural key of each class. People are not fused across sessions by name alone: namesakes exist.
pub static RULES: &[KeyRule] = &[
    KeyRule { class: "Dataset", keys: &[global(&["title"])] },
    KeyRule { class: "Session", keys: &[global(&["edition", "identifier"]), global(&["edition", "start", "title"])] },
    KeyRule { class: "Participation", keys: &[owned(&["agent", "role"])] },
    KeyRule {
        class: "Person",
        keys: &[global(&["orcid"]), global(&["wikidata"]), global(&["isni"]), owned(&["name"])],
    },
    KeyRule {
        class: "Organization",
        keys: &[global(&["ror"]), global(&["wikidata"]), global(&["isni"]), global(&["unitOf", "name"])],
    },
    KeyRule { class: "Forum", keys: &[global(&["wikidata"]), global(&["name"])] },
    KeyRule { class: "Edition", keys: &[global(&["forum", "identifier"]), global(&["forum", "year", "name"])] },
    KeyRule { class: "Place", keys: &[global(&["containedInPlace", "name"])] },
    KeyRule { class: "Concept", keys: &[global(&["inScheme", "notation"]), global(&["inScheme", "label"])] },
    KeyRule { class: "Resource", keys: &[owned(&["resourceKind", "url"])] },
    KeyRule { class: "PolicyQuestion", keys: &[owned(&["text"])] },
    KeyRule { class: "Outcome", keys: &[owned(&["outcomeKind", "text"])] },
    KeyRule {
        class: "Source",
        keys: &[owned(&["recordKey", "file"]), owned(&["recordKey", "url"]), owned(&["retrieved"])],
    },
];

/// The fields whose nodes must be named before a node of this class can be.
#[must_use]
pub fn rule(class: &str) -> Option<&'static KeyRule> {
    RULES.iter().find(|rule| rule.class == class)
}

/// Mints an IRI for a node without id. The nodes that its key refers to have their ids already.
///
/// None where the node lacks every key.
#[must_use]
pub fn mint(node: &Node, class: &str, base: &str, owner: &str) -> Option<String> {
    let key = rule(class)?.keys.iter().find(|key| key.fields.last().is_some_and(|last| node.get(last).is_some()))?;
    let mut text = String::with_capacity(160);
    text.push_str(class);
    if key.owned {
        text.push('\n');
        text.push_str(owner);
    }
    for field in key.fields {
        text.push('\n');
        if let Some(value) = node.get(field) {
            push_key(value, &mut text);
        }
    }
    let mut iri = String::with_capacity(base.len() + 80);
    iri.push_str(base);
    push_segment(class, &mut iri);
    iri.push('/');
    push_slug(node, key, &mut iri);
    // Writing to a string cannot fail.
    let _ = write!(iri, "{:012x}", XxHash3_64::oneshot(text.as_bytes()) >> 16);
    Some(iri)
}

/// `PolicyQuestion` as `policy-question`.
fn push_segment(class: &str, iri: &mut String) {
    for (at, letter) in class.char_indices() {
        if letter.is_ascii_uppercase() && at > 0 {
            iri.push('-');
        }
        iri.push(letter.to_ascii_lowercase());
    }
}

/// A key field's value: a string, the id of a node, or all languages of a text in their order.
fn push_key(value: &Node, text: &mut String) {
    match &value.value {
        Value::String(string) | Value::Number(string) => text.push_str(string),
        Value::Object(members) => match value.text("id") {
            Some(id) => text.push_str(id),
            None => {
                let mut parts: Vec<_> =
                    members.iter().filter_map(|member| Some((member.key.as_ref(), member.node.as_str()?))).collect();
                parts.sort_unstable();
                for (language, part) in parts {
                    let _ = write!(text, "{language}={part}\t");
                }
            }
        },
        _ => {}
    }
}

/// The human-readable part: the slug of each key field that is text, joined.
fn push_slug(node: &Node, key: &Key, iri: &mut String) {
    for field in key.fields {
        let Some(value) = node.get(field) else { continue };
        let before = iri.len();
        match &value.value {
            Value::String(text) => slug(tail(text), 48, iri),
            Value::Object(_) => match value.text("id") {
                Some(id) => slug(without_hash(tail(id)), 48, iri),
                None => slug(value.text("en").or_else(|| first_text(value)).unwrap_or_default(), 48, iri),
            },
            _ => {}
        }
        if iri.len() > before {
            iri.push('-');
        }
    }
}

fn first_text<'n>(value: &'n Node) -> Option<&'n str> {
    value.as_object()?.first()?.node.as_str()
}

/// The last segment of an IRI; other texts as they are.
fn tail(text: &str) -> &str {
    if text.contains("://") {
        text.trim_end_matches(['/', '#']).rsplit(['/', '#']).next().unwrap_or(text)
    } else {
        text
    }
}

/// A minted segment without its hash.
fn without_hash(segment: &str) -> &str {
    match segment.rsplit_once('-') {
        Some((slug, hash)) if hash.len() == 12 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) => slug,
        _ => segment,
    }
}

/// Appends lower-case ASCII letters, digits and single hyphens for a text, at most `limit` bytes of them.
pub fn slug(text: &str, limit: usize, out: &mut String) {
    let start = out.len();
    let mut gap = false;
    let mut push = |letter: char| {
        if out.len() - start >= limit {
            return false;
        }
        if letter.is_ascii_alphanumeric() {
            if gap && out.len() > start {
                out.push('-');
            }
            gap = false;
            out.push(letter.to_ascii_lowercase());
        } else if letter != '\'' {
            gap = true;
        }
        true
    };
    for letter in text.chars() {
        let go_on =
            if letter.is_ascii() { push(letter) } else { any_ascii::any_ascii_char(letter).chars().all(&mut push) };
        if !go_on {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::{Limits, json};

    fn slug_of(text: &str) -> String {
        let mut out = String::new();
        slug(text, 48, &mut out);
        out
    }

    #[test]
    fn slugs_are_plain() {
        assert_eq!(slug_of("Ayden Férdeline"), "ayden-ferdeline");
        assert_eq!(slug_of("  C7: «ICT»  "), "c7-ict");
        assert_eq!(slug_of("Общество"), "obshchestvo");
        assert_eq!(slug_of("../../etc"), "etc");
    }

    #[test]
    fn keys_decide_and_the_rest_does_not() {
        let mint = |text: &str| {
            let node = json::parse(text, &Limits::default()).unwrap();
            mint(&node, "Session", "https://data.example.org/", "").unwrap()
        };
        let edition = r#""edition": "https://data.example.org/edition/wsis-forum-2018""#;
        let by_code = mint(&format!(r#"{{"title": "A", "identifier": "116", {edition}}}"#));
        assert_eq!(by_code, mint(&format!(r#"{{"title": "B", "identifier": "116", {edition}}}"#)));
        assert!(by_code.starts_with("https://data.example.org/session/wsis-forum-2018-116-"), "{by_code}");
        assert_ne!(mint(&format!(r#"{{"title": "A", {edition}}}"#)), mint(&format!(r#"{{"title": "B", {edition}}}"#)));
    }
}
