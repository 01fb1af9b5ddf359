//! RDF/XML and JSON-LD, which are read as a whole.

use std::collections::{BTreeMap, BTreeSet};

use oxrdf::Quad;
use oxrdfxml::RdfXmlParser;

use super::{Relay, Take, language};
use crate::format::rdf::text::in_one_piece;
use crate::format::rdf::xml::survey;
use crate::format::rdf::{in_default_graph, jsonld as reading, no_base, rdfxml as elements};
use crate::format::{ReadOptions, Syntax, json};
use crate::source::Span;

pub(super) fn rdfxml(text: &str, options: &ReadOptions, relay: Relay, take: &mut dyn Take) -> Result<(), Syntax> {
    let seen = survey(text, options.limits.depth.saturating_mul(elements::TAGS_PER_LEVEL))?;
    let languages = seen.languages(text);
    let tags = Tags::of(&languages);
    if let Some(marked) = tags.marked(text, &languages) {
        // Faults have their places in the text as it is, so it is read first.
        elements_of(text, options, &mut |_, _| ())?;
        told(&marked, options, &tags, relay, take)?;
    } else {
        told(text, options, &tags, relay, take)?;
    }
    seen.all_closed(text)
}

fn told(text: &str, options: &ReadOptions, tags: &Tags, mut relay: Relay, take: &mut dyn Take) -> Result<(), Syntax> {
    let mut begun = false;
    elements_of(text, options, &mut |quad, prefixes| {
        if !std::mem::replace(&mut begun, true) {
            for (name, namespace) in prefixes {
                take.prefix(name, namespace);
            }
        }
        relay.tell(&quad, language(&quad).and_then(|tag| tags.written(tag)), take);
    })
}

/// A name and its namespace.
type Prefix = (String, String);

/// Parses; each statement comes with the prefixes that stand at the first one.
fn elements_of(text: &str, options: &ReadOptions, tell: &mut dyn FnMut(Quad, &[Prefix])) -> Result<(), Syntax> {
    let mut parser = RdfXmlParser::new();
    if let Some(base) = &options.base {
        parser = parser.with_base_iri(base.as_str()).map_err(|error| no_base(base, &error))?;
    }
    let whole = in_one_piece(text);
    let mut parser = parser.for_slice(&*whole);
    let mut prefixes = Vec::new();
    while let Some(result) = parser.next() {
        let at = elements::position(&parser, text);
        let triple = result.map_err(|error| Syntax::new(Span::new(at, at), error.to_string()))?;
        if prefixes.is_empty() {
            prefixes = parser.prefixes().map(|(name, iri)| (name.to_owned(), iri.to_owned())).collect();
            prefixes.sort_unstable();
        }
        tell(in_default_graph(triple), &prefixes);
    }
    Ok(())
}

/// Language tags as they were written, by what the parser makes of them.
struct Tags {
    written: BTreeMap<String, String>,
    /// Whether one tag is written in several ways, so that each has to be followed through the parser.
    mixed: bool,
}

impl Tags {
    fn of(places: &[(Span, &str)]) -> Self {
        let all: BTreeSet<&str> = places.iter().map(|(_, tag)| *tag).collect();
        let plain: BTreeMap<String, String> =
            all.iter().map(|tag| (tag.to_ascii_lowercase(), (*tag).to_owned())).collect();
        if plain.len() == all.len() {
            return Self { written: plain, mixed: false };
        }
        let numbered = all.iter().enumerate().map(|(at, tag)| (stand_in(at), (*tag).to_owned())).collect();
        Self { written: numbered, mixed: true }
    }

    fn written(&self, tag: &str) -> Option<&str> {
        self.written.get(tag).map(String::as_str)
    }

    /// The text with a number in place of each tag.
    fn marked(&self, text: &str, places: &[(Span, &str)]) -> Option<String> {
        if !self.mixed {
            return None;
        }
        let numbers: BTreeMap<&str, &str> = self.written.iter().map(|(number, tag)| (&**tag, &**number)).collect();
        let (mut marked, mut from) = (String::with_capacity(text.len()), 0);
        for (span, tag) in places.iter().filter(|(_, tag)| !tag.is_empty()) {
            marked.push_str(&text[from..span.start as usize]);
            marked.push_str(numbers.get(tag).copied().unwrap_or(tag));
            from = span.end as usize;
        }
        marked.push_str(&text[from..]);
        Some(marked)
    }
}

/// A tag for private use.
fn stand_in(number: usize) -> String {
    format!("x-{number}")
}

pub(super) fn jsonld(text: &str, options: &ReadOptions, mut relay: Relay, take: &mut dyn Take) -> Result<(), Syntax> {
    let document = json::parse(text, &options.limits)?;
    let mut quads = Vec::new();
    let prefixes = reading::process(text, &document, options, false, &mut |quad| quads.push(quad))?;
    let written = written_tags(text, &document, options, &quads);
    for (name, namespace) in &prefixes {
        take.prefix(name, namespace);
    }
    for (at, quad) in quads.iter().enumerate() {
        relay.tell(quad, written.get(at).map(String::as_str), take);
    }
    Ok(())
}

/// The language tags of the statements as they were written: the processor keeps their case when it checks nothing.
/// So what it has checked before is read once more.
fn written_tags(text: &str, document: &crate::doc::Node, options: &ReadOptions, checked: &[Quad]) -> Vec<String> {
    if !checked.iter().any(|quad| language(quad).is_some()) {
        return Vec::new();
    }
    let mut tags = Vec::with_capacity(checked.len());
    let read = reading::process(text, document, options, true, &mut |quad| {
        tags.push(language(&quad).unwrap_or_default().to_owned());
    });
    let alike =
        || checked.iter().zip(&tags).all(|(quad, tag)| language(quad).unwrap_or("") == tag.to_ascii_lowercase());
    if read.is_ok() && tags.len() == checked.len() && alike() { tags } else { Vec::new() }
}
