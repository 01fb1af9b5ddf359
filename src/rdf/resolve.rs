//! Resolving a record: ids and types everywhere, references absolute, codes canonical.

use std::borrow::Cow;

use super::integer;
use super::names::{Names, Unnamed};
use crate::doc::{Member, Node, Value};
use crate::shape::{ClassId, Field, Kind, shape};
use crate::source::Span;

/// Resolves a structurally valid record in place. Private blocks and `@context` are taken out; the spans of private
/// blocks are returned.
///
/// # Errors
/// Where an IRI has to be minted and cannot be.
pub fn resolve(record: &mut Node, class: ClassId, base: Option<&str>) -> Result<Vec<Span>, Unnamed> {
    let names = Names::of(record, class, base)?;
    let mut private = Vec::new();
    let resolver = Resolver { names: &names };
    *record = resolver.node(record, class, None, &mut private);
    Ok(private)
}

struct Resolver<'n> {
    names: &'n Names,
}

impl Resolver<'_> {
    /// The resolved form of a node; `order` is its place in a list of ordered records.
    fn node<'s>(&self, node: &Node<'s>, class_id: ClassId, order: Option<usize>, private: &mut Vec<Span>) -> Node<'s> {
        let class = &shape()[class_id];
        let span = node.head();
        let head = |key: &'static str, text: Cow<'s, str>| Member {
            key: key.into(),
            key_span: span,
            node: Node::string(text, span),
        };
        let id = self.names.get(node).unwrap_or_default().to_owned();
        let mut members = vec![head("id", id.into()), head("type", class.name.as_str().into())];
        for member in node.as_object().unwrap_or_default() {
            let Some(field) = class.field(&member.key) else { continue };
            match &field.kind {
                Kind::Private(_) => private.push(member.key_span),
                Kind::Id | Kind::Type | Kind::Head => {}
                _ => members.extend(self.member(member, field, private)),
            }
        }
        if let Some(order) = order.filter(|_| class.is_ordered() && node.get("order").is_none()) {
            let node = Node::new(Value::Number((order + 1).to_string().into()), node.span);
            members.push(Member { key: "order".into(), key_span: span, node });
        }
        Node::new(Value::Object(members), node.span)
    }

    /// A member with its value resolved; none for an empty list.
    fn member<'s>(&self, member: &Member<'s>, field: &Field, private: &mut Vec<Span>) -> Option<Member<'s>> {
        let value = match &member.node.value {
            Value::Array(items) if items.is_empty() => return None,
            Value::Array(items) => {
                let items = items.iter().enumerate().map(|(at, item)| self.value(item, field, Some(at), private));
                Node::new(Value::Array(items.collect()), member.node.span)
            }
            _ => self.value(&member.node, field, None, private),
        };
        Some(Member { key: member.key.clone(), key_span: member.key_span, node: value })
    }

    fn value<'s>(&self, node: &Node<'s>, field: &Field, order: Option<usize>, private: &mut Vec<Span>) -> Node<'s> {
        match (&field.kind, &node.value) {
            (Kind::Ref(classes), Value::Object(_)) => {
                self.node(node, shape().pick(classes, node.text("type")), order, private)
            }
            (Kind::Ref(_), Value::String(text)) => Node::string(self.names.absolute(text).into_owned(), node.span),
            (Kind::Code(scheme), Value::String(text)) => Node::string(scheme.canonical(text).into_owned(), node.span),
            (Kind::Scalar(scalar), Value::String(text)) => Node::string(scalar.canonical(text).to_owned(), node.span),
            (Kind::Integer { .. }, Value::Number(text)) => {
                let canonical = integer(text).unwrap_or(Cow::Borrowed(text)).into_owned();
                Node::new(Value::Number(canonical.into()), node.span)
            }
            _ => node.clone(),
        }
    }
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
}
