//! What a candidate weighs: its name as the link engine says it, and what its properties agree or differ in.

use std::collections::{BTreeMap, BTreeSet};

use super::query::{Asked, Condition, Qualifier, Quantifier, Query, Types};
use super::value::Found;
use super::{Entity, Index};
use crate::halt::Halt;
use crate::link::name::{Comparison, Kind, Name, compare, parse};
use crate::link::normalize::fold;
use crate::model::grammar::bare_identifier;
use crate::rdf::naming::slug;

/// Candidates that weigh less are none.
const FLOOR: i64 = -4_000;
/// What a candidate weighs at least that is certain, and how much more than the next one.
const CERTAIN: i64 = 3_500;
const AHEAD: i64 = 3_000;

/// A value that agrees, and one that does not.
const AGREES: i64 = 6_000;
const DIFFERS: i64 = -4_000;
/// The same of numbers of authorities, and of the IRI itself.
const SURE: i64 = 20_000;
/// The most that two values say for each other that are alike.
const ALIKE: i64 = 5_000;
/// A type that is wanted, but not needed.
const RATHER: i64 = 2_000;

/// An entity that may be meant.
#[derive(Debug)]
pub(super) struct Candidate<'i> {
    pub(super) entity: &'i Entity,
    /// What adds up to its weight, by name.
    pub(super) features: Vec<(String, i64)>,
    /// Whether it is meant, and no other one.
    pub(super) is_certain: bool,
}

impl Candidate<'_> {
    /// The sum of the features, in thousandths of bits.
    pub(super) fn weight(&self) -> i64 {
        self.features.iter().map(|(_, weight)| weight).sum()
    }
}

impl Index {
    /// The candidates of a query, the best first; none where it is called off.
    pub(super) fn candidates(&self, query: &Query, halt: &Halt) -> Option<Vec<Candidate<'_>>> {
        let names = Names::new(&query.names);
        let mut all: Vec<Candidate> = Vec::new();
        for at in self.possible(query, halt) {
            if halt.is_given() {
                return None;
            }
            all.extend(self.weighed(query, &names, at).filter(|candidate| candidate.weight() > FLOOR));
        }
        all.sort_by(|one, other| (-one.weight(), &one.entity.id).cmp(&(-other.weight(), &other.entity.id)));
        let next = all.get(1).map_or(i64::MIN / 2, Candidate::weight);
        if let Some(best) = all.first_mut() {
            best.is_certain = best.weight() >= CERTAIN && best.weight() - next >= AHEAD;
        }
        all.truncate(query.limit);
        (!halt.is_given()).then_some(all)
    }

    /// The entities that may be meant.
    fn possible(&self, query: &Query, halt: &Halt) -> BTreeSet<u32> {
        let fits = |at: u32| self.is_of(&query.types, self.entities[at as usize].kind);
        let names = query.names.iter().map(|name| compared(name)).take_while(|_| !halt.is_given());
        let by_name = names.flat_map(|name| self.keys.like(name, self.entities.len(), fits));
        let mut found: BTreeSet<u32> = by_name.collect();
        found.extend(query.ids.iter().filter_map(|id| self.by_id.get(id.as_str())));
        if query.names.is_empty() && query.ids.is_empty() {
            for condition in query.conditions.iter().filter(|one| one.quantifier != Quantifier::None) {
                let forms = condition.values.iter().flat_map(Asked::forms);
                found.extend(
                    forms.flat_map(|form| self.keys.with_value(&condition.property, &form).to_vec()).take(WIDEST),
                );
            }
        }
        found.retain(|at| fits(*at));
        found
    }

    fn is_of(&self, types: &Types, kind: usize) -> bool {
        match types {
            Types::All | Types::Rather(_) => true,
            Types::Any(wanted) => wanted.iter().any(|wanted| self.kinds.is(kind, *wanted)),
            Types::Each(wanted) => wanted.iter().all(|wanted| wanted.is_some_and(|wanted| self.kinds.is(kind, wanted))),
        }
    }

    /// An entity with its features; none where it lacks what is required.
    fn weighed(&self, query: &Query, names: &Names, at: u32) -> Option<Candidate<'_>> {
        let entity = &self.entities[at as usize];
        let mut features = BTreeMap::new();
        if !query.names.is_empty() {
            let best = names.best(entity, self.kinds[entity.kind].sort)?;
            if query.needs_name && best.weight() <= 0 {
                return None;
            }
            for part in best.parts {
                *features.entry(feature("name", part.what)).or_default() += part.weight;
            }
        }
        if !query.ids.is_empty() {
            let is_it = query.ids.iter().any(|id| **id == *entity.id);
            features.insert("id".to_owned(), if is_it { SURE } else { -SURE });
        }
        if let Types::Rather(wanted) = &query.types {
            let is_it = wanted.iter().any(|wanted| self.kinds.is(entity.kind, *wanted));
            features.insert("type".to_owned(), if is_it { RATHER } else { 0 });
        }
        for condition in &query.conditions {
            let weight = judge(condition, &self.values(entity, &condition.property));
            if condition.required && weight.is_none_or(|weight| weight <= 0) {
                return None;
            }
            *features.entry(feature("property", &condition.property)).or_default() += weight.unwrap_or(0);
        }
        Some(Candidate { entity, features: features.into_iter().collect(), is_certain: false })
    }
}

/// The most entities that are weighed for the value of a property.
const WIDEST: usize = 1_000;

/// The most letters and words of a name that are compared: to compare two takes as long as the words of both multiplied.
const LETTERS: usize = 1_000;
const WORDS: usize = 40;

/// What is compared of a name: its beginning, where it is a whole text.
fn compared(name: &str) -> &str {
    let name = name.char_indices().nth(LETTERS).map_or(name, |(at, _)| &name[..at]);
    let mut gaps = name.match_indices(|letter: char| letter.is_whitespace() || letter.is_ascii_punctuation());
    gaps.nth(WORDS - 1).map_or(name, |(at, _)| &name[..at])
}

/// `name/the-same-word`.
fn feature(of: &str, what: &str) -> String {
    let mut name = format!("{of}/");
    slug(what, 64, &mut name);
    name
}

/// The names of a query, read as those of people and of anything else.
struct Names(Vec<[Name; 2]>);

impl Names {
    fn new(names: &[String]) -> Self {
        let both = |name| [parse(name, Kind::Person), parse(name, Kind::Organization)];
        Self(names.iter().map(|name| both(compared(name))).collect())
    }

    /// The best comparison of any name with any of an entity's.
    fn best(&self, entity: &Entity, sort: Kind) -> Option<Comparison> {
        let ours = self.0.iter().map(|both| &both[usize::from(sort == Kind::Organization)]);
        let all = ours.flat_map(|ours| entity.names.iter().map(|theirs| compare(ours, theirs)));
        all.fold(None, |best: Option<Comparison>, next| match best {
            Some(best) if best.weight() >= next.weight() => Some(best),
            _ => Some(next),
        })
    }
}

impl Asked {
    /// The texts under which a value may be known, as they are compared.
    fn forms(&self) -> Vec<String> {
        match self {
            Asked::Text(text) => vec![text.clone(), fold(text), bare_identifier(text).to_owned()],
            Asked::Entity(id, _) => vec![id.clone(), bare_identifier(id).to_owned()],
        }
    }

    fn text(&self) -> &str {
        match self {
            Asked::Text(text) | Asked::Entity(text, None) | Asked::Entity(_, Some(text)) => text,
        }
    }
}

/// What the values of a property say; none where the entity has none, which says nothing.
fn judge(condition: &Condition, found: &[Found]) -> Option<i64> {
    if found.is_empty() {
        return None;
    }
    let best = |asked: &Asked| found.iter().map(|found| pair(asked, found, condition.qualifier)).max();
    let each = condition.values.iter().filter_map(best);
    match condition.quantifier {
        Quantifier::Any => each.max(),
        Quantifier::All => each.min(),
        Quantifier::None => each.max().map(|weight| if weight > 0 { -AGREES } else { 0 }),
    }
}

fn pair(asked: &Asked, found: &Found, qualifier: Qualifier) -> i64 {
    let is_number = matches!(found, Found::Number(_));
    if qualifier == Qualifier::Wildcard {
        let is_like = found.forms().iter().any(|form| is_like(asked.text(), form));
        return if is_like { AGREES } else { DIFFERS };
    }
    let forms = found.forms();
    let name = if let Asked::Entity(_, Some(name)) = asked { vec![fold(name)] } else { Vec::new() };
    if asked.forms().iter().chain(&name).any(|form| forms.contains(form)) {
        return if is_number { SURE } else { AGREES };
    }
    match found {
        Found::Number(_) => -SURE,
        _ if qualifier == Qualifier::Exact => DIFFERS,
        Found::Entity(_, text) | Found::Text(text, _) => {
            let read = |text: &str| parse(text, Kind::Organization);
            compare(&read(compared(asked.text())), &read(compared(text))).weight().clamp(DIFFERS, ALIKE)
        }
        Found::Moment(moment) if same_day(asked.text(), moment) => AGREES / 2,
        Found::Moment(_) | Found::Integer(_) => DIFFERS,
    }
}

fn same_day(asked: &str, moment: &str) -> bool {
    asked.len() >= 10 && asked.get(..10) == moment.get(..10)
}

/// Whether a text is of a pattern in which `*` stands for anything.
fn is_like(pattern: &str, text: &str) -> bool {
    let text = fold(text);
    let parts: Vec<String> = pattern.split('*').map(fold).collect();
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return false };
    if parts.len() == 1 {
        return *first == text;
    }
    let Some(mut rest) = text.strip_prefix(first.as_str()) else { return false };
    for part in &parts[1..parts.len() - 1] {
        let Some(at) = rest.find(part.as_str()) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last.as_str())
}
