//! The IRIs of a record's nodes, beside the record: what they say themselves, made absolute, or minted.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

use super::naming::{self, Rule, Scratch};
use crate::doc::{Node, Value};
use crate::model::grammar;
use crate::shape::{Class, ClassId, shape};
use crate::source::Span;
use crate::vocab;

/// Why a record has no place in RDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unnamed {
    /// An IRI has to be minted and there is no base.
    NoBase(Span),
    /// A node has neither id nor natural key.
    NoKey(Span, &'static str),
}

/// The names of a record's nodes. They are kept in one text, by the address of the node.
#[derive(Debug, Default)]
pub struct Names {
    text: String,
    by_node: HashMap<usize, Range<usize>, BuildHasherDefault<AddressHasher>>,
    base: Option<String>,
    scratch: Scratch,
    private: bool,
}

/// Hashes addresses: they are distinct already, so mixing them is enough.
#[derive(Debug, Default)]
pub struct AddressHasher(u64);

impl Hasher for AddressHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_usize(usize::from(byte));
        }
    }

    fn write_usize(&mut self, number: usize) {
        let mixed = (self.0 ^ number as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed ^ mixed >> 29;
    }
}

fn address(node: &Node) -> usize {
    std::ptr::from_ref(node) as usize
}

/// The most fields that a class has; the shape holds to it.
const FIELDS: usize = 64;

/// A node's values by field.
type Values<'n, 's> = [Option<&'n Node<'s>>; FIELDS];

fn values<'n, 's>(node: &'n Node<'s>, class: &Class) -> Values<'n, 's> {
    let mut values = [None; FIELDS];
    for member in node.as_object().unwrap_or_default() {
        if let Some(at) = class.find(&member.key) {
            values[at] = Some(&member.node);
        }
    }
    values
}

impl Names {
    /// Names every node of a structurally valid record, with `base` first, else the record's own `base`, else the origin
    /// of its edition's IRI.
    ///
    /// # Errors
    /// Where an IRI has to be minted and cannot be.
    pub fn of(record: &Node, class: ClassId, base: Option<&str>) -> Result<Self, Unnamed> {
        let mut names = Self { base: base.map(str::to_owned).or_else(|| own_base(record)), ..Self::default() };
        names.by_node.reserve(48);
        names.text.reserve(4096);
        names.node(record, class, 0..0)?;
        Ok(names)
    }

    /// The IRI that a record without id gets from its natural key; none where it lacks every key. The rest of the record
    /// is not looked at, and where no base is known [`naming::NO_BASE`] will do, so that this tells records apart and
    /// names none.
    #[must_use]
    pub fn minted(record: &Node, class_id: ClassId) -> Option<String> {
        let base = own_base(record).unwrap_or_else(|| naming::NO_BASE.to_owned());
        let mut names = Self { base: Some(base), ..Self::default() };
        let class = &shape()[class_id];
        let rule = naming::rule(class_id);
        let values = values(record, class);
        names.inner(&values, class, &rule.key_refs, &(0..0)).ok()?;
        let start = names.text.len();
        names.push_id(record, class, rule, &values, &(0..0)).ok()?;
        Some(names.text.split_off(start))
    }

    /// Whether any node has a private block, which has no place in RDF.
    #[must_use]
    pub fn has_private(&self) -> bool {
        self.private
    }

    /// The absolute IRI of a node.
    #[must_use]
    pub fn get(&self, node: &Node) -> Option<&str> {
        self.by_node.get(&address(node)).map(|range| &self.text[range.clone()])
    }

    /// The absolute IRI of a reference; borrowed where it is one already. `#local` ids follow the base.
    #[must_use]
    pub fn absolute<'r>(&self, reference: &'r str) -> std::borrow::Cow<'r, str> {
        if grammar::has_authority(reference) {
            return reference.into();
        }
        match (reference.starts_with('#'), &self.base) {
            (true, Some(base)) => format!("{}{reference}", base.trim_end_matches('#')).into(),
            _ => vocab::expand(reference).map_or(reference.into(), Into::into),
        }
    }

    fn node(&mut self, node: &Node, class_id: ClassId, owner: Range<usize>) -> Result<(), Unnamed> {
        let class = &shape()[class_id];
        let rule = naming::rule(class_id);
        let values = values(node, class);
        self.private |= rule.private.is_some_and(|at| values[at].is_some());
        // What the key refers to is named first.
        self.inner(&values, class, &rule.key_refs, &owner)?;
        let start = self.text.len();
        self.push_id(node, class, rule, &values, &owner)?;
        let id = start..self.text.len();
        let owner = if owner.is_empty() || class.name == "Session" { id.clone() } else { owner };
        self.by_node.insert(address(node), id);
        self.inner(&values, class, &rule.other_refs, &owner)
    }

    /// Names the nodes under some fields.
    fn inner(&mut self, values: &Values, class: &Class, fields: &[usize], owner: &Range<usize>) -> Result<(), Unnamed> {
        for &at in fields {
            let Some(value) = values[at] else { continue };
            let classes = class.fields[at].classes();
            for item in value.items() {
                match &item.value {
                    Value::Object(_) => self.node(item, shape().pick(classes, item.text("type")), owner.clone())?,
                    Value::String(text) if text.starts_with('#') && self.base.is_none() => {
                        return Err(Unnamed::NoBase(item.span));
                    }
                    _ => {}
                }
            }
        }
        Ok(())
    }

    fn push_id(
        &mut self,
        node: &Node,
        class: &'static Class,
        rule: &Rule,
        values: &Values,
        owner: &Range<usize>,
    ) -> Result<(), Unnamed> {
        if let Some(id) = node.text("id") {
            if id.starts_with('#') && self.base.is_none() {
                return Err(Unnamed::NoBase(node.head()));
            }
            let id = self.absolute(id).into_owned();
            self.text.push_str(&id);
            return Ok(());
        }
        let base = self.base.as_deref().ok_or_else(|| Unnamed::NoBase(node.head()))?;
        let mut scratch = std::mem::take(&mut self.scratch);
        let name = |node: &Node| self.get(node);
        let owner = &self.text[owner.clone()];
        let minted = naming::mint(rule, values, (base, owner), &name, &mut scratch);
        if minted {
            self.text.push_str(&scratch.iri);
        }
        self.scratch = scratch;
        if minted { Ok(()) } else { Err(Unnamed::NoKey(node.head(), &class.name)) }
    }
}

/// The base that a record brings itself.
fn own_base(record: &Node) -> Option<String> {
    if let Some(base) = record.text("base") {
        return Some(base.to_owned());
    }
    let edition = record.get("edition")?;
    origin(edition.as_str().or_else(|| edition.text("id"))?)
}

/// `https://host/` of a web IRI.
fn origin(iri: &str) -> Option<String> {
    let (scheme, rest) = iri.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    Some(format!("{scheme}://{host}/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::{Limits, json};

    fn name(text: &str, base: Option<&str>) -> Result<String, Unnamed> {
        let node = json::parse(text, &Limits::default()).unwrap();
        let class = shape().class("Session").unwrap();
        Names::of(&node, class, base).map(|names| names.get(&node).unwrap().to_owned())
    }

    #[test]
    fn origins() {
        assert_eq!(origin("https://data.example.org/edition/x").as_deref(), Some("https://data.example.org/"));
        assert_eq!(origin("urn:x"), None);
    }

    #[test]
    fn keys_decide_and_the_rest_does_not() {
        let edition = r#""edition": "https://data.example.org/edition/wsis-forum-2018""#;
        let mint = |members: &str| name(&format!("{{{members}, {edition}}}"), None).unwrap();
        let by_code = mint(r#""title": "A", "identifier": "116""#);
        assert_eq!(by_code, mint(r#""title": "B", "identifier": "116""#));
        assert!(by_code.starts_with("https://data.example.org/session/wsis-forum-2018-116-"), "{by_code}");
        assert_ne!(mint(r#""title": "A""#), mint(r#""title": "B""#));
    }

    #[test]
    fn without_a_base_nothing_is_minted() {
        assert!(matches!(name(r#"{"title": "A"}"#, None), Err(Unnamed::NoBase(_))));
        assert!(name(r#"{"title": "A"}"#, Some("https://example.org/")).is_ok());
        assert_eq!(
            name(r##"{"id": "#a", "title": "A"}"##, Some("https://example.org/x")).unwrap(),
            "https://example.org/x#a"
        );
    }
}
