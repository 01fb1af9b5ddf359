//! The spanned tree that every reader yields: values as written, each with its place in the source.

use std::borrow::Cow;
use std::fmt;

use crate::source::Span;

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Node<'s> {
    pub value: Value<'s>,
    pub span: Span,
}

/// The JSON data model; numbers keep their lexical form, objects their order.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'s> {
    Null,
    Bool(bool),
    Number(Cow<'s, str>),
    String(Cow<'s, str>),
    Array(Vec<Node<'s>>),
    Object(Vec<Member<'s>>),
}

/// A key, where it stands, and its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Member<'s> {
    pub key: Cow<'s, str>,
    pub key_span: Span,
    pub node: Node<'s>,
}

impl<'s> Node<'s> {
    #[must_use]
    pub fn new(value: Value<'s>, span: Span) -> Self {
        Self { value, span }
    }

    /// A string node.
    #[must_use]
    pub fn string(text: impl Into<Cow<'s, str>>, span: Span) -> Self {
        Self::new(Value::String(text.into()), span)
    }

    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    #[must_use]
    pub fn as_object(&self) -> Option<&[Member<'s>]> {
        match &self.value {
            Value::Object(members) => Some(members),
            _ => None,
        }
    }

    pub fn as_object_mut(&mut self) -> Option<&mut Vec<Member<'s>>> {
        match &mut self.value {
            Value::Object(members) => Some(members),
            _ => None,
        }
    }

    #[must_use]
    pub fn as_array(&self) -> Option<&[Node<'s>]> {
        match &self.value {
            Value::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The items of an array, or the value itself as the only item.
    #[must_use]
    pub fn items(&self) -> &[Self] {
        match &self.value {
            Value::Array(items) => items,
            _ => std::slice::from_ref(self),
        }
    }

    /// See [`Node::items`].
    pub fn items_mut(&mut self) -> &mut [Self] {
        match self.value {
            Value::Array(ref mut items) => items,
            _ => std::slice::from_mut(self),
        }
    }

    /// The value under a key of an object.
    #[inline]
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.member(key).map(|member| &member.node)
    }

    /// The whole member under a key, for its key's span. Inlined, so that a constant key is compared without a call.
    #[inline]
    #[must_use]
    pub fn member(&self, key: &str) -> Option<&Member<'s>> {
        self.as_object()?.iter().find(|member| member.key == key)
    }

    /// The value that a path leads to from here.
    #[must_use]
    pub fn at(&self, path: &Path) -> Option<&Self> {
        match path {
            Path::Root => Some(self),
            Path::Key(parent, key) => self.at(parent)?.get(key),
            Path::Index(parent, index) => self.at(parent)?.as_array()?.get(*index),
        }
    }

    /// The string under a key of an object.
    #[inline]
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_str()
    }

    /// Sets a key of an object, in place or at the end. Does nothing on other values.
    pub fn set(&mut self, key: impl Into<Cow<'s, str>>, node: Node<'s>) {
        let key = key.into();
        let Some(members) = self.as_object_mut() else { return };
        match members.iter_mut().find(|member| member.key == key) {
            Some(member) => member.node = node,
            None => members.push(Member { key, key_span: node.span, node }),
        }
    }

    /// Takes a key out of an object.
    pub fn remove(&mut self, key: &str) -> Option<Member<'s>> {
        let members = self.as_object_mut()?;
        let at = members.iter().position(|member| member.key == key)?;
        Some(members.remove(at))
    }

    /// Where an object's "head" is: its first byte or the first key, for findings about the object as a whole. Where
    /// keys stand elsewhere, as CSV headers do, it is the head of the first value.
    #[must_use]
    pub fn head(&self) -> Span {
        match &self.value {
            Value::Object(members) => match members.first() {
                Some(first) if first.key_span.end < self.span.start => first.node.head(),
                Some(first) if first.key_span.start <= self.span.start => first.key_span,
                _ => {
                    Span { start: self.span.start, end: (self.span.start + 1).min(self.span.end.max(self.span.start)) }
                }
            },
            _ => self.span,
        }
    }

    /// A copy that borrows nothing.
    #[must_use]
    pub fn into_owned(self) -> Node<'static> {
        let own = |text: Cow<'s, str>| Cow::Owned(text.into_owned());
        let value = match self.value {
            Value::Null => Value::Null,
            Value::Bool(flag) => Value::Bool(flag),
            Value::Number(text) => Value::Number(own(text)),
            Value::String(text) => Value::String(own(text)),
            Value::Array(items) => Value::Array(items.into_iter().map(Node::into_owned).collect()),
            Value::Object(members) => Value::Object(
                members
                    .into_iter()
                    .map(|member| Member {
                        key: own(member.key),
                        key_span: member.key_span,
                        node: member.node.into_owned(),
                    })
                    .collect(),
            ),
        };
        Node { value, span: self.span }
    }

    /// Moves every span by `by` bytes, for a text that was cut out of another.
    pub fn shift(&mut self, by: usize) {
        self.span = self.span.shifted(by);
        match &mut self.value {
            Value::Array(items) => items.iter_mut().for_each(|item| item.shift(by)),
            Value::Object(members) => members.iter_mut().for_each(|member| {
                member.key_span = member.key_span.shifted(by);
                member.node.shift(by);
            }),
            _ => {}
        }
    }

    /// Equal values, wherever they stand.
    #[must_use]
    pub fn same_value(&self, other: &Self) -> bool {
        match (&self.value, &other.value) {
            (Value::Array(left), Value::Array(right)) => {
                left.len() == right.len() && left.iter().zip(right).all(|(a, b)| a.same_value(b))
            }
            (Value::Object(left), Value::Object(right)) => {
                left.len() == right.len()
                    && left.iter().all(|member| other.get(&member.key).is_some_and(|node| member.node.same_value(node)))
            }
            (left, right) => left == right,
        }
    }
}

impl Value<'_> {
    /// What JSON calls this kind of value, with its article.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "a list",
            Value::Object(_) => "an object",
        }
    }
}

/// A path from the root of a record to a value, kept on the stack while walking.
#[derive(Debug, Clone, Copy)]
pub enum Path<'p> {
    Root,
    Key(&'p Path<'p>, &'p str),
    Index(&'p Path<'p>, usize),
}

impl<'p> Path<'p> {
    #[must_use]
    pub fn key(&'p self, key: &'p str) -> Self {
        Path::Key(self, key)
    }

    #[must_use]
    pub fn index(&'p self, index: usize) -> Self {
        Path::Index(self, index)
    }
}

/// `participations[0].agent.name`; a key that is no plain word is quoted.
impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = |key: &str| !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || "_-@$".contains(c));
        match self {
            Path::Root => Ok(()),
            Path::Key(Path::Root, key) if plain(key) => f.write_str(key),
            Path::Key(parent, key) if plain(key) => write!(f, "{parent}.{key}"),
            Path::Key(parent, key) => write!(f, "{parent}[{key:?}]"),
            Path::Index(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_of_a_row_is_in_the_row() {
        let (header, cell) = (Span::new(0, 5), Span::new(12, 20));
        let member = Member { key: "title".into(), key_span: header, node: Node::string("A", cell) };
        assert_eq!(Node::new(Value::Object(vec![member]), Span::new(12, 40)).head(), cell);
    }

    #[test]
    fn paths_read_as_people_write_them() {
        let root = Path::Root;
        let list = root.key("participations");
        let item = list.index(0);
        assert_eq!(item.key("role").to_string(), "participations[0].role");
        assert_eq!(root.key("a b").key("c").to_string(), "[\"a b\"].c");
    }
}
