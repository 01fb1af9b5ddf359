//! N-Triples lines straight from a named record: no normal form, no terms, one pass.
//!
//! This is the fast road to RDF. It writes the statements that [`super::emit`] tells of the resolved record; a test
//! holds the two together.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

use super::integer;
use super::names::{AddressHasher, Names};
use crate::doc::{Member, Node, Value};
use crate::model::grammar::has_authority;
use crate::model::scalar::Term;
use crate::shape::{ClassId, Field, Kind, shape};
use crate::swar::plain_prefix;
use crate::vocab::{rdf, xsd};

/// The bytes of a class that are the same in every line.
struct ClassLines {
    /// `<rdf:type> <class> .` with the line end.
    is_a: Vec<u8>,
    /// `<property> ` for each field; empty for fields without.
    properties: Vec<Vec<u8>>,
    /// The position of `order`, for classes that stand in one.
    order: Option<usize>,
}

static CLASSES: LazyLock<Vec<ClassLines>> = LazyLock::new(|| {
    let line = |class: &crate::shape::Class| ClassLines {
        is_a: format!("<{}> <{}> .\n", rdf::TYPE, class.iri.as_deref().unwrap_or_default()).into_bytes(),
        properties: class
            .fields
            .iter()
            .map(|field| field.iri.as_ref().map_or_else(Vec::new, |iri| format!("<{iri}> ").into_bytes()))
            .collect(),
        order: class.find("order"),
    };
    shape().classes.iter().map(line).collect()
});

/// Writes a record's statements as N-Triples, which are N-Quads in the default graph.
///
/// False, and nothing written, where two nodes of one id differ: then normal form has to bring them together first.
#[must_use]
pub fn write(record: &Node, class: ClassId, names: &Names, out: &mut Vec<u8>) -> bool {
    let start = out.len();
    let told = HashMap::with_capacity_and_hasher(48, BuildHasherDefault::default());
    let mut lines =
        Lines { names, out, subject: Vec::with_capacity(192), open: Vec::with_capacity(32), told, clash: false };
    lines.node(record, class, None);
    let clash = lines.clash;
    if clash {
        out.truncate(start);
    }
    !clash
}

struct Lines<'l, 'n, 's> {
    names: &'l Names,
    out: &'l mut Vec<u8>,
    /// `<subject> ` of the node that is being told.
    subject: Vec<u8>,
    /// The nodes inside the nodes that are being told, with their place in a list.
    open: Vec<(&'n Node<'s>, ClassId, usize)>,
    told: HashMap<u64, &'n Node<'s>, BuildHasherDefault<AddressHasher>>,
    clash: bool,
}

impl<'n, 's> Lines<'_, 'n, 's> {
    fn node(&mut self, node: &'n Node<'s>, class_id: ClassId, order: Option<usize>) {
        let (Some(members), Some(id)) = (node.as_object(), self.names.get(node)) else { return };
        if self.is_told(node, id) {
            return;
        }
        self.subject.clear();
        push_iri("", id, &mut self.subject);
        let class = &shape()[class_id];
        let lines = &CLASSES[class_id];
        self.out.extend_from_slice(&self.subject);
        self.out.extend_from_slice(&lines.is_a);
        let first = self.open.len();
        let mut ordered = false;
        for member in members {
            let Some(at) = class.find(&member.key) else { continue };
            ordered |= lines.order == Some(at);
            let property = &lines.properties[at];
            if !property.is_empty() {
                self.member(&class.fields[at], property, member);
            }
        }
        if let (Some(at), Some(order), false) = (lines.order, order, ordered) {
            self.begin(&lines.properties[at]);
            push_number(&(order + 1).to_string(), self.out);
        }
        let last = self.open.len();
        for at in first..last {
            let (node, class, order) = self.open[at];
            self.node(node, class, Some(order));
        }
        self.open.truncate(first);
    }

    /// Whether a node of this id and content was told before.
    fn is_told(&mut self, node: &'n Node<'s>, id: &str) -> bool {
        let bytes = id.as_bytes();
        // The end of a minted IRI is a hash already.
        let mut print =
            bytes.last_chunk::<8>().map_or(bytes.len() as u64, |end| u64::from_le_bytes(*end) ^ bytes.len() as u64);
        while let Some(before) = self.told.get(&print) {
            if self.names.get(before) == Some(id) {
                let same = before.same_value(node);
                self.clash |= !same;
                return same;
            }
            // Another id of the same length ends alike.
            print = print.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(1);
        }
        self.told.insert(print, node);
        false
    }

    fn begin(&mut self, property: &[u8]) {
        self.out.extend_from_slice(&self.subject);
        self.out.extend_from_slice(property);
    }

    fn member(&mut self, field: &'static Field, property: &[u8], member: &'n Member<'s>) {
        match &member.node.value {
            Value::Array(items) => {
                for (at, item) in items.iter().enumerate() {
                    self.value(field, property, item, at);
                }
            }
            Value::Object(members) if matches!(field.kind, Kind::Text | Kind::Texts) => self.texts(property, members),
            _ => self.value(field, property, &member.node, 0),
        }
    }

    fn value(&mut self, field: &'static Field, property: &[u8], node: &'n Node<'s>, order: usize) {
        match (&field.kind, &node.value) {
            (Kind::Text | Kind::Texts, Value::String(text)) => self.literal(property, text, xsd::STRING),
            (Kind::Scalar(scalar), Value::String(text)) => match scalar.term {
                Term::Literal(datatype) => self.literal(property, text, datatype),
                Term::Iri => self.iri(property, "", text),
                Term::Identifier(namespace) => self.iri(property, namespace, scalar.canonical(text)),
            },
            (Kind::Code(scheme), Value::String(text)) if has_authority(text) => {
                let canonical = scheme.canonical(text);
                let (namespace, local) = scheme.iri(&canonical);
                self.iri(property, namespace, local);
            }
            (Kind::Code(scheme), Value::String(text)) => {
                let (namespace, local) = scheme.iri(text);
                self.iri(property, namespace, local);
            }
            (Kind::Integer { .. }, Value::Number(text)) => {
                self.begin(property);
                push_number(&integer(text).unwrap_or(text.as_ref().into()), self.out);
            }
            (Kind::Ref(_), Value::String(text)) => {
                let names = self.names;
                self.iri(property, "", &names.absolute(text));
            }
            (Kind::Ref(classes), Value::Object(_)) => {
                let names = self.names;
                self.iri(property, "", names.get(node).unwrap_or_default());
                self.open.push((node, shape().pick(classes, node.text("type")), order));
            }
            _ => {}
        }
    }

    fn texts(&mut self, property: &[u8], members: &[Member]) {
        for member in members {
            let tag = member.key.as_ref();
            for text in member.node.items().iter().filter_map(Node::as_str) {
                if tag == "@none" {
                    self.literal(property, text, xsd::STRING);
                    continue;
                }
                self.begin(property);
                push_quoted(text, self.out);
                self.out.push(b'@');
                self.out.extend_from_slice(tag.as_bytes());
                self.out.extend_from_slice(b" .\n");
            }
        }
    }

    fn literal(&mut self, property: &[u8], text: &str, datatype: &str) {
        self.begin(property);
        push_quoted(text, self.out);
        if datatype != xsd::STRING {
            self.out.extend_from_slice(b"^^<");
            self.out.extend_from_slice(datatype.as_bytes());
            self.out.push(b'>');
        }
        self.out.extend_from_slice(b" .\n");
    }

    fn iri(&mut self, property: &[u8], namespace: &str, local: &str) {
        self.begin(property);
        push_iri(namespace, local, self.out);
        self.out.extend_from_slice(b".\n");
    }
}

/// `<namespace local> ` with the blank behind it.
fn push_iri(namespace: &str, local: &str, out: &mut Vec<u8>) {
    out.push(b'<');
    out.extend_from_slice(namespace.as_bytes());
    out.extend_from_slice(local.as_bytes());
    out.extend_from_slice(b"> ");
}

fn push_number(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    out.extend_from_slice(text.as_bytes());
    out.extend_from_slice(b"\"^^<http://www.w3.org/2001/XMLSchema#integer> .\n");
}

/// A string in quotation marks, escaped as canonical N-Triples are.
pub fn push_quoted(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    let mut rest = text.as_bytes();
    loop {
        let plain = plain_prefix(rest);
        out.extend_from_slice(&rest[..plain]);
        let Some(&byte) = rest.get(plain) else { break };
        push_escape(byte, out);
        rest = &rest[plain + 1..];
    }
    out.push(b'"');
}

fn push_escape(byte: u8, out: &mut Vec<u8>) {
    let letter = match byte {
        b'"' | b'\\' => byte,
        b'\n' => b'n',
        b'\r' => b'r',
        b'\t' => b't',
        0x08 => b'b',
        0x0C => b'f',
        control => return out.extend_from_slice(format!("\\u{control:04X}").as_bytes()),
    };
    out.extend_from_slice(&[b'\\', letter]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_escaped() {
        let mut out = Vec::new();
        push_quoted("a\"b\\c\nd\u{1}é", &mut out);
        assert_eq!(out, r#""a\"b\\c\nd\u0001é""#.as_bytes());
    }
}
