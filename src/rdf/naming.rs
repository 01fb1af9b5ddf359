//! Natural keys, and the IRIs minted from them: from base, class and key, never from a row number or chance.
//!
//! A minted IRI is `{base}{class}/{slug}-{hash}`: the slugs of the key's parts, for people, and the first 12 hexadecimal
//! digits of XXH3-64 over the whole key, for uniqueness.

use std::sync::LazyLock;

use twox_hash::XxHash3_64;

use crate::doc::{Node, Value};
use crate::model::grammar;
use crate::shape::{ClassId, shape};

/// The base of ids where nothing else gives one, for work that writes no ids. It is in no output.
pub const NO_BASE: &str = "https://base.invalid/";

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

/// A class's rule with fields by their position, and its segment of the IRI.
#[derive(Debug, Default)]
pub(super) struct Rule {
    keys: Vec<(bool, Vec<usize>)>,
    /// The fields with records inside: those that are part of a key, then the others.
    pub(super) key_refs: Vec<usize>,
    pub(super) other_refs: Vec<usize>,
    /// The private block.
    pub(super) private: Option<usize>,
    segment: String,
}

static COMPILED: LazyLock<Vec<Rule>> =
    LazyLock::new(|| shape().classes.iter().map(|class| compile(&class.name)).collect());

/// The rule of a class; one without keys for classes that have no IRI.
pub(super) fn rule(class: ClassId) -> &'static Rule {
    &COMPILED[class]
}

fn compile(name: &str) -> Rule {
    let Some(rule) = RULES.iter().find(|rule| rule.class == name) else { return Rule::default() };
    let class = &shape()[shape().class(name).unwrap_or_default()];
    let positions = |key: &Key| key.fields.iter().filter_map(|field| class.find(field)).collect::<Vec<_>>();
    let keys: Vec<(bool, Vec<usize>)> = rule.keys.iter().map(|key| (key.owned, positions(key))).collect();
    let refs = (0..class.fields.len()).filter(|&at| !class.fields[at].classes().is_empty());
    let (key_refs, other_refs) = refs.partition(|at| keys.iter().any(|(_, fields)| fields.contains(at)));
    Rule { keys, key_refs, other_refs, private: class.find("private"), segment: segment(name) }
}

/// Whether a node has what a natural key of its class needs.
#[must_use]
pub fn has_key(node: &Node, class: ClassId) -> bool {
    let fields = &shape()[class].fields;
    let telling =
        |(_, key): &(bool, Vec<usize>)| key.last().is_some_and(|&last| node.get(&fields[last].name).is_some());
    rule(class).keys.iter().any(telling)
}

/// The fields of a class's natural keys, each once, in order of preference.
#[must_use]
pub fn key_fields(class: &str) -> Vec<&'static str> {
    let mut fields = Vec::new();
    for key in RULES.iter().filter(|rule| rule.class == class).flat_map(|rule| rule.keys) {
        fields.extend(key.fields.iter().filter(|field| !fields.contains(*field)).collect::<Vec<_>>());
    }
    fields
}

/// Whether an IRI looks as if it was minted for a node of this class, on whatever base.
#[must_use]
pub fn is_minted(iri: &str, class: ClassId) -> bool {
    let segment = &rule(class).segment;
    let name = iri.rsplit('/').next().unwrap_or_default();
    let place = iri.strip_suffix(name).unwrap_or_default();
    let Some((slug, hash)) = name.len().checked_sub(12).and_then(|at| name.split_at_checked(at)) else { return false };
    let is_hash = hash.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    place.ends_with(segment.as_str()) && is_hash && (slug.is_empty() || slug.ends_with('-'))
}

/// `PolicyQuestion` as `policy-question/`.
fn segment(class: &str) -> String {
    let mut segment = String::new();
    for (at, letter) in class.char_indices() {
        if letter.is_ascii_uppercase() && at > 0 {
            segment.push('-');
        }
        segment.push(letter.to_ascii_lowercase());
    }
    segment + "/"
}

/// Room for the key and the IRI that are being made, used again for each node.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    key: String,
    pub(super) iri: String,
}

/// Mints an IRI into `iri`. `values` are the node's values by field; `name` gives the ids of the nodes that
/// the key refers to. False where the node lacks every key.
pub(super) fn mint<'n>(
    rule: &Rule,
    values: &[Option<&Node>],
    (base, owner): (&str, &str),
    name: &impl Fn(&Node) -> Option<&'n str>,
    Scratch { key, iri }: &mut Scratch,
) -> bool {
    key.clear();
    iri.clear();
    let telling = |(_, fields): &&(bool, Vec<usize>)| fields.last().is_some_and(|&last| values[last].is_some());
    let Some((owned, fields)) = rule.keys.iter().find(telling) else { return false };
    iri.push_str(base);
    iri.push_str(&rule.segment);
    key.push_str(&rule.segment);
    if *owned {
        key.push('\n');
        key.push_str(owner);
    }
    for &field in fields {
        key.push('\n');
        if let Some(value) = values[field] {
            push_part(value, name, key, iri);
        }
    }
    push_hash(XxHash3_64::oneshot(key.as_bytes()), iri);
    true
}

/// A key field: a string, the id of a node, or all languages of a text in their order; and the slug of it.
fn push_part<'n>(value: &Node, name: &impl Fn(&Node) -> Option<&'n str>, key: &mut String, iri: &mut String) {
    let before = iri.len();
    match &value.value {
        Value::String(text) => {
            key.push_str(text);
            slug(tail(text), SLUG, iri);
        }
        Value::Number(text) => {
            key.push_str(text);
            slug(text, SLUG, iri);
        }
        Value::Object(members) => {
            if let Some(id) = name(value) {
                key.push_str(id);
                slug(without_hash(tail(id)), SLUG, iri);
            } else {
                let mut parts: Vec<_> =
                    members.iter().filter_map(|member| Some((member.key.as_ref(), member.node.as_str()?))).collect();
                parts.sort_unstable();
                for (language, part) in &parts {
                    key.extend([language, "=", part, "\t"]);
                }
                let english = parts.iter().find(|(language, _)| *language == "en").or(parts.first());
                slug(english.map_or("", |(_, text)| text), SLUG, iri);
            }
        }
        _ => {}
    }
    if iri.len() > before {
        iri.push('-');
    }
}

/// Most bytes of one slug.
const SLUG: usize = 40;

/// Twelve hexadecimal digits of a hash.
fn push_hash(hash: u64, iri: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    iri.extend((4..16).rev().map(|digit| char::from(DIGITS[(hash >> (digit * 4) & 15) as usize])));
}

/// The last segment of an IRI; other texts as they are.
fn tail(text: &str) -> &str {
    if !grammar::has_authority(text) {
        return text;
    }
    let text = text.trim_end_matches(['/', '#']);
    memchr::memrchr2(b'/', b'#', text.as_bytes()).map_or(text, |at| &text[at + 1..])
}

/// A minted segment without its hash.
fn without_hash(segment: &str) -> &str {
    let bytes = segment.as_bytes();
    match bytes.len().checked_sub(13) {
        Some(at) if bytes[at] == b'-' && bytes[at + 1..].iter().all(u8::is_ascii_hexdigit) => &segment[..at],
        _ => segment,
    }
}

/// What a byte of ASCII gives in a slug: a lower-case letter or digit, an apostrophe for nothing, 0 for a gap.
static SLUG_BYTES: [u8; 128] = {
    let mut table = [0; 128];
    let mut byte: u8 = 0;
    while byte < 128 {
        table[byte as usize] = match byte {
            b'0'..=b'9' | b'a'..=b'z' | b'\'' => byte,
            b'A'..=b'Z' => byte + 32,
            _ => 0,
        };
        byte += 1;
    }
    table
};

/// Appends lower-case ASCII letters, digits and single hyphens for a text, at most about `limit` bytes of them.
pub fn slug(text: &str, limit: usize, out: &mut String) {
    let mut slug = Slug { bytes: [0; SLUG + 2], used: 0, limit: limit.min(SLUG), gap: false };
    for letter in text.chars() {
        let fits = match u8::try_from(letter) {
            Ok(byte) if byte.is_ascii() => slug.push(byte),
            _ => any_ascii::any_ascii_char(letter).bytes().all(|byte| slug.push(byte)),
        };
        if !fits {
            break;
        }
    }
    // What was pushed is ASCII.
    out.push_str(std::str::from_utf8(&slug.bytes[..slug.used]).unwrap_or_default());
}

struct Slug {
    bytes: [u8; SLUG + 2],
    used: usize,
    limit: usize,
    gap: bool,
}

impl Slug {
    /// Takes one more byte of ASCII; false when the slug is full.
    #[inline]
    fn push(&mut self, byte: u8) -> bool {
        match SLUG_BYTES[usize::from(byte & 127)] {
            0 => self.gap = true,
            b'\'' => {}
            letter => {
                if self.gap && self.used > 0 {
                    self.bytes[self.used] = b'-';
                    self.used += 1;
                }
                self.gap = false;
                self.bytes[self.used] = letter;
                self.used += 1;
            }
        }
        self.used < self.limit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn minted_iris_are_known_by_their_form() {
        let session = shape().class("Session").unwrap();
        assert!(is_minted("https://data.example.org/session/river-2031-116-0123456789ab", session));
        assert!(is_minted("urn:x/session/0123456789ab", session));
        assert!(!is_minted("https://data.example.org/person/river-0123456789ab", session));
        assert!(!is_minted("https://data.example.org/session/opening", session));
        assert!(!is_minted("https://data.example.org/session/é123456789a", session));
    }

    #[test]
    fn every_class_with_an_iri_has_a_key() {
        for (class, rule) in shape().classes.iter().zip(COMPILED.iter()) {
            assert_eq!(class.iri.is_some(), !rule.keys.is_empty(), "{}", class.name);
        }
    }
}
