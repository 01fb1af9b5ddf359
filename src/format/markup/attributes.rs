//! Microdata (HTML, 5) and `RDFa` Lite 1.1: statements in the attributes of elements.
//!
//! Both say the same in other words: an element begins a thing (`itemscope`, `typeof`), others say a property of it
//! (`itemprop`, `property`), and the value is the thing inside, an address, or the text.

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use crate::rdf::graph::{Spans, Statement, Term};
use crate::source::Span;
use crate::vocab::{rdf, schema, xsd};

/// Elements that have no end.
const VOID: &[&[u8]] = &[
    b"area", b"base", b"br", b"col", b"embed", b"hr", b"img", b"input", b"link", b"meta", b"param", b"source",
    b"track", b"wbr",
];

/// The statements in the attributes of a page.
pub(super) fn statements(text: &str, base: Option<&str>) -> Vec<Statement> {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let mut page = Page { base: base.map(str::to_owned), open: Vec::new(), things: 0, statements: Vec::new() };
    for Ok(token) in Tokenizer::new_with_emitter(text, emitter) {
        match token {
            Token::StartTag(tag) => page.start(&tag),
            Token::EndTag(tag) => page.end(&tag.name),
            Token::String(words) => page.text(&String::from_utf8_lossy(&words.value)),
            _ => {}
        }
    }
    while !page.open.is_empty() {
        page.close();
    }
    page.statements
}

struct Page {
    base: Option<String>,
    open: Vec<Element>,
    things: usize,
    statements: Vec<Statement>,
}

/// An element that is open.
struct Element {
    name: Vec<u8>,
    /// The thing that it begins.
    thing: Option<String>,
    /// What its text is a value of.
    texts: Vec<Property>,
    text: String,
    vocabulary: Option<String>,
    span: Span,
}

/// A property of a thing.
#[derive(Clone)]
struct Property {
    subject: String,
    predicate: String,
}

impl Page {
    fn start(&mut self, tag: &StartTag<usize>) {
        let get = |name: &str| {
            tag.attributes.get(name.as_bytes()).map(|value| String::from_utf8_lossy(value).trim().to_owned())
        };
        let span = Span::new(tag.span.start, tag.span.end);
        let vocabulary = get("vocab").map(|vocabulary| own_vocabulary(&vocabulary));
        let outer_vocabulary = || self.open.iter().rev().find_map(|element| element.vocabulary.clone());
        let vocabulary = vocabulary.or_else(outer_vocabulary);
        let properties = self.properties(&get, vocabulary.as_deref());
        let thing = self.thing(&get, vocabulary.as_deref(), span);
        let mut texts = Vec::new();
        for property in properties {
            match &thing {
                Some(thing) => self.say(property, Term::Node(thing.clone()), span),
                None => match self.value(tag, &get) {
                    Some(value) => self.say(property, value, span),
                    None => texts.push(property),
                },
            }
        }
        let name = tag.name.to_vec();
        if tag.self_closing || VOID.contains(&name.as_slice()) {
            return;
        }
        self.open.push(Element { name, thing, texts, text: String::new(), vocabulary, span });
    }

    /// The thing that an element begins: named by its id, or blank.
    fn thing(&mut self, get: &impl Fn(&str) -> Option<String>, vocabulary: Option<&str>, span: Span) -> Option<String> {
        let types = match get("itemscope") {
            Some(_) => get("itemtype").unwrap_or_default(),
            None => get("typeof")?,
        };
        self.things += 1;
        let id = get("itemid").or_else(|| get("resource")).or_else(|| get("about")).and_then(|id| self.address(&id));
        let name = id.unwrap_or_else(|| format!("_:markup{}", self.things));
        for class in types.split_whitespace() {
            let class = term(class, vocabulary);
            let property = Property { subject: name.clone(), predicate: rdf::TYPE.to_owned() };
            self.say(property, Term::Node(class), span);
        }
        Some(name)
    }

    /// The properties that an element says something of: those of the thing that it is in.
    fn properties(&self, get: &impl Fn(&str) -> Option<String>, vocabulary: Option<&str>) -> Vec<Property> {
        let Some(subject) = self.open.iter().rev().find_map(|element| element.thing.clone()) else { return Vec::new() };
        let names = get("itemprop").or_else(|| get("property")).unwrap_or_default();
        let property = |name: &str| Property { subject: subject.clone(), predicate: term(name, vocabulary) };
        names.split_whitespace().map(property).collect()
    }

    /// A value that stands in an attribute.
    fn value(&self, tag: &StartTag<usize>, get: &impl Fn(&str) -> Option<String>) -> Option<Term> {
        if let Some(content) = get("content") {
            return Some(literal(content));
        }
        let address = match tag.name.as_slice() {
            b"a" | b"area" | b"link" => get("href"),
            b"img" | b"audio" | b"video" | b"source" | b"iframe" | b"embed" | b"track" => get("src"),
            b"object" => get("data"),
            b"time" => return get("datetime").map(literal),
            b"data" | b"meter" => return get("value").map(literal),
            _ => get("resource"),
        };
        let address = address?;
        Some(self.address(&address).map_or_else(|| literal(address), Term::Node))
    }

    /// An address as an absolute IRI; none where it is relative and there is no base.
    fn address(&self, text: &str) -> Option<String> {
        if text.contains("://") || text.starts_with("urn:") || text.starts_with("mailto:") {
            return Some(text.to_owned());
        }
        let base = joined(self.base.as_deref()?, text)?;
        Some(base)
    }

    fn say(&mut self, property: Property, object: Term, span: Span) {
        let spans = Spans { subject: span, predicate: span, object: span };
        let Property { subject, predicate } = property;
        self.statements.push(Statement { subject, predicate, object, spans });
    }

    fn text(&mut self, text: &str) {
        for element in self.open.iter_mut().filter(|element| !element.texts.is_empty()) {
            element.text.push_str(text);
        }
    }

    fn end(&mut self, name: &[u8]) {
        if let Some(at) = self.open.iter().rposition(|element| element.name == name) {
            while self.open.len() > at {
                self.close();
            }
        }
    }

    fn close(&mut self) {
        let Some(element) = self.open.pop() else { return };
        let text = element.text.split_whitespace().collect::<Vec<_>>().join(" ");
        for property in element.texts.into_iter().filter(|_| !text.is_empty()) {
            self.say(property, literal(text.clone()), element.span);
        }
    }
}

fn literal(text: String) -> Term {
    Term::Literal { text, datatype: xsd::STRING.into(), language: String::new() }
}

/// schema.org in the form that is read here.
fn own_vocabulary(vocabulary: &str) -> String {
    let bare = vocabulary.trim_end_matches('/');
    if bare.ends_with("://schema.org") { schema::NS.to_owned() } else { vocabulary.to_owned() }
}

/// A type or property as an IRI: whole, with the prefix `schema:`, or in the vocabulary around it.
fn term(name: &str, vocabulary: Option<&str>) -> String {
    if name.contains("://") {
        return name.to_owned();
    }
    let local = name.strip_prefix("schema:").unwrap_or(name);
    format!("{}{local}", vocabulary.unwrap_or(schema::NS))
}

/// A relative address at its base: what a page's own links need.
fn joined(base: &str, relative: &str) -> Option<String> {
    let scheme = base.find("://")? + 3;
    let root_end = base[scheme..].find('/').map_or(base.len(), |at| scheme + at);
    match relative {
        _ if relative.starts_with("//") => Some(format!("{}{relative}", &base[..scheme - 2])),
        _ if relative.starts_with('/') => Some(format!("{}{relative}", &base[..root_end])),
        _ if relative.starts_with('#') => Some(format!("{}{relative}", base.split('#').next()?)),
        _ => {
            let folder = base.rfind('/').filter(|at| *at >= root_end).map_or(base.len(), |at| at + 1);
            Some(format!("{}{relative}", &base[..folder]))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<String> {
        let short = |iri: &str| iri.replace(schema::NS, "s:").replace(rdf::NS, "rdf:");
        statements(text, Some("https://e.org/x/"))
            .iter()
            .map(|told| format!("{} {} {}", told.subject, short(&told.predicate), short(told.object.text())))
            .collect()
    }

    #[test]
    fn microdata_and_rdfa_say_the_same() {
        let microdata = of(
            r#"<div itemscope itemtype="http://schema.org/Event"><h1 itemprop="name">A <b>talk</b></h1><a itemprop="url" href="talk">t</a><time itemprop="startDate" datetime="2026-03-14T09:30:00+01:00">9:30</time><span itemprop="performer" itemscope itemtype="http://schema.org/Person"><span itemprop="name">Ann</span></span></div>"#,
        );
        let rdfa = of(
            r#"<div vocab="http://schema.org/" typeof="Event"><h1 property="name">A <b>talk</b></h1><a property="url" href="talk">t</a><time property="startDate" datetime="2026-03-14T09:30:00+01:00">9:30</time><span property="performer" typeof="Person"><span property="name">Ann</span></span></div>"#,
        );
        assert_eq!(microdata, rdfa);
        assert!(microdata.contains(&"_:markup1 s:name A talk".to_owned()), "{microdata:?}");
        assert!(microdata.contains(&"_:markup1 s:url https://e.org/x/talk".to_owned()), "{microdata:?}");
        assert!(microdata.contains(&"_:markup1 s:performer _:markup2".to_owned()), "{microdata:?}");
    }
}
