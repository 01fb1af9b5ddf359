//! Headers: paths of fields, and where they lead in a class.

use std::borrow::Cow;

use super::MAX_ITEMS;
use crate::format::Syntax;
use crate::lookup::near::nearest;
use crate::shape::{Class, ClassId, Field, Kind, shape};
use crate::source::Span;

/// A part of a header as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Step<'h> {
    Field(&'h str),
    /// A place in a list, from 1.
    Item(usize),
    Language(&'h str),
}

/// A part of a header that leads somewhere.
#[derive(Debug, Clone, Copy)]
pub(super) enum Hop {
    Field(&'static Field),
    Item(usize),
    /// The last: text in the header's language.
    Language,
}

/// Why a header leads nowhere.
#[derive(Debug)]
pub(super) struct Unknown {
    pub(super) message: String,
    pub(super) help: String,
    pub(super) replacement: Option<String>,
}

/// The language after the `@` of a header; `none` stands for text without one.
pub(super) fn language<'s>(header: &Cow<'s, str>) -> Option<Cow<'s, str>> {
    let at = language_mark(header)?;
    Some(match header {
        Cow::Borrowed(header) => Cow::Borrowed(in_map(&header[at + 1..])),
        Cow::Owned(header) => Cow::Owned(in_map(&header[at + 1..]).to_owned()),
    })
}

fn in_map(language: &str) -> &str {
    if language == "none" { "@none" } else { language }
}

/// Where the `@` before a language is; an `@` that begins a part belongs to its name, as in `@context`.
fn language_mark(header: &str) -> Option<usize> {
    header.match_indices('@').map(|(at, _)| at).find(|&at| at > 0 && header.as_bytes()[at - 1] != b'.')
}

/// Takes a header apart.
///
/// # Errors
/// Where an index is out of range.
pub(super) fn steps(header: &str) -> Result<Vec<Step<'_>>, Syntax> {
    let mark = language_mark(header);
    let path = &header[..mark.unwrap_or(header.len())];
    let mut steps = Vec::new();
    for part in path.split('.') {
        let (name, mut indexes) = bracketed(part);
        match name {
            name if is_index(name) => steps.push(item(name)?),
            name => steps.push(Step::Field(name)),
        }
        while let Some((index, rest)) = indexes.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            steps.push(item(index)?);
            indexes = rest;
        }
    }
    steps.extend(mark.map(|at| Step::Language(in_map(&header[at + 1..]))));
    Ok(steps)
}

/// The name and the `[1]` after it; a part whose brackets hold anything else is all name.
fn bracketed(part: &str) -> (&str, &str) {
    let Some((name, indexes)) = part.find('[').map(|at| part.split_at(at)) else { return (part, "") };
    let inside = indexes.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    if inside.is_some_and(|inside| inside.split("][").all(is_index)) { (name, indexes) } else { (part, "") }
}

fn is_index(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn item<'h>(digits: &str) -> Result<Step<'h>, Syntax> {
    let index = digits.parse().ok().filter(|index| (1..=MAX_ITEMS).contains(index));
    index.map(Step::Item).ok_or_else(|| {
        Syntax::new(Span::default(), format!("there is no item {digits} in a list"))
            .help(format!("items are counted from 1 to {MAX_ITEMS}"))
    })
}

/// The place that the steps so far lead to.
enum At {
    /// A record of one of these classes.
    Record(Vec<ClassId>),
    /// The value of a field, the record that it holds, and whether one item of its list is meant.
    Value(&'static Field, Vec<ClassId>, bool),
}

/// Follows the steps from a record of a class.
pub(super) fn resolve(steps: &[Step], root: ClassId) -> Result<Vec<Hop>, Unknown> {
    let mut at = At::Record(vec![root]);
    let mut hops = Vec::with_capacity(steps.len());
    for (index, step) in steps.iter().enumerate() {
        let (next, hop) = follow(&at, step, &steps[..index], steps)?;
        hops.push(hop);
        at = next;
    }
    match at {
        At::Value(field, ..) if matches!(field.kind, Kind::Private(_)) => Err(Unknown::below(field, steps)),
        _ => Ok(hops),
    }
}

fn follow(at: &At, step: &Step, before: &[Step], all: &[Step]) -> Result<(At, Hop), Unknown> {
    match (at, step) {
        (At::Record(classes), Step::Field(name)) => field(classes, name, before, all),
        (At::Value(field, classes, is_item), Step::Field(name)) if !classes.is_empty() && (*is_item || !field.many) => {
            self::field(classes, name, before, all)
        }
        (At::Value(field, classes, false), Step::Item(index)) if field.many => {
            Ok((At::Value(field, classes.clone(), true), Hop::Item(*index)))
        }
        (At::Value(field, ..), Step::Language(_)) if matches!(field.kind, Kind::Text | Kind::Texts) => {
            Ok((At::Value(field, Vec::new(), true), Hop::Language))
        }
        (At::Value(field, ..), _) => Err(Unknown::below(field, all)),
        (At::Record(classes), _) => Err(Unknown::field(classes, &header(&all[..=before.len()]), before, all)),
    }
}

/// A field of any of the classes; which of them a row has is not known yet.
fn field(classes: &[ClassId], name: &str, before: &[Step], all: &[Step]) -> Result<(At, Hop), Unknown> {
    let fields: Vec<&'static Field> = classes.iter().filter_map(|&class| shape()[class].field(name)).collect();
    let Some(first) = fields.first() else { return Err(Unknown::field(classes, name, before, all)) };
    let mut inside: Vec<ClassId> = fields.iter().flat_map(|field| field.records()).copied().collect();
    inside.sort_unstable();
    inside.dedup();
    Ok((At::Value(first, inside, false), Hop::Field(first)))
}

impl Unknown {
    /// A name that the classes do not have.
    fn field(classes: &[ClassId], name: &str, before: &[Step], all: &[Step]) -> Self {
        let names: Vec<&str> = classes.iter().map(|&class| shape()[class].name.as_str()).collect();
        let message = format!("\"{name}\" is not a field of {}", names.join(" or "));
        let fields = classes.iter().flat_map(|&class| field_names(&shape()[class]));
        let Some(near) = nearest(name, fields) else {
            let help = "rename or remove the column; its cells are left out".to_owned();
            return Self { message, help, replacement: None };
        };
        let mut steps = before.to_vec();
        steps.push(Step::Field(near));
        steps.extend_from_slice(all.get(before.len() + 1..).unwrap_or_default());
        Self { message, help: format!("did you mean \"{}\"?", header(&steps)), replacement: Some(header(&steps)) }
    }

    /// A step that the value of a field does not have.
    fn below(field: &Field, all: &[Step]) -> Self {
        let name = &field.name;
        let message = format!("\"{}\" leads nowhere", header(all));
        let help = match field.records().first() {
            Some(&class) => {
                let inner = field_names(&shape()[class]).find(|name| !matches!(*name, "id" | "type")).unwrap_or("id");
                let index = if field.many { ".1" } else { "" };
                format!("\"{name}\" holds {}: write {name}{index}.{inner}", shape()[class].name)
            }
            None => format!("there is nothing below \"{name}\": write {name}"),
        };
        Self { message, help, replacement: None }
    }
}

fn field_names(class: &'static Class) -> impl Iterator<Item = &'static str> {
    class.fields.iter().filter(|field| !matches!(field.kind, Kind::Head)).map(|field| field.name.as_str())
}

/// The header that is written for these steps.
pub(super) fn header(steps: &[Step]) -> String {
    let mut header = String::new();
    for step in steps {
        match step {
            Step::Language(language) => {
                header.push('@');
                header.push_str(language.strip_prefix('@').unwrap_or(language));
            }
            Step::Field(name) => push_part(name, &mut header),
            Step::Item(index) => push_part(&index.to_string(), &mut header),
        }
    }
    header
}

fn push_part(part: &str, header: &mut String) {
    if !header.is_empty() {
        header.push('.');
    }
    header.push_str(part);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(header: &str) -> Result<usize, String> {
        let steps = steps(header).map_err(|fault| fault.message)?;
        resolve(&steps, shape().class("Session").unwrap())
            .map(|hops| hops.len())
            .map_err(|unknown| format!("{}; {}", unknown.message, unknown.help))
    }

    #[test]
    fn both_ways_to_write_an_index() {
        let both = ["participations[2].agent.name", "participations.2.agent.name"].map(|header| steps(header).unwrap());
        assert_eq!(both[0], both[1]);
        assert_eq!(header(&steps("participations[2].agent.name@fr").unwrap()), "participations.2.agent.name@fr");
        assert_eq!(header(&steps("@context").unwrap()), "@context");
    }

    #[test]
    fn what_leads_somewhere() {
        for (header, hops) in [
            ("title", 1),
            ("title@en", 2),
            ("title@none", 2),
            ("edition", 1),
            ("edition.place.country", 3),
            ("participations.1.agent.acronym", 4),
            ("participations.1.affiliation.unitOf.unitOf.name@ar", 7),
            ("participations.1.agent.private.email", 5),
            ("relatedTo.3", 2),
            ("themes", 1),
            ("@context", 1),
            ("place.@context", 2),
        ] {
            assert_eq!(said(header), Ok(hops), "{header}");
        }
    }

    #[test]
    fn what_does_not_says_why() {
        for (header, why) in [
            ("Title", "did you mean \"title\""),
            ("edition.plase.country", "did you mean \"edition.place.country\""),
            ("participations.role", "write participations.1.agent"),
            ("participations.0.role", "no item 0"),
            ("participations.999999999999999999999.role", "no item 9"),
            ("title.en", "nothing below \"title\""),
            ("start@en", "nothing below \"start\""),
            ("edition.1.name", "write edition.name"),
            ("zzz", "\"zzz\" is not a field of Session"),
            ("", "is not a field"),
            ("1", "is not a field"),
            ("title[x]", "is not a field"),
        ] {
            let said = said(header).expect_err(header);
            assert!(said.contains(why), "{header}: {said}");
        }
    }
}
