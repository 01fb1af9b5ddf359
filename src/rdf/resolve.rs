//! Resolving a record in place: ids and types everywhere, references absolute, codes canonical.

use std::borrow::Cow;

use super::{integer, naming};
use crate::doc::{Member, Node, Value};
use crate::shape::{Class, ClassId, Kind, shape};
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

/// Names what has no name, with `base` first, else the record's own `base`, else the origin of its edition's IRI.
/// Private blocks and `@context` are taken out; the spans of private blocks are returned.
///
/// # Errors
/// Where an IRI has to be minted and cannot be. The record must be structurally valid.
pub fn resolve(record: &mut Node, class: ClassId, base: Option<&str>) -> Result<Vec<Span>, Unnamed> {
    let base = base.map(str::to_owned).or_else(|| own_base(record));
    let mut resolver = Resolver { base, private: Vec::new() };
    resolver.node(record, class, "")?;
    Ok(resolver.private)
}

/// The base that a record brings itself.
#[must_use]
pub fn own_base(record: &Node) -> Option<String> {
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

struct Resolver {
    base: Option<String>,
    private: Vec<Span>,
}

impl Resolver {
    fn node(&mut self, node: &mut Node, class: ClassId, owner: &str) -> Result<(), Unnamed> {
        let class = &shape()[class];
        self.strip(node, class);
        let keys = naming::rule(&class.name).map_or(&[] as &[naming::Key], |rule| rule.keys);
        let is_key = |name: &str| keys.iter().any(|key| key.fields.contains(&name));
        self.fields(node, class, owner, &is_key)?;
        let id = self.id(node, class, owner)?;
        let owner = if class.name == "Session" || owner.is_empty() { id.clone() } else { owner.to_owned() };
        self.fields(node, class, &owner, &|name| !is_key(name))?;
        put_head(node, class, id);
        Ok(())
    }

    /// Takes out what has no RDF.
    fn strip(&mut self, node: &mut Node, class: &Class) {
        let private = &mut self.private;
        let Some(members) = node.as_object_mut() else { return };
        members.retain(|member| match class.field(&member.key).map(|field| &field.kind) {
            Some(Kind::Private(_)) => {
                private.push(member.key_span);
                false
            }
            Some(Kind::Head) => false,
            _ => !matches!(&member.node.value, Value::Array(items) if items.is_empty()),
        });
    }

    fn id(&self, node: &Node, class: &'static Class, owner: &str) -> Result<String, Unnamed> {
        let head = node.head();
        if let Some(id) = node.text("id") {
            return self.absolute(id, head);
        }
        let base = self.base.as_deref().ok_or(Unnamed::NoBase(head))?;
        naming::mint(node, &class.name, base, owner).ok_or(Unnamed::NoKey(head, &class.name))
    }

    /// The absolute IRI of a reference.
    fn absolute(&self, reference: &str, at: Span) -> Result<String, Unnamed> {
        if reference.starts_with('#') {
            let base = self.base.as_deref().ok_or(Unnamed::NoBase(at))?;
            return Ok(format!("{}{reference}", base.trim_end_matches('#')));
        }
        Ok(vocab::expand(reference).unwrap_or_else(|| reference.to_owned()))
    }

    /// Resolves the values of the fields that `wanted` names.
    fn fields(
        &mut self,
        node: &mut Node,
        class: &Class,
        owner: &str,
        wanted: &dyn Fn(&str) -> bool,
    ) -> Result<(), Unnamed> {
        let Some(members) = node.as_object_mut() else { return Ok(()) };
        for Member { key, node: value, .. } in members {
            let Some(field) = class.field(key).filter(|_| wanted(key)) else { continue };
            let kind = &field.kind;
            let ordered = matches!(kind, Kind::Ref(classes) if shape()[classes[0]].is_ordered());
            match &mut value.value {
                Value::Array(items) => {
                    for (at, item) in items.iter_mut().enumerate() {
                        self.value(item, kind, owner)?;
                        if ordered && item.get("order").is_none() {
                            item.set("order", Node::new(Value::Number((at + 1).to_string().into()), item.span));
                        }
                    }
                }
                _ => self.value(value, kind, owner)?,
            }
        }
        Ok(())
    }

    fn value(&mut self, node: &mut Node, kind: &Kind, owner: &str) -> Result<(), Unnamed> {
        let span = node.span;
        match (kind, &mut node.value) {
            (Kind::Ref(classes), Value::Object(_)) => {
                let class = shape().pick(classes, node.text("type"));
                return self.node(node, class, owner);
            }
            (Kind::Ref(_), Value::String(text)) if !text.contains("://") => {
                *text = self.absolute(text, span)?.into();
            }
            (Kind::Code(scheme), Value::String(text)) => {
                if text.contains(':')
                    && let Cow::Owned(canonical) = scheme.canonical(text)
                {
                    *text = canonical.into();
                } else if text.contains("://") {
                    *text = scheme.canonical(text).into_owned().into();
                }
            }
            (Kind::Scalar(scalar), Value::String(text)) => {
                let canonical = scalar.canonical(text);
                if canonical.len() != text.len() {
                    *text = canonical.to_owned().into();
                }
            }
            (Kind::Integer { .. }, Value::Number(text)) => {
                if let Some(Cow::Owned(canonical)) = integer(text) {
                    *text = canonical.into();
                }
            }
            (Kind::Text | Kind::Texts, Value::Object(members)) => {
                for member in members {
                    if let Cow::Owned(tag) = canonical_tag(&member.key) {
                        member.key = tag.into();
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// Puts `id` and `type` in front.
fn put_head<'s>(node: &mut Node<'s>, class: &'static Class, id: String) {
    let span = node.head();
    let Some(members) = node.as_object_mut() else { return };
    members.retain(|member| member.key != "id" && member.key != "type");
    let member = |key: &'static str, text: Cow<'s, str>| Member {
        key: key.into(),
        key_span: span,
        node: Node::string(text, span),
    };
    members.splice(0..0, [member("id", id.into()), member("type", class.name.as_str().into())]);
}

/// A language tag in the case that RFC 5646 (2.1.1) recommends: `en-gb` as `en-GB`, `zh-hant` as `zh-Hant`.
#[must_use]
pub fn canonical_tag(tag: &str) -> Cow<'_, str> {
    if tag.bytes().all(|byte| byte.is_ascii_lowercase()) || tag.starts_with('@') {
        return Cow::Borrowed(tag);
    }
    let mut after_singleton = false;
    let parts = tag.split('-').enumerate().map(|(at, part)| {
        let lower = part.to_ascii_lowercase();
        let cased = match part.len() {
            2 if at > 0 && !after_singleton => lower.to_ascii_uppercase(),
            4 if at > 0 && !after_singleton && part.bytes().all(|byte| byte.is_ascii_alphabetic()) => {
                format!("{}{}", lower[..1].to_ascii_uppercase(), &lower[1..])
            }
            _ => lower,
        };
        after_singleton |= part.len() == 1;
        cased
    });
    let canonical = parts.collect::<Vec<_>>().join("-");
    if canonical == tag { Cow::Borrowed(tag) } else { Cow::Owned(canonical) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_tags_in_their_recommended_case() {
        for (written, canonical) in
            [("EN", "en"), ("en-gb", "en-GB"), ("zh-hant-tw", "zh-Hant-TW"), ("en-x-FOO", "en-x-foo"), ("fr", "fr")]
        {
            assert_eq!(canonical_tag(written), canonical);
        }
    }

    #[test]
    fn origins() {
        assert_eq!(origin("https://data.example.org/edition/x").as_deref(), Some("https://data.example.org/"));
        assert_eq!(origin("urn:x"), None);
    }
}
