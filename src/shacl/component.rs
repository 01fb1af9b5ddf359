//! The constraint components of SHACL Core, by the property that asks for them.

use std::collections::HashSet;

use regex::RegexBuilder;

use super::graph::{Id, Term, Triple};
use super::read::Reader;
use super::shape::{Bound, Constraint, NodeKind, Qualified, ShapeId};
use super::value;
use crate::vocab::{sh, xsd};

/// A property of shapes that asks for something.
#[derive(Clone, Copy)]
pub(super) struct Component {
    /// Its name in SHACL's namespace.
    pub(super) name: &'static str,
    /// Whether a shape may have several.
    pub(super) many: bool,
    /// Whether only property shapes may have it.
    pub(super) property_only: bool,
    /// What a statement with it asks for, or how its value should be written; an empty text where that was said.
    pub(super) build: fn(&mut Reader, &Triple) -> Built,
}

/// None where the statement asks for nothing, such as `sh:closed false`.
type Built = Result<Option<Constraint>, String>;

const fn one(name: &'static str, build: fn(&mut Reader, &Triple) -> Built) -> Component {
    Component { name, many: false, property_only: false, build }
}

const fn many(name: &'static str, build: fn(&mut Reader, &Triple) -> Built) -> Component {
    Component { name, many: true, property_only: false, build }
}

const fn of_properties(component: Component) -> Component {
    Component { property_only: true, ..component }
}

static COMPONENTS: &[Component] = &[
    many("and", |reader, triple| shapes(reader, triple).map(Constraint::And).map(Some)),
    many("class", |reader, triple| iri(reader, triple).map(Constraint::Class).map(Some)),
    one("closed", closed),
    one("datatype", |reader, triple| iri(reader, triple).map(Constraint::Datatype).map(Some)),
    many("disjoint", |reader, triple| iri(reader, triple).map(Constraint::Disjoint).map(Some)),
    many("equals", |reader, triple| iri(reader, triple).map(Constraint::Equals).map(Some)),
    many("hasValue", |_, triple| Ok(Some(Constraint::HasValue(triple.object)))),
    one("in", |reader, triple| {
        let items = reader.list(triple.object)?;
        Ok(Some(Constraint::In(items.iter().map(|item| item.object).collect())))
    }),
    one("languageIn", languages),
    of_properties(many("lessThan", |reader, triple| iri(reader, triple).map(Constraint::LessThan).map(Some))),
    of_properties(many("lessThanOrEquals", |reader, triple| {
        iri(reader, triple).map(Constraint::LessThanOrEquals).map(Some)
    })),
    of_properties(one("maxCount", |reader, triple| count(reader, triple).map(Constraint::MaxCount).map(Some))),
    one("maxExclusive", |reader, triple| bound(reader, triple, Bound::MaxExclusive)),
    one("maxInclusive", |reader, triple| bound(reader, triple, Bound::MaxInclusive)),
    one("maxLength", |reader, triple| count(reader, triple).map(Constraint::MaxLength).map(Some)),
    of_properties(one("minCount", |reader, triple| count(reader, triple).map(Constraint::MinCount).map(Some))),
    one("minExclusive", |reader, triple| bound(reader, triple, Bound::MinExclusive)),
    one("minInclusive", |reader, triple| bound(reader, triple, Bound::MinInclusive)),
    one("minLength", |reader, triple| count(reader, triple).map(Constraint::MinLength).map(Some)),
    many("node", |reader, triple| shape(reader, triple).map(Constraint::Node).map(Some)),
    one("nodeKind", node_kind),
    many("not", |reader, triple| shape(reader, triple).map(Constraint::Not).map(Some)),
    many("or", |reader, triple| shapes(reader, triple).map(Constraint::Or).map(Some)),
    many("pattern", pattern),
    many("property", |reader, triple| shape(reader, triple).map(Constraint::Property).map(Some)),
    of_properties(many("qualifiedValueShape", qualified)),
    of_properties(one("uniqueLang", |reader, triple| Ok(truth(reader, triple)?.then_some(Constraint::UniqueLang)))),
    many("xone", |reader, triple| shapes(reader, triple).map(Constraint::Xone).map(Some)),
];

/// The component that a predicate stands for.
pub(super) fn find(predicate: &str) -> Option<&'static Component> {
    let name = predicate.strip_prefix(sh::NS)?;
    COMPONENTS.binary_search_by(|component| component.name.cmp(name)).ok().map(|at| &COMPONENTS[at])
}

/// The name that is most like a misspelt one.
pub(super) fn nearest(name: &str) -> Option<&'static str> {
    const LIKE: f64 = 0.8;
    let likeness = |other: &str| strsim::normalized_damerau_levenshtein(&name.to_lowercase(), &other.to_lowercase());
    let scored = COMPONENTS.iter().map(|component| (likeness(component.name), component.name));
    let best = scored.max_by(|one, other| one.0.total_cmp(&other.0));
    best.filter(|(score, _)| *score >= LIKE).map(|(_, name)| name)
}

fn iri(reader: &mut Reader, triple: &Triple) -> Result<Id, String> {
    let is_iri = matches!(reader.graph.terms[triple.object], Term::Iri(_));
    if is_iri { Ok(triple.object) } else { Err("give an IRI".to_owned()) }
}

fn count(reader: &mut Reader, triple: &Triple) -> Result<usize, String> {
    let literal = reader.graph.terms[triple.object].as_literal().filter(|literal| literal.datatype == xsd::INTEGER);
    literal.and_then(|literal| literal.text.parse().ok()).ok_or_else(|| "give a whole number from 0".to_owned())
}

fn truth(reader: &mut Reader, triple: &Triple) -> Result<bool, String> {
    let text = reader.graph.terms[triple.object].as_literal().map(|literal| literal.text.as_str());
    match text {
        Some("true" | "1") => Ok(true),
        Some("false" | "0") => Ok(false),
        _ => Err("give true or false".to_owned()),
    }
}

/// The shape that a statement refers to.
fn shape(reader: &mut Reader, triple: &Triple) -> Result<ShapeId, String> {
    reader.shape(triple.object, triple.spans.object).ok_or_else(String::new)
}

/// The shapes of a list.
fn shapes(reader: &mut Reader, triple: &Triple) -> Result<Vec<ShapeId>, String> {
    let items = reader.list(triple.object)?;
    items.iter().map(|item| shape(reader, item)).collect()
}

fn node_kind(reader: &mut Reader, triple: &Triple) -> Built {
    let name = reader.graph.terms[triple.object].as_iri().and_then(|iri| iri.strip_prefix(sh::NS));
    let (iri, blank, literal) = match name {
        Some("IRI") => (true, false, false),
        Some("BlankNode") => (false, true, false),
        Some("Literal") => (false, false, true),
        Some("BlankNodeOrIRI") => (true, true, false),
        Some("IRIOrLiteral") => (true, false, true),
        Some("BlankNodeOrLiteral") => (false, true, true),
        _ => return Err("give sh:IRI, sh:BlankNode, sh:Literal, or one of the three that join two of them".to_owned()),
    };
    Ok(Some(Constraint::NodeKind(NodeKind { iri, blank, literal })))
}

fn bound(reader: &mut Reader, triple: &Triple, bound: Bound) -> Built {
    let literal = reader.graph.terms[triple.object].as_literal();
    if literal.and_then(value::of).is_none() {
        return Err("give a number, a date or another literal that has an order".to_owned());
    }
    Ok(Some(Constraint::Range(bound, triple.object)))
}

fn languages(reader: &mut Reader, triple: &Triple) -> Built {
    let items = reader.list(triple.object)?;
    let range = |item: &Triple| Some(reader.graph.terms[item.object].as_literal()?.text.to_ascii_lowercase());
    let ranges: Option<Vec<String>> = items.iter().map(range).collect();
    Ok(Some(Constraint::LanguageIn(ranges.ok_or("give a list of strings")?)))
}

/// A pattern with the flags that stand beside it. `$` is the very end of the text, as in `XPath`.
fn pattern(reader: &mut Reader, triple: &Triple) -> Built {
    let flags = reader.one(triple.subject, sh::FLAGS);
    let text = |id: Id| reader.graph.terms[id].as_literal().map(|literal| literal.text.clone());
    let flags = flags.map(|flags| text(flags.object).unwrap_or_default()).unwrap_or_default();
    let Some(pattern) = text(triple.object) else { return Err("give a string".to_owned()) };
    let has = |flag| flags.contains(flag);
    if let Some(other) = flags.chars().find(|flag| !"imsxq".contains(*flag)) {
        return Err(format!("sh:flags has {other:?}, but only i, m, s, x and q are flags"));
    }
    let pattern = if has('q') { regex::escape(&pattern) } else { pattern };
    let built = RegexBuilder::new(&pattern)
        .case_insensitive(has('i'))
        .multi_line(has('m'))
        .dot_matches_new_line(has('s'))
        .ignore_whitespace(has('x'))
        .build();
    match built {
        Ok(regex) => Ok(Some(Constraint::Pattern(regex))),
        Err(error) => Err(format!("write a pattern without what is not known here: {}", last_line(&error.to_string()))),
    }
}

/// What is wrong with a pattern; the lines before it show where.
fn last_line(text: &str) -> &str {
    text.lines().last().unwrap_or_default().trim_start_matches("error: ")
}

fn qualified(reader: &mut Reader, triple: &Triple) -> Built {
    let mut number = |predicate| reader.one(triple.subject, predicate).map(|said| count(reader, &said)).transpose();
    let (min, max) = (number(sh::QUALIFIED_MIN_COUNT)?, number(sh::QUALIFIED_MAX_COUNT)?);
    if min.is_none() && max.is_none() {
        return Err("add sh:qualifiedMinCount or sh:qualifiedMaxCount".to_owned());
    }
    let siblings = siblings(reader, triple)?;
    let (min, max) = (min.unwrap_or(0), max.unwrap_or(usize::MAX));
    Ok(Some(Constraint::Qualified(Qualified { shape: shape(reader, triple)?, min, max, siblings })))
}

/// The other qualified shapes of the shapes that this property shape belongs to, where they must not overlap.
fn siblings(reader: &mut Reader, triple: &Triple) -> Result<Vec<ShapeId>, String> {
    if !reader.is_true(triple.subject, sh::QUALIFIED_VALUE_SHAPES_DISJOINT) {
        return Ok(Vec::new());
    }
    let property = reader.iri(sh::PROPERTY);
    let parents: Vec<Id> = reader.graph.to(property, triple.subject).map(|parent| parent.subject).collect();
    let properties: Vec<Id> = parents.iter().flat_map(|&parent| reader.graph.objects(parent, property)).collect();
    let with = |property: &Id| reader.graph.with(*property, triple.predicate).to_vec();
    let others: Vec<Triple> = properties.iter().flat_map(with).filter(|other| other.object != triple.object).collect();
    others.iter().map(|other| shape(reader, other)).collect()
}

fn closed(reader: &mut Reader, triple: &Triple) -> Built {
    if !truth(reader, triple)? {
        return Ok(None);
    }
    let mut allowed = HashSet::new();
    if let Some(ignored) = reader.one(triple.subject, sh::IGNORED_PROPERTIES) {
        allowed.extend(reader.list(ignored.object)?.iter().map(|item| item.object));
    }
    let (property, path) = (reader.iri(sh::PROPERTY), reader.iri(sh::PATH));
    let properties = reader.graph.objects(triple.subject, property);
    allowed.extend(properties.flat_map(|property| reader.graph.objects(property, path)));
    Ok(Some(Constraint::Closed(allowed)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_are_sorted() {
        assert!(COMPONENTS.is_sorted_by(|left, right| left.name < right.name));
        assert_eq!(find(sh::PROPERTY).map(|component| component.name), Some("property"));
        assert!(find(sh::NAME).is_none());
    }

    #[test]
    fn misspelt_components_are_recognised() {
        assert_eq!(nearest("mincount"), Some("minCount"));
        assert_eq!(nearest("sparql"), None);
    }
}
