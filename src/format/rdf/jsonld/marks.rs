//! Places of statements by marks.
//!
//! A JSON-LD processor does not say where a statement comes from. So it gets the document again, with a number in every
//! string and a name for every node that has none: statements come out in the same order, and their terms carry the
//! numbers. Where the second run makes other statements than the first, nothing is marked.

use oxrdf::{NamedOrBlankNode, Quad, Term};

use crate::doc::{Member, Node, Value};
use crate::format::json;
use crate::rdf::graph::Spans;
use crate::source::Span;
use crate::vocab::rdf;

/// Signs around a number: of the private use, which texts do not have and a processor lets through.
const OPEN: char = '\u{F4F0}';
const CLOSE: char = '\u{F4F1}';

/// What a mark stands for.
#[derive(Debug, Clone, Copy)]
struct Mark {
    /// The key that leads to the value.
    key: Span,
    value: Span,
    /// The types of the node that the value is, or names.
    class: Option<Span>,
}

/// The places of the statements of a document, in the order of the statements.
pub(super) struct Marked(Vec<(Option<Mark>, Option<Mark>)>);

impl Marked {
    /// Runs the processor again.
    pub(super) fn of(document: &Node, quads: &[Quad], process: impl Fn(&str) -> Option<Vec<Quad>>) -> Self {
        [true, false]
            .into_iter()
            .find_map(|names| Self::try_with(document, quads, names, &process))
            .unwrap_or(Self(Vec::new()))
    }

    /// Marks strings, and with `names` the nodes that have no name.
    fn try_with(
        document: &Node,
        quads: &[Quad],
        names: bool,
        process: &impl Fn(&str) -> Option<Vec<Quad>>,
    ) -> Option<Self> {
        let mut writer = Writer { out: Vec::new(), marks: Vec::new(), names, aliases: aliases(document) };
        writer.node(document, None, None);
        let again = process(std::str::from_utf8(&writer.out).ok()?)?;
        let alike =
            again.len() == quads.len() && again.iter().zip(quads).all(|(new, old)| new.predicate == old.predicate);
        let mark = |text: &str| number(text).and_then(|number| writer.marks.get(number).copied());
        let marks = again.iter().map(|quad| (subject(quad).and_then(mark), object(quad).and_then(mark)));
        alike.then(|| Self(marks.collect()))
    }

    /// Sets what is known of the places of the statement at a position.
    pub(super) fn place(&self, at: usize, spans: &mut Spans) {
        let Some((subject, object)) = self.0.get(at) else { return };
        if let Some(subject) = subject {
            spans.subject = subject.value;
            if let Some(class) = subject.class.filter(|_| object.is_none()) {
                (spans.predicate, spans.object) = (class, class);
            }
        }
        if let Some(object) = object {
            (spans.predicate, spans.object) = (object.key, object.value);
        }
    }
}

fn subject(quad: &Quad) -> Option<&str> {
    match &quad.subject {
        NamedOrBlankNode::NamedNode(iri) => Some(iri.as_str()),
        NamedOrBlankNode::BlankNode(_) => None,
    }
}

/// The object's text; that of a type is not marked.
fn object(quad: &Quad) -> Option<&str> {
    match &quad.object {
        _ if quad.predicate.as_str() == rdf::TYPE => None,
        Term::NamedNode(iri) => Some(iri.as_str()),
        Term::Literal(literal) => Some(literal.value()),
        Term::BlankNode(_) => None,
    }
}

/// The number in a text.
fn number(text: &str) -> Option<usize> {
    let (_, rest) = text.rsplit_once(OPEN)?;
    rest.split_once(CLOSE)?.0.parse().ok()
}

/// The names that a document's own contexts give to keywords, with those of schema.org's context and ours.
fn aliases(document: &Node) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> =
        [("id", "@id"), ("type", "@type")].map(|(name, keyword)| (name.to_owned(), keyword.to_owned())).into();
    let mut open = vec![document];
    while let Some(node) = open.pop() {
        open.extend(node.as_array().unwrap_or_default());
        for member in node.as_object().unwrap_or_default() {
            open.push(&member.node);
            if let Some(keyword) = member.node.as_str().filter(|text| text.starts_with('@')) {
                found.push((member.key.clone().into_owned(), keyword.to_owned()));
            }
        }
    }
    found
}

/// Writes a document with its marks.
struct Writer {
    out: Vec<u8>,
    marks: Vec<Mark>,
    names: bool,
    aliases: Vec<(String, String)>,
}

impl Writer {
    /// The keyword that a key is, or stands for.
    fn keyword<'k>(&'k self, key: &'k str) -> &'k str {
        let alias = || self.aliases.iter().find(|(name, _)| name == key).map_or("", |(_, keyword)| keyword.as_str());
        if key.starts_with('@') { key } else { alias() }
    }

    fn node(&mut self, node: &Node, key: Option<Span>, class: Option<Span>) {
        match &node.value {
            Value::String(text) => {
                let mark = self.mark(key, node.span, class);
                json::write_string(&format!("{text}{mark}"), &mut self.out);
            }
            Value::Array(items) => {
                self.out.push(b'[');
                for (at, item) in items.iter().enumerate() {
                    self.comma(at);
                    self.node(item, key, class);
                }
                self.out.push(b']');
            }
            Value::Object(members) => self.object(node, members, key),
            _ => json::write_compact(node, &mut self.out),
        }
    }

    fn comma(&mut self, at: usize) {
        if at > 0 {
            self.out.push(b',');
        }
    }

    fn mark(&mut self, key: Option<Span>, value: Span, class: Option<Span>) -> String {
        self.marks.push(Mark { key: key.unwrap_or(value), value, class });
        format!("{OPEN}{}{CLOSE}", self.marks.len() - 1)
    }

    fn object(&mut self, node: &Node, members: &[Member], key: Option<Span>) {
        let class = members.iter().find(|member| self.keyword(&member.key) == "@type").map(|member| member.node.span);
        self.out.push(b'{');
        let named = self.names && self.is_nameless(members);
        if named {
            let mark = self.mark(key, node.head(), class);
            self.out.extend_from_slice(b"\"@id\":");
            json::write_string(&format!("mark:{mark}"), &mut self.out);
        }
        for (at, member) in members.iter().enumerate() {
            self.comma(at + usize::from(named));
            json::write_string(&member.key, &mut self.out);
            self.out.push(b':');
            match self.keyword(&member.key) {
                "" => self.node(&member.node, Some(member.key_span), None),
                // The names and values of nodes are what the key before leads to.
                "@id" => self.node(&member.node, key, class),
                "@value" | "@list" | "@set" => self.node(&member.node, key, None),
                "@graph" | "@included" | "@reverse" => self.node(&member.node, None, None),
                _ => json::write_compact(&member.node, &mut self.out),
            }
        }
        self.out.push(b'}');
    }

    /// Whether an object is a node without a name: neither a value nor text by language.
    fn is_nameless(&self, members: &[Member]) -> bool {
        const OTHERS: [&str; 6] = ["@id", "@value", "@list", "@set", "@graph", "@reverse"];
        let is_other = |member: &Member| OTHERS.contains(&self.keyword(&member.key));
        let is_tag = |member: &Member| crate::model::grammar::is_language(&member.key) && is_text(&member.node);
        let says = |member: &Member| !matches!(self.keyword(&member.key), "@context" | "@index");
        members.iter().any(says) && !members.iter().any(is_other) && !members.iter().all(is_tag)
    }
}

fn is_text(node: &Node) -> bool {
    node.items().iter().all(|item| item.as_str().is_some())
}
